"""A stage for conversations: the real handlers on a real file, with people who tap and type.

Before everything that anybody does, the file is closed and opened again: what is not stored is not there.
"""

from __future__ import annotations

import atexit
import itertools
import json
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import handlers
from bot import config
from bot.app import Front, load_front
from bot.scheduler import queue_due
from handlers import commands, direction, events
from handlers.commands import Button, Key, Keys
from handlers.events import Where, Who
from handlers.invites import PREFIX, hash_of
from storage.database import migrate
from storage.ids import Ids
from storage.model import Chat, OutboxRow, Person, Role, from_micros, to_micros
from storage.records import Records
from storage.seal import Seal
from tests.clock import NOON, StillClock
from tests.shown import Shown, plain, rows

EXAMPLE = Path(__file__).parent.parent / "config.example.toml"
GROUP = "-1001000000001"
STANDING = {"PAVILION__LIMITS__PERSON_PER_MINUTE": "0"}
"""The clock of a stage stands still, so a whole conversation falls into one minute."""


@dataclass(repr=False)
class Stage:
    """`heard` collects, line by line, everything that was said and shown. `locales` and `previews` go over those of
    the example, where the station of the scene speaks other languages; `trained` are the people whom the station names
    for restricted matters.
    """

    path: Path
    key: str
    environment: dict[str, str] = field(default_factory=dict)
    locales: tuple[str, ...] = ()
    previews: tuple[str, ...] = ()
    trained: tuple[str, ...] = ()
    clock: StillClock = field(default_factory=StillClock)
    chats: dict[str, dict[int, Shown]] = field(default_factory=dict)
    heard: list[str] = field(default_factory=list)
    members: set[str] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)
    away: dict[str, str] = field(default_factory=dict)
    drawn: dict[str, list[tuple[int, Button]]] = field(default_factory=dict)
    keys: dict[str, list[Key]] = field(default_factory=dict)
    written: dict[str, int] = field(default_factory=dict)
    offered: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    documents: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.front = self._load()
        self._ids = Ids(name=_counted())
        self._seal = Seal(self.key)
        self._messages = itertools.count(1)
        self._presses = itertools.count(1)
        self._open()
        self._run(None)

    def restart(self) -> None:
        """The program ends and starts again: settings, pack and texts are read anew, the records are set up."""
        self.front = self._load()
        self._reopen()
        self._run(None)

    def _load(self) -> Front:
        file = self._config()
        return _front(file, file.read_text(encoding="utf-8"), tuple({**STANDING, **self.environment}.items()))

    def _config(self) -> Path:
        """Return the example, or a copy of it where a list is set that no variable can set."""
        example = speaking(self.path.parent, self.locales, self.previews) if self.locales else EXAMPLE
        if not self.trained:
            return example
        numbers, copy = ", ".join(map(self._address, self.trained)), self.path.parent / "station.toml"
        text = example.read_text(encoding="utf-8")
        copy.write_text(text.replace("trained = []", f"trained = [{numbers}]"), encoding="utf-8")
        return copy

    def close(self) -> None:
        self.records.connection.close()

    # What people do.

    def say(self, name: str, text: str, *, where: str = "", reply_to: int | None = None) -> str | None:
        base = self._spoken(name, where) | {"reply_to": reply_to}
        if text.startswith("/"):
            command, _, argument = text[1:].partition(" ")
            return self.happen(events.CommandSent(**base, name=command, argument=argument))
        return self.happen(events.TextSent(**base, text=text))

    def send(self, name: str, what: Callable[..., events.AnyEvent], **fields: object) -> str | None:
        return self.happen(what(**self._spoken(name, ""), **fields))

    def edit(self, name: str, text: str) -> str | None:
        """Change what this person wrote last."""
        base: dict[str, Any] = {
            "who": self._who(name),
            "where": self._where(name),
            "message": self.written[name],
        }
        return self.happen(events.MessageEdited(**base, text=text))

    def press(self, name: str, label: str, *, where: str = "", message: int | None = None) -> str | None:
        """Press the button with this label: on this message, or on the newest that has it."""
        chat = self._address(where or name)
        for number in [message] if message else sorted(self.chats.get(chat, {}), reverse=True):
            for button in self.chats[chat][number].buttons:
                if direction.bare(button.label).lstrip("☑☐ ") == direction.bare(label):
                    return self.press_data(name, button.data, where=where, message=number)
        raise AssertionError(f"{name} sees no [{label}], only {self.seen(where or name)}")

    def press_again(self, name: str, label: str, *, where: str = "") -> str | None:
        """Press a button that was there once, as a second tap, or a second device that shows an old screen."""
        for number, button in reversed(self.drawn.get(self._address(where or name), [])):
            if direction.bare(button.label).lstrip("☑☐ ") == direction.bare(label):
                return self.press_data(name, button.data, where=where, message=number)
        raise AssertionError(f"{name} never saw [{label}]")

    def press_key(self, name: str, label: str) -> str | None:
        """Press a key above the keyboard: it sends its words, or the phone number of whoever presses it."""
        for key in self.keys.get(self._address(name), []):
            if key.label == label:
                if key.wants == "phone":
                    return self.send(name, events.ContactSent, phone="+99900000001", is_own=True)
                return self.say(name, label)
        raise AssertionError(f"{name} has no key [{label}], only {self.keys.get(self._address(name))}")

    def press_data(
        self, name: str, data: str, *, where: str = "", message: int = 1, is_spent: bool = False
    ) -> str | None:
        return self.happen(
            events.ButtonPressed(
                who=self._who(name),
                where=self._where(where or name),
                press=f"press{next(self._presses)}",
                data=data,
                message=message,
                is_spent=is_spent,
            )
        )

    def join(self, name: str, *, is_member: bool = True) -> None:
        """Somebody joins, or leaves, the officers' group."""
        where, who = self._where("G"), self._who(name)
        (self.members.add if is_member else self.members.discard)(who.address)
        self.happen(events.MemberChanged(who=who, where=where, is_member=is_member))

    def invite(self, name: str, role: Role) -> str | None:
        """Somebody at the machine makes a link for a role, and this person opens it."""
        token, expires_at = f"token-for-{name}", to_micros(self.clock.now() + timedelta(days=2))
        self.happen(events.InviteMade(role=str(role), token_hash=hash_of(token), expires_at=expires_at))
        return self.say(name, f"/start {PREFIX}{token}")

    def block(self, name: str, *, is_blocked: bool = True) -> None:
        """Somebody shuts the desk out of their private chat, or lets it in again."""
        self.away.pop(self._address(name), "")
        if is_blocked:
            self.away[self._address(name)] = "blocked"
        self.happen(events.BotBlocked(who=self._who(name), where=self._where(name), is_blocked=is_blocked))

    def delete_account(self, name: str) -> None:
        """An account is gone: nobody tells the desk, until something cannot be delivered."""
        self.away[self._address(name)] = "chat_gone"

    def wait(self, until: datetime) -> None:
        """Let time pass, stopping at everything that is due on the way."""
        self._reopen()
        while (due := self._next_due()) is not None and due <= until:
            self.clock.at = max(self.clock.at, due)
            count = queue_due(self.records, self.clock.now())
            for row in self.records.inbox.waiting(self.clock.now(), max(1, count)):
                self._run(events.decode(row.payload))
                self.records.inbox.finish(row.id, self.clock.now())
        self.clock.at = until

    def happen(self, event: events.AnyEvent) -> str | None:
        if isinstance(event, events.Spoken | events.ButtonPressed):
            self.away.pop(event.who.address, "")  # who writes has let the desk in again, whether it was told or not
        self._reopen()
        return self._run(event)

    # What people see.

    def shown(self, name: str) -> list[Shown]:
        """Return what stands in the chat now, oldest first."""
        chat = self.chats.get(self._address(name), {})
        return [chat[number] for number in sorted(chat)]

    def seen(self, name: str) -> list[str]:
        """Return the labels a person can press or type now, newest message first."""
        return [button.label for shown in reversed(self.shown(name)) for button in shown.buttons]

    def screens(self, name: str) -> list[str]:
        """Return every text that stands in the chat now, oldest first."""
        return [shown.text for shown in self.shown(name)]

    def last(self, name: str) -> Shown:
        return self.shown(name)[-1]

    def message(self, name: str, text: str) -> int:
        """Return the number of the newest message in the chat that says this."""
        chat = self.chats[self._address(name)]
        return max(number for number, shown in chat.items() if text in shown.text)

    def person(self, name: str) -> Person | None:
        return self.records.people.find(self._address(name))

    # How it works.

    def _run(self, event: events.AnyEvent | None) -> str | None:
        self.records.connection.execute("BEGIN IMMEDIATE")
        desk = self.front.desk(self.records, now=self.clock.now())
        reason = None
        if event is None:
            handlers.set_up(desk)
        else:
            reason = handlers.handle(event, desk)
        self.records.connection.execute("COMMIT")
        for answer in desk.answers:
            if answer.text:
                self.heard.append(f"{'!' if answer.is_alert else '·'} {plain(answer.text)}")
        self._deliver()
        return reason

    def _deliver(self) -> None:
        while rows := self.records.outbox.heads(self.clock.now(), 1):
            row = rows[0]
            self.records.outbox.finish(row.id, self.clock.now(), "sent")
            self._carry_out(row, commands.decode(row.payload))

    def _carry_out(self, row: OutboxRow, command: commands.AnyCommand) -> None:
        chat = self.chats.setdefault(row.address, {})
        if row.address in self.away:
            self.happen(events.DeliveryFailed(chat=row.chat_id, reason=self.away[row.address], command=row.command))
            return
        match command:
            case commands.Post():
                message = row.message or command.message
                if command.is_change and message not in chat:
                    return
                is_edit = message in chat and not isinstance(command.markup, Keys | commands.NoKeys)
                number = message if is_edit and message else next(self._messages)
                chat[number] = Shown(plain(command.text), command.markup, command.text)
                self._note_keys(row.address, number, chat[number])
                self._hear(row, ("✎ " if is_edit else "") + ("🔒 " if command.is_protected else ""), chat[number])
                if not is_edit:
                    self.records.messages.note(row.chat_id, number, "out", row.command, self.clock.now(), row.ticket_id)
                if not is_edit:
                    self._note_sent(row, number)
            case commands.SendFile():
                said = f"({command.kind}) {plain(command.caption)}".rstrip()
                self._send_thing(row, Shown(said, command.markup, command.caption), is_protected=command.is_protected)
            case commands.SendAlbum():
                said = f"(album of {len(command.files)}) {plain(command.caption)}".rstrip()
                self._send_thing(row, Shown(said), is_protected=command.is_protected)
            case commands.SendDocument():
                self.documents.append(command.content)
                said = f"({command.name}) {plain(command.caption)}".rstrip()
                self._send_thing(row, Shown(said), is_protected=command.is_protected)
            case commands.SendPlace():
                self._send_thing(row, Shown("(place)"), is_protected=command.is_protected)
            case commands.LookUpMember():
                result = {"is_member": "yes" if command.who in self.members else "no", "name": ""}
                assert row.about is not None
                answer = events.CallAnswered(command=row.command, chat=row.chat_id, about=row.about, result=result)
                self.happen(answer)
            case commands.OfferCommands():  # above the words of a chat, not among them
                self.offered[row.address] = command.commands
            case commands.Erase():
                gone = [number for number in command.messages if chat.pop(number, None)]
                self.heard.append(f"→{self._name_of(row.address)} ✖ {len(gone)}")
            case _:
                self._hear(row, "", Shown(f"({type(command).__name__})"))

    def _send_thing(self, row: OutboxRow, shown: Shown, *, is_protected: bool) -> None:
        number = next(self._messages)
        self.chats[row.address][number] = shown
        self._note_keys(row.address, number, shown)
        self._hear(row, "🔒 " if is_protected else "", shown)
        self._note_sent(row, number)

    def _note_sent(self, row: OutboxRow, number: int) -> None:
        """Store what the sender stores of a message that is new."""
        self.records.messages.note(row.chat_id, number, "out", row.command, self.clock.now(), row.ticket_id)
        if row.slot:
            self.records.chats.refill_slot(row.slot, row.chat_id, number, row.ticket_id)

    def _note_keys(self, address: str, number: int, shown: Shown) -> None:
        self.drawn.setdefault(address, []).extend((number, button) for button in shown.buttons)
        if isinstance(shown.markup, Keys):
            self.keys[address] = [key for keys in shown.markup.rows for key in keys]
        elif isinstance(shown.markup, commands.NoKeys):
            self.keys.pop(address, None)

    def _hear(self, row: OutboxRow, mark: str, shown: Shown) -> None:
        lines = shown.text.split("\n")
        self.heard.append(f"→{self._name_of(row.address)} {mark}{lines[0]}")
        self.heard += [f"     {line}".rstrip() for line in lines[1:]]
        self.heard += [f"     {row_text}" for row_text in rows(shown.markup)]

    def _reopen(self) -> None:
        self.records.connection.close()
        self._open()

    def _open(self) -> None:
        if not self.path.exists():
            shutil.copy(_empty_file(), self.path)
        connection = sqlite3.connect(self.path, isolation_level=None)
        connection.row_factory = sqlite3.Row
        for pragma in ("foreign_keys=ON", "synchronous=OFF", "journal_mode=MEMORY"):  # no power is cut on a stage
            connection.execute(f"PRAGMA {pragma}")
        self.records = Records(connection, self._seal, self._ids)

    def _next_due(self) -> datetime | None:
        row = self.records.connection.execute("select min(due_at) from due where status = 'pending'").fetchone()
        return None if row[0] is None else from_micros(row[0])

    def _spoken(self, name: str, where: str) -> dict[str, Any]:
        self.written[name] = next(self._messages)
        return {"who": self._who(name), "where": self._where(where or name), "message": self.written[name]}

    def _who(self, name: str) -> Who:
        return Who(self._address(name), self.names.get(name, name))

    def _where(self, name: str) -> Where:
        return Where(self._address(name), "group" if name == "G" else "private")

    def _address(self, name: str) -> str:
        return GROUP if name == "G" else str(1_000_000 + sum(ord(letter) * 31**at for at, letter in enumerate(name)))

    def _name_of(self, address: str) -> str:
        known = {self._address(name): name for name in ("G", "R", *self.names)}
        return known.get(address, "?")

    def chat(self, name: str) -> Chat | None:
        return self.records.chats.find(self._address(name))


def _counted() -> Callable[[], str]:
    count = itertools.count(1)
    return lambda: f"id{next(count):014}"


def speaking(folder: Path, locales: tuple[str, ...], previews: tuple[str, ...] = ()) -> Path:
    """Write into the folder the example as it is for a station with these languages; return its path."""
    text = EXAMPLE.read_text(encoding="utf-8")
    for key, value in (("locales", locales), ("preview_locales", previews)):
        text, count = re.subn(rf"^{key} = \[.*?\]", f"{key} = {json.dumps(value)}", text, flags=re.MULTILINE)
        assert count == 1, key
    path = folder / "station.toml"
    path.write_text(text, encoding="utf-8")
    return path


@cache
def _empty_file() -> Path:
    """Return a file with the newest schema and nothing in it, made once for all stages."""
    path = Path(tempfile.mkdtemp(prefix="pavilion-stage-")) / "empty.db"
    atexit.register(shutil.rmtree, path.parent)
    connection = sqlite3.connect(path, isolation_level=None)
    migrate(connection)
    connection.close()
    return path


@cache
def _front(file: Path, text: str, environment: tuple[tuple[str, str], ...]) -> Front:
    """Load a station's front once for all the stages that have the same one; nothing on it ever changes."""
    return load_front(config.load(file, dict(environment)).settings, "riverside_desk_bot")


def minutes(text: str) -> timedelta:
    """Read `+31m`, `+2h`, `+3d`."""
    unit = {"m": "minutes", "h": "hours", "d": "days"}[text[-1]]
    return timedelta(**{unit: int(text[1:-1])})


__all__ = ["EXAMPLE", "GROUP", "NOON", "Shown", "Stage", "minutes", "plain", "speaking"]

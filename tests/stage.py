"""A stage for conversations: the real handlers on a real file, with people who tap and type.

Before everything that anybody does, the file is closed and opened again: what is not stored is not there.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import handlers
from bot import config
from bot.app import Front, load_front
from bot.scheduler import queue_due
from handlers import commands, events
from handlers.commands import Button, Key, Keys
from handlers.events import Where, Who
from handlers.invites import PREFIX, hash_of
from storage.ids import Ids
from storage.model import Chat, OutboxRow, Person, Role, from_micros, to_micros
from storage.records import Records
from tests.clock import NOON, StillClock
from tests.conftest import open_records
from tests.shown import Shown, plain, rows

EXAMPLE = Path(__file__).parent.parent / "config.example.toml"
GROUP = "-1001000000001"


@dataclass(repr=False)
class Stage:
    """`heard` collects, line by line, everything that was said and shown."""

    path: Path
    key: str
    environment: dict[str, str] = field(default_factory=dict)
    clock: StillClock = field(default_factory=StillClock)
    chats: dict[str, dict[int, Shown]] = field(default_factory=dict)
    heard: list[str] = field(default_factory=list)
    members: set[str] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)
    away: set[str] = field(default_factory=set)
    drawn: dict[str, list[tuple[int, Button]]] = field(default_factory=dict)
    keys: dict[str, list[Key]] = field(default_factory=dict)
    documents: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.front = self._load()
        self._ids = Ids(name=_counted())
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
        return load_front(config.load(EXAMPLE, self.environment).settings, "riverside_desk_bot")

    def close(self) -> None:
        self.records.connection.close()

    # What people do.

    def say(self, name: str, text: str, *, where: str = "") -> str | None:
        base = self._spoken(name, where)
        if text.startswith("/"):
            command, _, argument = text[1:].partition(" ")
            return self.happen(events.CommandSent(**base, name=command, argument=argument))
        return self.happen(events.TextSent(**base, text=text))

    def send(self, name: str, what: Callable[..., events.AnyEvent], **fields: object) -> str | None:
        return self.happen(what(**self._spoken(name, ""), **fields))

    def press(self, name: str, label: str, *, where: str = "", message: int | None = None) -> str | None:
        """Press the button with this label: on this message, or on the newest that has it."""
        chat = self._address(where or name)
        for number in [message] if message else sorted(self.chats.get(chat, {}), reverse=True):
            for button in self.chats[chat][number].buttons:
                if button.label.lstrip("☑☐ ") == label:
                    return self.press_data(name, button.data, where=where, message=number)
        raise AssertionError(f"{name} sees no [{label}], only {self.seen(where or name)}")

    def press_again(self, name: str, label: str, *, where: str = "") -> str | None:
        """Press a button that was there once, as a second tap, or a second device that shows an old screen."""
        for number, button in reversed(self.drawn.get(self._address(where or name), [])):
            if button.label.lstrip("☑☐ ") == label:
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
        (self.away.add if is_blocked else self.away.discard)(self._address(name))
        self.happen(events.BotBlocked(who=self._who(name), where=self._where(name), is_blocked=is_blocked))

    def wait(self, until: datetime) -> None:
        """Let time pass, stopping at everything that is due on the way."""
        while (due := self._next_due()) is not None and due <= until:
            self.clock.at = max(self.clock.at, due)
            self._reopen()
            count = queue_due(self.records, self.clock.now())
            for row in self.records.inbox.waiting(self.clock.now(), max(1, count)):
                self._run(events.decode(row.payload))
                self.records.inbox.finish(row.id, self.clock.now())
        self.clock.at = until

    def happen(self, event: events.AnyEvent) -> str | None:
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
            self.happen(events.DeliveryFailed(chat=row.chat_id, reason="blocked", command=row.command))
            return
        match command:
            case commands.Post():
                message = row.message or command.message
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
                self._send_thing(row, f"({command.kind})")
            case commands.SendDocument():
                self.documents.append(command.content)
                self._send_thing(row, f"({command.name}) {plain(command.caption)}", mark="")
            case commands.SendPlace():
                self._send_thing(row, "(place)")
            case commands.LookUpMember():
                result = {"is_member": "yes" if command.who in self.members else "no", "name": ""}
                assert row.about is not None
                answer = events.CallAnswered(command=row.command, chat=row.chat_id, about=row.about, result=result)
                self.happen(answer)
            case commands.Erase():
                gone = [number for number in command.messages if chat.pop(number, None)]
                self.heard.append(f"→{self._name_of(row.address)} ✖ {len(gone)}")
            case _:
                self._hear(row, "", Shown(f"({type(command).__name__})"))

    def _send_thing(self, row: OutboxRow, what: str, mark: str = "🔒 ") -> None:
        number = next(self._messages)
        self.chats[row.address][number] = Shown(what)
        self._hear(row, mark, self.chats[row.address][number])
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
        opened = open_records(self.path, self.key)
        opened.connection.execute("PRAGMA synchronous=OFF")  # no power is cut on a stage
        self.records = Records(opened.connection, opened.inbox.seal, self._ids)

    def _next_due(self) -> datetime | None:
        row = self.records.connection.execute("select min(due_at) from due where status = 'pending'").fetchone()
        return None if row[0] is None else from_micros(row[0])

    def _spoken(self, name: str, where: str) -> dict[str, Any]:
        return {"who": self._who(name), "where": self._where(where or name), "message": next(self._messages)}

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


def minutes(text: str) -> timedelta:
    """Read `+31m`, `+2h`, `+3d`."""
    unit = {"m": "minutes", "h": "hours", "d": "days"}[text[-1]]
    return timedelta(**{unit: int(text[1:-1])})


__all__ = ["EXAMPLE", "GROUP", "NOON", "Shown", "Stage", "minutes", "plain"]

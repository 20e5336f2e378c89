"""/forget: one yes, whatever was under way; afterwards no byte of it, and whoever writes next is somebody new."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path

import pytest

import handlers
from bot import config
from bot.app import load_front
from handlers import buttons, events
from handlers.commands import Post
from handlers.events import Where, Who
from storage.data_map import data_map
from storage.database import Database
from storage.invariants import find_violations
from storage.model import Role, TicketStatus
from storage.records import Records
from storage.seal import new_key
from tests.clock import NOON, StillClock
from tests.handlers.scenes import CARE, LAMP, NOISE, act, arrive, hire, history, send
from tests.stage import EXAMPLE, Stage

FORGET = ("/forget", "[Yes, delete it all]")


def rows(stage: Stage, table: str) -> int:
    return int(stage.records.connection.execute(f"select count(*) from {table}").fetchone()[0])  # noqa: S608 # names in tests


def person_id(stage: Stage, name: str) -> str:
    person = stage.person(name)
    assert person is not None
    return person.id


# What goes.


def test_everything_of_a_person_goes_and_codes_stay(stage: Stage) -> None:
    hire(stage, "O1")
    arrive(stage, "R")
    ticket = send(stage, "R", NOISE)
    stage.press("O1", "Claim", where="G")
    act(stage, "R", "/menu", *LAMP[:2])
    old = person_id(stage, "R")
    lines = len(history(stage, ticket))
    act(stage, "R", *FORGET)
    assert {table: rows(stage, table) for table in ("answers", "drafts", "consents")} == dict.fromkeys(
        ("answers", "drafts", "consents"), 0
    )
    left = stage.records.people.get(old)
    assert (left.address, left.name, left.locale, left.community) == ("", "", None, None)
    assert stage.person("R") is None
    gone = stage.records.tickets.get(ticket.id)
    assert (gone.status, gone.purged_at) == (TicketStatus.WITHDRAWN, stage.clock.now())
    assert len(history(stage, ticket)) > lines
    assert list(find_violations(stage.records)) == []


def test_whoever_writes_next_is_somebody_new_who_is_answered(stage: Stage) -> None:
    arrive(stage, "R")
    send(stage, "R", NOISE)
    old = person_id(stage, "R")
    act(stage, "R", *FORGET)
    act(stage, "R", "/start", "[English]", "/my")
    assert person_id(stage, "R") != old
    assert "You have sent nothing yet" in stage.last("R").text
    stage.wait(stage.clock.at + timedelta(days=3))
    act(stage, "R", "/my")
    assert "You have sent nothing yet" in stage.last("R").text


def test_the_address_of_the_chat_goes_once_the_goodbye_is_said(stage: Stage) -> None:
    arrive(stage, "R")
    send(stage, "R", NOISE)
    act(stage, "R", *FORGET)
    chat = stage.chat("R")
    assert chat is not None
    stage.wait(stage.clock.at + timedelta(minutes=2))
    assert stage.chat("R") is None
    assert stage.records.chats.get(chat.id).address == ""
    assert stage.records.messages.count_all(chat.id) == 0


def test_a_visitor_who_sent_nothing_leaves_no_row_at_all(stage: Stage) -> None:
    arrive(stage, "R")
    act(stage, "R", *FORGET)
    stage.wait(stage.clock.at + timedelta(days=3))
    assert rows(stage, "people") == 0
    assert [row["kind"] for row in stage.records.connection.execute("select kind from chats")] == ["group"]


def test_the_handler_is_told_and_what_they_were_shown_is_taken_away(stage: Stage) -> None:
    hire(stage, "O1")
    arrive(stage, "R")
    send(stage, "R", NOISE)
    stage.press("O1", "Claim", where="G")
    stage.press("O1", "Open the details")
    assert any(NOISE[5] in text for text in stage.screens("O1"))
    act(stage, "R", *FORGET)
    assert not any(NOISE[5] in text for text in stage.screens("O1"))
    assert "D-0001 was withdrawn by the resident." in stage.screens("O1")
    assert stage.last("G").text == "✖️ D-0001"


def test_a_matter_that_is_done_is_closed_and_nobody_is_asked_about_it(stage: Stage) -> None:
    hire(stage, "O1")
    arrive(stage, "R")
    ticket = send(stage, "R", NOISE)
    stage.press("O1", "Claim", where="G")
    stage.press("O1", "✔ They agreed")
    act(stage, "R", *FORGET)
    assert stage.records.tickets.get(ticket.id).status is TicketStatus.CLOSED
    assert stage.last("G").text == "✅ D-0001"
    stage.heard.clear()
    stage.clock.move(days=30)
    stage.wait(stage.clock.at + timedelta(hours=1))
    assert [line for line in stage.heard if line.startswith("→R")] == []


def test_what_still_waited_to_be_sent_about_it_is_not_sent(stage: Stage) -> None:
    hire(stage, "O1")
    arrive(stage, "R")
    ticket = send(stage, "R", NOISE)
    stage.say("R", "/forget")
    desk = stage.front.desk(stage.records, now=stage.clock.now())
    for name in ("R", "O1"):
        chat = stage.chat(name)
        assert chat is not None
        desk.post(chat, Post(text=NOISE[5]), ticket=ticket)
    for row in stage.records.outbox.heads(stage.clock.now(), 10):
        stage.records.outbox.put_off(row.id, NOON + timedelta(days=9), "flood")
    stage.press("R", "Yes, delete it all")
    given_up = stage.records.connection.execute("select payload from outbox where reason = 'forgotten'").fetchall()
    assert [row["payload"] for row in given_up] == [None, None]
    assert not any(NOISE[5] in text for text in stage.screens("O1"))


def test_a_message_that_was_set_aside_forgets_what_it_said(stage: Stage) -> None:
    arrive(stage, "R")
    chat = stage.chat("R")
    assert chat is not None
    for lane in (chat.address, "somebody else"):
        row = stage.records.inbox.add(NOON, "telegram", lane, lane, b"canary")
        assert row is not None
        stage.records.inbox.set_aside(row, NOON, "ValueError")
    act(stage, "R", *FORGET)
    kept = stage.records.connection.execute("select payload is null from inbox where status = 'failed' order by id")
    assert [row[0] for row in kept] == [1, 0]


# However things stand.


def test_it_works_while_nothing_reaches_the_person(stage: Stage) -> None:
    arrive(stage, "R")
    send(stage, "R", NOISE)
    stage.say("R", "/forget")
    data = next(button.data for button in stage.last("R").buttons if button.label == "Yes, delete it all")
    stage.block("R")
    stage.press_data("R", data)
    assert stage.person("R") is None
    assert rows(stage, "answers") == 0
    stage.wait(stage.clock.at + timedelta(hours=1))
    assert stage.chat("R") is None


def test_it_works_on_a_matter_that_only_named_staff_may_see_and_names_none(stage: Stage) -> None:
    arrive(stage, "R")
    ticket = send(stage, "R", NOISE)
    stage.records.connection.execute("update tickets set is_restricted = 1")
    stage.say("R", "/forget")
    assert "D-0001" not in stage.last("R").text
    stage.press("R", "Yes, delete it all")
    assert stage.records.tickets.get(ticket.id).status is TicketStatus.WITHDRAWN
    assert rows(stage, "answers") == 0


def test_twice_in_a_row_is_twice_well(stage: Stage) -> None:
    arrive(stage, "R")
    send(stage, "R", NOISE)
    act(stage, "R", *FORGET)
    stage.press_again("R", "Yes, delete it all")
    act(stage, "R", "/start", "[English]", *FORGET)
    stage.wait(stage.clock.at + timedelta(days=3))
    assert stage.person("R") is None
    assert list(find_violations(stage.records)) == []


def test_an_old_yes_does_not_count_for_what_came_since(stage: Stage) -> None:
    arrive(stage, "R")
    act(stage, "R", "/forget", "/menu")
    send(stage, "R", NOISE)
    stage.press_again("R", "Yes, delete it all")
    assert rows(stage, "answers") > 0
    assert "withdrawn with it: 1" in stage.last("R").text
    stage.press("R", "Yes, delete it all")
    assert rows(stage, "answers") == 0


def test_nobody_can_say_yes_for_another(stage: Stage) -> None:
    arrive(stage, "R")
    send(stage, "R", NOISE)
    arrive(stage, "S")
    yes = buttons.button("x", "forget_yes", id=person_id(stage, "R"), version=1)
    stage.press_data("S", yes.data)
    assert rows(stage, "answers") > 0
    assert "! This button does nothing for you." in stage.heard


def test_an_officer_loses_what_they_sent_and_keeps_what_they_hold(stage: Stage) -> None:
    hire(stage, "O1")
    arrive(stage, "R")
    send(stage, "R", NOISE)
    stage.press("O1", "Claim", where="G")
    own = send(stage, "O1", (*("/menu",), *CARE))
    act(stage, "O1", *FORGET)
    assert stage.records.tickets.answers_of(own.id) == {}
    officer = person_id(stage, "O1")
    assert [ticket.number for ticket in stage.records.tickets.held_by(officer)] == ["D-0001"]
    assert stage.records.people.offices_of(officer) == ["o1"]


def test_an_admin_stays_one(stage: Stage) -> None:
    stage.names["O1"] = "O1"
    stage.invite("O1", Role.ADMIN)
    act(stage, "O1", "/menu", *FORGET)
    assert stage.records.people.get(person_id(stage, "O1")).role is Role.ADMIN


# Not a byte.


class Room:
    """The real handlers on the real database, with its log; what goes out is taken to be sent."""

    def __init__(self, database: Database, path: Path, key: str) -> None:
        self.database = database
        self.path = path
        self.key = key
        self.clock = StillClock()
        self.front = load_front(config.load(EXAMPLE, {}).settings, "desk_bot")
        self.count = 0

    async def happen(self, kind: Callable[..., events.AnyEvent], **fields: str) -> None:
        self.count += 1
        event = kind(who=Who("1001"), where=Where("1001"), message=self.count, **fields)
        await self.run(lambda records: self.handle(records, event))

    async def happen_by_itself(self, due: str) -> None:
        await self.run(lambda records: self.handle(records, events.Due(due=due)))

    async def press(self, action: str, **carried: object) -> None:
        data = buttons.button("x", action, **carried).data  # type: ignore[arg-type]  # what the test carries
        event = events.ButtonPressed(who=Who("1001"), where=Where("1001"), press="p", data=data, message=self.count)
        await self.run(lambda records: self.handle(records, event))

    async def run(self, unit: Callable[[Records], None]) -> None:
        await self.database.run(unit)

    def handle(self, records: Records, event: events.AnyEvent) -> None:
        handlers.handle(event, self.front.desk(records, now=self.clock.now()))
        while rows := records.outbox.heads(self.clock.now(), 100):
            for row in rows:
                records.outbox.finish(row.id, self.clock.now(), "sent")

    async def progress(self) -> tuple[str, int]:
        """Return the id and the version of the open draft."""

        def look(records: Records) -> tuple[str, int]:
            person = records.people.find("1001")
            [draft] = records.drafts.of_person(person.id) if person else []
            return draft.id, draft.version

        return await self.database.read(look)

    async def sealed(self) -> list[bytes]:
        """Return every sealed value that there is now, the officers' group left aside."""
        tables = [
            (table.name, column.name) for table in data_map().tables for column in table.columns if column.is_sealed
        ]

        def look(records: Records) -> list[bytes]:
            asked = [f"select {column} from {table} where {column} is not null" for table, column in tables]  # noqa: S608 # names from the map
            asked = [f"{sql} and kind = 'private'" if " chats " in sql else sql for sql in asked]
            return [bytes(row[0]) for sql in asked for row in records.connection.execute(sql)]

        return await self.database.read(look)

    def bytes(self) -> bytes:
        return b"".join(file.read_bytes() for file in sorted(self.path.parent.glob(f"{self.path.name}*")))


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    path = tmp_path / "desk.db"
    key = new_key()
    database = await Database.open(path, key)
    yield Room(database, path, key)
    await database.close()


async def test_no_sealed_byte_of_a_person_is_left_in_the_file_or_its_log(room: Room) -> None:
    await room.happen(events.CommandSent, name="start")
    await room.press("lang", value="en")
    await room.press("agree", value="dispute")
    for value in ("noise", "c02"):
        draft, version = await room.progress()
        await room.press("pick", id=draft, version=version, value=value)
    for text in ("CANARY flat", "CANARY they move tables"):
        await room.happen(events.TextSent, text=text)
    draft, version = await room.progress()
    await room.press("pick", id=draft, version=version, value="face")
    draft, version = await room.progress()
    await room.press("send", id=draft, version=version)
    await room.press("door", value="errand")
    before = await room.sealed()
    assert len(before) >= 8
    assert all(value in room.bytes() for value in before)

    person = await room.database.read(lambda records: records.people.find("1001"))
    assert person is not None
    await room.press("forget_yes", id=person.id, version=1)
    room.clock.move(minutes=5)
    due = await room.database.read(lambda records: records.due.ready(room.clock.now()))
    for row in due:
        await room.happen_by_itself(row.id)
    left = room.bytes()
    assert [value for value in before if value in left] == []
    assert b"CANARY" not in left


async def test_a_log_that_somebody_reads_is_emptied_by_a_later_unit(room: Room) -> None:
    await room.happen(events.CommandSent, name="start")
    reader = await Database.open(room.path, room.key, is_owner=False)
    try:
        await reader.read(lambda records: records.connection.execute("BEGIN"))
        await reader.read(lambda records: records.connection.execute("select * from people").fetchall())
        await room.run(lambda records: records.retention.drop_what_was_agreed("nobody"))
        assert await room.database.read(lambda records: records.retention.has_deleted)
        await reader.read(lambda records: records.connection.execute("COMMIT"))
        await room.run(lambda records: None)
        assert not await room.database.read(lambda records: records.retention.has_deleted)
    finally:
        await reader.close()


def test_what_was_said_to_officers_and_what_waits_for_a_good_time_goes_as_well(stage: Stage) -> None:
    arrive(stage, "R")
    hire(stage, "O1")
    ticket = send(stage, "R")
    stage.press("O1", "Claim", where="G")
    act(stage, "R", "[Reply]", "It hums as well", "/menu", "for nobody yet")
    person = stage.person("R")
    assert person is not None
    stage.records.safe_contacts.put(person.id, b'{"messages": "safe", "call": "no"}', stage.clock.at)
    stage.records.safe_contacts.hold(person.id, stage.clock.at, b"{}", ticket_id=ticket.id, slot=None)
    act(stage, "R", "/forget", "[Yes, delete it all]")
    for table in ("replies", "reply_versions", "pens", "safe_contacts", "held_messages", "drafts"):
        assert stage.records.connection.execute(f"select count(*) from {table}").fetchone()[0] == 0, table  # noqa: S608 # names above


@pytest.mark.parametrize("days", [0, 3, 12, 40], ids=["resolved", "asked", "followed up", "closed"])
def test_a_matter_that_is_done_is_forgotten_from_wherever_it_stands(stage: Stage, days: int) -> None:
    arrive(stage, "R")
    hire(stage, "O1")
    send(stage, "R")
    stage.press("O1", "Claim", where="G")
    act(stage, "O1", "[✔ Repaired]")
    stage.wait(stage.clock.at + timedelta(days=days))
    act(stage, "R", "/forget", "[Yes, delete it all]")
    assert stage.last("R").text.startswith("Everything is deleted.")
    assert stage.records.connection.execute("select count(*) from answers").fetchone()[0] == 0

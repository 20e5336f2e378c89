"""After all kills: what was lost, what was doubled, and whether a copy of a card can still do harm."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from bot import invariants
from bot.invariants import Ledger
from storage.model import Ticket
from storage.records import Records
from tests.crash.street import Street
from tests.program import GROUP, Program


@dataclass(frozen=True)
class Figures:
    """What the run came to; `counted` are the kills that hit with something under way."""

    kills: int
    counted: int
    confirmed: int
    tickets: int
    copies: int

    def __str__(self) -> str:
        return (
            f"{self.counted} of {self.kills} kills hit with work under way: "
            f"{self.confirmed} updates confirmed, 0 lost; "
            f"{self.tickets} tickets, 0 doubled; {self.copies} inert copies of cards"
        )


async def count_undone(program: Program) -> int:
    """Return how much is under way: updates to confirm, and rows in the inbox and the outbox."""
    unconfirmed = sum(not update["confirmed"] for update in await program.get("ledger/updates"))
    waiting: int = await program.look(lambda r: r.inbox.count_waiting() + r.outbox.count_waiting())
    return unconfirmed + waiting


async def settle(street: Street, kills: int, counted: int) -> Figures:
    """Let everybody go home, hold all sides against each other, press every copy, and return the figures."""
    program = street.program
    await street.go_home()
    await _check_receipts(street)
    found = await program.violations()
    assert found == [], found
    ledger = await invariants.fetch_ledger(program.url)
    copies = await program.look(lambda records: invariants.count_copies(records, ledger))
    await _press_copies(street, ledger)
    tickets = await program.look(_all_tickets)
    return Figures(kills, counted, len(ledger.confirmed), len(tickets), copies)


async def _check_receipts(street: Street) -> None:
    """Every receipt that a resident saw has its one ticket, and every ticket was told to its resident."""
    seen = {resident.user: resident.numbers(street.screens) for resident in street.residents}
    stored = await street.program.look(_numbers_by_user)
    assert stored == {user: numbers for user, numbers in seen.items() if numbers}
    twice = Counter(number for numbers in seen.values() for number in numbers)
    assert [number for number, count in twice.items() if count > 1] == []


def _numbers_by_user(records: Records) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for ticket in _all_tickets(records):
        user = int(records.people.get(ticket.resident_id).address)
        found.setdefault(user, set()).add(ticket.number)
    return found


def _all_tickets(records: Records) -> list[Ticket]:
    rows = records.connection.execute("select id from tickets order by id").fetchall()
    return [records.tickets.get(row["id"]) for row in rows]


async def _press_copies(street: Street, ledger: Ledger) -> None:
    """A press on a copy changes no ticket, and turns the copy into a pointer without buttons."""
    program, officer = street.program, street.officers[0].user
    copies = await program.look(lambda records: _copies(records, ledger))
    before = await program.look(_all_tickets)
    presses = [
        {"user": officer, "do": "press", "chat": GROUP, "message_id": message, "button": label}
        for message, label in copies
    ]
    async with street.still:
        await program.post("acts", acts=presses)
        await program.idle()
        assert await program.look(_all_tickets) == before
    after = await invariants.fetch_ledger(program.url)
    assert await program.look(lambda records: _copies(records, after)) == []


def _copies(records: Records, ledger: Ledger) -> list[tuple[int, str]]:
    """Return (message, label) of all claim buttons that stand on another message than the ticket's live card."""
    shown = ledger.chats[str(GROUP)]
    labels = {
        message["message_id"]: row[0]["text"]
        for message in shown
        for row in (message.get("reply_markup") or {}).get("inline_keyboard", [])
    }
    found = []
    for ticket in _all_tickets(records):
        live = records.chats.live_message(f"card:{ticket.id}")
        found += [each for each in invariants.claimable(shown, ticket.id) if each != live]
    return [(message, labels[message]) for message in found]

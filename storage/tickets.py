"""Tickets and their sealed answers. A status changes only here, and every change writes its audit line."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from storage.audit import Actor, Audit
from storage.ids import Ids
from storage.model import MOVES, OPEN, Ticket, TicketStatus, from_micros, to_micros
from storage.seal import Seal
from storage.sql import queries


class MoveRefused(Exception):
    """The table of moves does not allow this change, or the ticket is no longer in that status."""


@dataclass(frozen=True)
class NewTicket:
    """What is known when a draft is sent."""

    prefix: str
    kind: str
    form: str
    form_version: int
    category: str
    office: str
    community: str
    resident_id: str
    is_urgent: bool = False
    is_restricted: bool = False
    is_by_helper: bool = False


@dataclass
class Tickets:
    connection: sqlite3.Connection
    seal: Seal
    ids: Ids
    audit: Audit

    def __post_init__(self) -> None:
        self._sql = queries("tickets")

    def open(self, new: NewTicket, actor: Actor, now: datetime) -> Ticket:
        """Give the next number of its kind and store the ticket as new."""
        ticket_id = self.ids.name()
        count = self._sql.next_number(self.connection, name=f"ticket:{new.prefix}")["value"]
        self._sql.add(
            self.connection,
            id=ticket_id,
            number=f"{new.prefix}-{count:04}",
            kind=new.kind,
            form=new.form,
            form_version=new.form_version,
            category=new.category,
            office=new.office,
            community=new.community,
            is_urgent=int(new.is_urgent),
            is_restricted=int(new.is_restricted),
            is_by_helper=int(new.is_by_helper),
            resident_id=new.resident_id,
            created_at=to_micros(now),
        )
        self.audit.write(now, actor, "open", ticket_id, moved=("", TicketStatus.NEW))
        return self.get(ticket_id)

    def get(self, ticket_id: str) -> Ticket:
        """Return the ticket; raises KeyError for an id that was never given."""
        ticket = self.find(ticket_id)
        if ticket is None:
            raise KeyError(ticket_id)
        return ticket

    def find(self, ticket_id: str) -> Ticket | None:
        row = self._sql.get(self.connection, id=ticket_id)
        return None if row is None else _ticket(row)

    def of_resident(self, person_id: str) -> list[Ticket]:
        """Return the person's own tickets, newest first."""
        return [_ticket(row) for row in self._sql.of_resident(self.connection, resident_id=person_id)]

    def unclaimed(self, office: str) -> list[Ticket]:
        return [_ticket(row) for row in self._sql.unclaimed(self.connection, office=office)]

    def restricted_unclaimed(self) -> list[Ticket]:
        """Return the restricted tickets that nobody has, of every office."""
        return [_ticket(row) for row in self._sql.restricted_unclaimed(self.connection)]

    def held_by(self, person_id: str) -> list[Ticket]:
        return [_ticket(row) for row in self._sql.held_by(self.connection, assignee_id=person_id)]

    def claim(self, ticket: Ticket, actor: Actor, now: datetime) -> Ticket | None:
        """Give the ticket to the actor, or return None where somebody has it or it is over."""
        row = self._sql.claim(self.connection, id=ticket.id, assignee_id=actor.person_id, now=to_micros(now))
        if row is None:
            return None
        return self._written(ticket, "claim", actor, now)

    def release(self, ticket: Ticket, actor: Actor, code: str, now: datetime) -> Ticket | None:
        """Put the ticket back for others, or return None where the actor does not have it."""
        row = self._sql.release(self.connection, id=ticket.id, assignee_id=actor.person_id)
        if row is None:
            return None
        return self._written(ticket, "release", actor, now, code)

    def move(self, ticket: Ticket, to: TicketStatus, actor: Actor, now: datetime, *, code: str | None = None) -> Ticket:
        """Change the status as the table of moves allows; raises MoveRefused. What is over keeps no time to come."""
        if to not in MOVES[ticket.status]:
            raise MoveRefused(f"{ticket.number}: {ticket.status} does not become {to}")
        row = self._sql.move(
            self.connection,
            id=ticket.id,
            from_status=str(ticket.status),
            to_status=str(to),
            outcome=code if to is TicketStatus.RESOLVED else None,
            now=to_micros(now),
        )
        if row is None:
            raise MoveRefused(f"{ticket.number}: is no longer {ticket.status}")
        if to not in OPEN:
            queries("bookings").free_to_come(self.connection, ticket_id=ticket.id, freed_at=to_micros(now))
        return self._written(ticket, "move", actor, now, code)

    def escalate(self, ticket: Ticket, actor: Actor, code: str, now: datetime) -> Ticket:
        """Raise the flag that the chief must look; raising it again changes nothing."""
        if ticket.is_escalated:
            return ticket
        self._sql.escalate(self.connection, id=ticket.id)
        return self._written(ticket, "escalate", actor, now, code)

    def put_answer(self, ticket_id: str, step: str, value: bytes, keep: str) -> None:
        """Store an answer, sealed; `keep` is its retention class. An earlier one of the step is replaced."""
        answer_id = self.ids.name()
        self._sql.put_answer(
            self.connection,
            id=answer_id,
            ticket_id=ticket_id,
            step=step,
            value=self.seal.close("answers", "value", answer_id, value),
            keep=keep,
        )
        self._sql.touch(self.connection, id=ticket_id)

    def answers_of(self, ticket_id: str) -> dict[str, bytes]:
        rows = self._sql.answers_of(self.connection, ticket_id=ticket_id)
        return {row["step"]: self.seal.open("answers", "value", row["id"], row["value"]) for row in rows}

    def drop_answer(self, ticket_id: str, step: str) -> None:
        self._sql.drop_answer(self.connection, ticket_id=ticket_id, step=step)

    def forget(self, ticket_id: str) -> None:
        """Delete every answer, and where it was about; the number and its history stay."""
        self._sql.drop_answers(self.connection, ticket_id=ticket_id)
        self._sql.blank(self.connection, id=ticket_id)

    def _written(self, before: Ticket, action: str, actor: Actor, now: datetime, code: str | None = None) -> Ticket:
        after = self.get(before.id)
        moved = (str(before.status), str(after.status))
        self.audit.write(now, actor, action, before.id, moved=moved, code=code)
        return after


def _time(micros: int | None) -> datetime | None:
    return None if micros is None else from_micros(micros)


def _ticket(row: sqlite3.Row) -> Ticket:
    return Ticket(
        id=row["id"],
        number=row["number"],
        kind=row["kind"],
        form=row["form"],
        form_version=row["form_version"],
        category=row["category"],
        office=row["office"],
        community=row["community"],
        status=TicketStatus(row["status"]),
        is_urgent=bool(row["is_urgent"]),
        is_escalated=bool(row["is_escalated"]),
        is_restricted=bool(row["is_restricted"]),
        is_by_helper=bool(row["is_by_helper"]),
        resident_id=row["resident_id"],
        assignee_id=row["assignee_id"],
        outcome=row["outcome"],
        version=row["version"],
        created_at=from_micros(row["created_at"]),
        claimed_at=_time(row["claimed_at"]),
        contacted_at=_time(row["contacted_at"]),
        resolved_at=_time(row["resolved_at"]),
        closed_at=_time(row["closed_at"]),
        purged_at=_time(row["purged_at"]),
    )

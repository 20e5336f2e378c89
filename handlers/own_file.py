"""The file of /mydata: everything of a person's own, as JSON. What others said, wrote or noted is not in it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from handlers.desk import Desk, Talk
from storage.model import AuditLine, Draft, Person, Side, Ticket

NAME = "my-data.json"
_PERSON = "resident"


def write(talk: Talk, tickets: list[Ticket]) -> bytes:
    """Return the file with these of the person's tickets; its keys are on the data map (`storage/data_map.toml`)."""
    desk, records = talk.desk, talk.desk.records
    begun = [*records.drafts.of_person(talk.person.id), *filter(None, [records.drafts.first_words(talk.person.id)])]
    contact = records.safe_contacts.of_person(talk.person.id)
    content = {
        "desk": desk.name(desk.settings.station.name, talk.words),
        "made_at": desk.now,
        "person": _person(talk.person),
        "consents": _consents(talk),
        "reached": {"value": msgspec.Raw(contact.rules)} if contact else None,
        "drafts": [_draft(draft, desk) for draft in begun],
        "matters": [_matter(ticket, desk) for ticket in tickets],
        "messages": desk.records.messages.count_all(talk.chat.id),
    }
    return msgspec.json.format(msgspec.json.encode(content, enc_hook=str), indent=2)


def _person(person: Person) -> dict[str, Any]:
    return {
        "address": person.address,
        "name": person.name or None,
        "language": person.locale,
        "community": person.community,
        "role": person.role,
        "known_since": person.created_at,
    }


def _consents(talk: Talk) -> list[dict[str, Any]]:
    given = talk.desk.records.people.consents_of(talk.person.id)
    return [
        {
            "purpose": each.purpose,
            "text_version": each.text_version,
            "given_at": each.given_at,
            "withdrawn_at": each.withdrawn_at,
        }
        for each in given
    ]


def _draft(draft: Draft, desk: Desk) -> dict[str, Any]:
    adds_to = desk.records.tickets.find(draft.ticket_id) if draft.ticket_id else None
    return {
        "form": draft.form,
        "adds_to": adds_to.number if adds_to else None,
        "progress": msgspec.Raw(draft.progress),
        "begun_at": draft.created_at,
        "changed_at": draft.updated_at,
    }


def _matter(ticket: Ticket, desk: Desk) -> dict[str, Any]:
    if ticket.is_by_helper:  # what was told of somebody else is theirs
        return {"number": ticket.number, "status": ticket.status, "sent_at": ticket.created_at}
    kept = desk.records.retention
    return {
        **_codes(ticket),
        **_times(ticket),
        "answers": [
            {"step": each.step, "value": msgspec.Raw(each.value), "kept_as": each.keep}
            for each in kept.answers_of(ticket.id)
        ],
        "frozen": [
            {"step": each.step, "value": msgspec.Raw(each.value), "until": each.until}
            for each in kept.frozen_of(ticket.id)
        ],
        "replies": [
            {"value": msgspec.Raw(each.content), "kind": each.kind, "version": each.version, "at": each.created_at}
            for each in desk.records.replies.of_ticket(ticket.id)
            if each.side is Side.RESIDENT
        ],
        "appointments": [
            {"venue": each.venue, "start": each.start, "minutes": each.minutes, "stands": each.is_live}
            for each in desk.records.bookings.of_ticket(ticket.id)
        ],
        "history": [_happened(line) for line in desk.records.audit.of_ticket(ticket.id)],
        "planned": [{"kind": row.kind, "at": row.due_at} for row in desk.records.due.planned_for(ticket.id)],
    }


def _codes(ticket: Ticket) -> dict[str, Any]:
    return {
        "number": ticket.number,
        "kind": ticket.kind,
        "form": ticket.form,
        "form_version": ticket.form_version,
        "category": ticket.category,
        "office": ticket.office,
        "community": ticket.community,
        "status": ticket.status,
        "is_urgent": ticket.is_urgent,
        "outcome": ticket.outcome,
    }


def _times(ticket: Ticket) -> dict[str, datetime | None]:
    return {
        "sent_at": ticket.created_at,
        "claimed_at": ticket.claimed_at,
        "contacted_at": ticket.contacted_at,
        "resolved_at": ticket.resolved_at,
        "closed_at": ticket.closed_at,
        "deleted_at": ticket.purged_at,
    }


def _happened(line: AuditLine) -> dict[str, Any]:
    """Return one line of the history: by which role, never by whom; an officer's reasons are the officer's."""
    return {
        "at": line.at,
        "role": line.actor_role,
        "action": line.action,
        "from": line.from_status,
        "to": line.to_status,
        "code": line.code if line.actor_role == _PERSON else None,
    }

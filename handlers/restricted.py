"""What the trained people see of a restricted ticket, each in private: its number, who has it, and how to reach whom.

Nothing of it goes to a group, and nothing here says what it is about.
"""

from __future__ import annotations

from handlers import buttons
from handlers.commands import Buttons, Post
from handlers.desk import Desk
from handlers.safe_contact import rules_of
from handlers.texts import Words
from storage.model import Person, SafeContact, Ticket, TicketStatus

_MESSAGES = {"safe": "banner.messages_safe", "unsafe": "banner.messages_unsafe"}
_CALLS = {"yes": "banner.call_yes", "quietly": "banner.call_quietly", "no": "banner.call_no"}


def restricted_card(ticket: Ticket, person: Person, desk: Desk) -> Post:
    """Return what a trained person is shown: that a number waits, and who took it."""
    words = desk.words_for(person)
    if not ticket.is_open:
        return Post(text=words("restricted.over", number=ticket.number), markup=Buttons(()))
    if ticket.assignee_id is not None:
        name = desk.records.people.get(ticket.assignee_id).name or words("officer.nameless")
        return Post(text=words("restricted.taken", number=ticket.number, name=name), markup=Buttons(()))
    claim = buttons.button(words("queue.claim", number=ticket.number), "claim", id=ticket.id)
    text = words("restricted.waits", number=ticket.number, time=desk.when(ticket.created_at, words))
    return Post(text=text, markup=Buttons(((claim,),)))


def restricted_control(ticket: Ticket, person: Person, desk: Desk) -> str:
    """Return the claimer's message: number, state, and, while it is theirs, how the resident may be reached."""
    words = desk.words_for(person)
    waits = ticket.is_open and ticket.assignee_id is None
    status = words(f"status.{TicketStatus.NEW if waits else ticket.status}")
    lines: list[str] = [words("restricted.head", number=ticket.number, status=status)]
    contact = desk.records.safe_contacts.of_person(ticket.resident_id)
    if contact is not None and ticket.is_open and ticket.assignee_id == person.id:
        lines += banner(contact, words)
    return "\n".join(lines)


def banner(contact: SafeContact, words: Words) -> list[str]:
    """Return the rules that whoever is in touch with the resident keeps to, as lines in red."""
    rules = rules_of(contact)
    lines: list[str] = [words("banner.head")]
    if contact.paused_at is not None:
        lines.append(words("banner.paused"))
    if rules.messages == "hours":
        lines.append(words("banner.messages_hours", hours=words("list.comma").join(rules.hours)))
    else:
        lines.append(words(_MESSAGES[rules.messages]))
    lines.append(words(_CALLS[rules.call]))
    lines.append(words("banner.ask_first"))
    return lines

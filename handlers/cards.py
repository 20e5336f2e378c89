"""What officers see of a ticket: the card in their group, which identifies nobody, and the claimer's own message.

Both are views of the ticket's state, drawn anew each time.
"""

from __future__ import annotations

import html

from handlers import buttons
from handlers.commands import Button, Buttons, Post
from handlers.desk import Desk
from handlers.forms.answers import Answer, decode
from handlers.forms.form import Form, Outcome, Step
from handlers.membership import trained
from handlers.restricted import restricted_card, restricted_control
from handlers.summary import answered, describe_for_card
from handlers.texts import Words
from storage.model import Chat, Person, Priority, Ticket, TicketStatus

RELEASE_REASONS = ("no_time", "not_mine", "know_them", "other")
_SHOWN = ("category", "fact")


def card_slot(ticket: Ticket) -> str:
    return f"card:{ticket.id}"


def alert_slot(ticket: Ticket, person: Person) -> str:
    return f"alert:{ticket.id}:{person.id}"


def control_slot(ticket: Ticket, person_id: str) -> str:
    return f"desk:{ticket.id}:{person_id}"


def draw_card(ticket: Ticket, desk: Desk) -> None:
    """Show the ticket's card in its office's group as it is now; a restricted ticket has none (R9)."""
    chat = desk.group_of(ticket.office)
    if ticket.is_restricted:
        _redraw_alerts(ticket, desk)
        return
    if chat is None:
        return
    if ticket.purged_at is not None and not _is_shown(card_slot(ticket), desk):
        return
    priority = _priority(ticket)
    desk.post(chat, card(ticket, desk), priority=priority, ticket=ticket, slot=card_slot(ticket))
    if ticket.is_urgent:
        _redraw_alerts(ticket, desk)


def alerted(ticket: Ticket, desk: Desk) -> list[Person]:
    """Return who is shown the ticket in private: the trained people, where it is restricted; else its office's."""
    if ticket.is_restricted:
        return [person for person in trained(desk) if person.id != ticket.resident_id]
    group = desk.group_of(ticket.office)
    return desk.records.people.members_of(group.id) if group else []


def _priority(ticket: Ticket) -> Priority:
    if ticket.purged_at is not None:
        return Priority.DIGEST
    return Priority.URGENT if ticket.is_urgent else Priority.CARD


def _is_shown(slot: str, desk: Desk) -> bool:
    return desk.records.chats.live_message(slot) is not None or desk.records.outbox.is_waiting(slot)


def _redraw_alerts(ticket: Ticket, desk: Desk) -> None:
    """The private copies of a card say what the card says: at the claim the place goes from them as well."""
    for officer in alerted(ticket, desk):
        if _is_shown(alert_slot(ticket, officer), desk):
            draw_alert(ticket, officer, desk)


def draw_alert(ticket: Ticket, officer: Person, desk: Desk) -> bool:
    """Show an officer their own copy of an urgent or a restricted card; return False where they cannot be reached."""
    post = restricted_card(ticket, officer, desk) if ticket.is_restricted else card(ticket, desk)
    slot = alert_slot(ticket, officer)
    return desk.tell(officer, post.text, post.markup, priority=Priority.URGENT, ticket=ticket, slot=slot)


def draw_alert_anew(ticket: Ticket, officer: Person, desk: Desk) -> bool:
    """Show the copy again below everything else, with its sound; the earlier one becomes a pointer."""
    slot = alert_slot(ticket, officer)
    chat, message = desk.records.chats.of_person(officer.id), desk.records.chats.live_message(slot)
    if chat is not None and message is not None:
        neutralise(chat, message, ticket, desk)
        desk.records.chats.empty_slot(slot)
    return draw_alert(ticket, officer, desk)


def card(ticket: Ticket, desk: Desk) -> Post:
    words = desk.group_words
    if ticket.purged_at is not None:
        bare = words(f"card.bare.{_look(ticket)}", number=ticket.number)
        return Post(text=bare, markup=Buttons(()), is_silent=True)
    text = " · ".join([_head(ticket, words), *_facts(ticket, desk), *_state(ticket, desk)])
    return Post(text=text, markup=Buttons(_card_buttons(ticket, desk)), is_silent=False)


def _head(ticket: Ticket, words: Words) -> str:
    return words(f"card.head.{_look(ticket)}", kind=words(f"kind.{ticket.kind}"), number=ticket.number)


def _look(ticket: Ticket) -> str:
    if ticket.status is TicketStatus.WITHDRAWN:
        return "withdrawn"
    if not ticket.is_open:
        return "done"
    if ticket.assignee_id is not None:
        return "claimed"
    return "urgent" if ticket.is_urgent else "new"


def _facts(ticket: Ticket, desk: Desk) -> list[str]:
    """Return what the card may say: the community and what was chosen by button; the public spot of a thing."""
    words = desk.group_words
    form = desk.pack.forms[ticket.form]
    facts: list[str] = [desk.name(form.card, words), community_name(ticket, desk, words)]
    for step, answer in read_answers(ticket, form, desk):
        if step.card in _SHOWN or is_spot_shown(step, ticket):
            facts.append(describe_for_card(step, answer, words, desk.settings))
    if ticket.is_by_helper:
        facts.append(words("card.by_helper"))
    if ticket.is_escalated and ticket.is_open:
        facts.append(words("card.escalated"))
    return [fact for fact in facts if fact]


def is_spot_shown(step: Step, ticket: Ticket) -> bool:
    """A broken thing's spot may show; where a person is, only until somebody claims (R9)."""
    is_unclaimed = ticket.assignee_id is None and ticket.is_open
    return step.card == "spot" or (step.card == "place_until_claim" and is_unclaimed)


def _state(ticket: Ticket, desk: Desk) -> list[str]:
    words = desk.group_words
    if ticket.is_open and ticket.assignee_id is None:
        return [words("card.since", time=desk.when(ticket.created_at, words))]
    said: list[str] = [words(f"status.{ticket.status}")]
    if ticket.assignee_id is not None and ticket.status is not TicketStatus.WITHDRAWN:
        said.insert(0, words("card.handler", name=officer_name(ticket.assignee_id, desk)))
    said.append(_ending(ticket, desk, words))
    return [part for part in said if part]


def _ending(ticket: Ticket, desk: Desk, words: Words) -> str:
    """Return how the matter ended; one taken back has no outcome any more."""
    is_told = not ticket.is_open and ticket.status is not TicketStatus.WITHDRAWN
    return outcome_label(ticket, desk, words) if is_told else ""


def _card_buttons(ticket: Ticket, desk: Desk) -> tuple[tuple[Button, ...], ...]:
    words = desk.group_words
    if ticket.is_open and ticket.assignee_id is None:
        return ((buttons.button(words("card.claim"), "claim", id=ticket.id),),)
    if ticket.is_open and ticket.assignee_id is not None and not is_reachable(ticket.assignee_id, desk):
        return ((Button(words("card.open_private"), url=private_link(desk)),),)
    return ()


def is_reachable(person_id: str, desk: Desk) -> bool:
    person = desk.records.people.get(person_id)
    return person.unreachable_at is None and desk.records.chats.of_person(person_id) is not None


def private_link(desk: Desk) -> str:
    """Return the link that opens a private chat with the desk for an officer."""
    return f"https://t.me/{desk.bot_name}?start=officer"


def draw_control(ticket: Ticket, person: Person, desk: Desk, *, view: str = "") -> bool:
    """Show the claimer their own message about the ticket; return False where they cannot be written to."""
    words = desk.words_for(person)
    if ticket.is_restricted:
        text = restricted_control(ticket, person, desk)
    else:
        text = words("control.text", head=_head(ticket, words), state=" · ".join(_own_state(ticket, desk, words)))
    rows = _control_rows(ticket, person, desk, words, view)
    return desk.tell(
        person,
        text,
        Buttons(rows),
        priority=Priority.ANSWER,
        ticket=ticket,
        is_protected=ticket.is_restricted,
        slot=control_slot(ticket, person.id),
    )


def redraw_control(ticket: Ticket, desk: Desk) -> None:
    """Bring the claimer's message up to date where it stands; where there is none, show nothing new."""
    if ticket.assignee_id is None:
        return
    if desk.records.chats.live_message(control_slot(ticket, ticket.assignee_id)) is not None:
        draw_control(ticket, desk.records.people.get(ticket.assignee_id), desk)


def _control_rows(
    ticket: Ticket, person: Person, desk: Desk, words: Words, view: str
) -> tuple[tuple[Button, ...], ...]:
    if view == "release":
        return release_buttons(ticket, words)
    if view == "disagree":
        yes = buttons.button(words("control.disagree_yes"), "disagree_yes", id=ticket.id)
        return ((yes,), (buttons.button(words("button.back"), "control", id=ticket.id),))
    return control_buttons(ticket, person, desk, words)


def _own_state(ticket: Ticket, desk: Desk, words: Words) -> list[str]:
    waits = ticket.is_open and ticket.assignee_id is None
    status = words(f"status.{TicketStatus.NEW if waits else ticket.status}")
    about = [community_name(ticket, desk, words), category_label(ticket, desk, words)]
    is_away = ticket.is_open and desk.records.people.get(ticket.resident_id).unreachable_at is not None
    away = words("control.away") if is_away else ""
    return [part for part in (*about, status, _ending(ticket, desk, words), away) if part]


def control_buttons(ticket: Ticket, person: Person, desk: Desk, words: Words) -> tuple[tuple[Button, ...], ...]:
    """Return what the claimer can do now; nothing where the ticket is over or somebody else's."""
    if ticket.assignee_id != person.id or not (ticket.is_open or ticket.status is TicketStatus.RESOLVED):
        return ()
    if ticket.status is TicketStatus.RESOLVED:
        return _told_buttons(ticket, desk, words)
    first = [buttons.button(words("control.details"), "details", id=ticket.id)]
    if ticket.status is not TicketStatus.IN_PROGRESS:
        first.append(buttons.button(words("control.touch"), "touch", id=ticket.id))
    outcomes = [(_outcome_button(ticket, outcome, desk, words),) for outcome in desk.pack.forms[ticket.form].outcomes]
    write = (buttons.button(words("control.write"), "write", id=ticket.id),)
    release = (buttons.button(words("control.release"), "release", id=ticket.id),)
    disagree = (buttons.button(words("control.disagree"), "disagree", id=ticket.id),)
    return ((*first,), write, *outcomes, *((disagree,) if ticket.is_by_helper else ()), release)


def _told_buttons(ticket: Ticket, desk: Desk, words: Words) -> tuple[tuple[Button, ...], ...]:
    """Return how the claimer says that the resident answered them already, where the question would be asked."""
    if desk.pack.forms[ticket.form].notice == "none" or ticket.is_by_helper:
        return ()
    answers = ("told_solved", "told_not_yet")
    return tuple((buttons.button(words(f"control.{answer}"), answer, id=ticket.id),) for answer in answers)


def _outcome_button(ticket: Ticket, outcome: Outcome, desk: Desk, words: Words) -> Button:
    label = html.unescape(words("control.outcome", label=desk.name(outcome.label, words)))
    return buttons.button(label, "resolve", id=ticket.id, value=outcome.id)


def release_buttons(ticket: Ticket, words: Words) -> tuple[tuple[Button, ...], ...]:
    reasons = [
        (buttons.button(words(f"release.{reason}"), "release_as", id=ticket.id, value=reason),)
        for reason in RELEASE_REASONS
    ]
    return (*reasons, (buttons.button(words("button.back"), "control", id=ticket.id),))


def read_answers(ticket: Ticket, form: Form, desk: Desk) -> list[tuple[Step, Answer]]:
    """Return the ticket's answers beside their steps, in the form's order."""
    stored = desk.records.tickets.answers_of(ticket.id)
    return answered(form, {step_id: decode(raw) for step_id, raw in stored.items()})


def community_name(ticket: Ticket, desk: Desk, words: Words) -> str:
    """Return the community's name; nothing where the form did not ask for one."""
    if not ticket.community:
        return ""
    community = desk.settings.community(ticket.community)
    return desk.name(community.name, words) if community else words("community.not_sure")


def category_label(ticket: Ticket, desk: Desk, words: Words) -> str:
    form = desk.pack.forms[ticket.form]
    labels = [option.label for step in form.steps for option in step.options if option.id == ticket.category]
    return desk.name(labels[0] if labels else form.card, words) or words(f"kind.{ticket.kind}")


def outcome_label(ticket: Ticket, desk: Desk, words: Words) -> str:
    outcomes = {outcome.id: outcome.label for outcome in desk.pack.forms[ticket.form].outcomes}
    return desk.name(outcomes[ticket.outcome], words) if ticket.outcome in outcomes else ""


def officer_name(person_id: str, desk: Desk) -> str:
    return desk.records.people.get(person_id).name or desk.group_words("officer.nameless")


def copy_pointer(ticket: Ticket, desk: Desk) -> str:
    """Return what a second copy of a card says: the live one is elsewhere."""
    return desk.group_words("card.pointer" if ticket.is_restricted else "card.copy", number=ticket.number)


def neutralise(chat: Chat, message: int, ticket: Ticket, desk: Desk) -> None:
    """Turn a stray copy of a card into a pointer, so that no press on it is left waiting."""
    pointer = Post(text=copy_pointer(ticket, desk), markup=Buttons(()), message=message)
    desk.post(chat, pointer, priority=Priority.CARD, ticket=ticket)

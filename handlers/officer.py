"""What an officer does: claim, look, get in touch, release, resolve; and the lists of what waits and what is theirs."""

from __future__ import annotations

from handlers import buttons, events
from handlers.buttons import Press
from handlers.cards import (
    RELEASE_REASONS,
    card_slot,
    draw_card,
    draw_control,
    neutralise,
    officer_name,
    private_link,
    read_answers,
)
from handlers.commands import Button, Buttons, Post, SendFile, SendPlace
from handlers.desk import Desk
from handlers.followups import plan_question, plan_unclaimed, stop_unclaimed, tell_resident
from handlers.forms import answers as answer_kinds
from handlers.membership import actor_of, is_officer, look_up, office_chat, remember_name
from handlers.summary import describe
from handlers.texts import Words
from storage.model import Chat, Person, Priority, Ticket, TicketStatus

_MOST_LISTED = 20


def claim(event: events.ButtonPressed, press: Press, desk: Desk) -> str | None:
    """Give the ticket to whoever tapped first; tell everybody else who that was."""
    words = desk.group_words
    ticket = desk.records.tickets.find(press.id)
    chat = desk.group_of(ticket.office) if ticket else None
    if ticket is None or chat is None or ticket.is_restricted or not _is_here(event, chat, desk):
        desk.answer(event, words("press.nothing"), is_alert=True)
        return "foreign_press"
    if event.where.is_public:
        desk.answer(event, words("press.public"), is_alert=True)
        return "public_group"
    person = desk.records.people.meet(event.who.address, desk.now)
    may = is_officer(person, chat, event, desk)
    if may is None:
        return None
    if not may:
        desk.answer(event, words("press.not_officer"), is_alert=True)
        return "not_officer"
    if not _is_live(event, ticket, chat, desk):
        desk.answer(event, words("press.copy"), is_alert=True)
        return "stale_copy"
    remember_name(person, event.who.name, desk)
    _take(event, ticket, person, desk)
    return None


def _is_here(event: events.ButtonPressed, chat: Chat, desk: Desk) -> bool:
    """A claim comes from the office's group, or from the officer's own private chat."""
    return event.where.kind == "private" or event.where.address == chat.address


def _is_live(event: events.ButtonPressed, ticket: Ticket, chat: Chat, desk: Desk) -> bool:
    """Only the live card claims; while none is known, the pressed one becomes it. A stray copy is turned inert."""
    if event.where.kind == "private":
        return True
    if desk.records.chats.fill_slot(card_slot(ticket), chat.id, event.message, ticket.id):
        return True
    neutralise(chat, event.message, ticket, desk)
    return False


def _take(event: events.ButtonPressed, ticket: Ticket, person: Person, desk: Desk) -> None:
    words = desk.group_words
    taken = desk.records.tickets.claim(ticket, actor_of(person), desk.now)
    if taken is None:
        _tell_loser(event, ticket, person, desk)
        return
    stop_unclaimed(taken, "claimed", desk)
    draw_card(taken, desk)
    tell_resident(taken, desk)
    if draw_control(taken, desk.records.people.get(person.id), desk):
        desk.answer(event, words("claim.yours", number=taken.number))
    else:
        desk.answer(event, words("claim.start_me", number=taken.number, link=private_link(desk)), is_alert=True)


def _tell_loser(event: events.ButtonPressed, ticket: Ticket, person: Person, desk: Desk) -> None:
    words = desk.group_words
    if ticket.assignee_id is None:
        desk.answer(event, words("claim.over", number=ticket.number), is_alert=True)
    elif ticket.assignee_id == person.id:
        desk.answer(event, words("claim.yours", number=ticket.number))
    else:
        seconds = int((desk.now - (ticket.claimed_at or desk.now)).total_seconds())
        name = officer_name(ticket.assignee_id, desk)
        desk.answer(event, words("claim.taken", name=name, ago=_ago(seconds, words)), is_alert=True)


def _ago(seconds: int, words: Words) -> str:
    if seconds < 60:
        return words("ago.seconds", count=max(1, seconds))
    if seconds < 3600:
        return words("ago.minutes", count=seconds // 60)
    return words("ago.hours", count=seconds // 3600)


def handle_own(event: events.ButtonPressed, press: Press, desk: Desk) -> str | None:
    """Do what the claimer pressed on their own message; refuse everybody else alike."""
    person = desk.records.people.find(event.who.address)
    ticket = desk.records.tickets.find(press.id)
    words = desk.words_for(person) if person else desk.group_words
    if person is None or ticket is None or ticket.assignee_id != person.id or event.where.kind != "private":
        desk.answer(event, words("press.nothing"), is_alert=True)
        return "foreign_press"
    if not ticket.is_open:
        desk.answer(event, words("press.over", number=ticket.number))
        draw_control(ticket, person, desk)
        return "stale_press"
    chat = desk.group_of(ticket.office)
    may = is_officer(person, chat, event, desk) if chat else False
    if may is None:
        return None
    if not may:
        desk.answer(event, words("press.not_officer"), is_alert=True)
        return "not_officer"
    _OWN[press.action](event, press, ticket, person, desk)
    return None


def open_details(event: events.ButtonPressed, press: Press, ticket: Ticket, person: Person, desk: Desk) -> None:
    """Show the claimer every answer, protected from being forwarded; looking is first contact, and is audited."""
    actor = actor_of(person)
    desk.records.audit.write(desk.now, actor, "view", ticket.id)
    _send_details(ticket, person, desk)
    _get_going(ticket, person, desk)
    desk.answer(event)


def get_in_touch(event: events.ButtonPressed, press: Press, ticket: Ticket, person: Person, desk: Desk) -> None:
    _get_going(ticket, person, desk)
    desk.answer(event, desk.words_for(person)("control.noted"))


def _get_going(ticket: Ticket, person: Person, desk: Desk) -> Ticket:
    """Move a claimed ticket on: first contact was made."""
    if ticket.status is TicketStatus.IN_PROGRESS:
        return ticket
    moved = desk.records.tickets.move(ticket, TicketStatus.IN_PROGRESS, actor_of(person), desk.now)
    draw_control(moved, person, desk)
    draw_card(moved, desk)
    return moved


def _send_details(ticket: Ticket, person: Person, desk: Desk) -> None:
    chat = desk.records.chats.of_person(person.id)
    if chat is None:
        return
    words = desk.words_for(person)
    form = desk.pack.forms[ticket.form]
    answers = read_answers(ticket, form, desk)
    lines = [words("details.head", number=ticket.number, time=desk.when(ticket.created_at, words))]
    lines += [
        words(
            "details.line", question=desk.name(step.summary, words), answer=describe(step, answer, words, desk.settings)
        )
        for step, answer in answers
    ]
    post = Post(text="\n".join(lines), is_protected=True)
    desk.post(chat, post, ticket=ticket)
    for _, answer in answers:
        match answer:
            case answer_kinds.Photo():
                desk.post(chat, SendFile(kind="photo", file=answer.photo, is_protected=True), ticket=ticket)
            case answer_kinds.Voice():
                desk.post(chat, SendFile(kind="voice", file=answer.voice, is_protected=True), ticket=ticket)
            case answer_kinds.Place():
                place = SendPlace(latitude=answer.latitude, longitude=answer.longitude, is_protected=True)
                desk.post(chat, place, ticket=ticket)


def resolve(event: events.ButtonPressed, press: Press, ticket: Ticket, person: Person, desk: Desk) -> None:
    """Say that it is done, with a code; from a fresh claim this passes through first contact in the same tap."""
    words = desk.words_for(person)
    if press.value not in {outcome.id for outcome in desk.pack.forms[ticket.form].outcomes}:
        desk.answer(event, words("press.nothing"), is_alert=True)
        return
    actor = actor_of(person)
    if ticket.status is not TicketStatus.IN_PROGRESS:
        ticket = desk.records.tickets.move(ticket, TicketStatus.IN_PROGRESS, actor, desk.now)
    resolved = desk.records.tickets.move(ticket, TicketStatus.RESOLVED, actor, desk.now, code=press.value)
    draw_control(resolved, person, desk)
    draw_card(resolved, desk)
    plan_question(resolved, desk)
    tell_resident(resolved, desk)
    desk.answer(event, words("control.resolved", number=ticket.number))


def ask_release(event: events.ButtonPressed, press: Press, ticket: Ticket, person: Person, desk: Desk) -> None:
    draw_control(ticket, person, desk, view="release")
    desk.answer(event)


def show_control(event: events.ButtonPressed, press: Press, ticket: Ticket, person: Person, desk: Desk) -> None:
    draw_control(ticket, person, desk)
    desk.answer(event)


def release(event: events.ButtonPressed, press: Press, ticket: Ticket, person: Person, desk: Desk) -> None:
    """Give the ticket back: its card asks for somebody else, and the resident is told."""
    words = desk.words_for(person)
    if press.value not in RELEASE_REASONS:
        desk.answer(event, words("press.nothing"), is_alert=True)
        return
    released = desk.records.tickets.release(ticket, actor_of(person), press.value, desk.now)
    if released is None:
        desk.answer(event, words("press.nothing"), is_alert=True)
        return
    draw_control(released, person, desk)
    draw_card(released, desk)
    plan_unclaimed(released, desk, again=True)
    tell_resident(released, desk)
    desk.answer(event, words("control.released", number=ticket.number))


_OWN = {
    "details": open_details,
    "touch": get_in_touch,
    "resolve": resolve,
    "release": ask_release,
    "release_as": release,
    "control": show_control,
}


def show_queue(event: events.CommandSent, desk: Desk) -> str | None:
    """List what nobody has: in the group as text, in private with a button each."""
    return _list_for(event, desk, "queue")


def show_mine(event: events.CommandSent, desk: Desk) -> str | None:
    """List, in private, what the officer holds, each with the message to work from."""
    return _list_for(event, desk, "mine")


def _list_for(event: events.CommandSent, desk: Desk, kind: str) -> str | None:
    if event.who.is_anonymous:
        return _refuse_anonymous(event, desk)
    person = desk.records.people.meet(event.who.address, desk.now)
    if event.where.kind == "group":
        return _list_in_group(event, person, desk, kind)
    chat = desk.records.chats.meet(event.where.address, "private", desk.now, person.id)
    offices = desk.records.people.offices_of(person.id)
    if not offices and look_up_offices(event, person, desk):
        return None
    if not offices:
        desk.post(chat, Post(text=desk.words_for(person)("press.not_officer")))
        return "not_officer"
    (_post_queue if kind == "queue" else _post_mine)(chat, person, offices, desk)
    return None


def look_up_offices(event: events.FromPerson, person: Person, desk: Desk) -> bool:
    """Ask the channel about this person in every office's group; return False where that was done just now."""
    if _was_asked(person, desk):
        return False
    _ask_all_offices(event, desk)
    return True


def _was_asked(person: Person, desk: Desk) -> bool:
    """Return whether every office's group was looked at for this person just now."""
    chats = [chat for office in desk.settings.offices if (chat := desk.group_of(office.id))]
    return all(desk.records.people.is_member(chat.id, person.id, desk.now) is not None for chat in chats)


def _ask_all_offices(event: events.FromPerson, desk: Desk) -> None:
    for office in desk.settings.offices:
        chat = desk.group_of(office.id)
        if chat is not None:
            look_up(chat, event, desk)


def _refuse_anonymous(event: events.CommandSent, desk: Desk) -> str:
    chat = office_chat(event, desk)
    if chat is not None:
        desk.post(chat, Post(text=desk.group_words("press.anonymous")), priority=Priority.CARD)
    return "anonymous"


def _list_in_group(event: events.CommandSent, person: Person, desk: Desk, kind: str) -> str | None:
    chat = office_chat(event, desk)
    if chat is None or chat.office is None:
        return "strange_group"
    desk.records.people.set_membership(chat.id, person.id, True, desk.now)
    remember_name(person, event.who.name, desk)
    if kind == "mine":
        desk.post(chat, Post(text=desk.group_words("mine.private", link=private_link(desk))), priority=Priority.CARD)
        return None
    lines = _queue_lines(desk.records.tickets.unclaimed(chat.office), desk, desk.group_words)
    desk.post(chat, Post(text="\n".join(lines)), priority=Priority.CARD)
    return None


def _queue_lines(tickets: list[Ticket], desk: Desk, words: Words) -> list[str]:
    if not tickets:
        return [words("queue.empty")]
    lines: list[str] = [words("queue.head", count=len(tickets))]
    lines += [_line(ticket, desk, words) for ticket in tickets[:_MOST_LISTED]]
    if len(tickets) > _MOST_LISTED:
        lines.append(words("queue.more", count=len(tickets) - _MOST_LISTED))
    return lines


def _line(ticket: Ticket, desk: Desk, words: Words) -> str:
    since = desk.when(ticket.created_at, words)
    return words("queue.line", number=ticket.number, kind=words(f"kind.{ticket.kind}"), time=since)


def _post_queue(chat: Chat, person: Person, offices: list[str], desk: Desk) -> None:
    words = desk.words_for(person)
    tickets = [ticket for office in offices for ticket in desk.records.tickets.unclaimed(office)]
    rows: list[tuple[Button, ...]] = [
        (buttons.button(words("queue.claim", number=ticket.number), "claim", id=ticket.id),)
        for ticket in tickets[:_MOST_LISTED]
    ]
    desk.post(chat, Post(text="\n".join(_queue_lines(tickets, desk, words)), markup=Buttons(tuple(rows))))


def _post_mine(chat: Chat, person: Person, offices: list[str], desk: Desk) -> None:
    words = desk.words_for(person)
    tickets = desk.records.tickets.held_by(person.id)
    desk.post(chat, Post(text=words("mine.head", count=len(tickets)) if tickets else words("mine.empty")))
    for ticket in tickets[:_MOST_LISTED]:
        show_again(ticket, person, desk)


def show_again(ticket: Ticket, person: Person, desk: Desk) -> None:
    """Show the claimer's message below everything else, as the live one."""
    desk.records.chats.empty_slot(f"desk:{ticket.id}:{person.id}")
    draw_control(ticket, person, desk)


def greet(event: events.FromPerson, person: Person, chat: Chat, desk: Desk) -> None:
    """Meet an officer who opened the private chat: what they can do, and what they already hold."""
    words = desk.words_for(person)
    own_matter = Buttons(((buttons.button(words("officer.desk_for_me"), "menu"),),))
    desk.post(chat, Post(text=words("officer.welcome", name=person.name or event.who.name), markup=own_matter))
    for ticket in desk.records.tickets.held_by(person.id):
        show_again(ticket, person, desk)
        draw_card(ticket, desk)

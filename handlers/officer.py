"""What an officer does: claim, look, get in touch, release, resolve; and the lists of what waits and what is theirs."""

from __future__ import annotations

from handlers import appointments, events, membership, on_behalf, replies
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
from handlers.carrying import show_history
from handlers.commands import Post, SendAlbum, SendFile, SendPlace
from handlers.desk import Desk
from handlers.first_contact import get_going
from handlers.followups import plan_question, told_not_yet, told_solved
from handlers.forms import answers as answer_kinds
from handlers.membership import actor_of, is_officer, is_trained, may_see_restricted, remember_name
from handlers.news import tell_resident
from handlers.nudges import alert, plan_unclaimed, stop_unclaimed
from handlers.summary import describe
from handlers.texts import Words
from storage.audit import Actor
from storage.model import Chat, Person, Ticket, TicketStatus


def claim(event: events.ButtonPressed, press: Press, desk: Desk) -> str | None:
    """Give the ticket to whoever tapped first; tell everybody else who that was."""
    words = desk.group_words
    ticket = desk.records.tickets.find(press.id)
    if ticket is not None and ticket.is_restricted:
        return _claim_restricted(event, ticket, desk)
    chat = desk.group_of(ticket.office) if ticket else None
    if ticket is None or chat is None or not _is_here(event, chat, desk):
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


def _claim_restricted(event: events.ButtonPressed, ticket: Ticket, desk: Desk) -> str | None:
    """Give the ticket to a trained person, in their private chat; to everybody else there is no such ticket."""
    person = desk.records.people.find(event.who.address)
    if person is None or event.where.kind != "private" or not may_see_restricted(ticket, person, desk):
        desk.answer(event, desk.group_words("press.nothing"), is_alert=True)
        return "foreign_press"
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


def note_member(event: events.MemberChanged, desk: Desk) -> str | None:
    """Somebody joined or left an office's group; who left has no access from now on, and holds nothing."""
    ignored = membership.note_member(event, desk)
    chat = membership.office_chat(event, desk)
    person = desk.records.people.find(event.who.address)
    if chat is not None and person is not None and not event.is_member:
        give_back_all(person, chat, desk)
    return ignored


def give_back_all(person: Person, chat: Chat, desk: Desk) -> None:
    """Put every ticket of this office that the person holds back into the queue."""
    for ticket in desk.records.tickets.held_by(person.id):
        if ticket.office == chat.office or (ticket.is_restricted and not is_trained(person, desk)):
            _put_back(ticket, Actor(person.id, "system"), "left", desk)


def handle_own(event: events.ButtonPressed, press: Press, desk: Desk) -> str | None:
    """Do what the claimer pressed on their own message; refuse everybody else alike."""
    person = desk.records.people.find(event.who.address)
    ticket = desk.records.tickets.find(press.id)
    words = desk.words_for(person) if person else desk.group_words
    if person is None or ticket is None or ticket.assignee_id != person.id or event.where.kind != "private":
        desk.answer(event, words("press.nothing"), is_alert=True)
        return "foreign_press"
    if not _fits(press, ticket):
        desk.answer(event, words("followup.answered") if ticket.is_open else words("press.over", number=ticket.number))
        draw_control(ticket, person, desk)
        return "stale_press"
    if ticket.is_restricted and not may_see_restricted(ticket, person, desk):
        desk.answer(event, words("press.nothing"), is_alert=True)
        _put_back(ticket, Actor(person.id, "system"), "left", desk)
        return "not_trained"
    chat = desk.group_of(ticket.office)
    may = ticket.is_restricted or (is_officer(person, chat, event, desk) if chat else False)
    if may is None:
        return None
    if not may:
        desk.answer(event, words("press.not_officer"), is_alert=True)
        if chat is not None:
            give_back_all(person, chat, desk)
        return "not_officer"
    _OWN[press.action](event, press, ticket, person, desk)
    return None


def _fits(press: Press, ticket: Ticket) -> bool:
    """Return whether the ticket is in a status that this button is for."""
    return ticket.status is TicketStatus.RESOLVED if press.action in _AFTER else ticket.is_open


def open_details(event: events.ButtonPressed, press: Press, ticket: Ticket, person: Person, desk: Desk) -> None:
    """Show the claimer every answer, protected from being forwarded; looking is first contact, and is audited."""
    actor = actor_of(person)
    desk.records.audit.write(desk.now, actor, "view", ticket.id)
    _send_details(ticket, person, desk)
    show_history(ticket, person, desk)
    get_going(ticket, person, desk)
    desk.answer(event)


def get_in_touch(event: events.ButtonPressed, press: Press, ticket: Ticket, person: Person, desk: Desk) -> None:
    get_going(ticket, person, desk)
    desk.answer(event, desk.words_for(person)("control.noted"))


def _send_details(ticket: Ticket, person: Person, desk: Desk) -> None:
    chat = desk.records.chats.of_person(person.id)
    if chat is None:
        return
    words = desk.words_for(person)
    form = desk.pack.forms[ticket.form]
    answers = read_answers(ticket, form, desk)
    lines = [words("details.head", number=ticket.number, time=desk.when(ticket.created_at, words))]
    if ticket.is_by_helper:
        lines.append(words("details.by_helper"))
    lines += [
        words(
            "details.line", question=desk.name(step.summary, words), answer=describe(step, answer, words, desk.settings)
        )
        for step, answer in answers
    ]
    lines += appointments.detail(ticket, desk, words)
    post = Post(text="\n".join(lines), is_protected=True)
    desk.post(chat, post, ticket=ticket)
    for step, answer in answers:
        caption = desk.name(step.summary, words)
        match answer:
            case answer_kinds.Photo(more=()):
                photo = SendFile(kind="photo", file=answer.photo, caption=caption, is_protected=True)
                desk.post(chat, photo, ticket=ticket)
            case answer_kinds.Photo():
                album = SendAlbum(files=answer.files, caption=caption, is_protected=True)
                desk.post(chat, album, ticket=ticket)
            case answer_kinds.Voice():
                voice = SendFile(kind="voice", file=answer.voice, caption=caption, is_protected=True)
                desk.post(chat, voice, ticket=ticket)
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
    released = _put_back(ticket, actor_of(person), press.value, desk)
    if released is None:
        desk.answer(event, words("press.nothing"), is_alert=True)
        return
    draw_control(released, person, desk)
    desk.answer(event, words("control.released", number=ticket.number))


def _put_back(ticket: Ticket, actor: Actor, code: str, desk: Desk) -> Ticket | None:
    """Take the ticket from whoever has it: the card asks for somebody else, and the resident is told."""
    released = desk.records.tickets.release(ticket, actor, code, desk.now)
    if released is not None:
        draw_card(released, desk)
        plan_unclaimed(released, desk, again=True)
        if released.is_restricted:
            alert(released, desk)
        else:
            tell_resident(released, desk)
    return released


_OWN = {
    "details": open_details,
    "touch": get_in_touch,
    "write": replies.press_write,
    "resolve": resolve,
    "release": ask_release,
    "release_as": release,
    "control": show_control,
    "told_solved": told_solved,
    "told_not_yet": told_not_yet,
    "disagree": on_behalf.ask_officer,
    "disagree_yes": on_behalf.delete,
}
_AFTER = frozenset({"told_solved", "told_not_yet"})
"""What the claimer can still say when the matter is resolved."""

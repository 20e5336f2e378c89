"""A resident's own matters: which there are, how each stands in plain words, and taking one back."""

from __future__ import annotations

from datetime import datetime

from handlers import appointments, buttons, cards, complaints, followups, mind, news, nudges, safe_contact
from handlers.buttons import Press
from handlers.commands import Button, Buttons
from handlers.desk import Talk
from handlers.forms.names import said
from handlers.news import BELOW
from handlers.own_ticket import own_ticket
from handlers.progress_clock import ASKED
from handlers.screens import hide_row
from handlers.summary import describe
from handlers.texts import Markup, Words, escape
from storage.model import Ticket, TicketStatus

_MOST_LISTED = 6


def show_mine(talk: Talk, argument: str = "") -> str | None:
    """List the person's own tickets, newest first, a button each."""
    text, markup = _list(talk)
    talk.say(text, markup)
    return None


def press_mine(talk: Talk, press: Press) -> None:
    talk.answer()
    (talk.say if press.value == BELOW else talk.show)(*_list(talk))


def _list(talk: Talk) -> tuple[str, Buttons]:
    words, tickets = talk.words, talk.desk.records.tickets.of_resident(talk.person.id)
    return words("matters.head" if tickets else "matters.none"), list_buttons(
        tickets, words, waits=safe_contact.waits(talk)
    )


def list_buttons(tickets: list[Ticket], words: Words, *, waits: bool = False) -> Buttons:
    """Return a button for each of the newest matters, one for what waits, and the way to the first screen."""
    rows: list[tuple[Button, ...]] = [
        (buttons.button(news.plain_line(ticket, words), "matter", id=ticket.id),) for ticket in tickets[:_MOST_LISTED]
    ]
    rows += [(buttons.button(words("safe.show"), "safe_yes"),)] if waits else []
    rows.append((buttons.button(words("button.menu"), "menu"),))
    return Buttons(tuple(rows))


def show_one(talk: Talk, press: Press) -> None:
    """Show one ticket: what it is about, how it stands, and what the person can do with it."""
    ticket = own_ticket(talk, press)
    if ticket is None:
        return
    talk.answer()
    (talk.say if press.value == BELOW else talk.show)(_told(ticket, talk), _first_choices(ticket, talk))


def _first_choices(ticket: Ticket, talk: Talk) -> Buttons:
    """Return what can be done with the ticket; with a restricted one only after one more tap."""
    if not ticket.is_restricted:
        return _choices(ticket, talk)
    more = buttons.button(talk.words("safe.details"), "matter_more", id=ticket.id)
    return Buttons(((more,), hide_row(talk.words), (buttons.button(talk.words("button.back"), "mine"),)))


def show_more(talk: Talk, press: Press) -> None:
    """Show what a person answered where nothing is told before they ask for it, and what they can do."""
    ticket = own_ticket(talk, press)
    if ticket is None:
        return
    talk.answer()
    desk, words = talk.desk, talk.words
    lines = [news.told(ticket, desk, words), desk.when(ticket.created_at, words), ""]
    lines += [
        words(
            "review.line",
            question=said(step.summary, words.locale),
            answer=describe(step, answer, words, desk.settings),
        )
        for step, answer in cards.read_answers(ticket, desk.pack.forms[ticket.form], desk)
    ]
    talk.show("\n".join(lines), _choices(ticket, talk))


def redraw_restricted(talk: Talk) -> None:
    """Show those who handle the person's restricted matters how the person may be reached now."""
    desk = talk.desk
    for ticket in desk.records.tickets.of_resident(talk.person.id):
        if ticket.is_restricted and ticket.is_open and ticket.assignee_id is not None:
            cards.draw_control(ticket, desk.records.people.get(ticket.assignee_id), desk)


def _told(ticket: Ticket, talk: Talk) -> str:
    desk, words = talk.desk, talk.words
    if ticket.is_restricted or ticket.is_by_helper:
        return news.told(ticket, desk, words)
    sent, now = desk.when(ticket.created_at, words), news.news(ticket, desk, words)
    lines: list[str] = [words("matters.one", number=ticket.number, about=about(ticket, talk), time=sent, news=now)]
    if ticket.is_open:
        place = desk.settings.station.desk
        lines.append(words("desk.phone_us", phone=place.phone, hours=place.hours))
    if comes := appointments.line(ticket, talk):
        lines += ["", comes]
    return "\n".join(lines)


def about(ticket: Ticket, talk: Talk) -> Markup:
    """Return in a few words what the matter is about: what and where; of a restricted one nothing."""
    desk, words = talk.desk, talk.words
    if ticket.is_restricted:
        return news.plain_line(ticket, words)
    told = (cards.category_label(ticket, desk, words), cards.community_name(ticket, desk, words))
    return escape(" · ".join(filter(None, told)))


def _choices(ticket: Ticket, talk: Talk) -> Buttons:
    words = talk.words
    rows: list[tuple[Button, ...]] = []
    if ticket.is_open and not ticket.is_by_helper and news.clock_of(ticket, talk.desk).may_ask(talk.desk.now):
        rows.append((buttons.button(words("button.ask"), "ask", id=ticket.id),))
    if ticket.is_open and complaints.was_opened_again(ticket, talk.desk):
        rows.append(complaints.choices(ticket, words))
    if ticket.status is TicketStatus.RESOLVED and not ticket.is_by_helper:
        rows.extend(news.question_buttons(ticket, words).rows)
    if followups.can_reopen(ticket, talk.desk):
        rows.append((buttons.button(words("button.reopen"), "reopen", id=ticket.id),))
    rows += [*appointments.rows(ticket, talk), *mind.rows(ticket, talk)]
    if ticket.is_open:
        rows.append((buttons.button(words("matters.write"), "reply", id=ticket.id),))
        rows.append((buttons.button(words("button.withdraw"), "withdraw", id=ticket.id),))
    if ticket.is_restricted:
        rows.append(hide_row(words))
    rows.append((buttons.button(words("button.back"), "mine"),))
    return Buttons(tuple(rows))


def ask(talk: Talk, press: Press) -> None:
    """Ask how it stands, once a period: whoever has it is told; too early, the person hears from when they may."""
    ticket, desk, words = own_ticket(talk, press), talk.desk, talk.words
    if ticket is None:
        return
    clock = news.clock_of(ticket, desk)
    if not clock.may_ask(desk.now):
        early = words("clock.too_early", time=desk.when(clock.ask_from, words)) if clock.ask_from else ""
        talk.answer(early, is_alert=True)
        talk.show(_told(ticket, talk), _choices(ticket, talk))
        return
    talk.answer()
    desk.records.audit.write(desk.now, talk.actor, ASKED, ticket.id)
    asked = _asked(ticket, nudges.pass_on_ask(ticket, desk), talk)
    talk.show(f"{asked}\n\n{_told(ticket, talk)}", _choices(ticket, talk))


def _asked(ticket: Ticket, at: datetime, talk: Talk) -> str:
    """Return who was asked, or when they will be."""
    desk, words, name = talk.desk, talk.words, news.holder(ticket, talk.desk, talk.words)
    if at > desk.now:
        return words("asked.later", name=name, time=desk.when(at, words))
    return words("asked.now", name=name)


def reopen(talk: Talk, press: Press) -> None:
    """It is not solved after all: the matter goes back to who had it, within the window that the station sets."""
    ticket = own_ticket(talk, press)
    if ticket is None:
        return
    if followups.can_reopen(ticket, talk.desk):
        followups.open_again(talk, ticket, "not_yet")
        return
    talk.answer()
    talk.show(_told(ticket, talk), _choices(ticket, talk))


def ask_withdraw(talk: Talk, press: Press) -> None:
    ticket = own_ticket(talk, press)
    if ticket is None:
        return
    talk.answer()
    if not ticket.is_open:
        talk.show(_told(ticket, talk), _choices(ticket, talk))
        return
    yes = buttons.button(talk.words("button.withdraw_yes"), "withdraw_yes", id=ticket.id)
    no = buttons.button(talk.words("button.keep"), "matter", id=ticket.id)
    rows = ((yes,), (no,), hide_row(talk.words)) if ticket.is_restricted else ((yes,), (no,))
    talk.show(talk.words("matters.withdraw", number=ticket.number), Buttons(rows))


def withdraw(talk: Talk, press: Press) -> None:
    """Take the ticket back, no reason asked; whoever handles it is told, and nothing planned is sent."""
    ticket = own_ticket(talk, press)
    if ticket is None:
        return
    talk.answer()
    was_open = ticket.is_open
    if was_open:
        ticket = take_back(ticket, talk)
    talk.show(_told(ticket, talk), _choices(ticket, talk))
    if was_open:
        news.note_change(ticket, talk.desk)


def take_back(ticket: Ticket, talk: Talk, code: str | None = None) -> Ticket:
    """Withdraw an open ticket; `code` says why where it was not by itself."""
    desk = talk.desk
    withdrawn = desk.records.tickets.move(ticket, TicketStatus.WITHDRAWN, talk.actor, desk.now, code=code)
    desk.records.due.skip_all(ticket.id, "withdrawn")
    safe_contact.drop_held_of(ticket, talk)
    cards.draw_card(withdrawn, desk)
    _tell_handler(withdrawn, talk)
    return withdrawn


def _tell_handler(ticket: Ticket, talk: Talk) -> None:
    if ticket.assignee_id is None:
        return
    desk, officer = talk.desk, talk.desk.records.people.get(ticket.assignee_id)
    desk.tell(officer, desk.words_for(officer)("control.withdrawn", number=ticket.number), ticket=ticket)
    cards.draw_control(ticket, officer, desk)

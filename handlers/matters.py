"""A resident's own matters: which there are, how each stands in plain words, and taking one back."""

from __future__ import annotations

from handlers import buttons, cards, followups, news, safe_contact
from handlers.buttons import Press
from handlers.commands import Button, Buttons
from handlers.desk import Talk
from handlers.forms.names import said
from handlers.screens import hide_row
from handlers.summary import describe
from storage.model import Ticket, TicketStatus

_MOST_LISTED = 6
BELOW = "below"
"""The list comes below the message whose button was pressed, since that one is to stay: a receipt."""


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
    rows: list[tuple[Button, ...]] = [
        (buttons.button(_label(ticket, talk), "matter", id=ticket.id),) for ticket in tickets[:_MOST_LISTED]
    ]
    if safe_contact.waits(talk):
        rows.append((buttons.button(words("safe.show"), "safe_yes"),))
    rows.append((buttons.button(words("button.menu"), "menu"),))
    return words("matters.head" if tickets else "matters.none"), Buttons(tuple(rows))


def _label(ticket: Ticket, talk: Talk) -> str:
    return news.plain_line(ticket, talk.words)


def show_one(talk: Talk, press: Press) -> None:
    """Show one ticket: what it is about, how it stands, and what the person can do with it."""
    ticket = own_ticket(talk, press)
    if ticket is None:
        return
    talk.answer()
    talk.show(_told(ticket, talk), _first_choices(ticket, talk))


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
    lines = [news.news(ticket, desk, words), desk.when(ticket.created_at, words), ""]
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


def own_ticket(talk: Talk, press: Press) -> Ticket | None:
    """Return the ticket of the press where it is the person's own; missing and forbidden look the same."""
    ticket = talk.desk.records.tickets.find(press.id)
    if ticket is None or ticket.resident_id != talk.person.id:
        talk.answer(talk.words("press.nothing"), is_alert=True)
        return None
    return ticket


def _told(ticket: Ticket, talk: Talk) -> str:
    desk, words = talk.desk, talk.words
    if ticket.is_restricted:
        return news.news(ticket, desk, words)
    about = " · ".join([cards.category_label(ticket, desk, words), cards.community_name(ticket, desk, words)])
    return words(
        "matters.one",
        number=ticket.number,
        about=about,
        time=desk.when(ticket.created_at, words),
        news=news.news(ticket, desk, words),
    )


def _choices(ticket: Ticket, talk: Talk) -> Buttons:
    words = talk.words
    rows: list[tuple[Button, ...]] = []
    if ticket.status is TicketStatus.RESOLVED:
        rows.extend(news.question_buttons(ticket, words).rows)
    if followups.can_reopen(ticket, talk.desk):
        rows.append((buttons.button(words("button.reopen"), "reopen", id=ticket.id),))
    if ticket.is_open:
        rows.append((buttons.button(words("button.withdraw"), "withdraw", id=ticket.id),))
    if ticket.is_restricted:
        rows.append(hide_row(words))
    rows.append((buttons.button(words("button.back"), "mine"),))
    return Buttons(tuple(rows))


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
    ticket, desk = own_ticket(talk, press), talk.desk
    if ticket is None:
        return
    talk.answer()
    if ticket.is_open:
        ticket = desk.records.tickets.move(ticket, TicketStatus.WITHDRAWN, talk.actor, desk.now)
        desk.records.due.skip_all(ticket.id, "withdrawn")
        safe_contact.drop_held_of(ticket, talk)
        cards.draw_card(ticket, desk)
        _tell_handler(ticket, talk)
    talk.show(_told(ticket, talk), _choices(ticket, talk))


def _tell_handler(ticket: Ticket, talk: Talk) -> None:
    if ticket.assignee_id is None:
        return
    desk, officer = talk.desk, talk.desk.records.people.get(ticket.assignee_id)
    desk.tell(officer, desk.words_for(officer)("control.withdrawn", number=ticket.number), ticket=ticket)
    cards.draw_control(ticket, officer, desk)

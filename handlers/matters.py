"""A resident's own matters: which there are, how each stands in plain words, and taking one back."""

from __future__ import annotations

from handlers import buttons, cards, followups, news
from handlers.buttons import Press
from handlers.commands import Button, Buttons
from handlers.desk import Talk
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
    rows.append((buttons.button(words("button.menu"), "menu"),))
    return words("matters.head" if tickets else "matters.none"), Buttons(tuple(rows))


def _label(ticket: Ticket, talk: Talk) -> str:
    waits = ticket.is_open and ticket.assignee_id is None
    status = talk.words(f"plain.{TicketStatus.NEW if waits else ticket.status}")
    return talk.words("matters.button", number=ticket.number, status=status)


def show_one(talk: Talk, press: Press) -> None:
    """Show one ticket: what it is about, how it stands, and what the person can do with it."""
    ticket = own_ticket(talk, press)
    if ticket is None:
        return
    talk.answer()
    talk.show(_told(ticket, talk), _choices(ticket, talk))


def own_ticket(talk: Talk, press: Press) -> Ticket | None:
    """Return the ticket of the press where it is the person's own; missing and forbidden look the same."""
    ticket = talk.desk.records.tickets.find(press.id)
    if ticket is None or ticket.resident_id != talk.person.id:
        talk.answer(talk.words("press.nothing"), is_alert=True)
        return None
    return ticket


def _told(ticket: Ticket, talk: Talk) -> str:
    desk, words = talk.desk, talk.words
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
    talk.show(talk.words("matters.withdraw", number=ticket.number), Buttons(((yes,), (no,))))


def withdraw(talk: Talk, press: Press) -> None:
    """Take the ticket back, no reason asked; whoever handles it is told, and nothing planned is sent."""
    ticket = own_ticket(talk, press)
    if ticket is None:
        return
    talk.answer()
    if ticket.is_open:
        ticket = take_back(ticket, talk)
    talk.show(_told(ticket, talk), _choices(ticket, talk))


def take_back(ticket: Ticket, talk: Talk, code: str | None = None) -> Ticket:
    """Withdraw an open ticket; `code` says why where it was not by itself."""
    desk = talk.desk
    withdrawn = desk.records.tickets.move(ticket, TicketStatus.WITHDRAWN, talk.actor, desk.now, code=code)
    desk.records.due.skip_all(ticket.id, "withdrawn")
    cards.draw_card(withdrawn, desk)
    _tell_handler(withdrawn, talk)
    return withdrawn


def _tell_handler(ticket: Ticket, talk: Talk) -> None:
    if ticket.assignee_id is None:
        return
    desk, officer = talk.desk, talk.desk.records.people.get(ticket.assignee_id)
    desk.tell(officer, desk.words_for(officer)("control.withdrawn", number=ticket.number), ticket=ticket)
    cards.draw_control(ticket, officer, desk)

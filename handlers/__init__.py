"""What we do. `handle` takes what came in and a desk; `routes` has the tables."""

from __future__ import annotations

from handlers import (
    buttons,
    delivery,
    events,
    invites,
    limits,
    matters,
    membership,
    officer,
    replies,
    resident,
    safe_contact,
    spoken,
)
from handlers.buttons import Press
from handlers.desk import Desk, Talk, open_talk
from handlers.routes import COMMANDS, DUE, OFFICER_COMMANDS, OWN_TICKET_BUTTONS, RESIDENT_BUTTONS
from handlers.twins import Meant
from storage.model import Role


def handle(event: events.AnyEvent, desk: Desk) -> str | None:
    """Do what the event asks for; return None, or in a word why nothing was to be done."""
    if isinstance(event, events.Spoken | events.ButtonPressed):
        desk.acting = event.who.address
    match event:
        case events.Ignored():
            return event.reason
        case events.Due():
            return _handle_due(event, desk)
        case events.CallAnswered():
            return _handle_answer(event, desk)
        case events.DeliveryFailed():
            return delivery.note_failed(event, desk)
        case events.CopyShown():
            return delivery.note_copy(event, desk)
        case events.InviteMade():
            return invites.note_made(event, desk)
        case events.ChatMoved():
            return delivery.note_chat_moved(event, desk)
        case events.MemberChanged():
            return officer.note_member(event, desk)
        case events.BotMoved():
            return membership.note_own_move(event, desk)
        case events.BotBlocked():
            return delivery.note_blocked(event, desk)
        case events.ButtonPressed():
            return _handle_press(event, desk)
        case events.Spoken():
            return _handle_spoken(event, desk)


def _handle_due(event: events.Due, desk: Desk) -> str | None:
    """Do what a due row promised, unless nobody wants it any more; return why it was not done."""
    row = desk.records.due.get(event.due)
    if row is None:
        return "gone"
    ticket = desk.records.tickets.get(row.ticket_id) if row.ticket_id else None
    skipped = DUE[row.kind](row, ticket, desk)
    if skipped != "put_off":
        desk.records.due.finish(row.id, skipped)
    return skipped


def _handle_answer(event: events.CallAnswered, desk: Desk) -> str | None:
    about = events.decode(event.about)
    if not isinstance(about, events.FromPerson):
        return "not_a_person"
    membership.note_looked_up(event, about, desk)
    return handle(about, desk)


def _handle_press(event: events.ButtonPressed, desk: Desk) -> str | None:
    press = buttons.read(event.data)
    if press is not None and press.action == "claim":
        return officer.claim(event, press, desk)
    if press is not None and press.action in OWN_TICKET_BUTTONS:
        return officer.handle_own(event, press, desk)
    if event.where.kind != "private":
        desk.answer(event, desk.group_words("press.nothing"), is_alert=True)
        return "unknown_press"
    talk = delivery.note_back(open_talk(event, desk))
    if limits.holds(talk, event):
        return "too_fast"
    if press is None or press.action not in RESIDENT_BUTTONS:
        talk.answer(talk.words("press.nothing"))
        resident.show_where_we_are(talk)
        return "unknown_press"
    if press.action not in replies.KEEPS_PEN:
        replies.put_pen_down(talk)
    RESIDENT_BUTTONS[press.action](talk, press)
    return None


def _handle_spoken(event: events.Spoken, desk: Desk) -> str | None:
    if event.where.kind != "private":
        return _handle_in_group(event, desk)
    if isinstance(event, events.CommandSent) and event.name in OFFICER_COMMANDS:
        return OFFICER_COMMANDS[event.name](event, desk)
    talk = delivery.note_back(open_talk(event, desk))
    desk.records.messages.note(talk.chat.id, event.message, "in", _kind(event), desk.now)
    if not isinstance(event, events.MessageEdited) and _hears_pause(talk, event):
        return "paused"
    if limits.holds(talk, event):
        return "too_fast"
    if isinstance(event, events.CommandSent):
        replies.put_pen_down(talk)
        return COMMANDS.get(event.name, resident.unknown_command)(talk, event.argument)
    taken = spoken.take_message(talk, event)
    if isinstance(taken, Press):
        RESIDENT_BUTTONS[taken.action](talk, taken)
        return None
    if isinstance(taken, Meant):
        return COMMANDS[taken.command](talk, "")
    return taken


def _hears_pause(talk: Talk, event: events.Spoken) -> bool:
    """Return whether this is the word that stops everything; whoever handles their matter sees it stop, and go on."""
    heard = safe_contact.hear_pause(talk, event.text if isinstance(event, events.TextSent) else "")
    if heard:
        matters.redraw_restricted(talk)
    return heard == "paused"


def _kind(event: events.Spoken) -> str:
    """Return the kind of message; photos sent together share one."""
    album = event.album if isinstance(event, events.PhotoSent) else ""
    return f"album:{album}" if album else type(event).__name__


def _handle_in_group(event: events.Spoken, desk: Desk) -> str | None:
    chat = membership.office_chat(event, desk)
    if chat is None:
        return membership.leave_strange_group(event, desk)
    if isinstance(event, events.CommandSent) and event.name in OFFICER_COMMANDS:
        return OFFICER_COMMANDS[event.name](event, desk)
    return "group_talk"


def apologise(event: events.AnyEvent | None, desk: Desk, row: int) -> None:
    """A row was set aside: ask the person to try again or to phone, and tell the admins which row it was."""
    membership.tell_admins(desk, "admin.row_failed", row=row)
    if isinstance(event, events.FromPerson) and event.where.kind == "private":
        talk = open_talk(event, desk)
        talk.say(talk.words("error.sorry", phone=desk.settings.station.desk.phone))


def set_up(desk: Desk) -> None:
    """Make the records fit the settings at the start: offices' groups, the first admins, the trained people, the hourly
    housekeeping; and take back what was to be asked at a time that is over."""
    for office in desk.settings.offices:
        if office.chat_id is not None and desk.group_of(office.id) is None:
            chat = desk.records.chats.meet(str(office.chat_id), "group", desk.now)
            desk.records.chats.set_office(chat.id, office.id)
    for number in desk.settings.officers.trained:
        desk.records.people.meet(str(number), desk.now)
    for number in desk.settings.officers.admins:
        person = desk.records.people.meet(str(number), desk.now)
        desk.records.people.set_role(person.id, Role.ADMIN)
    desk.records.due.promise("housekeeping", desk.now, again=True)
    safe_contact.take_back_late(desk)


__all__ = [
    "COMMANDS",
    "DUE",
    "OFFICER_COMMANDS",
    "OWN_TICKET_BUTTONS",
    "RESIDENT_BUTTONS",
    "apologise",
    "handle",
    "set_up",
]

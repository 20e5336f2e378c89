"""What we do. `handle` takes what came in and a desk; the tables below read as a contents page."""

from __future__ import annotations

from collections.abc import Callable

from handlers import (
    buttons,
    child,
    consents,
    delivery,
    doors,
    drafts,
    events,
    followups,
    forget,
    hide,
    housekeeping,
    intake,
    invites,
    lists,
    matters,
    membership,
    news,
    nudges,
    officer,
    own_data,
    resident,
    spoken,
)
from handlers.buttons import Press
from handlers.desk import Desk, Talk, open_talk
from handlers.twins import Meant
from storage.model import DueRow, Role, Ticket

COMMANDS: dict[str, Callable[[Talk, str], str | None]] = {
    "start": resident.start,
    "danger": resident.show_danger,
    "menu": resident.show_menu,
    "help": resident.show_help,
    "language": resident.ask_language,
    "my": matters.show_mine,
    "cancel": intake.cancel_by_word,
    "hide": hide.hide,
    "mydata": own_data.show_own,
    "forget": forget.ask,
}
"""In a private chat."""

OFFICER_COMMANDS: dict[str, Callable[[events.CommandSent, Desk], str | None]] = {
    "queue": lists.show_queue,
    "mine": lists.show_mine,
}
"""In the officers' group and in their private chats."""

RESIDENT_BUTTONS: dict[str, Callable[[Talk, Press], None]] = {
    "lang": resident.choose_language,
    "language": resident.press_language,
    "menu": resident.press_menu,
    "danger": resident.press_danger,
    "danger_is": resident.press_danger_is,
    "more": resident.press_more,
    "hide": hide.press_hide,
    "numbers": resident.press_numbers,
    "phone": resident.press_phone,
    "door": doors.open_door,
    "agree": doors.agree,
    "notice_more": doors.read_notice,
    "refuse": doors.refuse_notice,
    "child": child.ask,
    "child_alone": child.show_alone,
    "child_tell": child.tell_desk,
    "guardian": child.ask_guardian,
    "guardian_yes": child.agree_as_guardian,
    "resume": intake.resume,
    "restart": intake.restart,
    "pick": intake.pick,
    "tick": intake.tick,
    "done": intake.finish_ticking,
    "page": intake.turn_page,
    "back": intake.go_back,
    "skip": intake.skip,
    "cancel": intake.cancel,
    "changes": intake.list_changes,
    "change": intake.change,
    "send": intake.send,
    "extra": intake.add_extra,
    "mine": matters.press_mine,
    "matter": matters.show_one,
    "reopen": matters.reopen,
    "withdraw": matters.ask_withdraw,
    "withdraw_yes": matters.withdraw,
    "mydata": own_data.press_own,
    "own_file": own_data.send_file,
    "consents": consents.show,
    "take_back": consents.take_back,
    "forget": forget.press_ask,
    "forget_yes": forget.forget,
    "solved": followups.answer_question,
    "not_yet": followups.answer_question,
    "worse": followups.answer_question,
}

OWN_TICKET_BUTTONS = frozenset({"details", "touch", "resolve", "release", "release_as", "control"})

DUE: dict[str, Callable[[DueRow, Ticket | None, Desk], str | None]] = {
    "nudge": nudges.nudge_group,
    "escalate": nudges.escalate,
    "question": followups.ask_question,
    "silence": followups.take_silence,
    "close": followups.close,
    "news": news.tell_news,
    "draft": drafts.end_draft,
    "forgotten": forget.finish,
    "housekeeping": housekeeping.keep_house,
}
"""What comes by itself. Each returns None, why it was not done, or `put_off`."""


def handle(event: events.AnyEvent, desk: Desk) -> str | None:
    """Do what the event asks for; return None, or in a word why nothing was to be done."""
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
    talk = open_talk(event, desk)
    if press is None or press.action not in RESIDENT_BUTTONS:
        talk.answer(talk.words("press.nothing"))
        resident.show_where_we_are(talk)
        return "unknown_press"
    RESIDENT_BUTTONS[press.action](talk, press)
    return None


def _handle_spoken(event: events.Spoken, desk: Desk) -> str | None:
    if event.where.kind != "private":
        return _handle_in_group(event, desk)
    if isinstance(event, events.CommandSent) and event.name in OFFICER_COMMANDS:
        return OFFICER_COMMANDS[event.name](event, desk)
    talk = open_talk(event, desk)
    desk.records.messages.note(talk.chat.id, event.message, "in", _kind(event), desk.now)
    if isinstance(event, events.CommandSent):
        return COMMANDS.get(event.name, resident.unknown_command)(talk, event.argument)
    taken = spoken.take_message(talk, event)
    if isinstance(taken, Press):
        RESIDENT_BUTTONS[taken.action](talk, taken)
        return None
    if isinstance(taken, Meant):
        return COMMANDS[taken.command](talk, "")
    return taken


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
    """Make the records fit the settings at the start: offices' groups, the first admins, the hourly housekeeping."""
    for office in desk.settings.offices:
        if office.chat_id is not None and desk.group_of(office.id) is None:
            chat = desk.records.chats.meet(str(office.chat_id), "group", desk.now)
            desk.records.chats.set_office(chat.id, office.id)
    for number in desk.settings.officers.admins:
        person = desk.records.people.meet(str(number), desk.now)
        desk.records.people.set_role(person.id, Role.ADMIN)
    desk.records.due.promise("housekeeping", desk.now, again=True)


def emergency_text(desk_phone: str, line: str, words: Callable[..., str]) -> str:
    """Return what is said when nothing can be stored: the numbers, and that this was not received."""
    return words("error.full", phone=desk_phone, emergency=line)


__all__ = ["apologise", "emergency_text", "handle", "set_up"]

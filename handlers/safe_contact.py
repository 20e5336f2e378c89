"""Safe contact: how somebody who could be in danger is reached. Everything the desk says of itself to them waits here.

The desk holds what nobody asked for (`Desk.post`); the clock then asks, once, inside the hours they gave, in words that
give nothing away, whether it is a good time. Only after their Yes does it come. A word that they were told stops all.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

import msgspec

from handlers import buttons, commands
from handlers.buttons import Press
from handlers.commands import Buttons, NoKeys, Post
from handlers.desk import Desk, Talk
from handlers.forms.answers import Answer, chosen
from handlers.forms.form import Form
from handlers.heard import plain
from handlers.hours import Span
from handlers.texts import Words
from storage.model import DueRow, Person, Priority, SafeContact, Ticket


class Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody said of how to reach them. `hours` are spans in the station's zone, where messages go by them."""

    messages: Literal["safe", "hours", "unsafe"]
    call: Literal["yes", "quietly", "no"]
    hours: tuple[str, ...] = ()


_NOT_KNOWN = Rules("unsafe", "no")
"""Rules that cannot be read any more: nothing is sent, nobody calls."""


def rules_of(contact: SafeContact) -> Rules:
    try:
        return msgspec.json.decode(contact.rules, type=Rules)
    except msgspec.DecodeError:
        return _NOT_KNOWN


def keep_rules(talk: Talk, form: Form, given: dict[str, Answer]) -> None:
    """From now on reach the person as they answered; what was asked by earlier rules is not asked any more."""
    said = {step.contact: chosen(given.get(step.id)) for step in form.steps if step.contact}
    spans = {option.id: option.hours for step in form.steps if step.contact == "hours" for option in step.options}
    rules = {"messages": said["messages"][0], "call": said["call"][0], "hours": [spans[each] for each in said["hours"]]}
    talk.desk.records.safe_contacts.put(talk.person.id, msgspec.json.encode(rules), talk.desk.now)
    _take_back(talk.person.id, talk.desk)
    if waits(talk):
        ask_later(talk)


def drop_held_of(ticket: Ticket, talk: Talk) -> None:
    """What waited about this ticket is not wanted any more, nor the question whether it may come."""
    talk.desk.records.safe_contacts.drop_held_of(ticket.id)
    if not waits(talk):
        _take_back(talk.person.id, talk.desk)


def may_remind(person: Person, desk: Desk) -> bool:
    """Return whether questions that somebody else would get may come: only to who said that messages are safe."""
    contact = desk.records.safe_contacts.of_person(person.id)
    return contact is None or (rules_of(contact).messages == "safe" and contact.paused_at is None)


def _spans(rules: Rules, desk: Desk) -> list[Span]:
    """Return when messages may come: the hours they gave; else all but the quiet ones, a whole day where none are."""
    if rules.messages == "hours":
        return [Span.parse(hours) for hours in rules.hours]
    quiet = Span.parse(desk.settings.quiet_hours.residents)
    return [Span(quiet.end, quiet.start)]


def next_opening(rules: Rules, desk: Desk, when: datetime) -> datetime:
    """Return `when` if a message may come then, else the next time one may."""
    calendar = desk.settings.calendar
    return min(calendar.out_of(Span(span.end, span.start), when) for span in _spans(rules, desk))


def next_closing(rules: Rules, desk: Desk, when: datetime) -> datetime:
    """Return the end of the hours that hold at `when`; a day later where they never end."""
    ends = [desk.settings.calendar.out_of(span, when) for span in _spans(rules, desk)]
    return max(ends) if max(ends) > when else when + timedelta(days=1)


def knock_slot(person_id: str) -> str:
    return f"knock:{person_id}"


def look(row: DueRow, ticket: Ticket | None, desk: Desk) -> str | None:
    """Something waits: ask whether it is a good time, once, when it may be; else come back when it may."""
    contact = desk.records.safe_contacts.of_person(row.person_id or "")
    if contact is None:
        return "over"
    if contact.asked_at is not None:
        return _look_after(row, contact, desk)
    if reason := _why_silent(contact, desk):
        return reason
    rules = rules_of(contact)
    opening = next_opening(rules, desk, max(desk.now, contact.ask_after or desk.now))
    if opening > desk.now:
        desk.records.due.put_off(row.id, opening)
        return "put_off"
    _knock(contact, desk)
    desk.records.due.put_off(row.id, next_closing(rules, desk, desk.now))
    return "put_off"


def waits(talk: Talk) -> bool:
    """Return whether something waits for the person to say that it is a good time."""
    return talk.desk.records.safe_contacts.has_held(talk.person.id)


def is_asked(talk: Talk) -> bool:
    """Return whether the person was asked, and has not answered."""
    contact = talk.desk.records.safe_contacts.of_person(talk.person.id)
    return contact is not None and contact.asked_at is not None


def _why_silent(contact: SafeContact, desk: Desk) -> str | None:
    if contact.paused_at is not None:
        return "paused"
    if rules_of(contact).messages == "unsafe":
        return "not_safe"
    return None if desk.records.safe_contacts.has_held(contact.person_id) else "nothing"


def _look_after(row: DueRow, contact: SafeContact, desk: Desk) -> str | None:
    """The question went out. One that could not be delivered in its hours is taken back, and asked in the next ones."""
    opening = next_opening(rules_of(contact), desk, desk.now)
    if not desk.records.outbox.is_waiting(knock_slot(contact.person_id)):
        return "asked"
    if opening == desk.now:
        desk.records.due.put_off(row.id, next_closing(rules_of(contact), desk, desk.now))
        return "put_off"
    _take_back(contact.person_id, desk)
    desk.records.due.put_off(row.id, opening)
    return "put_off"


def take_back_late(desk: Desk) -> None:
    """At the start: what was to be asked before the desk went down is not asked outside the hours."""
    for person_id in desk.records.safe_contacts.asked():
        contact = desk.records.safe_contacts.of_person(person_id)
        is_waiting = desk.records.outbox.is_waiting(knock_slot(person_id))
        if contact is not None and is_waiting and next_opening(rules_of(contact), desk, desk.now) > desk.now:
            _take_back(person_id, desk)
            desk.records.due.promise("contact", desk.now, person_id=person_id, again=True)


def _take_back(person_id: str, desk: Desk, after: datetime | None = None) -> None:
    """The question stands no longer, and one that has not gone out yet does not go."""
    desk.records.outbox.drop_of_slot(knock_slot(person_id), desk.now, "taken_back")
    desk.records.safe_contacts.set_asked(person_id, None, after)


def _knock(contact: SafeContact, desk: Desk) -> None:
    """Ask whether it is a good time; this alone goes out of itself. A question still on the screen is not changed."""
    chat = desk.records.chats.of_person(contact.person_id)
    person = desk.records.people.get(contact.person_id)
    if chat is None or person.unreachable_at is not None:
        return
    words, slot = desk.words_for(person), knock_slot(contact.person_id)
    desk.records.chats.empty_slot(slot)
    desk.records.safe_contacts.set_asked(contact.person_id, desk.now)
    knock = Post(text=words("safe.knock"), markup=knock_buttons(words))
    desk.post_unasked(chat, knock, priority=Priority.REMINDER, slot=slot)


def knock_buttons(words: Words) -> Buttons:
    yes, later = buttons.button(words("safe.yes"), "safe_yes"), buttons.button(words("safe.later"), "safe_later")
    return Buttons(((yes,), (later,)))


def press_yes(talk: Talk, press: Press) -> None:
    """It is a good time: show what waited, oldest first."""
    talk.answer()
    desk, kept = talk.desk, talk.desk.records.safe_contacts
    contact = kept.of_person(talk.person.id)
    held = kept.take_held(talk.person.id) if contact is not None and contact.paused_at is None else []
    if contact is not None:
        _take_back(talk.person.id, desk)
    talk.show(talk.words("safe.here" if held else "safe.nothing"))
    for each in held:
        ticket = desk.records.tickets.find(each.ticket_id or "")
        desk.post(talk.chat, commands.decode(each.payload), ticket=ticket, slot=each.slot)


def press_later(talk: Talk, press: Press) -> None:
    """It is no good time: ask again in the next hours, not before."""
    talk.answer()
    ask_later(talk)
    talk.show(talk.words("safe.fine"))


def ask_later(talk: Talk) -> None:
    """Ask the person in the hours that come after these; where nothing special holds, do nothing."""
    desk, contact = talk.desk, talk.desk.records.safe_contacts.of_person(talk.person.id)
    if contact is None:
        return
    rules = rules_of(contact)
    is_open = next_opening(rules, desk, desk.now) == desk.now
    after = next_opening(rules, desk, next_closing(rules, desk, desk.now) if is_open else desk.now)
    _take_back(talk.person.id, desk, after)
    desk.records.due.promise("contact", after, person_id=talk.person.id, again=True)


def hear_pause(talk: Talk, text: str) -> Literal["", "paused", "resumed"]:
    """Return what these words do: the one that stops everything lets nothing more out, until they write again.

    Whatever else they write ends an earlier pause; what waited is then asked about in the next hours.
    """
    contact = talk.desk.records.safe_contacts.of_person(talk.person.id)
    if contact is None:
        return ""
    if plain(text) in _pause_words(talk.desk):
        _pause(talk)
        return "paused"
    if contact.paused_at is None:
        return ""
    talk.desk.records.safe_contacts.set_paused(talk.person.id, None)
    ask_later(talk)
    return "resumed"


def _pause_words(desk: Desk) -> set[str]:
    """Return the words in every language of the station: whoever is in a hurry may write any of them."""
    locales = desk.settings.station.locales
    return {plain(word) for locale in locales for word in desk.texts.words(locale)("safe.pause_word").split("|")}


def _pause(talk: Talk) -> None:
    desk = talk.desk
    desk.records.safe_contacts.set_paused(talk.person.id, desk.now)
    _take_back(talk.person.id, desk)
    desk.records.due.skip("contact", "paused", person_id=talk.person.id)
    desk.records.outbox.drop_said(talk.chat.id, desk.now, "paused")
    talk.say(talk.words("safe.fine"), NoKeys())

"""Who belongs where: members of an office's group are its officers; every other group is left at once."""

from __future__ import annotations

from datetime import timedelta

from handlers import events, menus
from handlers.commands import LeaveChat, LookUpMember
from handlers.desk import Desk
from handlers.forms.words import clean
from handlers.texts import Words
from storage.audit import Actor
from storage.model import Chat, Person, Role, Ticket, from_micros

_NO_LASTS = timedelta(minutes=1)
"""Somebody who was no member may have joined since, where the channel does not tell us of it."""
_EVER = from_micros(0)


def office_chat(event: events.FromPerson, desk: Desk) -> Chat | None:
    """Return the office's group this happened in, or None where it is no group of ours or strangers can join it."""
    chat = desk.records.chats.find(event.where.address)
    if chat is None or chat.office is None or event.where.is_public:
        return None
    return chat


def leave_strange_group(event: events.FromPerson, desk: Desk) -> str | None:
    """Go out of a group that is no office's; say nothing there."""
    known = desk.records.chats.find(event.where.address)
    if known is not None and known.office is not None:
        return "public_group"
    chat = known or desk.records.chats.meet(event.where.address, "group", desk.now)
    desk.post(chat, LeaveChat())
    return "strange_group"


def note_member(event: events.MemberChanged, desk: Desk) -> str | None:
    """Somebody joined or left an office's group: from now on they may, or may no longer, act for it."""
    chat = office_chat(event, desk)
    if chat is None:
        return "strange_group"
    person = desk.records.people.meet(event.who.address, desk.now)
    desk.records.people.set_membership(chat.id, person.id, event.is_member, desk.now)
    remember_name(person, event.who.name, desk)
    menus.offer_own(person, desk)
    return None


def note_own_move(event: events.BotMoved, desk: Desk) -> str | None:
    """The bot was put into a group or taken out of it."""
    chat = office_chat(event, desk)
    if chat is None:
        return leave_strange_group(event, desk) if event.is_member else "strange_group"
    if not event.is_member:
        tell_admins(desk, "admin.out_of_group", office=chat.office or "")
    return None


def is_officer(person: Person, chat: Chat, event: events.FromPerson, desk: Desk) -> bool | None:
    """Return whether the person may act for this office, or None where the channel was asked just now.

    When it answers, the event is handled again.
    """
    is_member = desk.records.people.is_member(chat.id, person.id, desk.now - _NO_LASTS)
    if is_member is None:
        look_up(chat, event, desk)
    return is_member


def look_up(chat: Chat, event: events.FromPerson, desk: Desk) -> None:
    """Ask the channel whether whoever caused the event is in the chat."""
    if isinstance(event, events.ButtonPressed):
        desk.postpone(event)
    desk.post_apart(chat, LookUpMember(who=event.who.address), about=event)


def note_looked_up(event: events.CallAnswered, about: events.FromPerson, desk: Desk) -> bool:
    """Store what the channel said of a member; a failed look counts as no. Return whether to handle `about` again."""
    chat = desk.records.chats.get(event.chat)
    person = desk.records.people.meet(about.who.address, desk.now)
    is_member = event.result.get("is_member") == "yes"
    desk.records.people.set_membership(chat.id, person.id, is_member, desk.now)
    if is_member:
        remember_name(person, event.result.get("name", "") or about.who.name, desk)
    return True


def remember_name(person: Person, name: str, desk: Desk) -> None:
    """Keep an officer's name, in one line and as it is seen: residents are told who handles their matter."""
    name = " ".join(clean(name).split())
    if name and name != person.name:
        desk.records.people.set_name(person.id, name)


def actor_of(person: Person) -> Actor:
    return Actor(person.id, "officer" if person.role is Role.RESIDENT else str(person.role))


def chiefs(desk: Desk) -> list[Person]:
    """Return who hears of what nobody claims: the chiefs, or the admins where there is none."""
    return desk.records.people.with_role(Role.CHIEF) or desk.records.people.with_role(Role.ADMIN)


def is_trained(person: Person, desk: Desk) -> bool:
    """Return whether the station names the person for restricted matters, and they have not left its groups since."""
    if not desk.settings.is_named_trained(person.address):
        return False
    groups = [chat for office in desk.settings.offices if (chat := desk.group_of(office.id))]
    known = {desk.records.people.is_member(chat.id, person.id, _EVER) for chat in groups}
    return True in known or False not in known


def trained(desk: Desk) -> list[Person]:
    """Return who handles restricted matters."""
    found = [desk.records.people.find(str(number)) for number in desk.settings.officers.trained]
    return [person for person in found if person is not None and is_trained(person, desk)]


def may_see_restricted(ticket: Ticket, person: Person, desk: Desk) -> bool:
    """Return whether the person is one of the trained, and not who it is about."""
    return person.id != ticket.resident_id and is_trained(person, desk)


def tell_admins(desk: Desk, key: str, **values: object) -> None:
    for person in desk.records.people.with_role(Role.ADMIN):
        words: Words = desk.words_for(person)
        desk.tell(person, words(key, **values))


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

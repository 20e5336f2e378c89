"""The desk: what a handler is given. It reads and writes records, and says things by adding outbox rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from handlers import commands, direction, events
from handlers.commands import Buttons, Command, Keys, Markup, Post, SendFile, SendPlace
from handlers.forms.pack import Pack
from handlers.settings import Settings, local_name
from handlers.texts import Texts, Words
from storage.audit import Actor
from storage.model import Chat, Person, Priority, Role, Ticket
from storage.records import Records

_SAID = Post | SendFile | SendPlace
"""What a reader would see or hear come in."""


@dataclass(frozen=True)
class PressAnswer:
    """What a press is answered with, after the commit; never stored."""

    press: str
    text: str = ""
    is_alert: bool = False


@dataclass
class Desk:
    """One desk a row of the inbox. `acting` is the address of whoever acts in it. `answers` is what is told to pressed
    buttons once the row is committed; `postponed` are presses whose answer comes with a later row."""

    records: Records
    settings: Settings
    pack: Pack
    texts: Texts
    now: datetime
    bot_name: str = ""
    acting: str = ""
    answers: list[PressAnswer] = field(default_factory=list)
    postponed: list[str] = field(default_factory=list)

    @property
    def group_words(self) -> Words:
        """The officers' words: their own locale, never the resident's."""
        return self.texts.words(self.settings.officers_locale)

    def words_for(self, person: Person) -> Words:
        """The person's words; an officer who never chose a language reads the officers' one."""
        if person.locale is None and self.is_staff(person):
            return self.group_words
        return self.texts.words(person.locale)

    def when(self, moment: datetime, words: Words) -> str:
        """Return a time as people read it: the station's zone, with its label."""
        return words.when(self.settings.calendar.local(moment), self.name(self.settings.station.timezone_label, words))

    def name(self, names: dict[str, str], words: Words) -> str:
        return local_name(names, words.locale, self.settings.default_locale)

    def is_staff(self, person: Person) -> bool:
        is_named = person.role is not Role.RESIDENT or self.settings.is_named_trained(person.address)
        return is_named or bool(self.records.people.offices_of(person.id))

    def group_of(self, office: str) -> Chat | None:
        return self.records.chats.of_office(office)

    def post(
        self,
        chat: Chat,
        command: Command,
        *,
        priority: Priority = Priority.ANSWER,
        ticket: Ticket | None = None,
        slot: str | None = None,
    ) -> None:
        """Add a command to the outbox. Order holds in a private chat, and in a group within one ticket.

        What nobody asked for waits where its reader may be in danger: see `safe_contact`.
        """
        if isinstance(command, _SAID) and self._is_kept_safe(chat):
            self._hold(chat, command, ticket, slot)
        else:
            self.post_unasked(chat, command, priority=priority, ticket=ticket, slot=slot)

    def post_unasked(
        self,
        chat: Chat,
        command: Command,
        *,
        priority: Priority = Priority.ANSWER,
        ticket: Ticket | None = None,
        slot: str | None = None,
    ) -> None:
        """Add a command to the outbox whoever reads it. Only `safe_contact` asks this way, in its own words."""
        stream = f"{chat.id}:{ticket.id}" if ticket and chat.kind == "group" else chat.id
        if isinstance(command, Post) and self._reads_right_to_left(chat):
            command = _from_the_right(command)
        self.records.outbox.add(
            self.now,
            stream=stream,
            chat_id=chat.id,
            command=type(command).__name__,
            payload=commands.encode(command),
            priority=priority,
            ticket_id=ticket.id if ticket else None,
            slot=slot,
        )

    def _reads_right_to_left(self, chat: Chat) -> bool:
        """Return whether whoever reads in this chat does, by the language that they have at this moment (R5)."""
        if not self.texts.has_right_to_left:
            return False
        words = self.words_for(self.records.people.get(chat.person_id)) if chat.person_id else self.group_words
        return direction.is_right_to_left(words.locale)

    def _is_kept_safe(self, chat: Chat) -> bool:
        """Return whether this would reach somebody who might not be alone with their phone, unasked."""
        if chat.person_id is None or not self.records.safe_contacts.holds_for(chat.person_id):
            return False
        return self.records.people.get(chat.person_id).address != self.acting

    def _hold(self, chat: Chat, command: Command, ticket: Ticket | None, slot: str | None) -> None:
        """Keep the command, and let the clock find a time to ask whether it may come."""
        person_id, payload = chat.person_id or "", commands.encode(command)
        self.records.safe_contacts.hold(
            person_id, self.now, payload, ticket_id=ticket.id if ticket else None, slot=slot
        )
        self.records.due.promise("contact", self.now, person_id=person_id, again=True)

    def post_apart(self, chat: Chat, command: Command, *, about: events.Event) -> None:
        """Ask the channel something without waiting for what else goes to that chat; the result comes as an event."""
        self.records.outbox.add(
            self.now,
            stream=f"ask:{self.records.ids.name()}",
            chat_id=chat.id,
            command=type(command).__name__,
            payload=commands.encode(command),
            priority=Priority.URGENT,
            about=events.encode(about),
        )

    def post_aside(self, chat: Chat, command: Command) -> None:
        """Add a command that no message waits behind, and whose result nobody waits for."""
        self.records.outbox.add(
            self.now,
            stream=f"aside:{chat.id}",
            chat_id=chat.id,
            command=type(command).__name__,
            payload=commands.encode(command),
            priority=Priority.DIGEST,
        )

    def postpone(self, event: events.ButtonPressed) -> None:
        """Leave the press open: a later row will answer it."""
        if not event.is_spent:
            self.postponed.append(event.press)

    def tell(
        self,
        person: Person,
        text: str,
        markup: Markup | None = None,
        *,
        priority: Priority = Priority.REMINDER,
        ticket: Ticket | None = None,
        is_protected: bool = False,
        is_silent: bool = False,
        slot: str | None = None,
    ) -> bool:
        """Say something to a person in private; return False where they cannot be reached."""
        chat = self.records.chats.of_person(person.id)
        if chat is None or person.unreachable_at is not None:
            return False
        self.post(
            chat,
            Post(text=text, markup=markup, is_protected=is_protected, is_silent=is_silent),
            priority=priority,
            ticket=ticket,
            slot=slot,
        )
        return True

    def answer(self, event: events.ButtonPressed, text: str = "", *, is_alert: bool = False) -> None:
        """Answer a press after the commit. One already answered gets its words as a message, where that is possible."""
        if not event.is_spent:
            self.answers.append(PressAnswer(event.press, text, is_alert))
            return
        person = self.records.people.find(event.who.address)
        if text and person is not None:
            self.tell(person, text, priority=Priority.ANSWER)


def _from_the_right(post: Post) -> Post:
    markup = post.markup
    if isinstance(markup, Buttons):
        markup = Buttons(direction.one_a_row(markup.rows))
    elif isinstance(markup, Keys):
        markup = Keys(direction.one_a_row(markup.rows))
    return msgspec.structs.replace(post, text=direction.facing_right(post.text), markup=markup)


@dataclass(frozen=True)
class Talk:
    """A private conversation at this moment: the person, their chat and words, and what they just did."""

    desk: Desk
    event: events.FromPerson
    person: Person
    chat: Chat
    words: Words

    @property
    def actor(self) -> Actor:
        return Actor(self.person.id, str(self.person.role))

    def say(self, text: str, markup: Markup | None = None, *, ticket: Ticket | None = None) -> None:
        """Say something new, below everything else."""
        self.desk.post(self.chat, Post(text=text, markup=markup), ticket=ticket)

    def show(self, text: str, markup: Markup | None = None) -> None:
        """Show the next screen: in place of the one whose button was pressed, while nothing stands below it."""
        message = self._pressed_message()
        self.desk.post(self.chat, Post(text=text, markup=markup if markup else Buttons(()), message=message))

    def _pressed_message(self) -> int | None:
        if not isinstance(self.event, events.ButtonPressed):
            return None
        is_newest = self.event.message >= self.desk.records.messages.newest(self.chat.id)
        return self.event.message if is_newest else None

    def answer(self, text: str = "", *, is_alert: bool = False) -> None:
        """Answer the press, where there was one."""
        if isinstance(self.event, events.ButtonPressed):
            self.desk.answer(self.event, text, is_alert=is_alert)


def open_talk(event: events.FromPerson, desk: Desk) -> Talk:
    """Return the private conversation this event belongs to."""
    person = desk.records.people.meet(event.who.address, desk.now)
    chat = desk.records.chats.meet(event.where.address, "private", desk.now, person.id)
    return Talk(desk, event, person, chat, desk.words_for(person))

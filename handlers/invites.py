"""One-time links that give a role. The link's token is never stored, only its hash."""

from __future__ import annotations

import hashlib

from handlers import events, menus
from handlers.desk import Desk, Talk
from handlers.membership import remember_name
from storage.model import Role, from_micros

PREFIX = "inv_"
"""What the payload of such a link starts with."""


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def note_made(event: events.InviteMade, desk: Desk) -> str | None:
    """Somebody at the machine made a link."""
    desk.records.people.add_invite(event.token_hash, Role(event.role), from_micros(event.expires_at))
    return None


def accept(talk: Talk, payload: str) -> str | None:
    """Give the role to whoever opens the link first; a used, old or made-up one says so, all alike."""
    people, words = talk.desk.records.people, talk.words
    role = people.take_invite(hash_of(payload.removeprefix(PREFIX)), talk.person.id, talk.desk.now)
    if role is None:
        talk.say(words("invite.refused"))
        return "invite_refused"
    people.set_role(talk.person.id, role)
    remember_name(talk.person, talk.event.who.name, talk.desk)
    talk.desk.records.audit.write(talk.desk.now, talk.actor, "invite_used", code=str(role))
    person = people.get(talk.person.id)
    menus.offer_own(person, talk.desk)
    words = talk.desk.words_for(person)  # an officer's from now on, where none was chosen
    talk.say(words("invite.welcome", role=words(f"role.{role}")))
    return None

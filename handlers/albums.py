"""The rest of an album. Its first photo was an answer; nobody knows how many are to come, and nobody waits for them.

Each further one joins that answer, wherever it is by now: in a draft, or in a ticket that was sent meanwhile.
"""

from __future__ import annotations

import msgspec

from handlers import events
from handlers.desk import Talk
from handlers.forms import albums, answers, engine
from handlers.forms.answers import Refused
from storage.model import Draft, Ticket

_JOINED, _LEFT = "joined_album", "rest_of_album"


def is_rest(talk: Talk, event: events.PhotoSent) -> bool:
    """Return whether this is a photo of an album of which another one came before it."""
    return bool(event.album) and _count(talk, event.album) > 1


def take_rest(talk: Talk, event: events.PhotoSent) -> str:
    """Let the photo join the answer of the first one; what is too many is said once. Where the first was no answer,
    that was said of it, and the others are left without a word."""
    for draft in talk.desk.records.drafts.of_person(talk.person.id):
        if joined := _join_draft(talk, draft, event):
            return joined
    for ticket in talk.desk.records.tickets.of_resident(talk.person.id):
        if ticket.is_open and (joined := _join_ticket(talk, ticket, event)):
            return joined
    return _LEFT


def _join_draft(talk: Talk, draft: Draft, event: events.PhotoSent) -> str:
    form, progress = talk.desk.pack.forms.get(draft.form), engine.decode(draft.progress)
    found = albums.find_photo(progress.answers, event.album)
    if form is None or found is None:
        return ""
    step, photo = found
    joined = albums.add_photo(form, step, photo, event.file)
    if isinstance(joined, Refused):
        return _say_too_many(talk, event, joined)
    fuller = msgspec.structs.replace(progress, answers={**progress.answers, step: joined})
    talk.desk.records.drafts.amend(draft.id, engine.encode(fuller))
    return _JOINED


def _join_ticket(talk: Talk, ticket: Ticket, event: events.PhotoSent) -> str:
    tickets, form = talk.desk.records.tickets, talk.desk.pack.forms[ticket.form]
    given = {step: answers.decode(raw) for step, raw in tickets.answers_of(ticket.id).items()}
    found = albums.find_photo(given, event.album)
    if found is None:
        return ""
    step_id, photo = found
    joined = albums.add_photo(form, step_id, photo, event.file)
    if isinstance(joined, Refused):
        return _say_too_many(talk, event, joined)
    step = form.step(step_id)
    assert step is not None  # add_photo has found it
    tickets.put_answer(ticket.id, step_id, answers.encode(joined), step.keep)
    return _JOINED


def _say_too_many(talk: Talk, event: events.PhotoSent, refused: Refused) -> str:
    if _count(talk, event.album) == refused.limits["most"] + 1:
        talk.say(talk.words("refused.many_photos", **refused.limits))
    return _LEFT


def _count(talk: Talk, album: str) -> int:
    return talk.desk.records.messages.count(talk.chat.id, f"album:{album}")

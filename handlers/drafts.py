"""What somebody is filling in: their drafts, kept after every tap, put away when they are over.

Mostly there is one. What interrupts a form, as an urgent one does, is a draft above the other; the one touched last is
where the person is.
"""

from __future__ import annotations

from datetime import timedelta

from handlers import screens
from handlers.desk import Desk, Talk
from handlers.forms import engine
from handlers.forms.form import Form
from handlers.hours import Duration
from storage.model import Draft, DueRow, Ticket


class Filling:
    """A draft that somebody is working on: its form, where they are in it, and how to store the next place."""

    def __init__(self, talk: Talk, draft: Draft, *, is_first: bool = True) -> None:
        self.talk = talk
        self.draft = draft
        self.is_first = is_first
        self.form: Form = talk.desk.pack.forms[draft.form]
        self.progress = engine.decode(draft.progress)

    def keep(self, progress: engine.Progress) -> None:
        """Store where the person is now: in this draft, whatever else is begun."""
        self.progress = progress
        keep(self.talk, self.draft.id, progress, self.draft.ticket_id)

    def cancel(self) -> None:
        """Keep it for as long as a draft is kept, below all others."""
        self.talk.desk.records.drafts.cancel(self.draft.id)

    def end(self) -> None:
        end(self.talk, self.draft.id)


def begin(talk: Talk, progress: engine.Progress, ticket_id: str | None = None) -> None:
    """Open a draft above the others; one of the same form, for the same ticket, gives way to it."""
    for draft in talk.desk.records.drafts.of_person(talk.person.id):
        if (draft.form, draft.ticket_id) == (progress.form, ticket_id):
            talk.desk.records.drafts.end(draft.id)
    keep(talk, talk.desk.records.ids.name(), progress, ticket_id)


def find_begun(talk: Talk, form: Form) -> Draft | None:
    """Return the draft of this form that the person has begun, if there is one."""
    drafts = talk.desk.records.drafts.of_person(talk.person.id)
    return next((draft for draft in drafts if draft.form == form.id and draft.ticket_id is None), None)


def keep(talk: Talk, draft_id: str, progress: engine.Progress, ticket_id: str | None = None) -> None:
    desk, raw = talk.desk, engine.encode(progress)
    desk.records.drafts.put(
        draft_id, talk.person.id, progress.form, raw, progress.version, desk.now, ticket_id=ticket_id
    )
    _plan_end(talk)


def end(talk: Talk, draft_id: str) -> None:
    talk.desk.records.drafts.end(draft_id)
    talk.desk.records.due.hasten("replies", talk.person.id, talk.desk.now)
    _plan_end(talk)


def _plan_end(talk: Talk) -> None:
    """Promise the end of the draft that has waited longest; each has its own day."""
    desk, oldest = talk.desk, talk.desk.records.drafts.oldest(talk.person.id)
    if oldest is None:
        desk.records.due.skip("draft", "over", person_id=talk.person.id)
    else:
        desk.records.due.promise("draft", oldest + _life(desk), person_id=talk.person.id, again=True)


def _life(desk: Desk) -> timedelta:
    return Duration.parse(desk.settings.retention.draft).plain


def open_filling(talk: Talk, draft_id: str | None = None) -> Filling | None:
    """Return what the person is filling in, or the draft of that id where it is theirs.

    A form that the station no longer has is put away with a word.
    """
    drafts = talk.desk.records.drafts.of_person(talk.person.id)
    place = next((at for at, draft in enumerate(drafts) if draft_id in (None, draft.id)), None)
    if place is None:
        return None
    draft = drafts[place]
    form = talk.desk.pack.forms.get(draft.form)
    if form is None or not engine.is_current(form, engine.decode(draft.progress)):
        end(talk, draft.id)
        talk.say(talk.words("draft.outdated"), screens.menu_button(talk.words))
        return None
    return Filling(talk, draft, is_first=place == 0)


def end_draft(row: DueRow, ticket: Ticket | None, desk: Desk) -> str | None:
    """Forms that were begun and never sent go, each 24 h after its last tap."""
    person_id, drafts = row.person_id or "", desk.records.drafts
    if drafts.oldest(person_id) is None:
        return "over"
    drafts.end_older(person_id, desk.now - _life(desk))
    oldest = drafts.oldest(person_id)
    if oldest is None:
        return None
    desk.records.due.put_off(row.id, oldest + _life(desk))
    return "put_off"

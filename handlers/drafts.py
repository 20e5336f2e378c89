"""What somebody is filling in: their draft, kept after every tap, put away when it is over."""

from __future__ import annotations

from handlers import screens
from handlers.desk import Desk, Talk
from handlers.forms import engine
from handlers.forms.form import Form
from handlers.hours import Duration
from storage.model import Draft, DueRow, Ticket


class Filling:
    """A draft that somebody is working on: its form, where they are in it, and how to store the next place."""

    def __init__(self, talk: Talk, draft: Draft) -> None:
        self.talk = talk
        self.draft = draft
        self.form: Form = talk.desk.pack.forms[draft.form]
        self.progress = engine.decode(draft.progress)

    def keep(self, progress: engine.Progress) -> None:
        """Store where the person is now."""
        self.progress = progress
        keep(self.talk, self.draft.id, progress, self.draft.ticket_id)


def keep(talk: Talk, draft_id: str, progress: engine.Progress, ticket_id: str | None = None) -> None:
    desk = talk.desk
    raw = engine.encode(progress)
    desk.records.drafts.put(
        draft_id, talk.person.id, progress.form, raw, progress.version, desk.now, ticket_id=ticket_id
    )
    ends = desk.now + Duration.parse(desk.settings.retention.draft).plain
    desk.records.due.promise("draft", ends, person_id=talk.person.id, again=True)


def drop(talk: Talk) -> None:
    talk.desk.records.drafts.drop(talk.person.id)
    talk.desk.records.due.skip("draft", "over", person_id=talk.person.id)
    talk.desk.records.due.hasten("replies", talk.person.id, talk.desk.now)


def open_filling(talk: Talk) -> Filling | None:
    """Return what the person is filling in; a form that the station no longer has is put away with a word."""
    draft = talk.desk.records.drafts.of_person(talk.person.id)
    if draft is None:
        return None
    form = talk.desk.pack.forms.get(draft.form)
    if form is None or not engine.is_current(form, engine.decode(draft.progress)):
        drop(talk)
        talk.say(talk.words("draft.outdated"), screens.menu_button(talk.words))
        return None
    return Filling(talk, draft)


def end_draft(row: DueRow, ticket: Ticket | None, desk: Desk) -> str | None:
    """A form that was begun and never sent goes, 24 h after the last tap."""
    draft = desk.records.drafts.of_person(row.person_id or "")
    if draft is None:
        return "over"
    ends = draft.updated_at + Duration.parse(desk.settings.retention.draft).plain
    if ends > desk.now:
        desk.records.due.put_off(row.id, ends)
        return "put_off"
    desk.records.drafts.drop(draft.person_id)
    return None

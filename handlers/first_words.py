"""A voice note that comes before anybody asked: kept until its question is known, and then its answer.

It waits as a draft without a form. No officer can see it; who refuses the notice, or cancels, takes it away.
"""

from __future__ import annotations

from handlers import drafts, events
from handlers.desk import Talk
from handlers.first_screen import is_open
from handlers.forms import engine
from handlers.forms.answers import Answer, Refused, Voice, accept
from handlers.forms.form import Form, Step

_WORDS = "words"


def keep(talk: Talk, event: events.VoiceSent) -> str:
    """Keep the note for the form that is chosen next, and return what is told of it; the latest one counts."""
    note = Voice(event.file, event.seconds)
    answered = [accept(step, note) for step in _word_steps(talk)]
    if all(isinstance(each, Refused) for each in answered):
        return _why_not(talk, answered)
    before = talk.desk.records.drafts.first_words(talk.person.id)
    progress = engine.Progress(form="", form_version=0, step="", answers={_WORDS: note})
    drafts.keep(talk, before.id if before else talk.desk.records.ids.name(), progress)
    return talk.words("first.voice_again" if before else "first.voice")


def _word_steps(talk: Talk) -> list[Step]:
    """Return the questions for words behind the doors."""
    forms = [talk.desk.pack.forms[door.form] for door in talk.desk.pack.doors]
    steps = [engine.words_step(form) for form in forms if is_open(form.switch, talk.desk.settings)]
    return [step for step in steps if step is not None]


def _why_not(talk: Talk, answered: list[Answer | Refused]) -> str:
    for each in answered:
        if isinstance(each, Refused):
            return talk.words(f"refused.{each.reason}", **each.limits)
    return talk.words("refused.no_voice_here")


def waiting_for(talk: Talk, form: Form) -> dict[str, Answer]:
    """Return the note as the answer of the form's question for words; nothing where none waits or none is asked."""
    draft, step = talk.desk.records.drafts.first_words(talk.person.id), engine.words_step(form)
    if draft is None or step is None:
        return {}
    return {step.id: engine.decode(draft.progress).answers[_WORDS]}


def drop(talk: Talk) -> None:
    """The note is in its form, or not wanted any more."""
    draft = talk.desk.records.drafts.first_words(talk.person.id)
    if draft is not None:
        drafts.end(talk, draft.id)

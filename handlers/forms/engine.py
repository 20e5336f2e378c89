"""The engine: where somebody is in a form, and where an answer leads.

Pure: every function returns new values, and what it returns can be stored and read back between any two answers.
Functions expect a progress that `is_current` says belongs to the form.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from handlers.forms import path
from handlers.forms.answers import (
    Answer,
    Choice,
    Choices,
    Reason,
    Refused,
    Skipped,
    Text,
    Voice,
    accept,
    chosen,
    in_order,
)
from handlers.forms.form import NOT_SURE, Extra, Form, Step
from handlers.forms.path import (
    category_step,
    community_step,
    hours_step,
    photo_step,
    preset_community,
    reached,
    without_permission,
    words_step,
)
from handlers.forms.progress import AGREED, Done, Input, Progress, Toggle, decode, encode, is_current

__all__ = [
    "AGREED",
    "NOT_SURE",
    "Done",
    "Input",
    "Progress",
    "Reason",
    "Refused",
    "Toggle",
    "add",
    "back",
    "can_change",
    "category_step",
    "change",
    "community_step",
    "decode",
    "encode",
    "ending",
    "file_for",
    "hours_step",
    "is_complete",
    "is_current",
    "is_urgent",
    "leading_to",
    "note_miss",
    "open_step",
    "photo_step",
    "position",
    "preset_community",
    "reached",
    "review_step",
    "skip",
    "start",
    "take",
    "turn_page",
    "without_permission",
    "words_step",
]


def start(form: Form, preset: Mapping[str, Answer] | None = None) -> Progress:
    """Return the first open question. Preset answers that fit are not asked; others are left out."""
    known: dict[str, Answer] = {}
    for step in form.steps:
        given = (preset or {}).get(step.id)
        answer = accept(step, given, form.region) if given is not None else None
        if answer is not None and not isinstance(answer, Refused):
            known[step.id] = answer
    answers = path.prune(form, known)
    return _go_on(form, Progress(form=form.id, form_version=form.version, step="", answers=answers))


def add(form: Form, extra_id: str, answers: Mapping[str, Answer] | None = None) -> Progress:
    """Return one open extra of a ticket already sent; after its answer the progress is complete.

    Raises KeyError for an extra that the form does not have.
    """
    extra = {extra.id: extra for extra in form.extras}[extra_id]
    given = dict(answers or {})
    opened = Progress(form=form.id, form_version=form.version, step="", answers=given, mode="add")
    return _ask(opened, extra, chosen(given.get(extra_id)))


def take(form: Form, progress: Progress, given: Input) -> Progress | Refused:
    """Return where the answer leads: the next question or the review; or why it was not taken.

    Words or a voice note at the review answer the step that is asked there.
    """
    step = open_step(form, progress) or _taken_at_review(form, progress, given)
    if step is None:
        return Refused(Reason.NOTHING_OPEN)
    read = _read(step, given, progress)
    if isinstance(read, Toggle):
        return _tick(step, progress, read.option)
    accepted = read if isinstance(read, Refused) else accept(step, read, form.region)
    return accepted if isinstance(accepted, Refused) else _answer(form, progress, step, accepted)


def skip(form: Form, progress: Progress) -> Progress | Refused:
    """Return where leaving the open question unanswered leads; refused where it needs an answer."""
    return take(form, progress, Skipped())


def back(form: Form, progress: Progress) -> Progress | None:
    """Return the question before, as it was before it was answered; None where there is none.

    From a change it is the place from which the change was begun.
    """
    if progress.mode == "add":
        return None
    if progress.mode == "change":
        return _go_on(form, progress)
    step = form.step(progress.trail[-1]) if progress.trail else None
    if step is None:
        return None
    answers = {name: answer for name, answer in progress.answers.items() if name != step.id}
    undone = msgspec.structs.replace(
        progress, answers=path.prune(form, answers), trail=progress.trail[:-1], mode="fill"
    )
    return _ask(undone, step, chosen(progress.answers.get(step.id)))


def change(form: Form, progress: Progress, step_id: str) -> Progress:
    """Return one answered question open again, or the one asked at the review; unchanged where that is not possible.

    Its old answer stands until a new one is given. New questions that one opens are asked before the review.
    """
    step = form.step(step_id)
    if step is None or not can_change(form, progress, step_id):
        return progress
    return _ask(msgspec.structs.replace(progress, mode="change"), step, chosen(progress.answers.get(step_id)))


def can_change(form: Form, progress: Progress, step_id: str) -> bool:
    """Return whether the step is on the path and was answered, or is the one asked at the review."""
    step = next((step for step in reached(form, progress.answers) if step.id == step_id), None)
    if step is None or progress.mode == "add":
        return False
    return step_id in progress.answers or (step.ask_at == "review" and progress.mode == "review")


def turn_page(form: Form, progress: Progress) -> Progress:
    """Return the next page of a long list. Pages go round: see `Step.page`."""
    if open_step(form, progress) is None:
        return progress
    return _redrawn(progress, page=progress.page + 1, ticks=progress.ticks)


def file_for(progress: Progress, agreed: str) -> Progress:
    """Return the progress as filed for somebody else, who agreed in this way; with "" for oneself."""
    return _redrawn(progress, agreed=agreed)


def note_miss(progress: Progress) -> Progress:
    """Return the progress with one more answer that was not understood; its buttons stay good."""
    return msgspec.structs.replace(progress, misses=progress.misses + 1)


def open_step(form: Form, progress: Progress) -> Step | None:
    """Return the question that is open, None at the review, at an ending and after an extra."""
    return form.step(progress.step) if progress.step else None


def review_step(form: Form, progress: Progress) -> Step | None:
    """Return the step that the review asks beside its summary, where the form has one on this path."""
    return next((step for step in reached(form, progress.answers) if step.ask_at == "review"), None)


def position(form: Form, progress: Progress) -> tuple[int, int]:
    """Return "question 3 of 7" as (3, 7), leaving out what was known beforehand; at the review (7, 7)."""
    if progress.mode == "add":
        return (1, 1)
    seen = {progress.step, *progress.trail}
    turns = path.turns(form, progress.answers)
    asked = [step.id for step in turns if step.id in seen or step.id not in progress.answers]
    number = asked.index(progress.step) + 1 if progress.step in asked else len(asked)
    return (number, len(asked))


def is_complete(form: Form, progress: Progress) -> bool:
    """Return whether it can be sent: everything asked is answered and nothing is open; or the extra is answered."""
    if progress.mode == "add":
        return not progress.step
    return progress.mode == "review" and path.asked_next(form, progress.answers) is None


def ending(form: Form, progress: Progress) -> str | None:
    """Return the pack's card that is shown instead of going on, where an answer ended the form; no ticket is made."""
    return path.ending(form, progress.answers)


def leading_to(form: Form, progress: Progress) -> str | None:
    """Return the form that is opened instead of going on, where an answer led there; nothing is carried over."""
    return path.leading_to(form, progress.answers)


def is_urgent(form: Form, progress: Progress) -> bool:
    """Return whether the matter is urgent: always, or by what was answered."""
    return path.is_urgent(form, progress.answers)


def _taken_at_review(form: Form, progress: Progress, given: Input) -> Step | None:
    is_words = progress.mode == "review" and isinstance(given, Text | Voice)
    return review_step(form, progress) if is_words else None


def _read(step: Step, given: Input, progress: Progress) -> Answer | Toggle | Refused:
    """Return what is meant: Done gives the ticks, typed words may name a button."""
    if step.type == "choices":
        return _read_ticks(step, given, progress)
    if isinstance(given, Toggle | Done):
        return Refused(Reason.NOT_AN_OPTION)
    if step.type == "choice" and isinstance(given, Text):
        named = _named_option(step, given.text)
        return Choice(named) if named else Refused(Reason.NOT_AN_OPTION)
    return given


def _read_ticks(step: Step, given: Input, progress: Progress) -> Answer | Toggle | Refused:
    match given:
        case Done():
            return Choices(progress.ticks)
        case Text():
            named = _named_option(step, given.text)
            return Toggle(named) if named else Refused(Reason.NOT_AN_OPTION)
        case Toggle():
            return given if step.option(given.option) else Refused(Reason.NOT_AN_OPTION)
        case _:
            return given


def _named_option(step: Step, text: str) -> str:
    """Return the option whose button says this, in any language; empty where none does."""
    said = text.strip().casefold()
    return next((option.id for option in step.options if said in map(str.casefold, option.label.values())), "")


def _tick(step: Step, progress: Progress, option: str) -> Progress:
    ticks = set(progress.ticks) ^ {option}
    return _redrawn(progress, ticks=in_order(step, tuple(ticks)).choices, page=progress.page)


def _answer(form: Form, progress: Progress, step: Step, answer: Answer) -> Progress:
    if isinstance(step, Extra):
        return _redrawn(progress, answers={**progress.answers, step.id: answer}, step="")
    answers = path.settle(form, progress.answers, step, answer)
    trail = list(progress.trail)
    if step.ask_at == "turn" and step.id not in trail:
        trail.append(step.id)
    kept = tuple(name for name in trail if name in answers)
    return _go_on(form, msgspec.structs.replace(progress, answers=answers, trail=kept))


def _go_on(form: Form, progress: Progress) -> Progress:
    """Return the next open question, or the review where there is none; where an answer ended the form, neither."""
    step = path.asked_next(form, progress.answers)
    mode = "fill" if step or path.is_ended(form, progress.answers) else "review"
    return _redrawn(progress, step=step.id if step else "", mode=mode)


def _ask(progress: Progress, step: Step, ticks: tuple[str, ...]) -> Progress:
    """Return the progress with this question open, ticked as it was."""
    kept = in_order(step, ticks).choices if step.type == "choices" else ()
    return _redrawn(progress, step=step.id, ticks=kept)


def _redrawn(progress: Progress, **changes: object) -> Progress:
    """Return the progress with another screen: one version on, and what belonged to the old screen gone."""
    fresh: dict[str, object] = {"version": progress.version + 1, "misses": 0, "page": 0, "ticks": ()}
    return msgspec.structs.replace(progress, **{**fresh, **changes})

"""Checks: what is wrong with a form, found when it is loaded and never by a resident (STYLE 21)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from handlers.forms.names import label_problems, question_problems
from handlers.forms.restricted import restricted_problems
from handlers.hours import Span

if TYPE_CHECKING:
    from handlers.forms.form import Form, Option, OptionRef, Step, When

_ID = re.compile(r"[a-z0-9_]{1,12}")
_MOST_TEXT, _LONGEST_VOICE = 500, 60  # characters, seconds: longer is not read on a phone
_MOST_PHOTOS = 10  # an album holds no more
_BY_BUTTON = ("choice", "choices")
_IN_WORDS = ("words", "text", "media", "photo", "phone", "spot")
_OWN_KEEP = {"words", "text", "media", "photo", "phone"}


def find_problems(form: Form, file_stem: str) -> list[str]:
    """Return what is wrong, each with its step and a remedy; an empty list where all is well."""
    steps = (*form.steps, *form.extras)
    problems = [*_form_problems(form, file_stem)]
    for step in steps:
        problems += [f"step {step.id}: {problem}" for problem in _step_problems(step, form)]
    for extra in form.extras:
        problems += label_problems(extra.button, f"step {extra.id}: button")
    return problems


def _form_problems(form: Form, file_stem: str) -> Iterator[str]:
    if form.id != file_stem:
        yield f"id {form.id!r} is not the file's name; call it {file_stem!r}"
    if form.version < 1:
        yield f"version {form.version} is too low; begin with 1 and add 1 at every change"
    yield from _id_problems([form.id], "form")
    yield from _id_problems([step.id for step in (*form.steps, *form.extras)], "step")
    yield from _id_problems([outcome.id for outcome in form.outcomes], "outcome")
    for outcome in form.outcomes:
        yield from label_problems(outcome.label, f"outcome {outcome.id}: label")
    if not form.outcomes:
        yield "outcomes is empty; say how such a matter can end"
    if form.urgent_when is not None:
        yield from (f"urgent_when: {problem}" for problem in _when_problems(form.urgent_when, form.steps))
    yield from _notice_problems(form)
    yield from restricted_problems(form)
    for only, found in _at_most_one(form):
        if len(found) > 1:
            yield f"{only} stands at {' and '.join(found)}; keep one"
    if form.is_sent_at_once and (form.review or form.before_send):
        yield "is_sent_at_once, but a review or before_send comes before Send; take one of them out"


def _at_most_one(form: Form) -> list[tuple[str, list[str]]]:
    return [
        ("type 'community'", [step.id for step in form.steps if step.type == "community"]),
        ("card 'category'", [step.id for step in form.steps if step.card == "category"]),
        ("change", [step.id for step in form.steps if step.change]),
        ("ask_at 'review'", [step.id for step in form.steps if step.ask_at == "review"]),
    ]


def _notice_problems(form: Form) -> Iterator[str]:
    """A form without any notice may ask nothing that could identify its writer (R6)."""
    if form.notice != "none":
        return
    for step in form.steps:
        if step.type in _OWN_KEEP:
            yield f"notice is 'none', but step {step.id} takes {step.type}; show a notice or take the step out"
        if step.type == "spot" and step.takes_voice:
            yield f"notice is 'none', but in step {step.id} a voice would say who speaks; add takes_voice = false"


def _step_problems(step: Step, form: Form) -> Iterator[str]:
    yield from question_problems(step.ask, "ask")
    yield from _option_problems(step, form)
    yield from _limit_problems(step)
    yield from _privacy_problems(step)
    yield from _change_problems(step, form)
    if step.when is not None:
        yield from (f"when: {problem}" for problem in _when_problems(step.when, _before(step, form)))
    if step.ask_at == "review" and not (step.optional and step.type == "words"):
        yield "ask_at is 'review', which takes an optional step of type 'words' only; ask it in its turn"


def _change_problems(step: Step, form: Form) -> Iterator[str]:
    """An answer that may change later must lead nowhere else: no question hangs on it, nothing ends with it."""
    if not step.change:
        return
    yield from label_problems(step.change, "change")
    if step.type != "choice" or step.consent or any(option.ends or option.takes_back for option in step.options):
        yield "change is for a plain question of type 'choice'; take it out"
    yield from (f"change: step {other.id} hangs on the answer; take change out" for other in _hanging_on(step, form))


def _hanging_on(step: Step, form: Form) -> list[Step]:
    return [other for other in form.steps if other.when is not None and other.when.step == step.id]


def _option_problems(step: Step, form: Form) -> Iterator[str]:
    takes_options = step.type in _BY_BUTTON
    if takes_options != bool(step.options):
        yield f"type {step.type!r} {'needs options' if takes_options else 'takes no options'}; change one of the two"
    if len(step.options) > 6 and not step.more_after:
        yield f"{len(step.options)} options are more than 6; say with more_after how many stand before [More]"
    if not 0 <= step.more_after <= 6:
        yield f"more_after is {step.more_after}; a screen holds 1 to 6 answers"
    yield from _id_problems([option.id for option in step.options], "option")
    for option in step.options:
        yield from label_problems(option.label, f"option {option.id}: label")
        if option.leads_to and option.ends:
            yield f"option {option.id}: ends and leads_to cannot both be; take one out"
        yield from _taken_back_problems(option, step, form)
        if option.hours:
            yield from _hours_problems(option)


def _taken_back_problems(option: Option, step: Step, form: Form) -> Iterator[str]:
    if option.takes_back is None:
        return
    target = option.takes_back
    earlier = next((other for other in _before(step, form) if other.id == target.step), None)
    if earlier is None or earlier.type != "choices" or earlier.option(target.option) is None:
        yield f"option {option.id}: takes_back {_named(target)}, which no earlier step lets one tick; correct it"


def _hours_problems(option: Option) -> Iterator[str]:
    try:
        Span.parse(option.hours)
    except ValueError as error:
        yield f"option {option.id}: hours: {error}"


def _named(target: OptionRef) -> str:
    return f"{target.step!r} {target.option!r}"


def _when_problems(when: When, earlier: Iterable[Step]) -> Iterator[str]:
    if bool(when.any_of) == bool(when.none_of):
        yield "give either `is` or `not`, with the options it speaks of"
    step = next((step for step in earlier if step.id == when.step), None)
    if step is None:
        yield f"step {when.step!r} is not asked earlier; name one that is"
    elif step.type not in _BY_BUTTON:
        yield f"step {when.step!r} is answered in words; name one answered by button"
    else:
        unknown = [name for name in (*when.any_of, *when.none_of) if step.option(name) is None]
        yield from (f"step {when.step!r} has no option {name!r}; name one it has" for name in unknown)


def _before(step: Step, form: Form) -> tuple[Step, ...]:
    """Return the steps asked before this one; an extra comes after all of them, and after no other extra."""
    ids = [other.id for other in form.steps]
    return form.steps[: ids.index(step.id)] if step.id in ids else form.steps


def _limit_problems(step: Step) -> Iterator[str]:
    limits = step.limits
    if not 0 < limits.least <= limits.most <= _MOST_TEXT:
        yield f"limits: least {limits.least}, most {limits.most}; keep 1 ≤ least ≤ most ≤ {_MOST_TEXT}"
    if not 0 < limits.shortest_voice <= limits.longest_voice <= _LONGEST_VOICE:
        seconds = f"shortest_voice {limits.shortest_voice}, longest_voice {limits.longest_voice}"
        yield f"limits: {seconds}; keep 1 ≤ shortest ≤ longest ≤ {_LONGEST_VOICE}"
    if not 1 <= limits.most_photos <= _MOST_PHOTOS:
        yield f"limits: most_photos {limits.most_photos}; keep 1 ≤ most_photos ≤ {_MOST_PHOTOS}"
    if limits.most_photos > 1 and step.type not in ("media", "photo"):
        yield f"limits: most_photos is {limits.most_photos}, but type {step.type!r} takes no photo; take it out"


def _privacy_problems(step: Step) -> Iterator[str]:
    """What a group sees comes from buttons and public places only (R9); what people wrote is never kept as plain."""
    if step.card in ("category", "fact") and step.type not in _BY_BUTTON:
        yield f"card {step.card!r} would show {step.type} to the group; only what was chosen by button may"
    if step.card == "category" and step.type != "choice":
        yield "card 'category' needs type 'choice'; a matter has one category"
    if step.card in ("spot", "place_until_claim") and step.type != "spot":
        yield f"card {step.card!r} needs type 'spot'; take one of the two out"
    if step.card and step.keep == "sensitive":
        yield "keep is 'sensitive', so the group may not see it; take card out"
    if step.type in _IN_WORDS and step.keep == "plain":
        yield "keep is 'plain', but people write or send it themselves; choose 'text', 'place' or 'sensitive'"
    if step.type == "spot" and step.keep != "place":
        yield f"keep is {step.keep!r}; a spot is kept as 'place'"


def _id_problems(ids: list[str], what: str) -> Iterator[str]:
    for name in ids:
        if not _ID.fullmatch(name):
            yield f"{what} id {name!r} does not fit into a button; use 1 to 12 of a-z, 0-9 and _"
    for name, count in Counter(ids).items():
        if count > 1:
            yield f"{what} id {name!r} stands {count} times; give each its own"

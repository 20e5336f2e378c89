"""Checks of a restricted form, whose writer may be in danger: none of it shows, and it settles how they are reached."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from handlers.hours import Span

if TYPE_CHECKING:
    from handlers.forms.form import Form, Step

_OPTIONS: dict[str, set[str]] = {"messages": {"safe", "hours", "unsafe"}, "call": {"yes", "quietly", "no"}}
"""The options of such a question, since the desk keeps to them."""


def restricted_problems(form: Form) -> Iterator[str]:
    """Yield what is wrong, each with its remedy."""
    asked = {step.contact: step for step in form.steps if step.contact}
    if form.is_restricted != (form.notice == "card"):
        yield "is_restricted and notice 'card' go together; give both or neither"
    if form.is_restricted != bool(asked):
        yield "is_restricted needs the questions with contact 'messages', 'hours' and 'call', other forms have none"
    if not form.is_restricted:
        return
    yield from (
        f"contact {name!r} is asked by no step; add one" for name in ("messages", "hours", "call") if name not in asked
    )
    for step in form.steps:
        if step.card:
            yield f"step {step.id}: card {step.card!r}, but a group sees nothing of a restricted form; take it out"
        yield from (f"step {step.id}: {problem}" for problem in _contact_problems(step))


def _contact_problems(step: Step) -> Iterator[str]:
    ids = {option.id for option in step.options}
    if step.contact in _OPTIONS and ids != _OPTIONS[step.contact]:
        yield f"contact {step.contact!r} needs the options {sorted(_OPTIONS[step.contact])}, not {sorted(ids)}"
    if step.contact in _OPTIONS and (step.type != "choice" or step.optional or step.when is not None):
        yield f"contact {step.contact!r} is asked of everybody, with one answer: type 'choice', not optional, no when"
    if step.contact == "hours" and (step.type != "choices" or step.optional):
        yield "contact 'hours' needs type 'choices' and an answer; one may be safe at several times"
    if step.contact == "hours" and (step.when is None or step.when.any_of != ("hours",)):
        yield "contact 'hours' is asked only when messages are safe at some hours: when = { step = …, is = ['hours'] }"
    for option in step.options:
        if bool(option.hours) != (step.contact == "hours"):
            yield f"option {option.id}: hours belong to the options of contact 'hours', and to no others"
        elif option.hours:
            yield from _span_problems(option.id, option.hours)


def _span_problems(option: str, hours: str) -> Iterator[str]:
    try:
        span = Span.parse(hours)
    except ValueError as error:
        yield f"option {option}: hours: {error}"
        return
    if span.start == span.end:
        yield f"option {option}: hours {hours!r} is no time at all; let it end later than it starts"

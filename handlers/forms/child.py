"""The path of a child, as a pack says it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from handlers.forms.form import Part
from handlers.forms.names import Names, label_problems, question_problems


class Child(Part, frozen=True, kw_only=True):
    """The file child.toml.

    `label` stands on the notice. `numbers` are shown first. `ask`: whether a grown-up is there; `guardian`: what that
    grown-up agrees to, in this `version`; `alone`: what a child reads who is alone. `form` is what a call for help is
    kept as.
    """

    version: str
    form: str
    numbers: tuple[str, ...]
    label: Names
    ask: Names
    guardian: Names
    alone: Names


def child_problems(child: Child, forms: Collection[str], numbers: Collection[str], file: str) -> Iterator[str]:
    """Yield what is wrong with a pack's child.toml: words too long, a form or a number that is not there."""
    yield from label_problems(child.label, f"{file}: label")
    yield from question_problems(child.ask, f"{file}: ask")
    if child.form not in forms:
        yield f"{file}: form: {child.form!r} is no form of this pack; name one of {', '.join(sorted(forms))}"
    unknown = [name for name in child.numbers if name not in numbers]
    yield from (f"{file}: numbers: {name!r} is unknown; add it to numbers.toml" for name in unknown)

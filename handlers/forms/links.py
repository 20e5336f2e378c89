"""Links: what a poster is for. Its code opens a form with answers that stand on the wall anyway; data from TOML."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from handlers.forms.form import Form, Part
from handlers.forms.names import Names, question_problems

_ID = re.compile(r"[a-z0-9_]{1,12}")
FILE = "links.toml"


class Link(Part, frozen=True, kw_only=True):
    """One purpose. `label`: the sentence on the poster. `answers`: the option of each question answered beforehand."""

    id: str
    form: str
    label: Names
    answers: Mapping[str, str] = {}


class Links(Part, frozen=True, kw_only=True):
    """The file links.toml."""

    links: tuple[Link, ...]


def find_problems(links: Sequence[Link], forms: Mapping[str, Form]) -> Iterator[str]:
    """Yield links that lead nowhere, or would answer what only the person may answer."""
    for name, count in Counter(link.id for link in links).items():
        if count > 1:
            yield f"{FILE}: link id {name!r} stands {count} times; give each its own"
    for link in links:
        yield from (f"{FILE}: link {link.id}: {problem}" for problem in _link_problems(link, forms))


def _link_problems(link: Link, forms: Mapping[str, Form]) -> Iterator[str]:
    if not _ID.fullmatch(link.id):
        yield "id does not fit into a link; use 1 to 12 of a-z, 0-9 and _"
    yield from question_problems(link.label, "label")
    if link.id in forms and (link.form != link.id or link.answers):
        yield f"{link.id!r} is the name of a form, so it can only lead to that form as it is; choose another id"
    if link.form not in forms:
        yield f"form {link.form!r} is no form of this pack; name one of {', '.join(sorted(forms))}"
        return
    form = forms[link.form]
    if link.answers and not form.review:
        yield f"answers: {form.id} has no review, where they could be changed; take them out"
    for step, option in link.answers.items():
        yield from (f"answers: {step}: {problem}" for problem in _answer_problems(form, step, option))


def _answer_problems(form: Form, step_id: str, option_id: str) -> Iterator[str]:
    """A poster may say what is broken; nobody's permission, and nothing that is sensitive about a person (R6)."""
    step = next((step for step in form.steps if step.id == step_id), None)
    if step is None or step.type != "choice":
        yield f"{form.id} has no question of that name with one answer by button; name one"
        return
    option = step.option(option_id)
    if option is None:
        yield f"{option_id!r} is no option; name one of {', '.join(each.id for each in step.options)}"
    elif option.ends:
        yield f"{option_id!r} ends the form; name another option"
    if step.consent or step.keep == "sensitive":
        yield "only the person may answer this; take it out"

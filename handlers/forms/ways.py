"""Ways on: the forms and cards that options, cards and forms of a pack lead to, found missing when it is loaded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from handlers.forms.names import label_problems

if TYPE_CHECKING:
    from handlers.forms.form import Form, Option
    from handlers.forms.pack import Pack


def way_problems(pack: Pack) -> Iterator[str]:
    """Yield what leads nowhere, and features that no form is there for."""
    for name, card in pack.cards.items():
        if card.leads_to:
            yield from label_problems(card.way_on, f"{name}.toml: way_on")
            yield from missing_form(pack, card.leads_to, f"{name}.toml: leads_to")
    for form in pack.forms.values():
        yield from _ways_of(pack, form)
    if "safety" in pack.features and not any(form.needs == "safety" for form in pack.forms.values()):
        yield "[station] features.safety is true, but no form of the pack needs it; set it to false, or add one"


def missing_form(pack: Pack, form: str, where: str) -> Iterator[str]:
    if form not in pack.forms:
        yield f"{where}: {form!r} is no form of this pack; name one of {', '.join(sorted(pack.forms))}"


def _ways_of(pack: Pack, form: Form) -> Iterator[str]:
    if form.notice_card and form.notice_card not in pack.cards:
        yield f"{form.id}.toml: notice_card {form.notice_card!r} is no card of this pack; add it"
    for step in form.steps:
        for option in step.options:
            yield from _option_ways(pack, option, f"{form.id}.toml: step {step.id}: option {option.id}")


def _option_ways(pack: Pack, option: Option, where: str) -> Iterator[str]:
    if option.ends and option.ends not in pack.cards:
        yield f"{where} ends in {option.ends!r}, which is no card"
    if option.leads_to:
        yield from missing_form(pack, option.leads_to, f"{where}: leads_to")

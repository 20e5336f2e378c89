"""What the code on a poster says: a community, a purpose, or both. It only presets; which poster it was is not kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from handlers import invites
from handlers.buttons import Press
from handlers.first_screen import is_open
from handlers.forms import engine
from handlers.forms.answers import Answer, Choice
from handlers.forms.form import Form
from handlers.forms.pack import Pack
from handlers.settings import Settings

OFFICER = "officer"
"""The payload by which somebody says to be an officer."""


class Knows(Protocol):
    """Who knows the station and its pack: a desk, or the program before it has one."""

    @property
    def settings(self) -> Settings: ...

    @property
    def pack(self) -> Pack: ...


def read(payload: str, desk: Knows) -> Press | None:
    """Return the press that `c02`, `light` or `c02-light` stands for; None where it says nothing we know.

    It is a press on a door, or, where no purpose is named, on the way to the first screen.
    """
    community, _, purpose = payload.rpartition("-")
    if _is_community(payload, desk):
        return Press("menu", payload)
    if _is_purpose(payload, desk):
        return Press("door", value=payload)
    if _is_community(community, desk) and _is_purpose(purpose, desk):
        return Press("door", community, value=purpose)
    return None


def _is_community(name: str, desk: Knows) -> bool:
    return desk.settings.community(name) is not None


def _is_purpose(name: str, desk: Knows) -> bool:
    return name in desk.pack.links and form_of(name, desk) is not None


def form_of(purpose: str, desk: Knows) -> Form | None:
    """Return the form that a link's purpose, or a door, leads to; None where there is none or it is switched off."""
    link = desk.pack.links.get(purpose)
    form = desk.pack.open_form(link.form if link else purpose)
    return form if form is not None and is_open(form.kind, desk.settings) else None


def preset(press: Press, form: Form, desk: Knows) -> dict[str, Answer]:
    """Return what the press on a door answers beforehand."""
    link = desk.pack.links.get(press.value)
    given: dict[str, Answer] = {step: Choice(option) for step, option in (link.answers if link else {}).items()}
    # A form without a review has no place to change what was known: somebody unwell lies where they lie.
    community = press.id if form.review and _is_community(press.id, desk) else None
    return {**engine.preset_community(form, community), **given}


def find_clashes(settings: Settings, pack: Pack) -> Iterator[str]:
    """Yield communities whose name could mean something else in a link."""
    for community in settings.communities:
        before, _, after = community.id.rpartition("-")
        is_both = after in pack.links and settings.community(before) is not None
        if community.id in {*pack.links, OFFICER} or is_both or community.id.startswith(invites.PREFIX):
            yield f"[[communities]] id {community.id!r} means something else in a poster's link; give it another id"

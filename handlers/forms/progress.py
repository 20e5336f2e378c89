"""Progress: where somebody is in a form, as it is stored between any two answers."""

from __future__ import annotations

from typing import Literal

import msgspec

from handlers.forms.answers import Answer
from handlers.forms.form import Form


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """Where somebody is.

    `step` is the open question, empty at the review, at an ending and after an extra. `version` grows by one at every
    change of what is on the screen, so that a late tap can be told. `ticks` are those of the open multi-choice,
    `trail` the steps answered, in the order of answering. `agreed`: how somebody else, whom it is about, agreed.
    """

    form: str
    form_version: int
    step: str
    answers: dict[str, Answer] = {}
    version: int = 0
    mode: Literal["fill", "review", "change", "add"] = "fill"
    misses: int = 0
    page: int = 0
    ticks: tuple[str, ...] = ()
    trail: tuple[str, ...] = ()
    agreed: str = ""


class Toggle(msgspec.Struct, frozen=True):
    """One option of a multi-choice was ticked, or unticked."""

    option: str


class Done(msgspec.Struct, frozen=True):
    """The ticks of a multi-choice are as they should be."""


AGREED = ("beside", "by_phone")
"""How somebody whom another person files for has agreed."""
Input = Answer | Toggle | Done

_decoder = msgspec.json.Decoder(Progress)


def encode(progress: Progress) -> bytes:
    """Return the progress as JSON, readable by `decode`."""
    return msgspec.json.encode(progress)


def decode(raw: bytes) -> Progress:
    """Return the progress that `encode` wrote; one that can't be read any more fits no form (see `is_current`)."""
    try:
        return _decoder.decode(raw)
    except msgspec.DecodeError:
        return Progress(form="", form_version=0, step="")


def is_current(form: Form, progress: Progress) -> bool:
    """Return whether the progress was made with this version of the form; if not, say so and offer to start again."""
    steps = {progress.step, *progress.answers, *progress.trail} - {""}
    is_same = (progress.form, progress.form_version) == (form.id, form.version)
    return is_same and all(form.step(name) is not None for name in steps)

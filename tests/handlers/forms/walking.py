"""Walking a form: give it answers one after another."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.forms import engine
from handlers.forms.answers import Answer, Choice, Reason, Text
from handlers.forms.engine import Done, Input, Progress, Refused, Toggle
from handlers.forms.form import Form

STORY = Text("灯坏了三天")
DISPUTE: list[Input] = [Choice("noise"), Choice("c02"), Text("3号楼"), STORY, Choice("face")]
TICKED: list[Input] = [Toggle("income"), Toggle("illness"), Done()]


def walk(form: Form, *inputs: Input, preset: Mapping[str, Answer] | None = None) -> Progress:
    return go_on(form, engine.start(form, preset), *inputs)


def go_on(form: Form, progress: Progress, *inputs: Input) -> Progress:
    for given in inputs:
        taken = engine.take(form, progress, given)
        assert isinstance(taken, Progress), (progress.step, given, taken)
        progress = taken
    return progress


def reason(taken: Progress | Refused) -> Reason:
    assert isinstance(taken, Refused)
    return taken.reason

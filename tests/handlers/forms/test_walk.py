"""Anybody may do anything at any time, with the state stored and read back in between: there is always a way on."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.forms import engine
from handlers.forms.answers import Answer, Choice, Choices, Phone, Photo, Place, Skipped, Text, Voice
from handlers.forms.engine import Done, Input, Progress, Refused, Toggle
from handlers.forms.form import Form
from handlers.forms.pack import load_pack
from handlers.forms.path import chosen_options

PACKS = [load_pack(name, ("zh-Hans", "en"), features=frozenset({"safety"})) for name in ("generic", "cn")]
FORMS = [form for pack in PACKS for form in pack.forms.values()]
OPTIONS = sorted({option.id for form in FORMS for step in (*form.steps, *form.extras) for option in step.options})
STEPS = sorted({step.id for form in FORMS for step in (*form.steps, *form.extras)})

option_ids = st.sampled_from([*OPTIONS, "c01", engine.NOT_SURE, "no_such"])
any_text = st.one_of(
    st.text(st.characters(), max_size=40), st.sampled_from(["三号楼", "Noise", "+1 202 555 0123", "x" * 501])
)
any_answer: st.SearchStrategy[Answer] = st.one_of(
    option_ids.map(Choice),
    st.lists(option_ids, max_size=3).map(lambda ids: Choices(tuple(ids))),
    any_text.map(Text),
    st.integers(0, 99).map(lambda seconds: Voice("file", seconds)),
    st.just(Photo("file")),
    st.builds(Place, st.floats(-99, 99), st.floats(-199, 199)),
    st.sampled_from(["+12025550123", "", "x"]).map(Phone),
    st.just(Skipped()),
)
any_input: st.SearchStrategy[Input] = st.one_of(any_answer, option_ids.map(Toggle), st.just(Done()))


@st.composite
def fitting(draw: st.DrawFn, form: Form, progress: Progress) -> Input:
    """What a person would give to the open question; so that walks get far."""
    step = engine.open_step(form, progress)
    if step is None:
        return draw(any_input)
    match step.type:
        case "choice":
            return Choice(draw(st.sampled_from([option.id for option in step.options])))
        case "choices":
            ticks: list[Input] = [Toggle(option.id) for option in step.options]
            return draw(st.sampled_from([Done(), *ticks]))
        case "community":
            return Choice("c01")
        case "phone":
            return Phone("+12025550123")
        case "media" | "photo":
            return Photo("file")
        case _:
            return Text("三号楼二单元")


@settings(max_examples=150, deadline=None)
@given(st.data(), st.sampled_from(FORMS), st.dictionaries(st.sampled_from(STEPS), any_answer, max_size=3))
def test_no_walk_ever_gets_stuck(data: st.DataObject, form: Form, preset: dict[str, Answer]) -> None:
    progress = stored(engine.start(form, preset))
    check_way_out(form, progress)
    for _ in range(data.draw(st.integers(1, 20))):
        progress = stored(move(data, form, progress))
        check_way_out(form, progress)


def move(data: st.DataObject, form: Form, progress: Progress) -> Progress:
    """Do one thing that somebody can do, and return where it leads."""
    match data.draw(st.sampled_from(["fit", "fit", "fit", "any", "back", "skip", "change", "page", "miss", "add"])):
        case "fit":
            return give(form, progress, data.draw(fitting(form, progress)))
        case "any":
            return give(form, progress, data.draw(any_input))
        case "back":
            return engine.back(form, progress) or progress
        case "skip":
            skipped = engine.skip(form, progress)
            return progress if isinstance(skipped, Refused) else skipped
        case "change":
            return engine.change(form, progress, data.draw(st.sampled_from(STEPS)))
        case "page":
            return engine.turn_page(form, progress)
        case "add" if form.extras and engine.is_complete(form, progress):
            return engine.add(form, data.draw(st.sampled_from(form.extras)).id)
        case _:
            return engine.note_miss(progress)


def give(form: Form, before: Progress, given: Input) -> Progress:
    after = engine.take(form, before, given)
    if isinstance(after, Refused):
        assert engine.decode(engine.encode(before)) == before
        return before
    assert after.version == before.version + 1
    check_back_undoes(form, before, after)
    return after


def check_back_undoes(form: Form, before: Progress, after: Progress) -> None:
    """An answer to a question in its turn is undone by Back, except where it took an earlier one back."""
    is_plain = before.mode == "fill" and after.trail == (*before.trail, before.step)
    if not is_plain or before.step == after.step:
        return
    step = engine.open_step(form, before)
    assert step is not None
    if any(option.takes_back for option in chosen_options(step, after.answers[step.id])):
        return
    undone = engine.back(form, after)
    assert undone is not None
    assert (undone.step, undone.mode, undone.trail) == (before.step, before.mode, before.trail)
    # What was known beforehand and lies beside the new path is gone with the answer that left it.
    kept = {name: answer for name, answer in before.answers.items() if name != before.step and name in after.answers}
    assert undone.answers == kept


def stored(progress: Progress) -> Progress:
    again = engine.decode(engine.encode(progress))
    assert again == progress
    return again


def check_way_out(form: Form, progress: Progress) -> None:
    """There is a question, or Send, or a card that ends it; and what is kept belongs to the path."""
    number, total = engine.position(form, progress)
    assert 0 < number <= total
    assert engine.is_current(form, progress)
    is_open = engine.open_step(form, progress) is not None
    led = engine.ending(form, progress) or engine.leading_to(form, progress)
    is_ended = led is not None and progress.mode != "change"
    assert is_open + engine.is_complete(form, progress) + is_ended == 1
    if progress.mode != "add":
        assert progress.answers.keys() <= {step.id for step in engine.reached(form, progress.answers)}

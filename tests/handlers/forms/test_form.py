"""A wrong form stops when it is loaded, with file, step and reason; a right one of the same make loads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from handlers.forms import engine
from handlers.forms.answers import Choice
from handlers.forms.checks import find_problems
from handlers.forms.form import Form, FormWrong
from handlers.forms.loading import load_form
from tests.handlers.forms.conftest import HEAD

WriteForm = Callable[..., Form]
ELEVEN = "一二三四五六七八九十一"


def option(id: str = "dark", en: str = "Dark", zh: str = "不亮", more: str = "") -> str:
    return f'\n[[steps.options]]\nid = "{id}"\nlabel = {{ en = "{en}", zh-Hans = "{zh}" }}\n{more}\n'


def step(id: str, type: str, more: str = "", zh: str = "什么?", en: str = "What?") -> str:
    names = f'{{ en = "{en}", zh-Hans = "{zh}" }}'
    return (
        f'\n[[steps]]\nid = "{id}"\ntype = "{type}"\nask = {names}\nsummary = {{ en = "It", zh-Hans = "它" }}\n{more}\n'
    )


def refusal(write_form: WriteForm, **parts: str) -> str:
    with pytest.raises(FormWrong) as caught:
        write_form(**parts)
    return str(caught.value)


def test_a_right_form_loads(write_form: WriteForm) -> None:
    form = write_form()
    assert [step.id for step in form.steps] == ["what", "where"]


def test_a_when_names_an_earlier_step_and_an_option_of_it(write_form: WriteForm) -> None:
    good = step("how", "words", 'keep = "text"\nwhen = { step = "what", is = ["dark"] }')
    assert write_form(more=good).steps[2].when is not None


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ('{ step = "nowhere", is = ["dark"] }', "step 'nowhere' is not asked earlier"),
        ('{ step = "how", is = ["dark"] }', "step 'how' is not asked earlier"),
        ('{ step = "what", is = ["bright"] }', "step 'what' has no option 'bright'"),
        ('{ step = "where", is = ["c01"] }', "step 'where' is answered in words"),
        ('{ step = "what" }', "give either `is` or `not`"),
        ('{ step = "what", is = ["dark"], not = ["dark"] }', "give either `is` or `not`"),
    ],
)
def test_a_when_that_leads_nowhere_is_refused(write_form: WriteForm, when: str, said: str) -> None:
    text = refusal(write_form, more=step("how", "words", f'keep = "text"\nwhen = {when}'))
    assert text.startswith("lamp.toml: step how: when: ")
    assert said in text


@pytest.mark.parametrize(("en", "zh"), [("A" * 22, "一二三四五六七八九十"), ("Dark", "不亮 12345 abcd")])
def test_a_label_may_fill_the_button(write_form: WriteForm, en: str, zh: str) -> None:
    assert write_form(options=option(en=en, zh=zh)).steps[0].options[0].label["en"] == en


@pytest.mark.parametrize(("en", "zh"), [("A" * 23, "不亮"), ("Dark", ELEVEN)])
def test_a_label_longer_than_the_button_is_refused(write_form: WriteForm, en: str, zh: str) -> None:
    text = refusal(write_form, options=option(en=en, zh=zh))
    assert "lamp.toml: step what: option dark: label" in text
    assert "shorten it" in text


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"en": " ".join(["word"] * 26)}, "has 26 words, a question at most 25"),
        ({"zh": "字" * 41}, "has 41 characters, a question at most 40"),
    ],
)
def test_a_question_that_is_too_long_is_refused(write_form: WriteForm, more: dict[str, str], said: str) -> None:
    text = refusal(write_form, more=step("how", "words", 'keep = "text"', **more))
    assert "lamp.toml: step how: ask: " in text
    assert said in text


@pytest.mark.parametrize("more", [{"en": " ".join(["word"] * 25)}, {"zh": "字" * 40}])
def test_a_question_may_be_as_long_as_that(write_form: WriteForm, more: dict[str, str]) -> None:
    assert write_form(more=step("how", "words", 'keep = "text"', **more)).step("how") is not None


def test_more_than_six_options_need_paging(write_form: WriteForm) -> None:
    seven = "".join(option(id=f"o{number}") for number in range(7))
    assert "7 options are more than 6" in refusal(write_form, options=seven)
    assert len(write_form(step="more_after = 5", options=seven).steps[0].options) == 7


@pytest.mark.parametrize("label", ['{ en = "Dark" }', '{ zh-Hans = "不亮" }', '{ en = "Dark", zh-Hans = "" }'])
def test_a_missing_language_is_refused_with_its_place(write_form: WriteForm, label: str) -> None:
    text = refusal(write_form, options=f'[[steps.options]]\nid = "dark"\nlabel = {label}\n')
    assert "steps what options dark label: " in text
    assert "is missing; add that text" in text


def test_a_step_an_option_or_an_outcome_that_stands_twice_is_refused(write_form: WriteForm) -> None:
    assert "option id 'dark' stands 2 times" in refusal(write_form, options=option() + option())
    assert "step id 'what' stands 2 times" in refusal(write_form, more=step("what", "words", 'keep = "text"'))
    twice = '[[outcomes]]\nid = "done"\nlabel = { en = "Over", zh-Hans = "完了" }'
    assert "outcome id 'done' stands 2 times" in refusal(write_form, more=twice)


@pytest.mark.parametrize("id", ["thirteenchars", "Dark", "dark-blue", ""])
def test_an_id_that_does_not_fit_into_a_button_is_refused(write_form: WriteForm, id: str) -> None:
    assert "does not fit into a button" in refusal(write_form, options=option(id=id))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (step("how", "words", 'keep = "text"\ncard = "fact"'), "only what was chosen by button may"),
        (step("how", "words", 'keep = "text"\ncard = "spot"'), "card 'spot' needs type 'spot'"),
        (step("how", "words"), "keep is 'plain', but people write or send it themselves"),
        (step("how", "spot", 'keep = "text"'), "a spot is kept as 'place'"),
        (step("how", "choice", 'card = "fact"\nkeep = "sensitive"') + option(), "the group may not see it"),
        (step("how", "words", 'keep = "text"\nlimits = { most = 501 }'), "keep 1 ≤ least ≤ most ≤ 500"),
        (step("how", "words", 'keep = "text"\nlimits = { longest_voice = 61 }'), "keep 1 ≤ shortest ≤ longest ≤ 60"),
        (step("how", "media", 'keep = "text"\nlimits = { most_photos = 11 }'), "keep 1 ≤ most_photos ≤ 10"),
        (step("how", "words", 'keep = "text"\nlimits = { most_photos = 2 }'), "type 'words' takes no photo"),
        (step("how", "words", 'keep = "text"\nask_at = "review"'), "an optional step of type 'words' only"),
        (step("how", "choice"), "needs options"),
        (step("how", "words", 'keep = "text"') + option(), "takes no options"),
        (step("how", "community"), "type 'community' stands at where and how"),
        (step("how", "choice") + option(more='takes_back = { step = "what", option = "dark" }'), "lets one tick"),
    ],
)
def test_what_would_show_or_keep_too_much_is_refused(write_form: WriteForm, more: str, said: str) -> None:
    assert said in refusal(write_form, more=more)


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("review = false\nis_sent_at_once = true", ""),
        ("is_sent_at_once = true", "a review or before_send comes before Send"),
        (
            'review = false\nis_sent_at_once = true\nbefore_send = { en = "Send?", zh-Hans = "提交?" }',
            "a review or before_send comes before Send",
        ),
    ],
)
def test_what_is_sent_at_once_has_no_screen_before_send(write_form: WriteForm, head: str, said: str) -> None:
    if said:
        assert said in refusal(write_form, head=f"{HEAD}\n{head}")
    else:
        assert write_form(head=f"{HEAD}\n{head}").is_sent_at_once


def test_hours_to_phone_in_are_read_as_hours(write_form: WriteForm) -> None:
    assert write_form(options=option(more='hours = "08:00-12:00"')).steps[0].options[0].hours == "08:00-12:00"
    text = refusal(write_form, options=option(more='hours = "in the morning"'))
    assert "step what: option dark: hours: 'in the morning' is no span of hours" in text


def test_a_form_need_not_ask_for_the_community(write_form: WriteForm) -> None:
    asks = write_form()
    without = msgspec.structs.replace(asks, steps=asks.steps[:1])
    assert find_problems(without, "lamp") == []
    assert (engine.community_step(asks), engine.community_step(without)) == ("where", "")
    assert engine.preset_community(asks, "c01") == {"where": Choice("c01")}
    assert engine.preset_community(without, "c01") == {}


def test_a_form_without_notice_may_ask_nothing_that_identifies(write_form: WriteForm) -> None:
    head = 'id = "lamp"\nversion = 1\nkind = "help"\nnotice = "none"\ntitle = { en = "A lamp", zh-Hans = "路灯" }'
    assert write_form(head=head).notice == "none"
    text = refusal(write_form, head=head, more=step("how", "phone", 'keep = "text"'))
    assert "notice is 'none', but step how takes phone" in text
    spot = step("how", "spot", 'keep = "place"')
    assert "in step how a voice would say who speaks" in refusal(write_form, head=head, more=spot)
    assert write_form(head=head, more=f"{spot}takes_voice = false").step("how") is not None


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"step": "colour = 3"}, "step what: Object contains unknown field `colour`"),
        ({"step": 'optional = "perhaps"'}, "step what.optional: Expected `bool`"),
        ({"options": option(more="weight = 3")}, "step what.options[0]: Object contains unknown field `weight`"),
        ({"head": 'id = "lamp"'}, "the file: Object missing required field"),
        ({"head": "id = "}, "lamp.toml: "),
        ({"step": 'ask_at = "never"'}, "step what.ask_at: Invalid enum value 'never'"),
    ],
)
def test_an_unknown_or_wrong_key_is_named_with_its_step(
    write_form: WriteForm, parts: dict[str, str], said: str
) -> None:
    assert said in refusal(write_form, **parts)


def test_everything_wrong_is_said_at_once(write_form: WriteForm) -> None:
    with pytest.raises(FormWrong) as caught:
        write_form(options=option(en="A" * 23), more=step("how", "words"))
    assert len(caught.value.problems) == 2


def test_a_number_that_the_pack_does_not_have_is_refused(write_form: WriteForm) -> None:
    text = refusal(write_form, options=option(more='says = { en = "Phone {vet}.", zh-Hans = "请打{vet}。" }'))
    assert "names ['vet'], which is no number" in text


def test_the_file_is_named_like_the_form(tmp_path: Path, write_form: WriteForm) -> None:
    write_form()
    (tmp_path / "lamp.toml").rename(tmp_path / "light.toml")
    with pytest.raises(FormWrong, match="id 'lamp' is not the file's name"):
        load_form(tmp_path / "light.toml")

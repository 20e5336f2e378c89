"""What comes to somebody who could be in danger says neither who writes nor what it is about, in any language."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from handlers.forms.pack import load_pack
from tests.handlers.scenes import act
from tests.handlers.test_safe_contact import SAFETY_ON, TRAINED
from tests.source import ROOT
from tests.stage import Stage
from tests.test_texts import catalogue

WORDS = tomllib.loads((ROOT / "tests" / "handlers" / "neutral_words.toml").read_text(encoding="utf-8"))
LOCALES = ("en", "zh-Hans")
USED = (
    "button.agree", "button.back", "button.cancel", "button.change", "button.continue", "button.done", "button.keep",
    "button.menu", "button.refuse", "button.restart", "button.send", "button.share_phone", "button.skip",
    "button.withdraw", "button.withdraw_yes", "draft.cancelled", "draft.keys_away", "draft.noted", "draft.resume",
    "draft.resume_review", "followup.not_yet", "followup.question", "followup.solved", "followup.worse",
    "form.choose_any", "form.phone_hint", "form.position", "hide.done", "hide.older", "matters.button", "matters.head",
    "matters.withdraw", "menu.hide", "refused.not_a_phone", "refused.not_an_option", "refused.needs_one",
    "review.head", "review.line", "review.which",
)  # fmt: skip
"""What the branch and a restricted matter take from the catalogues besides `safe.*` and `plain.*`."""


def telling(text: str) -> list[str]:
    """Return the words in it that tell too much, in any language."""
    return [word for words in WORDS.values() for word in words if word in text.casefold()]


@pytest.mark.parametrize("locale", LOCALES)
def test_no_text_that_is_used_there_tells_what_it_is_about(locale: str) -> None:
    texts = catalogue(locale)
    keys = [key for key in texts if key.startswith(("safe.", "plain.")) and key != "safe.as_of"]
    assert len(keys) > 15
    assert {key: telling(texts[key]) for key in (*keys, *USED) if telling(texts[key])} == {}


@pytest.mark.parametrize("name", ["cn", "generic"])
def test_no_question_of_the_branch_tells_what_it_is_about(name: str) -> None:
    """Its opening card alone may: it is shown to somebody who has just said so."""
    pack = load_pack(name, LOCALES)
    form = pack.forms["safety"]
    names = [form.title, form.before_send, pack.cards["later"].text, *(outcome.told for outcome in form.outcomes)]
    for step in form.steps:
        names += [step.ask, step.summary, *(each for option in step.options for each in (option.label, option.says))]
    said = [text for texts in names for text in texts.values()]
    assert len(said) > 40
    assert {text: telling(text) for text in said if telling(text)} == {}


IN = {
    "en": ("/start", "[English]", "[Trouble with someone]", "[Agree]", "[Family]", "[Yes]"),
    "zh-Hans": ("/start", "[中文]", "[和人闹矛盾]", "[同意并继续]", "[家里人]", "[有]"),
}
THROUGH = {
    "en": ("[Agree]", "[Only at certain times]", "[12 to 2]", "[Done]", "[Call, but don't say]", "?", "Cancel",
           "[Continue]", "+1 202 555 0101", "[Someone contacts me]", "[Change]", "[Back]", "[Send]"),
    "zh-Hans": ("[同意并继续]", "[只在某些时间]", "[中午12点到2点]", "[选好了]", "[打,但别说是谁]", "?", "取消",
                "[继续]", "+1 202 555 0101", "[有人联系我]", "[修改]", "[返回]", "[提交]"),
}  # fmt: skip
AFTER = {
    "en": ("[Yes]", "/my", "[D-0001 · being handled]", "[Details]", "[Withdraw]", "[No, keep it]", "Dinner", "/my"),
    "zh-Hans": ("[方便]", "/my", "[D-0001 · 有人在办]", "[详细]", "[撤回]", "[不,保留]", "晚饭", "/my"),
}


@pytest.mark.parametrize("pack", ["cn", "generic"])
@pytest.mark.parametrize("locale", LOCALES)
def test_nothing_that_is_seen_from_the_first_question_on_tells_what_it_is_about(
    tmp_path: Path, key: str, pack: str, locale: str
) -> None:
    environment = {**SAFETY_ON, "PAVILION__STATION__PACK": pack}
    stage = Stage(tmp_path / "desk.db", key, environment=environment, trained=TRAINED)
    for name in TRAINED:
        stage.names[name] = name
        stage.join(name)
        stage.say(name, "/start")
    stage.names["R"] = "R"
    act(stage, "R", *IN[locale])
    assert telling("\n".join(seen_by_resident(stage))), "the way there does, so the net holds"
    stage.heard.clear()
    act(stage, "R", *THROUGH[locale])
    stage.press("O1", "Claim D-0001")
    stage.wait(stage.clock.at.replace(hour=5))
    act(stage, "R", *AFTER[locale])
    seen = list(seen_by_resident(stage))
    assert len(seen) > 60
    assert {line: telling(line) for line in seen if telling(line)} == {}
    stage.close()


def seen_by_resident(stage: Stage) -> Iterator[str]:
    """Yield every line that was ever shown to the resident."""
    is_theirs = False
    for line in stage.heard:
        is_theirs = line.startswith("→R") if not line.startswith(" ") else is_theirs
        if is_theirs:
            yield line


@pytest.mark.parametrize("text", ["Riverside desk: we are here", "Call the Police", "这里是派出所", "家暴"])
def test_the_net_catches_what_tells(text: str) -> None:
    assert telling(text)


@pytest.mark.parametrize("text", ["There is a message for you.", "有您的消息。现在方便看吗?"])
def test_the_net_lets_plain_words_through(text: str) -> None:
    assert not telling(text)

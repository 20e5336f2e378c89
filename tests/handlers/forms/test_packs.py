"""The shipped packs keep the red lines, read well, and a wrong pack is refused with its file and reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from handlers.forms.form import Form, Step
from handlers.forms.pack import Pack, PackWrong, load_pack

PACKS = Path(__file__).parents[3] / "handlers" / "packs"
LOCALES = ("en", "zh-Hans")
NEVER_ASKED = re.compile(
    r"身份证|证件号|民族|宗教|信教|政治|党员|指纹|人脸|多少钱|亲属|可疑|举报谁"
    r"|identity|passport|ethnic|religio|politic|fingerprint|face photo|how much|relatives|suspicious",
    re.IGNORECASE,
)
OF_A_COUNTRY = re.compile(r"户口|低保|派出所|民政|居委会|法律规定|China|civil affairs|registration", re.IGNORECASE)


@pytest.fixture(params=["generic", "cn"])
def pack(request: pytest.FixtureRequest) -> Pack:
    return load_pack(request.param, LOCALES)


def every_step(pack: Pack) -> Iterator[tuple[Form, Step]]:
    for form in pack.forms.values():
        yield from ((form, step) for step in (*form.steps, *form.extras))


def texts(part: object) -> Iterator[str]:
    """Yield every text in a loaded part."""
    plain = msgspec.to_builtins(part)
    found = [plain]
    while found:
        match found.pop():
            case str() as text:
                yield text
            case dict() as table:
                found += table.values()
            case list() | tuple() as items:
                found += items


def test_both_packs_have_the_five_forms_a_door_to_each_and_four_without(pack: Pack) -> None:
    behind_doors = ["care", "dispute", "errand", "thing", "welfare"]
    assert sorted(pack.forms) == sorted([*behind_doors, "alarm", "callback", "child", "safety"])
    assert [door.form for door in pack.doors] == ["dispute", "thing", "care", "errand", "welfare"]


def test_every_form_has_three_or_four_outcomes(pack: Pack) -> None:
    assert {len(form.outcomes) for form in pack.forms.values()} <= {3, 4}


def test_no_question_asks_what_is_never_asked(pack: Pack) -> None:
    """R2: no identity number, ethnicity, religion, politics, biometrics, face, income amount, relatives, suspicion."""
    for form, step in every_step(pack):
        asked = [*step.ask.values(), *(label for option in step.options for label in option.label.values())]
        assert not [text for text in asked if NEVER_ASKED.search(text)], (form.id, step.id)


def test_the_net_for_what_is_never_asked_catches_it() -> None:
    assert all(NEVER_ASKED.search(text) for text in ("请写身份证号", "What is your religion?", "您是什么民族?"))


def test_the_group_sees_only_buttons_and_the_two_kinds_of_place(pack: Pack) -> None:
    """R9: never words, voice, phone, photo or name."""
    shown = {(form.id, step.id): (step.type, step.card) for form, step in every_step(pack) if step.card}
    assert {type for type, card in shown.values()} == {"choice", "choices", "spot"}
    spots = {form: card for (form, _), (type, card) in shown.items() if type == "spot"}
    assert spots == {"thing": "spot", "care": "place_until_claim", "alarm": "place_until_claim"}


@pytest.mark.parametrize("name", ["care", "alarm"])
def test_somebody_in_danger_or_in_need_of_care_is_asked_nothing_that_identifies(pack: Pack, name: str) -> None:
    """R1: place and condition only; no notice, no review."""
    form = pack.forms[name]
    assert [step.type for step in form.steps] == ["choice", "community", "spot"]
    assert (form.notice, form.review, form.is_urgent, form.extras) == ("none", False, True, ())


def test_registration_is_asked_in_cn_only_and_never_shown(cn: Pack, generic: Pack) -> None:
    registration = cn.forms["welfare"].step("registration")
    assert registration is not None
    assert (registration.keep, registration.card) == ("sensitive", "")
    assert generic.forms["welfare"].step("registration") is None


def test_both_welfare_forms_differ_in_nothing_but_the_registration(cn: Pack, generic: Pack) -> None:
    ours = tuple(without_cards(step) for step in cn.forms["welfare"].steps if step.id != "registration")
    numbered = load_pack("generic", LOCALES, {name: each.number for name, each in cn.numbers.items() if name != "sms"})
    same = msgspec.structs.replace(cn.forms["welfare"], steps=ours, region="", cards=())
    assert same == msgspec.structs.replace(numbered.forms["welfare"], cards=())
    assert generic.forms["welfare"].region == ""


def without_cards(step: Step) -> Step:
    """Return the step without the cards of one country's schemes."""
    options = tuple(msgspec.structs.replace(option, cards=()) for option in step.options)
    return msgspec.structs.replace(step, options=options)


def test_the_generic_pack_names_no_number_and_nothing_of_one_country() -> None:
    for path in (PACKS / "generic").rglob("*.toml"):
        text = re.sub(r"checked_on = .*", "", path.read_text(encoding="utf-8"))
        assert not re.search(r"\d{3}", text), path.name
        assert not OF_A_COUNTRY.search(text), path.name


def test_both_packs_ask_why_something_is_not_solved_with_five_reasons_and_a_few_words(pack: Pack) -> None:
    ids = [option.id for option in pack.reasons.reason.options]
    assert ids == ["nobody_came", "not_done", "came_back", "not_asked", "other"]
    asks_in_words = {name for name, form in pack.forms.items() if form.step(pack.reasons.words.id) is not None}
    assert asks_in_words == {"dispute", "errand", "thing", "welfare"}, "never of somebody who needs care"


def test_reasons_that_would_be_asked_before_send_are_refused(pack: Pack) -> None:
    early = msgspec.structs.replace(pack.reasons.reason, ask_at="turn")
    found = list(msgspec.structs.replace(pack.reasons, reason=early).problems("reasons.toml"))
    assert found == ["reasons.toml: reason: is 'choice', asked at 'turn'; make it 'choice', asked at 'after'"]
    assert list(pack.reasons.problems("reasons.toml")) == []


def test_cn_names_its_numbers(cn: Pack) -> None:
    numbers = {name: each.number for name, each in cn.numbers.items()}
    assert numbers == {
        "police": "110",
        "fire": "119",
        "ambulance": "120",
        "sms": "12110",
        "crisis": "12356",
        "women": "12338",
        "legal": "12348",
        "city": "12345",
    }
    assert cn.first_screen("zh-Hans") == "急事请先打电话:110 警察 · 119 火警 · 120 急救。\n有什么事?"
    assert cn.emergency_line("en") == "In an emergency, phone first: 110 police · 119 fire · 120 ambulance."


def test_the_notice_says_who_reads_that_it_leaves_the_country_and_that_it_can_be_withdrawn(cn: Pack) -> None:
    assert cn.notice.text["zh-Hans"] == (
        "看到的是{body}的办理人员。Telegram服务器在国外,不是端到端加密。"
        "有人受伤害或涉及犯罪,我们依法要处理。您可以随时撤回。"
    )
    assert cn.notice.text["en"] == (
        "Staff of {body} read this. Telegram's servers are abroad and the chat is not end-to-end encrypted. "
        "If someone is harmed or a crime is involved, the law may require us to act. You can withdraw at any time."
    )
    assert cn.notice.version != load_pack("generic", LOCALES).notice.version


def test_each_danger_says_what_to_phone(cn: Pack) -> None:
    said = {option.id: option.says["zh-Hans"] for option in cn.danger.options}
    numbers = {"violence": "110", "fire": "119", "unconscious": "120", "self": "12356", "silent": "12110"}
    assert all(number in said[name] for name, number in numbers.items())
    assert {option.id: option.leads_to for option in cn.danger.options}["unconscious"] == "care"


def test_all_but_the_first_answer_about_care_repeat_the_ambulance(cn: Pack) -> None:
    wakes, *others = cn.forms["care"].steps[0].options
    assert wakes.says == {}
    assert all("120" in option.says["en"] and "120" in option.says["zh-Hans"] for option in others)


def test_without_numbers_the_texts_still_read_well(generic: Pack) -> None:
    assert generic.emergency_line("en") == "In an emergency, phone the emergency number first."
    assert generic.forms["care"].steps[0].ask["en"] == "Please phone the ambulance now. Can you wake them?"
    assert generic.numbers_card("zh-Hans") == "急事请先打当地的报警或急救电话。"


def test_a_stations_own_numbers_stand_in_the_texts() -> None:
    pack = load_pack("generic", LOCALES, {"police": "0000", "ambulance": "0001"})
    assert pack.emergency_line("en") == "In an emergency, phone first: 0000 police · 0001 ambulance."
    assert pack.forms["care"].steps[0].ask["en"] == "Please phone 0001 now. Can you wake them?"
    assert pack.card("family_numbers")["en"].endswith("\n0000 police")


def test_no_text_is_left_with_a_number_to_fill_in(pack: Pack) -> None:
    left = {name for text in texts([pack.forms, pack.danger, pack.cards]) for name in re.findall(r"\{(\w+)\}", text)}
    assert left <= {"desk_phone"}


def test_the_card_for_family_trouble_shows_its_numbers_and_the_desk(cn: Pack) -> None:
    for text in cn.card("family_numbers").values():
        assert all(part in text for part in ("110", "12338", "12348", "{desk_phone}"))


def test_a_card_says_where_it_is_from_and_when_that_was_checked(pack: Pack) -> None:
    assert all(card.source and card.applies_to and card.checked_on.year >= 2026 for card in pack.cards.values())


def test_a_language_without_a_text_reads_the_stations_default(write_pack: Path) -> None:
    pack = load_pack(write_pack, ("zh-Hans", "en", "xx"))
    assert pack.forms["care"].outcomes[0].label["xx"] == "安全到家"
    assert pack.first.ask["xx"] == "xx"


@pytest.fixture
def write_pack(tmp_path: Path) -> Path:
    """A station's pack: cn, with the texts that may not lack in a third language."""
    (tmp_path / "pack.toml").write_text('id = "ours"\nextends = "cn"\n', encoding="utf-8")
    for source in (PACKS / "generic" / "first.toml", PACKS / "cn" / "danger.toml", PACKS / "cn" / "notice.toml"):
        text = source.read_text(encoding="utf-8")
        text = text.replace("{ en =", '{ xx = "xx", en =')
        text = re.sub(r"^(\w+)\.en = ", r'\1.xx = "xx"\n\1.en = ', text, flags=re.MULTILINE)
        (tmp_path / source.name).write_text(text, encoding="utf-8")
    return tmp_path


def test_a_language_without_first_screen_or_notice_is_refused() -> None:
    with pytest.raises(PackWrong, match=r"first\.toml: emergency: xx is missing; add that text"):
        load_pack("cn", ("en", "xx"))


def test_a_preview_may_lack_all_but_the_emergency_line() -> None:
    pack = load_pack("cn", ("zh-Hans", "ug", "en"), previews=("ug",))
    assert pack.first.doors[1].label["ug"] == "东西坏了"
    assert pack.emergency_line("ug").startswith("جىددىي ئەھۋالدا")
    with pytest.raises(PackWrong, match=r"^first\.toml: emergency: ru is missing; a preview needs at least that text"):
        load_pack("cn", ("zh-Hans", "ru", "en"), previews=("ru",))


def test_a_language_that_is_no_preview_may_lack_nothing_of_the_first_screens() -> None:
    with pytest.raises(PackWrong, match=r"first\.toml: doors label: ug is missing"):
        load_pack("cn", ("zh-Hans", "ug", "en"))


def test_the_whole_notice_stands_below_that_of_a_preview(cn: Pack) -> None:
    notice = load_pack("cn", ("zh-Hans", "ug", "en"), previews=("ug",)).notice
    said, whole = notice.text["ug"].split("\n\n")
    assert said.startswith("ئېيتقانلىرىڭىز")
    assert whole == notice.text["zh-Hans"] == cn.notice.text["zh-Hans"]
    assert notice.version == cn.notice.version


@pytest.mark.parametrize("numbers", [{}, {"police": "0000", "ambulance": "0001", "fire": "0002"}])
def test_the_generic_pack_has_a_preview_with_and_without_numbers(numbers: dict[str, str]) -> None:
    pack = load_pack("generic", ("en", "ug"), numbers, previews=("ug",))
    assert pack.emergency_line("ug") != pack.emergency_line("en")
    assert all(f"\u2068{number}\u2069" in pack.emergency_line("ug") for number in numbers.values())


def test_from_right_to_left_a_number_stands_behind_its_words(cn: Pack) -> None:
    pack = load_pack("cn", ("zh-Hans", "ug", "en"), previews=("ug",))
    assert pack.numbers_card("ug").split("\n")[0] == "ساقچى \u2068110\u2069"
    assert pack.numbers_card("en").split("\n")[0] == "110 police"


def test_a_stations_file_replaces_the_one_of_the_same_name(write_pack: Path) -> None:
    (write_pack / "forms").mkdir()
    thing = (PACKS / "generic" / "forms" / "thing.toml").read_text(encoding="utf-8")
    (write_pack / "forms" / "thing.toml").write_text(thing.replace("version = 1", "version = 7"), encoding="utf-8")
    pack = load_pack(write_pack, LOCALES)
    assert (pack.id, pack.forms["thing"].version, pack.forms["care"].version) == ("ours", 7, 1)


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("first.toml", 'form = "thing"', 'form = "things"', "first.toml: door: 'things' is no form of this pack"),
        ("first.toml", "Something is broken", "Something or other is broken", "a button has room for 22"),
        ("danger.toml", 'leads_to = "care"', 'leads_to = "cure"', "option unconscious: leads_to: 'cure' is no form"),
        ("danger.toml", "{fire}", "{vet}", "names ['vet'], which is no number"),
        ("danger.toml", "Phone {fire} now", "Phone <b>{fire}</b> now", "would be read as markup"),
        ("notice.toml", 'basis = "consent"', 'basis = "force"', "notice.toml: basis: Invalid enum value 'force'"),
        ("pack.toml", 'extends = "cn"', 'extends = "moon"', "pack 'moon' is neither a shipped pack (cn, generic)"),
        ("pack.toml", 'extends = "cn"', "", "numbers.toml is missing"),
    ],
)
def test_a_wrong_pack_is_refused_with_file_and_reason(
    write_pack: Path, file: str, old: str, new: str, said: str
) -> None:
    load_pack(write_pack, LOCALES)
    text = (write_pack / file).read_text(encoding="utf-8")
    assert old in text
    (write_pack / file).write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(PackWrong) as caught:
        load_pack(write_pack, LOCALES)
    assert said in str(caught.value)


def test_an_option_that_ends_in_no_card_is_refused(write_pack: Path) -> None:
    (write_pack / "forms").mkdir()
    dispute = (PACKS / "generic" / "forms" / "dispute.toml").read_text(encoding="utf-8")
    (write_pack / "forms" / "dispute.toml").write_text(dispute.replace("family_numbers", "poem"), encoding="utf-8")
    with pytest.raises(PackWrong, match=r"dispute\.toml: step what: option family ends in 'poem', which is no card"):
        load_pack(write_pack, LOCALES)


def test_a_file_that_nothing_reads_is_refused(write_pack: Path) -> None:
    (write_pack / "form").mkdir()
    (write_pack / "form" / "lamp.toml").write_text("", encoding="utf-8")
    with pytest.raises(PackWrong, match=r"form/lamp\.toml is read by nothing"):
        load_pack(write_pack, LOCALES)


@pytest.mark.parametrize(
    ("numbers", "said"),
    [({"vet": "0000"}, "vet is unknown; name one of ambulance"), ({"police": "call us"}, "is no phone number")],
)
def test_a_number_that_is_unknown_or_none_is_refused(numbers: dict[str, str], said: str) -> None:
    with pytest.raises(PackWrong, match=said):
        load_pack("generic", LOCALES, numbers)


def test_an_unknown_pack_is_named_with_those_that_ship() -> None:
    with pytest.raises(PackWrong, match=r"pack 'moon' is neither a shipped pack \(cn, generic\) nor a folder"):
        load_pack("moon", LOCALES)

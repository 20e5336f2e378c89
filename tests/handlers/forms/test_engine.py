"""Where an answer leads. The forms are those of the shipped packs."""

from __future__ import annotations

import msgspec
import pytest

from handlers.forms import engine
from handlers.forms.answers import Choice, Choices, Phone, Place, Reason, Skipped, Text
from handlers.forms.engine import Done, Input, Progress, Toggle
from handlers.forms.pack import Pack
from tests.handlers.forms.walking import DISPUTE, TICKED, go_on, reason, walk


def test_questions_come_in_order_and_end_at_the_review(cn: Pack) -> None:
    form = cn.forms["dispute"]
    seen = [walk(form, *DISPUTE[:count]).step for count in range(6)]
    assert seen == ["what", "community", "spot", "story", "talk", ""]
    done = walk(form, *DISPUTE)
    assert done.mode == "review"
    assert engine.is_complete(form, done)


def test_a_form_with_an_open_question_is_not_complete(cn: Pack) -> None:
    form = cn.forms["dispute"]
    assert not engine.is_complete(form, walk(form, *DISPUTE[:4]))


def test_a_preset_community_is_not_asked_and_can_be_changed(cn: Pack) -> None:
    form = cn.forms["dispute"]
    progress = walk(form, Choice("noise"), preset=engine.preset_community(form, "c02"))
    assert progress.step == "spot"
    changed = go_on(form, engine.change(form, progress, "community"), Choice("south"))
    assert changed.answers["community"] == Choice("south")
    assert changed.step == "spot"


def test_without_a_community_nothing_is_preset(cn: Pack) -> None:
    form = cn.forms["dispute"]
    assert walk(form, Choice("noise"), preset=engine.preset_community(form, None)).step == "community"


def test_a_preset_that_does_not_fit_is_asked_all_the_same(cn: Pack) -> None:
    form = cn.forms["thing"]
    assert engine.start(form, {"what": Choice("dragon"), "spot": Choice("light")}).step == "what"
    assert engine.start(form, {"what": Choice("light")}).step == "community"


def test_only_what_is_optional_is_skipped(cn: Pack) -> None:
    form = cn.forms["dispute"]
    at_spot = walk(form, *DISPUTE[:2])
    skipped = engine.skip(form, at_spot)
    assert isinstance(skipped, Progress)
    assert skipped.answers["spot"] == Skipped()
    assert reason(engine.skip(form, skipped)) is Reason.NOT_OPTIONAL


def test_typed_words_count_where_they_match_a_button_in_any_language(cn: Pack) -> None:
    form = cn.forms["dispute"]
    assert walk(form, Text(" 噪音 ")).answers["what"] == Choice("noise")
    assert walk(form, Text("NOISE")).answers["what"] == Choice("noise")
    assert reason(engine.take(form, engine.start(form), Text("thunder"))) is Reason.NOT_AN_OPTION


def test_ticks_are_kept_until_done_and_a_second_tap_takes_one_away(cn: Pack) -> None:
    form = cn.forms["welfare"]
    ticked = walk(form, Choice("days"), Toggle("care"), Toggle("income"))
    assert ticked.ticks == ("income", "care")
    assert "hard" not in ticked.answers
    assert go_on(form, ticked, Toggle("care")).ticks == ("income",)
    assert go_on(form, ticked, Done()).answers["hard"] == Choices(("income", "care"))


def test_done_needs_a_tick_and_a_tick_needs_an_option(cn: Pack) -> None:
    form = cn.forms["welfare"]
    asked = walk(form, Choice("days"))
    assert reason(engine.take(form, asked, Done())) is Reason.NEEDS_ONE
    assert reason(engine.take(form, asked, Toggle("gold"))) is Reason.NOT_AN_OPTION
    assert reason(engine.take(form, engine.start(form), Toggle("days"))) is Reason.NOT_AN_OPTION


def test_ticks_can_be_typed(cn: Pack) -> None:
    form = cn.forms["welfare"]
    assert walk(form, Choice("days"), Text("Caring for someone"), Text("收入不够")).ticks == ("income", "care")


def test_an_answer_that_opens_a_branch_asks_it_and_another_does_not(cn: Pack) -> None:
    form = cn.forms["welfare"]
    steps = [*TICKED[:1], Done(), Choice("c02"), Choice("city")]
    assert walk(form, Choice("days"), *steps, Choice("visit")).step == "spot"
    assert walk(form, Choice("days"), *steps, Choice("chat")).step == "name"


def test_when_it_is_for_today_two_questions_fall_away_and_it_is_urgent(cn: Pack) -> None:
    form = cn.forms["welfare"]
    today = walk(form, Choice("today"))
    assert [step.id for step in engine.reached(form, today.answers)] == ["urgent", "community", "talk", "name", "story"]
    assert engine.is_urgent(form, today)
    assert not engine.is_urgent(form, walk(form, Choice("days")))


def test_somebody_who_needs_care_is_always_urgent(cn: Pack) -> None:
    form = cn.forms["care"]
    assert engine.is_urgent(form, engine.start(form))


def test_family_ends_in_a_card_and_back_leads_out_of_it(cn: Pack) -> None:
    form = cn.forms["dispute"]
    ended = walk(form, Choice("family"))
    assert engine.ending(form, ended) == "family_numbers"
    assert engine.open_step(form, ended) is None
    assert not engine.is_complete(form, ended)
    before = engine.back(form, ended)
    assert before is not None
    assert before.step == "what"
    assert engine.ending(form, before) is None


def test_an_extra_is_asked_alone_and_then_complete(cn: Pack) -> None:
    form = cn.forms["dispute"]
    asked = engine.add(form, "tried")
    assert (asked.mode, asked.step) == ("add", "tried")
    assert not engine.is_complete(form, asked)
    added = go_on(form, asked, Toggle("police"), Toggle("talked"), Done())
    assert added.answers == {"tried": Choices(("talked", "police"))}
    assert engine.is_complete(form, added)


def test_back_from_an_extra_or_from_the_first_question_leads_out(cn: Pack) -> None:
    form = cn.forms["dispute"]
    assert engine.back(form, engine.add(form, "tried")) is None
    assert engine.back(form, engine.start(form)) is None
    assert engine.back(form, walk(form, Choice("noise"))) is not None


def test_an_unknown_extra_is_an_error(cn: Pack) -> None:
    with pytest.raises(KeyError, match="gold"):
        engine.add(cn.forms["dispute"], "gold")


def test_position_counts_what_is_asked_and_not_what_was_known(cn: Pack) -> None:
    form = cn.forms["dispute"]
    assert [engine.position(form, walk(form, *DISPUTE[:count])) for count in range(6)] == [
        (1, 5),
        (2, 5),
        (3, 5),
        (4, 5),
        (5, 5),
        (5, 5),
    ]
    known = walk(form, Choice("noise"), preset={"community": Choice("c02")})
    assert engine.position(form, known) == (2, 4)


def test_every_change_of_the_screen_is_a_new_version_and_a_miss_is_none(cn: Pack) -> None:
    form = cn.forms["welfare"]
    asked = walk(form, Choice("days"))
    ticked = go_on(form, asked, Toggle("care"))
    turned = engine.turn_page(form, ticked)
    assert [asked.version + 1, asked.version + 2] == [ticked.version, turned.version]
    assert turned.ticks == ("care",)
    assert engine.note_miss(turned) == msgspec.structs.replace(turned, misses=1)


def test_an_answer_that_fits_forgets_the_misses(cn: Pack) -> None:
    form = cn.forms["dispute"]
    missed = engine.note_miss(engine.note_miss(engine.start(form)))
    assert missed.misses == 2
    assert go_on(form, missed, Choice("noise")).misses == 0


def test_pages_go_round_and_hold_all_options(cn: Pack) -> None:
    form = cn.forms["dispute"]
    what = form.steps[0]
    first, second = what.pages(what.options)
    assert [option.id for option in first] == ["noise", "clutter", "leak", "parking", "family"]
    progress = engine.turn_page(form, engine.start(form))
    assert what.page(what.options, progress.page) == second
    assert what.page(what.options, engine.turn_page(form, progress).page) == first


def test_a_long_list_of_communities_is_paged_and_a_short_one_is_not(cn: Pack) -> None:
    community = cn.forms["dispute"].steps[1]
    assert [len(page) for page in community.pages(range(12))] == [5, 5, 2]
    assert [len(page) for page in community.pages(range(6))] == [6]


def test_another_version_or_another_form_is_not_current(cn: Pack) -> None:
    form = cn.forms["dispute"]
    progress = walk(form, *DISPUTE)
    assert engine.is_current(form, progress)
    assert not engine.is_current(cn.forms["thing"], progress)
    assert not engine.is_current(msgspec.structs.replace(form, version=2), progress)
    assert not engine.is_current(form, msgspec.structs.replace(progress, step="gone"))


def test_a_progress_that_cannot_be_read_fits_no_form(cn: Pack) -> None:
    for raw in (b"", b"{", b'{"form": "dispute"}', b'{"form": "dispute", "form_version": "one", "step": ""}'):
        assert not engine.is_current(cn.forms["dispute"], engine.decode(raw))


def test_a_phone_number_is_read_as_of_the_packs_region(cn: Pack, generic: Pack) -> None:
    steps: list[Input] = [Choice("visit"), Text("请来看看老人"), Choice("c02"), Place(1.0, 2.0)]
    at_phone = walk(cn.forms["errand"], *steps)
    assert go_on(cn.forms["errand"], at_phone, Text("010 0000 0000")).answers["phone"] == Phone("+861000000000")
    abroad = walk(generic.forms["errand"], *steps)
    assert reason(engine.take(generic.forms["errand"], abroad, Text("010 0000 0000"))) is Reason.NOT_A_PHONE


def test_back_undoes_a_multi_choice_with_its_ticks(cn: Pack) -> None:
    form = cn.forms["welfare"]
    ticked = walk(form, Choice("days"), Toggle("income"))
    undone = engine.back(form, go_on(form, ticked, Done()))
    assert undone is not None
    assert (undone.step, undone.ticks, undone.answers) == (ticked.step, ticked.ticks, ticked.answers)

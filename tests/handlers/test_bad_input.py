"""Whatever somebody sends: a clear answer to them, nothing lost, records as they were where they must be."""

from __future__ import annotations

import pytest

from bot.channel import read
from handlers import events
from handlers.forms.answers import Place, Text
from tests.handlers.scenes import CARE, LAMP, NOISE, act, arrive, hire, progress, send, tickets, written
from tests.stage import GROUP, Stage

EMOJI = "😀" * 2049  # 4,098 UTF-16 units, a little more than a message holds
RIGHT_TO_LEFT = "\u202e\u2066\u200f"
ZERO_WIDTH = "\u200b\u2060\ufeff"
FAKE_BUTTON = '<a href="tg://user?id=1">[Claim]</a> <b>🆕 Dispute D-9999</b>'


@pytest.fixture
def at_spot(stage: Stage) -> Stage:
    """R is at a question that takes words: where the lamp is."""
    arrive(stage, "R")
    act(stage, "R", *LAMP[:3])
    return stage


@pytest.fixture
def at_story(stage: Stage) -> Stage:
    """R is at the question what happened, which takes words and voice."""
    arrive(stage, "R")
    act(stage, "R", *NOISE[:5])
    return stage


def test_text_that_is_too_long_is_met_with_the_limit_and_the_question_stands(at_story: Stage) -> None:
    before = progress(at_story, "R")
    at_story.say("R", EMOJI)
    assert "500 characters fit" in at_story.last("R").text
    assert "What happened?" in at_story.last("R").text
    assert before is not None
    after = progress(at_story, "R")
    assert after is not None
    assert after.answers == before.answers


def test_text_of_five_hundred_emoji_is_taken(at_story: Stage) -> None:
    at_story.say("R", "😀" * 500)
    assert "Will you talk with them?" in at_story.last("R").text


@pytest.mark.parametrize(
    "unseen", ["\x00", "\x1b[2J", RIGHT_TO_LEFT, ZERO_WIDTH], ids=["nul", "escape", "rtl", "zero width"]
)
def test_what_cannot_be_seen_is_not_kept(at_story: Stage, unseen: str) -> None:
    at_story.say("R", f"loud{unseen} every{unseen} night")
    kept = progress(at_story, "R")
    assert kept is not None
    assert kept.answers["story"] in (Text("loud every night"), Text("loud[2J every[2J night"))


@pytest.mark.parametrize("unseen", ["\x00\x00\x00\x00\x00\x00", RIGHT_TO_LEFT * 3, ZERO_WIDTH * 3])
def test_text_of_nothing_to_see_is_no_answer(at_story: Stage, unseen: str) -> None:
    at_story.say("R", unseen)
    assert "What happened?" in at_story.last("R").text
    kept = progress(at_story, "R")
    assert kept is not None
    assert "story" not in kept.answers


def test_half_a_character_is_mended_at_the_edge_and_then_kept(at_story: Stage) -> None:
    raw = {"update_id": 1, "message": _message(text="loud \ud83d every night")}
    event = read(raw)
    assert isinstance(event, events.TextSent)
    at_story.say("R", event.text)
    kept = progress(at_story, "R")
    assert kept is not None
    assert kept.answers["story"] == Text("loud \ufffd every night")


def test_half_a_character_that_came_in_all_the_same_does_no_harm(at_story: Stage) -> None:
    at_story.say("R", "loud \ud83d every night")
    assert "Will you talk with them?" in at_story.last("R").text


def test_markup_in_a_spot_stands_on_the_card_as_it_was_typed_and_is_no_markup(at_spot: Stage) -> None:
    hire(at_spot, "O1")
    act(at_spot, "R", FAKE_BUTTON[:60], "[Skip]", "[Send]")
    card = at_spot.last("G")
    assert FAKE_BUTTON[:60] in card.text
    assert "&lt;a href" in _raw_texts(at_spot)
    assert [button.label for button in card.buttons] == ["Claim"]


def test_a_spot_of_several_lines_cannot_write_a_second_card(at_spot: Stage) -> None:
    hire(at_spot, "O1")
    act(at_spot, "R", "gate\n\n✅ Help H-9999\nhandled by nobody", "[Skip]", "[Send]")
    assert "\n" not in at_spot.last("G").text
    assert at_spot.last("G").text.startswith("🆕 Help H-0001")


def test_markup_in_the_story_is_shown_to_the_claimer_as_it_was_typed(at_story: Stage) -> None:
    hire(at_story, "O1")
    act(at_story, "R", FAKE_BUTTON, "[Face to face]", "[Send]")
    at_story.press("O1", "Claim", where="G")
    at_story.press("O1", "Open the details")
    details = next(text for text in at_story.screens("O1") if "What happened" in text)
    assert FAKE_BUTTON in details


def test_braces_in_the_words_of_a_resident_fill_in_nothing(at_story: Stage) -> None:
    act(at_story, "R", "{phone} {0} {number!r} %s", "[Face to face]")
    assert "{phone} {0} {number!r} %s" in at_story.last("R").text


def test_an_officers_name_is_shown_in_one_line_and_as_it_is_seen(stage: Stage) -> None:
    stage.names["O1"] = f"L.\n✅ Help{RIGHT_TO_LEFT}<b>"
    hire(stage, "O1")
    arrive(stage, "R")
    send(stage, "R")
    stage.press("O1", "Claim", where="G")
    assert "L. ✅ Help<b> has it" in stage.last("R").text


@pytest.mark.parametrize(
    "update",
    [{}, {"update_id": 1}, {"update_id": 1, "poll": {}}, {"update_id": 1, "a_new_thing": {"x": 1}}],
    ids=["empty", "bare", "poll", "a new thing"],
)
def test_an_unknown_update_is_ignored(stage: Stage, update: dict[str, object]) -> None:
    before = written(stage)
    event = read(update)
    assert isinstance(event, events.Ignored)
    assert stage.happen(event) == "unknown_update"
    assert written(stage) == before


def test_an_edited_message_is_not_taken_silently_and_the_question_stands(at_story: Stage) -> None:
    at_story.say("R", "They move tables")
    kept = progress(at_story, "R")
    at_story.send("R", events.MessageEdited, text="They move chairs")
    assert progress(at_story, "R") == kept
    assert any("You changed an earlier message" in text for text in at_story.screens("R"))
    assert "Will you talk with them?" in at_story.last("R").text


def test_a_live_position_that_moves_is_answered_once(at_spot: Stage) -> None:
    at_spot.send("R", events.LocationSent, latitude=1.5, longitude=2.5, is_live=True)
    assert "once, not live" in at_spot.last("R").text
    before = at_spot.screens("R")
    for _ in range(5):
        at_spot.send("R", events.MessageEdited)
    assert at_spot.screens("R") == before


def test_a_position_sent_once_is_taken(at_spot: Stage) -> None:
    at_spot.send("R", events.LocationSent, latitude=1.5, longitude=2.5)
    kept = progress(at_spot, "R")
    assert kept is not None
    assert kept.answers["spot"] == Place(1.5, 2.5)


@pytest.mark.parametrize("is_live", [False, True])
def test_a_position_where_none_is_asked_for_is_refused_and_never_asked_for_once_more(
    at_story: Stage, is_live: bool
) -> None:
    at_story.send("R", events.LocationSent, latitude=1.5, longitude=2.5, is_live=is_live)
    assert "A position does not fit here" in at_story.last("R").text


def test_a_contact_where_none_is_asked_for_is_refused(at_story: Stage) -> None:
    at_story.send("R", events.ContactSent, phone="+12025550101", is_own=False)
    assert "A phone number does not fit here" in at_story.last("R").text


@pytest.mark.parametrize("latitude", [91.0, -1e9, float("inf"), float("nan")])
def test_a_position_that_is_nowhere_is_refused(at_spot: Stage, latitude: float) -> None:
    at_spot.send("R", events.LocationSent, latitude=latitude, longitude=2.5)
    assert "no place on earth" in at_spot.last("R").text


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("sticker", "A sticker does not say enough"),
        ("document", "A file does not fit"),
        ("video", "A file does not fit"),
        ("poll", "does not"),
        ("unknown", "does not"),
    ],
)
def test_what_the_desk_does_not_take_is_said_and_the_question_stands(stage: Stage, kind: str, words: str) -> None:
    arrive(stage, "R")
    act(stage, "R", *LAMP[:4])
    kept = progress(stage, "R")
    stage.send("R", events.OtherSent, kind=kind)
    assert words in stage.last("R").text
    assert "A photo of the thing" in stage.last("R").text
    after = progress(stage, "R")
    assert kept is not None
    assert after is not None
    assert after.answers == kept.answers


def test_a_photo_where_somebody_is_unwell_is_refused(stage: Stage) -> None:
    arrive(stage, "R")
    act(stage, "R", *CARE[:3])
    stage.send("R", events.PhotoSent, file="photo-file")
    assert "was not kept" in stage.last("R").text
    act(stage, "R", "block 5", "[Send]")
    assert b"photo-file" not in b"".join(stage.records.tickets.answers_of(tickets(stage, "R")[0].id).values())


def test_somebody_elses_contact_is_refused_and_ones_own_is_taken(stage: Stage) -> None:
    arrive(stage, "R")
    send(stage, "R", NOISE)
    act(stage, "R", "[Reach me another way]")
    stage.send("R", events.ContactSent, phone="+12025550101", is_own=False)
    assert "your own number" in stage.last("R").text
    assert "contact" not in stage.records.tickets.answers_of(tickets(stage, "R")[0].id)
    stage.press_key("R", "Share my number")
    assert "contact" in stage.records.tickets.answers_of(tickets(stage, "R")[0].id)


@pytest.mark.parametrize("leave", ["Back", "Cancel"])
def test_the_keys_above_the_keyboard_go_however_their_question_is_left(stage: Stage, leave: str) -> None:
    arrive(stage, "R")
    send(stage, "R", NOISE)
    act(stage, "R", "[Reach me another way]")
    stage.press_key("R", leave)
    assert stage.keys == {}


def test_a_voice_note_where_only_buttons_answer_is_refused(stage: Stage) -> None:
    arrive(stage, "R")
    act(stage, "R", *NOISE[:2])
    stage.send("R", events.VoiceSent, file="voice-file", seconds=9)
    assert "A voice note does not fit here" in stage.last("R").text
    assert "What is it about?" in stage.last("R").text


def test_a_second_start_loses_nothing(at_spot: Stage) -> None:
    before = progress(at_spot, "R")
    act(at_spot, "R", "/start", "/start")
    assert "You were at question 3 of 4" in at_spot.last("R").text
    assert progress(at_spot, "R") == before


@pytest.mark.parametrize("payload", ["x" * 64, "inv_wrong", "c99", "офицер", "../../etc", "officer officer"])
def test_a_start_with_a_payload_nobody_made_is_met_kindly(stage: Stage, payload: str) -> None:
    stage.say("R", f"/start {payload}")
    assert stage.last("R").text
    assert stage.person("R") is not None
    assert not stage.front.desk(stage.records, now=stage.clock.now()).is_staff(
        stage.records.people.meet("1", stage.clock.at)
    )


def _message(**fields: object) -> dict[str, object]:
    account = {"id": 7, "is_bot": False, "first_name": "R"}
    return {"message_id": 1, "date": 0, "chat": {"id": 7, "type": "private"}, "from": account, **fields}


def _raw_texts(stage: Stage) -> str:
    """Return everything that stands in the group as it was handed to the channel, markup and all."""
    return "\n".join(shown.raw for shown in stage.chats[GROUP].values())

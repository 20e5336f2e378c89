"""Words between a resident and the officer who has the matter: they arrive once, in time, where they were meant."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers import events
from handlers.forms import answers
from storage.model import TicketStatus
from tests.handlers.scenes import CARE, LAMP, NOISE, act, arrive, hire, history, send, tickets
from tests.stage import Stage, minutes


@pytest.fixture
def talking(stage: Stage) -> Stage:
    """L. has the resident's lamp."""
    arrive(stage, "R")
    hire(stage, "O1")
    send(stage, "R")
    stage.press("O1", "Claim", where="G")
    stage.heard.clear()
    return stage


AT_SPOT = ("/menu", *LAMP[:2])
"""A form is open at the question where the lamp is; the community is known from the first one."""


def heard_by(stage: Stage, name: str) -> str:
    return "\n".join(stage.screens(name))


# Where words go.


def test_what_is_written_after_reply_goes_to_whoever_has_the_matter(talking: Stage) -> None:
    act(talking, "R", "[Reply]", "It hums as well")
    assert talking.last("O1").text.endswith("from the resident:\nIt hums as well")
    assert "Sent to O1 (H-0001)" in talking.last("R").text


def test_words_of_a_matter_nobody_has_stand_in_its_details_when_it_is_claimed(stage: Stage) -> None:
    arrive(stage, "R")
    hire(stage, "O1")
    send(stage, "R")
    act(stage, "R", "[My matters]", "[H-0001 · received]", "[Write about this]", "It hums as well")
    assert "Whoever takes it will read it" in stage.last("R").text
    assert "hums" not in heard_by(stage, "G")
    stage.press("O1", "Claim", where="G")
    act(stage, "O1", "[Open the details]")
    assert "It hums as well" in heard_by(stage, "O1")


def test_an_answer_to_a_message_of_a_matter_goes_to_that_matter(talking: Stage) -> None:
    send(talking, "R", (*AT_SPOT, "at the north gate", "[Skip]"))
    talking.press("O1", "Claim", where="G")
    talking.say("R", "the old one", reply_to=talking.message("R", "H-0001 · step 2 of 5"))
    assert "H-0001</b> · from the resident:\nthe old one" in talking.shown("O1")[-1].raw


def test_words_for_nobody_are_asked_about_and_not_sent_before_that(talking: Stage) -> None:
    talking.say("R", "It hums as well")
    assert "hums" not in heard_by(talking, "O1")
    talking.press("R", "Send it for H-0001")
    assert "It hums as well" in talking.last("O1").text


def test_words_that_were_for_something_else_are_not_kept(talking: Stage) -> None:
    act(talking, "R", "When do you open?", "[Something else]")
    assert "is not kept" in talking.last("R").text
    assert talking.records.connection.execute("select count(*) from reply_versions").fetchone()[0] == 0
    talking.press_again("R", "Send it for H-0001")
    assert "open?" not in heard_by(talking, "O1")


def test_several_words_in_a_row_are_sent_by_one_tap(talking: Stage) -> None:
    act(talking, "R", "It hums", "and it smells", "[Send it for H-0001]")
    assert heard_by(talking, "O1").index("It hums") < heard_by(talking, "O1").index("and it smells")


def test_words_nobody_chose_anything_for_go_after_a_day(talking: Stage) -> None:
    talking.say("R", "It hums as well")
    talking.wait(talking.clock.at + minutes("+23h"))
    assert talking.records.connection.execute("select count(*) from reply_versions").fetchone()[0] == 1
    talking.wait(talking.clock.at + minutes("+3h"))
    assert talking.records.connection.execute("select count(*) from reply_versions").fetchone()[0] == 0


def test_while_the_question_was_shown_last_words_answer_it(talking: Stage) -> None:
    act(talking, "R", *AT_SPOT, "at the north gate")
    assert "A photo of the thing" in talking.last("R").text


def test_while_words_about_a_matter_were_shown_last_the_desk_asks(talking: Stage) -> None:
    act(talking, "R", *AT_SPOT)
    talking.wait(talking.clock.at + minutes("+6m"))
    act(talking, "O1", "[Write to the resident]", "Which pole?")
    assert "Which pole?" in talking.last("R").text
    act(talking, "R", "at the north gate", "[It answers the question]")
    assert "A photo of the thing" in talking.last("R").text
    assert "north gate" not in heard_by(talking, "O1")


def test_a_cry_for_help_passes_whatever_somebody_writes_about(talking: Stage) -> None:
    act(talking, "R", "[Reply]", "help me now")
    talking.say("R", "danger")
    assert "What is the danger?" in talking.last("R").text


def test_another_screen_ends_the_writing(talking: Stage) -> None:
    act(talking, "R", "[Reply]", "It hums", "/my", "How are you?")
    assert "What is this for?" in talking.last("R").text


def test_after_ten_minutes_the_desk_asks_again(talking: Stage) -> None:
    act(talking, "R", "[Reply]", "It hums")
    talking.clock.move(minutes=11)
    act(talking, "R", "How are you?")
    assert "What is this for?" in talking.last("R").text


def test_nothing_is_sent_about_a_matter_that_is_over(talking: Stage) -> None:
    act(talking, "R", "[Reply]")
    about = talking.message("R", "to O1: write")
    act(talking, "R", "/my", "[H-0001 · being handled]", "[Withdraw]", "[Yes, withdraw]")
    assert tickets(talking, "R")[0].status is TicketStatus.WITHDRAWN
    talking.say("R", "too late", reply_to=about)
    assert "was not sent" in talking.last("R").text
    assert "too late" not in heard_by(talking, "O1")


def test_somebody_elses_matter_cannot_be_written_to(talking: Stage) -> None:
    ticket = tickets(talking, "R")[0]
    arrive(talking, "S")
    talking.press_data("S", f"1:reply:{ticket.id}:0:")
    talking.say("S", "hello there")
    talking.press_data("S", f"1:reply_to:{ticket.id}:0:")
    assert "hello there" not in heard_by(talking, "O1") + heard_by(talking, "R")


# What is taken.


def test_an_identity_number_is_masked_before_it_is_stored(talking: Stage) -> None:
    act(talking, "R", "[Reply]", "my number is 110101199003078888")
    assert "110101" not in heard_by(talking, "O1")
    assert "****************88" in heard_by(talking, "O1")


def test_a_photo_with_words_arrives_as_both(talking: Stage) -> None:
    act(talking, "R", "[Reply]")
    talking.send("R", events.PhotoSent, file="photo-file", caption="the pole")
    assert [shown.text for shown in talking.shown("O1")[-2:]] == [
        "(photo) H-0001 · from the resident:",
        "H-0001 · from the resident:\nthe pole",
    ]


def test_where_somebody_lies_no_photo_is_taken_r9(stage: Stage) -> None:
    arrive(stage, "R")
    hire(stage, "O1")
    send(stage, "R", CARE)
    stage.press("O1", "Claim", where="G")
    act(stage, "R", "[Reply]")
    stage.send("R", events.PhotoSent, file="photo-file")
    assert "(photo)" not in heard_by(stage, "O1")
    assert "photo" in stage.last("R").text
    stage.say("R", "he sits up now")
    assert "he sits up now" in heard_by(stage, "O1")


def test_a_file_is_refused_with_the_reason(talking: Stage) -> None:
    act(talking, "R", "[Reply]")
    talking.send("R", events.OtherSent, kind="document")
    assert "file" in talking.last("R").text.lower()


# When they arrive.


def test_officers_words_wait_while_a_form_is_open_and_come_when_it_is_sent(talking: Stage) -> None:
    act(talking, "R", *AT_SPOT)
    act(talking, "O1", "[Write to the resident]", "Which pole?")
    assert "Which pole?" not in heard_by(talking, "R")
    assert "kept" in talking.last("O1").text
    act(talking, "R", "at the north gate", "[Skip]", "[Send]")
    talking.wait(talking.clock.at + timedelta(seconds=1))
    assert "Which pole?" in talking.last("R").text


def test_they_come_after_five_idle_minutes(talking: Stage) -> None:
    act(talking, "R", *AT_SPOT)
    act(talking, "O1", "[Write to the resident]", "Which pole?")
    talking.clock.move(minutes=3)
    act(talking, "R", "at the north gate")
    talking.wait(talking.clock.at + minutes("+4m"))
    assert "Which pole?" not in heard_by(talking, "R")
    talking.wait(talking.clock.at + minutes("+2m"))
    assert "Which pole?" in talking.last("R").text


def test_words_about_an_urgent_matter_wait_for_nothing(stage: Stage) -> None:
    arrive(stage, "R")
    hire(stage, "O1")
    send(stage, "R", CARE)
    stage.press("O1", "Claim", where="G")
    act(stage, "R", "/menu", *LAMP[:3])
    act(stage, "O1", "[Write to the resident]", "We are at the door")
    assert "We are at the door" in stage.last("R").text


def test_at_night_they_wait_for_the_morning_unless_the_resident_is_awake(talking: Stage) -> None:
    talking.clock.move(hours=11)
    act(talking, "O1", "[Write to the resident]", "It is repaired tomorrow")
    assert "repaired tomorrow" not in heard_by(talking, "R")
    act(talking, "R", "[Reply]", "Are you coming?")
    act(talking, "O1", "Yes, at nine")
    assert "Yes, at nine" in heard_by(talking, "R")
    talking.wait(talking.clock.at + minutes("+10h"))
    assert "It is repaired tomorrow" in heard_by(talking, "R")


# Who may.


def test_writing_is_first_contact_and_is_audited_without_a_word_of_it(talking: Stage) -> None:
    act(talking, "O1", "[Write to the resident]", "Which pole?")
    ticket = tickets(talking, "R")[0]
    assert ticket.status is TicketStatus.IN_PROGRESS
    assert [line.action for line in history(talking, ticket)][-2:] == ["answer", "move"]


def test_an_officer_who_left_the_group_writes_to_nobody(talking: Stage) -> None:
    act(talking, "O1", "[Write to the resident]")
    talking.join("O1", is_member=False)
    act(talking, "O1", "Which pole?")
    assert "Which pole?" not in heard_by(talking, "R")


def test_an_officers_plain_words_go_to_nobody(talking: Stage) -> None:
    talking.say("O1", "what a day")
    assert "what a day" not in heard_by(talking, "R")


# Edits.


def test_an_edit_is_a_new_version_and_the_other_side_sees_it(talking: Stage) -> None:
    act(talking, "R", "[Reply]", "It is the third pole")
    talking.edit("R", "It is the fourth pole")
    assert "the third pole" not in heard_by(talking, "O1")
    assert "(changed)\nIt is the fourth pole" in heard_by(talking, "O1")
    kept = talking.records.replies.of_ticket(tickets(talking, "R")[0].id)
    assert [(reply.version, answers.decode(reply.content)) for reply in kept] == [
        (2, answers.Text("It is the fourth pole"))
    ]
    assert talking.records.connection.execute("select count(*) from reply_versions").fetchone()[0] == 2


def test_an_edit_after_the_end_is_kept_but_opens_nothing(talking: Stage) -> None:
    act(talking, "R", "[Reply]", "It is the third pole")
    act(talking, "O1", "[✔ Repaired]")
    talking.edit("R", "It is the fourth pole")
    assert tickets(talking, "R")[0].status is TicketStatus.RESOLVED
    assert "fourth" not in heard_by(talking, "O1")
    assert talking.records.connection.execute("select count(*) from reply_versions").fetchone()[0] == 2


def test_the_same_message_twice_is_carried_once(talking: Stage) -> None:
    act(talking, "R", "[Reply]", "It hums")
    again = {"message": talking.written["R"]}
    spoken = talking._spoken("R", "") | again
    talking.happen(events.TextSent(**spoken, text="It hums"))
    assert heard_by(talking, "O1").count("It hums") == 1


# Never a word of one matter in another.


def test_no_word_of_one_matter_reaches_another(stage: Stage) -> None:
    for name, matter in (("R", LAMP), ("S", NOISE), ("T", LAMP)):
        arrive(stage, name)
        hire(stage, f"O{name}")
        send(stage, name, matter)
        stage.press(f"O{name}", "Claim", where="G")
    for count in range(40):
        resident = "RST"[count % 3]
        writer, button = (resident, "Reply") if count % 2 else (f"O{resident}", "Write to the resident")
        act(stage, writer, f"[{button}]", f"watermark {resident} {count}")
    for name in "RST":
        others = [f"watermark {other}" for other in "RST" if other != name]
        assert not [mark for mark in others if mark in heard_by(stage, name) + heard_by(stage, f"O{name}")]
        marks = [line.split()[-1] for line in heard_by(stage, name).split("\n") if f"watermark {name}" in line]
        assert marks == sorted(marks, key=int)

"""/mydata: all that is a person's own, and nothing of anybody else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from storage.data_map import data_map
from tests.handlers.scenes import CARE, NOISE, WELFARE, act, arrive, hire, history, send, tickets
from tests.stage import Stage

FREEZE = {
    "PAVILION__RETENTION__LEGAL__BASIS__EN": "an act",
    "PAVILION__RETENTION__LEGAL__DATED": "2020-01-01",
    "PAVILION__RETENTION__LEGAL__FREEZE__HELP": "400d",
}
OF_THE_FILE = {"desk", "made_at"}
"""What says whose file it is and when it was made."""


def own_file(stage: Stage, name: str = "R") -> Any:
    act(stage, name, "/mydata", "[Send me the file]")
    return json.loads(stage.documents[-1])


def paths(content: Any, prefix: str = "") -> Iterator[str]:
    """Yield the path of every value, lists looked through; what a person answered is one value."""
    if isinstance(content, dict) and not prefix.endswith((".value", ".progress")):
        for key, value in content.items():
            yield from paths(value, f"{prefix}.{key}".strip("."))
    elif isinstance(content, list):
        for each in content:
            yield from paths(each, prefix)
    else:
        yield prefix


def restrict(stage: Stage, name: str) -> None:
    stage.records.connection.execute("update tickets set is_restricted = 1 where id = ?", (tickets(stage, name)[0].id,))


# The file.


def test_the_file_holds_what_the_map_says_and_nothing_else(stage: Stage) -> None:
    stage.environment.update(FREEZE)
    stage.restart()
    hire(stage, "O1")
    arrive(stage, "R")
    send(stage, "R", CARE)
    stage.press("O1", "Claim", where="G")
    act(stage, "R", "/my", "[H-0001 · being handled]", "[Withdraw]", "[Yes, withdraw]")
    stage.wait(stage.clock.at + timedelta(days=8))
    act(stage, "R", "/menu")
    send(stage, "R", NOISE)
    act(stage, "R", "/menu", "[Something is broken]", "[Light]", "/my", "[D-0001 · received]", "[Write about this]")
    stage.say("R", "It was loud again")
    person, ticket = stage.person("R"), tickets(stage, "R")[0]
    assert person is not None
    stage.records.bookings.book(ticket.id, "come", "pavilion", stage.clock.at, 60, stage.clock.at)
    stage.records.safe_contacts.put(person.id, b'{"messages": "safe", "call": "no"}', stage.clock.at)
    found = set(paths(own_file(stage)))
    mapped = {column.file for table in data_map().tables for column in table.columns if column.file}
    assert found - OF_THE_FILE == mapped


def test_the_file_holds_a_persons_own_words_and_every_step_of_their_matter(stage: Stage) -> None:
    hire(stage, "O1")
    arrive(stage, "R")
    send(stage, "R", NOISE)
    stage.press("O1", "Claim", where="G")
    stage.press("O1", "Open the details")
    content = own_file(stage)
    [matter] = content["matters"]
    assert {"step": "story", "value": {"type": "text", "text": NOISE[5]}, "kept_as": "text"} in matter["answers"]
    assert [line["action"] for line in matter["history"]] == ["open", "claim", "view", "move"]
    assert content["consents"][0]["text_version"] == "cn-1"


def test_the_file_names_no_officer_and_gives_no_reason_of_theirs(stage: Stage) -> None:
    stage.names["O1"] = "CANARY-OFFICER"
    hire(stage, "O1")
    arrive(stage, "R")
    send(stage, "R", NOISE)
    stage.press("O1", "Claim", where="G")
    act(stage, "O1", "[Release]", "[I know them]")
    own_file(stage)
    text = stage.documents[-1].decode()
    assert '"action": "release"' in text
    officer = stage.person("O1")
    assert officer is not None
    assert [found for found in ("CANARY-OFFICER", "know_them", officer.id, officer.address) if found in text] == []


def test_the_file_of_one_holds_nothing_of_another(stage: Stage) -> None:
    arrive(stage, "R")
    arrive(stage, "S")
    send(stage, "S", (*NOISE[:4], "CANARY-FLAT", "CANARY-STORY", NOISE[-1]))
    act(stage, "R", "/menu")
    send(stage, "R", NOISE)
    own_file(stage)
    other = stage.person("S")
    assert other is not None
    text = stage.documents[-1].decode()
    assert [
        found for found in ("CANARY-FLAT", "CANARY-STORY", "D-0001", other.id, other.address) if found in text
    ] == []
    assert "D-0002" in text


def test_taking_the_file_is_audited_and_its_words_do_not_stay_in_the_outbox(stage: Stage) -> None:
    arrive(stage, "R")
    own_file(stage)
    lines = stage.records.connection.execute("select actor_role, action, code from audit").fetchall()
    assert [tuple(line) for line in lines] == [("resident", "export", None)]
    sent = stage.records.connection.execute("select payload from outbox where command = 'SendDocument'").fetchall()
    assert [row["payload"] for row in sent] == [None]


# The view.


def test_a_restricted_matter_shows_only_when_all_is_asked_for(stage: Stage) -> None:
    arrive(stage, "R")
    send(stage, "R", NOISE)
    restrict(stage, "R")
    assert own_file(stage)["matters"] == []
    assert "D-0001" not in stage.last("R").text
    stage.press("R", "Show the rest")
    assert "D-0001" in stage.last("R").text
    stage.press("R", "Send me the file")
    assert [matter["number"] for matter in json.loads(stage.documents[-1])["matters"]] == ["D-0001"]


def test_nothing_offers_the_rest_where_there_is_none(stage: Stage) -> None:
    arrive(stage, "R")
    send(stage, "R", NOISE)
    act(stage, "R", "/mydata")
    assert "Show the rest" not in stage.seen("R")


# Consents.


def test_a_consent_goes_with_as_many_taps_as_it_came(stage: Stage) -> None:
    arrive(stage, "R")
    given = ("[Trouble with someone]", "[Agree]")
    act(stage, "R", *given, "/mydata")
    taken = ("[Withdraw a consent]", "[Take back no. 1]")
    act(stage, "R", *taken)
    person = stage.person("R")
    assert person is not None
    assert [each.withdrawn_at for each in stage.records.people.consents_of(person.id)] == [stage.clock.now()]
    assert len(taken) <= len(given)


def test_a_notice_taken_back_ends_what_was_begun_and_asks_again_before_the_next_word(stage: Stage) -> None:
    arrive(stage, "R")
    act(stage, "R", *NOISE[:4], "/mydata", "[Withdraw a consent]", "[Take back no. 1]")
    person = stage.person("R")
    assert person is not None
    assert stage.records.drafts.of_person(person.id) == []
    act(stage, "R", "/menu", "[Trouble with someone]")
    assert "Agree" in stage.seen("R")
    stage.press("R", "Agree")
    assert "What is it about?" in stage.last("R").text


def test_nothing_is_added_to_a_matter_once_the_notice_is_taken_back(stage: Stage) -> None:
    arrive(stage, "R")
    send(stage, "R", NOISE)
    act(stage, "R", "/mydata", "[Withdraw a consent]", "[Take back no. 1]")
    stage.press_again("R", "The other person")
    assert "so nothing new is noted" in stage.last("R").text
    act(stage, "R", "/menu", "[Errand or visit]", "[Agree]", "[Back]")
    stage.press_again("R", "The other person")
    assert "What do you call the other person?" in stage.last("R").text


def test_what_needs_no_notice_is_open_after_it_was_taken_back(stage: Stage) -> None:
    arrive(stage, "R")
    act(
        stage, "R", "[Trouble with someone]", "[Agree]", "/mydata", "[Withdraw a consent]", "[Take back no. 1]", "/menu"
    )
    assert send(stage, "R", CARE).number == "H-0001"


def test_an_illness_is_gone_from_the_matter_as_soon_as_its_consent_is(stage: Stage) -> None:
    arrive(stage, "R")
    act(stage, "R", *WELFARE[:2], "[Within days]", "[Illness, disability]", "[Done]", "[Yes, note it]")
    act(stage, "R", "[Community 1]", "[In this area]", "[In this chat]", "Aunt A.", "[Send]")
    [ticket] = tickets(stage, "R")
    assert {"hard", "illness_ok"} <= set(stage.records.tickets.answers_of(ticket.id))
    act(stage, "R", "/mydata", "[Withdraw a consent]", "[Take back no. 2]")
    left = stage.records.tickets.answers_of(ticket.id)
    assert {"hard", "illness_ok"} & set(left) == set()
    assert "registration" in left
    assert [(line.action, line.code) for line in history(stage, ticket)][-1] == ("drop_answer", "illness")


def test_a_consent_for_an_agency_is_listed_and_goes_alone(stage: Stage) -> None:
    arrive(stage, "R")
    send(stage, "R", NOISE)
    person = stage.person("R")
    assert person is not None
    stage.records.people.give_consent(person.id, "agency:town-civil", "share-1", stage.clock.now())
    act(stage, "R", "/mydata")
    assert "given to town-civil" in stage.last("R").text
    act(stage, "R", "[Withdraw a consent]", "[Take back no. 2]", "[Back]")
    assert "town-civil" not in stage.last("R").text
    assert "staff of Riverside station" in stage.last("R").text


def test_a_consent_of_somebody_else_is_not_taken_back(stage: Stage) -> None:
    arrive(stage, "R")
    act(stage, "R", "[Trouble with someone]", "[Agree]", "/mydata", "[Withdraw a consent]")
    data = next(button.data for button in stage.last("R").buttons if button.label == "Take back no. 1")
    arrive(stage, "S")
    stage.press_data("S", data)
    person = stage.person("R")
    assert person is not None
    assert [each.withdrawn_at for each in stage.records.people.consents_of(person.id)] == [None]

"""Safe contact: nobody who could be in danger is written to unasked, outside their hours, or after they said stop."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import msgspec
import pytest

import handlers
from handlers import commands, events, safe_contact
from handlers.desk import Desk
from handlers.hours import Span
from storage.model import Chat, OutboxRow, Ticket
from tests.handlers.conftest import ENGLISH
from tests.handlers.scenes import LAMP, act, hire, progress, tickets
from tests.stage import Stage

SAFETY_ON = {**ENGLISH, "PAVILION__STATION__FEATURES__SAFETY": "true"}
TRAINED = ("O1", "O2")
TO_THE_BRANCH = ("/start", "[English]", "[Trouble with someone]", "[Agree]", "[Family]", "[Yes]", "[Agree]")
SAFE = ("[Safe]", "[Don't call]", "[Someone contacts me]", "[Send]")
NOON = ("[Only at certain times]", "[12 to 2]", "[Done]", "[Don't call]", "[Someone contacts me]", "[Send]")
NEVER = ("[Not safe]", "[Don't call]", "[Someone contacts me]", "[Send]")
KNOCK = "There is a message for you. Is it a good time?"


@pytest.fixture
def stage(tmp_path: Path, key: str) -> Iterator[Stage]:
    stage = Stage(tmp_path / "desk.db", key, environment=SAFETY_ON, trained=TRAINED)
    for name in TRAINED:
        hire(stage, name)
    yield stage
    stage.close()


def tell_of_harm(stage: Stage, answers: tuple[str, ...] = SAFE) -> Ticket:
    act(stage, "R", *TO_THE_BRANCH, *answers)
    return tickets(stage, "R")[0]


def screens(stage: Stage) -> list[str]:
    return stage.screens("R")


# Every path waits.


def test_what_nobody_asked_for_is_asked_about_first(stage: Stage) -> None:
    tell_of_harm(stage)
    before = screens(stage)
    stage.press("O1", "Claim D-0001")
    assert screens(stage) == before
    stage.wait(stage.clock.at + timedelta(minutes=1))
    assert screens(stage) == [*before, KNOCK]
    stage.press("R", "Yes")
    assert screens(stage)[-2:] == ["Here it is:", "D-0001 · being handled"]


def test_news_of_an_ordinary_matter_waits_as_well(stage: Stage) -> None:
    tell_of_harm(stage)
    act(stage, "R", "/menu", *LAMP, "[Send]")
    before = screens(stage)
    stage.press("O1", "Claim", where="G")
    stage.wait(stage.clock.at + timedelta(minutes=1))
    assert screens(stage) == [*before, KNOCK]


def test_an_answer_to_what_they_do_themselves_comes_at_once(stage: Stage) -> None:
    tell_of_harm(stage, NEVER)
    stage.say("R", "/my")
    assert stage.last("R").text == "Your matters:"


def test_somebody_else_is_told_as_ever(stage: Stage) -> None:
    tell_of_harm(stage)
    act(stage, "S", "/start", "[English]", *LAMP, "[Send]")
    stage.press("O1", "Claim", where="G")
    assert "O1 has it" in stage.last("S").text


def test_a_second_message_does_not_ask_a_second_time(stage: Stage) -> None:
    tell_of_harm(stage)
    stage.press("O1", "Claim D-0001")
    stage.wait(stage.clock.at + timedelta(minutes=1))
    stage.press("O1", "✔ Knows the ways")
    stage.wait(stage.clock.at + timedelta(days=4))
    assert screens(stage).count(KNOCK) == 1


def test_yes_pressed_twice_shows_it_once(stage: Stage) -> None:
    tell_of_harm(stage)
    stage.press("O1", "Claim D-0001")
    stage.wait(stage.clock.at + timedelta(minutes=1))
    stage.press("R", "Yes")
    stage.press_again("R", "Yes")
    assert screens(stage).count("D-0001 · being handled") == 1
    assert stage.last("R").text == "Nothing new."


def test_not_safe_means_that_nothing_ever_comes(stage: Stage) -> None:
    tell_of_harm(stage, NEVER)
    before = screens(stage)
    stage.press("O1", "Claim D-0001")
    stage.press("O1", "✔ Knows the ways")
    stage.wait(stage.clock.at + timedelta(days=4))
    assert screens(stage) == before


def test_a_question_that_could_not_go_out_in_its_hours_is_taken_back(stage: Stage) -> None:
    """Telegram was away; the desk was down, too, when the hours ended."""
    tell_of_harm(stage, NOON)
    stage.press("O1", "Claim D-0001")
    now = stage.clock.at
    assert unsent_knock(stage, now + timedelta(minutes=1))
    assert unsent_knock(stage, now + timedelta(minutes=119))
    assert not unsent_knock(stage, now + timedelta(minutes=121))
    assert unsent_knock(stage, now + timedelta(hours=24, minutes=1))
    handlers.set_up(stage.front.desk(stage.records, now=now + timedelta(hours=30)))
    assert not stage.records.outbox.is_waiting(safe_contact.knock_slot(person_id(stage)))


def unsent_knock(stage: Stage, now: datetime) -> bool:
    """Let the clock tick without anything going out; return whether the question waits to go."""
    desk = stage.front.desk(stage.records, now=now)
    for row in stage.records.due.ready(now):
        handlers.handle(events.Due(due=row.id), desk)
    return stage.records.outbox.is_waiting(safe_contact.knock_slot(person_id(stage)))


def person_id(stage: Stage) -> str:
    person = stage.person("R")
    assert person is not None
    return person.id


# The word that stops everything.


def test_the_pause_word_takes_back_in_the_same_update_what_was_about_to_go(stage: Stage) -> None:
    tell_of_harm(stage)
    stage.press("O1", "Claim D-0001")
    assert unsent_knock(stage, stage.clock.at)
    before = screens(stage)
    stage.say("R", "  DINNER. ")
    assert screens(stage) == [*before, "All right."]
    stage.wait(stage.clock.at + timedelta(days=4))
    assert screens(stage) == [*before, "All right."]


def test_the_pause_word_of_any_language_of_the_station_stops_it(stage: Stage) -> None:
    tell_of_harm(stage)
    assert stage.say("R", "晚饭") == "paused"


def test_the_pause_word_keeps_what_is_to_be_erased(stage: Stage) -> None:
    tell_of_harm(stage)
    desk, chat = stage.front.desk(stage.records, now=stage.clock.at), stage.chat("R")
    assert chat is not None
    desk.post(chat, commands.Erase(messages=(1,)))
    stage.say("R", "dinner")
    assert any("✖" in line for line in stage.heard[-6:])


def test_the_pause_word_is_an_ordinary_word_for_everybody_else(stage: Stage) -> None:
    act(stage, "S", "/start", "[English]")
    assert stage.say("S", "dinner") is None
    assert "did not understand" in stage.last("S").text


def test_a_word_that_only_holds_the_pause_word_stops_nothing(stage: Stage) -> None:
    tell_of_harm(stage)
    assert stage.say("R", "dinner was good") is None


def test_hiding_the_question_asks_it_again_in_the_next_hours(stage: Stage) -> None:
    tell_of_harm(stage, NOON)
    stage.press("O1", "Claim D-0001")
    stage.wait(stage.clock.at + timedelta(minutes=1))
    stage.say("R", "/hide")
    stage.wait(stage.clock.at + timedelta(hours=23))
    assert KNOCK not in screens(stage)
    stage.wait(stage.clock.at + timedelta(hours=1))
    assert screens(stage)[-1] == KNOCK


@pytest.mark.parametrize("answers", [(), SAFE[:1], SAFE[:2], SAFE[:3]])
def test_the_words_of_the_button_that_hides_do_it_on_every_step(stage: Stage, answers: tuple[str, ...]) -> None:
    act(stage, "R", *TO_THE_BRANCH, *answers, "remove these messages")
    assert screens(stage) == ["The messages in this chat are removed."]
    assert progress(stage, "R") is not None


def test_somebody_who_was_away_when_asked_is_asked_again_when_there_is_something_new(stage: Stage) -> None:
    tell_of_harm(stage)
    stage.press("O1", "Claim D-0001")
    stage.wait(stage.clock.at + timedelta(minutes=1))
    stage.block("R")
    stage.block("R", is_blocked=False)
    stage.press("O1", "✔ Knows the ways")
    stage.wait(stage.clock.at + timedelta(minutes=1))
    assert screens(stage).count(KNOCK) == 2


# What is kept.


def test_how_they_may_be_reached_is_sealed_and_kept_to_what_they_said_last(stage: Stage) -> None:
    tell_of_harm(stage, NOON)
    contact = stage.records.safe_contacts.of_person(person_id(stage))
    assert contact is not None
    assert safe_contact.rules_of(contact) == safe_contact.Rules("hours", "no", ("12:00-14:00",))
    raw = stage.records.connection.execute("select * from safe_contacts").fetchone()
    assert all(b"12:00" not in value for value in raw if isinstance(value, bytes))
    act(stage, "R", "/menu", "[Trouble with someone]", "[Family]", "[Yes]", "[Agree]", *NEVER)
    contact = stage.records.safe_contacts.of_person(person_id(stage))
    assert contact is not None
    assert safe_contact.rules_of(contact).messages == "unsafe"


def test_other_rules_take_back_what_was_to_be_asked_by_the_earlier_ones(stage: Stage) -> None:
    tell_of_harm(stage)
    act(stage, "R", "/menu", "[Trouble with someone]", "[Family]", "[Yes]", "[Agree]", *NEVER[:-1])
    stage.press("O1", "Claim D-0001")
    assert unsent_knock(stage, stage.clock.at)
    stage.press("R", "Send")
    stage.wait(stage.clock.at + timedelta(days=2))
    assert screens(stage).count(KNOCK) == 0


def test_what_waited_about_a_matter_that_is_taken_back_is_not_asked_about(stage: Stage) -> None:
    tell_of_harm(stage)
    act(stage, "R", "/my", "[D-0001 · received]", "[Details]")
    stage.press("O1", "Claim D-0001")
    act(stage, "R", "[Withdraw]", "[Yes, withdraw]")
    stage.wait(stage.clock.at + timedelta(days=1))
    assert KNOCK not in screens(stage)
    stage.say("R", "/my")
    assert "Show what is new" not in stage.seen("R")


def test_held_words_are_sealed(stage: Stage) -> None:
    tell_of_harm(stage, NEVER)
    stage.press("O1", "Claim D-0001")
    [row] = stage.records.connection.execute("select payload from held_messages").fetchall()
    assert b"D-0001" not in row["payload"]


def test_rules_that_cannot_be_read_let_nothing_out(stage: Stage) -> None:
    tell_of_harm(stage)
    stage.records.safe_contacts.put(person_id(stage), b'{"messages": "shout"}', stage.clock.at)
    before = screens(stage)
    stage.press("O1", "Claim D-0001")
    stage.wait(stage.clock.at + timedelta(days=3))
    assert screens(stage) == before


def test_nothing_is_kept_of_who_would_rather_not_say_or_comes_back_later(stage: Stage) -> None:
    act(stage, "R", *TO_THE_BRANCH[:-2], "[Rather not say]")
    assert progress(stage, "R") is None
    act(stage, "R", "[Other ways]", "[Agree]", "[Safe]", "[Don't call]", "[Later]")
    assert progress(stage, "R") is None
    assert stage.records.safe_contacts.of_person(person_id(stage)) is None
    assert tickets(stage, "R") == []


# A long time with everything that can happen.


@dataclass
class Life:
    """Weeks of one person's life with the desk: officers who act, a clock that ticks, a channel that is away at times.

    `unasked` collects what was delivered outside an act of theirs: the time, and the words.
    """

    stage: Stage
    chance: Random
    now: datetime
    chat: Chat
    unasked: list[tuple[datetime, str]] = field(default_factory=list)
    asked: set[int] = field(default_factory=set)
    acts: int = 0
    knocks_since_act: int = 0

    def step(self) -> None:
        self.now += timedelta(minutes=self.chance.randint(1, 600))
        desk = self.desk()
        for row in self.stage.records.due.ready(self.now):
            handlers.handle(events.Due(due=row.id), desk)
        roll = self.chance.random()
        if roll < 0.35:
            self.tell(desk)
        elif roll < 0.6:
            self.act()
        if self.chance.random() < 0.7:
            self.deliver()

    def desk(self) -> Desk:
        return self.stage.front.desk(self.stage.records, now=self.now)

    def tell(self, desk: Desk) -> None:
        """Somebody or something has a word for them; how it goes out is not theirs to think of."""
        words = self.chance.choice(("The police station has mediation for you", "D-0001: officer L. is handling it"))
        match self.chance.randrange(3):
            case 0:
                desk.tell(desk.records.people.get(self.chat.person_id or ""), words)
            case 1:
                desk.post(self.chat, commands.Post(text=words, message=self.chance.choice((None, 3))))
            case _:
                desk.post(self.chat, commands.SendFile(kind="photo", file="file", caption=words))

    def act(self) -> None:
        """They write or press something; what goes out in this unit answers that."""
        before = self.waiting()
        who, where = events.Who(self.chat.address), events.Where(self.chat.address)
        self.acts += 1
        self.knocks_since_act = 0
        choice = self.chance.choice(
            ("1:safe_yes::0:", "1:safe_yes::0:", "1:safe_later::0:", "dinner", "/my", "/hide", "hello")
        )
        event: events.AnyEvent
        if choice.startswith("1:"):
            event = events.ButtonPressed(who=who, where=where, press="p", data=choice, message=1)
        elif choice.startswith("/"):
            event = events.CommandSent(who=who, where=where, message=10_000 + self.acts, name=choice[1:])
        else:
            event = events.TextSent(who=who, where=where, message=10_000 + self.acts, text=choice)
        handlers.handle(event, self.desk())
        self.asked |= self.waiting() - before

    def waiting(self) -> set[int]:
        rows = self.stage.records.connection.execute("select id from outbox where status = 'pending'")
        return {row["id"] for row in rows}

    def deliver(self) -> None:
        while rows := self.stage.records.outbox.heads(self.now, 10):
            for row in rows:
                self.stage.records.outbox.finish(row.id, self.now, "sent")
                if row.chat_id == self.chat.id and row.id not in self.asked:
                    self.note(row)

    def note(self, row: OutboxRow) -> None:
        command = commands.decode(row.payload)
        self.unasked.append((self.now, command.text if isinstance(command, commands.Post) else type(command).__name__))
        self.knocks_since_act += 1
        assert self.knocks_since_act == 1, "a reminder"
        contact = self.stage.records.safe_contacts.of_person(self.chat.person_id or "")
        assert contact is not None
        assert contact.paused_at is None


@pytest.mark.slow
@pytest.mark.parametrize(
    ("answers", "spans"),
    [(SAFE, ["08:30-22:30"]), (NOON, ["12:00-14:00"]), (NEVER, [])],
    ids=["safe", "at noon", "not safe"],
)
def test_in_years_of_anything_nothing_comes_outside_the_hours_or_in_other_words(
    stage: Stage, answers: tuple[str, ...], spans: list[str]
) -> None:
    tell_of_harm(stage, answers)
    chat = stage.chat("R")
    assert chat is not None
    life = Life(stage, Random(7), stage.clock.at, chat)
    stage.records.connection.execute("begin")
    for _ in range(3_300):
        life.step()
    stage.records.connection.execute("commit")
    assert {text for _, text in life.unasked} <= {KNOCK}
    local = [stage.front.settings.calendar.local(at).time() for at, _ in life.unasked]
    assert [at for at in local if not any(Span.parse(span).holds(at) for span in spans)] == []
    assert (len(life.unasked) > 40) == bool(spans), "the play got somewhere"


def test_rules_survive_being_written_and_read() -> None:
    rules = safe_contact.Rules("hours", "quietly", ("18:00-22:00",))
    assert msgspec.json.decode(msgspec.json.encode(rules), type=safe_contact.Rules) == rules


# Words of an officer.


def test_an_officers_words_come_only_after_a_yes_and_the_officer_knows(stage: Stage) -> None:
    tell_of_harm(stage)
    stage.press("O1", "Claim D-0001")
    act(stage, "O1", "[Write to the resident]", "Can you talk on Thursday?")
    assert stage.last("O1").text == "D-0001: kept. They get it when they say that it is a good time."
    stage.wait(stage.clock.at + timedelta(days=1))
    assert "Thursday" not in "\n".join(screens(stage))
    act(stage, "R", "[Yes]")
    assert screens(stage)[-1].endswith("Can you talk on Thursday?")


def test_what_they_agreed_to_is_listed_without_saying_what_it_is(stage: Stage) -> None:
    tell_of_harm(stage)
    act(stage, "R", "/mydata", "[Withdraw a consent]")
    assert "Other ways · 1 ·" in stage.last("R").text
    assert "safety" not in stage.last("R").text
    act(stage, "R", "[Take back no. 2]")
    assert stage.last("R").text.startswith("Taken back")

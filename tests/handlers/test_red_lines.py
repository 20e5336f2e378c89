"""The red lines, each by its number: what officers see, what is kept, what cannot be asked for. R7 is in
test_retention, the restricted matters of R9 in test_restricted, whoever files for somebody else in test_on_behalf."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from babel.messages.pofile import read_po

import handlers
from handlers import events
from handlers.forms.form import Step
from storage.data_map import data_map
from tests.handlers.scenes import CARE, LAMP, NOISE, act, arrive, hire, history, send, tickets, written
from tests.source import ROOT, modules
from tests.stage import GROUP, Stage

CANARIES = (
    "CANARY-NAME",
    "CANARY-STORY",
    "CANARY-FLAT",
    "+12025550101",
    "CANARY-OTHER",
    "canary-voice",
    "canary-photo",
)
PHONE = CANARIES[3]


def group_texts(stage: Stage) -> str:
    """Return all that the officers' group ever saw, earlier states of its cards as well."""
    seen: list[str] = []
    is_group = False
    for line in stage.heard:
        is_group = line.startswith("→G") if not line.startswith(" ") else is_group
        seen += [line] if is_group else []
    return "\n".join(seen)


def claim_and_open(stage: Stage) -> None:
    stage.press("O1", "Claim", where="G")
    stage.press("O1", "Open the details")


def assert_nothing_private(stage: Stage) -> None:
    seen = group_texts(stage)
    assert "🆕" in seen or "🟠" in seen
    assert "✋" in seen
    assert [canary for canary in CANARIES if canary in seen] == []


# R9: group cards hold no name, phone, address, free text or voice.


def test_r9_the_card_of_a_dispute_holds_nothing_that_was_written_or_said(stage: Stage) -> None:
    stage.names["R"] = "CANARY-NAME"
    hire(stage, "O1")
    arrive(stage, "R")
    send(stage, "R", (*NOISE[:4], "CANARY-FLAT", "CANARY-STORY", NOISE[-1]))
    act(stage, "R", "[The other person]", "CANARY-OTHER", "[Reach me another way]", "+1 202 555 0101")
    claim_and_open(stage)
    assert_nothing_private(stage)
    details = "\n".join(stage.screens("O1"))
    assert all(canary in details for canary in ("CANARY-FLAT", "CANARY-STORY", "CANARY-OTHER", PHONE))


def test_r9_the_card_of_a_dispute_that_was_spoken_holds_no_voice(stage: Stage) -> None:
    hire(stage, "O1")
    arrive(stage, "R")
    act(stage, "R", *NOISE[:5])
    stage.send("R", events.VoiceSent, file="canary-voice", seconds=9)
    act(stage, "R", "[Face to face]", "[Send]")
    claim_and_open(stage)
    assert_nothing_private(stage)
    assert "(voice)" not in group_texts(stage)
    assert "(voice) What happened" in stage.screens("O1")


def test_r9_the_card_of_an_errand_holds_neither_phone_nor_place(stage: Stage) -> None:
    hire(stage, "O1")
    arrive(stage, "R")
    errand = ("[Errand or visit]", "[Agree]", "[A visit]", "CANARY-STORY", "[Community 1]", "CANARY-FLAT", PHONE)
    send(stage, "R", errand)
    claim_and_open(stage)
    assert_nothing_private(stage)


def test_r9_the_card_of_welfare_holds_neither_illness_nor_registration_nor_name(stage: Stage) -> None:
    hire(stage, "O1")
    arrive(stage, "R")
    act(stage, "R", "[Hard to get by]", "[Agree]", "[Within days]", "[Illness, disability]", "[Done]", "[Yes, note it]")
    act(stage, "R", "[Community 1]", "[Other province]", "[Phone]", PHONE, "CANARY-NAME", "CANARY-STORY", "[Send]")
    claim_and_open(stage)
    assert_nothing_private(stage)
    assert "Illness" not in group_texts(stage)
    assert "province" not in group_texts(stage)


def test_r9_the_card_of_a_broken_thing_holds_its_spot_and_no_photo(stage: Stage) -> None:
    hire(stage, "O1")
    arrive(stage, "R")
    act(stage, "R", *LAMP[:-1])
    stage.send("R", events.PhotoSent, file="canary-photo", caption="CANARY-STORY")
    act(stage, "R", "[Send]")
    claim_and_open(stage)
    assert_nothing_private(stage)
    assert "outside the south gate" in group_texts(stage)
    assert "(photo)" not in group_texts(stage)


def test_r9_where_somebody_unwell_is_shows_until_the_claim_and_no_longer(stage: Stage) -> None:
    hire(stage, "O1")
    arrive(stage, "R")
    send(stage, "R", CARE)
    assert "block 5, ground floor" in stage.last("G").text
    stage.press("O1", "Claim", where="G")
    assert "block 5" not in stage.last("G").text


def test_r9_the_private_copies_of_an_urgent_card_lose_the_place_at_the_claim_as_well(stage: Stage) -> None:
    hire(stage, "O1")
    hire(stage, "O2")
    arrive(stage, "R")
    send(stage, "R", CARE)
    stage.wait(stage.clock.at + timedelta(minutes=6))
    assert "block 5" in stage.last("O2").text
    stage.press("O1", "Claim", where="G")
    assert [text for text in stage.screens("O2") if "block 5" in text] == []
    assert "Claim" not in stage.seen("O2")


def test_r9_where_somebody_unwell_is_says_nothing_of_where_the_reporter_lives(stage: Stage) -> None:
    arrive(stage, "R")
    send(stage, "R", LAMP)
    stage.clock.move(minutes=1)
    act(stage, "R", "/menu")
    ticket = send(stage, "R", CARE)
    person = stage.person("R")
    assert person is not None
    assert (ticket.community, person.community) == ("c02", "c01")


def test_r9_the_list_of_what_waits_names_no_spot(stage: Stage) -> None:
    hire(stage, "O1")
    arrive(stage, "R")
    send(stage, "R")
    stage.say("O1", "/queue", where="G")
    assert "south gate" not in stage.last("G").text


# R5: the language stands on the person alone.


SPEAKERS = {
    "English": (*LAMP, "[Send]"),
    "中文": ("[东西坏了]", "[路灯]", "[一社区]", LAMP[3], "[跳过]", "[提交]"),
    "ئۇيغۇرچە β": ("[东西坏了]", "[路灯]", "[一社区]", LAMP[3], "[ئاتلا]", "[يوللا]"),
}
"""The same lamp, reported in each language."""


def test_r5_no_column_but_one_of_people_is_for_a_language(stage: Stage) -> None:
    columns = {
        (table, column[1])
        for table in tables_of(stage)
        for column in stage.records.connection.execute(f"pragma table_info({table})")
    }
    assert {column for column in columns if "locale" in column[1] or "lang" in column[1]} == {("people", "locale")}


def test_r5_no_row_but_that_of_the_person_names_the_language(wide: Stage) -> None:
    """Neither tickets, drafts, consents, audit lines, what is due nor the queues, also while a form is open."""
    hire(wide, "O1")
    act(wide, "R", "/start", "[ئۇيغۇرچە β]", *SPEAKERS["ئۇيغۇرچە β"], "/language", "[中文]", "[和人闹矛盾]")
    act(wide, "R", "[同意并继续]", "[噪音]", "/language", "[ئۇيغۇرچە β]")
    wide.press("O1", "Claim", where="G")
    found = {table for table, row in rows_of_all_tables(wide) if {"ug", "zh-Hans", "en"} & set(row.values())}
    assert found == {"people"}


def test_r5_every_language_makes_the_same_card_and_the_same_records(wide: Stage) -> None:
    hire(wide, "O1")
    made = []
    for name, (language, acts) in zip("RST", SPEAKERS.items(), strict=True):
        act(wide, name, "/start", f"[{language}]", *acts)
        ticket = tickets(wide, name)[0]
        shown = [wide.last("G").text]
        wide.press("O1", "Claim", where="G")
        shown += [wide.last("G").text, wide.last("O1").text]
        lines = [(line.actor_role, line.action, line.to_status, line.code) for line in history(wide, ticket)]
        answers = wide.records.tickets.answers_of(ticket.id)
        made.append(([text.replace(ticket.number, "H") for text in shown], lines, answers))
    assert made[0] == made[1] == made[2]


def tables_of(stage: Stage) -> list[str]:
    found = stage.records.connection.execute("select name from sqlite_master where type = 'table'")
    return [row[0] for row in found]


def rows_of_all_tables(stage: Stage) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield (table, row) of everything that is stored."""
    for table in tables_of(stage):
        for row in stage.records.connection.execute(f"select * from {table}"):  # noqa: S608 # names from the schema
            yield table, dict(row)


# R3: nobody can search.


@pytest.mark.parametrize("command", ["find", "search", "tickets", "all", "who", "export", "t"])
@pytest.mark.parametrize("where", ["", "G"])
def test_r3_there_is_no_command_to_search(stage: Stage, command: str, where: str) -> None:
    hire(stage, "O1")
    arrive(stage, "R")
    send(stage, "R", NOISE)
    stage.heard.clear()
    stage.say("O1", f"/{command} 李", where=where)
    assert "D-0001" not in "\n".join(stage.heard)


def test_r3_the_commands_are_these_and_no_others() -> None:
    assert set(handlers.COMMANDS) | set(handlers.OFFICER_COMMANDS) == {
        "start", "menu", "danger", "help", "language", "my", "cancel", "hide", "mydata", "forget", "queue", "mine"
    }  # fmt: skip


def test_r3_my_matters_are_mine_alone(stage: Stage) -> None:
    arrive(stage, "R")
    send(stage, "R")
    arrive(stage, "S")
    stage.say("S", "/my")
    assert "You have sent nothing yet" in stage.last("S").text
    stage.say("R", "/my")
    assert "H-0001 · received" in stage.seen("R")


# R6: refusing stores nothing and hides no number.


def test_r6_a_refused_notice_stores_nothing_and_hides_no_number(stage: Stage) -> None:
    arrive(stage, "R")
    before = written(stage)
    act(stage, "R", "[Trouble with someone]", "[No]")
    assert written(stage) == before
    assert all(number in stage.last("R").text for number in ("110", "119", "120", "0000-0000000"))


def test_r6_an_agreed_notice_is_stored_once_with_its_version(stage: Stage) -> None:
    arrive(stage, "R")
    act(stage, "R", "[Trouble with someone]", "[Agree]", "/menu", "[Errand or visit]")
    consents = stage.records.connection.execute("select purpose, text_version from consents").fetchall()
    assert [tuple(row) for row in consents] == [("notice", "cn-1")]


@pytest.mark.parametrize("permission", ["Yes, note it", "No, leave it out"])
def test_r6_an_illness_is_noted_only_with_its_own_permission(stage: Stage, permission: str) -> None:
    arrive(stage, "R")
    act(stage, "R", "[Hard to get by]", "[Agree]", "[Within days]", "[Low income]", "[Illness, disability]", "[Done]")
    act(stage, "R", f"[{permission}]", "[Community 1]", "[In this area]", "[In this chat]", "Aunt A.", "[Send]")
    kept = stage.records.tickets.answers_of(tickets(stage, "R")[0].id)["hard"]
    assert (b"illness" in kept) == (permission == "Yes, note it")


def test_r6_a_person_unwell_is_reported_without_a_notice_and_without_a_word_on_who(stage: Stage) -> None:
    arrive(stage, "R")
    ticket = send(stage, "R", CARE)
    assert set(stage.records.tickets.answers_of(ticket.id)) == {"state", "community", "spot"}
    assert stage.records.connection.execute("select count(*) from consents").fetchone()[0] == 0


# R4: no position that moves.


def test_r4_a_live_position_is_never_stored(stage: Stage) -> None:
    arrive(stage, "R")
    act(stage, "R", *LAMP[:3])
    before = written(stage)["drafts"]
    stage.send("R", events.LocationSent, latitude=1.5, longitude=2.5, is_live=True)
    stage.send("R", events.MessageEdited)
    assert len(written(stage)["drafts"]) == len(before)
    act(stage, "R", "the gate", "[Skip]", "[Send]")
    assert b"1.5" not in b"".join(stage.records.tickets.answers_of(tickets(stage, "R")[0].id).values())


# What the desk does not do.


def test_r6_trouble_in_the_family_shows_numbers_and_opens_no_ticket(stage: Stage) -> None:
    hire(stage, "O1")
    arrive(stage, "R")
    act(stage, "R", "[Trouble with someone]", "[Agree]", "[Family]")
    assert all(number in stage.last("R").text for number in ("110", "12338", "12348", "0000-0000000"))
    assert tickets(stage, "R") == []
    assert written(stage)["drafts"] == []
    assert GROUP not in stage.chats


def test_r6_danger_that_is_tapped_is_not_stored(stage: Stage) -> None:
    arrive(stage, "R")
    before = written(stage)
    act(stage, "R", "[Danger now]", "[Violence]")
    assert "110" in stage.last("R").text
    assert written(stage) == before


def test_r1_reports_about_how_others_live_are_told_that_nobody_takes_them(stage: Stage) -> None:
    arrive(stage, "R")
    act(stage, "R", "[Trouble with someone]", "[Agree]", "[More]", "[Other]")
    assert "takes no reports about how others live" in stage.last("R").text


def test_r2_identity_numbers_are_starred_before_they_are_kept(stage: Stage) -> None:
    arrive(stage, "R")
    ticket = send(stage, "R", (*NOISE[:5], "my number is 110101190001010007 and it is loud", NOISE[-1]))
    kept = stage.records.tickets.answers_of(ticket.id)["story"]
    assert b"110101190001010007" not in kept
    assert b"****************07" in kept


def test_r1_nobody_hears_of_a_resident_what_the_resident_did_not_send(stage: Stage) -> None:
    hire(stage, "O1")
    arrive(stage, "R")
    act(stage, "R", *NOISE, "[Cancel]")
    assert GROUP not in stage.chats
    assert "They move tables" not in "\n".join(stage.screens("O1"))


# R1: nobody files about a person who did not agree.


def test_r1_who_files_for_somebody_without_their_consent_sends_nothing(stage: Stage) -> None:
    arrive(stage, "R")
    act(stage, "R", "[Trouble with someone]", "[Agree]", *NOISE[2:], "[For someone else]", "[No consent]")
    assert tickets(stage, "R") == []
    assert written(stage)["drafts"] == []


# R2: what nobody is asked for.

_NEVER_ASKED = re.compile(
    r"identity|\bID\b|passport|ethnic|nationalit|religio|faith|politic|fingerprint|face photo|biometr"
    r"|income amount|salary|relatives|visitors|licen[cs]e plate|number plate|suspicious"
    r"|身份|证件号|民族|宗教|信仰|政治|党员|指纹|人脸|收入多少|工资|亲属|来客|访客|车牌|可疑",
    re.IGNORECASE,
)


def fields(stage: Stage) -> Iterator[tuple[str, str]]:
    """Yield every name and every option of what a form keeps."""
    for form in stage.front.pack.forms.values():
        for step in (*form.steps, *form.extras):
            yield from ((f"{form.id}.{step.id}", text) for text in _texts(step))


def _texts(step: Step) -> list[str]:
    return [step.id, *step.summary.values(), *(text for each in step.options for text in each.label.values())]


def test_r2_no_form_keeps_what_nobody_may_be_asked_for(stage: Stage) -> None:
    asked = list(fields(stage))
    assert ("dispute.story", "What happened") in asked
    assert [where for where, text in asked if _NEVER_ASKED.search(text)] == []


def test_r2_no_column_is_there_for_it() -> None:
    forbidden = r"identity|passport|ethnic|relig|politic|biometr|income|relative|visitor|vehicle|suspic"
    columns = {column.name for table in data_map().tables for column in table.columns}
    assert "locale" in columns
    assert [name for name in columns if re.search(forbidden, name)] == []


# R8: nothing leaves but one's own file.


def test_r8_the_one_file_that_is_sent_is_a_persons_own() -> None:
    senders = [module.name for module in modules("handlers") if "SendDocument(name=" in module.text]
    assert senders == ["handlers/own_data.py"]


_SPEAKS = re.compile(
    r"^(?:from|import) (?:aiohttp|httpx|requests|urllib\.request|http\.client|socket|smtplib)\b", re.MULTILINE
)
_TO_THE_SANDBOX = {"bot/demo.py", "bot/demo_clock.py", "bot/invariants.py"}
"""They speak to the local sandbox alone."""


def test_r8_nothing_but_the_channel_speaks_to_another_system() -> None:
    speaking = {module.name for module in modules("bot", "handlers", "storage") if _SPEAKS.search(module.text)}
    assert {name for name in speaking if not name.startswith(("bot/channel/", "bot/sandbox/"))} == _TO_THE_SANDBOX


# R10: nobody is ranked for reporting, and nobody is written to but about their own.


_RANKS = re.compile(r"\bpoints?\b|\brank|leaderboard|积分|排名|榜")


def test_r10_no_text_speaks_of_points_or_ranks() -> None:
    for locale in ("en", "zh-Hans"):
        with open(ROOT / "handlers" / "locales" / f"{locale}.po", "rb") as file:
            texts = {str(each.id): str(each.string) for each in read_po(file) if each.id}
        assert [
            key for key, text in texts.items() if re.search(r"\bpoints?\b|\brank|leaderboard|积分|排名|榜", text)
        ] == []


def test_r10_no_query_returns_everybody() -> None:
    text = (ROOT / "storage" / "sql" / "queries" / "people.sql").read_text(encoding="utf-8")
    selects = re.findall(r"(?ms)^select [^;]*\bfrom people\b[^;]*;", text)
    assert selects
    assert [sql for sql in selects if "where" not in sql] == []


# R11: no machine judges people.


def test_r11_nothing_scores_people_and_no_model_reads_them() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    models = r"openai|anthropic|transformers|torch|tensorflow|llama|langchain|scikit-learn|spacy"
    assert re.findall(rf"(?m)^(?:{models})\b", lock) == []
    columns = {column.name for table in data_map().tables for column in table.columns}
    assert [name for name in columns if re.search(r"score|risk|rating|rank", name)] == []

"""What the person who runs a station does: check, and invite the first admin."""

from __future__ import annotations

import re

import pytest

from storage.model import Role
from storage.records import Records
from tests.program import GROUP, Program
from tests.whole.steps import pavilion

pytestmark = pytest.mark.slow

MISSING = 2


async def test_check_says_what_is_missing_and_nothing_once_it_is_there(program: Program) -> None:
    code, said = await pavilion(program, "check", PAVILION__TELEGRAM__PACING="true")
    assert code == MISSING
    assert f"[[offices]] o1: chat_id {GROUP} cannot be read (chat_gone); add the bot to the group as an admin" in said

    officers = [await program.person("O1")]
    body = {"id": GROUP, "title": "Office 1", "username": "office_one", "members": officers}
    await program.post("groups", **body, bot=True, bot_status="member")
    code, said = await pavilion(program, "check", PAVILION__TELEGRAM__PACING="true")
    assert code == MISSING
    assert "is a public group that strangers can join; take its username away" in said
    assert "has the bot as an ordinary member; make it an admin" in said


async def test_check_finds_nothing_where_all_is_well(program: Program) -> None:
    await program.group([await program.person("O1")])
    code, said = await pavilion(program, "check", PAVILION__TELEGRAM__PACING="true")
    assert (code, said.strip()) == (0, "✓ config, texts, pack, token, groups and rights are in order")
    code, said = await pavilion(program, "check")
    assert code == MISSING
    assert "[telegram] pacing is false" in said


async def test_check_tells_a_refused_token_and_an_absent_server_apart(program: Program) -> None:
    code, said = await pavilion(program, "check", PAVILION_TOKEN="1000000:another-token")
    assert code == MISSING
    assert "refuses the bot's token" in said
    code, said = await pavilion(program, "check", PAVILION__TELEGRAM__BASE_URL="http://127.0.0.1:9/bot")
    assert code == MISSING
    assert "[telegram] base_url: the server cannot be reached" in said


async def test_an_invite_gives_its_role_to_the_first_who_opens_it_and_to_nobody_else(program: Program) -> None:
    await program.group([])
    await program.start()
    code, said = await pavilion(program, "invite", "--role", "admin")
    assert code == 0
    link = re.search(r"https://t\.me/riverside_desk_bot\?start=(\S+)", said)
    assert link is not None

    first, second = await program.person("Aida"), await program.person("Sami")
    await program.act(first, "start", payload=link[1])
    await program.sees(first, "管理员")
    await program.act(second, "start", payload=link[1])
    await program.idle()
    assert await program.look(_admins) == [str(first)]
    assert "管理员" not in str(await program.messages(second))
    assert link[1] not in program.said()


def _admins(records: Records) -> list[str]:
    return [person.address for person in records.people.with_role(Role.ADMIN)]


async def test_an_invite_before_the_first_start_says_what_to_do(program: Program) -> None:
    code, said = await pavilion(program, "invite", "--role", "admin")
    assert code == 1
    assert "start the desk once with `pavilion run`" in said

"""A poster's link presets answers that stand on the wall anyway: it permits nothing, and nothing of it is kept."""

from __future__ import annotations

import random
import string
from pathlib import Path

import msgspec
import pytest

from bot import config
from bot.app import load_front
from handlers import links
from handlers.buttons import Press, button
from handlers.consents import NOTICE
from handlers.desk import Desk
from handlers.forms.answers import Choice
from handlers.forms.pack import PackWrong, load_pack
from handlers.settings import Community
from storage.model import Role
from tests.handlers.scenes import NOISE, act, arrive, hire, progress, send, tickets, written
from tests.stage import EXAMPLE, Stage

LOCALES = ("en", "zh-Hans")
PACKS = {name: load_pack(name, LOCALES) for name in ("cn", "generic")}
SETTINGS = config.load(EXAMPLE, {}).settings
LINKS = [(name, link) for name, pack in PACKS.items() for link in pack.links]


def a_desk(stage: Stage) -> Desk:
    return stage.front.desk(stage.records, now=stage.clock.now())


def community_of(stage: Stage, name: str) -> str | None:
    person = stage.person(name)
    return person.community if person else None


# Where a link leads.


@pytest.mark.parametrize(("pack", "purpose"), LINKS)
def test_a_link_opens_its_form_with_what_stands_on_the_poster(
    pack: str, purpose: str, tmp_path: Path, key: str
) -> None:
    link, stage = PACKS[pack].links[purpose], Stage(tmp_path / "desk.db", key, {"PAVILION__STATION__PACK": pack})
    act(stage, "R", f"/start c02-{purpose}", "[English]")
    form = stage.front.pack.forms[link.form]
    if form.notice == "consent":
        assert progress(stage, "R") is None
        act(stage, "R", "[Agree]")
    where = progress(stage, "R")
    assert where is not None
    place = {"community": Choice("c02")} if form.review else {}
    assert (where.form, where.answers) == (link.form, {**place, **{s: Choice(o) for s, o in link.answers.items()}})
    assert where.trail == ()
    stage.close()


def test_a_link_without_a_community_asks_where(stage: Stage) -> None:
    act(stage, "R", "/start light", "[English]")
    assert "Where?" in stage.last("R").text


def test_the_poster_knows_better_than_the_last_ticket_where_somebody_is(stage: Stage) -> None:
    arrive(stage, "R")
    send(stage, "R")
    assert community_of(stage, "R") == "c01"
    act(stage, "R", "/start c02-light", "by the stairs", "[Skip]")
    assert "Community: Community 2" in stage.last("R").text


def test_a_poster_that_names_the_place_goes_along_through_the_first_screen(stage: Stage) -> None:
    act(stage, "R", "/start c02", "[English]", "[Something is broken]", "[Light]", "by the stairs", "[Skip]")
    assert "Community: Community 2" in stage.last("R").text


def test_a_lamp_from_a_poster_costs_three_taps_and_a_line(stage: Stage) -> None:
    act(stage, "R", "/start c02-light", "[English]", "outside the south gate", "[Skip]", "[Send]")
    assert "We have it" in stage.last("R").text
    assert tickets(stage, "R")[0].community == "c02"


# What it leaves alone.


def test_nothing_is_kept_of_a_poster_that_was_only_looked_at(stage: Stage) -> None:
    before = written(stage)
    act(stage, "R", "/start c02-quarrel", "[English]", "[No]", "/start c02", "[More]")
    assert written(stage) == before
    assert community_of(stage, "R") is None


def test_a_link_agrees_to_nothing(stage: Stage) -> None:
    act(stage, "R", "/start c02-quarrel", "[English]")
    person = stage.person("R")
    assert person is not None
    version = stage.front.pack.notice.version
    assert not stage.records.people.has_consent(person.id, NOTICE, version)
    act(stage, "R", "[Agree]")
    assert stage.records.people.has_consent(person.id, NOTICE, version)


def test_a_kept_draft_is_offered_and_not_replaced(stage: Stage) -> None:
    arrive(stage, "R")
    act(stage, "R", *NOISE[:5])
    kept = progress(stage, "R")
    act(stage, "R", "/start c02-light")
    assert "[Continue]" in stage.heard[-2]
    assert progress(stage, "R") == kept


def test_an_invite_beside_the_links_still_gives_its_role_once(stage: Stage) -> None:
    stage.invite("O1", Role.CHIEF)
    person = stage.person("O1")
    assert person is not None
    assert person.role is Role.CHIEF
    arrive(stage, "R")
    act(stage, "R", "/start inv_made-up-c02-light")
    assert "This link is used, too old or wrong" in "\n".join(stage.heard)


def test_an_officer_who_scans_a_poster_gets_the_form_and_the_officers_link_still_greets(stage: Stage) -> None:
    hire(stage, "O1")
    act(stage, "O1", "/start c02-light", "[English]")
    assert "Where exactly?" in stage.last("O1").text
    act(stage, "O1", "/start officer")
    assert "Hello, O1!" in stage.last("O1").text


def test_a_community_that_a_button_never_had_is_not_believed(stage: Stage) -> None:
    arrive(stage, "R")
    stage.press_data("R", "1:door:c99:0:light")
    where = progress(stage, "R")
    assert where is not None
    assert where.answers == {"what": Choice("light")}


# What means nothing.


def test_a_door_that_is_switched_off_has_no_link(tmp_path: Path, key: str) -> None:
    off = {"PAVILION__STATION__FEATURES__WELFARE": "false"}
    stage = Stage(tmp_path / "desk.db", key, off)
    act(stage, "R", "/start c02-welfare", "[English]")
    assert "What is it about?" in stage.last("R").text
    assert progress(stage, "R") is None
    stage.close()


@pytest.mark.parametrize(
    "payload", ["", "-", "c02-", "-light", "light-c02", "C02", "c02-light-", "c02--light", "thing"]
)
def test_a_malformed_link_is_none(stage: Stage, payload: str) -> None:
    assert links.read(payload, a_desk(stage)) is None


def test_no_other_text_is_ever_a_link(stage: Stage) -> None:
    desk, chance = a_desk(stage), random.Random(1)
    places = [each.id for each in SETTINGS.communities]
    known = {*places, *desk.pack.links, *(f"{place}-{name}" for place in places for name in desk.pack.links)}
    letters = string.ascii_letters + string.digits + "_-"
    parts = [*known, "inv_", "officer", "-", "c99", *letters]
    for _ in range(50_000):
        payload = "".join(chance.choice(parts) for _ in range(chance.randint(0, 4)))[:64]
        assert (links.read(payload, desk) is not None) == (payload in known), payload


def test_the_longest_link_fits_into_every_button(stage: Stage) -> None:
    """Telegram takes 64 letters in a link and 64 bytes in a button; the language button carries both names."""

    community, purpose = "c" * 24, "p" * 12
    for action, value in (
        ("lang", f"zh-Hans.{purpose}"),
        ("notice_more", purpose),
        ("agree", purpose),
        ("door", purpose),
    ):
        assert len(button("x", action, id=community, value=value).data) <= 64
    assert len(f"{community}-{purpose}") <= 64


# What a station cannot do.


@pytest.mark.parametrize("name", ["light", "officer", "inv_1", "c02-light"])
def test_a_community_whose_name_a_link_could_mistake_is_refused(name: str) -> None:
    place = Community(id=name, name={"en": "There"}, office="o1")
    settings = msgspec.structs.replace(SETTINGS, communities=(*SETTINGS.communities, place))
    with pytest.raises(PackWrong, match=f"{name}.*give it another id"):
        load_front(settings)
    harmless = msgspec.structs.replace(place, id="c03-lights")
    assert load_front(msgspec.structs.replace(SETTINGS, communities=(*SETTINGS.communities, harmless)))


def test_reading_a_link_gives_the_press_of_a_door(stage: Stage) -> None:
    desk = a_desk(stage)
    assert links.read("c02", desk) == Press("menu", "c02")
    assert links.read("light", desk) == Press("door", value="light")
    assert links.read("c02-light", desk) == Press("door", "c02", value="light")

"""The budgets: how many taps and typed answers each matter costs, from the first /start to the receipt."""

from __future__ import annotations

from dataclasses import dataclass

from handlers import events
from tests.handlers.scenes import LAMP, NOISE, arrive
from tests.stage import Stage

FIRST = ("[English]",)


@dataclass(frozen=True)
class Cost:
    taps: int = 0
    typed: int = 0
    photos: int = 0

    def fits(self, *, taps: int, typed: int, photos: int = 0) -> bool:
        return self.taps <= taps and self.typed <= typed and self.photos <= photos


def spend(stage: Stage, acts: tuple[str, ...]) -> Cost:
    """Do what stands there, all the way to a receipt; return what it cost. /start is the channel's, not ours."""
    stage.say("R", "/start")
    taps, typed, photos = 0, 0, 0
    for act in (*acts, "[Send]"):
        if act == "(photo)":
            stage.send("R", events.PhotoSent, file="photo-file")
            photos += 1
        elif act.startswith("["):
            stage.press("R", act[1:-1])
            taps += 1
        else:
            stage.say("R", act)
            typed += 1
    assert "We have it" in stage.last("R").text
    return Cost(taps, typed, photos)


LAMP_WITH_PHOTO = (*LAMP[:-1], "(photo)")
WELFARE = (
    "[Hard to get by]",
    "[Agree]",
    "[Within days]",
    "[Low income]",
    "[Done]",
    "[Community 1]",
    "[In this area]",
    "[In this chat]",
    "Aunt A.",
)
WELFARE_TODAY = ("[Hard to get by]", "[Agree]", "[Today]", "[Community 1]", "[In this chat]", "Aunt A.")
CARE = ("[Someone needs care]", "[Yes, they wake]", "[Community 2]", "block 5, ground floor")


def test_a_broken_lamp_costs_six_taps_a_line_and_a_photo(stage: Stage) -> None:
    assert spend(stage, FIRST + LAMP_WITH_PHOTO).fits(taps=6, typed=1, photos=1)


def test_noise_costs_eight_taps_and_two_lines(stage: Stage) -> None:
    assert spend(stage, FIRST + NOISE).fits(taps=8, typed=2)


def test_noise_costs_somebody_who_comes_back_six_taps_and_two_lines(stage: Stage) -> None:
    spend(stage, FIRST + NOISE)
    known = tuple(act for act in NOISE if act not in ("[Agree]", "[Community 2]"))
    assert spend(stage, known).fits(taps=6, typed=2)


def test_somebody_unwell_costs_five_taps_and_a_line(stage: Stage) -> None:
    assert spend(stage, FIRST + CARE).fits(taps=5, typed=1)


def test_somebody_unwell_costs_one_who_comes_back_no_more(stage: Stage) -> None:
    spend(stage, FIRST + NOISE)
    assert spend(stage, CARE).fits(taps=5, typed=1)


def test_welfare_costs_ten_taps_and_a_name(stage: Stage) -> None:
    assert spend(stage, FIRST + WELFARE).fits(taps=10, typed=1)


def test_welfare_that_is_urgent_costs_seven_taps_and_a_name(stage: Stage) -> None:
    assert spend(stage, FIRST + WELFARE_TODAY).fits(taps=7, typed=1)


def test_to_be_called_back_costs_two_taps_and_a_contact_and_nothing_typed(stage: Stage) -> None:
    """The language is chosen once; who comes back, or meets the first screen, pays this much."""
    arrive(stage, "R")
    for tap in ("Call me", "In the afternoon"):
        stage.press("R", tap)
    stage.press_key("R", "Share my number")
    assert "We have it" in stage.last("R").text

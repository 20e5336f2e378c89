"""`pavilion check` warns of cards that nobody has checked for a year."""

from __future__ import annotations

from datetime import date

from bot import config
from bot.check import find_old_cards
from tests.bot.room import EXAMPLE


def test_a_card_unchecked_for_a_year_is_named_with_the_remedy() -> None:
    loaded = config.load(EXAMPLE, {})
    assert find_old_cards(loaded, date(2026, 6, 1)) == []
    warnings = find_old_cards(loaded, date(2028, 1, 1))
    told = "card mediation: checked_on is 2026-05-01, more than a year ago; read its source again"
    assert [warning for warning in warnings if warning.startswith(told)]
    assert len(warnings) == len({warning.partition(":")[0] for warning in warnings}) > 10

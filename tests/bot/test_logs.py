"""An error is logged by its type and place; what it says may quote a person, so it is not."""

from __future__ import annotations

import logging

from bot.logs import Wordless, places, without_words

CANARY = "words of a resident"


def _broken(text: str) -> Exception:
    try:
        try:
            raise KeyError(text)
        except KeyError as error:
            raise ValueError(f"cannot read {text}") from error
    except ValueError as error:
        return error


def test_an_error_is_told_by_type_and_place_with_what_led_to_it() -> None:
    told = "\n".join(places(_broken(CANARY)))
    assert [line for line in told.split("\n") if "test_logs.py" not in line] == ["KeyError", "ValueError"]
    assert "_broken" in told
    assert CANARY not in told


def test_each_error_of_a_group_is_told() -> None:
    told = "\n".join(places(ExceptionGroup(CANARY, [_broken(CANARY), TypeError(CANARY)])))
    assert "ValueError" in told
    assert "TypeError" in told
    assert CANARY not in told


def test_an_event_with_an_exception_holds_none_of_its_words() -> None:
    event = without_words(None, "exception", {"event": "row_failed", "exc_info": _broken(CANARY)})
    assert event["event"] == "row_failed"
    assert "ValueError" in event["raised"]
    assert CANARY not in str(event)
    assert without_words(None, "info", {"event": "stopped"}) == {"event": "stopped"}


def test_a_librarys_traceback_holds_none_of_its_words() -> None:
    error = _broken(CANARY)
    record = logging.LogRecord("apscheduler", logging.ERROR, __file__, 1, "job failed", (), (type(error), error, None))
    said = Wordless("%(message)s").format(record)
    assert said.startswith("job failed\n")
    assert "ValueError" in said
    assert CANARY not in said

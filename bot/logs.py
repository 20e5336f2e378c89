"""What is logged: events with allowed fields. The message of an error may quote what a person wrote, so none is."""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Iterator
from types import TracebackType
from typing import Any

import structlog
from structlog.typing import EventDict

_QUIET = ("httpx", "httpcore", "apscheduler", "telegram", "aiohttp")


def set_up_logs() -> None:
    """Log JSON lines; the HTTP libraries would log the token, so they are silenced."""
    handler = logging.StreamHandler()
    handler.setFormatter(Wordless("%(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    sys.excepthook = _print_wordless
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            without_words,
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(),
    )


def without_words(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Put an exception's types and places where structlog would put its whole text."""
    told = event.pop("exc_info", None)
    error = told if isinstance(told, BaseException) else sys.exc_info()[1]
    if told and error is not None:
        event["raised"] = list(places(error))
    return event


def places(error: BaseException) -> Iterator[str]:
    """Yield the type of the error and of what led to it, each with where it was raised; never what it says."""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        yield from places(cause)
    yield type(error).__name__
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"{frame.filename}:{frame.lineno} {frame.name}"
    for inner in getattr(error, "exceptions", ()):
        yield from places(inner)


class Wordless(logging.Formatter):
    """Formats a record with its error told by type and place."""

    def formatException(self, ei: Any) -> str:
        return "\n".join(places(ei[1])) if ei[1] is not None else ""


def _print_wordless(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    print("\n".join(places(error)), file=sys.stderr)  # noqa: T201 # the process ends: nothing else is left to tell it

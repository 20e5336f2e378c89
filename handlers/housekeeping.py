"""What goes by itself: finished rows of the queues, once an hour."""

from __future__ import annotations

from datetime import timedelta

from handlers.desk import Desk
from storage.model import DueRow, Ticket

_EVERY = timedelta(hours=1)
_DONE_LASTS = timedelta(hours=48)
_UNSENT_LASTS = timedelta(hours=24)
_FAILED_LASTS = timedelta(days=7)


def keep_house(row: DueRow, ticket: Ticket | None, desk: Desk) -> str | None:
    """Drop finished rows of the queues, and come again in an hour."""
    desk.records.inbox.drop_finished(desk.now - _DONE_LASTS, desk.now - _FAILED_LASTS)
    desk.records.outbox.drop_finished(desk.now - _DONE_LASTS)
    desk.records.replies.drop_unsent(desk.now - _UNSENT_LASTS)
    desk.records.turns.drop_before(desk.now - _EVERY)
    desk.records.due.put_off(row.id, desk.now + _EVERY)
    return "put_off"

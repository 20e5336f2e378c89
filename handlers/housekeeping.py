"""What goes by itself, once an hour: finished rows of the queues, and words that have had their time."""

from __future__ import annotations

from datetime import timedelta

from handlers import retention
from handlers.desk import Desk
from storage.model import DueRow, Ticket

_EVERY = timedelta(hours=1)
_DONE_LASTS = timedelta(hours=48)
_UNSENT_LASTS = timedelta(hours=24)
_FAILED_LASTS = timedelta(days=7)
_MESSAGES_LAST = timedelta(days=90)


def keep_house(row: DueRow, ticket: Ticket | None, desk: Desk) -> str | None:
    """Drop what is finished and what has had its time, and come again in an hour."""
    desk.records.inbox.drop_finished(desk.now - _DONE_LASTS, desk.now - _FAILED_LASTS)
    desk.records.outbox.drop_finished(desk.now - _DONE_LASTS)
    desk.records.replies.drop_unsent(desk.now - _UNSENT_LASTS)
    desk.records.turns.drop_before(desk.now - _EVERY)
    desk.records.retention.drop_old_messages(desk.now - _MESSAGES_LAST)
    retention.sweep(desk)
    desk.records.due.put_off(row.id, desk.now + _EVERY)
    return "put_off"

"""When somebody who asked to be phoned will be: within the hours they chose, while the office is on duty."""

from __future__ import annotations

from datetime import datetime

from handlers.desk import Talk
from handlers.forms import answers, engine
from handlers.forms.form import Form, Step
from handlers.hours import Span
from storage.model import Ticket


def call_time(talk: Talk, ticket: Ticket, form: Form) -> str:
    """Return in words when the phone rings; empty for a form that does not ask for it."""
    asked = engine.hours_step(form)
    if asked is None:
        return ""
    desk, words, calendar = talk.desk, talk.words, talk.desk.settings.calendar
    hours, wanted = desk.settings.hours_of(ticket.office), _wanted(talk, ticket, asked)
    if wanted:
        hours = Span.parse(wanted).within(hours)
    start = calendar.next_working(desk.now, hours)
    until = _clock(talk, calendar.closing(start, hours))
    if start == desk.now:
        return words("receipt.call_today", until=until)
    return words("receipt.call_later", time=desk.when(start, words), until=until)


def _wanted(talk: Talk, ticket: Ticket, asked: Step) -> str:
    """Return the hours that were chosen; empty where all of the office's will do."""
    given = talk.desk.records.tickets.answers_of(ticket.id).get(asked.id)
    chosen = answers.chosen(answers.decode(given)) if given is not None else ()
    return next((option.hours for option in asked.options if option.id in chosen), "")


def _clock(talk: Talk, moment: datetime) -> str:
    return f"{talk.desk.settings.calendar.local(moment):%H:%M}"

"""/mydata: what the desk holds of a person, in plain words, with the day on which each thing goes."""

from __future__ import annotations

from handlers import buttons, consents, own_file, retention
from handlers.buttons import Press
from handlers.commands import Button, Buttons, SendDocument
from handlers.desk import Talk
from handlers.forms.names import said
from handlers.hours import Duration
from handlers.texts import Words
from storage.model import Ticket, TicketStatus

_ALL = "all"
"""Carried by the buttons of a view that shows matters which only named staff may see."""
_MOST_LISTED = 10


def show_own(talk: Talk, argument: str = "") -> str | None:
    """Say what is held of whoever asks, and offer the file, taking back what was agreed to, and deleting it all."""
    talk.say(*_view(talk, ""))
    return None


def press_own(talk: Talk, press: Press) -> None:
    talk.answer()
    talk.show(*_view(talk, press.value))


def send_file(talk: Talk, press: Press) -> None:
    """Send the person everything that is theirs, as one file."""
    desk = talk.desk
    talk.answer()
    tickets = visible(talk, press.value)
    content = own_file.write(talk, tickets)
    desk.records.audit.write(desk.now, talk.actor, "export")
    desk.post(talk.chat, SendDocument(name=own_file.NAME, content=content, caption=talk.words("mydata.caption")))
    talk.say(*_view(talk, press.value))


def visible(talk: Talk, how: str) -> list[Ticket]:
    """Return the person's tickets, newest first; restricted ones only where they asked for all."""
    own = talk.desk.records.tickets.of_resident(talk.person.id)
    return [ticket for ticket in own if how == _ALL or not ticket.is_restricted]


def _view(talk: Talk, how: str) -> tuple[str, Buttons]:
    words, tickets = talk.words, visible(talk, how)
    parts = [_about_person(talk), _about_matters(talk, tickets), _about_consents(talk), _rules(talk)]
    rows: list[tuple[Button, ...]] = [
        (buttons.button(words("button.file"), "own_file", value=how),),
        (buttons.button(words("button.consents"), "consents"),),
        (buttons.button(words("button.forget"), "forget"),),
    ]
    if len(visible(talk, _ALL)) > len(tickets):
        rows.insert(0, (buttons.button(words("button.rest"), "mydata", value=_ALL),))
    rows.append((buttons.button(words("button.menu"), "menu"),))
    return "\n\n".join(part for part in parts if part), Buttons(tuple(rows))


def _about_person(talk: Talk) -> str:
    desk, words, person = talk.desk, talk.words, talk.person
    lines: list[str] = [words("mydata.head")]
    if person.locale is not None:
        lines.append(words("mydata.language", name=desk.texts.words(person.locale)("language.name")))
    if (community := desk.settings.community(person.community or "")) is not None:
        lines.append(words("mydata.community", name=desk.name(community.name, words)))
    if person.name:
        lines.append(words("mydata.name", name=person.name))
    count = desk.records.messages.count_all(talk.chat.id)
    lines.append(words("mydata.messages", count=count))
    return "\n".join(lines)


def _about_matters(talk: Talk, tickets: list[Ticket]) -> str:
    """Return the drafts, the open matters by number, and each finished one with the day on which its words go."""
    words, lines = talk.words, [_about_drafts(talk)]
    running = [ticket.number for ticket in tickets if not _is_over(ticket)]
    if running:
        lines.append(words("mydata.open", numbers=words("list.comma").join(running)))
    over = [ticket for ticket in tickets if _is_over(ticket)]
    lines += [_about_end(ticket, talk) for ticket in over[:_MOST_LISTED]]
    if len(over) > _MOST_LISTED:
        lines.append(words("mydata.more", count=len(over) - _MOST_LISTED))
    return "\n".join(line for line in lines if line)


def _is_over(ticket: Ticket) -> bool:
    return ticket.status in (TicketStatus.CLOSED, TicketStatus.WITHDRAWN)


def _about_drafts(talk: Talk) -> str:
    desk, words = talk.desk, talk.words
    begun = [(draft, desk.pack.forms.get(draft.form)) for draft in desk.records.drafts.of_person(talk.person.id)]
    life = Duration.parse(desk.settings.retention.draft).plain
    return "\n".join(
        words("mydata.draft", title=said(form.title, words.locale), time=desk.when(draft.updated_at + life, words))
        for draft, form in begun
        if form is not None and not form.is_restricted
    )


def _about_end(ticket: Ticket, talk: Talk) -> str:
    """Return when a finished matter's words go, and what of it a law keeps until when."""
    desk, words = talk.desk, talk.words
    told = words("mydata.ended", number=ticket.number, what=retention.when_deleted(ticket, desk, words))
    is_locked = retention.locked_until(ticket, desk) is not None
    return words("mydata.frozen", told=told, law=law(talk)) if is_locked else told


def law(talk: Talk) -> str:
    """Return the law that makes the station keep something, with its date."""
    legal = talk.desk.settings.retention.legal
    return talk.words("mydata.law", name=talk.desk.name(legal.basis, talk.words), date=legal.dated)


def _about_consents(talk: Talk) -> str:
    given = consents.standing(talk)
    if not given:
        return ""
    lines = [consents.line(each, talk.desk, talk.words) for each in given]
    return "\n".join([talk.words("mydata.agreed"), *lines])


def _rules(talk: Talk) -> str:
    """Return how long each class is kept once a matter is over."""
    words, kept = talk.words, talk.desk.settings.retention
    rule = words(
        "mydata.rules",
        text=span(kept.text.free_text_and_voice, words),
        phone=span(kept.text.callback_phone, words),
        care=span(kept.text.care_place, words),
        sensitive=span(kept.welfare_sensitive.at_most, words),
        withdrawn=span(kept.text.withdrawn, words),
    )
    return f"{rule}\n{words('mydata.longer', law=law(talk))}" if any(kept.legal.basis.values()) else rule


def span(text: str, words: Words) -> str:
    """Return a duration of the settings as people read it."""
    hours = int(Duration.parse(text).plain.total_seconds() // 3600)
    return words("span.hours", count=hours) if hours % 24 else words("span.days", count=hours // 24)

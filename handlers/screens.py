"""What a resident sees while filling a form, as (text, markup): pure over the draft and the station's words."""

from __future__ import annotations

from collections.abc import Mapping

from handlers import buttons
from handlers.commands import Button, Buttons, Key, Keys, Markup, NoKeys
from handlers.desk import Talk
from handlers.first_screen import call_button
from handlers.forms import engine
from handlers.forms.answers import Answer
from handlers.forms.engine import NOT_SURE, Progress
from handlers.forms.form import Form, Step
from handlers.forms.names import said
from handlers.hours import Duration
from handlers.summary import answered, describe
from handlers.texts import Words, escape
from storage.model import Draft

MANY_MISSES = 2
"""So many answers that are not understood, and the way to a human is shown."""
Screen = tuple[str, Markup]
Rows = list[tuple[Button, ...]]


def menu_button(words: Words) -> Buttons:
    return Buttons(((buttons.button(words("button.menu"), "menu"),),))


def hide_row(words: Words) -> tuple[Button, ...]:
    return (buttons.button(words("menu.hide"), "hide"),)


def of_station(names: dict[str, str], talk: Talk) -> str:
    """Return a text of the pack with what only the station knows put in."""
    station = talk.desk.settings.station
    body = talk.desk.name(station.body, talk.words)
    text = said(names, talk.words.locale, body=body, desk_phone=station.desk.phone, desk_hours=station.desk.hours)
    return escape(text)


def step(talk: Talk, draft: Draft, form: Form, progress: Progress) -> Screen:
    """Return the open question, or the last screen before Send."""
    asked = engine.open_step(form, progress)
    if asked is None:
        return _last(talk, draft, form, progress)
    lines = [_place(talk, form, progress), of_station(asked.ask, talk), _hint(asked, talk)]
    lines.append(_line_before_sending(talk, form, progress))
    text = "\n".join(filter(None, lines))
    if asked.type == "phone":
        return text, _phone_keys(talk, asked)
    return text, Buttons(tuple(_question_rows(talk, draft, form, progress, asked)))


def _line_before_sending(talk: Talk, form: Form, progress: Progress) -> str:
    """Return who reads it, at the last question of a form that is sent with its answer."""
    number, total = engine.position(form, progress)
    is_last = form.is_sent_at_once and number == total
    return of_station(talk.desk.pack.notice.line, talk) if is_last and form.notice == "line" else ""


def _place(talk: Talk, form: Form, progress: Progress) -> str:
    """Return where the question stands among the others; an extra stands alone."""
    if progress.mode != "fill":
        return ""
    number, total = engine.position(form, progress)
    return f"<i>{talk.words('form.position', number=number, total=total)}</i>"


def _hint(asked: Step, talk: Talk) -> str:
    """Return how this kind of question can be answered."""
    if asked.limits.most_photos > 1:
        return f"<i>{talk.words('form.photos_hint', most=asked.limits.most_photos)}</i>"
    can_speak = talk.desk.settings.station.features.voice and asked.takes_voice
    words, spot = ("words_hint", "spot_spoken_hint") if can_speak else ("text_hint", "spot_hint")
    kind = {"choices": "choose_any", "words": words, "text": words, "spot": spot}
    kind |= {"media": "photo_hint", "photo": "photo_hint", "phone": "phone_hint"}
    return f"<i>{talk.words('form.' + kind[asked.type])}</i>" if asked.type in kind else ""


def _question_rows(talk: Talk, draft: Draft, form: Form, progress: Progress, asked: Step) -> Rows:
    words = talk.words
    rows: Rows = [
        (_option_button(label, option, asked, progress, draft),) for option, label in _shown(talk, asked, progress)
    ]
    if len(asked.pages(_options(talk, asked))) > 1:
        rows.append((_button(words("button.more"), "page", draft, progress),))
    if asked.type == "choices" and progress.ticks:
        rows.append((_button(words("button.done"), "done", draft, progress),))
    if asked.optional:
        rows.append((_button(words("button.skip"), "skip", draft, progress),))
    if asked.can_hide:
        rows.append(hide_row(words))
    call = call_button(talk.desk.pack, talk.desk.settings, words)
    if progress.misses >= MANY_MISSES and call is not None:
        rows.append((call,))
    rows.append(_control_row(talk, draft, progress))
    return rows


def _control_row(talk: Talk, draft: Draft, progress: Progress) -> tuple[Button, ...]:
    back = _button(talk.words("button.back"), "back", draft, progress)
    return back, _button(talk.words("button.cancel"), "cancel", draft, progress)


def _button(label: str, action: str, draft: Draft, progress: Progress, value: str = "") -> Button:
    return buttons.button(label, action, id=draft.id, version=progress.version, value=value)


def _option_button(label: str, option: str, asked: Step, progress: Progress, draft: Draft) -> Button:
    if asked.type != "choices":
        return _button(label, "pick", draft, progress, option)
    mark = "☑" if option in progress.ticks else "☐"
    return _button(f"{mark} {label}", "tick", draft, progress, option)


def _options(talk: Talk, asked: Step) -> list[tuple[str, str]]:
    """Return (id, label) of all there is to choose from."""
    if asked.type != "community":
        return [(option.id, said(option.label, talk.words.locale)) for option in asked.options]
    communities = [(each.id, talk.desk.name(each.name, talk.words)) for each in talk.desk.settings.communities]
    return [*communities, (NOT_SURE, talk.words("community.not_sure"))]


def _shown(talk: Talk, asked: Step, progress: Progress) -> list[tuple[str, str]]:
    """Return what of it is on this page."""
    return list(asked.page(_options(talk, asked), progress.page))


def _phone_keys(talk: Talk, asked: Step) -> Keys:
    words = talk.words
    rows = [(Key(words("button.share_phone"), "phone"),)]
    if asked.optional:
        rows.append((Key(words("button.skip")),))
    if asked.can_hide:
        rows.append((Key(words("menu.hide")),))
    return Keys((*rows, (Key(words("button.back")), Key(words("button.cancel")))))


def _last(talk: Talk, draft: Draft, form: Form, progress: Progress) -> Screen:
    """Return the review, or, for a form without one, a screen with nothing but Send."""
    words = talk.words
    rows: Rows = [(_button(words("button.send"), "send", draft, progress),)]
    if form.review:
        lines = [words("review.head"), *_answers(talk, form, progress), "", *_review_notes(talk, form, progress)]
        rows.append((_button(words("button.change"), "changes", draft, progress),))
        if can_be_for_other(talk, form):
            rows.append((_for_whom_button(words, draft, progress),))
    else:
        lines = [of_station(form.before_send, talk)]
    rows += _hide_rows(form, words)
    rows.append(_control_row(talk, draft, progress))
    return "\n".join(lines).strip(), Buttons(tuple(rows))


def can_be_for_other(talk: Talk, form: Form) -> bool:
    """Return whether the review offers to file it for somebody else."""
    return form.review and not form.is_restricted and talk.desk.settings.station.features.helpers


def _for_whom_button(words: Words, draft: Draft, progress: Progress) -> Button:
    if progress.agreed:
        return _button(words("helper.for_me"), "for_whom", draft, progress, "self")
    return _button(words("helper.for_other"), "for_whom", draft, progress)


def for_whom(talk: Talk, draft: Draft, progress: Progress) -> tuple[str, Buttons]:
    """Return the question whether the person whom it is about agrees."""
    words = talk.words
    lines = [words("helper.ask"), of_station(talk.desk.pack.notice.helper, talk)]
    rows: Rows = [
        (_button(words(f"helper.{answer}"), "for_whom_is", draft, progress, answer),)
        for answer in (*engine.AGREED, "no")
    ]
    rows.append((_button(words("button.back"), "resume", draft, progress),))
    return "\n".join(filter(None, lines)), Buttons(tuple(rows))


def _answers(talk: Talk, form: Form, progress: Progress) -> list[str]:
    words, settings = talk.words, talk.desk.settings
    return [
        words("review.line", question=said(step.summary, words.locale), answer=describe(step, answer, words, settings))
        for step, answer in answered(form, progress.answers)
    ]


def _review_notes(talk: Talk, form: Form, progress: Progress) -> list[str]:
    if form.is_restricted:
        return []  # nothing on the screen says whose it is
    words, station = talk.words, talk.desk.settings.station
    notes: list[str] = [words("helper.filed")] if progress.agreed else []
    asked = engine.review_step(form, progress)
    if asked is not None and asked.id not in progress.answers:
        notes.append(words("review.words_hint"))
    if form.notice == "line":
        notes.append(of_station(talk.desk.pack.notice.line, talk))
    notes.append(words("review.phone", phone=station.desk.phone, hours=station.desk.hours))
    return notes


def changes(talk: Talk, draft: Draft, form: Form, progress: Progress) -> tuple[str, Buttons]:
    """Return a button for each answer that can be given anew."""
    words = talk.words
    rows: Rows = [
        (_button(said(each.summary, words.locale), "change", draft, progress, each.id),)
        for each in engine.reached(form, progress.answers)
        if each.id in progress.answers
    ]
    rows += _hide_rows(form, words)
    rows.append((_button(words("button.back"), "resume", draft, progress),))
    return words("review.which"), Buttons(tuple(rows))


def resume(talk: Talk, draft: Draft, form: Form, progress: Progress) -> tuple[str, Buttons]:
    """Return the question whether to go on where the person was."""
    words = talk.words
    if engine.open_step(form, progress) is None or progress.mode == "add":
        text = words("draft.resume_review")
    else:
        number, total = engine.position(form, progress)
        text = words("draft.resume", number=number, total=total)
    go_on = _button(words("button.continue"), "resume", draft, progress)
    rows: Rows = [(go_on,), (_button(words("button.restart"), "restart", draft, progress),)]
    return text, Buttons((*rows, *_hide_rows(form, words)))


def _hide_rows(form: Form, words: Words) -> Rows:
    return [hide_row(words)] if form.is_restricted else []


def cancelled(talk: Talk, draft: Draft, form: Form) -> tuple[str, Buttons]:
    words = talk.words
    go_on = buttons.button(words("button.continue"), "resume", id=draft.id, version=draft.version)
    hours = int(Duration.parse(talk.desk.settings.retention.draft).plain.total_seconds() // 3600)
    rows: Rows = [(go_on,), *_hide_rows(form, words), (buttons.button(words("button.menu"), "menu"),)]
    return words("draft.cancelled", hours=hours), Buttons(tuple(rows))


def ending(talk: Talk, card: str, form: Form) -> tuple[str, Buttons]:
    """Return the card that stands instead of a ticket, with the desk's own phone below, and where it leads on."""
    words, shown = talk.words, talk.desk.pack.cards[card]
    text = of_station(talk.desk.pack.card(card), talk)
    if form.is_restricted:
        return text, Buttons((hide_row(words),))
    rows: Rows = []
    if talk.desk.pack.open_form(shown.leads_to):
        rows.append((buttons.button(said(shown.way_on, words.locale), "door", value=shown.leads_to),))
    rows.append((buttons.button(words("button.menu"), "menu"),))
    return f"{text}\n\n{way_to_a_human(talk)}", Buttons(tuple(rows))


def way_to_a_human(talk: Talk) -> str:
    """Return the desk's phone and hours, and where it is, where the station says so."""
    place = talk.desk.settings.station.desk
    phone = talk.words("desk.phone_us", phone=place.phone, hours=place.hours)
    return f"{phone}\n{talk.words('desk.come_by', address=place.address)}" if place.address else phone


def said_after(talk: Talk, form: Form, before: Progress, after: Progress) -> str:
    """Return what the chosen option says at once, as a number to phone."""
    asked = engine.open_step(form, before)
    if asked is None or asked.id not in after.answers:
        return ""
    option = asked.option(getattr(after.answers[asked.id], "choice", ""))
    return of_station(option.says, talk) if option and option.says else ""


def said_of(talk: Talk, form: Form, given: Mapping[str, Answer]) -> str:
    """Return what the options in these answers say, as a number to phone."""
    options = [step.option(getattr(given.get(step.id), "choice", "")) for step in form.steps]
    return "\n".join(of_station(option.says, talk) for option in options if option and option.says)


def has_keys(markup: Markup) -> bool:
    return isinstance(markup, Keys)


def asks_with_keys(form: Form, progress: Progress) -> bool:
    """Return whether the open question put keys above the keyboard, which must go away with its answer."""
    asked = engine.open_step(form, progress)
    return asked is not None and asked.type == "phone"


def keys_away(words: Words, key: str) -> Screen:
    return words(key), NoKeys()

"""What a message means to the open question: a button's words, an answer, or something that does not fit here."""

from __future__ import annotations

import re

from handlers import buttons, direction, events, screens
from handlers.buttons import Press
from handlers.commands import Buttons, Keys, Markup
from handlers.desk import Talk
from handlers.forms import answers, engine
from handlers.forms.answers import Reason, Refused
from handlers.forms.engine import Progress
from handlers.forms.form import Form
from storage.model import Draft

_EDGES = re.compile(r"^[☑☐✔\s]+|[。.!!\s]+$")


def hear(
    talk: Talk, draft: Draft, form: Form, progress: Progress, event: events.Spoken
) -> Press | engine.Input | Refused:
    """Return the button whose words were typed, the answer that was given, or why it is none."""
    match event:
        case events.TextSent():
            _, markup = screens.step(talk, draft, form, progress)
            return match(event.text, markup, draft, progress, talk) or answers.Text(event.text)
        case events.VoiceSent():
            if not talk.desk.settings.station.features.voice:
                return Refused(Reason.NO_VOICE_HERE)
            return answers.Voice(event.file, event.seconds)
        case events.PhotoSent():
            return answers.Photo(event.file, album=event.album)
        case events.LocationSent() if _asks(form, progress, "spot"):
            return answers.read_place(event.latitude, event.longitude, is_live=event.is_live)
        case events.LocationSent():
            return answers.Place(event.latitude, event.longitude)
        case events.ContactSent() if _asks(form, progress, "phone"):
            return answers.read_contact(event.phone, is_own=event.is_own)
        case events.ContactSent():
            return answers.Phone(event.phone)
        case events.OtherSent(kind="sticker"):
            return Refused(Reason.NOT_TEXT)
        case _:
            return Refused(Reason.NO_FILE)


def why_not(event: events.Spoken) -> Reason | None:
    """Return why a message is nothing to keep while no question is open; None for words."""
    match event:
        case events.VoiceSent():
            return Reason.NO_VOICE_HERE
        case events.PhotoSent():
            return Reason.NO_PHOTO_HERE
        case events.LocationSent():
            return Reason.NO_PLACE_HERE
        case events.ContactSent():
            return Reason.NO_PHONE_HERE
        case events.OtherSent(kind="sticker"):
            return Reason.NOT_TEXT
        case events.OtherSent():
            return Reason.NO_FILE
        case _:
            return None


def _asks(form: Form, progress: Progress, kind: str) -> bool:
    """Return whether the open question is of this kind; what another one gets is refused by it, in its own words."""
    asked = engine.open_step(form, progress)
    return asked is not None and asked.type == kind


def match(text: str, markup: Markup, draft: Draft, progress: Progress, talk: Talk) -> Press | None:
    """Return the press that these words stand for: typed answers count where they match a button."""
    if isinstance(markup, Buttons):
        return match_buttons(text, markup)
    if isinstance(markup, Keys):
        controls = {plain(talk.words(f"button.{action}")): action for action in ("back", "cancel", "skip")}
        action = controls.get(plain(text))
        return Press(action, draft.id, progress.version) if action else None
    return None


def match_buttons(text: str, markup: Buttons) -> Press | None:
    """Return the press of the button with these words on it."""
    found = [each for row in markup.rows for each in row if plain(each.label) == plain(text)]
    return buttons.read(found[0].data) if found else None


def plain(text: str) -> str:
    """Return words as they are compared: without ticks, blanks around them, or the size of their letters."""
    return _EDGES.sub("", direction.bare(text)).casefold()

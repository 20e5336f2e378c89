"""Answers: what somebody can say to a step, as plain data, and why it may not fit."""

from __future__ import annotations

import re
from enum import StrEnum

import msgspec
import phonenumbers

from handlers.forms.form import Step
from handlers.forms.words import clean, mask_identity_numbers


class Given(msgspec.Struct, frozen=True, tag_field="type", tag=str.lower, forbid_unknown_fields=True):
    """Something given as an answer; as JSON it carries its `type`."""


class Choice(Given, frozen=True):
    choice: str


class Choices(Given, frozen=True):
    choices: tuple[str, ...]


class Text(Given, frozen=True):
    text: str


class Voice(Given, frozen=True):
    """A voice note as the channel holds it."""

    voice: str
    seconds: int


class Photo(Given, frozen=True):
    """A photo as the channel holds it, and `more` that were sent together with it, in the album of that name."""

    photo: str
    more: tuple[str, ...] = ()
    album: str = ""

    @property
    def files(self) -> tuple[str, ...]:
        return (self.photo, *self.more)


class Place(Given, frozen=True):
    """One point in degrees, sent once (R4)."""

    latitude: float
    longitude: float


class Phone(Given, frozen=True):
    """A phone number with its country code: + and digits, and `;ext=` where it has an extension."""

    phone: str


class Skipped(Given, frozen=True):
    skipped: bool = True


Answer = Choice | Choices | Text | Voice | Photo | Place | Phone | Skipped


class Reason(StrEnum):
    """Why an answer was not taken; the words for each are in the catalogues, as `refused.too_long`."""

    TOO_SHORT = "too_short"  # fewer characters than `least`
    TOO_LONG = "too_long"  # more characters than `most`
    TOO_SHORT_VOICE = "too_short_voice"  # fewer seconds than `least`
    TOO_LONG_VOICE = "too_long_voice"  # more seconds than `most`
    LIVE_LOCATION = "live_location"  # a position that would keep moving (R4)
    NOT_A_PLACE = "not_a_place"  # no point on earth
    NOT_OWN_CONTACT = "not_own_contact"  # somebody else's phone number was shared
    NOT_A_PHONE = "not_a_phone"  # no phone number can be read in it
    NOT_AN_OPTION = "not_an_option"  # typed, and none of the buttons; or a button of another question
    NEEDS_ONE = "needs_one"  # Done was pressed with nothing ticked
    NEEDS_PHOTO = "needs_photo"  # only a photo answers this
    MANY_PHOTOS = "many_photos"  # more photos of one album than `most`; the first are kept
    NOT_OPTIONAL = "not_optional"  # this question cannot be skipped
    NO_PHOTO_HERE = "no_photo_here"  # a photo where none is taken; it is not kept
    NO_VOICE_HERE = "no_voice_here"  # a voice note where none is taken; it is not kept
    NO_PLACE_HERE = "no_place_here"  # a position where none is taken; it is not kept
    NO_PHONE_HERE = "no_phone_here"  # a phone number where none is taken; it is not kept
    NO_FILE = "no_file"  # documents keep hidden data such as where a photo was taken
    NOT_TEXT = "not_text"  # a sticker, a poll and the like
    NOTHING_OPEN = "nothing_open"  # no question is open


class Refused(msgspec.Struct, frozen=True):
    """An answer that was not taken. `limits` are numbers for the words: least, most."""

    reason: Reason
    limits: dict[str, int] = {}


_TAKEN: dict[str, tuple[type[Given], ...]] = {
    "choice": (Choice,),
    "choices": (Choices,),
    "community": (Choice,),
    "spot": (Text, Voice, Place),
    "words": (Text, Voice),
    "text": (Text, Voice),
    "media": (Photo, Text, Voice),
    "photo": (Photo,),
    "phone": (Phone, Text),
}
"""What each type of step takes; a typed phone number becomes a Phone."""
_NOT_HERE: dict[type[Given], Reason] = {
    Voice: Reason.NO_VOICE_HERE,
    Photo: Reason.NO_PHOTO_HERE,
    Place: Reason.NO_PLACE_HERE,
    Phone: Reason.NO_PHONE_HERE,
}
_COMMUNITY = re.compile(r"[A-Za-z0-9_-]{1,24}")
_decoder: msgspec.json.Decoder[Answer] = msgspec.json.Decoder(Answer)


def encode(answer: Answer) -> bytes:
    """Return the answer as JSON, readable by `decode`."""
    return msgspec.json.encode(answer)


def decode(raw: bytes) -> Answer:
    """Return the answer that `encode` wrote; raises msgspec.ValidationError for anything else."""
    return _decoder.decode(raw)


def chosen(answer: Answer | None) -> tuple[str, ...]:
    """Return the options in an answer; none where it is in words."""
    match answer:
        case Choice():
            return (answer.choice,)
        case Choices():
            return answer.choices
        case _:
            return ()


def accept(step: Step, answer: Answer, region: str = "") -> Answer | Refused:
    """Return the answer as it is kept: cleaned, masked, with its country code; or why it does not fit the step.

    Whether a community exists is known to the station, not to the form: any well-formed id is taken.
    """
    if isinstance(answer, Skipped):
        return answer if step.optional else Refused(Reason.NOT_OPTIONAL)
    if not isinstance(answer, _TAKEN[step.type]) or (isinstance(answer, Voice) and not step.takes_voice):
        return Refused(_misfit(step, answer))
    match answer:
        case Choice() | Choices():
            return _accept_options(step, answer)
        case Voice():
            return _accept_voice(step, answer)
        case Text() if step.type == "phone":
            return read_phone(answer.text, region)
        case Text():
            return _accept_text(step, answer)
        case Place():
            return read_place(answer.latitude, answer.longitude)
        case Phone():
            return read_contact(answer.phone)
        case _:
            return answer


def _misfit(step: Step, answer: Answer) -> Reason:
    if step.type == "photo":
        return Reason.NEEDS_PHOTO
    return _NOT_HERE.get(type(answer), Reason.NOT_AN_OPTION)


def _accept_options(step: Step, answer: Choice | Choices) -> Answer | Refused:
    if step.type == "community":
        is_known = all(_COMMUNITY.fullmatch(choice) for choice in chosen(answer))
        return answer if is_known else Refused(Reason.NOT_AN_OPTION)
    if not chosen(answer):
        return Refused(Reason.NEEDS_ONE)
    if any(step.option(choice) is None for choice in chosen(answer)):
        return Refused(Reason.NOT_AN_OPTION)
    return in_order(step, answer.choices) if isinstance(answer, Choices) else answer


def in_order(step: Step, ticks: tuple[str, ...]) -> Choices:
    """Return the ticks, each once, in the order of the question."""
    return Choices(tuple(option.id for option in step.options if option.id in ticks))


def _accept_text(step: Step, answer: Text) -> Answer | Refused:
    text = mask_identity_numbers(clean(answer.text))
    limits = step.limits
    if len(text) < limits.least:
        return Refused(Reason.TOO_SHORT, {"least": limits.least})
    if len(text) > limits.most:
        return Refused(Reason.TOO_LONG, {"most": limits.most})
    return Text(text)


def _accept_voice(step: Step, answer: Voice) -> Answer | Refused:
    limits = step.limits
    if answer.seconds < limits.shortest_voice:
        return Refused(Reason.TOO_SHORT_VOICE, {"least": limits.shortest_voice})
    if answer.seconds > limits.longest_voice:
        return Refused(Reason.TOO_LONG_VOICE, {"most": limits.longest_voice})
    return answer


def read_phone(text: str, region: str = "") -> Phone | Refused:
    """Return a typed phone number of any country; one without a country code is read as of the region ("CN").

    A number need only be possible, not known to exist: number plans change faster than libraries.
    """
    try:
        number = phonenumbers.parse(clean(text), region or None)
    except phonenumbers.NumberParseException:
        return Refused(Reason.NOT_A_PHONE)
    if not phonenumbers.is_possible_number(number):
        return Refused(Reason.NOT_A_PHONE)
    extension = f";ext={number.extension}" if number.extension else ""
    return Phone(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) + extension)


def read_contact(phone: str, *, is_own: bool = True) -> Phone | Refused:
    """Return a shared phone number. The channel vouches for one's own, and sends it with or without the +."""
    if not is_own:
        return Refused(Reason.NOT_OWN_CONTACT)
    number, _, extension = phone.partition(";ext=")
    digits = re.sub(r"[^0-9]", "", number)
    if not 5 <= len(digits) <= 15 or not re.fullmatch(r"[0-9]{0,20}", extension):
        return Refused(Reason.NOT_A_PHONE)
    return Phone(f"+{digits};ext={extension}" if extension else f"+{digits}")


def read_place(latitude: float, longitude: float, *, is_live: bool = False) -> Place | Refused:
    """Return a point sent once; a live position is refused (R4)."""
    if is_live:
        return Refused(Reason.LIVE_LOCATION)
    is_on_earth = abs(latitude) <= 90 and abs(longitude) <= 180  # false for what is no number, too
    return Place(latitude, longitude) if is_on_earth else Refused(Reason.NOT_A_PLACE)

"""Forms: what is asked, in which order, and what of it may be seen where. Data from TOML, checked when it is loaded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeVar

import msgspec

from handlers.forms.names import Names

T = TypeVar("T")
MOST_OPTIONS = 6
NOT_SURE = "not_sure"
"""The answer to a question of type `community` by somebody who does not know."""

StepType = Literal["choice", "choices", "community", "spot", "words", "text", "media", "photo", "phone"]
"""words: what there is to say; text: a few words, as a name; spot: words or a position; media: a photo, or words;
phone: shared or typed. Whatever takes words takes them typed or spoken."""


Feature = Literal["", "safety", "callback"]
"""A switch of the station that a form, a question or an ending depends on; empty: always there."""
Contact = Literal["", "messages", "hours", "call"]
"""What an answer settles of how its writer may be reached: whether by messages, at which hours, whether by phone."""


class PackWrong(Exception):
    """A pack cannot be used; the message has a line with file, place, reason and remedy for each thing wrong."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class FormWrong(PackWrong):
    """A form cannot be used."""


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One table of a pack: an unknown key in it is an error."""


class When(Part, frozen=True, kw_only=True, rename={"any_of": "is", "none_of": "not"}):
    """True where the earlier step was answered with one `is`, or with none `not`."""

    step: str
    any_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()


class OptionRef(Part, frozen=True, kw_only=True):
    step: str
    option: str


class Option(Part, frozen=True, kw_only=True):
    """One button of a question.

    `card`: how the officers' card says it, where that differs. `says`: told at once when it is chosen. `ends`: the
    card of the pack that is shown instead of going on; no ticket is made; with `unless`, only while the station does
    not have that. `leads_to`: the form that is opened instead, without a word of this one. `takes_back`: an option of
    an earlier question that is removed by this answer, as an illness that somebody would rather not have noted.
    `hours`: the span that is meant, where the question is one for hours, or when somebody wants to be phoned. `shows`:
    the card that is told at once. `cards`: those that are offered on the receipt. `books`: who chose this may take a
    free time of a venue.
    """

    id: str
    label: Names
    card: Names = {}
    says: Names = {}
    ends: str = ""
    unless: Feature = ""
    leads_to: str = ""
    hours: str = ""
    takes_back: OptionRef | None = None
    shows: str = ""
    cards: tuple[str, ...] = ()
    books: bool = False


class Limits(Part, frozen=True, kw_only=True):
    """Characters of a text, seconds of a voice note, photos that are sent together."""

    least: int = 1
    most: int = 500
    shortest_voice: int = 3
    longest_voice: int = 60
    most_photos: int = 1


class Step(Part, frozen=True, kw_only=True):
    """One question. `ask` is the question, `summary` its short name at the review.

    `card`: what the officers' group may see of the answer. `keep`: its retention class. `ask_at = "review"`: never
    asked by itself; words or a voice note sent at the review become its answer. "after": asked once a matter that was
    called done is not. `consent` names the purpose where the question is one for permission. `more_after`: so many
    options a page, where there are more than six. `change`: the button under My matters that lets people answer this
    one anew while the matter is open. `needs`: asked only where the station has that. `contact`: what it settles of how
    the writer may be reached. `can_hide`: a button removes what stands in the chat. `takes_voice`: words may be spoken,
    too.
    """

    id: str
    type: StepType
    ask: Names
    summary: Names
    optional: bool = False
    when: When | None = None
    ask_at: Literal["turn", "review", "after"] = "turn"
    card: Literal["", "category", "fact", "spot", "place_until_claim"] = ""
    keep: Literal["plain", "text", "place", "sensitive"] = "plain"
    consent: str = ""
    needs: Feature = ""
    contact: Contact = ""
    can_hide: bool = False
    takes_voice: bool = True
    more_after: int = 0
    change: Names = {}
    limits: Limits = Limits()
    options: tuple[Option, ...] = ()

    def option(self, option_id: str) -> Option | None:
        return next((option for option in self.options if option.id == option_id), None)

    def page(self, items: Sequence[T], number: int) -> Sequence[T]:
        """Return what one screen shows of the items (options or communities); numbers go round."""
        pages = self.pages(items)
        return pages[number % len(pages)]

    def pages(self, items: Sequence[T]) -> list[Sequence[T]]:
        """Return the items in screens; one where they fit, so more than one means that there is a [More]."""
        if len(items) <= MOST_OPTIONS:
            return [items]
        size = self.more_after or MOST_OPTIONS - 1
        return [items[start : start + size] for start in range(0, len(items), size)]


class Extra(Step, frozen=True, kw_only=True):
    """A question offered on the receipt. `button` is the label that offers it."""

    button: Names


class Outcome(Part, frozen=True, kw_only=True):
    """How a matter can end: the officers choose by `label`, the resident is told `told`, or else the label."""

    id: str
    label: Names
    told: Names = {}


class Form(Part, frozen=True, kw_only=True):
    """A declared form.

    `notice`: the consent screen before it, a card of the pack that is shown and agreed to (`notice_card`), one line
    above Send, or none because nobody is identified. `review`: a summary before Send; without it one screen with
    `before_send` and Send, or, with `is_sent_at_once`, none: the last answer sends it. `card`: how the officers' card
    names a matter that has no category. `needs`: there only where the station has that, whatever has its kind.
    `is_restricted`: its tickets are for the trained people only, and its writer is reached only as they say.
    `is_urgent`: always, or by `urgent_when`. `interrupts`: may be begun in the middle of another form, which is gone on
    with afterwards. `cards`: offered on every receipt. `region` is the pack's: how a phone number without a country
    code is read.
    """

    id: str
    version: int
    kind: Literal["dispute", "help", "welfare"]
    notice: Literal["consent", "card", "line", "none"]
    title: Names
    steps: tuple[Step, ...]
    outcomes: tuple[Outcome, ...]
    extras: tuple[Extra, ...] = ()
    review: bool = True
    before_send: Names = {}
    notice_card: str = ""
    card: Names = {}
    needs: Feature = ""
    is_restricted: bool = False
    is_sent_at_once: bool = False
    is_urgent: bool = False
    interrupts: bool = False
    urgent_when: When | None = None
    cards: tuple[str, ...] = ()
    region: str = ""

    @property
    def switch(self) -> str:
        """Return the name of the station's feature that opens the form."""
        return self.needs or self.kind

    def step(self, step_id: str) -> Step | None:
        """Return the step or the extra of that name."""
        return next((step for step in (*self.steps, *self.extras) if step.id == step_id), None)

    def fitted(self, features: frozenset[str]) -> Form:
        """Return the form as a station with these features has it."""
        steps = tuple(_fitted(step, features) for step in self.steps if not step.needs or step.needs in features)
        return msgspec.structs.replace(self, steps=steps)


def _fitted(step: Step, features: frozenset[str]) -> Step:
    options = tuple(
        msgspec.structs.replace(option, ends="") if option.unless in features else option for option in step.options
    )
    return msgspec.structs.replace(step, options=options)

"""An answer in a few words, as a reader's language says it."""

from __future__ import annotations

import re

from handlers.forms import answers
from handlers.forms.form import Form, Step
from handlers.settings import Settings, local_name
from handlers.texts import Markup, Words, escape

_REACHES_SOMEBODY = re.compile(r"@\w+|\+?\d(?:[ -]?\d){6,}")
"""A phone number or an account, typed where a spot was asked: the group must not see it (R9)."""


def describe(step: Step, answer: answers.Answer, words: Words, settings: Settings) -> Markup:
    """Return the answer as text: the labels of what was chosen, or the words that were written."""
    match answer:
        case answers.Choice():
            return escape(_label(step, answer.choice, words, settings))
        case answers.Choices():
            return escape(words("list.comma").join(_label(step, each, words, settings) for each in answer.choices))
        case answers.Text():
            return escape(answer.text)
        case answers.Voice():
            return words("answer.voice", seconds=answer.seconds)
        case answers.Photo():
            return words("answer.photos" if answer.album else "answer.photo")
        case answers.Place():
            return words("answer.place")
        case answers.Phone():
            return escape(answer.phone)
        case _:
            return words("answer.skipped")


def describe_for_card(step: Step, answer: answers.Answer, words: Words, settings: Settings) -> Markup:
    """Return the answer as the officers' card says it, where an option has words of its own for that.

    It is one line, whatever was typed: nobody can write a second card below their own, or a way to reach somebody.
    """
    option = step.option(answer.choice) if isinstance(answer, answers.Choice) else None
    if option and option.card:
        return escape(local_name(option.card, words.locale, settings.default_locale))
    if isinstance(answer, answers.Voice):
        return words("card.spoken")
    line = " ".join(describe(step, answer, words, settings).split())
    return Markup(_REACHES_SOMEBODY.sub("…", line))


def _label(step: Step, choice: str, words: Words, settings: Settings) -> str:
    default = settings.default_locale
    if step.type == "community":
        community = settings.community(choice)
        return local_name(community.name, words.locale, default) if community else words("community.not_sure")
    option = step.option(choice)
    return local_name(option.label, words.locale, default) if option else choice


def answered(form: Form, given: dict[str, answers.Answer]) -> list[tuple[Step, answers.Answer]]:
    """Return the answers beside their steps, in the form's order, skipped ones left out."""
    steps = (*form.steps, *form.extras)
    return [
        (step, given[step.id]) for step in steps if step.id in given and not isinstance(given[step.id], answers.Skipped)
    ]

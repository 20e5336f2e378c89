"""The path: which steps of a form the answers so far lead through. Pure over form and answers."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.forms.answers import Answer, Choice, Choices, Skipped, chosen
from handlers.forms.form import Form, Option, Step, When

Answers = Mapping[str, Answer]


def reached(form: Form, answers: Answers) -> tuple[Step, ...]:
    """Return the steps on the path, in order; it stops where an answer ends the form."""
    path: list[Step] = []
    for step in form.steps:
        if step.when is None or _holds(step.when, answers, path):
            path.append(step)
            if _is_end(step, answers):
                break
    return tuple(path)


def _holds(when: When, answers: Answers, path: list[Step]) -> bool:
    """A step that is not on the path counts as unanswered, whatever was said to it once."""
    given = chosen(answers.get(when.step)) if any(step.id == when.step for step in path) else ()
    if when.any_of:
        return any(choice in when.any_of for choice in given)
    return not any(choice in when.none_of for choice in given)


def _is_end(step: Step, answers: Answers) -> bool:
    return any(option.ends or option.leads_to for option in chosen_options(step, answers.get(step.id)))


def chosen_options(step: Step, answer: Answer | None) -> tuple[Option, ...]:
    """Return the options in an answer that the step still has."""
    return tuple(option for choice in chosen(answer) if (option := step.option(choice)))


def ending(form: Form, answers: Answers) -> str | None:
    """Return the card that is shown instead of going on, where an answer ends the form without a ticket."""
    return next((option.ends for option in _last_options(form, answers) if option.ends), None)


def leading_to(form: Form, answers: Answers) -> str | None:
    """Return the form that is opened instead of going on, where an answer leads there."""
    return next((option.leads_to for option in _last_options(form, answers) if option.leads_to), None)


def is_ended(form: Form, answers: Answers) -> bool:
    """Return whether an answer ended the form, by a card or by leading to another one."""
    return any(option.ends or option.leads_to for option in _last_options(form, answers))


def _last_options(form: Form, answers: Answers) -> tuple[Option, ...]:
    path = reached(form, answers)
    return chosen_options(path[-1], answers.get(path[-1].id)) if path else ()


def asked_next(form: Form, answers: Answers) -> Step | None:
    """Return the first step on the path that is asked in its turn and has no answer, or None at the end."""
    if is_ended(form, answers):
        return None
    return next((step for step in turns(form, answers) if step.id not in answers), None)


def turns(form: Form, answers: Answers) -> tuple[Step, ...]:
    """Return the steps on the path that are asked in their turn."""
    return tuple(step for step in reached(form, answers) if step.ask_at == "turn")


def prune(form: Form, answers: Answers) -> dict[str, Answer]:
    """Return the answers of steps that are still on the path; nothing else is kept."""
    on_path = {step.id for step in reached(form, answers)}
    return {step_id: answer for step_id, answer in answers.items() if step_id in on_path}


def settle(form: Form, answers: Answers, step: Step, answer: Answer) -> dict[str, Answer]:
    """Return the answers with this one: what it takes back is gone, and what is no longer on the path."""
    settled = {**answers, step.id: answer}
    for option in chosen_options(step, answer):
        if option.takes_back is not None:
            target = option.takes_back
            settled[target.step] = _without(settled[target.step], target.option)
    return prune(form, settled)


def without_permission(step: Step, answers: Answers) -> dict[str, Answer | None]:
    """Return what changes in the answers when the permission that this step asked for is taken back; None: it goes.

    The step's own answer goes, and what its refusal would have taken back.
    """
    changes: dict[str, Answer | None] = {step.id: None} if step.id in answers else {}
    for option in step.options:
        target = option.takes_back
        if target is not None and target.option in chosen(answers.get(target.step)):
            left = _without(answers[target.step], target.option)
            changes[target.step] = None if isinstance(left, Skipped) else left
    return changes


def _without(answer: Answer, option_id: str) -> Answer:
    left = tuple(choice for choice in chosen(answer) if choice != option_id)
    return Choices(left) if left else Skipped()


def is_urgent(form: Form, answers: Answers) -> bool:
    """Return whether the matter is urgent: always, or by what was answered."""
    if form.urgent_when is None:
        return form.is_urgent
    return form.is_urgent or _holds(form.urgent_when, answers, list(reached(form, answers)))


def community_step(form: Form) -> str:
    """Return the name of the step that says which community it is about; empty where that is not asked."""
    return next((step.id for step in form.steps if step.type == "community"), "")


def category_step(form: Form) -> str:
    """Return the name of the step whose answer is the ticket's category; empty where the form has none."""
    return next((step.id for step in form.steps if step.card == "category"), "")


def photo_step(form: Form) -> str:
    """Return the name of the first step that a photo answers; empty where the form has none."""
    return next((step.id for step in form.steps if step.type in ("media", "photo")), "")


def words_step(form: Form) -> Step | None:
    """Return the question that a voice note answers best: the one for words, or for a photo or words."""
    spoken = [step for step in form.steps if step.type in ("words", "media") and step.takes_voice]
    return spoken[0] if spoken else None


def hours_step(form: Form) -> Step | None:
    """Return the step that asks when to phone; None where the form has none."""
    return next((step for step in form.steps if any(option.hours for option in step.options)), None)


def preset_community(form: Form, community: str | None) -> dict[str, Answer]:
    """Return a community known beforehand, as from the last ticket, for `start`."""
    step = community_step(form)
    return {step: Choice(community)} if step and community else {}

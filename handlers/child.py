"""Children: a parent or guardian agrees for them; a child who is alone, or cannot ask, gets a human at once.

Nothing is kept of the way a child takes here, only the consent that a guardian gives, or the least there is of a call
for help: where, and that a child asks.
"""

from __future__ import annotations

from handlers import buttons, consents, doors, screens, submit
from handlers.buttons import Press
from handlers.commands import Button, Buttons
from handlers.desk import Talk
from handlers.first_screen import is_open
from handlers.forms import engine
from handlers.forms.answers import Choice
from handlers.forms.engine import NOT_SURE
from handlers.forms.form import Form
from handlers.forms.names import said
from storage.model import Draft, Ticket


def ask(talk: Talk, press: Press) -> None:
    """Show the numbers first, then ask whether a grown-up is there whom the child trusts."""
    words = talk.words
    talk.answer()
    rows = (
        (buttons.button(words("button.grown_up"), "guardian", value=press.value),),
        (buttons.button(words("button.alone"), "child_alone", value=press.value),),
        (buttons.button(words("button.back"), "menu"),),
    )
    talk.show(f"{_numbers(talk)}\n\n{said(talk.desk.pack.child.ask, words.locale)}", Buttons(rows))


def _numbers(talk: Talk) -> str:
    return talk.desk.pack.child_numbers(talk.words.locale)


def ask_guardian(talk: Talk, press: Press) -> None:
    """Show the grown-up who reads what is written, and what they agree to."""
    words = talk.words
    talk.answer()
    rows = (
        (buttons.button(words("button.guardian"), "guardian_yes", value=press.value),),
        (buttons.button(words("button.back"), "child", value=press.value),),
    )
    asked = screens.of_station(talk.desk.pack.child.guardian, talk)
    talk.show(f"{screens.of_station(talk.desk.pack.notice.text, talk)}\n\n{asked}", Buttons(rows))


def agree_as_guardian(talk: Talk, press: Press) -> None:
    """Note that a guardian agrees, to the notice as well, and go on with the form."""
    talk.answer()
    consents.give(talk, consents.GUARDIAN, talk.desk.pack.child.version)
    consents.give(talk, consents.NOTICE, talk.desk.pack.notice.version)
    doors.begin_agreed(talk, Press("door", value=press.value))


def show_alone(talk: Talk, press: Press) -> None:
    """Show the numbers, and a button for each community that tells the desk at once; no form, no questions."""
    talk.answer()
    form = _form(talk)
    if form is None:
        talk.show(_numbers(talk), screens.menu_button(talk.words))
        return
    text = f"{_numbers(talk)}\n\n{said(talk.desk.pack.child.alone, talk.words.locale)}"
    talk.show(text, Buttons(tuple(_places(talk, form, press))))


def _form(talk: Talk) -> Form | None:
    """Return the form that a call for help is kept as, None where the station does not take any."""
    form = talk.desk.pack.forms[talk.desk.pack.child.form]
    return form if is_open(form.switch, talk.desk.settings) else None


def _places(talk: Talk, form: Form, press: Press) -> list[tuple[Button, ...]]:
    words, desk = talk.words, talk.desk
    known = [(each.id, desk.name(each.name, words)) for each in desk.settings.communities]
    step = form.step(engine.community_step(form))
    pages = step.pages([*known, (NOT_SURE, words("community.not_sure"))]) if step else []
    rows: list[tuple[Button, ...]] = [
        (_tell_button(talk, label, community),) for community, label in pages[press.version % len(pages)]
    ]
    if len(pages) > 1:
        rows.append((buttons.button(words("button.more"), "child_alone", version=press.version % len(pages) + 1),))
    rows.append((buttons.button(words("button.back"), "child", value=press.value),))
    return rows


def _tell_button(talk: Talk, label: str, community: str) -> Button:
    """Return the button that calls for help; it is good for this person, and for one call."""
    count = len(_own(talk)) % 1_000_000
    return buttons.button(label, "child_tell", id=talk.person.id, version=count, value=community)


def _own(talk: Talk) -> list[Ticket]:
    return talk.desk.records.tickets.of_resident(talk.person.id)


def tell_desk(talk: Talk, press: Press) -> None:
    """Tell the officers at once that a child asks for help, and where; a second tap is told the number of the first."""
    form, own = _form(talk), _own(talk)
    known = {each.id for each in talk.desk.settings.communities} | {NOT_SURE}
    if form is None or press.id != talk.person.id or press.value not in known:
        talk.answer(talk.words("press.nothing"), is_alert=True)
        talk.show(_numbers(talk), screens.menu_button(talk.words))
        return
    if press.version != len(own) % 1_000_000 and own:
        talk.answer(talk.words("draft.sent_already", number=own[0].number))
        return
    talk.answer()
    ticket = submit.send(talk, *_call(talk, form, press.value))
    talk.show(*submit.receipt(talk, ticket))


def _call(talk: Talk, form: Form, community: str) -> tuple[Draft, Form, engine.Progress]:
    """Return the call as a form that is filled in: its one category, and where."""
    category = form.step(engine.category_step(form))
    only = {category.id: Choice(category.options[0].id)} if category else {}
    progress = engine.start(form, {**only, engine.community_step(form): Choice(community)})
    draft = Draft(
        id=talk.desk.records.ids.name(),
        person_id=talk.person.id,
        form=form.id,
        ticket_id=None,
        progress=engine.encode(progress),
        version=progress.version,
        updated_at=talk.desk.now,
        is_cancelled=False,
    )
    return draft, form, progress

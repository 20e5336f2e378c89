"""What somebody agreed to: one purpose a consent, with the version of its text; given by one tap, taken back by one."""

from __future__ import annotations

from collections.abc import Callable

from handlers import buttons, cards, details, drafts, first_words, screens
from handlers.buttons import Press
from handlers.commands import Button, Buttons
from handlers.desk import Desk, Talk
from handlers.forms import answers, engine
from handlers.forms.form import Form, Step
from handlers.forms.names import said
from handlers.retention import class_of
from handlers.texts import Words
from storage.model import Consent, Ticket

NOTICE = "notice"
"""That staff read what somebody writes."""
GUARDIAN = "guardian"
"""That a parent or guardian lets a child write."""
HELPER = "helper"
"""That somebody for whom a form is filled in agreed to it."""
_OF_HELPER = "helper_"
_AGENCY = "agency:"
_MOST_LISTED = 5


def agency(agency_id: str) -> str:
    """Return the purpose under which something is given to one agency, and to no other."""
    return f"{_AGENCY}{agency_id}"


def give(talk: Talk, purpose: str, version: str) -> None:
    """Note that the person agreed to this text now; agreeing again changes nothing."""
    people = talk.desk.records.people
    if not people.has_consent(talk.person.id, purpose, version):
        people.give_consent(talk.person.id, purpose, version, talk.desk.now)
        talk.desk.records.audit.write(talk.desk.now, talk.actor, "agree", code=purpose)


def has_agreed(talk: Talk) -> bool:
    """Return whether the person agreed to the notice as it reads now, and did not take that back."""
    return talk.desk.records.people.has_consent(talk.person.id, NOTICE, talk.desk.pack.notice.version)


def may_add(talk: Talk, form: Form) -> bool:
    """Return whether more words may be taken for a matter of this form: not where the notice was taken back."""
    return form.notice != "consent" or any(each.purpose == NOTICE for each in standing(talk))


def standing(talk: Talk) -> list[Consent]:
    """Return what the person agreed to and did not take back, the newest of each purpose."""
    given = talk.desk.records.people.consents_of(talk.person.id)
    return list({each.purpose: each for each in given if each.withdrawn_at is None}.values())


def label(purpose: str, desk: Desk, words: Words) -> str:
    """Return what was agreed to, in words: of the catalogue, or of the question that asked for it."""
    if purpose == NOTICE:
        return words("consent.notice", body=desk.name(desk.settings.station.body, words))
    if purpose == GUARDIAN:
        return words("consent.guardian")
    if purpose.startswith(_AGENCY):
        return words("consent.agency", agency=purpose.removeprefix(_AGENCY))
    if purpose == HELPER:
        return words("consent.helper")
    if purpose in desk.pack.forms:
        return said(desk.pack.forms[purpose].title, words.locale)
    asked = purpose.removeprefix(_OF_HELPER)
    asking = [step for form in desk.pack.forms.values() for step in form.steps if step.consent == asked]
    return said(asking[0].summary, words.locale) if asking else purpose


def line(consent: Consent, desk: Desk, words: Words) -> str:
    """Return one consent as people read it: what, in which version of the text, when."""
    what, time = label(consent.purpose, desk, words), desk.when(consent.given_at, words)
    is_of_form = consent.purpose in desk.pack.forms  # its id says what the matter is about
    version = consent.text_version.rpartition("-")[2] if is_of_form else consent.text_version
    return words("consent.line", what=what, version=version, time=time)


def show(talk: Talk, press: Press) -> None:
    """Show what can be taken back, each with what that does, and a button for each."""
    talk.answer()
    _show(talk)


def _show(talk: Talk) -> None:
    words, given = talk.words, standing(talk)[:_MOST_LISTED]
    lines: list[str] = [words("consents.head" if given else "consents.none")]
    rows: list[tuple[Button, ...]] = []
    for number, consent in enumerate(given, start=1):
        effect = words(f"consent.effect.{_kind(consent.purpose, talk.desk)}")
        lines.append(f"{number}. {line(consent, talk.desk, words)}\n{effect}")
        rows.append((buttons.button(words("button.take_back", number=number), "take_back", id=consent.id),))
    rows.append((buttons.button(words("button.back"), "mydata"),))
    talk.show("\n\n".join(lines), Buttons(tuple(rows)))


def _kind(purpose: str, desk: Desk) -> str:
    if purpose in (NOTICE, GUARDIAN):
        return "notice"
    if purpose == HELPER or purpose in desk.pack.forms:
        return "form"
    return "agency" if purpose.startswith(_AGENCY) else "answer"


def take_back(talk: Talk, press: Press) -> None:
    """Take one consent back, at once and with what hangs on it."""
    talk.answer()
    consent = next((each for each in standing(talk) if each.id == press.id), None)
    if consent is None:
        _show(talk)
        return
    _withdraw(talk, consent.purpose)
    kind = _kind(consent.purpose, talk.desk)
    if kind == "notice":
        _stop_writing(talk)
        return
    if kind == "answer":
        _drop_answers(talk, consent.purpose)
    if kind == "form":
        _drop_drafts(talk, lambda form: form.id == consent.purpose)
    back = (buttons.button(talk.words("button.back"), "mydata"),)
    talk.show(talk.words("consents.taken_back"), Buttons((back,)))


def _withdraw(talk: Talk, purpose: str) -> None:
    desk = talk.desk
    if desk.records.people.withdraw_consent(talk.person.id, purpose, desk.now):
        desk.records.audit.write(desk.now, talk.actor, "take_back", code=purpose)


def _stop_writing(talk: Talk) -> None:
    """Take no more words, and offer to take back what is under way. What a guardian allowed goes with the notice."""
    for purpose in (NOTICE, GUARDIAN):
        _withdraw(talk, purpose)
    first_words.drop(talk)
    _drop_drafts(talk, lambda form: form.notice == "consent")
    words, under_it = talk.words, _under_notice(talk)
    rows: list[tuple[Button, ...]] = [
        (buttons.button(words("button.withdraw_one", number=ticket.number), "withdraw", id=ticket.id),)
        for ticket in under_it[:_MOST_LISTED]
    ]
    rows.append((buttons.button(words("button.menu"), "menu"),))
    talk.show(words("consents.stopped_open" if under_it else "consents.stopped"), Buttons(tuple(rows)))


def _under_notice(talk: Talk) -> list[Ticket]:
    """Return the open matters whose words were taken under the notice; restricted ones give no number away."""
    forms = {name for name, form in talk.desk.pack.forms.items() if form.notice == "consent"}
    own = talk.desk.records.tickets.of_resident(talk.person.id)
    return [ticket for ticket in own if ticket.is_open and not ticket.is_restricted and ticket.form in forms]


def _drop_drafts(talk: Talk, is_meant: Callable[[Form], bool]) -> None:
    """End what was begun of these forms."""
    for draft in talk.desk.records.drafts.of_person(talk.person.id):
        filling = drafts.open_filling(talk, draft.id)
        if filling is None or not is_meant(filling.form):
            continue
        if filling.is_first and screens.asks_with_keys(filling.form, filling.progress):
            talk.say(*screens.keys_away(talk.words, "draft.keys_away"))
        filling.end()


def _drop_answers(talk: Talk, purpose: str) -> None:
    """Remove from every matter what was noted with this permission, and let whoever has it see it as it is now."""
    for ticket in talk.desk.records.tickets.of_resident(talk.person.id):
        form = talk.desk.pack.forms.get(ticket.form)
        asking = [step for step in form.steps if step.consent == purpose] if form else []
        dropped = [_drop_answer(talk, ticket, form, step) for step in asking] if form else []
        if any(dropped):
            talk.desk.records.audit.write(talk.desk.now, talk.actor, "drop_answer", ticket.id, code=purpose)
            _show_anew(ticket, talk.desk)


def _drop_answer(talk: Talk, ticket: Ticket, form: Form, step: Step) -> bool:
    """Return whether the ticket held anything that this step had permitted; it holds it no more."""
    stored = talk.desk.records.tickets.answers_of(ticket.id)
    given = {name: answers.decode(raw) for name, raw in stored.items()}
    changes = engine.without_permission(step, given)
    for name, answer in changes.items():
        target = form.step(name)
        talk.desk.records.retention.drop(ticket.id, name)
        if answer is not None and target is not None:
            keep = class_of(form, target)
            talk.desk.records.tickets.put_answer(ticket.id, name, answers.encode(answer), keep)
    return bool(changes)


def _show_anew(ticket: Ticket, desk: Desk) -> None:
    """Take away what the handler was shown, say so, and draw their own message anew."""
    if ticket.assignee_id is None or not ticket.is_open:
        return
    officer = desk.records.people.get(ticket.assignee_id)
    details.take_away(ticket, desk)
    desk.tell(officer, desk.words_for(officer)("control.taken_back", number=ticket.number), ticket=ticket)
    cards.draw_control(desk.records.tickets.get(ticket.id), officer, desk)


def refuse_more(talk: Talk) -> None:
    """Say why no more words are taken, and how that changes."""
    talk.say(talk.words("consents.needed"), screens.menu_button(talk.words))

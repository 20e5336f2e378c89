"""What happens before a test begins: people who arrive, matters that are sent and claimed."""

from __future__ import annotations

from handlers.forms import engine
from handlers.forms.engine import Progress
from storage.model import AuditLine, Ticket
from tests.stage import Stage

LAMP = ("[Something is broken]", "[Light]", "[Community 1]", "outside the south gate", "[Skip]")
NOISE = (
    "[Trouble with someone]",
    "[Agree]",
    "[Noise]",
    "[Community 2]",
    "block 3, entrance 2",
    "They move tables at midnight",
    "[Face to face]",
)
CARE = ("[Someone needs care]", "[Yes, they wake]", "[Community 2]", "block 5, ground floor")
WELFARE = ("[Hard to get by]", "[Agree]", "[Today]", "[Community 1]", "[In this chat]", "Aunt A.")


def act(stage: Stage, name: str, *acts: str) -> None:
    """Let somebody press `[buttons]` and type words, one after another."""
    for each in acts:
        if each.startswith("["):
            stage.press(name, each[1:-1])
        else:
            stage.say(name, each)


def arrive(stage: Stage, name: str) -> None:
    act(stage, name, "/start", "[English]")


def send(stage: Stage, name: str, acts: tuple[str, ...] = LAMP) -> Ticket:
    """Let somebody send a matter; return its ticket."""
    act(stage, name, *acts, "[Send]")
    return tickets(stage, name)[0]


def hire(stage: Stage, name: str) -> None:
    """Let somebody join the officers' group and open the private chat."""
    stage.names.setdefault(name, name)
    stage.join(name)
    stage.say(name, "/start officer")


def tickets(stage: Stage, name: str) -> list[Ticket]:
    """Return the person's tickets, newest first."""
    person = stage.person(name)
    return [] if person is None else stage.records.tickets.of_resident(person.id)


def progress(stage: Stage, name: str) -> Progress | None:
    """Return where the person is in a form, None where nothing is open."""
    person = stage.person(name)
    drafts = [] if person is None else stage.records.drafts.of_person(person.id)
    return engine.decode(drafts[0].progress) if drafts else None


def history(stage: Stage, ticket: Ticket) -> list[AuditLine]:
    return stage.records.audit.of_ticket(ticket.id)


def written(stage: Stage) -> dict[str, list[tuple[object, ...]]]:
    """Return what the tables that matter hold, to be compared: drafts, tickets, answers, consents, audit lines."""
    tables = ("drafts", "sent_drafts", "tickets", "answers", "consents", "audit", "due")
    return {table: _rows(stage, table) for table in tables}


def _rows(stage: Stage, table: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in stage.records.connection.execute(f"select * from {table}")]  # noqa: S608 # names above

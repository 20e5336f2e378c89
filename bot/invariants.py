"""The records held against what the other side saw: the sandbox's ledger, the one complete witness."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from handlers import buttons
from storage import invariants
from storage.invariants import Violation
from storage.records import Records
from storage.sql import queries

_KEPT_SECONDS = 47 * 3600.0
"""Finished rows of the inbox are dropped after 48 hours; older updates cannot be looked for there."""


@dataclass(frozen=True)
class Ledger:
    """What the server knows: updates it was told are done, as far back as the inbox keeps them, and the chats now."""

    confirmed: tuple[int, ...]
    chats: dict[str, list[dict[str, Any]]] = field(default_factory=dict)


async def fetch_ledger(url: str) -> Ledger:
    """Ask the sandbox at `url` for its side."""
    async with aiohttp.ClientSession() as session:
        updates = await _get(session, f"{url}/sandbox/ledger/updates")
        state = await _get(session, f"{url}/sandbox/state")
        groups = [chat["id"] for chat in state["chats"] if chat["type"] in ("group", "supergroup")]
        chats = {str(chat): await _get(session, f"{url}/sandbox/chats/{chat}/messages") for chat in groups}
    kept_since = state["clock"]["now"] - _KEPT_SECONDS
    confirmed = tuple(each["update_id"] for each in updates if each["confirmed"] and each["made_at"] > kept_since)
    return Ledger(confirmed, chats)


async def _get(session: aiohttp.ClientSession, url: str) -> Any:
    async with session.get(url) as answer:
        return json.loads(await answer.read())["result"]


def find_violations(records: Records, ledger: Ledger) -> list[Violation]:
    """Return everything that must not be, in the records and between them and the ledger."""
    return [*invariants.find_violations(records), *_confirmed(records, ledger), *_cards(records, ledger)]


def _confirmed(records: Records, ledger: Ledger) -> Iterator[Violation]:
    """I1: every update confirmed to the server is in the inbox exactly once."""
    stored = Counter(row["key"].split(":")[0] for row in queries("invariants").update_keys(records.connection))
    for update in ledger.confirmed:
        count = stored[str(update)]
        if count != 1:
            kind = "doubled" if count else "lost"
            yield Violation("I1", kind, f"update {update} is in the inbox {count} times")


def _cards(records: Records, ledger: Ledger) -> Iterator[Violation]:
    """I4: each ticket that waits has its live card in the group, with a button to claim it."""
    for row in queries("invariants").cards(records.connection):
        if row["message"] is None:
            yield Violation("I4", "lost", f"{row['number']} has no card")
            continue
        messages = ledger.chats.get(records.chats.get(row["chat_id"]).address, [])
        if row["message"] not in claimable(messages, row["id"]):
            yield Violation("I4", "lost", f"{row['number']}: its live card {row['message']} cannot be claimed")


def claimable(messages: list[dict[str, Any]], ticket_id: str) -> list[int]:
    """Return the messages that carry a button to claim this ticket; all but the live one are inert copies."""
    return [message["message_id"] for message in messages if _claims(message, ticket_id)]


def count_copies(records: Records, ledger: Ledger) -> int:
    """Return how many cards stand in the groups besides the live ones; a press on them changes nothing."""
    copies = 0
    for row in queries("invariants").cards(records.connection):
        if row["message"] is not None:
            messages = ledger.chats.get(records.chats.get(row["chat_id"]).address, [])
            copies += len([each for each in claimable(messages, row["id"]) if each != row["message"]])
    return copies


def _claims(message: dict[str, Any], ticket_id: str) -> bool:
    rows = (message.get("reply_markup") or {}).get("inline_keyboard", [])
    presses = [buttons.read(button.get("callback_data", "")) for row in rows for button in row]
    return any(press and press.action == "claim" and press.id == ticket_id for press in presses)

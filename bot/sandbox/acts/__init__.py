"""What people do, readable as a contents page. Each act's docstring says what it does, then what may be given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.sandbox.account import Account
from bot.sandbox.acts import account, changing, pressing, saying
from bot.sandbox.acts.doing import Act
from bot.sandbox.chat import Chat, Json
from bot.sandbox.errors import BadControl
from bot.sandbox.person import Person
from bot.sandbox.wish import Wish
from bot.sandbox.world import World

ACTS: Mapping[str, Callable[[Act], Json]] = {
    "text": saying.text,
    "start": saying.start,
    "photo": saying.photo,
    "album": saying.album,
    "voice": saying.voice,
    "location": saying.location,
    "contact": saying.contact,
    "document": saying.document,
    "sticker": saying.sticker,
    "key": saying.key,
    "edit": changing.edit,
    "delete": changing.delete,
    "press": pressing.press,
    "block": account.block,
    "unblock": account.unblock,
    "delete_account": account.delete_account,
}


def act(world: World, values: Any) -> Json:
    """Do what the person wants; return the ids it made. Raises BadControl if it cannot be done."""
    wish = Wish(values)
    perform = ACTS.get(wish.text("do"))
    if perform is None:
        raise BadControl(f"do: {wish.text('do')!r} is unknown; use one of {', '.join(ACTS)}")
    person, bot = world.person(wish.number("user")), world.bot(wish.optional("bot"))
    if person.is_deactivated:
        raise BadControl(f"user: {person.id} has deleted the account and does nothing any more")
    return perform(Act(world, person, bot, _chat(world, wish, person, bot), wish))


def _chat(world: World, wish: Wish, person: Person, bot: Account) -> Chat:
    number = wish.number("chat", person.id)
    if number < 0:
        return world.group(number)
    if number not in (person.id, bot.id):
        raise BadControl(f"chat: {number} is another person's; leave it out for the private chat with the bot")
    return bot.private_chat(person)

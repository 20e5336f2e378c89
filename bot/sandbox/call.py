"""One call of a Bot API method, with what a method needs to answer it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.sandbox.account import Account
from bot.sandbox.params import Params
from bot.sandbox.world import World


@dataclass(slots=True)
class Call:
    world: World
    bot: Account
    method: str
    """As the documentation spells it."""
    params: Params
    gone: Callable[[], Awaitable[None]]
    """Returns when the caller has hung up."""
    description: str = ""
    """Some methods say a word beside their result."""


Method = Callable[[Call], Any]
"""Returns the result, or a coroutine of it; raises Refused."""

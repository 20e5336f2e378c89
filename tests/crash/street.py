"""A street at work: fifty residents and some officers, all acting at once on what they see."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from tests.crash.officers import Officer
from tests.crash.residents import Resident
from tests.crash.screens import Screens
from tests.program import Program

RESIDENTS = 50
OFFICERS = 6
_BLINK = 0.03


@dataclass
class Street:
    """`still` is held while everybody acts; whoever holds it sees nothing move."""

    program: Program
    screens: Screens
    residents: list[Resident]
    officers: list[Officer]
    still: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def live(self) -> None:
        """Let everybody act until cancelled."""
        while True:
            async with self.still:
                await self.screens.look()
                people: list[Resident | Officer] = [*self.residents, *self.officers]
                wishes = [person.decide(self.screens, time.monotonic()) for person in people]
                if acts := [wish for wish in wishes if wish is not None]:
                    await self._do(acts)
            await asyncio.sleep(_BLINK)

    async def _do(self, acts: list[dict[str, object]]) -> None:
        done = await self.program.post("acts", acts=acts)
        refused = [(act, result) for act, result in zip(acts, done, strict=True) if "error" in result]
        assert not refused

    async def go_home(self, seconds: float = 90.0) -> None:
        """Let all finish the form they are in, begin no other, and wait until everything is worked off."""
        for officer in self.officers:
            officer.is_off_duty = True
        for resident in self.residents:
            resident.is_going_home = True

        async def are_done() -> bool:
            return all(resident.is_done for resident in self.residents)

        await self.program.until(are_done, seconds)
        await self.program.idle(seconds)
        await self.screens.look()


@asynccontextmanager
async def street(program: Program, seed: int) -> AsyncIterator[Street]:
    """People the street, the bot not started yet; it is alive inside the block."""
    chance = random.Random(seed)
    officers = [await program.person(f"O{number}") for number in range(OFFICERS)]
    await program.group(officers)
    residents = [await program.person(f"R{number}") for number in range(RESIDENTS)]
    await program.post("acts", acts=[{"user": user, "do": "start", "payload": "officer"} for user in officers])
    made = Street(
        program,
        Screens(program),
        [Resident(user, random.Random(chance.random())) for user in residents],
        [Officer(user, random.Random(chance.random())) for user in officers],
    )
    life = asyncio.create_task(made.live())
    try:
        yield made
    finally:
        life.cancel()
        await asyncio.gather(life, return_exceptions=True)

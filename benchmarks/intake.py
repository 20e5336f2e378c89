"""How fast the real bot takes forms, against what this machine can do bare: `python -m benchmarks.intake`."""

from __future__ import annotations

import argparse
import asyncio
import math
import statistics
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks import baseline
from benchmarks.process import TOKEN, BotProcess, Reading
from benchmarks.residents import Resident, Tally, show
from bot.sandbox import Sandbox, serve
from bot.sandbox.groups import set_status
from bot.sandbox.world import World

_WARM_UP = 3.0
_START_WITHIN = 30.0
_PARSE_EVERY = 0.25
_GROUP = -1001000000001


@dataclass(frozen=True)
class Report:
    """One run: what the residents did and what it cost the bot, in `seconds` of wall time after the warm-up.

    `commits` is what the disk did bare, before and after it; `parses` what one parse cost, time and again during it.
    """

    seconds: float
    start_ms: float
    tally: Tally
    before: Reading
    after: Reading
    commits: float
    parses: list[float]
    sandbox_cpu: float

    def lines(self) -> list[tuple[str, str]]:
        """Return what to print, a label and a value each."""
        cpu, commits = self.after.cpu - self.before.cpu, self.after.commits - self.before.commits
        rate, cost = self.tally.answered / self.seconds, cpu / self.tally.answered * 1e3
        parse = statistics.median(self.parses)
        return [
            ("updates a second", f"{rate:.0f}"),
            ("forms a second", f"{self.tally.filed / self.seconds:.1f}"),
            ("answer, median / 95 %", f"{self._wait(50):.0f} / {self._wait(95):.0f} ms"),
            ("bot: CPU an update", f"{cost:.2f} ms"),
            ("bot: share of a core", f"{cpu / self.seconds:.0%}"),
            ("bot: memory / its peak", f"{self.after.memory:.0f} / {self.after.peak:.0f} MB"),
            ("bot: start to first poll", f"{self.start_ms:.0f} ms"),
            ("bot: commits a second", f"{commits / self.seconds:.0f}"),
            ("bot: commits an update", f"{commits / self.tally.answered:.2f}"),
            ("acts without an answer", f"{self.tally.stalled}"),
            ("sandbox: share of a core", f"{self.sandbox_cpu / self.seconds:.0%}"),
            ("bare: commits a second", f"{self.commits:.0f}"),
            ("bare: CPU to parse one press", f"{parse:.2f} µs"),
            ("ratio: updates to bare commits", f"{rate / self.commits:.2f}"),
            ("ratio: CPU an update, in parses", f"{cost * 1e3 / parse:.0f}"),
        ]

    def _wait(self, percent: int) -> float:
        return statistics.quantiles(self.tally.waits, n=100)[percent - 1] * 1e3


async def run(residents: int, seconds: float, folder: Path) -> Report:
    """Measure once; raises RuntimeError where the bot ends or nothing is filed."""
    before = baseline.commits_a_second(folder)
    async with _bot(folder) as (bot, world):
        start_ms = await _first_poll(bot, world)
        tally = Tally()
        async with _living(world, residents, tally):
            await asyncio.sleep(_WARM_UP)
            bot.check()
            first, cpu, since = bot.read(), time.process_time(), time.monotonic()
            _clear(tally)
            parses = await _wait_and_parse(seconds)
            bot.check()
            last, lasted, spent = bot.read(), time.monotonic() - since, time.process_time() - cpu
    if not tally.filed:
        raise RuntimeError(f"no form was filed: {tally.answered} answers, {tally.stalled} silences; read the texts")
    commits = (before + baseline.commits_a_second(folder)) / 2
    return Report(lasted, start_ms, tally, first, last, commits, parses, spent)


async def _wait_and_parse(seconds: float) -> list[float]:
    """Wait; return what one parse cost, four times a second: noise of the machine then shows in both."""
    parses, ends = [], time.monotonic() + seconds
    while time.monotonic() < ends:
        parses.append(baseline.parse_microseconds())
        await asyncio.sleep(_PARSE_EVERY)
    return parses


@asynccontextmanager
async def _bot(folder: Path) -> AsyncIterator[tuple[BotProcess, World]]:
    """Serve a sandbox with the officers' group in this process, and run the bot in its own."""
    sandbox = Sandbox({TOKEN: "riverside_desk_bot"})
    _add_group(sandbox.world)
    server = await serve(sandbox)
    bot = BotProcess(folder, f"http://127.0.0.1:{server.port}")
    try:
        await bot.start()
        try:
            yield bot, sandbox.world
        finally:
            await bot.stop()
    finally:
        await server.stop()


def _add_group(world: World) -> None:
    chat, owner = world.add_group("Office 1", "supergroup", _GROUP), world.add_person("Officer", None, "", "en")
    chat.members[owner.id] = "creator"
    set_status(world, chat, world.first_bot.id, "administrator", owner.face, is_told=False)


async def _first_poll(bot: BotProcess, world: World) -> float:
    """Return after how many milliseconds the bot first asked for updates; raises TimeoutError where it never does."""
    async with asyncio.timeout(_START_WITHIN):
        while math.isinf(world.first_bot.queue.pace.started_at):
            bot.check()
            await asyncio.sleep(0.01)
    return (world.first_bot.queue.pace.started_at - bot.started_at) * 1e3


@asynccontextmanager
async def _living(world: World, count: int, tally: Tally) -> AsyncIterator[None]:
    """Let that many residents live while the block runs."""
    people = [Resident(world, number, tally) for number in range(1, count + 1)]
    work = [show(world, {person.id: person for person in people}), *(person.run() for person in people)]
    tasks = [asyncio.create_task(each) for each in work]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        ended = await asyncio.gather(*tasks, return_exceptions=True)
    for error in ended:
        if isinstance(error, Exception):
            raise error


def _clear(tally: Tally) -> None:
    tally.answered = tally.filed = tally.stalled = 0
    tally.waits.clear()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.intake", description=__doc__)
    parser.add_argument("--residents", type=int, default=50, help="how many file forms at once (default 50)")
    parser.add_argument("--seconds", type=float, default=20.0, help="how long to measure (default 20)")
    parser.add_argument("--folder", type=Path, help="where the bot's file lies (default: a temporary folder)")
    return parser.parse_args()


def main() -> None:
    """Measure once and print a table."""
    asked = _arguments()
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
        report = asyncio.run(run(asked.residents, asked.seconds, Path(folder)))
    print(f"{asked.residents} residents, {report.seconds:.0f} s")
    for label, value in report.lines():
        print(f"  {label:<32} {value:>14}")


if __name__ == "__main__":
    main()

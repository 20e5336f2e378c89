"""The bot in a process of its own, and what the kernel says of that process."""

from __future__ import annotations

import asyncio
import os
import struct
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from storage.seal import new_key

ROOT = Path(__file__).parent.parent
TOKEN = "1000000:token-of-the-benchmark"
_TICKS = os.sysconf("SC_CLK_TCK")
_CHANGES_AT = 8  # SQLite's WAL index begins: version, unused, then a counter that each commit raises


@dataclass(frozen=True)
class Reading:
    """Seconds of CPU so far, resident memory and its peak in MB, commits so far."""

    cpu: float
    memory: float
    peak: float
    commits: int


class BotProcess:
    """`python -m bot run` on the example config, pacing off, its file in `folder`."""

    def __init__(self, folder: Path, url: str) -> None:
        self._folder = folder
        self._environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "PAVILION_TOKEN": TOKEN,
            "PAVILION_KEY": new_key(),
            "PAVILION__STATION__PACK": "generic",
            "PAVILION__TELEGRAM__BASE_URL": f"{url}/bot",
            "PAVILION__TELEGRAM__PACING": "false",
            "PAVILION__LIMITS__PERSON_PER_MINUTE": "0",
            "PAVILION__STORAGE__URL": f"sqlite:///{folder / 'desk.db'}",
        }
        self._process: asyncio.subprocess.Process | None = None
        self.started_at = 0.0

    async def start(self) -> None:
        arguments = ["-m", "bot", "run", "--config", str(ROOT / "config.example.toml")]
        with open(self._log, "ab") as log:
            self.started_at = time.monotonic()
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, *arguments, env=self._environment, cwd=ROOT, stdout=log, stderr=log
            )

    async def stop(self) -> int:
        """End it in order and return its exit code."""
        process = self._running()
        if process.returncode is None:
            process.terminate()
        return await process.wait()

    def check(self) -> None:
        """Raise RuntimeError with the end of its log where it has ended by itself."""
        if (code := self._running().returncode) is not None:
            said = self._log.read_text(encoding="utf-8")[-2000:]
            raise RuntimeError(f"the bot ended with {code}; it said:\n{said}")

    def read(self) -> Reading:
        return Reading(self._cpu(), self._status("VmRSS"), self._status("VmHWM"), self._commits())

    @property
    def _log(self) -> Path:
        return self._folder / "bot.log"

    def _running(self) -> asyncio.subprocess.Process:
        if self._process is None:
            raise RuntimeError("the bot is not started")
        return self._process

    def _cpu(self) -> float:
        after_name = Path(f"/proc/{self._running().pid}/stat").read_text().rpartition(")")[2].split()
        return (int(after_name[11]) + int(after_name[12])) / _TICKS

    def _status(self, name: str) -> float:
        lines = Path(f"/proc/{self._running().pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:")) / 1024

    def _commits(self) -> int:
        with open(self._folder / "desk.db-shm", "rb") as index:
            index.seek(_CHANGES_AT)
            return int(struct.unpack("=I", index.read(4))[0])

"""`python -m bot.sandbox` starts a sandbox alone."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import sys

from bot.sandbox.sandbox import Sandbox
from bot.sandbox.server import serve


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m bot.sandbox", description="A Bot API server in memory.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--token", action="append", metavar="TOKEN[=USERNAME]", help="may be given several times")
    options = parser.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_run(options.host, options.port, _bots(options.token or ["1:sandbox"])))


def _bots(tokens: list[str]) -> dict[str, str]:
    pairs = (text.partition("=") for text in tokens)
    return {token: username or f"sandbox_{token.partition(':')[0]}_bot" for token, _, username in pairs}


async def _run(host: str, port: int, bots: dict[str, str]) -> None:
    running = await serve(Sandbox(bots), host, port)
    sys.stdout.write(f"sandbox on http://{host}:{running.port}\n")
    sys.stdout.flush()
    try:
        await running.wait()
    finally:
        await running.stop()


if __name__ == "__main__":
    main()

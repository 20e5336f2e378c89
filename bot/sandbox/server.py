"""Serving a sandbox over HTTP inside a running event loop."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import time
from collections.abc import Iterator
from typing import Any

import uvicorn
from uvicorn.protocols.http.auto import AutoHTTPProtocol

from bot.sandbox.sandbox import Sandbox

GRACE = 2.0
"""Seconds for answers under way when the server stops."""


class Running:
    """A sandbox that is being served; `port` is where."""

    def __init__(self, sandbox: Sandbox, server: _Server, port: int, task: asyncio.Task[None]) -> None:
        self.port = port
        self._sandbox = sandbox
        self._server = server
        self._task = task

    async def stop(self) -> None:
        """Answer what waits with an error, close all connections and return when the port is free."""
        self._sandbox.close()
        self._server.stop()
        await self._task

    async def wait(self) -> None:
        """Return when the server has stopped; cancelling the wait does not stop it."""
        await asyncio.shield(self._task)


class _Server(uvicorn.Server):
    """Stops in milliseconds: its base looks for the end, and for closed connections, every tenth of a second."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        self.should_exit = True
        self._stopping.set()

    async def main_loop(self) -> None:
        await self._stopping.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no more connections, let answers under way be sent for up to two seconds, and cut the rest."""
        for server in self.servers:
            server.close()
        for listener in sockets or []:
            listener.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        ends = time.monotonic() + GRACE
        while (self.server_state.connections or self.server_state.tasks) and time.monotonic() < ends:
            await asyncio.sleep(0.002)
        for task in self.server_state.tasks:
            task.cancel()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to the program the sandbox runs in."""
        yield


class _Protocol(AutoHTTPProtocol):  # type: ignore[misc, valid-type]  # uvicorn picks the class at import
    """Gives the application its transport, so that ordered faults can cut the connection."""

    def connection_made(self, transport: Any) -> None:
        self.app_state: dict[str, Any] = {**self.app_state, "transport": transport}
        super().connection_made(transport)


def _listener(host: str, port: int) -> socket.socket:
    """Return a listening socket that sends small packets at once.

    asyncio does that only for sockets that name TCP as their protocol, which `socket.create_server` leaves out; without
    it every answer waits 40 ms for an acknowledgement.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(1024)
    except OSError:
        listener.close()
        raise
    return listener


async def serve(sandbox: Sandbox, host: str = "127.0.0.1", port: int = 0) -> Running:
    """Return the running server once it accepts connections; port 0 takes any free one. Raises OSError if taken."""
    listener = _listener(host, port)
    config = uvicorn.Config(
        sandbox.app,
        http=_Protocol,
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="error",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        date_header=False,
        timeout_keep_alive=75,
    )
    server = _Server(config)
    task = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started and not task.done():
        await asyncio.sleep(0.005)
    if task.done():
        task.result()
    return Running(sandbox, server, listener.getsockname()[1], task)

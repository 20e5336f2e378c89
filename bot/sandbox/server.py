"""Serving a sandbox over HTTP inside a running event loop."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Iterator
from typing import Any

import uvicorn
from uvicorn.protocols.http.auto import AutoHTTPProtocol

from bot.sandbox.sandbox import Sandbox


class Running:
    """A sandbox that is being served; `port` is where."""

    def __init__(self, sandbox: Sandbox, server: uvicorn.Server, port: int, task: asyncio.Task[None]) -> None:
        self.port = port
        self._sandbox = sandbox
        self._server = server
        self._task = task

    async def stop(self) -> None:
        """Answer what waits with an error, close all connections and return when the port is free."""
        self._sandbox.close()
        self._server.should_exit = True
        await self._task

    async def wait(self) -> None:
        """Return when the server has stopped."""
        await self._task


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to the program the sandbox runs in."""
        yield


class _Protocol(AutoHTTPProtocol):  # type: ignore[misc, valid-type]  # uvicorn picks the class at import
    """Gives the application its transport, so that ordered faults can cut the connection."""

    def connection_made(self, transport: Any) -> None:
        self.app_state: dict[str, Any] = {**self.app_state, "transport": transport}
        super().connection_made(transport)


async def serve(sandbox: Sandbox, host: str = "127.0.0.1", port: int = 0) -> Running:
    """Return the running server once it accepts connections; port 0 takes any free one. Raises OSError if taken."""
    listener = socket.create_server((host, port), backlog=1024)
    config = uvicorn.Config(
        sandbox.app,
        http=_Protocol,
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="error",
        access_log=False,
        server_header=False,
        date_header=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=2,
    )
    server = _Server(config)
    task = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started and not task.done():
        await asyncio.sleep(0.005)
    if task.done():
        task.result()
    return Running(sandbox, server, listener.getsockname()[1], task)

"""A workbench started and stopped: a socket of the machine's own address, one server on it."""

from __future__ import annotations

import asyncio
import os
import secrets
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from squarely.serve.settings import HOST, Serving, kept_for, remember, remembered

if TYPE_CHECKING:
    from uvicorn import Server

MOST_CONNECTIONS = 100
WAITING = 64


def serving_of(
    folder: Path, data: Sequence[Path], port: int | None
) -> tuple[Serving, socket.socket]:
    """How a folder is served, and the socket for it; OSError where the port asked for is taken."""
    folder = folder.resolve()
    kept = kept_for(folder)
    before = remembered(kept)
    bound = _bound(port, before.port)
    number = int(bound.getsockname()[1])
    remember(kept, number, before.mark)
    paths = tuple(path.resolve() for path in data)
    token = secrets.token_urlsafe(32)
    return Serving(folder, paths, kept, number, before.mark, token), bound


def _bound(port: int | None, before: int) -> socket.socket:
    """A socket on the port asked for; else on that of the last time where it is free, else any."""
    if port is not None:
        return _socket(port)
    with suppress(OSError):
        return _socket(before)
    return _socket(0)


def _socket(port: int) -> socket.socket:
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if os.name == "posix":  # elsewhere it would let another program take the port
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((HOST, port))
        made.listen(WAITING)  # who asks before the server is up waits and is not refused
    except OSError:
        made.close()
        raise
    return made


def serve(serving: Serving, bound: socket.socket, started: Callable[[Server], None]) -> None:
    """Answer until the process is interrupted or the server told to exit; checks end with it."""
    asyncio.run(_serve(serving, bound, started))


async def _serve(serving: Serving, bound: socket.socket, started: Callable[[Server], None]) -> None:
    from uvicorn import Config, Server

    from squarely.serve.answers import Bench
    from squarely.serve.app import application
    from squarely.serve.patient import Patient
    from squarely.serve.runs import stop

    class Waiting(Patient):
        patience = serving.patience

    bench = Bench(serving)
    config = Config(
        application(bench), http=Waiting, ws="none", lifespan="off", loop="asyncio",
        log_level="critical", access_log=False, server_header=False, proxy_headers=False,
        limit_concurrency=MOST_CONNECTIONS, timeout_keep_alive=5, timeout_graceful_shutdown=1,
    )  # fmt: skip
    server = Server(config)
    started(server)
    try:
        await server.serve(sockets=[bound])
    finally:
        await stop(bench.desk)

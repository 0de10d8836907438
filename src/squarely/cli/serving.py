"""`serve`: the workbench over a folder, until it is stopped."""

from __future__ import annotations

import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from squarely.cli.status import COULD_NOT, RAN, USAGE
from squarely.cli.writing import error

if TYPE_CHECKING:
    from uvicorn import Server


def serve_command(folder: Path, data: Sequence[Path], port: int | None, browser: bool) -> int:
    """Serve a folder; the browser is opened only for somebody at a terminal."""
    from squarely.serve.opening import serve, serving_of

    missing = [path for path in (folder, *data) if not path.exists()]
    if missing or not folder.is_dir():
        error(f"{missing[0] if missing else folder}: a folder that is there is expected")
        return USAGE
    try:
        serving, bound = serving_of(folder, data, port)
    except OSError as fault:
        error(f"{f'port {port}' if port else folder} cannot be served: {fault.strerror}")
        return COULD_NOT
    sys.stdout.write(f"{serving.address}\n")
    sys.stdout.flush()
    error(f"the workbench of {serving.folder} stands at this address; Ctrl+C stops it")
    at_terminal = sys.stdin.isatty() and sys.stdout.isatty()

    def started(_: Server) -> None:
        if browser and at_terminal:
            _open_soon(serving.address)

    with suppress(KeyboardInterrupt):
        serve(serving, bound, started)
    error("stopped")
    return RAN


def _open_soon(address: str) -> None:
    """Open the address in the user's browser once the server answers."""
    import webbrowser

    timer = threading.Timer(0.5, webbrowser.open, (address,))
    timer.daemon = True
    timer.start()

"""What a workbench is opened over: its folder, its address, where it keeps what it made.

The token admits whoever has it and is new at every start. The mark is the first part of every path
and keeps the cookie from other servers of the same machine, since browsers send cookies to every
port; it and the port stay the same for a folder, so that a tab that was left open finds its server
again.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from squarely.files import write_whole
from squarely.grounds import cache

HOST = "127.0.0.1"
PATIENCE = 10.0  # seconds to wait for a client's next bytes
LARGEST_TEXT = 2_000_000  # bytes of an ordinary request
LARGEST_FILE = 100_000_000  # bytes of a file that is dropped


@dataclass(frozen=True, slots=True)
class Serving:
    """A folder and how it is served; `kept` is where runs and dropped files are put meanwhile."""

    folder: Path
    data: tuple[Path, ...]
    kept: Path
    port: int
    mark: str
    token: str
    patience: float = PATIENCE
    largest_text: int = LARGEST_TEXT
    largest_file: int = LARGEST_FILE

    @property
    def base(self) -> str:
        """The first part of every path, between slashes."""
        return f"/{self.mark}/"

    @property
    def cookie(self) -> str:
        """The cookie's name: one for each port."""
        return f"squarely-{self.port}"

    @property
    def address(self) -> str:
        """The address to be opened, with the token in it."""
        return f"http://{HOST}:{self.port}/open/{self.token}"

    @property
    def roots(self) -> tuple[Path, ...]:
        """The only folders and files that are read: the folder and what `--data` names."""
        return (self.folder, *(path.resolve() for path in self.data))


@dataclass(frozen=True, slots=True)
class Remembered:
    """The port and the mark that a folder was served at before; port 0 for none."""

    port: int
    mark: str


def kept_for(folder: Path) -> Path:
    """Where what is made for a folder is kept, for this user alone."""
    named = hashlib.sha256(str(folder).encode("utf-8", "surrogateescape")).hexdigest()[:20]
    kept = cache.folder() / "serve" / named
    kept.mkdir(parents=True, exist_ok=True)
    with suppress(OSError):  # a disk without owners
        kept.chmod(0o700)
    return kept


def remembered(kept: Path) -> Remembered:
    """What stands in `address.json`, or a new mark."""
    try:
        held = json.loads((kept / "address.json").read_text("utf-8"))
        port, mark = int(held["port"]), str(held["mark"])
    except (OSError, ValueError, KeyError, TypeError):
        return Remembered(0, secrets.token_hex(8))
    fit = len(mark) == 16 and mark.isalnum() and 0 <= port < 65536
    return Remembered(port, mark) if fit else Remembered(0, secrets.token_hex(8))


def remember(kept: Path, port: int, mark: str) -> None:
    """Keep the port and the mark for the next start."""
    with suppress(OSError):
        write_whole(kept / "address.json", json.dumps({"port": port, "mark": mark}) + "\n")

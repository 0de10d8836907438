"""A workbench on loopback for the tests: in a thread of this process, or as the command runs it."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from squarely.argument.starter import starter
from squarely.serve.opening import _socket, serve
from squarely.serve.settings import Serving

MARK, TOKEN = "a1b2c3d4e5f60718", "the-token-of-these-tests"


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(slots=True)
class Client:
    """What a browser would send, unless told otherwise; a header of None is left out."""

    port: int
    base: str
    token: str
    more: dict[str, str | None] = field(default_factory=dict)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> Answer:
        where = path if path.startswith("/") else self.base + path
        raw = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        given: dict[str, str | None] = {
            "cookie": f"squarely-{self.port}={self.token}",
            "origin": self.origin,
            "sec-fetch-site": "same-origin",
            **self.more,
            **(headers or {}),
        }
        told = {name: text for name, text in given.items() if text is not None}
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            line.request(method, f"{where}?{urlencode(query)}" if query else where, raw, told)
            answer = line.getresponse()
            heads = {name.lower(): text for name, text in answer.getheaders()}
            return Answer(answer.status, heads, answer.read())
        finally:
            line.close()

    def saved(self, name: str, text: str, seen: str) -> Answer:
        return self.ask("PUT", "text", {"text": text}, {"name": name}, {"if-match": f'"{seen}"'})

    def followed(self, number: str) -> list[dict[str, Any]]:
        """Every event of a check up to its end."""
        lines = self.ask("GET", f"checks/{number}").body.decode().splitlines()
        return [json.loads(line[6:]) for line in lines if line.startswith("data: ")]

    def checked(self, name: str) -> dict[str, Any]:
        run = self.ask("POST", "checks", {"name": name}).json
        assert self.followed(run["id"])[-1]["state"] == "done"
        found = self.ask("GET", "last", query={"name": name}).json["summary"]
        return dict(found)


@contextmanager
def served(folder: Path, kept: Path, **settings: Any) -> Iterator[Client]:
    """A workbench over a folder, until the block ends."""
    bound = _socket(0)
    port = int(bound.getsockname()[1])
    serving = Serving(folder.resolve(), (), kept, port, MARK, TOKEN, **settings)
    servers: list[Any] = []
    thread = threading.Thread(target=serve, args=(serving, bound, servers.append), daemon=True)
    thread.start()
    try:
        yield Client(port, serving.base, TOKEN)
    finally:
        servers[0].should_exit = True
        thread.join(20)
        assert not thread.is_alive()


@dataclass(frozen=True, slots=True)
class Command:
    """`squarely serve` in a process of its own."""

    process: subprocess.Popen[str]
    address: str

    @property
    def port(self) -> int:
        return int(self.address.split(":")[2].split("/")[0])


@contextmanager
def commanded(folder: Path, cache: Path) -> Iterator[Command]:
    """The command over a folder; killed at the end where it still runs."""
    words = [sys.executable, "-m", "squarely", "serve", str(folder), "--no-open"]
    environment = {**os.environ, "SQUARELY_CACHE": str(cache)}
    process = subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    )
    assert process.stdout is not None
    try:
        yield Command(process, process.stdout.readline().strip())
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def harbours(folder: Path) -> Path:
    """The starter: an essay, an argument, a table of invented figures."""
    written, problems = starter(folder)
    assert not problems
    return next(path for path in written if path.suffix == ".yaml")


def opposed(folder: Path) -> None:
    """Two arguments over the starter's figures that cannot both hold."""
    one = (
        "squarely: 1\ntitle: {}\ndata: [harbours.csv]\nclaims:\n  {}:\n    says: {}\n"
        "    warrant:\n      trend:\n        of: {{count: calls, in: harbours}}\n"
        "        every: month\n        during: 2022..2024\n        expect: {}\n"
    )
    (folder / "busier.yaml").write_text(one.format("Busier", "up", "Calls rose.", "rising"))
    (folder / "quieter.yaml").write_text(one.format("Quieter", "down", "Calls fell.", "falling"))


def long_argument(claims: int) -> str:
    """So many claims that a check of them takes longer than a test waits."""
    one = (
        "  north-{n}:\n    says: Calls at the north harbour rose, said {n} times.\n    warrant:\n"
        "      trend:\n        of: {{count: calls, in: harbours, where: {{place: north}}}}\n"
        "        every: month\n        during: 2022..2024\n        expect: rising\n"
    )
    whole = "".join(one.format(n=number) for number in range(claims))
    return f"squarely: 1\ntitle: Long\ndata: [harbours.csv]\nclaims:\n{whole}"

"""Checks of the workbench: followed, stopped, compared with the last; a server that is killed."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from serving import MARK, Client, commanded, harbours, long_argument, served
from squarely.cli import run as command
from squarely.grounds.catalog import open_grounds
from squarely.report.page import render_page
from squarely.report.terminal import render_why
from squarely.serve.child import WIDTH
from squarely.study.reading import read_argument
from squarely.study.run import Settings, run

PROC = Path("/proc")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "folder"
    harbours(made)
    return made


@pytest.fixture
def client(folder: Path, tmp_path: Path) -> Iterator[Client]:
    with served(folder, tmp_path / "kept") as found:
        yield found


def children(of: int) -> list[int]:
    """The processes whose parent is `of`."""
    found = []
    for one in PROC.iterdir():
        if one.name.isdigit():
            try:
                parts = (one / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(parts[1]) == of:
                found.append(int(one.name))
    return found


def gone(process: int, seconds: float = 10) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if (PROC / str(process) / "stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.05)
    return False


def test_a_check_says_what_the_command_says_and_what_changed(
    client: Client, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / "argument.yaml"
    for name in ("json", "squarely", "duckdb", "numpy"):  # no module of the folder may be run
        (folder / f"{name}.py").write_text("raise SystemExit(9)\n")
    monkeypatch.chdir(folder)
    begun = client.ask("POST", "checks", {"name": "argument.yaml"}).json
    told = client.followed(begun["id"])
    assert [one["state"] for one in told][-1] == "done"
    assert any(one["state"] == "running" and one["total"] == one["number"] + 1 for one in told)
    first = client.ask("GET", "last", query={"name": "argument.yaml"}).json["summary"]
    assert not first["compared"]

    argument, problems = read_argument(path)
    assert argument is not None
    grounds, _ = open_grounds([folder / name for name in argument.data])
    study = run(argument, grounds, Settings(show_essay=True), problems)
    assert [(c["id"], c["verdict"]) for c in first["claims"]] == [
        (c.id, c.verdict) for c in study.claims
    ]
    for claim in study.claims:
        query = {"name": "argument.yaml", "claim": claim.id}
        assert client.ask("GET", "why", query=query).json["text"] == render_why(
            study, claim.id, WIDTH, False
        )
    page = client.ask("GET", "page", query={"name": "argument.yaml"})
    assert page.headers["content-security-policy"].startswith("sandbox allow-scripts")
    assert "allow-same-origin" not in page.headers["content-security-policy"]
    whole = render_page(study)
    assert page.body.decode().partition("<main")[2][:200] == whole.partition("<main")[2][:200]

    text = path.read_text()
    seen = client.ask("GET", "hash", query={"name": "argument.yaml"}).json["hash"]
    turned = text.replace("expect: rising", "expect: falling", 1)
    assert turned != text
    client.saved("argument.yaml", turned, seen)
    second = client.checked("argument.yaml")
    assert second["compared"]
    moved = [one for one in second["claims"] if one["moved"]]
    before = {one["id"]: one["verdict"] for one in first["claims"]}
    assert moved
    assert all(one["before"] == before[one["id"]] != one["verdict"] for one in moved)
    assert second["edits"] == 1
    assert (folder / "argument.seal.json").exists()

    client.saved("argument.yaml", "claims: nonsense\n", second["hash"])
    faulty = client.checked("argument.yaml")
    assert not faulty["ran"]
    assert faulty["problems"]


@pytest.mark.skipif(not PROC.is_dir(), reason="processes are looked up in /proc")
def test_a_long_check_is_stopped_at_once_and_leaves_the_last_verdicts(
    client: Client, folder: Path, tmp_path: Path
) -> None:
    (folder / "long.yaml").write_text(long_argument(1500))
    before = set(children(os.getpid()))
    begun = client.ask("POST", "checks", {"name": "long.yaml"}).json
    until = time.monotonic() + 30
    while not (fresh := set(children(os.getpid())) - before) and time.monotonic() < until:
        time.sleep(0.05)
    [child] = fresh
    ended = client.ask("DELETE", f"checks/{begun['id']}").json
    assert ended["state"] == "cancelled"
    assert gone(child, 3)
    assert client.followed(begun["id"])[-1]["state"] == "cancelled"
    last = client.ask("GET", "last", query={"name": "long.yaml"}).json
    assert last == {"summary": None, "run": None, "under_way": None}
    assert not list((tmp_path / "kept" / "runs").rglob("*.json"))
    assert not (folder / "long.seal.json").exists()


@pytest.mark.skipif(not PROC.is_dir(), reason="processes are looked up in /proc")
def test_a_killed_server_takes_its_checks_along_and_is_found_again(
    folder: Path, tmp_path: Path
) -> None:
    cache = tmp_path / "cache"
    with commanded(folder, cache) as first:
        client = _client(first.address, first.port, cache)
        client.checked("argument.yaml")
        (folder / "long.yaml").write_text(long_argument(1500))
        client.ask("POST", "checks", {"name": "long.yaml"})
        until = time.monotonic() + 30
        while not (under := children(first.process.pid)) and time.monotonic() < until:
            time.sleep(0.05)
        first.process.send_signal(signal.SIGKILL)
        first.process.wait()
        assert all(gone(child) for child in under)
    with commanded(folder, cache) as second:
        assert second.port == first.port
        assert second.address != first.address
        again = _client(second.address, second.port, cache)
        assert again.base == client.base
        client.more = {}
        assert client.ask("GET", "arguments").status == 403
        last = again.ask("GET", "last", query={"name": "argument.yaml"}).json
        assert last["summary"]["ran"]
        assert last["under_way"] is None


def _client(address: str, port: int, cache: Path) -> Client:
    """What the address that was printed leads to, once the server answers."""
    [told] = cache.glob("serve/*/address.json")
    mark = json.loads(told.read_text())["mark"]
    client = Client(port, f"/{mark}/", address.rpartition("/")[2])
    for _ in range(200):
        try:
            client.ask("GET", "arguments")
            return client
        except (ConnectionError, http.client.HTTPException):
            time.sleep(0.05)
    raise AssertionError("the server does not answer")


def test_the_command_refuses_what_it_cannot_serve(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SQUARELY_CACHE", str(tmp_path / "cache"))
    assert command(["serve", str(tmp_path / "nothing")]) == 64
    assert command(["serve", str(tmp_path), "--port", "0"]) == 64
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert command(["serve", str(tmp_path), "--port", str(port)]) == 2
    assert f"port {port} cannot be served" in capsys.readouterr().err


def test_a_file_that_is_not_there_cannot_be_checked(client: Client) -> None:
    assert client.ask("POST", "checks", {"name": "nothing.yaml"}).status == 404
    assert client.ask("GET", "checks/none").status == 404
    assert client.ask("DELETE", "checks/none").status == 404
    assert client.ask("GET", "page", query={"name": "argument.yaml"}).status == 404
    assert client.ask("GET", "why", query={"name": "argument.yaml", "claim": "x"}).status == 404
    assert MARK in client.base

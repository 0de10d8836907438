"""The workbench attacked on loopback: paths, hosts, other pages, huge bodies, slow clients."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from serving import MARK, TOKEN, Client, served
from squarely.report.swatches import PATTERNS

SECRET = "squarely: 1\nclaims: {secret: {says: the secret of another folder}}\n"
INSIDE = "squarely: 1\ntitle: Mine\nclaims:\n  one:\n    says: It is so.\n"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    top = tmp_path_factory.mktemp("served")
    (top / "other").mkdir()
    (top / "other" / "secret.yaml").write_text(SECRET)
    folder = top / "folder"
    (folder / "below").mkdir(parents=True)
    (folder / ".hidden").mkdir()
    (folder / "mine.yaml").write_text(INSIDE)
    (folder / "below" / "deep.yml").write_text(INSIDE)
    (folder / ".hidden" / "mine.yaml").write_text(SECRET)
    (folder / "notes.txt").write_text("notes")
    (folder / "out.yaml").symlink_to(top / "other" / "secret.yaml")
    (folder / "away").symlink_to(top / "other")
    (folder / "round.yaml").symlink_to(folder / "round.yaml")
    return folder


@pytest.fixture(scope="module")
def client(place: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    kept = tmp_path_factory.mktemp("kept")
    limits = {"patience": 1.0, "largest_text": 20_000, "largest_file": 50_000}
    with served(place, kept, **limits) as found:
        yield found


@pytest.mark.parametrize(
    "name",
    [
        "../other/secret.yaml",
        "below/../../other/secret.yaml",
        "..%2fother%2fsecret.yaml",
        "..\\other\\secret.yaml",
        "C:\\windows\\secret.yaml",
        "/etc/passwd",
        "//etc/passwd.yaml",
        "mine.yaml\x00.txt",
        "out.yaml",
        "away/secret.yaml",
        "round.yaml",
        ".hidden/mine.yaml",
        "notes.txt",
        "below",
        "",
        " ",
        ".",
        "..",
        "a" * 5000 + ".yaml",
        "missing/new.yaml",
        "mine.yaml/x.yaml",
    ],
)
def test_no_name_leads_out_of_the_folder(client: Client, place: Path, name: str) -> None:
    for method, path in (("GET", "text"), ("GET", "hash"), ("GET", "last"), ("PUT", "text")):
        body = {"text": "squarely: 1\n"} if method == "PUT" else None
        found = client.ask(method, path, body, {"name": name}, {"if-match": '"absent"'})
        assert found.status == 404 or (path == "last" and not name), (method, path)
        assert b"secret of" not in found.body
    for path in ("checks", "faults", "offers"):
        found = client.ask("POST", path, {"name": name, "text": "", "offset": 0})
        assert found.status == 404
    assert (place.parent / "other" / "secret.yaml").read_text() == SECRET


def test_raw_paths_of_every_kind_find_nothing(client: Client) -> None:
    for path in (
        f"/{MARK}/front/../../../../etc/passwd",
        f"/{MARK}/front/..%2f..%2f..%2fetc%2fpasswd",
        f"/{MARK}/front/%2fetc%2fpasswd",
        f"/{MARK}/front/page.html",
        f"/{MARK}/front/workbench.css%00.js",
        f"/{MARK}/../../etc/passwd",
        "/etc/passwd",
        f"//{MARK}/",
    ):
        found = client.ask("GET", path)
        assert found.status in (403, 404), path
        assert b"root:" not in found.body


def test_the_list_holds_what_lies_inside_and_nothing_else(client: Client) -> None:
    assert client.ask("GET", "arguments").json["arguments"] == ["below/deep.yml", "mine.yaml"]


def test_an_essay_and_data_outside_the_folder_stay_unread(client: Client) -> None:
    for text in (
        "essay: {file: ../other/secret.yaml}\nclaims: {a: {says: b}}\n",
        "essay: {file: away/secret.yaml}\nclaims: {a: {says: b}}\n",
        "data: [../other]\nclaims: {a: {says: b}}\n",
        "data: /etc\nclaims: {a: {says: b}}\n",
    ):
        found = client.ask("POST", "faults", {"name": "mine.yaml", "text": text}).json["faults"]
        assert [one["code"] for one in found] == ["outside"]
        assert found[0]["line"] == 1
        assert found[0]["column"] > 5


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example"},
        {"host": "evil.example:{port}"},
        {"host": "127.0.0.1"},
        {"host": "127.0.0.1:1"},
        {"host": "127.0.0.1:{port}.evil.example"},
    ],
)
def test_another_host_is_answered_nothing(client: Client, headers: dict[str, str]) -> None:
    told = {name: text.format(port=client.port) for name, text in headers.items()}
    for path in ("", f"/open/{TOKEN}", "arguments"):
        found = client.ask("GET", path, headers=told)
        assert found.status == 421
        assert "set-cookie" not in found.headers


def test_localhost_by_name_is_the_same_machine(client: Client) -> None:
    host = f"localhost:{client.port}"
    told = {"host": host, "origin": f"http://{host}"}
    assert client.ask("GET", "arguments", headers=told).status == 200
    assert client.ask("POST", "offers", {}, headers=told).status == 400


@pytest.mark.parametrize(
    "cookie",
    [None, "", "squarely-{port}=", "squarely-{port}=wrong", "squarely-1={token}", "\x01;;;=",
     "squarely-{port}={token}x", "other={token}"],
)  # fmt: skip
def test_without_the_token_nothing_opens(client: Client, cookie: str | None) -> None:
    told = cookie.format(port=client.port, token=TOKEN) if cookie is not None else None
    for method, path in (("GET", ""), ("GET", "arguments"), ("GET", "front/bench.js"),
                         ("PUT", "text"), ("POST", "checks"), ("POST", "drops")):  # fmt: skip
        assert client.ask(method, path, headers={"cookie": told}).status == 403


def test_the_token_is_exchanged_for_a_strict_cookie_that_scripts_cannot_read(
    client: Client,
) -> None:
    bare = {"cookie": None, "origin": None, "sec-fetch-site": None}
    found = client.ask("GET", f"/open/{TOKEN}", headers=bare)
    assert found.status == 200
    cookie = found.headers["set-cookie"].lower()
    for part in ("httponly", "samesite=strict", f"path=/{MARK}/"):
        assert part in cookie
    assert TOKEN not in found.body.decode()
    for wrong in ("x", TOKEN[:-1], TOKEN + "x", TOKEN.upper(), "%00", "é"):
        refused = client.ask("GET", f"/open/{quote(wrong)}", headers=bare)
        assert refused.status == 403
        assert "set-cookie" not in refused.headers


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "http://127.0.0.1:1"},
        {"origin": "null"},
        {"origin": None},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "http://evil.example", "sec-fetch-site": None},
        {"origin": "http://127.0.0.1:{port}.evil.example", "sec-fetch-site": None},
    ],
)
def test_another_page_changes_nothing(
    client: Client, place: Path, headers: dict[str, str | None]
) -> None:
    told = {name: text and text.format(port=client.port) for name, text in headers.items()}
    seen = client.ask("GET", "hash", query={"name": "mine.yaml"}).json["hash"]
    found = client.ask(
        "PUT", "text", {"text": "x"}, {"name": "mine.yaml"}, {**told, "if-match": f'"{seen}"'}
    )
    assert found.status == 403
    for path in ("checks", "drops", "tries", "tries/save", "compare"):
        assert client.ask("POST", path, {}, headers=told).status == 403
    assert client.ask("DELETE", "checks/1", headers=told).status == 403
    assert (place / "mine.yaml").read_text() == INSIDE


def test_every_answer_forbids_framing_sniffing_and_keeping(client: Client) -> None:
    answers = [client.ask("GET", path) for path in ("", "arguments", "front/bench.js", "nothing")]
    answers.append(client.ask("GET", "", headers={"host": "evil.example"}))
    for found in answers:
        policy = found.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert found.headers["cache-control"] == "no-store"
        assert found.headers["x-content-type-options"] == "nosniff"
        assert found.headers["referrer-policy"] == "no-referrer"
        assert "server" not in found.headers


def test_a_body_beyond_its_limit_is_refused(client: Client) -> None:
    assert client.ask("POST", "faults", b"x" * 20_001).status == 413
    assert client.ask("POST", "drops", b"x" * 50_001, {"name": "a.csv"}).status == 413
    long = {"content-length": "9" * 30}
    assert client.ask("POST", "faults", b"{}", headers=long).status in (400, 413)


def _raw(client: Client) -> socket.socket:
    line = socket.create_connection(("127.0.0.1", client.port))
    line.settimeout(15)
    return line


def _head(client: Client, method: str, path: str, *more: str) -> bytes:
    lines = (
        f"{method} {client.base}{path} HTTP/1.1",
        f"host: 127.0.0.1:{client.port}",
        f"origin: {client.origin}",
        f"cookie: squarely-{client.port}={TOKEN}",
        *more,
    )
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def _rest(line: socket.socket) -> bytes:
    """All that comes until the server closes."""
    found = b""
    try:
        while piece := line.recv(65536):
            found += piece
    except ConnectionResetError:
        pass
    return found


def test_a_body_without_a_stated_length_is_cut_off(client: Client, place: Path) -> None:
    with _raw(client) as line:
        line.sendall(_head(client, "POST", "drops?name=a.csv", "transfer-encoding: chunked"))
        piece = b"2710\r\n" + b"x" * 10_000 + b"\r\n"
        for _ in range(6):
            line.sendall(piece)
        assert b" 413 " in _rest(line)
    assert client.ask("GET", "arguments").status == 200
    assert not (place / "a.csv").exists()


@pytest.mark.parametrize("sent", [b"", b"GET /"])
def test_who_never_ends_its_request_is_let_go(client: Client, sent: bytes) -> None:
    began = time.monotonic()
    with _raw(client) as line:
        line.sendall(sent)
        assert _rest(line) == b""
    assert 0.5 < time.monotonic() - began < 8


def test_who_sends_its_head_letter_by_letter_is_let_go(client: Client) -> None:
    def sends() -> None:
        for letter in _head(client, "GET", "arguments"):
            line.sendall(bytes([letter]))
            time.sleep(0.05)

    with _raw(client) as line, pytest.raises(OSError):
        sends()


def test_who_sends_its_body_too_slowly_is_let_go(client: Client) -> None:
    with _raw(client) as line:
        line.sendall(_head(client, "POST", "faults", "content-length: 100") + b"{")
        assert b" 408 " in _rest(line)


def test_many_slow_clients_do_not_keep_others_out(client: Client) -> None:
    lines = [_raw(client) for _ in range(60)]
    try:
        for line in lines:
            line.sendall(b"GET /")
        assert client.ask("GET", "arguments").status == 200
    finally:
        for line in lines:
            line.close()


@pytest.mark.parametrize("body", [b"", b"[", b"[]", b"\xff", b"{}", b"1" * 5000, b"[" * 9000])
def test_a_request_that_is_no_object_is_told_so(client: Client, body: bytes) -> None:
    for path in ("faults", "offers", "checks", "compare", "tries/save"):
        assert client.ask("POST", path, body).status == 400


def test_texts_that_no_file_can_hold_are_refused(client: Client, place: Path) -> None:
    seen = client.ask("GET", "hash", query={"name": "mine.yaml"}).json["hash"]
    assert client.saved("mine.yaml", "a: \ud800", seen).status == 400
    assert client.ask("POST", "faults", {"name": "mine.yaml", "text": "a: \ud800"}).status == 200
    assert (place / "mine.yaml").read_text() == INSIDE


def test_the_socket_listens_on_this_machine_alone(client: Client) -> None:
    own = socket.gethostbyname(socket.gethostname())
    if own.startswith("127."):
        pytest.skip("this machine has no other address of its own")
    with pytest.raises(OSError):
        socket.create_connection((own, client.port), timeout=2)


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="owners of files are those of POSIX")
def test_what_is_kept_is_for_this_user_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from squarely.serve.settings import kept_for, remember, remembered

    monkeypatch.setenv("SQUARELY_CACHE", str(tmp_path))
    kept = kept_for(tmp_path)
    assert kept.stat().st_mode & 0o777 == 0o700
    remember(kept, 4711, MARK)
    assert remembered(kept).port == 4711
    (kept / "address.json").write_text('{"port": 4711, "mark": "../../../../x"}')
    assert remembered(kept).port == 0


def test_the_workbench_draws_verdicts_with_the_reports_own_hatches(client: Client) -> None:
    page = client.ask("GET", "").body.decode()
    assert PATTERNS in page
    assert "<!--" not in page

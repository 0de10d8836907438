"""One file over HTTP, into a part that the next try goes on with: a downloader for pooch.

A broken transfer is taken up where it broke, if the server says that the file is still the same
(an entity tag or a date of change), and begun anew otherwise. Redirections are followed only to the
publisher's own hosts, and a key goes to no other host than the first. What can pass is tried again;
what cannot (not found, not allowed) is said at once.

Sources: RFC 9110, sections 13 and 14 (If-Range, Range).
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copyfile
from typing import Any
from urllib.parse import urljoin, urlsplit

from squarely.files import write_whole

TRIES = 5
WAIT = 1.0  # seconds before the second try, doubled before each later one
TIMEOUT = (10.0, 60.0)  # seconds to connect, and without a byte
_MOST_HOPS = 5
_CHUNK = 1 << 16
_AGAIN = (408, 425, 429, 500, 502, 503, 504)

Tell = Callable[[int, int], None]  # bytes here, bytes in all or 0


class Failed(Exception):
    """Why a file could not be fetched; `passing` where a later try may succeed."""

    def __init__(self, why: str, passing: bool = False) -> None:
        super().__init__(why)
        self.passing = passing


@dataclass(frozen=True, slots=True)
class Way:
    """How a file is fetched: what may be told to whom, and how long and how much."""

    hosts: frozenset[str]
    most: int
    headers: Mapping[str, str] = field(default_factory=dict)
    tell: Tell | None = None
    tries: int = TRIES
    wait: float = WAIT
    timeout: tuple[float, float] = TIMEOUT
    plain: bool = False  # whether an address without encryption is borne


def downloader(part: Path, way: Way) -> Callable[[str, Any, Any], None]:
    """What pooch calls with the address and the file that it will check and put in place."""

    def fetch(url: str, output_file: Any, pooch: Any) -> None:  # noqa: ANN401
        download(url, part, way)
        copyfile(part, output_file)

    return fetch


def download(url: str, part: Path, way: Way) -> None:
    """The whole file in `part`, going on with what is there."""
    for number in range(1, way.tries + 1):
        try:
            _once(url, part, way)
        except Failed as error:
            if not error.passing or number == way.tries:
                tried = f", tried {number} times" if error.passing else ""
                raise Failed(f"{error}{tried}") from None
            time.sleep(way.wait * 2 ** (number - 1))
        else:
            return


def forget(part: Path) -> None:
    """Take away a part that is not to be gone on with."""
    part.unlink(missing_ok=True)
    _mark(part).unlink(missing_ok=True)


def _mark(part: Path) -> Path:
    return part.with_name(f"{part.name}.json")


def _once(url: str, part: Path, way: Way) -> None:
    import requests

    held, same = _held(url, part)
    headers = {"Accept-Encoding": "identity", "User-Agent": "squarely"}
    if held:
        headers |= {"Range": f"bytes={held}-", "If-Range": same}
    try:
        with requests.Session() as session:
            session.trust_env = True
            with _asked(session, url, headers, way) as answer:
                _take(answer, url, part, held, way)
    except (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError):
        raise Failed("the connection broke or stood still", passing=True) from None
    except requests.RequestException as error:
        raise Failed(f"the request failed ({type(error).__name__})") from None


def _held(url: str, part: Path) -> tuple[int, str]:
    """How many bytes are here of what the server can tell to be the same file."""
    try:
        told = json.loads(_mark(part).read_text(encoding="utf-8"))
        same = str(told["same"]) if told["url"] == url else ""
        return (part.stat().st_size, same) if same else (0, "")
    except (OSError, ValueError, KeyError, TypeError):
        return 0, ""


def _asked(session: Any, url: str, headers: Mapping[str, str], way: Way) -> Any:  # noqa: ANN401
    """The answer at the end of every redirection."""
    at = url
    for _ in range(_MOST_HOPS):
        own = way.headers if _host(at) == _host(url) and _scheme(at) == _scheme(url) else {}
        answer = session.get(
            at,
            headers={**headers, **own},
            stream=True,
            allow_redirects=False,
            timeout=way.timeout,
            auth=_as_it_is,
        )
        if answer.status_code not in (301, 302, 303, 307, 308):
            return answer
        onward = urljoin(at, answer.headers.get("Location", ""))
        answer.close()
        if _host(onward) not in way.hosts:
            raise Failed(f"it sends on to another host ({_host(onward) or 'none'}), not followed")
        if _scheme(onward) != "https" and not (way.plain and _scheme(onward) == "http"):
            raise Failed("it sends on to an address without encryption, not followed")
        at = onward
    raise Failed("it sends on and on")


def _as_it_is(request: Any) -> Any:  # noqa: ANN401
    """No other key than what was given: a .netrc of the user's is for other programs."""
    return request


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").lower()


def _scheme(url: str) -> str:
    return urlsplit(url).scheme.lower()


def _take(answer: Any, url: str, part: Path, held: int, way: Way) -> None:  # noqa: ANN401
    status = answer.status_code
    if status == 416:  # what is here is more than there is
        forget(part)
        raise Failed("the server has no such part of the file", passing=True)
    if status not in (200, 206):
        raise Failed(_said(status), passing=status in _AGAIN)
    going_on = status == 206 and _begins(answer) == held
    if status == 206 and not going_on:
        forget(part)
        raise Failed("the server sent another part than was asked for", passing=True)
    start = held if going_on else 0
    squeezed = answer.headers.get("Content-Encoding", "identity") != "identity"
    length = 0 if squeezed else int(answer.headers.get("Content-Length") or 0)
    whole = start + length if length else 0
    if whole > way.most:
        forget(part)
        raise Failed(f"it has {whole:,} bytes, {way.most:,} is the most that is fetched")
    part.parent.mkdir(parents=True, exist_ok=True)
    if not going_on:
        forget(part)
        same = _same(answer)
        if same:
            write_whole(_mark(part), json.dumps({"url": url, "same": same}))
    with part.open("ab" if going_on else "wb") as file:
        done = _stream(answer, file, (start, whole), way)
    if done > way.most:
        forget(part)
        raise Failed(f"it has more than {way.most:,} bytes, the most that is fetched")
    if whole and done != whole:
        raise Failed(f"{done:,} bytes came, {whole:,} were announced", passing=True)


def _stream(answer: Any, file: Any, size: tuple[int, int], way: Way) -> int:  # noqa: ANN401
    done, whole = size
    for chunk in answer.iter_content(_CHUNK):
        done += len(chunk)
        if done > way.most:
            break
        file.write(chunk)
        if way.tell:
            way.tell(done, whole)
    return done


def _begins(answer: Any) -> int:  # noqa: ANN401
    told = str(answer.headers.get("Content-Range") or "")
    start = told.removeprefix("bytes ").partition("-")[0]
    return int(start) if start.isdigit() else -1


def _same(answer: Any) -> str:  # noqa: ANN401
    """By what the server can tell that the file is still the same; a weak tag cannot."""
    tag = str(answer.headers.get("ETag") or "")
    return (
        tag if tag and not tag.startswith("W/") else str(answer.headers.get("Last-Modified") or "")
    )


def _said(status: int) -> str:
    words = {
        401: "the publisher asks for a key, or does not take this one (401)",
        403: "the publisher does not allow it: a key or the terms may be missing (403)",
        404: "there is no such file at the publisher's address (404); is the version right?",
        410: "the publisher has taken the file away (410)",
        429: "the publisher asks to wait (429)",
    }
    return words.get(status, f"the publisher's server answered {status}")

"""What stands before every request: admission, limits of size and of time, headers.

A client that sends or takes its bytes too slowly is let go; a body beyond its limit is refused
before it is read where it states its length, else as soon as it has passed the limit.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from squarely.serve.admission import HEADERS, Asked, Refusal, refusal
from squarely.serve.settings import Serving

SLOWEST = 50_000  # bytes a second that a body must reach on the whole


@dataclass(slots=True)
class _Passing:
    """What has gone through so far."""

    most: int
    read: int = 0
    ended: bool = False


def guarded(app: ASGIApp, serving: Serving) -> ASGIApp:
    """The application behind its guard."""

    async def guard(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        asked = _asked(scope)
        most = _most(asked, serving)
        why = refusal(asked, serving) or _long(asked, most)
        if why:
            await _refused(why)(scope, receive, _sending(send, serving))
            return
        taken = _receiving(receive, _Passing(most), serving)
        await app(scope, taken, _sending(send, serving))

    return guard


def _asked(scope: Scope) -> Asked:
    pairs = ((key.decode("latin-1").lower(), text.decode("latin-1"))
             for key, text in scope["headers"])  # fmt: skip
    return Asked(scope["method"], scope["path"], tuple(pairs))


def _most(asked: Asked, serving: Serving) -> int:
    drop = asked.method == "POST" and asked.path == f"{serving.base}drops"
    return serving.largest_file if drop else serving.largest_text


def _long(asked: Asked, most: int) -> Refusal | None:
    stated = asked.header("content-length")
    if stated is None or (stated.isdigit() and len(stated) < 16 and int(stated) <= most):
        return None
    return Refusal(413, f"It is too large: {most:,} bytes are read at most.")


def _refused(why: Refusal) -> PlainTextResponse:
    return PlainTextResponse(why.words + "\n", why.status, {"connection": "close"})


def _receiving(receive: Receive, passing: _Passing, serving: Serving) -> Receive:
    """The client's messages, each in time and all together within the limit."""
    began = asyncio.get_running_loop().time()

    async def take() -> Message:
        if passing.ended:
            return await receive()  # nothing but the end of the connection is to come
        message = await _in_time(receive, serving.patience)
        passing.read += len(message.get("body", b""))
        passing.ended = not message.get("more_body", False)
        if passing.read > passing.most:
            raise _fault(413, "It is too large.")
        spent = asyncio.get_running_loop().time() - began
        if not passing.ended and spent > 2 * serving.patience + passing.read / SLOWEST:
            raise _fault(408, "It came too slowly.")
        return message

    return take


async def _in_time(receive: Callable[[], Awaitable[Message]], patience: float) -> Message:
    try:
        async with asyncio.timeout(patience):
            return await receive()
    except TimeoutError:
        raise _fault(408, "It came too slowly.") from None


def _fault(status: int, words: str) -> HTTPException:
    return HTTPException(status, words, {"connection": "close"})


def _sending(send: Send, serving: Serving) -> Send:
    """The answer with the headers that every answer has, each part taken in time."""

    async def give(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = {key.lower() for key, _ in message.get("headers", ())}
            more = [
                (key.encode(), text.encode())
                for key, text in HEADERS.items()
                if key.encode() not in own
            ]
            message = {**message, "headers": [*message.get("headers", ()), *more]}
        async with asyncio.timeout(serving.patience):
            await send(message)

    return give

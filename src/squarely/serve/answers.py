"""What the routes have in common: the bench they stand at, JSON in and out, names as paths."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from squarely.grounds.catalog import Grounds, open_grounds
from squarely.grounds.here import originals
from squarely.model.place import Problem
from squarely.serve.inside import argument_at, within
from squarely.serve.runs import Desk
from squarely.serve.settings import Serving

_P = ParamSpec("_P")
_T = TypeVar("_T")
Answer = Callable[[Request], Awaitable[Response]]
PACKAGE = "datapackage.json"


@dataclass(frozen=True, slots=True)
class Bench:
    """What every route needs: how it is served, and the checks under way."""

    serving: Serving
    desk: Desk = field(default_factory=Desk)


class Refused(Exception):
    """A request that cannot be answered: its status and a sentence."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status
        self.words = words


async def refused(_: Request, fault: Exception) -> Response:
    """The answer to a request that was refused."""
    status, words = (fault.status, fault.words) if isinstance(fault, Refused) else (500, "")
    return said({"why": words}, status)


def said(value: object, status: int = 200) -> Response:
    """A value as JSON, in letters that every encoding bears."""
    return Response(json.dumps(value), status, media_type="application/json")


async def words_of(request: Request) -> Mapping[str, Any]:
    """The JSON object that a request brings."""
    try:
        held = json.loads(await request.body())
    except (ValueError, RecursionError):
        raise Refused(400, "The request is no JSON.") from None
    if not isinstance(held, dict):
        raise Refused(400, "The request is no JSON object.")
    return held


def text_in(words: Mapping[str, Any], key: str) -> str:
    """A text of what a request brings."""
    value = words.get(key)
    if not isinstance(value, str):
        raise Refused(400, f"The request lacks {key}.")
    return value


def path_in(bench: Bench, name: str) -> Path:
    """The argument file of that name inside the folder."""
    path = argument_at(bench.serving.folder, name)
    if path is None:
        raise Refused(404, "There can be no argument file of that name in this folder.")
    return path


async def in_thread(work: Callable[_P, _T], *given: _P.args, **named: _P.kwargs) -> _T:
    """Work that takes a while, beside the server's own thread."""
    return await run_in_threadpool(work, *given, **named)


def folder_data(serving: Serving) -> tuple[Path, ...]:
    """The folder itself where it describes datasets, and what `--data` names."""
    package = serving.folder / PACKAGE
    own = (serving.folder,) if package.is_file() and within(package, serving.roots) else ()
    return (*own, *serving.data)


def grounds_of(serving: Serving) -> tuple[Grounds, tuple[Problem, ...]]:
    """Every dataset that a file of this folder may name."""
    return open_grounds(folder_data(serving), originals())

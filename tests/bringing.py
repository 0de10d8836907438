"""A file written and looked at, for the tests of `data add`."""

from __future__ import annotations

from pathlib import Path

from squarely.grounds.bring.importing import Asked, Looked, look
from squarely.model.place import Problem


def written(folder: Path, content: str | bytes, name: str = "strikes.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def looked(path: Path, asked: Asked | None = None) -> Looked:
    found = look(path, asked or Asked())
    assert isinstance(found, Looked), found
    return found


def refused(path: Path, asked: Asked | None = None) -> tuple[Problem, ...]:
    found = look(path, asked or Asked())
    assert not isinstance(found, Looked), found
    return found


def values(found: Looked, column: str) -> list[object]:
    return list(found.table.columns[column][1])


def types(found: Looked) -> dict[str, str]:
    return {one.name: one.type for guess in found.guesses.values() for one in guess.reads}


def aside(found: Looked) -> list[tuple[int, str]]:
    return [(one.line, one.reason) for one in found.table.set_aside]

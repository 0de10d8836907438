"""A starter: a short essay, its argument and a small table of invented figures that run at once.

The table is invented and says so, for a first run must need nothing but this folder, and nobody
should take its verdicts for facts. It holds three years of months with a planted rise at one
harbour and none at the other.
"""

from __future__ import annotations

import json
from pathlib import Path

from squarely.files import write_whole
from squarely.model.place import Place, Problem

_ESSAY = """# The two harbours

More ships call at the north harbour than three years ago.
The south harbour is as busy as it ever was.
Together they handle most of the trade. The town should build a third pier.
"""

_ARGUMENT = """# An argument file: what the essay says, and what open data may say to it.
# Run it:   squarely check argument.yaml --report page.html
squarely: 1
title: The two harbours
essay:
  file: essay.md
  author: A. N. Author
  published: 2025-01-15

data: [harbours.csv]             # invented figures, to be replaced with your own

claims:
  north-rises:
    says: Calls at the north harbour rose from 2022 to 2024.
    passage: {sentence: 2}
    warrant:
      trend:
        of: {count: calls, in: harbours, where: {place: north}}
        every: month
        during: 2022..2024
        expect: rising
  south-flat:
    says: Calls at the south harbour neither rose nor fell from 2022 to 2024.
    passage: {sentence: 3}
    warrant:
      trend:
        of: {count: calls, in: harbours, where: {place: south}}
        every: month
        during: 2022..2024
        expect: flat
  most-trade:
    says: The two harbours handle most of the trade of the region.
    passage: {sentence: 4}
    would-settle: tonnes a year by harbour for the whole region
  build-pier:
    says: The town should build a third pier.
    passage: {sentence: 5}
    type: normative              # a value judgement: it gets no verdict
  piers-follow-trade:
    says: A town should build for the ships that call.
    passage: {sentence: 5}       # left unsaid there, but the step needs it
    type: normative

inferences:
  - to: build-pier
    from: [north-rises, most-trade, piers-follow-trade]
conclusions: [build-pier]
"""

_WAVE = (3, -2, 0, 4, -3, 1, -1, 2, -4, 3, -2, -1)  # so that months differ, the same on each run


def starter(folder: Path) -> tuple[tuple[Path, ...], tuple[Problem, ...]]:
    """Write the starter into a folder, which is made where it is not there.

    Nothing is overwritten: where one of the files stands, none is written and each is a problem.
    """
    texts = {
        "essay.md": _ESSAY,
        "argument.yaml": _ARGUMENT,
        "harbours.csv": _table(),
        "datapackage.json": json.dumps(_package(), indent=1) + "\n",
    }
    paths = {folder / name: text for name, text in texts.items()}
    there = [path for path in paths if path.exists() or path.is_symlink()]
    begun = len(there) < len(paths)  # as a run leaves it that was stopped
    taken = [path for path in there if not (begun and _is(path, paths[path]))]
    if taken:
        return (), tuple(_problem("file-exists", path, "stands already") for path in taken)
    try:
        for path, text in paths.items():
            write_whole(path, text)
    except OSError as error:
        return (), (_problem("not-written", folder, f"cannot be written: {error.strerror}"),)
    return tuple(paths), ()


def _is(path: Path, text: str) -> bool:
    """Whether this very text stands there."""
    return path.is_file() and not path.is_symlink() and path.read_bytes() == text.encode()


def _problem(code: str, path: Path, what: str) -> Problem:
    message = f'"{path}" {what}; nothing was written.'
    return Problem(code, "error", message, Place(str(path), 1, 1), "choose another folder")


def _table() -> str:
    """Calls a month at two harbours, one of them rising by two calls a month."""
    rows = ["month,harbour,calls"]
    for number in range(36):
        month = f"{2022 + number // 12}-{number % 12 + 1:02d}-01"
        wave = _WAVE[number % 12]
        rows.append(f"{month},north,{60 + 2 * number + wave}")
        rows.append(f"{month},south,{80 - wave}")
    return "\n".join(rows) + "\n"


def _package() -> dict[str, object]:
    """The table's descriptor: which column is what, and what the table claims to cover."""
    fields = [
        {"name": "month", "type": "date", "description": "the first day of the month"},
        {"name": "harbour", "type": "string", "description": "which harbour",
         "categories": ["north", "south"]},
        {"name": "calls", "type": "integer", "unit": "calls", "description": "ships that called"},
    ]  # fmt: skip
    roles = {"time": "month", "place": "harbour", "count": "calls"}
    coverage = {
        "first": "2022-01-01", "last": "2024-12-31", "places": [], "resolution": "month",
        "population": "all ships at the two harbours", "thresholds": "", "complete": True,
    }  # fmt: skip
    squarely = {
        "kind": "events", "family": "harbours", "roles": roles, "units": {"calls": None},
        "coverage": coverage, "lag_months": 0, "reported": False, "hand_typed": False,
        "redistributable": True, "traps": ["invented for the starter"], "vintage": "2025-01-01",
        "citation": "Invented figures of the Squarely starter.", "settles": [], "choices": [],
    }  # fmt: skip
    licence = {"name": "CC0-1.0", "title": "CC0 1.0 Universal"}
    resource = {
        "name": "harbours", "path": "harbours.csv",
        "schema": {"fields": fields, "missingValues": [""]}, "squarely": squarely,
    }  # fmt: skip
    return {
        "name": "harbours", "title": "Calls at two invented harbours", "version": "1",
        "licenses": [licence], "sources": [{"title": "Invented"}], "resources": [resource],
    }  # fmt: skip

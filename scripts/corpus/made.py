"""Made-up tables of known truth, and how they and the argument files are written.

Only the standard library draws: its generator gives the same numbers in every version.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import exp, log, sqrt
from pathlib import Path
from random import Random

import yaml

FIRST_YEAR = 2010
MEAN, WANDER, SCATTER = 20.0, 0.5, 0.15  # as in the worlds of the method
Series = list[int]


@dataclass(frozen=True, slots=True)
class Table:
    """A made-up table: its columns with their types, its rows, and the squarely object."""

    name: str
    title: str
    fields: tuple[tuple[str, str], ...]
    rows: tuple[tuple[object, ...], ...]
    ours: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Row:
    """An argument file: what its trick is, and its claims; `honest` where the claim is true."""

    kind: str
    name: str
    side: str  # "up" or "down": says more or less, for or against
    trick: str
    claims: Mapping[str, object]
    inferences: tuple[Mapping[str, object], ...] = ()
    conclusion: str = ""
    honest: bool = False
    tables: tuple[Table, ...] = field(default=())


def monthly(seed: str, months: int, rho: float, change: float = 0.0, mean: float = MEAN) -> Series:
    """Counts a month around a level with memory `rho`; over all months it grows by e^`change`."""
    rng = Random(seed)
    level, found = rng.gauss(0, 1), []
    for month in range(months):
        level = rho * level + sqrt(1 - rho * rho) * rng.gauss(0, 1) if month else level
        drift = change * (month / (months - 1) - 0.5)
        rate = mean * exp(WANDER * level - WANDER**2 / 2 + drift)
        found.append(poisson(rng, rng.gammavariate(1 / SCATTER, SCATTER * rate)))
    return found


def poisson(rng: Random, rate: float) -> int:
    """A Poisson count, by the gaps between events."""
    count, passed = -1, 0.0
    while passed <= rate:
        passed += rng.expovariate(1.0)
        count += 1
    return count


def slope(values: Sequence[int]) -> float:
    """The ordinary least-squares t of log(count + 1/2) on time: what a picker would look at."""
    y = [log(value + 0.5) for value in values]
    n, centre = len(y), (len(y) - 1) / 2
    mean = sum(y) / n
    spread = sum((t - centre) ** 2 for t in range(n))
    b = sum((t - centre) * (v - mean) for t, v in enumerate(y)) / spread
    left = sum((v - mean - b * (t - centre)) ** 2 for t, v in enumerate(y)) / (n - 2)
    return b / sqrt(left / spread)


def month(number: int) -> str:
    """The month of that number, from January 2010 on."""
    return f"{FIRST_YEAR + number // 12}-{number % 12 + 1:02d}"


def counted(name: str, title: str, values: Sequence[int]) -> Table:
    """One series of counts a month."""
    rows = tuple((month(n), value) for n, value in enumerate(values))
    return Table(name, title, (("month", "date"), ("n", "integer")), rows, _ours("month", "n"))


def split(
    name: str, title: str, column: str, series: Mapping[str, Sequence[int]], **more: object
) -> Table:
    """Several series of counts a month, told apart by one column."""
    length = len(next(iter(series.values())))
    rows = tuple(
        (month(n), key, values[n]) for n in range(length) for key, values in series.items()
    )
    fields = (("month", "date"), (column, "string"), ("n", "integer"))
    return Table(name, title, fields, rows, {**_ours("month", "n", column), **more})


def listed(name: str, title: str, rows: Iterable[tuple[object, ...]], ids: bool) -> Table:
    """Single events: a day and a kind, with a number of their own where `ids`."""
    fields: tuple[tuple[str, str], ...] = (("day", "date"), ("kind", "string"))
    ours = dict(_ours("day", "", "kind"))
    if ids:
        fields = (("id", "string"), *fields)
        ours["roles"] = {**_mapping(ours["roles"]), "id": "id"}
    return Table(name, title, fields, tuple(rows), ours)


def _mapping(value: object) -> dict[str, object]:
    assert isinstance(value, dict)
    return value


def _ours(time: str, count: str, kind: str = "") -> Mapping[str, object]:
    roles = {
        "time": time,
        **({"count": count} if count else {}),
        **({"type": kind} if kind else {}),
    }
    return {"kind": "events", "roles": roles, "units": {"events": None}, "reported": False,
            "redistributable": True, "citation": "Made up for the adversarial corpus."}  # fmt: skip


def described(table: Table) -> dict[str, object]:
    """The descriptor of a table."""
    days = [str(row[[name for name, _ in table.fields].index(_time(table))]) for row in table.rows]
    fields = [{"name": name, "type": kind} for name, kind in table.fields]
    coverage = {"first": _first(min(days)), "last": _last(max(days)), "complete": True,
                "resolution": "month" if len(days[0]) == 7 else "day"}  # fmt: skip
    return {"name": table.name, "title": f"Made up: {table.title}", "path": f"{table.name}.csv",
            "schema": {"fields": fields},
            "squarely": {**table.ours, "coverage": coverage}}  # fmt: skip


def _time(table: Table) -> str:
    return str(_mapping(table.ours["roles"])["time"])


def _first(day: str) -> str:
    return f"{day[:4]}-01-01"


def _last(day: str) -> str:
    return f"{day[:4]}-12-31"


def write(rows: Sequence[Row], folder: Path) -> None:
    """Every table and every argument file."""
    data = folder / "data"
    data.mkdir(parents=True, exist_ok=True)
    tables = {table.name: table for row in rows for table in row.tables}
    for table in tables.values():
        with (data / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerows([[name for name, _ in table.fields], *table.rows])
    package = {"name": "corpus", "licenses": [{"name": "CC0-1.0"}],
               "resources": [described(table) for table in tables.values()]}  # fmt: skip
    text = json.dumps(package, indent=1, ensure_ascii=False)
    (data / "datapackage.json").write_text(text + "\n", encoding="utf-8")
    for row in rows:
        _argument(row, folder)


def _argument(row: Row, folder: Path) -> None:
    told: dict[str, object] = {"squarely": 1, "title": row.trick, "data": ["../data"]}
    told["claims"] = dict(row.claims)
    if row.inferences:
        told["inferences"] = [dict(step) for step in row.inferences]
    if row.conclusion:
        told["conclusions"] = [row.conclusion]
    name = f"{'honest-' if row.honest else ''}{row.name}-{row.side}.yaml"
    path = folder / row.kind / name
    path.parent.mkdir(exist_ok=True)
    text = yaml.safe_dump(told, sort_keys=False, width=100, allow_unicode=True)
    path.write_text(text, encoding="utf-8")

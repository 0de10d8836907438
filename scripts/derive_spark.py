"""The table of `docs/spark.md`: when to leave one machine, planned from `bench/results.json`.

Two sizes give each engine a fixed cost of a check and a cost per row, by the line through both. The
planned times take the cost per row as it was measured on two cores and divide it by the cores: the
best that a cluster can do. `--check` compares instead of writing.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "spark.md"
BEGIN, END = "<!-- derived by scripts/derive_spark.py -->\n", "<!-- end of what is derived -->\n"
ROWS = (1e9, 1e10, 1e11)
CORES = (16, 64, 256)


@dataclass(frozen=True, slots=True)
class Line:
    """Seconds of a check: `fixed` and `per_row` on the cores it was measured on."""

    fixed: float
    per_row: float

    def at(self, rows: float, speed: float = 1.0) -> float:
        """Seconds for a number of rows, the cost per row divided by `speed`."""
        return self.fixed + self.per_row * rows / speed


def main() -> int:
    """Write the derived part, or say that it differs."""
    page = PAGE.read_text(encoding="utf-8")
    head, rest = page.split(BEGIN)
    _, tail = rest.split(END)
    wanted = head + BEGIN + derived() + END + tail
    if "--check" in sys.argv:
        if page != wanted:
            print("docs/spark.md differs from bench/results.json: run scripts/derive_spark.py")
        return int(page != wanted)
    PAGE.write_text(wanted, encoding="utf-8")
    return 0


def derived() -> str:
    """The measured table, the break-even and the plans; a sentence where nothing was measured."""
    results = json.loads((ROOT / "bench" / "results.json").read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = results.get("spark", [])
    if len(found) < 2:
        return "\nNot measured yet: `python -m bench.spark 1 10`.\n\n"
    duck, spark = (line(found, name) for name in ("duckdb", "spark"))
    start = found[-1]["start"]
    parts = (_measured(found), _even(duck, spark, start, found[-1]), _plan(spark, start, found[-1]))
    return "\n" + "\n".join(parts) + "\n"


def line(found: Sequence[dict[str, Any]], name: str) -> Line:
    """The line through the smallest and the largest table."""
    least, most = found[0], found[-1]
    n, m = (1e6 * one["million_rows"] for one in (least, most))
    per_row = (most[name] - least[name]) / (m - n)
    return Line(max(least[name] - per_row * n, 0.0), per_row)


def even(duck: Line, spark: Line, start: float, speed: float) -> float | None:
    """The rows from which Spark on `speed` times two cores is as fast; None where it never is."""
    gained = duck.per_row - spark.per_row / speed
    return max((spark.fixed + start - duck.fixed) / gained, 0.0) if gained > 0 else None


def _measured(found: Sequence[dict[str, Any]]) -> str:
    head = (
        "| million rows | MB | DuckDB, s | Spark warm, s | Spark cold, s | start of Spark, s |\n"
        "|---|---|---|---|---|---|\n"
    )
    rows = (
        f"| {one['million_rows']:g} | {one['bytes'] / 1e6:.0f} | {one['duckdb']:.2f} "
        f"| {one['spark']:.2f} | {one['cold']:.1f} | {one['start']:.1f} |\n"
        for one in found
    )
    return head + "".join(rows)


def _even(duck: Line, spark: Line, start: float, one: dict[str, Any]) -> str:
    head = "| Spark on | is as fast as DuckDB on two cores from |\n|---|---|\n"
    rows = []
    for cores in (2, *CORES):
        at = even(duck, spark, start, cores / one["cores"])
        rows.append(f"| {cores} cores | {'never' if at is None else f'{at / 1e6:,.0f} M rows'} |\n")
    return head + "".join(rows)


def _plan(spark: Line, start: float, one: dict[str, Any]) -> str:
    size = one["bytes"] / (1e6 * one["million_rows"])
    hashed = one["hash"] / one["bytes"]
    cores = "".join(f" {n} cores |" for n in CORES)
    head = (
        f"| rows | Parquet | hash, once | core hours |{cores}\n"
        f"|---|---|---|---|{'---|' * len(CORES)}\n"
    )
    rows = []
    for n in ROWS:
        times = (spark.at(n, c / one["cores"]) + start for c in CORES)
        hours = spark.per_row * n * one["cores"] / 3600
        rows.append(
            f"| {n / 1e9:g} billion | {size * n / 1e9:,.0f} GB | {_said(hashed * size * n)} "
            f"| {hours:,.1f} |" + "".join(f" {_said(time)} |" for time in times) + "\n"
        )
    return head + "".join(rows)


def _said(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"


if __name__ == "__main__":
    sys.exit(main())

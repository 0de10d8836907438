"""`make bench`: every measurement in turn; results with machine and date in bench/results.json.

Parts by name: `python -m bench --only multiverse --million 1,10`. What is not measured anew stays
as it was, as do the rows of tables of other sizes.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import inference, matching, multiverse, opening, processes, spark

RESULTS = Path(__file__).parent / "results.json"
PARTS = ("processes", "opening", "multiverse", "inference", "matching", "spark")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print and write."""
    reading = argparse.ArgumentParser(prog="python -m bench")
    reading.add_argument("--only", default=",".join(PARTS), help="parts, with commas between")
    reading.add_argument("--million", default="1,10,100", help="rows of the multiverse's tables")
    given = reading.parse_args(arguments)
    held = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    held |= {"machine": _machine(), "date": datetime.now(UTC).date().isoformat()}
    for part in given.only.split(","):
        held |= _measured(part, [int(one) for one in given.million.split(",")], held)
        RESULTS.write_text(json.dumps(held, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(held, indent=1))
    return 0


def _measured(part: str, millions: list[int], held: dict[str, Any]) -> dict[str, Any]:
    alone = {
        "processes": processes, "opening": opening, "inference": inference, "matching": matching,
        "spark": spark,
    }  # fmt: skip
    if part in alone:
        return {part: alone[part].measured()}
    if part != "multiverse":
        raise ValueError(f"no part {part}; parts: {', '.join(PARTS)}")
    found: dict[str, Any] = {name: list(held.get(name, [])) for name in ("multiverse", "store")}
    for number in millions:
        for name, rows in multiverse.measured([number]).items():
            kept = [one for one in found[name] if one["million_rows"] != number]
            found[name] = sorted(kept + rows, key=lambda one: float(one["million_rows"]))
    return found


def _machine() -> dict[str, object]:
    import duckdb

    return {
        "system": platform.system(),
        "processor": platform.machine(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "duckdb": duckdb.__version__,
    }


if __name__ == "__main__":
    sys.exit(main())

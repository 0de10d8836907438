"""`make bench`: every measurement in turn; results with machine and date in bench/results.json."""

from __future__ import annotations

import json
import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

from bench import cube, inference, matching, processes, spark

RESULTS = Path(__file__).parent / "results.json"


def main() -> int:
    """Measure, print and write."""
    held = {
        "machine": _machine(),
        "date": datetime.now(UTC).date().isoformat(),
        "processes": processes.measured(),
        "multiverse": cube.measured(),
        "inference": inference.measured(),
        "matching": matching.measured(),
        "spark": spark.measured(),
    }
    RESULTS.write_text(json.dumps(held, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(held, indent=1))
    return 0


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

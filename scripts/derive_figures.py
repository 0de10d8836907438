"""Derives the figures that ship: one SELECT for each dataset, one CSV from each.

Run it where the originals are: `python scripts/derive_figures.py [FOLDER] [NAME ...]`, the folder
being that of SQUARELY_DATA or the one beside the checkout. A query stands in `scripts/figures`
under the dataset's name and reads one view, named like it with underscores. It must order its rows
wholly, so that the same originals give the same bytes. A table above 300 KB is refused.
"""

from __future__ import annotations

import csv
import io
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
QUERIES = ROOT / "scripts" / "figures"
FIGURES = ROOT / "src" / "squarely" / "shipped" / "figures"
LARGEST = 300_000  # bytes in one shipped table


def names() -> tuple[str, ...]:
    """The datasets that have a query."""
    return tuple(sorted(path.stem for path in QUERIES.glob("*.sql")))


def derive(name: str, originals: Path) -> str:
    """The text of one dataset's CSV."""
    from squarely.grounds.catalog import open_grounds
    from squarely.grounds.engine import connection, quoted
    from squarely.grounds.tables import table

    stand = open_grounds(originals=originals)[0].stands.get(name)
    if stand is None or stand.kind != "adapter":
        raise SystemExit(f"{name}: its originals are not in {originals}")
    held = table(stand).view
    view = name.replace("-", "_")
    engine = connection()
    engine.execute(f"CREATE OR REPLACE TEMP VIEW {quoted(view)} AS SELECT * FROM {quoted(held)}")
    answer = engine.execute((QUERIES / f"{name}.sql").read_text(encoding="utf-8"))
    columns = [str(column[0]) for column in answer.description or ()]
    return _csv(columns, answer.fetchall())


def _csv(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def main(arguments: Sequence[str]) -> None:
    """Writes the figures of the named datasets, or of all."""
    told = [argument for argument in arguments if Path(argument).is_dir()]
    asked = [argument for argument in arguments if argument not in told] or names()
    beside = os.environ.get("SQUARELY_DATA") or ROOT.parent / "shared" / "data"
    originals = Path(told[0] if told else beside)
    for name in asked:
        text = derive(name, originals)
        size = len(text.encode())
        if size > LARGEST:
            raise SystemExit(f"{name}: {size:,} bytes, more than {LARGEST:,} may ship")
        (FIGURES / f"{name}.csv").write_text(text, encoding="utf-8", newline="")
        print(f"{name}: {text.count(chr(10)) - 1:,} rows, {size:,} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])

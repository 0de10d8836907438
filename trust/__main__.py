"""`make trust`: every warrant in worlds of known truth; results under docs/trust.

    python -m trust [--warrant NAME ...] [--draws 10000] [--out docs/trust]
    python -m trust --quick     a few cells of each, few draws, nothing written
    python -m trust --tables    only the tables of docs/warrants, from docs/trust
    python -m trust --page      only docs/trust/index.html, from docs/trust

A run that was stopped goes on where it was: finished cells lie in build/trust until a source file
that could change them does.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from trust import bars, run, tables, written
from trust.cells import CELLS


def main() -> int:
    """Play, write and tell; 1 if a required cell breaks a bar."""
    given = _arguments()
    if given.page or given.tables:
        return shown(given)
    names = given.warrant or list(CELLS)
    if given.quick:
        asked = tuple(job for name in names for job in run.quick(name))
    else:
        asked = run.jobs(names, given.draws)
    done = run.watched(asked, say)
    if not given.quick:
        written.write(done, given.out)
    return _told(done)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "python -m trust", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--warrant", nargs="+", choices=list(CELLS), metavar="NAME")
    parser.add_argument("--draws", type=int, default=run.ERROR_DRAWS)
    parser.add_argument("--out", type=Path, default=written.DOCS)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--page", action="store_true")
    parser.add_argument("--tables", action="store_true")
    return parser.parse_args()


def shown(given: argparse.Namespace) -> int:
    """What is written from the files alone."""
    if given.tables:
        tables.write(given.out)
    if given.page:
        from squarely.report.bench import render_bench

        held = written.tables(given.out)
        cells = [cell for table in held.values() for cell in table["cells"]]
        traded = json.loads((given.out / "frontier.json").read_text(encoding="utf-8"))
        (given.out / "index.html").write_text(render_bench(cells, traded), encoding="utf-8")
    return 0


def say(one: run.Played) -> str:
    """A cell in a line."""
    cell, rates = one.job.cell, one.rates
    world = " ".join(f"{key}={value}" for key, value in cell.world.items())
    covered = "-" if rates.coverage is None else f"{rates.coverage:.3f}"
    broken = bars.faults(rates, one.job.draws)
    said = f"{cell.warrant} {cell.truth} {world}: found {rates.supported:.3f}"
    said += f", false {rates.false_supported:.4f} ({rates.false_leans:.4f} leaning)"
    said += f", covered {covered}, {one.seconds:.0f} s"
    kind = "BREAKS" if cell.required else "not promised, breaks"
    return f"{said} {kind} {' '.join(broken)}" if broken else said


def _told(done: list[run.Played]) -> int:
    broken = [one for one in done if bars.faults(one.rates, one.job.draws)]
    failed = [one for one in broken if one.job.cell.required]
    for one in failed:
        print(say(one))
    seconds = sum(one.seconds for one in done)
    print(f"{len(done)} cells, {seconds:.0f} s of work; required cells that fail: {len(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

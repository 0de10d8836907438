"""Playing cells on all cores: what is kept is skipped, what is done is kept at once."""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from typing import Any

from trust import keep
from trust.cell import Cell, Rates
from trust.cells import CELLS

ERROR_DRAWS, POWER_DRAWS = 10_000, 2_000
LEAST_SHARE = 0.05
QUICK_DRAWS, QUICK_LEAST, QUICK_ERRORS, QUICK_POWERS = 100, 10, 3, 1


@dataclass(frozen=True, slots=True)
class Job:
    """A cell by its place in its warrant's list, as a worker finds it, and its draws."""

    warrant: str
    index: int
    cell: Cell
    draws: int


@dataclass(frozen=True, slots=True)
class Played:
    """A job and what came of it."""

    job: Job
    rates: Rates
    oracle: float | None
    seconds: float


def jobs(warrants: Sequence[str], draws: int) -> tuple[Job, ...]:
    """Every cell of these warrants; power cells take a fifth of the draws."""
    return tuple(
        Job(name, index, cell, _draws(cell, draws))
        for name in warrants
        for index, cell in enumerate(CELLS[name]())
    )


def quick(warrant: str) -> tuple[Job, ...]:
    """A few cells of one warrant, spread over its list, with few draws."""
    cells = [(index, cell) for index, cell in enumerate(CELLS[warrant]()) if cell.required]
    errors = [pair for pair in cells if pair[1].error]
    powers = [pair for pair in cells if not pair[1].error]
    picked = _spread(errors, QUICK_ERRORS) + _spread(powers, QUICK_POWERS)
    return tuple(
        Job(warrant, index, cell, max(QUICK_LEAST, round(QUICK_DRAWS * cell.share)))
        for index, cell in picked
    )


def _spread(cells: list[tuple[int, Cell]], count: int) -> list[tuple[int, Cell]]:
    """So many of a list, evenly spaced, the first and the last among them."""
    if len(cells) <= count:
        return cells
    steps = max(1, count - 1)
    return [cells[round(at * (len(cells) - 1) / steps)] for at in range(count)]


def _draws(cell: Cell, draws: int) -> int:
    if not LEAST_SHARE <= cell.share <= 1:
        raise ValueError(f"{cell.warrant}, {cell.truth}: a share of {cell.share} of the draws")
    full = draws if cell.error else draws * POWER_DRAWS // ERROR_DRAWS
    return max(1, round(full * cell.share))


def work(warrant: str, index: int, draws: int) -> dict[str, Any]:
    """One cell, in a worker that finds it by its place."""
    began = time.process_time()
    cell = CELLS[warrant]()[index]
    rates = cell.run(draws, keep.seed(cell))
    oracle = None if cell.oracle is None else float(cell.oracle())
    return {
        "rates": asdict(rates),
        "oracle": oracle,
        "seconds": round(time.process_time() - began, 2),
    }


def played(asked: Sequence[Job], fresh: bool = False) -> Iterator[Played]:
    """Each job as it is done: first what is kept, then what must be played."""
    waiting = []
    for job in asked:
        found = None if fresh else keep.stored(job.cell, job.draws)
        if found is None:
            waiting.append(job)
        else:
            yield _played(job, found)
    if not waiting:
        return
    os.environ.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1")
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count(), mp_context=context) as pool:
        doing: dict[Future[dict[str, Any]], Job] = {
            pool.submit(work, job.warrant, job.index, job.draws): job for job in waiting
        }
        try:
            for future in as_completed(doing):
                job, found = doing[future], future.result()
                keep.store(job.cell, job.draws, found)
                yield _played(job, found)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _played(job: Job, found: dict[str, Any]) -> Played:
    return Played(job, keep.rates(found), found["oracle"], found["seconds"])


def watched(asked: Sequence[Job], say: Callable[[Played], str]) -> list[Played]:
    """Play them all under a bar with the time left; a line for each where no terminal is."""
    if not sys.stdout.isatty():
        done = []
        for one in played(asked):
            print(say(one), flush=True)
            done.append(one)
        return done
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("left"))
    with Progress(*columns, TimeRemainingColumn(), TextColumn("{task.description}")) as bar:
        task = bar.add_task("", total=len(asked))
        done = []
        for one in played(asked):
            bar.update(task, advance=1, description=one.job.warrant)
            done.append(one)
    return done

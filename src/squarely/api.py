"""The four verbs of the library, over paths: read, open, run, write."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from squarely.grounds.catalog import Grounds
    from squarely.model.argument import Argument
    from squarely.model.place import Problem
    from squarely.model.study import Study


def read_argument(
    path: str | Path, essay: str | Path | None = None
) -> tuple[Argument | None, tuple[Problem, ...]]:
    """The argument in a file and every fault found in it; None where it could not be read."""
    from squarely.study.reading import read_argument as read

    return read(Path(path), Path(essay) if essay else None)


def open_grounds(
    *folders: str | Path, originals: str | Path | None = None, spark: str | None = None
) -> Grounds:
    """The shipped datasets and those of the folders; raises ValueError on a faulty descriptor.

    `spark` names the master of the Spark to ask, such as "local[2]"; without it DuckDB answers.
    """
    from squarely.grounds.catalog import on_spark
    from squarely.grounds.catalog import open_grounds as open_folders

    paths = tuple(Path(folder) for folder in folders)
    grounds, problems = open_folders(paths, Path(originals) if originals else None)
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        raise ValueError(f"{errors[0].place}: {errors[0].message}")
    return on_spark(grounds, spark) if spark else grounds


def run(argument: Argument, grounds: Grounds, seed: int = 1) -> Study:
    """The study of an argument; raises ValueError where a name in it is not known."""
    from squarely.study.reading import check_names, check_rows
    from squarely.study.run import Settings
    from squarely.study.run import run as run_study

    _announce()
    problems = check_names(argument, grounds.known)
    errors = [problem for problem in problems if problem.severity == "error"]
    errors = errors or list(check_rows(argument, grounds))
    if errors:
        raise ValueError(f"{errors[0].place}: {errors[0].message}")
    return run_study(argument, grounds, Settings(seed=seed), problems)


def write_report(study: Study, path: str | Path) -> None:
    """Write the study as one self-contained HTML page."""
    from squarely.files import write_whole
    from squarely.report.page import render_page

    write_whole(Path(path), render_page(study))


def _announce() -> None:
    """Tell a notebook, where one runs, how a study is shown."""
    if "IPython" in sys.modules:
        from squarely.report.notebook.shown import register_where_shown

        register_where_shown()

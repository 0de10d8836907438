"""`match`: datasets of the catalog, or files, told as one."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from squarely.cli.checking import print_problems
from squarely.cli.status import COULD_NOT, RAN, USAGE
from squarely.cli.writing import error, written
from squarely.grounds.here import originals
from squarely.model.place import Place, Problem

if TYPE_CHECKING:
    from squarely.grounds.catalog import Grounds, Stand
    from squarely.study.matching import How, Outcome

HERE = Place("command line", 1, 1)


@dataclass(frozen=True, slots=True)
class Matched:
    """What a command line asked for; `threshold` is a word or a number."""

    names: tuple[str, ...]
    data: tuple[Path, ...] = ()
    roles: tuple[str, ...] = ()
    km: float = 20.0
    days: int = 2
    taxonomy: Path | None = None
    mode: str = "best"
    threshold: str = "medium"
    partial: int = 0
    certainty: str | None = None
    weights: str | None = None
    format: str = "text"
    events: Path | None = None
    links: Path | None = None
    report: Path | None = None


def match_command(wanted: Matched) -> int:
    """Match datasets, print the counts, write what was asked for."""
    how = _how(wanted)
    roles = _roles(wanted.roles)
    if isinstance(how, str) or isinstance(roles, str) or len(wanted.names) < 2:
        error(next((one for one in (how, roles) if isinstance(one, str)), "name two datasets"))
        return USAGE
    grounds, names, problems = _grounds(wanted, roles)
    if not problems:
        found = _matched(wanted, how, grounds, names)
        if not isinstance(found, tuple):
            return _write(found, grounds, wanted)
        problems = found
    print_problems(problems)
    return COULD_NOT


def _matched(
    wanted: Matched, how: How, grounds: Grounds, names: Sequence[str]
) -> Outcome | tuple[Problem, ...]:
    from squarely.argument.taxonomy import read_taxonomies
    from squarely.study.gathering import Gathered, gather
    from squarely.study.matching import run

    taxonomies, faults = read_taxonomies(wanted.taxonomy, names) if wanted.taxonomy else ((), ())
    gathered = gather(grounds, names, () if faults else taxonomies, HERE)
    if faults or not isinstance(gathered, Gathered):
        return (*faults, *(() if isinstance(gathered, Gathered) else gathered))
    given = tuple(one.weight for one in gathered.taxonomies)
    if not how.rule.weights and any(one != 1 for one in given):
        how = replace(how, rule=replace(how.rule, weights=given))
    return run(gathered, how, HERE)


def _how(wanted: Matched) -> How | str:
    """The rule and mode, or what is wrong with the words of the command line."""
    from squarely.matching.best import THRESHOLDS
    from squarely.matching.events import Rule
    from squarely.study.matching import How

    try:
        bar = THRESHOLDS.get(wanted.threshold) or float(wanted.threshold)
    except ValueError:
        return f"--threshold {wanted.threshold}: strict, medium, loose or a number is expected"
    if not 0 < bar <= 1:
        return f"--threshold {wanted.threshold}: a probability above 0 and up to 1 is expected"
    try:
        levels = tuple(int(one) for one in (wanted.certainty or "").split(",") if one)
        weights = tuple(float(one) for one in (wanted.weights or "").split(",") if one)
    except ValueError:
        return "--certainty takes whole numbers, --weights numbers, parted by commas"
    rule = Rule(wanted.km, wanted.days, weights, levels or None, wanted.partial)
    return How(rule, wanted.mode, bar)


def _roles(told: Sequence[str]) -> dict[str, dict[str, str]] | str:
    """Roles by file: `FILE:ROLE=COLUMN`, or `ROLE=COLUMN` for all of them (under "")."""
    from squarely.grounds.descriptor import ROLES

    found: dict[str, dict[str, str]] = {}
    for one in told:
        left, equals, column = one.partition("=")
        name, _, role = left.rpartition(":")
        if not equals or role.strip() not in ROLES:
            return f"--role {one}: FILE:ROLE=COLUMN is expected; roles: {', '.join(ROLES)}"
        found.setdefault(name.strip(), {})[role.strip()] = column.strip()
    return found


def _grounds(
    wanted: Matched, roles: Mapping[str, Mapping[str, str]]
) -> tuple[Grounds, tuple[str, ...], tuple[Problem, ...]]:
    """The catalog with the files of the command line in it, and the names of what is matched."""
    from squarely.grounds.catalog import Grounds, open_grounds

    grounds, problems = open_grounds(wanted.data, originals())
    found = list(problems)
    names: list[str] = []
    stands, catalog = dict(grounds.stands), dict(grounds.catalog)
    for given in wanted.names:
        name = given
        if given not in grounds.catalog and Path(given).is_file():
            name = _fresh(Path(given), names)
            stand = _file(Path(given), name, {**roles.get("", {}), **roles.get(given, {})})
            if isinstance(stand, tuple):
                found += stand
                continue
            stands[name] = stand
            catalog[name] = replace(stand.described.dataset, here=True)
        names.append(name)
    return Grounds(catalog, grounds.known, stands), tuple(names), tuple(found)


def _fresh(path: Path, names: Sequence[str]) -> str:
    from squarely.grounds.bring.importing import slug

    name = slug(path.stem)
    return name if name not in names else f"{name}-{len(names) + 1}"


def _file(path: Path, name: str, roles: Mapping[str, str]) -> Stand | tuple[Problem, ...]:
    from squarely.grounds.reported import read_file

    return read_file(path, name, roles)


def _write(found: Outcome, grounds: Grounds, wanted: Matched) -> int:
    """Print the counts, whether or not every file that was asked for can be written."""
    from squarely.report.matching import render_matching, render_matching_page
    from squarely.study.matching import links, reports, summary

    told = summary(found, grounds)
    files: tuple[tuple[Path | None, str, Callable[[], str]], ...] = (
        (wanted.events, "the table", lambda: _csv(_events(asdict(one)) for one in reports(found))),
        (wanted.links, "the table", lambda: _csv(_link(asdict(one)) for one in links(found))),
        (wanted.report, "the page", lambda: render_matching_page(told)),
    )
    done = [written(path, text(), what) for path, what, text in files if path]
    if wanted.format == "json":
        sys.stdout.write(json.dumps(asdict(told), indent=1, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write(render_matching(told))
    return RAN if all(done) else COULD_NOT


def _events(told: dict[str, object]) -> dict[str, object]:
    return {**told, "sure": _short(told["sure"]), "episodes": " ".join(told["episodes"])}  # type: ignore[arg-type]


def _link(told: dict[str, object]) -> dict[str, object]:
    sides = {
        f"{side}_{name}": cell
        for side in ("left", "right")
        for name, cell in zip(("dataset", "row", "key"), told[side], strict=True)  # type: ignore[call-overload]
    }
    rest = {name: _short(told[name]) for name in ("probability", "score", "km")}
    return {**sides, **rest, "days": told["days"], "joined": str(told["joined"]).lower()}


def _short(value: object) -> object:
    return f"{value:.6g}" if isinstance(value, float) else value


def _csv(rows: Iterable[Mapping[str, object]]) -> str:
    """A CSV that no spreadsheet runs, with the columns of the first row; empty without a row."""
    from squarely.report.attached import csv_text

    told = list(rows)
    cells = (["" if cell is None else str(cell) for cell in row.values()] for row in told)
    return csv_text(list(told[0]), cells) if told else ""

"""The committed claims, and what two sources each say to them.

All claims of a topic go to one source in one argument file, by the path of any file: read, check,
run. Needs the originals where a definition asks for columns that the shipped figures lack.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from squarely.api import run
from squarely.argument.read import read
from squarely.grounds.catalog import Grounds
from squarely.grounds.conditions import summed
from squarely.model.dataset import Dataset
from squarely.model.study import ClaimStudy
from squarely.study.reading import check_names

CLAIMS = Path(__file__).with_name("claims.yaml")


@dataclass(frozen=True, slots=True)
class Definition:
    """One way to count: for each measure how the first and how the second source is asked."""

    name: str
    measures: Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class Topic:
    """Claims that two sources may both speak to; each claim with its opposite."""

    name: str
    sources: tuple[str, str]
    rest: str
    definitions: tuple[Definition, ...]
    claims: tuple[tuple[Mapping[str, Any], Mapping[str, Any]], ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What one source says of one claim."""

    label: str
    why: str  # of labels that settle nothing


@cache
def topics() -> tuple[Topic, ...]:
    """The committed list."""
    return tuple(map(_topic, yaml.safe_load(CLAIMS.read_text(encoding="utf-8"))))


def _topic(told: Mapping[str, Any]) -> Topic:
    definitions = tuple(
        Definition(one["name"], {name: tuple(each) for name, each in one["measures"].items()})
        for one in told["definitions"]
    )
    claims = tuple(_opposites(one) for one in told["claims"])
    return Topic(told["topic"], tuple(told["sources"]), told["rest"], definitions, claims)


def _opposites(told: Mapping[str, Any]) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    ((form, keys),) = told.items()
    first, second = keys["expect"]
    return ({form: {**keys, "expect": first}}, {form: {**keys, "expect": second}})


def text(topic: Topic, definition: Definition, side: int) -> str:
    """The argument file that puts a topic's claims to one source."""
    claims = {}
    for number, pair in enumerate(topic.claims):
        for way, claim in zip("ab", pair, strict=True):
            ((form, keys),) = claim.items()
            put = {key: _put(key, value, definition, side) for key, value in keys.items()}
            claims[f"c{number}{way}"] = {"says": said(claim), "warrant": {form: put}}
    written = {"squarely": 1, "title": topic.name, "claims": claims}
    return yaml.safe_dump(written, sort_keys=False, allow_unicode=True)


def _put(key: str, value: Any, definition: Definition, side: int) -> Any:  # noqa: ANN401
    return definition.measures[value][side] if key in ("of", "among") else value


def said(claim: Mapping[str, Any]) -> str:
    """A claim in a few words: its form, measure, days and direction."""
    ((form, keys),) = claim.items()
    expect = keys["expect"]
    if isinstance(expect, dict):
        ((relation, bound),) = expect.items()
        expect = f"{relation} {bound:,}" if isinstance(bound, int) else f"{relation} {bound}"
    groups = " against ".join(map(str, keys.get("groups", {}).get("time", ())))
    days = [str(keys[key]) for key in ("item", "during") if key in keys]
    parts = [form, str(keys["of"]), groups, *days]
    parts += [f"{key} {keys[key]}" for key in ("at", "since") if key in keys]
    return f"{' '.join(part for part in parts if part)}: {expect}"


def answers(topic: Topic, definition: Definition, side: int, grounds: Grounds) -> dict[str, Said]:
    """The label of every claim of a topic by one source."""
    argument, problems = read(text(topic, definition, side), f"{topic.name}.yaml")
    problems = (*problems, *(check_names(argument, grounds.catalog) if argument else ()))
    errors = [one for one in problems if one.severity == "error"]
    if argument is None or errors:
        raise ValueError(f"{topic.name}, {definition.name}: {errors[0].message}")
    study = run(argument, grounds)
    return {one.id: Said(one.verdict, _why(one)) for one in study.claims}


def _why(claim: ClaimStudy) -> str:
    if claim.verdict not in ("no grounds", "undetermined"):
        return ""
    return "; ".join(part for part in (claim.subtype or "", *claim.reasons) if part)


def answerable(topic: Topic, definition: Definition, grounds: Grounds) -> bool:
    """Whether both sources are here, row for row where the definition names a row's size."""
    for of in definition.measures.values():
        for name, asked in zip(topic.sources, of, strict=True):
            dataset = grounds.catalog.get(name)
            where = asked.get("where", {} if "in" in asked else asked)
            if dataset is None or not dataset.here or not _bears(dataset, where):
                return False
    return True


def _bears(dataset: Dataset, where: Iterable[str]) -> bool:
    columns = [dataset.column(name) for name in where]
    return all(column and column.name not in summed(dataset) for column in columns)


def rows(topic: Topic, definition: Definition, grounds: Grounds) -> list[dict[str, str]]:
    """Each claim with its two labels."""
    sides = [answers(topic, definition, side, grounds) for side in (0, 1)]
    found = []
    for name, claim in _named(topic):
        first, second = (side[name] for side in sides)
        why = zip(topic.sources, (first, second), strict=True)
        found.append(
            {
                "form": next(iter(claim)),
                "claim": said(claim),
                "first": first.label,
                "second": second.label,
                "why": "; ".join(f"{source}: {one.why}" for source, one in why if one.why),
            }
        )
    return found


def _named(topic: Topic) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for number, pair in enumerate(topic.claims):
        yield from ((f"c{number}{way}", one) for way, one in zip("ab", pair, strict=True))


def played(grounds: Grounds) -> list[dict[str, Any]]:
    """Every topic that can be asked here, under every definition that can."""
    return [
        {
            "topic": topic.name,
            "sources": [f"{name}@{grounds.catalog[name].version}" for name in topic.sources],
            "rest": topic.rest,
            "definitions": [
                {"name": one.name, "rows": rows(topic, one, grounds)}
                for one in topic.definitions
                if answerable(topic, one, grounds)
            ],
        }
        for topic in topics()
    ]

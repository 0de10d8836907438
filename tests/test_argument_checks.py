"""An argument's names are held against the catalog; what the data cannot say is a warning."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date

import pytest

from squarely.argument.checks import check
from squarely.argument.cycles import cycles
from squarely.argument.read import read
from squarely.argument.settle import settled
from squarely.essay.sentences import split
from squarely.model.argument import Argument, Claim, Groups, Inference
from squarely.model.dataset import Column, Coverage, Dataset
from squarely.model.place import Problem
from squarely.model.request import Condition, Measure, Window

COLUMNS = (
    Column("start", "date"),
    Column("scope", "string", categories=("general", "local")),
    Column("revoked", "boolean"),
    Column("size", "integer"),
    Column("land", "country"),
)


def dataset(name: str, *, here: bool = True) -> Dataset:
    return Dataset(
        name=name,
        title=name,
        version="2026-09",
        kind="events",
        family=name,
        here=here,
        licence="CC0-1.0",
        redistributable=True,
        citation="",
        columns=COLUMNS,
        roles={"time": "start", "place": "land"},
        units={"strikes": None, "unions": "scope"},
        coverage=Coverage(Window(date(2022, 1, 1), date(2025, 12, 31))),
    )


CATALOG = {each.name: each for each in (dataset("italy-strikes"), dataset("acled", here=False))}
COUNTRIES = {"Italy": "ITA", "ITA": "ITA", "France": "FRA"}


def argument(of: str, during: str = "2023") -> Argument:
    text = (
        "claims:\n  a:\n    says: It is so.\n    warrant:\n      level:\n"
        f"        of: {of}\n        during: {during}\n        expect: {{about: 3}}\n"
    )
    found, problems = read(text, "argument.yaml")
    assert found is not None
    assert not problems, problems
    return found


def problems(of: str, during: str = "2023") -> tuple[Problem, ...]:
    return check(argument(of, during), CATALOG, COUNTRIES.get)


def test_an_argument_that_fits_the_catalog_has_no_problem() -> None:
    where = "{scope: general, revoked: {not: true}, time: 2022..2023, place: Italy, size: 1..9}"
    assert not problems(f"{{count: strikes, in: italy-strikes, where: {where}}}")
    assert not problems("{count: unions, in: italy-strikes@2026-09}")


@pytest.mark.parametrize(
    ("of", "code", "hint", "severity"),
    [
        ("{count: strikes, in: italy-strike}", "unknown-dataset", "italy-strikes", "error"),
        ("{count: strikes, in: italy-strikes@2025-01}", "unknown-version", "", "error"),
        ("{count: strike, in: italy-strikes}", "unknown-unit", "strikes", "error"),
        ("{sum: sise, in: italy-strikes}", "unknown-column", "size", "error"),
        (
            "{count: strikes, in: italy-strikes, where: {scop: x}}",
            "unknown-column",
            "scope",
            "error",
        ),
        (
            "{count: strikes, in: italy-strikes, where: {scope: generall}}",
            "unknown-category",
            "general",
            "error",
        ),
        (
            "{count: strikes, in: italy-strikes, where: {place: Itly}}",
            "unknown-country",
            "",
            "error",
        ),
        ("{count: strikes, in: italy-strikes, where: {size: big}}", "wrong-type", "", "error"),
        ("{count: strikes, in: italy-strikes, where: {revoked: NO}}", "wrong-type", "", "error"),
        ("{count: strikes, in: acled}", "not-here", "acled", "warning"),
    ],
)
def test_tells_what_the_catalog_does_not_know(of: str, code: str, hint: str, severity: str) -> None:
    [problem] = problems(of)
    assert (problem.code, problem.severity) == (code, severity)
    assert hint in str(problem.hint)
    assert problem.place.line == 6


def test_points_at_the_unknown_category() -> None:
    of = "{count: strikes, in: italy-strikes, where: {scope: [local, generall]}}"
    [problem] = problems(of)
    assert problem.place.column == len("        of: ") + of.index("generall") + 1


def test_a_window_outside_the_coverage_is_a_warning_at_the_window() -> None:
    [problem] = problems("{count: strikes, in: italy-strikes}", "2019..2023")
    assert (problem.code, problem.severity) == ("window-outside-coverage", "warning")
    assert problem.place.line == 7


def steps(*pairs: tuple[str, str]) -> Argument:
    names = dict.fromkeys(name for pair in pairs for name in pair)
    return Argument(
        "argument.yaml",
        "",
        tuple(Claim(name, name) for name in names),
        tuple(
            Inference(f"step-{number}", to, None, (start,))
            for number, (start, to) in enumerate(pairs)
        ),
    )


def test_a_longer_circle_is_a_warning_and_a_chain_is_none() -> None:
    assert not cycles(steps(("a", "b"), ("b", "c"), ("a", "c")))
    circle = steps(("a", "b"), ("b", "c"), ("c", "a"), ("c", "d"), ("e", "f"), ("f", "e"))
    assert cycles(circle) == [("a", "b", "c"), ("e", "f")]
    found = check(circle, {}, COUNTRIES.get)
    assert [(p.code, p.severity) for p in found] == [("cycle", "warning")] * 2


def test_a_value_concluded_from_facts_alone_is_a_warning() -> None:
    facts = steps(("fact", "ought"), ("value", "duty"), ("fact", "duty"))
    typed = tuple(
        replace(claim, type="descriptive" if claim.id == "fact" else "normative")
        for claim in facts.claims
    )
    joined = Inference("joined", "ought", None, ("fact", "value"))
    (found,) = check(replace(facts, claims=typed), {}, COUNTRIES.get)
    assert (found.code, found.severity) == ("value-from-facts", "warning")
    assert "ought, duty" in found.message
    assert check(replace(facts, claims=typed, inferences=(joined,)), {}, COUNTRIES.get) == ()


def test_many_steps_are_searched_quickly() -> None:
    names = [f"c{number}" for number in range(2_000)]
    pairs = [(a, b) for i, a in enumerate(names) for b in names[i + 1 : i + 40]]
    began = time.process_time()
    assert not cycles(steps(*pairs))
    assert len(cycles(steps(*pairs, (names[-1], names[0])))) == 1
    assert time.process_time() - began < 3


def test_sentences_without_a_claim_are_one_warning() -> None:
    text = "claims: {a: {says: x, passage: {sentence: 2}}}"
    found, _ = read(text, "argument.yaml")
    assert found is not None
    essay = split("One here. Two here. Three here.", "essay.md")
    with_essay = Argument(found.file, "", found.claims, essay=essay)
    [problem] = check(with_essay, {}, COUNTRIES.get)
    assert problem.code == "sentence-without-claim"
    assert "1, 3" in problem.message


def test_settles_countries_years_and_versions_by_their_columns() -> None:
    where = "{place: Italy, time: 2023, size: 2023}"
    of = f"{{count: strikes, in: italy-strikes@2026-09, where: {where}}}"
    [claim] = settled(argument(of), CATALOG, COUNTRIES.get).claims
    assert claim.warrant is not None
    assert claim.warrant.keys["of"] == Measure(
        "count",
        "strikes",
        "italy-strikes",
        (
            Condition("place", ("ITA",)),
            Condition("time", (date(2023, 1, 1), date(2023, 12, 31)), "between"),
            Condition("size", (2023,)),
        ),
    )


def contrast(groups: str) -> Argument:
    text = (
        "claims: {a: {says: x, warrant: {contrast: {of: {count: strikes, in: italy-strikes}, "
        f"groups: {groups}, expect: higher}}}}}}}}"
    )
    found, faults = read(text, "argument.yaml")
    assert found is not None
    assert not faults
    return found


def test_checks_and_settles_the_groups_of_a_contrast() -> None:
    found = contrast("{place: [Italy, France]}")
    assert not check(found, CATALOG, COUNTRIES.get)
    warrant = settled(found, CATALOG, COUNTRIES.get).claims[0].warrant
    assert warrant is not None
    assert warrant.keys["groups"] == Groups("place", "ITA", "FRA")
    codes = {p.code for p in check(contrast("{scope: [general, x]}"), CATALOG, COUNTRIES.get)}
    assert codes == {"unknown-category"}

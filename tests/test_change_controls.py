"""A change read against controls: what is asked, what is refused, how far it may go."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from trust.counts import Array, remembered

from answers import series, sure, use
from answers import window as days
from squarely.argument.read import read
from squarely.cli import run as main
from squarely.grounds.catalog import open_grounds
from squarely.model.argument import Claim, Controls, Reading
from squarely.model.finding import Estimate, Infeasible, Outcome
from squarely.model.request import Condition, Count, Measure, Series, Window
from squarely.study.reading import read_argument
from squarely.study.run import run
from squarely.verdict.gates import Evidence, gates_of
from squarely.verdict.judge import Case, judge
from squarely.verdict.sides import Stand
from squarely.warrants import change

HERE = Measure("count", "strikes", "register", (Condition("state", ("A",)),))
NAMES = tuple("BCDEFGHIJKLMN")
AFTER = 36


def claim(
    expect: str = "rise",
    of: Measure = HERE,
    names: tuple[str, ...] = NAMES,
    reading: Reading | None = None,
) -> change.Change:
    at = days("2023-01-01", "2023-01-01")
    keys = {"of": of, "every": "month", "at": at, "controls": Controls("state", names)}
    return change.from_use(use("change", expect, reading, **keys))  # type: ignore[arg-type]


def cells(times: float, names: tuple[str, ...] = NAMES, seed: int = 1) -> Array:
    """Counts of A and its controls over 60 months, A's `times` as many from 2023 on."""
    rng = np.random.default_rng(seed)
    common = 0.4 * remembered(rng, 1, 60, 0.6)
    level = np.exp(common + 0.1 * rng.normal(size=(len(names) + 1, 60)))
    level[0, AFTER:] *= times
    return rng.poisson(60 * level).T.astype(float)


def answer(made: Array, names: tuple[str, ...] = NAMES) -> Series:
    groups = tuple((name,) for name in ("A", *names))
    return series(made, names=groups, start="2020-01")


def verdict(expect: str, found: Estimate | Infeasible, *, negated: bool = False) -> str:
    """The verdict of a causal claim that names controls, as every study gives it."""
    warrant = claim(expect)
    named = use("change", expect, None, controls=Controls("state", NAMES))
    causal = Claim("c", "C.", type="causal", warrant=replace(named, negated=negated))
    gates = gates_of(causal, Evidence(found, "", (), "", "", False))
    stand = Stand(warrant.region, negated)
    return judge(Case(stand, "process", (Outcome((), ("a",), found),), (), gates, True)).label


def test_asks_for_the_measure_by_unit_and_period() -> None:
    (request,) = claim().needs()
    units = Condition("state", ("A", *NAMES))
    held = Measure("count", "strikes", "register", (units,))
    assert request == Count(held, Window(), "month", ("state",))
    assert [axis.name for axis in claim().axes()] == ["controls", "donut"]


def test_a_gap_is_read_against_controls_and_leans_at_most() -> None:
    found = sure(claim().test((answer(cells(3.0)),)))
    assert found.at95.low > 25
    assert 150 < found.value < 270
    assert found.n == 60
    assert "its control is made of" in found.recorded
    assert found.parts["controls"] == 13
    assert found.parts["placebo p"] == pytest.approx(1 / 14)
    assert verdict("rise", found) == "leans supported"
    assert verdict("rise", found, negated=True) == "leans contradicted"
    assert verdict("fall", found) == verdict("none", found) == "leans contradicted"


def test_where_nothing_happened_nothing_is_found() -> None:
    found = sure(claim().test((answer(cells(1.0)),)))
    assert found.at90.low < 25
    assert verdict("rise", found) in ("undetermined", "leans contradicted")
    assert found.cap in ("leans", "undetermined")


def test_without_controls_a_causal_claim_stays_undetermined() -> None:
    found = sure(claim().test((answer(cells(3.0)),)))
    bare = Claim("c", "C.", type="causal", warrant=use("change", "rise"))
    gates = gates_of(bare, Evidence(found, "", (), "", "", False))
    assert next(one for one in gates if one.gate == "design").cap == "undetermined"
    other = Claim("c", "C.", type="causal", warrant=use("trend", "rising", controls="x"))
    gates = gates_of(other, Evidence(found, "", (), "", "", False))
    assert next(one for one in gates if one.gate == "design").cap == "undetermined"


def test_what_all_share_is_no_gap() -> None:
    made = cells(1.0)
    made[AFTER:] *= 4
    found = sure(claim().test((answer(made),)))
    assert found.at95.low < 0 < found.at95.high or abs(found.value) < 25


def test_the_heaviest_control_may_be_left_out() -> None:
    one, other = (
        sure(replace(claim(), heaviest=heavy).test((answer(cells(3.0)),)))
        for heavy in (True, False)
    )
    assert other.parts["controls"] == one.parts["controls"] - 1
    assert other.value != one.value


def test_a_unit_that_went_its_own_way_before_is_undetermined() -> None:
    made = cells(3.0)
    made[24:AFTER, 0] *= 6
    found = sure(claim().test((answer(made),)))
    assert found.cap == "undetermined"
    assert "before the date" in found.cap_why
    assert verdict("rise", found) == verdict("fall", found) == "undetermined"


def test_a_unit_that_its_controls_fit_poorly_is_undetermined() -> None:
    rng = np.random.default_rng(9)
    made = cells(3.0)
    made[:, 0] *= np.exp(rng.normal(size=60))
    found = sure(claim().test((answer(made),)))
    assert found.cap == "undetermined"
    assert "fit it poorly" in found.cap_why


def test_controls_that_lack_a_period_or_stand_still_are_left_out() -> None:
    made = cells(3.0)
    made[5, 1] = np.nan
    made[:AFTER, 2] = 7
    found = sure(claim().test((answer(made),)))
    assert found.parts["controls"] == 11
    assert any("left out" in one and one.endswith("2") for one in found.caveats)


@pytest.mark.parametrize(
    ("warrant", "why"),
    [
        (claim(of=Measure("count", "strikes", "register")), "names no one state"),
        (claim(names=("A", *NAMES)), "own control"),
        (claim(of=replace(HERE, kind="share", name="")), "no synthetic control"),
        (claim(reading="realised"), "never realised"),
        (claim(names=NAMES[:9]), "9 controls"),
    ],
)
def test_what_cannot_be_read_says_why(warrant: change.Change, why: str) -> None:
    found = warrant.test((answer(cells(3.0)),))
    assert isinstance(found, Infeasible)
    assert why in found.why


def test_as_many_controls_as_periods_before_fit_anything() -> None:
    names = tuple(f"n{number}" for number in range(40))
    found = claim(names=names).test((answer(cells(3.0, names), names),))
    assert isinstance(found, Infeasible)
    assert "40 controls and 36 periods" in found.why


def test_a_unit_without_rows_or_without_movement_is_no_grounds() -> None:
    made = cells(3.0)
    absent = replace(answer(made), groups=tuple((name,) for name in ("Z", *NAMES)))
    found = claim().test((absent,))
    assert isinstance(found, Infeasible)
    assert "no row of A" in found.why
    made[:AFTER, 0] = 12
    still = claim().test((answer(made),))
    assert isinstance(still, Infeasible)
    assert "does not move" in still.why


def _read(controls: str) -> tuple[object, list[str]]:
    text = (
        "claims: {a: {says: x, type: causal, warrant: {change: {of: {count: strikes, in: d, "
        f"where: {{state: A}}}}, every: year, at: 2005, controls: {controls}, expect: fall}}}}}}}}"
    )
    found, problems = read(text, "argument.yaml")
    used = found.claims[0].warrant if found else None
    return (used.keys.get("controls") if used else None), [one.code for one in problems]


def test_controls_are_written_as_a_column_and_its_units() -> None:
    assert _read("{by: state, of: [B, C, B]}") == (Controls("state", ("B", "C")), [])
    assert _read("{by: state}")[1] == ["missing-key"]
    assert _read("{of: [B, C]}")[1] == ["missing-key"]
    assert _read("[B, C]")[1] == ["wrong-type"]
    assert "unknown-key" in _read("{by: state, of: [B], but: C}")[1]


CLAIMS = """
squarely: 1
title: A planted gap
data: [table.csv]
claims:
  tripled:
    says: The rule tripled the strikes of A.
    type: causal
    warrant: {change: {of: {value: strikes, in: table, where: {state: A}}, every: month,
      at: 2023-01-01, controls: {by: state, of: [%(names)s]}, expect: rise}}
  not-more:
    says: The rule did not raise the strikes of A.
    type: causal
    warrant: {change: {of: {value: strikes, in: table, where: {state: A}}, every: month,
      at: 2023-01-01, controls: {by: state, of: [%(names)s]}, expect: {not: rise}}}
  alone:
    says: The rule raised the strikes of A, as A alone shows.
    type: causal
    warrant: {change: {of: {value: strikes, in: table, where: {state: A}}, every: month,
      at: 2023-01-01, expect: rise}}
  elsewhere:
    says: The rule raised the strikes of B.
    type: causal
    warrant: {change: {of: {value: strikes, in: table, where: {state: B}}, every: month,
      at: 2023-01-01, controls: {by: state, of: [%(others)s]}, expect: rise}}
"""


def test_a_planted_gap_leans_and_its_negation_mirrors(tmp_path: Path) -> None:
    months = [f"{2020 + n // 12}-{n % 12 + 1:02}-01" for n in range(60)]
    lines = ["month,state,strikes"]
    for month, row in zip(months, cells(3.0), strict=True):
        lines += [f"{month},{name},{int(n)}" for name, n in zip(("A", *NAMES), row, strict=True)]
    (tmp_path / "table.csv").write_text("\n".join(lines), encoding="utf-8")
    assert main(["data", "add", str(tmp_path / "table.csv"), "--yes"]) == 0
    named = {"names": ", ".join(NAMES), "others": ", ".join(NAMES[1:])}
    (tmp_path / "argument.yaml").write_text(CLAIMS % named, encoding="utf-8")
    argument, problems = read_argument(tmp_path / "argument.yaml")
    assert argument is not None, problems
    grounds, _ = open_grounds((tmp_path / "table.csv",), None)
    found = {one.id: one.verdict for one in run(argument, grounds).claims}
    assert found["tripled"] == "leans supported"
    assert found["not-more"] == "leans contradicted"
    assert found["alone"] == "undetermined"
    assert found["elsewhere"] in ("undetermined", "leans contradicted")

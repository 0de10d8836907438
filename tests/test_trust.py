"""The common bench: its bars in quick form, its runner on a rule of known rates, its files."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partial
from math import inf
from pathlib import Path
from typing import ClassVar, Literal

import numpy as np
import pytest
from scipy.stats import binomtest, norm
from trust import bars, keep, run, written
from trust.cell import Cell, Rates
from trust.cells import CELLS
from trust.play import Drawn, play

from answers import STRIKES, column, series
from squarely.model.argument import Reading
from squarely.model.dataset import Axis, Option
from squarely.model.finding import Estimate, Infeasible, Interval, Region
from squarely.model.request import Answer, Count, Request, Series
from squarely.warrants import WARRANTS

DRAWS = 2_000
NOISE = {"noise": Axis("noise", (Option("a"), Option("b", keys=(("shift", 0.1),))), "either")}


@pytest.mark.parametrize("warrant", list(CELLS))
def test_no_required_cell_surely_breaks_a_bar(warrant: str) -> None:
    for job in run.quick(warrant):
        found = run.work(job.warrant, job.index, job.draws)
        broken = bars.faults(keep.rates(found), job.draws)
        assert not broken, (job.cell.truth, dict(job.cell.world), found)


@pytest.mark.parametrize("warrant", list(CELLS))
def test_a_cell_is_known_by_what_it_is_and_has_an_error_cell_beside_it(warrant: str) -> None:
    cells = CELLS[warrant]()
    assert warrant in WARRANTS
    assert {cell.warrant for cell in cells} == {warrant}
    assert len({keep.identity(cell) for cell in cells}) == len(cells)
    assert any(cell.error and cell.required for cell in cells)
    assert all(run.jobs([warrant], 10_000)[at].draws >= 400 for at in range(len(cells)))


@dataclass(frozen=True, slots=True)
class Normal:
    """A mean of one normal reading with sd 1, claimed to be above 1."""

    name: ClassVar[str] = "normal"

    expect: Literal["above", "below"] = "above"
    shift: float = 0.0
    reading: Reading = "process"

    @property
    def region(self) -> Region:
        return Region(1.0, inf) if self.expect == "above" else Region(-inf, 1.0)

    def axes(self) -> tuple[Axis, ...]:
        return (NOISE["noise"],)

    def needs(self) -> tuple[Request, ...]:
        return (Count(STRIKES),)

    def test(self, answers: tuple[Answer, ...]) -> Estimate | Infeasible:
        assert isinstance(answers[0], Series)
        value = float(answers[0].best[0, 0]) + self.shift
        if value > 9:
            return Infeasible("out of range")
        at = [Interval(value - z, value + z) for z in norm.ppf([0.90, 0.95, 0.975])]
        p = (float(norm.sf(value - 1)), float(norm.cdf(value - 1)))
        p_for, p_against = p if self.expect == "above" else p[::-1]
        return Estimate(
            value,
            at[0],
            at[1],
            at[2],
            unit="points",
            n=1,
            p_for=p_for,
            p_against=p_against,
            tipping=1.1,
        )


def reading(rng: np.random.Generator, mean: float) -> Drawn:
    answer = series(column([rng.normal(mean)]))
    return Drawn(lambda _: answer, mean)


def normal(mean: float, power: str = "above", borders: bool = True) -> Rates:
    claims = {"above": Normal(), "below": Normal("below")}
    world = partial(reading, mean=mean)
    return play(world, claims, power, DRAWS, 1, borders=borders)


def plausible(rate: float, expected: float) -> bool:
    """Whether a rate seen in so many draws may come from the expected one."""
    return bool(binomtest(round(rate * DRAWS), DRAWS, expected).pvalue > 1e-4)


def test_the_runner_finds_the_rates_of_a_rule_whose_rates_are_known() -> None:
    on_the_border = normal(1.0)
    assert plausible(on_the_border.false_supported, 0.025)
    assert plausible(on_the_border.false_leans, 0.05)
    assert plausible(on_the_border.coverage or 0, 0.95)
    assert on_the_border.after_reporting == 0
    away = normal(0.0)
    assert plausible(away.false_supported, float(norm.sf(1.96 + 1)))
    assert plausible(normal(3.0).supported, float(norm.sf(1.96 - 2)))
    assert plausible(normal(3.0, "not below").supported, float(norm.sf(1.96 - 2)))


def test_a_census_knows_on_which_side_its_border_lies() -> None:
    assert normal(1.0, borders=False).false_supported > 0
    assert normal(1.0, borders=False).false_supported <= normal(1.0).false_supported + 1e-12


def test_draws_without_grounds_are_no_errors_and_not_covered() -> None:
    rates = normal(9.0)
    assert plausible(rates.grounds, 0.5)
    assert rates.coverage is not None


def test_claims_that_need_their_own_specifications_may_not_share_them() -> None:
    claims = {"above": Normal(), "below": Normal("below", reading="process")}
    shifted = {**claims, "below": Other()}
    with pytest.raises(AssertionError, match="play it unshared"):
        play(partial(reading, mean=0.0), shifted, "above", 2, 1)
    assert play(partial(reading, mean=0.0), shifted, "above", 2, 1, shared=False).grounds == 1


@dataclass(frozen=True, slots=True)
class Other(Normal):
    """The same on another scale."""

    def test(self, answers: tuple[Answer, ...]) -> Estimate | Infeasible:
        return Normal(self.expect, self.shift + 1).test(answers)


def test_a_bar_is_broken_only_surely() -> None:
    good = Rates(0.5, 0.05, 0.10, None, 0.93, 1.0)
    assert bars.faults(good, 10_000) == ()
    assert bars.faults(Rates(0.5, 0.06, 0.12, None, 0.92, 1.0), 10_000) == (
        "false_supported",
        "false_leans",
        "coverage",
    )
    assert bars.faults(Rates(0.5, 0.06, 0.12, None, 0.92, 1.0), 100) == ()
    exact = binomtest(600, 10_000).proportion_ci(0.98, method="wilson").low
    assert bars.least(0.06, 10_000) == pytest.approx(exact)


def test_a_finished_cell_is_kept_and_not_played_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keep, "KEPT", tmp_path)
    job = run.quick("contrast")[0]
    found = run.work(job.warrant, job.index, 5)
    keep.store(job.cell, job.draws, found)
    (again,) = run.played([job])
    assert again.rates == keep.rates(found)
    assert keep.stored(job.cell, job.draws + 1) is None
    written.write([again], tmp_path / "docs")
    for name in ("contrast", "summary"):
        table = json.loads((tmp_path / "docs" / f"{name}.json").read_text(encoding="utf-8"))
        (cell,) = table["cells"]
        assert cell["warrant"] == "contrast"
        assert set(cell) >= {"truth", "n", "rho", "draws", "supported", "false_supported"}
        assert set(cell) >= {"false_leans", "coverage", "oracle", "mc_error", "passes", "required"}


def test_a_seed_belongs_to_the_cell_and_not_to_its_place() -> None:
    one = Cell("x", "null", {"n": 1, "rho": 0.0}, normal_cell, error=True)
    same = Cell("x", "null", {"rho": 0.0, "n": 1}, normal_cell, error=True, required=False)
    assert keep.seed(one) == keep.seed(same)
    assert keep.seed(one) != keep.seed(Cell("x", "edge", {"n": 1, "rho": 0.0}, normal_cell, True))


def normal_cell(draws: int, seed: int) -> Rates:
    return Rates(0, 0, 0, None, None, draws + seed)

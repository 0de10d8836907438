"""What all lists missed: closed forms, another program, planted truth, refusals."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
import statsmodels.api as sm

from squarely.estimators.multiple_systems import LEAST_SHARED, missed

# Hepatitis A in a college in northern Taiwan, 1995: serum tests, hospitals, epidemiologists.
# Chao, Tsay, Lin, Shau & Chao 2001, Statistics in Medicine 20:3123; lists of 135, 122 and 126.
HEPATITIS = {
    (1, 1, 1): 28, (1, 1, 0): 21, (1, 0, 1): 17, (1, 0, 0): 69,
    (0, 1, 1): 18, (0, 1, 0): 55, (0, 0, 1): 63,
}  # fmt: skip


def lists(
    rng: np.random.Generator, size: int, chances: tuple[float, ...], copied: float
) -> tuple[dict[tuple[int, ...], int], int]:
    """Events on lists; the second list takes over a part of what the first has, or lacks."""
    held = rng.random((size, len(chances))) < chances
    taken = rng.random(size) < copied
    held[:, 1] = np.where(taken, held[:, 0], held[:, 1])
    found: dict[tuple[int, ...], int] = {}
    for row in held.astype(int).tolist():
        found[tuple(row)] = found.get(tuple(row), 0) + 1
    nobody = found.pop((0,) * len(chances), 0)
    return found, nobody


def test_the_worked_example_is_the_published_table() -> None:
    sizes = [sum(n for cell, n in HEPATITIS.items() if cell[at]) for at in range(3)]
    assert sizes == [135, 122, 126]
    assert sum(HEPATITIS.values()) == 271


def test_all_dependences_give_the_closed_form() -> None:
    """Fienberg's estimate for three lists with every dependence of two: odd over even cells."""
    cell = HEPATITIS
    odd = cell[1, 1, 1] * cell[1, 0, 0] * cell[0, 1, 0] * cell[0, 0, 1]
    even = cell[1, 1, 0] * cell[1, 0, 1] * cell[0, 1, 1]
    models = {terms: number for terms, _, number in missed(HEPATITIS).models}
    assert models["1 with 2, 1 with 3, 2 with 3"] == pytest.approx(odd / even, rel=1e-6)


def test_every_model_agrees_with_another_program() -> None:
    rng = np.random.default_rng(3)
    held, _ = lists(rng, 900, (0.4, 0.3, 0.35), 0.2)
    cells = [cell for cell in product((1, 0), repeat=3) if any(cell)]
    counts = [held.get(cell, 0) for cell in cells]
    for terms, _, number in missed(held).models:
        pairs = [] if terms == "independent" else [
            tuple(int(one) - 1 for one in pair.split(" with ")) for pair in terms.split(", ")
        ]  # fmt: skip
        if len(pairs) == 3:
            continue  # as many terms as counts: the closed form above
        design = [[1, *cell, *(cell[a] * cell[b] for a, b in pairs)] for cell in cells]
        fit = sm.GLM(counts, np.array(design, float), family=sm.families.Poisson()).fit()
        assert number == pytest.approx(float(np.exp(fit.params[0])), rel=1e-4)


def test_two_lists_give_chapmans_number() -> None:
    found = missed({(1, 1): 40, (1, 0): 60, (0, 1): 110})
    assert found.missed is not None
    assert found.missed == pytest.approx(101 * 151 / 41 - 1 - 210)
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.missed < found.high


@pytest.mark.parametrize(
    ("chances", "copied"),
    [((0.5, 0.4), 0.0), ((0.3, 0.4, 0.5), 0.0), ((0.3, 0.4, 0.5), 0.4), ((0.2, 0.2, 0.3), 0.3)],
)
def test_intervals_hold_the_planted_number(chances: tuple[float, ...], copied: float) -> None:
    rng = np.random.default_rng(7)
    held = []
    for _ in range(40):
        found, nobody = lists(rng, 800, chances, copied)
        told = missed(found)
        assert told.low is not None
        assert told.high is not None
        held.append(told.low <= nobody <= told.high)
    assert np.mean(held) >= 0.875  # 0.95 less two and a bit standard errors of 40 draws


def test_too_small_an_overlap_is_refused_with_a_reason() -> None:
    few = missed({(1, 1): LEAST_SHARED - 1, (1, 0): 50, (0, 1): 50})
    apart = missed({(1, 1, 0): 30, (0, 1, 1): 30, (1, 0, 0): 50, (0, 1, 0): 5, (0, 0, 1): 50})
    alone = missed({(1,): 5})
    for found, reason in ((few, "on both lists"), (apart, "lists 1 and 3"), (alone, "one list")):
        assert found.missed is None
        assert reason in found.why_not
        assert any("assumption-heavy" in one for one in found.assumptions)

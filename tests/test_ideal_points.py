"""Ideal points: planted positions, other programs, the published estimates, what is invisible."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats
from statsmodels.miscmodels.ordinal_model import OrderedModel
from statsmodels.multivariate.factor import Factor

from answers import too_often
from squarely.estimators import distances, ideal_points, votes
from squarely.estimators.distances import Rolls
from squarely.estimators.ideal_points import NONE, Cast, Fitted
from squarely.grounds.adapters import un_votes

Array = NDArray[np.float64]
DRAWS = 40
POSITIONS = {"no": 0, "abstain": 1, "yes": 2}
SESSIONS = (5, 15, 25, 35, 40, 45, 50, 60, 70, 74)
_: float | None = None

# Posterior means of Bailey, Strezhnev and Voeten's model, to two decimals: the authors' own file of
# April 2020 (github.com/evoeten/United-Nations-General-Assembly-Votes-and-Ideal-Points, MIT).
PUBLISHED: Mapping[str, tuple[float | None, ...]] = {
    "USA": (1.62, 1.39, 2.17, 2.45, 2.85, 3.07, 3.13, 2.89, 2.59, 2.69),
    "CAN": (1.81, 0.99, 1.57, 1.92, 1.78, 1.49, 1.26, 1.31, 1.80, 1.42),
    "GBR": (1.27, 1.75, 1.84, 2.06, 2.19, 2.38, _, _, _, _),
    "RUS": (-2.88, -2.36, -2.40, -2.11, -1.46, -0.14, 1.16, 0.08, 0.18, 0.14),
    "UKR": (_, -2.44, -2.40, -2.11, -1.41, -0.02, 0.54, 0.62, 0.98, 1.26),
    "BLR": (-2.86, -2.40, -2.41, -2.09, -1.52, -0.14, 0.53, -0.22, -0.19, -0.17),
    "URY": (0.29, 0.81, 0.90, 0.37, 0.10, 0.02, -0.09, -0.08, -0.46, -0.42),
    "SAU": (-0.43, -0.88, -0.59, -0.08, -0.42, -0.56, -0.73, -0.97, -0.94, -0.45),
    "ISR": (_, _, _, _, 2.27, 2.26, 2.84, 2.44, 2.40, 2.59),
    "ARG": (_, _, _, _, _, _, 1.50, 0.17, -0.16, -0.08),
    "EST": (_, _, _, _, _, _, 1.14, 1.01, 1.15, 1.20),
    "LVA": (_, _, _, _, _, _, 1.79, 1.15, 1.15, 1.22),
}


def blocs(rng: np.random.Generator, members: int = 80) -> Array:
    """A large middle and two blocs, with mean 0 and standard deviation 1."""
    bloc = rng.choice(3, members, p=[0.6, 0.27, 0.13])
    at = np.array([-0.5, 1.2, -1.3])[bloc] + rng.normal(0, 0.35, members)
    scaled: Array = (at - at.mean()) / at.std()
    return scaled


def roll_calls(
    rng: np.random.Generator,
    at: Array,
    count: int,
    middle: float = 0.8,
    normal: bool = False,
) -> Cast:
    """Votes of members at these places (members) or (votes, members); an eighth are absent."""
    slope = rng.choice([-1, 1], count, p=[0.8, 0.2]) * rng.lognormal(0.4, 0.5, count)
    where, half = rng.normal(middle, 0.9, count), np.abs(rng.normal(0.3, 0.2, count))
    drawn = slope[:, None] * (at - where[:, None])
    drawn += rng.normal(0, 1.7, drawn.shape) if normal else rng.logistic(0, 1, drawn.shape)
    gap = (half * np.abs(slope))[:, None]
    cast = np.where(drawn > gap, 2, np.where(drawn > -gap, 1, 0))
    return np.where(rng.random(cast.shape) < 0.12, NONE, cast).astype(np.int8)


def one_period(cast: Cast, levels: int = 3) -> Fitted:
    return ideal_points.fit(cast, np.zeros(len(cast), np.int64), levels)


def turned(found: Array, truth: Array) -> Array:
    """Positions on the side of the truth."""
    return found * float(np.sign(np.corrcoef(found.ravel(), truth.ravel())[0, 1]))


@pytest.mark.parametrize("normal", [False, True])
def test_planted_positions_are_found(normal: bool) -> None:
    rng = np.random.default_rng(5)
    truth = blocs(rng, 120)
    fitted = one_period(roll_calls(rng, truth, 150, normal=normal))
    found = turned(fitted.place[0], truth)
    assert stats.spearmanr(found, truth)[0] > 0.95
    assert np.sqrt(np.mean(np.square(found - truth))) < 0.3
    held = np.abs(found - truth) < 1.96 * fitted.error[0]
    assert held.mean() > 0.85


def test_planted_walks_are_found_and_sessions_share_one_sign() -> None:
    rng = np.random.default_rng(7)
    steps = rng.normal(0, 0.3, (8, 80))
    steps[0] = blocs(rng)
    truth = np.cumsum(steps, axis=0)
    truth = (truth - truth.mean()) / truth.std()
    when = np.repeat(np.arange(8), 40)
    fitted = ideal_points.fit(roll_calls(rng, truth[when], 320), when)
    found = turned(fitted.place, truth)
    assert np.corrcoef(found.ravel(), truth.ravel())[0, 1] > 0.95
    moved = stats.pearsonr((found[-1] - found[0]), (truth[-1] - truth[0]))[0]
    assert moved > 0.85


def test_who_cast_no_vote_has_no_position() -> None:
    rng = np.random.default_rng(3)
    cast, when = roll_calls(rng, blocs(rng), 60), np.repeat([0, 1], 30)
    cast[30:, 4] = NONE
    place = ideal_points.fit(cast, when).place
    assert np.isnan(place[1, 4])
    assert np.isnan(place).sum() == 1


def test_the_order_is_that_of_another_programs_factor() -> None:
    rng = np.random.default_rng(11)
    cast = roll_calls(rng, blocs(rng, 150), 40)
    filled = np.where(cast == NONE, np.nan, cast).T.astype(float)
    filled = np.where(np.isnan(filled), np.nanmean(filled, axis=0), filled)
    theirs = Factor(filled, n_factor=1, method="pa").fit().factor_scoring()[:, 0]
    ours = turned(one_period(cast).place[0], theirs)
    assert stats.spearmanr(ours, theirs)[0] > 0.93


def test_slopes_are_those_of_another_programs_ordered_logit() -> None:
    """On the positions found, each vote is an ordered logit; ours are drawn towards none."""
    rng = np.random.default_rng(12)
    cast = roll_calls(rng, blocs(rng, 300), 25)
    fitted = one_period(cast)
    ours, theirs = [], []
    for vote, slope in zip(cast, fitted.items.slope, strict=True):
        known = vote != NONE
        if np.unique(vote[known]).size == 3 and (np.bincount(vote[known]) >= 10).all():
            model = OrderedModel(vote[known], fitted.place[0][known, None], distr="logit")
            theirs.append(model.fit(method="bfgs", disp=False).params[0])
            ours.append(slope)
    assert len(ours) >= 15
    assert stats.spearmanr(ours, theirs)[0] > 0.97
    flat = np.abs(theirs) < 2
    assert np.array(ours)[flat] == pytest.approx(np.array(theirs)[flat], abs=0.25)


def test_the_weighted_likelihood_is_not_drawn_to_the_middle() -> None:
    """Warm's estimate of a far member on few votes has next to no bias; the belief's mean has."""
    rng = np.random.default_rng(13)
    warm, mean = [], []
    for _ in range(DRAWS):
        truth = blocs(rng, 60)
        truth[0] = 2.4
        truth = (truth - truth.mean()) / truth.std()
        cast = roll_calls(rng, truth, 30)
        fitted = one_period(cast)
        at, parts = ideal_points.stand(fitted.items, cast[:, :1], np.ones(30))
        side = np.sign(np.corrcoef(fitted.place[0], truth)[0, 1])
        warm.append(side * float(at[0]) - truth[0])
        mean.append(side * float(fitted.place[0, 0]) - truth[0])
        assert parts.shape == (30, 1)
    assert abs(np.mean(warm)) < 0.1
    assert np.mean(mean) < -0.1


def sides(rng: np.random.Generator, change: float, others: int) -> tuple[Array, Array]:
    """Places in two periods: the first member comes closer to the next by `change`."""
    crowd = np.sort(blocs(rng))[::-1]
    before = np.concatenate([[crowd[:others].mean() - 2.4], crowd])
    after = before.copy()
    after[0] += change
    return before, after


def period(rng: np.random.Generator, at: Array, count: int, start: int, swing: float) -> Rolls:
    """Three years of votes; each member swings about its place from year to year."""
    year = np.sort(rng.integers(0, 3, count))
    month = rng.choice([3, 6, 10, 11, 12], count)
    days = [f"{start + y}-{m:02d}-15" for y, m in zip(year, month, strict=True)]
    swings = rng.normal(0, swing, (3, at.size))[year]
    names = tuple(f"{k:03d}" for k in range(at.size))
    items = tuple(f"{start}/{k:03d}" for k in range(count))
    return Rolls(roll_calls(rng, at + swings, count), items, names, np.array(days, "M8[D]"))


@pytest.mark.parametrize("change", [0.0, 0.25])
@pytest.mark.parametrize(("others", "swing"), [(1, 0.15), (12, 0.0)])
def test_a_change_of_nothing_or_of_the_edge_is_covered_and_seldom_called_more(
    change: float, others: int, swing: float
) -> None:
    rng = np.random.default_rng(17)
    false = leans = held = 0
    names = tuple(f"{k:03d}" for k in range(1, others + 1))
    for _ in range(DRAWS):
        before, after = sides(rng, change, others)
        truth = float(
            np.abs(before[0] - before[1 : others + 1]).mean() / before.std()
            - np.abs(after[0] - after[1 : others + 1]).mean() / after.std()
        )
        drawn = period(rng, before, 60, 1980, swing), period(rng, after, 60, 1990, swing)
        found = distances.move(*drawn, ("000", names), (np.ones(60), np.ones(60)), 3)
        assert found is not None
        at = votes.tested(found.moved).at
        false += at[2].low > 0.25
        leans += at[1].low > 0.25
        held += at[2].low <= truth <= at[2].high
    assert not too_often(false, DRAWS)
    assert not too_often(leans, DRAWS, 0.10)
    assert not too_often(DRAWS - held, DRAWS, 0.07)


def test_another_agenda_is_no_change_of_mind() -> None:
    """The same places, votes that divide elsewhere: agreement moves, the distance does not."""
    rng = np.random.default_rng(19)
    at, _after = sides(rng, 0.0, 1)
    moved, agreed = [], []
    for _draw in range(30):
        drawn = []
        for start, middle in ((1980, 0.3), (1990, 2.2)):
            rolls = period(rng, at, 80, start, 0.0)
            cast = roll_calls(rng, at, 80, middle)
            drawn.append(Rolls(cast, rolls.items, rolls.members, rolls.days))
        found = distances.move(drawn[0], drawn[1], ("000", ("001",)), (np.ones(80), np.ones(80)), 3)
        assert found is not None
        moved.append(100 * found.moved.value)
        known = [(one.cast[:, :2] != NONE).all(axis=1) for one in drawn]
        apart = [
            np.abs(np.diff(one.cast[k, :2].astype(float), axis=1)).mean() / 2
            for one, k in zip(drawn, known, strict=True)
        ]
        agreed.append(100 * (apart[0] - apart[1]))
    assert np.mean(agreed) > 10
    assert abs(np.median(moved)) < 0.2


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_turning_votes_or_the_order_of_members_changes_no_distance(seed: int) -> None:
    rng = np.random.default_rng(seed)
    before, after = sides(rng, 0.5, 1)
    drawn = [period(rng, at, 50, start, 0.0) for at, start in ((before, 1980), (after, 1990))]
    even = np.ones(50), np.ones(50)
    plain = distances.move(drawn[0], drawn[1], ("000", ("001",)), even, 3)
    order = rng.permutation(81)
    other = [
        Rolls(
            np.where(one.cast == NONE, NONE, 2 - one.cast).astype(np.int8)[:, order],
            one.items,
            tuple(one.members[k] for k in order),
            one.days,
        )
        for one in drawn
    ]
    again = distances.move(other[0], other[1], ("000", ("001",)), even, 3)
    assert (plain is None) == (again is None)
    if plain is not None and again is not None:
        assert again.before == pytest.approx(plain.before, abs=0.05)
        assert again.after == pytest.approx(plain.after, abs=0.05)
    back = distances.move(drawn[1], drawn[0], ("000", ("001",)), even, 3)
    if plain is not None and back is not None:
        assert back.moved.value == pytest.approx(-plain.moved.value)
        assert back.moved.error == pytest.approx(plain.moved.error)


def test_who_stands_beyond_all_votes_has_no_distance() -> None:
    rng = np.random.default_rng(23)
    before, after = sides(rng, 0.0, 1)
    drawn = [period(rng, at, 60, start, 0.0) for at, start in ((before, 1980), (after, 1990))]
    lone = drawn[0].cast.copy()
    lone[:, 1:] = np.where(rng.random(lone[:, 1:].shape) < 0.97, 2, 0)
    lone[:, 0], lone[:, 1] = 0, 2
    odd = Rolls(lone, drawn[0].items, drawn[0].members, drawn[0].days)
    found = distances.move(odd, drawn[1], ("000", ("001",)), (np.ones(60), np.ones(60)), 3)
    assert found is None or found.moved.error > 0.005


def test_weights_give_each_kind_of_vote_the_same_part() -> None:
    found = distances.alike(np.array([0, 0, 0, 1, 2]), np.array([0, 1, 1, 1]))
    assert found is not None
    one, two = found
    assert one[4] == 0
    assert one[:3].sum() / one.sum() == pytest.approx(two[0] / two.sum())
    assert one.sum() == pytest.approx(5)
    assert distances.alike(np.array([0, 0]), np.array([1])) is None


def assembly(originals: Path) -> tuple[Cast, NDArray[np.int64], list[str], list[int]]:
    """Every roll call since 1946: the votes, the number of the session, members, sessions."""
    columns = un_votes.read(originals).columns
    parts = [columns[name][1] for name in ("roll_call", "session", "actor", "position")]
    rows = [row for row in zip(*parts, strict=True) if row[0] is not None]
    calls = sorted({(int(str(row[1])), int(str(row[0]))) for row in rows})
    row_of = {number: at for at, (_, number) in enumerate(calls)}
    members = sorted({str(row[2]) for row in rows})
    column_of = {name: at for at, name in enumerate(members)}
    cast = np.full((len(calls), len(members)), NONE, np.int8)
    for number, _, actor, position in rows:
        cast[row_of[int(str(number))], column_of[str(actor)]] = POSITIONS.get(str(position), NONE)
    sessions = sorted({session for session, _ in calls})
    when = np.array([sessions.index(session) for session, _ in calls])
    return cast, when, members, sessions


@pytest.mark.originals
def test_the_whole_assembly_stands_where_the_published_estimates_put_it(originals: Path) -> None:
    cast, when, members, sessions = assembly(originals)
    place = ideal_points.fit(cast, when, rounds=25).place
    place *= np.sign(np.nanmean(place[:, members.index("USA")]))

    def at(name: str, session: int) -> float:
        return float(place[sessions.index(session), members.index(name)])

    pairs = [
        (at(name, session), value, session)
        for name, row in PUBLISHED.items()
        for session, value in zip(SESSIONS, row, strict=True)
        if value is not None
    ]
    ours, theirs, session = (np.array(part) for part in zip(*pairs, strict=True))
    assert np.corrcoef(ours, theirs)[0, 1] > 0.96
    assert stats.spearmanr(ours, theirs)[0] > 0.97
    for one in SESSIONS:
        assert stats.spearmanr(ours[session == one], theirs[session == one])[0] > 0.85
    # In 1992 Russia stood between New Zealand and Japan (Spaniel, International Relations 101).
    assert at("RUS", 35) < at("NZL", 35) - 2
    assert abs(at("RUS", 47) - at("NZL", 47)) < 0.3
    assert abs(at("RUS", 47) - at("JPN", 47)) < 0.3

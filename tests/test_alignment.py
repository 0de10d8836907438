"""Alignment: positions, agendas, another program, known worlds, and what states did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from answers import borne, series, sure, too_often, use, window
from squarely.estimators import votes
from squarely.estimators.votes import Period
from squarely.grounds.catalog import open_grounds
from squarely.grounds.cube import answer
from squarely.model.argument import Items, Reading, Value
from squarely.model.finding import Infeasible
from squarely.model.request import Answer, Condition, Count, Occurrences, Pairs, Unanswerable
from squarely.warrants import alignment

Rolls = Mapping[str, Mapping[str, str]]  # item -> who -> position
EARLY, LATE = window("2000-01-01", "2005-12-31"), window("2010-01-01", "2015-12-31")
DRAWS = 300
YES, NO, ABSTAIN = "yes", "no", "abstain"


def claim(
    expect: str = "closer", reading: Reading | None = None, others: tuple[str, ...] = ("B",)
) -> alignment.Alignment:
    keys: dict[str, Value] = {
        "actor": "A",
        "with": others,
        "before": EARLY,
        "after": LATE,
        "in_": "votes",
    }
    return alignment.from_use(use("alignment", expect, reading, **keys))


def pairs(rolls: Rolls, names: tuple[str, ...], start: int) -> Occurrences:
    found = [
        (np.datetime64(f"{start + i % 6}-{1 + i % 12:02d}-15"), who, item, position)
        for i, (item, positions) in enumerate(sorted(rolls.items()))
        for who, position in positions.items()
        if who in names
    ]
    days = np.array([day for day, *_ in found], "M8[D]")
    left, right, label = ([str(one[k]) for one in found] for k in (1, 2, 3))
    return Occurrences(days, days, tuple(left), tuple(right), tuple(label))


def answers(
    before: Rolls, after: Rolls, others: tuple[str, ...] = ("B",), yes: Mapping[str, float] = {}
) -> tuple[Answer, ...]:
    """Both periods' votes; `yes` is the whole assembly's part of yes by item, else nine in ten."""
    items = sorted({*before, *after})
    names = [(item,) for item in items]
    part = [100 * yes.get(item, 0.95) for item in items]
    return (
        *(pairs(before, side, 2000) for side in (("A",), others)),
        *(pairs(after, side, 2010) for side in (("A",), others)),
        series([part], None, names),
        series([[100.0] * len(items)], None, names),
    )


def rolls(own: Sequence[str], theirs: Sequence[str], period: str) -> Rolls:
    pairs_ = enumerate(zip(own, theirs, strict=True))
    return {f"{period}{i:03d}": {"A": a, "B": b} for i, (a, b) in pairs_}


def drawn(rng: np.random.Generator, chance: float, period: str, n: int = 60) -> Rolls:
    own = rng.choice([YES, NO], n)
    theirs = [a if rng.random() < chance else (NO if a == YES else YES) for a in own]
    return rolls([str(a) for a in own], [str(b) for b in theirs], period)


def test_asks_for_both_sides_in_both_periods_and_the_whole_assembly() -> None:
    topic = Condition("palestine", (True,))
    warrant = replace(claim(others=("B", "C")), item=Items(where=(topic,)))
    one, two, three, four, yes, cast_ = warrant.needs()
    assert one == Pairs(
        "votes", (topic, Condition("actor", ("A",))), EARLY, "actor", "item", "position"
    )
    assert isinstance(two, Pairs)
    assert isinstance(yes, Count)
    assert isinstance(cast_, Count)
    assert two.where == (topic, Condition("actor", ("B", "C")))
    assert (three.during, four.during) == (LATE, LATE)
    assert (yes.during.first, yes.during.last) == (EARLY.first, LATE.last)
    assert Condition("position", (YES, NO, ABSTAIN)) in cast_.measure.where
    named = replace(claim(), item=Items("A/RES/1")).needs()[0]
    assert isinstance(named, Pairs)
    assert Condition("item", ("A/RES/1",)) in named.where
    text = replace(claim(), item="A/RES/1").needs()[0]
    assert text == named
    assert [axis.name for axis in claim().axes()] == ["abstaining", "agenda", "measure"]


def lined(rng: np.random.Generator, own: float, period: str, n: int = 60) -> Rolls:
    """Votes of 45 members on a line with A at `own`, B at 2.5."""
    at = np.concatenate([[own, 2.5], rng.normal(0, 1, 43)])
    names = ["A", "B", *(f"M{k:02d}" for k in range(43))]
    found: dict[str, dict[str, str]] = {}
    for i in range(n):
        drawn = 2 * (at - rng.normal(0.5, 1)) * rng.choice([-1, 1]) + rng.logistic(0, 1, 45)
        said = np.where(drawn > 0.5, YES, np.where(drawn > -0.5, ABSTAIN, NO))
        found[f"{period}{i:03d}"] = dict(zip(names, map(str, said), strict=True))
    return found


def placed(before: Rolls, after: Rolls) -> tuple[Answer, ...]:
    """The answers for ideal points: both sides, and all members, in both periods."""
    everyone = tuple(sorted({who for roll in before.values() for who in roll}))
    periods = (before, 2000), (after, 2010)
    sides = [pairs(*given_) for given_ in _each(periods, (("A",), ("B",)))]
    return (*sides, *(pairs(*given_) for given_ in _each(periods, (everyone,))))


def _each(
    periods: Sequence[tuple[Rolls, int]], who: Sequence[tuple[str, ...]]
) -> Sequence[tuple[Rolls, tuple[str, ...], int]]:
    return [(rolls, names, start) for rolls, start in periods for names in who]


def by_position(expect: str = "closer") -> alignment.Alignment:
    return replace(claim(expect), measure="ideal-point", stated="ideal-point", agenda="all")


def test_positions_ask_for_all_members_as_well() -> None:
    asked = by_position().needs()
    assert asked[:4] == claim().needs()[:4]
    for one, during in zip(asked[4:], (EARLY, LATE), strict=True):
        assert isinstance(one, Pairs)
        assert one.where == (Condition("position", (YES, NO, ABSTAIN)),)
        assert one.during == during


@pytest.mark.parametrize(
    ("expect", "own", "expected"),
    [
        ("closer", (-2.0, 1.5), "yes"),
        ("closer", (1.5, -2.0), "no"),
        ("further", (1.5, -2.0), "yes"),
        ("none", (-2.0, 1.5), "no"),
    ],
)
def test_a_plain_move_of_a_position_is_seen_on_its_side(
    expect: str, own: tuple[float, float], expected: str
) -> None:
    rng = np.random.default_rng(9)
    given_ = placed(lined(rng, own[0], "b"), lined(rng, own[1], "c"))
    found = sure(by_position(expect).test(given_))
    assert borne(by_position(expect).region, found) == expected
    assert found.parts["members"] == 1
    assert "standard deviations of all members" in found.recorded


def test_both_measures_are_judged_edge_upon_edge_in_the_claims_own_unit() -> None:
    rng = np.random.default_rng(9)
    given_ = placed(lined(rng, -2.0, "b"), lined(rng, 1.5, "c"))
    own = sure(by_position().test(given_))
    beside = sure(replace(by_position(), stated="agreement").test(given_))
    assert own.unit.startswith("standard deviations")
    assert (own.edge, beside.edge) == (0.25, 5.0)
    assert beside.unit == "points of agreement"
    assert beside.value == pytest.approx(20 * own.value)
    assert beside.at80.low == pytest.approx(20 * own.at80.low)
    assert beside.p_for == own.p_for
    measured = by_position().axes()[2]
    assert [option.label for option in measured.options] == ["ideal points", "agreement"]
    keys: dict[str, Value] = {"actor": "A", "with": ("B",), "before": EARLY, "after": LATE}
    written = use("alignment", "closer", None, in_="votes", measure="ideal-point", **keys)
    assert alignment.from_use(written).region.low == 0.25


def test_without_a_crowd_or_shared_votes_there_is_no_line() -> None:
    rng = np.random.default_rng(9)
    before, after = lined(rng, -2.0, "b"), lined(rng, 1.5, "c")
    few = [{i: dict(list(roll.items())[:15]) for i, roll in one.items()} for one in (before, after)]
    found = by_position().test(placed(few[0], few[1]))
    assert isinstance(found, Infeasible)
    assert "14 other members" in found.why
    short = by_position().test(placed(dict(list(before.items())[:19]), after))
    assert isinstance(short, Infeasible)
    assert "19 and 60 shared votes" in short.why
    silent = {
        i: {**roll, "B": roll["B"] if n < 9 else "absent", "A": roll["A"]}
        for n, (i, roll) in enumerate(after.items())
    }
    assert isinstance(by_position().test(placed(before, silent)), Infeasible)


@pytest.mark.parametrize(
    ("expect", "chances", "expected"),
    [
        ("closer", (0.3, 0.9), "yes"),
        ("closer", (0.9, 0.3), "no"),
        ("further", (0.9, 0.3), "yes"),
        ("none", (0.3, 0.9), "no"),
        ("none", (1.0, 1.0), "yes"),
        ("closer", (1.0, 1.0), "no"),
    ],
)
def test_a_plain_move_is_seen_on_its_side(
    expect: str, chances: tuple[float, float], expected: str
) -> None:
    rng = np.random.default_rng(4)
    given_ = answers(drawn(rng, chances[0], "b"), drawn(rng, chances[1], "c"))
    assert borne(claim(expect).region, claim(expect).test(given_)) == expected


@pytest.mark.parametrize(
    ("abstain", "value"), [("between", 0.0), ("as no", -50.0), ("no position", 0.0)]
)
def test_what_abstaining_means_is_a_choice(abstain: alignment.Abstain, value: float) -> None:
    before = rolls([YES] * 40, [YES, NO] * 20, "b")
    after = rolls([YES] * 40, [ABSTAIN] * 40, "c")
    warrant = replace(claim(reading="realised"), abstain=abstain)
    found = warrant.test(answers(before, after))
    if abstain == "no position":
        assert isinstance(found, Infeasible)
    else:
        assert sure(found).value == pytest.approx(value)


def test_a_changed_agenda_is_no_change_of_mind() -> None:
    """On divisive votes they disagree, on others they agree; the mix of the two changes."""
    easy, hard = {"A": YES, "B": YES}, {"A": NO, "B": YES}
    before = {f"b{i:02d}": hard if i < 30 else easy for i in range(40)}
    after = {f"c{i:02d}": hard if i < 10 else easy for i in range(40)}
    yes = {item: 0.6 for items in (before, after) for item in items if items[item] is hard}
    given_ = answers(before, after, ("B",), yes)
    matched = sure(claim(reading="realised").test(given_))
    alike = sure(replace(claim(reading="realised"), agenda="all").test(given_))
    assert matched.value == pytest.approx(0)
    assert alike.value == pytest.approx(50)
    assert matched.census
    assert matched.recorded == "agreement on 40 votes 25%, on 40 votes 75%"


def test_too_few_votes_or_nothing_alike_cannot_say() -> None:
    rng = np.random.default_rng(1)
    few = answers(drawn(rng, 0.5, "b", 19), drawn(rng, 0.5, "c"))
    assert isinstance(claim().test(few), Infeasible)
    one, two = drawn(rng, 0.5, "b"), drawn(rng, 0.5, "c")
    apart = answers(one, two, ("B",), dict.fromkeys(two, 0.3))
    assert isinstance(claim().test(apart), Infeasible)
    gone = {
        item: {who.replace("B", "C"): p for who, p in roll.items()} for item, roll in two.items()
    }
    found = claim(others=("B", "C")).test(answers(one, gone, ("B", "C")))
    assert isinstance(found, Infeasible)
    assert "one period only" in found.why


def test_the_actor_is_not_compared_with_itself() -> None:
    rng = np.random.default_rng(1)
    given_ = answers(drawn(rng, 0.5, "b"), drawn(rng, 0.9, "c"), ("A", "B"))
    assert sure(claim(others=("A", "B")).test(given_)).parts["members"] == 1


def test_short_periods_are_capped() -> None:
    rng = np.random.default_rng(1)
    given_ = list(answers(drawn(rng, 0.2, "b"), drawn(rng, 0.9, "c")))
    assert sure(claim().test(tuple(given_))).cap is None
    for at in (2, 3):
        one = given_[at]
        assert isinstance(one, Occurrences)
        day = np.where(np.arange(one.first.size) % 2, "2010-03-15", "2011-03-15").astype("M8[D]")
        given_[at] = replace(one, first=day, last=day)
    found = sure(claim().test(tuple(given_)))
    assert found.cap == "leans"
    assert sure(claim(reading="realised").test(tuple(given_))).cap is None


def test_the_error_is_the_clustered_one_of_another_program(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(votes, "SWING", 0.0)
    rng = np.random.default_rng(6)
    days = np.array([f"2000-{1 + i % 8:02d}-15" for i in range(80)], "M8[D]")
    late = days + 3653
    one, two = rng.random((80, 1)), rng.random((80, 1))
    kind = np.zeros(80, np.int64)
    moved = votes.move(Period(one, kind, days), Period(two, kind, late))
    assert moved is not None
    y = np.concatenate([one, two])[:, 0]
    x = sm.add_constant(np.repeat([0.0, 1.0], 80))
    months = np.concatenate([days, late]).astype("M8[M]").astype(int)
    theirs = sm.OLS(y, x).fit(
        cov_type="cluster", cov_kwds={"groups": months, "use_correction": False}
    )
    assert moved.value == pytest.approx(theirs.params[1])
    assert moved.error == pytest.approx(theirs.bse[1] * np.sqrt(8 / 7))


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(0.05, 0.95), st.floats(0.05, 0.95))
def test_swapping_the_periods_or_the_sides_mirrors(seed: int, one: float, two: float) -> None:
    rng = np.random.default_rng(seed)
    before, after = drawn(rng, one, "b"), drawn(rng, two, "c")
    up = sure(claim("closer").test(answers(before, after)))
    down = sure(claim("further").test(answers(after, before)))
    assert up.at95.low == pytest.approx(-down.at95.high)
    assert up.p_for == pytest.approx(down.p_for)
    assert up.p_against == pytest.approx(down.p_against)
    swap = {"A": "B", "B": "A"}
    swapped = [
        {i: {swap[w]: p for w, p in r.items()} for i, r in rs.items()} for rs in (before, after)
    ]
    other = sure(claim("closer").test(answers(swapped[0], swapped[1])))
    assert other.at95.low == pytest.approx(up.at95.low)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_the_p_value_and_the_interval_never_disagree(seed: int) -> None:
    rng = np.random.default_rng(seed)
    given_ = answers(drawn(rng, rng.random(), "b"), drawn(rng, rng.random(), "c"))
    found = sure(claim().test(given_))
    assert found.p_for is not None
    if abs(found.p_for - 0.025) > 1e-6:
        assert claim().region.contains(found.at95) == (found.p_for < 0.025)


def period(
    rng: np.random.Generator, level: float, swings: tuple[float, float], members: int, start: int
) -> Period:
    """Six years of five months in which votes are taken; months and years swing together."""
    days, mean = [], []
    for year in range(6):
        own = rng.normal(0, swings[1])
        for month in (3, 6, 10, 11, 12):
            at = level + own + rng.normal(0, swings[0])
            for _ in range(rng.integers(1, 12)):
                days.append(np.datetime64(f"{start + year}-{month:02d}-15"))
                mean.append(at)
    agree = np.array(mean)[:, None] + rng.normal(0, 0.25, (len(mean), members))
    return Period(agree, np.zeros(len(mean), np.int64), np.array(days))


@pytest.mark.parametrize("swings", [(0.0, 0.0), (0.1, 0.0), (0.1, 0.05)])
@pytest.mark.parametrize("truth", [0.0, 0.05])
@pytest.mark.parametrize("members", [1, 5, 12])
def test_swings_of_months_and_years_do_not_pass_for_a_change(
    swings: tuple[float, float], truth: float, members: int
) -> None:
    rng = np.random.default_rng(18)
    false = leans = held = 0
    for _ in range(DRAWS):
        before = period(rng, 0.6, swings, members, 2000)
        moved = votes.move(before, period(rng, 0.6 + truth, swings, members, 2010))
        assert moved is not None
        at = votes.tested(moved).at
        false += at[2].low > 5
        leans += at[1].low > 5
        held += at[2].low <= 100 * truth <= at[2].high
    assert not too_often(false, DRAWS)
    assert not too_often(leans, DRAWS, 0.10)
    assert held / DRAWS >= 0.93


def test_a_year_alone_is_held_to_swing_and_a_month_alone_says_nothing() -> None:
    """The assumed swing adds its own variance once for each period of one year."""
    rng = np.random.default_rng(7)
    days = np.array([f"2000-{1 + i % 8:02d}-15" for i in range(80)], "M8[D]")
    kind = np.zeros(80, np.int64)
    sides = [Period(rng.random((80, 1)), kind, days + late) for late in (0, 3653)]
    moved = votes.move(*sides)
    assert moved is not None
    own = 0.0
    for side in sides:
        sums = np.array([side.agree[m::8].sum() - 10 * side.agree.mean() for m in range(8)])
        own += 8 / 7 * float(np.square(sums / 80).sum())
    assert moved.error == pytest.approx((own + 2 * votes.SWING**2) ** 0.5)
    given_ = list(answers(drawn(rng, 0.2, "b"), drawn(rng, 0.9, "c")))
    for at in (2, 3):
        one = given_[at]
        assert isinstance(one, Occurrences)
        day = np.full(one.first.size, "2010-03-15", "M8[D]")
        given_[at] = replace(one, first=day, last=day)
    found = claim().test(tuple(given_))
    assert isinstance(found, Infeasible)
    assert "one month" in found.why


def test_twelve_members_stand_for_others() -> None:
    rng = np.random.default_rng(2)
    own = rng.normal(0, 0.3, 12)
    sides = [period(rng, 0.6, (0.0, 0.0), 12, start) for start in (2000, 2010)]
    sides[1] = replace(sides[1], agree=sides[1].agree + own)
    crowd = votes.move(*sides)
    few = votes.move(*(replace(side, agree=side.agree[:, :9]) for side in sides))
    assert crowd is not None
    assert few is not None
    assert crowd.error > 2 * few.error


def test_detectable_lies_beyond_the_edge_on_the_claims_side() -> None:
    rng = np.random.default_rng(4)
    given_ = answers(drawn(rng, 0.5, "b"), drawn(rng, 0.6, "c"))
    closer, further = (sure(claim(word).test(given_)).detectable for word in ("closer", "further"))
    assert closer is not None
    assert further == -closer
    assert closer > 5


@pytest.mark.originals
def test_russia_drew_closer_to_the_united_states_after_the_cold_war(originals: Path) -> None:
    keys: dict[str, Value] = {
        "actor": "Russia",
        "with": ("United States",),
        "in_": "un-votes",
        "before": window("1980-01-01", "1985-12-31"),
        "after": window("1990-01-01", "1996-12-31"),
    }
    warrant = alignment.from_use(use("alignment", "closer", None, **keys))
    grounds = open_grounds(originals=originals)[0]
    for measure in ("agreement", "ideal-point"):
        for abstain in ("between", "as no", "no position"):
            one = replace(warrant, measure=measure, abstain=abstain)
            answered = answer(grounds, one.needs()).answers
            given_ = [answered[request] for request in one.needs()]
            kept = tuple(part for part in given_ if not isinstance(part, Unanswerable))
            found = sure(one.test(kept))
            assert warrant.region.contains(found.at80)
            assert abstain != "between" or borne(warrant.region, found) == "yes"

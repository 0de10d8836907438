"""Rows in which something was picked: windows, dates, categories, records."""

from __future__ import annotations

from collections.abc import Mapping

from claims import ROSE, UP, claim, of, step, trend, untested
from made import Row, Series, Table, counted, month, monthly, slope, split

MONTHS, STARTS = 120, range(0, 60, 6)  # ten start dates, five years of them
WORD = {"up": "more", "down": "less"}
CATEGORIES = tuple("abcdefghij")


def windows() -> list[Row]:
    """Twenty series in which nothing happens, each cut at the best of ten start dates."""
    found = []
    for number in range(1, 21):
        rho = 0.4 if number <= 10 else 0.7
        values = monthly(f"window {number}", MONTHS, rho)
        table = counted(f"nothing-{number:02d}", f"a series without a tendency ({rho:g})", values)
        found += [_window(table, values, side) for side in UP]
    values = monthly("window change", MONTHS, 0.4)
    table = counted("nothing-21", "a series without a shift", values)
    found += [_years(table, values, side) for side in UP]
    found += [_date(table, values, side, n) for n in range(2) for side in UP]
    return [*found, *(_true_window(side) for side in UP)]


def _window(table: Table, values: Series, side: str) -> Row:
    start = max(STARTS, key=lambda first: UP[side] * slope(values[first:]))
    during = f"{month(start)}..{month(MONTHS - 1)}"
    verb = "rose" if side == "up" else "fell"
    says = f"Events {verb} from {month(start)} to {month(MONTHS - 1)}."
    trick = "The best of ten start dates, in a series without a tendency."
    it = {"picked": trend(says, of(table.name), side, during)}
    return Row("cherry-picked-windows", table.name, side, trick, it, tables=(table,))


def _years(table: Table, values: Series, side: str) -> Row:
    """The best pair of years, true as recorded, as the reason for a tendency."""
    years = [sum(values[n : n + 12]) for n in range(0, MONTHS, 12)]
    pairs = [(a, b) for a in range(10) for b in range(a + 3, 10)]
    first, last = max(pairs, key=lambda p: UP[side] * (years[p[1]] - years[p[0]]))
    groups = {"time": [str(2010 + last), str(2010 + first)]}
    higher = "higher" if side == "up" else "lower"
    claims = {
        "two-years": claim(
            f"{WORD[side].capitalize()} events were recorded in {2010 + last} than in "
            f"{2010 + first}.",
            "contrast", of=of(table.name), groups=groups, expect=higher,
        ),
        "tendency": untested(f"There are {WORD[side]} and {WORD[side]} events."),
    }  # fmt: skip
    trick = "The best pair of years, true as recorded, stands for a tendency."
    return Row("cherry-picked-windows", "two-years", side, trick, claims,
               (step("tendency", "two-years"),), "tendency", tables=(table,))  # fmt: skip


def _date(table: Table, values: Series, side: str, number: int) -> Row:
    """The date among ten at which the means before and after differ most."""
    if number:
        values = monthly(f"window change {number}", MONTHS, 0.4)
        table = counted(f"nothing-{21 + number}", "a series without a shift", values)

    def shift(at: int) -> float:
        return UP[side] * (sum(values[at:]) / (MONTHS - at) - sum(values[:at]) / at)

    at = max(range(24, 96, 7), key=shift)
    says = f"In {month(at)} the level of events {'rose' if side == 'up' else 'fell'}."
    expect = "rise" if side == "up" else "fall"
    it = {"shift": claim(says, "change", of=of(table.name), every="month", at=month(at),
                         expect=expect)}  # fmt: skip
    trick = "The best of eleven dates for a shift, in a series without one."
    return Row("cherry-picked-windows", f"date-{number + 1}", side, trick, it, tables=(table,))


def _true_window(side: str) -> Row:
    table = planted(side)
    says = f"Events {'rose' if side == 'up' else 'fell'} from 2010 to 2019."
    it = {"whole": trend(says, of(table.name), side, "2010..2019")}
    trick = "A fourfold change over the whole record."
    return Row("cherry-picked-windows", "fourfold", side, trick, it, honest=True, tables=(table,))


def planted(side: str) -> Table:
    """A series that rises, or falls, fourfold over ten years."""
    values = monthly(f"planted {side}", MONTHS, 0.0, UP[side] * 1.386, 40.0)
    return counted(f"fourfold-{side}", f"a series {ROSE[side]} fourfold", values)


def categories() -> list[Row]:
    """Ten categories in which nothing happens; the one that moved most is shown."""
    found = []
    for number in range(1, 7):
        name = f"ten-{number}"
        series = {key: monthly(f"{name} {key}", 48, 0.4) for key in CATEGORIES}
        table = split(name, "ten categories without a tendency", "category", series)
        found += [_category(table, series, side) for side in UP]
        if number < 4:
            found += [_halves(table, series, side) for side in UP]
    return [*found, *(_true_category(side) for side in UP)]


def _category(table: Table, series: dict[str, Series], side: str) -> Row:
    best = max(CATEGORIES, key=lambda key: UP[side] * slope(series[key]))
    says = f"Events of category {best} {'rose' if side == 'up' else 'fell'} from 2010 to 2013."
    it = {"best": trend(says, of(table.name, category=best), side, "2010..2013")}
    trick = "The one of ten categories that moved most, none of which has a tendency."
    return Row("best-of-k-categories", table.name, side, trick, it, tables=(table,))


def _halves(table: Table, series: dict[str, Series], side: str) -> Row:
    def gap(key: str) -> float:
        return UP[side] * (sum(series[key][24:]) - sum(series[key][:24])) / sum(series[key])

    best = max(CATEGORIES, key=gap)
    more = "more" if side == "up" else "less"
    says = f"Events of category {best} were {more} frequent in 2012 and 2013 than in 2010 and 2011."
    it = {
        "best": claim(
            says, "contrast", of=of(table.name, category=best), reading="process",
            groups={"time": ["2012..2013", "2010..2011"]},
            expect="higher" if side == "up" else "lower",
        )
    }  # fmt: skip
    trick = "The one of ten categories whose halves differ most."
    return Row("best-of-k-categories", f"{table.name}-halves", side, trick, it, tables=(table,))


def _true_category(side: str) -> Row:
    series = {key: monthly(f"planted {side} {key}", MONTHS, 0.0) for key in CATEGORIES[:3]}
    series["c"] = monthly(f"planted {side} c", MONTHS, 0.0, UP[side] * 1.386, 40.0)
    name = f"one-of-three-{side}"
    table = split(name, f"three categories, one {ROSE[side]} fourfold", "category", series)
    says = f"Events of category c {'rose' if side == 'up' else 'fell'} from 2010 to 2019."
    it = {"one": trend(says, of(name, category="c"), side, "2010..2019")}
    trick = "A category that did change fourfold."
    return Row("best-of-k-categories", "fourfold", side, trick, it, honest=True, tables=(table,))


def superlatives() -> list[Row]:
    """Records that were looked for after the fact."""
    values = monthly("records", MONTHS, 0.4)
    series = {key: monthly(f"records {key}", 60, 0.4, mean=6.0) for key in CATEGORIES[:6]}
    table = counted("records", "a series without a tendency", values)
    sliced = split("sliced", "six categories without a tendency", "category", series)
    found = []
    for side in UP:
        found += [
            _record(table, values, side),
            _slice(sliced, series, side),
            _slice_alone(sliced, series, side),
            _since(table, values, side),
            _tie(side),
            _sizes(side),
            _as_tendency(sliced, series, side),
            _true_record(side),
        ]
    return found


def _extreme(
    says: str, measure: Mapping[str, object], side: str, **keys: object
) -> dict[str, object]:
    expect = "largest" if side == "up" else "smallest"
    return claim(says, "extreme", of=dict(measure), expect=expect, **keys)


def _best(values: Series, side: str) -> int:
    return max(range(len(values)), key=lambda n: UP[side] * values[n])


def _record(table: Table, values: Series, side: str) -> Row:
    """The record month as evidence that events are on the rise."""
    at = month(_best(values, side))
    most = "most" if side == "up" else "fewest"
    claims = {
        "record": _extreme(f"{at} saw the {most} events of any month since 2010.", of(table.name),
                           side, every="month", item=at, since="2010"),
        "tendency": untested(f"There are {WORD[side]} and {WORD[side]} events."),
    }  # fmt: skip
    trick = "Some month is always the record; it stands for a tendency."
    return Row("post-hoc-superlatives", "record", side, trick, claims,
               (step("tendency", "record"),), "tendency", tables=(table,))  # fmt: skip


def _as_tendency(table: Table, series: dict[str, Series], side: str) -> Row:
    """A record put as a tendency: which category is highest as a process."""
    key = max(series, key=lambda one: UP[side] * sum(series[one]))
    says = (
        f"Category {key} is where events are {'most' if side == 'up' else 'least'} to be expected."
    )
    it = {"highest": _extreme(says, of(table.name), side, by="category", item=key,
                              reading="process")}  # fmt: skip
    trick = "Of six alike categories one is ahead; that is put as a tendency."
    return Row("post-hoc-superlatives", "ahead", side, trick, it, tables=(table,))


def _found(table: Table, series: dict[str, Series], side: str) -> dict[str, object]:
    """The category and the late month that are furthest ahead of all other months."""
    cells = [(key, n) for key in series for n in range(48, 60)]
    key, at = max(cells, key=lambda cell: _lead(series[cell[0]], cell[1], side))
    most = "most" if side == "up" else "fewest"
    says = f"{month(at)} saw the {most} events of category {key} since 2010."
    return _extreme(says, of(table.name, category=key), side, every="month", item=month(at),
                    since="2010")  # fmt: skip


def _slice_alone(table: Table, series: dict[str, Series], side: str) -> Row:
    trick = "The slice in which a late month is a record, claimed for itself: true as recorded."
    it = {"slice": _found(table, series, side)}
    return Row("post-hoc-superlatives", "slice-alone", side, trick, it, tables=(table,))


def _slice(table: Table, series: dict[str, Series], side: str) -> Row:
    claims = {
        "slice": _found(table, series, side),
        "out-of-hand": untested(
            "Events are getting out of hand." if side == "up" else "Events are dying out."
        ),
    }  # fmt: skip
    trick = "The slice in which a late month is a record, found by looking at all slices."
    return Row("post-hoc-superlatives", "slice", side, trick, claims,
               (step("out-of-hand", "slice"),), "out-of-hand", tables=(table,))  # fmt: skip


def _lead(values: Series, at: int, side: str) -> int:
    rivals = [UP[side] * value for n, value in enumerate(values) if n != at]
    return UP[side] * values[at] - max(rivals)


def _since(table: Table, values: Series, side: str) -> Row:
    """The record of ten years put as one of thirty."""
    at = month(_best(values, side))
    most = "most" if side == "up" else "fewest"
    says = f"{at} saw the {most} events of any month since 1990."
    it = {"since": _extreme(says, of(table.name), side, every="month", item=at, since="1990")}
    trick = "A record since 1990, of a source that begins in 2010."
    return Row("post-hoc-superlatives", "since-1990", side, trick, it, tables=(table,))


def _tie(side: str) -> Row:
    values = [20 + UP[side] * (n % 5) for n in range(60)]
    table = counted(f"tie-{side}", "months that tie", values)
    at = month(59)
    says = f"{at} saw {'more' if side == 'up' else 'fewer'} events than any month since 2010."
    it = {"tie": _extreme(says, of(table.name), side, every="month", item=at, since="2010")}
    trick = "A record that twelve months share."
    return Row("post-hoc-superlatives", "shared", side, trick, it, tables=(table,))


def _sizes(side: str) -> Row:
    """A record by the best figure that the ranges of the figures do not bear out."""
    rows = [(month(n), 80, 100 + UP[side] * (5 if n == 50 else n % 4), 125) for n in range(60)]
    fields = (("month", "date"), ("low", "integer"), ("size", "integer"), ("high", "integer"))
    ours = {"kind": "events", "units": {"events": None}, "reported": False,
            "roles": {"time": "month", "size_low": "low", "size": "size", "size_high": "high"},
            "redistributable": True, "citation": "Made up for the adversarial corpus."}  # fmt: skip
    table = Table(f"ranges-{side}", "sizes known as ranges", fields, tuple(rows), ours)
    most = "most" if side == "up" else "fewest"
    says = f"{month(50)} saw the {most} participants of any month since 2010."
    measure = {"sum": "size", "in": table.name}
    it = {"sizes": _extreme(says, measure, side, every="month", item=month(50), since="2010")}
    trick = "A record by the middle figure, within what every month's range allows."
    return Row("post-hoc-superlatives", "ranges", side, trick, it, tables=(table,))


def _true_record(side: str) -> Row:
    values = [20 + n % 5 + (15 * UP[side] if n == 40 else 0) for n in range(60)]
    table = counted(f"record-{side}", "one month far from all others", values)
    most = "most" if side == "up" else "fewest"
    says = f"{month(40)} saw the {most} events of any month since 2010."
    it = {"record": _extreme(says, of(table.name), side, every="month", item=month(40),
                             since="2010")}  # fmt: skip
    trick = "A record far ahead of all others, over the whole of a complete source."
    return Row("post-hoc-superlatives", "record", side, trick, it, honest=True, tables=(table,))

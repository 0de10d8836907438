"""Rows whose fault lies in what is measured: denominators, definitions, rows counted twice."""

from __future__ import annotations

from random import Random

from claims import ROSE, UP, claim, of, step, trend, untested
from made import Row, Table, counted, listed, month, monthly, split

MONTHS = 60
GROWTH = 1.6  # the source takes in five times as much at the end as at the start
WORD = {"up": "more", "down": "less"}


def denominators() -> list[Row]:
    """Counts without, or with somebody else's, denominator."""
    found = []
    for side in UP:
        found += [_coverage(side, number) for number in (1, 2, 3)]
        found += [_population(side), _likely(side), _other_whole(side), _true_share(side)]
    return found


def _sectors(name: str, side: str, change: float, own: float, months: int = MONTHS) -> Table:
    """Three sectors whose total changes by e^`change`; sector a by a further e^`own`."""
    series = {
        key: monthly(f"{name} {side} {key}", months, 0.0, change + (own if key == "a" else 0), 40.0)
        for key in "abc"
    }
    title = (
        f"a source that takes in {WORD[side]} with time" if change else "a source that is steady"
    )
    return split(f"{name}-{side}", title, "sector", series, reported=True)


def _coverage(side: str, number: int) -> Row:
    table = _sectors(f"coverage-{number}", side, UP[side] * GROWTH, 0.0)
    says = f"Strikes in sector a have become {WORD[side]} frequent."
    it = {"count": trend(says, of(table.name, sector="a"), side, "2010..2014")}
    trick = "A count that moves with all that the source takes in; the sector's share stays."
    return Row("unmatched-denominators", f"coverage-{number}", side, trick, it, tables=(table,))


def _regions(side: str) -> Table:
    """Two regions with the same rate, one with four times the people."""
    many, few = ("north", "south") if side == "up" else ("south", "north")
    means = {many: 40.0, few: 10.0}
    series = {key: monthly(f"regions {key}", MONTHS, 0.0, mean=mean) for key, mean in means.items()}
    return split(f"regions-{side}", "two regions, one with four times the people", "region", series)


def _population(side: str) -> Row:
    table = _regions(side)
    says = f"Workers in the north are {WORD[side]} likely to strike than workers in the south."
    it = {
        "count": claim(
            says, "contrast", of=of(table.name), groups={"region": ["north", "south"]},
            expect="higher" if side == "up" else "lower",
        )
    }  # fmt: skip
    trick = "A chance is claimed and a count is compared; one region has four times the people."
    return Row("unmatched-denominators", "population", side, trick, it, tables=(table,))


def _likely(side: str) -> Row:
    table = _regions(side)
    says = (
        f"The rate of strikes per head is {'highest' if side == 'up' else 'lowest'} in the north."
    )
    expect = "largest" if side == "up" else "smallest"
    it = {"rate": claim(says, "extreme", of=of(table.name), by="region", item="north",
                        expect=expect)}  # fmt: skip
    trick = "A rate per head is claimed and a count is ranked."
    return Row("unmatched-denominators", "per-head", side, trick, it, tables=(table,))


def _other_whole(side: str) -> Row:
    """The part from one source, the whole from another that takes in less, or more."""
    wide = _sectors("steady", "up", 0.0, 0.0)
    total = 60 if side == "up" else 700
    narrow = counted(f"whole-{side}", "another source of the whole", [total] * MONTHS)
    says = f"{'Most' if side == 'up' else 'Few'} strikes are in sector a."
    it = {
        "share": claim(
            says, "share", of=of(wide.name, sector="a"), among=of(narrow.name),
            during="2010..2014", expect="most" if side == "up" else "few",
        )
    }  # fmt: skip
    trick = "The part is from one source and the whole from another with its own coverage."
    return Row("unmatched-denominators", "two-sources", side, trick, it, tables=(wide, narrow))


def _true_share(side: str) -> Row:
    table = _sectors("share", side, 0.0, UP[side] * 2.5, 120)
    says = f"Sector a's share of the strikes has {'risen' if side == 'up' else 'fallen'}."
    measure = {"share": {"sector": "a"}, "in": table.name}
    it = {"share": trend(says, measure, side, "2010..2019")}
    trick = "A share that does change, of a whole from the same source."
    return Row("unmatched-denominators", "share", side, trick, it, honest=True, tables=(table,))


def definitions() -> list[Row]:
    """One word, two meanings: across time, between premises, between sources."""
    found = []
    for side in UP:
        found += [_new_code(side, number) for number in (1, 2)]
        found += [_called_and_held(side), _two_trends(side), _broad(side), _true_both(side)]
    return found


def _new_code(side: str, number: int) -> Row:
    """A kind that is coded from the middle of the record on, or no longer."""
    series = {key: monthly(f"code {side} {number} {key}", MONTHS, 0.0) for key in ("old", "new")}
    late = [value if n >= MONTHS // 2 else 0 for n, value in enumerate(series["new"])]
    series["new"] = [2 * value for value in (late if side == "up" else late[::-1])]
    axis = {
        "name": "definition",
        "argument": "The kind new was coded in one half of the record only.",
        "options": [{"label": "all kinds"}, {"label": "kinds coded all along",
                                             "where": {"kind": "old"}}],
    }  # fmt: skip
    table = split(f"code-{number}-{side}", "a kind that is coded for half of the time", "kind",
                  series, choices=[axis])  # fmt: skip
    verb = "rose" if side == "up" else "fell"
    it = {"kinds": trend(f"Events {verb} from 2010 to 2014.", of(table.name), side, "2010..2014")}
    trick = "The definition changed half-way; kinds coded all along did not move."
    return Row("shifted-definitions", f"code-{number}", side, trick, it, tables=(table,))


def _stages() -> Table:
    series = {
        "called": monthly("stages called", MONTHS, 0.0, mean=60.0),
        "held": monthly("stages held", MONTHS, 0.0),
    }
    return split("stages", "strikes called and strikes held, both steady", "stage", series)


def _called_and_held(side: str) -> Row:
    """Then by one definition, now by another."""
    table = _stages()
    then, now = ("held", "called") if side == "up" else ("called", "held")
    low, high = {"at-most": 360}, {"more-than": 480}
    first, last = (low, high) if side == "up" else (high, low)
    claims = {
        "then": claim("Strikes in 2010, by the register.", "level", of=of(table.name, stage=then),
                      during="2010", expect=first),
        "now": claim("Strikes in 2014, by the register.", "level", of=of(table.name, stage=now),
                     during="2014", expect=last),
        "moved": untested(f"There are far {WORD[side]} strikes than there were."),
    }  # fmt: skip
    trick = "Strikes held in one premise, strikes called in the other."
    return Row("shifted-definitions", "called-and-held", side, trick, claims,
               (step("moved", "then", "now"),), "moved", tables=(table,))  # fmt: skip


def _two_trends(side: str) -> Row:
    """Which stage moved is left out of the conclusion."""
    series = {
        "called": monthly(f"moving {side} called", MONTHS, 0.0, UP[side] * 1.8, 40.0),
        "held": monthly(f"moving {side} held", MONTHS, 0.0, -UP[side] * 0.7, 40.0),
    }
    table = split(f"moving-{side}", "two stages that part", "stage", series)
    verb = "rose" if side == "up" else "fell"
    claims = {
        "called": trend(f"Strikes called {verb} from 2010 to 2014.", of(table.name, stage="called"),
                        side, "2010..2014"),
        "struck": untested(f"Workers strike {WORD[side]} than they did."),
    }  # fmt: skip
    trick = "What is shown of one definition is concluded of another that moved the other way."
    return Row("shifted-definitions", "other-stage", side, trick, claims,
               (step("struck", "called"),), "struck", tables=(table,))  # fmt: skip


def _broad(side: str) -> Row:
    """A majority that depends on whether those who abstained or stayed away are counted."""
    claims = {
        "broad": claim(
            "A broad majority of states backed the resolution ES-10/21."
            if side == "up"
            else "The resolution ES-10/21 had no broad majority of states behind it.",
            "consensus", item="A/RES/ES-10/21", position="yes",
            expect="broad" if side == "up" else {"not": "broad"}, **{"in": "un-votes"},
        )
    }  # fmt: skip
    trick = "The denominator decides: those who voted, those present, or all members."
    return Row("shifted-definitions", "majority", side, trick, claims)


def _true_both(side: str) -> Row:
    series = {
        key: monthly(f"both {side} {key}", 120, 0.0, UP[side] * 1.386, 40.0)
        for key in ("old", "new")
    }
    axis = {"name": "definition", "argument": "Either kind may be meant.", "options": [
        {"label": "all kinds"}, {"label": "old kinds", "where": {"kind": "old"}}]}  # fmt: skip
    table = split(f"both-{side}", f"two kinds, both {ROSE[side]} fourfold", "kind", series,
                  choices=[axis])  # fmt: skip
    says = f"Events {'rose' if side == 'up' else 'fell'} from 2010 to 2019."
    it = {"both": trend(says, of(table.name), side, "2010..2019")}
    trick = "A change by either definition."
    return Row("shifted-definitions", "both", side, trick, it, honest=True, tables=(table,))


def duplicates() -> list[Row]:
    """The same evidence twice: rows, premises, sources."""
    found = []
    for side in UP:
        found += [_rows(side, ids=True), _rows(side, ids=False), _rates(side), _total(side)]
        found += [_same_claim(side), _same_file(side), _true_rows(side)]
    return found


def _events(name: str, part: float, copies: int, ids: bool, size: int = 100) -> Table:
    """Events, four a month, of which `part` is of kind a; each row stands `copies` times."""
    rng = Random(name)
    kinds = ["a"] * round(size * part) + ["b"] * (size - round(size * part))
    rng.shuffle(kinds)
    rows = []
    for n, kind in enumerate(kinds):
        day = f"{month(n % (size // 4))}-{rng.randrange(1, 29):02d}"
        rows += [(f"e{n}", day, kind) if ids else (day, kind)] * copies
    title = f"events, each of them {copies} times in the file" if copies > 1 else "events"
    return listed(name, title, rows, ids)


def _share(says: str, table: Table, side: str) -> dict[str, object]:
    expect = "most" if side == "up" else {"not": "most"}
    return claim(says, "share", of=of(table.name, kind="a"), expect=expect, reading="process")


def _rows(side: str, ids: bool) -> Row:
    part = 0.57 if side == "up" else 0.43
    name = f"copied-{'ids' if ids else 'rows'}-{side}"
    table = _events(name, part, 5, ids)
    says = f"Most events {'are' if side == 'up' else 'are not'} of kind a."
    it = {"share": _share(says, table, side)}
    trick = f"Every event stands five times in the file{', under the same number' if ids else ''}."
    return Row("duplicated-evidence", name.removesuffix(f"-{side}"), side, trick, it,
               tables=(table,))  # fmt: skip


def _rates(side: str) -> Row:
    """Few events, copied until the difference of two years looks certain."""
    rng = Random(f"rates {side}")
    first, last = (36, 52) if side == "up" else (52, 36)
    days = [month(n % 12) for n in range(first)] + [month(12 + n % 12) for n in range(last)]
    rows = [(f"{day}-{rng.randrange(1, 29):02d}", "a") for day in days for _ in (0,)]
    table = listed(f"copied-years-{side}", "events, each of them six times", rows * 6, False)
    says = f"Events were {WORD[side]} frequent in 2011 than in 2010."
    it = {"years": claim(says, "contrast", of=of(table.name), groups={"time": ["2011", "2010"]},
                         expect="higher" if side == "up" else "lower",
                         reading="process")}  # fmt: skip
    trick = "Every event stands six times; the rate of two years is compared as if it did not."
    return Row("duplicated-evidence", "copied-years", side, trick, it, tables=(table,))


def _total(side: str) -> Row:
    """A number that only the copies reach, or only they keep."""
    table = _events(f"copied-ids-{side}", 0.57 if side == "up" else 0.43, 5, True)
    expect = {"more-than": 200} if side == "up" else {"not": {"at-most": 100}}
    says = "There were more than 200 events of kind a."
    says = says if side == "up" else "It is not so that there were at most 100 events of kind a."
    it = {"total": claim(says, "level", of=of(table.name, kind="a"), expect=expect)}
    trick = "A number that is reached because every event stands five times in the file."
    return Row("duplicated-evidence", "total", side, trick, it, tables=(table,))


def _level(name: str, side: str, says: str) -> dict[str, object]:
    expect = {"more-than": 40} if side == "up" else {"at-most": 60}
    return claim(says, "level", of=of(name, kind="a"), expect=expect)


def _same_claim(side: str) -> Row:
    table = _events(f"single-{side}", 0.5, 1, False)
    says = "more than 40" if side == "up" else "at most 60"
    claims = {
        "once": _level(table.name, side, f"There were {says} events of kind a."),
        "again": _level(table.name, side, f"The record shows {says} events of kind a."),
        "wave": untested("There is a wave of events." if side == "up" else "There is no wave."),
    }
    trick = "One fact in two wordings, counted as two reasons."
    return Row("duplicated-evidence", "two-wordings", side, trick, claims,
               (step("wave", "once"), step("wave", "again")), "wave",
               tables=(table,))  # fmt: skip


def _same_file(side: str) -> Row:
    """A file and its copy under another name, as two sources that agree."""
    table = _events(f"single-{side}", 0.5, 1, False)
    copy = Table(f"copy-of-single-{side}", "a copy of another file", table.fields, table.rows,
                 table.ours)  # fmt: skip
    says = "more than 40" if side == "up" else "at most 60"
    claims = {
        "first": _level(table.name, side, f"One source shows {says} events of kind a."),
        "second": _level(copy.name, side, f"A second source shows {says} events of kind a."),
        "wave": untested("There is a wave of events." if side == "up" else "There is no wave."),
    }
    trick = "A file and its copy, put as two sources that agree."
    return Row("duplicated-evidence", "copied-file", side, trick, claims,
               (step("wave", "first", "second"),), "wave", tables=(table, copy))  # fmt: skip


def _true_rows(side: str) -> Row:
    table = _events(f"clear-{side}", 0.8 if side == "up" else 0.2, 1, True, 400)
    says = f"Most events {'are' if side == 'up' else 'are not'} of kind a."
    it = {"share": _share(says, table, side)}
    trick = "A clear majority, each event once."
    return Row("duplicated-evidence", "majority", side, trick, it, honest=True,
               tables=(table,))  # fmt: skip

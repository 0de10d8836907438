"""Rows whose fault lies in the argument: beside the point, empty, or a cause read into a count."""

from __future__ import annotations

from claims import UP, claim, of, step, trend, untested
from made import Row, counted, monthly, split
from picked import planted

STRIKES = {"count": "strikes", "in": "italy-strikes"}
STOPPAGES = {"count": "stoppages", "in": "bls-stoppages"}
FACTS: dict[str, dict[str, object]] = {
    "strikes-2023": claim("More than a thousand strikes were called in Italy in 2023.", "level",
                          of=STRIKES, during="2023", expect={"more-than": 1000}),
    "fewer-stoppages": claim("Large stoppages in the USA were fewer in 2023 than in 1953.",
                             "contrast", of=STOPPAGES, groups={"time": ["2023", "1953"]},
                             expect="lower"),
    "more-stoppages": claim("Large stoppages in the USA were more in 2023 than in 2009.",
                            "contrast", of=STOPPAGES, groups={"time": ["2023", "2009"]},
                            expect="higher"),
    "conflicts": claim("More state-based conflicts were active in 2023 than in 2003.", "contrast",
                       of={"count": "conflicts", "in": "ucdp-conflict-year"},
                       groups={"time": ["2023", "2003"]}, expect="higher"),
}  # fmt: skip


def irrelevant() -> list[Row]:
    """True premises that do not bear on what they are said to carry."""
    found = []
    for side in UP:
        found += [_beside(side, name, fact) for name, fact in FACTS.items()]
        found += [_many(side), _lifted(side), _linked(side), _true_conclusion(side)]
    return found


def _beside(side: str, name: str, fact: dict[str, object]) -> Row:
    goal = "works" if side == "up" else "never works"
    claims = {name: fact, "goal": untested(f"Diplomacy {goal}.")}
    trick = "A true premise that does not bear on the conclusion."
    return Row("irrelevant-support", name, side, trick, claims, (step("goal", name),), "goal")


def _many(side: str) -> Row:
    """Four true premises that bear on nothing are no better than one."""
    goal = "should be trusted" if side == "up" else "should not be trusted"
    claims = {**FACTS, "goal": untested(f"The polls {goal}.", type="descriptive")}
    steps = tuple(step("goal", name) for name in FACTS)
    trick = "Four true premises, none of which bears on the conclusion."
    return Row("irrelevant-support", "four-facts", side, trick, claims, steps, "goal")


def _lifted(side: str) -> Row:
    """A claim that its own data leave open, lifted by a true premise beside the point."""
    values = monthly("lifted", 60, 0.4)
    table = counted("lifted", "a series without a tendency", values)
    verb = "rose" if side == "up" else "fell"
    goal = trend(f"Events {verb} from 2010 to 2014.", of(table.name), side, "2010..2014")
    claims = {"strikes-2023": FACTS["strikes-2023"], "goal": goal}
    trick = "A claim that its own data do not bear out, with a true premise beside the point."
    return Row("irrelevant-support", "lifted", side, trick, claims,
               (step("goal", "strikes-2023"),), "goal", tables=(table,))  # fmt: skip


def _linked(side: str) -> Row:
    """The step is licensed by a further true fact that licenses nothing."""
    goal = "strengthen" if side == "up" else "weaken"
    claims = {
        "fact": FACTS["strikes-2023"],
        "link": FACTS["conflicts"],
        "goal": untested(f"Strikes {goal} a government."),
    }
    trick = "A true fact is named as the licence of the step, and licenses nothing."
    return Row("irrelevant-support", "named-link", side, trick, claims,
               (step("goal", "fact", by=["link"]),), "goal")  # fmt: skip


def _true_conclusion(side: str) -> Row:
    """A conclusion that data speak to, and say."""
    table = planted(side)
    verb = "rose" if side == "up" else "fell"
    goal = trend(f"Events {verb} from 2010 to 2019.", of(table.name), side, "2010..2019")
    higher = "higher" if side == "up" else "lower"
    years = claim(f"Events were {'more' if side == 'up' else 'fewer'} in 2019 than in 2010.",
                  "contrast", of=of(table.name), groups={"time": ["2019", "2010"]},
                  expect=higher)  # fmt: skip
    trick = "A conclusion that its own data bear out."
    return Row("irrelevant-support", "tested", side, trick, {"years": years, "goal": goal},
               (step("goal", "years"),), "goal", honest=True, tables=(table,))  # fmt: skip


def trivial() -> list[Row]:
    """Claims that no record could make false."""
    found = []
    for side in UP:
        found += [*_bounds(side), _tautology(side), _leaps(side), _any_at_all(side)]
        found.append(_true_level(side))
    return found


def _sizes() -> dict[str, object]:
    return {"share": {"scope": "general"}, "in": "italy-strikes"}


def _bounds(side: str) -> list[Row]:
    least, most = {"at-least": 0}, {"at-most": 1.0}
    share = claim(
        "General strikes are at least none of the strikes."
        if side == "up"
        else "General strikes are at most all of the strikes.",
        "level", of=_sizes(), during="2023", expect=least if side == "up" else most,
    )  # fmt: skip
    count = claim(
        "There were no fewer than zero strikes in 2023."
        if side == "up"
        else "It is not so that fewer than zero strikes were called in 2023.",
        "level", of=STRIKES, during="2023",
        expect={"at-least": 0} if side == "up" else {"not": {"at-most": -1}},
    )  # fmt: skip
    part = claim(
        "General strikes are no less than nothing of the strikes."
        if side == "up"
        else "General strikes are not more than all strikes.",
        "share", of={**STRIKES, "where": {"scope": "general"}}, during="2023",
        expect={"at-least": 0} if side == "up" else {"not": {"more-than": 1.0}},
    )  # fmt: skip
    trick = "A bound that every record meets."
    named = {"share-level": share, "count-level": count, "part": part}
    return [Row("trivially-true", name, side, trick, {"empty": it}) for name, it in named.items()]


def _tautology(side: str) -> Row:
    general = {"scope": "general"}
    measure = {"share": general, "in": "italy-strikes", "among": general}
    expect: object = "always" if side == "up" else {"not": "none"}
    says = "General strikes are always general." if side == "up" else "Some strikes are strikes."
    it = claim(says, "exists", of=measure if side == "up" else STRIKES, expect=expect)
    trick = "The claim is true by the meaning of its words."
    return Row("trivially-true", "tautology", side, trick, {"empty": it})


def _any_at_all(side: str) -> Row:
    """A register of strikes holds strikes."""
    expect: object = "some" if side == "up" else {"not": "none"}
    says = "There have been stoppages." if side == "up" else "It is not so that none was held."
    it = claim(says, "exists", of=STOPPAGES, expect=expect)
    return Row("trivially-true", "any-at-all", side, "A register holds what it registers.",
               {"empty": it})  # fmt: skip


def _leaps(side: str) -> Row:
    """From next to nothing to everything."""
    least: dict[str, object] = {"more-than": 0} if side == "up" else {"at-most": 1000000}
    words = "There were strikes in 2023." if side == "up" else "There were under a million strikes."
    goal = "Society is in revolt." if side == "up" else "Society is at peace with itself."
    claims = {"some": claim(words, "level", of=STRIKES, during="2023", expect=least),
              "goal": untested(goal)}  # fmt: skip
    trick = "A premise that could hardly be false, and a conclusion that could."
    return Row("trivially-true", "leap", side, trick, claims, (step("goal", "some"),), "goal")


def _true_level(side: str) -> Row:
    table = counted("steady-level", "a series of a known total", [10 + n % 3 for n in range(24)])
    expect: dict[str, object] = {"more-than": 100} if side == "up" else {"at-most": 160}
    says = f"There were {'more than 100' if side == 'up' else 'at most 160'} events in 2011."
    it = {"level": claim(says, "level", of=of(table.name), during="2011", expect=expect)}
    trick = "A bound that the record could have missed."
    return Row("trivially-true", "bound", side, trick, it, honest=True, tables=(table,))


CAUSES = {
    "because": "Events {verb} from 2010 to 2019 because of the reform.",
    "led-to": "The reform led to {more} events from 2010 to 2019.",
    "thanks-to": "Thanks to the reform events {verb} from 2010 to 2019.",
    "drove": "The reform drove events {up} from 2010 to 2019.",
    "caused": "From 2010 to 2019 the reform caused events to {grow}.",
}


# Wordings that the tool's list of words of cause does not hold: no list holds all.
UNLISTED = {"pushed": "The reform pushed events {up} from 2010 to 2019."}


def causes() -> list[Row]:
    """A cause in the words, a count in the test."""
    found = []
    for side in UP:
        found += [_cause(side, name, words) for name, words in (CAUSES | UNLISTED).items()]
        found += [_two_years(side), _concluded(side), _true_count(side)]
    return found


def _filled(words: str, side: str) -> str:
    up = side == "up"
    return words.format(
        verb="rose" if up else "fell",
        more="more" if up else "fewer",
        up="up" if up else "down",
        grow="grow" if up else "shrink",
    )


def _cause(side: str, name: str, words: str) -> Row:
    table = planted(side)
    it = {"cause": trend(_filled(words, side), of(table.name), side, "2010..2019")}
    trick = "A true change over time, worded as the effect of something."
    return Row("mislabelled-causes", name, side, trick, it, tables=(table,))


def _two_years(side: str) -> Row:
    """On figures that ship."""
    years = ["2023", "2009"] if side == "up" else ["2023", "1953"]
    says = (
        "The recovery brought about more large stoppages in 2023 than in 2009."
        if side == "up"
        else "The loss of members resulted in fewer large stoppages in 2023 than in 1953."
    )
    it = {"cause": claim(says, "contrast", of=STOPPAGES, groups={"time": years},
                         expect="higher" if side == "up" else "lower")}  # fmt: skip
    trick = "A true difference of two years, worded as the effect of something."
    return Row("mislabelled-causes", "two-years", side, trick, it)


def _concluded(side: str) -> Row:
    """After it, therefore because of it."""
    series = {key: monthly(f"after {key} {side}", 120, 0.0, UP[side] * 1.386, 40.0) for key in "ab"}
    table = split(f"after-{side}", "two series that move alike", "kind", series)
    verb = "rose" if side == "up" else "fell"
    span = "2010..2019"
    claims = {
        key: trend(f"Events of kind {key} {verb}.", of(table.name, kind=key), side, span)
        for key in "ab"
    }
    claims["cause"] = untested("The first kind of event is what the second comes from.")
    trick = "Two things that move alike, and the conclusion that one is the other's cause."
    return Row("mislabelled-causes", "move-alike", side, trick, claims,
               (step("cause", "a", "b"),), "cause", tables=(table,))  # fmt: skip


def _true_count(side: str) -> Row:
    table = planted(side)
    verb = "rose" if side == "up" else "fell"
    says = f"Events {verb} from 2010 to 2019, the years of the reform."
    it = {"count": trend(says, of(table.name), side, "2010..2019")}
    trick = "The change over time, and no more than that."
    return Row("mislabelled-causes", "count", side, trick, it, honest=True, tables=(table,))

"""What four fields can ask of a dataset: which tests, and what each takes beside the measure.

A test is offered only where the columns at hand carry it: a part of a whole needs a column that
tells parts, a shift needs dates, a vote needs its voters' positions. The tests that four fields
cannot state stand in `IN_A_FILE`, each with the reason; no test of the vocabulary is in neither.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from squarely.model.dataset import Column, Dataset

Json = dict[str, Any]
Inputs = tuple["Input", ...]
PERIODS, DAY = "time", "date"  # what stands beside the names of columns where one may be chosen
EVERY: Mapping[str, str] = {"every year": "year", "every month": "month"}
BOUNDS = ("more-than", "at-least", "about", "at-most")
MOST_VALUES = 200  # categories of a column that are sent along
_BOUNDS = tuple(zip(BOUNDS, ("is more than", "is at least", "is about", "is at most"), strict=True))
_PART_BOUNDS = tuple((word, f"{said} …") for word, said in _BOUNDS)
_PARTS = ("string", "boolean", "country", "region")
_NUMBERS = ("integer", "number")
_FINE = ("day", "week", "month")
_A_DATE = "2024-01-01"


@dataclass(frozen=True, slots=True)
class Input:
    """One answer: its key in the form, what may be chosen, or whose values may be typed.

    `column` is the column whose values may stand here, "by" for the one that is chosen before it.
    """

    key: Literal["by", "first", "second", "third"]
    label: str
    options: tuple[tuple[str, str], ...] = ()
    column: str = ""
    hint: str = ""
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Question:
    """A test as the form asks it: what may be expected, what is measured, what else it takes.

    `inputs` gives None for a dataset whose columns do not carry it; `legend` heads them.
    """

    name: str
    warrant: str
    label: str
    expects: tuple[tuple[str, str], ...]
    inputs: Callable[[Dataset], Inputs | None]
    legend: str = ""
    measures: tuple[str, ...] = ("count", "sum", "value")
    rows: bool = True  # whether it may be asked of some rows only
    window: bool = True


def _timed(one: Dataset) -> bool:
    return one.column("time") is not None and one.kind != "polls"


def _parts(one: Dataset) -> tuple[Column, ...]:
    """The columns that tell parts of the rows from each other."""
    apart = {one.roles.get(role) for role in ("id", "source")}
    return tuple(c for c in one.columns if c.type in _PARTS and c.name not in apart)


def _columns(one: Dataset, but: str = "") -> tuple[tuple[str, str], ...]:
    return tuple((c.name, c.name.replace("_", " ")) for c in _parts(one) if c.type != but)


def _none(_: Dataset) -> Inputs:
    return ()


def _dated(one: Dataset) -> Inputs | None:
    return () if _timed(one) else None


def _shift(one: Dataset) -> Inputs | None:
    return (Input("first", "Date", hint=_A_DATE),) if _timed(one) else None


def _two(one: Dataset) -> Inputs | None:
    periods = ((PERIODS, "two periods"),) if _timed(one) else ()
    options = (*periods, *_columns(one, but="boolean"))  # groups are names, never true and false
    both = (Input("first", "The first", column="by"), Input("second", "The second", column="by"))
    return (Input("by", "Told apart by", options), *both) if options else None


def _rivals(one: Dataset) -> Inputs | None:
    periods = [("every year", "the year")] if _timed(one) else []
    if _timed(one) and one.coverage.resolution in _FINE:
        periods.append(("every month", "the month"))
    options = (*periods, *_columns(one))
    which = Input("first", "Which", column="by")
    return (Input("by", "Among", options), which) if options else None


def _part(one: Dataset) -> Inputs | None:
    options = () if one.kind == "polls" else _columns(one)
    return (Input("by", "Column", options), Input("first", "Is", column="by")) if options else None


def _moment(one: Dataset) -> Inputs | None:
    """Of a series, whose rows are no occurrences, the first row begins nothing."""
    options = ((DAY, "the date"), *_columns(one))
    which = Input("first", "Which", column="by", hint=_A_DATE)
    occurs = one.kind in ("events", "acts", "chronology") and _timed(one)
    return (Input("by", "What it is held against", options), which) if occurs else None


def _vote(one: Dataset) -> Inputs | None:
    if one.kind != "acts" or not {"actor", "item", "position"} <= {*one.roles}:
        return None
    item, position = one.roles["item"], one.roles["position"]
    return (
        Input("first", "Item", column=item),
        Input("second", "Position", column=position, hint="yes"),
    )


def _supply(one: Dataset) -> Inputs | None:
    held = {"actor", "target", "value"} <= {*one.roles} and "suppliers" in one.units
    if one.kind != "flows" or not held:
        return None
    supplier = Input("first", "Supplier", column=one.roles["actor"])
    return (supplier, Input("second", "User", column=one.roles["target"]))


def _answer(one: Dataset) -> Inputs | None:
    needed = {"time", "actor", "place", "item", "position", "type", "value"}
    if one.kind != "polls" or not needed <= {*one.roles} or one.column("n") is None:
        return None
    return (
        Input("first", "Question", column=one.roles["item"]),
        Input("second", "Answer", column=one.roles["position"]),
        Input("third", "Country", column=one.roles["place"], hint="ITA", needed=False),
    )


_SHARES = (("most", "is most (above half)"), ("vast-majority", "is the vast majority (above 80%)"),
           ("few", "is few (at most 10%)"), *_PART_BOUNDS)  # fmt: skip

QUESTIONS: tuple[Question, ...] = (
    Question("trend", "trend", "over the window",
             (("rising", "rises"), ("falling", "falls"), ("flat", "stays flat"),
              ("not rising", "does not rise"), ("not falling", "does not fall")), _dated),
    Question("level", "level", "in all", _BOUNDS, _none),
    Question("contrast", "contrast", "of two",
             (("higher", "is higher in the first"), ("lower", "is lower in the first"),
              ("none", "is about the same in both")), _two, "Which two"),
    Question("change", "change", "at a date",
             (("rise", "rose at the date"), ("fall", "fell at the date"),
              ("none", "did not shift at the date")), _shift, "At which date"),
    Question("extreme", "extreme", "among its kind",
             (("largest", "is the largest"), ("smallest", "is the smallest")),
             _rivals, "Which one"),
    Question("share", "share", "as a part of the rows", _SHARES, _part, "Which part",
             ("count", "sum")),
    Question("exists", "exists", "on record",
             (("some", "has occurred"), ("none", "never occurred")), _none, "", ("count", "sum")),
    Question("always", "exists", "without exception",
             (("always", "is so in every row"),), _part, "What is always so", ()),
    Question("order", "order", "in time", (("before", "came first"), ("after", "came after it")),
             _moment, "Against what", (), window=False),
    Question("consensus", "consensus", "of those who voted",
             (("near-unanimous", "nearly all (at least 90%)"), ("broad", "most (at least 75%)"),
              ("none", "fewer than 75%")), _vote, "Which vote, which position", (), False, False),
    Question("dependence", "dependence", "of what a country receives",
             (("dominant", "at least half"), ("major", "at least a quarter"),
              ("minor", "less than a quarter")), _supply, "Who supplies whom", (), False),
    Question("opinion", "opinion", "of a public", _SHARES, _answer,
             "Which question, which answer, of whom", (), False),
)  # fmt: skip
BY_NAME = {one.name: one for one in QUESTIONS}

IN_A_FILE: Mapping[str, str] = {
    "alignment": "names two sides and two windows of votes",
    "association": "measures two matters over the same units",
    "demand": "names what each of two coders found",
    "possibility": "names a model and the ranges of its parameters",
    "precedent": "names a class of cases, what tells some of them, and what followed",
    "word-deed": "measures words and deeds, each in its own way",
}


def asked_of(one: Dataset) -> Json | None:
    """A dataset as the form is told of it; None where nothing can be asked of it."""
    measures = _measures(one)
    questions = [found for each in QUESTIONS if (found := _told(each, one, measures))]
    if not questions:
        return None
    return {
        "name": one.name,
        "title": one.title,
        "during": str(one.coverage.during),
        "measures": measures,
        "questions": questions,
        "columns": [
            {"name": c.name, "type": c.type, "values": _values(c)}
            for c in one.columns
            if c.type not in ("date", "number")
        ],
    }


def _values(column: Column) -> list[str]:
    if column.type == "boolean":
        return ["true", "false"]
    return list(column.categories or ())[:MOST_VALUES]


def _told(each: Question, one: Dataset, measures: list[list[str]]) -> Json | None:
    fits = not each.measures or any(kind.split()[0] in each.measures for kind, _ in measures)
    inputs = each.inputs(one)
    if inputs is None or not fits:
        return None
    return {
        "name": each.name,
        "label": each.label,
        "expects": each.expects,
        "legend": each.legend,
        "inputs": [asdict(one) for one in inputs],
        "measures": each.measures,
        "rows": each.rows,
        "window": each.window,
    }


def _measures(one: Dataset) -> list[list[str]]:
    """Each measure as it is written and as it is said."""
    if one.kind in ("polls", "chronology"):
        return []
    units = [[f"count {unit}", f"number of {unit.replace('-', ' ')}"] for unit in one.units]
    numbers = [c for c in one.columns if c.type in _NUMBERS and c.name != one.roles.get("id")]
    if one.kind in ("series", "flows"):
        return [[f"value {c.name}", f"{c.name} ({c.unit})" if c.unit else c.name] for c in numbers]
    sized = [role for role in ("size", "value") if role in one.roles]
    return [*units, *([f"sum {role}", f"sum of {one.roles[role]}"] for role in sized)]


def every(one: Dataset | None) -> str:
    """The period that is tried first; the multiverse holds its neighbours."""
    if one is None:
        return "year"
    during = one.coverage.during
    long = during.first and during.last and (during.last - during.first).days > _LONG * 365
    return "month" if one.coverage.resolution in _FINE and not long else "year"


_LONG = 15  # years of data from which a year is the period that is tried first

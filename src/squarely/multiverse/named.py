"""Choices that a claim's own words hide: where its window starts, and what its count is part of.

A window that the claim names could have been named a little longer, wherever the record goes on:
the best of ten start dates does not survive its neighbours. A count of one kind, in a source that
comes to report more of every kind, could as well be taken as a share of all that it reports. Both
apply to claims of a rise and of a fall alike, and to their denials.

Sources: method.md, decision 4 and section 2.2, W2 (window and denominator as axes).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

from squarely.model.dataset import Axis, Dataset, Option
from squarely.model.finding import Warrant
from squarely.model.request import Measure, Window

STEPS = (10, 20)  # percent of the window, as the trims inside of it
KINDS = ("type", "target")  # roles that say of which kind an event is
PART_OF = "part of"  # the key under which an option names the columns that tell the kinds apart


def named_axes(warrant: Warrant, catalog: Mapping[str, Dataset]) -> Iterator[Axis]:
    """The axes that apply to this warrant on these data."""
    measure = getattr(warrant, "of", None)
    if warrant.reading != "process" or not isinstance(measure, Measure):
        return
    dataset = catalog.get(measure.dataset.partition("@")[0])
    if dataset is None:
        return
    if warrant.name == "trend":
        yield from _beyond(warrant, dataset)
    kinds = _kinds(measure, dataset)
    if warrant.name in ("trend", "change") and kinds:
        of_all = Option("its share of all that the source reports", keys=((PART_OF, kinds),))
        yield Axis(
            "denominator",
            (Option("the count itself"), of_all),
            "A source that comes to report more, or less, of everything moves every count; a share "
            "of all that it reports moves only where the kind itself does.",
        )


def share_of_all(warrant: Warrant, columns: tuple[str, ...]) -> Mapping[str, object]:
    """The keys that turn the warrant's count of a kind into its share of all kinds."""
    measure: Measure = warrant.of  # type: ignore[attr-defined]
    kinds = tuple(one for one in measure.where if one.column in columns)
    others = tuple(one for one in measure.where if one.column not in columns)
    return {"of": replace(measure, kind="share", where=kinds, among=others)}


def _kinds(measure: Measure, dataset: Dataset) -> tuple[str, ...]:
    """The columns by which some kinds are counted of all that a source reports."""
    if not dataset.reported or measure.kind != "count":
        return ()
    columns = {dataset.roles.get(role, role) for role in KINDS} | set(KINDS)
    return tuple(one.column for one in measure.where if one.column in columns)


def _beyond(warrant: Warrant, dataset: Dataset) -> Iterator[Axis]:
    """Windows that reach beyond the one named, at either end, where the record does."""
    during: Window = warrant.during  # type: ignore[attr-defined]
    covered = dataset.coverage.during
    first, last = during.first or covered.first, during.last or covered.last
    if first is None or last is None:
        return
    found = [Option("as named")]
    for part in STEPS:
        days = timedelta(days=round((last - first).days * part / 100))
        if during.first and _within(during.first - days, covered):
            found.append(_option(f"{part}% more before", Window(during.first - days, during.last)))
        if during.last and _within(during.last + days, covered):
            found.append(_option(f"{part}% more after", Window(during.first, during.last + days)))
    if len(found) > 1:
        yield Axis(
            "reach",
            tuple(found),
            "The window was named, and the record goes on beyond it; a tendency should not begin "
            "or end at the very date where it was cut.",
        )


def _option(label: str, window: Window) -> Option:
    return Option(label, keys=(("during", window),))


def _within(day: date, covered: Window) -> bool:
    return (covered.first is None or day >= covered.first) and (
        covered.last is None or day <= covered.last
    )

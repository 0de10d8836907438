"""Claims to outcomes: plan every specification, ask the data once, run every test."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from squarely.grounds import vintages
from squarely.grounds.catalog import Grounds
from squarely.grounds.copies import copies
from squarely.grounds.cube import Answered, answer_each
from squarely.model.argument import Claim
from squarely.model.dataset import Dataset
from squarely.model.finding import Estimate, Infeasible, Outcome, Warrant
from squarely.model.request import Answer, Count, Request, Unanswerable, Window
from squarely.multiverse.plan import Plan, Specification, plan
from squarely.study import covering
from squarely.warrants import WARRANTS


@dataclass(frozen=True, slots=True)
class Tested:
    """A claim with everything that came of it; `plan` None where no test could be planned."""

    claim: Claim
    warrant: Warrant | None
    plan: Plan | None
    outcomes: tuple[Outcome, ...]
    answered: Answered | None
    datasets: tuple[Dataset, ...]
    why_not: str = ""
    trimmed: str = ""
    cut: str = ""
    held: float = 1.0  # the part of the days the claim names that the data hold
    copies: str = ""  # how rows stand in the data more than once

    @property
    def main(self) -> Estimate | Infeasible | None:
        """The main specification's result; None where the data are not about the claim."""
        return self.outcomes[0].result if self.outcomes and not self.why_not else None


@dataclass(frozen=True, slots=True)
class _Put:
    """A claim with what it will ask, and of which grounds."""

    claim: Claim
    warrant: Warrant
    plan: Plan
    grounds: Grounds
    limits: Mapping[str, Window]

    @property
    def requests(self) -> tuple[Request, ...]:
        """What all its specifications ask, each once."""
        return tuple(dict.fromkeys(r for one in self.plan.specifications for r in one.requests))


def put_to_data(claim: Claim, grounds: Grounds, until: date | None = None) -> Tested:
    """Every specification of one claim, with only what `until` (None: today's data) had seen."""
    return next(put_all_to_data([claim], grounds, until))


def put_all_to_data(
    claims: Sequence[Claim], grounds: Grounds, until: date | None = None
) -> Iterator[Tested]:
    """The claims in turn; a large table is read once for all of them."""
    planned = [_put(claim, grounds, until) for claim in claims]
    asked = [one for one in planned if isinstance(one, _Put)]
    answers = answer_each([(one.grounds, one.requests) for one in asked])
    for one in planned:
        yield _tested(one, next(answers), until) if isinstance(one, _Put) else one


def _put(claim: Claim, grounds: Grounds, until: date | None) -> _Put | Tested:
    if claim.warrant is None:
        return Tested(claim, None, None, (), None, ())
    build = WARRANTS.get(claim.warrant.name)
    if build is None:
        return _without(claim, f"test not built yet: {claim.warrant.name}")
    warrant = build(claim.warrant)
    grounds = vintages.edged(grounds, warrant.needs(), _other_datasets(claim))
    limits = _limits(grounds.catalog, until)
    return _Put(claim, warrant, plan(claim, warrant, grounds.catalog, limits), grounds, limits)


def _tested(one: _Put, answered: Answered, until: date | None) -> Tested:
    grounds = one.grounds
    outcomes = _outcomes(one.plan, answered, grounds.catalog)
    main = one.plan.specifications[0]
    datasets = _datasets(main.requests, grounds.catalog)
    why_not = covering.uncovered(one.warrant, main.requests, grounds, one.limits)
    why_not = why_not or _why_not(main, answered)
    trimmed = _trimmed(datasets, until)
    cut, held = covering.cut(one.warrant, one.limits)
    repeated = "; ".join(dict.fromkeys(filter(None, (copies(grounds, r) for r in main.requests))))
    return Tested(
        one.claim, one.warrant, one.plan, outcomes, answered, datasets, why_not,
        trimmed, cut, held, repeated,
    )  # fmt: skip


def _without(claim: Claim, why: str) -> Tested:
    return Tested(claim, None, None, (), None, (), why)


def _other_datasets(claim: Claim) -> tuple[str, ...]:
    """The datasets that a claim's own choices name beside its own."""
    return tuple(name for name in claim.choices.get("in", ()) if isinstance(name, str))


def _limits(catalog: Mapping[str, Dataset], until: date | None) -> Mapping[str, Window]:
    """The days of each dataset that may be used."""
    return {
        name: Window(dataset.coverage.during.first, _last(dataset, until))
        for name, dataset in catalog.items()
        if dataset.here
    }


def _last(dataset: Dataset, until: date | None) -> date | None:
    complete = _complete_to(dataset)
    days = [day for day in (complete, until) if day]
    return min(days, default=None)


def _complete_to(dataset: Dataset) -> date | None:
    """The last day of a dataset whose reports may be held complete."""
    last = dataset.coverage.during.last
    if last is None or not (dataset.lag or dataset.lag_learnt):
        return last
    return vintages.month_end(vintages.last_whole(last) - dataset.lag)


def _trimmed(datasets: tuple[Dataset, ...], until: date | None) -> str:
    cut = [
        f"{dataset.name}: months after {_last(dataset, until)} are held to be incomplete"
        + (f" ({dataset.lag_learnt})" if dataset.lag_learnt else "")
        for dataset in datasets
        if dataset.lag or dataset.lag_learnt
    ]
    return "; ".join(cut)


def _outcomes(
    planned: Plan, answered: Answered, catalog: Mapping[str, Dataset]
) -> tuple[Outcome, ...]:
    return tuple(
        Outcome(one.choices, _families(one.requests, catalog), _result(one, answered, catalog))
        for one in planned.specifications
    )


def _result(
    one: Specification, answered: Answered, catalog: Mapping[str, Dataset]
) -> Estimate | Infeasible:
    answers: list[Answer] = []
    for request in one.requests:
        found = answered.answers[request]
        if isinstance(found, Unanswerable):
            return Infeasible(found.why)
        answers.append(found)
    return _in_units(one.warrant.test(tuple(answers)), one.requests, catalog)


def _in_units(
    result: Estimate | Infeasible, requests: tuple[Request, ...], catalog: Mapping[str, Dataset]
) -> Estimate | Infeasible:
    """The estimate in its column's unit: a warrant knows "size", the dataset that it is deaths."""
    if isinstance(result, Infeasible) or not requests or not isinstance(requests[0], Count):
        return result
    measure = requests[0].measure
    dataset = catalog.get(measure.dataset.partition("@")[0])
    column = dataset.column(measure.name) if dataset and measure.kind != "count" else None
    if column is None or result.unit != measure.name:
        return result
    unit = column.unit or column.name.replace("_", " ")
    recorded = re.sub(rf"\b{re.escape(measure.name)}\b", unit, result.recorded)
    return replace(result, unit=unit, recorded=recorded)


def _why_not(main: Specification, answered: Answered) -> str:
    found = [answered.answers[request] for request in main.requests]
    return "; ".join(dict.fromkeys(one.why for one in found if isinstance(one, Unanswerable)))


def _datasets(requests: tuple[Request, ...], catalog: Mapping[str, Dataset]) -> tuple[Dataset, ...]:
    names = dict.fromkeys(request.dataset.partition("@")[0] for request in requests)
    return tuple(catalog[name] for name in names if name in catalog)


def _families(requests: tuple[Request, ...], catalog: Mapping[str, Dataset]) -> tuple[str, ...]:
    return tuple(sorted({dataset.family for dataset in _datasets(requests, catalog)}))

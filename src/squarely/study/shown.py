"""A judged claim as the study shows it: every number a reader may meet, and where it is from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace

from squarely.grounds.catalog import Grounds
from squarely.grounds.rows import first_rows
from squarely.grounds.tables import table
from squarely.model.argument import Claim, Groups, Items, Moment, Threshold, WarrantUse
from squarely.model.dataset import Dataset
from squarely.model.finding import SIDES, Estimate, Infeasible, Outcome
from squarely.model.request import Condition, Measure, Request, Window
from squarely.model.study import (
    AsOf,
    ClaimState,
    ClaimStudy,
    DataUsed,
    EstimateShown,
    InfeasibleShown,
    PassageShown,
    Rows,
    SpecificationShown,
    Splitting,
    WarrantShown,
)
from squarely.model.vocabulary import FORMS
from squarely.study import wording
from squarely.study.judging import Judged
from squarely.study.mapped import mapped
from squarely.study.placed import place_notes
from squarely.study.plotted import plotted
from squarely.study.trusted import beside, use_of
from squarely.verdict.sides import side_of, splitting
from squarely.warrants import WARRANTS


def claim_study(
    judged: Judged, state: ClaimState, grounds: Grounds, as_of: tuple[AsOf | None, AsOf | None]
) -> ClaimStudy:
    """All that is said of one claim: what was asked, what came of it, and from what."""
    tested = judged.tested
    main = tested.main if isinstance(tested.main, Estimate) else None
    told = _told(judged, state)
    where, where_asked = mapped(tested, grounds)
    asked = tested.answered.queries if tested.answered else ()
    return replace(
        told,
        would_settle=tuple(_titled(one, grounds) for one in told.would_settle),
        estimate=estimate_shown(main),
        p=judged.p,
        edge=main.edge if main else None,
        specifications=_specifications(judged),
        infeasible=_infeasible(tested.outcomes),
        splitting=_splitting(judged),
        detectable=main.detectable if main else None,
        data=_data(judged, grounds),
        query=(*asked, *(query for query in where_asked if query not in asked)),
        series=plotted(tested),
        map=where,
        rows=_rows(judged, grounds),
        as_of_essay=as_of[0],
        as_of_now=as_of[1],
        caveats=main.caveats if main else (),
        choices_offered=_offered(judged),
        axes_argued=_argued(judged),
        error_rates=beside(use) if (use := use_of(tested)) else "",
    )


def _told(judged: Judged, state: ClaimState) -> ClaimStudy:
    """What was claimed and what is said of it, in words."""
    claim, verdict = judged.tested.claim, judged.verdict
    cited = (one.citation for one in judged.tested.datasets if one.citation)
    return ClaimStudy(
        id=claim.id,
        says=claim.says,
        type=claim.type,
        stance=claim.stance,
        passage=_passage(claim),
        warrant=_warrant(claim.warrant),
        expect=_expect(claim.warrant),
        predict=claim.predict,
        verdict=verdict.label,
        reading=verdict.qualifier.reading,
        subtype=verdict.qualifier.subtype,
        reasons=verdict.qualifier.reasons,
        state=state,
        sentence=wording.sentence(judged),
        gates=verdict.gates,
        would_settle=wording.settles(judged),
        methods=wording.methods(judged),
        citations=tuple(dict.fromkeys(cited)),
    )


def _titled(datum: str, grounds: Grounds) -> str:
    """A datum that is no more than a dataset's name, with the title of the dataset."""
    known = grounds.catalog.get(datum)
    return f"rows of {known.title} ({known.name})" if known else datum


def _passage(claim: Claim) -> PassageShown | None:
    if claim.passage is None:
        return None
    found = claim.found
    return PassageShown(
        found.sentences if found else claim.passage.sentences,
        found.start if found else None,
        found.end if found else None,
        claim.passage.hash,
        found.score if found else None,
        found.text if found else None,
        found.how if found else None,
    )


def _warrant(use: WarrantUse | None) -> WarrantShown | None:
    if use is None:
        return None
    keys = {name: said(value) for name, value in use.keys.items()}
    return WarrantShown(use.name, FORMS[use.name].question, keys, use.name in WARRANTS)


def _expect(use: WarrantUse | None) -> str | None:
    if use is None:
        return None
    return f"not {said(use.expect)}" if use.negated else said(use.expect)


def said(value: object) -> str:
    """A value of the file in words."""
    if isinstance(value, Measure):
        where = "".join(f", {said(one)}" for one in value.where)
        among = f" among {', '.join(said(one) for one in value.among)}" if value.among else ""
        return f"{value.kind} {value.name}".strip() + f" in {value.dataset}{where}{among}"
    if isinstance(value, Condition):
        glue = ".." if value.kind == "between" else ", "
        held = glue.join("" if one is None else str(one) for one in value.values)
        return f"{value.column} {'not ' if value.negated else ''}{held}"
    if isinstance(value, Window):
        return str(value.first) if value.first == value.last else str(value)
    if isinstance(value, Threshold):
        return f"{value.relation} {value.value:g}"
    if isinstance(value, Items) and value.name:
        return value.name
    if isinstance(value, Groups):
        return f"{value.first} and {value.second}"
    if isinstance(value, Moment) and value.during:
        return said(value.during)
    if isinstance(value, tuple):
        return "; ".join(said(one) for one in value)
    if is_dataclass(value):
        parts = (getattr(value, field.name) for field in fields(value))
        return ", ".join(said(part) for part in parts if part not in (None, ()))
    return str(value)


def estimate_shown(main: Estimate | None) -> EstimateShown | None:
    """The main specification's estimate as a reader sees it."""
    if main is None:
        return None
    bounded = not main.census or main.at95.low != main.at95.high
    low, high = (main.at95.low, main.at95.high) if bounded else (None, None)
    return EstimateShown(
        main.value, low, high, 0.95, main.unit, main.n, main.recorded, dict(main.parts)
    )


def _specifications(judged: Judged) -> tuple[SpecificationShown, ...]:
    found = []
    for outcome in judged.tested.outcomes:
        result = outcome.result
        if isinstance(result, Infeasible) or judged.stand is None:
            continue
        flat = result.census and result.at80.low == result.at80.high
        found.append(
            SpecificationShown(
                dict(outcome.choices),
                result.value,
                None if flat else result.at80.low,
                None if flat else result.at80.high,
                side_of(judged.stand, outcome) or "silent",
                result.n,
            )
        )
    return tuple(found)


def _infeasible(outcomes: Sequence[Outcome]) -> tuple[InfeasibleShown, ...]:
    return tuple(
        InfeasibleShown(dict(outcome.choices), outcome.result.why)
        for outcome in outcomes
        if isinstance(outcome.result, Infeasible)
    )


def _splitting(judged: Judged) -> Splitting | None:
    if judged.stand is None or judged.tested.plan is None:
        return None
    axes = [axis.name for axis in judged.tested.plan.axes]
    found = splitting(judged.stand, judged.tested.outcomes, axes)
    if found is None:
        return None
    counts: dict[str, dict[str, int]] = {
        option: {side: count[side] for side in SIDES} for option, count in found[1].items()
    }
    return Splitting(found[0], counts)


def _data(judged: Judged, grounds: Grounds) -> tuple[DataUsed, ...]:
    answered = judged.tested.answered
    used = answered.used if answered else {}
    plan = judged.tested.plan
    requests = plan.specifications[0].requests if plan and plan.specifications else ()
    datasets = judged.tested.datasets
    found = [_used(dataset, used, place_notes(dataset, requests)) for dataset in datasets]
    return (*found, *(one for dataset in datasets for one in _members(dataset, grounds)))


def _members(dataset: Dataset, grounds: Grounds) -> Iterator[DataUsed]:
    """The datasets that an integrated one was made of: each has its licence and its hash."""
    for name in dataset.integrates:
        held = table(replace(grounds.stands[name], spark=""))
        member = _used(grounds.catalog[name], {}, ())
        yield replace(member, sha256=held.sha256, rows_used=held.rows_read)


def _used(dataset: Dataset, used: Mapping[str, object], places: tuple[str, ...]) -> DataUsed:
    seen = used.get(dataset.name)
    return DataUsed(
        name=dataset.name,
        title=dataset.title,
        version=dataset.version,
        sha256=getattr(seen, "sha256", "") or dataset.sha256,
        licence=dataset.licence,
        redistributable=dataset.redistributable,
        citation=dataset.citation,
        vintage=dataset.vintage,
        rows_used=getattr(seen, "rows_used", 0),
        rows_set_aside=getattr(seen, "rows_set_aside", 0),
        why=getattr(seen, "why", ""),
        coverage=dataset.coverage,
        traps=(*dataset.traps, *places),
        shipped=dataset.shipped,
    )


def _rows(judged: Judged, grounds: Grounds) -> tuple[Rows, ...]:
    tested = judged.tested
    if tested.plan is None or tested.why_not:
        return ()
    requests: tuple[Request, ...] = tested.plan.specifications[0].requests
    return tuple(first_rows(grounds, request) for request in requests[:2])


def _offered(judged: Judged) -> Mapping[str, tuple[str, ...]]:
    axes = judged.tested.plan.axes if judged.tested.plan else ()
    return {axis.name: tuple(option.label for option in axis.options) for axis in axes}


def _argued(judged: Judged) -> Mapping[str, str]:
    axes = judged.tested.plan.axes if judged.tested.plan else ()
    return {axis.name: axis.argument for axis in axes if axis.argument}

"""Run an argument over its grounds: plan, answer, test, qualify, carry; one value comes out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from squarely.argument.text import position
from squarely.grounds.catalog import Grounds
from squarely.grounds.vintages import as_known
from squarely.model.argument import Argument, Claim
from squarely.model.finding import LABELS, Estimate, Label
from squarely.model.place import Problem
from squarely.model.study import AsOf, ClaimStudy, EssayShown, Seal, Study
from squarely.study.carrying import carry
from squarely.study.judging import Judged, judge_all
from squarely.study.limits import LIMITS
from squarely.study.putting import Tested, put_all_to_data, put_to_data
from squarely.study.reading import settle_names
from squarely.study.shown import claim_study, estimate_shown
from squarely.study.trusted import Use, rates_of, told, use_of
from squarely.study.vintages import side_by_side

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Settings:
    """How a check is run: the knowledge date (None: all the data), the seed, what is shown."""

    as_of: date | None = None
    seed: int = 1
    select: tuple[str, ...] = ()
    show_essay: bool = False


def run(
    argument: Argument,
    grounds: Grounds,
    settings: Settings | None = None,
    problems: Sequence[Problem] = (),
    progress: Progress | None = None,
) -> Study:
    """The study of an argument; every claim is judged, whichever are selected for display."""
    chosen = settings or Settings()
    grounds = _told_as_one(argument, as_known(grounds, chosen.as_of))
    argument = settle_names(argument, grounds.catalog)
    tested = _tested(argument.claims, grounds, chosen.as_of, progress)
    now = judge_all(tested, frozenset(step.to for step in argument.inferences if step.to))
    then = _at_writing(argument, grounds, now, chosen.as_of)
    states, steps, conclusions = carry(argument, _labels(now))
    as_of = _as_of(now, chosen.as_of)
    used = rates_of(_used(now))
    dates = {name: _dated(one, argument.published) for name, one in then.items()}
    shown = tuple(
        _lined(
            claim_study(one, states[name], grounds, (dates.get(name), _now(one, as_of))), argument
        )
        for one in now
        if (name := one.tested.claim.id) in chosen.select or not chosen.select
    )
    return Study(
        title=argument.title,
        file=argument.file,
        as_of=as_of,
        seed=chosen.seed,
        engine=grounds.engine,
        problems=tuple(problems),
        claims=_copied(shown, now, grounds) if chosen.as_of is None else shown,
        inferences=steps,
        conclusions=conclusions,
        essay=_essay(argument, chosen.show_essay),
        counts=_counts(shown),
        limits=(*LIMITS, *told(used)),
        tests=used,
    )


def _labels(judged: Sequence[Judged]) -> dict[str, Label]:
    return {one.tested.claim.id: one.verdict.label for one in judged}


def _told_as_one(argument: Argument, grounds: Grounds) -> Grounds:
    """The grounds with the argument's integrated datasets; most arguments have none."""
    if not argument.integrated:
        return grounds
    from squarely.study.integrating import integrated

    return integrated(argument, grounds)


def refused(
    argument_file: str, problems: Sequence[Problem], seed: int = 1, engine: str = "duckdb"
) -> Study:
    """The study of a file with faults: nothing was run, and it says so."""
    return Study("", argument_file, "", seed, engine, tuple(problems))


def sealed(study: Study, seal: Seal) -> Study:
    """The study with the seal of its argument."""
    return replace(study, seal=seal)


def _tested(
    claims: Sequence[Claim], grounds: Grounds, until: date | None, progress: Progress | None
) -> tuple[Tested, ...]:
    found: list[Tested] = []
    tested = put_all_to_data(claims, grounds, until)
    for number, claim in enumerate(claims):
        if progress:
            progress(number, len(claims), claim.id)
        found.append(next(tested))
    return tuple(found)


def _at_writing(
    argument: Argument, grounds: Grounds, now: Sequence[Judged], as_of: date | None
) -> dict[str, Judged]:
    """Verdicts with only what the essay's author could know; asked anew only where it differs."""
    published = argument.published
    if published is None or (as_of is not None and as_of <= published):
        return {}
    known = as_known(grounds, published)
    tested = [_again(one.tested, grounds, known, published) for one in now]
    return {one.tested.claim.id: one for one in judge_all(tested)}


def _again(tested: Tested, grounds: Grounds, known: Grounds, published: date) -> Tested:
    if tested.plan is None:
        return tested
    requests = [request for one in tested.plan.specifications for request in one.requests]
    ended = [request.during.last for request in requests]
    names = {request.dataset.partition("@")[0] for request in requests}
    same = all(grounds.stands.get(name) is known.stands.get(name) for name in names)
    if same and all(last is not None and last <= published for last in ended):
        return tested
    return put_to_data(tested.claim, known, published)


def _dated(judged: Judged | None, published: date | None) -> AsOf | None:
    if judged is None or published is None:
        return None
    return _as_shown(judged, published.isoformat())


def _now(judged: Judged, as_of: str) -> AsOf | None:
    return _as_shown(judged, as_of) if judged.tested.warrant else None


def _as_shown(judged: Judged, day: str) -> AsOf:
    main = judged.tested.main
    shown = estimate_shown(main if isinstance(main, Estimate) else None)
    value = shown.value if shown else None
    why = "; ".join(judged.verdict.qualifier.reasons)
    return AsOf(day, judged.verdict.label, value, why, shown)


def _as_of(judged: Sequence[Judged], until: date | None) -> str:
    """The knowledge date: as asked, else the newest vintage among the data that spoke."""
    if until is not None:
        return until.isoformat()
    vintages = [one.vintage for each in judged for one in each.tested.datasets if one.here]
    return max((vintage for vintage in vintages if vintage), default="")


def _copied(
    claims: Sequence[ClaimStudy], judged: Sequence[Judged], grounds: Grounds
) -> tuple[ClaimStudy, ...]:
    """The claims with their verdict on every copy of the data that is here."""
    found = side_by_side(judged, grounds)
    return tuple(replace(one, vintages=found.get(one.id, ())) for one in claims)


def _essay(argument: Argument, show: bool) -> EssayShown | None:
    if argument.essay is None and argument.author is None and argument.published is None:
        return None
    essay = argument.essay
    published = argument.published.isoformat() if argument.published else None
    if essay is None or not show:
        count = len(essay.sentences) if essay else 0
        return EssayShown(
            argument.author, published, argument.source, count, file=argument.essay_file
        )
    units = tuple((s.number, s.start, s.end, s.kind, s.paragraph) for s in essay.sentences)
    return EssayShown(
        argument.author, published, argument.source, len(units), essay.text, units,
        argument.essay_file,
    )  # fmt: skip


def _lined(claim: ClaimStudy, argument: Argument) -> ClaimStudy:
    """The claim with the line of the essay on which its passage begins."""
    passage, essay = claim.passage, argument.essay
    if passage is None or passage.start is None or essay is None:
        return claim
    line, column = position(essay.text, passage.start)
    return replace(claim, passage=replace(passage, line=line, column=column))


def _used(judged: Sequence[Judged]) -> list[Use]:
    """The tests that gave a number, for which claim and from how much."""
    return [use for one in judged if (use := use_of(one.tested))]


def _counts(claims: Sequence[ClaimStudy]) -> dict[str, int]:
    found = Counter(claim.verdict for claim in claims)
    return {label: found[label] for label in LABELS}

"""The verdict of a claim on every copy of its dataset that is here, side by side.

Every claim of the file is judged again with the copies exchanged, so that the correction for many
tests is that of a file which knew the other copy only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from squarely.grounds.catalog import Grounds
from squarely.grounds.vintages import copies, exchanged
from squarely.model.dataset import Dataset
from squarely.model.finding import Estimate
from squarely.model.study import VintageShown
from squarely.study.judging import Judged, judge_all
from squarely.study.putting import put_to_data
from squarely.study.shown import estimate_shown


def side_by_side(
    judged: Sequence[Judged], grounds: Grounds
) -> Mapping[str, tuple[VintageShown, ...]]:
    """For each claim whose dataset is here in several copies its verdict on each, by date."""
    found: dict[str, list[VintageShown]] = {}
    for name in _several(judged, grounds):
        root = grounds.catalog[name].vintage_of or name
        for other in copies(grounds.catalog, name):
            there = exchanged(grounds, name, other)
            for one in judged if other == name else _again(judged, name, there):
                if name in _names(one):
                    said = _shown(one, root, there.catalog[name])
                    found.setdefault(one.tested.claim.id, []).append(said)
    return {claim: tuple(each) for claim, each in found.items()}


def _several(judged: Sequence[Judged], grounds: Grounds) -> list[str]:
    """The datasets that claims name and that are here in several copies."""
    names = dict.fromkeys(name for one in judged for name in _names(one))
    return [name for name in names if len(copies(grounds.catalog, name)) > 1]


def _names(judged: Judged) -> tuple[str, ...]:
    return tuple(dataset.name for dataset in judged.tested.datasets)


def _again(judged: Sequence[Judged], name: str, there: Grounds) -> tuple[Judged, ...]:
    tested = [
        put_to_data(one.tested.claim, there) if name in _names(one) else one.tested
        for one in judged
    ]
    return judge_all(tested)


def _shown(judged: Judged, root: str, dataset: Dataset) -> VintageShown:
    main, verdict = judged.tested.main, judged.verdict
    return VintageShown(
        name=root,
        version=dataset.version,
        vintage=dataset.vintage,
        verdict=verdict.label,
        estimate=estimate_shown(main if isinstance(main, Estimate) else None),
        why="; ".join(verdict.qualifier.reasons),
    )

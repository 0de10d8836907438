"""A run told as its lock: the data it rested on, byte for byte, and what it found."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from importlib.metadata import PackageNotFoundError, version

from squarely.grounds.catalog import Grounds, Stand
from squarely.grounds.tables import Table, table
from squarely.grounds.vintages import as_known
from squarely.model.dataset import Dataset
from squarely.model.finding import SIDES
from squarely.model.release import (
    Lock,
    LockedClaim,
    LockedConclusion,
    LockedDataset,
    LockedEstimate,
)
from squarely.model.study import ClaimStudy, EstimateShown, Study

_PACKAGES = {"spark": "pyspark"}  # an engine whose package has another name


def lock_of(study: Study, grounds: Grounds, asked: date | None = None) -> Lock:
    """The lock of a study that was run over these grounds, as of a day or of all the data."""
    known = as_known(grounds, asked)
    return Lock(
        argument=study.file.replace("\\", "/").rpartition("/")[2],
        seal=study.seal.hash if study.seal else "",
        as_of=asked.isoformat() if asked else None,
        seed=study.seed,
        squarely=_installed("squarely"),
        engine=study.engine,
        engine_version=_installed(_PACKAGES.get(study.engine, study.engine)),
        datasets=tuple(met(known.stands[name]) for name in used(study) if name in known.stands),
        claims=tuple(map(claim_told, study.claims)),
        conclusions=tuple(LockedConclusion(one.id, one.state) for one in study.conclusions),
    )


def used(study: Study) -> list[str]:
    """The names of the datasets that the claims of a study were put to, sorted."""
    return sorted({one.name for claim in study.claims for one in claim.data})


def met(stand: Stand) -> LockedDataset:
    """A dataset as it is here."""
    found = table(replace(stand, spark=""))  # which engine asks changes nothing of what is here
    dataset = stand.described.dataset
    return LockedDataset(
        name=dataset.name,
        version=dataset.version,
        vintage=dataset.vintage,
        licence=dataset.licence,
        rows_may_be_shown=dataset.redistributable,
        sha256=found.sha256,
        rows_read=found.rows_read,
        rows_set_aside=found.set_aside,
        columns=columns(found, dataset),
    )


def claim_told(claim: ClaimStudy) -> LockedClaim:
    """A claim in a lock's words."""
    fallen = Counter(one.side for one in claim.specifications)
    return LockedClaim(
        id=claim.id,
        verdict=claim.verdict,
        estimate=_estimate(claim.estimate),
        p=claim.p,
        readings={side: fallen[side] for side in SIDES} if fallen else {},
        gates={gate.gate: gate.passed for gate in claim.gates},
        splitting=claim.splitting.axis if claim.splitting else None,
        reasons=claim.reasons,
        data=tuple(one.name for one in claim.data),
    )


def _estimate(main: EstimateShown | None) -> LockedEstimate | None:
    return LockedEstimate(main.value, main.low, main.high, main.unit, main.n) if main else None


def columns(found: Table, dataset: Dataset) -> dict[str, str]:
    """The columns of a table with the types its descriptor gives, else those the engine found."""
    stated = {column.name: column.type for column in dataset.columns}
    return {name: stated.get(name, kind.lower()) for name, kind in found.types.items()}


def _installed(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""

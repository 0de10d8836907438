"""What the workbench shows of a run beside the report: verdicts, what moved, faults, drawings."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from squarely.model.finding import GATE_SAID
from squarely.model.place import Problem
from squarely.model.release import Lock, Release
from squarely.model.study import ClaimStudy, ConclusionStudy, Study
from squarely.report.curve import estimate_strip, specification_curve
from squarely.report.export import as_json
from squarely.report.page import anchored
from squarely.report.words import counted, estimated, plain, readings_said
from squarely.serve.job import Job
from squarely.serve.texts import Held
from squarely.study import moving
from squarely.study.lock_file import read_lock

Json = dict[str, Any]


def faults_told(problems: Sequence[Problem]) -> list[Any]:
    """Faults as JSON, the place without the folders it lies in."""
    told = [as_json(problem) for problem in problems]
    return [{**one, "file": Path(str(one["file"])).name} for one in told if isinstance(one, dict)]


def faulty(text: Held, problems: Sequence[Problem]) -> Json:
    """The summary of a file that could not be run."""
    return {"ran": False, "hash": text.hash, "why": text.why, "problems": faults_told(problems)}


def summary(job: Job, text: Held, study: Study) -> Json:
    """The summary of a run."""
    release = _moved(job)
    anchors = anchored(study)
    return {
        "ran": True,
        "hash": text.hash,
        "title": plain(study.title),
        "as_of": study.as_of,
        "compared": release is not None,
        "edits": study.seal.edits_after_results if study.seal else 0,
        "counts": [[label, count] for label, count in counted(study)],
        "claims": [_claim(one, anchors[one.id], release, job.alone) for one in study.claims],
        "conclusions": [_conclusion(one, release) for one in study.conclusions],
        "gone": [one.id for one in release.claims if one.new is None] if release else [],
        "problems": faults_told(study.problems),
    }


def _moved(job: Job) -> Release | None:
    """What differs from the last run."""
    if job.before is None:
        return None
    was, now = read_lock(job.before), read_lock(job.out / "study.json")
    if not isinstance(was, Lock) or not isinstance(now, Lock):
        return None
    return moving.moved(("before", "now"), was, now)


def _claim(claim: ClaimStudy, anchor: str, release: Release | None, alone: bool) -> Json:
    moved = release and next((one for one in release.claims if one.id == claim.id), None)
    told: Json = {
        "id": claim.id,
        "says": plain(claim.says),
        "verdict": claim.verdict,
        "subtype": plain(claim.subtype or ""),
        "sentence": plain(claim.sentence),
        "estimated": estimated(claim),
        "anchor": anchor,
        "before": moved.old.verdict if moved and moved.old else None,
        "fresh": bool(moved and moved.old is None),
        "moved": bool(moved and moved.moved),
        "why_moved": list(moved.why) if moved else [],
    }
    return {**told, **_drawn(claim)} if alone else told


def _conclusion(one: ConclusionStudy, release: Release | None) -> Json:
    moved = release and next((each for each in release.conclusions if each.id == one.id), None)
    return {
        "id": one.id,
        "says": plain(one.says),
        "state": one.state,
        "sentence": plain(one.sentence),
        "before": moved.old if moved else None,
        "moved": bool(moved),
    }


def _drawn(claim: ClaimStudy) -> Json:
    """The multiverse of a claim, its gates and what would settle it."""
    return {
        "strip": estimate_strip(claim),
        "curve": specification_curve(claim),
        "readings": readings_said(claim),
        "reasons": [plain(reason) for reason in claim.reasons],
        "splitting": as_json(claim.splitting),
        "gates": [[gate.gate, GATE_SAID[gate.passed], plain(gate.why)] for gate in claim.gates],
        "would_settle": [plain(datum) for datum in claim.would_settle],
        "data": [f"{plain(one.name)}@{plain(one.version)}" for one in claim.data],
    }

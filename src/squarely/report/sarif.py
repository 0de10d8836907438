"""The study as SARIF 2.1.0, so that editors and code hosts show faults at their line.

Faults of the file are results at their place. Verdicts are informational results, at the passage of
the essay where its text was read: a contradicted claim is a finding, not a fault.
"""

from __future__ import annotations

import json

from squarely.model.place import Problem
from squarely.model.study import ClaimStudy, Study
from squarely.report.export import Json, as_json

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif(study: Study) -> str:
    """One SARIF run: the study's problems and verdicts."""
    results: list[Json] = [_fault(problem) for problem in study.problems]
    results += [_verdict(claim, study) for claim in study.claims]
    codes = sorted({p.code for p in study.problems} | {_rule(c) for c in study.claims})
    rules: list[Json] = [{"id": as_json(code)} for code in codes]
    driver: Json = {"name": "squarely", "version": _version(), "rules": rules}
    run: Json = {"tool": {"driver": driver}, "results": results, "columnKind": "unicodeCodePoints"}
    whole: Json = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _rule(claim: ClaimStudy) -> str:
    return f"verdict/{claim.verdict.replace(' ', '-')}"


def _location(file: str, line: int, column: int) -> dict[str, Json]:
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(file)},
            "region": {"startLine": max(1, line), "startColumn": max(1, column)},
        }
    }


def _uri(file: str) -> str:
    from urllib.parse import quote

    return quote(file.replace("\\", "/").encode("utf-8", "replace"), safe="/.-_~")


def _fault(problem: Problem) -> dict[str, Json]:
    text = problem.message if problem.hint is None else f"{problem.message} {problem.hint}"
    place = problem.place
    return {
        "ruleId": as_json(problem.code),
        "level": problem.severity,
        "message": {"text": as_json(text)},
        "locations": [_location(place.file, place.line, place.column)],
    }


def _version() -> str:
    from importlib.metadata import version

    return version("squarely")


def _passage(claim: ClaimStudy, study: Study) -> dict[str, Json]:
    """The passage in the essay where it is known, else the argument file."""
    essay, passage = study.essay, claim.passage
    if essay is None or essay.file is None or passage is None or passage.line is None:
        return _location(study.file, 1, 1)
    folder = study.file.replace("\\", "/").rpartition("/")[0]
    file = f"{folder}/{essay.file}" if folder else essay.file
    return _location(file, passage.line, passage.column or 1)


def _verdict(claim: ClaimStudy, study: Study) -> dict[str, Json]:
    named: Json = {"name": as_json(claim.id), "kind": "member"}
    located = _passage(claim, study)
    located["logicalLocations"] = [named]
    return {
        "ruleId": _rule(claim),
        "kind": "informational",
        "level": "none",
        "message": {"text": as_json(f"{claim.verdict}: {claim.sentence}")},
        "locations": [located],
    }

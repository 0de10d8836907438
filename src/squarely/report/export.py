"""The study as JSON: the versioned seam between computing and showing.

The keys are those of `docs/argument-file.md`. The same study gives the same bytes: keys stand in a
fixed order, free mappings are sorted, floats carry 10 significant digits, and what is no number
(NaN, infinity) is null.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date

from squarely.model.place import Problem
from squarely.model.release import Lock
from squarely.model.study import InferenceStudy, Study

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
DIGITS = 10  # significant digits: enough for any reader, few enough to hide summation order
FIRST = ("schema", "title", "as_of", "seed", "engine", "problems", "claims", "inferences")


def study_json(study: Study) -> str:
    """The whole study as one JSON object, ending in a newline."""
    return json.dumps(as_json(study), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def lock_json(lock: Lock) -> str:
    """A lock as one JSON object, a fact a line, so that a change of it can be reviewed."""
    held = _fields(lock)
    ordered = {name: held[name] for name in ("schema", *(n for n in held if n != "schema"))}
    return json.dumps(ordered, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def as_json(value: object) -> Json:
    """Any value of a study as JSON's own types."""
    if isinstance(value, Problem):
        return _problem(value)
    if isinstance(value, InferenceStudy):
        return _inference(value)
    if isinstance(value, Study):
        return _study(value)
    if is_dataclass(value):
        return _fields(value)
    if isinstance(value, Mapping):
        return {_speakable(str(key)): as_json(value[key]) for key in sorted(value, key=str)}
    if isinstance(value, tuple | list):
        return [as_json(item) for item in value]
    return _scalar(value)


def number(value: float) -> int | float | None:
    """A float with 10 significant digits; whole ones as integers, what is no number as None."""
    if not math.isfinite(value):
        return None
    short = float(f"{value:.{DIGITS}g}")
    return int(short) if short.is_integer() and abs(short) < 1e15 else short


def _scalar(value: object) -> Json:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return number(value)
    if isinstance(value, date):
        return value.isoformat()
    return _speakable(str(value))


def _speakable(text: str) -> str:
    """The text with what UTF-8 cannot hold (lone surrogates) replaced."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _fields(value: object) -> dict[str, Json]:
    names = [field.name for field in fields(value)]  # type: ignore[arg-type]
    return {name: as_json(getattr(value, name)) for name in names}


def _study(study: Study) -> dict[str, Json]:
    found = _fields(study)
    return {name: found[name] for name in (*FIRST, *(n for n in found if n not in FIRST))}


def _problem(problem: Problem) -> dict[str, Json]:
    return {
        "code": _speakable(problem.code),
        "severity": problem.severity,
        "message": _speakable(problem.message),
        "file": _speakable(problem.place.file),
        "line": problem.place.line,
        "column": problem.place.column,
        "hint": as_json(problem.hint),
    }


def _inference(step: InferenceStudy) -> dict[str, Json]:
    found = _fields(step)
    found["from"] = found.pop("premises")
    return {name: found[name] for name in ("id", "to", "against", "from", "unless", "state")}

"""Whole studies for the report's tests: claims of every kind, an argument, an essay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace

from more_claims import contrast as contrast
from more_claims import exists as exists
from more_claims import order as order
from more_claims import untested as untested
from shown_claims import claim as claim
from shown_claims import consensus as consensus
from shown_claims import consensus_of_many as consensus_of_many
from shown_claims import extreme as extreme
from shown_claims import extreme_year as extreme_year
from shown_claims import level as level
from shown_claims import share as share
from shown_claims import trend as trend
from squarely.model.place import Place, Problem
from squarely.model.study import (
    ConclusionStudy,
    EssayShown,
    InferenceStudy,
    Seal,
    Study,
)


def argued() -> tuple[InferenceStudy, ...]:
    """Linked premises, a long edge, an attack and an undercutter over the claims."""

    def step(name: str, to: str | None, premises: tuple[str, ...], **other: str) -> InferenceStudy:
        unless = (other["unless"],) if "unless" in other else ()
        state = other.get("state", "open")
        assert state in ("granted", "open", "refuted", "disabled")
        return InferenceStudy(name, to, other.get("against"), premises, unless, state)  # type: ignore[arg-type]

    return (
        step("i1", "not-enough", ("general-strike", "near-unanimous")),
        step("i2", "not-enough", ("more-strikes", "north-south"), unless="mostly-general"),
        step("i3", None, ("crowd",), against="not-enough"),
        step("i4", "near-unanimous", ("always-alone",), state="granted"),
        step("i5", "unions-next", ("not-enough", "ought", "ship-first")),
        step("i6", "north-south", ("largest-protest",), state="granted"),
        step("i7", None, ("deadliest-year",), against="unions-next", state="refuted"),
        step("i8", "crowd", ("largest-protest", "ship-first"), state="granted"),
    )


def study() -> Study:
    """A study with every kind of claim, an argument of twelve nodes, two conclusions."""
    last = claim(
        "unions-next",
        "Unions will have to go further than one-day strikes.",
        "none",
        "out of scope",
        "What must be done is not a matter of data.",
    )
    claims = (
        exists(),
        trend(),
        consensus(),
        extreme(),
        consensus_of_many(),
        share(),
        extreme_year(),
        level(),
        order(),
        contrast(),
        *untested(),
        replace(last, type="normative", reading=None, gates=(), data=(), warrant=None),
    )
    return Study(
        title="The tide of strikes",
        file="examples/tide/argument.yaml",
        as_of="2026-09-21",
        seed=1,
        engine="duckdb 1.5.2",
        problems=(
            Problem(
                "window-outside-coverage",
                "warning",
                "2021 lies before the register begins (2022-01-01).",
                Place("examples/tide/argument.yaml", 12, 9),
                "during: 2022..2025",
            ),
        ),
        claims=claims,
        inferences=argued(),
        conclusions=concluded(),
        essay=EssayShown("A. N. Author", "2025-10-08", "https://example.org/essay", 14),
        seal=Seal("e3" * 32, 2, "2026-09-22"),
        counts={"claims": 13},
        limits=("The restatement of the essay is one reader's.", "Sources share a family."),
    )


def concluded() -> tuple[ConclusionStudy, ...]:
    return (
        ConclusionStudy(
            "unions-next",
            "Unions will have to go further than one-day strikes.",
            "conditional",
            "The essay concludes that unions will have to go further. It reaches this by one "
            "route, needing not-enough, ought and ship-first. If not-enough failed, no route is "
            "left.",
            cut_sets=(("not-enough",), ("ship-first",), ("general-strike", "more-strikes")),
            completion_sets=(("not-enough", "ought"),),
            routes=(("not-enough", "ought", "ship-first"),),
            if_you_accept=("ought",),
        ),
        ConclusionStudy(
            "not-enough",
            "Strikes alone do not change policy.",
            "not carried",
            "No route to this conclusion is granted, and none could be with what is open.",
            routes=(("general-strike", "near-unanimous"), ("more-strikes", "north-south")),
            truncated=True,
        ),
    )


TEXT = (
    "A strike and its tide",
    "A general strike was called for the third of October.",
    "Strikes have become more and more frequent in these years.",
    "Nearly all the states of the world had backed the resolution.",
    "The marches of that month were larger than those of any neighbour.",
    "Vote after vote the same picture had come back.",
    "Most of what was called that month was a general strike.",
    "No year since 1990 had been so deadly.",
    "More than a million people marched on the Saturday.",
    "The ships were stopped first, and the call to strike came after.",
    "All of this is not enough.",
    "Strikes alone do not change what governments do.",
    "What else is there?",
    "Unions will have to go further.",
)


def with_essay(plain: Study) -> Study:
    """The study as it is when the essay's text was given."""
    text, units, at = "", [], 0
    for number, sentence in enumerate(TEXT):
        kind = "heading" if number == 0 else "sentence"
        units.append((number, at, at + len(sentence), kind, number // 4 + (number > 0)))
        text += sentence + " "
        at = len(text)
    assert plain.essay is not None
    return replace(plain, essay=replace(plain.essay, text=text, units=tuple(units)))


def spoiled(value: Study, text: str) -> Study:
    """The same value with `text` in every free string of it, however deep."""
    return _spoiled(value, text)  # type: ignore[return-value]


KEPT = {"verdict", "state", "side", "gate", "severity", "type", "reading", "kind", "cap", "schema"}


def _spoiled(value: object, text: str) -> object:
    if isinstance(value, str):
        return f"{value}{text}"
    if isinstance(value, tuple):
        return tuple(_spoiled(item, text) for item in value)
    if isinstance(value, Mapping):
        return {f"{key}{text}": _spoiled(value[key], text) for key in value}
    if is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in fields(value) if field.name not in KEPT]
        return replace(value, **{name: _spoiled(getattr(value, name), text) for name in names})
    return value

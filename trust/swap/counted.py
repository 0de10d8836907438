"""What comes of a dataset swap: agreement, kappa, and the disagreements with their reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from trust.swap.kappa import Kappa, crossed, measured

SCHEMA = "squarely-swap/1"
ORDERED = (
    "contradicted",
    "leans contradicted",
    "undetermined",
    "leans supported",
    "supported",
)
SEED, RESAMPLES = 1, 10_000

Row = Mapping[str, str]


def result(topics: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The results file: per topic and definition labels and agreement, and all topics together."""
    told = [
        {**topic, "definitions": [_measured(one) for one in topic["definitions"]]}
        for topic in topics
    ]
    first = [row for topic in topics for row in topic["definitions"][0]["rows"]]
    alike = [row for topic in topics for row in topic["definitions"][-1]["rows"]]
    return {
        "schema": SCHEMA,
        "labels": list(ORDERED),
        "seed": SEED,
        "resamples": RESAMPLES,
        "together": {
            "each source as it counts": agreement(first),
            "made alike": agreement(alike),
        },
        "by_form": by_form(first),
        "topics": [{**topic, "differ": differing(topic)} for topic in told],
    }


def by_form(rows: Sequence[Row]) -> dict[str, dict[str, int]]:
    """For each form of claim how many labels are the same, and how many on opposite sides."""
    found = {}
    for form in sorted({row["form"] for row in rows}):
        one = agreement([row for row in rows if row["form"] == form])
        found[form] = {key: one[key] for key in ("claims", "no_grounds", "same_label", "opposite")}
    return found


def _measured(definition: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": definition["name"],
        **agreement(definition["rows"]),
        "rows": [{key: text for key, text in row.items() if text} for row in definition["rows"]],
    }


def agreement(rows: Sequence[Row]) -> dict[str, Any]:
    """How far the labels of two sources agree, claim by claim; a claim and its opposite cluster."""
    labelled = [row for row in rows if _ordered(row)]
    clusters = np.stack([_table(rows[at : at + 2]) for at in range(0, len(rows), 2)])
    return {
        "claims": len(rows),
        "no_grounds": len(rows) - len(labelled),
        "same_label": sum(row["first"] == row["second"] for row in labelled),
        "one_decides": sum(_decides(row) == 1 for row in labelled),
        "opposite": sum(_side(row["first"]) * _side(row["second"]) < 0 for row in labelled),
        "kappa_linear": _rounded(measured(clusters, "linear", RESAMPLES, SEED)),
        "kappa_quadratic": _rounded(measured(clusters, "quadratic", RESAMPLES, SEED)),
    }


def _table(rows: Sequence[Row]) -> Any:  # noqa: ANN401
    pairs = [(ORDERED.index(r["first"]), ORDERED.index(r["second"])) for r in rows if _ordered(r)]
    return crossed(pairs, len(ORDERED))


def _ordered(row: Row) -> bool:
    return row["first"] in ORDERED and row["second"] in ORDERED


def _side(label: str) -> int:
    """Below nought for the labels against, above for those in favour."""
    return ORDERED.index(label) - 2


def _decides(row: Row) -> int:
    """How many of the two sources leave "undetermined"."""
    return sum(_side(row[key]) != 0 for key in ("first", "second"))


def _rounded(kappa: Kappa) -> dict[str, float | None]:
    return {key: None if one is None else round(one, 3) for key, one in asdict(kappa).items()}


def differing(topic: Mapping[str, Any]) -> list[dict[str, str]]:
    """The claims on which the sources differ as they count, each with the reason."""
    first, *others = topic["definitions"]
    found = []
    for at, row in enumerate(first["rows"]):
        if row["first"] != row["second"]:
            said = {key: row[key] for key in ("form", "claim", "first", "second")}
            found.append({**said, "reason": _reason(topic, row, others, at)})
    return found


def _reason(
    topic: Mapping[str, Any], row: Row, others: Sequence[Mapping[str, Any]], at: int
) -> str:
    """A definition that brings the labels together, else what the topic says still differs."""
    if not _ordered(row):
        return f"no grounds; {row['why']}"
    for other in others:
        if other["rows"][at]["first"] == other["rows"][at]["second"]:
            return f"definition: the labels agree under “{other['name']}”"
    if _decides(row) == 1:
        return f"one source does not settle it; {row['why']}"
    return str(topic["rest"])

"""The tables of docs/paired-essays.md; its prose is written by hand around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from squarely.model.finding import LABELS
from trust.pairs.played import ENCODINGS

BLOCK = re.compile(r"(<!-- table: (\w+) -->\n).*?(<!-- end of table -->)", re.S)
Found = Mapping[str, Any]


def filled(page: str, found: Found) -> str:
    """The page with every marked table as the results give it."""
    made = tables(found)
    return BLOCK.sub(lambda mark: mark[1] + made[mark[2]] + mark[3], page)


def tables(found: Found) -> dict[str, str]:
    """Each table by the name that the page gives it."""
    return {
        "strict": _labels(found, "strict"),
        "hedged": _labels(found, "hedged"),
        "sides": _sides(found),
        "twins": _twins(found),
        "conclusions": _conclusions(found),
        "claims": _claims(found),
    }


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
    lines += [f"| {' | '.join(str(cell) for cell in row)} |" for row in rows]
    return "\n".join(lines) + "\n"


def _labels(found: Found, encoding: str) -> str:
    held = [(one["controversy"], one["side"], one) for one in found["sides"]]
    held.append(("all", "", found["all"]))
    rows = [
        (name, side, *(one["labels"][encoding][label] for label in LABELS))
        for name, side, one in held
    ]
    return _table(("controversy", "side", *LABELS), rows)


def _sides(found: Found) -> str:
    head = ("controversy", "encoding", "first side", "second side", "difference", "p")
    rows = [
        (pair["controversy"], encoding, *_held(pair, encoding))
        for pair in found["pairs"]
        for encoding in ENCODINGS
    ]
    for encoding in ENCODINGS:
        rows.append(
            ("all three at once", encoding, "", "", "", f"{found['all']['p'][encoding]:.2f}")
        )
    return _table(head, rows)


def _held(pair: Found, encoding: str) -> tuple[str, ...]:
    one = pair[encoding]
    parts = [
        f"{name}: {hits} of {of}"
        for name, (hits, of) in zip(pair["sides"], one["held"], strict=True)
    ]
    low, high = (_points(one[key]) for key in ("low", "high"))
    return (*parts, f"{_points(one['difference'])} ({low} to {high})", f"{one['p']:.2f}")


def _points(part: float) -> str:
    points = round(100 * part)
    return f"{points:+d}".replace("-", "−") if points else "0"


def _twins(found: Found) -> str:
    held = [(one["controversy"], one["side"], one["twins"]) for one in found["sides"]]
    held.append(("all", "", found["all"]["twins"]))
    keys = ("twins", "better", "alike", "worse")
    rows = [
        (name, side, *(one[key] for key in keys), f"{one['p']:.2f}") for name, side, one in held
    ]
    head = ("controversy", "side", "twins", "hedged better", "alike", "hedged worse", "p")
    return _table(head, rows)


def _conclusions(found: Found) -> str:
    names = tuple(found["sides"][0]["conclusions"])
    rows = [
        (one["controversy"], one["side"], *(one["conclusions"][name] for name in names))
        for one in found["sides"]
    ]
    return _table(("controversy", "side", *names), rows)


def _claims(found: Found) -> str:
    rows = [
        (side["side"], f"`{one['id']}`", one["strict"], one["hedged"] if one["twin"] else "")
        for side in found["sides"]
        for one in side["claims"]
        if one["tested"]
    ]
    return _table(("side", "claim", "verdict", "hedged twin"), rows)

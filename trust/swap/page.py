"""The tables of docs/dataset-swap.md, and the summary a run prints."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

MARKS = ("<!-- written by python -m trust.swap -->", "<!-- end -->")


def filled(text: str, found: Mapping[str, Any]) -> str:
    """The docs page with its tables written anew between the marks."""
    before, rest = text.split(MARKS[0])
    after = rest.split(MARKS[1])[1]
    return f"{before}{MARKS[0]}\n{_tables(found)}\n{MARKS[1]}{after}"


def _tables(found: Mapping[str, Any]) -> str:
    lines = [
        "| claims | definition | n | no grounds | same label | only one decides | opposite sides "
        "| kappa, quadratic (95%) | kappa, linear (95%) |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for name, one in found["together"].items():
        lines.append(_line("**all topics**", name, one))
    for topic in found["topics"]:
        lines += [_line(topic["topic"], one["name"], one) for one in topic["definitions"]]
    lines += [
        "",
        "| form | claims | no grounds | same label | opposite sides |",
        "|---|---|---|---|---|",
    ]
    for form, one in found["by_form"].items():
        lines.append(f"| {form} | {' | '.join(map(str, one.values()))} |")
    for topic in found["topics"]:
        lines += ["", *_differ(topic)]
    return "\n".join(lines)


def _line(topic: str, name: str, one: Mapping[str, Any]) -> str:
    kappas = [_kappa(one[key]) for key in ("kappa_quadratic", "kappa_linear")]
    counts = [str(one[key]) for key in ("claims", "no_grounds", "same_label", "one_decides")]
    return f"| {' | '.join((topic, name, *counts, str(one['opposite']), *kappas))} |"


def _kappa(one: Mapping[str, float | None]) -> str:
    if one["value"] is None:
        return "no value"
    return f"{one['value']:.2f} ({one['low']:.2f} to {one['high']:.2f})"


def _differ(topic: Mapping[str, Any]) -> list[str]:
    first, second = topic["sources"]
    head = f"### {topic['topic'][0].upper()}{topic['topic'][1:]}: where the labels differ"
    if not topic["differ"]:
        return [head, "", f"{first} and {second} give every claim the same label."]
    lines = [head, "", f"| claim | {first} | {second} | reason |", "|---|---|---|---|"]
    for row in topic["differ"]:
        lines.append(f"| {row['claim']} | {row['first']} | {row['second']} | {row['reason']} |")
    return lines


def summary(found: Mapping[str, Any]) -> str:
    """The figures of all topics in a few lines."""
    return "\n".join(
        f"{name}: {one['same_label']} of {one['claims'] - one['no_grounds']} labels the same, "
        f"{one['opposite']} on opposite sides, quadratic kappa {_kappa(one['kappa_quadratic'])}"
        for name, one in found["together"].items()
    )

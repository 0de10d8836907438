"""The corpus in a terminal, as a page and as JSON; nothing is computed here but counts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from squarely.report.words import plain
from squarely.study.corpus import CorpusRow

BAR = 0.05  # of the rows, fewer than so many may come out as supported
NOTHING = "nothing caught it"


def share(rows: Sequence[CorpusRow]) -> float:
    """The part of the rows that are not honest which came out as supported or carried."""
    tricks = [row for row in rows if not row.honest]
    return sum(row.reached for row in tricks) / len(tricks) if tricks else 0.0


def corpus_text(rows: Sequence[CorpusRow]) -> str:
    """One block a row, then the counts."""
    lines = []
    for kind in dict.fromkeys(row.kind for row in rows):
        lines += [kind.replace("-", " "), ""]
        for row in (one for one in rows if one.kind == kind):
            mark = "true: " if row.honest else ""
            lines.append(f"  {mark}{plain(row.says)}")
            lines.append(f"      trick    {plain(row.trick)}" if not row.honest else
                         f"      form     {plain(row.trick)}")  # fmt: skip
            lines.append(f"      verdict  {row.outcome}")
            if not row.honest:
                lines.append(f"      caught   {plain(_caught(row))}")
        lines.append("")
    return "\n".join([*lines, *_totals(rows)]) + "\n"


def corpus_markdown(rows: Sequence[CorpusRow]) -> str:
    """The totals and a table a kind."""
    lines = [*_totals(rows), "", *_table_of_kinds(rows)]
    for kind in dict.fromkeys(row.kind for row in rows):
        lines += ["", f"## {kind.replace('-', ' ').capitalize()}", ""]
        lines += ["| claim | trick | verdict | what caught it |", "|---|---|---|---|"]
        for row in (one for one in rows if one.kind == kind):
            trick = f"true: {row.trick}" if row.honest else row.trick
            told = "" if row.honest else _caught(row)
            cells = (row.says, trick, row.outcome, told)
            lines.append("| " + " | ".join(_cell(cell) for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def corpus_json(rows: Sequence[CorpusRow]) -> str:
    """The rows and their counts."""
    tricks = [row for row in rows if not row.honest]
    told = {
        "schema": "squarely-corpus/1",
        "rows": [asdict(row) for row in rows],
        "tricks": len(tricks),
        "supported": sum(row.reached for row in tricks),
        "leaning": sum(row.leant for row in tricks),
        "share_supported": round(share(rows), 10),
        "true_claims": len(rows) - len(tricks),
        "true_claims_reached": sum(row.reached or row.leant for row in rows if row.honest),
    }
    return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


def _caught(row: CorpusRow) -> str:
    if not row.caught:
        return NOTHING
    return "; ".join(f"{one.rule} ({one.why})" for one in row.caught)


def _cell(text: str) -> str:
    return plain(text).replace("|", "\\|")


def _totals(rows: Sequence[CorpusRow]) -> list[str]:
    tricks = [row for row in rows if not row.honest]
    honest = [row for row in rows if row.honest]
    reached, leant = sum(row.reached for row in tricks), sum(row.leant for row in tricks)
    told = []
    if tricks:
        told.append(
            f"{reached} of {len(tricks)} rows ({share(rows):.1%}) came out as supported or carried "
            f"(fewer than {BAR:.0%} may), {leant} more as leaning."
        )
    if honest:
        held = sum(row.reached or row.leant for row in honest)
        told.append(f"{held} of {len(honest)} true claims of the same forms came out as such.")
    return told


def _table_of_kinds(rows: Sequence[CorpusRow]) -> list[str]:
    lines = ["| kind | rows | says more / less | supported | leaning | true claims found |",
             "|---|---|---|---|---|---|"]  # fmt: skip
    for kind in dict.fromkeys(row.kind for row in rows):
        of_kind = [row for row in rows if row.kind == kind]
        tricks = [row for row in of_kind if not row.honest]
        honest = [row for row in of_kind if row.honest]
        sides = " / ".join(str(sum(row.side == side for row in tricks)) for side in ("up", "down"))
        found = sum(row.reached or row.leant for row in honest)
        cells = (kind.replace("-", " "), len(tricks), sides, sum(row.reached for row in tricks),
                 sum(row.leant for row in tricks), f"{found} of {len(honest)}")  # fmt: skip
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    return lines

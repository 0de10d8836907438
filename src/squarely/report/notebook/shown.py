"""Studies, claims and verdicts as a notebook's output: HTML without script, and plain text.

The style is the page's own, held to one element, so that it changes nothing else in a notebook.
"""

from __future__ import annotations

import re
import sys
from functools import cache
from typing import Any

from markupsafe import Markup, escape

from squarely.model.argument import Claim
from squarely.model.finding import GATE_SAID, Verdict
from squarely.model.study import ClaimStudy, ConclusionStudy, Study
from squarely.report import words
from squarely.report.curve import counts_bar, estimate_strip, specification_curve
from squarely.report.environment import TEMPLATES
from squarely.report.standing import stands
from squarely.report.swatches import PATTERNS, verdict_swatch
from squarely.report.terminal import render_terminal, render_why
from squarely.report.words import plain

SCOPE = "squarely-shown"


def study_html(study: Study) -> str:
    """The conclusions, the verdicts counted, and a table of the claims."""
    claims = {claim.id: claim for claim in study.claims}
    counts = words.counted(study)
    said = ", ".join(f"{count} {label}" for label, count in counts)
    ends = "".join(_conclusion(end, stands(end, claims).opening) for end in study.conclusions)
    heads = "".join(f'<th scope="col">{head}' for head in ("claim", "verdict", "estimate", "id"))
    rows = "".join(_row(claim) for claim in study.claims)
    return _framed(
        f"<h3>{escape(plain(study.title))}</h3>{ends}"
        f"<p><b>{len(study.claims)}</b> claims: {escape(said)}.</p>{counts_bar(counts)}"
        f'<div class="scroll"><table><thead><tr>{heads}</thead><tbody>{rows}</tbody></table></div>'
        f'<p class="note">{escape(words.dated(study))}</p>'
    )


def claim_html(claim: ClaimStudy) -> str:
    """One claim: its verdict, estimate, specifications and what would settle it."""
    settle = "".join(f"<li>{escape(plain(one))}" for one in claim.would_settle)
    listed = f"<h4>What would settle it</h4><ul>{settle}</ul>" if settle else ""
    readings = escape(words.readings_said(claim))
    return _framed(
        f"<p>{verdict_swatch(claim.verdict)} <b>{escape(claim.verdict)}</b></p>"
        f'<p class="says">{escape(plain(claim.says))}</p><p>{escape(plain(claim.sentence))}</p>'
        f"{estimate_strip(claim)}<p>{readings}</p>{specification_curve(claim)}{listed}"
    )


def verdict_html(verdict: Verdict) -> str:
    """A verdict with its gates."""
    gates = "".join(
        f'<tr><th scope="row">{escape(gate.gate)}<td>{GATE_SAID[gate.passed]}'
        f"<td>{escape(plain(gate.why))}"
        for gate in verdict.gates
    )
    reasons = "".join(f"<li>{escape(plain(why))}" for why in verdict.qualifier.reasons)
    return _framed(
        f"<p>{verdict_swatch(verdict.label)} <b>{escape(verdict.label)}</b></p>"
        f"<ul>{reasons}</ul><table><tbody>{gates}</tbody></table>"
    )


def asserted_html(claim: Claim) -> str:
    """A claim as the file states it, before any data are asked."""
    test = f"test: {claim.warrant.name}" if claim.warrant else "no test"
    facts = " · ".join((plain(claim.id), claim.type, test))
    return _framed(
        f'<p class="says">{escape(plain(claim.says))}</p><p class="note">{escape(facts)}</p>'
    )


def study_text(study: Study) -> str:
    """The table of verdicts as the command line prints it."""
    return render_terminal(study)


def claim_text(claim: ClaimStudy) -> str:
    """What `squarely why` prints of the claim."""
    alone = Study("", "", "", 1, "", (), (claim,))
    return render_why(alone, claim.id)


def register(shell: Any) -> None:  # noqa: ANN401
    """Have a notebook's shell show studies, claims and verdicts as HTML and as text."""
    rich = shell.display_formatter.formatters["text/html"]
    bare = shell.display_formatter.formatters["text/plain"]
    rich.for_type(Study, study_html)
    rich.for_type(ClaimStudy, claim_html)
    rich.for_type(Verdict, verdict_html)
    rich.for_type(Claim, asserted_html)
    bare.for_type(Study, lambda study, printer, _: printer.text(study_text(study)))
    bare.for_type(ClaimStudy, lambda claim, printer, _: printer.text(claim_text(claim)))


def register_where_shown() -> None:
    """Register with the notebook that runs this process, where one does."""
    loaded = sys.modules.get("IPython")
    shell = loaded.get_ipython() if loaded else None
    if shell is not None:
        register(shell)


def _conclusion(end: ConclusionStudy, opening: str) -> Markup:
    return Markup('<p class="says">{}</p><p><b>{}</b> · {}</p>').format(
        plain(end.says), end.state.capitalize(), opening
    )


def _row(claim: ClaimStudy) -> str:
    cells = (plain(claim.says), words.estimated(claim), plain(claim.id))
    says, number, name = (escape(cell) for cell in cells)
    verdict = f"{verdict_swatch(claim.verdict)} {escape(claim.verdict)}"
    return f"<tr><td>{says}<td>{verdict}<td>{number}<td>{name}"


def _framed(inner: str) -> str:
    return f'<div class="{SCOPE}"><style>{_style()}</style>{_HATCHES}{inner}</div>'


_HATCHES = f'<svg width="0" height="0" aria-hidden="true"><defs>{PATTERNS}</defs></svg>'


@cache
def _style() -> str:
    """The page's colours, swatches, tables and drawings, held to the frame."""
    text = (TEMPLATES / "page.css").read_text(encoding="utf-8")
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    light, dark = re.findall(r":root\s*\{([^}]*)\}", text)[:2]
    rules = re.findall(r"([^{}@;]+)\{([^{}]*)\}", text.partition("@media (max-width")[0])
    drawings = [f"{name.strip()} {{{what}}}" for name, what in rules if _drawn(name.strip())]
    nested = " ".join(drawings)
    own = (
        "font: 14px/1.45 var(--sans); color: var(--ink); background: var(--paper); "
        "padding: .75rem 1rem; max-width: 60rem; "
        ".says { font: 1.125rem/1.4 var(--serif); margin: .6rem 0 0; } "
        "table { border-collapse: collapse; font: .875rem/1.4 var(--sans); color: inherit; } "
        "td { border-bottom: 1px solid var(--rule); } td:nth-child(2) { white-space: nowrap; } "
        "th, td { text-align: left; vertical-align: top; padding: .25rem .9rem .25rem 0; } "
    )
    return (
        f".{SCOPE} {{ {light} {own} {nested} }} "
        f"@media (prefers-color-scheme: dark) {{ .{SCOPE} {{ {dark} }} }}"
    )


def _drawn(selector: str) -> bool:
    """Whether a rule of the page is of its drawings or its tables' frames."""
    kinds = "sw|f-|counts|pale|ink|edge|axis|interval|estimate|lines|points|s-|main|chosen|rule"
    return (
        re.match(rf"(svg\.(strip|curve)|\.({kinds}|note|scroll)\b|\.(f|s)-)", selector) is not None
    )

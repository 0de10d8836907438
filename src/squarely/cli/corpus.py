"""`corpus`: the adversarial arguments that ship, run, with what caught each."""

from __future__ import annotations

import sys
from pathlib import Path

from squarely.cli.status import COULD_NOT, DIFFERS, RAN, USAGE
from squarely.cli.writing import error, written


def corpus_command(kind: str | None, form: str, report: Path | None, strict: bool) -> int:
    """Run the corpus; with `strict` 1 where too many rows come out as supported."""
    from squarely.cli.progress import progress
    from squarely.report.corpus import BAR, corpus_json, corpus_markdown, corpus_text, share
    from squarely.study.corpus import kinds, run_corpus

    if kind is not None and kind not in kinds():
        error(f"--kind {kind}: the kinds are {', '.join(kinds())}")
        return USAGE
    with progress(sys.stderr) as step:
        rows = run_corpus(kind, step)
    if report is not None:
        if not written(report, corpus_markdown(rows), "the page"):
            return COULD_NOT
        error(f"page written: {report}")
    sys.stdout.write(corpus_json(rows) if form == "json" else corpus_text(rows))
    return DIFFERS if strict and share(rows) >= BAR else RAN

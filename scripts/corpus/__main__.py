"""Write the adversarial corpus: made-up tables of known truth, and an argument file a row.

`--to DIR` writes elsewhere; the tests compare that with what is committed. `--docs` runs what is
there and writes docs/corpus.md.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from made import write
from measured import definitions, denominators, duplicates
from picked import categories, superlatives, windows
from reasoned import causes, irrelevant, trivial

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "src" / "squarely" / "shipped" / "corpus"
PAGE = """# Arguments made to mislead

Written by `scripts/corpus --docs`, which runs `squarely corpus`. Each row is an argument file of
its own under `src/squarely/shipped/corpus`. Its claim, or its conclusion, is not borne out: the
tables are made up by a seeded script that put nothing there, or the figures are true and beside the
point. Every trick is played in both directions. What caught a row is read off its study; it does
not stand in the file. Rows marked as true have the same form and are true; a tool that says nothing
would fail them. They are clear cases: how often a smaller truth is found stands in the tests'
pages.

What this does not show: the rules and the rows were written together, so the shares below are no
error rates for tricks that nobody has thought of. Rows that nothing caught stand in the table.
Words of cause and of rates are known from closed lists in English; other wordings pass. A
superlative that was picked after looking is true as recorded and is supported as such; it carries
no conclusion. Categories picked out of many are held back by intervals and specifications alone:
the tool does not know what else the author looked at.

"""


def main() -> int:
    """Write every row anew, or the page."""
    if "--docs" in sys.argv:
        from squarely.report.corpus import corpus_markdown
        from squarely.study.corpus import run_corpus

        (ROOT / "docs" / "corpus.md").write_text(PAGE + corpus_markdown(run_corpus()), "utf-8")
        return 0
    folder = Path(sys.argv[sys.argv.index("--to") + 1]) if "--to" in sys.argv else SHIPPED
    if folder == SHIPPED and folder.exists():
        shutil.rmtree(folder)
    kinds = (windows, categories, denominators, definitions, superlatives, duplicates, irrelevant,
             trivial, causes)  # fmt: skip
    rows = [row for kind in kinds for row in kind()]
    write(rows, folder)
    print(f"{len(rows)} rows, {sum(row.honest for row in rows)} of them honest")
    return 0


if __name__ == "__main__":
    sys.exit(main())

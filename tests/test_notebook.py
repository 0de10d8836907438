"""The study in a notebook: a real IPython shell, a valid file, hostile words."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import nbformat as untyped
import pytest
from IPython.core.interactiveshell import InteractiveShell
from markupsafe import escape
from typer.testing import CliRunner

import studies
from squarely.api import read_argument
from squarely.cli import app
from squarely.model.finding import Qualifier, Verdict
from squarely.report.notebook.file import notebook
from squarely.report.notebook.shown import claim_html, study_html, verdict_html

nbformat: Any = untyped
ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "more-peaceful" / "argument.yaml"


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    InteractiveShell.clear_instance()
    made: Any = InteractiveShell.instance()
    yield made
    made.history_manager.end_session()
    InteractiveShell.clear_instance()


def output(shell: Any, code: str) -> dict[str, str]:
    done = shell.run_cell(code)
    done.raise_error()
    return dict(shell.display_formatter.format(done.result)[0])


def test_the_exported_notebook_runs_and_shows_each_claim(shell: Any) -> None:
    argument, _ = read_argument(EXAMPLE)
    assert argument is not None
    held = json.loads(notebook(argument))
    shown = [
        output(shell, cell["source"]) for cell in held["cells"] if cell["cell_type"] == "code"
    ][1:]
    assert len(shown) == 1 + len(argument.claims)
    for one in shown:
        assert one["text/html"].startswith('<div class="squarely-shown">')
        assert "\n" in one["text/plain"]
    assert "Conditional" in shown[0]["text/html"]
    assert "Verdict" not in shown[0]["text/plain"].splitlines()[0]


def test_the_extension_can_be_loaded_by_name(shell: Any) -> None:
    shell.run_line_magic("load_ext", "squarely")
    shell.push({"study": studies.study()})
    assert "squarely-shown" in output(shell, "study")["text/html"]


def test_the_file_is_a_notebook_by_the_formats_own_schema() -> None:
    argument, _ = read_argument(EXAMPLE)
    assert argument is not None
    nbformat.validate(nbformat.reads(notebook(argument), as_version=4))
    assert notebook(argument) == notebook(argument)


def test_export_writes_the_file_whole_and_refuses_a_faulty_argument(tmp_path: Path) -> None:
    out = tmp_path / "peace.ipynb"
    done = CliRunner().invoke(app, ["export", "notebook", str(EXAMPLE), "--out", str(out)])
    assert done.exit_code == 0
    nbformat.validate(nbformat.read(out, as_version=4))
    bad = tmp_path / "bad.yaml"
    bad.write_text("squarely: 1\ntitle: x\nclaims: {a: {}}\n")
    assert CliRunner().invoke(app, ["export", "notebook", str(bad)]).exit_code == 2


@pytest.mark.parametrize(
    "text", ["<script>x</script>", '"><img src=x onerror=x>', "$x$ `y` [z](w)"]
)
def test_hostile_words_are_words(text: str) -> None:
    study = studies.spoiled(studies.study(), text)
    whole = study_html(study) + "".join(claim_html(claim) for claim in study.claims)
    seen: list[tuple[str, list[tuple[str, str | None]]]] = []

    class Parser(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            seen.append((tag, attrs))

    Parser().feed(whole)
    assert {"script", "img"}.isdisjoint(tag for tag, _ in seen)
    assert not [name for _, attrs in seen for name, _ in attrs if name.startswith("on")]


@pytest.mark.parametrize("text", ["<script>x</script>", "'\"><img src=x onerror=x>"])
def test_a_verdict_and_a_gate_are_words_too(text: str) -> None:
    claim = replace(studies.trend(), verdict=text)  # type: ignore[arg-type]
    gate = replace(claim.gates[0], gate=text)  # type: ignore[arg-type]
    study = replace(studies.study(), claims=(claim,), conclusions=())
    judged = Verdict(text, Qualifier("process", None, ()), (gate,))  # type: ignore[arg-type]
    whole = study_html(study) + claim_html(claim) + verdict_html(judged)
    assert "<script" not in whole
    assert "<img" not in whole
    assert whole.count(str(escape(text))) >= 4


def test_words_of_a_title_are_no_markup_and_an_id_is_no_code(tmp_path: Path) -> None:
    path = tmp_path / "argument.yaml"
    path.write_text(
        "squarely: 1\ntitle: '# <b>x</b> [y](javascript:z)'\n"
        "claims: {a: {says: '`rm` $x$', type: normative}}\n"
    )
    argument, _ = read_argument(path)
    assert argument is not None
    cells = json.loads(notebook(argument))["cells"]
    assert "<b>" not in cells[0]["source"]
    assert "\\[y\\]" in cells[0]["source"]
    assert cells[-1]["source"] == "claims['a']"
    assert os.fspath(path) in cells[1]["source"]


def test_a_verdict_shows_its_gates() -> None:
    gate = studies.trend().gates[0]
    found = Verdict("undetermined", Qualifier("process", None, ("few periods",)), (gate,))
    shown = verdict_html(found)
    assert "undetermined" in shown
    assert "few periods" in shown
    assert gate.gate in shown

"""The docs run: code is executed, YAML is read, links lead somewhere, names are public."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import squarely
from squarely.argument.read import read
from squarely.model.vocabulary import FORMS
from squarely.warrants import WARRANTS

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", page.read_text(encoding="utf-8"), re.S | re.M)


def test_how_it_works_runs() -> None:
    code = "\n".join(blocks(ROOT / "docs" / "how_it_works.md", "python"))
    exec(compile(code, "how_it_works.md", "exec"), {})


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_whole_argument_in_the_docs_reads_without_a_fault(page: Path) -> None:
    for text in blocks(page, "yaml"):
        if text.startswith("squarely: 1"):
            _, problems = read(text, page.name)
            assert [fault for fault in problems if fault.severity == "error"] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    prose = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.S | re.M)
    for target in re.findall(r"\]\(([^)#]+)\)", prose):
        if "://" not in target:
            assert (page.parent / target).exists(), target


def test_every_built_warrant_has_a_page_and_a_form() -> None:
    pages = {path.stem for path in (ROOT / "docs" / "warrants").glob("*.md")}
    assert set(WARRANTS) <= pages
    assert set(WARRANTS) <= set(FORMS)
    assert len(FORMS) == 17


def test_ten_public_names_and_no_more() -> None:
    assert len(squarely.__all__) == 10
    assert all(getattr(squarely, name) is not None for name in squarely.__all__)
    assert callable(import_module("squarely.api").run)


def test_help_loads_nothing_heavy() -> None:
    heavy = (
        *("numpy", "scipy", "pandas", "duckdb", "narwhals", "altair", "jinja2", "rich", "yaml"),
        *("starlette", "uvicorn"),
    )
    code = (
        "import sys\nfrom squarely.cli import run\n"
        f"run(['--help'])\nprint([name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip().endswith("[]")
    assert done.stderr == ""

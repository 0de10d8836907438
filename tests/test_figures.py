"""The figures that ship are what their queries derive from the originals, byte for byte."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
FIGURES = ROOT / "src" / "squarely" / "shipped" / "figures"


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "derive_figures", ROOT / "scripts" / "derive_figures.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


DERIVE = script()


@pytest.mark.originals
@pytest.mark.parametrize("name", DERIVE.names())
def test_deriving_again_gives_the_shipped_bytes(name: str, originals: Path) -> None:
    again = DERIVE.derive(name, originals)
    assert again.encode() == (FIGURES / f"{name}.csv").read_bytes()


def test_each_shipped_table_has_its_query_and_its_descriptor() -> None:
    tables = {path.stem for path in FIGURES.glob("*.csv")}
    assert tables == set(DERIVE.names())
    assert tables == {path.stem for path in FIGURES.glob("*.json")}


@pytest.mark.parametrize("path", sorted((ROOT / "scripts" / "figures").glob("*.sql")), ids=str)
def test_each_query_orders_its_rows(path: Path) -> None:
    assert "ORDER BY" in path.read_text(encoding="utf-8").upper()


def test_without_the_originals_the_script_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="its originals are not in"):
        DERIVE.derive("un-vetoes", tmp_path)

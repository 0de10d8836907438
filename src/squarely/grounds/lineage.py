"""What a prepared table is made of besides its sources: the code that reads them.

A kept table is as good as new while neither its sources nor this changes. A reader's modules are
followed by their imports, those inside functions too, so that none can be forgotten; a file that
ships beside the code counts where one of these modules names it.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from importlib.resources import files
from pathlib import Path

ROOT = Path(str(files("squarely")))
_IMPORT = re.compile(r"(?:from|import)\s+(squarely[\w.]*)(?:\s+import\s+(\([^)]*\)|[^\n]*))?")
_WORD = re.compile(r"\w+")


@cache
def code_of(start: Path, *within: str) -> str:
    """A digest of a module and of all that it leans on, as far as that stands `within`.

    Names such as `squarely.matching` take in what is below them; without any, all counts.
    """
    marks = (
        f"{path.relative_to(ROOT)} {hashlib.sha256(path.read_bytes()).hexdigest()}"
        for path in leant_on(start, *within)
    )
    return hashlib.sha256("\n".join(marks).encode()).hexdigest()


def leant_on(start: Path, *within: str) -> tuple[Path, ...]:
    """The module, the modules it imports near and far, and the shipped files that they name."""
    found: set[Path] = set()
    ahead = [start]
    while ahead:
        path = ahead.pop()
        if path in found:
            continue
        found.add(path)
        modules, shipped = _read(path)
        found |= {ROOT / "shipped" / name for name in shipped}
        wanted = {m for m in modules if not within or _below(m, within)}
        ahead += [path for name in wanted for path in _path(name)]
    return tuple(sorted(found))


def _below(module: str, within: tuple[str, ...]) -> bool:
    return any(module == one or module.startswith(f"{one}.") for one in within)


@cache
def _read(path: Path) -> tuple[frozenset[str], frozenset[str]]:
    """The names that may be modules of this package, and the shipped files that are named."""
    text = path.read_text(encoding="utf-8")
    names: set[str] = set()
    for module, taken in _IMPORT.findall(text):
        names |= {module, *(f"{module}.{name}" for name in _WORD.findall(taken))}
    return frozenset(names), frozenset(name for name in _shipped() if f'"{name}"' in text)


@cache
def _shipped() -> frozenset[str]:
    return frozenset(path.name for path in (ROOT / "shipped").glob("*.*"))


def _path(module: str) -> list[Path]:
    """The file of a module; none for a package, whose own file holds no code here."""
    path = ROOT.joinpath(*module.split(".")[1:]).with_suffix(".py")
    return [path] if path.is_file() else []

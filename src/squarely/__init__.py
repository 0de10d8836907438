"""Squarely: what open data say of an essay's claims, and what still stands of its conclusions.

Ten names: four verbs (`read_argument`, `open_grounds`, `run`, `write_report`) and six nouns.
Everything else is a room that one imports by its name.
"""

from __future__ import annotations

from importlib import import_module

_HOME = {
    "read_argument": "squarely.api",
    "open_grounds": "squarely.api",
    "run": "squarely.api",
    "write_report": "squarely.api",
    "Argument": "squarely.model.argument",
    "Claim": "squarely.model.argument",
    "Verdict": "squarely.model.finding",
    "Qualifier": "squarely.model.finding",
    "Study": "squarely.model.study",
    "Problem": "squarely.model.place",
}

__all__ = sorted(_HOME)


def __getattr__(name: str) -> object:
    """Load a public name when it is first used, so that the command line starts quickly."""
    if name not in _HOME:
        raise AttributeError(f"module 'squarely' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def load_ipython_extension(shell: object) -> None:
    """`%load_ext squarely`: studies, claims and verdicts are shown as HTML in a notebook."""
    from squarely.report.notebook.shown import register

    register(shell)

"""Values as YAML bears them: bare where nothing else could be read from them, else in quotes."""

from __future__ import annotations

import json
import re

_BARE = re.compile(r"[A-Za-z_][A-Za-z0-9_./-]*( [A-Za-z0-9_./-]+)*")
_TAKEN = frozenset(("true", "false", "null", "yes", "no", "on", "off"))
_DATES = re.compile(r"(?=.*[0-9])[0-9.-]+")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?%?")


def spelled(value: object) -> str:
    """A word or a number."""
    if not isinstance(value, str):
        return str(value)
    if _BARE.fullmatch(value) and value.lower() not in _TAKEN:
        return value
    return json.dumps(value, ensure_ascii=False)


def dates_spelled(text: str) -> str:
    """A date or a window; what is neither in quotes, for the reader to refuse."""
    return text if _DATES.fullmatch(text) else spelled(text)


def number_spelled(text: str) -> str:
    """A number or a percentage; what is neither in quotes, for the reader to refuse."""
    return text if _NUMBER.fullmatch(text) else spelled(text)

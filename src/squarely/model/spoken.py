"""What the words of a claim commit it to, whatever its author types it as.

A verdict is about `says`. Words of cause claim more than a count can answer, words of rate more
than a count without a denominator. The lists are closed, hold for both directions and for denials
alike, and are matched as whole words; wordings outside of them are not seen.
"""

from __future__ import annotations

import re

_CAUSE = re.compile(
    r"\b(because|owing to|due to(?! (?:be|begin|start|end|take)\b)|thanks to"
    r"|as a (?:result|consequence) of|result(?:s|ed|ing)? (?:in|from)|the (?:result|effect) of"
    r"|(?:led|leads?|leading) (?:directly )?to|caus(?:ed|es|ing)|brought about|brings? about"
    r"|g[ai]ve(?:s|n)? rise to|drove|triggered|provoked|prompted|sparked|fuel+ed|contributed to"
    r"|made (?:it|them|him|her) (?:rise|fall|grow|shrink))\b",
    re.IGNORECASE,
)
_RATE = re.compile(
    r"\b(per (?:head|capita|inhabitant|person|worker|voter|member)|(?:more|less|most|least) likely"
    r"|likelier|likeliest|prone|propensity|odds of|risk of|proportion of|percentage of"
    r"|(?:more|less|most|least) (?:than|of) (?:its|their) share)\b",
    re.IGNORECASE,
)


def cause(says: str) -> str:
    """The first word of cause, empty where there is none.

    >>> cause("The reform led to more strikes."), cause("Strikes rose after the reform.")
    ('led to', '')
    """
    return _first(_CAUSE, says)


def rate(says: str) -> str:
    """The first word of a rate or a chance, empty where there is none.

    >>> rate("Miners are more likely to strike."), rate("Miners struck more often.")
    ('more likely', '')
    """
    return _first(_RATE, says)


def _first(words: re.Pattern[str], says: str) -> str:
    found = words.search(says)
    return found.group(0).lower() if found else ""

"""The closed vocabulary of warrants as the argument file writes them: names, keys, expectations.

One table serves the reader of the file, its JSON Schema, `squarely lint` and the warrants room, so
that a word is the same everywhere. A warrant without a built test is read all the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from squarely.model.argument import ClaimType, Reading

KeyKind = Literal[
    "measure",  # {count: ...}, {sum: ...}, {value: ...} or {share: ...}
    "measures",  # one measure or a list that must all hold
    "window",  # 2022..2025
    "every",  # day week month quarter year
    "date",  # 2025-10-03, held as a Window of its precision
    "items",  # a name, or {where:, at-least:, of-items:}
    "moment",  # a date, or {in:, where:}
    "controls",  # {by: country, of: [a, b, ...]}
    "groups",  # two values of `by`, or {time: [A, B]}
    "where",  # conditions
    "dataset",  # the name of a dataset
    "measure or where",  # the reference set of a share
    "words",  # one of `choices`
    "names",  # one name or a list of them
    "text",
    "duration",  # 3 months
    "mapping",  # free keys, kept as they stand (tests not built yet)
]


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a warrant: what kind of value it takes, whether it must stand."""

    kind: KeyKind
    required: bool = True
    choices: tuple[str, ...] = ()
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """How a warrant is written: its keys, what it may expect, which claim types it may answer."""

    name: str
    question: str
    keys: Mapping[str, Key]
    expects: tuple[str, ...] = ()
    threshold: bool = False
    reading: Reading = "realised"
    types: tuple[ClaimType, ...] = ("descriptive",)
    aliases: tuple[str, ...] = field(default=())


_OF = Key("measure", meaning="what is counted, summed or read")
_DURING = Key("window", required=False, meaning="the days the claim speaks of")
_EVERY = Key("every", meaning="the length of a period")
_IN = Key("dataset", meaning="the dataset that answers")
_SHARE_WORDS = ("few", "most", "mainly", "vast-majority")
_PLAIN: tuple[ClaimType, ...] = ("descriptive", "comparative", "causal", "textual")

FORMS: Mapping[str, Form] = {
    form.name: form
    for form in (
        Form(
            "level",
            "How many, or how much?",
            {"of": _OF, "during": _DURING},
            threshold=True,
            types=_PLAIN,
        ),
        Form(
            "trend",
            "Does it rise or fall over the window?",
            {"of": _OF, "every": _EVERY, "during": _DURING},
            expects=("rising", "falling", "flat"),
            reading="process",
            types=_PLAIN,
        ),
        Form(
            "change",
            "Did the level shift at a date?",
            {
                "of": _OF,
                "every": _EVERY,
                "at": Key("date"),
                "during": _DURING,
                "controls": Key(
                    "controls",
                    required=False,
                    meaning="units that the date left alone, ten or more",
                ),
            },
            expects=("rise", "fall", "none"),
            reading="process",
            types=_PLAIN,
        ),
        Form(
            "extreme",
            "Is it the largest or smallest of its kind?",
            {
                "of": _OF,
                "every": Key("every", required=False),
                "by": Key("text", required=False, meaning="the column that names the rivals"),
                "item": Key("text", meaning="the rival or the period claimed to be extreme"),
                "since": Key("date", required=False),
                "during": _DURING,
            },
            expects=("largest", "smallest"),
            types=_PLAIN,
        ),
        Form(
            "share",
            "Which part of the whole?",
            {"of": _OF, "among": Key("measure or where", required=False), "during": _DURING},
            expects=_SHARE_WORDS,
            threshold=True,
            types=_PLAIN,
        ),
        Form(
            "consensus",
            "Did nearly all agree?",
            {"in": _IN, "item": Key("items"), "position": Key("text"), "during": _DURING},
            expects=("near-unanimous", "broad", "none"),
            types=_PLAIN,
        ),
        Form(
            "alignment",
            "Did two sides draw closer or apart?",
            {
                "in": _IN,
                "actor": Key("text"),
                "with": Key("names"),
                "before": Key("window"),
                "after": Key("window"),
                "item": Key("items", required=False),
                "measure": Key("words", required=False, choices=("agreement", "ideal-point")),
            },
            expects=("closer", "further", "none"),
            reading="process",
            types=_PLAIN,
        ),
        Form(
            "word-deed",
            "Do words and deeds go together?",
            {
                "words": Key("mapping", meaning="a measure, actor, before and after (windows)"),
                "deeds": Key("mapping", meaning="a measure, actor, reversed (true or false)"),
                "lag": Key("duration"),
                "during": _DURING,
            },
            expects=("match", "differ"),
            reading="process",
            types=_PLAIN,
        ),
        Form(
            "contrast",
            "Is one group higher than another?",
            {
                "of": _OF,
                "by": Key("text", required=False),
                "groups": Key("groups"),
                "during": _DURING,
            },
            expects=("higher", "lower", "none"),
            types=_PLAIN,
        ),
        Form(
            "precedent",
            "What followed in the whole class of such cases?",
            {
                "class": Key(
                    "moment", meaning="the cases: all rows that pass a rule, never a list"
                ),
                "after": Key("where", meaning="what tells the cases with the antecedent"),
                "outcome": Key(
                    "measure or where",
                    meaning="a code of the case's row, or a count of dated rows that may follow",
                ),
                "within": Key(
                    "duration", required=False, meaning="the horizon; needed for dated rows"
                ),
                "unit": Key(
                    "text", required=False, meaning="the column that says whose case or row it is"
                ),
                "during": _DURING,
            },
            expects=("usually", "rarely"),
            reading="process",
            types=(*_PLAIN, "forecast"),
        ),
        Form(
            "association",
            "Do two measures move together over units?",
            {
                "of": _OF,
                "with": Key("measure"),
                "unit": Key("text", meaning="the column of both datasets that names the units"),
                "every": _EVERY,
                "during": _DURING,
            },
            expects=("positive", "negative", "none"),
            reading="process",
            types=_PLAIN,
        ),
        Form(
            "dependence",
            "How much comes from one supplier?",
            {"in": _IN, "user": Key("text"), "supplier": Key("text"), "during": _DURING},
            expects=("dominant", "major", "minor"),
            types=_PLAIN,
        ),
        Form(
            "demand",
            "How many calls carry the demand?",
            {
                "in": _IN,
                "demand": Key("text", meaning="what a coder's column holds where it is carried"),
                "coders": Key("names", meaning="the columns of two coders"),
                "during": _DURING,
            },
            expects=_SHARE_WORDS,
            threshold=True,
            reading="process",
            types=_PLAIN,
        ),
        Form(
            "opinion",
            "What part of a public holds an opinion?",
            {
                "in": _IN,
                "question": Key("text"),
                "answer": Key("text"),
                "during": _DURING,
                "population": Key("text", required=False),
            },
            expects=_SHARE_WORDS,
            threshold=True,
            reading="process",
            types=_PLAIN,
        ),
        Form(
            "exists",
            "Has it occurred, never, or always?",
            {"of": Key("measures"), "during": _DURING},
            expects=("some", "none", "always"),
            types=_PLAIN,
            aliases=("universal",),
        ),
        Form(
            "order",
            "Which came first?",
            {"first": Key("moment"), "then": Key("moment")},
            expects=("before", "after"),
            types=_PLAIN,
        ),
        Form(
            "possibility",
            "Could a published mechanism produce it?",
            {
                "model": Key("text", meaning="granovetter, kuran or civil-violence"),
                "outcome": Key("mapping", meaning="an output and its bound, at-least or at-most"),
                "ranges": Key("mapping", meaning="parameters to narrow: A..B; {} for none"),
            },
            expects=("possible", "not-reproduced"),
            reading="process",
            types=("possibility",),
        ),
    )
}

"""What the page's own words mean: verdicts, their kinds, the two readings, the gates."""

from __future__ import annotations

from collections.abc import Mapping

from squarely.model.finding import Label

GATES: Mapping[str, str] = {
    "grounds": "The data cover the claim",
    "construct": "The measure is what the claim speaks of",
    "edge": "Complete data fill the time it speaks of",
    "reporting": "A change of reporting could not overturn it",
    "design": "The test can answer this type of claim",
    "absence": "What the source does not list did not occur",
    "provenance": "The figures come from the source's own files",
    "content": "The record could have come out otherwise",
    "duplicates": "No row is counted more than once",
}

IN_SHORT: dict[Label, str] = {
    "supported": "the data carry it",
    "leans supported": "the data lean to it",
    "undetermined": "the data do not decide it, which says nothing for or against it",
    "leans contradicted": "the data lean against it",
    "contradicted": "the data carry its opposite",
    "no grounds": "no data here could test it, which says nothing for or against it",
    "out of scope": "a value or a term that no data settle",
}

DEFINED: tuple[tuple[Label, str], ...] = (
    (
        "supported",
        "The whole 95% interval lies on the claim's side of the edge, at least 80% of "
        "the specifications agree, no source family mostly disagrees, and every gate is passed.",
    ),
    (
        "leans supported",
        "The 90% interval lies on the claim's side and two thirds of the "
        "specifications agree, or a gate holds the verdict back from supported.",
    ),
    (
        "undetermined",
        "Data speak to the claim and do not decide it: too few, in conflict, or "
        "dependent on a definition. This says nothing for or against the claim.",
    ),
    ("leans contradicted", "The mirror of leans supported: the data lie on the other side."),
    ("contradicted", "The mirror of supported: the same test, met on the other side."),
    ("no grounds", "No data here could test it. This says nothing for or against the claim."),
    ("out of scope", "A value or a statement that no data could settle. It gets no verdict."),
)

CAPS: Mapping[str, str] = {
    "leans": "So the verdict is no more than leaning.",
    "undetermined": "So the verdict stays undetermined.",
    "no grounds": "So there are no grounds.",
}
KINDS: tuple[tuple[str, str], ...] = (
    (
        "realised reading",
        "Of what the source recorded, counted in full: bounds come from sizes, coding and gaps.",
    ),
    (
        "process reading",
        "Of a tendency behind what was recorded: could the usual ups and downs have done this?",
    ),
    ("imprecise", "The interval reaches to both sides of no difference, or of the bound."),
    ("edge", "There is a difference; whether it is large enough to count stays open."),
    ("definition-dependent", "Defensible choices lead to different sides."),
    ("conflicting sources", "Sources lie on opposite sides."),
    ("capped by design", "The numbers would have spoken; a gate does not let them."),
    ("flat", "Contradicted because there is no difference that counts."),
    ("opposite", "Contradicted because the difference goes the other way."),
)

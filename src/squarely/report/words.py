"""Numbers and fixed phrases: the report's own words, the same for every author and every verdict.

Numbers are rounded to what their interval supports, and an interval always stands beside its
number. No phrase here praises, blames or decides; the verdict sentences come with the study.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import replace

from squarely.model.finding import LABELS, Label
from squarely.model.study import AsOf, ClaimStudy, DataUsed, Study
from squarely.study.numbers import how_many, spans_said, true_minus, with_unit
from squarely.study.wording import counted_out

AROUND_ZERO = ("trend", "change", "contrast", "alignment", "association")
OF_WHAT = {  # what a percentage is of: never points of a share
    "percent over the window": " of where it began",
    "percent from before to after": " of the level before",
    "percent against its controls": " of what they show",
    "percent of the larger": " of the larger",
}
NOT_HERE = "not here"  # the version of a dataset that is described without its rows
BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


def used_said(used: DataUsed) -> str:
    """How many rows of a dataset a claim rests on; of one that is not here, that."""
    if used.version == NOT_HERE:
        return "described, but its rows are not here"
    why = f" ({plain(used.why)})" if used.why else ""
    rows = f"{how_many(used.rows_used, 'row')} used, {used.rows_set_aside:,} set aside{why}"
    return f"{rows}; {plain(licensed(used.licence))}"


def named(used: DataUsed) -> str:
    """A dataset's name and version; the name alone where it has no version here."""
    name = plain(used.name)
    return name if used.version == NOT_HERE else f"{name}@{plain(used.version)}"


def licensed(licence: str) -> str:
    """A licence's name, said to be one where it has none."""
    return "licence not stated" if licence in ("", "not stated") else licence


def near(path: str) -> str:
    """A place in a file without the folders of the machine that it was read on.

    >>> near("/home/a/essays/argument.yaml:3:1"), near("essays/argument.yaml")
    ('essays/argument.yaml:3:1', 'essays/argument.yaml')
    """
    parts = path.replace("\\", "/").split("/")
    absolute = not parts[0] or parts[0].endswith(":")
    return "/".join(parts[-2:]) if absolute and len(parts) > 2 else path


def plain(text: str) -> str:
    """One line of an author's text, without control or direction-changing characters."""
    kept = (" " if c in "\n\r\t" else c for c in text if c not in BIDI)
    shown = (c for c in kept if unicodedata.category(c) not in ("Cc", "Cs"))
    return " ".join("".join(shown).split())


def shown(text: str) -> str:
    """An author's text with its lines, without control or direction-changing characters."""
    kept = (c for c in text.replace("\r\n", "\n") if c not in BIDI)
    return "".join(c for c in kept if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))


def counted_in_words(number: int) -> str:
    """A small count as a word.

    >>> counted_in_words(3), counted_in_words(14)
    ('three', '14')
    """
    small = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    return small[number] if 0 <= number < len(small) else f"{number:,}"


def clipped(text: str, length: int) -> str:
    """The text, or its beginning and an ellipsis."""
    return text if len(text) <= length else text[: max(0, length - 1)].rstrip() + "…"


def is_share(unit: str) -> bool:
    """Whether a unit runs from 0 to 1 and is read as a percentage."""
    return unit.lower().startswith(("share", "fraction", "proportion", "agreement"))


def is_gap(unit: str) -> bool:
    """Whether a unit is the difference of two shares, to be read in percentage points."""
    return unit.lower().startswith("share,")


def is_percent(unit: str) -> bool:
    """Whether a unit is a percentage already."""
    return unit.lower().startswith(("percent", "%", "per cent"))


def rounded(value: float, spread: float | None) -> str:
    """The number to two digits of its interval's width; to three digits where there is none.

    Whole parts are never rounded away, so that the page says what the sentences say.
    """
    if not math.isfinite(value):
        return "unbounded"
    if spread is not None and math.isfinite(spread) and spread > 0:
        whole = value == round(value) and spread == round(spread)
        decimals = max(0, min(1 - math.floor(math.log10(spread)), 0 if whole else 9))
    elif value == round(value):
        decimals = 0
    else:
        decimals = max(0, 2 - math.floor(math.log10(abs(value))))
    text = f"{round(value, decimals):,.{max(0, decimals)}f}"
    return text.replace("-", "−") if float(text.replace(",", "")) else text.replace("-", "")


def quantity(value: float | None, unit: str, spread: float | None = None) -> str:
    """A number with its unit: 93%, +12%, 1,200 deaths."""
    if value is None or math.isnan(value):
        return "not known"
    if is_share(unit):
        text = rounded(value * 100, spread * 100 if spread else None)
        if is_gap(unit):
            return f"{'+' if value > 0 and text != '0' else ''}{text} points"
        return f"{text}%"
    text = rounded(value, spread)
    if is_percent(unit):
        return f"{'+' if value > 0 and text != '0' else ''}{text}%"
    return with_unit(text, plain(unit))


def estimated(claim: ClaimStudy) -> str:
    """The estimate and its interval: +4% (95%: −21% to +16%); a mere count may have none."""
    estimate = claim.estimate
    if estimate is None:
        return ""
    low, high, unit = estimate.low, estimate.high, estimate.unit
    against = _beside(claim)
    sign = "+" if against and estimate.value > 0 else ""
    if low is None or high is None:
        return f"{sign}{quantity(estimate.value, unit)}{against} (as recorded)"
    realised = claim.reading == "realised"
    # the shorter arm decides the digits; bounds of what is recorded are shown as they are
    arms = (estimate.value - low, high - estimate.value)
    spread = None if realised else 2 * min(arms) if min(arms) > 0 else abs(high - low)
    value = quantity(estimate.value, unit, spread)
    ends = [number_only(end, unit, spread) for end in (low, high)]
    kind = "from" if realised else f"{estimate.level * 100:.0f}%:"
    return f"{sign}{value}{against} ({kind} {ends[0]} to {ends[1]})"


def _beside(claim: ClaimStudy) -> str:
    """What an estimate is a distance from, where it is one."""
    name = claim.warrant.name if claim.warrant else ""
    return {"extreme": " beside its strongest rival", "order": " apart"}.get(name, "")


def number_only(value: float, unit: str, spread: float | None) -> str:
    """As `quantity`, without the word of the unit."""
    short = unit if is_share(unit) or is_percent(unit) else ""
    return quantity(value, short, spread)


def around_zero(claim: ClaimStudy) -> bool:
    """Whether the edge stands on both sides of zero, and is not a number of the claim's own."""
    name = claim.warrant.name if claim.warrant else ""
    return name in AROUND_ZERO and claim.estimate is not None and "ratio" not in claim.estimate.unit


def edge_said(claim: ClaimStudy) -> str:
    """The edge in words; empty where the claim has none."""
    if not claim.edge or claim.estimate is None:
        return ""
    if claim.warrant is not None and claim.warrant.name == "exists":
        return ""
    size = magnitude(claim.edge, claim.estimate.unit)
    if around_zero(claim):
        of = OF_WHAT.get(claim.estimate.unit, "")
        return f"The smallest difference that counts is {size}{of}."
    return f"The claim's bound is {size}."


def recorded_said(claim: ClaimStudy) -> str:
    """What the source recorded, as a sentence."""
    if claim.estimate is None:
        return ""
    estimate = claim.estimate
    text = counted_out(plain(estimate.recorded), estimate.value).rstrip(".")
    said = estimated(claim)
    number = said.partition(" (")[0]
    again = text.startswith("recorded: ") and _digits(text) == _digits(number)
    if not text or text in said or again:
        return ""
    several = f"{quantity(estimate.value, '')} {plain(estimate.unit)}"
    if text.startswith(f"{several} "):  # the tests count all things in the plural
        text = quantity(estimate.value, estimate.unit) + text.removeprefix(several)
    return true_minus(spans_said(f"{text[0].upper()}{text[1:]}."))


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def parts_said(claim: ClaimStudy) -> str:
    """The counts and shares behind an estimate; a fitted line's own parts stand in the JSON."""
    parts = claim.estimate.parts if claim.estimate else {}
    if claim.reading != "realised":
        return ""
    gap = claim.estimate is not None and is_gap(claim.estimate.unit)
    return " · ".join(part_said(name, parts[name], gap) for name in sorted(parts))


def part_said(name: str, value: float, of_gap: bool = False) -> str:
    """One part of an estimate: a share as a percentage, a count as it stands."""
    share = name.startswith("share") or (of_gap and name in ("first", "second"))
    return f"{plain(name)}: {quantity(value, 'share' if share else '')}"


def detectable_said(claim: ClaimStudy) -> str:
    """The change these data could have told from the edge, in words; empty where not known."""
    if claim.detectable is None or claim.estimate is None:
        return ""
    unit = claim.estimate.unit
    size = (
        quantity(claim.detectable, unit)
        if around_zero(claim)
        else magnitude(claim.detectable, unit)
    )
    n = claim.estimate.n
    return f"With n = {n:,}, a true {size} would have been told from the edge four times in five."


def p_said(value: float) -> str:
    """A p-value with its sign of relation."""
    return "< 0.001" if value < 0.001 else f"= {value:.2g}"


def as_of_said(known: AsOf, when: str) -> str:
    """The verdict with what was known on a date."""
    why = f" ({plain(known.why).rstrip('.')})" if known.why else ""
    return f"With what {when} known on {plain(known.date)}: {known.verdict}{why}."


def both_said(claim: ClaimStudy) -> list[str]:
    """The verdict at the essay's date and now, in one sentence where they are the same."""
    then, now = claim.as_of_essay, claim.as_of_now
    if then is None or (now is None and then.verdict == claim.verdict):
        return []  # nothing was asked of data, neither then nor now
    if now is not None and (then.verdict, then.why) == (now.verdict, now.why):
        return [
            f"The same verdict with what was known on {plain(then.date)} and with what is known on "
            f"{plain(now.date)}."
        ]
    return [as_of_said(then, "was"), *([as_of_said(now, "is")] if now else [])]


def then_and_now(study: Study) -> list[tuple[ClaimStudy, str, str]]:
    """The claims with a verdict at the essay's date and one now; those that moved first."""
    return [
        (claim, known_at(claim, claim.as_of_essay), known_at(claim, claim.as_of_now))
        for claim in sorted(study.claims, key=lambda claim: not moved(claim))
        if claim.as_of_essay and claim.as_of_now
    ]


def moved(claim: ClaimStudy) -> bool:
    """Whether the verdict is another than at the essay's date."""
    then, now = claim.as_of_essay, claim.as_of_now
    return bool(then and now and then.verdict != now.verdict)


def known_at(claim: ClaimStudy, known: AsOf) -> str:
    """A verdict and its estimate, as known on a day."""
    number = estimated(replace(claim, estimate=known.estimate))
    return f"{known.verdict}{f', {number}' if number else ''}"


def vintages_said(claim: ClaimStudy) -> list[str]:
    """The verdict and the estimate on each copy of a dataset that is here in several."""
    lines = []
    for one in claim.vintages:
        number = estimated(replace(claim, estimate=one.estimate))
        why = f" ({plain(one.why).rstrip('.')})" if one.why else ""
        said = f"{one.verdict}{f', {number}' if number else ''}{why}"
        lines.append(f"{plain(one.name)}@{plain(one.version)}: {said}")
    return lines


def sentence(text: str) -> str:
    """The text with a full stop."""
    said = plain(text).rstrip(".")
    return f"{said}." if said else ""


def magnitude(value: float, unit: str) -> str:
    """A size without its sign."""
    return quantity(abs(value), unit).removeprefix("+")


def sides(claim: ClaimStudy) -> tuple[int, int, int]:
    """How many specifications speak for, against, not at all."""
    found = [specification.side for specification in claim.specifications]
    return found.count("for"), found.count("against"), found.count("silent")


_SPEAKS = {
    "for": "speaks for the claim",
    "against": "speaks against the claim",
    "silent": "does not decide",
}


def readings_said(claim: ClaimStudy) -> str:
    """How the specifications fall, and which choice splits them."""
    total = len(claim.specifications)
    if not total:
        return ""
    if total == 1 and not claim.infeasible:
        side = _SPEAKS[claim.specifications[0].side]
        return f"One specification was declared; it {side}."
    speak = sides(claim)
    text = f"Of {how_many(total, 'specification')}, {speak[0]} for the claim, "
    text += f"{speak[1]} against it, {speak[2]} silent"
    if claim.infeasible:
        text += f"; {len(claim.infeasible)} could not be run"
    if claim.splitting is not None:
        text += f". The choice that splits them: {plain(claim.splitting.axis)}"
    return text + "."


def dated(study: Study) -> str:
    """The date of knowledge and the datasets, in one line."""
    used = {f"{d.name}@{d.version}" for c in study.claims for d in c.data}
    read = {f"{d.name}@{d.version}" for c in study.claims for d in c.data if d.rows_used}
    sources = ", ".join(plain(name) for name in sorted(read)) or "no dataset"
    rest = len(used) - len(read)
    more = f"; {rest} more named, without rows that could answer" if rest else ""
    return f"As of {plain(study.as_of)}, from {sources}{more}."


def sources_said(study: Study) -> str:
    """How many datasets answered, and how many could not."""
    used = {f"{d.name}@{d.version}" for c in study.claims for d in c.data}
    read = {f"{d.name}@{d.version}" for c in study.claims for d in c.data if d.rows_used}
    text = how_many(len(read), "dataset") if read else "no datasets"
    rest = len(used) - len(read)
    return f"{text} ({rest} more named, without rows that could answer)" if rest else text


def counted(study: Study) -> tuple[tuple[Label, int], ...]:
    """How many claims have each verdict, in the fixed order; absent ones are left out."""
    found = [claim.verdict for claim in study.claims]
    return tuple((label, found.count(label)) for label in LABELS if label in found)


def single_said(study: Study) -> str:
    """How many of the verdicts for or against rest on one row alone."""
    told = [
        c for c in study.claims if c.estimate and c.verdict not in ("no grounds", "undetermined")
    ]
    found = sum(claim.estimate.n == 1 for claim in told if claim.estimate)
    if not found:
        return ""
    return (
        f"Of the {len(told)} verdicts for or against, {found} rest{'s' * (found == 1)} on one row."
    )

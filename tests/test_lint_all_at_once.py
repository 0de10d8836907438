"""Every fault of a file at once: none hides another, each is named once, at its line and column."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from squarely.argument.read import read
from squarely.grounds.catalog import open_grounds
from squarely.model.place import Problem
from squarely.study.reading import check_names

START = "squarely: 1\ntitle: Strikes\nclaims:\n"


@cache
def known() -> object:
    return open_grounds((), None)[0].known


def lint(text: str) -> list[Problem]:
    argument, problems = read(text, "argument.yaml")
    named = check_names(argument, known()) if argument else ()  # type: ignore[arg-type]
    return [one for one in (*problems, *named) if one.severity == "error"]


def at(text: str, word: str) -> tuple[int, int]:
    """Line and column of a word that stands once in a text."""
    assert text.count(word) == 1, word
    before = text[: text.index(word)]
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def claim(*lines: str) -> str:
    return START + "  a:\n    says: x\n" + "".join(f"    {line}\n" for line in lines)


# each file with the words at which a fault is to be named, and its code
FILES: list[tuple[str, dict[str, str]]] = [
    (
        claim("warrant:", "  trend:",
              "    of: {count: strikes, in: itly-strikes, where: {revoked: 2024-02-31}}",
              "    every: mounth", "    during: 2025..2022", "    expect: risin",
              "predict: suported", "construct: far-off", "stance: sure"),
        {"itly-strikes": "unknown-dataset", "2024-02-31": "bad-date", "mounth": "bad-value",
         "2025..2022": "bad-value", "risin": "bad-value", "suported": "bad-value",
         "far-off": "bad-value", "sure": "bad-value"},
    ),
    (
        claim("warrant:", "  trnd:",
              "    of: {count: stirkes, in: italy-strikes, where: {scpe: 2024-02-31}}",
              "    every: mounth", "    during: 2022-13"),
        {"trnd": "unknown-warrant", "stirkes": "unknown-unit", "scpe": "unknown-column",
         "2024-02-31": "bad-date", "mounth": "bad-value", "2022-13": "bad-date"},
    ),
    (
        claim("warrant:", "  level:",
              "    of: {count: strikes, sum: size, in: itly-strikes, where: {a: [], b: {nut: 3}}}",
              "    during: 99999999999999999999999", "    expect: {at-least: many}",
              "choices: {evry: [2022], during: [2022-14]}"),
        {"{count": "bad-value", "itly-strikes": "unknown-dataset", "[]": "bad-value",
         "nut": "unknown-key", "99999999999999999999999": "bad-date", "many": "wrong-type",
         "evry": "unknown-key", "2022-14": "bad-date"},
    ),
    (
        claim("warrant:", "  level:",
              "    of: {count: strikes, where: {revoked: {}}}",
              "    expect: {at-least: 1, least: 2}"),
        {"{count": "missing-key", "{}": "wrong-type", "least: 2": "unknown-key"},
    ),
    (
        claim("warrant:", "  consensus:",
              "    in: un-votess", "    item: {at-least: most, of-items: al}",
              "    expect: near-unanimos"),
        {"in: un-votess": "missing-key", "un-votess": "unknown-dataset",
         "{at-least": "missing-key", "most": "wrong-type",
         "al}": "bad-value", "near-unanimos": "bad-value"},
    ),
    (
        claim("typ: causal") + "  b: {says: 12}\n  b: {says: y}\n"
        "inferences:\n  - {to: c, from: [a, a1]}\n  - {id: s, to: b, from: b }\n"
        "  - {id: s , against: a}\nconclusions: [z9]\n",
        {"typ": "unknown-key", "12": "wrong-type", "b: {says: y}": "duplicate-id",
         "c, from": "dangling-id", "a1": "dangling-id", "b }": "self-support",
         "s , against": "duplicate-id", "{id: s ,": "missing-key", "z9": "dangling-id"},
    ),
    (
        "squarely: 1\ntitle: t\nintegrated:\n  p: {km: far, days: 1.5}\n  q: {of: [acled, cccc]}\n"
        "claims:\n  a: {says: y, warrant: {level: {of: {count: events, in: q}, "
        "expect: {at-least: 1}}}}\n"
        "  b: {says: y, warrant: {level: {of: {count: events, in: p-strict}, "
        "expect: {at-least: one}}}}\n",
        {"{km": "missing-key", "far": "wrong-type", "1.5": "wrong-type",
         "cccc": "unknown-dataset", "one": "wrong-type"},
    ),
    (
        "squarely: 2\ntitle: !!str t\nesay: {}\nclaims:\n  a: {sais: é, predict: yés}\n---\nb: 1\n",
        {"2\n": "bad-value", "!!str t": "tag", "esay": "unknown-key", "{sais": "missing-key",
         "sais": "unknown-key", "yés": "bad-value", "---": "many-documents"},
    ),
    (
        claim("type: &kind descriptiv") + "  b: {says: y, type: *kind}\n",
        {"&kind": "bad-value"},  # one value that stands twice is one fault
    ),
    (START + "  a: {says: x}\n\tb: {says: y}\n", {"\tb": "not-yaml"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "faults"), FILES, ids=range(len(FILES)))
def test_every_fault_is_named_once_where_it_stands(text: str, faults: dict[str, str]) -> None:
    found = sorted((one.place.line, one.place.column, one.code) for one in lint(text))
    assert found == sorted((*at(text, word), code) for word, code in faults.items())


def test_nearest_names_are_given_beside_bad_values() -> None:
    hints = {one.code: one.hint for one in lint(FILES[0][0])}
    assert hints["unknown-dataset"] == 'did you mean "italy-strikes"?'


# faults of one claim that do not meet: what stands well, what is put in its place
INJECTIONS: dict[str, tuple[str, str, str]] = {
    "dataset": ("in: italy-strikes", "in: italy-strkes", "unknown-dataset"),
    "date": ("start: 2022..", "start: 2022-02-30..", "bad-date"),
    "every": ("every: month", "every: mnth", "bad-value"),
    "window": ("during: 2022..2025", "during: 2025..2022", "bad-value"),
    "expect": ("expect: rising", "expect: rsing", "bad-value"),
    "predict": ("predict: supported", "predict: suported", "bad-value"),
    "construct": ("construct: direct", "construct: drect", "bad-value"),
    "type": ("type: comparative", "type: [comparative]", "wrong-type"),
    "says": ("says: More", "sys: More", "unknown-key"),
    "choice": ("every: [week]", "every: [wek]", "bad-value"),
    "settle": ("would-settle: a count", "would-settle: {}", "wrong-type"),
    "passage": ("{sentence: 1}", "{sentence: one}", "wrong-type"),
    "premise": ("from: [b]", "from: [bb]", "dangling-id"),
    "end": ("conclusions: [c]", "conclusions: [cc]", "dangling-id"),
}
VALID = (
    claim("type: comparative", "warrant:", "  trend:",
          "    of: {count: strikes, in: italy-strikes, where: {start: 2022..}}",
          "    every: month", "    during: 2022..2025", "    expect: rising",
          "predict: supported", "construct: direct", "choices: {every: [week]}",
          "would-settle: a count", "passage: {sentence: 1}").replace("says: x", "says: More")
    + "  b: {says: y}\n  c: {says: z}\ninferences:\n  - {to: c, from: [b]}\nconclusions: [c]\n"
)  # fmt: skip


def test_the_file_without_an_injection_is_valid() -> None:
    assert lint(VALID) == []


@given(st.sets(st.sampled_from(sorted(INJECTIONS))))
def test_injected_faults_are_all_found(names: set[str]) -> None:
    text = VALID
    for name in names:
        good, bad, _ = INJECTIONS[name]
        assert text.count(good) == 1
        text = text.replace(good, bad)
    found = {(one.place.line, one.code) for one in lint(text)}
    for name in names:
        _, bad, code = INJECTIONS[name]
        assert (at(text, bad)[0], code) in found, name
    assert len(lint(text)) >= len(names)

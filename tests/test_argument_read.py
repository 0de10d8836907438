"""An argument file is read strictly: every value typed, every fault told with its place."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from squarely.argument.read import read, read_file
from squarely.model.argument import Argument, Claim, Groups, Items, Moment, Threshold
from squarely.model.place import Problem
from squarely.model.request import Condition, Measure, Window

WHOLE = """squarely: 1
title: The tide of strikes
essay: {file: essay.md, author: A. N. Author, published: 2025-10-08, source: "https://a.example"}
data: [../strikes, polls.csv]
claims:
  general-strike:
    says: A general strike was called in Italy.
    passage: {sentence: 77, hash: 0123456789abcdef}
    stance: denied
    warrant:
      exists:
        of: {count: strikes, in: italy-strikes, where: {scope: general, revoked: false}}
        during: 2025-10-03..2025-10-03
        expect: {not: some}
    predict: supported
    would-settle: [a register, another]
  votes:
    says: Nearly all states backed it.
    warrant: {consensus: {in: un-votes, item: A/RES/ES-10/27, position: NO, expect: broad}}
    construct: near proxy
    construct-why: votes are not support
    choices: {item: [A/RES/ES-10/21, A/RES/ES-10/27]}
  ought: {says: Unions should strike., type: normative}
inferences:
  - {to: ought, from: [general-strike, votes]}
  - {against: ought, from: [votes], unless: [general-strike]}
conclusions: [ought]
"""


def argument(text: str) -> Argument:
    found, problems = read(text, "argument.yaml")
    assert not problems, [f"{p.place} {p.code} {p.message}" for p in problems]
    assert found is not None
    return found


def problems(text: str) -> tuple[Problem, ...]:
    return read(text, "argument.yaml")[1]


def codes(text: str) -> set[str]:
    return {problem.code for problem in problems(text)}


def with_warrant(body: str) -> str:
    return f"claims:\n  a:\n    says: It is so.\n    warrant: {body}\n"


def claim(body: str) -> Claim:
    return argument(with_warrant(body)).claims[0]


def key(body: str, name: str) -> object:
    warrant = claim(body).warrant
    assert warrant is not None
    return warrant.keys[name]


def measure(where: str) -> tuple[Condition, ...]:
    body = f"{{level: {{of: {{count: n, in: d, where: {{{where}}}}}, expect: {{about: 1}}}}}}"
    found = key(body, "of")
    assert isinstance(found, Measure)
    return found.where


def test_reads_a_whole_argument() -> None:
    found = argument(WHOLE)
    assert (found.title, found.published) == ("The tide of strikes", date(2025, 10, 8))
    assert (found.essay_file, found.data) == ("essay.md", ("../strikes", "polls.csv"))
    strike, votes, ought = found.claims
    assert strike.warrant is not None
    assert (strike.warrant.expect, strike.warrant.negated) == ("some", True)
    assert strike.warrant.keys["of"] == Measure(
        "count",
        "strikes",
        "italy-strikes",
        (Condition("scope", ("general",)), Condition("revoked", (False,))),
    )
    assert strike.would_settle == ("a register", "another")
    assert strike.passage is not None
    assert strike.passage.sentences == (77,)
    assert votes.choices == {"item": (Items("A/RES/ES-10/21"), Items("A/RES/ES-10/27"))}
    assert ought.type == "normative"
    assert [(s.to, s.against, s.premises, s.unless) for s in found.inferences] == [
        ("ought", None, ("general-strike", "votes"), ()),
        (None, "ought", ("votes",), ("general-strike",)),
    ]
    assert found.conclusions == ("ought",)


def test_every_value_has_its_line_and_column() -> None:
    strike = argument(WHOLE).claims[0]
    assert strike.warrant is not None
    lines = WHOLE.splitlines()
    for path, word in [("of.count", "strikes"), ("of.where.scope[0]", "general")]:
        at = strike.warrant.places[path]
        assert lines[at.line - 1][at.column - 1 :].startswith(word)


def test_the_smallest_file_is_one_claim() -> None:
    assert argument("claims: {a: {says: It is so.}}").claims[0].type == "descriptive"


def test_a_bare_no_stays_a_word() -> None:
    assert measure("place: NO, vote: yes") == (
        Condition("place", ("NO",)),
        Condition("vote", ("yes",)),
    )


@pytest.mark.parametrize(
    ("where", "condition"),
    [
        ("x: 3", Condition("x", (3,))),
        ("x: true", Condition("x", (True,))),
        ('x: "3"', Condition("x", ("3",))),
        ("x: [a, b]", Condition("x", ("a", "b"))),
        ("x: 2..5", Condition("x", (2, 5), "between")),
        ("x: 1.5..", Condition("x", (1.5, None), "between")),
        ("x: {not: a}", Condition("x", ("a",), negated=True)),
        ("x: {not: [a, 1]}", Condition("x", ("a", 1), negated=True)),
        ("x: 2025-10-03", Condition("x", (date(2025, 10, 3),))),
        (
            "x: 2025-01..2025-02",
            Condition("x", (date(2025, 1, 1), date(2025, 2, 28)), "between"),
        ),
    ],
)
def test_reads_conditions(where: str, condition: Condition) -> None:
    assert measure(where) == (condition,)


@pytest.mark.parametrize(
    ("text", "window"),
    [
        ("2025", Window(date(2025, 1, 1), date(2025, 12, 31))),
        ("2024-02", Window(date(2024, 2, 1), date(2024, 2, 29))),
        ("2025-10-03", Window(date(2025, 10, 3), date(2025, 10, 3))),
        ("2022..2025", Window(date(2022, 1, 1), date(2025, 12, 31))),
        ("2022..", Window(date(2022, 1, 1), None)),
        ("..2025-10", Window(None, date(2025, 10, 31))),
    ],
)
def test_reads_windows(text: str, window: Window) -> None:
    body = f"{{level: {{of: {{count: n, in: d}}, during: {text}, expect: {{about: 1}}}}}}"
    assert key(body, "during") == window


def test_reads_a_share_of_conditions_and_a_share_measure() -> None:
    body = "{share: {of: {count: n, in: d}, among: {x: 1}, expect: {not: {more-than: 40%}}}}"
    assert key(body, "among") == (Condition("x", (1,)),)
    warrant = claim(body).warrant
    assert warrant is not None
    assert (warrant.expect, warrant.negated) == (Threshold("more-than", 0.4), True)
    body = "{level: {of: {share: {x: 1}, in: d, among: {y: 2}}, expect: {at-least: 1}}}"
    expected = Measure("share", "", "d", (Condition("x", (1,)),), (Condition("y", (2,)),))
    assert key(body, "of") == expected


def test_reads_groups_items_and_moments() -> None:
    of = "of: {count: n, in: d}"
    groups = key(
        f"{{contrast: {{{of}, groups: {{time: [2022, 2025]}}, expect: higher}}}}", "groups"
    )
    assert isinstance(groups, Groups)
    assert groups.windows is not None
    assert groups.windows[1] == Window(date(2025, 1, 1), date(2025, 12, 31))
    body = f"{{contrast: {{{of}, by: side, groups: [a, b], expect: higher}}}}"
    assert key(body, "groups") == Groups("side", "a", "b")
    where = "{where: {x: 1}, at-least: 90%, of-items: most}"
    body = f"{{consensus: {{in: d, item: {where}, position: yes, expect: broad}}}}"
    assert key(body, "item") == Items(None, (Condition("x", (1,)),), 0.9, "most")
    body = "{order: {first: 2025-10, then: {in: d, where: {x: 1}}, expect: before}}"
    assert key(body, "first") == Moment(Window(date(2025, 10, 1), date(2025, 10, 31)))
    assert key(body, "then") == Moment(None, "d", (Condition("x", (1,)),))


@pytest.mark.parametrize(
    "body",
    [
        "{level: {of: {count: n, in: d}, expect: {at-most: 3}, reading: process}}",
        "{trend: {of: {count: n, in: d}, every: month, expect: rising}}",
        "{change: {of: {sum: size, in: d}, every: week, at: 2025-10-03, expect: rise}}",
        "{extreme: {of: {value: v, in: d}, every: year, item: 2025, expect: largest}}",
        "{share: {of: {count: n, in: d}, among: {count: m, in: d}, expect: most}}",
        "{consensus: {in: d, item: a, position: yes, expect: none}}",
        "{alignment: {in: d, actor: a, with: [b, c], before: 2022, after: 2025, expect: closer}}",
        "{word-deed: {words: {in: d}, deeds: {in: e}, lag: 3 months, expect: match}}",
        "{contrast: {of: {count: n, in: d}, groups: {x: [a, b]}, expect: lower}}",
        "{precedent: {class: {in: d}, after: {x: 1}, outcome: {y: 2}, within: 1 year,"
        " expect: rarely}}",
        "{association: {of: {count: n, in: d}, with: {count: m, in: e}, unit: place,"
        " every: year, expect: positive}}",
        "{dependence: {in: d, user: a, supplier: b, during: 2025, expect: major}}",
        "{demand: {in: d, demand: pay, coders: [a, b], expect: few}}",
        "{opinion: {in: d, question: q, answer: a, expect: {more-than: 50%}}}",
        "{exists: {of: [{count: n, in: d}, {count: m, in: d}], expect: always}}",
        "{universal: {of: {count: n, in: d}, expect: always}}",
        "{order: {first: 2022, then: 2025, expect: after}}",
    ],
)
def test_reads_every_warrant(body: str) -> None:
    assert claim(body).warrant is not None


def test_reads_a_possibility() -> None:
    body = "{possibility: {model: m, outcome: {a: 1}, ranges: {b: [0, 1]}, expect: possible}}"
    text = with_warrant(body) + "    type: possibility\n"
    warrant = argument(text).claims[0].warrant
    assert warrant is not None
    assert warrant.keys["ranges"] == (("b", (0, 1)),)


TREND = "{trend: {of: {count: n, in: d}, every: month, expect: rising}}"


@pytest.mark.parametrize(
    ("text", "code", "hint"),
    [
        (WHOLE.replace("stance:", "stanse:"), "unknown-key", "stance"),
        (WHOLE.replace("says: A general strike was called in Italy.", "says: 7"), "wrong-type", ""),
        (WHOLE.replace("to: ought", "to: ougth"), "dangling-id", "ought"),
        (WHOLE.replace("  votes:\n", "  general-strike:\n"), "duplicate-id", ""),
        (WHOLE.replace("title:", "squarely:"), "duplicate-key", ""),
        (WHOLE.replace("from: [votes], unless", "from: [ought], unless"), "self-support", ""),
        (WHOLE.replace("2025-10-03..", "2025-02-30.."), "bad-date", ""),
        (WHOLE.replace("published: 2025-10-08", "published: 2025-13-08"), "bad-date", ""),
        (WHOLE.replace("{not: some}", "sone"), "bad-value", "some"),
        (WHOLE.replace("predict: supported", "predict: suported"), "bad-value", "supported"),
        (with_warrant(TREND.replace("trend", "trent")), "unknown-warrant", "trend"),
        (with_warrant(TREND.replace("every: month, ", "")), "missing-key", ""),
        (with_warrant(TREND.replace("month", "mont")), "bad-value", "month"),
        (with_warrant(TREND) + "    type: normative\n", "warrant-forbidden-by-type", "no warrant"),
        (with_warrant(TREND) + "    type: forecast\n", "warrant-forbidden-by-type", "precedent"),
        ("claims: {a: {says: x}, b: {type: causal}}", "missing-key", ""),
        ("squarely: 2\nclaims: {a: {says: x}}", "bad-value", ""),
        ("title: x", "missing-key", ""),
        ("- a\n- b", "wrong-type", ""),
        ("", "empty-file", ""),
        ("# only a remark", "empty-file", ""),
        ("claims:\n\ta: 1", "not-yaml", "spaces"),
        ("a: [", "not-yaml", ""),
        ("claims: {a: {says: x}}\n---\nclaims: {}", "many-documents", ""),
        ("claims: !!python/object:os.system {a: 1}", "tag", ""),
        ("claims: {a: *b}", "unknown-alias", ""),
        ("claims: &a {b: *a}", "unknown-alias", ""),
        ("title: a\x00b", "control-character", ""),
        ("title: a\x1bb", "control-character", ""),
        ("title: a\u202eb", "control-character", ""),
    ],
)
def test_tells_each_fault_with_its_code_and_nearest_name(text: str, code: str, hint: str) -> None:
    found = [problem for problem in problems(text) if problem.code == code]
    assert found, problems(text)
    assert hint in str(found[0].hint)


def test_points_at_the_fault() -> None:
    text = WHOLE.replace("scope: general", "scope: 2025-02-30")
    [problem] = problems(text)
    line = text.splitlines()[problem.place.line - 1]
    assert line[problem.place.column - 1 :].startswith("2025-02-30")
    assert "2025-02-30" in problem.message


def test_tells_all_faults_at_once() -> None:
    text = WHOLE.replace("stance:", "stanse:").replace("to: ought", "to: x")
    text = text.replace("position: NO", "position: [a]")
    assert codes(text) == {"unknown-key", "dangling-id", "wrong-type"}


def test_a_leading_byte_order_mark_does_no_harm() -> None:
    assert not problems("\ufeffclaims: {a: {says: x}}")


def laughs() -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    for n in range(1, 12):
        lines.append(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]")
    return "\n".join(lines)


HOSTILE = {
    "aliases that explode": (laughs(), "too-many-values"),
    "deep lists": ("a: " + "[" * 400_000, "too-deep"),
    "deep mappings": ("{a: " * 200_000, "too-deep"),
    "deep blocks": ("- " * 400_000, "too-deep"),
    "many values": ("a: [" + "a," * 490_000 + "]", "too-many-values"),
    "too large": ("a" * 1_000_001, "too-large"),
    "marks": ("!" * 900_000, ""),
    "quotes": ('"' + "\\n" * 450_000, "not-yaml"),
    "claims": (
        "claims:\n" + "".join(f"  c{n}: {{says: x}}\n" for n in range(2_001)),
        "too-many-claims",
    ),
    "faults": (
        "claims:\n" + "".join(f"  c{n}: {{sais: x}}\n" for n in range(2_000)),
        "unknown-key",
    ),
    "a long list of dangling ids": (
        "claims: {a: {says: x}}\ninferences:\n- {to: a, from: [" + "b," * 190_000 + "]}\n",
        "dangling-id",
    ),
    "dangling": (
        "claims: {a: {says: x}}\ninferences:\n" + "- {to: b, from: [c, d]}\n" * 20_000,
        "dangling-id",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_answered_within_two_seconds(name: str) -> None:
    text, code = HOSTILE[name]
    began = time.process_time()
    _, found = read(text, "argument.yaml")
    assert time.process_time() - began < 2
    assert found
    assert not code or code in {problem.code for problem in found}
    assert len(found) <= 1_001


def test_a_file_at_the_limit_is_read_within_three_seconds() -> None:
    rows = "".join(
        f"  claim-{n}:\n    says: {'It was said again. ' * 10}\n    warrant: {TREND}\n"
        for n in range(2_000)
    )
    began = time.process_time()
    found = argument("claims:\n" + rows)
    assert time.process_time() - began < 3
    assert len(found.claims) == 2_000


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"title: \xff", "not-utf-8"),
        ("title: x".encode("utf-16"), "not-utf-8"),
        (b"title: a\x00", "control-character"),
        (b"", "empty-file"),
        (b"a" * 1_000_001, "too-large"),
    ],
)
def test_reads_bytes_or_says_why_not(tmp_path: Path, raw: bytes, code: str) -> None:
    path = tmp_path / "argument.yaml"
    path.write_bytes(raw)
    assert [problem.code for problem in read_file(path)[1]] == [code]


def test_a_path_without_a_file_is_a_fault(tmp_path: Path) -> None:
    assert read_file(tmp_path)[1][0].code == "no-such-file"
    assert read_file(tmp_path / "none.yaml")[1][0].code == "no-such-file"


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_text_is_read_or_answered(text: str) -> None:
    found, faults = read(text, "argument.yaml")
    assert found is not None or faults


@given(st.binary(max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_read_or_answered(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "fuzz.yaml"
    path.write_bytes(raw)
    found, faults = read_file(path)
    assert found is not None or faults


@given(
    st.integers(0, len(WHOLE) - 1),
    st.integers(0, 30),
    st.sampled_from(["", " ", "\n", "{", "]", ":", "*a", "&a ", "- ", "not", "..", "9", "~", "'"]),
)
@settings(max_examples=400, deadline=None)
def test_a_mutated_file_is_read_or_answered(at: int, cut: int, put: str) -> None:
    found, faults = read(WHOLE[:at] + put + WHOLE[at + cut :], "argument.yaml")
    assert found is not None or faults


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_values_of_the_wrong_kind_are_answered(data: st.DataObject) -> None:
    words = data.draw(st.permutations(WHOLE.split()))
    kept = data.draw(st.integers(1, len(words)))
    lines = WHOLE.splitlines()
    at = data.draw(st.integers(0, len(lines) - 1))
    head = lines[at].partition(":")[0]
    value = data.draw(st.sampled_from(["[]", "{}", "[a, {b: c}]", "{not: []}", "1", "~", "true"]))
    lines[at] = f"{head}: {value}" if kept % 2 else f"{head}: [{value}, {value}]"
    found, faults = read("\n".join(lines), "argument.yaml")
    assert found is not None or faults

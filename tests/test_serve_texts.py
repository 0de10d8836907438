"""Texts saved against what was seen, faults while typing, and what is offered at the cursor."""

from __future__ import annotations

import tempfile
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from squarely.argument.read import read
from squarely.grounds.catalog import shipped_catalog
from squarely.serve.cursor import cursor
from squarely.serve.offers import claims_of, offers
from squarely.serve.read import understood
from squarely.serve.texts import ABSENT, held, saved

HEAD = "squarely: 1\nclaims:\n  one:\n    says: x\n    warrant:\n"
LETTERS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=80)


def named(text: str, files: tuple[str, ...] = ()) -> list[str]:
    """What is offered where the bar stands."""
    offset = text.index("|")
    found = offers(text.replace("|", "", 1), offset, shipped_catalog(), files)
    return [one.name for one in found.offers]


def test_a_text_is_saved_only_over_the_one_that_was_seen(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    first = saved(path, "one\n", ABSENT)
    assert path.read_text() == "one\n"
    path.write_text("changed outside\n")
    refused = saved(path, "two\n", first.hash)
    assert refused.text == "changed outside\n"
    assert path.read_text() == "changed outside\n"
    assert saved(path, "two\n", refused.hash).text == "two\n"
    assert saved(path, "three\n", ABSENT).text == "two\n"
    assert path.read_text() == "two\n"
    assert [one.name for one in tmp_path.iterdir()] == ["a.yaml"]


def test_the_ends_of_lines_stay_as_the_file_has_them(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"a: 1\r\nb: 2\r\n")
    found = held(path)
    assert found.text == "a: 1\nb: 2\n"
    saved(path, "a: 1\nb: 3\n", found.hash)
    assert path.read_bytes() == b"a: 1\r\nb: 3\r\n"


def test_who_may_read_a_file_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("a: 1\n")
    path.chmod(0o600)
    saved(path, "a: 2\n", held(path).hash)
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_no_text_is_shown_as_such_and_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"\xff\xfe\x00a")
    assert "not UTF-8" in held(path).why
    assert saved(path, "x", "0" * 64).hash == held(path).hash
    assert path.read_bytes() == b"\xff\xfe\x00a"


def test_of_two_writers_at_once_a_reader_never_sees_half(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    texts = ["a" * 200_000 + "\n", "b" * 200_000 + "\n"]
    path.write_text(texts[0])
    done = threading.Event()
    seen = set()

    def look() -> None:
        while not done.is_set():
            seen.add(path.read_text())

    reader = threading.Thread(target=look)
    reader.start()
    for number in range(30):
        saved(path, texts[number % 2], held(path).hash)
    done.set()
    reader.join()
    assert seen <= set(texts)


@settings(max_examples=20)
@given(LETTERS)
def test_what_is_saved_is_what_is_read(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.yaml"
        now = saved(path, text, ABSENT)
        assert held(path) == now
        assert now.text == text


def test_the_faults_of_a_text_are_those_of_lint(tmp_path: Path) -> None:
    text = HEAD + "      trend:\n        of: {count: strikes, in: italy-strike}\n" \
                  "        every: month\n        expect: rising\n"  # fmt: skip
    path = tmp_path / "a.yaml"
    found = understood(text, path, (tmp_path,), ())
    [fault] = [one for one in found.problems if one.severity == "error"]
    assert (fault.place.line, fault.hint) == (7, 'did you mean "italy-strikes"?')
    assert not found.runs
    mended = understood(text.replace("italy-strike", "italy-strikes"), path, (tmp_path,), ())
    assert mended.runs


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("|", ["squarely", "title", "essay"]),
        ("es|", ["essay"]),
        ("essay:\n  |", ["file", "author", "published", "source"]),
        ("claims:\n  one:\n    |", ["says", "passage"]),
        ("claims:\n  one:\n    says: x\n    war|", ["warrant"]),
        ("claims:\n  one:\n    type: des|", ["descriptive"]),
        (HEAD + "      |", ["level", "trend", "change"]),
        (HEAD + "      trend: {|", ["of", "every", "during", "expect"]),
        (HEAD + "      trend: {every: q|", ["quarter"]),
        (HEAD + "      trend:\n        expect: |", ["rising", "falling", "flat"]),
        (HEAD + "      trend:\n        expect: {not: |", ["rising", "falling", "flat"]),
        (HEAD + "      level:\n        expect: {|", ["more-than", "at-least", "about"]),
        (HEAD + "      trend:\n        of: {count: |, in: italy-strikes}", ["strikes"]),
        (HEAD + "      trend:\n        of: {count: s, in: italy-strikes, where: {rev|",
         ["revoked"]),
        (HEAD + "      trend:\n        of: {count: s, in: italy-strikes, where: {revoked: t|",
         ["true"]),
        (HEAD + "      trend:\n        of:\n          in: italy-strikes\n          where:\n"
                "            revoked: |", ["true", "false"]),
        (HEAD + "      trend:\n        of: {count: s,\n             in: italy-st|",
         ["italy-strikes", "italy-strikes-transport"]),
        (HEAD + "  two:\n    says: y\nconclusions: [|]", ["one", "two"]),
        (HEAD + "  two:\n    says: y\ninferences:\n  - {to: one, from: [t|", ["two"]),
        (HEAD + "  two:\n    says: y\ninferences:\n  - to: |", ["one", "two"]),
        ("data: [|]", ["own.csv"]),
    ],
)  # fmt: skip
def test_what_may_stand_there_is_offered(text: str, first: list[str]) -> None:
    assert named(text, ("own.csv",))[: len(first)] == first


def test_in_a_comment_nothing_is_offered() -> None:
    assert named("claims:\n  # wa|") == []
    assert named("title: x # wa|") == []


def test_every_key_that_is_offered_in_a_warrant_is_known_to_the_reader() -> None:
    for warrant in named(HEAD + "      |"):
        for key in named(HEAD + f"      {warrant}:\n        |"):
            _, problems = read(HEAD + f"      {warrant}: {{{key}: 1}}\n", "a.yaml")
            assert not [one for one in problems if one.code == "unknown-key"], (warrant, key)


def test_names_that_yaml_would_misread_are_offered_in_quotes() -> None:
    text = "claims:\n  'true':\n    says: x\nconclusions: ["
    found = offers(text, len(text), {})
    assert [(one.name, one.written) for one in found.offers] == [("true", '"true"')]


@given(st.text("claims:{}[]\"'#- \nabin,", max_size=120), st.integers(0, 120))
def test_no_text_is_too_broken_for_a_cursor(text: str, offset: int) -> None:
    at = cursor(text, min(offset, len(text)))
    assert at is None or at.start <= min(offset, len(text))
    offers(text, min(offset, len(text)), shipped_catalog())
    claims_of(text)


def test_faults_while_typing_know_the_originals_that_a_check_would_ask(
    tmp_path: Path, originals: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (
        HEAD + "      level: {of: {count: revolutions, in: revolutions}, expect: {at-least: 1}}\n"
    )

    def codes() -> set[str]:
        found = understood(text, tmp_path / "a.yaml", (tmp_path,), ())
        return {problem.code for problem in found.problems}

    monkeypatch.setenv("SQUARELY_DATA", str(originals))
    assert codes() == set()
    monkeypatch.delenv("SQUARELY_DATA")
    assert codes() == {"not-here"}

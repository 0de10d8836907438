"""Essays are split by block first, then by sentence, with spans that give the text back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from squarely.essay.sentences import split, tidy


def texts(text: str) -> list[str]:
    return [unit.text for unit in split(text, "essay.md").sentences]


def test_gives_the_flagship_essay_its_127_units(flagship_essay: Path) -> None:
    units = json.loads((flagship_essay.parent / "claims.json").read_text("utf-8"))["units"]
    essay = split(flagship_essay.read_text("utf-8"), "essay.txt")
    assert len(essay.sentences) == len(units) == 127
    for unit, wanted in zip(essay.sentences, units, strict=True):
        assert unit.text.startswith(wanted["first"])
        assert (unit.number, unit.paragraph) == (wanted["n"], wanted["para"])
    kinds = [unit.kind for unit in essay.sentences]
    assert (kinds.count("line"), kinds.count("heading"), kinds.count("sentence")) == (2, 3, 122)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Dr. Smith came. He left.", ["Dr. Smith came.", "He left."]),
        ("The U.S. stooge ran. It fell.", ["The U.S. stooge ran.", "It fell."]),
        ("He met the U.S. Senate today.", ["He met the U.S. Senate today."]),
        ("He left the U.S. The others stayed.", ["He left the U.S.", "The others stayed."]),
        ("It rose 3.5 per cent. Why?", ["It rose 3.5 per cent.", "Why?"]),
        ("They said: “Enough.” What now!", ["They said: “Enough.”", "What now!"]),
        ("Wait... what? Yes... No.", ["Wait... what?", "Yes...", "No."]),
        ("See No. 5 and Art. 3. Then stop.", ["See No. 5 and Art. 3.", "Then stop."]),
        ("Did he say no? No. He said yes.", ["Did he say no?", "No.", "He said yes."]),
        ("It ended in 1982. 40 ships left.", ["It ended in 1982.", "40 ships left."]),
        ("“Stop!” he cried and ran.", ["“Stop!” he cried and ran."]),
        ("A fact.[1] Another.[2]", ["A fact.[1]", "Another.[2]"]),
        ("(It held.) It fell.", ["(It held.)", "It fell."]),
        ("これは文です。次の文です。", ["これは文です。", "次の文です。"]),
    ],
)
def test_ends_a_sentence_where_a_reader_would(text: str, wanted: list[str]) -> None:
    assert texts(text) == wanted


def test_reads_markdown_by_block() -> None:
    text = (
        "# A title\n\nA line that is\nwrapped. And more.\n\n- one item. Two.\n- next item\n\n"
        "> quoted words\n> go on.\n\nUnder\n=====\n\nhttps://example.org/a\n\n8 October 2025\n"
    )
    units = split(text, "essay.md").sentences
    assert [(unit.kind, unit.text) for unit in units] == [
        ("heading", "A title"),
        ("sentence", "A line that is wrapped."),
        ("sentence", "And more."),
        ("sentence", "one item."),
        ("sentence", "Two."),
        ("sentence", "next item"),
        ("sentence", "quoted words go on."),
        ("heading", "Under"),
        ("line", "https://example.org/a"),
        ("line", "8 October 2025"),
    ]


def test_takes_each_long_line_of_plain_text_for_a_paragraph() -> None:
    long = "Words follow words until the line is very long indeed. " * 6
    units = split(f"{long.strip()}\nA Short Heading\n{long.strip()}", "essay.txt").sentences
    assert [unit.kind for unit in units] == ["sentence"] * 6 + ["heading"] + ["sentence"] * 6
    assert {unit.paragraph for unit in units} == {0, 1, 2}


def test_front_matter_is_no_part_of_the_essay() -> None:
    assert texts("---\ntitle: x\n---\nOne sentence.\n") == ["One sentence."]


def test_an_empty_essay_has_no_units() -> None:
    assert texts("") == texts("\n \n") == []


@given(st.text(alphabet="aB .!?\n>#-*…”“—1\t", max_size=200))
@settings(max_examples=200, deadline=None)
def test_units_are_ordered_and_their_spans_give_their_text(text: str) -> None:
    essay = split(text, "essay.md")
    end = 0
    for number, unit in enumerate(essay.sentences, 1):
        assert unit.number == number
        assert end <= unit.start < unit.end <= len(text)
        assert unit.text == tidy(text[unit.start : unit.end])
        assert unit.text
        end = unit.end

"""Passages are found by number, span, words and near words; a lost one names the nearest."""

from __future__ import annotations

import time
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from squarely.essay.anchors import find, passage_hash
from squarely.essay.sentences import split
from squarely.model.argument import Found, Passage
from squarely.model.place import Place, Problem

TEXT = (
    "Ships came in every month of the year. The harbour was quiet in winter.\n\n"
    "Prices rose after the new law. “Nobody knows why,” said the owner of the mill. "
    "The harbour was quiet in summer. Prices rose after the long war.\n"
)
ESSAY = split(TEXT, "essay.md")
HERE = Place("argument.yaml", 7, 5)


def found(passage: Passage) -> Found:
    result = find(ESSAY, passage)
    assert isinstance(result, Found), result
    return result


def lost(passage: Passage) -> Problem:
    result = find(ESSAY, passage)
    assert isinstance(result, Problem), result
    return result


def test_finds_a_sentence_by_its_number() -> None:
    passage = found(Passage((2,)))
    assert passage.text == "The harbour was quiet in winter."
    assert TEXT[passage.start : passage.end] == passage.text


def test_joins_several_sentences() -> None:
    assert found(Passage((1, 3))).text.endswith("of the year. Prices rose after the new law.")


def test_a_number_past_the_end_is_a_fault_at_the_passage() -> None:
    problem = lost(Passage((9,), place=HERE))
    assert (problem.code, problem.place) == ("passage-not-found", HERE)
    assert "6" in problem.message


def test_finds_a_span_and_the_sentence_around_it() -> None:
    start = TEXT.index("harbour")
    assert found(Passage(span=(start, start + 7))) == Found((2,), start, start + 7, "harbour")


def test_a_span_outside_its_sentence_is_a_fault() -> None:
    assert lost(Passage((1,), span=(len(TEXT) - 10, len(TEXT) - 3))).code == "passage-not-found"
    assert lost(Passage(span=(3, 10_000))).code == "passage-not-found"


def test_finds_words_whatever_the_shape_of_quotes_and_white_space() -> None:
    assert found(Passage(quote='"Nobody knows\n why," said')).sentences == (4,)


def test_a_quote_that_stands_twice_is_ambiguous_without_context() -> None:
    assert lost(Passage(quote="The harbour was quiet in")).code == "passage-ambiguous"
    assert found(Passage(quote="The harbour was quiet in", after="summer")).sentences == (5,)
    assert found(Passage(quote="The harbour was quiet in", before="the year.")).sentences == (2,)
    assert found(Passage((5,), quote="The harbour was quiet in")).sentences == (5,)


def test_an_edited_quote_is_found_with_a_score_below_one() -> None:
    passage = found(Passage(quote="Ships came in nearly every month of that year."))
    assert passage.sentences == (1,)
    assert 0.75 <= passage.score < 1


def test_two_sentences_about_as_near_are_no_match() -> None:
    assert lost(Passage(quote="The harbour was quiet in spring.")).code == "passage-ambiguous"


def test_a_lost_quote_names_the_nearest_sentence() -> None:
    problem = lost(Passage(quote="The owner of the mill has sold all of his other houses by now"))
    assert problem.code == "passage-not-found"
    assert "sentence 4" in str(problem.hint)


def test_a_hash_that_does_not_match_is_a_fault() -> None:
    words = "The harbour was quiet in winter."
    right = sha256(words.encode()).hexdigest()[:16]
    assert passage_hash(" The  harbour was\nquiet in winter. ") == right
    assert found(Passage((2,), hash=right)).score == 1
    problem = lost(Passage((2,), hash="0" * 16))
    assert problem.code == "passage-changed"
    assert right in str(problem.hint)


@pytest.mark.parametrize("words", ["zebra", "x" * 5000, " ", "a " * 3000])
def test_words_that_are_nowhere_are_answered_quickly(words: str) -> None:
    long = split("The cat sat on a mat and a hat. " * 5000, "essay.md")
    began = time.process_time()
    assert isinstance(find(long, Passage(quote=words)), Problem | Found)
    assert time.process_time() - began < 2


@given(st.text(max_size=80), st.text(max_size=20))
@settings(max_examples=100, deadline=None)
def test_any_quote_is_found_or_answered(quote: str, before: str) -> None:
    assert isinstance(find(ESSAY, Passage(quote=quote, before=before)), Problem | Found)

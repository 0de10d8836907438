"""A passage is found again after edits of its essay, at the place where it is known to stand."""

from __future__ import annotations

import random
import time
import unicodedata
from itertools import accumulate, pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from squarely.cli import run as command
from squarely.essay.anchors import find, passage_hash
from squarely.essay.nearly import LONGEST, likeness, near
from squarely.essay.plainly import plainly
from squarely.essay.sentences import split
from squarely.model.argument import Found, Passage
from squarely.model.place import Place, Problem

LETTERS = "aeioubcdlmnprst"
SEEDS = st.integers(0, 10**6)
OFTEN = list(accumulate(1 / (number + 3) for number in range(1500)))


def vocabulary(chance: random.Random) -> list[str]:
    return ["".join(chance.choices(LETTERS, k=chance.randint(2, 9))) for _ in range(1500)]


def sentence(chance: random.Random, words: list[str]) -> str:
    """Words of which some are common, the k-th about 1/k as often as the first (Zipf's law)."""
    picked = chance.choices(words, cum_weights=OFTEN, k=chance.randint(9, 22))
    return " ".join(picked).capitalize() + "."


def essay(chance: random.Random, paragraphs: int) -> list[list[str]]:
    words = vocabulary(chance)
    return [[sentence(chance, words) for _ in range(4)] for _ in range(paragraphs)]


def written(paragraphs: list[list[str]]) -> str:
    return "\n\n".join(" ".join(each) for each in paragraphs) + "\n"


def shared(found: Found, start: int, end: int) -> float:
    inside = max(0, min(found.end, end) - max(found.start, start))
    return inside / (max(found.end, end) - min(found.start, start))


def placed(paragraphs: list[list[str]], passage: str) -> tuple[str, int, int]:
    text = written(paragraphs)
    start = text.index(passage)
    return text, start, start + len(passage)


def located(text: str, passage: Passage) -> Found:
    found = find(split(text, "essay.md"), passage)
    assert isinstance(found, Found), found
    return found


@given(SEEDS)
@settings(max_examples=15, deadline=None)
def test_paragraphs_put_in_and_taken_out_move_a_passage_and_do_not_lose_it(seed: int) -> None:
    chance = random.Random(seed)
    paragraphs = essay(chance, 12)
    at = chance.randrange(12)
    passage = " ".join(paragraphs[at][1:3])
    new = [[sentence(chance, vocabulary(chance)) for _ in range(3)] for _ in range(5)]
    kept = [each for each in paragraphs if each is paragraphs[at] or chance.random() < 0.6]
    for each in new:
        kept.insert(chance.randint(0, len(kept)), each)
    text, start, end = placed(kept, passage)
    found = located(text, Passage(quote=passage))
    assert (found.start, found.end, found.score, found.how) == (start, end, 1.0, "as named")


@given(SEEDS)
@settings(max_examples=15, deadline=None)
def test_shapes_of_letters_white_space_and_hyphens_never_matter(seed: int) -> None:
    chance = random.Random(seed)
    paragraphs = essay(chance, 6)
    passage = f'{paragraphs[3][1]} "Ne naïve façade - ŵ efﬁcient" it\'s said...'
    paragraphs[3][1] = passage
    words = [
        word if chance.random() < 0.7 else word[:2] + "\u00ad" + word[2:]
        for word in written(paragraphs).split(" ")
    ]
    text = "".join(word + chance.choice([" ", "\u00a0", "\n", "  ", "\u2009"]) for word in words)
    shapes = {'"': "“", "'": "’", " - ": " – ", "...": "…", "ﬁ": "fi"}
    for plain, shaped in shapes.items():
        text = text.replace(plain, shaped)
    text = unicodedata.normalize(chance.choice(["NFC", "NFD"]), text)
    found = located(
        text, Passage(quote=unicodedata.normalize(chance.choice(["NFC", "NFD"]), passage))
    )
    assert found.score == 1
    assert plainly(found.text).letters == plainly(passage).letters


def edited(chance: random.Random, passage: str, share: float) -> str:
    """A passage of which this share of words is replaced, left out or doubled."""
    words = passage.split(" ")
    for _ in range(max(1, int(share * len(words)))):
        at = chance.randrange(1, len(words))
        words[at : at + 1] = chance.choice([["xylem"], [], [words[at], "qat"], [words[at] + "s"]])
    return " ".join(words)


@given(SEEDS)
@settings(max_examples=15, deadline=None)
def test_a_passage_with_a_tenth_of_its_words_edited_is_found_with_its_score(seed: int) -> None:
    chance = random.Random(seed)
    paragraphs = essay(chance, 12)
    passage = " ".join(paragraphs[5][0:2])
    now = edited(chance, passage, 0.1)
    paragraphs[5] = [now, *paragraphs[5][2:]]
    text, start, end = placed(paragraphs, now)
    found = located(text, Passage(quote=passage))
    assert found.how == "edited"
    assert shared(found, start, end) > 0.85
    assert likeness(passage, now) - 0.03 <= found.score < 1


@given(SEEDS)
@settings(max_examples=15, deadline=None)
def test_a_passage_that_other_text_split_is_found_in_its_parts(seed: int) -> None:
    chance = random.Random(seed)
    paragraphs = essay(chance, 10)
    head, tail = paragraphs[4][1:3]  # of nine words or more each
    inserted = [sentence(chance, vocabulary(chance)) for _ in range(chance.randint(3, 8))]
    paragraphs[4] = [paragraphs[4][0], head, *inserted, tail, paragraphs[4][3]]
    text = written(paragraphs)
    found = located(text, Passage(quote=f"{head} {tail}"))
    assert found.how == "split"
    assert found.score > 0.9
    assert len(found.parts) == 2
    for (start, end), part in zip(found.parts, (head, tail), strict=True):
        begin = text.index(part)
        assert abs(start - begin) <= 12
        assert abs(end - begin - len(part)) <= 12
    assert not any(text[start:end] in " ".join(inserted) for start, end in found.parts)


@given(SEEDS)
@settings(max_examples=15, deadline=None)
def test_a_passage_that_was_taken_out_is_lost_and_never_found_elsewhere(seed: int) -> None:
    chance = random.Random(seed)
    paragraphs = essay(chance, 12)
    passage = " ".join(paragraphs.pop(chance.randrange(12))[0:2])
    problem = find(split(written(paragraphs), "essay.md"), Passage(quote=passage))
    assert isinstance(problem, Problem)
    assert problem.code == "passage-not-found"


@given(SEEDS)
@settings(max_examples=10, deadline=None)
def test_what_stands_twice_needs_its_context_also_when_edited(seed: int) -> None:
    chance = random.Random(seed)
    paragraphs = essay(chance, 8)
    passage = paragraphs[2][1]
    now = edited(chance, passage, 0.1)
    paragraphs[2][1] = paragraphs[6][1] = now
    text = written(paragraphs)
    for quote in (now, passage):
        problem = find(split(text, "essay.md"), Passage(quote=quote))
        assert isinstance(problem, Problem)
        assert problem.code == "passage-ambiguous"
        for part in ("score", "line 5", "line 13"):
            assert part in problem.message
        for at in (2, 6):
            before, _, after = paragraphs[at][:3]
            found = located(text, Passage(quote=quote, before=before[-40:], after=after[:40]))
            start = text.index(before) + len(before)
            assert abs(found.start - start) < 15


@given(st.text(alphabet="ab c", max_size=12), st.text(alphabet="ab c", max_size=12))
def test_likeness_is_that_of_the_textbook_recurrence(one: str, other: str) -> None:
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, 1):
        new = [number]
        for at, held in enumerate(other, 1):
            new.append(min(row[at] + 1, new[-1] + 1, row[at - 1] + (letter != held)))
        row = new
    longest = max(len(one), len(other))
    wanted = 1.0 if longest == 0 else 1 - row[-1] / longest
    assert likeness(one, other) == pytest.approx(wanted)


@given(st.text(max_size=60))
def test_each_plain_letter_knows_where_it_came_from(text: str) -> None:
    plain = plainly(text)
    assert len(plain.letters) == len(plain.starts) == len(plain.ends)
    assert all(
        0 <= start < end <= len(text) for start, end in zip(plain.starts, plain.ends, strict=True)
    )
    assert all(one <= other for one, other in pairwise(plain.starts))


def test_a_numbered_sentence_is_found_by_its_hash_where_it_moved() -> None:
    text = "One stands here. Two stands there. Three is last. Four ends it.\n"
    hashed = passage_hash("Two stands there. Three is last.")
    passage = Passage((2, 3), hash=hashed)
    assert located(text, passage).how == "as named"
    found = located("Zero is new. Another too. " + text, passage)
    assert (found.sentences, found.score, found.how) == ((4, 5), 1.0, "moved")
    twice = find(split(text * 2 + "Five. Six.", "e"), Passage((9, 10), hash=hashed))
    assert isinstance(twice, Problem)
    gone = find(split("Two stood there. Three is last.", "e"), Passage((1, 2), hash=hashed))
    assert isinstance(gone, Problem)
    assert gone.code == "passage-changed"


def test_a_quote_that_left_its_sentence_has_moved() -> None:
    text = "A new one. The harbour was quiet in winter. The mill ran all night.\n"
    found = located(text, Passage((1,), quote="The harbour was quiet in winter."))
    assert (found.sentences, found.how) == ((2,), "moved")


def test_a_very_long_quote_is_compared_by_its_beginning() -> None:
    paragraphs = essay(random.Random(5), 40)
    text = written(paragraphs)
    quote = text[100 : 100 + LONGEST + 2000].replace(" ", " so ", 1)
    found = near(plainly(text).letters, plainly(quote).letters)
    assert abs(found[0].start - 100) < 20


def test_where_a_passage_was_found_and_how_surely_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "essay.md").write_text("A new one. Ships came in nearly every month that year.\n")
    path = tmp_path / "argument.yaml"
    path.write_text(
        "squarely: 1\ntitle: T\nessay: {file: essay.md}\nclaims:\n  ships:\n    says: S.\n"
        "    type: normative\n    passage:\n      quote: Ships came in every month that year.\n"
    )
    assert command(["lint", str(path)]) == 0
    said = capsys.readouterr().err
    # 7 letters put in, of 43
    assert "argument.yaml:9:" in said
    assert f"sentence 2 with a score of {1 - 7 / 43:.2f}" in said


def many(words: int, passages: int) -> float:
    """Seconds of work to find so many passages, a third of them edited, a third of those split."""
    chance = random.Random(1)
    paragraphs = essay(chance, words // 58)
    quotes = []
    for number in range(passages):
        at = chance.randrange(len(paragraphs))
        quote = " ".join(paragraphs[at][1:3])
        quotes.append(edited(chance, quote, 0.1) if number % 3 == 0 else quote)
    whole = split(written(paragraphs), "essay.md")
    began = time.process_time()
    found = [find(whole, Passage(quote=quote, place=Place("a", 1, 1))) for quote in quotes]
    took = time.process_time() - began
    assert sum(isinstance(one, Found) for one in found) == passages
    return took


def test_many_passages_of_a_long_essay_are_found_in_little_time() -> None:
    assert many(20_000, 100) < 6  # about a second where nothing else runs


if __name__ == "__main__":
    print(f"100,000 words, 500 passages: {many(100_000, 500):.1f} s of work")

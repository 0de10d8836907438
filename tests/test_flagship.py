"""The flagship argument: whole, lint-clean, free of the essay's words, and as predicted.

What must hold is written in the README beside it: every claim, support and attack of the list is
there, no eight consecutive words of the essay stand in the repository, and enough claims reach a
verdict, not counting far proxies and dated facts typed by hand.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from squarely.grounds.catalog import Grounds, open_grounds
from squarely.model.argument import Argument
from squarely.model.study import Study
from squarely.study.reading import check_names, read_argument
from squarely.study.run import run

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "examples" / "gaza-2025" / "argument.yaml"
CLAIMS, CONCLUSIONS, SUPPORTS, ATTACKS = 129, 6, 67, 13
CONSECUTIVE = 8  # so many words of the essay in a row are a quotation
NOTHING_SAID = ("no grounds", "out of scope")


@pytest.fixture(scope="module")
def argument() -> Argument:
    found, problems = read_argument(FILE)
    assert found is not None, problems
    return found


@pytest.fixture(scope="module")
def shipped() -> Grounds:
    return open_grounds()[0]


@pytest.fixture(scope="module")
def study_of_figures(argument: Argument, shipped: Grounds) -> Study:
    return run(argument, shipped)


@pytest.fixture(scope="module")
def study_of_originals(argument: Argument, originals: Path) -> Study:
    return run(argument, open_grounds((), originals)[0])


def sentence_pairs(argument: Argument, kind: str) -> set[tuple[int, int]]:
    pattern = re.compile(kind + r"-(\d+)-(\d+)")
    matches = (pattern.fullmatch(step.id) for step in argument.inferences)
    return {(int(match[1]), int(match[2])) for match in matches if match}


def test_every_claim_of_the_list_is_there_once(argument: Argument) -> None:
    numbered = [int(claim.id[1:4]) for claim in argument.claims if claim.id.startswith("k")]
    assert sorted(numbered) == list(range(1, CLAIMS + 1))


def test_every_conclusion_is_reached_from_claims(argument: Argument) -> None:
    assert len(argument.conclusions) == CONCLUSIONS
    reached = {step.to for step in argument.inferences}
    assert set(argument.conclusions) <= reached


def test_every_support_and_attack_is_an_inference_of_its_own(argument: Argument) -> None:
    assert len(sentence_pairs(argument, "support")) == SUPPORTS
    assert len(sentence_pairs(argument, "attack")) == ATTACKS
    attacks = [step for step in argument.inferences if step.id.startswith("attack-")]
    assert all(step.against for step in attacks)


def test_a_sentence_with_several_claims_needs_them_all(argument: Argument) -> None:
    """Every claim that stands in one such sentence alone is a premise of that sentence's step."""
    steps = {step.id: set(step.premises) for step in argument.inferences}
    for claim in argument.claims:
        numbers = claim.passage.sentences if claim.passage else ()
        step = steps.get(f"sentence-{numbers[0]}") if len(numbers) == 1 else None
        if step is not None and claim.id.startswith("k"):
            milder = steps.get(f"sentence-{numbers[0]}-milder", set())
            assert claim.id in step | milder, claim.id


def test_values_and_forecasts_name_no_test_and_data_claims_say_what_would_settle_them(
    argument: Argument,
) -> None:
    for claim in argument.claims:
        if claim.type in ("normative", "definitional"):
            assert claim.warrant is None, claim.id
        if claim.construct != "direct":
            assert claim.construct_why, claim.id


def test_it_lints_without_errors(argument: Argument, shipped: Grounds) -> None:
    _, problems = read_argument(FILE)
    faults = [*problems, *check_names(argument, shipped.known)]
    assert [fault for fault in faults if fault.severity == "error"] == []


def test_predictions_hold_or_the_figures_are_silent(study_of_figures: Study) -> None:
    differing = {
        claim.id: (claim.predict, claim.verdict)
        for claim in study_of_figures.claims
        if claim.predict not in (None, claim.verdict) and claim.verdict != "no grounds"
    }
    assert differing == {}


@pytest.mark.originals
def test_predictions_hold_on_the_originals(study_of_originals: Study) -> None:
    differing = {
        claim.id: (claim.predict, claim.verdict)
        for claim in study_of_originals.claims
        if claim.predict not in (None, claim.verdict)
    }
    assert differing == {}


def dated(name: str) -> bool:
    """Whether a table lists dated facts, as against sizes, shares and sums."""
    return name in ("chronology", "palestine-recognition", "un-vetoes")


def spoken(argument: Argument, study: Study, grounds: Grounds) -> list[str]:
    """The claims with a verdict that rests on no far proxy and on no dated fact typed by hand."""
    found = []
    for claim in study.claims:
        encoded = argument.claim(claim.id)
        by_hand = any(
            grounds.known[used.name].hand_typed and dated(used.name) for used in claim.data
        )
        far = encoded is not None and encoded.construct == "far proxy"
        if claim.verdict not in NOTHING_SAID and not by_hand and not far:
            found.append(claim.id)
    return found


def test_fourteen_claims_reach_a_verdict_on_the_shipped_figures(
    argument: Argument, study_of_figures: Study, shipped: Grounds
) -> None:
    assert len(spoken(argument, study_of_figures, shipped)) >= 14


@pytest.mark.originals
def test_twenty_four_claims_reach_a_verdict_on_the_originals(
    argument: Argument, study_of_originals: Study, shipped: Grounds
) -> None:
    assert len(spoken(argument, study_of_originals, shipped)) >= 24


def test_the_main_conclusion_hangs_on_the_premise_left_unsaid(study_of_figures: Study) -> None:
    states = {conclusion.id: conclusion for conclusion in study_of_figures.conclusions}
    main = states["a1-only-class-struggle"]
    assert main.state == "conditional"
    assert any("u1-no-fourth-way" in needed for needed in main.completion_sets)


def test_the_list_and_the_file_name_the_same_supports_and_attacks(
    argument: Argument, flagship_essay: Path
) -> None:
    listed = json.loads((flagship_essay.parent / "claims.json").read_text("utf-8"))
    for kind in ("support", "attack"):
        wanted = {(each["source"], each["target"]) for each in listed[kind]}
        assert sentence_pairs(argument, kind) == wanted


def test_every_passage_is_the_one_that_was_encoded(flagship_essay: Path) -> None:
    found, problems = read_argument(FILE, flagship_essay)
    assert found is not None
    assert [fault for fault in problems if fault.severity == "error"] == []
    assert all(claim.found for claim in found.claims if claim.passage)
    assert all(claim.passage.hash for claim in found.claims if claim.passage)


def test_claims_stand_in_the_sentences_of_the_list(
    argument: Argument, flagship_essay: Path
) -> None:
    listed = json.loads((flagship_essay.parent / "claims.json").read_text("utf-8"))["claims"]
    sentences = {int(each["id"][1:]): tuple(each["sents"]) for each in listed}
    for claim in argument.claims:
        if claim.id.startswith("k"):
            assert claim.passage is not None
            assert claim.passage.sentences == sentences[int(claim.id[1:4])], claim.id


def test_what_can_be_checked_has_a_test_and_the_rest_says_what_it_lacks(
    argument: Argument, flagship_essay: Path
) -> None:
    listed = json.loads((flagship_essay.parent / "claims.json").read_text("utf-8"))["claims"]
    checkable = {int(each["id"][1:]): each["checkable"] for each in listed}
    for claim in argument.claims:
        if claim.id.startswith("k"):
            can = checkable[int(claim.id[1:4])]
            assert can != "yes" or claim.warrant, claim.id
            assert can != "partly" or claim.warrant or claim.would_settle, claim.id
            assert can != "no" or claim.warrant is None, claim.id


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", re.sub(r"['’]", "", text.lower()))


def runs(found: list[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(found[offset:] for offset in range(CONSECUTIVE)), strict=False)


def test_no_eight_consecutive_words_of_the_essay_stand_in_the_repository(
    flagship_essay: Path,
) -> None:
    quoted = set(runs(words(flagship_essay.read_text("utf-8"))))
    listing = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listing.returncode != 0:
        pytest.skip("not a checkout: nothing tells which files are the repository's")
    for name in filter(None, listing.stdout.split("\0")):
        path = ROOT / name
        if not path.is_file():
            continue
        text = path.read_text("utf-8", errors="ignore")
        shared = quoted & set(runs(words(text)))
        assert not shared, f"{name}: {sorted(shared)[0]}"


def test_a_tendency_is_open_only_where_its_interval_reaches_over_the_edge(
    study_of_figures: Study,
) -> None:
    said = [claim for claim in study_of_figures.claims if "cannot be told" in claim.sentence]
    assert {claim.subtype for claim in said} <= {"imprecise", "edge"}
    for claim in said:
        assert claim.estimate is not None
        assert claim.estimate.low is not None
        assert claim.estimate.low < (claim.edge or 0)


def test_what_would_settle_a_claim_is_named_once_and_is_never_its_own_lack(
    study_of_figures: Study,
) -> None:
    for claim in study_of_figures.claims:
        assert not [one for one in claim.would_settle if "no test of its own" in one]
        sources = [one.partition(", which")[0] for one in claim.would_settle]
        assert len(sources) == len(set(sources))


def test_each_line_has_the_unit_of_its_own_dataset(study_of_figures: Study) -> None:
    (claim,) = (one for one in study_of_figures.claims if one.id == "k074-same-rulers")
    assert {line.unit for line in claim.series} == {"labour_share, 0 to 1", "ratio"}

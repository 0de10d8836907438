"""The study's JSON, JUnit and SARIF: fixed keys, fixed bytes, valid for any text."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from junitparser import JUnitXml
from sarif_pydantic import Sarif

import studies
from squarely.api import open_grounds, read_argument, run
from squarely.model.study import Study
from squarely.report.export import number, study_json
from squarely.report.junit import junit
from squarely.report.sarif import sarif

HOSTILE = (
    "<script>alert(1)</script>",
    "\"'`><img src=x onerror=alert(1)>",
    "]]>&amp;<!--",
    "\u202eevil\u2066\u2028\u2029",
    "\x1b[31mred\x00\x07\ud800\uffff",
    "{{ 7*7 }}{% raw %}",
    "long " * 2000,
)


@pytest.fixture(params=range(len(HOSTILE)), ids=lambda k: f"hostile{k}")
def hostile(request: pytest.FixtureRequest) -> Study:
    return studies.spoiled(studies.with_essay(studies.study()), HOSTILE[request.param])


def test_every_key_of_the_format_is_there() -> None:
    found = json.loads(study_json(studies.study()))
    assert {"schema", "title", "as_of", "seed", "engine", "conclusions"} <= set(found)
    for claim in found["claims"]:
        assert {
            *("id", "says", "type", "stance", "passage", "warrant", "expect", "predict"),
            *("verdict", "reading", "subtype", "reasons", "state", "estimate", "p", "edge"),
            *("specifications", "infeasible", "splitting", "gates", "detectable"),
            *("would_settle", "data", "query", "series", "rows", "as_of_essay", "as_of_now"),
        } <= set(claim)
    for step in found["inferences"]:
        assert set(step) == {"id", "to", "against", "from", "unless", "state"}
        assert (step["to"] is None) != (step["against"] is None)
    for conclusion in found["conclusions"]:
        assert {
            *("id", "says", "state", "cut_sets", "completion_sets", "truncated", "routes")
        } <= set(conclusion)


def test_a_problem_is_flat() -> None:
    problem = json.loads(study_json(studies.study()))["problems"][0]
    assert set(problem) == {"code", "severity", "message", "file", "line", "column", "hint"}
    assert (problem["line"], problem["column"]) == (12, 9)


def test_the_parts_of_a_claim_have_the_keys_of_the_format() -> None:
    claim = json.loads(study_json(studies.study()))["claims"][1]
    assert {"value", "low", "high", "level", "unit", "n"} <= set(claim["estimate"])
    assert set(claim["specifications"][0]) == {"choices", "value", "low", "high", "side", "n"}
    assert set(claim["infeasible"][0]) == {"choices", "why"}
    assert set(claim["splitting"]) == {"axis", "by_choice"}
    assert {"gate", "passed", "why"} <= set(claim["gates"][0])
    assert {*("name", "version", "sha256", "licence", "rows_used", "rows_set_aside", "why")} <= set(
        claim["data"][0]
    )


def test_the_same_study_gives_the_same_bytes() -> None:
    first = study_json(studies.study())
    claims = tuple(
        replace(c, axes_argued=dict(reversed(list(c.axes_argued.items()))))
        for c in studies.study().claims
    )
    assert study_json(replace(studies.study(), claims=claims)) == first
    assert first.endswith("}\n")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (1 / 3, 0.3333333333),
        (0.1 + 0.2, 0.3),
        (123456789.123456, 123456789.1),
        (3.0, 3),
        (-0.0, 0),
        (float("nan"), None),
        (float("inf"), None),
    ],
)
def test_numbers_carry_ten_digits(value: float, shown: float | None) -> None:
    assert number(value) == shown


def test_what_is_no_number_is_null() -> None:
    claim = studies.trend()
    assert claim.estimate is not None
    odd = replace(claim, p=float("nan"), estimate=replace(claim.estimate, low=float("-inf")))
    found = json.loads(study_json(replace(studies.study(), claims=(odd,))))["claims"][0]
    assert found["p"] is None
    assert found["estimate"]["low"] is None


def test_hostile_text_survives_in_json(hostile: Study) -> None:
    text = study_json(hostile)
    assert json.loads(text.encode())["claims"][0]["id"].startswith("general-strike")


def test_hostile_text_gives_valid_junit(hostile: Study) -> None:
    root = ElementTree.fromstring(junit(hostile).encode())
    assert len(root.findall(".//testcase")) == len(hostile.claims)


def test_hostile_text_gives_valid_sarif(hostile: Study) -> None:
    run = json.loads(sarif(hostile).encode())["runs"][0]
    assert len(run["results"]) == len(hostile.claims) + len(hostile.problems)


def test_only_a_wrong_prediction_fails_in_junit() -> None:
    wrong = replace(studies.exists(), predict="contradicted")
    suite = ElementTree.fromstring(
        junit(replace(studies.study(), claims=(wrong, studies.share(), *studies.untested())))
    ).find("testsuite")
    assert suite is not None
    assert suite.attrib["failures"] == "1"
    assert suite.attrib["skipped"] == "2"
    assert suite.attrib["tests"] == "4"


def test_sarif_points_at_the_line_of_a_problem() -> None:
    found = json.loads(sarif(studies.study()))
    first = found["runs"][0]["results"][0]
    assert found["version"] == "2.1.0"
    assert first["level"] == "warning"
    place = first["locations"][0]["physicalLocation"]
    assert place["region"] == {"startLine": 12, "startColumn": 9}
    rules = {rule["id"] for rule in found["runs"][0]["tool"]["driver"]["rules"]}
    assert {result["ruleId"] for result in found["runs"][0]["results"]} == rules


def test_sarif_is_what_a_model_of_its_schema_holds_and_nothing_is_lost() -> None:
    text = sarif(studies.with_essay(studies.study()))
    read = Sarif.model_validate_json(text)
    again = json.loads(read.model_dump_json(by_alias=True, exclude_none=True))
    assert _within(json.loads(text), again)


def _within(part: object, whole: object) -> bool:
    if isinstance(part, dict):
        return isinstance(whole, dict) and all(
            key in whole and _within(value, whole[key]) for key, value in part.items()
        )
    if isinstance(part, list):
        return isinstance(whole, list) and all(map(_within, part, whole))
    return part == whole


def test_junit_is_read_by_another_program_with_the_same_counts() -> None:
    study = studies.study()
    read = JUnitXml.fromstring(junit(study).encode())
    assert sum(len(list(suite)) for suite in read) == len(study.claims)


def test_sarif_points_at_the_line_of_the_essay(tmp_path: Path) -> None:
    (tmp_path / "essay.txt").write_text("A title\n\nFirst. Strikes rose. Last.\n")
    (tmp_path / "a.yaml").write_text(
        "squarely: 1\nessay: {file: essay.txt}\nclaims:\n"
        "  a: {says: Strikes rose., passage: {quote: Strikes rose.}}\n"
    )
    argument, _ = read_argument(tmp_path / "a.yaml")
    assert argument is not None
    found = json.loads(sarif(run(argument, open_grounds())))["runs"][0]["results"][-1]
    place = found["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"].endswith("/essay.txt")
    assert place["region"] == {"startLine": 3, "startColumn": 8}

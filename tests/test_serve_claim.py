"""A single claim: every test that four fields can state, its faults at their fields, its file."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from serving import Client, served
from squarely.argument.read import read
from squarely.grounds.catalog import open_grounds
from squarely.model.dataset import Dataset
from squarely.model.vocabulary import FORMS
from squarely.serve import trying
from squarely.serve.questions import IN_A_FILE, QUESTIONS, asked_of
from squarely.serve.stress import asked_in, form_of, worded
from squarely.study.reading import check_names, read_argument
from squarely.study.run import run
from squarely.warrants import alignment

MARCHES = "Day,Country\n" + "".join(
    f"2024-{month:02}-{day},Italy\n" for month in range(1, 13) for day in (13, 14, 21, 27)
)
FORM: Mapping[str, object] = {
    "says": "Marches became more frequent in 2024.", "dataset": "marches", "question": "trend",
    "measure": "count marches", "during": "2024", "expect": "rising", "where": [],
}  # fmt: skip
STRIKES = {"dataset": "italy-strikes", "measure": "count strikes", "during": "2022..2025"}
HELD = {**STRIKES, "where": [["revoked", "false"]]}
# One true sentence for every question, as somebody would answer it; data that ship.
SAID: Mapping[str, Mapping[str, object]] = {
    "trend": {**HELD, "expect": "rising"},
    "level": {**HELD, "during": "2025", "expect": "more-than", "bound": "1000"},
    "contrast": {**HELD, "during": "", "by": "time", "first": "2025", "second": "2022",
                 "expect": "higher"},
    "change": {**HELD, "first": "2024-01-01", "expect": "rise"},
    "extreme": {"dataset": "ucdp-conflict-year", "measure": "count conflicts", "by": "every year",
                "first": "2024", "during": "1946..2024", "expect": "largest"},
    "share": {**HELD, "by": "area", "first": "regional", "expect": "few"},
    "exists": {"dataset": "palestine-recognition", "measure": "count states",
               "where": [["western", "true"], ["recognised", "true"]],
               "during": "2025-09-01..2025-09-25", "expect": "some"},
    "always": {"dataset": "italy-strikes", "where": [["scope", "general"]], "by": "country",
               "first": "Italy", "during": "2024", "expect": "always"},
    "order": {"dataset": "un-vetoes", "where": [["member", "USA"], ["ceasefire", "true"]],
              "by": "date", "first": "2023-12-12", "expect": "before"},
    "consensus": {"dataset": "un-votes", "first": "A/RES/ES-10/27", "second": "yes",
                  "expect": "broad"},
    "dependence": {"dataset": "sipri-israel-imports", "first": "United States", "second": "Israel",
                   "during": "2022..2025", "expect": "dominant"},
    "opinion": {"dataset": "polls", "first": "genocide in Gaza", "second": "yes", "third": "ITA",
                "during": "2025", "expect": "most"},
}  # fmt: skip


def said(question: str) -> dict[str, object]:
    return {"says": f"It is so: {question}.", "question": question, **SAID[question]}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("claims") / "folder"


@pytest.fixture(scope="module")
def bench(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    home.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("SQUARELY_DATA", raising=False)
        with served(home, tmp_path_factory.mktemp("kept")) as found:
            yield found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "folder"
    made.mkdir()
    return made


@pytest.fixture
def client(folder: Path, tmp_path: Path) -> Iterator[Client]:
    with served(folder, tmp_path / "kept") as found:
        yield found


def tried(client: Client, form: Mapping[str, object]) -> dict[str, Any]:
    begun = client.ask("POST", "tries", form)
    assert begun.status == 200, begun.body
    assert client.followed(begun.json["id"])[-1]["state"] == "done"
    return dict(client.ask("GET", "last").json["summary"])


def test_every_test_is_asked_by_the_form_or_sent_to_a_file() -> None:
    by_form = {one.warrant for one in QUESTIONS}
    assert by_form | {*IN_A_FILE} == {*FORMS}
    assert not by_form & {*IN_A_FILE}
    for one in QUESTIONS:
        words = {word.removeprefix("not ") for word, _ in one.expects}
        form = FORMS[one.warrant]
        bounds = {"more-than", "at-least", "about", "at-most"} if form.threshold else set()
        assert words <= {*form.expects} | bounds
    assert {*SAID} == {one.name for one in QUESTIONS}


@pytest.mark.parametrize("question", SAID)
def test_what_is_saved_gives_the_verdict_that_was_shown(
    question: str, bench: Client, home: Path
) -> None:
    form = said(question)
    began = time.monotonic()
    [shown] = tried(bench, form)["claims"]
    assert time.monotonic() - began < 60  # seconds where nothing else runs; see the measurements
    assert shown["verdict"] != "no grounds", shown["reasons"]
    assert shown["gates"]
    assert bench.ask("POST", "tries/save", {**form, "name": f"{question}.yaml"}).status == 200
    argument, problems = read_argument(home / f"{question}.yaml")
    assert argument is not None
    grounds, _ = open_grounds()
    assert (*problems, *check_names(argument, grounds.known)) == ()
    [kept] = run(argument, grounds).claims
    assert (kept.verdict, kept.subtype or "") == (shown["verdict"], shown["subtype"])


@pytest.mark.parametrize(
    ("question", "wrong", "field"),
    [
        ("trend", {"says": ""}, "says"),
        ("trend", {"during": "soon"}, "during"),
        ("trend", {"during": "2025..2022"}, "during"),
        ("trend", {"measure": "count strks"}, "measure"),
        ("trend", {"where": [["revoked", "false"], ["area", "nationl"]]}, "where-1"),
        ("trend", {"where": [["area", ""]]}, "where-0"),
        ("trend", {"dataset": "italy-strkes"}, "dataset"),
        ("level", {"bound": "many"}, "bound"),
        ("level", {"expect": "many"}, "expect"),
        ("contrast", {"first": "then"}, "first"),
        ("contrast", {"second": ""}, "second"),
        ("contrast", {"by": "area", "first": "nationl", "second": "local"}, "first"),
        ("change", {"first": "2024-13"}, "first"),
        ("share", {"first": "nowhere"}, "first"),
        ("share", {"by": "areas"}, "by"),
        ("extreme", {"by": "contry"}, "by"),
        ("order", {"first": "2023-02-30"}, "first"),
        ("consensus", {"second": ""}, "second"),
        ("dependence", {"second": ""}, "second"),
        ("opinion", {"during": "x"}, "during"),
    ],
)
def test_a_fault_comes_back_at_its_field(
    question: str, wrong: Mapping[str, object], field: str, bench: Client
) -> None:
    refused = bench.ask("POST", "tries", {**said(question), **wrong})
    faults = [one for one in refused.json["faults"] if one["severity"] == "error"]
    assert faults[0]["field"] == field, faults
    assert "id" not in refused.json
    kept = bench.ask("POST", "tries/save", {**said(question), **wrong, "name": "wrong.yaml"})
    assert kept.json == refused.json
    assert bench.ask("GET", "hash", query={"name": "wrong.yaml"}).json["hash"] == "absent"


def test_a_window_beyond_the_data_is_a_warning_at_the_window(bench: Client) -> None:
    begun = bench.ask("POST", "tries", {**said("trend"), "during": "2010..2025"}).json
    [warning] = begun["faults"]
    assert (warning["field"], warning["severity"]) == ("during", "warning")
    bench.ask("DELETE", f"checks/{begun['id']}")


def questions(dataset: Dataset) -> set[str]:
    told = asked_of(dataset)
    return {one["name"] for one in told["questions"]} if told else set()


def test_only_what_the_columns_carry_is_offered() -> None:
    catalog = open_grounds()[0].catalog
    strikes = catalog["italy-strikes"]
    assert {"share", "contrast", "change", "order"} <= questions(strikes)
    undated = replace(strikes, roles={k: v for k, v in strikes.roles.items() if k != "time"})
    assert not {"trend", "change", "order"} & questions(undated)
    bare = replace(strikes, columns=tuple(c for c in strikes.columns if c.type == "date"))
    assert not {"share", "always"} & questions(bare)
    assert "consensus" in questions(catalog["un-votes"])
    assert questions(catalog["polls"]) == {"opinion"}
    assert "dependence" not in questions(catalog["israel-trade"])  # it counts no suppliers


def test_whatever_is_offered_of_any_dataset_can_be_asked_of_it() -> None:
    grounds, _ = open_grounds()
    words = {"boolean": ("true", "false"), "country": ("Italy", "France"), "string": ("x", "y")}
    periods = {"time": ("2020", "2021"), "date": ("2020-01-01", ""), "every year": ("2020", ""),
               "every month": ("2020-02", "")}  # fmt: skip
    for told in asked_in(grounds):
        dataset = grounds.catalog[told["name"]]
        for one in told["questions"]:
            options = next((i["options"] for i in one["inputs"] if i["key"] == "by"), [("", "")])
            for by, _ in options:
                column = dataset.column(by)
                given = periods.get(by, ("2020-01", "yes"))
                if column is not None and by not in periods:
                    first, second, *_ = [*(column.categories or words[column.type])] * 2
                    given = (first, second)
                form = form_of({
                    "says": "It is so.", "dataset": dataset.name, "question": one["name"],
                    "measure": next((m for m, _ in told["measures"] if m.split()[0] in
                                     one["measures"]), ""),
                    "expect": one["expects"][0][0], "bound": "1", "by": by, "first": given[0],
                    "second": given[1],
                })  # fmt: skip
                text = worded(form, grounds).text
                argument, problems = read(text, "a.yaml")
                assert argument is not None
                faults = [*problems, *check_names(argument, grounds.known)]
                assert [f for f in faults if f.severity == "error"] == [], text


def test_the_words_of_a_column_are_offered_as_they_are_typed(bench: Client) -> None:
    def words(dataset: str, column: str, typed: str) -> list[str]:
        query = {"dataset": dataset, "column": column, "typed": typed}
        return list(bench.ask("GET", "values", query=query).json["values"])

    assert "genocide in Gaza" in words("polls", "question", "GENOCIDE")
    assert "A/RES/ES-10/27" in words("un-votes", "item", "ES-10/27")
    assert words("polls", "nothing", "") == words("nothing", "question", "") == []
    assert words("polls", "question", "%' OR 1=1 --") == []


def test_a_test_that_needs_a_file_is_read_about_on_its_page(bench: Client) -> None:
    for one in bench.ask("GET", "datasets").json["in_a_file"]:
        page = bench.ask("GET", f"warrants/{one['name']}")
        assert page.headers["content-type"].startswith("text/plain")
        assert one["name"] in page.body.decode().lower()
    assert bench.ask("GET", "warrants/nothing").status == 404
    assert bench.ask("GET", "warrants/..%2Fserve").status == 404


def test_where_the_docs_are_not_here_a_test_is_read_about_in_its_own_words(
    bench: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trying, "DOCS", tmp_path)
    assert alignment.__doc__ is not None
    assert bench.ask("GET", "warrants/alignment").body.decode() == alignment.__doc__


def test_one_claim_is_tried_and_kept_with_the_count_of_what_was_tried(
    client: Client, folder: Path
) -> None:
    number = client.ask("POST", "drops", MARCHES.encode(), {"name": "marches.csv"}).json["id"]
    client.ask("POST", f"drops/{number}/add", {})
    first = tried(client, FORM)
    assert first["ran"], first
    [claim] = first["claims"]
    assert claim["gates"]
    assert claim["data"][0].startswith("marches@")
    assert first["edits"] == 0
    again = tried(client, {**FORM, "expect": "falling"})
    assert again["edits"] == 1
    assert client.ask("POST", "tries/save", {**FORM, "name": "../x.yaml"}).status == 404
    assert client.ask("POST", "tries/save", {**FORM, "name": "mine.yaml"}).status == 200
    assert client.ask("POST", "tries/save", {**FORM, "name": "mine.yaml"}).status == 409
    argument, problems = read_argument(folder / "mine.yaml")
    assert problems == ()
    assert argument is not None
    assert argument.data == ("marches.csv",)
    assert json.loads((folder / "mine.seal.json").read_text())["edits_after_results"] == 1


@pytest.mark.parametrize("text", ['x" , y', "a: b # c", "{[", "\\", "'", "é — ✓", "- -"])
def test_any_sentence_is_written_as_yaml_that_says_the_same(client: Client, text: str) -> None:
    form = {**FORM, "says": text, "dataset": "italy-strikes", "measure": "count strikes",
            "where": [["revoked", "false"], ["region", text]]}  # fmt: skip
    written = client.ask("POST", "tries/text", form).json["text"]
    argument, problems = read(written, "a.yaml")
    assert problems == ()
    assert argument is not None
    assert argument.claims[0].says == text

"""Integrated datasets as grounds for claims: faults, tables, the axis of matching, the verdict."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from squarely.argument.read import read
from squarely.grounds.catalog import open_grounds
from squarely.report.page import render_page
from squarely.study.integrating import integrated
from squarely.study.reading import check_names, check_rows, read_argument
from squarely.study.run import run

EXAMPLE = Path(__file__).parent.parent / "examples" / "two-sources-one-event"
FOLDERS = (EXAMPLE / "wire", EXAMPLE / "desk")
CLAIMS = "claims: {a: {says: b}}\n"


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SQUARELY_CACHE", str(tmp_path / "cache"))


def lines_of(text: str) -> list[tuple[str, int]]:
    argument, problems = read(text + CLAIMS, "a.yaml")
    assert argument is not None
    more = check_names(argument, open_grounds(FOLDERS)[0].known)
    return [(one.code, one.place.line) for one in (*problems, *more)]


def test_faults_have_their_line() -> None:
    assert lines_of("integrated:\n  x:\n    off: [a, b]\n") == [
        ("missing-key", 3),
        ("unknown-key", 3),
    ]
    assert lines_of("integrated:\n  x: {of: [made-up-wire]}\n") == [("bad-value", 2)]
    both = "made-up-wire, made-up-desk"
    assert lines_of(f"integrated:\n  x:\n    of: [{both}]\n    days: 1.5\n") == [("wrong-type", 4)]
    assert lines_of(f"integrated:\n  acled: {{of: [{both}]}}\n") == [("duplicate-id", 2)]
    assert lines_of(f"integrated:\n  x: {{of: [{both}], partial: 1}}\n") == [("bad-value", 2)]
    unfit = lines_of("integrated:\n  x:\n    of: [made-up-wire, un-votes]\n")
    assert unfit == [("unfit-dataset", 3)]


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    text = "integrated:\n  x:\n    of: [made-up-wire, made-up-dusk]\n" + CLAIMS
    argument, _ = read(text, "a.yaml")
    assert argument is not None
    (problem,) = check_names(argument, open_grounds(FOLDERS)[0].known)
    assert (problem.code, problem.place.line) == ("unknown-dataset", 3)
    assert problem.hint == 'did you mean "made-up-desk"?'


def test_a_taxonomy_elsewhere_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "argument.yaml").write_text(
        "integrated: {x: {of: [a, b], taxonomy: ../../etc/passwd}}\n" + CLAIMS
    )
    _, problems = read_argument(tmp_path / "argument.yaml")
    assert [one.code for one in problems] == ["no-such-file"]


def test_categories_that_are_missing_are_found_before_the_run(tmp_path: Path) -> None:
    kinds = (EXAMPLE / "kinds.csv").read_text().replace("labour action", "labor action")
    (tmp_path / "kinds.csv").write_text(kinds)
    (tmp_path / "argument.yaml").write_text(
        "integrated: {x: {of: [made-up-wire, made-up-desk], taxonomy: kinds.csv}}\n" + CLAIMS
    )
    argument, problems = read_argument(tmp_path / "argument.yaml")
    assert argument is not None
    assert not problems
    (problem,) = check_rows(argument, open_grounds(FOLDERS)[0])
    assert problem.code == "unknown-category"
    assert "labour action" in problem.message
    assert problem.hint is not None
    assert "labor action" in problem.hint


def test_tables_hold_every_event_once_and_stricter_ones_more() -> None:
    argument, _ = read_argument(EXAMPLE / "argument.yaml")
    assert argument is not None
    grounds = integrated(argument, open_grounds(FOLDERS)[0])
    counts = [_rows(grounds.stands[f"protests{part}"].path) for part in ("-strict", "", "-loose")]
    reports = sum(len((next(one.glob("*.csv"))).read_text().splitlines()) - 1 for one in FOLDERS)
    for events, told in counts:
        assert told == reports
        assert events < reports
    assert counts[0][0] >= counts[1][0] >= counts[2][0]
    again = integrated(argument, open_grounds(FOLDERS)[0])
    assert again.stands["protests"].path == grounds.stands["protests"].path


def _rows(path: Path) -> tuple[int, int]:
    from squarely.grounds.engine import connection

    sql = f"SELECT count(*), sum(reports) FROM read_parquet('{path}')"
    found = connection().execute(sql).fetchone()
    assert found is not None
    return int(found[0]), int(found[1])


def test_the_axis_of_matching_reaches_the_verdict_and_the_page() -> None:
    argument, problems = read_argument(EXAMPLE / "argument.yaml")
    assert argument is not None
    study = run(argument, open_grounds(FOLDERS)[0], problems=problems)
    by_id = {claim.id: claim for claim in study.claims}
    told = by_id["more-than-before"]
    assert {dict(one.choices)["matching"] for one in told.specifications} == {
        "medium", "strict", "loose"
    }  # fmt: skip
    assert told.verdict == "contradicted"
    assert by_id["desk-alone"].verdict == "supported"  # more reports, though not more events
    assert "matching" in render_page(study)


def test_a_lock_holds_the_datasets_that_were_integrated() -> None:
    from squarely.study.locking import lock_of

    argument, problems = read_argument(EXAMPLE / "argument.yaml")
    assert argument is not None
    grounds = open_grounds(FOLDERS)[0]
    lock = lock_of(run(argument, grounds, problems=problems), grounds)
    assert [one.name for one in lock.datasets] == ["made-up-desk", "made-up-wire"]


def test_the_seal_holds_the_rule_of_matching() -> None:
    from squarely.argument.seal import seal_hash

    text = "integrated: {x: {of: [made-up-wire, made-up-desk], km: %s}}\n" + CLAIMS
    hashes = {seal_hash(argument) for km in (5, 6)
              if (argument := read(text % km, "a.yaml")[0]) is not None}  # fmt: skip
    assert len(hashes) == 2


def test_made_up_reports_are_what_they_say() -> None:
    with next(FOLDERS[0].glob("*.csv")).open() as file:
        rows = list(csv.DictReader(file))
    assert len({row["event"] for row in rows}) == len(rows)


def test_a_dataset_without_a_report_is_a_fault_of_its_own(tmp_path: Path) -> None:
    """Told beside the faults of the other members, before anything is matched."""
    for folder in FOLDERS:
        target = tmp_path / folder.name
        target.mkdir()
        for path in folder.iterdir():
            (target / path.name).write_bytes(path.read_bytes())
    table = next((tmp_path / "desk").glob("*.csv"))
    table.write_text(table.read_text().splitlines()[0] + "\n")
    kinds = (EXAMPLE / "kinds.csv").read_text().replace("labour action", "labor action")
    (tmp_path / "kinds.csv").write_text(kinds)
    (tmp_path / "argument.yaml").write_text(
        "integrated: {x: {of: [made-up-wire, made-up-desk], taxonomy: kinds.csv}}\n" + CLAIMS
    )
    argument, _ = read_argument(tmp_path / "argument.yaml")
    assert argument is not None
    grounds = open_grounds((tmp_path / "wire", tmp_path / "desk"))[0]
    problems = check_rows(argument, grounds)
    codes = {one.code: one.message for one in problems}
    assert codes["no-reports"].startswith("made-up-desk has no row that can be matched")
    (tmp_path / "kinds.csv").write_text((EXAMPLE / "kinds.csv").read_text())
    argument, _ = read_argument(tmp_path / "argument.yaml")
    assert argument is not None
    assert [one.code for one in check_rows(argument, grounds)] == ["no-reports"]


def test_the_rows_of_one_content_are_read_for_one_check_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from squarely.study import gathering, integrating

    read_rows = []
    gather = gathering.gather

    def counted(*words: object) -> object:
        read_rows.append(words)
        return gather(*words)  # type: ignore[arg-type]

    monkeypatch.setattr(integrating, "gather", counted)
    argument, _ = read_argument(EXAMPLE / "argument.yaml")
    assert argument is not None
    for _ in range(2):
        grounds = open_grounds(FOLDERS)[0]
        assert not check_rows(argument, grounds)
        assert "protests-loose" in integrated(argument, grounds).stands
    assert len(read_rows) == 1


def test_rows_that_cannot_be_told_as_one_are_no_grounds_and_stop_no_run(tmp_path: Path) -> None:
    """As a run for an earlier day meets them, whose copies no check of the file has read."""
    kinds = (EXAMPLE / "kinds.csv").read_text().replace("labour action", "labor action")
    (tmp_path / "kinds.csv").write_text(kinds)
    text = (EXAMPLE / "argument.yaml").read_text()
    (tmp_path / "argument.yaml").write_text(text)
    argument, problems = read_argument(tmp_path / "argument.yaml")
    assert argument is not None
    study = run(argument, open_grounds(FOLDERS)[0], problems=problems)
    by_id = {claim.id: claim.verdict for claim in study.claims}
    assert by_id["more-than-before"] == "no grounds"
    assert by_id["desk-alone"] == "supported"

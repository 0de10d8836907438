"""Two copies of one dataset: the lag they teach, the edge gate that says so, verdicts on both."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from squarely.api import open_grounds, read_argument, run
from squarely.cli import run as command
from squarely.grounds.catalog import Grounds
from squarely.grounds.changed import changed
from squarely.grounds.vintages import ALL, as_known, copies, learnt, pair
from squarely.model.place import Problem
from squarely.model.study import ClaimStudy
from squarely.report.page import render_page
from squarely.report.terminal import render_why
from squarely.study.reading import check_names
from squarely.study.run import Settings
from squarely.study.run import run as run_study

MONTHS = [date(2020 + month // 12, month % 12 + 1, 15) for month in range(72)]
OLD_END, NEW_END = date(2024, 12, 31), date(2025, 12, 31)
TRACKER = "labor-action-tracker"


@dataclass(frozen=True, slots=True)
class Kept:
    """How a pair is written: whether ids stand, and how late the last months of each type are."""

    ids: bool = True
    march: tuple[float, ...] = (0.5, 0.5, 0.5, 0.5, 0.5)
    strike: tuple[float, ...] = (0.5,)


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SQUARELY_CACHE", str(tmp_path / "cache"))


def rows(end: date, how: Kept) -> Iterator[str]:
    """20 strikes and 20 marches a month, of which the last months before `end` have a part."""
    number = 0
    months = [day for day in MONTHS if day <= end]
    for before, day in enumerate(reversed(months)):
        for kind, late in (("strike", how.strike), ("march", how.march)):
            part = late[before] if before < len(late) else 1.0
            for each in range(20):
                number = months.index(day) * 40 + each + (20 if kind == "march" else 0)
                if each < 20 * part:
                    size = 7 if end == NEW_END and number == 0 else ""
                    yield f"{number if how.ids else ''},{day},{kind},{size}"


def folder(path: Path, how: Kept | None = None, ends: Iterable[date] = (OLD_END, NEW_END)) -> Path:
    how = how or Kept()
    path.mkdir(exist_ok=True)
    resources = []
    for end in ends:
        newest = end == NEW_END
        name = "actions" if newest else "actions-older"
        lines = ["id,day,kind,size", *rows(end, how)]
        (path / f"{name}.csv").write_text("\n".join(lines) + "\n")
        roles = {"time": "day", "type": "kind", "size": "size"} | ({"id": "id"} if how.ids else {})
        told = {
            "kind": "events", "family": "actions", "roles": roles, "units": {"actions": None},
            "coverage": {"first": "2020-01-01", "last": str(end)}, "lag_months": 3,
            "vintage": str(end)[:7], "redistributable": True,
        } | ({} if newest else {"vintage_of": "actions"})  # fmt: skip
        types = {"day": "date", "size": "integer"}
        fields = [
            {"name": n, "type": types.get(n, "string")} for n in ("id", "day", "kind", "size")
        ]
        fields[2]["categories"] = ["strike", "march"]  # type: ignore[assignment]
        resources.append({"name": name, "version": str(end)[:4], "path": f"{name}.csv",
                          "schema": {"fields": fields}, "squarely": told})  # fmt: skip
    (path / "datapackage.json").write_text(json.dumps({"name": "a", "resources": resources}))
    return path


def claim(path: Path, grounds: Grounds, trend: str, during: str = "2020..") -> ClaimStudy:
    """The study of one claim of a trend."""
    written = path / "argument.yaml"
    written.write_text(
        "squarely: 1\ntitle: Made up\nclaims:\n  one:\n    says: They rose.\n    warrant:\n"
        f"      trend: {{of: {trend}, every: month, during: {during}, expect: rising}}\n"
    )
    argument, problems = read_argument(written)
    assert argument is not None, problems
    return run(argument, grounds).claims[0]


def edge(study: ClaimStudy) -> str:
    return next(gate.why for gate in study.gates if gate.gate == "edge")


COUNT = "{count: actions, in: actions%s}"


@pytest.mark.parametrize("ids", [True, False])
def test_the_lag_is_learnt_for_each_type(tmp_path: Path, ids: bool) -> None:
    grounds = open_grounds(folder(tmp_path / "d", Kept(ids)))
    assert copies(grounds.catalog, "actions") == ("actions-older", "actions")
    found = {of: learnt(grounds, "actions", of) for of in (ALL, frozenset({"strike"}))}
    assert {of: one.lag for of, one in found.items() if one} == {ALL: 5, frozenset({"strike"}): 1}
    both = found[ALL]
    assert both is not None
    assert both.known[:2].tolist() == [20, 30]
    assert both.found[:2].tolist() == [40, 40]


def test_the_edge_gate_drops_the_learnt_months_and_says_so(tmp_path: Path) -> None:
    grounds = open_grounds(folder(tmp_path / "d"))
    strikes = claim(tmp_path, grounds, COUNT % ", where: {kind: strike}")
    assert "months after 2025-11-30" in edge(strikes)
    assert "95% complete after 1 month for strike, learnt from two vintages" in edge(strikes)
    every = claim(tmp_path, grounds, COUNT % "")
    assert "months after 2025-07-31" in edge(every)
    assert "95% complete after 5 months, learnt from two vintages, 2024-12 and 2025-12" in edge(
        every
    )


def test_with_one_copy_the_default_stays(tmp_path: Path) -> None:
    grounds = open_grounds(folder(tmp_path / "d", ends=[NEW_END]))
    study = claim(tmp_path, grounds, COUNT % "")
    assert edge(study) == "actions: months after 2025-09-30 are held to be incomplete"
    assert study.vintages == ()


def test_without_the_gate_the_tail_would_pass_for_a_fall(tmp_path: Path) -> None:
    """The months dropped hold half of what came: with them the last quarter is lower."""
    grounds = open_grounds(folder(tmp_path / "d"))
    study = claim(tmp_path, grounds, COUNT % "")
    assert study.estimate is not None
    assert study.estimate.value == pytest.approx(0, abs=1e-6)


def test_the_verdict_stands_on_every_copy(tmp_path: Path) -> None:
    grounds = open_grounds(folder(tmp_path / "d"))
    study = claim(tmp_path, grounds, COUNT % "")
    shown = [(one.name, one.version, one.vintage) for one in study.vintages]
    assert shown == [("actions", "2024", "2024-12"), ("actions", "2025", "2025-12")]
    sizes = [one.estimate.n for one in study.vintages if one.estimate]
    assert sizes == [55, 67]  # months, five dropped from 60 and from 72
    assert study.vintages[1].verdict == study.verdict
    assert study.vintages[1].estimate == study.estimate


def test_a_copy_that_ends_before_the_claim_gives_no_grounds(tmp_path: Path) -> None:
    grounds = open_grounds(folder(tmp_path / "d"))
    study = claim(tmp_path, grounds, COUNT % "", "2025-01..2025-07")
    assert study.vintages[0].verdict == "no grounds"
    assert "the claim speaks of" in study.vintages[0].why


def test_a_claim_of_the_earlier_copy_is_shown_on_the_later_too(tmp_path: Path) -> None:
    grounds = open_grounds(folder(tmp_path / "d"))
    study = claim(tmp_path, grounds, "{count: actions, in: actions-older}")
    assert [one.version for one in study.vintages] == ["2024", "2025"]
    assert study.data[0].version == "2024"
    assert study.vintages[0].estimate == study.estimate


def test_what_was_known_on_a_day_is_what_the_copy_of_that_day_held(tmp_path: Path) -> None:
    """The later copy is hindsight: neither its rows nor the lag that it teaches are used."""
    grounds = open_grounds(folder(tmp_path / "d"))
    claim(tmp_path, grounds, COUNT % "")
    argument, _ = read_argument(tmp_path / "argument.yaml")
    assert argument is not None
    study = run_study(argument, grounds, Settings(as_of=date(2025, 6, 1))).claims[0]
    assert study.data[0].version == "2024"
    assert edge(study) == "actions: months after 2024-09-30 are held to be incomplete"
    assert study.estimate is not None
    assert study.estimate.n == 57
    assert study.vintages == ()
    published = replace(argument, published=date(2025, 6, 1), author="A")
    both = run_study(published, grounds).claims[0]
    assert both.as_of_essay is not None
    assert both.as_of_essay.value == pytest.approx(study.estimate.value)
    assert both.data[0].version == "2025"


def test_verdicts_at_the_essays_date_and_now_stand_side_by_side(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In January 2025 the copy of 2024 was known, less the three months left out by default."""
    where = folder(tmp_path / "d")
    written = tmp_path / "argument.yaml"
    claims = "".join(
        f"  {name}:\n    says: There were over {bound} in 2024.\n    warrant:\n"
        "      level: {of: {count: actions, in: actions}, during: 2024, "
        f"expect: {{more-than: {bound}}}}}\n"
        for name, bound in (("many", 400), ("some", 200))
    )
    written.write_text(
        "squarely: 1\ntitle: T\nessay: {author: A, published: 2025-01-15}\nclaims:\n" + claims
    )
    arguments = [str(written), "--data", str(where)]
    assert command(["check", *arguments, "--format", "json"]) == 0
    many, some = json.loads(capsys.readouterr().out)["claims"]
    assert [many[when]["verdict"] for when in ("as_of_essay", "as_of_now")] == [
        "undetermined", "supported",
    ]  # fmt: skip
    assert [many[when]["value"] for when in ("as_of_essay", "as_of_now")] == [
        7 * 40 + 2 * 30, 12 * 40,
    ]  # fmt: skip
    assert some["as_of_essay"]["verdict"] == some["as_of_now"]["verdict"] == "supported"
    assert command(["check", *arguments, "--report", str(tmp_path / "page.html")]) == 0
    text, page = capsys.readouterr().out, (tmp_path / "page.html").read_text(encoding="utf-8")
    said = "many: undetermined, 340 actions (as recorded); now supported, 480 actions (as recorded)"
    assert f"With what was known on 2025-01-15, and now: - {said}" in " ".join(text.split())
    assert "1 more with the same verdict" in text
    for part in (
        "At the essay's date and now",
        "undetermined, 340 actions",
        "supported, 480 actions",
    ):
        assert part in page
    assert command(["why", str(written), "many", "--data", str(where)]) == 0
    assert "With what was known on 2025-01-15: undetermined" in capsys.readouterr().out


def test_before_every_copy_nothing_changes(tmp_path: Path) -> None:
    grounds = open_grounds(folder(tmp_path / "d"))
    assert as_known(grounds, date(2021, 1, 1)) == grounds
    assert as_known(grounds, None) == grounds
    assert as_known(grounds, date(2026, 1, 1)) == grounds


def test_the_page_and_the_terminal_tell_both(tmp_path: Path) -> None:
    found = folder(tmp_path / "d")
    grounds = open_grounds(found)
    claim(tmp_path, grounds, COUNT % "")
    argument, _ = read_argument(tmp_path / "argument.yaml")
    assert argument is not None
    study = run(argument, grounds)
    for text in (render_why(study, "one", 200), render_page(study)):
        assert "actions@2024: undetermined" in text or "actions@2024: contradicted" in text
        assert "actions@2025: " in text


def test_cells_that_changed_are_counted(tmp_path: Path) -> None:
    found = pair(open_grounds(folder(tmp_path / "d")), "actions")
    assert found is not None
    seen = changed(found)
    assert seen is not None
    assert (seen.gone, seen.late) == (0, 10 * 1 + 10 * 5)
    assert {one.column: one.filled for one in seen.columns if one.filled} == {"size": 1}


def test_the_command_prints_what_was_learnt(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = str(folder(tmp_path / "d"))
    assert command(["data", "vintages", "actions", "--data", where]) == 0
    text = capsys.readouterr().out
    assert "all rows: 95% complete after 5 months" in text
    assert "strike: 95% complete after 1 month" in text
    assert "size: 1 cells filled" in text
    assert command(["data", "vintages", "polls"]) == 2


def named(path: Path, version: str, *folders: Path) -> tuple[ClaimStudy | None, list[Problem]]:
    """The study of a claim that names a version, or the faults that keep it from being run."""
    written = path / "argument.yaml"
    written.write_text(
        "squarely: 1\ntitle: T\nclaims:\n  one:\n    says: S.\n    warrant:\n"
        f"      level: {{of: {{count: actions, in: actions@{version}}}, during: 2024, "
        "expect: {more-than: 1}}\n"
    )
    argument, problems = read_argument(written)
    assert argument is not None, problems
    grounds = open_grounds(*folders)
    faults = [one for one in check_names(argument, grounds.known) if one.severity == "error"]
    return (None, faults) if faults else (run(argument, grounds).claims[0], [])


def test_a_version_that_is_here_is_the_copy_that_holds_it(tmp_path: Path) -> None:
    where = folder(tmp_path / "d")
    counts = {}
    for version in ("2024", "2025"):
        study, faults = named(tmp_path, version, where)
        assert study is not None, faults
        assert study.data[0].version == version
        assert study.estimate is not None
        counts[version] = study.estimate.value
    # 40 a month; the five months that the earlier copy had in part are left out of it
    assert counts == {"2025": 12 * 40, "2024": 7 * 40}


def test_a_version_that_is_not_here_names_the_nearest_that_is(tmp_path: Path) -> None:
    where = folder(tmp_path / "d")
    _, [fault] = named(tmp_path, "2023", where)
    assert fault.code == "unknown-version"
    assert '"2024", "2025", not "2023"' in fault.message
    assert fault.hint in ("the nearest that is here is actions@2024",
                          "the nearest that is here is actions@2025")  # fmt: skip
    assert fault.place.line == 7


def test_a_copy_that_is_described_but_not_here_is_a_fault(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SQUARELY_DATA", raising=False)
    written = tmp_path / "argument.yaml"
    written.write_text(
        "squarely: 1\ntitle: T\nclaims:\n  one:\n    says: S.\n    warrant:\n"
        f"      exists: {{of: {{count: actions, in: {TRACKER}@2025-08}}, expect: some}}\n"
    )
    for words in ("check", "lint"):
        assert command([words, str(written)]) == 2
        said = capsys.readouterr().err
        assert f'"{TRACKER}" is known at version "2025-08", but those rows are not here' in said


def test_a_version_that_was_not_known_on_a_day_finds_no_grounds(tmp_path: Path) -> None:
    grounds = open_grounds(folder(tmp_path / "d"))
    for version, label in (("2025", "no grounds"), ("2024", "supported")):
        named(tmp_path, version, tmp_path / "d")
        argument, _ = read_argument(tmp_path / "argument.yaml")
        assert argument is not None
        study = run_study(argument, grounds, Settings(as_of=date(2025, 6, 1))).claims[0]
        assert study.verdict == label


# --- the tracker


@pytest.mark.originals
def test_two_adapters_of_one_folder_are_two_tables(originals: Path) -> None:
    found = pair(open_grounds(originals=originals), TRACKER)
    assert found is not None
    assert (found.older.rows_read, found.newer.rows_read) == (4120, 4550)


@pytest.mark.originals
def test_the_trackers_months_agree_with_a_crude_count(
    originals: Path, crude: Callable[[Path], dict[str, tuple[int, int]]]
) -> None:
    found = learnt(open_grounds(originals=originals), TRACKER)
    assert found is not None
    wanted = crude(originals)
    for number, month in enumerate(("2025-07", "2025-06", "2025-05", "2025-04", "2025-03")):
        assert (found.known[number], found.found[number]) == wanted[month]
    assert found.lag == 4  # April is 76 of 80, and what is known in March is not all
    assert found.share[0] == pytest.approx(95 / 112, abs=0.01)


@pytest.fixture
def crude() -> Callable[[Path], dict[str, tuple[int, int]]]:
    """Rows with a kind by month of the later file: known to the earlier one, and all."""
    import csv
    from collections import Counter

    def count(root: Path) -> dict[str, tuple[int, int]]:
        base = root / "cornell_labor_action_tracker"
        older = json.loads((base / "labor_actions_2025-08-07.json").read_text(encoding="utf-8"))
        ids = {str(one["id"]) for one in older.values() if one["Action_type"]}
        with (base / "labor_actions.csv").open(encoding="utf-8-sig", newline="") as file:
            kept = [row for row in csv.DictReader(file) if row["Strike or Protest"]]
        every = Counter(row["Start Date"][:7] for row in kept)
        known = Counter(row["Start Date"][:7] for row in kept if row["ID"] in ids)
        return {month: (known[month], every[month]) for month in every}

    return count


@pytest.mark.originals
def test_strikes_and_protests_of_the_tracker_are_late_by_different_months(originals: Path) -> None:
    grounds = open_grounds(originals=originals)
    lags = {}
    for kind in ("strike", "protest"):
        found = learnt(grounds, TRACKER, frozenset({kind}))
        assert found is not None
        lags[kind] = found.lag
    assert lags == {"strike": 3, "protest": 4}


@pytest.mark.originals
def test_a_claim_on_the_tracker_has_both_verdicts(originals: Path, tmp_path: Path) -> None:
    grounds = open_grounds(originals=originals)
    study = claim(tmp_path, grounds, f"{{count: actions, in: {TRACKER}, where: {{kind: protest}}}}")
    assert [one.version for one in study.vintages] == ["2025-08", "2026-03"]
    assert "95% complete after 4 months for protest" in edge(study)


@pytest.mark.originals
def test_the_trackers_older_version_is_named_by_the_trackers_name(
    originals: Path, tmp_path: Path
) -> None:
    grounds = open_grounds(originals=originals)
    study = claim(tmp_path, grounds, f"{{count: actions, in: {TRACKER}@2025-08}}")
    assert (study.data[0].version, study.data[0].rows_set_aside) == ("2025-08", 2)

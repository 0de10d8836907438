"""What a release changed, held against counts by plain Python; licences, lengths, verdicts."""

from __future__ import annotations

import csv
import json
import random
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from squarely.cli import run as command
from squarely.grounds.catalog import Stand, open_grounds
from squarely.grounds.compared import compared
from squarely.model.release import ClaimMoved, ConclusionMoved, LockedClaim, Release
from squarely.report.release import release_markdown, release_text

SECRET = "xyzzy-cell"
Row = tuple[str, str, str, str]  # id, day, size, note; an empty text is an empty cell
NAMES = ("id", "day", "size", "note")


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SQUARELY_CACHE", str(tmp_path / "cache"))


def folder(path: Path, rows: Sequence[Row], told: dict[str, Any] | None = None) -> Path:
    """A dataset `events` of these rows, by default one whose rows may be shown."""
    own = {
        "kind": "events", "roles": {"id": "id", "time": "day"}, "units": {"events": None},
        "coverage": {"first": "2020-01-01", "last": "2024-12-31"}, "lag_months": 0,
        "redistributable": True, "reported": False, "vintage": path.name,
    } | (told or {})  # fmt: skip
    kinds = {"id": "string", "day": "date", "size": "integer", "note": "string"}
    fields = [{"name": name, "type": kind} for name, kind in kinds.items()]
    resource = {"name": "events", "path": "events.csv", "schema": {"fields": fields}}
    package = {"name": "events", "version": path.name, "resources": [{**resource, "squarely": own}]}
    path.mkdir()
    (path / "datapackage.json").write_text(json.dumps(package))
    with (path / "events.csv").open("w", newline="") as file:
        csv.writer(file).writerows([NAMES, *rows])
    return path


def stand(path: Path) -> Stand:
    grounds, problems = open_grounds([path])
    assert not problems
    return grounds.stands["events"]


def released(seed: int) -> tuple[list[Row], list[Row]]:
    """Two releases with rows added, removed, changed; empty and repeated ids; rows that recur."""
    chance = random.Random(seed)

    def row(name: str) -> Row:
        day = f"2020-01-{chance.randint(1, 28):02d}"
        return (name, day, chance.choice(["", "1", "2"]), chance.choice(["", "a", "b"]))

    old = [row(str(n)) for n in range(40)] + [row("") for _ in range(12)]
    old += [row(chance.choice("pqr")) for _ in range(8)]
    new = []
    for one in old:
        fate = chance.random()
        if fate < 0.2:
            continue
        new.append(row(one[0]) if fate < 0.5 else one)
    new += [row(f"n{n}") for n in range(chance.randint(0, 6))]
    new += [row(chance.choice(["", "p", "3"])) for _ in range(chance.randint(0, 5))]
    return once(old), once(new)


def once(rows: list[Row]) -> list[Row]:
    """Without whole rows that stand twice under one id: the reader sets those aside."""
    return [row for n, row in enumerate(rows) if not row[0] or row not in rows[:n]]


def counted(old: list[Row], new: list[Row]) -> dict[str, Any]:
    """The same by dictionaries and bags."""
    often = [Counter(row[0] for row in rows) for rows in (old, new)]
    shared = {name for each in often for name, count in each.items() if count > 1} | {""}
    was, now = ({row[0]: row for row in rows if row[0] not in shared} for rows in (old, new))
    bags = [Counter(row for row in rows if row[0] in shared) for rows in (old, new)]
    both = was.keys() & now.keys()
    fields = {}
    for number, name in enumerate(NAMES[1:], 1):
        pairs = [(was[key][number], now[key][number]) for key in both]
        told = (
            sum(not a and bool(b) for a, b in pairs),
            sum(bool(a) and not b for a, b in pairs),
            sum(bool(a) and bool(b) and a != b for a, b in pairs),
        )
        if any(told):
            fields[name] = told
    changed = sum(was[key] != now[key] for key in both)
    bag_added, bag_removed = (bags[1] - bags[0]).total(), (bags[0] - bags[1]).total()
    bag_same = (bags[0] & bags[1]).total()
    return {
        "added": len(now.keys() - was.keys()) + bag_added,
        "removed": len(was.keys() - now.keys()) + bag_removed,
        "changed": changed,
        "same": len(both) - changed + bag_same,
        "bag": (bag_added, bag_removed, bag_same),
        "fields": fields,
    }


@pytest.mark.parametrize("seed", range(12))
def test_rows_are_counted_as_by_hand(tmp_path: Path, seed: int) -> None:
    old, new = released(seed)
    first, later = (stand(folder(tmp_path / n, rows)) for n, rows in (("a", old), ("b", new)))
    found = compared(first, later, (), 1000)
    wanted = counted(old, new)
    assert found.key == ("id",)
    assert {name: getattr(found, name) for name in ("added", "removed", "changed", "same")} == {
        name: wanted[name] for name in ("added", "removed", "changed", "same")
    }
    assert (found.bag_added, found.bag_removed, found.bag_same) == wanted["bag"]
    fields = {one.name: (one.filled, one.emptied, one.replaced) for one in found.fields}
    assert fields == wanted["fields"]
    kinds = Counter(row.kind for row in found.rows)
    assert kinds["changed"] == wanted["changed"]
    assert kinds["added"] == wanted["added"] - wanted["bag"][0]
    was, now = dict((r[0], r) for r in old), dict((r[0], r) for r in new)
    for row in found.rows:
        if row.kind == "changed":
            for name, before, after in row.fields:
                at = NAMES.index(name)
                assert (before, after) == (was[row.key[0]][at], now[row.key[0]][at])


def test_without_an_id_rows_are_bags_and_a_key_may_be_named(tmp_path: Path) -> None:
    bare = {"roles": {"time": "day"}}
    old = [
        ("1", "2020-01-01", "1", "a"),
        ("2", "2020-01-02", "1", "a"),
        ("2", "2020-01-02", "1", "a"),
    ]
    new = [("1", "2020-01-01", "2", "a"), ("2", "2020-01-02", "1", "a")]
    one, two = (stand(folder(tmp_path / n, r, bare)) for n, r in (("a", old), ("b", new)))
    found = compared(one, two)
    assert (found.key, found.added, found.removed, found.changed, found.same) == ((), 1, 2, 0, 1)
    found = compared(one, two, ("id",))
    assert (found.added, found.removed, found.changed, found.same) == (0, 1, 1, 1)
    assert [(row.key, row.fields) for row in found.rows] == [(("1",), (("size", "1", "2"),))]
    found = compared(one, two, ("id", "day"))
    assert (found.added, found.removed, found.changed, found.same) == (0, 1, 1, 1)
    assert (found.bag_removed, found.bag_same) == (1, 1)
    assert [row.key for row in found.rows] == [("1", "2020-01-01")]


def test_columns_that_came_went_or_changed_their_type_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [("1", "2020-01-01", "1", "a")]
    old, new = (folder(tmp_path / name, rows) for name in "ab")
    package = json.loads((new / "datapackage.json").read_text())
    fields = package["resources"][0]["schema"]["fields"]
    fields[2]["type"], fields[3]["name"] = "string", "remark"
    (new / "datapackage.json").write_text(json.dumps(package))
    (new / "events.csv").write_text("id,day,size,remark\n1,2020-01-01,1,a\n")
    assert command(["diff", str(old), str(new), "--format", "json"]) == 0
    [dataset] = json.loads(capsys.readouterr().out)["datasets"]
    assert dataset["columns_added"] == ["remark"]
    assert dataset["columns_removed"] == ["note"]
    assert dataset["columns_retyped"] == ["size"]
    assert (dataset["rows"]["same"], dataset["rows"]["changed"]) == (1, 0)


def closed(tmp_path: Path, told: dict[str, Any]) -> tuple[Path, Path]:
    old: list[Row] = [(f"k{n}", "2020-01-01", "7", f"{SECRET} {n}") for n in range(9)]
    new = [(*row[:3], f"{row[3]} again") for row in old[1:]]
    new.append(("k99", "2020-01-01", "8", SECRET))
    return folder(tmp_path / "a", old, told), folder(tmp_path / "b", new, told)


@pytest.mark.parametrize("form", ["text", "json", "markdown"])
def test_rows_that_may_not_be_shown_are_counts_and_hashed_keys(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    old, new = closed(tmp_path, {"redistributable": False})
    assert command(["diff", str(old), str(new), "--format", form]) == 0
    text = capsys.readouterr().out
    assert SECRET not in text
    assert "k99" not in text
    assert "k0" not in text
    assert sha256(b"events\x1fk99").hexdigest()[:16] in text
    assert "keeps its rows back" in text


def test_one_closed_release_closes_both(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = closed(tmp_path, {})
    package = json.loads((new / "datapackage.json").read_text())
    package["resources"][0]["squarely"]["redistributable"] = False
    (new / "datapackage.json").write_text(json.dumps(package))
    command(["diff", str(old), str(new)])
    assert SECRET not in capsys.readouterr().out


def test_free_text_is_named_and_not_told_and_few_persons_are_not_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = closed(tmp_path, {})
    for path in (old, new):
        package = json.loads((path / "datapackage.json").read_text())
        fields = package["resources"][0]["schema"]["fields"]
        fields[3]["free_text"], fields[2]["unit"] = True, "persons"
        (path / "datapackage.json").write_text(json.dumps(package))
    rows = (new / "events.csv").read_text().replace("k1,2020-01-01,7", "k1,2020-01-01,3")
    (new / "events.csv").write_text(rows)
    command(["diff", str(old), str(new)])
    text = capsys.readouterr().out
    assert SECRET not in text
    assert "changed k2: note" in text
    assert 'size "7" → "under 5"' in text


def test_markdown_is_cut_to_its_length_and_says_by_how_much(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old: list[Row] = [(f"id|@{n}", "2020-01-01", "7", f"<b> #{n} `x`") for n in range(400)]
    new = [(*row[:2], "8", row[3] + "!") for row in old]
    names = [str(folder(tmp_path / name, rows)) for name, rows in (("a", old), ("b", new))]
    lengths = {}
    for limit in (2000, 5000, 60_000):
        arguments = ["diff", *names, "--format", "markdown", "--rows", "400", "--limit", str(limit)]
        assert command(arguments) == 0
        text = capsys.readouterr().out
        lengths[limit] = len(text)
        assert len(text) <= limit
        assert text.count("<details>") == text.count("</details>")
        assert "<b>" not in text
        assert "@" not in text
        for line in text.splitlines():
            if line.startswith("| changed"):
                assert line.replace("\\|", "").count("|") == 4
        assert ("were cut" in text) == (limit < 60_000)
    assert lengths[2000] < lengths[5000] < lengths[60_000]


ARGUMENT = """\
squarely: 1
title: Made up
claims:
  rose:
    says: Events rose.
    warrant:
      trend: {of: {count: events, in: events}, every: month, during: 2020..2022, expect: rising}
  good:
    says: That is good.
    type: normative
inferences:
  - {to: good, from: [rose]}
conclusions: [good]
"""


ENDED = {"coverage": {"first": "2020-01-01", "last": "2022-12-31"}}
STEPS = (("v1", 2), ("v2", 0))


def monthly(step: int) -> list[Row]:
    months = [(2020 + n // 12, n % 12 + 1) for n in range(36)]
    return [
        (f"{n}-{each}", f"{year}-{month:02d}-10", "1", "")
        for n, (year, month) in enumerate(months)
        for each in range(40 + step * n)
    ]


def test_the_verdict_that_a_release_moved_is_told_with_what_moved_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = (folder(tmp_path / name, monthly(step), ENDED) for name, step in STEPS)
    path = tmp_path / "argument.yaml"
    path.write_text(ARGUMENT)
    arguments = ["diff", str(old), str(new), "--argument", str(path)]
    assert command([*arguments, "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["schema"] == "squarely-diff/1"
    [rows] = [one["rows"] for one in told["datasets"]]
    assert (rows["removed"], rows["added"], rows["same"]) == (2 * sum(range(36)), 0, 36 * 40)
    [moved] = told["claims"]
    assert (moved["id"], moved["old"]["verdict"], moved["new"]["verdict"]) == (
        "rose", "supported", "contradicted",
    )  # fmt: skip
    why = " ".join(moved["why"])
    for part in ("estimate", "n = 36", "readings", "for 0 against", "data events@v1", "events@v2"):
        assert part in why
    assert [one["id"] for one in told["conclusions"]] == ["good"]
    for form in ("text", "markdown"):
        assert command([*arguments, "--format", form, "--strict"]) == 1
        text = capsys.readouterr().out
        assert "1 verdict moved; 1 conclusion moved" in text
        assert "contradicted" in text
    assert command(["diff", str(old), str(old), "--argument", str(path), "--strict"]) == 0


def test_two_locks_and_two_studies_tell_the_same_of_verdicts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "argument.yaml"
    path.write_text(ARGUMENT)
    locks, studies = [], []
    for name, step in STEPS:
        where = str(folder(tmp_path / name, monthly(step), ENDED))
        command(["lock", str(path), "--data", where])
        locks.append(str(path.with_name("argument.lock.json").rename(tmp_path / f"{name}.json")))
        capsys.readouterr()
        command(["check", str(path), "--data", where, "--format", "json"])
        studies.append(str(tmp_path / f"{name}-study.json"))
        Path(studies[-1]).write_text(capsys.readouterr().out)
    told = []
    for pair in (locks, studies, [locks[0], studies[1]]):
        assert command(["diff", *pair, "--format", "json"]) == 0
        told.append(json.loads(capsys.readouterr().out))
    assert told[0]["claims"] == told[1]["claims"] == told[2]["claims"]
    assert told[0]["conclusions"] == told[1]["conclusions"] == told[2]["conclusions"]
    assert [one["id"] for one in told[0]["claims"]] == ["rose"]
    for pair in (locks, studies):
        assert command(["diff", pair[0], pair[0], "--format", "json", "--strict"]) == 0
        same = json.loads(capsys.readouterr().out)
        assert same["claims"] == same["conclusions"] == same["datasets"] == []
    assert command(["diff", locks[0], str(tmp_path / "v1")]) == 64
    assert command(["diff", *locks, "--argument", str(path)]) == 64


def test_what_cannot_be_compared_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = str(folder(tmp_path / "v1", monthly(0)))
    assert command(["diff", one, str(tmp_path / "none")]) == 2
    assert command(["diff", one, one, "--key", "weight"]) == 64
    (tmp_path / "v1" / "datapackage.json").write_text("{")
    assert command(["diff", one, one]) == 2
    (tmp_path / "x.json").write_text('{"schema": "squarely-lock/9"}')
    assert command(["diff", str(tmp_path / "x.json"), str(tmp_path / "x.json")]) == 2
    capsys.readouterr()
    assert command(["diff", "polls@1900", "polls"]) == 2
    assert "nearest: polls@" in capsys.readouterr().err


@pytest.mark.originals
def test_the_copies_of_the_tracker_agree_with_a_count_by_id(
    originals: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SQUARELY_DATA", str(originals))
    tracker = "labor-action-tracker"
    assert command(["diff", f"{tracker}@2025-08", tracker, "--format", "json"]) == 0
    text = capsys.readouterr().out
    rows = json.loads(text)["datasets"][0]["rows"]
    base = originals / "cornell_labor_action_tracker"
    older = json.loads((base / "labor_actions_2025-08-07.json").read_text(encoding="utf-8"))
    was = {str(one["id"]) for one in older.values() if one["Action_type"]}
    with (base / "labor_actions.csv").open(encoding="utf-8-sig", newline="") as file:
        kept = [row for row in csv.DictReader(file) if row["Strike or Protest"]]
    now = {row["ID"] for row in kept}
    assert (rows["added"], rows["removed"]) == (len(now - was), len(was - now))
    assert not any(row["Employer"] in text for row in kept if len(row["Employer"]) > 6)


def test_verdicts_and_states_of_a_lock_are_words_in_markdown_and_in_text() -> None:
    hostile = "<img src=x> | [a](b) @someone #1 `x` **y** \u202e\x1b[31m"
    told = LockedClaim("one", hostile)
    release = Release(
        "old",
        "new",
        judged=True,
        claims=(
            ClaimMoved("one", LockedClaim("one", "supported"), told),
            ClaimMoved("two", told, told, ("another number",)),
        ),
        conclusions=(ConclusionMoved("end", hostile, None),),
    )
    text = release_markdown(release)
    assert not set("@`\u202e\x1b") & set(text.replace("\\`", ""))
    assert "<img" not in text
    assert "[a](" not in text.replace("\\[", "")
    for line in text.splitlines():
        if line.startswith("| **"):
            assert line.replace("\\|", "").count("|") in (4, 5)
    assert not set("\u202e\x1b") & set(release_text(release))

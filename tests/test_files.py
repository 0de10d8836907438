"""Files come whole or not at all; what killed runs left is taken away once it is old."""

from __future__ import annotations

import os
import time
from hashlib import sha256
from pathlib import Path

import pytest

from squarely.files import PART, STALE, replacing, scratch, write_whole
from squarely.grounds.cache import digest


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def _stop_half_way(path: Path) -> None:
    with replacing(path) as part:
        part.write_text("half of a n")
        raise ZeroDivisionError


def test_a_file_is_replaced_whole_and_its_folder_made(tmp_path: Path) -> None:
    path = tmp_path / "new" / "page.html"
    write_whole(path, "one\n")
    write_whole(path, b"two\n")
    assert path.read_bytes() == b"two\n"
    assert names(path.parent) == ["page.html"]
    assert path.stat().st_mode & 0o777 == 0o644


def test_a_fault_on_the_way_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    write_whole(path, "old")
    with pytest.raises(ZeroDivisionError):
        _stop_half_way(path)
    assert path.read_text() == "old"
    assert names(tmp_path) == ["table.csv"]


def test_leftovers_go_when_nobody_has_written_for_an_hour(tmp_path: Path) -> None:
    path = tmp_path / "a[1]*.csv"
    old = time.time() - STALE - 60
    made = {age: tmp_path / f".{path.name}.{age}{PART}" for age in ("old", "new")}
    folders = {age: tmp_path / f".{path.name}.{age}-folder{PART}" for age in ("old", "new")}
    other = tmp_path / f".a1x.csv.old{PART}"
    for one in (*made.values(), other):
        one.write_text("half")
    for age, folder in folders.items():
        folder.mkdir()
        (folder / "rows.csv").write_text("half")
        if age == "old":
            os.utime(folder / "rows.csv", (old, old))
            os.utime(folder, (old, old))
    os.utime(made["old"], (old, old))
    os.utime(other, (old, old))
    write_whole(path, "whole")
    left = {path.name, made["new"].name, folders["new"].name, other.name}
    assert set(names(tmp_path)) == left


def test_a_folder_at_work_is_not_stale_while_a_file_in_it_grows(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    with scratch(path) as made:
        (made / "rows.csv").write_text("a")
        old = time.time() - STALE - 60
        os.utime(made, (old, old))
        write_whole(path, "x")
        assert made.is_dir()
    assert names(tmp_path) == ["t.parquet"]


def test_the_longest_name_a_system_bears_is_written(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 255)
    write_whole(path, "x")
    assert names(tmp_path) == [path.name]


def test_other_bytes_of_the_same_size_and_time_have_another_hash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A large file's hash is remembered; a copy put in its place with its time is seen."""
    monkeypatch.setenv("SQUARELY_CACHE", str(tmp_path / "cache"))
    path = tmp_path / "large.csv"
    seen = []
    for letter in (b"a", b"b"):
        path.write_bytes(letter * 1_000_001)
        os.utime(path, ns=(10**18, 10**18))
        seen.append(digest(path))
    assert seen == [sha256(letter * 1_000_001).hexdigest() for letter in (b"a", b"b")]

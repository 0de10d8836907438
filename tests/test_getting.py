"""`data get` against a server of our own that breaks off, changes, sends on and stalls."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import ClassVar

import pytest

import publishers as pub
from publishing import Served, publishing
from squarely.cli import getting, run
from squarely.grounds.catalog import open_grounds
from squarely.grounds.getting import addresses
from squarely.grounds.getting.addresses import Address, Key, Source, Unknown, address, sources
from squarely.grounds.getting.download import Failed, Way
from squarely.grounds.getting.fetching import Asking, Fetched, fetch
from squarely.grounds.getting.states import State, states

DAY = date(2026, 11, 25)
QUICK = Way(frozenset(), 10_000_000, tries=3, wait=0.0, timeout=(2.0, 0.5))
SECRET = "tok-3141592653-secret"
BODY = (pub.text(pub.ACLED, [pub.acled(event_id_cnty=f"ITA{n}") for n in range(3000)])).encode()


@pytest.fixture
def served() -> Iterator[Served]:
    with publishing(Served({"/a.csv": BODY})) as found:
        yield found


def at(served: Served, path: str = "/a.csv", **changes: object) -> Address:
    name = path.rpartition("/")[2]
    source = Source("acled", served.root + path, name, ".*", "1", fixed=True)
    return Address(replace(source, **changes), "1", served.root + path, name)  # type: ignore[arg-type]


def got(
    where: Address,
    folder: Path,
    day: date = DAY,
    change: bool = False,
    key: str = "",
    **way: object,
) -> State:
    done = tried(where, folder, day, change, key, **way)
    assert isinstance(done, Fetched), str(done)
    return done.state


def tried(
    where: Address,
    folder: Path,
    day: date = DAY,
    change: bool = False,
    key: str = "",
    **way: object,
) -> Fetched | Failed:
    quick = replace(QUICK, **way)  # type: ignore[arg-type]
    return fetch(where, Asking(folder, day, key, change, None, quick))


def why(done: Fetched | Failed) -> str:
    assert isinstance(done, Failed)
    return str(done)


def left(folder: Path) -> list[str]:
    return sorted(str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file())


def test_a_file_is_kept_as_the_state_of_its_day_with_its_record(
    served: Served, tmp_path: Path
) -> None:
    state = got(at(served), tmp_path)
    assert state.path.read_bytes() == BODY
    assert left(tmp_path) == ["acled/1/2026-11-25/a.csv", "acled/1/2026-11-25/state.json"]
    told = json.loads((state.folder / "state.json").read_text(encoding="utf-8"))
    assert told["sha256"] == hashlib.sha256(BODY).hexdigest()
    assert told["trusted_by"] == "the first fetch"
    assert told["bytes"] == len(BODY)
    grounds, problems = open_grounds([state.path.parent])
    assert problems == ()
    assert "acled" in grounds.stands


def test_a_transfer_that_breaks_off_goes_on_where_it_broke(served: Served, tmp_path: Path) -> None:
    served.breaks["/a.csv"] = 8 * 65_536
    assert len(BODY) > 600_000
    assert got(at(served), tmp_path).path.read_bytes() == BODY
    ranges = [headers.get("Range") for _, headers in served.asked]
    assert ranges == [None, "bytes=524288-"]
    assert served.sent == len(BODY)


def test_a_later_run_goes_on_with_what_an_earlier_one_left(served: Served, tmp_path: Path) -> None:
    served.breaks["/a.csv"], served.times = 65_536, 3
    assert "broke" in why(tried(at(served), tmp_path))
    assert states(tmp_path / "acled" / "1") == ()
    assert got(at(served), tmp_path).path.read_bytes() == BODY
    assert served.asked[-1][1]["Range"] == "bytes=196608-"


def test_a_file_that_changed_in_between_is_begun_anew(served: Served, tmp_path: Path) -> None:
    served.breaks["/a.csv"], served.times = 100_000, 3
    tried(at(served), tmp_path)
    served.files["/a.csv"] = BODY.replace(b"Milan", b"Turin")
    assert got(at(served), tmp_path).path.read_bytes() == BODY.replace(b"Milan", b"Turin")


def test_without_a_tag_nothing_is_gone_on_with(served: Served, tmp_path: Path) -> None:
    served.tags = False
    served.breaks["/a.csv"] = 100_000
    assert got(at(served), tmp_path).path.read_bytes() == BODY
    assert all("Range" not in headers for _, headers in served.asked)


def test_what_passes_is_tried_again_and_what_does_not_is_said_at_once(
    served: Served, tmp_path: Path
) -> None:
    served.statuses["/a.csv"] = [503, 429]
    assert got(at(served), tmp_path).path.read_bytes() == BODY
    assert len(served.asked) == 3
    served.asked.clear()
    assert "404" in why(tried(at(served, "/none.csv"), tmp_path))
    served.statuses["/a.csv"] = [403]
    assert "403" in why(tried(at(served), tmp_path / "b"))
    assert len(served.asked) == 2
    served.statuses["/a.csv"] = [500] * 9
    assert "tried 3 times" in why(tried(at(served), tmp_path / "c"))
    assert left(tmp_path / "c") == []


def test_a_server_that_stalls_is_given_up(served: Served, tmp_path: Path) -> None:
    served.stall = 1.0
    assert "stood still" in why(tried(at(served), tmp_path, tries=1, timeout=(1.0, 0.2)))


def test_nobody_there_is_said(tmp_path: Path) -> None:
    with publishing(Served()) as gone:
        where = at(gone)
    assert "broke" in why(tried(where, tmp_path, tries=1))


def test_a_fixed_release_with_other_bytes_is_refused_unless_asked_for(
    served: Served, tmp_path: Path
) -> None:
    first = got(at(served), tmp_path)
    served.files["/a.csv"] = BODY + b"more\n"
    assert "--accept-change" in why(tried(at(served), tmp_path, date(2026, 11, 26)))
    assert [one.day for one in states(tmp_path / "acled" / "1")] == ["2026-11-25"]
    second = got(at(served), tmp_path, date(2026, 11, 26), change=True)
    assert first.path.read_bytes() == BODY
    assert second.path.read_bytes() == BODY + b"more\n"


def test_each_fetch_of_a_living_file_is_a_state_of_its_own(served: Served, tmp_path: Path) -> None:
    living = at(served, fixed=False)
    got(living, tmp_path)
    served.files["/a.csv"] = BODY + b"more\n"
    second = got(living, tmp_path)
    third = got(living, tmp_path, date(2026, 12, 1))
    found = states(tmp_path / "acled" / "1")
    assert [one.folder.name for one in found] == ["2026-11-25", "2026-11-25-2", "2026-12-01"]
    assert third.path == second.path  # the same bytes stand once
    assert not (third.folder / "a.csv").exists()


@pytest.mark.parametrize("form", ["md5 file", "size md5 url"])
def test_the_publishers_hash_is_held_against_the_file(
    form: str, served: Served, tmp_path: Path
) -> None:
    md5 = hashlib.md5(BODY, usedforsecurity=False).hexdigest()
    where = at(served, hashes=(f"{served.root}/list", form))
    line = f"{md5}  a.csv" if form == "md5 file" else f"{len(BODY)} {md5} {where.url}"
    served.files["/list"] = f"0 bad line\n{line}\n".encode()
    assert got(where, tmp_path).told["trusted_by"] == f"the publisher's hash md5:{md5}"
    served.files["/list"] = line.replace(md5, "0" * 32).encode()
    assert "not the publisher's" in why(tried(where, tmp_path / "b"))
    assert left(tmp_path / "b") == []
    del served.files["/list"]
    done = tried(where, tmp_path / "c")
    assert isinstance(done, Fetched)
    assert "could not be read" in done.notes[0]


def test_another_host_is_not_followed_and_gets_no_key(served: Served, tmp_path: Path) -> None:
    with publishing(Served({"/a.csv": BODY})) as other:
        elsewhere = f"http://localhost:{other.port}/a.csv"
        served.onward["/go.csv"] = elsewhere
        assert "another host (localhost)" in why(tried(at(served, "/go.csv"), tmp_path, key=SECRET))
        assert other.asked == []
        allowed = at(served, "/go.csv", hosts=("localhost",))
        got(allowed, tmp_path, key=SECRET)
        assert SECRET in served.asked[-1][1]["Authorization"]
        assert all(SECRET not in str(headers) for _, headers in other.asked)


def test_sending_on_and_on_ends(served: Served, tmp_path: Path) -> None:
    served.onward["/go.csv"] = "/go.csv"
    assert "on and on" in why(tried(at(served, "/go.csv"), tmp_path))


@pytest.mark.parametrize("most", [1000, len(BODY) - 1])
def test_a_huge_file_is_not_fetched(most: int, served: Served, tmp_path: Path) -> None:
    assert "the most that is fetched" in why(tried(at(served), tmp_path, most=most))
    assert left(tmp_path) == []


def test_a_huge_file_that_hides_its_length_is_stopped(served: Served, tmp_path: Path) -> None:
    from squarely.grounds.getting import download

    class Endless:
        status_code = 200
        headers: ClassVar[dict[str, str]] = {}

        def iter_content(self, size: int) -> Iterator[bytes]:
            while True:
                yield b"0" * size

    part = tmp_path / ".a.part"
    with pytest.raises(Failed, match="more than 1,000,000 bytes"):
        download._take(Endless(), "u", part, 0, replace(QUICK, most=1_000_000))
    assert not part.exists()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "empty"),
        (b"<!DOCTYPE html><title>Log in</title>", "a page, not with data"),
        (b"PK not a zip", "the zip is not opened"),
    ],
)
def test_what_is_no_data_is_not_kept(
    body: bytes, words: str, served: Served, tmp_path: Path
) -> None:
    served.files["/a.zip"] = body
    assert words in why(tried(at(served, "/a.zip"), tmp_path))
    assert left(tmp_path) == []


def test_a_zip_whose_member_leaves_its_folder_is_not_kept(served: Served, tmp_path: Path) -> None:
    path = pub.packed(tmp_path / "made" / "x.zip", {"../../evil.csv": "x"})
    served.files["/a.zip"] = path.read_bytes()
    assert "leaves its folder" in why(tried(at(served, "/a.zip"), tmp_path / "to"))
    assert left(tmp_path / "to") == []


# --- addresses, terms, keys -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "version", "query", "url", "file"),
    [
        ("ucdp-ged", "25.1", {}, "https://ucdp.uu.se/downloads/ged/ged251-csv.zip",
         "ged251-csv.zip"),
        ("ucdp-candidate", "26.0.3", {},
         "https://ucdp.uu.se/downloads/candidateged/GEDEvent_v26_0_3.csv",
         "GEDEvent_v26_0_3.csv"),
        ("gdelt", "20240501120000", {},
         "http://data.gdeltproject.org/gdeltv2/20240501120000.export.CSV.zip",
         "20240501120000.export.CSV.zip"),
        ("gdelt-1", "20240501", {},
         "http://data.gdeltproject.org/events/20240501.export.CSV.zip",
         "20240501.export.CSV.zip"),
        ("acled", None, {"year": "2024", "country": "Côte d'Ivoire"},
         "https://acleddata.com/api/acled/read?_format=csv&country=C%C3%B4te+d%27Ivoire&year=2024",
         "acled-country=C-te-d-Ivoire_year=2024.csv"),
    ],
)  # fmt: skip
def test_addresses_are_the_publishers(
    name: str, version: str | None, query: dict[str, str], url: str, file: str
) -> None:
    found = address(addresses.source(name), version, query)
    assert (found.url, found.file) == (url, file)


@pytest.mark.parametrize(
    ("name", "version"),
    [
        ("ucdp-ged", "../../etc"),
        ("ucdp-ged", "25.1/../x"),
        ("gdelt", "2024"),
        ("gdelt", None),
        ("ccc", "2019"),
        ("ccc", None),
        ("acled", "1"),
    ],
)
def test_a_version_that_does_not_fit_is_refused(name: str, version: str | None) -> None:
    with pytest.raises(Unknown):
        address(addresses.source(name), version, {})


@pytest.mark.parametrize("value", ["../../x", "a/b", "..", "\x00"])
def test_a_query_leaves_no_folder(value: str, tmp_path: Path) -> None:
    try:
        found = address(addresses.source("acled"), None, {"country": value})
    except Unknown:
        assert ".." in value
        return
    inside = (tmp_path / found.version / found.file).resolve()
    assert inside.is_relative_to(tmp_path.resolve())
    assert "/" not in found.version


def test_every_source_is_a_format_that_is_read() -> None:
    from squarely.grounds.adapters import FORMATS
    from squarely.grounds.formats import module

    assert set(sources()) == {module(name).NAME for name in FORMATS}


@pytest.fixture
def local(served: Served, monkeypatch: pytest.MonkeyPatch) -> Source:
    terms = ("terms of ours", "https://example.org/terms")
    source = Source(
        "acled", served.root + "/a.csv?{query}", "a-{version}.csv", "query", fixed=False,
        terms=terms, key=Key("ACLED_ACCESS_TOKEN", "access token"),
    )  # fmt: skip
    monkeypatch.setattr(addresses, "sources", lambda: {"acled": source})
    monkeypatch.setenv("SQUARELY_CACHE", str(served.port))
    return source


def test_terms_are_shown_and_must_be_accepted(
    local: Source, served: Served, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("ACLED_ACCESS_TOKEN", SECRET)
    words = ["data", "get", "acled", "--query", "year=2024", "--to", str(tmp_path)]
    assert run(words) == 2
    assert "https://example.org/terms" in capsys.readouterr().err
    assert served.asked == []
    assert run([*words, "--accept-terms"]) == 0
    assert "squarely check" in capsys.readouterr().out


def test_without_a_key_nothing_is_fetched(
    local: Source, served: Served, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.delenv("ACLED_ACCESS_TOKEN", raising=False)
    words = ["data", "get", "acled", "--query", "year=2024", "--to", str(tmp_path)]
    assert run([*words, "--accept-terms"]) == 2
    assert "set ACLED_ACCESS_TOKEN" in capsys.readouterr().err
    assert served.asked == []


def test_on_a_terminal_terms_and_key_are_asked_for(
    local: Source, served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(getting, "_agreed", lambda *_: True)
    monkeypatch.setattr(getting, "_key", lambda *_: SECRET)
    assert run(["data", "get", "acled", "--query", "year=2024", "--to", str(tmp_path)]) == 0
    assert served.asked[-1][1]["Authorization"] == f"Bearer {SECRET}"


@pytest.mark.parametrize("status", [200, 401, 403, 404, 500])
def test_a_key_stands_in_no_output_and_no_file(
    status: int, local: Source, served: Served, tmp_path: Path,
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("ACLED_ACCESS_TOKEN", SECRET)
    monkeypatch.setattr("squarely.grounds.getting.download.WAIT", 0.0)
    monkeypatch.setattr(
        "squarely.grounds.getting.fetching.Way", lambda hosts, most: replace(QUICK, most=most)
    )
    if status != 200:
        served.statuses["/a.csv"] = [status] * 9
    words = ["data", "get", "acled", "--query", "year=2024", "--to", str(tmp_path)]
    assert run([*words, "--accept-terms"]) == (0 if status == 200 else 2)
    out, err = capsys.readouterr()
    assert SECRET not in out + err
    assert SECRET in served.asked[-1][1]["Authorization"]
    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert all(SECRET.encode() not in path.read_bytes() for path in kept)
    if status == 200:
        argument = pub.put(
            tmp_path / "argument.yaml",
            "squarely: 1\ntitle: t\nclaims:\n  a:\n    says: There were few.\n    warrant:\n"
            "      level:\n        of: {count: events, in: acled}\n"
            "        during: 2025-05-16..2025-05-16\n        expect: {at-most: 5}\n",
        )
        state = next(path.parent for path in kept if path.name == "state.json")
        monkeypatch.setenv("SQUARELY_CACHE", str(tmp_path / "cache"))
        page = tmp_path / "page.html"
        words = ["check", str(argument), "--data", str(state), "--format", "json"]
        assert run([*words, "--report", str(page)]) == 0
        assert SECRET not in capsys.readouterr().out + page.read_text(encoding="utf-8")


def test_an_unknown_name_has_a_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["data", "get", "acld"]) == 64
    assert "did you mean acled" in capsys.readouterr().err
    assert run(["data", "get", "acled", "--query", "country"]) == 64

"""Publishers' formats: recognised by their header, read whole, with what their users warn of."""

from __future__ import annotations

import csv
import json
from datetime import date
from io import StringIO
from pathlib import Path

import pytest

import publishers as pub
from squarely.cli import run
from squarely.grounds.adapters import FORMATS
from squarely.grounds.adapters.crowd_words import crowd
from squarely.grounds.catalog import Stand, open_grounds, shipped_catalog
from squarely.grounds.engine import connection, quoted
from squarely.grounds.formats import module, recognise
from squarely.grounds.opened import Refused, parts
from squarely.grounds.tables import Table, left_out, table
from workbooks import workbook


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SQUARELY_CACHE", str(tmp_path_factory.mktemp("cache")))
    monkeypatch.delenv("SQUARELY_DATA", raising=False)


def opened(folder: Path, name: str) -> Table:
    grounds, problems = open_grounds([folder])
    assert problems == ()
    assert grounds.stands[name].kind == "format"
    return table(grounds.stands[name])


def rows(found: Table, *columns: str) -> list[tuple[object, ...]]:
    asked = ", ".join(map(quoted, columns))
    return connection().execute(f"SELECT {asked} FROM {quoted(found.view)} ORDER BY ALL").fetchall()


def aside(folder: Path, name: str) -> list[str]:
    grounds, _ = open_grounds([folder])
    return [f"{one.file}:{one.line}: {one.reason}" for one in left_out(grounds.stands[name]).listed]


# --- recognised ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "content", "name"),
    [
        ("a.csv", pub.text(pub.ACLED, [pub.acled()]), "acled"),
        ("a.tsv", pub.text([n.upper() for n in pub.ACLED], [], "\t"), "acled"),
        ("b.csv", "\ufeff" + pub.text(pub.ACLED, [pub.acled()], ";"), "acled"),
        ("GEDEvent_v25_1.csv", pub.text(pub.GED, [pub.ged()]), "ucdp-ged"),
        ("GEDEvent_v26_0_3.csv", pub.text(pub.GED, [pub.ged()]), "ucdp-candidate"),
        ("GEDEvent_v26_01_26_06.csv", pub.text(pub.GED, [pub.ged()]), "ucdp-candidate"),
        ("events.csv", pub.text(pub.GED, [pub.ged(code_status="Check date")]), "ucdp-candidate"),
        ("events.csv", pub.text(pub.GED, [pub.ged()]), "ucdp-ged"),
        ("ngecEventsDV-2023.txt", pub.text(pub.POLECAT, [pub.polecat()], "\t"), "polecat"),
        ("ccc_compiled_2017-2020.csv", pub.text(pub.CCC[1], [pub.ccc()]), "ccc"),
        ("ccc-phase3-public.csv", pub.text(pub.CCC[3], [pub.ccc()]), "ccc"),
        ("20240501120000.export.CSV", pub.gdelt_lines([pub.gdelt()]), "gdelt"),
        ("20130601.export.CSV", pub.gdelt_lines([pub.gdelt(DATEADDED=20130601)], 1), "gdelt-1"),
    ],
)
def test_a_file_is_known_by_its_header(file: str, content: str, name: str, tmp_path: Path) -> None:
    found = recognise(pub.put(tmp_path / file, content))
    assert found is not None
    assert found.name == name
    assert found.how


@pytest.mark.parametrize(
    "content",
    ["", "a,b\n1,2\n", "event_id_cnty,event_date\nITA1,2024-01-01\n", "\x00\xff\xfe", "1\t" * 60],
)
def test_any_other_file_is_nobodys(content: str, tmp_path: Path) -> None:
    assert recognise(pub.put(tmp_path / "x.csv", content)) is None


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_gives_what_the_catalog_says(name: str) -> None:
    one = module(name)
    assert one.NAME.replace("-", "_") == name
    described = shipped_catalog()[one.NAME]
    declared = {column.name for column in described.columns}
    assert set(one.TYPES) <= declared
    # what the catalog names beyond it says that no publisher's file has it
    assert all("not in" in str(described.column(c)) for c in declared - set(one.TYPES))
    assert described.traps
    assert described.citation
    assert described.source
    assert described.redistributable == described.licence.startswith("CC-BY")
    assert one.COVERED in one.TYPES
    assert set(described.roles.values()) <= declared


# --- opened -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "member", ["../evil.csv", "/etc/evil.csv", "a/../../evil.csv", "..\\evil.csv", "C:evil.csv"]
)
def test_a_zip_whose_member_leaves_its_folder_is_refused(member: str, tmp_path: Path) -> None:
    path = pub.packed(tmp_path / "in" / "x.zip", {member: pub.text(pub.ACLED, [pub.acled()])})
    assert recognise(path) is None
    with pytest.raises(Refused, match="leaves its folder"):
        list(parts(path))
    assert [one.name for one in tmp_path.rglob("*")] == ["in", "x.zip"]


def test_a_zip_that_would_unpack_beyond_measure_is_refused(tmp_path: Path) -> None:
    path = pub.packed(tmp_path / "x.zip", {"a.csv": b"0" * 50_000_000})
    with pytest.raises(Refused, match="would unpack to"):
        list(parts(path))


def test_rows_that_cannot_be_read_are_named_and_none_is_lost(tmp_path: Path) -> None:
    content = pub.text(
        pub.ACLED,
        [
            pub.acled(),
            pub.acled(event_id_cnty="ITA2", event_date="soon"),
            pub.acled(event_id_cnty="ITA3", fatalities="many"),
            pub.acled(event_id_cnty="ITA4", country="Atlantis"),
            pub.acled(event_id_cnty="ITA5", latitude=1000),
            pub.acled(event_id_cnty=""),
        ],
    )
    pub.put(tmp_path / "a.csv", content + "ITA6,2025-01-01\n")
    found = opened(tmp_path, "acled")
    assert (found.rows_read, found.set_aside) == (7, 6)
    assert [line.partition(": ")[0] for line in aside(tmp_path, "acled")] == [
        f"a.csv:{n}" for n in range(3, 9)
    ]
    assert "Atlantis" not in "".join(aside(tmp_path, "acled"))  # its licence keeps cells back


def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    pub.put(tmp_path / "a.csv", pub.text(pub.ACLED, [pub.acled()]))
    grounds, _ = open_grounds([tmp_path])
    pub.put(tmp_path / "a.csv", b"")
    assert left_out(grounds.stands["acled"]).set_aside == 0
    read = module("acled").read([pub.packed(tmp_path / "b.zip", {"../a.csv": "x"})])
    assert [one.file for one in read.set_aside] == ["b.zip"]


# --- ACLED --------------------------------------------------------------------------------------


def test_an_acled_event_keeps_its_codings(tmp_path: Path) -> None:
    pub.put(tmp_path / "a.csv", pub.text(pub.ACLED, [pub.acled(inter1="6", disorder_type="")]))
    assert rows(
        opened(tmp_path, "acled"), "id", "date", "country", "region", "actor_kind", "disorder",
        "fatalities", "size_low", "size", "size_high", "changed",
    ) == [
        ("ITA1", date(2025, 5, 16), "ITA", "IT-25", "Protesters", "Demonstrations", 0, 500, 500,
         500, date(2025, 5, 19)),
    ]  # fmt: skip


def test_of_an_event_in_two_exports_the_latest_state_is_kept(tmp_path: Path) -> None:
    pub.put(tmp_path / "new.csv", pub.text(pub.ACLED, [pub.acled(fatalities=3, timestamp=200)]))
    pub.put(tmp_path / "old.csv", pub.text(pub.ACLED, [pub.acled(fatalities=1, timestamp=100)]))
    assert rows(opened(tmp_path, "acled"), "fatalities") == [(3,)]
    assert aside(tmp_path, "acled") == [
        "old.csv:2: an earlier state of an event that stands in new.csv, line 2"
    ]


def test_what_acled_deleted_is_set_aside_unless_it_came_again(tmp_path: Path) -> None:
    events = [pub.acled(timestamp=100), pub.acled(event_id_cnty="ITA2", timestamp=300)]
    pub.put(tmp_path / "a.csv", pub.text(pub.ACLED, events))
    gone = "event_id_cnty,deleted_timestamp\nITA1,86400\nITA2,200\nITA9,300\n"
    pub.put(tmp_path / "deleted.csv", gone)
    assert rows(opened(tmp_path, "acled"), "id") == [("ITA2",)]
    assert aside(tmp_path, "acled") == ["a.csv:2: deleted by ACLED on ####-##-##"]


def test_an_acled_workbook_is_read(tmp_path: Path) -> None:
    held = [name for name in pub.ACLED if name in pub.acled()][:24]  # as many as a test book holds
    cells = [str(pub.acled(event_date="2025-05-16")[name]) for name in held]
    workbook(tmp_path / "a.xlsx", {"Data": [[name.upper() for name in held], cells]})
    assert rows(opened(tmp_path, "acled"), "id", "date") == [("ITA1", date(2025, 5, 16))]


# --- UCDP ---------------------------------------------------------------------------------------


def test_an_event_of_several_days_keeps_both_and_its_bounds(tmp_path: Path) -> None:
    events = [
        pub.ged(date_end="2023-03-09 00:00:00.000", date_prec=3),
        pub.ged(id=2, country="DR Congo (Zaire)", adm_1="Nord-Kivu province", best=0, low=0),
        pub.ged(id=3, low=9),
        pub.ged(id=4, date_start="2023-03-02", date_end="2023-03-01"),
    ]
    pub.put(tmp_path / "GEDEvent_v25_1.csv", pub.text(pub.GED, events))
    assert rows(
        opened(tmp_path, "ucdp-ged"), "id", "start", "end", "country", "region", "deaths_low",
        "deaths", "deaths_high",
    ) == [
        ("1001", date(2023, 3, 1), date(2023, 3, 9), "SYR", "SY-HL", 3, 3, 7),
        ("2", date(2023, 3, 1), date(2023, 3, 1), "COD", "CD-NK", 0, 0, 7),
    ]  # fmt: skip
    assert [one.partition(": ")[2] for one in aside(tmp_path, "ucdp-ged")] == [
        "low 9, best 3 and high 7 are no interval",
        "date_end 2023-03-01 is before date_start 2023-03-02",
    ]


def test_candidates_and_final_events_are_two_datasets(tmp_path: Path) -> None:
    pub.put(tmp_path / "GEDEvent_v25_1.csv", pub.text(pub.GED, [pub.ged(best=3)]))
    pub.put(tmp_path / "GEDEvent_v26_0_1.csv", pub.text(pub.GED, [pub.ged(best=4)]))
    later = [pub.ged(best=5, code_status="Check deaths")]
    pub.put(tmp_path / "GEDEvent_v26_01_26_03.csv", pub.text(pub.GED, later))
    assert rows(opened(tmp_path, "ucdp-ged"), "deaths") == [(3,)]
    assert rows(opened(tmp_path, "ucdp-candidate"), "deaths", "status") == [(5, "Check deaths")]


def test_a_candidate_file_without_a_header_is_read(tmp_path: Path) -> None:
    content = pub.text(pub.GED, [pub.ged(), pub.ged(id=2)]).partition("\n")[2]
    pub.packed(tmp_path / "GEDEvent_v24_0_1.zip", {"GEDEvent_v24_0_1.csv": content})
    assert len(rows(opened(tmp_path, "ucdp-candidate"), "id")) == 2


# --- GDELT --------------------------------------------------------------------------------------


def test_codes_stay_text_and_a_lost_nought_is_put_back(tmp_path: Path) -> None:
    events = [
        pub.gdelt(GLOBALEVENTID=1, EventCode="014", EventRootCode="01"),
        pub.gdelt(GLOBALEVENTID=2, EventCode="14", EventRootCode="1"),
        pub.gdelt(GLOBALEVENTID=3, EventCode="14", EventRootCode="14"),
        pub.gdelt(GLOBALEVENTID=4, EventCode="0211", EventRootCode="02"),
        pub.gdelt(GLOBALEVENTID=5, EventCode="211", EventRootCode="2"),
    ]
    pub.put(tmp_path / "20240501120000.export.CSV", pub.gdelt_lines(events))
    assert rows(opened(tmp_path, "gdelt"), "id", "root", "code", "type") == [
        ("1", "01", "014", "make public statement"),
        ("2", "01", "014", "make public statement"),
        ("3", "14", "14", "protest"),
        ("4", "02", "0211", "appeal"),
        ("5", "02", "0211", "appeal"),
    ]


def test_one_event_told_on_three_days_is_three_reports_and_one_event(tmp_path: Path) -> None:
    for number, day in enumerate(("20240501", "20240502", "20240503")):
        event = pub.gdelt(GLOBALEVENTID=number, DATEADDED=f"{day}120000")
        pub.packed(
            tmp_path / f"{day}120000.export.CSV.zip",
            {f"{day}120000.export.CSV": pub.gdelt_lines([event])},
        )
    found = opened(tmp_path, "gdelt")
    assert rows(found, "days_late", "date") == [(n, date(2024, 5, 1)) for n in range(3)]
    assert len(set(rows(found, "event"))) == 1
    assert found.dataset.units == {"reports": None, "events": "event", "countries": "country"}
    during = found.dataset.coverage.during  # by the day of finding, not by the day of the event
    assert (during.first, during.last) == (date(2024, 5, 1), date(2024, 5, 3))


@pytest.mark.parametrize(
    ("country", "adm1", "alpha3", "region"),
    [
        ("GM", "GM16", "DEU", "DE-BE"),
        ("AU", "AU09", "AUT", "AT-9"),
        ("US", "USCA", "USA", "US-CA"),
        ("GZ", "GZ00", "PSE", None),
        ("UK", "UKH9", "GBR", None),
        ("", "", None, None),
    ],
)
def test_places_are_fips_and_become_iso(
    country: str, adm1: str, alpha3: str | None, region: str | None, tmp_path: Path
) -> None:
    event = pub.gdelt(ActionGeo_CountryCode=country, ActionGeo_ADM1Code=adm1)
    pub.put(tmp_path / "20240501120000.export.CSV", pub.gdelt_lines([event]))
    assert rows(opened(tmp_path, "gdelt"), "country", "region") == [(alpha3, region)]


def test_broken_lines_of_gdelt_are_counted_by_file_and_line(tmp_path: Path) -> None:
    good = pub.gdelt_lines([pub.gdelt()])
    bad = pub.gdelt_lines([pub.gdelt(GLOBALEVENTID=2, SQLDATE=20240231)])
    pub.put(tmp_path / "20240501120000.export.CSV", good + "1\t2\n" + bad)
    pub.put(
        tmp_path / "20240501121500.export.CSV",
        good + pub.gdelt_lines([pub.gdelt(GLOBALEVENTID=5, EventRootCode=99)]),
    )
    latin = pub.gdelt_lines([pub.gdelt(GLOBALEVENTID=3, SOURCEURL="Q")]).encode()
    pub.put(tmp_path / "20240501123000.export.CSV", latin.replace(b"\tQ", b"\t\x83\xff"))
    pub.put(tmp_path / "20240501124500.export.CSV", "")
    found = opened(tmp_path, "gdelt")
    assert (found.rows_read, found.set_aside) == (6, 3)
    assert aside(tmp_path, "gdelt") == [
        "20240501120000.export.CSV:2: the row has 2 cells, not 61",
        "20240501120000.export.CSV:3: SQLDATE: no date",
        "20240501121500.export.CSV:2: EventRootCode: none of CAMEO's",
    ]


def test_files_before_april_2013_have_no_address(tmp_path: Path) -> None:
    line = pub.gdelt_lines([pub.gdelt(SQLDATE=20100101, DATEADDED=20100101)], 1)
    pub.put(tmp_path / "201001.csv", line.rpartition("\t")[0] + "\n")
    found = opened(tmp_path, "gdelt-1")
    assert rows(found, "date", "added", "source") == [(date(2010, 1, 1), date(2010, 1, 1), None)]


def test_an_export_of_a_database_has_a_header(tmp_path: Path) -> None:
    names = ["GLOBALEVENTID", "SQLDATE", "EventCode", "EventRootCode", "ActionGeo_ADM2Code",
             "DATEADDED", "SOURCEURL"]  # fmt: skip
    url = 'https://example.org/?a="b",c'
    pub.put(tmp_path / "bq.csv", pub.text(names, [pub.gdelt(SOURCEURL=url)]))
    assert rows(opened(tmp_path, "gdelt"), "code", "source", "country") == [("141", url, None)]


@pytest.mark.parametrize("mark", [",", ";", "|", "\t"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
def test_a_header_of_an_export_is_no_row_and_counts_as_a_line(
    tmp_path: Path, mark: str, quoting: int
) -> None:
    names = ["GLOBALEVENTID", "SQLDATE", "EventCode", "EventRootCode", "ActionGeo_ADM2Code",
             "DATEADDED", "SOURCEURL"]  # fmt: skip
    events = [pub.gdelt(GLOBALEVENTID=1), pub.gdelt(GLOBALEVENTID=2, SQLDATE=20240231)]
    for start in ("", "\ufeff"):
        out = StringIO()
        writer = csv.writer(out, delimiter=mark, quoting=quoting, lineterminator="\n")  # type: ignore[arg-type]
        writer.writerow(names)
        writer.writerows([[one.get(name, "") for name in names] for one in events])
        pub.put(tmp_path / "bq.csv", start + out.getvalue())
        found = opened(tmp_path, "gdelt")
        assert (found.rows_read, found.set_aside) == (2, 1)
        assert rows(found, "id", "code") == [("1", "141")]
        assert aside(tmp_path, "gdelt") == ["bq.csv:3: SQLDATE: no date"]


@pytest.mark.originals
@pytest.mark.parametrize(("version", "file"), [(1, "events1.csv"), (2, "events2.csv")])
def test_gdelts_columns_are_the_publishers(version: int, file: str, originals: Path) -> None:
    from squarely.grounds.adapters.gdelt_events import columns
    from squarely.grounds.records import records

    told = [row["name"] for _, row in records(originals / "gdelt_cameo" / file)]
    assert list(columns(version)) == told


@pytest.mark.originals
def test_the_words_of_cameos_roots_are_the_publishers(originals: Path) -> None:
    from squarely.grounds.adapters.gdelt_events import ROOTS

    lines = (originals / "gdelt_cameo" / "cameo.csv").read_text(encoding="utf-8").splitlines()
    codes = dict(line.split(",", 1) for line in lines)
    told = {n: codes[f"{n:02}"].strip().lower() for n in range(1, 21)}
    different = {n for n, words in enumerate(ROOTS, 1) if words != told[n]}
    assert {n: told[n] for n in different} == {}


# --- POLECAT ------------------------------------------------------------------------------------


def test_polecat_keeps_no_names_and_knows_nothing_where_it_says_none(tmp_path: Path) -> None:
    content = pub.text(pub.POLECAT, [pub.polecat(Event_Mode="None", Province="None")], "\t")
    pub.put(tmp_path / "ngec.txt", content)
    found = opened(tmp_path, "polecat")
    assert rows(found, "type", "mode", "contexts", "actor_country", "region") == [
        ("PROTEST", None, "economic", "FRA", None)
    ]
    kept = connection().execute(f"SELECT * FROM {quoted(found.view)}").fetchall()
    assert "Jane Doe" not in str(kept)


def test_polecats_malformed_files_are_read(tmp_path: Path) -> None:
    header = list(pub.POLECAT)
    header.insert(3, "Headline")
    body = pub.text(pub.POLECAT, [pub.polecat()], "\t").partition("\n")[2]
    pub.put(tmp_path / "a.txt", "\t".join(header) + "\n" + body)
    twice = pub.text(pub.POLECAT, [pub.polecat(), pub.polecat(Event_ID="x\u00e9")], "\t")
    trailing = twice.replace("\n", "\t\t\n")
    pub.put(tmp_path / "b.txt", trailing.replace("Intensity", "Event Intensity").encode("latin-1"))
    found = opened(tmp_path, "polecat")
    assert rows(found, "id", "type", "intensity") == [
        ("20230501-7", "PROTEST", -6.5),
        ("x\u00e9", "PROTEST", -6.5),
    ]
    assert (found.rows_read, found.set_aside) == (3, 1)
    assert len(set(rows(found, "event"))) == 1


# --- Crowd Counting Consortium ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "low", "best", "high"),
    [
        ("dozens", 24, 24, 99),
        ("hundreds", 200, 200, 999),
        ("a few hundred", 200, 200, 999),
        ("thousands", 2_000, 2_000, 9_999),
        ("tens of thousands", 20_000, 20_000, 99_999),
        ("hundreds of thousands", 200_000, 200_000, 999_999),
        ("two dozen", 24, 24, 24),
        ("about 1,200", 1_200, 1_200, 1_200),
        ("50-60", 50, 55, 60),
        ("2 to 3 thousand", 2_000, 2_500, 3_000),
        ("more than 500", 500, 500, 999),
        ("up to 30", 1, 30, 30),
        ("1.5 million", 1_500_000, 1_500_000, 1_500_000),
    ],
)
def test_words_are_intervals(words: str, low: int, best: int, high: int) -> None:
    size = crowd(words)
    assert size is not None
    assert (size.low, size.best, size.high) == (low, best, high)


@pytest.mark.parametrize("words", ["", "no report", "large", "a crowd", "count pic", None])
def test_words_without_a_number_say_nothing(words: str | None) -> None:
    assert crowd(words) is None


def test_a_number_that_stands_for_words_is_widened(tmp_path: Path) -> None:
    def sized(place: str, words: str, low: object, high: object, mean: object) -> pub.Row:
        return pub.ccc(
            locality=place, resolved_locality=place, size_text=words, size_low=low,
            size_high=high, size_mean=mean,
        )  # fmt: skip

    events = [
        sized("a", "hundreds", 200, 200, 200),
        sized("b", "", 150, 250, 200),
        sized("c", "dozens", "", "", ""),
        sized("d", "", "", "", ""),
        sized("e", "hundreds", 5000, 5000, 5000),
        sized("f", "", 300, 200, 250),
    ]
    pub.put(tmp_path / "c.csv", pub.text(pub.CCC[1], events))
    assert rows(opened(tmp_path, "ccc"), "locality", "size_low", "size", "size_high") == [
        ("a", 200, 200, 999),
        ("b", 150, 200, 250),
        ("c", 24, 24, 99),
        ("d", None, None, None),
        ("e", 5000, 5000, 5000),
    ]


def test_the_forms_of_three_phases_are_one_table(tmp_path: Path) -> None:
    first = [pub.ccc(date="2019-01-01", online=1, state="VIRTUAL", resolved_state="")]
    pub.put(tmp_path / "one.csv", pub.text(pub.CCC[1], first))
    later = [pub.ccc(), pub.ccc(), pub.ccc(location="Statehouse"), pub.ccc(date="2024-05-02")]
    pub.put(tmp_path / "three.csv", pub.text(pub.CCC[3], later))
    found = opened(tmp_path, "ccc")
    assert rows(found, "date", "region", "actor", "online") == [
        (date(2019, 1, 1), None, "teachers", True),
        (date(2024, 5, 1), "US-OH", "teachers", False),
        (date(2024, 5, 1), "US-OH", "teachers", False),  # at another place of the town
        (date(2024, 5, 2), "US-OH", "teachers", False),  # the next day is another row
    ]
    assert (found.rows_read, found.set_aside) == (5, 1)


# --- added and asked ----------------------------------------------------------------------------


def _many(count: int) -> str:
    made = [
        pub.acled(event_id_cnty=f"ITA{n}", event_date=f"2024-{1 + n % 12:02}-{1 + n % 28:02}")
        for n in range(count)
    ]
    return pub.text(pub.ACLED, made)


def test_data_add_says_how_it_knew_and_the_claim_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = pub.put(tmp_path / "export.csv", _many(48))
    assert run(["data", "add", str(path), "--yes"]) == 0
    out, err = capsys.readouterr()
    assert "recognised because its header has event_id_cnty" in err
    assert "48 rows kept, 0 set aside, of 48 read" in err
    assert "trap: A living record" in err
    described = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    held = described["resources"][0]["squarely"]
    assert held["format"] == "acled"
    assert held["coverage"]["places"] == ["ITA"]
    argument = pub.put(tmp_path / "argument.yaml", out)
    assert run(["check", str(argument), "--format", "json"]) == 0
    study = json.loads(capsys.readouterr().out)
    assert study["problems"] == []
    assert study["claims"][0]["verdict"] not in ("no grounds", "out of scope")
    assert "Mario Secret" not in json.dumps(study)


@pytest.mark.parametrize("where", ["{country: FRA}", "{country: ITA}"])
def test_a_country_that_was_not_asked_for_is_no_country_without_events(
    where: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pub.put(tmp_path / "data" / "export.csv", _many(48))
    argument = pub.put(
        tmp_path / "argument.yaml",
        "squarely: 1\ntitle: t\ndata: [data]\nclaims:\n  a:\n    says: There were few.\n"
        f"    warrant:\n      level:\n        of: {{count: events, in: acled, where: {where}}}\n"
        "        during: 2024-01-01..2024-10-31\n        expect: {at-most: 5}\n",
    )
    assert run(["check", str(argument), "--format", "json"]) == 0
    study = json.loads(capsys.readouterr().out)
    assert (study["claims"][0]["verdict"] == "no grounds") == ("FRA" in where)


def test_the_same_folder_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pub.put(tmp_path / "export.csv", _many(3))
    opened(tmp_path, "acled")
    with monkeypatch.context() as patched:
        patched.setattr(module("acled"), "read", None)
        opened(tmp_path, "acled")
    pub.put(tmp_path / "export.csv", _many(4))
    assert len(rows(opened(tmp_path, "acled"), "id")) == 4


def test_what_data_add_tells_of_a_publishers_rows_quotes_no_cell(tmp_path: Path) -> None:
    """The licence keeps these rows back, and with them what stood in the ones set aside."""
    from squarely.grounds.bring.published import published, told

    path = tmp_path / "a.csv"
    bad = pub.acled(event_id_cnty="XYZ2", event_date="Secretday 41")
    pub.put(path, pub.text(pub.ACLED, [pub.acled(), bad]))
    found = recognise(path)
    assert found is not None
    lines = told(found, published(found))
    (said,) = (line for line in lines if "line 3" in line)
    assert "a cell is not a date" in said
    assert "Secretday" not in "\n".join(lines)


def test_match_knows_a_publishers_file_as_a_check_does(tmp_path: Path) -> None:
    from squarely.grounds.reported import read_file

    path = pub.put(tmp_path / "a.csv", pub.text(pub.ACLED, [pub.acled()]))
    stand = read_file(path, "mine", {})
    assert isinstance(stand, Stand)
    assert (stand.kind, stand.module, stand.described.dataset.name) == ("format", "acled", "mine")
    by_itself = opened(tmp_path, "acled")
    assert table(stand).sha256 == by_itself.sha256
    told = {"time": "event_date"}  # whoever names roles has the file read as any other
    other = read_file(path, "mine", told)
    assert not isinstance(other, Stand) or other.kind == "user"

"""GDELT's event files, version 1 or 2, read by the engine: rows may be hundreds of millions.

The files are tab-separated, have no header and end in .CSV; they come zipped, one for a day (1.0)
or for fifteen minutes (2.0). Version 1 has 57 columns before April 2013 and 58 since, version 2 has
61. An export of a database with these names as its header is read too, with any of its columns.

A row is an event as one update told it, coded by machine: GDELT counts reports, not events. The
same event told again on another day is another row with another id, so that `event` joins rows that
agree in day, both actors, code and place; counted as distinct values of it, events fall by what was
told again. `mentions`, `sources` and `articles` count what was found within the first update alone.
The number of all rows grows with the number of news sources read: shares of all rows are the least
that a trend needs. `SQLDATE` is when it happened by the coder, often an article's own day, and may
lie a week, a month, a year or ten before `DATEADDED`, when it was found. `FractionDate` is (month *
30 + day) / 365, which repeats and skips days, and is dropped, with `MonthYear` and `Year`.

CAMEO codes are text: "014" is a comment, "14" a protest. Codes that lost their leading zero, which
the root code gives away, are put right. Places are FIPS 10-4, not ISO: GM is Germany, AU Austria. A
place known as a country only has its middle for coordinates (`geo_type`). Actors' names and
places' full names may hold persons' names and are dropped.

Sources: GDELT Event Codebook V2.0 and Data Format Codebook V1.03; column labels of September 2016;
Ward, Beger, Cutler, Dickenson, Dorff & Radford 2013, Comparing GDELT and ICEWS event data.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfileobj
from typing import TYPE_CHECKING

from squarely.files import replacing, scratch
from squarely.grounds.engine import connection, literal, quoted
from squarely.grounds.opened import Head, fits_utf8, head, members, plain
from squarely.grounds.prepared import SetAside, Summary
from squarely.grounds.regions import by_fips, countries_by_fips

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_ACTOR = (
    "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code",
    "Religion2Code", "Type1Code", "Type2Code", "Type3Code",
)  # fmt: skip
_START = ("GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate")
_MIDDLE = (
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale",
    "NumMentions", "NumSources", "NumArticles", "AvgTone",
)  # fmt: skip
_GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")


def columns(version: int) -> tuple[str, ...]:
    """The names of GDELT's columns, by its version."""
    geo = _GEO if version == 2 else tuple(name for name in _GEO if name != "ADM2Code")
    actors = [f"Actor{side}{name}" for side in (1, 2) for name in _ACTOR]
    places = [f"{of}Geo_{name}" for of in ("Actor1", "Actor2", "Action") for name in geo]
    return (*_START, *actors, *_MIDDLE, *places, "DATEADDED", "SOURCEURL")


ROOTS: tuple[str, ...] = (
    "make public statement", "appeal", "express intent to cooperate", "consult",
    "engage in diplomatic cooperation", "engage in material cooperation", "provide aid", "yield",
    "investigate", "demand", "disapprove", "reject", "threaten", "protest",
    "exhibit force posture", "reduce relations", "coerce", "assault", "fight",
    "use unconventional mass violence",
)  # fmt: skip
_QUAD = (
    "verbal cooperation", "material cooperation", "verbal conflict", "material conflict",
)  # fmt: skip
_PLACE = ("country", "US state", "US city", "city", "region")
TYPES: Mapping[str, str] = {
    "id": "VARCHAR",
    "date": "DATE",
    "added": "DATE",
    "days_late": "INTEGER",
    "country": "VARCHAR",
    "region": "VARCHAR",
    "adm1": "VARCHAR",
    "geo_type": "VARCHAR",
    "lat": "DOUBLE",
    "lon": "DOUBLE",
    "type": "VARCHAR",
    "root": "VARCHAR",
    "code": "VARCHAR",
    "quad": "VARCHAR",
    "goldstein": "DOUBLE",
    "is_root": "BOOLEAN",
    "actor": "VARCHAR",
    "actor_kind": "VARCHAR",
    "target": "VARCHAR",
    "target_kind": "VARCHAR",
    "mentions": "BIGINT",
    "sources": "BIGINT",
    "articles": "BIGINT",
    "tone": "DOUBLE",
    "event": "VARCHAR",
    "source": "VARCHAR",
}
_NEEDED = ("GLOBALEVENTID", "SQLDATE", "EventCode", "EventRootCode", "DATEADDED")
_BATCH = 2**27  # bytes unpacked at a time; they took up to 1 GB of memory
_LISTED = 1_000


def told(head: Head, version: int) -> str:
    """How a file is known to be GDELT's of a version; empty where it is not."""
    names = columns(version)
    if head.columns >= set(map(plain, _NEEDED)):
        second = "actiongeo_adm2code" in head.columns
        return f"its header has GLOBALEVENTID and SQLDATE{_adm2(second)}" * (
            second == (version == 2)
        )
    cells = head.first
    counts = (len(names), len(names) - 1) if version == 1 else (len(names),)
    if len(cells) not in counts or head.delimiter != "\t":
        return ""
    added = cells[names.index("DATEADDED")]
    if (
        cells[0].isdigit()
        and re.fullmatch(r"\d{8}", cells[1])
        and re.fullmatch(r"\d{8}" if version == 1 else r"\d{14}", added)
        and re.fullmatch(r"\d{1,4}", cells[names.index("EventCode")])
    ):
        return (
            f"it has no header, {len(cells)} columns by tabs, and GDELT {version}.0's days and "
            "codes in them"
        )
    return ""


def _adm2(second: bool) -> str:
    return ", and ADM2 codes" if second else ", and no ADM2 codes"


def write(files: Sequence[Path], target: Path, version: int) -> Summary:
    """The table of these files as one Parquet file, in batches that fit a disk."""
    read, aside, listed = 0, Counter[str](), list[SetAside]()
    with scratch(target) as made, replacing(target) as ready:
        for number, batch in enumerate(_batches(files, made)):
            done = _write(batch, made / f"{number:06}.parquet", version)
            read += done.rows_read
            listed += done.listed[: _LISTED - len(listed)]
            aside.update(dict(done.reasons))
            for text in batch:
                if text.path.is_relative_to(made):
                    text.path.unlink()
        connection().execute(
            f"COPY (SELECT * FROM read_parquet({literal(str(made / '*.parquet'))})) "
            f"TO {literal(str(ready))} (FORMAT parquet, COMPRESSION zstd)"
        )
    reasons = tuple(sorted(aside.items(), key=lambda one: (-one[1], one[0])))
    return Summary(read, sum(aside.values()), reasons, tuple(listed))


@dataclass(frozen=True, slots=True)
class _Text:
    """A file as text: where it stands unpacked, the name a reader knows, and its first rows."""

    path: Path
    label: str
    head: Head


def _batches(files: Sequence[Path], made: Path) -> Iterator[list[_Text]]:
    batch: list[_Text] = []
    held = 0
    for path in files:
        for text in _unpacked(path, made):
            batch.append(text)
            held += text.path.stat().st_size
            if held >= _BATCH:
                yield batch
                batch, held = [], 0
    if batch:
        yield batch


def _unpacked(path: Path, made: Path) -> Iterator[_Text]:
    if path.suffix.lower() != ".zip":
        yield from _headed(_as_utf8(path, made), path.name)
        return
    with zipfile.ZipFile(path) as packed:
        for number, one in enumerate(members(packed)):
            text = made / f"{path.stem}-{number}.csv"
            with packed.open(one) as stream, text.open("wb") as file:
                copyfileobj(stream, file, 1 << 20)
            yield from _headed(_as_utf8(text, made), f"{path.name}/{Path(one.filename).name}")


def _as_utf8(path: Path, made: Path) -> Path:
    """The file, or a copy of it without a byte that the engine cannot read."""
    if fits_utf8(path):
        return path
    copy = made / f"{path.stem}-utf8.csv"
    with path.open("rb") as stream, copy.open("w", encoding="utf-8", newline="") as file:
        file.writelines(line.decode("utf-8", errors="replace") for line in stream)
    return copy


def _headed(path: Path, label: str) -> Iterator[_Text]:
    found = head(path)
    if found is not None:  # None of an empty file: an update in which nothing happened
        yield _Text(path, label, found)


def _write(batch: Sequence[_Text], target: Path, version: int) -> Summary:
    run = connection().cursor()
    for name, codes in (("fips", countries_by_fips()), ("adm1", by_fips())):
        pairs = ", ".join(f"({literal(a)}, {literal(b)})" for a, b in codes.items())
        run.execute(
            f"CREATE OR REPLACE TEMP TABLE gdelt_{name} AS FROM (VALUES {pairs}) AS t(fips, code)"
        )
    asked = " UNION ALL ".join(_scans(batch, version))
    run.execute(f"CREATE OR REPLACE TEMP TABLE gdelt_read AS {_select(asked)}")
    names = ", ".join(quoted(name) for name in TYPES)
    run.execute(
        f"COPY (SELECT {names} FROM gdelt_read WHERE reason IS NULL) TO "
        f"{literal(str(target))} (FORMAT parquet, COMPRESSION zstd)"
    )
    found = _set_aside(run, {str(text.path): text.label for text in batch})
    run.execute("DROP TABLE gdelt_read")
    return found


def _set_aside(run: DuckDBPyConnection, labels: Mapping[str, str]) -> Summary:
    counted = run.execute("SELECT count(*) FROM gdelt_read").fetchone()
    bad = "FROM gdelt_read WHERE reason IS NOT NULL"
    reasons = run.execute(f"SELECT reason, count(*) {bad} GROUP BY 1").fetchall()
    starts = "SELECT file, min(row) - any_value(headed) FROM gdelt_read GROUP BY 1"
    firsts = dict(run.execute(starts).fetchall())
    rows = run.execute(f"SELECT file, row, reason {bad} ORDER BY row LIMIT {_LISTED}").fetchall()
    listed = tuple(
        SetAside(labels[file], int(row) - int(firsts[file]) + 1, str(why))
        for file, row, why in rows
    )
    found = tuple((str(why), int(n)) for why, n in reasons)
    return Summary(int(counted[0]) if counted else 0, sum(n for _, n in found), found, listed)


def _scans(batch: Sequence[_Text], version: int) -> Iterator[str]:
    """One scan of all files without a header and of one width, and one of each other file."""
    names = {plain(name) for name in columns(version)}
    alike: dict[tuple[str, ...], list[_Text]] = {}
    for text in batch:
        headed = plain(text.head.first[0]) in names
        given = text.head.first if headed else columns(version)[: len(text.head.first)]
        alike.setdefault((*given, text.head.delimiter, "1" * headed), []).append(text)
    for (*cells, mark, is_headed), texts in alike.items():
        yield _scan([text.path for text in texts], cells, mark, bool(is_headed))


def _scan(paths: Sequence[Path], given: Sequence[str], mark: str, headed: bool) -> str:
    """The wanted columns of files by name: each line is one text, cut at its marks.

    So a line with too few or too many cells is a row with a reason, and no row is lost.
    """
    plainly = mark == "\t" and not headed  # GDELT's own files quote nothing, exports may
    cells = f"string_split(text, {_mark(mark)})" if plainly else _quoted_cells(mark)
    at = {plain(name): place for place, name in enumerate(given, 1)}
    wanted = ", ".join(
        f"trim(cells[{at[plain(name)]}]) AS {name}" if plain(name) in at else f"NULL AS {name}"
        for name in columns(2)
    )
    files = ", ".join(literal(str(path)) for path in paths)
    lines = (
        f"read_csv([{files}], columns={{'text': 'VARCHAR'}}, header=false, auto_detect=false, "
        "delim='\x01', quote='', escape='', filename=true, "
        "max_line_size=16000000)"
    )
    source = f"SELECT filename AS file, text, row_number() OVER () AS row FROM {lines}"
    first = literal(given[0].strip().strip("\ufeff"))
    skip = f" WHERE NOT starts_with(ltrim(text, '\ufeff\" '), {first})" if headed else ""
    return (
        f"SELECT file, row, {int(headed)} AS headed, len(cells) AS n, "
        f"{len(given)} AS wanted, {wanted} "
        f"FROM (SELECT file, row, {cells} AS cells FROM ({source}){skip})"
    )


def _mark(mark: str) -> str:
    return "chr(9)" if mark == "\t" else literal(mark)


def _quoted_cells(mark: str) -> str:
    """Cells of a line in which quoted ones may hold the mark."""
    at = re.escape(mark)
    pattern = f'(?:^|{at})(?:"((?:[^"]|"")*)"|([^{at}]*))'
    return (
        f"list_transform(regexp_extract_all(text, {literal(pattern)}), "
        f"x -> replace(trim(ltrim(x, {literal(mark)}), '\"'), '\"\"', '\"'))"
    )


def _select(asked: str) -> str:
    """The columns of the table, and why a row is not in it."""
    root = "lpad(EventRootCode, 2, '0')"
    code = f"CASE WHEN starts_with(EventCode, {root}) THEN EventCode ELSE '0' || EventCode END"
    day = "try_strptime(SQLDATE, '%Y%m%d')::DATE"
    added = "try_strptime(left(DATEADDED, 8), '%Y%m%d')::DATE"
    reason = (
        "CASE WHEN n <> wanted THEN 'the row has ' || n || ' cells, not ' || wanted "
        "WHEN coalesce(GLOBALEVENTID, '') = '' THEN 'GLOBALEVENTID: none' "
        f"WHEN {day} IS NULL THEN 'SQLDATE: no date' "
        f"WHEN {added} IS NULL THEN 'DATEADDED: no date' "
        "WHEN try_cast(EventRootCode AS INTEGER) IS NULL OR try_cast(EventRootCode AS INTEGER) "
        "NOT BETWEEN 1 AND 20 THEN 'EventRootCode: none of CAMEO''s' "
        f"WHEN NOT starts_with({code}, {root}) THEN 'EventCode: does not begin with its root' END"
    )
    parts = (
        "GLOBALEVENTID AS id", f"{day} AS date", f"{added} AS added",
        f"({added} - {day})::INTEGER AS days_late", "f.code AS country", "a.code AS region",
        "nullif(ActionGeo_ADM1Code, '') AS adm1",
        f"{_word(_PLACE, 'ActionGeo_Type')} AS geo_type",
        "try_cast(ActionGeo_Lat AS DOUBLE) AS lat", "try_cast(ActionGeo_Long AS DOUBLE) AS lon",
        f"{_word(ROOTS, 'EventRootCode')} AS type", f"{root} AS root", f"{code} AS code",
        f"{_word(_QUAD, 'QuadClass')} AS quad", "try_cast(GoldsteinScale AS DOUBLE) AS goldstein",
        "IsRootEvent = '1' AS is_root", "nullif(Actor1CountryCode, '') AS actor",
        "nullif(Actor1Type1Code, '') AS actor_kind", "nullif(Actor2CountryCode, '') AS target",
        "nullif(Actor2Type1Code, '') AS target_kind", "try_cast(NumMentions AS BIGINT) AS mentions",
        "try_cast(NumSources AS BIGINT) AS sources", "try_cast(NumArticles AS BIGINT) AS articles",
        "try_cast(AvgTone AS DOUBLE) AS tone",
        f"concat_ws('|', SQLDATE, coalesce(Actor1Code, ''), coalesce(Actor2Code, ''), {code}, "
        "coalesce(ActionGeo_ADM1Code, ''), coalesce(ActionGeo_FeatureID, '')) AS event",
        "nullif(SOURCEURL, '') AS source", f"{reason} AS reason", "file", "row", "headed",
    )  # fmt: skip
    return (
        f"SELECT {', '.join(parts)} FROM ({asked}) r "
        "LEFT JOIN gdelt_fips f ON f.fips = r.ActionGeo_CountryCode "
        "LEFT JOIN gdelt_adm1 a ON a.fips = r.ActionGeo_ADM1Code"
    )


def _word(words: Sequence[str], column: str) -> str:
    listed = ", ".join(map(literal, words))
    return f"list_value({listed})[try_cast({column} AS INTEGER)]"

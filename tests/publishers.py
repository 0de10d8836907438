"""Rows in publishers' true forms, written by us: the headers are theirs, the events are made up."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from squarely.grounds.adapters.gdelt_events import columns


def _names(line: str) -> tuple[str, ...]:
    return tuple(line.split(","))


ACLED = _names(
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,"
    "assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,"
    "country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,"
    "notes,fatalities,tags,timestamp"
)
GED = _names(
    "id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,conflict_new_id,"
    "conflict_name,dyad_dset_id,dyad_new_id,dyad_name,side_a_dset_id,side_a_new_id,side_a,"
    "side_b_dset_id,side_b_new_id,side_b,number_of_sources,source_article,source_office,"
    "source_date,source_headline,source_original,where_prec,where_coordinates,"
    "where_description,adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,country_id,"
    "region,event_clarity,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,"
    "deaths_unknown,best,high,low,gwnoa,gwnob"
)
POLECAT = _names(
    "Event ID,Event Date,Event Type,Event Mode,Intensity,Quad Code,Contexts,Actor Name,"
    "Actor Country,Actor COW,Primary Actor Sector,Actor Sectors,Actor Title,Actor Name Raw,"
    "Wikipedia Actor ID,Recipient Name,Recipient Country,Recipient COW,Primary Recipient Sector,"
    "Recipient Sectors,Recipient Title,Recipient Name Raw,Wikipedia Recipient ID,Placename,City,"
    "District,Province,Country,Latitude,Longitude,GeoNames ID,Raw Placename,Feature Type,Source,"
    "Publication Date,Story People,Story Organizations,Story Locations,Language,Version"
)
CCC = {
    1: _names(
    "date,locality,state,location_detail,online,type,macroevent,actors,claims,valence,issues,"
    "size_text,size_low,size_high,size_mean,size_cat,arrests,arrests_any,property_damage,"
    "property_damage_any,source_1,notes,lat,lon,resolved_locality,resolved_county,resolved_state,"
    "fips_code"),
    3: _names(
    "date,locality,state,resolved_locality,resolved_state,resolved_county,fips_code,lat,lon,"
    "location,title,event_type,organizations,participants,notables,targets,claims_summary,"
    "claims_verbatim,valence,conf,macroevent,online,size_text,size_low,size_high,size_mean,"
    "size_cat,participant_measures,police_measures,arrests_any,property_damage_any,notes,coder,"
    "source1"),
}  # fmt: skip

Row = Mapping[str, object]
_ACLED: Row = {
    "event_id_cnty": "ITA1", "event_date": "16 May 2025", "year": 2025, "time_precision": 1,
    "disorder_type": "Demonstrations", "event_type": "Protests",
    "sub_event_type": "Peaceful protest", "actor1": "Protesters (Italy)",
    "assoc_actor_1": "Labor Group (Italy)", "inter1": "Protesters", "interaction": "60",
    "iso": 380, "region": "Europe", "country": "Italy", "admin1": "Lombardia",
    "location": "Milan", "latitude": 45.46, "longitude": 9.19, "geo_precision": 1,
    "source": "Corriere", "source_scale": "National", "notes": "Mario Secret spoke, at length",
    "fatalities": 0, "tags": "crowd size=about 500", "timestamp": 1747690208,
}  # fmt: skip
_GED: Row = {
    "id": 1001, "relid": "SYR-2023-1-1", "year": 2023, "active_year": 1, "code_status": "Clear",
    "type_of_violence": 1, "conflict_new_id": 299, "conflict_name": "Syria: Government",
    "dyad_new_id": 735, "dyad_name": "Government of Syria - Syrian insurgents",
    "side_a": "Government of Syria", "side_b": "Syrian insurgents", "number_of_sources": 2,
    "source_headline": "Somebody Named said", "where_prec": 1, "adm_1": "Aleppo governorate",
    "latitude": 36.2, "longitude": 37.1, "country": "Syria", "country_id": 652,
    "region": "Middle East", "event_clarity": 1, "date_prec": 1,
    "date_start": "2023-03-01 00:00:00.000", "date_end": "2023-03-01 00:00:00.000",
    "deaths_a": 1, "deaths_b": 2, "deaths_civilians": 0, "deaths_unknown": 0,
    "best": 3, "high": 7, "low": 3,
}  # fmt: skip
_POLECAT: Row = {
    "Event ID": "20230501-7", "Event Date": "2023-05-01", "Event Type": "PROTEST",
    "Event Mode": "demo", "Intensity": "-6.5", "Quad Code": "VERBAL CONFLICT",
    "Contexts": "economic", "Actor Name": "Jane Doe", "Actor Country": "FRA", "Actor COW": "220",
    "Primary Actor Sector": "CVL", "Actor Sectors": "CVL", "Recipient Name": "None",
    "Recipient Country": "FRA", "Primary Recipient Sector": "GOV", "Province": "Île-de-France",
    "Country": "France", "Latitude": "48.85", "Longitude": "2.35", "GeoNames ID": "2988507",
    "Feature Type": "ppl", "Source": "AFP", "Publication Date": "2023-05-02",
    "Story People": "Jane Doe", "Language": "French", "Version": "NGEC_1",
}  # fmt: skip
_CCC: Row = {
    "date": "2024-05-01", "locality": "Columbus", "state": "OH", "type": "protest",
    "event_type": "protest", "online": 0, "valence": 1, "lat": 39.96, "lon": -83.0,
    "resolved_locality": "Columbus", "resolved_state": "OH", "actors": "teachers",
    "organizations": "teachers", "claims": "for higher pay", "claims_summary": "for higher pay",
    "notables": "Jane Doe",
}  # fmt: skip
_GDELT: Row = {
    "GLOBALEVENTID": 1200000001, "SQLDATE": 20240501, "MonthYear": 202405, "Year": 2024,
    "FractionDate": "2024.3315", "Actor1Code": "ITALAB", "Actor1Name": "JANE DOE",
    "Actor1CountryCode": "ITA", "Actor1Type1Code": "LAB", "Actor2Code": "ITAGOV",
    "Actor2CountryCode": "ITA", "Actor2Type1Code": "GOV", "IsRootEvent": 1, "EventCode": "141",
    "EventBaseCode": "141", "EventRootCode": "14", "QuadClass": 3, "GoldsteinScale": -6.5,
    "NumMentions": 10, "NumSources": 1, "NumArticles": 10, "AvgTone": -2.5,
    "ActionGeo_Type": 4, "ActionGeo_FullName": "Milan, Lombardia, Italy",
    "ActionGeo_CountryCode": "IT", "ActionGeo_ADM1Code": "IT09", "ActionGeo_Lat": 45.4667,
    "ActionGeo_Long": 9.2, "ActionGeo_FeatureID": "-121726", "DATEADDED": 20240501120000,
    "SOURCEURL": "https://example.org/a",
}  # fmt: skip


def acled(**changes: object) -> Row:
    return {**_ACLED, **changes}


def ged(**changes: object) -> Row:
    return {**_GED, **changes}


def polecat(**changes: object) -> Row:
    return {**_POLECAT, **{name.replace("_", " "): cell for name, cell in changes.items()}}


def ccc(**changes: object) -> Row:
    return {**_CCC, **changes}


def gdelt(**changes: object) -> Row:
    return {**_GDELT, **changes}


def text(header: Sequence[str], rows: Sequence[Row], mark: str = ",") -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=mark, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([[row.get(name, "") for name in header] for row in rows])
    return out.getvalue()


def gdelt_lines(rows: Sequence[Row], version: int = 2) -> str:
    names = columns(version)
    return "".join("\t".join(str(row.get(name, "")) for name in names) + "\n" for row in rows)


def put(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def packed(path: Path, members: Mapping[str, str | bytes]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return path

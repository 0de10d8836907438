"""Strikes called in Italian transport, as the transport ministry publishes them.

Two files that do not overlap, 2022-2024 and 2025; three rows stand twice and are merged. A row is a
call by a union or several, so one day of strike may be several rows. `Revocato` covers revoked,
suspended and put off; `Effettuato` means not withdrawn and says nothing about turnout. Two calls
end before they begin: their end is left empty. Provinces, firms, hours and notes are dropped.

Sources: Ministero delle infrastrutture e dei trasporti; onData, liberiamoli-tutti (CC BY 4.0).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from squarely.grounds.columns import columns_of
from squarely.grounds.prepared import Prepared, SetAside
from squarely.grounds.records import day, records

NAME = "italy-strikes-transport"
SOURCES = ("italy_strikes/mit_data.csv", "italy_strikes/mit_data_2022-2024.csv")

_TYPES = {
    "start": "DATE",
    "end": "DATE",
    "days": "INTEGER",
    "country": "VARCHAR",
    "held": "BOOLEAN",
    "sector": "VARCHAR",
    "scope": "VARCHAR",
    "region": "VARCHAR",
    "proclaimed": "DATE",
    "unions": "VARCHAR",
}
_SECTORS: Mapping[str, str] = {
    "Aereo": "air",
    "Appalti ferroviari": "rail contractors",
    "Circolazione e sicurezza stradale": "road safety",
    "Elicotteri": "helicopters",
    "Ferroviario": "rail",
    "Generale": "general",
    "Marittimo": "ships",
    "Ncc": "hire cars",
    "Plurisettoriale": "several sectors",
    "Taxi": "taxi",
    "Trasporto merci": "goods",
    "Trasporto pubblico locale": "local public transport",
}
_SCOPES: Mapping[str, str] = {
    "Aziendale": "company",
    "Interregionale": "interregional",
    "Locale": "local",
    "Nazionale": "national",
    "Provinciale": "provincial",
    "Regionale": "regional",
    "Territoriale": "territorial",
}
_ENGLISH: Mapping[str, str] = {
    "Lombardia": "Lombardy",
    "Piemonte": "Piedmont",
    "Puglia": "Apulia",
    "Sardegna": "Sardinia",
    "Sicilia": "Sicily",
    "Toscana": "Tuscany",
    "Trentino-Alto Adige": "Trentino-South Tyrol",
    "Valle d'Aosta": "Aosta Valley",
}


def read(root: Path) -> Prepared:
    """One row for each call."""
    seen: dict[tuple[str, ...], tuple[object, ...]] = {}
    aside: list[SetAside] = []
    for file in SOURCES:
        for line, row in records(root / file):
            if (key := tuple(row.values())) in seen:
                aside.append(SetAside(file, line, "merged into a row that is the same"))
            else:
                seen[key] = _cells(row)
    rows = sorted(seen.values(), key=lambda row: tuple(str(cell) for cell in row))
    return Prepared(columns_of(_TYPES, rows), tuple(aside), len(rows) + len(aside))


def _cells(row: Mapping[str, str]) -> tuple[object, ...]:
    start, end = day(row["inizio_iso"]), day(row["fine_iso"])
    fits = start is not None and end is not None and start <= end
    region = row["regione"].strip()
    return (
        start,
        end if fits else None,
        (end - start).days + 1 if fits and start and end else None,
        "ITA",
        row["stato"].startswith("Effettuato"),
        _SECTORS[row["settore"].strip()],
        _SCOPES[row["rilevanza"].strip()],
        None if region == "Italia" else _ENGLISH.get(region, region),
        datetime.strptime(row["data_proclamazione"], "%d/%m/%Y").date(),
        " ".join(row["sindacati"].split()),
    )

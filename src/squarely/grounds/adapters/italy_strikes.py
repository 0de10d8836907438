"""Strikes notified to Italy's strike guarantee commission (CGSSE), collected by onData.

The calendar gives each strike a number. The file up to July 2025 has one row for a number, the
later one a row for every state its entry went through: called, moved, joined by another union,
revoked. One row is kept for a number, the last of the later file; an entry that was ever marked
revoked is revoked, since no entry goes back from revoked to called. The two files overlap and
differ in the order of their columns. Dates are read from the first and last day, which are always
there; the single date is empty for strikes of several days. Firms, times and the names of towns
are left out; of places the region is kept. What the commission calls general is general here, even
where the text of another entry speaks of all sectors.

Sources: CGSSE, calendario degli scioperi; onData, liberiamoli-tutti (CC BY 4.0).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from squarely.grounds.adapters.italian_places import area_of, region_of
from squarely.grounds.prepared import Prepared, SetAside
from squarely.grounds.records import records

NAME = "italy-strikes"
SOURCES = (
    "italy_strikes/cgsse_data.csv",
    "italy_strikes/cgsse_data_2022-01-01_2025-07-28.csv",
)

_PASSENGERS = "passenger transport"
_FREIGHT = "freight and logistics"
_BRANCH: Mapping[str, str] = {
    "acqua": "energy and water",
    "agenzie fiscali": "public administration",
    "appalti ferroviari": _PASSENGERS,
    "avvocati": "justice",
    "camere di commercio": "public administration",
    "carburanti": "energy and water",
    "circolazione e sicurezza stradale": _PASSENGERS,
    "consorzi di bonifica": "energy and water",
    "distribuzione farmaci e logistica farmaceutica": _FREIGHT,
    "elettricità": "energy and water",
    "elicotteri": _PASSENGERS,
    "energia e petrolio": "energy and water",
    "enti pubblici non economici": "public administration",
    "farmacie": "health",
    "gas": "energy and water",
    "gas/acqua": "energy and water",
    "igiene ambientale": "waste and cleaning",
    "istituti di vigilanza": "security",
    "istruzione e ricerca": "education and research",
    "magistrati togati e onorari": "justice",
    "metalmeccanici": "industry",
    "ministeri": "public administration",
    "noleggio con conducente": _PASSENGERS,
    "plurisettoriale trasporti": _PASSENGERS,
    "poste": "communications",
    "pulizie e multiservizi": "waste and cleaning",
    "radio e tv": "communications",
    "regioni e autonomie locali": "public administration",
    "ricerca": "education and research",
    "sanità privata": "health",
    "scuola": "education and research",
    "servizio sanitario nazionale": "health",
    "taxi": _PASSENGERS,
    "telecomunicazioni": "communications",
    "trasporto aereo": _PASSENGERS,
    "trasporto ferroviario": _PASSENGERS,
    "trasporto marittimo": _FREIGHT,
    "trasporto merci su gomma": _FREIGHT,
    "trasporto merci su rotaia": _FREIGHT,
    "trasporto pubblico locale": _PASSENGERS,
    "università": "education and research",
    "università e ricerca": "education and research",
    "vigili del fuoco": "public administration",
}


@dataclass(frozen=True, slots=True)
class Strike:
    """One entry of the calendar in its last state."""

    id: str
    start: date
    end: date
    sectors: tuple[str, ...]
    places: str
    unions: str
    revoked: bool
    file: str
    line: int


def read(root: Path) -> Prepared:
    """One row for each entry of the calendar."""
    strikes, set_aside = entries(root)
    branches = [_branch(strike.sectors) for strike in strikes]
    columns: dict[str, tuple[str, Sequence[object]]] = {
        "id": ("VARCHAR", [strike.id for strike in strikes]),
        "start": ("DATE", [strike.start for strike in strikes]),
        "end": ("DATE", [strike.end for strike in strikes]),
        "days": ("BIGINT", [(strike.end - strike.start).days + 1 for strike in strikes]),
        "country": ("VARCHAR", ["ITA"] * len(strikes)),
        "scope": ("VARCHAR", [scope(strike.sectors) for strike in strikes]),
        "area": ("VARCHAR", [area_of(strike.places) for strike in strikes]),
        "region": ("VARCHAR", [region_of(strike.places) for strike in strikes]),
        "branch": ("VARCHAR", [_one(branch) for branch in branches]),
        "transport": ("BOOLEAN", [_PASSENGERS in branch for branch in branches]),
        "freight": ("BOOLEAN", [_FREIGHT in branch for branch in branches]),
        "unions": ("VARCHAR", ["; ".join(u for u, _ in unions(s.unions)) for s in strikes]),
        "revoked": ("BOOLEAN", [strike.revoked for strike in strikes]),
    }
    return Prepared(columns, set_aside, len(strikes) + len(set_aside))


def entries(root: Path) -> tuple[tuple[Strike, ...], tuple[SetAside, ...]]:
    """The entries by number, and the rows that a later row of the same number replaces."""
    latest: dict[str, Strike] = {}
    merged: list[SetAside] = []
    for name in reversed(SOURCES):  # the older file first, so that the later one replaces it
        for line, row in records(root / name):
            strike = _strike(row, name, line)
            before = latest.get(strike.id)
            if before:
                merged.append(SetAside(before.file, before.line, f"merged into {strike.id}"))
                strike = replace(strike, revoked=strike.revoked or before.revoked)
            latest[strike.id] = strike
    ordered = sorted(latest.values(), key=lambda strike: (strike.start, int(strike.id)))
    return tuple(ordered), tuple(merged)


def scope(sectors: tuple[str, ...]) -> str:
    """Whether an entry is a general strike, one of several sectors, or of its sectors only."""
    if any(sector.startswith("generale") for sector in sectors):
        return "general"
    if any(sector.startswith("plurisettoriale") for sector in sectors):
        return "multi-sector"
    return "sector"


def unions(text: str) -> tuple[tuple[str, str], ...]:
    """Each union and whether it called the strike or joined it."""
    found: dict[str, str] = {}
    for part in text.split("|"):
        role, colon, names = part.partition(":")
        called_as = "joined" if role.strip().lower() == "aderente" else "called"
        for name in (names if colon else part).split(","):
            if name.strip() not in ("", "null"):
                found.setdefault(" ".join(name.split()), called_as)
    return tuple(found.items())


def _strike(row: Mapping[str, str], file: str, line: int) -> Strike:
    return Strike(
        row["dettagli_link"].rstrip("/").rsplit("/", 1)[-1],
        date.fromisoformat(row["data_dal_iso"]),
        date.fromisoformat(row["data_al_iso"] or row["data_dal_iso"]),
        tuple(sector.strip().lower() for sector in row["settore"].split(",")),
        row["ambito_geografico"],
        row["sindacato"],
        row["revocato"].strip().lower() == "true",
        file,
        line,
    )


def _branch(sectors: tuple[str, ...]) -> frozenset[str]:
    if scope(sectors) == "general":
        return frozenset({"all"})
    named = {s for s in sectors if s in _BRANCH or not s.startswith("plurisettoriale")}
    return frozenset(_BRANCH.get(sector, "other") for sector in named)


def _one(branches: frozenset[str]) -> str:
    return next(iter(branches)) if len(branches) == 1 else "several"

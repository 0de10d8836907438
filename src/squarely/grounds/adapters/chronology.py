"""Dated public events, each with the address of a page, collected by hand.

The file has titles but no short names; arguments need names that stay, so each event is given one
here, with its kind and the country where it happened or whose act it was. An event is recognised by
its first day and the first words of its title; one that is not listed is set aside, never guessed.
The notes are dropped. `confirmed` means that a page was read that states the date.

Sources: the page named in each row.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from squarely.grounds.frames import prepared
from squarely.grounds.periods import span
from squarely.grounds.prepared import Prepared, SetAside
from squarely.grounds.records import records

NAME = "chronology"
SOURCES = ("chronology/chronology.csv",)

_TYPES: Mapping[str, str] = {
    "event": "VARCHAR",
    "start": "DATE",
    "end": "DATE",
    "country": "VARCHAR",
    "type": "VARCHAR",
    "title": "VARCHAR",
    "confirmed": "BOOLEAN",
    "source": "VARCHAR",
}
# first day, first words of the title, name, kind, country
_EVENTS: tuple[tuple[str, str, str, str, str | None], ...] = (
    ("1982-08-21", "PLO fighters leave", "plo-leaves-beirut", "withdrawal", "LBN"),
    ("1982-09-16", "Sabra and Shatila", "sabra-and-shatila", "killings", "LBN"),
    ("1993-09-13", "Oslo I", "oslo-i-signed", "agreement", "USA"),
    ("2023-10-07", "Hamas-led attack", "october-7-attack", "attack", "ISR"),
    ("2023-10-19", "First authorised march", "algiers-march", "demonstration", "DZA"),
    ("2024-05-02", "Turkiye suspends", "turkiye-suspends-trade", "policy", "TUR"),
    ("2025-06-07", "Italian and French dockers", "fos-dockers-stop-shipment", "blockade", "FRA"),
    ("2025-06-21", 'Berlin "United', "berlin-june-march", "demonstration", "DEU"),
    ("2025-07-16", "Hague Group", "hague-group-measures", "policy", "COL"),
    ("2025-08-01", "Genoa dockers (CALP)", "genoa-containers-august", "blockade", "ITA"),
    ("2025-08-03", "March for Humanity", "sydney-bridge-march", "demonstration", "AUS"),
    ("2025-08-08", "Germany: no licences", "germany-stops-licences", "policy", "DEU"),
    ("2025-08-11", "Australia announces", "australia-announces-recognition", "recognition", "AUS"),
    ("2025-08-22", "IPC confirms", "ipc-confirms-famine", "report", "PSE"),
    ("2025-08-27", "Die Linke calls", "linke-calls-demonstration", "statement", "DEU"),
    ("2025-09-09", "Israel bombs Doha", "israel-bombs-doha", "attack", "QAT"),
    ("2025-09-15", "Arab-Islamic summit", "doha-summit", "statement", "QAT"),
    ("2025-09-16", "UN Commission", "un-commission-genocide", "report", None),
    ("2025-09-18", "Port of Ravenna", "ravenna-refuses-containers", "blockade", "ITA"),
    ("2025-09-19", "CGIL half-day", "cgil-half-day-strike", "strike", "ITA"),
    ("2025-09-21", "UK, Canada", "recognition-by-four", "recognition", None),
    ("2025-09-22", "France, Luxembourg", "recognition-by-france-and-others", "recognition", None),
    ("2025-09-22", "General strike of base", "italy-base-unions-strike", "strike", "ITA"),
    ("2025-09-25", "Germany: 0 arms", "germany-no-licences-reported", "report", "DEU"),
    ("2025-09-27", 'Berlin "Zusammen', "berlin-september-march", "demonstration", "DEU"),
    ("2025-09-27", "Genoa dockers stop", "genoa-zim-september", "blockade", "ITA"),
    ("2025-09-28", "Marche regional", "marche-election", "election", "ITA"),
    ("2025-09-29", "US plan", "us-plan-presented", "agreement", "USA"),
    ("2025-09-30", "Eight Arab", "eight-ministers-welcome-plan", "statement", None),
    ("2025-09-30", "UN Secretary-General", "un-secretary-general-welcomes-plan", "statement", None),
    ("2025-09-30", "Sanchez", "spain-welcomes-plan", "statement", "ESP"),
    ("2025-09-30", "China", "china-welcomes-plan", "statement", "CHN"),
    ("2025-09-30", "Colombia", "colombia-criticises-plan", "statement", "COL"),
    ("2025-10-01", "Emir of Qatar", "qatar-emir-supports-efforts", "statement", "QAT"),
    ("2025-10-01", "Global Sumud", "flotilla-intercepted", "interception", "ISR"),
    ("2025-10-01", "Protests the same", "protests-after-interception", "demonstration", None),
    ("2025-10-03", "Trump: deal", "trump-threatens-hamas", "statement", "USA"),
    ("2025-10-03", "General strike in Italy", "italy-general-strike", "strike", "ITA"),
    ("2025-10-03", "Hamas reply", "hamas-reply", "statement", "PSE"),
    ("2025-10-04", "Rome demonstration", "rome-demonstration", "demonstration", "ITA"),
    ("2025-10-05", "Amsterdam", "amsterdam-march", "demonstration", "NLD"),
    ("2025-10-05", "Calabria", "calabria-election", "election", "ITA"),
    ("2025-10-07", "Costs of War", "us-aid-reckoned", "report", "USA"),
    ("2025-10-07", "Israeli security", "israeli-security-dead", "report", "ISR"),
    ("2025-10-08", "Ceasefire", "ceasefire-announced", "agreement", None),
    ("2025-10-12", "Tuscany", "tuscany-election", "election", "ITA"),
    ("2025-11-23", "Veneto", "veneto-puglia-campania-elections", "election", "ITA"),
    ("2025-11-17", "Germany announces", "germany-lifts-restriction", "policy", "DEU"),
)


def read(root: Path) -> Prepared:
    """One row for each event."""
    rows: list[tuple[object, ...]] = []
    aside: list[SetAside] = []
    for line, row in records(root / SOURCES[0]):
        first, last = span(row["date"])
        known = _known(first.isoformat(), row["event"])
        if known is None:
            aside.append(SetAside(SOURCES[0], line, "an event without a short name"))
            continue
        name, kind, country = known
        confirmed = row["confirmed"] == "yes"
        rows.append((name, first, last, country, kind, row["event"], confirmed, row["source"]))
    return prepared(_TYPES, sorted(rows, key=lambda r: (r[1], r[0])), aside)


def _known(first: str, title: str) -> tuple[str, str, str | None] | None:
    for day, words, name, kind, country in _EVENTS:
        if first == day and title.startswith(words):
            return name, kind, country
    return None

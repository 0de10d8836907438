"""What the words of a header mean, in English, German, French, Italian, Spanish and Portuguese."""

from __future__ import annotations

import re
import unicodedata

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def tokens(header: str) -> tuple[str, ...]:
    """The words of a header without case and accents.

    >>> tokens("eventDate_début")
    ('event', 'date', 'debut')
    """
    flat = unicodedata.normalize("NFKD", _CAMEL.sub(" ", header).replace("ß", "ss"))
    plain = "".join(c for c in flat if not unicodedata.combining(c)).casefold()
    return tuple(re.findall(r"[a-z]+|\d+", plain))


def says(header: str, words: frozenset[str]) -> bool:
    """Whether a header holds one of some words."""
    return any(token in words for token in tokens(header))


def bag(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())


TIME = bag(
    "date dates datum data fecha day tag jour giorno dia when time timestamp month monat mois mese"
    " mes quarter quartal trimestre week woche semaine settimana semana period start begin beginn"
    " debut inizio inicio begun started from von since end ende fin fine until bis to"
)
YEAR = bag("year years yr jahr annee an anno ano year1")
START = bag("start begin beginn begun started from von since debut inizio inicio occurred event")
END = bag("end ende ended ending fin fine until bis to finish stop")
RECORDED = bag("created updated modified published reported entered scraped retrieved added coded")
COUNTRY = bag(
    "country countries nation nations state iso iso2 iso3 land staat pays paese pais code place geo"
    " territory economy location entity ccode host side stato nazione"
)
PLACE = bag(
    "place location city town region province county district municipality admin admin1 ort stadt"
    " bundesland kreis gemeinde ville lieu commune departement luogo comune citta regione provincia"
    " ciudad lugar municipio state area estado cidade where site"
)
ACTOR = bag(
    "actor actor1 employer company organisation organization organiser organizer union unions party"
    " group perpetrator firm arbeitgeber gewerkschaft partei gruppe veranstalter sindacato syndicat"
    " sindicato empresa azienda reporter exporter supplier donor movement"
)
TARGET = bag("target actor2 opponent importer recipient partner against ziel cible bersaglio")
TYPE = bag(
    "type types typ category kind issue cause topic tactic form tipo art kategorie categorie"
    " categoria motivo grund sector branch sub class"
)
ID = bag("id uuid key identifier nr no num code ref reference eventid")
SIZE = bag(
    "size participants participant crowd crowds attendance attendees protesters protestors"
    " demonstrators strikers workers marchers turnout people persons teilnehmer teilnehmende"
    " teilnehmerzahl manifestanti manifestants manifestantes partecipanti participantes deaths dead"
    " fatalities killed casualties victims injured wounded tote opfer morti morts muertos mortos"
    " partecipazione affluence estimate estimates beteiligung streikende"
    " idled involved affected huelguistas scioperanti grevistes"
)
ASIDE = bag("cum cumulative cumulated category level unit bargaining capacity registered planned")
VALUE = bag(
    "value index score rate percent percentage pct share price amount level ratio wert anteil preis"
    " betrag valeur taux prix part valore tasso quota prezzo valor tasa precio indice gdp wage"
    " wages income total"
)
COUNT = bag(
    "count counts n number events anzahl zahl nombre numero quantity strikes protests"
    " incidents frequency"
)
SOURCE = bag("source sources url link quelle fonte fuente website article")
LOW = bag("low lower min minimum least basso bajo bas")
HIGH = bag("high higher upper max maximum most alto haut")
NUMBERED = bag(
    "id code nr number num count n index rank zip postcode plz year lat lon latitude longitude"
)

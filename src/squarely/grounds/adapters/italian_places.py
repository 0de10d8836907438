"""Italian regions and the provincial capitals in them, as the strike calendar writes them.

Only the region is kept of a place. A town that is no provincial capital is not looked up, so its
region stays unknown; homonyms are no danger, since capitals have none among themselves.

Sources: ISTAT, codes of provinces and regions.
"""

from __future__ import annotations

from collections.abc import Mapping

_REGIONS: Mapping[str, str] = {
    "ABRUZZO": "Abruzzo",
    "BASILICATA": "Basilicata",
    "CALABRIA": "Calabria",
    "CAMPANIA": "Campania",
    "EMILIA ROMAGNA": "Emilia-Romagna",
    "FRIULI VENEZIA GIULIA": "Friuli-Venezia Giulia",
    "LAZIO": "Lazio",
    "LIGURIA": "Liguria",
    "LOMBARDIA": "Lombardy",
    "MARCHE": "Marche",
    "MOLISE": "Molise",
    "PIEMONTE": "Piedmont",
    "PUGLIA": "Apulia",
    "SARDEGNA": "Sardinia",
    "SICILIA": "Sicily",
    "TOSCANA": "Tuscany",
    "TRENTINO ALTO ADIGE": "Trentino-South Tyrol",
    "UMBRIA": "Umbria",
    "VALLE D'AOSTA": "Aosta Valley",
    "VENETO": "Veneto",
}

_CAPITALS: Mapping[str, str] = {
    "Abruzzo": "CHIETI L'AQUILA PESCARA TERAMO",
    "Aosta Valley": "AOSTA",
    "Apulia": "BARI BARLETTA BARLETTA-ANDRIA-TRANI BRINDISI FOGGIA LECCE TARANTO TRANI",
    "Basilicata": "MATERA POTENZA",
    "Calabria": "CATANZARO COSENZA CROTONE REGGIO_CALABRIA REGGIO_DI_CALABRIA VIBO_VALENTIA",
    "Campania": "AVELLINO BENEVENTO CASERTA NAPOLI SALERNO",
    "Emilia-Romagna": (
        "BOLOGNA CESENA FERRARA FORLI' FORLI'-CESENA MODENA PARMA PIACENZA RAVENNA "
        "REGGIO_NELL'EMILIA RIMINI"
    ),
    "Friuli-Venezia Giulia": "GORIZIA PORDENONE TRIESTE UDINE",
    "Lazio": "FROSINONE LATINA RIETI ROMA VITERBO",
    "Liguria": "GENOVA IMPERIA LA_SPEZIA SAVONA",
    "Lombardy": (
        "BERGAMO BRESCIA COMO CREMONA LECCO LODI MANTOVA MILANO MONZA MONZA_E_DELLA_BRIANZA "
        "PAVIA SONDRIO VARESE"
    ),
    "Marche": "ANCONA ASCOLI_PICENO FERMO MACERATA PESARO PESARO_E_URBINO",
    "Molise": "CAMPOBASSO ISERNIA",
    "Piedmont": (
        "ALESSANDRIA ASTI BIELLA CUNEO NOVARA TORINO VERBANIA VERBANO-CUSIO-OSSOLA VERCELLI"
    ),
    "Sardinia": "CAGLIARI NUORO ORISTANO SASSARI SUD_SARDEGNA",
    "Sicily": ("AGRIGENTO CALTANISSETTA CATANIA ENNA MESSINA PALERMO RAGUSA SIRACUSA TRAPANI"),
    "Trentino-South Tyrol": "BOLZANO TRENTO",
    "Tuscany": (
        "AREZZO FIRENZE GROSSETO LIVORNO LUCCA MASSA MASSA_CARRARA PISA PISTOIA PRATO SIENA"
    ),
    "Umbria": "PERUGIA TERNI",
    "Veneto": "BELLUNO PADOVA ROVIGO TREVISO VENEZIA VERONA VICENZA",
}

_PLACES: Mapping[str, str] = dict(_REGIONS) | {
    name.replace("_", " "): region for region, names in _CAPITALS.items() for name in names.split()
}


def _named(text: str) -> list[str]:
    return [" ".join(place.split()).upper() for place in text.split(",") if place.strip()]


def area_of(text: str) -> str:
    """Whether the whole country, whole regions or a smaller area is named."""
    places = _named(text)
    if "NAZIONALE" in places:
        return "national"
    return "regional" if places and all(place in _REGIONS for place in places) else "local"


def region_of(text: str) -> str | None:
    """The one region in which every place named lies, as far as each is known."""
    regions = {_PLACES.get(place) for place in _named(text)}
    return next(iter(regions)) if len(regions) == 1 else None

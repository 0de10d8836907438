"""The regional group of each member state at the United Nations.

Sources: United Nations, Department for General Assembly affairs, regional groups of member states.
"""

from __future__ import annotations

from collections.abc import Mapping

_GROUPS: Mapping[str, str] = {
    "Africa": (
        "DZA AGO BEN BWA BFA BDI CPV CMR CAF TCD COM COG COD CIV DJI EGY GNQ ERI SWZ ETH GAB GMB "
        "GHA GIN GNB KEN LSO LBR LBY MDG MWI MLI MRT MUS MAR MOZ NAM NER NGA RWA STP SEN SYC SLE "
        "SOM ZAF SSD SDN TGO TUN UGA TZA ZMB ZWE"
    ),
    "Asia-Pacific": (
        "AFG BHR BGD BTN BRN KHM CHN CYP PRK FJI IND IDN IRN IRQ JPN JOR KAZ KIR KWT KGZ LAO LBN "
        "MYS MDV MHL FSM MNG MMR NRU NPL OMN PAK PLW PNG PHL QAT KOR WSM SAU SGP SLB LKA SYR TJK "
        "THA TLS TON TKM TUV ARE UZB VUT VNM YEM"
    ),
    "Eastern Europe": (
        "ALB ARM AZE BLR BIH BGR HRV CZE EST GEO HUN LVA LTU MNE MKD POL MDA ROU RUS SRB SVK SVN "
        "UKR"
    ),
    "Latin America and Caribbean": (
        "ATG ARG BHS BRB BLZ BOL BRA CHL COL CRI CUB DMA DOM ECU SLV GRD GTM GUY HTI HND JAM MEX "
        "NIC PAN PRY PER KNA LCA VCT SUR TTO URY VEN"
    ),
    "Western Europe and others": (
        "AND AUS AUT BEL CAN DNK FIN FRA DEU GRC ISL IRL ISR ITA LIE LUX MLT MCO NLD NZL NOR PRT "
        "SMR ESP SWE CHE TUR GBR USA"
    ),
}

_BY_STATE: Mapping[str, str] = {
    state: group for group, states in _GROUPS.items() for state in states.split()
}


def group_of(state: str) -> str | None:
    """The group of a member state; None of any other."""
    return _BY_STATE.get(state)

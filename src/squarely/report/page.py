"""One self-contained HTML page from a study: no network, no clock, nothing computed here.

The page holds its style, its script and, compressed, the plotting library once, and a
Content-Security-Policy that admits those three by their hashes and nothing else. Text is escaped
by the templates; what stands in a script is JSON without any "<". Without script all but the plots
can be read.
"""

from __future__ import annotations

import hashlib
import json
import re
from base64 import b64encode
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from squarely.model.finding import GATE_SAID
from squarely.model.study import ClaimStudy, Rows, Study
from squarely.report import figures, meanings, tables, words
from squarely.report.attached import SHOWN, attached, letters
from squarely.report.curve import counts_bar, estimate_strip, specification_curve
from squarely.report.environment import TEMPLATES, environment
from squarely.report.graph import Graph, graph
from squarely.report.network import SCRIPT, network, toggles
from squarely.report.reading import UNTESTED, Reading, reading
from squarely.report.standing import stands
from squarely.report.swatches import PATTERNS, swatch, verdict_swatch
from squarely.report.worldmap import Map, outlines, worldmap

if TYPE_CHECKING:
    from jinja2 import Environment

VEGA_LITE = "6.4"  # the version of the specifications that Altair writes
BUNDLE_FORM = "2"  # counts up when what is done to the bundle changes


@dataclass(frozen=True, slots=True)
class Card:
    """A claim with its drawings and tables, ready to be set."""

    claim: ClaimStudy
    anchor: str
    number: int
    plot: int | None
    described: str
    strip: str
    curve: str
    map: Map | None
    series: tables.Table | None
    specifications: tables.Table | None
    rows: tuple[Rows, ...]
    dispute: str


def render_page(study: Study) -> str:
    """The whole page as text to be written in UTF-8."""
    anchors = anchored(study)
    specs = _specs(study)
    cards = tuple(
        _card(study, number, anchors[claim.id], specs) for number, claim in enumerate(study.claims)
    )
    drawn = graph(study, anchors)
    page = _environment().get_template("page.html").render(**_view(study, cards, drawn, specs))
    return page.encode("utf-8", "replace").decode("utf-8")


def anchored(study: Study) -> dict[str, str]:
    """For each claim a fragment safe in any attribute, readable where the id is."""
    found: dict[str, str] = {}
    for number, claim in enumerate(study.claims):
        short = re.sub(r"[^A-Za-z0-9_.-]+", "-", claim.id)[:60]
        anchor = f"claim-{short}"
        if short != claim.id or anchor in found.values():
            anchor = f"{anchor}-{number}"
        found[claim.id] = anchor
    return found


def _specs(study: Study) -> dict[int, figures.Spec]:
    published = study.essay.published if study.essay else None
    drawn = ((number, figures.plot(c, published)) for number, c in enumerate(study.claims))
    return {number: spec for number, spec in drawn if spec is not None}


def _card(study: Study, number: int, anchor: str, specs: dict[int, figures.Spec]) -> Card:
    claim = study.claims[number]
    return Card(
        claim=claim,
        anchor=anchor,
        number=number,
        plot=number if number in specs else None,
        described=figures.described(claim) if claim.series else "",
        strip=estimate_strip(claim),
        curve=specification_curve(claim),
        map=worldmap(claim),
        series=tables.series(claim),
        specifications=tables.specifications(claim),
        rows=_once(claim.rows),
        dispute=_dispute(study, claim),
    )


def _once(found: tuple[Rows, ...]) -> tuple[Rows, ...]:
    """Each list of rows once: the part and the whole of a share may be the same rows."""
    return tuple(dict.fromkeys(found))


def _dispute(study: Study, claim: ClaimStudy) -> str:
    """A form that names exactly what is disputed, to be filled in and sent to whom it concerns."""
    data = [f"{used.name}@{used.version} (sha256 {used.sha256[:16]})" for used in claim.data]
    seal = study.seal.hash[:16] if study.seal else "none"
    lines = [
        f"Dispute of the claim {claim.id} in: {study.title}",
        f"As of {study.as_of}, seal {seal}, seed {study.seed}, {study.engine}",
        f"Claim: {claim.says}",
        f"Verdict: {claim.verdict}" + (f" ({claim.subtype})" if claim.subtype else ""),
        f"Data: {', '.join(data) or 'none'}",
        "Disputed (keep what applies): restatement, type, warrant, window, measure, dataset,",
        "  a choice that is or is not among the specifications, a gate, the sentence",
        "Because:",
        "What should stand instead:",
    ]
    return "\n".join(words.plain(line) for line in lines)


def _view(
    study: Study, cards: tuple[Card, ...], drawn: Graph | None, specs: dict[int, figures.Spec]
) -> dict[str, object]:
    from markupsafe import Markup

    claims = {claim.id: claim for claim in study.claims}
    style = _style()
    scripts = _scripts()
    bundle = _bundle() if specs else ""
    sent = network(study, drawn)
    read: Reading = reading(study)
    return {
        "study": study,
        "cards": cards,
        "card_of": {card.claim.id: card for card in cards},
        "reading": read,
        "graph": drawn,
        "counts": words.counted(study),
        "bar": counts_bar(words.counted(study)),
        "untested": [card for card in cards if card.claim.verdict in UNTESTED],
        "used": tables.datasets(study),
        "untested_labels": UNTESTED,
        "limits": _limits(study),
        "outlines": outlines(study),
        "attached": attached([(card.claim.id, rows) for card in cards for rows in card.rows]),
        "stands": {end.id: stands(end, claims) for end in study.conclusions},
        "source_of": {
            f"{source.data.name}@{source.data.version}": number
            for number, source in enumerate(tables.datasets(study), 1)
        },
        "policy": _policy([*([bundle] if bundle else []), *scripts], style),
        "style": Markup(style),
        "scripts": [Markup(script) for script in scripts],
        "bundle": Markup(letters(bundle) if bundle else ""),
        "plots": Markup(in_script(specs)),
        "network": Markup(in_script(sent)),
        "toggles": toggles(study) if "steps" in sent else (),
    }


def _limits(study: Study) -> list[str]:
    """The limits but for the error rates, which stand in a table of their own."""
    tabled = tuple(test.sentence for test in study.tests)
    return [limit for limit in study.limits if not limit.startswith(tabled)]


def _scripts() -> list[str]:
    """What the page runs: conclusions reckoned anew, pictures of claims, plots, the page."""
    files = (SCRIPT, *(TEMPLATES / name for name in ("share.js", "plots.js", "page.js")))
    return [path.read_text(encoding="utf-8") for path in files]


def in_script(value: object) -> str:
    """JSON that no HTML parser can take for markup."""
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _policy(scripts: list[str], style: str) -> str:
    hashes = " ".join(_hashed(script) for script in scripts)
    return (
        f"default-src 'none'; script-src {hashes}; style-src {_hashed(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hashed(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode()}'"


def _style() -> str:
    """The page's style without comments and indentation."""
    text = (TEMPLATES / "page.css").read_text(encoding="utf-8")
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


@cache
def _bundle() -> str:
    """Vega, Vega-Lite and Vega-Embed as one script, which the page holds compressed.

    Putting them together takes longer than a small check, so the text is kept beside the tables.
    """
    from importlib.metadata import version

    from squarely.files import write_whole
    from squarely.grounds.cache import folder

    made = version("vl-convert-python")
    path = folder() / f"bundle-{made}-{VEGA_LITE}-{BUNDLE_FORM}.js"
    if path.exists():
        return path.read_text(encoding="utf-8")
    text = _bundled()
    with suppress(OSError):  # a page needs no folder to write to
        write_whole(path, text)
    return text


def _bundled() -> str:
    import vl_convert

    text: str = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;", vl_version=VEGA_LITE)
    return text.replace("\r\n", "\n").replace("\r", "\n")


@cache
def _environment() -> Environment:
    from markupsafe import Markup

    found = environment(
        words=words,
        meanings=meanings,
        gate_said=GATE_SAID,
        swatch=swatch,
        verdict_swatch=verdict_swatch,
        rows_shown=SHOWN,
        patterns=Markup(PATTERNS),
    )
    found.filters["plain"] = words.plain
    found.filters["near"] = words.near
    found.filters["shown"] = words.shown
    found.filters["slug"] = lambda text: str(text).replace(" ", "-")
    found.filters["drawn"] = Markup  # only for drawings made in this room, escaped there
    return found

"""The page: self-contained, under a strict policy, readable without script, deaf to injection."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from base64 import b64decode, b64encode
from dataclasses import replace
from html.parser import HTMLParser

import pytest

import studies
from squarely.model.finding import LABELS
from squarely.model.study import ClaimStudy, SeriesShown, Study
from squarely.report import words
from squarely.report.curve import estimate_strip, specification_curve, ticks
from squarely.report.environment import TEMPLATES
from squarely.report.figures import described, plot
from squarely.report.graph import graph
from squarely.report.notebook.shown import study_html
from squarely.report.page import anchored, in_script, render_page
from squarely.report.reading import reading
from squarely.report.swatches import PATTERNS, shade, verdict_swatch
from squarely.report.tables import series

HOSTILE = (
    "<script>alert(1)</script>",
    "\"'`><img src=x onerror=alert(1)>",
    "</script></style></title></template>--><svg onload=alert(1)>",
    "\u202eevil\u2066\u2028\u2029",
    "\x1b[31mred\x00\x07\ud800",
    "{{ 7*7 }}{% raw %}${7*7}",
    "long " * 300,
)


class Seen(HTMLParser):
    """All elements with their attributes, and the text of scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.text: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._inside = tag if tag in ("script", "style") else ""
        if tag in ("script", "style"):
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.scripts[-1] += data
        else:
            self.text.append(data)


def seen(page: str) -> Seen:
    parser = Seen()
    parser.feed(page)
    return parser


@pytest.fixture(scope="module")
def page() -> str:
    return render_page(studies.with_essay(studies.study()))


def test_the_same_study_gives_the_same_page(page: str) -> None:
    assert render_page(studies.with_essay(studies.study())) == page


def test_nothing_is_fetched(page: str) -> None:
    found = seen(page)
    assert not [e for e in found.elements if "src" in e[1] or e[0] in ("link", "iframe", "img")]
    links = [attrs["href"] for _, attrs in found.elements if attrs.get("href")]
    assert all(link is not None and link.startswith("#") for link in links)
    assert len(page.encode()) < 1_300_000


def test_the_policy_names_every_script_and_style_by_its_hash(page: str) -> None:
    found = seen(page)
    meta = next(a for tag, a in found.elements if a.get("http-equiv"))
    policy = meta["content"] or ""
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    bodies = re.findall(r"<(?:script|style)>(.*?)</(?:script|style)>", page, re.DOTALL)
    assert len(bodies) == 5  # style, reckoning, pictures, plots, script
    held = page.partition('id="bundle">')[2].partition("<")[0]
    library = gzip.decompress(b64decode(held)).decode()
    assert "vegaEmbed" in library
    for body in (*bodies, library):
        digest = b64encode(hashlib.sha256(body.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy


def test_no_element_carries_a_style_or_a_handler(page: str) -> None:
    for _, attrs in seen(page).elements:
        assert "style" not in attrs
        assert not [name for name in attrs if name.startswith("on")]


def test_every_link_within_the_page_has_its_target(page: str) -> None:
    found = seen(page)
    ids = [attrs["id"] for _, attrs in found.elements if attrs.get("id")]
    assert len(ids) == len(set(ids))
    for _, attrs in found.elements:
        if attrs.get("href"):
            assert str(attrs["href"])[1:] in ids


def test_parts_stand_in_the_order_of_a_readers_questions(page: str) -> None:
    parts = ("conclusions", "essay", "claims", "argument", "untested", "limits", "trust")
    places = [page.index(f'<section id="{part}"') for part in (*parts, "provenance")]
    assert places == sorted(places)


def test_without_script_all_but_the_plots_is_there(page: str) -> None:
    text = " ".join(" ".join(seen(page).text).split())
    for claim in studies.study().claims:
        assert claim.sentence in text
        assert claim.says in text
        assert all(datum in text for datum in claim.would_settle)
        assert all(gate.why in text for gate in claim.gates)
    assert "SELECT date_trunc" in text
    assert "The licence forbids republication." in text
    assert "a true +61% would have been told from the edge four times in five." in text


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_adds_no_element_and_no_attribute(text: str) -> None:
    whole = studies.with_essay(studies.study())
    plain, bad = elements(named(whole, "x")), elements(named(whole, text))
    assert [tag for tag, _ in bad] == [tag for tag, _ in plain]
    for (tag, one), (_, other) in zip(plain, bad, strict=True):
        assert set(one) == set(other), tag


def elements(study: Study) -> list[tuple[str, dict[str, str | None]]]:
    """All elements but the lines of text in drawings, which longer names need more of."""
    return [one for one in seen(render_page(study)).elements if one[0] != "text"]


def named(study: Study, text: str) -> Study:
    """Hostile text in every field; the warrants keep their names, so that all plots are drawn."""
    spoiled = studies.spoiled(study, text)
    claims = tuple(
        replace(bad, warrant=replace(bad.warrant, name=good.warrant.name))
        if bad.warrant and good.warrant
        else bad
        for bad, good in zip(spoiled.claims, study.claims, strict=True)
    )
    essay = study.essay and replace(study.essay, text=(study.essay.text or "") + text)
    return replace(spoiled, claims=claims, essay=essay)


def test_direction_and_control_characters_do_not_reach_the_page() -> None:
    page = render_page(named(studies.study(), "\u202e\x07\u2066"))
    assert not set("\u202e\x07\u2066") & set(page)


def test_json_in_a_script_holds_no_markup() -> None:
    text = in_script({"a": "</script><!--\u2028&"})
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text) == {"a": "</script><!--\u2028&"}


def test_anchors_are_safe_and_unique() -> None:
    claims = tuple(replace(studies.exists(), id=name) for name in ("a b", "a-b", 'a"b', "a.b"))
    found = anchored(replace(studies.study(), claims=claims))
    assert len(set(found.values())) == 4
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]+", anchor) for anchor in found.values())


def test_a_study_with_faults_and_no_claims_shows_its_faults() -> None:
    empty = replace(
        studies.study(), claims=(), inferences=(), conclusions=(), essay=None, seal=None
    )
    text = " ".join(seen(render_page(empty)).text)
    assert "2021 lies before the register begins" in text


@pytest.mark.parametrize("claim", studies.study().claims, ids=lambda claim: claim.id)
def test_every_claim_with_figures_has_a_plot(claim: ClaimStudy) -> None:
    spec = plot(claim, "2024-06-01")
    assert (spec is None) == (not claim.series)
    if spec is not None:
        assert "$schema" not in spec
        assert len(json.dumps(spec)) < 6000


def test_a_plot_of_gaps_and_nothing_is_no_fault() -> None:
    gaps = SeriesShown("x", "y", ("2020", "2021"), (None, None), (None, 1.0), (None, 2.0))
    hollow = SeriesShown("x", "y", (), (), (), ())
    for kind in (studies.level(), studies.extreme(), studies.share(), studies.trend()):
        plot(replace(kind, series=(gaps,)))
        plot(replace(kind, series=(gaps, gaps)))
        assert plot(replace(kind, series=(hollow,))) is None
    dates = SeriesShown("first", "date", ("2020-01-01", "2020-01-02"), (), (), ())
    assert plot(replace(studies.order(), series=(dates, dates))) is not None
    render_page(replace(studies.study(), claims=(replace(studies.order(), series=(dates,)),)))


def test_the_essay_is_cut_where_passages_begin_and_end() -> None:
    whole = studies.with_essay(studies.study())
    assert whole.essay is not None
    first = replace(studies.exists(), id="part")
    assert first.passage is not None
    passage = replace(first.passage, start=24, end=38)
    found = reading(replace(whole, claims=(*whole.claims, replace(first, passage=passage))))
    text = "".join(segment.text for p in found.paragraphs for segment in p.segments)
    assert "".join(text.split()) == "".join((whole.essay.text or "").split())
    shared = [s for p in found.paragraphs for s in p.segments if len(s.claims) == 2]
    assert [s.text for s in shared] == [(whole.essay.text or "")[24:38]]
    assert found.unmarked == 2


def test_without_its_text_the_essays_claims_stand_in_its_order() -> None:
    found = reading(studies.study())
    assert not found.verbatim
    assert found.paragraphs[1].segments[0].claims[0].id == "more-strikes"


def test_the_curve_shows_the_splitting_axis_first_and_in_bold() -> None:
    drawn = specification_curve(studies.trend())
    first = drawn.index('class="splits"')
    assert drawn.index("revoked: all called") > first
    assert drawn.count('class="splits"') == 2
    assert drawn.index("revoked: all called") < drawn.index("window: as written")


def test_a_bare_count_has_no_strip() -> None:
    assert estimate_strip(studies.exists()) == ""
    assert "interval" in estimate_strip(studies.trend())


@pytest.mark.parametrize(("low", "high"), [(0, 1), (-40, 60), (0.9, 0.95), (1e6, 4e6), (-1, 1e-9)])
def test_ticks_lie_within_and_are_few(low: float, high: float) -> None:
    found = [value for value, _ in ticks(low, high)]
    assert 2 <= len(found) <= 7
    assert all(low - 1e-9 <= value <= high + 1e-9 for value in found)


def test_every_plot_compiles_without_a_warning() -> None:
    import vl_convert

    for claim in studies.study().claims:
        spec = plot(claim, "2024-06-01")
        if spec is not None:
            vega = vl_convert.vegalite_to_vega(spec, vl_version="6.4")
            assert vega["marks"], claim.id


def test_a_hundred_claims_stay_within_three_megabytes() -> None:
    base = studies.study()
    claims = tuple(
        replace(claim, id=f"{claim.id}-{number}") for number in range(9) for claim in base.claims
    )
    size = len(render_page(replace(base, claims=claims)).encode())
    assert size < 2_400_000


def test_no_axis_of_percentages_passes_a_hundred_and_no_count_stands_on_it() -> None:
    asked = SeriesShown("Pollster", "respondents", ("2024-01-01",), (900.0,), (900.0,), (900.0,))
    held = SeriesShown("Pollster", "percent", ("2024-01-01",), (61.0,), (61.0,), (61.0,))
    base = studies.share()
    assert base.warrant is not None
    assert base.estimate is not None
    poll = replace(
        base, warrant=replace(base.warrant, name="opinion"), edge=0.5, series=(held, asked)
    )
    gap = replace(
        base,
        warrant=replace(base.warrant, name="contrast", keys={"groups": "new and old"}),
        estimate=replace(base.estimate, unit="share, first less second"),
        series=tuple(
            SeriesShown(name, "rows", ("2024-01-01",), (n,), (n,), (n,))
            for name, n in (("new", 31.0), ("new", 40.0), ("old", 15.0), ("old", 60.0))
        ),
    )
    expected = ((poll, [61.0], "900 asked"), (gap, [77.5, 25.0], "31 of 40"))
    for claim, found, named in expected:
        spec = plot(claim)
        assert spec is not None
        rows = (
            next(iter(spec["datasets"].values())) if "datasets" in spec else spec["data"]["values"]
        )
        assert [row["b"] for row in rows] == found
        assert named in rows[0]["g"]
        assert '"domain": [0, 100]' in json.dumps(spec)


def test_the_days_of_the_later_occurrence_run_towards_the_middle() -> None:
    spec = plot(studies.order())
    assert spec is not None
    texts = [
        (layer["mark"]["align"], spec["datasets"][layer["data"]["name"]][0]["g"])
        for layer in spec["layer"]
        if layer["mark"]["type"] == "text"
    ]
    assert texts == [("left", "first"), ("right", "then")]


def test_measures_of_two_units_get_a_frame_and_a_scale_each() -> None:
    (line,) = studies.trend().series
    other = replace(line, name="wages", unit="euro")
    claim = replace(studies.trend(), series=(line, other))
    spec = plot(claim)
    assert spec is not None
    assert spec["resolve"]["scale"]["y"] == "independent"
    assert {row["f"] for row in spec["datasets"][spec["data"]["name"]]} == {line.unit, "euro"}
    assert "strikes a month; euro" in described(claim)
    told = series(claim)
    assert told is not None
    assert {row[0] for row in told.rows} <= {"strikes, strikes a month", "wages, euro"}
    one = plot(replace(claim, series=(line, replace(other, unit=line.unit))))
    assert one is not None
    assert "facet" not in one


def test_one_number_is_said_and_not_drawn() -> None:
    single = SeriesShown("events", "events", ("2024-01-01",), (1.0,), (1.0,), (1.0,))
    rows = SeriesShown("rows", "rows", ("2024-01-01",), (18.0,), (18.0,), (18.0,))
    assert plot(replace(studies.exists(), series=(single, rows))) is None


def test_a_verdict_looks_the_same_on_the_page_in_a_notebook_and_in_the_graph(page: str) -> None:
    style = (TEMPLATES / "page.css").read_text(encoding="utf-8")
    study = studies.study()
    shown = study_html(study)
    drawn = graph(study, anchored(study))
    assert drawn is not None
    for label in LABELS:
        assert f".{shade(label)} {{" in style
    for label in {claim.verdict for claim in study.claims}:
        assert str(verdict_swatch(label)) in page
        assert str(verdict_swatch(label)) in shown
        assert f'<rect class="{shade(label)}"' in drawn.svg
    assert page.count(PATTERNS) == shown.count(PATTERNS) == 1


def test_verdicts_that_rest_on_one_row_are_counted() -> None:
    told = replace(studies.trend(), verdict="supported")
    assert told.estimate is not None
    one = replace(told, id="other", estimate=replace(told.estimate, n=1))
    study = replace(studies.study(), claims=(told, one))
    assert words.single_said(study) in render_page(study)
    assert words.single_said(study) == "Of the 2 verdicts for or against, 1 rests on one row."
    assert words.single_said(studies.study()) == ""

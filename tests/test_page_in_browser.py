"""The page in a real browser: keyboard, answers, copy, print, dark, narrow, hostile text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser

import studies
from browsing import Opened, drawn, violations
from browsing import browser as browser
from squarely.api import open_grounds, read_argument, run
from squarely.model.finding import Label
from squarely.model.study import Rows, Study
from squarely.report.meanings import IN_SHORT
from squarely.report.network import toggles
from squarely.report.page import render_page
from squarely.report.words import estimated
from squarely.study.carrying import carry

EXAMPLE = Path(__file__).parent.parent / "examples" / "diplomacy-moves-states" / "argument.yaml"
Open = Callable[..., Opened]
IN_VIEW = """box => {
  const { top, bottom } = box.getBoundingClientRect();
  return bottom >= 0 && top <= innerHeight;
}"""


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Opens a study's page; all are closed after the test."""
    every: list[Opened] = []

    def opening(study: Study | None = None, **settings: Any) -> Opened:
        path = tmp_path / f"page-{len(every)}.html"
        shown = study or studies.with_essay(studies.study())
        path.write_text(render_page(shown), encoding="utf-8")
        every.append(Opened(browser, path, **settings))
        return every[-1]

    yield opening
    for one in every:
        one.close()


def test_it_opens_without_a_fault_and_asks_nothing_of_a_network(opened: Open) -> None:
    found = opened()
    drawn(found.page)
    assert found.faults == []
    assert len(found.asked) == 1


def test_the_page_opens_at_its_top_and_moves_to_the_graph_only_when_asked(opened: Open) -> None:
    page = opened().page
    drawn(page)
    page.wait_for_timeout(500)
    assert page.evaluate("scrollY") == 0
    button = page.get_by_role("button", name="Dim what does not lead to it").first
    graph = page.locator(".graphbox")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    assert not graph.evaluate(IN_VIEW)
    button.evaluate("button => button.click()")
    page.wait_for_timeout(300)
    assert graph.evaluate(IN_VIEW)


def test_a_passage_opens_its_claim_by_the_keyboard_alone_and_leads_back(opened: Open) -> None:
    page = opened().page
    passage = page.locator(".essay a[data-claims]").first
    passage.focus()
    page.keyboard.press("Enter")
    focus = page.locator("#focus")
    assert focus.locator(".says").inner_text()
    more = focus.get_by_role("link", name="The claim in full")
    more.focus()
    page.keyboard.press("Enter")
    card = page.locator(".card[open]").first
    card.locator(".body .sentence").first.wait_for()
    back = card.get_by_role("link", name="Back to the passage")
    back.focus()
    page.keyboard.press("Enter")
    assert "#p-claim-" in page.evaluate("location.hash")


def test_the_sieve_and_the_search_leave_what_was_asked_for(opened: Open) -> None:
    page = opened().page
    whole = page.locator(".card").count()
    page.locator(".sieve input[type=checkbox]").first.uncheck()
    left = page.locator(".card:visible").count()
    assert 0 < left < whole
    page.get_by_label("Search").fill("no such words anywhere")
    assert page.locator(".card:visible").count() == 0
    assert page.get_by_role("status").first.inner_text().startswith("0 of")


def test_a_block_is_copied_as_it_stands(opened: Open) -> None:
    found = opened(permissions=["clipboard-read", "clipboard-write"])
    page = found.page
    card = page.locator(".card").first
    card.locator("summary").first.click()
    query = card.locator("details.inner", has=page.locator("pre.copied")).first
    query.locator("summary").click()
    query.get_by_role("button", name="Copy").click()
    query.get_by_role("button", name="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.split() == query.locator("pre").inner_text().split()


@pytest.mark.parametrize("width", [320, 400, 768, 1400, 3840])
def test_no_width_makes_the_page_scroll_sideways(opened: Open, width: int) -> None:
    page = opened(viewport={"width": width, "height": 900}).page
    for card in page.locator(".card").all():
        card.evaluate("card => { card.open = true; }")
    page.wait_for_timeout(400)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("scheme", "width"), [("light", 1400), ("dark", 400)])
def test_axe_finds_nothing_serious(opened: Open, scheme: str, width: int) -> None:
    page = opened(color_scheme=scheme, viewport={"width": width, "height": 900}).page
    for part in page.locator("details").all():
        part.evaluate("part => { part.open = true; }")
    drawn(page)
    assert violations(page) == []


def test_a_print_opens_every_claim_with_its_plot(opened: Open) -> None:
    page = opened().page
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.wait_for_timeout(300)
    assert page.locator(".card:not([open])").count() == 0
    assert page.locator("nav").is_hidden()
    assert page.pdf().startswith(b"%PDF")


def test_a_readers_answers_move_the_conclusions_as_the_library_would(opened: Open) -> None:
    argument, _ = read_argument(EXAMPLE)
    assert argument is not None
    study = run(argument, open_grounds())
    page = opened(study).page
    form = page.locator("#answers")
    asked = form.locator("fieldset")
    assert asked.count() > 0
    judged = toggles(study)
    before: dict[str, str] = {claim.id: claim.state for claim in study.claims}
    before |= {end.id: end.state for end in study.conclusions}
    assert len(judged) == asked.count()
    words: tuple[tuple[str, Label], ...] = (("accept", "supported"), ("reject", "contradicted"))
    for word, verdict in words:
        for one in asked.all():
            one.get_by_label(word).check()
        labels = {c.id: verdict if c.id in judged else c.verdict for c in study.claims}
        states, _, ends = carry(argument, labels)
        expected = [end.state for end in ends]
        shown = page.locator(".conclusion .state").all_inner_texts()
        assert [text.split(",")[0].lower() for text in shown] == expected
        boxed: dict[str, str] = {**states, **{end.id: end.state for end in ends}}
        said = [box.text_content() or "" for box in page.locator(".node.moved .state").all()]
        assert sorted(said) == sorted(
            f"{state}, was {before[name]}" for name, state in boxed.items() if state != before[name]
        )
    for one in asked.all():
        one.get_by_label("leave open").check()
    shown = page.locator(".conclusion .state").all_inner_texts()
    assert [text.lower() for text in shown] == [end.state for end in study.conclusions]
    assert page.locator(".node.moved, .step.moved").count() == 0


def test_a_passage_of_two_claims_shows_each_when_its_name_is_pressed(opened: Open) -> None:
    whole = studies.with_essay(studies.study())
    first = next(claim for claim in whole.claims if claim.passage)
    second = replace(first, id="the-other", says="The other claim of the passage.")
    found = opened(replace(whole, claims=(first, second)), viewport={"width": 1400, "height": 900})
    page = found.page
    assert page.locator("#focus .others button").all_inner_texts() == [first.id, second.id]
    page.get_by_role("button", name="the-other").click()
    assert page.locator("#focus .says").inner_text() == second.says
    drawn(page)
    assert found.faults == []


def test_a_set_in_a_fold_of_the_argument_lights_its_boxes_up(opened: Open) -> None:
    argument, _ = read_argument(EXAMPLE)
    assert argument is not None
    page = opened(run(argument, open_grounds())).page
    fold = page.locator("#argument details.inner:has(li[data-set])").last
    plain = page.locator("#argument details.inner > noscript")
    page.wait_for_function("() => !document.querySelector('main noscript')")
    assert plain.count() == 0
    fold.locator("summary").click()
    item = fold.locator("li[data-set]").first
    item.hover()
    told = set((item.get_attribute("data-set") or "").split())
    lit = {box.get_attribute("data-n") for box in page.locator(".node.lit").all()}
    assert lit == told


def test_a_picture_of_a_claim_carries_its_interval_and_its_source(opened: Open) -> None:
    claim = replace(studies.trend(), says='Strikes <rose> & "more"')
    found = opened(replace(studies.study(), claims=(claim,)), accept_downloads=True)
    card = found.page.locator(".card").first
    card.evaluate("card => { card.open = true; }")
    with found.page.expect_download() as waiting:
        card.get_by_role("button", name="Save as a picture").click()
    picture = ElementTree.parse(waiting.value.path()).getroot()
    words = " ".join("".join(part.itertext()) for part in picture.iter() if part.text)
    assert claim.says in words
    assert claim.verdict in words
    for part in estimated(claim).split():
        assert part in words
    assert claim.data[0].name in words
    assert f"Data as of {studies.study().as_of}" in words
    assert not [meaning for meaning in IN_SHORT.values() if meaning in words]
    assert found.faults == []


def test_rows_beyond_the_first_fifty_are_saved_as_plain_csv(opened: Open) -> None:
    rows = Rows("strikes", ("note",), tuple((f"=row {at}",) for at in range(80)), 80)
    claim = replace(studies.exists(), rows=(rows,))
    page = opened(replace(studies.study(), claims=(claim,)), accept_downloads=True).page
    page.locator(".card").first.evaluate("card => { card.open = true; }")
    page.get_by_text("50 of 80 rows").click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="All 80 rows as CSV").click()
    lines = waiting.value.path().read_text(encoding="utf-8").splitlines()
    assert waiting.value.suggested_filename.endswith(".csv")
    assert lines == ["note", *(f"'=row {at}" for at in range(80))]


def test_the_rows_behind_a_number_are_read_when_asked_for_and_stand_without_script(
    opened: Open,
) -> None:
    rows = Rows("strikes", ("note",), (("first of two",), ("second of two",)), 2)
    study = replace(studies.study(), claims=(replace(studies.exists(), rows=(rows,)),))
    page, plain = opened(study).page, opened(study, java_script_enabled=False).page
    cells, written = (one.locator("table.rows td").all_inner_texts for one in (page, plain))
    page.locator(".card").first.evaluate("card => { card.open = true; }")
    page.get_by_text("2 of 2 rows").click()
    page.locator("table.rows").wait_for()
    assert cells() == ["first of two", "second of two"]
    plain.locator(".card > summary").first.click()
    plain.locator("[id^=rows-] > summary").click()  # text in a noscript is not looked for
    assert written() == ["first of two", "second of two"]


HOSTILE = (
    "</noscript><img src=x onerror='window.struck = 1'>",
    "<script>window.struck = 1</script>",
    '"><img src=x onerror="window.struck = 1">',
    "'-window.struck-'",
    "</style><svg onload='window.struck = 1'>",
    "javascript:window.struck=1",
    "{{ 7 * 7 }}${7 * 7}",
)


@pytest.mark.parametrize("text", [" ".join(HOSTILE), " ".join(HOSTILE[::-1])], ids=("on", "back"))
def test_hostile_text_in_every_field_does_nothing(opened: Open, text: str) -> None:
    whole = studies.with_essay(studies.study())
    spoiled = studies.spoiled(whole, text)
    claims = tuple(
        replace(bad, warrant=replace(bad.warrant, name=good.warrant.name))
        if bad.warrant and good.warrant
        else bad
        for bad, good in zip(spoiled.claims, whole.claims, strict=True)
    )
    essay = whole.essay and replace(whole.essay, text=(whole.essay.text or "") + text)
    found = opened(replace(spoiled, claims=claims, essay=essay))
    page = found.page
    for part in page.locator("details").all():
        part.evaluate("part => { part.open = true; }")
    page.wait_for_timeout(500)
    assert page.evaluate("window.struck") is None
    assert page.locator("a[href^=javascript]").count() == 0
    assert len(found.asked) == 1
    assert [fault for fault in found.faults if "Content Security Policy" in fault] == []

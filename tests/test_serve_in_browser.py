"""The workbench in a real browser: typing, checking, conflicts, dropped files, hostile text."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Dialog, expect

from benched import typed
from browsing import Opened, violations
from browsing import browser as browser
from serving import TOKEN, Client, commanded, harbours, long_argument, opposed, served

HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>\"'`${alert(3)}"
Open = Callable[..., Opened]
expect.set_options(timeout=20_000)  # a busy machine is no fault of the page


class Live(Opened):
    """A page of a running server; complaints of its own policy are faults like any other."""

    def __init__(self, browser: Browser, address: str, **settings: Any) -> None:
        super().__init__(browser, _Address(address), **settings)  # type: ignore[arg-type]
        self.page.set_default_timeout(20_000)

    def _dismiss(self, dialog: Dialog) -> None:
        if dialog.type == "beforeunload":  # leave, although something is not saved
            dialog.accept()
        else:
            super()._dismiss(dialog)


class _Address:
    def __init__(self, address: str) -> None:
        self.address = address

    def as_uri(self) -> str:
        return self.address


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("bench") / "folder"
    harbours(made)
    return made


@pytest.fixture(scope="module")
def client(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with served(folder, tmp_path_factory.mktemp("kept")) as found:
        yield found


@pytest.fixture
def opened(browser: Browser, client: Client) -> Iterator[Open]:
    """Opens the workbench at a view; all are closed after the test."""
    every: list[Live] = []

    def opening(view: str = "", **settings: Any) -> Live:
        found = Live(browser, f"{client.origin}/open/{TOKEN}", **settings)
        every.append(found)
        found.page.wait_for_url(f"**{client.base}*")
        found.page.wait_for_selector("#main h1")
        if view:
            found.page.evaluate("view => { location.hash = view }", f"#/{view}")
            found.page.wait_for_timeout(50)
            found.page.wait_for_selector("#main h1")
        return found

    yield opening
    for one in every:
        one.close()


def test_the_address_leads_to_the_list_and_the_token_is_gone_from_it(opened: Open) -> None:
    found = opened()
    assert TOKEN not in found.page.url
    assert found.page.locator(".files a").all_inner_texts() == ["argument.yaml"]
    assert found.page.evaluate("document.cookie") == ""
    assert found.faults == []
    assert {url.split("/")[2] for url in found.asked} == {found.page.url.split("/")[2]}


def test_a_fault_stands_at_its_line_and_the_nearest_name_mends_it(opened: Open) -> None:
    found = opened("edit/argument.yaml")
    page = found.page
    typed(page, "expect: rising", "expect: risng")
    fault = page.locator(".faults li.error").first
    expect(fault).to_contain_text("risng")
    expect(page.locator(".w-error")).to_have_text("risng")
    expect(page.locator(".gutter .bad")).to_have_count(1)
    fault.get_by_role("button", name="Write rising").click()
    expect(page.locator(".faults li.error")).to_have_count(0)
    assert "expect: rising" in page.locator("#text").input_value()
    assert found.faults == []


def test_offers_are_taken_by_the_keyboard(opened: Open) -> None:
    page = opened("edit/argument.yaml").page
    typed(page, "every: month", "every: qua")
    expect(page.locator(".offers li")).to_have_count(1)
    assert page.locator("#text").get_attribute("aria-activedescendant") == "offer-0"
    page.keyboard.press("Enter")
    expect(page.locator(".offers")).to_be_hidden()
    assert "every: quarter" in page.locator("#text").input_value()
    typed(page, "every: quarter", "every: ")
    page.keyboard.press("Control+Space")
    expect(page.locator(".offers li").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".offers")).to_be_hidden()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") != "text"


def test_a_claim_is_written_and_checked_by_the_keyboard_alone(opened: Open, folder: Path) -> None:
    found = opened()
    page = found.page
    page.locator("#new").focus()
    page.keyboard.type("keys")
    page.keyboard.press("Enter")
    expect(page.locator("#text")).to_be_focused()

    def taken(begun: str, name: str) -> None:
        page.keyboard.type(begun)
        expect(page.locator(".offers [aria-selected=true] b")).to_have_text(name)
        page.keyboard.press("Enter")
        expect(page.locator(".offers")).to_be_hidden()

    page.keyboard.press("Control+End")
    taken("lev", "level")
    page.keyboard.press("Enter")
    taken("o", "of")
    page.keyboard.type("{")
    taken("cou", "count")
    page.keyboard.type("strikes, in: ")
    taken("italy-s", "italy-strikes")
    page.keyboard.type("}")
    page.keyboard.press("Enter")
    taken("ex", "expect")
    page.keyboard.type("{at-least: 1}")
    for line, words in ((2, "Keys"), (5, "At least one strike was proclaimed.")):
        page.keyboard.press("Control+Home")
        for _ in range(line - 1):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("End")
        page.keyboard.type(words)
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-claim=first]")).to_contain_text("as recorded", timeout=60_000)
    assert "of: {count: strikes, in: italy-strikes}\n" in (folder / "keys.yaml").read_text()
    (folder / "keys.yaml").unlink()
    assert found.faults == []


def test_a_check_shows_verdicts_why_and_the_report_and_then_what_changed(
    opened: Open, folder: Path
) -> None:
    found = opened("edit/argument.yaml", viewport={"width": 1400, "height": 900})
    page = found.page
    page.locator("#text").focus()
    page.keyboard.press("Control+Enter")
    rising = page.locator("[data-claim=north-rises]")
    expect(rising).to_contain_text("supported", timeout=60_000)
    rising.locator("summary").click()
    expect(rising.locator("pre")).to_contain_text("north-rises: supported")
    rising.get_by_role("button", name="This claim in the report").click()
    inside = page.frame_locator("iframe")
    expect(inside.locator("#claim-north-rises .sentence")).to_be_visible()
    assert page.locator("iframe").get_attribute("sandbox") == "allow-scripts allow-downloads"
    typed(page, "expect: rising", "expect: falling")
    expect(page.get_by_text("These verdicts are of an earlier text.")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(rising).to_contain_text("before: supported", timeout=60_000)
    expect(rising).to_contain_text("contradicted")
    assert "expect: falling" in (folder / "argument.yaml").read_text()
    assert violations(page) == []
    assert found.faults == []


def test_a_long_check_is_stopped(opened: Open, folder: Path) -> None:
    (folder / "long.yaml").write_text(long_argument(1500))
    try:
        page = opened("edit/long.yaml").page
        page.get_by_role("button", name="Save and check").click()
        expect(page.locator("#step")).to_contain_text("of 1500", timeout=30_000)
        page.get_by_role("button", name="Stop", exact=True).click()
        expect(page.locator("#step")).to_contain_text("stopped")
        expect(page.get_by_role("button", name="Stop", exact=True)).to_be_hidden()
    finally:
        (folder / "long.yaml").unlink()


def test_two_tabs_never_write_over_each_other(opened: Open, folder: Path) -> None:
    path = folder / "two.yaml"
    path.write_text("squarely: 1\ntitle: Two tabs\nclaims: {a: {says: b}}\n")
    first, second = opened("edit/two.yaml").page, opened("edit/two.yaml").page
    typed(first, "Two tabs", "The first tab")
    typed(second, "Two tabs", "The second tab")
    first.keyboard.press("Control+s")
    expect(first.locator("#state")).to_have_text("saved")
    second.keyboard.press("Control+s")
    expect(second.locator("#differ")).to_be_visible()
    assert "The first tab" in path.read_text()
    marked = second.locator(".split2 .other").all_inner_texts()
    assert [one.strip() for one in marked] == ["title: The second tab", "title: The first tab"]
    assert violations(second) == []
    second.get_by_role("button", name="Write mine over it").click()
    expect(second.locator("#state")).to_have_text("saved")
    assert "The second tab" in path.read_text()
    expect(first.locator("#notes")).to_contain_text("changed outside")
    assert "The first tab" in first.locator("#text").input_value()
    first.get_by_role("button", name="Take what is in the file").click()
    assert "The second tab" in first.locator("#text").input_value()


def test_a_file_changed_outside_is_told_and_unsaved_text_outlives_a_reload(
    opened: Open, folder: Path
) -> None:
    path = folder / "outside.yaml"
    path.write_text("squarely: 1\ntitle: Before\nclaims: {a: {says: b}}\n")
    page = opened("edit/outside.yaml").page
    typed(page, "Before", "Mine")
    path.write_text("squarely: 1\ntitle: Theirs\nclaims: {a: {says: b}}\n")
    expect(page.locator("#notes")).to_contain_text("changed outside")
    page.reload()
    expect(page.locator("#notes")).to_contain_text("was kept in this tab")
    assert "Mine" in page.locator("#text").input_value()
    assert "Theirs" in path.read_text()
    page.get_by_role("button", name="Look at both").click()
    page.get_by_role("button", name="Take what is in the file").click()
    assert "Theirs" in page.locator("#text").input_value()


def test_a_file_that_is_gone_can_be_written_again_from_its_tab(opened: Open, folder: Path) -> None:
    path = folder / "gone.yaml"
    path.write_text("squarely: 1\ntitle: Here\nclaims: {a: {says: b}}\n")
    page = opened("edit/gone.yaml").page
    expect(page.locator("#state")).to_have_text("saved")
    assert page.evaluate("document.getElementById('text').selectionStart") == 0
    path.unlink()
    expect(page.locator("#state")).to_have_text("not in the folder")
    page.keyboard.press("Control+s")
    page.get_by_role("button", name="Write mine").click()
    expect(page.locator("#state")).to_have_text("saved")
    assert "Here" in path.read_text()
    path.unlink()


def test_what_was_answered_stands_there_again_after_another_view(opened: Open) -> None:
    page = opened("claim").page
    page.locator("#dataset").select_option("ucdp-conflict-year")
    page.locator("#expect").select_option("contrast:lower")
    page.locator("#by").select_option("type")
    page.get_by_text("Only rows where").click()
    page.locator(".wheres select").select_option("intensity")
    given = {"says": "So.", "where-0": "war", "first": "interstate", "second": "intrastate"}
    for field, word in given.items():
        page.locator(f"#{field}").fill(word)
    page.get_by_role("link", name="Arguments").click()
    page.get_by_role("link", name="One claim").click()
    for field, word in given.items():
        expect(page.locator(f"#{field}")).to_have_value(word)
    expect(page.locator("#expect")).to_have_value("contrast:lower")
    expect(page.locator(".wheres select")).to_have_value("intensity")


def test_a_tab_goes_on_after_its_server_was_killed(
    browser: Browser, folder: Path, tmp_path: Path
) -> None:
    cache = tmp_path / "cache"
    with commanded(folder, cache) as first:
        found = Live(browser, first.address)
        page = found.page
        page.wait_for_selector(".files")
        page.get_by_role("link", name="argument.yaml").click()
        typed(page, "two harbours", "two harbours, once more")
        first.process.kill()
        first.process.wait()
        expect(page.locator("#notes")).to_contain_text("does not answer")
        typed(page, "once more", "kept in the tab")
    with commanded(folder, cache) as second:
        expect(page.locator("#notes")).to_contain_text("started anew")
        other = found.context.new_page()
        other.goto(second.address)
        other.wait_for_selector(".files")
        expect(page.locator("#notes p")).to_have_count(0)
        page.keyboard.press("Control+s")
        expect(page.locator("#state")).to_have_text("saved")
        assert "kept in the tab" in (folder / "argument.yaml").read_text()
        found.close()


def test_a_claim_that_is_tried_when_the_server_is_killed_says_so(
    browser: Browser, folder: Path, tmp_path: Path
) -> None:
    with commanded(folder, tmp_path / "cache") as first:
        found = Live(browser, first.address)
        page = found.page
        page.get_by_role("link", name="One claim").click()
        page.get_by_label("What is said").fill("Strikes became more frequent.")
        page.get_by_role("button", name="Try it").click()
        expect(page.locator("#step")).to_have_text("trying …")
        first.process.kill()
        first.process.wait()
        expect(page.locator("#notes")).to_contain_text("does not answer")
    with commanded(folder, tmp_path / "cache") as second:
        other = found.context.new_page()
        other.goto(second.address)
        other.wait_for_selector(".files")
        expect(page.locator("#step")).to_contain_text("does not know this check")
        expect(page.get_by_role("button", name="Stop")).to_be_hidden()
        expect(page.get_by_label("What is said")).to_have_value("Strikes became more frequent.")
        found.close()


def test_a_dropped_file_is_looked_at_and_becomes_a_dataset(opened: Open, folder: Path) -> None:
    found = opened("data")
    page = found.page
    rows = "Day;Country\n31/02/2024;Italy\n" + "".join(
        f"{day:02}/{month:02}/2024;Italy\n" for month in range(1, 13) for day in (13, 14, 21, 27)
    )
    page.evaluate(
        """rows => {
          const held = new DataTransfer();
          held.items.add(new File([rows], "calls to order.csv", { type: "text/csv" }));
          document.getElementById("drop").dispatchEvent(
            new DragEvent("drop", { dataTransfer: held, bubbles: true, cancelable: true }));
        }""",
        rows,
    )
    expect(page.locator("#aside")).to_contain_text("31/02/2024;Italy")
    expect(page.get_by_label("Role of Day")).to_have_value("time")
    assert not (folder / "calls to order.csv").exists()
    assert violations(page) == []
    page.get_by_role("button", name="Add it to the folder").click()
    expect(page.get_by_text("stands in the catalog")).to_be_visible()
    assert (folder / "calls to order.csv").read_text() == rows
    page.get_by_role("button", name="Begin an argument on it").click()
    expect(page.locator("#faulted")).to_contain_text("no faults")
    assert found.faults == []


def test_one_claim_shows_its_choices_and_is_saved(opened: Open, folder: Path) -> None:
    found = opened("claim")
    page = found.page
    page.get_by_label("What is said").fill(
        "Strikes in Italy became more frequent from 2022 to 2025."
    )
    page.get_by_label("In which window").fill("2022..2025")
    page.get_by_role("button", name="Try it").click()
    expect(page.locator("#answer svg.curve")).to_be_visible(timeout=60_000)
    expect(page.locator("#answer .gates tr").first).to_be_visible()
    assert page.locator("#answer svg.curve path").count() > 3
    assert violations(page) == []
    page.get_by_label("Name of the file").fill("tried")
    page.get_by_role("button", name="Save as a file").click()
    page.wait_for_selector("#text")
    assert (folder / "tried.yaml").exists()
    assert found.faults == []


def test_the_faults_of_a_claim_stand_at_their_fields_and_other_data_offer_other_tests(
    opened: Open,
) -> None:
    found = opened("claim")
    page = found.page
    page.get_by_role("button", name="Try it").press("Enter")
    expect(page.locator("#says")).to_be_focused()
    expect(page.locator("#says")).to_have_attribute("aria-invalid", "true")
    page.keyboard.type("More strikes are local than national.")
    expect(page.locator("#says")).not_to_have_attribute("aria-invalid", "true")
    page.locator("#expect").select_option("contrast:higher")
    page.locator("#by").select_option("area")
    page.locator("#first").fill("locl")
    page.locator("#second").fill("national")
    page.keyboard.press("Enter")
    expect(page.locator("#first")).to_be_focused()
    told = page.locator(f"#{page.locator('#first').get_attribute('aria-describedby')}")
    expect(told).to_contain_text("local")
    assert violations(page) == []
    page.locator("#first").fill("local")
    expect(told).to_have_count(0)
    page.get_by_label("In which window").fill("soon")
    page.keyboard.press("Enter")
    expect(page.locator(".fault")).to_contain_text("soon")
    page.get_by_label("In which window").fill("2022..2025")
    expect(page.locator(".fault")).to_have_count(0)
    expect(page.get_by_label("In which window")).to_have_attribute("aria-describedby", "covers")
    expect(page.locator("#covers")).to_contain_text("covers 2022")
    page.keyboard.press("Enter")
    expect(page.locator("#answer h2")).to_be_focused(timeout=60_000)
    expect(page.locator("#answer .sentence")).to_contain_text("supported")
    page.locator("#dataset").select_option("polls")
    assert [one for one in page.locator("#expect option").all_inner_texts() if "rise" in one] == []
    page.locator("#first").fill("geno")
    expect(page.locator("#first + datalist option")).to_have_count(1)
    page.get_by_text("What needs a file").click()
    assert page.get_by_role("link", name="alignment").get_attribute("href") == "warrants/alignment"
    assert found.faults == []


def test_a_view_that_is_left_lets_go_of_its_stream_and_the_check_goes_on(
    opened: Open, folder: Path, client: Client
) -> None:
    (folder / "long.yaml").write_text(long_argument(1500))
    found = opened()
    page = found.page
    page.evaluate(
        """() => {
          const whole = window.EventSource;
          window.streams = [];
          window.EventSource = class extends whole {
            constructor(...given) { super(...given); window.streams.push(this); }
          };
        }"""
    )
    page.get_by_role("link", name="long.yaml").click()
    page.get_by_role("button", name="Save and check").click()
    opening = "() => window.streams.some(one => one.readyState === 1)"
    page.wait_for_function(opening, timeout=60_000)  # a long file is saved and read first
    page.get_by_role("link", name="One claim").click()
    expect(page.locator("#says")).to_be_visible()
    assert page.evaluate("() => window.streams.map(one => one.readyState)") == [2]
    under_way = client.ask("GET", "last", query={"name": "long.yaml"}).json["under_way"]
    assert under_way["state"] in ("waiting", "running")
    page.go_back()
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("#step")).to_contain_text("stopped")
    assert page.evaluate("() => window.streams.map(one => one.readyState)") == [2, 2]
    (folder / "long.yaml").unlink()
    assert found.faults == []


def test_a_tab_does_not_show_what_another_has_tried(opened: Open, client: Client) -> None:
    page = opened("claim").page
    page.route("**/last", lambda route: route.fulfill(json={"run": "another", "summary": None}))
    page.get_by_label("What is said").fill("There were strikes.")
    page.locator("#expect").select_option("exists:some")
    page.get_by_role("button", name="Try it").click()
    expect(page.locator("#step")).to_contain_text("another tab", timeout=60_000)
    expect(page.locator("#answer h2")).to_have_count(0)


def test_two_arguments_stand_side_by_side(opened: Open, folder: Path) -> None:
    opposed(folder)
    found = opened("compare")
    page = found.page
    page.get_by_label("Left").select_option("busier.yaml")
    page.get_by_label("Right").select_option("quieter.yaml")
    page.get_by_role("button", name="Compare").click()
    row = page.locator(".sides tr.apart")
    expect(row).to_contain_text("cannot both hold", timeout=60_000)
    expect(row).to_contain_text("Calls rose.")
    expect(row).to_contain_text("Calls fell.")
    assert found.faults == []


def test_hostile_text_in_names_fields_and_results_stays_text(
    opened: Open, folder: Path, client: Client
) -> None:
    name = "<img src=x onerror=alert(1)>.yaml"
    says = json.dumps(HOSTILE)
    text = (
        f"squarely: 1\ntitle: {says}\nclaims:\n  {says}:\n    says: {says}\n    warrant:\n"
        f"      trend: {{of: {{count: strikes, in: {says}}}, every: month, expect: {says}}}\n"
    )
    (folder / name).write_text(text)
    (folder / "held.yaml").write_text(
        f"squarely: 1\ntitle: {says}\nclaims:\n  {says}:\n    says: {says}\n"
        f"    would-settle: {says}\nconclusions: [{says}]\n"
    )
    found = opened()
    page = found.page
    expect(page.locator(".files")).to_contain_text(name)
    page.get_by_role("link", name=name).click()
    expect(page.locator(".faults li").first).to_be_visible()
    page.evaluate("() => { location.hash = '#/edit/held.yaml' }")
    expect(page.locator(".file h1")).to_have_text("held.yaml")
    page.get_by_role("button", name="Save and check").click()
    expect(page.locator(".verdicts li").first).to_be_visible(timeout=60_000)
    page.locator(".why summary").last.click()
    expect(page.locator(".why pre")).to_contain_text("onerror")
    page.get_by_role("button", name="Open the report").click()
    expect(page.frame_locator("iframe").locator("h1")).to_contain_text("onerror")
    page.evaluate("() => { location.hash = '#/compare' }")
    page.get_by_label("Left").select_option("held.yaml")
    page.get_by_label("Right").select_option(name)
    page.get_by_role("button", name="Compare").click()
    expect(page.locator("#compared")).to_contain_text("onerror", timeout=60_000)
    page.evaluate("() => { location.hash = '#/data' }")
    page.set_input_files(
        "#file", {"name": HOSTILE.replace("/", "") + ".csv", "mimeType": "text/csv",
                  "buffer": f'"{HOSTILE.replace(chr(34), "")}",day\nx,2024-01-31\n'.encode()},
    )  # fmt: skip
    expect(page.locator("#looked table").first).to_be_visible()
    assert page.locator("img").count() == 0
    assert found.faults == []
    (folder / name).unlink()
    (folder / "held.yaml").unlink()


def test_another_page_of_this_browser_gets_nothing(opened: Open, client: Client) -> None:
    found = opened()
    evil = found.context.new_page()
    evil.route("http://evil.example/*", lambda route: route.fulfill(
        body="<!doctype html><title>x</title>", content_type="text/html"))  # fmt: skip
    evil.goto("http://evil.example/")
    told = evil.evaluate(
        """async base => {
          const said = [], told = { credentials: "include" };
          for (const path of ["arguments", "text?name=argument.yaml", ""]) {
            said.push(await fetch(base + path, told).then(r => r.text(), () => "refused"));
          }
          const body = JSON.stringify({ name: "argument.yaml" });
          const post = { ...told, method: "POST", mode: "no-cors", body };
          const sent = fetch(base + "checks", post);
          said.push(await sent.then(r => r.type, () => "refused"));
          const frame = document.createElement("iframe");
          frame.src = base;
          document.body.append(frame);
          await new Promise(done => frame.addEventListener("load", done));
          said.push(frame.contentDocument ? "open" : "closed");
          return said;
        }""",
        client.origin + client.base,
    )
    assert told[:3] == ["refused"] * 3
    assert told[3] in ("opaque", "refused")
    assert told[4] == "closed"
    last = client.ask("GET", "last", query={"name": "argument.yaml"}).json
    assert last["under_way"] is None


@pytest.mark.parametrize(
    ("width", "scheme"), [(320, "dark"), (1280, "light"), (1280, "dark"), (3840, "light")]
)
def test_no_view_is_wider_than_its_window(opened: Open, width: int, scheme: str) -> None:
    found = opened(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = found.page
    for view in ("edit/argument.yaml", "claim", "data", "compare"):
        page.evaluate("view => { location.hash = view }", f"#/{view}")
        page.wait_for_timeout(120)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, view
        if width == 1280:
            assert violations(page) == [], view
    assert found.faults == []

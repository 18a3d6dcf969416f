"""Reports in Chromium: every width, both colour schemes, both languages; filters, sorting, deep links, print."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from reports.overview import render_overview
from reports.render import render_city
from tests.reports_fixture import SAMPLE_CITIES, write_city, write_run
from tests.reports_fixture_browser import PATIENCE_MS, Watched, axe_violations, launched, prepare_for_axe

CITIES = [SAMPLE_CITIES[0], SAMPLE_CITIES[3], SAMPLE_CITIES[5], SAMPLE_CITIES[6]]
PAGES = ["changsha/report", "nanning/report", "urumqi/report", "zhongshui/report", "index"]


@pytest.fixture(scope="module")
def run_dir(tmp_path_factory) -> Path:
    """A rendered sample run with one city whose findings need further pages."""
    run_dir = write_run(tmp_path_factory.mktemp("run") / "2026Q4", count=24, cities=CITIES)
    write_city(run_dir, ("many", "多问题市", "Many", "河北省", "Hebei", "", "130100", "fail"), 260, pictures=False)
    for folder in run_dir.iterdir():
        if folder.is_dir():
            render_city(folder)
    render_overview(run_dir)
    return run_dir


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests of this module."""
    with launched() as browser:
        yield browser


@pytest.fixture
def opened(browser, run_dir):
    """Opens a page of the run; at the end nothing may have been said on the console or asked of the network."""
    contexts, watched = [], []

    def open_page(name: str, width: int = 1440, scheme: str = "light", **options) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, **options)
        contexts.append(context)
        watched.append(Watched(context, (run_dir / name.partition("#")[0]).as_uri() + "".join(name.partition("#")[1:])))
        return watched[-1].page

    yield open_page
    for each in watched:
        assert each.said == []
        assert each.outside == []
    for context in contexts:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 768, 390])
def test_every_page_fits_every_screen_and_stays_quiet(opened, width, scheme):
    for name in PAGES:
        for suffix in (".html", ".en.html"):
            page = opened(name + suffix, width, scheme)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, name + suffix
            dark = page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 23, 27)"
            assert dark == (scheme == "dark")


def test_filtering_leaves_the_findings_that_fit(opened):
    page = opened("changsha/report.html")
    cards = page.locator("article.finding")
    everything = cards.count()
    visible = page.locator("article.finding:not([hidden])")
    page.select_option("#finding-filters [name=entry]", "mobile")
    expect(page.locator(".filter-result")).to_have_text(re.compile(r"^显示 \d+ 条"))
    mobile = visible.count()
    assert 0 < mobile < everything
    assert page.locator(".filter-result").first.inner_text() == f"显示 {mobile} 条，共 {everything} 条"
    page.fill("#finding-filters [name=q]", "没有这样的字")
    expect(visible).to_have_count(0)
    expect(page.locator("section.group:not([hidden])")).to_have_count(0)
    page.click("#finding-filters button[type=reset]")
    expect(visible).to_have_count(everything)


def test_cities_are_filtered_and_sorted(opened):
    page = opened("index.html")
    names = page.locator("#cities tbody th")
    page.locator("#cities thead th").nth(5).get_by_role("button").click()
    shares = [float(text) for text in page.locator("#cities tbody td:nth-child(5)").evaluate_all(
        "cells => cells.map(cell => cell.dataset.v).filter(Boolean)")]  # fmt: skip
    assert shares == sorted(shares)
    assert names.last.inner_text() == "南宁", "a city without a figure stands last"
    page.locator("#cities thead th").nth(5).get_by_role("button").click()
    assert page.locator("#cities thead th").nth(5).get_attribute("aria-sort") == "descending"
    assert names.last.inner_text() == "南宁", "also when the order is turned round"
    page.select_option("#city-filters [name=verdict]", "undetermined")
    expect(page.locator("#cities tbody tr:not([hidden])")).to_have_count(1)


def test_a_deep_link_opens_its_finding_wherever_it_stands(opened, run_dir):
    page = opened("many/report.html")
    elsewhere = page.evaluate("JSON.parse(document.getElementById('elsewhere').textContent)")
    shard, ids = next(iter(elsewhere.items()))
    other = opened(f"many/report.html#{ids[-1]}")
    other.wait_for_url(f"**/{shard}#{ids[-1]}")
    expect(other.locator(f"#{ids[-1]} h5")).to_be_in_viewport()


def test_a_link_to_a_column_opens_the_folded_table(opened):
    page = opened("changsha/report.html")
    assert not page.locator("#column-table").evaluate("table => table.open")
    page.locator(".tile a").first.click()
    expect(page.locator("#column-table")).to_have_attribute("open", "")


def test_the_language_switch_leads_there_and_back(opened):
    page = opened("changsha/report.html")
    page.get_by_role("link", name="English").click()
    page.wait_for_url("**/report.en.html")
    assert page.get_by_role("heading", level=1).inner_text() == "Changsha government portal audit"
    page.get_by_role("link", name="中文").click()
    page.wait_for_url("**/report.html")


def test_the_reader_chooses_dark_and_it_is_kept(opened):
    page = opened("changsha/report.html")
    page.get_by_role("button", name="深色显示").click()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.get_by_role("button", name="浅色显示").is_visible()


def test_the_keyboard_reaches_the_content_first(opened):
    page = opened("changsha/report.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_without_script_the_report_is_complete(opened):
    page = opened("changsha/report.html", java_script_enabled=False)
    assert page.locator("#finding-filters").is_hidden()
    assert page.locator("#theme").is_hidden()
    assert page.locator("article.finding").count() > 10
    assert page.locator("article.finding").last.is_visible()


def test_print_opens_what_paper_needs_and_drops_what_it_cannot_use(opened, tmp_path):
    page = opened("changsha/report.html")
    pdf = tmp_path / "report.pdf"
    page.pdf(path=str(pdf), prefer_css_page_size=True)
    assert re.findall(rb"/MediaBox \[0 0 59[45]\.?\d* 84[12]", pdf.read_bytes()), "A4"
    page.emulate_media(media="print")
    assert page.locator(".filters").first.is_hidden()
    assert page.locator(".contents").is_hidden()
    assert page.locator("article.finding").first.evaluate("card => getComputedStyle(card).breakInside") == "avoid"


def test_motion_stands_still_for_those_who_ask(opened):
    page = opened("changsha/report.html", reduced_motion="reduce")
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


@pytest.mark.parametrize(("suffix", "width", "scheme"), [(".html", 1440, "light"), (".en.html", 390, "dark")])
@pytest.mark.parametrize("name", [*PAGES, "many/findings-2"])
def test_axe_finds_nothing(browser, run_dir, name, suffix, width, scheme):
    # The policy of the page itself would keep axe out.
    context = browser.new_context(bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 900})
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto((run_dir / (name + suffix)).as_uri())
    prepare_for_axe(page)
    assert axe_violations(page) == {}
    context.close()

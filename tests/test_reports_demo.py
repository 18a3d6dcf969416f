"""The reports of the demo run as an auditor meets them: Chromium, three widths, light and dark, both languages."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.reports_fixture_browser import PATIENCE_MS, Watched, axe_violations, launched, prepare_for_axe

WIDTHS, SCHEMES = (1440, 768, 390), ("light", "dark")
PAPER = {"light": "rgb(253, 252, 249)", "dark": "rgb(20, 23, 27)"}
RICH, USUAL = "shitang", "yunxi"  # cities of the demo: the one with most findings, and one with a usual number
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def reports(demo_run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reports of the demo, apart from the run that other tests render again."""
    copy = tmp_path_factory.mktemp("reports") / "demo"
    shutil.copytree(demo_run, copy, ignore=shutil.ignore_patterns("case.db*", "*.warc.gz", "*.pdf"))
    return copy


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests of this module."""
    with launched() as browser:
        yield browser


@pytest.fixture(scope="module")
def desk(browser: Browser) -> Iterator[BrowserContext]:
    """One window for all tests, under the reports' own security policy."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, color_scheme="light")
    yield context
    context.close()


@pytest.fixture
def opened(desk: BrowserContext, reports: Path) -> Iterator[Open]:
    """Opens reports; at the end nothing may have been said on the console or asked of the network."""
    watched: list[Watched] = []

    def open_page(name: str) -> Page:
        file, mark, target = name.partition("#")
        watched.append(Watched(desk, (reports / file).as_uri() + mark + target))
        return watched[-1].page

    yield open_page
    for each in watched:
        each.page.close()
    assert [each.said for each in watched if each.said] == []
    assert [each.outside for each in watched if each.outside] == []


def names(reports: Path) -> list[str]:
    """Every HTML page of the run."""
    return sorted(path.relative_to(reports).as_posix() for path in reports.rglob("*.html"))


def result_of(reports: Path, city: str) -> dict[str, Any]:
    return json.loads((reports / city / "result.json").read_text("utf-8"))


def test_every_page_fits_every_screen_in_both_schemes_and_stays_quiet(opened: Open, reports: Path) -> None:
    pages = names(reports)
    assert {"index.html", "index.en.html", f"{RICH}/report.html", f"{RICH}/report.en.html"} <= set(pages)
    for name in pages:
        page = opened(name)
        for width, scheme in product(WIDTHS, SCHEMES):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} at {width}"
            assert page.evaluate("getComputedStyle(document.body).backgroundColor") == PAPER[scheme], name
            assert page.locator("h1").is_visible()
        assert page.get_attribute("html", "lang") == ("en" if name.endswith(".en.html") else "zh-CN")


def test_axe_finds_nothing(browser: Browser, reports: Path) -> None:
    # The policy of the pages themselves would keep axe out.
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    found = {}
    for name in names(reports):
        if not name.startswith(("index", RICH, USUAL)):
            continue
        page.goto((reports / name).as_uri())
        prepare_for_axe(page)
        # The languages share templates, so that each takes one half; the fullest report has the same parts as the
        # others. Pages of the sample are judged in every way (test_reports_browser.py).
        english = ".en." in name
        if name.startswith(RICH) and english:
            continue
        ways = [(WIDTHS[-1], "light"), (WIDTHS[0], "dark")] if english else [(WIDTHS[0], "dark"), (WIDTHS[-1], "light")]
        if not name.startswith("index"):
            ways = ways[:1]
        for width, scheme in ways:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            if violations := axe_violations(page):
                found[f"{name} {width} {scheme}"] = violations
    context.close()
    assert found == {}


def test_the_verdict_is_seen_without_scrolling(opened: Open, reports: Path) -> None:
    for city in (path.parent.name for path in reports.glob("*/result.json")):
        page = opened(f"{city}/report.html")
        verdict = {"pass": "合格", "fail": "不合格", "undetermined": "未能判定"}[result_of(reports, city)["verdict"]]
        assert verdict in page.locator("#verdict-h").inner_text()
        for size in ({"width": 1440, "height": 900}, {"width": 390, "height": 844}):
            page.set_viewport_size(size)
            expect(page.locator("#verdict-h")).to_be_in_viewport()
        page.set_viewport_size({"width": 1440, "height": 900})
        expect(page.locator(".reasons li, .reasons p").first).to_be_in_viewport()


@pytest.mark.parametrize("suffix", [".html", ".en.html"])
def test_findings_are_filtered(opened: Open, suffix: str) -> None:
    page = opened(f"{RICH}/report{suffix}")
    shown = page.locator("article.finding:not([hidden])")
    everything = shown.count()
    choices = page.locator("#finding-filters [name=theme] option").evaluate_all("all => all.map(each => each.value)")
    counts = []
    for theme in filter(None, choices):
        page.select_option("#finding-filters [name=theme]", theme)
        expect(page.locator("#finding-filters .filter-result")).to_contain_text(re.compile(r"\d"))
        page.wait_for_function(
            "theme => [...document.querySelectorAll('article.finding:not([hidden])')]"
            ".every(card => card.dataset.f.split(' ').includes('theme=' + theme))",
            arg=theme,
        )
        counts.append(shown.count())
    assert all(counts)
    assert sum(counts) == everything
    page.fill("#finding-filters [name=q]", "qzxwvkj")
    expect(shown).to_have_count(0)
    page.click("#finding-filters button[type=reset]")
    expect(shown).to_have_count(everything)


def test_cities_are_sorted_and_filtered(opened: Open, reports: Path) -> None:
    page = opened("index.html")
    cities = page.locator("#cities tbody tr:not([hidden]) th")
    assert cities.count() == len(list(reports.glob("*/result.json")))
    head = page.locator("#cities thead th").nth(1)
    for direction in ("ascending", "descending"):
        head.get_by_role("button").click()
        assert head.get_attribute("aria-sort") == direction
        order = page.locator("#cities tbody td.v").evaluate_all("cells => cells.map(cell => Number(cell.dataset.v))")
        assert order == sorted(order, reverse=direction == "descending")
    page.select_option("#city-filters [name=verdict]", "pass")
    passed = [
        path for path in reports.glob("*/result.json") if result_of(reports, path.parent.name)["verdict"] == "pass"
    ]
    expect(cities).to_have_count(len(passed))
    cities.first.get_by_role("link").click()
    page.wait_for_url("**/report.html")


def test_every_finding_has_a_link_that_leads_to_it(opened: Open, reports: Path) -> None:
    result = result_of(reports, RICH)
    ids = [f["id"] for check in result["checks"].values() for f in check["findings"] if f["state"] != "resolved"]
    page = opened(f"{RICH}/report.html")
    here = set(page.evaluate("[...document.querySelectorAll('[id]')].map(each => each.id)"))
    elsewhere = page.evaluate("JSON.parse((document.getElementById('elsewhere') || {textContent: '{}'}).textContent)")
    assert set(ids) <= here | {each for others in elsewhere.values() for each in others}
    # One of each kind: shown in full, folded into the card of its place, standing on another page.
    folded = page.evaluate("[...document.querySelectorAll('article.finding li[id]')].map(each => each.id)")
    for target in [ids[-1], *folded[:1], *(others[-1] for others in elsewhere.values())]:
        there = opened(f"{RICH}/report.html#{target}")
        there.wait_for_function("id => document.getElementById(id)?.checkVisibility()", arg=target)
        expect(there.locator(f"[id='{target}']")).to_be_in_viewport()


def test_the_language_is_switched_and_switched_back(opened: Open) -> None:
    for name, heading in ((f"{RICH}/report.html", "government portal audit"), ("index.html", "overview")):
        page = opened(name)
        before = page.locator("h1").inner_text()
        page.get_by_role("link", name="English", exact=True).click()
        expect(page.locator("h1")).to_contain_text(heading)
        page.get_by_role("link", name="中文", exact=True).click()
        expect(page.locator("h1")).to_have_text(before)
    deep = opened(f"{RICH}/report.html#coverage")
    deep.get_by_role("link", name="English", exact=True).click()
    deep.wait_for_url("**/report.en.html#coverage")


def test_the_keyboard_reaches_and_works_everything(opened: Open) -> None:
    page = opened("index.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.locator("#theme").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.keyboard.press("Space")
    assert page.evaluate("document.documentElement.dataset.theme") == "light"
    head = page.locator("#cities thead th").first
    head.get_by_role("button").focus()
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "ascending"
    # All that can be pressed can be reached, and shows where one is.
    unreachable = page.evaluate(
        "[...document.querySelectorAll('a[href], button, select, input, summary')]"
        ".filter(each => each.checkVisibility() && each.tabIndex < 0).length"
    )
    assert unreachable == 0
    page.locator("#cities tbody th a").first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


@pytest.mark.parametrize("name", [f"{RICH}/report.html", f"{RICH}/report.en.html", "index.html"])
def test_paper_gets_what_it_can_use(opened: Open, name: str, tmp_path: Path) -> None:
    page = opened(name)
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator(".filters").first.is_hidden()
    assert page.locator(".contents").is_hidden()
    assert page.locator(".switches").is_hidden()
    for kind in ("article.finding", ".verdict", "tr"):
        cards = page.locator(kind)
        if cards.count():
            assert cards.first.evaluate("card => getComputedStyle(card).breakInside") == "avoid", kind
    pdf = tmp_path / "report.pdf"
    page.pdf(path=str(pdf), prefer_css_page_size=True)
    content = pdf.read_bytes()
    assert content.startswith(b"%PDF-")
    assert len(re.findall(rb"/MediaBox \[0 0 (?:59[45]|84[12])", content)) > 2, "several pages of A4"

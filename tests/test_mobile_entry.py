"""How a mobile entry is found, through real HTTP and a real browser: a small portal for each way, and one for none."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

import pytest
from crawl_fixture import HTML, crawl_arguments, scrapy

from crawler.browser.chromium import find_chromium
from crawler.forward_proxy import ForwardProxy, ProxyReply, ProxyRequest
from crawler.mobile import leads_away, of_mobile

needs_browser = pytest.mark.skipif(find_chromium() is None, reason="no Chromium on this machine")

NEWS = "".join(f'<li><a href="/t{n}.html">第{n}号公告的标题在这里显示</a> 2026-11-1{n}</li>' for n in range(4))
DESKTOP = '<main style="width:1180px"><h1>{name}人民政府</h1>{extra}<ul>{news}</ul></main>'
PHONE = '<meta name="viewport" content="width=device-width, initial-scale=1">'
CITIES = ("redirecting", "alternate", "linked", "responsive", "none")


def page(body: str, head: str = "") -> ProxyReply:
    text = f"<!doctype html><html lang=zh-CN><meta charset=utf-8><title>门户</title>{head}<body>{body}</body></html>"
    return ProxyReply(headers=HTML, body=text.encode())


def answer(request: ProxyRequest) -> ProxyReply | None:
    """The portals: ``www.CITY.gov.cn``, and ``m.CITY.gov.cn`` where there is one."""
    parts = urlsplit(request.url)
    kind, city = parts.netloc.split(".")[:2]
    if city not in CITIES or (kind == "m" and city in ("responsive", "none")):
        return None
    if parts.path == "/robots.txt":
        return ProxyReply(404, headers=HTML, body=b"")
    if kind == "m":
        return page(f"<main><h1>{city}手机版</h1><ul>{NEWS}</ul></main>", PHONE)
    head, extra = "", ""
    if city == "redirecting" and "Mobile" in request.header("User-Agent"):
        return ProxyReply(302, headers=[("Location", f"http://m.{city}.gov.cn/")], body=b"")
    if city == "alternate":
        head = f'<link rel="alternate" media="only screen and (max-width: 640px)" href="http://m.{city}.gov.cn/">'
    if city == "linked":
        extra = f'<a href="http://m.{city}.gov.cn/">手机版</a>'
    if city == "responsive":
        return page(f"<main><h1>{city}人民政府</h1><ul>{NEWS}</ul></main>", PHONE)
    return page(DESKTOP.format(name=city, extra=extra, news=NEWS), head)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("mobile")
    seeds = folder / "seeds.csv"
    rows = [f"{city},http://www.{city}.gov.cn/,{city},{city}\n" for city in CITIES]
    seeds.write_text("city_id,portal_url,city_zh,city_en\n" + "".join(rows), "utf-8")
    with ForwardProxy(answer) as proxy:
        arguments = crawl_arguments(seeds, folder / "run", proxy.url, OBSERVED_AT="2026-11-20T12:00:00+08:00")
        done = scrapy(*arguments, timeout=300)
    assert "Traceback" not in done.stderr, done.stderr
    return {city: json.loads((folder / "run" / city / "result.json").read_text("utf-8")) for city in CITIES}


def entry(result: dict[str, Any]) -> dict[str, Any]:
    return next(entry for entry in result["entries"] if entry["entry"] == "mobile")


@needs_browser
@pytest.mark.parametrize("city", ["redirecting", "alternate", "linked"])
def test_a_host_of_its_own_is_found_and_walked(results: dict[str, dict[str, Any]], city: str) -> None:
    seen = entry(results[city])
    assert seen["found"] is True
    assert seen["final_url"] == f"http://m.{city}.gov.cn/"
    assert seen["pages"] >= 1
    assert results[city]["checks"]["mobile-entry-missing"]["findings"] == []


@needs_browser
def test_a_responsive_page_is_an_entry_at_the_same_address(results: dict[str, dict[str, Any]]) -> None:
    seen = entry(results["responsive"])
    assert seen["found"] is True
    assert seen["final_url"] == "http://www.responsive.gov.cn/"
    assert results["responsive"]["checks"]["mobile-entry-missing"]["findings"] == []


@needs_browser
def test_where_there_is_none_it_is_missing_and_nothing_else_is_said(results: dict[str, dict[str, Any]]) -> None:
    assert entry(results["none"])["found"] is False
    checks = results["none"]["checks"]
    assert [finding["outcome"] for finding in checks["mobile-entry-missing"]["findings"]] == ["fail"]
    assert checks["mobile-out-of-sync"]["findings"] == []


@needs_browser
def test_the_ways_are_told_apart(results: dict[str, dict[str, Any]]) -> None:
    ways = {city: entry(results[city])["how"]["en"] for city in CITIES}
    assert len(set(ways.values())) == len(CITIES), ways


M, WWW = "http://m.x.gov.cn/", "http://www.x.gov.cn/"


@pytest.mark.parametrize(
    ("page", "link", "words", "away"),
    [
        (M, f"{M}yw/", "要闻", False),
        (M, WWW, "首页", True),
        (M, f"{WWW}pc/index.html", "电脑版", True),
        (M, f"{WWW}art/1.html", "一篇稿件", False),
        (f"{WWW}art/1.html", f"{WWW}zwgk/", "政务公开", True),
    ],
)
def test_the_phone_does_not_walk_the_desktops_site(page: str, link: str, words: str, away: bool) -> None:
    assert leads_away(M, WWW, page, link, words) is away


def test_on_one_host_only_the_desktops_home_page_is_left_out() -> None:
    wap = f"{WWW}wap/"
    assert leads_away(wap, WWW, wap, WWW, "首页")
    assert not leads_away(wap, WWW, f"{WWW}art/1.html", f"{WWW}zwgk/", "政务公开")


@pytest.mark.parametrize(
    ("seed", "page", "mobile"),
    [
        ("", f"{M}yw/1.html", True), ("", f"{WWW}yw/1.html", False), ("", "http://rsj.x.gov.cn/yw/", False),
        ("", "http://m.y.gov.cn/", False), ("http://sj.x.gov.cn/", "http://sj.x.gov.cn/yw/", True),
    ],
)  # fmt: skip
def test_the_desktop_does_not_walk_the_mobile_entry(seed: str, page: str, mobile: bool) -> None:
    assert of_mobile(WWW, seed, page) is mobile


def test_a_portal_at_a_phones_host_is_walked() -> None:
    assert not of_mobile(M, M, f"{M}yw/1.html")

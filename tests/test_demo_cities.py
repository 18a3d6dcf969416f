"""The simulated cities are what their ground truth says: pages exist, links lead somewhere, dates follow today."""

from __future__ import annotations

import csv
import http.client
import io
import json
import re
import signal
import ssl
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from urllib.parse import urljoin, urlsplit

import pytest
from lxml import html

from crawler.forward_proxy import ForwardProxy, ProxyReply, ProxyRequest
from demo.portal import CODECS, Portal
from demo.synthetic import answer_for, fleet, portal, seeds_csv
from demo.world import CITIES, World

TODAY = date(2026, 11, 23)
CONTRACT_CHECKS = re.compile(
    r"(column|search|interaction|text|charset|link|attachment|soft|site|page|service|guide|opendata|identity|annual|"
    r"mobile|elder|pii|hidden|insecure|mixed|tls|home|a11y)-[a-z0-9-]+"
)


@cache
def world() -> World:
    return World(TODAY)


@cache
def truth(city: str) -> dict:
    return next(entry for entry in world().truth() if entry["city"] == city)


def get(portal: Portal, url: str) -> ProxyReply:
    return portal.answer(ProxyRequest("GET", url.split("#", maxsplit=1)[0]))


def content_type(reply: ProxyReply) -> str:
    return next((value for name, value in reply.headers if name == "Content-Type"), "")


def pages(portal: Portal) -> Iterator[tuple[str, str]]:
    """Every HTML page of a city: URL and text."""
    for url in portal.site.urls():
        reply = get(portal, url)
        if content_type(reply).startswith("text/html") and reply.body:
            codec = CODECS.get(portal.charset, portal.charset)
            yield url, reply.body.decode(codec, "replace")


@pytest.fixture(scope="module")
def proxy() -> Iterator[ForwardProxy]:
    with ForwardProxy(world().answer) as running:
        yield running


def through(proxy: ForwardProxy, url: str) -> http.client.HTTPResponse:
    parts, port = urlsplit(url), urlsplit(proxy.url).port
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if parts.scheme == "https":
        context = ssl.create_default_context(cadata=proxy.authority_pem.decode())
        connection = http.client.HTTPSConnection("127.0.0.1", port, timeout=20, context=context)
        connection.set_tunnel(parts.netloc, 443)
        connection.request("GET", path)
    else:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        connection.request("GET", url)
    reply = connection.getresponse()
    reply.read()
    connection.close()
    return reply


@pytest.mark.parametrize("city", CITIES)
def test_every_url_of_the_truth_answers_as_it_says(city, proxy):
    entry = truth(city)
    for group in ("expect", "never", "may"):
        for label in entry[group]:
            assert CONTRACT_CHECKS.fullmatch(label["check"]), label
            assert label["why"], label
            assert label["entry"] in ("desktop", "mobile")
            assert label["url"].startswith("http"), label
            if not label["url"].startswith(
                tuple(f"{s}://{h}" for s in ("http", "https") for h in world().portals[city].site.hosts)
            ):
                continue
            assert through(proxy, label["url"]).status == label.get("status", 200), label
    assert entry["clean"] is not bool(entry["expect"]) or entry["expect"] == []
    expected = {(label["check"], label["url"]) for label in entry["expect"]}
    assert not expected & {(label["check"], label["url"]) for label in entry["never"]}
    assert len(expected) == len(entry["expect"]), "a label twice"


@pytest.mark.parametrize("city", CITIES)
def test_links_inside_a_city_resolve_except_labelled_ones(city):
    portal, entry = world().portals[city], truth(city)
    labelled = {label["target"] for label in entry["expect"] if "target" in label}
    labelled |= {target for label in entry["expect"] for target in label.get("targets", [])}
    dead_pages = {label["url"] for label in entry["expect"] if label["check"] == "attachment-dead"}
    broken = set()
    for url, text in pages(portal):
        for element, attribute, link, _ in html.document_fromstring(
            text.encode(), parser=html.HTMLParser(encoding="utf-8")
        ).iterlinks():
            if element.tag == "form" and attribute == "action" and not link:
                continue
            target = urljoin(url, link)
            if not target.startswith("http") or link.startswith("#"):
                continue
            host = urlsplit(target).netloc
            if portal.site.owns(host):
                if not portal.site.has(target) and urlsplit(target).path not in labelled and url not in dead_pages:
                    broken.add((url, link))
            else:
                reply = world().answer(ProxyRequest("GET", target))
                if (reply is None or reply.status >= 400) and target not in labelled:
                    broken.add((url, link))
    assert not broken
    for target in labelled:
        reply = world().answer(ProxyRequest("GET", portal.absolute(target)))
        assert reply is None or reply.abort or reply.status >= 400 or not portal.site.has(target)


@pytest.mark.parametrize("city", CITIES)
def test_every_page_is_served(city):
    portal = world().portals[city]
    for url in portal.site.urls():
        reply = get(portal, url)
        assert reply.status in (200, 301, 302) or portal.planted_status(url) == reply.status, url
        assert reply.body or reply.status != 200 or url in portal.empty_answers, url


@pytest.mark.parametrize("city", CITIES)
def test_articles_differ_and_titles_are_unique(city):
    portal = world().portals[city]
    articles = [item for column in portal.columns() for item in column.items]
    titles = [item.title for item in articles]
    assert len(set(titles)) == len(titles)
    news = ["".join(item.blocks) for item in articles if item.key.startswith(("news", "office"))]
    shingles = [{text[i : i + 6] for i in range(len(text) - 5)} for text in news]
    for number, one in enumerate(shingles):
        for other in shingles[:number]:
            assert len(one & other) / max(1, len(one | other)) < 0.6


def test_seeds_have_the_columns_of_the_contract():
    rows = list(csv.DictReader(io.StringIO(world().seeds_csv())))
    assert [row["city_id"] for row in rows] == list(CITIES)
    for row in rows:
        assert re.fullmatch(r"[a-z][a-z0-9-]*", row["city_id"])
        assert urlsplit(row["portal_url"]).scheme in ("http", "https")
        assert re.fullmatch(r"\d{10}", row["site_id_code"])
    assert {"city_zh", "city_en", "province_zh", "tier", "admin_code", "service_url", "opendata_url"} <= set(rows[0])


def test_unknown_hosts_and_cities_are_refused():
    reply = world().answer(ProxyRequest("GET", "http://www.nowhere.test/"))
    assert reply is not None
    assert reply.status == 502
    assert ("X-Demo-Error", "unknown-host") in reply.headers
    with pytest.raises(ValueError, match="atlantis"):
        World(TODAY, ["atlantis"])


@pytest.mark.parametrize("city", [name for name in CITIES if truth(name)["clean"]])
def test_the_clean_city_is_clean(city):
    portal = world().portals[city]
    assert truth(city)["expect"] == []
    for column in portal.columns():
        if column.kind == "list":
            assert column.items, column.name
            newest = max(item.day for item in column.items)
            span = {"yw": 14, "bmdt": 14}.get(column.slug, 180 if column.slug in ("tzgg", "zcwj", "zcjd") else 365)
            assert TODAY - newest <= timedelta(days=span), column.name
    for url, text in pages(portal):
        assert "\ufffd" not in text, url
        assert not re.search(r"暂无|建设中|敬请期待|升级改版", text), url
        assert 'href="#"' not in text, url
        assert "javascript:" not in text, url
        assert '<html lang="zh-CN">' in text, url


@pytest.mark.parametrize("city", [name for name in CITIES if truth(name)["clean"]])
def test_the_clean_city_finds_its_own_titles(city):
    portal = world().portals[city]
    titles = [item.title for column in portal.columns() for item in column.items]
    titles += [letter.title for column in portal.columns() for letter in column.letters]
    for title in titles:
        reply = portal.answer(ProxyRequest("GET", f"{portal.site.root}search/?q={title}"))
        assert title in reply.body.decode().split("results")[-1], title
    nothing = portal.answer(ProxyRequest("GET", f"{portal.site.root}search/?q=qzxwvkj"))
    assert "没有找到" in nothing.body.decode()


@pytest.mark.parametrize("city", CITIES)
def test_dates_follow_today_and_nothing_else_does(city):
    later = TODAY + timedelta(days=400)
    one, other = world().portals[city], World(later, [city]).portals[city]
    newest = [max(item.day for column in portal.columns() for item in column.items) for portal in (one, other)]
    assert later - newest[1] == TODAY - newest[0]
    again = World(TODAY, [city]).portals[city]
    assert again.site.urls() == one.site.urls()
    for url in one.site.urls()[::7]:
        assert get(again, url).body == get(one, url).body


@pytest.mark.parametrize("city", CITIES)
def test_missing_pages_answer_404_unless_labelled(city):
    portal = world().portals[city]
    soft = any(label["check"] == "soft-404" for label in truth(city)["expect"])
    assert get(portal, f"{portal.site.root}no/such/page.html").status == (200 if soft else 404)


@pytest.mark.parametrize(("n_pages", "n_templates"), [(24, 12), (300, 12), (301, 20)])
def test_a_synthetic_portal_has_the_pages_and_templates_asked_for(n_pages, n_templates):
    made = portal(n_pages, n_templates, "www.simulated.gov.cn", TODAY)
    shapes, linked = set(), set()
    for url in made.urls():
        text = made.answer(ProxyRequest("GET", url)).body.decode()
        shapes |= set(re.findall(r'<body class="k(\d+)"', text))
        linked |= {urljoin(url, link) for link in re.findall(r'href="(/[^"]*)"', text)}
    assert len(shapes) == n_templates
    assert len(made.urls()) == n_pages + 2  # and the pages of search and consultation
    for url in linked:
        assert made.answer(ProxyRequest("GET", url)).status == 200, url
    for _, url in made.faults:
        assert made.answer(ProxyRequest("GET", url)).status == 200
    assert made.drawn
    assert made.drawn < set(made.urls())
    assert made.answer(ProxyRequest("GET", "http://elsewhere.test/")) is None


def test_many_synthetic_portals_share_one_proxy():
    portals = fleet(36, 60)
    answer = answer_for(portals)
    assert len({each.host for each in portals}) == 36
    assert all(answer(ProxyRequest("GET", each.root)).status == 200 for each in portals)
    assert len(list(csv.DictReader(io.StringIO(seeds_csv(portals))))) == 36


def test_truth_files_are_sorted_out_by_city():
    for city in CITIES:
        entry = json.loads(files("demo.cities").joinpath(f"{city}.truth.json").read_text("utf-8"))
        assert entry["city"] == city
        assert entry["technology"]


def test_the_command_prints_where_it_serves_and_ends_on_interrupt():
    process = subprocess.Popen(
        [sys.executable, "-m", "demo", "--cities", "anping", "--today", "2026-11-23"],
        stdout=subprocess.PIPE,
        text=True,
        # What a shell starts in the background ignores the interrupt, and hands that on.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509  one call, no lock
    )
    try:
        assert process.stdout is not None
        proxy = re.match(r"proxy: (http://127\.0\.0\.1:\d+)", process.stdout.readline())
        seeds = re.match(r"seeds: (.+)", process.stdout.readline())
        assert proxy
        assert seeds
        with open(seeds[1], encoding="utf-8") as file:  # noqa: PTH123 a path that another process printed
            assert next(csv.DictReader(file))["city_id"] == "anping"
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=20)
        assert process.returncode == 0
        assert "stopped" in rest
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()

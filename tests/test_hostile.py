"""Hostile pages and answers cost one page each."""

from __future__ import annotations

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from crawl_fixture import HTML, Portal, crawl_arguments, page, scrapy, states

from crawler.forward_proxy import ForwardProxy, ProxyReply

GZIP = [*HTML, ("Content-Encoding", "gzip")]
ATTRIBUTES = [f"a{number}=1" for number in range(50_000)]
LINKS = "".join(f'<a href="/many/{number}.html">链接{number}</a>' for number in range(10_000))

PAGES = {
    "/big": ProxyReply(headers=HTML, body=page("大", "<p>" + "很长的正文" * 340_000)),
    "/word": ProxyReply(
        headers=HTML, body=page("词", f"<style>{'x' * 1_000_000}</style><p>{'a-' * 200_000}?{'[' * 9000}")
    ),
    "/many": ProxyReply(headers=HTML, body=page("多", LINKS)),
    "/public-cookie": ProxyReply(headers=[*HTML, ("Set-Cookie", "a=1; Domain=gov.cn")], body=page("饼", "<p>x</p>")),
    "/self": ProxyReply(302, headers=[("Location", "/self"), ("Set-Cookie", "a=1")]),
    "/ring": ProxyReply(302, headers=[("Location", "/ring2")]),
    "/ring2": ProxyReply(302, headers=[("Location", "/ring")]),
    "/bomb": ProxyReply(headers=GZIP, body=gzip.compress(b"\0" * 60_000_000)),
    "/badzip": ProxyReply(headers=GZIP, body=b"\x1f\x8bno gzip at all"),
    "/empty": ProxyReply(headers=HTML),
    "/nolocation": ProxyReply(302, headers=[("Location", "")]),
    "/gbklocation": ProxyReply(302, headers=[("Location", "/政务.html".encode("gbk").decode("latin-1"))]),
    "/badlocation": ProxyReply(302, headers=[("Location", "http://[::1/")]),
    "/away": ProxyReply(302, headers=[("Location", "http://www.elsewhere.cn/")]),
    "/pdf": ProxyReply(headers=HTML, body=b"%PDF-1.4 " + b"\0" * 999),
    "/image": ProxyReply(headers=[("Content-Type", "image/png")], body=b"\x89PNG"),
    "/noise": ProxyReply(headers=HTML, body=bytes(range(256)) * 4000),
    "/charset": ProxyReply(headers=[("Content-Type", "text/html; charset=rot13")], body=page("名", "<p>文</p>")),
    "/deep": ProxyReply(headers=HTML, body=page("深", "<div>" * 50_000)),
    "/attributes": ProxyReply(headers=HTML, body=page("属性", f"<p {' '.join(ATTRIBUTES)}>x")),
    "/cut": ProxyReply(headers=HTML, body=page("断", "<p>x</p>") * 50, abort=True),
    "/reset": ProxyReply(abort=True),
    "/no-content": ProxyReply(204),
    "/teapot": ProxyReply(418, headers=HTML),
    "/odd-status": ProxyReply(799, headers=HTML, body=b"x"),
    "/sitemap.xml": ProxyReply(headers=[("Content-Type", "text/xml")], body=b"<urlset><url><loc>http://[</loc></url><url>"),
    "/robots.txt": ProxyReply(headers=[("Content-Type", "text/plain")], body=b"\xff\xfeSitemap: ::\nSitemap: http://[\n"),
    "/base": ProxyReply(headers=HTML, body=b"<base href='http://[bad'><a href=x>y</a><a href='//['>z</a>"),
}  # fmt: skip
HREFS = [
    "http://[",
    "http://a..b/",
    "http://%/",
    "javascript:alert(1)",
    "//",
    "?",
    "&#xd800;",
    "http://a:99999/",
    "\\\\x\\y",
]

EXPECTED = {
    "/self": ("failed", "redirect-loop"),
    "/ring": ("redirected", ""),
    "/ring2": ("redirected", ""),
    "/away": ("redirected", ""),
    "/pdf": ("not_html", "text/html"),
    "/image": ("not_html", "image/png"),
    "/cut": ("failed", "reset"),
    "/reset": ("failed", "reset"),
    "/no-content": ("failed", "status-204"),
    "/teapot": ("blocked", "status-418"),
    "/bomb": ("failed", "too-large"),
    "/charset": ("fetched", ""),
    "/big": ("fetched", ""),
    "/word": ("fetched", ""),
    "/many": ("fetched", ""),
    "/empty": ("fetched", ""),
    "/noise": ("fetched", ""),
}


def ended(run: Path) -> dict[str, tuple[str, str]]:
    """Path → (state, reason) of every page of the desktop entry."""
    with closing(sqlite3.connect(run / "anping" / "case.db")) as case:
        rows = case.execute("SELECT key, state, reason FROM urls WHERE entry = 'desktop'")
        return {key.removeprefix("anping.gov.cn"): (state, reason) for key, state, reason in rows}


@pytest.mark.parametrize(("render", "pages"), [("never", 40), ("always", 18)])
def test_a_city_of_hostile_pages(tmp_path: Path, render: str, pages: int) -> None:
    portal = Portal()
    portal.extra = dict(PAGES)
    menu = "".join(f'<li><a href="{path}">栏目{path}</a></li>' for path in PAGES)
    strange = "".join(f'<a href="{href}">怪</a>' for href in HREFS)
    portal.extra["/"] = ProxyReply(headers=HTML, body=page("首页", f"<nav><ul>{menu}</ul></nav>{strange}"))
    with ForwardProxy(portal.answer) as proxy:
        arguments = crawl_arguments(
            portal.write_seeds(tmp_path), tmp_path / "run", proxy.url, RENDER=render, PAGES_PER_SITE=pages,
            PAGE_WALL_SECONDS=15,
        )  # fmt: skip
        done = scrapy(*arguments, timeout=400)
    assert done.returncode in (0, 3), done.stderr
    assert "Traceback" not in done.stderr
    assert "queued" not in states(tmp_path / "run").values()
    seen = ended(tmp_path / "run")
    assert set(PAGES) <= set(seen)
    assert not [reason for _, reason in seen.values() if reason.startswith("internal")], seen
    if render == "never":
        assert {path: seen[path] for path in EXPECTED} == EXPECTED

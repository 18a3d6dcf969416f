"""Answers to artifacts: the page that was seen and the links that it shows."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from msgspec.structs import replace
from scrapy.http import Response

from checks.artifacts import AxeRun, Page
from checks.reading import Document
from crawler import frontier
from crawler.addresses import Scope, absolute, file_ending, page_key, without_visit
from crawler.browser.look import Look
from crawler.decoding import decode
from crawler.evidence import keep_response
from crawler.visits import Found, Row

#: Headers that a check or an auditor may ask for; the rest is not kept.
KEPT_HEADERS = frozenset({
    "content-type", "server", "x-powered-by", "last-modified", "date", "strict-transport-security",
    "content-security-policy",
    "x-frame-options", "content-language", "x-via", "via", "location", "x-content-type-options",
})  # fmt: skip
#: A page with more links than this is a trap or a dump; further ones are left unknown on purpose.
MOST_LINKS = 3000


def plain_page(response: Response, row: Row, seen_at: str, evidence: Path) -> Page:
    """The page as a plain fetch saw it; its bytes are kept as a record in the folder *evidence*."""
    content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
    text, encoding = decode(response.body, content_type)
    headers = [
        (name.decode("latin-1").lower(), b", ".join(values).decode("latin-1"))
        for name, values in response.headers.items()
    ]
    record = keep_response(evidence, response.url, response.status, headers, response.body, seen_at)
    return Page(
        url=response.url, entry=row.entry, html=text, rendered=False, requested_url=row.url, status=response.status,
        kind=row.kind, column=row.column_url, anchor=row.anchor, depth=row.depth, look=0, encoding=encoding,
        headers=tuple(sorted((name, value) for name, value in headers if name in KEPT_HEADERS)),
        seconds=round(response.meta["download_latency"], 3) if "download_latency" in response.meta else None,
        template=row.template, records=(record,), seen_at=seen_at,
    )  # fmt: skip


def answer_page(look: Look, row: Row, seen_at: str, evidence: Path) -> Page | None:
    """A rendered page's own answer as plain HTML, where it was not fetched plainly before; kept as a record."""
    if look.body is None:
        return None
    text, encoding = decode(look.body, dict(look.headers).get("content-type", ""))
    record = keep_response(evidence, look.url, look.status or 0, look.headers, look.body, seen_at)
    return Page(
        url=look.url, entry=row.entry, html=text, rendered=False, status=look.status or 0, encoding=encoding,
        records=(record,), seen_at=seen_at,
    )  # fmt: skip


def rendered_page(
    look: Look,
    row: Row,
    seen_at: str,
    *,
    missing: frozenset[str] = frozenset(),
    answer: Page | None = None,
    axe: AxeRun | None = None,
) -> Page:
    """The page as the browser saw it.

    *missing* are keys of URLs that a replayed archive lacks; *answer* is the page's own answer as plain HTML, whose
    bytes tell more of their encoding than the browser does.
    """
    encoding = look.encoding
    if answer is not None and answer.encoding is not None and page_key(answer.url) == page_key(look.url):
        encoding = replace(answer.encoding, used=encoding.used)
    failed = tuple(
        replace(resource, reason="unarchived") if page_key(resource.url) in missing else resource
        for resource in look.failed_resources
    )
    return Page(
        url=look.url, entry=row.entry, html=look.html, rendered=True, requested_url=row.url, status=look.status or 0,
        kind=row.kind, column=row.column_url, anchor=row.anchor, depth=row.depth, look=row.looks + 1,
        settled=look.settled,
        encoding=encoding, headers=tuple(sorted((name, value) for name,
        value in look.headers if name in KEPT_HEADERS)),
        timings=look.timings, viewport=look.viewport, overflow=look.overflow, failed_resources=failed,
        console_errors=look.console_errors, dialogs=look.dialogs, downloads=look.downloads, popups=look.popups,
        picture=look.picture, axe=axe, template=row.template,
        records=answer.records if answer is not None else (), seen_at=seen_at,
    )  # fmt: skip


def found_links(document: Document, row: Row, scope: Scope) -> tuple[Found, ...]:
    """Every link of the page with the state in which it begins: each URL once, in the order of the page."""
    best: dict[str, Found] = {}
    for url, anchor, region in _addresses(document):
        key = page_key(url)
        known = best.get(key)
        if known and known.anchor and known.tier <= frontier.MENU:
            continue
        found = _found(url, anchor, region, row, scope)
        if known is None or found.tier < known.tier or (not known.anchor and found.anchor):
            best[key] = found
        if len(best) >= MOST_LINKS:
            break
    return tuple(best.values())


def _addresses(document: Document) -> Iterator[tuple[str, str, str]]:
    for link in document.links:
        if link.url and not link.placeholder and (url := _fetchable(link.url)):
            yield url, link.name[:200], link.region
    for frame in document.root.iter("iframe", "frame"):
        if (source := frame.get("src")) and (url := absolute(document.base, source)):
            yield without_visit(url), frame.get("title") or "", ""
    for area in document.root.iter("area"):
        if (source := area.get("href")) and (url := absolute(document.base, source)):
            yield without_visit(url), area.get("alt") or area.get("title") or "", ""


@lru_cache(maxsize=20_000)  # most links of a page stand on every page of the site
def _fetchable(url: str) -> str | None:
    """The address that is fetched for a link to *url*, which is absolute already."""
    clean = absolute(url, url)
    return without_visit(clean) if clean else None


def _found(url: str, anchor: str, region: str, row: Row, scope: Scope) -> Found:
    kind = frontier.guess_kind(url, anchor)
    if url not in scope:
        return Found(url, anchor, kind, frontier.ELSEWHERE, "out_of_scope", "other-host")
    if kind == "attachment":
        return Found(url, anchor, kind, frontier.ELSEWHERE, "not_html", f"extension{file_ending(url)}")
    if frontier.is_harmful(url):
        return Found(url, anchor, kind, frontier.ELSEWHERE, "out_of_scope", "would-change-something")
    depth = row.depth + 1
    return Found(
        url, anchor, kind, frontier.tier(kind, anchor, url, region, depth, scope.is_main_host(url)),
        render="#" in url,  # the route of a single-page application exists in a browser only
    )  # fmt: skip

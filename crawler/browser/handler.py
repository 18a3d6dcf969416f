"""The download handler: a request with ``meta={"render": True}`` is opened in the browser, every other is plain HTTP.

Behind a handler, Scrapy's delay, robots.txt, retries and errbacks hold for rendered pages as for any other.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import ClassVar

from msgspec import Struct
from playwright.async_api import Error as BrowserError
from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import HtmlResponse, Response

from crawler.browser import clicks, opening, turning
from crawler.browser.axe import run_axe
from crawler.browser.look import Look, look_at
from crawler.browser.pool import Identity, Leased, PagePool
from crawler.browser.unfolding import folds, unfolded
from crawler.probes.search_box import search_box

logger = logging.getLogger(__name__)

#: Trials by the name under which case.db keeps them.
PROBES: dict[str, Callable[[Leased, str, dict[str, str], Path], Awaitable[Struct]]] = {"search": search_box}


class RenderFailed(Exception):
    """The browser could not show the page; the message is one of the reason words of ``crawler.outcome``."""


class BrowserDownloadHandler(HTTP11DownloadHandler):
    """One pool for http and https, made with the first page that needs it."""

    _pools: ClassVar[dict[int, PagePool]] = {}  # by crawler: Scrapy makes one handler for each scheme

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        settings = crawler.settings
        self._key = id(crawler)
        self._wall = settings.getfloat("PAGE_WALL_SECONDS")
        self._pause = settings.getfloat("DOWNLOAD_DELAY")
        self._size = settings.getint("BROWSER_PAGES")
        self._proxy = settings.get("CRAWL_PROXY") or None
        self._agent = f"portal-audit (+{settings['CONTACT']})"
        if self._size < 1:
            raise NotConfigured("BROWSER_PAGES must be at least 1")

    @property
    def pool(self) -> PagePool:
        """The pool of this crawl."""
        if self._key not in self._pools:
            self._pools[self._key] = PagePool(size=self._size, agent_suffix=self._agent, proxy=self._proxy)
        return self._pools[self._key]

    async def download_request(self, request: Request) -> Response:
        """Fetch or render. Raises RenderFailed, and whatever the HTTP client raises."""
        if request.meta.get("probe"):
            return await self._probe(request)
        if not request.meta.get("render"):
            return await super().download_request(request)
        identity = Identity(request.meta["city"], request.meta["entry"])
        try:
            look = await self._look(request, identity)
        except RenderFailed as failure:
            if str(failure) != "crash":
                raise
            # The browser may have died of another page: only who crashes it twice is to blame.
            look = await self._look(request, identity)
        if look.status is None:
            raise RenderFailed("no-page")
        request.meta["look"] = look
        return _response(request, look)

    async def _probe(self, request: Request) -> Response:
        """Make the trial that the request names on a page of its own; what it brought is in ``meta["seen"]``."""
        identity = Identity(request.meta["city"], request.meta["entry"], trial=True)
        trial = PROBES[request.meta["probe"]]
        self.crawler.stats.inc_value(f"probes/{request.meta['probe']}")
        try:
            async with self.pool.lease(identity) as leased, asyncio.timeout(self._wall * 2):
                seen = await trial(leased, request.url, request.meta["arguments"], Path(request.meta["evidence"]))
        except TimeoutError as error:
            raise RenderFailed("timeout") from error
        except BrowserError as error:
            raise RenderFailed(_reason(str(error))) from error
        request.meta["seen"] = seen
        return Response(request.url, request=request)

    async def _look(self, request: Request, identity: Identity) -> Look:
        evidence = request.meta.get("evidence")
        self.crawler.stats.inc_value("browser/looks")
        look: Look | None = None
        addresses: list[str] = []
        try:
            async with self.pool.lease(identity) as leased, asyncio.timeout(self._wall):
                look = await look_at(
                    leased, request.url, evidence=Path(evidence) if evidence else None,
                    with_body=request.meta.get("with_body", False), marks=True,
                )  # fmt: skip
                if request.meta.get("axe") and look.status is not None and look.status < 400:
                    request.meta["axe_run"] = await run_axe(leased)
                skip = request.meta.get("unfold")
                folded = skip is not None and await folds(leased.page, skip)
                letters = not request.meta.get("turn")
                rows = await opening.rows_that_open(leased.page, letters=letters) if request.meta.get("open") else 0
                if clicks.is_marked(look):
                    addresses = await clicks.press(leased)
                    if rows and sum(map(bool, addresses)) >= rows:
                        rows = 0  # they lead to pages, which the walk visits
            if request.meta.get("turn") and turning.turns(look.html):
                async with self.pool.lease(identity) as leased, asyncio.timeout(self._wall):
                    request.meta["turned"] = await turning.further_pages(leased, request.url, pause=self._pause)
            if rows:
                async with self.pool.lease(identity) as leased, asyncio.timeout(self._wall):
                    request.meta["opened"] = await opening.opened_letters(
                        leased, request.url, letters=letters, pause=self._pause
                    )
            if folded:
                async with self.pool.lease(identity) as leased, asyncio.timeout(self._wall):
                    request.meta["unfolded"] = await unfolded(leased, request.url, skip, pause=self._pause)
        except (TimeoutError, BrowserError) as error:
            if look is None:
                raise RenderFailed("timeout" if isinstance(error, TimeoutError) else _reason(str(error))) from error
            logger.debug("%s broke when it had been seen: %s", look.url, error)  # the pool replaces the page
        return clicks.with_addresses(look, addresses)

    async def close(self) -> None:
        if pool := self._pools.pop(self._key, None):
            stats = self.crawler.stats
            for name, count in pool.counts.items():
                stats.set_value(f"browser/{name}", count)
            await pool.close()
        await super().close()


def _response(request: Request, look: Look) -> Response:
    return HtmlResponse(
        look.url, status=look.status or 0, headers=dict(look.headers), body=look.html.encode(), encoding="utf-8",
        request=request,
    )  # fmt: skip


def _reason(text: str) -> str:
    """The reason word for a browser's error text (``net::ERR_…``)."""
    for mark, reason in (
        ("NAME_NOT_RESOLVED", "dns"), ("CONNECTION_REFUSED", "refused"), ("CONNECTION_RESET", "reset"),
        ("CONNECTION_CLOSED", "reset"), ("EMPTY_RESPONSE", "reset"), ("TIMED_OUT", "timeout"), ("Timeout", "timeout"),
        ("ERR_CERT", "tls"), ("ERR_SSL", "tls"), ("TUNNEL", "proxy"), ("PROXY", "proxy"), ("TOO_MANY_REDIRECTS",
        "redirect-loop"),
        ("ERR_ABORTED", "no-page"), ("Download is starting", "no-page"), ("crash", "crash"), ("closed", "crash"),
        ("ADDRESS_UNREACHABLE", "unreachable"),
    ):  # fmt: skip
        if mark in text:
            return reason
    return "browser"

"""Looks at pages with a real Chromium for tests, through the pool that the crawl uses; the network is a forward proxy.

Every test has host names of its own, so that no two of them can meet in the browser's cache.
"""

from __future__ import annotations

import asyncio
import itertools
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import pytest_asyncio

from checks.artifacts import Page
from checks.reading import Document, read
from crawler.browser.chromium import find_chromium
from crawler.browser.look import Look, look_at
from crawler.browser.pool import Identity, PagePool
from crawler.forward_proxy import ForwardProxy, ProxyReply, ProxyRequest

HTML = [("Content-Type", "text/html; charset=utf-8")]
POOL_SIZE = 3
_numbers = itertools.count(1)

Answer = Callable[[ProxyRequest], ProxyReply]


class Net:
    """The simulated network: pages and answering functions by URL; remembers what was asked."""

    def __init__(self) -> None:
        self.pages: dict[str, str | bytes | ProxyReply | Answer] = {}
        self.asked: list[ProxyRequest] = []
        self._arrived: dict[str, threading.Event] = {}

    def host(self) -> str:
        """A host name that no other test has."""
        return f"t{next(_numbers)}.gov.cn"

    def answer(self, request: ProxyRequest) -> ProxyReply | None:
        self.asked.append(request)
        if event := self._arrived.get(request.url):
            event.set()
        given = self.pages.get(request.url)
        if given is None:
            known = any(urlsplit(url).netloc == urlsplit(request.url).netloc for url in self.pages)
            return ProxyReply(404, headers=HTML) if known else None
        if callable(given):
            return given(request)
        if isinstance(given, ProxyReply):
            return given
        return ProxyReply(
            headers=HTML, body=given.encode("utf-8", "surrogatepass") if isinstance(given, str) else given
        )

    async def arrival(self, url: str, started: asyncio.Future[Look]) -> asyncio.Future[Look]:
        """Give back *started* once *url* was asked for."""
        event = self._arrived.setdefault(url, threading.Event())
        assert await asyncio.to_thread(event.wait, 20), f"{url} was never asked for"
        event.clear()
        return started


@pytest.fixture(scope="module")
def net() -> Net:
    return Net()


@pytest.fixture(scope="module")
def proxy(net: Net) -> Iterator[ForwardProxy]:
    with ForwardProxy(net.answer) as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pool(proxy: ForwardProxy) -> AsyncIterator[PagePool]:
    assert find_chromium(), "no Chromium on this machine: `make setup` installs one, and these tests need it"
    running = PagePool(size=POOL_SIZE, agent_suffix="portal-audit-tests", proxy=proxy.url)
    yield running
    await running.close()


async def see(
    pool: PagePool, url: str, *, city: str = "anping", wall: float = 30, evidence: Path | None = None
) -> Look:
    """Look at *url* as the download handler does: a page on loan, bounded by the wall clock."""
    async with pool.lease(Identity(city, "desktop")) as leased, asyncio.timeout(wall):
        return await look_at(leased, url, evidence=evidence)


async def look(pool: PagePool, net: Net, page: str | bytes, *, wall: float = 30) -> Look:
    """Serve *page* under a new name and look at it."""
    url = f"http://{net.host()}/"
    net.pages[url] = page
    return await see(pool, url, wall=wall)


def document(seen: Look) -> Document:
    """The snapshot, read as the checks read it."""
    return read(Page(url=seen.url, entry="desktop", html=seen.html, rendered=True))


def shown(seen: Look) -> str:
    return document(seen).words


LIST = "".join(f'<li><a href="/t{number}.html">稿件标题第{number}号</a></li>' for number in range(1, 9))

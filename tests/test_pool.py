"""The pool of browser pages: what crashes, is killed or grows old is replaced and costs one page. A real Chromium."""

from __future__ import annotations

import asyncio
import time

import psutil
import pytest
from playwright.async_api import Error as BrowserError

from crawler.browser.look import Look, look_at
from crawler.browser.pool import OPEN_SECONDS, Identity, PagePool
from crawler.forward_proxy import ForwardProxy, ProxyReply
from tests.looks_fixture import HTML, POOL_SIZE, Net, look, net, pool, proxy, see, shown

__all__ = ["net", "pool", "proxy"]  # fixtures

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_crashed_renderer_costs_one_page_and_the_pool_never_shrinks(pool: PagePool, net: Net) -> None:
    await look(pool, net, "<p>好</p>")  # the browser runs, whichever test comes first
    before = dict(pool.counts)
    for _ in range(POOL_SIZE + 1):
        with pytest.raises((BrowserError, TimeoutError)):
            await see(pool, "chrome://crash", city="crash", wall=10)
    assert pool.counts["pages_broken"] - before["pages_broken"] == POOL_SIZE + 1
    assert pool.counts["browsers"] == before["browsers"]
    # had a crash kept its place, none would be left
    async with asyncio.timeout(60):
        after = await asyncio.gather(*(look(pool, net, "<p>好</p>") for _ in range(2 * POOL_SIZE)))
    assert {shown(seen) for seen in after} == {"好"}


async def test_a_renderer_that_crashes_while_it_is_looked_at(pool: PagePool, net: Net) -> None:
    url = f"http://{net.host()}/"
    net.pages[url] = "<p>x</p><script>setTimeout(() => 0, 3500); fetch('running')</script>"

    async def crash() -> None:
        async with pool.lease(Identity("crash-late", "desktop")) as leased, asyncio.timeout(15):
            looking = await net.arrival(f"{url}running", asyncio.ensure_future(look_at(leased, url)))
            killed = asyncio.ensure_future(leased.cdp.send("Page.crash"))
            try:
                await looking
            finally:
                killed.cancel()

    with pytest.raises((BrowserError, TimeoutError)):
        await crash()
    assert "好" in shown(await look(pool, net, "<p>好</p>"))


def browser_processes() -> list[psutil.Process]:
    """The browsers' own main processes among our descendants."""
    return [
        process
        for process in psutil.Process().children(recursive=True)
        if "--remote-debugging-pipe" in process.cmdline() and not any("--type=" in part for part in process.cmdline())
    ]


async def test_a_killed_browser_is_replaced(proxy: ForwardProxy, net: Net) -> None:
    earlier = {process.pid for process in browser_processes()}
    own = PagePool(size=2, agent_suffix="", proxy=proxy.url)
    try:
        assert "一" in shown(await look(own, net, "<p>一</p>"))
        started = [process for process in browser_processes() if process.pid not in earlier]
        assert started
        for process in started:
            process.kill()
        await asyncio.to_thread(psutil.wait_procs, started, timeout=10)
        try:
            await look(own, net, "<p>二</p>")
        except BrowserError:
            assert own.counts["pages_broken"] == 1, "the page that lay ready is what the kill may cost"
        assert "三" in shown(await look(own, net, "<p>三</p>"))
        assert own.counts["browsers"] == 2

        # and while a page is being looked at: that page is lost, the next one is not
        url = f"http://{net.host()}/"
        net.pages[url] = ProxyReply(headers=HTML, body=b"late", delay=30)
        waiting = await net.arrival(url, asyncio.ensure_future(see(own, url)))
        for process in browser_processes():
            if process.pid not in earlier:
                process.kill()
        with pytest.raises(BrowserError):
            await waiting
        assert "四" in shown(await look(own, net, "<p>四</p>"))
        assert own.counts["browsers"] == 3
    finally:
        await own.close()


async def test_a_browser_that_is_killed_while_pages_open_is_replaced_at_once(proxy: ForwardProxy, net: Net) -> None:
    earlier = {process.pid for process in browser_processes()}
    own = PagePool(size=4, agent_suffix="", proxy=proxy.url)

    async def in_two_attempts(url: str) -> Look:
        try:
            return await see(own, url)
        except BrowserError:
            return await see(own, url)

    try:
        urls = [f"http://{net.host()}/" for _ in range(4)]
        for url in urls:
            net.pages[url] = ProxyReply(headers=HTML, body=b"late", delay=60)
        first, *others = [asyncio.ensure_future(in_two_attempts(url)) for url in urls]
        await net.arrival(urls[0], first)  # the other pages are being opened at that moment
        net.pages.update(dict.fromkeys(urls, "<p>到了</p>"))
        begun = time.monotonic()
        for process in browser_processes():
            if process.pid not in earlier:
                process.kill()
        assert [shown(seen) for seen in await asyncio.gather(first, *others)] == ["到了"] * len(urls)
        assert time.monotonic() - begun < OPEN_SECONDS / 2
    finally:
        await own.close()


async def test_the_browser_is_renewed_while_pages_are_wanted(
    proxy: ForwardProxy, net: Net, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crawler.browser.pool.LOADS_PER_BROWSER", 4)
    running = PagePool(size=2, agent_suffix="portal-audit-tests", proxy=proxy.url)
    seen = await asyncio.gather(*(look(running, net, "<p>好</p>") for _ in range(12)))
    await running.close()
    assert [shown(one) for one in seen] == ["好"] * 12
    assert running.counts["browsers"] >= 2
    assert not running.counts["pages_broken"]


async def test_a_cancelled_look_gives_its_page_back(pool: PagePool, net: Net) -> None:
    url = f"http://{net.host()}/"
    net.pages[url] = ProxyReply(headers=HTML, body=b"late", delay=30)
    for _ in range(POOL_SIZE + 1):
        looking = await net.arrival(url, asyncio.ensure_future(see(pool, url)))
        looking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await looking
    assert "好" in shown(await look(pool, net, "<p>好</p>", wall=10))


async def test_closing_leaves_no_process_behind(proxy: ForwardProxy, net: Net) -> None:
    earlier = {process.pid for process in psutil.Process().children(recursive=True)}
    own = PagePool(size=1, agent_suffix="", proxy=proxy.url)
    await look(own, net, "<p>x</p>")
    left = [process for process in psutil.Process().children(recursive=True) if process.pid not in earlier]
    assert left
    await own.close()
    _, alive = psutil.wait_procs(left, timeout=10)
    assert alive == []

"""Our pool of reused pages with the full look, against a bare loop of ``goto`` on reused pages.

Same pages (60 kB each, of twelve templates, see demo/synthetic.py), same concurrency, same browser switches, one
machine, one run, taking turns (A B, B A, …). Ours is what the walk does with most rendered pages: open, wait until the
page is settled, scroll through it if anything waits for that, take the snapshot with all places. Screenshots and
axe-core are for the first pages of a template only and are not part of either. The bare loop waits for the load event
and takes nothing.

``processor_ms`` is the processor time of a page (our process, driver and browser together): on a machine that others
use it says more than the clock does.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from functools import partial
from statistics import median
from typing import Any, NamedTuple

import psutil
from playwright.async_api import Page, async_playwright

from benchmarks.command import Refused, opened, parser, rounded, say, show
from benchmarks.serving import portals, served
from crawler.browser import clicks
from crawler.browser.chromium import find_chromium, needs_no_sandbox
from crawler.browser.look import look_at
from crawler.browser.pool import DESKTOP_SIZE, SWITCHES, Identity, PagePool

PAGE_BYTES = 60_000


def main(argv: list[str]) -> dict[str, Any]:
    """Measure and print; returns the object of ``--json``. Raises Refused without a browser."""
    arguments = parser("render", __doc__)
    arguments.add_argument("--pages", type=int, default=60, help="pages a turn (default: 60)")
    arguments.add_argument("--rounds", type=int, default=5, help="turns of each (default: 5)")
    arguments.add_argument("--concurrency", type=int, default=8, help="pages open at a time (default: 8)")
    options = arguments.parse_args(argv)
    if find_chromium() is None:
        raise Refused("no Chromium was found: run `make setup`")
    result = opened("render")
    with served(partial(portals, 1, max(options.pages, 24), 12, PAGE_BYTES)) as server:
        urls = server.urls[: options.pages]
        turns = asyncio.run(_measure(urls, server.proxy, options.rounds, options.concurrency))
    rates = {name: [turn.rate for turn in found] for name, found in turns.items()}
    costs = {name: median(turn.processor for turn in found) * 1000 for name, found in turns.items()}
    result |= {
        "ratio": rounded(median(a / b for a, b in zip(rates["ours"], rates["baseline"], strict=True))),
        "ours": rounded(median(rates["ours"])), "baseline": rounded(median(rates["baseline"])), "unit": "pages/s",
        "processor_ms": {name: rounded(cost) for name, cost in costs.items()},
        "processor_ratio": rounded(costs["baseline"] / costs["ours"]) if costs["ours"] else None,
        "pages": len(urls), "concurrency": options.concurrency,
        "turns": {name: [rounded(rate) for rate in found] for name, found in rates.items()},
    }  # fmt: skip
    if not options.json:
        show(
            result, "ratio", "ours", "baseline", "unit", "processor_ms", "processor_ratio", "pages", "concurrency",
            "turns",
        )  # fmt: skip
    return result


class Turn(NamedTuple):
    """One turn of one of the two: pages a second, and processor seconds a page."""

    rate: float
    processor: float


async def _measure(urls: list[str], proxy: str, rounds: int, concurrency: int) -> dict[str, list[Turn]]:
    pool = PagePool(size=concurrency, agent_suffix="portal-audit", proxy=proxy)
    identity = Identity("benchmark", "desktop")

    async def look(url: str) -> None:
        async with pool.lease(identity) as leased:
            if clicks.is_marked(await look_at(leased, url, marks=True)):
                await clicks.press(leased)

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=find_chromium(), args=list(SWITCHES), chromium_sandbox=not needs_no_sandbox(),
            proxy={"server": proxy},
        )  # fmt: skip
        context = await browser.new_context(viewport={"width": DESKTOP_SIZE[0], "height": DESKTOP_SIZE[1]})
        idle: list[Page] = [await context.new_page() for _ in range(concurrency)]

        async def bare(url: str) -> None:
            page = idle.pop()
            await page.goto(url)
            idle.append(page)

        turns: dict[str, list[Turn]] = {"ours": [], "baseline": []}
        for visit in (look, bare):  # a turn that is not counted: pages open, our pool finds how many it may use
            await _turn(urls, visit, concurrency)
        for turn in range(rounds):
            order = [("ours", look), ("baseline", bare)]
            for name, visit in order if turn % 2 == 0 else reversed(order):
                turns[name].append(await _turn(urls, visit, concurrency))
            told = ", ".join(
                f"{name} {found[-1].rate:.1f} pages/s, {found[-1].processor * 1000:.0f} ms"
                for name, found in turns.items()
            )
            say(f"turn {turn + 1}: {told}")
        await pool.close()
        await browser.close()
    return turns


async def _turn(urls: list[str], visit: Callable[[str], Awaitable[None]], concurrency: int) -> Turn:
    """Do *visit* to all *urls*, so many at a time."""
    left = iter(urls)

    async def work() -> None:
        for url in left:
            await visit(url)

    start, before = time.perf_counter(), _spent()
    async with asyncio.TaskGroup() as tasks:
        for _ in range(concurrency):
            tasks.create_task(work())
    return Turn(len(urls) / (time.perf_counter() - start), (_spent() - before) / len(urls))


def _spent() -> float:
    """Processor seconds of this process, the drivers and the browsers, without what serves the pages."""
    total = 0.0
    me = psutil.Process()
    for process in (me, *me.children(recursive=True)):
        try:
            name = process.name().lower()
            if process != me and "python" in name:
                continue
            times = process.cpu_times()
            total += times.user + times.system
            if process != me:  # renderers come and go: the browser's own processes have waited for them
                total += times.children_user + times.children_system
        except psutil.Error:
            continue  # it ended meanwhile
    return total

"""axe-core as the walk runs it, against axe-core that measures every element.

    python -m benchmarks axe [--data DIR] [--pages N] [--json]

Ours measures what is drawn (contrast, links within text, sizes of targets) on a few of many elements that are drawn
alike, and on all of them where one fails (crawler/browser/axe.js). Both run on the same opened page and take turns in
being first. ``ratio`` is the time of measuring all by ours; ``lost`` and ``gained`` name every rule and normalised
place that only one of them found broken, ``undecided`` the rules that only one left open.

Pages are those of a synthetic portal (60 kB each), or with ``--data`` the pages saved from real sites in
``DIR/portals.warc.gz``.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from playwright.async_api import Error as BrowserError

from benchmarks.command import Refused, data_folder, listed, opened, parser, rounded, show
from benchmarks.serving import portals, served
from checks.accessibility.axe_results import node_place
from checks.artifacts import AxeRun
from crawler.addresses import file_ending
from crawler.browser.axe import LARGE_GROUP, run_axe
from crawler.browser.chromium import find_chromium
from crawler.browser.look import look_at
from crawler.browser.pool import Identity, Leased, PagePool
from crawler.replay import Replay

PAGE_BYTES, EVERY = 60_000, 2**31


def main(argv: list[str]) -> dict[str, Any]:
    """Measure and print; returns the object of ``--json``. Raises Refused without a browser or without the data."""
    arguments = parser("axe", __doc__)
    arguments.add_argument("--data", type=Path, metavar="DIR", help="folder with the archive of saved pages")
    arguments.add_argument("--pages", type=int, default=48, help="pages at most (default: 48)")
    options = arguments.parse_args(argv)
    if find_chromium() is None:
        raise Refused("no Chromium was found: run `make setup`")
    if options.data:
        archive = data_folder(options.data, "portals.warc.gz") / "portals.warc.gz"
    result = opened("axe")
    with _archived(archive) if options.data else _synthetic(options.pages) as (proxy, urls):
        result |= asyncio.run(_measure(urls, proxy, options.pages))
    if not options.json:
        show(result, "ratio", "ours", "baseline", "unit", "pages", "places")
        for name in ("lost", "gained", "undecided"):
            listed(name, result[name])
    return result


@contextmanager
def _synthetic(pages: int) -> Iterator[tuple[str, list[str]]]:
    with served(partial(portals, 1, max(pages, 24), 12, PAGE_BYTES)) as server:
        yield server.proxy, server.urls


@contextmanager
def _archived(archive: Path) -> Iterator[tuple[str, list[str]]]:
    replay = Replay(archive).start()
    try:
        yield replay.url, [url for url in replay.urls if not file_ending(url)]
    finally:
        replay.stop()


async def _measure(urls: list[str], proxy: str, most: int) -> dict[str, Any]:
    pool = PagePool(size=1, agent_suffix="portal-audit", proxy=proxy)
    seconds = {LARGE_GROUP: 0.0, EVERY: 0.0}
    seen, places = 0, 0
    lost: list[str] = []
    gained: list[str] = []
    undecided: list[str] = []
    for url in urls:
        if seen == most:
            break
        found: dict[int, AxeRun] = {}
        try:
            async with pool.lease(Identity("benchmark", "desktop")) as leased:
                if (await look_at(leased, url)).status != 200:
                    continue
                await run_axe(leased)  # not counted: the first run on a page compiles axe-core
                for large in (LARGE_GROUP, EVERY) if seen % 2 else (EVERY, LARGE_GROUP):
                    found[large] = await _timed(leased, large, seconds)
        except BrowserError:
            continue  # a font or a picture of the archive: no page
        ours, whole = (_places(found[large]) for large in (LARGE_GROUP, EVERY))
        seen += 1
        places += len(whole)
        lost += [f"{url} {rule} {place}" for rule, place in sorted(whole - ours)]
        gained += [f"{url} {rule} {place}" for rule, place in sorted(ours - whole)]
        open_rules = set(found[LARGE_GROUP].undecided) ^ set(found[EVERY].undecided)
        undecided += [f"{url} {rule}" for rule in sorted(open_rules)]
    await pool.close()
    if not seen:
        raise Refused("none of the pages could be opened")
    ours_ms, whole_ms = (seconds[large] / seen * 1000 for large in (LARGE_GROUP, EVERY))
    return {
        "ratio": rounded(whole_ms / ours_ms), "ours": rounded(ours_ms), "baseline": rounded(whole_ms),
        "unit": "ms/page", "pages": seen, "places": places, "lost": lost, "gained": gained, "undecided": undecided,
    }  # fmt: skip


async def _timed(leased: Leased, large: int, seconds: dict[int, float]) -> AxeRun:
    start = time.perf_counter()
    run = await run_axe(leased, large=large)
    seconds[large] += time.perf_counter() - start
    return run


def _places(run: AxeRun) -> set[tuple[str, str]]:
    return {(rule.rule, node_place(node.selector)) for rule in run.violations for node in rule.nodes}

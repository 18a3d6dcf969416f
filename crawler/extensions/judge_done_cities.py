"""Judges a city in a worker process as soon as nothing of it is left to fetch, while others are still crawled."""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import signal
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler

from crawler.audit import Audited, Telling, audit_city, exit_code, tell_run, telling_from
from crawler.city import MOST_ROUNDS, CityCrawl
from crawler.run import now
from crawler.scheduler import city_exhausted

if TYPE_CHECKING:
    from crawler.spiders.portals import PortalsSpider

logger = logging.getLogger(__name__)

#: Judging takes a processor for some seconds a city, and cities of one size are done at one time. Workers are started
#: when there is something to judge, so that one city needs one.
WORKERS = min(4, os.cpu_count() or 1)


class JudgeDoneCities:
    """Gives every exhausted city to ``audit_city``; plans the looks it asks for, or takes down its verdict."""

    def __init__(self, crawler: Crawler, telling: Telling) -> None:
        self._crawler, self._telling = crawler, telling
        self._workers: ProcessPoolExecutor | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._closing: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls(crawler, telling_from(crawler.settings))
        crawler.signals.connect(extension.city_exhausted, signal=city_exhausted)
        crawler.signals.connect(extension.spider_closed, signal=signals.spider_closed)
        return extension

    def city_exhausted(self, city: CityCrawl) -> None:
        task = asyncio.ensure_future(self._judge(city))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _judge(self, city: CityCrawl) -> None:
        spider: PortalsSpider = self._crawler.spider  # type: ignore[assignment]
        try:
            audited = await self._audit(city.folder, ask=spider.render != "never" and city.rounds < MOST_ROUNDS)
            if audited.wants:
                if city.look_again(list(audited.wants)) and (row := city.next()):
                    # Through the engine's front door, which wakes it up.
                    self._crawler.engine.crawl(row if not hasattr(row, "looks") else spider.request(city, row))
                return
            city.done(audited.verdict)
        except Exception:
            # The one place that keeps a fault of ours in one city from ending the run; it is told, and exit code 1.
            logger.exception("judging %s failed", city.id)
            spider.faults.append(city.id)
            city.done("error")
        if all(other.phase == "done" for other in spider.cities.values()):
            # In a task of its own: closing cancels what still judges, and must not cancel itself.
            self._closing = asyncio.ensure_future(self._crawler.engine.close_spider_async(reason="finished"))

    async def _audit(self, folder: Path, *, ask: bool) -> Audited:
        if self._workers is None:
            # Not forked: a fork would take the event loop's threads and the browser's pipes with it.
            self._workers = ProcessPoolExecutor(WORKERS, mp_context=multiprocessing.get_context("spawn"))
        # The worker is started here: born with interrupts ignored, it sleeps through a Ctrl-C at any moment.
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            judged = self._workers.submit(_audit_in_worker, folder, self._telling, now(), ask)
        finally:
            signal.signal(signal.SIGINT, before)
        return await asyncio.wrap_future(judged)

    async def spider_closed(self, spider: Spider, reason: str) -> None:
        for task in self._tasks:
            task.cancel()
        if self._workers:
            self._workers.shutdown(wait=True, cancel_futures=True)
        run, cities = spider.run, spider.cities.values()  # type: ignore[attr-defined]
        finished = all(city.phase == "done" for city in cities)
        for city in cities:
            city.close()
        if any((run.folder / city.id / "result.json").is_file() for city in cities):
            tell_run(run.folder, self._telling)
        code = exit_code([city.verdict for city in cities]) if finished else 4
        if spider.faults:  # type: ignore[attr-defined]
            code = 1
        run.save("finished" if finished else "stopped", exit_code=code)


def _audit_in_worker(folder: Path, telling: Telling, generated_at: str, ask: bool) -> Audited:
    return audit_city(folder, telling, generated_at, ask=ask)

"""How far the run is: a live table on a terminal, a plain line a minute elsewhere."""

from __future__ import annotations

import asyncio
import sys
import time
from collections import deque
from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.live import Live
from rich.table import Table
from scrapy import Spider, signals
from scrapy.crawler import Crawler

if TYPE_CHECKING:
    from crawler.city import CityCrawl

#: Seconds between two lines where nobody watches, and between two pictures of the table where somebody does.
LINE_SECONDS, TABLE_SECONDS = 60.0, 1.0
#: Seconds over which the rate is taken: more than two lines apart.
RATE_SECONDS = 150.0
#: Cities shown in the table; the others are counted in its last row.
MOST_ROWS = 40

_PHASES = {
    "walk": "walking 采集",
    "mobile": "mobile entry 移动端",
    "trials": "trying the search 检索",
    "judge": "judging 研判",
    "looks": "looking again 复核",
    "done": "done 完成",
}


class Progress:
    """Reads the cities' counts; asks nothing of the network."""

    def __init__(self, crawler: Crawler, console: Console) -> None:
        self._crawler, self._console = crawler, console
        self._task: asyncio.Task[None] | None = None
        self._live: Live | None = None
        self._stored: deque[tuple[float, int]] = deque()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls(crawler, Console(stderr=True))
        crawler.signals.connect(extension.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(extension.spider_closed, signal=signals.spider_closed)
        return extension

    def spider_opened(self, spider: Spider) -> None:
        if not hasattr(spider, "cities"):
            return
        self._task = asyncio.ensure_future(self._tell(spider))

    async def spider_closed(self, spider: Spider) -> None:
        if self._task:
            self._task.cancel()
        if self._live:
            self._live.stop()

    async def _tell(self, spider: Spider) -> None:
        if self._console.is_terminal:
            self._live = Live(self._table(spider), console=self._console, refresh_per_second=2, transient=True)
            self._live.start()
        while True:
            await asyncio.sleep(TABLE_SECONDS if self._live else LINE_SECONDS)
            if self._live:
                self._live.update(self._table(spider))
            else:
                print(self._line(spider), file=sys.stderr, flush=True)

    def _numbers(self, spider: Spider) -> tuple[list[tuple[CityCrawl, int, int]], float]:
        """Pages seen and queued of every city, and pages a second over the last minute."""
        rows = []
        for city in spider.cities.values():  # type: ignore[attr-defined]
            counts = city.counts()
            queued = min(counts.get("queued", 0), max(0, city.budget - city.requested))
            rows.append((city, counts.get("fetched", 0) + counts.get("rendered", 0), queued))
        moment = time.monotonic()
        self._stored.append((moment, sum(seen for _, seen, _ in rows)))
        while self._stored[0][0] < moment - RATE_SECONDS:
            self._stored.popleft()
        (first, before), (last, after) = self._stored[0], self._stored[-1]
        return rows, (after - before) / (last - first) if last > first else 0.0

    def _line(self, spider: Spider) -> str:
        rows, rate = self._numbers(spider)
        done = sum(city.phase == "done" for city, _, _ in rows)
        seen, queued = sum(row[1] for row in rows), sum(row[2] for row in rows)
        left = f", about {_span(queued / rate)} left" if rate and queued else ""
        return f"{done} of {len(rows)} cities done, {seen} pages seen, {queued} queued, {rate:.1f} pages/s{left}"

    def _table(self, spider: Spider) -> Table:
        rows, _ = self._numbers(spider)
        table = Table(title=self._line(spider), title_justify="left", expand=False)
        for heading in ("city 城市", "state 状态", "pages 页面", "queued 待采"):
            table.add_column(heading, justify="left" if heading[0] in "cs" else "right")
        working = [row for row in rows if row[0].phase != "done"]
        for city, seen, queued in working[:MOST_ROWS]:
            table.add_row(city.id, _PHASES[city.phase], str(seen), str(queued))
        if len(working) > MOST_ROWS:
            table.add_row(f"… {len(working) - MOST_ROWS} more", "", "", "")
        return table


def _span(seconds: float) -> str:
    minutes = round(seconds / 60)
    return f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{max(1, minutes)} min"

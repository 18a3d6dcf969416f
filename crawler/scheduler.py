"""Scrapy's scheduler on the cities' case.db files: there is no second queue."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Self

from scrapy import Request, Spider
from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import Crawler

from crawler.city import CityCrawl
from crawler.visits import Probe, Row

if TYPE_CHECKING:
    from crawler.spiders.portals import PortalsSpider

#: Sent once when a city has nothing left to request in its phase; arguments: city.
city_exhausted = object()

#: Cities walked at the same time: each keeps a database and perhaps a browser context open.
MOST_CITIES = 100


class CaseScheduler(BaseScheduler):
    """Takes turns among the cities; within a city the frontier's own order holds."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._with_browser = crawler.settings["RENDER"] != "never"
        self._turns: deque[CityCrawl] = deque()
        self._waiting: deque[CityCrawl] = deque()
        self.spider: PortalsSpider | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def open(self, spider: Spider) -> None:
        self.spider = spider  # type: ignore[assignment]
        self._waiting.extend(spider.cities.values())  # type: ignore[attr-defined]
        self._admit()

    def _admit(self) -> None:
        while self._waiting and len(self._turns) < MOST_CITIES:
            self._turns.append(self._waiting.popleft())

    def has_pending_requests(self) -> bool:
        return bool(self._turns or self._waiting)

    def enqueue_request(self, request: Request) -> bool:
        """Retries come back here; every other request is made from a row of a case."""
        city = request.meta.get("city_crawl")
        if not isinstance(city, CityCrawl):
            return False
        city.again(request)
        return True

    def next_request(self) -> Request | None:
        """The next request of the city whose turn it is; None when all that can be sent is under way."""
        for _ in range(len(self._turns)):
            city = self._turns[0]
            self._turns.rotate(-1)
            if city.phase == "done":
                self._turns.remove(city)
                city.close()
                self._admit()
                continue
            chosen = city.next()
            if isinstance(chosen, Request):
                return chosen
            if isinstance(chosen, Row | Probe):
                return self._request(city, chosen)
            if city.is_exhausted and city.phase != "looks":
                city.advance(with_browser=self._with_browser)
                chosen = city.next()
                if isinstance(chosen, Row | Probe):
                    return self._request(city, chosen)
            if city.is_exhausted or (city.phase == "judge" and not city.is_judging):
                city.enter("judge")
                city.is_judging = True
                self._crawler.signals.send_catch_log(signal=city_exhausted, city=city)
        return None

    def _request(self, city: CityCrawl, chosen: Row | Probe) -> Request:
        assert self.spider is not None
        return self.spider.trial(city, chosen) if isinstance(chosen, Probe) else self.spider.request(city, chosen)

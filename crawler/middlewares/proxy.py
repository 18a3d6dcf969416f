"""Sends every request through the forward proxy, if there is one: pages, robots.txt and probes alike."""

from __future__ import annotations

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured


class CrawlProxy:
    """Set as a middleware, because Scrapy's own robots.txt requests carry no meta of ours."""

    def __init__(self, proxy: str) -> None:
        self.proxy = proxy

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        proxy = crawler.settings.get("CRAWL_PROXY")
        if not proxy:
            raise NotConfigured("CRAWL_PROXY is empty")
        return cls(proxy)

    def process_request(self, request: Request) -> None:
        request.meta["proxy"] = self.proxy

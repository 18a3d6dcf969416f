"""Cookies by the list of public suffixes that we ship: Scrapy's own middleware would fetch one from the network.

It would do so with the first cookie of a run, past CRAWL_PROXY and holding up the event loop while it waits.
"""

from __future__ import annotations

from collections.abc import Iterable
from http.cookiejar import Cookie

from scrapy import Request
from scrapy.downloadermiddlewares.cookies import CookiesMiddleware
from scrapy.http.cookies import CookieJar
from scrapy.utils.httpobj import urlparse_cached

from crawler.addresses import is_public_suffix


class PortalCookies(CookiesMiddleware):
    """Keeps a cookie that names a public suffix (``gov.cn``) for the host that set it, and for no other."""

    def _process_cookies(self, cookies: Iterable[Cookie], *, jar: CookieJar, request: Request) -> None:
        host = (urlparse_cached(request).hostname or "").lower()
        for cookie in cookies:
            named = cookie.domain.removeprefix(".")
            if named and is_public_suffix(named):
                if named != host:
                    continue
                cookie.domain = host
            if host:
                jar.set_cookie_if_ok(cookie, request)

"""The routes of one simulated site: URL → reply, built on first request and kept."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from crawler.forward_proxy import ProxyReply, ProxyRequest

Maker = Callable[[], ProxyReply]
Handler = Callable[[ProxyRequest, dict[str, str]], ProxyReply]


def reply(body: bytes, content_type: str, status: int = 200, **headers: str) -> ProxyReply:
    """A reply with *body*; keyword headers have ``_`` for ``-``."""
    pairs = [("Server", "nginx"), ("Content-Type", content_type)]
    pairs += [(name.replace("_", "-"), value) for name, value in headers.items()]
    return ProxyReply(status, headers=pairs, body=body)


def text_reply(text: str, content_type: str = "text/html; charset=utf-8", status: int = 200) -> ProxyReply:
    """UTF-8 text."""
    return reply(text.encode(), content_type, status)


def json_reply(value: Any, status: int = 200) -> ProxyReply:
    """JSON in UTF-8."""
    return text_reply(json.dumps(value, ensure_ascii=False), "application/json; charset=utf-8", status)


def redirect(location: str, status: int = 302) -> ProxyReply:
    """A redirect to *location*."""
    return reply(b"", "text/html", status, Location=location)


def fields(request: ProxyRequest, charset: str = "utf-8") -> dict[str, str]:
    """Query and form fields of *request*, the form's winning."""
    pairs = parse_qsl(urlsplit(request.url).query, keep_blank_values=True, encoding=charset, errors="replace")
    if request.body and "json" not in request.header("Content-Type"):
        pairs += parse_qsl(request.body.decode("latin-1"), keep_blank_values=True, encoding=charset, errors="replace")
    return dict(pairs)


class Site:
    """All hosts of one city. Routes are added while the city is built and only read afterwards."""

    def __init__(self, scheme: str, host: str, charset: str = "utf-8") -> None:
        self.scheme = scheme
        self.host = host
        self.charset = charset
        self.hosts = {host}
        self.not_found: Callable[[str], ProxyReply] = lambda url: text_reply("404", status=404)
        self._pages: dict[str, ProxyReply | Maker] = {}
        self._handlers: dict[str, Handler] = {}
        self._lock = threading.RLock()

    @property
    def root(self) -> str:
        """The home page's URL."""
        return f"{self.scheme}://{self.host}/"

    def key(self, url: str) -> str:
        """*url* (absolute or rooted) as it is kept: host, path and query without the scheme."""
        if url.startswith("/"):
            return self.host + url
        parts = urlsplit(url)
        return f"{parts.netloc}{parts.path or '/'}" + (f"?{parts.query}" if parts.query else "")

    def put(self, url: str, page: ProxyReply | Maker) -> None:
        """Answer *url* with *page*, or with what *page* makes when first asked. ValueError when it is taken."""
        key = self.key(url)
        if key in self._pages:
            raise ValueError(f"two pages at {key}")
        self._pages[key] = page
        self.hosts.add(key.split("/")[0])

    def on(self, url: str, handler: Handler) -> None:
        """Let *handler* answer every request for *url*, whatever its query."""
        self._handlers[self.key(url)] = handler
        self.hosts.add(self.key(url).split("/")[0])

    def urls(self) -> list[str]:
        """Every fixed URL, in the order it was added."""
        return [f"{self.scheme}://{key}" for key in self._pages]

    def owns(self, host: str) -> bool:
        """Whether requests for *host* are for this site."""
        return host in self.hosts or f"www.{host}" == self.host

    def has(self, url: str) -> bool:
        """Whether *url* is a page of the plan, not an error page that a soft 404 would hide."""
        key = self.key(url.split("#", maxsplit=1)[0])
        bare = key.split("?")[0]
        return bare in self._handlers or any(
            candidate in self._pages for candidate in (key, bare, bare.removesuffix("index.html"), f"{bare}/")
        )

    def answer(self, request: ProxyRequest) -> ProxyReply:
        """The reply to *request*, whose host is one of ours."""
        parts = urlsplit(request.url)
        if f"www.{parts.netloc}" == self.host:
            return redirect(f"{self.scheme}://{self.host}{parts.path or '/'}", 301)
        if parts.scheme != self.scheme:
            # An http site has nothing on port 443; an https site sends visitors there.
            return (
                ProxyReply(abort=True)
                if parts.scheme == "https"
                else redirect(request.url.replace("http:", "https:", 1), 301)
            )
        key = self.key(request.url)
        bare = key.split("?")[0]
        if handler := self._handlers.get(bare):
            return handler(request, fields(request, self.charset))
        for candidate in (key, bare, bare.removesuffix("index.html")):
            if candidate in self._pages:
                return self._made(candidate)
        if f"{bare}/" in self._pages:
            return redirect(f"{self.scheme}://{bare}/", 301)
        return self.not_found(request.url)

    def _made(self, key: str) -> ProxyReply:
        page = self._pages[key]
        if not isinstance(page, ProxyReply):
            with self._lock:
                page = self._pages[key]
                if not isinstance(page, ProxyReply):
                    page = self._pages[key] = page()
        return page

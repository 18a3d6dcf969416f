"""In which state a URL ends, and by which reason word: ours and theirs kept apart.

The fingerprints of front servers that answer a challenge instead of the page were seen on city portals (captured
cookies and headers, 2026). A challenge is recorded and never solved.
"""

from __future__ import annotations

import re

from scrapy.exceptions import DownloadFailedError, DownloadTimeoutError, IgnoreRequest
from scrapy.http import Response
from twisted.internet import error as network
from twisted.python.failure import Failure
from twisted.web.client import ResponseFailed

from checks.artifacts import UrlState
from crawler.browser.handler import RenderFailed
from crawler.browser.pool import BrowserMissing
from crawler.replay import UNARCHIVED_HEADER

#: Statuses with which front servers turn programs away. 404, 410 and 500 are the site's own.
REFUSALS = frozenset({401, 402, 403, 405, 406, 407, 412, 418, 421, 422, 429, 444, 451, 493, 521, 567})
#: Statuses that say "gone" in the site's own voice.
GONE = frozenset({400, 404, 410, 414, 500, 501})

_CHALLENGE_COOKIES = re.compile(
    r"__jsl(?:uid|_clearance)(?:_[sh])?=|(?:^|[\s;,])[A-Za-z0-9]{8,20}(?:443)?S=[^;]{20,}.*HttpOnly|FSSBBIl1UgzbN7N80[ST]=",
    re.IGNORECASE,
)
_CHALLENGE_BODY = re.compile(
    rb"\$_ts\s*[=.\[]|__jsl_clearance|;go\(\{\"bts\"|safedog|\xe7\xbd\x91\xe7\xab\x99\xe9\x98\xb2\xe7\x81\xab\xe5\xa2\x99|"
    rb"\xe6\x82\xa8\xe7\x9a\x84\xe8\xaf\xb7\xe6\xb1\x82\xe8\xa2\xab\xe6\x8b\xa6\xe6\x88\xaa|yunsuo_session|_guard/(?:auto|click)\.js",
)
#: A body shorter than this that has a script and no link is a shell: the browser must say what it becomes.
SHELL_BYTES = 3072
_PAGE_TYPES = ("text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml", "")


def of_response(response: Response) -> tuple[UrlState, str]:
    """The state and reason word for a plain answer."""
    status = response.status
    if UNARCHIVED_HEADER.encode() in response.headers:
        return "unarchived", "archive-miss"
    if is_challenge(response):
        return "blocked", "waf"
    if 300 <= status < 400 and response.headers.get("Location"):
        return "redirected", ""
    if status in REFUSALS:
        return "blocked", "login" if status == 401 else f"status-{status}"
    if status in GONE:
        return "dead", f"status-{status}"
    if status >= 500:
        return "failed", f"status-{status}"
    if status >= 400:
        return "dead", f"status-{status}"
    if status in (204, 205) or 300 <= status < 400:
        return "failed", f"status-{status}"
    content_type = (response.headers.get("Content-Type") or b"").decode("latin-1").partition(";")[0].strip().lower()
    if not is_html(content_type, response.body):
        return "not_html", content_type[:60] or "binary"
    return "fetched", ""


def is_challenge(response: Response) -> bool:
    """True for a front server's challenge page: its cookies or its script say so, and it shows no link."""
    body = response.body
    if len(body) > 20_000 or b"<a " in body.lower():
        return False
    if response.status in (202, 412, 521) and b"<script" in body.lower():
        return True
    cookies = " ".join(value.decode("latin-1") for value in response.headers.getlist("Set-Cookie"))
    return bool(_CHALLENGE_BODY.search(body)) or (
        b"<script" in body.lower() and len(body) < SHELL_BYTES and bool(_CHALLENGE_COOKIES.search(cookies))
    )


def is_html(content_type: str, body: bytes) -> bool:
    """True for what a browser would show as a page: by its type, or by its bytes where the type is vague."""
    start = body[:2048].lstrip(b"\xef\xbb\xbf\x00 \t\r\n").lower()
    marked = (
        start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")) or b"<html" in start or b"<body" in start
    )
    if content_type in ("text/html", "application/xhtml+xml"):
        return not body.startswith((b"%PDF-", b"\x89PNG", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\xff\xd8\xff"))
    if content_type in _PAGE_TYPES or content_type == "application/octet-stream":
        return marked
    return False


def is_shell(body: bytes) -> bool:
    """True for a body that says nothing before its scripts have run."""
    lower = body.lower()
    return len(body) < SHELL_BYTES and b"<script" in lower and b"<a " not in lower


def of_failure(failure: Failure) -> tuple[UrlState, str]:
    """The state and reason word for a request that brought no answer."""
    error = failure.value
    if isinstance(error, RenderFailed):
        return "failed", str(error)
    if isinstance(error, IgnoreRequest):
        # Scrapy gives up an answer that unpacks to more than DOWNLOAD_MAXSIZE with the same exception.
        return ("robots", "robots-txt") if "robots.txt" in str(error) else ("failed", "too-large")
    if isinstance(error, BrowserMissing):
        return "failed", "no-browser"
    for kinds, reason in _FAILURES:
        if isinstance(error, kinds):
            return "failed", reason
    if isinstance(error, ResponseFailed):
        texts = " ".join(str(inner.value) for inner in error.reasons)
        return "failed", "tls" if "SSL" in texts or "TLS" in texts else "reset"
    text = f"{type(error).__name__} {error}"
    for word, reason in (("Cancelled", "too-large"), ("SSL", "tls"), ("TLS", "tls"), ("Timeout", "timeout"),
    ("Tunnel", "proxy"),
                         ("DNS", "dns"), ("Refused", "refused"), ("DataLoss", "reset")):  # fmt: skip
        if word.lower() in text.lower():
            return "failed", reason
    return "failed", "reset" if isinstance(error, DownloadFailedError) else type(error).__name__


_FAILURES: tuple[tuple[tuple[type[BaseException], ...], str], ...] = (
    ((DownloadTimeoutError, network.TimeoutError, network.TCPTimedOutError, TimeoutError), "timeout"),
    ((network.DNSLookupError, network.UnknownHostError), "dns"),
    ((network.ConnectionRefusedError,), "refused"),
    ((network.NoRouteError,), "unreachable"),
    ((network.ConnectionLost, network.ConnectionDone), "reset"),
)

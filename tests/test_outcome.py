"""In which state a URL ends: the site's fault and ours kept apart."""

from __future__ import annotations

import pytest
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response
from twisted.internet import error as network
from twisted.python.failure import Failure
from twisted.web.client import ResponseFailed

from crawler.browser.handler import RenderFailed
from crawler.browser.pool import BrowserMissing
from crawler.gather.outcome import is_challenge, is_shell, of_failure, of_response
from crawler.replay import UNARCHIVED_HEADER

PAGE = b"<!doctype html><html><body><a href=/>x</a></body></html>"
HTML = {"Content-Type": "text/html"}


def answer(status: int = 200, body: bytes = PAGE, **headers: str | list[str]) -> Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response("http://www.anping.gov.cn/", status=status, body=body, headers={**HTML, **named})


@pytest.mark.parametrize(
    ("response", "state", "reason"),
    [
        (answer(), "fetched", ""),
        (answer(301, b"", Location="/a"), "redirected", ""),
        (answer(302, b""), "failed", "status-302"),
        (answer(304, b""), "failed", "status-304"),
        (answer(204, b""), "failed", "status-204"),
        (answer(401), "blocked", "login"),
        (answer(403), "blocked", "status-403"),
        (answer(429), "blocked", "status-429"),
        (answer(404), "dead", "status-404"),
        (answer(410), "dead", "status-410"),
        (answer(500), "dead", "status-500"),
        (answer(416), "dead", "status-416"),
        (answer(502), "failed", "status-502"),
        (answer(503), "failed", "status-503"),
        (answer(599), "failed", "status-599"),
        (answer(404, b"", **{UNARCHIVED_HEADER: "1"}), "unarchived", "archive-miss"),
        (answer(200, b"%PDF-1.4"), "not_html", "text/html"),
        (answer(200, b"%PDF-1.4", Content_Type="application/pdf"), "not_html", "application/pdf"),
        (answer(200, b"{}", Content_Type="application/json"), "not_html", "application/json"),
        (answer(200, PAGE, Content_Type="text/plain"), "fetched", ""),
        (answer(200, PAGE, Content_Type="application/octet-stream"), "fetched", ""),
        (answer(200, b"plain", Content_Type="text/plain"), "not_html", "text/plain"),
        (answer(200, PAGE, Content_Type=""), "fetched", ""),
        (answer(200, b"\x00\x01\x02", Content_Type=""), "not_html", "binary"),
        (answer(200, PAGE, Content_Type="TEXT/HTML ;charset=x"), "fetched", ""),
        (answer(200, b"\xff\xfe" + PAGE.decode().encode("utf-16-le"), Content_Type="text/html"), "fetched", ""),
    ],
)
def test_an_answer_has_one_state_and_one_reason(response: Response, state: str, reason: str) -> None:
    assert of_response(response) == (state, reason)


@pytest.mark.parametrize(
    "response",
    [
        answer(521, b"<script>document.cookie='__jsl_clearance=1'</script>", Set_Cookie="__jsluid_s=abc; path=/"),
        answer(412, b"<html><script>$_ts=window['$_ts'];</script></html>"),
        answer(202, b"<script>var a=1</script>"),
        answer(200, b"<script>$_ts.nsd=1</script>"),
        answer(200, "<h1>您的请求被拦截</h1>".encode()),
        answer(200, b"<script src=/_guard/auto.js></script>"),
    ],
)
def test_a_challenge_is_blocked_and_never_a_fault_of_the_site(response: Response) -> None:
    assert is_challenge(response)
    assert of_response(response) == ("blocked", "waf")


def test_a_page_with_links_is_no_challenge_whatever_cookie_it_sets() -> None:
    response = answer(200, PAGE + b"<script>1</script>", Set_Cookie="__jsluid_s=abc")
    assert not is_challenge(response)


def test_a_shell_says_nothing_before_its_scripts_ran() -> None:
    assert is_shell(b"<div id=app></div><script src=app.js></script>")
    assert not is_shell(PAGE)
    assert not is_shell(b"<p>x</p>")


@pytest.mark.parametrize(
    ("error", "state", "reason"),
    [
        (DownloadTimeoutError(), "failed", "timeout"),
        (network.TimeoutError(), "failed", "timeout"),
        (network.DNSLookupError(), "failed", "dns"),
        (network.ConnectionRefusedError(), "failed", "refused"),
        (network.NoRouteError(), "failed", "unreachable"),
        (network.ConnectionLost(), "failed", "reset"),
        (ResponseFailed([Failure(network.ConnectionDone())]), "failed", "reset"),
        (CannotResolveHostError("DNS lookup failed: no results"), "failed", "dns"),
        (DownloadConnectionRefusedError("Connection was refused"), "failed", "refused"),
        (DownloadFailedError("[<twisted.python.failure.Failure ConnectionLost>]"), "failed", "reset"),
        (DownloadFailedError("[('SSL routines', '', 'certificate verify failed')]"), "failed", "tls"),
        (ResponseDataLossError(), "failed", "reset"),
        (IgnoreRequest("Forbidden by robots.txt"), "robots", "robots-txt"),
        (
            IgnoreRequest("Ignored response <200 http://a/> because its body exceeded DOWNLOAD_MAXSIZE"),
            "failed",
            "too-large",
        ),
        (RenderFailed("crash"), "failed", "crash"),
        (BrowserMissing("none"), "failed", "no-browser"),
        (ValueError("something else"), "failed", "ValueError"),
    ],
)
def test_a_request_without_an_answer_has_a_reason_too(error: Exception, state: str, reason: str) -> None:
    assert of_failure(Failure(error)) == (state, reason)

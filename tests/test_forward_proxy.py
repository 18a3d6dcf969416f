"""The forward proxy, spoken to over real sockets, real TLS and by a real browser."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import sync_playwright

from crawler.browser.chromium import find_chromium, needs_no_sandbox
from crawler.forward_proxy import ForwardProxy, ProxyReply, ProxyRequest

TEXT = [("Content-Type", "text/html; charset=utf-8")]


class Origin:
    """The whole simulated network of these tests; remembers what was asked."""

    def __init__(self) -> None:
        self.seen: list[ProxyRequest] = []

    def answer(self, request: ProxyRequest) -> ProxyReply | None:
        self.seen.append(request)
        parts = urlsplit(request.url)
        if not (parts.hostname or "").endswith("example.gov.cn"):
            return None
        match parts.path:
            case "/slow":
                return ProxyReply(200, headers=TEXT, body=b"late", delay=0.3)
            case "/never":
                return ProxyReply(200, headers=TEXT, body=b"never", delay=3600)
            case "/reset":
                return ProxyReply(abort=True)
            case "/half":
                return ProxyReply(200, headers=TEXT, body=b"x" * 1000, abort=True)
            case "/empty":
                return ProxyReply(204)
            case "/odd":
                headers = [("X-A", "1"), ("X-A", "2"), ("Content-Length", "99999"), ("X-Folded", "a\r\n b")]
                headers.append(("X-Raw", "\xe5\x85\xb1"))  # 共 in UTF-8, with the byte of a control for "next line"
                return ProxyReply(521, "Origin Down", headers=headers, body=b"\x80\xff\x00")
            case "/bug":
                raise LookupError("a bug in the answer function")
            case "/echo":
                return ProxyReply(200, headers=TEXT, body=request.body)
        body = f"<title>{request.url}</title><p id=word>你好</p><script>fetch('/api?q=1')</script>".encode()
        return ProxyReply(200, headers=TEXT, body=body)


@pytest.fixture
def origin() -> Origin:
    return Origin()


@pytest.fixture
def proxy(origin: Origin) -> Iterator[ForwardProxy]:
    with ForwardProxy(origin.answer) as running:
        yield running


def port_of(proxy: ForwardProxy) -> int:
    port = urlsplit(proxy.url).port
    assert port
    return port


@pytest.fixture
def client(proxy: ForwardProxy) -> Iterator[http.client.HTTPConnection]:
    connection = http.client.HTTPConnection("127.0.0.1", port_of(proxy), timeout=10)
    yield connection
    connection.close()


def secure_client(proxy: ForwardProxy, host: str) -> http.client.HTTPSConnection:
    """A client that verifies the certificate of *host* against the proxy's own authority."""
    context = ssl.create_default_context(cadata=proxy.authority_pem.decode())
    connection = http.client.HTTPSConnection("127.0.0.1", port_of(proxy), timeout=10, context=context)
    connection.set_tunnel(host, 443)
    return connection


def test_plain_requests_share_one_connection(client, origin):
    for path in ("/a", "/b"):
        client.request("GET", f"http://www.example.gov.cn{path}", headers={"Accept": "*/*"})
        reply = client.getresponse()
        assert reply.status == 200
        assert f"http://www.example.gov.cn{path}" in reply.read().decode()
    sock = client.sock
    assert sock is not None
    assert [request.url for request in origin.seen] == [
        "http://www.example.gov.cn/a",
        "http://www.example.gov.cn/b",
    ]
    assert origin.seen[0].header("ACCEPT") == "*/*"


def test_head_tells_the_length_and_sends_no_body(client):
    client.request("GET", "http://www.example.gov.cn/")
    length = len(client.getresponse().read())
    client.request("HEAD", "http://www.example.gov.cn/")
    reply = client.getresponse()
    assert (int(reply.headers["Content-Length"]), reply.read()) == (length, b"")
    client.request("GET", "http://www.example.gov.cn/")  # the connection is still in step
    assert len(client.getresponse().read()) == length


def test_status_reason_headers_and_bytes_are_untouched(client):
    client.request("GET", "http://www.example.gov.cn/odd")
    reply = client.getresponse()
    assert (reply.status, reply.reason) == (521, "Origin Down")
    assert reply.headers.get_all("X-A") == ["1", "2"]
    assert reply.headers["Content-Length"] == "3"
    assert reply.headers["X-Folded"] == "a  b"
    assert reply.headers["X-Raw"] == "\xe5\x85\xb1"
    assert reply.read() == b"\x80\xff\x00"


def test_no_content_has_no_length(client):
    client.request("GET", "http://www.example.gov.cn/empty")
    reply = client.getresponse()
    assert (reply.status, reply.headers["Content-Length"], reply.read()) == (204, None, b"")


def test_unknown_hosts_are_502(client):
    client.request("GET", "http://elsewhere.test/")
    reply = client.getresponse()
    assert (reply.status, reply.headers["X-Proxy-Error"]) == (502, "unknown-host")
    reply.read()


def test_bodies_arrive_with_a_length_and_in_chunks(client, origin):
    client.request("POST", "http://www.example.gov.cn/echo", body="标题".encode())
    assert client.getresponse().read().decode() == "标题"
    client.request("POST", "http://www.example.gov.cn/echo", body=iter([b"ab", b"cd"]), encode_chunked=True)
    assert client.getresponse().read() == b"abcd"
    assert [request.method for request in origin.seen] == ["POST", "POST"]


def test_tls_hosts_keep_https_and_have_their_own_certificate(proxy, origin):
    for host in ("www.example.gov.cn", "search.example.gov.cn", "www.example.gov.cn"):
        connection = secure_client(proxy, host)
        for path in ("/x?q=1", "/echo"):
            connection.request("POST", path, body=b"1")
            reply = connection.getresponse()
            assert reply.status == 200
            reply.read()
        connection.close()
    assert {request.url for request in origin.seen} == {
        f"https://{host}{path}"
        for host in ("www.example.gov.cn", "search.example.gov.cn")
        for path in ("/x?q=1", "/echo")
    }


def test_unknown_tls_hosts_are_502_inside_the_tunnel(proxy):
    connection = secure_client(proxy, "elsewhere.test")
    connection.request("GET", "/")
    assert connection.getresponse().status == 502
    connection.close()


def test_delay_and_abort(client, proxy):
    started = time.monotonic()
    client.request("GET", "http://www.example.gov.cn/slow")
    assert client.getresponse().read() == b"late"
    assert time.monotonic() - started >= 0.3
    client.request("GET", "http://www.example.gov.cn/reset")
    with pytest.raises(ConnectionError):
        client.getresponse()
    client.close()
    client.request("GET", "http://www.example.gov.cn/half")
    reply = client.getresponse()
    with pytest.raises((ConnectionError, http.client.IncompleteRead)):
        reply.read()
    client.close()
    secure = secure_client(proxy, "www.example.gov.cn")
    secure.request("GET", "/reset")
    with pytest.raises((ConnectionError, ssl.SSLError)):
        secure.getresponse()
    secure.close()


@pytest.mark.parametrize(
    "bytes_sent",
    [
        b"",
        b"\x16\x03\x01\x00\x05hello",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET http://www.example.gov.cn/ HTTP/1.1\r\nContent-Length: many\r\n\r\n",
        b"POST http://www.example.gov.cn/echo HTTP/1.1\r\nContent-Length: 10\r\n\r\nshort",
        b"POST http://www.example.gov.cn/echo HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n",
        b"POST http://www.example.gov.cn/echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET http://www.example.gov.cn/" + b"a" * 70000 + b" HTTP/1.1\r\n\r\n",
        b"GET http://[ HTTP/1.1\r\n\r\n",
        b"CONNECT nonsense HTTP/1.1\r\n\r\n",
        b"CONNECT www.example.gov.cn:443 HTTP/1.1\r\n\r\nthis is no handshake",
    ],
)
def test_broken_clients_do_no_harm(proxy, client, bytes_sent, caplog):
    with socket.create_connection(("127.0.0.1", port_of(proxy)), timeout=10) as broken:
        broken.sendall(bytes_sent)
        broken.shutdown(socket.SHUT_WR)
        answer = b""
        try:
            while piece := broken.recv(65536):
                answer += piece
        except ConnectionError:
            answer += b""  # closed on us with bytes unread: as good as an end
    assert answer == b"" or answer.startswith(b"HTTP/1.")
    client.request("GET", "http://www.example.gov.cn/")
    assert client.getresponse().status == 200
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


def test_a_bug_in_the_answer_function_is_logged(client, caplog):
    client.request("GET", "http://www.example.gov.cn/bug")
    with pytest.raises((ConnectionError, http.client.RemoteDisconnected)):
        client.getresponse()
    deadline = time.monotonic() + 5
    while "a bug in the answer function" not in caplog.text and time.monotonic() < deadline:
        threading.Event().wait(0.01)
    assert "a bug in the answer function" in caplog.text


def test_stop_does_not_wait_for_silent_or_slow_clients(origin):
    with ForwardProxy(origin.answer) as running:
        silent = socket.create_connection(("127.0.0.1", port_of(running)))
        slow = socket.create_connection(("127.0.0.1", port_of(running)))
        slow.sendall(b"GET http://www.example.gov.cn/never HTTP/1.1\r\n\r\n")
        while not origin.seen:
            threading.Event().wait(0.01)
        started = time.monotonic()
    assert time.monotonic() - started < 3
    silent.close()
    slow.close()


def test_a_real_browser_loads_plain_and_tls_pages(proxy, origin):
    chromium = find_chromium()
    assert chromium, "no Chromium on this machine: `make setup` installs one, and this test needs it"
    flags = ["--no-sandbox"] if needs_no_sandbox() else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=flags, proxy={"server": proxy.url}, headless=True
        )
        page = browser.new_context(ignore_https_errors=True).new_page()
        for url in ("http://www.example.gov.cn/", "https://www.example.gov.cn/"):
            with page.expect_response(lambda response: "/api" in response.url) as drawn:
                reply = page.goto(url)
            assert reply is not None
            assert reply.status == 200
            assert drawn.value.url == f"{url}api?q=1"
            assert page.title() == url
            assert page.inner_text("#word") == "你好"
        browser.close()
    assert "https://www.example.gov.cn/api?q=1" in [request.url for request in origin.seen]

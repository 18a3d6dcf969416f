"""A forward proxy on loopback whose answers come from a function, for simulated cities and archives.

The crawler and the browser both send absolute URLs to a proxy, so a site that exists only in memory
(or in a WARC file) can keep its real host name, its scheme and its redirects. The proxy knows nothing
about where answers come from: it reads requests, asks ``answer`` and writes what it is given.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import logging
import socket
import ssl
import struct
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import responses
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

logger = logging.getLogger(__name__)

#: Seconds a client may stay silent on an open connection before it is closed.
IDLE_SECS = 120.0
#: Longest request body that is read; a longer one is answered with 413.
MAX_REQUEST_BYTES = 16 * 1024 * 1024
#: Belong to one connection, not to the message (RFC 9110, 7.6.1): the proxy writes its own.
HOP_BY_HOP = frozenset(
    {
        "connection",
        "content-length",
        "keep-alive",
        "proxy-connection",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)
#: What the clock may be wrong by between the two ends of a TLS handshake.
CLOCK_SKEW = dt.timedelta(days=2)


@dataclass(frozen=True, slots=True)
class ProxyRequest:
    """One request as the client meant it: *url* is absolute and keeps ``https`` where TLS was spoken."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    def header(self, name: str) -> str:
        """The first header of that name (in any case), or an empty string."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")


@dataclass(frozen=True, slots=True)
class ProxyReply:
    """What the client is to see.

    *headers* are sent in this order and with these bytes (text is latin-1, as in WARC files and
    ``http.client``); only connection headers and Content-Length are the proxy's own. *delay* is the
    number of seconds before the first byte. With *abort* the connection is reset: at once if *body*
    is empty, otherwise after half of it.
    """

    status: int = 200
    reason: str = ""
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""
    delay: float = 0.0
    abort: bool = False


Answer = Callable[[ProxyRequest], ProxyReply | None]


class _Certificates:
    """Server-side TLS contexts, one a host name, signed by an authority that lives as long as the proxy."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="forward-proxy-")
        self._lock = threading.Lock()
        self._contexts: dict[str, ssl.SSLContext] = {}
        self._ca_key = ec.generate_private_key(ec.SECP256R1())
        # One key for all leaves: making a key is the slow part, and nothing here needs secrecy.
        self._leaf_key = ec.generate_private_key(ec.SECP256R1())
        self._ca_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "forward proxy, throwaway CA")])
        key_id = x509.SubjectKeyIdentifier.from_public_key(self._ca_key.public_key())
        self._authority = self._sign(
            self._ca_name,
            self._ca_key,
            [(x509.BasicConstraints(ca=True, path_length=0), True), (key_id, False)],
        )

    @property
    def authority_pem(self) -> bytes:
        """The authority's certificate, for a client that wants to verify."""
        return self._authority.public_bytes(serialization.Encoding.PEM)

    def context(self, host: str) -> ssl.SSLContext:
        """The TLS context that answers for *host* (a name or an IP address)."""
        with self._lock:
            if host not in self._contexts:
                self._contexts[host] = self._make(host)
            return self._contexts[host]

    def close(self) -> None:
        """Remove the key files."""
        self._folder.cleanup()

    def _sign(
        self,
        subject: x509.Name,
        key: ec.EllipticCurvePrivateKey,
        extensions: list[tuple[x509.ExtensionType, bool]],
    ) -> x509.Certificate:
        now = dt.datetime.now(dt.UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._ca_name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - CLOCK_SKEW)
            .not_valid_after(now + dt.timedelta(days=90))
        )
        for extension, critical in extensions:
            builder = builder.add_extension(extension, critical)
        return builder.sign(self._ca_key, hashes.SHA256())

    def _make(self, host: str) -> ssl.SSLContext:
        try:
            name: x509.GeneralName = x509.IPAddress(ipaddress.ip_address(host))
        except ValueError:
            name = x509.DNSName(host)
        # A common name holds 64 characters at most; clients read the SAN.
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host[:64])])
        leaf = self._sign(
            subject,
            self._leaf_key,
            [
                (x509.SubjectAlternativeName([name]), False),
                (x509.BasicConstraints(ca=False, path_length=None), True),
                (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False),
                (x509.AuthorityKeyIdentifier.from_issuer_public_key(self._ca_key.public_key()), False),
            ],
        )
        path = Path(self._folder.name) / f"{len(self._contexts)}.pem"
        path.write_bytes(
            self._leaf_key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
            + leaf.public_bytes(serialization.Encoding.PEM)
            + self.authority_pem
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.set_alpn_protocols(["http/1.1"])
        context.load_cert_chain(path)
        return context


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 256

    def __init__(self, address: tuple[str, int], answer: Answer) -> None:
        self.answer = answer
        self.certificates = _Certificates()
        self.closing = threading.Event()
        self._open: set[socket.socket] = set()
        self._open_lock = threading.Lock()
        try:
            super().__init__(address, _Handler)
        except OSError:
            self.certificates.close()
            raise

    def track(self, connection: socket.socket) -> None:
        with self._open_lock:
            self._open.add(connection)

    def forget(self, connection: socket.socket) -> None:
        with self._open_lock:
            self._open.discard(connection)

    def hang_up(self) -> None:
        """Wake every thread that waits for a silent client or for a delay."""
        self.closing.set()
        with self._open_lock:
            waiting = list(self._open)
        for connection in waiting:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                logger.debug("a client had already gone")

    def handle_error(self, request: object, client_address: object) -> None:
        """A bug in the answer function is logged with its traceback; the client sees a closed connection."""
        logger.error("no answer for %s", client_address, exc_info=True)  # noqa: LOG014 called inside one


class _ClientGoneError(Exception):
    """The other end broke the connection or stopped speaking HTTP."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    timeout = IDLE_SECS
    disable_nagle_algorithm = True

    def setup(self) -> None:
        self._raw = self.request
        self._authority = ""  # host:port of the CONNECT that this connection is inside of
        self.server.track(self._raw)
        super().setup()

    def finish(self) -> None:
        try:
            super().finish()
        except OSError:  # the last flush to a client that has gone
            logger.debug("client left before the end of the answer")
        finally:
            if self.connection is not self.request:
                self.connection.close()  # detached from the raw socket when TLS took over
            self.server.forget(self._raw)

    def handle(self) -> None:
        try:
            super().handle()
        except (_ClientGoneError, ConnectionError, TimeoutError, ssl.SSLError) as reason:
            logger.debug("connection ended: %r", reason)

    def handle_one_request(self) -> None:
        """Read one request and answer it; sets ``close_connection`` when it was the last."""
        self.raw_requestline = self.rfile.readline(65537)
        if len(self.raw_requestline) > 65536:
            self.requestline = self.request_version = self.command = ""
            self.close_connection = True
            self._write(ProxyReply(414))
            return
        if not self.raw_requestline or self.server.closing.is_set():
            self.close_connection = True
            return
        if not self.parse_request():  # has answered 4xx itself
            self.close_connection = True
            return
        if self.headers.get("Proxy-Connection", "").lower() == "close":
            self.close_connection = True
        if self.command == "CONNECT":
            self._take_over_tls()
            return
        url = self._absolute_url()
        if url is None:
            self.close_connection = True
            self._write(ProxyReply(400, body=b"an absolute URL is expected, as a proxy receives it\n"))
            return
        body = self._read_body()
        if body is None:
            self.close_connection = True
            self._write(ProxyReply(413))
            return
        reply = self.server.answer(ProxyRequest(self.command, url, tuple(self.headers.items()), body))
        self._write(reply or ProxyReply(502, headers=[("X-Proxy-Error", "unknown-host")]))

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer a request that could not be parsed."""
        self.close_connection = True
        self._write(ProxyReply(int(code), body=(message or responses.get(code, "")).encode("utf-8", "replace")))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 the base class's name
        logger.debug(format, *args)

    def _take_over_tls(self) -> None:
        host, _, port = self.path.rpartition(":")
        host = host.strip("[]")
        if not host or not port.isdigit() or self._authority:
            self.close_connection = True
            self._write(ProxyReply(400, body=b"CONNECT host:port is expected\n"))
            return
        self._authority = host.lower() if port == "443" else f"{host.lower()}:{port}"
        self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        self.wfile.flush()
        self.server.forget(self._raw)
        self.rfile.close()
        self.connection = self.server.certificates.context(host.lower()).wrap_socket(self._raw, server_side=True)
        self._raw = self.connection
        self.server.track(self._raw)
        self.rfile = self.connection.makefile("rb", self.rbufsize)
        self.wfile = _SocketWriter(self.connection)  # type: ignore[assignment]
        self.close_connection = False

    def _absolute_url(self) -> str | None:
        target = self.path
        if self._authority:
            if target.startswith("/"):
                return f"https://{self._authority}{target}"
            return target if target.startswith("https://") else None
        try:
            parts = urlsplit(target)
        except ValueError:  # "http://[" and the like
            return None
        return target if parts.scheme == "http" and parts.hostname else None

    def _read_body(self) -> bytes | None:
        """The request's body, or None when it is longer than is read."""
        if "chunked" in self.headers.get("Transfer-Encoding", "").lower():
            return self._read_chunks()
        length = self.headers.get("Content-Length", "0").strip()
        if not length.isdigit():
            raise _ClientGoneError(f"Content-Length {length!r}")
        if int(length) > MAX_REQUEST_BYTES:
            return None
        body = self.rfile.read(int(length))
        if len(body) < int(length):
            raise _ClientGoneError("body cut short")
        return body

    def _read_chunks(self) -> bytes | None:
        body = b""
        while True:
            line = self.rfile.readline(1024).split(b";")[0].strip()
            try:
                size = int(line, 16)
            except ValueError as error:
                raise _ClientGoneError(f"chunk size {line!r}") from error
            if size < 0 or len(body) + size > MAX_REQUEST_BYTES:
                return None
            body += self.rfile.read(size)
            if self.rfile.readline(1024).strip():
                raise _ClientGoneError("chunk without an end")
            if size == 0:
                return body

    def _write(self, reply: ProxyReply) -> None:
        if reply.delay and self.server.closing.wait(reply.delay):
            self.close_connection = True
            return
        # Only final answers make sense from a function that is asked once.
        has_body = reply.status >= 200 and reply.status not in (204, 304)
        lines = [f"HTTP/1.1 {reply.status} {reply.reason or responses.get(reply.status, '')}"]
        lines += [f"{name}: {value}" for name, value in reply.headers if name.lower() not in HOP_BY_HOP]
        if has_body:
            lines.append(f"Content-Length: {len(reply.body)}")
        lines.append("Connection: close" if self.close_connection or reply.abort else "Connection: keep-alive")
        # A folded header of an old archive must not start a new one.
        head = "\r\n".join(" ".join(line.replace("\r", "").split("\n")) for line in lines) + "\r\n\r\n"
        message = _latin1(head)
        if has_body and self.command != "HEAD":
            message += reply.body[: len(reply.body) // 2] if reply.abort else reply.body
        if reply.abort:
            self.close_connection = True
            if reply.body:
                self.wfile.write(message)
            self._raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self._raw.close()
            raise _ClientGoneError("aborted as asked")
        self.wfile.write(message)


class _SocketWriter:
    """An unbuffered ``wfile`` for the TLS side: the server's own is bound to the plain socket."""

    closed = False

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection

    def write(self, data: bytes) -> int:
        self._connection.sendall(data)
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        self.closed = True


def _latin1(head: str) -> bytes:
    """Header bytes as they were: archives are read as latin-1; anything else is new text, sent as UTF-8."""
    try:
        return head.encode("latin-1")
    except UnicodeEncodeError:
        return head.encode("utf-8")


class ForwardProxy:
    """A running proxy; use it as a context manager.

    *answer* is called from many threads at once with a ProxyRequest and returns a ProxyReply, or None
    for "no such host" (502 with ``X-Proxy-Error: unknown-host``). Raises OSError if *port* is taken.
    """

    def __init__(self, answer: Answer, port: int = 0) -> None:
        self._server = _Server(("127.0.0.1", port), answer)
        self._thread = threading.Thread(
            target=self._server.serve_forever,
            kwargs={"poll_interval": 0.05},
            name="forward-proxy",
            daemon=True,
        )

    @property
    def url(self) -> str:
        """What CRAWL_PROXY or a browser's proxy setting is given: ``http://127.0.0.1:PORT``."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def authority_pem(self) -> bytes:
        """The certificate that signs every host's certificate, in PEM."""
        return self._server.certificates.authority_pem

    def start(self) -> Self:
        """Begin to answer; returns itself."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """Close every connection and the port."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.hang_up()
        self._server.server_close()
        self._server.certificates.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

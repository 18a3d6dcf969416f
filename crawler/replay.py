"""Answers every request from a WARC file, for the HTTP client and the browser alike.

A URL that the archive lacks is answered with 404 and a header of ours; the crawler turns that into the state
``unarchived``, never into a fault of the site.
"""

from __future__ import annotations

from pathlib import Path
from typing import Self

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from crawler.addresses import page_key
from crawler.forward_proxy import ForwardProxy, ProxyReply, ProxyRequest
from crawler.run import UsageFault

#: What the archive lacks is answered with this header; never a fault of the site.
UNARCHIVED_HEADER = "X-Portal-Audit-Unarchived"
#: They describe how the bytes once travelled; the archive gives them back unpacked.
_TRAVEL_HEADERS = frozenset({"content-encoding", "transfer-encoding", "content-length", "connection", "alt-svc"})


class Replay:
    """A forward proxy that answers from one archive. *misses* are the keys of what was asked for and is not there."""

    def __init__(self, path: Path) -> None:
        """Read the archive's index. Raises UsageFault when the file is no WARC file."""
        self._path = path
        self._offsets: dict[str, int] = {}
        self._by_key: dict[str, int] = {}
        self.misses: set[str] = set()
        self.newest = ""
        try:
            self._read_index()
        except (ArchiveLoadFailed, OSError, EOFError) as error:
            raise UsageFault(f"REPLAY_WARC: {path} cannot be read as a WARC file: {error}") from error
        if not self._offsets:
            raise UsageFault(f"REPLAY_WARC: {path} holds no response")
        self._proxy = ForwardProxy(self.answer)

    def _read_index(self) -> None:
        with self._path.open("rb") as stream:
            records = ArchiveIterator(stream)
            for record in records:
                if record.rec_type not in ("response", "resource"):
                    continue
                url = record.rec_headers.get_header("WARC-Target-URI").strip("<>")
                offset = records.get_record_offset()
                # The newest record of a URL counts; archives are written in the order of time.
                self._offsets[url.partition("#")[0]] = offset
                self._by_key[_key(url.partition("#")[0])] = offset
                self.newest = max(self.newest, record.rec_headers.get_header("WARC-Date") or "")

    def answer(self, request: ProxyRequest) -> ProxyReply:
        """The archived answer to *request*: by its exact URL, else by the URL that is the same page."""
        offset = self._offsets.get(request.url)
        if offset is None:
            offset = self._by_key.get(_key(request.url))
        if offset is None:
            self.misses.add(_key(request.url))
            return ProxyReply(404, "Not Archived", [(UNARCHIVED_HEADER, "1"), ("Content-Type", "text/plain")])
        with self._path.open("rb") as stream:
            stream.seek(offset)
            record = next(iter(ArchiveIterator(stream)))
            body = record.content_stream().read()
            if record.http_headers is None:
                kind = record.rec_headers.get_header("Content-Type") or "application/octet-stream"
                return ProxyReply(200, "OK", [("Content-Type", kind)], body)
            headers = [
                (name, value) for name, value in record.http_headers.headers if name.lower() not in _TRAVEL_HEADERS
            ]
            status = int(record.http_headers.get_statuscode() or 200)
            reason = record.http_headers.statusline.partition(" ")[2]
            return ProxyReply(status, reason, headers, body)

    @property
    def urls(self) -> tuple[str, ...]:
        """Every address that the archive answers, in its order."""
        return tuple(self._offsets)

    @property
    def url(self) -> str:
        """Where the proxy listens."""
        return self._proxy.url

    def start(self) -> Self:
        """Begin to answer."""
        self._proxy.start()
        return self

    def stop(self) -> None:
        """Stop answering and free the port."""
        self._proxy.stop()


def _key(url: str) -> str:
    """The page's key; an address that is no URL stands for itself."""
    try:
        return page_key(url)
    except ValueError:
        return url

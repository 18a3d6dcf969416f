"""An archive answers in place of the network."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from crawler.forward_proxy import ProxyRequest
from crawler.replay import UNARCHIVED_HEADER, Replay
from crawler.run import UsageFault

URL = "http://www.anping.gov.cn/"


def archive(file: Path, *records: tuple[str, str, list[tuple[str, str]], bytes], zipped: bool = True) -> Path:
    """Write a WARC 1.0 file with one response a record: URL, status, headers, body."""
    with file.open("wb") as stream:
        for number, (url, status, headers, body) in enumerate(records, 1):
            head = "".join(f"{name}: {value}\r\n" for name, value in headers)
            content = f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body
            record = (
                f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number:032}>\r\n"
                f"WARC-Target-URI: {url}\r\n"
                f"WARC-Date: 2026-10-0{number}T00:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
                f"Content-Length: {len(content)}\r\n\r\n"
            ).encode() + content + b"\r\n\r\n"  # fmt: skip
            stream.write(gzip.compress(record) if zipped else record)
    return file


@pytest.mark.parametrize("zipped", [True, False])
def test_the_archived_answer_is_given_back_unpacked(tmp_path: Path, zipped: bool) -> None:
    body = "政务公开".encode("gbk")
    headers = [
        *(("Content-Type", "text/html; charset=gbk"), ("Content-Encoding", "gzip"), ("Set-Cookie", "a=1")),
        *(("Set-Cookie", "b=2"), ("Transfer-Encoding", "identity"), ("Content-Length", "5")),
    ]
    replay = Replay(archive(tmp_path / "a.warc", (URL, "200 OK", headers, gzip.compress(body)), zipped=zipped))
    reply = replay.answer(ProxyRequest("GET", URL))
    assert (reply.status, reply.reason, reply.body) == (200, "OK", body)
    assert reply.headers == [("Content-Type", "text/html; charset=gbk"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")]
    replay.stop()


def test_the_newest_answer_counts_and_another_spelling_of_the_page_will_do(tmp_path: Path) -> None:
    replay = Replay(
        archive(
            tmp_path / "a.warc.gz",
            (URL, "200 OK", [], b"old"),
            (URL, "404 Not Found", [], b"new"),
            (f"{URL}a?x=1&y=2", "200 OK", [], b"query"),
        )
    )
    assert (replay.answer(ProxyRequest("GET", URL)).status, replay.newest) == (404, "2026-10-03T00:00:00Z")
    assert replay.answer(ProxyRequest("GET", "https://anping.gov.cn")).body == b"new"
    assert replay.answer(ProxyRequest("GET", f"{URL}a?y=2&x=1")).body == b"query"
    replay.stop()


def test_what_the_archive_lacks_is_marked_as_our_lack(tmp_path: Path) -> None:
    replay = Replay(archive(tmp_path / "a.warc.gz", (URL, "200 OK", [], b"x")))
    reply = replay.answer(ProxyRequest("GET", f"{URL}none"))
    assert (reply.status, (UNARCHIVED_HEADER, "1") in reply.headers) == (404, True)
    assert replay.misses == {"anping.gov.cn/none"}
    replay.stop()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"no archive at all\n" * 50,
        b"\x1f\x8b\x08\x00garbage",
        gzip.compress(b"hello", mtime=0),
        b"WARC/1.0\r\n",
        b"\x00" * 99,
    ],
)
def test_a_file_that_is_no_archive_is_refused_in_one_sentence(tmp_path: Path, raw: bytes) -> None:
    file = tmp_path / "a.warc.gz"
    file.write_bytes(raw)
    with pytest.raises(UsageFault, match=r"REPLAY_WARC: .*a\.warc\.gz"):
        Replay(file)


def test_an_archive_that_breaks_off_answers_what_it_has_or_is_refused(tmp_path: Path) -> None:
    whole = archive(tmp_path / "a.warc.gz", (URL, "200 OK", [], b"x" * 500), (f"{URL}b", "200 OK", [], b"y" * 500))
    whole.write_bytes(whole.read_bytes()[:-40])
    replay = Replay(whole)
    assert replay.answer(ProxyRequest("GET", URL)).body == b"x" * 500
    replay.stop()


def test_a_record_with_a_strange_address_does_not_stop_the_others(tmp_path: Path) -> None:
    strange = [
        ("http://[bad/", "200 OK", [], b"x"),
        ("urn:x", "200 OK", [], b"x"),
        ("http://a:999999/", "200", [], b""),
    ]
    replay = Replay(archive(tmp_path / "a.warc.gz", *strange, (URL, "200 OK", [], b"fine")))
    assert replay.answer(ProxyRequest("GET", URL)).body == b"fine"
    replay.stop()


def test_the_proxy_really_answers(tmp_path: Path) -> None:
    import http.client
    from urllib.parse import urlsplit

    replay = Replay(archive(tmp_path / "a.warc.gz", (URL, "200 OK", [("Content-Type", "text/html")], b"x" * 9))).start()
    try:
        port = urlsplit(replay.url).port
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", URL)
        assert connection.getresponse().read() == b"x" * 9
        connection.close()
    finally:
        replay.stop()

"""Bytes to text as a browser does it."""

from __future__ import annotations

import codecs
import time

import pytest

from crawler.decoding import decode

TEXT = "安平市人民政府门户网站"
GBK = TEXT.encode("gbk")
HTML = "text/html"


@pytest.mark.parametrize(
    ("body", "content_type", "used"),
    [
        (codecs.BOM_UTF8 + TEXT.encode(), f"{HTML}; charset=gbk", "utf-8"),
        (TEXT.encode("utf-16"), f"{HTML}; charset=utf-8", "utf-16-le"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), HTML, "utf-16-be"),
        (GBK, f"{HTML}; charset=gb2312", "gb18030"),
        (GBK, f"{HTML};charset='GBK'", "gb18030"),
        (b'<meta charset="gb2312">' + GBK, HTML, "gb18030"),
        (b'<META http-equiv=Content-Type content="text/html; charset=GB_2312-80">' + GBK, HTML, "gb18030"),
        (b"<?xml version='1.0' encoding='gbk'?>" + GBK, "application/xhtml+xml", "gb18030"),
        (b"<!-- <meta charset=utf-8> --><meta charset=gbk>" + GBK, HTML, "gb18030"),
        (GBK, HTML, "gb18030"),
        (TEXT.encode(), None, "utf-8"),
        (TEXT.encode("big5", "ignore"), f"{HTML}; charset=big5", "big5"),
    ],
)
def test_the_declaration_that_a_browser_would_believe(body: bytes, content_type: str | None, used: str) -> None:
    text, encoding = decode(body, content_type)
    assert encoding.used == used
    assert encoding.invalid == 0
    assert TEXT in text or used == "big5"


def test_the_header_wins_over_the_meta_tag_and_the_quarrel_is_kept() -> None:
    text, encoding = decode(b"<meta charset=utf-8>" + GBK, f"{HTML}; charset=gbk")
    assert TEXT in text
    assert (encoding.http, encoding.meta, encoding.detected) == ("gb18030", "utf-8", None)


def test_a_wrong_declaration_shows_what_a_reader_sees_and_what_the_bytes_look_like() -> None:
    text, encoding = decode(TEXT.encode(), f"{HTML}; charset=gbk")
    assert TEXT not in text
    assert encoding.detected == "utf-8"
    text, encoding = decode(GBK * 3, f"{HTML}; charset=utf-8")
    assert "\ufffd" in text
    assert encoding.detected == "gb18030"
    assert encoding.invalid == text.count("\ufffd") > 0


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("big5", "市政府召開防汛工作會議，部署下一階段的重點任務，並向社會公布監督電話。"),
        ("euc-kr", "연변시 인민정부는 시민의 의견을 듣고 투자 유치 정책을 안내합니다."),
        ("euc-jp", "市政府のお知らせです。観光と投資の案内はこちらをご覧ください。"),
        ("shift_jis", "市政府のお知らせです。観光と投資の案内はこちらをご覧ください。"),
    ],
)
def test_sub_sites_in_other_east_asian_encodings_are_what_they_say(name: str, text: str) -> None:
    decoded, encoding = decode(text.encode(name), f"{HTML}; charset={name}")
    assert decoded == text
    assert (encoding.used, encoding.detected) == (name, None)


@pytest.mark.parametrize("name", ["big5", "euc-kr", "euc-jp", "shift_jis"])
def test_simplified_chinese_under_such_a_name_is_still_seen(name: str) -> None:
    body = "市政府召开防汛工作会议，部署下一阶段的重点任务，并向社会公布监督电话，接受群众监督。".encode("gbk")
    assert decode(body, f"{HTML}; charset={name}")[1].detected == "gb18030"


def test_utf16_in_a_meta_tag_means_utf8() -> None:
    assert decode(b"<meta charset=utf-16>" + TEXT.encode(), HTML)[0].endswith(TEXT)


def test_latin1_means_windows_1252() -> None:
    text, encoding = decode(b"\x93x\x94 \x81", f"{HTML}; charset=iso-8859-1")
    assert text == "“x” \x81"
    assert encoding.used == "windows-1252"


def test_gb18030_as_the_encoding_standard_has_it() -> None:
    assert decode(b"\x80\x81\x30", f"{HTML}; charset=gbk")[0] == "€\ufffd0"
    assert decode("㐀𠀀".encode("gb18030"), f"{HTML}; charset=gb2312")[0] == "㐀𠀀"


def test_damage_done_by_others_is_told_from_damage_done_here() -> None:
    for name in ("utf-8", "gb18030"):
        _, encoding = decode((TEXT + "\ufffd").encode(name), f"{HTML}; charset={name}")
        assert encoding.invalid == 0
    assert decode(TEXT.encode() * 100 + b"\xe5\x8c", f"{HTML}; charset=utf-8")[1].invalid == 1


LABELS = ["rot13", "base64", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "utf-7", "utf-32", "undefined"]
LABELS += ["mbcs", "zip", "hex", "x-user-defined", "nonsense", "", '"', "\u5317", "a" * 5000]


@pytest.mark.parametrize("label", LABELS)
def test_a_label_that_means_nothing_to_a_browser_is_passed_over(label: str) -> None:
    text, encoding = decode(TEXT.encode(), f"{HTML}; charset={label}")
    assert (text, encoding.used, encoding.http) == (TEXT, "utf-8", None)
    text, encoding = decode(f"<meta charset={label}>".encode() + TEXT.encode(), HTML)
    assert text.endswith(TEXT)
    assert (encoding.used, encoding.meta) == ("utf-8", None)


@pytest.mark.parametrize(
    "label", ["euc-jp", "iso-2022-jp", "shift_jis", "euc-kr", "ks_c_5601-1987", "koi8-r", "windows-1251", "tis-620"]
)
@pytest.mark.parametrize("body", [b"", b"\xff\xfe\xfd" * 10, bytes(range(256)), GBK])
def test_no_bytes_make_a_decoder_fail(label: str, body: bytes) -> None:
    text, encoding = decode(body, f"{HTML}; charset={label}")
    assert encoding.http is not None
    assert isinstance(text, str)


@pytest.mark.parametrize("body", [b"\xff" * 5_000_000, b"\x80" * 5_000_000, b"<!--" * 1_000_000, b"<meta " * 800_000])
def test_a_hostile_body_does_not_hold_the_crawl(body: bytes) -> None:
    begun = time.process_time()
    decode(body, HTML)
    assert time.process_time() - begun < 2

"""What a user's seeds file may look like, and what is said about one that cannot be used."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from crawler.seeds import SeedsError, read_seeds

HEADER = b"city_id,portal_url\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "seeds.csv"


@pytest.mark.parametrize(
    "raw",
    [
        HEADER + b"anping,http://www.anping.gov.cn/\n",
        HEADER.replace(b"\n", b"\r\n") + b"anping,http://www.anping.gov.cn/\r\n",
        HEADER.replace(b"\n", b"\r") + b"anping,http://www.anping.gov.cn/\r",
        codecs.BOM_UTF8 + HEADER + b"anping,http://www.anping.gov.cn/",
        b"\n\n" + HEADER + b"\n , \nanping, http://www.anping.gov.cn/ \n\n",
        b"portal_url, city_id ,\nhttp://www.anping.gov.cn/,anping,\n",
        HEADER + b"anping,http://www.anping.gov.cn/,,,\n",
    ],
    ids=["lf", "crlf", "cr", "bom, no last line end", "blank lines and spaces", "other order", "commas at the end"],
)
def test_the_same_portal_however_the_file_was_saved(file: Path, raw: bytes) -> None:
    file.write_bytes(raw)
    assert [(seed.city_id, seed.portal_url) for seed in read_seeds(file).seeds] == [
        ("anping", "http://www.anping.gov.cn/")
    ]


def test_unknown_columns_are_kept(file: Path) -> None:
    file.write_bytes(HEADER.strip() + b',note\nanping,http://www.anping.gov.cn/,"one\ntwo, three"\n')
    (seed,) = read_seeds(file).seeds
    assert seed.columns == {
        "city_id": "anping",
        "portal_url": "http://www.anping.gov.cn/",
        "note": "one\ntwo, three",
    }


def test_the_hosts_of_a_portal_are_those_of_both_entries(file: Path) -> None:
    file.write_bytes(HEADER.strip() + b",mobile_url\nanping,http://WWW.Anping.gov.cn/,https://m.anping.gov.cn/x\n")
    (seed,) = read_seeds(file).seeds
    assert seed.hosts == {"anping.gov.cn", "m.anping.gov.cn"}


def test_a_city_can_be_chosen_and_an_unknown_one_is_named(file: Path) -> None:
    file.write_bytes(HEADER + b"anping,http://a.gov.cn/\nqinglan,http://b.gov.cn/\n")
    seeds = read_seeds(file)
    assert [seed.city_id for seed in seeds.only(["qinglan", "anping"]).seeds] == ["anping", "qinglan"]
    with pytest.raises(SeedsError, match="no city nowhere in the seeds: it has anping, qinglan"):
        seeds.only(["anping", "nowhere"])


def test_the_digest_is_of_the_bytes(file: Path) -> None:
    file.write_bytes(HEADER + b"a,http://a.gov.cn/\n")
    with_line_feed = read_seeds(file)
    file.write_bytes(HEADER.replace(b"\n", b"\r\n") + b"a,http://a.gov.cn/\r\n")
    assert read_seeds(file).sha256 != with_line_feed.sha256


LONG = b"x" * 1_000_000
BEIJING = "北京".encode("gbk")


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "line 1, column 1: the file is empty"),
        (codecs.BOM_UTF8 + b"\n , \n", "line 1, column 1: the file is empty"),
        (HEADER, "line 2, column 1: no portal below the header"),
        (b"city_id,url\na,http://a/\n", "line 1: column portal_url is missing; the header has city_id, url"),
        (b"city_id;portal_url\na;http://a/\n", "line 1: column city_id is missing; the header has city_id;portal_url"),
        (b"\n\ncity_id,url\n", "line 3: column portal_url is missing"),
        (b"city_id,portal_url,city_id\n", "line 1, column 3: the name city_id stands in the header twice"),
        (HEADER + HEADER, "line 2, column 1 (city_id): “city_id” is no id"),
        (HEADER + b"a,http://a/\nb,http://b/\n\na,http://c/\n", "line 5, column 1 (city_id): the id a is already used"),
        (HEADER + b"../x,http://a/\n", "line 2, column 1 (city_id): “../x” is no id"),
        (HEADER + b"a/b,http://a/\n", "line 2, column 1 (city_id): “a/b” is no id"),
        (HEADER + b".,http://a/\n", "line 2, column 1 (city_id): “.” is no id"),
        (HEADER + b"Anping,http://a/\n", "line 2, column 1 (city_id): “Anping” is no id"),
        (HEADER + b"a" * 65 + b",http://a/\n", "line 2, column 1 (city_id): “aaaa"),
        (HEADER + b",http://a/\n", "line 2, column 1 (city_id): the value is empty"),
        (HEADER + b"a\n", "line 2, column 2 (portal_url): the value is empty"),
        (HEADER + b"a,http://a/,b\n", "line 2, column 3: 3 values, but the header names 2 columns"),
        (HEADER + b"a,ftp://a/\n", "line 2, column 2 (portal_url): “ftp://a/” is no http or https URL"),
        (HEADER + b"a,www.a.gov.cn\n", "line 2, column 2 (portal_url): “www.a.gov.cn” is no http or https URL"),
        (HEADER + b"a,http:///x\n", "line 2, column 2 (portal_url): “http:///x” has no valid host name"),
        (HEADER + b"a,http://a..gov.cn/\n", "line 2, column 2 (portal_url): “http://a..gov.cn/” has no valid host"),
        (HEADER + b"a,http://a:99999/\n", "line 2, column 2 (portal_url): “http://a:99999/” is no URL"),
        (HEADER + b"a,http://[::1/\n", "line 2, column 2 (portal_url): “http://[::1/” is no URL"),
        (HEADER + b"a,http://a b/\n", "line 2, column 2 (portal_url): “http://a b/” has a character that no URL has"),
        (HEADER + b"a,http://me:secret@a/\n", "line 2, column 2 (portal_url): “http://me:secret@a/” carries a user"),
        (HEADER.strip() + b",mobile_url\na,http://a/,m.a\n", "line 2, column 3 (mobile_url): “m.a” is no http"),
        (
            b'city_id,"no\nte",portal_url\na,"1\n2\n3",http://a/\nb,,ftp://b\n',
            "line 6, column 3 (portal_url): “ftp://b” is no http",
        ),
        (b'city_id,note,portal_url\na,"x,y",http://a/\nb,"z,http://b/\n' * 1, "line 3, column 2: unexpected end"),
        (HEADER + b'a,"http://a/"x\n', "line 2, column 2: ',' expected after '\"'"),
        (b'city_id,note,portal_url\na,"' + LONG + b'",http://a/\n', "line 2, column 2: field larger than field limit"),
        (HEADER + b"a,http://a/\x00\n", "line 2, column 2: a NUL character"),
        ("city_id,portal_url\na,http://a/\n".encode("utf-16"), "line 1, column 1: the file is UTF-16"),
        ("city_id,portal_url\na,http://a/\n".encode("utf-16-le"), "line 1, column 1: a NUL character"),
        (b"city_id,city_zh,portal_url\na," + BEIJING + b",http://a/\n", "line 2, column 2: byte 0xB1 is not UTF-8"),
        (
            b'city_id,note,portal_url,city_zh\na,"x,y,""z""",http://a/,' + BEIJING,
            "line 2, column 4: byte 0xB1 is not UTF-8",
        ),
    ],
)
def test_what_is_wrong_is_said_with_file_line_and_column(file: Path, raw: bytes, said: str) -> None:
    file.write_bytes(raw)
    with pytest.raises(SeedsError) as fault:
        read_seeds(file)
    assert str(fault.value).startswith(f"{file}: {said}")
    assert len(str(fault.value)) < len(str(file)) + 400
    assert "\n" not in str(fault.value)


def test_a_value_is_quoted_without_what_would_command_a_terminal(file: Path) -> None:
    file.write_bytes(HEADER + b"\x1b[2Ja,http://a/\n")
    with pytest.raises(SeedsError, match="“\ufffd\\[2Ja” is no id"):
        read_seeds(file)


def test_a_folder_and_a_missing_file_are_named(tmp_path: Path) -> None:
    with pytest.raises(SeedsError, match="cannot be read: Is a directory"):
        read_seeds(tmp_path)
    with pytest.raises(SeedsError, match="cannot be read: No such file or directory"):
        read_seeds(tmp_path / "none.csv")

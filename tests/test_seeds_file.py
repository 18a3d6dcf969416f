"""The seeds that we ship are facts in the right shape (what a user's file may be: test_seeds.py)."""

import csv
import re
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from crawler.seeds import read_seeds

FILE = Path(__file__).parent.parent / "seeds" / "portals.csv"
HEADER = [
    *("city_id", "portal_url", "city_zh", "city_en", "province_zh", "province_en", "tier", "admin_code"),
    *("mobile_url", "service_url", "opendata_url", "site_id_code", "source"),
]
ROWS = list(csv.DictReader(FILE.read_text("utf-8").splitlines()))


def test_the_program_reads_the_file():
    assert len(read_seeds(FILE).seeds) == 36


def test_the_file_is_plain_utf8_with_the_contracts_columns():
    raw = FILE.read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    assert raw.decode("utf-8").splitlines()[0].split(",") == HEADER


def test_the_36_cities_are_those_of_the_three_tiers():
    tiers = Counter(row["tier"] for row in ROWS)
    assert tiers == {"municipality": 4, "independent_planning": 5, "provincial_capital": 27}


@pytest.mark.parametrize("column", ["city_id", "portal_url", "admin_code"])
def test_no_two_cities_share(column):
    assert [value for value, times in Counter(row[column] for row in ROWS).items() if times > 1] == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["city_id"])
def test_a_row_is_well_formed(row):
    assert re.fullmatch(r"[a-z]+", row["city_id"])
    for column in ("city_zh", "city_en", "province_zh", "province_en", "source"):
        assert row[column], column
    for column in ("portal_url", "mobile_url", "service_url", "opendata_url"):
        if url := row[column]:
            parts = urlsplit(url)
            assert parts.scheme in ("http", "https")
            assert (parts.hostname or "").endswith(".gov.cn")
            assert parts.path.startswith("/")
    assert re.fullmatch(r"\d{6}", row["admin_code"])
    if code := row["site_id_code"]:
        assert re.fullmatch(r"\d{10}", code)
        assert code[:4] == row["admin_code"][:4], "a site code begins with the code of its division"
    assert not re.search(r"[|/\\]|\.(py|ts|mjs|sql|md)\b", row["source"]), "sources are words, not file names"


def test_cities_of_one_province_are_told_apart_from_cities_of_another():
    codes = {}
    for row in ROWS:
        codes.setdefault(row["province_zh"], set()).add(row["admin_code"][:2])
    assert {province: found for province, found in codes.items() if len(found) != 1} == {}
    assert len(codes) == 31

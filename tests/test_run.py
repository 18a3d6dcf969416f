"""The run folder: what a run is, whether it goes on, which one came before it, and settings that mean nothing."""

from __future__ import annotations

import platform
import re
import sys
from pathlib import Path

import msgspec
import pytest
from scrapy.settings import Settings

from crawler import settings as defaults
from crawler.run import UsageFault, default_run_dir, prepare, previous_run, read_record, write_whole
from crawler.seeds import SeedsError

NOON = "2026-11-20T12:00:00+08:00"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    seeds = tmp_path / "seeds.csv"
    seeds.write_text("city_id,portal_url\nanping,http://a.gov.cn/\nqinglan,http://b.gov.cn/\n", "utf-8")
    made = Settings()
    made.setmodule(defaults)
    made.update({"SEEDS_FILE": str(seeds), "RUN_DIR": str(tmp_path / "2026Q4"), "OBSERVED_AT": NOON}, "cmdline")
    return made


def test_a_new_run_is_told_whole(settings: Settings, tmp_path: Path) -> None:
    run = prepare(settings)
    assert read_record(run.folder) is None, "nothing is written before the run begins"
    run.save("running")
    record = read_record(run.folder)
    assert record is not None
    assert (record.state, record.observed_at, record.cities) == ("running", NOON, ("anping", "qinglan"))
    assert re.fullmatch(r"2026Q4-[0-9a-f]{8}", record.id)
    assert record.settings["PAGES_PER_SITE"] == "300"
    assert record.versions["scrapy"]
    run.save("finished", exit_code=3)
    assert msgspec.json.decode((tmp_path / "2026Q4" / "run.json").read_bytes())["exit_code"] == 3


def test_an_unfinished_run_goes_on_as_what_it_was(settings: Settings) -> None:
    first = prepare(settings, "anping")
    first.save("stopped", exit_code=4)
    settings.set("OBSERVED_AT", "", "cmdline")
    again = prepare(settings)
    for fact in ("id", "observed_at", "seed", "started_at"):
        assert getattr(again.record, fact) == getattr(first.record, fact)
    assert again.record.cities == ("anping", "qinglan")
    assert again.facts.observed_at == NOON


def test_a_folder_of_other_seeds_or_of_something_else_is_left_alone(settings: Settings, tmp_path: Path) -> None:
    prepare(settings).save("stopped")
    Path(settings["SEEDS_FILE"]).write_text("city_id,portal_url\nyunxi,http://c.gov.cn/\n", "utf-8")
    with pytest.raises(UsageFault, match="holds a run of other seeds"):
        prepare(settings)
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "me.jpg").touch()
    settings.set("RUN_DIR", str(tmp_path / "photos"), "cmdline")
    with pytest.raises(UsageFault, match="is not empty and holds no run"):
        prepare(settings)


def test_a_run_folder_that_is_a_file_is_refused(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    settings.set("RUN_DIR", str(tmp_path / "file"), "cmdline")
    with pytest.raises(UsageFault, match="file"):
        prepare(settings)


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b'{"id": 1}', b"\xff", b"null"])
def test_a_damaged_record_is_named(settings: Settings, tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "2026Q4").mkdir()
    (tmp_path / "2026Q4" / "run.json").write_bytes(raw)
    with pytest.raises(UsageFault, match=r"2026Q4.run\.json cannot be read"):
        prepare(settings)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("RENDER", "sometimes", "it is adaptive, always or never"),
        ("PAGES_PER_SITE", "many", "it is a whole number"),
        ("PAGES_PER_SITE", "0", "it is at least 1"),
        ("PAGES_PER_SITE", "-5", "it is at least 1"),
        ("BROWSER_PAGES", "0", "it is at least 1"),
        ("REPORT_LANGUAGES", "zh,fr", "it is zh, en or zh,en"),
        ("REPORT_LANGUAGES", "", "it is zh, en or zh,en"),
        ("OBSERVED_AT", "yesterday", "it is a time in ISO 8601"),
        ("REPLAY_WARC", "none.warc.gz", "there is no file none.warc.gz"),
        ("DOWNLOAD_DELAY", "slow", "it is a number of seconds"),
        ("DOWNLOAD_DELAY", "-1", "it is a number of seconds"),
        ("CRAWL_PROXY", "somewhere", "it is the http address of a proxy"),
        ("CRAWL_PROXY", "http://127.0.0.1:99999", "it is the http address of a proxy"),
    ],
)
def test_a_setting_that_means_nothing_is_named(settings: Settings, name: str, value: str, said: str) -> None:
    settings.set(name, value, "cmdline")
    with pytest.raises(UsageFault, match=re.escape(said)) as fault:
        prepare(settings)
    assert str(fault.value).startswith(name)


def test_archive_and_proxy_exclude_each_other(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "a.warc").touch()
    settings.update({"REPLAY_WARC": str(tmp_path / "a.warc"), "CRAWL_PROXY": "http://127.0.0.1:1"}, "cmdline")
    with pytest.raises(UsageFault, match="exclude each other"):
        prepare(settings)


@pytest.mark.parametrize(("cities", "said"), [("nowhere", "no city nowhere"), ("", "names no city"), (",", "no city")])
def test_cities_must_name_cities(settings: Settings, cities: str, said: str) -> None:
    with pytest.raises(SeedsError, match=said):
        prepare(settings, cities)


def test_a_time_without_an_offset_is_this_machines(settings: Settings) -> None:
    settings.set("OBSERVED_AT", "2026-11-20", "cmdline")
    assert re.fullmatch(r"2026-11-20T00:00:00[+-]\d\d:\d\d", prepare(settings).record.observed_at)


def test_the_run_before_is_the_newest_that_was_observed_earlier(settings: Settings, tmp_path: Path) -> None:
    for name, moment in (("a", "2026-05-01"), ("b", "2026-08-01"), ("c", "2027-01-01")):
        settings.update({"RUN_DIR": str(tmp_path / "runs" / name), "OBSERVED_AT": moment}, "cmdline")
        prepare(settings).save("finished", exit_code=0)
    (tmp_path / "runs" / "broken").mkdir()
    (tmp_path / "runs" / "broken" / "run.json").write_text("{")
    assert previous_run(tmp_path / "runs" / "now", NOON) == tmp_path / "runs" / "b"
    assert previous_run(tmp_path / "runs" / "a", "2026-05-01T00:00:00+00:00") is None


def test_a_run_knows_its_browser_or_that_it_needs_none(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.set("RENDER", "never", "cmdline")
    assert prepare(settings).facts.browser == ""
    settings.set("RENDER", "always", "cmdline")
    monkeypatch.setenv("PORTAL_AUDIT_CHROMIUM", sys.executable)  # a program that says a version
    assert prepare(settings).facts.browser == f"Python {platform.python_version()}"
    monkeypatch.setenv("PORTAL_AUDIT_CHROMIUM", "no-such-browser")
    with pytest.raises(UsageFault, match="names no-such-browser"):
        prepare(settings)


def test_a_quarter_is_named_after_its_year() -> None:
    assert re.fullmatch(r"audits/20\d\dQ[1-4]", default_run_dir())


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "result.json"
    write_whole(file, b"one")
    with pytest.raises(TypeError):
        write_whole(file, "not bytes")  # type: ignore[arg-type]
    assert file.read_bytes() == b"one"
    assert [path.name for path in file.parent.iterdir()] == ["result.json"]

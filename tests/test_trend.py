"""The trend over quarters: what a run keeps of itself and of the runs before it."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from scrapy.settings import Settings

from crawler.audit import Telling, report_run, tell_run
from crawler.run import prepare
from reports.trend import merge_lines
from tests.reports_fixture import SAMPLE_CITIES, write_city

MOMENTS = {
    "2026Q2": "2026-05-20T08:00:00+08:00",
    "2026Q3": "2026-08-20T08:00:00+08:00",
    "2026Q4": "2026-11-20T08:00:00+08:00",
}


def write_quarter(runs: Path, name: str, cities: slice, seeds: str = "") -> Path:
    """A finished run with results of sample cities, told."""
    run = runs / name
    file = runs / f"{name}.csv"
    runs.mkdir(exist_ok=True)
    chosen = SAMPLE_CITIES[cities]
    file.write_text(seeds or "city_id,portal_url\n" + "".join(f"{c[0]},http://www.{c[0]}.gov.cn/\n" for c in chosen))
    settings = Settings()
    settings.setmodule("crawler.settings")
    settings.update({"SEEDS_FILE": str(file), "RUN_DIR": str(run), "OBSERVED_AT": MOMENTS[name]}, "cmdline")
    opened = prepare(settings)
    opened.save("running")
    for city in chosen:
        write_city(run, city, 12, pictures=False)
    tell_run(run, Telling(languages=("en",)))
    opened.save("finished", exit_code=0)
    return run


def kept(run: Path) -> dict[str, object]:
    return json.loads((run / "run.json").read_text("utf-8"))


def test_each_run_keeps_its_line_and_those_before_it(tmp_path: Path) -> None:
    first, second, third = (write_quarter(tmp_path / "runs", name, slice(0, 6)) for name in MOMENTS)
    assert kept(first)["history"] == []
    assert [line["observed_at"] for line in kept(third)["history"]] == [MOMENTS["2026Q2"], MOMENTS["2026Q3"]]
    assert kept(second)["line"] in kept(third)["history"]
    assert kept(third)["line"]["cities"] == 6
    page = (third / "index.en.html").read_text("utf-8")
    assert "20 May 2026" in page
    assert "20 August 2026" in page
    # The older folders may be gone: the trend stays.
    for path in (first, second):
        (path / "run.json").unlink()
    report_run(third, Telling(languages=("en",)))
    assert (third / "index.en.html").read_text("utf-8") == page


def test_a_run_of_other_cities_is_no_part_of_the_trend(tmp_path: Path) -> None:
    write_quarter(tmp_path / "runs", "2026Q2", slice(0, 2))
    assert kept(write_quarter(tmp_path / "runs", "2026Q3", slice(3, 5)))["history"] == []


def test_a_run_that_cannot_be_read_is_left_out_and_named(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    broken = write_quarter(tmp_path / "runs", "2026Q2", slice(0, 2))
    record = kept(broken) | {"line": None}
    (broken / "run.json").write_bytes(msgspec.json.encode(record))
    (broken / SAMPLE_CITIES[0][0] / "result.json").write_text("{")
    assert kept(write_quarter(tmp_path / "runs", "2026Q3", slice(0, 2)))["history"] == []
    assert "2026Q2 is left out of the trend" in caplog.text


def test_times_are_compared_as_times() -> None:
    early = {"run": "a", "observed_at": "2026-05-20T08:00:00+08:00"}
    late = {"run": "b", "observed_at": "2026-05-20T01:00:00+00:00"}
    own = {"run": "c", "observed_at": "2026-05-20T00:30:00+00:00"}
    assert merge_lines([late, early], [own], before="2026-05-20T09:30:00+08:00", without="c") == [early, late]

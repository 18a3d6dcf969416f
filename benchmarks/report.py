"""How heavy the reports are and how soon they open: a city of 10,000 findings, an overview of 3,000 cities.

`bytes` of a page are those of the file without its embedded pictures; `seconds` are from the request to the moment
that Chromium has laid the page out and run its script. Run: `python -m benchmarks.report [--json] [--small]`.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from benchmarks.command import Refused, opened, parser
from crawler.browser.chromium import find_chromium, needs_no_sandbox
from reports.overview import render_overview
from reports.render import render_city
from reports.tables import write_tables
from tests.reports_fixture import CHECKS, SAMPLE_CITIES, write_city, write_run_json

FINDINGS, CITIES = 10_000, 3_000
PICTURES = re.compile(rb"data:image/webp;base64,[A-Za-z0-9+/=]*")
ROUNDS = 3  # openings of a page; the median is told


def main(argv: Sequence[str]) -> dict[str, Any]:
    """Measure and return `benchmark`, `machine`, `seconds` and `bytes` by page; `*_written` are rendering times."""
    options = parser("report", __doc__)
    options.add_argument("--small", action="store_true", help="a tenth of the load, for a quick look")
    asked = options.parse_args(argv)
    divisor = 10 if asked.small else 1
    with tempfile.TemporaryDirectory() as folder:
        result = measure(Path(folder), FINDINGS // divisor, CITIES // divisor)
    if asked.json:
        print(json.dumps(result, ensure_ascii=False))
    else:
        show(result)
    return result


def measure(folder: Path, findings: int, cities: int) -> dict[str, Any]:
    """Build both runs below *folder*, render them and open their pages."""
    seconds: dict[str, float] = {}
    sizes: dict[str, int] = {}
    big = folder / "big"
    city = write_city(big, SAMPLE_CITIES[0], findings)
    seconds["report_written"] = timed(lambda: render_city(city, ["zh"]))
    wide = folder / "wide"
    for number in range(cities):
        kind = ("fail", "pass", "undetermined")[number % 7 // 3]
        code = str(11 + number % 55)
        write_city(
            wide, (f"c{number:04}", f"城市{number}", f"City {number}", "", "", "", code, kind), 20, pictures=False
        )
    write_run_json(wide)
    seconds["index_written"] = timed(lambda: render_overview(wide, ["zh"]))
    seconds["tables_written"] = timed(lambda: write_tables(big))
    pages = {
        "report.html": city / "report.html",
        "findings-2.html": city / "findings-2.html",
        "index.html": wide / "index.html",
    }
    for name, path in pages.items():
        sizes[name] = len(PICTURES.sub(b"", path.read_bytes()))
        sizes[f"{name} with pictures"] = path.stat().st_size
    sizes["largest further page"] = max(len(PICTURES.sub(b"", p.read_bytes())) for p in city.glob("findings-*.html"))
    seconds.update(opening(pages))
    return {
        **opened("report"),
        "findings": findings,
        "cities": cities,
        "checks": len(CHECKS),
        "seconds": {name: round(value, 3) for name, value in seconds.items()},
        "bytes": sizes,
    }


def timed(work: Any) -> float:
    """Seconds that *work* takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def opening(pages: Mapping[str, Path]) -> dict[str, float]:
    """Median seconds that each page takes to open in Chromium, from `file://`."""
    program = find_chromium()
    if program is None:
        raise Refused("no Chromium found: run `make setup`")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox"] if needs_no_sandbox() else []
        )
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        result = {
            name: sorted(open_once(page, path) for _ in range(ROUNDS))[ROUNDS // 2] for name, path in pages.items()
        }
        browser.close()
    return result


def open_once(page: Page, path: Path) -> float:
    """Seconds until the page has loaded and painted: two frames after the load event."""
    page.goto("about:blank")
    start = time.perf_counter()
    page.goto(path.as_uri(), wait_until="load")
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return time.perf_counter() - start


def show(result: Mapping[str, Any]) -> None:
    """Print the figures for people."""
    print(f"{result['findings']:,} findings, {result['cities']:,} cities; load {result['machine']['load']}")
    for name, size in result["bytes"].items():
        print(f"{name:32} {size / 1e6:8.2f} MB")
    for name, value in result["seconds"].items():
        print(f"{name:32} {value:8.2f} s")


if __name__ == "__main__":
    main(sys.argv[1:])

"""Many portals at the polite pace: wall time of the main job against the politeness bound.

36 portals of 300 pages, one request at a time and one second apart for one host. The bound is what politeness alone
costs: the most pages of one host, in seconds. A page counts once, also when it is fetched plainly and then rendered,
which takes two turns. ``ratio`` is wall time by that bound, ``request_ratio`` by the most requests that one host
received. ``processor`` says how processor time divides between our process, the judging worker, the browser, its
driver and, apart from the job, the server. ``memory_ratio`` is what ``memory`` measures, at this pace: resident memory
of our process at the end against that when a tenth of the pages was seen.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections import Counter
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from benchmarks.command import Refused, opened, parser, rounded, share, show
from benchmarks.job import Job, crawl
from benchmarks.memory import Samples
from benchmarks.serving import portals, served

#: Seconds between two requests to one host: the default of the program.
DELAY = 1.0


def main(argv: list[str]) -> dict[str, Any]:
    """Measure and print; returns the object of ``--json``. Raises Refused when the crawl breaks off."""
    arguments = parser("cities", __doc__)
    arguments.add_argument("--cities", type=int, default=36, help="portals (default: 36)")
    arguments.add_argument("--pages", type=int, default=300, help="pages of each (default: 300)")
    arguments.add_argument("--delay", type=float, default=DELAY, help="seconds between two requests (default: 1)")
    arguments.add_argument("--page-bytes", type=int, default=20_000, help="size of a page (default: 20,000)")
    arguments.add_argument("--keep", type=Path, metavar="DIR", help="keep the run folder in DIR, to look into")
    options = arguments.parse_args(argv)
    result = opened("cities")
    with (
        tempfile.TemporaryDirectory(prefix="portal-audit-") as scratch,
        served(partial(portals, options.cities, max(options.pages, 24), 12, options.page_bytes)) as server,
    ):
        settings = {"DOWNLOAD_DELAY": options.delay, "PAGES_PER_SITE": options.pages}
        folder = options.keep or Path(scratch)
        samples = Samples(folder / "run", "crawler")  # the browser's memory would cost processor time to read
        job = crawl(server, folder, settings, watch=samples)
        memory = _memory(samples, job.pages())
        pages, requests = _busiest(job)
        result |= {
            "ratio": rounded(job.seconds / (pages * options.delay)),
            "ours": rounded(job.seconds), "baseline": rounded(pages * options.delay), "unit": "s",
            "requests_of_one_host": requests, "request_ratio": rounded(job.seconds / (requests * options.delay)),
            "cities": options.cities, "pages": job.pages(), "looks": job.looks(),
            "processor": share(job.processor), "processor_s": job.processor,
            "memory_ratio": rounded(memory["late"] / memory["early"]) if memory else None,
            "memory_mb": memory,
            "cores_busy": rounded(sum(job.processor.values()) / job.seconds),
        }  # fmt: skip
    if not options.json:
        show(
            result, "ratio", "ours", "baseline", "unit", "requests_of_one_host", "request_ratio", "cities", "pages",
            "looks", "processor", "processor_s", "cores_busy",
            "memory_ratio", "memory_mb",
        )  # fmt: skip
    return result


def _memory(samples: Samples, pages: int) -> dict[str, float]:
    """Megabytes of our process when a tenth of the pages was seen, and at the end; empty where the run is too short."""
    try:
        early, late = samples.around(0.08 * pages, 0.15 * pages), samples.around(0.95 * pages, pages)
    except Refused:
        return {}
    return {"early": early["crawler"], "late": late["crawler"]}


def _busiest(job: Job) -> tuple[int, int]:
    """The most pages of one host, and the most requests that one host received for pages."""
    pages: Counter[str] = Counter()
    requests: Counter[str] = Counter()
    for path in sorted(job.folder.glob("*/case.db")):
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as case:
            looked = dict(case.execute("SELECT url_id, COUNT(*) FROM artifacts WHERE name = 'page' GROUP BY url_id"))
            seen = case.execute("SELECT id, url FROM urls WHERE requested = 1").fetchall()
        for number, url in seen:
            host = urlsplit(url).netloc
            pages[host] += 1
            requests[host] += max(1, looked.get(number, 0))
    return max(pages.values(), default=1), max(requests.values(), default=1)

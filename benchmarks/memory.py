"""Resident memory of our process after ten thousand pages against after one thousand.

The main job walks 36 portals without a delay; every second the pages stored so far and the memory of each part are
noted. ``ours`` is the median over the last twentieth of the pages, ``baseline`` the median around the tenth part; the
browser's and the judging worker's memory stand beside them (what the browser's processes share is counted once, by
proportional set size).
"""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import psutil

from benchmarks.command import Refused, opened, parser, rounded, say, show
from benchmarks.job import crawl, stored_pages
from benchmarks.serving import portals, served

EVERY_SECONDS = 1.0


class Samples:
    """Pages so far with the megabytes of each part, or of those named, taken while the job runs."""

    def __init__(self, run: Path, *parts: str) -> None:
        self._run, self._parts, self._last = run, parts, 0.0
        self.taken: list[tuple[int, dict[str, float]]] = []

    def __call__(self, seconds: float, parts: dict[str, list[psutil.Process]]) -> None:
        """Take one sample, at most one in EVERY_SECONDS."""
        if seconds - self._last < EVERY_SECONDS:
            return
        self._last = seconds
        memory = {
            part: sum(_megabytes(member, part) for member in members)
            for part, members in parts.items()
            if not self._parts or part in self._parts
        }
        self.taken.append((sum(stored_pages(path) for path in self._run.glob("*/case.db")), memory))

    def around(self, low: float, high: float) -> dict[str, float]:
        """Median megabytes of each part while the number of pages was between *low* and *high*.

        Raises Refused when no sample was taken there.
        """
        near = [memory for pages, memory in self.taken if low <= pages <= high]
        if not near:
            raise Refused(f"no sample between {low:.0f} and {high:.0f} pages: the run is too short, give more --pages")
        return {part: rounded(median(memory[part] for memory in near), 4) for part in near[0]}


def main(argv: list[str]) -> dict[str, Any]:
    """Measure and print; returns the object of ``--json``. Raises Refused when the crawl breaks off."""
    arguments = parser("memory", __doc__)
    arguments.add_argument("--pages", type=int, default=10_000, help="pages altogether (default: 10,000)")
    arguments.add_argument("--cities", type=int, default=36, help="portals that they are divided among (default: 36)")
    arguments.add_argument("--page-bytes", type=int, default=20_000, help="size of a page (default: 20,000)")
    options = arguments.parse_args(argv)
    result = opened("memory")
    each = -(-options.pages // options.cities)
    with (
        tempfile.TemporaryDirectory(prefix="portal-audit-") as scratch,
        served(partial(portals, options.cities, max(each, 24), 12, options.page_bytes)) as server,
    ):
        samples = Samples(Path(scratch) / "run")
        job = crawl(server, Path(scratch), {"PAGES_PER_SITE": each}, watch=samples)
        pages = job.pages()
    say(f"{pages} pages in {job.seconds:.0f} s, {len(samples.taken)} samples")
    early, late = samples.around(0.08 * pages, 0.15 * pages), samples.around(0.95 * pages, pages)
    result |= {
        "ratio": rounded(late["crawler"] / early["crawler"]), "ours": late["crawler"], "baseline": early["crawler"],
        "unit": "MB", "pages": pages, "parts_early": early, "parts_late": late, "seconds": rounded(job.seconds),
        "curve": _curve(samples.taken, pages),
    }  # fmt: skip
    if not options.json:
        show(result, "ratio", "ours", "baseline", "unit", "pages", "seconds", "parts_early", "parts_late", "curve")
    return result


def _curve(taken: list[tuple[int, dict[str, float]]], pages: int) -> dict[int, float]:
    """Our process's megabytes when each tenth of the pages was reached."""
    curve = {}
    for tenth in range(1, 11):
        reached = next((memory["crawler"] for seen, memory in taken if seen >= tenth * pages / 10), None)
        if reached is not None:
            curve[tenth * pages // 10] = rounded(reached, 4)
    return curve


def _megabytes(process: psutil.Process, part: str) -> float:
    try:
        if part == "browser":
            return float(getattr(process.memory_full_info(), "pss", 0) or process.memory_info().rss) / 1e6
        return float(process.memory_info().rss) / 1e6
    except psutil.Error:
        return 0.0  # it ended meanwhile

"""One portal of 300 pages, walked by the main job: RENDER=adaptive against RENDER=always with axe-core on every page.

The portal has at least 12 templates (see demo/synthetic.py), and planted faults in drawn and in static pages;
there is no delay. Both are ``scrapy crawl portals`` as anyone runs it. The rate is the pages of the walk by the seconds
from the start of the process until the last page was stored; ``job_ratio`` has the whole job in its time, with the
search trials, the judgement and the reports, which are the same for both.
``lost`` names every finding that ``always`` has and ``adaptive`` lacks: the same check, message, entry and place, and
the same column or, for a finding about one page, the same page. Findings about templates name different example pages
in different runs and are compared by their place alone.
"""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.command import listed, opened, parser, rounded, say, share, show
from benchmarks.job import Job, crawl
from benchmarks.serving import Served, portals, served
from checks.accessibility.axe_results import node_place

PAGE_BYTES = 60_000


def main(argv: list[str]) -> dict[str, Any]:
    """Measure and print; returns the object of ``--json``. Raises Refused when a crawl breaks off."""
    arguments = parser("site", __doc__)
    arguments.add_argument("--pages", type=int, default=300, help="pages of the portal (default: 300)")
    arguments.add_argument("--templates", type=int, default=12, help="its templates (default: 12)")
    arguments.add_argument("--rounds", type=int, default=1, help="runs of each, taking turns (default: 1)")
    arguments.add_argument("--page-bytes", type=int, default=PAGE_BYTES, help="size of a page (default: 60,000)")
    arguments.add_argument("--keep", type=Path, metavar="DIR", help="keep the run folders in DIR, to look into")
    options = arguments.parse_args(argv)
    result = opened("site")
    runs: dict[str, list[Job]] = {"adaptive": [], "always": []}
    with (
        tempfile.TemporaryDirectory(prefix="portal-audit-") as scratch,
        served(partial(portals, 1, options.pages, options.templates, options.page_bytes)) as server,
    ):
        place = options.keep or Path(scratch)
        for turn in range(options.rounds):
            order = list(runs) if turn % 2 == 0 else list(reversed(runs))
            for mode in order:
                runs[mode].append(_walk(server, place / f"{mode}-{turn}", mode, options.pages))
        rates = {mode: [job.pages() / job.walked for job in jobs] for mode, jobs in runs.items()}
        whole = [always.seconds / ours.seconds for ours, always in zip(runs["adaptive"], runs["always"], strict=True)]
        first = {mode: _findings(jobs[0]) for mode, jobs in runs.items()}
        last = runs["adaptive"][-1]
        result |= {
            "ratio": rounded(median(a / b for a, b in zip(rates["adaptive"], rates["always"], strict=True))),
            "ours": rounded(median(rates["adaptive"])), "baseline": rounded(median(rates["always"])),
            "unit": "pages/s", "job_ratio": rounded(median(whole)),
            "processor_s": {mode: [round(sum(_ours(job).values()), 1) for job in jobs] for mode, jobs in runs.items()},
            "lost": sorted(" ".join(key) for key in first["always"] - first["adaptive"]),
            "gained": sorted(" ".join(key) for key in first["adaptive"] - first["always"]),
            "findings": {mode: len(found) for mode, found in first.items()},
            "pages": {mode: jobs[-1].pages() for mode, jobs in runs.items()},
            "looks": {mode: jobs[-1].looks() for mode, jobs in runs.items()},
            "seconds": {mode: [round(job.seconds, 1) for job in jobs] for mode, jobs in runs.items()},
            "walk_seconds": {mode: [round(job.walked, 1) for job in jobs] for mode, jobs in runs.items()},
            "adaptive_processor": share(_ours(last)),
        }  # fmt: skip
    if not options.json:
        show(
            result, "ratio", "ours", "baseline", "unit", "walk_seconds", "job_ratio", "seconds", "processor_s",
            "pages", "looks", "findings",
            "adaptive_processor",
        )  # fmt: skip
        listed("lost", result["lost"])
        listed("only adaptive found", result["gained"])
    return result


def _walk(server: Served, folder: Path, mode: str, pages: int) -> Job:
    # The budget is the portal with what else it has: the search, the form, the site map.
    job = crawl(server, folder, {"RENDER": mode, "PAGES_PER_SITE": pages + 20})
    say(f"{mode}: {job.pages()} pages in {job.walked:.1f} s of {job.seconds:.1f} s, processor {job.processor}")
    return job


def _ours(job: Job) -> dict[str, float]:
    """The job's processor seconds by part, without the server."""
    return {part: spent for part, spent in job.processor.items() if part != "server"}


def _findings(job: Job) -> set[tuple[str, ...]]:
    """The distinct findings of a run, as comparable keys."""
    keys: set[tuple[str, ...]] = set()
    for result in job.results().values():
        for check in result["checks"].values():
            for finding in check["findings"]:
                keys |= _keys(finding)
    return keys


def _keys(finding: dict[str, Any]) -> set[tuple[str, ...]]:
    rule = (finding["entry"], finding["check"], finding["message"], finding["outcome"])
    if finding["check"].startswith("a11y-"):
        return {(*rule, node_place(finding["selector"] or ""))}
    return {(*rule, finding["column"] or url) for url in finding["page_urls"] or [finding["url"]]}

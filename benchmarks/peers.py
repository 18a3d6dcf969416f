"""The same pages through pa11y-ci with its axe runner, and through the main job.

pa11y-ci is fetched with npm into a scratch folder that is removed again (``--folder DIR`` keeps it for the next time).
It drives the same Chromium through the same proxy, in as many processes as ``--processes`` says. Ours is ``scrapy crawl
portals`` on the same pages without a delay. ``ratio`` compares the walks: ours until the last page was stored;
``job_ratio`` has our whole job in it: search trials, judgement by all checks, reports in two languages. Start-up is in
all of them.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.command import Refused, opened, parser, rounded, say, show
from benchmarks.job import crawl
from benchmarks.serving import Served, portals, served
from crawler.browser.chromium import find_chromium, needs_no_sandbox

PEER = "pa11y-ci@4"
#: Seconds after which an installation or a run is given up.
INSTALL_SECONDS, RUN_SECONDS = 300, 1800


def main(argv: list[str]) -> dict[str, Any]:
    """Measure and print; returns the object of ``--json``. Raises Refused where npm or a browser is missing."""
    arguments = parser("peers", __doc__)
    arguments.add_argument("--pages", type=int, default=40, help="pages (default: 40)")
    arguments.add_argument(
        "--processes", type=int, default=os.cpu_count() or 1, help="pa11y-ci's processes (default: the cores)"
    )
    arguments.add_argument("--folder", type=Path, metavar="DIR", help="where pa11y-ci is, or is to be, installed")
    options = arguments.parse_args(argv)
    if shutil.which("npm") is None:
        raise Refused("npm is not installed here, and pa11y-ci comes with npm only")
    if find_chromium() is None:
        raise Refused("no Chromium was found: run `make setup`")
    result = opened("peers")
    with (
        tempfile.TemporaryDirectory(prefix="portal-audit-") as scratch,
        served(partial(portals, 1, max(options.pages, 24), 12, 60_000)) as server,
    ):
        place = Path(scratch)
        program = _installed(options.folder or place / "peer")
        urls = server.urls[: options.pages]
        seconds, issues = _peer(program, urls, server, place, options.processes)
        say(f"pa11y-ci: {len(urls)} pages in {seconds:.1f} s, {issues} issues")
        job = crawl(server, place / "ours", {"PAGES_PER_SITE": len(urls)})
        pages = job.pages()
    result |= {
        "ratio": rounded((pages / job.walked) / (len(urls) / seconds)), "ours": rounded(pages / job.walked),
        "job_ratio": rounded((pages / job.seconds) / (len(urls) / seconds)),
        "baseline": rounded(len(urls) / seconds), "unit": "pages/s", "peer": PEER, "processes": options.processes,
        "pages": {"ours": pages, "peer": len(urls)},
        "seconds": {"ours": rounded(job.seconds), "walk": rounded(job.walked), "peer": rounded(seconds)},
        "peer_issues": issues,
    }  # fmt: skip
    if not options.json:
        show(
            result,
            "ratio",
            "job_ratio",
            "ours",
            "baseline",
            "unit",
            "peer",
            "processes",
            "pages",
            "seconds",
            "peer_issues",
        )
    return result


def _installed(folder: Path) -> Path:
    """pa11y-ci's program in *folder*, fetched there if need be. Raises Refused when npm cannot."""
    program = folder / "node_modules" / ".bin" / "pa11y-ci"
    if program.is_file():
        return program
    folder.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(folder), PEER],
        capture_output=True, text=True, timeout=INSTALL_SECONDS, check=False,
        env={**os.environ, "PUPPETEER_SKIP_DOWNLOAD": "1"},
    )  # fmt: skip
    if done.returncode or not program.is_file():
        said = " ".join((done.stderr or done.stdout).split()[:30])
        raise Refused(f"npm could not fetch {PEER}: {said}")
    return program


def _peer(program: Path, urls: list[str], server: Served, place: Path, processes: int) -> tuple[float, int]:
    """Seconds that pa11y-ci took for *urls*, and the issues that it named. Raises Refused when it broke off."""
    switches = [f"--proxy-server={server.proxy}", *(["--no-sandbox"] if needs_no_sandbox() else [])]
    running = []
    start = time.perf_counter()
    for number in range(processes):
        config = place / f"pa11y{number}.json"
        config.write_text(
            json.dumps({
                "defaults": {
                    # Two pages at a time in one browser lose each other: "Target.closeTarget: No target found", seen
                    # with pa11y-ci 4 and Chromium 156. A process for each is what its users do instead.
                    "runners": ["axe"], "timeout": 60_000, "concurrency": 1, "reporters": ["json"],
                    "chromeLaunchConfig": {"executablePath": str(find_chromium()), "args": switches},
                },
                "urls": urls[number::processes],
            }),
            "utf-8",
        )  # fmt: skip
        running.append(
            subprocess.Popen(
                [str(program), "--config", str(config)],
                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=place,
            )
        )  # fmt: skip
    said = [process.communicate(timeout=RUN_SECONDS) for process in running]
    seconds = time.perf_counter() - start
    results: dict[str, list[dict[str, Any]]] = {}
    for out, errors in said:
        try:
            results |= json.loads(out)["results"]
        except ValueError:
            raise Refused(f"pa11y-ci gave no result: {' '.join((errors or out).split()[:40])}") from None
    broken = [url for url, issues in results.items() if any("code" not in issue for issue in issues)]
    if broken or len(results) < len(urls):
        raise Refused(f"pa11y-ci could not open {len(broken) or 'all'} of the pages, such as {broken[:1]}")
    return seconds, sum(len(issues) for issues in results.values())

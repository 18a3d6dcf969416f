"""Run the real main job as its own process and watch what it costs: wall time, processor time, memory by part."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from benchmarks.command import Refused
from benchmarks.serving import Served

ROOT = Path(__file__).parents[1]
#: Seconds between two looks at the processes; a renderer that lives shorter is not seen.
EVERY = 0.25
#: Exit codes with which a crawl came to its end: all judged, or some sites undetermined.
ENDED = (0, 3)


@dataclass
class Job:
    """One finished crawl. Times in seconds from the start of the process, processor time by part: crawler, judging,
    browser, driver, server."""

    folder: Path
    seconds: float
    walked: float = 0.0  # until the last page was stored: without search trials, judgement and reports
    processor: dict[str, float] = field(default_factory=dict)

    def results(self) -> dict[str, dict[str, Any]]:
        """The results by city."""
        return {path.parent.name: json.loads(path.read_bytes()) for path in sorted(self.folder.glob("*/result.json"))}

    def states(self) -> dict[str, int]:
        """How many URLs of all cities and entries ended in each state."""
        counts: dict[str, int] = {}
        for path in sorted(self.folder.glob("*/case.db")):
            for state, count in _ask(path, "SELECT state, COUNT(*) FROM urls GROUP BY state"):
                counts[state] = counts.get(state, 0) + count
        return counts

    def pages(self) -> int:
        """Pages that were seen: fetched or rendered, on both entries, each once."""
        states = self.states()
        return states.get("fetched", 0) + states.get("rendered", 0)

    def looks(self) -> dict[str, int]:
        """Page artifacts of all cities: fetched plainly, rendered, of those with axe-core."""
        counts = {"plain": 0, "rendered": 0}
        for path in sorted(self.folder.glob("*/case.db")):
            for rendered, count in _ask(
                path, "SELECT look > 0, COUNT(*) FROM artifacts WHERE name = 'page' GROUP BY look > 0"
            ):
                counts["rendered" if rendered else "plain"] += count
        return counts


Watcher = Callable[[float, dict[str, list[psutil.Process]]], None]


def crawl(
    served: Served, folder: Path, settings: dict[str, object], *, watch: Watcher | None = None, command: str = ""
) -> Job:
    """Run ``scrapy crawl portals`` on what *served* offers into *folder*/run.

    *watch* is called every moment with the seconds so far and the live processes by part. *command* is a profiler to
    run the job under, for people who look for where time goes. Raises Refused when the job did not come to its end.
    """
    folder.mkdir(parents=True, exist_ok=True)
    seeds, run_dir = folder / "seeds.csv", folder / "run"
    seeds.write_text(served.seeds, "utf-8")
    given = {
        "SEEDS_FILE": seeds, "RUN_DIR": run_dir, "CRAWL_PROXY": served.proxy, "DOWNLOAD_DELAY": 0, **settings
    }  # fmt: skip
    arguments = [part for name, value in given.items() for part in ("-s", f"{name}={value}")]
    program = [*command.split(), sys.executable, "-m", "scrapy", "crawl", "portals", *arguments]
    with (folder / "log").open("w") as log:
        start = time.perf_counter()
        process = psutil.Popen(program, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT, env={**os.environ})
        server = psutil.Process(served.pid)
        before = _seconds(server)
        pages, walked = 0, 0.0
        seen: dict[tuple[str, int, float], float] = {}
        while True:
            try:
                code = process.wait(EVERY)
                break
            except (psutil.TimeoutExpired, subprocess.TimeoutExpired):
                parts = _parts(process)
                for part, members in parts.items():
                    for member in members:
                        _note(seen, part, member)
                if (seen_pages := sum(stored_pages(path) for path in run_dir.glob("*/case.db"))) > pages:
                    pages, walked = seen_pages, time.perf_counter() - start
                if watch:
                    watch(time.perf_counter() - start, parts)
        seconds = time.perf_counter() - start
    if code not in ENDED:
        said = (folder / "log").read_text("utf-8", "replace").strip().splitlines()
        raise Refused(f"the crawl ended with exit code {code}: {' / '.join(said[-3:])}")
    processor = dict.fromkeys(("crawler", "judging", "browser", "driver"), 0.0)
    for (part, _, _), spent in seen.items():
        processor[part] += spent
    processor["server"] = _seconds(server) - before
    return Job(run_dir, seconds, walked, {part: round(spent, 2) for part, spent in processor.items()})


def _parts(process: psutil.Process) -> dict[str, list[psutil.Process]]:
    """The job's live processes: ours, the judging worker, the browser's, and the driver between."""
    parts: dict[str, list[psutil.Process]] = {"crawler": [process], "judging": [], "browser": [], "driver": []}
    try:
        children = process.children(recursive=True)
    except psutil.Error:
        return parts
    for child in children:
        try:
            name = child.name().lower()
        except psutil.Error:
            continue  # it ended meanwhile
        parts["browser" if "chrom" in name or "headless" in name else "driver" if "node" in name else "judging"].append(
            child
        )
    return parts


def _note(seen: dict[tuple[str, int, float], float], part: str, member: psutil.Process) -> None:
    try:
        seen[part, member.pid, member.create_time()] = _seconds(member)
    except psutil.Error:
        return  # it ended meanwhile; what was seen last stands


def _seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def stored_pages(path: Path) -> int:
    """How many pages the case at *path* holds, while it is being written."""
    try:
        return int(_ask(path, "SELECT COUNT(*) FROM urls WHERE state IN ('fetched', 'rendered')")[0][0])
    except sqlite3.OperationalError:
        return 0  # it is being made


def _ask(path: Path, question: str) -> list[Any]:
    """Rows of a case that may be written to at this moment."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=30)) as case:
        return case.execute(question).fetchall()

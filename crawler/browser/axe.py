"""axe-core on a settled page: its violations as records. Costs half a second a page, so it runs per template."""

from __future__ import annotations

import asyncio
from functools import cache
from importlib.resources import files
from pathlib import Path

from playwright.async_api import Error as BrowserError

from checks.artifacts import AxeNode, AxeRule, AxeRun
from crawler.browser.pool import Leased

_RUN = (Path(__file__).parent / "axe.js").read_text("utf-8")
#: Seconds that axe may take on one page; huge pages are known to keep it for minutes.
AXE_SECONDS = 20.0
#: Nodes kept of one rule on one page: a pattern shows in a few, and a finding is one a template.
NODES_PER_RULE = 40
#: Of more elements than this that are drawn alike (same tags and classes down from the root, same colours and sizes), a
#: few are measured for all, and all where one of them fails (``python -m benchmarks axe`` compares).
LARGE_GROUP = 6


@cache
def _source() -> str:
    """axe-core's own script, as the package that pins its version ships it."""
    return files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


async def run_axe(leased: Leased, *, large: int = LARGE_GROUP) -> AxeRun:
    """Run axe-core on the page and its same-origin frames. A failure is recorded, never raised.

    *large* is how many elements that are drawn alike are measured one by one for contrast and the size of targets.
    """
    page = leased.page
    try:
        async with asyncio.timeout(AXE_SECONDS):
            for frame in page.frames:
                if frame == page.main_frame or frame.url.startswith(("http", "about:srcdoc")):
                    try:
                        await frame.evaluate(_source())
                    except BrowserError:
                        if frame == page.main_frame:
                            raise
            seen = await page.evaluate(_RUN, {"most": int(AXE_SECONDS * 900), "nodes": NODES_PER_RULE, "large": large})
    except TimeoutError:
        return AxeRun(version="", failure="timeout")
    except BrowserError as error:
        return AxeRun(
            version="", failure="timeout" if "axe-timeout" in str(error) else str(error).splitlines()[0][:200]
        )
    return AxeRun(
        version=seen["version"],
        violations=tuple(
            AxeRule(
                rule=item["rule"], impact=item["impact"], tags=tuple(item["tags"]), help_en=item["help"],
                nodes=tuple(
                    AxeNode(node["selector"], node["html"], node["summary"],
                    tuple(node["box"]) if node["box"] else None)
                    for node in item["nodes"]
                ),
            )
            for item in seen["violations"]
        ),
        undecided=tuple(seen["undecided"]), unstable=tuple(seen["unstable"]),
    )  # fmt: skip

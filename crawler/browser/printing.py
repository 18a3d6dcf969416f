"""Prints reports as PDF with the same browser that saw the sites."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from crawler.browser.pool import Identity, PagePool

#: Printed as the style sheet says (A4, margins, page breaks), with colours, because they carry meaning.
_OPTIONS = {"prefer_css_page_size": True, "print_background": True, "tagged": True, "outline": True}


async def print_pdfs(reports: Sequence[Path]) -> list[Path]:
    """Print each HTML file beside itself; the files written. Raises BrowserMissing and Playwright's errors."""
    written: list[Path] = []
    pool = PagePool(size=1, agent_suffix="")
    try:
        for report in reports:
            async with pool.lease(Identity("reports", "desktop")) as leased:
                await leased.page.goto(report.absolute().as_uri())
                target = report.with_suffix(".pdf")
                part = target.with_suffix(".pdf.part")
                await leased.page.pdf(path=part, **_OPTIONS)  # type: ignore[arg-type]
                part.replace(target)
                written.append(target)
    finally:
        await pool.close()
    return written

"""Links that only a press brings into the page: lists behind tabs, branches of trees that a script fetches.

A walk of addresses never meets them. A person presses the tab; so do we, on a page opened for it, a few times, and what
comes of it is links for the walk, nothing else (docs/decisions/0013).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from pathlib import Path

from playwright.async_api import Error as BrowserError
from playwright.async_api import Page

from crawler.browser.clicks import read_only
from crawler.browser.look import opened, snapshot_of
from crawler.browser.pool import Leased
from crawler.browser.pressing import press, requests_sent

logger = logging.getLogger(__name__)

_FOLDS = (Path(__file__).parent / "unfold.js").read_text("utf-8")
_PRESS = "(number) => window.__portalAuditFolds[number].click()"
_ADDRESSES = "() => [...new Set([...document.querySelectorAll('a[href]')].map((link) => link.href))].sort().join(' ')"
#: Elements pressed on one page at most, milliseconds in which something must come of a press, seconds for all.
MOST_PRESSED, STIR_MS, UNFOLD_SECONDS = 10, 300, 15.0


async def folds(page: Page, skip: Sequence[str]) -> list[str]:
    """Words of what may be pressed on an open page, without those to *skip*."""
    found: list[str] = await page.evaluate(_FOLDS, {"most": MOST_PRESSED, "skip": list(skip), "hold": False})
    return found


async def unfolded(leased: Leased, url: str, skip: Sequence[str], *, pause: float = 0) -> list[tuple[str, str]]:
    """The words of each press at *url* and a snapshot after it, "" where it brought no link into the page.

    *pause* are the seconds between two requests to the host: a press may be one.
    Never raises for a page that breaks: what was seen until then is returned.
    """
    page = leased.page
    seen: list[tuple[str, str]] = []
    try:
        async with asyncio.timeout(UNFOLD_SECONDS + pause * (MOST_PRESSED + 1)):
            await asyncio.sleep(pause)
            await opened(page, url)
            await snapshot_of(page)
            await page.route("**", read_only)
            found: list[str] = await page.evaluate(_FOLDS, {"most": MOST_PRESSED, "skip": list(skip), "hold": True})
            for number, words in enumerate(found):
                before, sent = await page.evaluate(_ADDRESSES), await requests_sent(page)
                await press(page, _PRESS, number, STIR_MS)
                shown = await snapshot_of(page)
                seen.append((words, str(shown["html"]) if await page.evaluate(_ADDRESSES) != before else ""))
                if await requests_sent(page) != sent:
                    await asyncio.sleep(pause)
            await page.unroute("**")
    except (TimeoutError, BrowserError) as error:
        logger.debug("unfolding %s ended: %s", url, error)
    return seen

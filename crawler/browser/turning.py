"""The further pages of a list that a script turns: 下一页 and 加载更多 without an address.

What a walk of addresses never sees. It matters for letters: one that was left unanswered for months does not stand on
the first page. A person turns the page; so do we, on a page opened for it, a few times.
"""

from __future__ import annotations

import asyncio
import logging
import re
from pathlib import Path

from playwright.async_api import Error as BrowserError
from playwright.async_api import Frame

from crawler.browser.look import opened, snapshot_of
from crawler.browser.pool import Leased
from crawler.browser.pressing import before_a_press, stirred

logger = logging.getLogger(__name__)

_NEXT = (Path(__file__).parent / "next_page.js").read_text("utf-8")
#: A control that turns a page, in the source of a page or in its snapshot: by its words, or page 2 of a pager that has
#: numbers alone and leads to no address.
_TURNS = re.compile(
    r"(?:>|value=\"|title=\"|alt=\")[\s\[【(（]*(?:下一?[页頁]|后一?页|(?:点击)?(?:加载|查看|显示|展开)更多)|"
    r"<(?:a|button|span|li)\b(?![^>]*\bhref=(?![\"']?(?:#|javascript:)))[^>]*>[\s\[【(（]*2[\s\])）】]*</",
    re.I,
)
#: Pages turned at most, milliseconds in which something must come of a press, seconds for all of them.
MOST_PAGES, STIR_MS, TURN_SECONDS = 4, 1500, 20.0


def turns(html: str) -> bool:
    """Whether a page shows something that may turn to further entries."""
    return _TURNS.search(html) is not None


async def further_pages(leased: Leased, url: str, *, pause: float = 0) -> list[str]:
    """Snapshots of *url* after each turn, up to MOST_PAGES; none where nothing turns or a turn changes nothing.

    *pause* are the seconds between two requests to the host: a turn is one.
    Never raises for a page that breaks: what was seen until then is returned.
    """
    page = leased.page
    seen: list[str] = []
    try:
        async with asyncio.timeout(TURN_SECONDS + pause * (MOST_PAGES + 1)):
            await asyncio.sleep(pause)
            await opened(page, url)
            last = str((await snapshot_of(page, scroll=True))["html"])
            while len(seen) < MOST_PAGES and (frame := await _frame_that_turns(page.frames, len(seen) + 2)):
                await asyncio.sleep(pause)
                await _press(frame)
                turned = str((await snapshot_of(page))["html"])
                if turned == last:
                    break
                seen.append(turned)
                last = turned
    except (TimeoutError, BrowserError) as error:
        logger.debug("turning the pages of %s ended: %s", url, error)
    return seen


async def _press(frame: Frame) -> None:
    """Press what was marked, and wait until something came of it: a ``javascript:`` address runs after the click."""
    now = await before_a_press(frame)
    await frame.locator("[data-portal-audit=next]").first.click(timeout=3000)
    await stirred(frame, now, STIR_MS)


async def _frame_that_turns(frames: list[Frame], number: int) -> Frame | None:
    for frame in frames:
        try:
            if await frame.evaluate(_NEXT, number):
                return frame
        except BrowserError:
            continue  # it left meanwhile
    return None

"""A press, and the wait until something came of it: for all that is pressed, turned or opened on a page."""

from __future__ import annotations

import logging

from playwright.async_api import Error as BrowserError
from playwright.async_api import Frame, Page

logger = logging.getLogger(__name__)

#: Waits until a request or a timer was begun or the document changed, for so many milliseconds at most.
_STIRRED = """async ([since, most]) => {
  const state = window.__portalAudit;
  const until = since + most;
  while (state && performance.now() < until && !state.pending && !state.timers.size && state.lastChange <= since) {
    await new Promise((done) => state.later(done, 25));
  }
}"""


async def before_a_press(frame: Frame) -> float:
    """The page's time now; what is waited for begins anew."""
    now: float = await frame.evaluate("() => { window.__portalAudit?.rejuvenate(); return performance.now() }")
    return now


async def stirred(frame: Frame, since: float, most: int) -> None:
    """Wait until something came of a press at *since*, a time of the page, or *most* milliseconds have passed."""
    try:
        await frame.evaluate(_STIRRED, [since, most])
    except BrowserError as error:
        logger.debug("the press left the page %s: %s", frame.url, error)  # a pager that sends its form


async def press(page: Page, script: str, number: int, most: int) -> None:
    """Press by *script*, a function of *number*, and wait until something came of it, *most* milliseconds at most."""
    now = await before_a_press(page.main_frame)
    await page.evaluate(script, number)
    await stirred(page.main_frame, now, most)


async def requests_sent(page: Page) -> int:
    """How many requests the page has sent: a press that sends one counts for the pace of the host."""
    sent: int = await page.evaluate("() => performance.getEntriesByType('resource').length")
    return sent

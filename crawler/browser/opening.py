"""Letters that a list opens in its own page: a layer, a dialog, a panel that a script fetches for the row pressed.

What a walk of addresses never sees, and what no snapshot of the list holds. A person presses 查看答复; so do we, on a
page opened for it, for the first rows (docs/decisions/0015).
"""

from __future__ import annotations

import asyncio
import logging
import re
from pathlib import Path

from lxml import etree
from playwright.async_api import Error as BrowserError
from playwright.async_api import Page

from crawler.browser.clicks import read_only
from crawler.browser.look import opened, snapshot_of
from crawler.browser.pool import Leased
from crawler.browser.pressing import press, requests_sent

logger = logging.getLogger(__name__)

_ROWS = (Path(__file__).parent / "open_rows.js").read_text("utf-8")
_PRESS = "(number) => window.__portalAuditRows.press(number)"
#: A control of a row that leads to no address, in the source of a page or in its snapshot.
_OPENS = re.compile(
    r"<[a-z]\w*(?=[^<>]*\s(?:onclick=|href=[\"']?(?:#|javascript:)|@click|ng-click|data-id=))|"
    r"<button\b[^<>]*>[^<]{0,4}(?:查看|展开)",
    re.I,
)
#: Rows pressed on one page, milliseconds in which something must come of a press, seconds for all of them.
MOST_ROWS, STIR_MS, OPEN_SECONDS = 8, 600, 20.0
#: Rows pressed in vain before the list is left alone.
_IN_VAIN = 2


def opens(html: str) -> bool:
    """Whether a page has something that may open a part of it."""
    return len(_OPENS.findall(html)) >= 3


async def rows_that_open(page: Page, *, letters: bool = False) -> int:
    """How many rows of an open page may open something in it; with *letters* by controls that speak of letters."""
    found: int = await page.evaluate(_ROWS, {"most": MOST_ROWS, "hold": False, "letters": letters})
    return found


async def opened_letters(leased: Leased, url: str, *, letters: bool = False, pause: float = 0) -> list[str]:
    """For each of the first rows of the list at *url* that opens something in its page: the row and what it opened, as
    the snapshot of a page of their own.

    *pause* are the seconds between two requests to the host: a press may be one.
    Never raises for a page that breaks: what was seen until then is returned.
    """
    page = leased.page
    seen: list[str] = []
    try:
        async with asyncio.timeout(OPEN_SECONDS + pause * (MOST_ROWS + 1)):
            await asyncio.sleep(pause)
            await opened(page, url)
            await snapshot_of(page)
            await page.route("**", read_only)
            rows: int = await page.evaluate(_ROWS, {"most": MOST_ROWS, "hold": True, "letters": letters})
            for number in range(rows):
                if number >= _IN_VAIN and not seen:
                    break
                sent = await requests_sent(page)
                await press(page, _PRESS, number, STIR_MS)
                await snapshot_of(page)  # waits until it is quiet
                if await page.evaluate("(number) => window.__portalAuditRows.opened(number)", number):
                    seen.append(_cut(str((await snapshot_of(page))["html"])))
                if await requests_sent(page) != sent:
                    await asyncio.sleep(pause)
            await page.unroute("**")
    except (TimeoutError, BrowserError) as error:
        logger.debug("opening the rows of %s ended: %s", url, error)
    return [html for html in seen if html]


def _cut(snapshot: str) -> str:
    """The marked parts of a snapshot alone, as a snapshot of their own; "" where there is none."""
    parser = etree.XMLParser(huge_tree=True, recover=True, resolve_entities=False, no_network=True)
    root = etree.fromstring(snapshot.encode("utf-8", "replace"), parser)
    if root is None:
        return ""
    marked = root.xpath("//*[@data-portal-audit]")
    parts = [part for part in marked if not any(above in marked for above in part.iterancestors())]
    page = etree.Element("pa-page", dict(root.attrib))
    etree.SubElement(etree.SubElement(page, "html"), "body").extend(parts)
    return etree.tostring(page, encoding="unicode") if parts else ""

"""Where a page's elements lead that have no address and open it by script: rows, tiles and menus that are pressed.

Seen on old portals (``onclick="go(13)"``) and in applications whose menus push a route. A person presses them; we do,
too, once everything else of the page was seen, and nothing may be sent while we do (docs/decisions/0009).
"""

from __future__ import annotations

import logging
import re
from html import escape
from pathlib import Path

from msgspec import structs
from playwright.async_api import Error as BrowserError
from playwright.async_api import Route

from crawler.browser.look import Look
from crawler.browser.pool import Leased

logger = logging.getLogger(__name__)

_PRESS = (Path(__file__).parent / "clicks.js").read_text("utf-8")
#: Milliseconds that pressing may take on one page.
MOST_MS = 2000
#: The mark of look.js: in a snapshot a ``"`` inside a value is written ``&quot;``, so that no text looks like it.
_MARK = re.compile(r' pa-opens="(\d+)"')


async def with_addresses(leased: Leased, look: Look) -> Look:
    """*look* with the address that each pressed element opens, as ``pa-opens``; elements that open none lose the mark.

    The page is of no further use afterwards. A page that breaks under it keeps what was seen before.
    """
    if not _MARK.search(look.html):
        return look
    page = leased.page
    addresses: list[str] = []
    try:
        await page.route("**", _read_only)
        try:
            addresses = await page.evaluate(_PRESS, {"most": MOST_MS})
        finally:
            await page.unroute("**")
    except BrowserError as error:
        logger.debug("%s broke while it was pressed: %s", look.url, error)

    def address(mark: re.Match[str]) -> str:
        number = int(mark[1])
        led = addresses[number] if number < len(addresses) else ""
        return f' pa-opens="{escape(led)}"' if led.startswith(("http://", "https://")) else ""

    return structs.replace(look, html=_MARK.sub(address, look.html))


async def _read_only(route: Route) -> None:
    if route.request.method in ("GET", "HEAD"):
        await route.continue_()
    else:
        await route.abort()

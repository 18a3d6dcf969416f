"""Where a page's elements lead that have no address and open it by script: rows, tiles and menus that are pressed.

Seen on old portals (``onclick="go(13)"``) and in applications whose menus push a route. A person presses them; we do,
too, once everything else of the page was seen, and nothing may be sent while we do (docs/decisions/0009).
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from html import escape
from pathlib import Path

from msgspec import structs
from playwright.async_api import Route

from crawler.browser.look import Look
from crawler.browser.pool import Leased

_PRESS = (Path(__file__).parent / "clicks.js").read_text("utf-8")
#: Milliseconds that pressing may take on one page, and seconds after which a page that has not come back is given up.
MOST_MS, PRESS_SECONDS = 2000, 6.0
#: The mark of look.js: in a snapshot a ``"`` inside a value is written ``&quot;``, so that no text looks like it.
_MARK = re.compile(r' pa-opens="(\d+)"')


def is_marked(look: Look) -> bool:
    """Whether the page has elements to press."""
    return _MARK.search(look.html) is not None


async def press(leased: Leased) -> list[str]:
    """Press what look.js marked on the page; the address that each opens, in the order of the marks, "" for none.

    The page is of no further use afterwards. Raises TimeoutError and Playwright's errors when it breaks under it.
    """
    page = leased.page
    async with asyncio.timeout(PRESS_SECONDS):
        await page.route("**", read_only)
        addresses: list[str] = await page.evaluate(_PRESS, {"most": MOST_MS})
        await page.unroute("**")
    return addresses


def with_addresses(look: Look, addresses: Sequence[str]) -> Look:
    """*look* with what its marked elements open, as ``pa-opens``; those that open nothing lose the mark."""

    def address(mark: re.Match[str]) -> str:
        number = int(mark[1])
        led = addresses[number] if number < len(addresses) else ""
        return f' pa-opens="{escape(led)}"' if led.startswith(("http://", "https://")) else ""

    return structs.replace(look, html=_MARK.sub(address, look.html))


async def read_only(route: Route) -> None:
    """Let what only reads pass and stop the rest."""
    if route.request.method in ("GET", "HEAD"):
        await route.continue_()
    else:
        await route.abort()

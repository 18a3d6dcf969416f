"""A small pool of reused Playwright pages: lent to one job at a time, replaced when they break.

A reused page renders twice as many pages a second as a new one each time, and Playwright's routing would send every
request through Python and halve that again: so nothing is intercepted. What has to be kept away (pop-ups, dialogs,
service workers, downloads) is kept away inside the browser.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

from msgspec import Struct
from playwright.async_api import Browser, BrowserContext, CDPSession, Page, Playwright, async_playwright
from playwright.async_api import Error as BrowserError

from crawler.browser.chromium import find_chromium, needs_no_sandbox
from crawler.browser.governor import Governor, memory_is_short

logger = logging.getLogger(__name__)

_HERE = Path(__file__).parent
WATCH = (_HERE / "watch.js").read_text("utf-8")
CALM = (_HERE / "calm.js").read_text("utf-8")

#: A page is retired after so many loads: Chromium keeps something of every document, and a fresh page drops it all.
LOADS_PER_PAGE = 120
#: The whole browser is retired after so many loads, for what the browser process itself keeps.
LOADS_PER_BROWSER = 3000
#: Contexts kept open at most; each is one city's cookies and cache on one kind of device, with renderers of its own. A
#: run takes turns among its cities: with fewer contexts than cities, page after page begins by starting a renderer.
MOST_CONTEXTS = 150
#: Contexts kept open though memory is short.
FEWEST_CONTEXTS = 8
#: Seconds that closing or blanking a broken page may take before it is given up.
CLEAN_UP_SECONDS = 5.0
#: Seconds that opening a page may take on a busy machine before the browser is held to be dead.
OPEN_SECONDS = 30.0
#: Seconds after which a page that nobody took is blanked. One that is taken earlier goes straight to its next address:
#: the load of about:blank between two addresses costs a quarter of a rendered page (python -m benchmarks render).
IDLE_SECONDS = 0.25

DESKTOP_SIZE = (1280, 900)
#: A common phone: what "mobile" means in every report. Width, height in CSS pixels; two picture pixels for each.
MOBILE_SIZE, MOBILE_SCALE = (390, 844), 2
MOBILE_AGENT = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/{version} Mobile Safari/537.36"
)
DESKTOP_AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{version} Safari/537.36"

#: Switches for the browser: no calls home, no throttling of pages in the background, nothing kept of a page left.
SWITCHES = (
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic",
    # HttpsUpgrades: an http address is looked at as http, because what a site serves there is its own
    (
        "--disable-features=BackForwardCache,Translate,MediaRouter,OptimizationHints,AcceptCHFrame,HttpsUpgrades,"
        "HttpsFirstBalancedModeAutoEnable"
    ),
    "--disable-background-timer-throttling", "--disable-renderer-backgrounding",
    "--disable-backgrounding-occluded-windows", "--mute-audio", "--no-first-run", "--no-default-browser-check",
    "--hide-scrollbars", "--font-render-hinting=none", "--disable-gpu", "--disable-dev-shm-usage",
    # the windowless shell does not isolate sites by itself: a frame of another site that hangs would hang the page
    "--site-per-process",
    "--autoplay-policy=user-gesture-required",
)  # fmt: skip


class BrowserMissing(Exception):
    """No Chromium was found on this machine."""


class Identity(Struct, frozen=True):
    """Whose cookies and which device: pages of one identity share one browser context."""

    city: str
    entry: str  # "desktop" or "mobile"
    trial: bool = False  # probes see real dialogs and pop-ups


class Leased(Struct, frozen=True):
    """A page on loan, with its session of the browser's own protocol."""

    page: Page
    cdp: CDPSession


class _Slot:
    """One page of a context, with the number of its loads."""

    def __init__(self, identity: Identity, leased: Leased) -> None:
        self.identity, self.leased = identity, leased
        self.loads = 0
        self.broken = False
        self.odd = identity.trial  # not to be lent again before it is blank: what it still does would disturb the next
        self.blanking: asyncio.TimerHandle | None = None  # set while the page still shows what it was lent for


class PagePool:
    """Lends at most *size* pages at a time; a lease that ends badly costs that page and nothing else."""

    def __init__(self, *, size: int, agent_suffix: str, proxy: str | None = None) -> None:
        self.governor = Governor(size, too_large=self._retire_soon)
        self.size, self._suffix, self._proxy = size, agent_suffix, proxy
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None
        self._gone: asyncio.Future[None] | None = None  # done when that browser has died
        self._contexts: OrderedDict[Identity, BrowserContext] = OrderedDict()
        self._idle: dict[Identity, list[_Slot]] = {}
        self._busy: dict[Identity, int] = {}  # pages wanted or on loan
        self._blanking: set[asyncio.Task[None]] = set()
        self._starting, self._making, self._renewing = asyncio.Lock(), asyncio.Lock(), asyncio.Lock()
        self._nobody = asyncio.Event()  # set while none is
        self._nobody.set()
        self._loads = 0
        self.counts: dict[str, int] = {"loads": 0, "pages_opened": 0, "pages_broken": 0, "browsers": 0}

    @property
    def version(self) -> str:
        """The browser's version, once it runs."""
        return self._browser.version if self._browser else ""

    async def start(self) -> None:
        """Start the browser if none runs. Raises BrowserMissing."""
        async with self._starting:
            if self._browser and self._browser.is_connected():
                return
            self._contexts.clear()
            self._idle.clear()
            program = find_chromium()
            if program is None:
                raise BrowserMissing(
                    "no Chromium was found: run `make setup`, or name the program in PORTAL_AUDIT_CHROMIUM"
                )
            if self._playwright is None:
                with _own_process_group():
                    self._playwright = await async_playwright().start()
            self._browser = await self._playwright.chromium.launch(
                executable_path=program,
                args=list(SWITCHES),
                chromium_sandbox=not needs_no_sandbox(),
                proxy={"server": self._proxy} if self._proxy else None,
                handle_sigint=False, handle_sigterm=False, handle_sighup=False,
            )  # fmt: skip
            self._gone = gone = asyncio.get_running_loop().create_future()
            self._browser.on("disconnected", lambda _: gone.done() or gone.set_result(None))
            self.counts["browsers"] += 1
            self._loads = 0

    @asynccontextmanager
    async def lease(self, identity: Identity) -> AsyncIterator[Leased]:
        """Lend a page of *identity*'s context, blank or about to leave its last address.

        Raises BrowserMissing and Playwright's errors.
        """
        async with self.governor.place():
            await self._renew_if_due()
            self._busy[identity] = self._busy.get(identity, 0) + 1
            self._nobody.clear()
            try:
                slot = await self._take(identity)
                try:
                    yield slot.leased
                except BaseException:
                    slot.broken = True
                    raise
                finally:
                    await asyncio.shield(self._give_back(identity, slot))
            finally:
                self._busy[identity] -= 1
                if not any(self._busy.values()):
                    self._nobody.set()

    async def _renew_if_due(self) -> None:
        """Close a browser whose time has come once every page is back; who wants a page waits here for the next one."""
        if self._loads < LOADS_PER_BROWSER:
            return
        async with self._renewing:
            if self._loads >= LOADS_PER_BROWSER:
                await self._nobody.wait()
                await self._close_browser()
                self._loads = 0

    async def _take(self, identity: Identity) -> _Slot:
        await self.start()
        idle = self._idle.setdefault(identity, [])
        while idle:
            slot = idle.pop()
            if slot.broken or slot.leased.page.is_closed():
                continue
            if slot.blanking is None:
                return slot
            slot.blanking.cancel()
            slot.blanking = None
            if await _obeys(slot.leased.page):
                return slot
            await self._retire(slot)
        browser = self._browser
        try:
            return await self._open_in_time(identity)
        except BrowserError:
            # The context or the whole browser died under us: once more from a fresh one. Where the browser was replaced
            # meanwhile, the context of that name is a new one, with other pages in it.
            if self._browser is browser:
                await self._drop_context(identity)
            await self.start()
            return await self._open_in_time(identity)

    async def _open_in_time(self, identity: Identity) -> _Slot:
        """Open a page; a browser that dies at that moment may leave the call without an answer for ever."""
        browser, gone = self._browser, self._gone
        opening = asyncio.ensure_future(self._open(identity))
        opening.add_done_callback(lambda done: done.cancelled() or done.exception())  # nobody may be waiting any more
        try:
            ends = {opening, gone} if gone else {opening}
            await asyncio.wait(ends, timeout=OPEN_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            if opening.done():
                return opening.result()
        finally:
            opening.cancel()
        if self._browser is browser:
            await self._close_browser()
        raise BrowserError("no page was opened in time: the browser is closed")

    async def _open(self, identity: Identity) -> _Slot:
        async with self._making:  # or two pages opened at once would have a context each
            context = await self._context(identity)
        page = await context.new_page()
        slot = _Slot(identity, Leased(page, await context.new_cdp_session(page)))
        page.on("crash", lambda _: setattr(slot, "broken", True))
        for event in ("download", "dialog", "popup"):
            page.on(event, lambda _: setattr(slot, "odd", True))
        page.on("download", lambda download: asyncio.ensure_future(_refuse(download)))
        if not identity.trial:
            page.on("dialog", lambda dialog: asyncio.ensure_future(_answer(dialog)))
            page.on("popup", lambda popup: asyncio.ensure_future(_close(popup)))
        self.counts["pages_opened"] += 1
        return slot

    async def _context(self, identity: Identity) -> BrowserContext:
        if context := self._contexts.get(identity):
            self._contexts.move_to_end(identity)
            return context
        while len(self._contexts) >= (FEWEST_CONTEXTS if memory_is_short() else MOST_CONTEXTS):
            oldest = next((known for known in self._contexts if not self._busy.get(known)), None)
            if oldest is None:
                break
            await self._drop_context(oldest)
        browser = self._browser
        if browser is None:
            raise BrowserError("the browser is closed")
        mobile = identity.entry == "mobile"
        width, height = MOBILE_SIZE if mobile else DESKTOP_SIZE
        agent = (MOBILE_AGENT if mobile else DESKTOP_AGENT).format(version=browser.version)
        options: dict[str, Any] = (
            {"is_mobile": True, "has_touch": True, "device_scale_factor": MOBILE_SCALE} if mobile else {}
        )
        context = await browser.new_context(
            viewport={"width": width, "height": height},
            user_agent=f"{agent} {self._suffix}".strip(),
            locale="zh-CN", timezone_id="Asia/Shanghai", service_workers="block", accept_downloads=False,
            ignore_https_errors=True,  # a bad certificate is a finding about the site; it must not hide the site
            **options,
        )  # fmt: skip
        await context.add_init_script(WATCH)
        if not identity.trial:
            await context.add_init_script(CALM)
        if self._browser is not browser:
            raise BrowserError("the browser was replaced")
        self._contexts[identity] = context
        return context

    async def _give_back(self, identity: Identity, slot: _Slot) -> None:
        slot.loads += 1
        self._loads += 1
        self.counts["loads"] += 1
        if slot.broken:
            self.counts["pages_broken"] += 1
        if slot.broken or slot.loads >= LOADS_PER_PAGE or (slot.odd and not await _blank(slot.leased.page)):
            await self._retire(slot)
            return
        if slot.odd:
            slot.odd = identity.trial
        else:
            slot.blanking = asyncio.get_running_loop().call_later(IDLE_SECONDS, self._blank_soon, slot)
        self._idle.setdefault(identity, []).append(slot)

    def _blank_soon(self, slot: _Slot) -> None:
        """Take a page that nobody wants out of the idle ones, blank it, and put it back."""
        slot.blanking = None
        idle = self._idle.get(slot.identity, [])
        if slot not in idle:
            return
        idle.remove(slot)
        task = asyncio.ensure_future(self._put_back_blank(slot))
        self._blanking.add(task)
        task.add_done_callback(self._blanking.discard)

    async def _put_back_blank(self, slot: _Slot) -> None:
        if await _blank(slot.leased.page):
            self._idle.setdefault(slot.identity, []).append(slot)
        else:
            await self._retire(slot)

    async def _retire(self, slot: _Slot) -> None:
        if not await _close(slot.leased.page):
            # A page that cannot even be closed hangs its renderer: its context goes with it.
            await self._drop_context(slot.identity)

    async def _drop_context(self, identity: Identity) -> None:
        context = self._contexts.pop(identity, None)
        self._idle.pop(identity, None)
        if context is None:
            return
        try:
            await asyncio.wait_for(context.close(), CLEAN_UP_SECONDS)
        except (TimeoutError, BrowserError) as error:
            logger.warning("a browser context did not close (%s): the browser is replaced", error)
            await self._close_browser()

    async def forget(self, city: str) -> None:
        """Close what belongs to *city*: its cookies must not meet the next one, its memory is needed."""
        for identity in [known for known in self._contexts if known.city == city and not self._busy.get(known)]:
            await self._drop_context(identity)

    def _retire_soon(self) -> None:
        """Replace the browser before the next page is lent."""
        self._loads = LOADS_PER_BROWSER

    async def _close_browser(self) -> None:
        browser, self._browser = self._browser, None
        self._contexts.clear()
        self._idle.clear()
        if browser:
            with suppress(TimeoutError, BrowserError):
                await asyncio.wait_for(browser.close(), CLEAN_UP_SECONDS)

    async def close(self) -> None:
        """Close the browser and Playwright's driver."""
        await self.governor.close()
        await self._close_browser()
        await asyncio.gather(*self._blanking)  # each ends at once: its page is gone
        if self._playwright:
            await self._playwright.stop()
            self._playwright = None


@contextmanager
def _own_process_group() -> Iterator[None]:
    """Start what is started inside in a process group of its own.

    Ctrl-C in a terminal goes to the whole foreground group: Playwright's driver would die at once, and with it the
    pages in flight and the orderly stop. Playwright offers no option for it, so its one call is given one.
    """
    plain = asyncio.create_subprocess_exec
    asyncio.create_subprocess_exec = partial(plain, process_group=0)  # type: ignore[assignment]
    try:
        yield
    finally:
        asyncio.create_subprocess_exec = plain


async def _blank(page: Page) -> bool:
    """Empty *page* for the next job; false when it does not obey in time."""
    try:
        async with asyncio.timeout(CLEAN_UP_SECONDS):
            await page.goto("about:blank")
    except (TimeoutError, BrowserError):
        return False
    return True


async def _obeys(page: Page) -> bool:
    """Whether *page* still answers; a script that runs for ever would hold up the next address."""
    try:
        async with asyncio.timeout(CLEAN_UP_SECONDS):
            await page.evaluate("0")
    except (TimeoutError, BrowserError):
        return False
    return True


async def _close(page: Page) -> bool:
    try:
        async with asyncio.timeout(CLEAN_UP_SECONDS):
            await page.close(run_before_unload=False)
    except TimeoutError:
        return False
    except BrowserError:
        return True  # it is gone already
    return True


async def _answer(dialog: Any) -> None:
    with suppress(BrowserError):
        await (dialog.dismiss() if dialog.type == "prompt" else dialog.accept())


async def _refuse(download: Any) -> None:
    with suppress(BrowserError):
        await download.cancel()

"""Open a page on a leased browser page, wait until it is settled, and look at it once."""

from __future__ import annotations

import asyncio
import base64
import logging
import re
from pathlib import Path
from typing import Any

from msgspec import Struct
from playwright.async_api import Error as BrowserError
from playwright.async_api import Frame, Page, Response

from checks.artifacts import Encoding, FailedResource, Picture, Timings
from crawler.browser.pool import Leased
from crawler.decoding import as_sent
from crawler.evidence import keep

logger = logging.getLogger(__name__)

LOOK = (Path(__file__).parent / "look.js").read_text("utf-8")

#: Seconds for the first byte and for the load event; past the second, what is there is looked at as it stands.
FIRST_BYTE_SECONDS, LOAD_SECONDS = 30.0, 15.0
#: Milliseconds without a change that count as quiet, and the longest wait for quiet.
QUIET_MS, MOST_QUIET_MS = 150, 8000
#: Milliseconds in which the parts of an application must be there (``import()``): nothing in the page tells that one is
#: under way, and between the frame and its parts the page is quiet. Applications of that kind have module scripts (Vite
#: and its kin); loaders that add script elements (webpack) are seen by watch.js.
PARTS_MS = 6000
#: Seconds that all cross-origin frames of a page have together.
FRAMES_SECONDS = 15.0
#: JPEG, because a WebP of the same page takes 250 ms of processor time and this takes 107, for 174 kB against 135 kB.
PICTURE_QUALITY = 50
#: A screenshot never shows more than so many CSS pixels of height: a long list says nothing new further down.
PICTURE_HEIGHT = 6000
#: Seconds in which the bytes of a page's own answer must be there once it was looked at.
BODY_SECONDS = 5.0
#: Seconds for one screenshot; a page that cannot be drawn in that time has its look without a picture.
PICTURE_SECONDS = 15.0
#: Where look.js left room for the document of a cross-origin frame: in a snapshot every other ``<`` is an element's.
_STRANGER = re.compile(
    r'(?P<head><pa-frame src="[^"]*" origin="cross") ok="0" index="(?P<index>\d+)"'
    r'(?P<rest> dx="(?P<dx>-?\d+)" dy="(?P<dy>-?\d+)"[^>]*)></pa-frame>'
)


class Look(Struct, frozen=True):
    """What one look at one page brought. *status* is None when no response came (a download, for one)."""

    url: str
    title: str
    html: str
    status: int | None
    headers: tuple[tuple[str, str], ...]
    encoding: Encoding
    settled: bool
    viewport: tuple[int, int]
    overflow: float
    failed_resources: tuple[FailedResource, ...]
    console_errors: tuple[str, ...]
    dialogs: tuple[str, ...]
    popups: tuple[str, ...]
    downloads: tuple[str, ...]
    timings: Timings
    picture: Picture | None
    redirects: tuple[str, ...]
    body: bytes | None  # of the page's own answer, where it was asked for


async def look_at(
    leased: Leased, url: str, *, evidence: Path | None = None, with_body: bool = False, marks: bool = False
) -> Look:
    """Open *url* and look at it; a picture is kept in the folder *evidence*, if given.

    With *marks*, elements that are pressed and have no address are marked for ``crawler.browser.clicks``.

    Raises Playwright's errors when no page came, and TimeoutError past the caller's own bound.
    """
    page = leased.page
    downloads: list[str] = []
    note_download = lambda download: downloads.append(str(download.url)[:2000])  # noqa: E731
    page.on("download", note_download)
    try:
        if "#" in url and page.url.partition("#")[0] == url.partition("#")[0]:
            # From one route of an application to another the browser loads nothing: this look would have no answer.
            await page.goto("about:blank")
        response = await opened(page, url)
        seen = await snapshot_of(page, scroll=True, marks=marks, painted=evidence is not None)
        picture = await picture_of(leased, seen, evidence) if evidence else None
        # A page that left for another by itself was not seen under the headers of the first one.
        same = response is not None and response.url.partition("#")[0] == seen["url"].partition("#")[0]
        headers = tuple((await response.all_headers()).items()) if response and same else ()
        body = await _body(response, seen["charset"], seen["html"]) if response and same and with_body else None
    finally:
        page.remove_listener("download", note_download)
    return Look(
        url=seen["url"], title=seen["title"], html=seen["html"],
        status=(seen["status"] or response.status) if response else None,
        headers=headers, encoding=_encoding(seen["charset"], headers), settled=seen["settled"],
        viewport=(seen["viewport"][0], seen["viewport"][1]), overflow=seen["overflow"],
        failed_resources=tuple(
            FailedResource(item["url"], item["kind"], item["status"], item["reason"]) for item in seen["failures"]
        ),
        console_errors=tuple(seen["errors"]), dialogs=tuple(seen["dialogs"]), popups=tuple(seen["popups"]),
        downloads=tuple(downloads),
        timings=Timings(**{name: round(value, 4) for name, value in seen["timings"].items() if value is not None}),
        picture=picture, redirects=_redirects(response), body=body,
    )  # fmt: skip


async def opened(page: Page, url: str) -> Response | None:
    """Go to *url* and wait until it is loaded; the answer, or None where the browser loaded nothing.

    Raises Playwright's errors when no page came.
    """
    response = await page.goto(url, wait_until="commit", timeout=FIRST_BYTE_SECONDS * 1000)
    await loaded(page)
    return response


async def loaded(page: Page) -> None:
    """Wait for the load event; a page without one by LOAD_SECONDS is left as it stands."""
    try:
        await page.wait_for_load_state("load", timeout=LOAD_SECONDS * 1000)
    except BrowserError as error:
        if "Timeout" not in str(error):
            raise


async def snapshot_of(page: Page, *, scroll: bool = False, marks: bool = False, painted: bool = True) -> dict[str, Any]:
    """What look.js returns once *page* is quiet; a page that leaves for another by itself is followed a few times.

    Without *painted* a page that nothing can change any more is not waited for until it is drawn.
    """
    arguments = {
        "quiet": QUIET_MS, "most": MOST_QUIET_MS, "painted": painted, "scroll": scroll, "marks": marks,
        "parts": True, "dx": 0, "dy": 0,
    }  # fmt: skip
    for last in (False, False, True):
        try:
            seen = await _whole(page, arguments)
            break
        except BrowserError as error:
            if last or ("navigat" not in str(error).lower() and "context was destroyed" not in str(error).lower()):
                raise
            await page.wait_for_load_state("domcontentloaded", timeout=LOAD_SECONDS * 1000)
    if seen["strangers"]:
        until = asyncio.get_running_loop().time() + FRAMES_SECONDS
        seen["html"] = await _with_strangers(page.main_frame, seen["html"], arguments, until)
    return seen


async def _whole(page: Page, arguments: dict[str, Any]) -> dict[str, Any]:
    """What look.js returns, after the parts of an application have come; one that polls for ever is looked at as it
    stands."""
    seen: dict[str, Any] | None = await page.evaluate(LOOK, arguments)
    if seen is not None:
        return seen
    try:
        await page.wait_for_load_state("networkidle", timeout=PARTS_MS)
    except BrowserError as error:
        if "Timeout" not in str(error):
            raise
    whole: dict[str, Any] = await page.evaluate(LOOK, {**arguments, "parts": False})
    return whole


async def _with_strangers(main: Frame, html: str, arguments: dict[str, Any], until: float) -> str:
    """*html* of *main* with the documents of cross-origin frames in their places.

    One that has not answered by *until*, a time of the event loop, stays ``ok="0"``.
    """
    places = {int(place["index"]): place for place in _STRANGER.finditer(html)}
    inside: dict[int, str] = {}
    try:
        async with asyncio.timeout_at(until):
            for index, frame in await _strange_frames(main):
                if index in places:
                    shift = {"dx": int(places[index]["dx"]), "dy": int(places[index]["dy"])}
                    given = {**arguments, "scroll": False, "marks": False, "parts": False, **shift}
                    inside[index] = await _stranger(frame, given, until)
    except (BrowserError, TimeoutError) as error:
        logger.debug("not every frame of %s was seen: %s", main.url, error)

    def filled(place: re.Match[str]) -> str:
        body = inside.get(int(place["index"]), "")
        return f'{place["head"]} ok="{1 if body else 0}"{place["rest"]}>{body}</pa-frame>'

    return _STRANGER.sub(filled, html)


async def _stranger(frame: Frame, arguments: dict[str, Any], until: float) -> str:
    """The snapshot of one cross-origin frame and of those inside it; empty when it cannot be seen."""
    try:
        async with asyncio.timeout(MOST_QUIET_MS / 1000):
            seen = await frame.evaluate(LOOK, arguments)
    except (BrowserError, TimeoutError) as error:
        logger.debug("the frame %s was not seen: %s", frame.url, error)
        return ""
    html: str = seen["html"]
    if seen["strangers"]:
        html = await _with_strangers(frame, html, arguments, until)
    return html.partition(">")[2].removesuffix("</pa-page>")


async def _strange_frames(main: Frame) -> list[tuple[int, Frame]]:
    """Cross-origin frames with the numbers that look.js left on their elements."""
    strangers: list[tuple[int, Frame]] = []
    for frame in main.child_frames:
        try:
            element = await frame.frame_element()
            number = await element.evaluate("e => e.__portalAuditFrame ?? null")
        except BrowserError as error:
            logger.debug("the frame %s is gone: %s", frame.url, error)
            continue
        strangers += [(number, frame)] if isinstance(number, int) else await _strange_frames(frame)
    return strangers


async def picture_of(leased: Leased, seen: dict[str, Any], evidence: Path) -> Picture | None:
    """A screenshot of the whole page down to PICTURE_HEIGHT, named by its digest."""
    width = max(1, seen["viewport"][0])
    height = max(1, min(int(seen["height"]), PICTURE_HEIGHT))
    try:
        async with asyncio.timeout(PICTURE_SECONDS):
            shot = await leased.cdp.send(
                "Page.captureScreenshot",
                {
                    "format": "jpeg", "quality": PICTURE_QUALITY, "captureBeyondViewport": True,
                    "clip": {"x": 0, "y": 0, "width": width, "height": height, "scale": 1},
                },
            )  # fmt: skip
    except (BrowserError, TimeoutError) as error:
        logger.debug("no picture of %s: %s", seen["url"], error)
        return None
    data = base64.b64decode(shot["data"])
    return Picture(digest=keep(evidence, data, ".jpg"), width=width, height=height)


async def _body(response: Response, charset: str, shown: str) -> bytes | None:
    """The bytes of the answer, which the browser read by *charset* and shows as *shown*; None when they do not end in
    time, the browser has let go of them, or they cannot be known."""
    try:
        async with asyncio.timeout(BODY_SECONDS):
            body = await response.body()
    except (BrowserError, TimeoutError) as error:
        logger.debug("no bytes of %s: %s", response.url, error)
        return None
    return as_sent(body, charset, shown)


def _redirects(response: Response | None) -> tuple[str, ...]:
    chain: list[str] = []
    request = response.request.redirected_from if response else None
    while request and len(chain) < 20:
        chain.append(request.url)
        request = request.redirected_from
    return tuple(reversed(chain))


def _encoding(charset: str, headers: tuple[tuple[str, str], ...]) -> Encoding:
    used = charset.lower()
    used = "gb18030" if used in ("gbk", "gb2312", "gb18030") else used
    content_type = next((value for name, value in headers if name == "content-type"), "")
    declared = content_type.lower().partition("charset=")[2].strip(" \"';") or None
    return Encoding(used=used, http="gb18030" if declared in ("gbk", "gb2312", "gb18030") else declared)

"""A search by a person's hand: find the box, type a title that the site itself published, read what comes back."""

from __future__ import annotations

import asyncio
import base64
import logging
import re
import time
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote, quote_plus

from msgspec import Struct, structs
from playwright.async_api import Error as BrowserError
from playwright.async_api import Frame, Locator, Page, Response, Route

from checks.artifacts import Page as SeenPage
from checks.artifacts import Picture, SearchTrial
from checks.reading import read
from checks.reading.hosts import same_owner
from crawler.addresses import page_key
from crawler.browser.look import LOAD_SECONDS, loaded, opened, picture_of, snapshot_of
from crawler.browser.pool import CLEAN_UP_SECONDS, Leased
from crawler.replay import UNARCHIVED_HEADER

logger = logging.getLogger(__name__)

_FIND = (Path(__file__).parent / "find_box.js").read_text("utf-8")
#: The official wording for a page that does not open: not there after 15 seconds (2019 indicators, reachability).
ANSWER_SECONDS = 15.0
#: Enter that moves nothing in this time is followed by the button, and the button by Enter: many boxes know only one.
FIRST_SECONDS = 3.0
#: Seconds between typing and submitting. A box that suggests asks for words when the hand rests: that is no answer.
HAND_SECONDS = 0.6
#: Seconds after which an answer that does not show what was asked for is looked at once more.
SECOND_LOOK_SECONDS = 2.0
_SEARCH_ADDRESS = re.compile(r"search|sousuo|/so/|/s\?|query|jsearch|unionsearch|igs/front|irs/|was5|ssp/|jrobot", re.I)
_LOGIN_ADDRESS = re.compile(r"login|signin|/sso|oauth|passport|/cas/", re.I)
#: What titles are compared without: marks, spaces, the dots of a title cut short.
_LETTERS = re.compile(r"[\s\W_]+")
_CAPTCHA = re.compile(r"请.{0,6}(?:输入|完成|拖动).{0,8}验证|安全验证|滑块|人机验证|captcha", re.I)


#: A way of submitting.
Step = Literal["enter", "button"]
#: What was pressed was no search button: it closed the box, and nothing else came of it.
BOX_GONE = "no-answer: the box is gone"


class Box(Struct, frozen=True):
    """A search box that was found: in which frame of which page."""

    frame: Frame
    page_url: str
    selector: str
    has_button: bool


async def search_box(leased: Leased, url: str, arguments: dict[str, str], evidence: Path | None) -> SearchTrial:
    """Try one query. *arguments*: ``query``, ``expected_url`` (empty for nonsense), ``how`` (``enter`` or ``button``),
    ``word`` for a mere word.

    Raises Playwright's errors when not even the page with the box came; what happens after is part of the record.
    """
    query, expected, word = arguments["query"], arguments.get("expected_url", ""), "word" in arguments
    page = leased.page
    stopped: list[str] = []
    lacking: list[str] = []  # what a replayed archive does not hold
    note_lack = lambda response: lacking.append(response.url) if _lacks(response) else None  # noqa: E731
    await page.context.route("**", lambda route: _search_only(route, query, stopped))
    page.context.on("response", note_lack)
    try:
        await _open(page, url)
        box = await _find(page)
        if box is None:
            return SearchTrial(query=query, expected_url=expected, box_found=False, page_url=page.url, word=word)
        stopped.clear()  # what the page itself sent before we asked
        lacking.clear()
        first_enter = arguments.get("how", "enter") == "enter" or not box.has_button
        steps: tuple[Step, ...] = ("enter", "button") if first_enter else ("button", "enter")
        told = await _try(leased, box, query, expected, steps, evidence)
        if told.failure == BOX_GONE:
            await _open(page, url)
            again = await _find(page)
            if again:
                told = await _try(leased, again, query, expected, steps[1:], evidence)
        told = structs.replace(told, word=word)
        if stopped and told.submitted_to.startswith("chrome-error:"):
            # It was we who broke off: nothing is known of the site's search.
            return structs.replace(told, answer="", failure=f"stopped by us: POST {stopped[0]}")
        if lacking and not shows(told):
            return structs.replace(told, answer="", failure=f"not in the archive: {lacking[0]}")
        return told
    finally:
        page.context.remove_listener("response", note_lack)
        await _tidy(page)


def _lacks(response: Response) -> bool:
    """Whether a replayed archive lacks what an answer may rest on."""
    asked = response.request.resource_type in ("document", "xhr", "fetch")
    return asked and UNARCHIVED_HEADER.lower() in response.headers


async def _tidy(page: Page) -> None:
    """Close the windows that the trial opened; a browser that does not answer is the pool's to replace."""
    try:
        async with asyncio.timeout(CLEAN_UP_SECONDS):
            await page.context.unroute("**")
            for other in page.context.pages:
                if other is not page:
                    await other.close(run_before_unload=False)
    except (TimeoutError, BrowserError):
        logger.warning("a search trial on %s left windows behind", page.url)


async def _search_only(route: Route, query: str, stopped: list[str]) -> None:
    """Let reading and searching pass; abort whatever else would change something (rule: look, never post).

    The addresses of what was aborted go to *stopped*.
    """
    request = route.request
    if request.method in ("GET", "HEAD", "OPTIONS"):
        await route.continue_()
        return
    sent = (request.post_data_buffer or b"").decode("latin-1")
    if _SEARCH_ADDRESS.search(request.url) or any(text in sent for text in _spellings(query)):
        await route.continue_()
    else:
        stopped.append(request.url)
        await route.abort()


def _spellings(query: str) -> frozenset[str]:
    """How a request body may spell what was typed, as latin-1: in UTF-8 or GBK, percent-encoded once or twice, by
    ``escape()`` or in JSON, in base64 (Visual SiteBuilder posts ``lucenenewssearchkey`` so), and that percent-encoded.
    """
    spelled = {"".join(f"%u{ord(char):04X}" if ord(char) > 127 else char for char in query)}
    spelled.add(query.encode("unicode_escape").decode())
    for charset in ("utf-8", "gbk"):
        raw = query.encode(charset, "xmlcharrefreplace")
        coded = base64.b64encode(raw).decode()
        forms = {quote(raw), quote_plus(raw), raw.decode("latin-1"), coded}
        spelled |= forms | {quote(form, safe="") for form in forms}
    return frozenset(spelled)


async def _open(page: Page, url: str) -> None:
    await opened(page, url)
    await snapshot_of(page)  # waits until the page is quiet: boxes are often drawn by script


async def _find(page: Page) -> Box | None:
    """The box on the page, in a frame, behind an icon, or on the page that a search link leads to."""
    if box := await _find_here(page):
        return box
    link = ""
    for frame in page.frames:
        seen = await _look_for_box(frame)
        if seen and seen["opener"]:
            await _press(frame, "opener")
            await snapshot_of(page)
            if box := await _find_here(page):
                return box
        link = link or (seen["link"] if seen else "")
    if link and link.startswith("http"):
        await _open(page, link)
        return await _find_here(page)
    return None


async def _find_here(page: Page) -> Box | None:
    for frame in page.frames:
        seen = await _look_for_box(frame)
        if seen and seen["box"]:
            return Box(frame, page.url, seen["selector"], seen["button"])
    return None


async def _look_for_box(frame: Frame) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = await frame.evaluate(_FIND)
    except BrowserError:
        return None  # the frame left while we looked: it holds no box that a person could use
    return found


async def _press(frame: Frame, mark: str) -> bool:
    try:
        await frame.locator(f"[data-portal-audit={mark}]").first.click(timeout=3000)
    except BrowserError:
        return False  # covered or gone: for a person it cannot be pressed either
    return True


async def _rejuvenate(page: Page) -> None:
    """Let timers and requests that begin now be waited for, as those of a page that was just opened."""
    for frame in page.frames:
        try:
            await frame.evaluate("() => window.__portalAudit && window.__portalAudit.rejuvenate()")
        except BrowserError as error:
            logger.debug("a frame of %s is gone: %s", page.url, error)


async def _enter(page: Page, field: Locator) -> bool:
    try:
        await field.focus(timeout=3000)  # a button that was pressed before has taken it
        await page.keyboard.press("Enter")
    except BrowserError:
        return False
    return True


async def _is_gone(field: Locator) -> bool:
    try:
        return not await field.is_visible()
    except BrowserError:
        return True


class _Answer:
    """What the browser tells between submitting and the answer: a new window, a navigation, a request."""

    def __init__(self, page: Page) -> None:
        self.page, self.status = page, None
        self._moved = asyncio.Event()
        self.navigated = False
        page.context.on("page", self._new_window)
        page.on("framenavigated", self._navigation)
        page.on("response", self._response)
        page.on("dialog", self._dialog)
        self.dialogs: list[str] = []
        self._answers: list[asyncio.Future[None]] = []

    def _new_window(self, window: Page) -> None:
        self.page, self.navigated = window, True
        window.on("response", self._response)
        window.on("dialog", self._dialog)
        self._moved.set()

    def _navigation(self, frame: Frame) -> None:
        self.navigated = self.navigated or frame.parent_frame is None
        self._moved.set()

    def _response(self, response: Any) -> None:
        if response.request.is_navigation_request() and response.frame.parent_frame is None:
            self.status = response.status
        if response.request.resource_type in ("xhr", "fetch", "document", "script"):
            self._moved.set()

    def _dialog(self, dialog: Any) -> None:
        self.dialogs.append(str(dialog.message)[:300])
        self._moved.set()
        self._answers.append(asyncio.ensure_future(dialog.accept()))

    async def moves(self, seconds: float) -> bool:
        try:
            await asyncio.wait_for(self._moved.wait(), seconds)
        except TimeoutError:
            return False
        return True

    def clear(self) -> None:
        self._moved.clear()


async def _try(
    leased: Leased, box: Box, query: str, expected: str, steps: tuple[Step, ...], evidence: Path | None
) -> SearchTrial:
    page = leased.page
    told: dict[str, Any] = {
        "query": query, "expected_url": expected, "box_found": True, "page_url": box.page_url, "box": box.selector,
    }  # fmt: skip
    field = box.frame.locator("[data-portal-audit=box]").first
    try:
        await field.click(timeout=3000)
        await field.fill("", timeout=3000)
        await page.keyboard.insert_text(query)
    except BrowserError as error:
        return SearchTrial(**told, failure=f"the box takes no text: {_first_line(error)}")
    answer = _Answer(page)
    await answer.moves(HAND_SECONDS)
    started = time.monotonic()
    submitted: Step | Literal[""] = ""
    for number, step in enumerate(steps, 1):
        patience = ANSWER_SECONDS if number == len(steps) else FIRST_SECONDS
        if submitted and step == "enter" and await _is_gone(field):
            return SearchTrial(**told, how=submitted, failure=BOX_GONE)
        answer.clear()
        await _rejuvenate(answer.page)
        if not await (_enter(page, field) if step == "enter" else _press(box.frame, "button")):
            if submitted:
                break
            continue
        submitted = step
        if await _moved(answer, told, patience):
            break
    else:
        return SearchTrial(**told, how=submitted, seconds=ANSWER_SECONDS, failure="no-answer")
    if not submitted:
        return SearchTrial(**told, failure="no-answer: nothing to press")
    return await _read(leased, answer, told, submitted, started, evidence)


async def _moved(answer: _Answer, told: dict[str, Any], patience: float) -> bool:
    """Whether something came of a submission: a navigation, a request, a window, a dialog, or an answer that a script
    draws from what the page has loaded already."""
    if await answer.moves(min(patience, FIRST_SECONDS)):
        return True
    try:
        seen = await _settled(answer.page)
    except BrowserError:
        return False
    if _shows(seen["url"], seen["html"], told["query"], told["expected_url"]):
        return True
    return patience > FIRST_SECONDS and await answer.moves(patience - FIRST_SECONDS)


async def _read(
    leased: Leased, answer: _Answer, told: dict[str, Any], submitted: Step | Literal[""], started: float,
    evidence: Path | None,
) -> SearchTrial:  # fmt: skip
    """Wait until the answer stands still, wherever it came, and take it down."""
    try:
        async with asyncio.timeout(ANSWER_SECONDS + LOAD_SECONDS):
            first = answer.page
            seen = await _settled(first)
            if answer.page is not first:  # a window that opened only after a request of the first page
                seen = await _settled(answer.page)
            taken = round(time.monotonic() - started, 1)
            if not _shows(seen["url"], seen["html"], told["query"], told["expected_url"]):
                # Between a new address and the request of its script, a page may be quiet with what it showed before:
                # before something is called missing, a person waits and looks again.
                await asyncio.sleep(SECOND_LOOK_SECONDS)
                before, seen = seen, await _settled(answer.page)
                if seen["html"] != before["html"]:
                    taken = round(time.monotonic() - started, 1)
            picture: Picture | None = None
            if evidence:
                cdp = await answer.page.context.new_cdp_session(answer.page)
                picture = await picture_of(Leased(answer.page, cdp), seen, evidence)
    except TimeoutError:
        return SearchTrial(
            **told, how=submitted, seconds=ANSWER_SECONDS, status=answer.status, failure="no-answer: timeout"
        )
    except BrowserError as error:
        return SearchTrial(**told, how=submitted, status=answer.status, failure=f"no-answer: {_first_line(error)}")
    # A new window has its first answer before anybody can listen: what it says of itself counts.
    status, moved = seen["status"] or answer.status, answer.navigated
    result_url, result_status, result = await _open_result(
        answer.page, seen["html"], query=told["query"], expected=told["expected_url"]
    )
    return SearchTrial(
        **told, how=submitted, submitted_to=seen["url"], status=status,
        seconds=taken, answer=seen["html"], wall=_wall(seen["html"], status),
        result_url=result_url, result_status=result_status, result=result,
        failure=f"dialog: {answer.dialogs[0]}" if answer.dialogs and not moved else "", picture=picture,
    )  # fmt: skip


def shows(trial: SearchTrial) -> bool:
    """Whether the answer of a trial shows the article that was asked for."""
    return bool(trial.answer) and _shows(trial.submitted_to, trial.answer, trial.query, trial.expected_url)


def _shows(page_url: str, html: str, query: str, expected: str) -> bool:
    """Whether an answer shows the article that was asked for; never true for a query that nothing answers."""
    if not expected:
        return False
    document = read(SeenPage(url=page_url, entry="desktop", html=html, rendered=True))
    return any(
        page_key(link.url) == page_key(expected) for link in document.links if link.visible and link.url
    ) or bool(_result_url(page_url, html, query, expected))


async def _settled(page: Page) -> dict[str, Any]:
    await loaded(page)
    return await snapshot_of(page)


async def _open_result(page: Page, html: str, *, query: str, expected: str) -> tuple[str, int | None, str]:
    """Open the result that shows the title, as a person would: its address, its status and a snapshot of what it shows.

    A result that is the article itself was seen by the walk; one of another owner is not ours to open. Without an
    answer the status is None and the snapshot empty: that may be our fault.
    """
    url = _result_url(page.url, html, query, expected) if expected else ""
    if not url:
        return "", None, ""
    status = None
    try:
        window = await page.context.new_page()  # closed with the other windows of the trial
        response = await window.goto(url, wait_until="commit", timeout=ANSWER_SECONDS * 1000)
        status = response.status if response else None
        seen = await _settled(window)
    except BrowserError:
        return url, status, ""
    return url, status, str(seen["html"]) if seen["settled"] else ""


def _result_url(page_url: str, html: str, query: str, expected: str) -> str:
    document = read(SeenPage(url=page_url, entry="desktop", html=html, rendered=True))
    asked = _LETTERS.sub("", query)
    for link in document.links:
        shown = _LETTERS.sub("", link.name)
        if link.visible and link.url and len(shown) >= 8 and (shown in asked or asked in shown):
            own = same_owner(link.url, expected) and page_key(link.url) != page_key(expected)
            return link.url if own else ""
    return ""


def _wall(html: str, status: int | None) -> str:
    """What stood between the query and its answer: a captcha, a login, a front server's refusal."""
    if status in (401, 403, 405, 412, 429, 521):
        return "login" if status == 401 else "blocked"
    # Many headers hold a login form, so that a password field says nothing unless the address does too.
    if 'type="password"' in html and _LOGIN_ADDRESS.search(html[:2000].partition(' title="')[0]):
        return "login"
    text = re.sub(r"<[^>]+>", " ", html)
    return "captcha" if len(text) < 3000 and _CAPTCHA.search(text) else ""


def _first_line(error: BaseException) -> str:
    return str(error).splitlines()[0][:200]

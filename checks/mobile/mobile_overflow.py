"""Pages that are wider than the phone's screen.

What it checks
zh: 移动端页面的内容是否超出手机屏幕宽度，需要左右滑动才能看全。
en: Whether pages of the mobile entry are wider than the phone's screen, so that they must be moved sideways.
Why
zh: WCAG 2.2 成功准则 1.4.10 要求内容在窄屏上无须横向滚动即可阅读，确需二维布局的部分除外。
en: WCAG 2.2, success criterion 1.4.10: content can be read on a narrow screen without scrolling in two dimensions,
except for parts which require two-dimensional layout.
How it decides
zh: 在手机屏幕上打开页面并等待加载完毕，内容宽度超过屏幕宽度16个CSS像素以上的，判定为超宽，并指出撑宽页面的元素。
由表格撑宽的，列为需人工复核。未按手机宽度排版的页面由“移动端文字过小”说明，不在此重复。
en: The page is opened on a phone's screen. More than 16 CSS pixels beyond the screen count, and the element that sticks
out is named. Where it is a table, a person decides. Pages that are not laid out for a phone at all are told under small
text, not here again.
Known limits
zh: 只检查一种常见手机宽度。
en: One common width of phones is tested.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.declaration import Finding, Message, NotApplicable, Text, Want, check
from checks.mobile.phone import NOT_ADAPTED, Phone, layout, only_mobile
from checks.reading import Document
from checks.reading.parse import Element
from checks.reading.words import SILENT
from checks.standards.wcag import WCAG

#: CSS pixels beyond the screen that nobody notices: rounding, shadows, a negative margin of a grid. Our own bound.
TOLERATED = 16.0

_SEE = (
    Text(
        "用手机打开 {url}（或者在浏览器开发者工具中选择宽度{screen}像素的手机）。",
        "Open {url} on a phone (or choose a phone {screen} pixels wide in the browser's developer tools).",
    ),
    Text("在页面上左右滑动。", "Move the page sideways."),
    Text("页面可以横向移动，右侧内容在屏幕之外。", "It moves, and content on the right is off the screen."),
)
_DOUBT = Text(
    "超出部分为可单独横向滑动的轮播、表格，且页面本身不随之移动的，本结论可能不成立。",
    "The finding may be wrong if only a carousel or table moves sideways and the page itself stays.",
)
MESSAGES = {
    "overflow": Message(
        Text(
            "页面在手机上超出屏幕{pixels}个CSS像素，撑宽页面的元素为 {words}。",
            "On a phone the page is {pixels} CSS pixels wider than the screen; {words} sticks out.",
        ),
        _SEE,
        Text(
            "将该元素的固定宽度改为相对宽度（如 max-width: 100%），图片、表格随屏幕缩放。",
            "Give the element a relative width (such as max-width: 100%); let pictures and tables follow the screen.",
        ),
        _DOUBT,
    ),
    "table": Message(
        Text(
            "页面在手机上超出屏幕{pixels}个CSS像素，由表格 {words} 撑宽，需人工判断表格是否必须如此排列。",
            "On a phone the page is {pixels} CSS pixels wider than the screen because of the table {words}; a person "
            "must decide whether the table needs that width.",
        ),
        _SEE,
        Text(
            "将表格放入可单独横向滑动的容器，使页面其余部分不随之移动。",
            "Put the table into a container that scrolls by itself, so that the rest of the page stays.",
        ),
        _DOUBT,
        title=Text("移动端表格超出屏幕宽度", "Table wider than the phone's screen"),
    ),
}


#: A word of so many characters is about as wide as a phone at the usual size of text; our own bound.
LONG_WORD = 40
#: Lines break at spaces and between Han, kana and Hangul, and after hyphens.
_WORD = re.compile(r"[^\s\u2010\u2013\u2014-\u2e7f\u2e80-\ud7ff\uf900-\ufaff\uff00-\uffef-]+")


@check(
    id="mobile-overflow",
    theme="mobile",
    clause=WCAG["1.4.10"],
    title=Text("移动端页面超出屏幕宽度", "Mobile page wider than the screen"),
    messages=MESSAGES,
)
def mobile_overflow(document: Document, phone: Phone) -> Iterator[Finding | Want]:
    """At most one finding for a page."""
    only_mobile(document)
    if not layout(document, phone).adapted:
        raise NotApplicable(NOT_ADAPTED)
    over = document.page.overflow
    if over is None or over <= TOLERATED:
        return
    culprit = _sticking_out(document, phone.width, over)
    if culprit is None:
        culprit = _unbroken(document)
    table = culprit is not None and (culprit.tag == "table" or any(True for _ in culprit.iterancestors("table")))
    selector = document.selector(culprit) if culprit is not None else None
    yield Finding(
        "table" if table else "overflow",
        url=document.page.url,
        entry="mobile",
        selector=selector,
        box=document.box(culprit) if culprit is not None else None,
        words=selector or "—",
        data={"pixels": round(over), "screen": phone.width},
        outcome="unsure" if table else "fail",
        confidence=0.6 if table else 0.95,
    )


def _sticking_out(document: Document, width: float, over: float) -> Element | None:
    """The element that reaches furthest beyond the screen while the element around it does not."""
    best: tuple[float, Element] | None = None
    beyond: set[Element] = set()
    for el in document.elements:
        if el.get("pa-box") is None or el.tag in ("html", "body") or not document.visible(el):
            continue
        box = document.box(el)
        if box is None or box[2] <= 1 or box[0] + box[2] <= width + TOLERATED:
            continue
        beyond.add(el)
        right = box[0] + box[2]
        if right > width + over + 2 or any(above in beyond for above in el.iterancestors()):
            continue  # cut off by an element around it, or only carried along by one
        if best is None or right > best[0]:
            best = (right, el)
    return best[1] if best else None


def _unbroken(document: Document) -> Element | None:
    """The element with the longest word that offers no place to break a line: it runs out of a box that fits."""
    best: tuple[int, Element] | None = None
    for el in document.elements:
        if el.tag in SILENT or not document.visible(el):
            continue
        for text in (el.text, *(child.tail for child in el)):
            longest = max(map(len, _WORD.findall(text or "")), default=0)
            if longest >= LONG_WORD and (best is None or longest > best[0]):
                best = (longest, el)
    return best[1] if best else None

"""Text too small to read on a phone.

What it checks
zh: 移动端页面上的文字在手机屏幕上的实际大小，是否有较多文字过小、须放大才能阅读。
en: How large text of the mobile entry really is on the phone's screen, and whether much of it is too small to read.
Why
zh: 适老化有关规范要求移动端提供大字服务（18dp/pt，据公开材料转述）；12个CSS像素为业界通行的可读下限，非官方条文，
故本项为建议。
en: The norms for the elderly ask for large text on mobile (18 dp/pt, quoted from public material). 12 CSS pixels are
the field's usual lower bound, not an official text, so this is advice.
How it decides
zh: 统计页面上可见文字的字号。未声明按手机宽度排版（viewport）的页面，手机会按约980像素的宽度排版后整体缩小，
字号按缩小后的大小计算。小于12像素的文字超过可见文字的四成且不少于100字的，判定为过小；同一模板计为一个问题。
en: The font size of all visible text is counted. A page that does not ask for the device's width is laid out at about
980 pixels and shrunk; its text counts as large as it then is. It is too small when over 40 % of the characters, and at
least 100 of them, are below 12 pixels. Pages of one template are one finding.
Known limits
zh: 部分手机浏览器会自动放大正文文字，实际观感可能略好；图片中的文字不在检查范围。
en: Some phones enlarge text by themselves, so it may look a little better. Text in pictures is not looked at.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.declaration import Finding, Message, NotApplicable, Text, Want, check
from checks.mobile.phone import Phone, layout, only_mobile
from checks.reading import Document
from checks.reading.parse import Element
from checks.reading.words import SILENT
from checks.standards.guidelines_2017 import LEGIBLE_PIXELS, MOBILE_LEGIBLE, SMALL_SHARE

#: Characters of small text below which a page is not worth a finding: a footer, a date, a caption. Our own bound.
LEAST_CHARACTERS = 100

_DOUBT = Text(
    "手机浏览器自动放大正文文字的，实际观感可能好于本结论。",
    "A phone that enlarges text by itself may show it better than stated here.",
)
MESSAGES = {
    "small": Message(
        Text(
            "移动端页面有{share}%的文字小于12像素，多为{size}像素，例如“{words}”。",
            "{share} % of the text on the mobile page is below 12 pixels, mostly {size} pixels, for example “{words}”.",
        ),
        (
            Text("用手机打开 {url}。", "Open {url} on a phone."),
            Text("找到文字“{words}”。", "Find the text “{words}”."),
            Text(
                "按正常距离阅读，并在开发者工具中核对字号（font-size）。",
                "Read it at a normal distance, and compare its font-size in the developer tools.",
            ),
        ),
        Text(
            "将移动端正文字号调整为16像素以上，辅助文字不小于12像素，并提供18像素以上的大字模式。",
            "Set body text on mobile to 16 pixels or more, small print to at least 12, and offer a mode of 18 or more.",
        ),
        _DOUBT,
    ),
    "shrunk": Message(
        Text(
            "页面未按手机宽度排版（按{laid}像素排版后缩小），{share}%的文字在手机上不足12像素，多为{size}像素，"
            "例如“{words}”。",
            "The page is not laid out for a phone but for {laid} pixels and shrunk: {share} % of its text is below "
            "12 pixels, mostly {size} pixels, for example “{words}”.",
        ),
        (
            Text("用手机打开 {url}。", "Open {url} on a phone."),
            Text(
                "页面以桌面宽度整体缩小显示，文字须放大才能辨认。",
                "The page appears shrunk from desktop width, and its text must be enlarged to be read.",
            ),
            Text(
                "查看源代码，没有 width=device-width 的 viewport 声明。",
                "The source declares no viewport with width=device-width.",
            ),
        ),
        Text(
            "在页面 head 中声明 viewport（width=device-width, initial-scale=1），并将布局改为自适应。",
            "Declare a viewport (width=device-width, initial-scale=1) in the head and make the layout responsive.",
        ),
        _DOUBT,
        title=Text("移动端页面被整体缩小", "Page shrunk as a whole on the phone"),
    ),
}


@check(
    id="mobile-text-small",
    theme="mobile",
    clause=MOBILE_LEGIBLE,
    title=Text("移动端文字过小", "Text too small on mobile"),
    messages=MESSAGES,
)
def mobile_text_small(document: Document, phone: Phone) -> Iterator[Finding | Want]:
    """At most one finding for a page; equal ones of a template are grouped."""
    only_mobile(document)
    laid = layout(document, phone)
    total = 0
    small: list[tuple[int, float, Element]] = []  # characters, size on the screen, where
    for el in document.elements:
        if el.get("pa-font") is None or el.tag in SILENT or not document.visible(el):
            continue
        characters = _own_characters(el)
        font = document.font(el)
        if not characters or not font:
            continue
        total += characters
        if font * laid.scale < LEGIBLE_PIXELS - 0.05:
            small.append((characters, font * laid.scale, el))
    if not total:
        raise NotApplicable(Text("页面上没有可见文字。", "The page has no visible text."))
    count = sum(characters for characters, _, _ in small)
    if count < LEAST_CHARACTERS or count <= SMALL_SHARE * total:
        return
    longest = max(small, key=lambda one: one[0])[2]
    yield Finding(
        "small" if laid.adapted else "shrunk",
        url=document.page.url,
        entry="mobile",
        selector=document.selector(longest),
        box=document.box(longest),
        place="text",
        words=document.text(longest)[:60],
        data={"share": round(100 * count / total), "size": _median(small), "laid": round(laid.width)},
        confidence=0.9,
    )


def _own_characters(el: Element) -> int:
    """Characters that stand in the element itself, not in elements below it."""
    text = (el.text or "") + "".join(child.tail or "" for child in el)
    return len("".join(text.split()))


def _median(small: list[tuple[int, float, Element]]) -> float:
    """The size that half of the small characters do not exceed, in CSS pixels of the screen."""
    half = sum(characters for characters, _, _ in small) / 2
    seen = 0
    for characters, size, _ in sorted(small, key=lambda one: one[1]):
        seen += characters
        if seen >= half:
            return round(size, 1)
    return 0.0

"""Links and buttons too small and too close to be tapped.

What it checks
zh: 移动端页面上的链接、按钮、输入框是否过小且过密，手指容易点错。
en: Whether links, buttons and fields of the mobile entry are so small and close that a finger meets the wrong one.
Why
zh: WCAG 2.2 成功准则 2.5.8 要求点击目标不小于24×24个CSS像素，间距足够、位于句子中等情形除外。
en: WCAG 2.2, success criterion 2.5.8: targets are at least 24 by 24 CSS pixels, except for spacing, inline targets
and others.
How it decides
zh: 在手机屏幕上测量各点击目标。宽或高不足24像素的，以其中心为圆心作直径24像素的圆，
与其他目标或者其他过小目标的圆相交的，判定为不符合。句子中的链接、由浏览器决定大小的单选框和复选框、同页另有足够大的同一链接的，不计。
同一模板中同一区域的计为一个问题。
en: Every target is measured on the phone's screen. One that is too small fails if a circle of 24 pixels round its
middle meets another target or the circle of another small one. Links in sentences, boxes whose size the browser
chooses, and links that are there again in full size are left out. Those of one area in one template are one finding.
Known limits
zh: 以样式扩大的点击区域（如伪元素）无法测量；未按手机宽度排版的页面由“移动端文字过小”说明，不在此重复。
en: An area enlarged by style alone (a pseudo-element) cannot be measured. Pages not laid out for a phone are told under
small text, not here again.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.declaration import Finding, Message, NotApplicable, Text, Want, check
from checks.identity import place_key
from checks.mobile.phone import NOT_ADAPTED, Phone, layout, only_mobile
from checks.mobile.targets import Target, crowded, targets
from checks.reading import Document
from checks.reading.parse import Element
from checks.reading.records import Box
from checks.standards.wcag import WCAG

MESSAGES = {
    "small": Message(
        Text(
            "该区域有{count}个点击目标过小且过密，例如“{words}”，仅{wide}×{high}个CSS像素。",
            "{count} target(s) in this area are too small and too close, for example “{words}” with {wide} by {high} "
            "CSS pixels.",
        ),
        (
            Text("用手机打开 {url}。", "Open {url} on a phone."),
            Text("找到“{words}”，用手指点击。", "Find “{words}” and tap it."),
            Text(
                "在开发者工具中核对其宽高（{wide}×{high}）及与相邻链接的距离。",
                "Compare its size ({wide} by {high}) and the distance to its neighbours in the developer tools.",
            ),
        ),
        Text(
            "增加链接和按钮的内边距或行距，使点击区域不小于24×24个CSS像素，常用的以44×44为宜。",
            "Add padding or line height until targets are at least 24 by 24 CSS pixels; 44 by 44 for frequent ones.",
        ),
        Text(
            "点击区域以伪元素等样式扩大，或者同页另有等效入口的，本结论可能不成立。",
            "The finding may be wrong if style enlarges the area to tap, or another entry on the page does the same.",
        ),
    )
}
#: Elements that are one row of a group, not the group.
_ROWS = frozenset({"li", "tr", "td", "dd", "dt", "span", "p", "a", "b", "i", "em", "strong", "font", "label", "tbody"})


@check(
    id="mobile-target-small",
    theme="mobile",
    clause=WCAG["2.5.8"],
    title=Text("移动端点击目标过小过密", "Targets too small and close on mobile"),
    messages=MESSAGES,
)
def mobile_target_small(document: Document, phone: Phone) -> Iterator[Finding | Want]:
    """One finding for every area of a page with such targets."""
    only_mobile(document)
    if not layout(document, phone).adapted:
        raise NotApplicable(NOT_ADAPTED)
    areas: dict[str, list[Target]] = {}
    for target in crowded(document, targets(document, phone.width)):
        areas.setdefault(place_key(document.selector(_area(target.element))), []).append(target)
    for place, group in areas.items():
        worst = min(group, key=lambda target: (target.box[2] * target.box[3], target.box[1], target.box[0]))
        yield Finding(
            "small",
            url=document.page.url,
            entry="mobile",
            selector=document.selector(worst.element),
            box=_around(group),
            place=place,
            words=_words(document, worst.element),
            data={"count": len(group), "wide": round(worst.box[2]), "high": round(worst.box[3])},
            confidence=0.9,
        )


def _area(el: Element) -> Element:
    """The block that groups the target with its neighbours."""
    here = el.getparent()
    while here is not None and here.tag in _ROWS and here.getparent() is not None:
        here = here.getparent()
    return here if here is not None else el


def _around(group: list[Target]) -> Box:
    left = min(target.box[0] for target in group)
    top = min(target.box[1] for target in group)
    right = max(target.box[0] + target.box[2] for target in group)
    bottom = max(target.box[1] + target.box[3] for target in group)
    return left, top, right - left, bottom - top


def _words(document: Document, el: Element) -> str:
    seen = document.link_at.get(el)
    words = (seen.text if seen is not None else "") or document.text(el)
    words = words or el.get("value") or el.get("aria-label") or el.get("title") or document.selector(el)
    return words[:40]

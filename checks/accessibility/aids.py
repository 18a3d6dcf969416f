"""Finding the entry to a portal's reading aid or elder version: link, button, picture, or a script that draws one.

Told apart from news and services about accessibility (无障碍环境建设, 居家适老化改造), which every portal publishes.
"""

from __future__ import annotations

import re
from typing import Literal

from msgspec import Struct

from checks.reading import Document
from checks.reading.lexicon import Word, pattern
from checks.reading.parse import Element
from checks.reading.words import squeeze

__all__ = ["AID_WORDS", "AidSign", "aid_sign"]

#: What such entries are called; the names come from real portals unless it says otherwise.
AID_WORDS: tuple[Word, ...] = (
    Word("无障碍", "阳江、大足、龙南等门户页头：无障碍、无障碍浏览、无障碍阅读", "无障碍环境建设"),
    Word("無障礙", "繁体版页面的同一入口", "無障礙設施"),
    Word("长者助手", "阳江门户页头"),
    Word("长者", "长者模式、长者版、长者专区", "长者食堂"),
    Word("長者", "繁体版页面的同一入口", "長者食堂"),
    Word("长辈版", "工信部规范列举"),
    Word("长辈模式", "长辈版的另一写法"),
    Word("关怀版", "龙南门户页头", "关怀版块"),
    Word("关怀模式", "关怀版的另一写法"),
    Word("关爱版", "工信部规范列举", "关爱版块"),
    Word("关爱模式", "关爱版的另一写法"),
    Word("亲情版", "工信部规范列举"),
    Word("敬老版", "大足门户页头"),
    Word("敬老模式", "敬老版的另一写法"),
    Word("老年版", "门户页头", "老年版权"),
    Word("老年模式", "老年版的另一写法"),
    Word("老人模式", "老年版的另一写法"),
    Word("适老版", "门户页头"),
    Word("适老化", "适老化浏览、适老化版", "适老化改造"),
    Word("適老化", "繁体版页面的同一入口", "適老化改造"),
    Word("适老模式", "适老版的另一写法"),
    Word("大字版", "门户页头", "大字版本图书"),
    Word("大字模式", "大字版的另一写法"),
    Word("语音播报", "门户页头的辅助工具"),
    Word("辅助浏览", "门户页头的辅助工具"),
    Word("辅助阅读", "门户页头的辅助工具"),
    Word("读屏", "门户页头的辅助工具"),
)
_WORDS = pattern(AID_WORDS)
#: Topics that entries of this kind are not: barrier-free building, services, laws, columns of news.
_TOPIC = re.compile(
    r"建设|改造|设施|环境|法$|条例|规划|方案|通知|意见|办法|公告|补贴|申请|服务中心|食堂|餐|大学|活动|家庭|残疾人?证|公园|出行|停车|卫生间|通道|标准|指南|宣传|版块|板块"
)
#: Addresses and names in markup of such tools, in full or in pinyin.
_MARKUP = re.compile(
    r"(?<![a-z])(?:wza|wuzhangai|barrier-?free|zhanglao|shilao|slh|zhangzhe|changzhe|zhangbei|changbei|guanhuai|guanai"
    r"|laonian|jinglao|elder(?:ly)?(?:mode)?|oldmode|accessib(?:le|ility))(?![a-z])",
    re.I,
)
_SCRIPT = re.compile(
    r"govwza|/wza/|ariascripts|aria(?:tool)?(?:\.min)?\.js|wza(?:\.min)?\.js|barrier-?free|wuzhangai", re.I
)
_LONGEST = 14  # characters: names of entries are short, titles of news are not
_CONTROLS = frozenset({"a", "button", "input", "area", "img", "label", "summary"})
_CARRIERS = _CONTROLS | {"span", "li", "div", "p", "em", "i", "b", "strong", "font", "td", "dd", "h3", "h4"}
_ATTRIBUTES = ("title", "alt", "aria-label", "value", "pa-value")


class AidSign(Struct, frozen=True, eq=False):
    """Where the entry is: *seen* on the page, *hidden* in it, or only a *script* that may draw one."""

    how: Literal["seen", "hidden", "script"]
    element: Element
    words: str


def _name_of(doc: Document, el: Element) -> str:
    """The words that make the element an entry to an aid, or an empty string."""
    said = [squeeze(el.get(name) or "") for name in _ATTRIBUTES]
    if el.tag in _CONTROLS or len(el) == 0 or all(len(child) == 0 for child in el):
        said.append(doc.text(el, hidden=not doc.visible(el)))
    for words in said:
        if words and len(words) <= _LONGEST and _WORDS.search(words) and not _TOPIC.search(words):
            return words
    return ""


def aid_sign(doc: Document) -> AidSign | None:
    """The strongest sign of a reading aid on a page, or None. Presence only; absence is for the check to claim."""
    hidden: AidSign | None = None
    script: AidSign | None = None
    dated = {item.element for entries in doc.lists for item in entries.dated}
    for el in doc.elements:
        if el.tag == "script":
            source = f"{el.get('src') or ''} {el.get('id') or ''}"
            if script is None and _SCRIPT.search(source):
                script = AidSign("script", el, squeeze(source)[:80])
            continue
        if el.tag not in _CARRIERS:
            continue
        words = _name_of(doc, el)
        if not words and el.tag in _CONTROLS:
            marked = _MARKUP.search(" ".join(el.get(name) or "" for name in ("href", "src", "id", "class", "onclick")))
            text = doc.text(el, hidden=True)
            words = marked[0] if marked and len(text) <= _LONGEST and not _TOPIC.search(text) else ""
        if not words or el in dated or any(above in dated for above in el.iterancestors()):
            continue
        if doc.visible(el):
            return AidSign("seen", el, words)
        if hidden is None or hidden.element in set(el.iterancestors()):  # the innermost is the entry itself
            hidden = AidSign("hidden", el, words)
    return hidden or script

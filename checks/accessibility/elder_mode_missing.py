"""Portals without a reading aid or elder version.

What it checks
zh: 门户首页是否提供适老化、无障碍浏览入口，如“无障碍浏览”“长者模式”“长辈版”“关怀版”等。
en: Whether the home page offers a reading aid or a version for the elderly (无障碍浏览, 长者模式, 长辈版).
Why
zh: 国办发〔2020〕45号和国办公开办函〔2021〕28号要求推进政府网站适老化与无障碍改造，方便老年人、残疾人使用
（据公开材料转述，原文未核对）。
en: State Council papers of 2020 and 2021 ask that government sites are made fit for the elderly and the disabled
(quoted from public material; the texts themselves were not read).
How it decides
zh: 以浏览器打开首页并等待脚本执行完毕，在链接、按钮、图片说明中按名称查找入口；名称较长的新闻标题，以及
“无障碍环境建设”“居家适老化改造”等不属于入口的内容，不予采纳。入口存在但不可见，或者仅发现辅助浏览脚本的，列为需人工复核。
判定不通过须先后两次查看结果一致。
en: The home page is opened in a browser and its scripts are waited for. Links, buttons and names of pictures are
searched for such an entry; titles of news and topics such as barrier-free building do not count. An entry that is
there but not visible, or only the script of an aid, is left to a person. Two looks must agree.
Known limits
zh: 只判断有无入口，不判断功能是否有效；没有任何文字或名称线索的图片入口无法识别。
en: Only whether there is an entry, not whether it works. A picture without any word or name is not recognised.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.accessibility.aids import aid_sign
from checks.artifacts import Site
from checks.declaration import Finding, Message, NotApplicable, Text, Unsure, Want, check
from checks.documents import Documents
from checks.home import require_portal_page
from checks.standards.guidelines_2017 import ELDER_MODE

_MEND = Text(
    "在首页页头显著位置设置“无障碍浏览”或“长者模式”入口，提供大字、高对比度、朗读等功能，并保证各页面均可使用。",
    "Put an entry to a reading aid or elder version into the header of the home page, with larger text, high contrast "
    "and reading aloud, and let it work on all pages.",
)
MESSAGES = {
    "none": Message(
        Text(
            "首页没有适老化或无障碍浏览入口。",
            "The home page has no entry to a reading aid or a version for the elderly.",
        ),
        (
            Text("用浏览器打开 {url}，等待页面加载完毕。", "Open {url} in a browser and wait until it has loaded."),
            Text(
                "查看页头、页脚、右侧悬浮工具，寻找“无障碍”“长者”“长辈版”“关怀版”“适老化”等字样。",
                "Look through header, footer and floating tools for words such as 无障碍, 长者, 长辈版, 关怀版.",
            ),
            Text("均未找到此类入口。", "There is no such entry."),
        ),
        _MEND,
        Text(
            "入口只以没有文字说明的图片表示，或者仅在移动端提供的，本结论可能不成立。",
            "The finding may be wrong if the entry is a picture without any text, or is offered on mobile only.",
        ),
    ),
    "not-visible": Message(
        Text(
            "首页代码中有适老化或无障碍浏览入口（{words}），但页面上看不到，需人工复核。",
            "The home page holds an entry to a reading aid ({words}) that cannot be seen; a person must look.",
        ),
        (
            Text("用浏览器打开 {url}，等待页面加载完毕。", "Open {url} in a browser and wait until it has loaded."),
            Text(
                "将鼠标移到页头各菜单和页面两侧的悬浮工具上，寻找该入口（{words}）。",
                "Move over the menus of the header and the floating tools and look for it ({words}).",
            ),
            Text("确认网民能否看到并使用该入口。", "See whether a visitor can find and use it."),
        ),
        Text(
            "将该入口移到首页页头显著位置，始终可见。",
            "Move the entry to the header of the home page, where it is always visible.",
        ),
        Text(
            "入口在鼠标移动或滚动页面之后出现的，不存在问题。",
            "There is nothing wrong if the entry appears on hovering or scrolling.",
        ),
        title=Text("适老化、无障碍入口不可见", "Entry for older or disabled readers not visible"),
    ),
}


@check(
    id="elder-mode-missing",
    theme="accessibility",
    clause=ELDER_MODE,
    title=Text("未提供适老化、无障碍浏览入口", "No reading aid or version for the elderly"),
    messages=MESSAGES,
)
def elder_mode_missing(site: Site, documents: Documents) -> Iterator[Finding | Want]:
    """At most one finding, at the home page of the desktop entry."""
    home = documents.home("desktop")
    if home is None:
        if any(entry.entry == "desktop" and entry.reachable for entry in site.entries):
            raise Unsure(Text("首页未能读取，无法判断。", "The home page could not be read."))
        raise NotApplicable(Text("未看到首页。", "The home page was not seen."))
    require_portal_page(home)
    sign = aid_sign(home)
    if sign is None:
        yield Finding("none", url=home.page.url, place="aid", template="", absence=True)
    elif sign.how != "seen" and home.page.rendered:
        yield Finding(
            "not-visible",
            url=home.page.url,
            selector=home.selector(sign.element),
            place="aid",
            template="",
            words=sign.words,
            outcome="unsure",
            confidence=0.5,
        )

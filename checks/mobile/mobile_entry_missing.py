"""Portals without a mobile entry.

What it checks
zh: 门户是否有移动端入口：手机版网站、按手机自动跳转的地址，或者能够自动适应手机屏幕的页面。
en: Whether the portal has a mobile entry: a mobile site, an address that phones are sent to, or pages that adapt to
a phone's screen.
Why
zh: 《政府网站发展指引》要求政府网站适配移动终端（条文未核对，仅供参考）。
en: The 2017 guidelines ask that government sites suit mobile devices (the text itself was not read).
How it decides
zh: 依次查看名录登记的移动端地址、首页声明的移动版地址、以手机访问时的跳转、首页上“手机版”“移动版”“触屏版”等链接，
以及首页在手机屏幕上能否自动适应。均没有的，判定为没有移动端入口；判定不通过须以手机先后两次查看首页。
本次未能连接的，不作判断。
en: In this order: the address in the seed list, one that the home page declares, where a phone is sent, links named
手机版, 移动版 or 触屏版, and whether the home page adapts to a phone's screen. Without any of them there is no mobile
entry; the home page must have been seen twice on a phone. Where we could not connect, nothing is claimed.
Known limits
zh: 手机应用（APP）、小程序、微信公众号不作为移动端入口；只公布二维码而没有链接的手机版，列为需人工复核。
en: Apps, mini programs and accounts on social media are no mobile entry. A mobile site that is offered by a QR code
only is left to a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.artifacts import EntryFacts, Site
from checks.declaration import Finding, Message, NotApplicable, Text, Unsure, Want, check
from checks.documents import Documents
from checks.home import require_portal_page
from checks.identity import url_key
from checks.reading import Document
from checks.reading.parse import Element
from checks.standards.guidelines_2017 import MOBILE_ENTRY

#: What a mobile version is called on a page. Other things with these characters: 手机报, 手机号, 移动政务APP.
_NAMED = re.compile(
    r"^(?:手机(?:版|站|网站|端|门户)|移动(?:版|端|门户|站)|触屏版|无线(?:端|版)|wap版?|手機版|移動版|扫码?(?:访问|浏览)手机版"
    r"|手机版二维码|切换(?:到)?手机版)$",
    re.I,
)
_MEND = Text(
    "建设移动端网站，或者将页面改为自适应布局，使网民以手机访问时可以正常浏览和使用。",
    "Build a mobile site, or make the pages responsive, so that they can be read and used on a phone.",
)
MESSAGES = {
    "none": Message(
        Text(
            "门户没有移动端入口：没有手机版网站，手机访问时不跳转，页面也不适应手机屏幕。",
            "The portal has no mobile entry: no mobile site, phones are not sent on, and the page does not adapt.",
        ),
        (
            Text("用手机浏览器打开 {url}。", "Open {url} in a phone's browser."),
            Text(
                "查看地址是否跳转到手机版，首页有无“手机版”链接。",
                "See whether you are sent to a mobile site, and whether there is a link named 手机版 (mobile version).",
            ),
            Text(
                "页面按桌面宽度显示，需放大并左右移动才能阅读。",
                "The page appears as on a desktop and must be enlarged and moved sideways to be read.",
            ),
        ),
        _MEND,
        Text(
            "手机版仅以二维码、短信等方式公布，或者地址未列入名录的，本结论可能不成立。",
            "The finding may be wrong if a mobile site is made known by a QR code or otherwise only.",
        ),
    ),
    "named-only": Message(
        Text(
            "首页有“{words}”字样，但未能由此进入手机版，需人工复核。",
            "The home page says “{words}”, but it did not lead to a mobile version; a person must look.",
        ),
        (
            Text("用浏览器打开 {url}。", "Open {url} in a browser."),
            Text("点击“{words}”，或者以手机扫描旁边的二维码。", "Click “{words}”, or scan the code beside it."),
            Text("确认能否进入手机版网站。", "See whether it leads to a mobile site."),
        ),
        Text(
            "将“{words}”改为可以点击的链接，并在手机访问时自动跳转。",
            "Make “{words}” a link that works, and send phones there by themselves.",
        ),
        Text("该入口可以进入手机版网站的，不存在问题。", "There is nothing wrong if it does lead to a mobile site."),
        title=Text("有手机版字样但无法进入", "A mobile version is named and cannot be reached"),
    ),
    "dead": Message(
        Text(
            "门户指明的移动端地址 {mobile} 打不开。",
            "The mobile address that the portal names, {mobile}, does not open.",
        ),
        (
            Text("用手机浏览器打开 {mobile}。", "Open {mobile} in a phone's browser."),
            Text("间隔一段时间再次打开。", "Open it again some time later."),
            Text("两次均提示不存在或无法访问。", "Both times it is said not to exist or cannot be reached."),
        ),
        Text(
            "恢复移动端网站；已经停用的，删除指向该地址的链接和跳转。",
            "Restore the mobile site; if it was closed, remove links and redirects to it.",
        ),
        Text(
            "网站临时故障，或者仅限制本检测所在网络访问的，本结论可能不成立。",
            "The finding may be wrong if the site was failing for a moment or shuts out our network only.",
        ),
        title=Text("移动端地址打不开", "Mobile address that does not open"),
    ),
}


@check(
    id="mobile-entry-missing",
    theme="mobile",
    clause=MOBILE_ENTRY,
    title=Text("没有移动端入口", "No mobile entry"),
    messages=MESSAGES,
)
def mobile_entry_missing(site: Site, documents: Documents) -> Iterator[Finding | Want]:
    """At most one finding: at the home page as a phone sees it, or at the mobile address that does not open."""
    facts = next((entry for entry in site.entries if entry.entry == "mobile"), None)
    if facts is None:
        raise NotApplicable(Text("本次没有查找移动端入口。", "The mobile entry was not looked for this time."))
    if facts.found and facts.reachable is not False:
        return
    if facts.found and _dead(site, facts):
        yield Finding(
            "dead", url=facts.url, entry="mobile", place="entry", template="", data={"mobile": facts.url},
            outcome="unsure", confidence=0.6,
        )  # fmt: skip
        return
    if not facts.reachable:
        raise Unsure(UNREACHABLE)
    if (home_page := documents.home("desktop")) is not None:
        require_portal_page(home_page)
    url = facts.final_url or facts.url
    named = _named(documents.home("desktop"))
    if named is not None:
        home, element = named
        yield Finding(
            "named-only", url=home.page.url, selector=home.selector(element), box=home.box(element), place="entry",
            template="", words=home.text(element) or element.get("alt") or "", outcome="unsure", confidence=0.5,
        )  # fmt: skip
        return
    yield Finding("none", url=url, entry="mobile", place="entry", template="", absence=True)


UNREACHABLE = Text(
    "从检测所在网络未能以手机访问该门户，无法判断有无移动端入口，需人工复核。",
    "The portal could not be reached as a phone from here; whether it has a mobile entry is for a person to see.",
)


def _dead(site: Site, facts: EntryFacts) -> bool:
    """Whether the site itself said that the mobile address holds nothing."""
    keys = {url_key(url) for url in (facts.url, facts.final_url) if url}
    return any(url.state == "dead" and url_key(url.url) in keys for url in site.urls)


def _named(home: Document | None) -> tuple[Document, Element] | None:
    """A place on the desktop's home page that names a mobile version."""
    if home is None:
        return None
    for el in home.elements:
        if el.tag in ("a", "span", "img", "li", "p", "div", "em", "i", "b", "strong", "button", "font") and (
            len(el) <= 2 and home.visible(el)
        ):
            words = (home.text(el), (el.get("alt") or "").strip(), (el.get("title") or "").strip())
            if any(_NAMED.match(said) for said in words if said):
                return home, el
    return None

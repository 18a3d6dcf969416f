"""Portals without a search of their own.

What it checks
zh: 门户首页是否提供站内搜索：搜索框、点击图标后出现的搜索框、内嵌页面中的搜索框，或者通向搜索页面、搜索平台的链接。
en: Whether the home page offers a search of the site: a box, a box behind an icon, a box in a frame, or a link to a
search page or search platform.
Why
zh: 《政府网站与政务新媒体检查指标》功能设计部分将站内搜索列为检查内容，未提供站内搜索的扣分。
en: The 2019 indicators inspect site search under functions; a portal without one loses points.
How it decides
zh: 以浏览器打开首页并等待脚本执行完毕，按输入框的提示文字、标签、名称、所在表单及按钮综合判断是否为站内搜索；
登录框、订阅框、办件进度查询、部门或事项查找等不作为站内搜索。首页未见的，再看首页直接链接的搜索页面；
搜索试验找到搜索框的，视为已提供。判定不通过须先后两次查看结果一致。
en: The home page is opened in a browser and its scripts are waited for. A box is taken for site search by its
placeholder, label, name, form and button; logins, subscriptions, the progress of an application and look-ups of
departments or items are not. If the home page has none, search pages that it leads to are looked at, and a box that the
search trial found counts. Two looks must agree.
Known limits
zh: 仅以图片表示且没有任何文字、名称线索的搜索入口无法自动识别；只有线索不足以确认的，列为需人工复核。
en: An entry that is a picture without any word or name cannot be recognised; where the signs are too weak to decide,
a person is asked to look.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks import standards
from checks.artifacts import Site
from checks.declaration import Finding, Message, NotApplicable, Text, Unsure, Want, check
from checks.documents import Documents
from checks.home import require_portal_page
from checks.identity import url_key
from checks.search.boxes import SearchSign, search_sign

MESSAGES = {
    "none": Message(
        Text(
            "首页没有站内搜索框，也没有通向搜索页面的链接。",
            "The home page has no search box and no link to a search page.",
        ),
        (
            Text("用浏览器打开 {url}，等待页面加载完毕。", "Open {url} in a browser and wait until it has loaded."),
            Text(
                "查看页头、导航、右上角图标和正文，寻找搜索框或“搜索”“检索”字样。",











                "Look through the header, the menus, icons at the top right and content for a box, 搜索 or 检索.",
            ),
            Text("均未找到搜索入口。", "No entry to a search is found."),
        ),
        Text(
            "在首页页头显著位置设置站内搜索框，覆盖本网站已公开的信息和办事服务。",











            "Put a search box into the header of the home page, for all that the site publishes and its services.",
        ),
        Text(
            "搜索入口只以没有文字说明的图片表示，或仅对部分网民显示的，本结论可能不成立。",
            "The finding may be wrong if the entry is a picture without any text, or is shown to some visitors only.",
        ),
        title=Text("首页没有站内搜索", "No search on the home page"),
    ),
    "other-purpose": Message(
        Text(
            "首页没有站内搜索框；唯一的输入框（{words}）用于其他用途。",
            "The home page has no site search; its only input ({words}) serves another purpose.",
        ),
        (
            Text("用浏览器打开 {url}，等待页面加载完毕。", "Open {url} in a browser and wait until it has loaded."),
            Text("找到页面上的输入框（{words}）。", "Find the input on the page ({words})."),
            Text("查看其说明：该输入框不用于搜索本网站内容。", "Read what it asks for: it does not search the site."),
        ),
        Text(
            "在首页页头显著位置设置站内搜索框，覆盖本网站已公开的信息和办事服务。",











            "Put a search box into the header of the home page, for all that the site publishes and its services.",
        ),
        Text(
            "该输入框实际可以搜索本网站内容的，本结论可能不成立。",
            "The finding may be wrong if that input does search the site after all.",
        ),
        title=Text("首页输入框不用于站内搜索", "The only box on the home page searches something else"),
    ),
    "unclear": Message(
        Text(
            "首页有疑似搜索入口（{words}），但无法确认其用于搜索本网站，需人工复核。",
            "The home page has what may be an entry to a search ({words}); whether it is one is not clear.",
        ),
        (
            Text("用浏览器打开 {url}。", "Open {url} in a browser."),
            Text("找到疑似搜索入口（{words}）并点击。", "Find the possible entry ({words}) and click it."),
            Text("确认能否输入关键词并搜索本网站内容。", "See whether words can be typed and the site is searched."),
        ),
        Text(
            "为搜索入口标注“搜索”字样和输入提示。",
            "Label the entry 搜索 (search) and give its box a placeholder.",
        ),
        Text("该入口确为站内搜索的，不存在问题。", "There is nothing wrong if the entry is the site's search."),
        title=Text("首页搜索入口用途不明", "A box on the home page whose purpose is unclear"),
    ),
}  # fmt: skip


@check(
    id="search-missing",
    theme="search",
    clause=standards.SITE_SEARCH,
    title=Text("未提供站内搜索", "No site search"),
    messages=MESSAGES,
)
def search_missing(site: Site, documents: Documents) -> Iterator[Finding | Want]:
    """At most one finding, at the home page of the desktop entry."""
    home = documents.home("desktop")
    if home is None:
        if any(entry.entry == "desktop" and entry.reachable for entry in site.entries):
            raise Unsure(Text("首页未能读取，无法判断。", "The home page could not be read."))
        raise NotApplicable(Text("未看到首页。", "The home page was not seen."))
    if any(trial.box_found for trial in site.searches):
        return
    sign = search_sign(home)
    if sign is not None and sign.how != "weak":
        return
    # One level down: a page that the home page links to and that the crawl took for a search page.
    linked = {url_key(link.url) for link in home.links if link.url}
    for doc in documents:
        if doc.page.entry == "desktop" and doc.page.kind == "search" and url_key(doc.page.url) in linked:
            below = search_sign(doc)
            if below is not None and below.how == "box":
                return
    require_portal_page(home)
    yield _finding(documents, sign)


def _finding(documents: Documents, sign: SearchSign | None) -> Finding:
    home = documents.home("desktop")
    assert home is not None
    if sign is not None:
        words = sign.words or sign.selector
        return Finding(
            "unclear", url=home.page.url, selector=sign.selector, box=home.box(sign.element), place="search",
            words=words, outcome="unsure", confidence=0.5,
        )  # fmt: skip
    inputs = [
        f for form in home.forms for f in form.inputs if f.type in ("text", "search", "password", "tel", "email", "")
    ]
    if inputs:
        first = inputs[0]
        words = first.placeholder or first.label or first.name or "—"
        return Finding(
            "other-purpose", url=home.page.url, selector=first.selector, box=first.box, place="search",
            words=words, absence=True,
        )  # fmt: skip
    return Finding("none", url=home.page.url, place="search", absence=True)

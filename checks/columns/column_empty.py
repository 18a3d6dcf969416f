"""Columns that hold nothing.

What it checks
zh: 检查门户菜单、首页版块、栏目导航、网站地图等所列栏目，打开后是否没有任何内容。
en: Whether a column that the portal offers in its menus, blocks, side menus or site map holds nothing when opened.
Why
zh: 《政府网站与政务新媒体检查指标》规定，空白栏目数量5个（含）以上的，单项否决；其他空白栏目逐个扣分。
en: Under the 2019 indicators 5 or more blank columns are a veto; each blank column is a deduction.
How it decides
zh: 以浏览器打开栏目页并等待脚本执行完毕，去除页头、导航、页脚、同级栏目导航、翻页条等各页共有部分后，
正文区域没有条目、文字、图片、视频、表单和内嵌页面的，判定为空白；只有“正在建设中”“暂无内容”等字样、只有翻页条、
条目全部被隐藏、栏目页打不开或跳转回网站首页的，同样判定为空白。判定不通过须先后两次查看结果一致。
en: The page is opened in a browser and its scripts are waited for. Header, menus, footer, the menu of sister
columns and paging are taken away, whatever their names, by comparison over the pages of the site. If no entry, text,
picture, film, form or embedded page is left, the column is blank; so it is when only a notice such as “being built”,
only paging or only hidden entries are left, or when its page is dead or sends its visitor to the home page. Two
looks must agree.
Known limits
zh: 只有一篇文档、一个条目、一张图片或一份表单的栏目，跳转到其他网站的栏目，需要登录的栏目，以及汇集下级栏目的频道页，
均不作为空白栏目。互动类栏目由互动交流部分检查。内嵌页面无法读取的，不作判断。
en: A column that is one document, one entry, one picture or one form, that leads to another site, asks for a login
or gathers columns below it is not blank. Interaction columns are judged under interaction. Where an embedded page
cannot be read, nothing is claimed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal
from urllib.parse import urlsplit

from checks import standards
from checks.columns.content import Content
from checks.columns.tree import Column, ColumnTree
from checks.declaration import Finding, Message, NotApplicable, Text, Want, check
from checks.reading.hosts import host_of

_SEE_PAGE = (
    Text("用浏览器打开 {url}，等待页面加载完毕。", "Open {url} in a browser and wait until it has loaded."),
    Text("对照栏目名称“{column}”，查看正文区域。", "Look at the content area under the column's name “{column}”."),
    Text("刷新后再看一次，确认仍无内容。", "Reload and look again: there is still nothing."),
)
_MEND = Text(
    "补充“{column}”栏目应公开的内容；确无内容可发布的，从菜单和页面中撤下该栏目，或归并到有内容的栏目。",
    "Publish what belongs into “{column}”, or take the column out of the menus or merge it with one that has content.",
)
_DOUBT = Text(
    "栏目内容需登录后可见、只对特定地区开放，或查看当时网站接口临时故障的，本结论可能不成立。",
    "The finding may be wrong if the content needs a login, is open to some regions only, or if the site's interface "
    "failed at that moment.",
)

MESSAGES = {
    "no-items": Message(
        Text(
            "栏目“{column}”打开后正文区域没有任何内容。",
            "The column “{column}” opens with nothing in its content area.",
        ),
        _SEE_PAGE, _MEND, _DOUBT,
        title=Text("栏目正文区域空白", "Column with nothing in it"),
    ),
    "only-note": Message(
        Text(
            "栏目“{column}”没有内容，页面只显示“{note}”。",
            "The column “{column}” has no content; the page only says “{note}”.",
        ),
        _SEE_PAGE, _MEND, _DOUBT,
        title=Text("栏目仅显示提示语", "Column that shows only a notice"),
    ),
    "only-pager": Message(
        Text(
            "栏目“{column}”没有任何条目，页面只有翻页条（{pager}）。",
            "The column “{column}” has no entry; there is only paging ({pager}).",
        ),
        _SEE_PAGE, _MEND, _DOUBT,
        title=Text("栏目仅有翻页条", "Column that shows only page numbers"),
    ),
    "hidden-items": Message(
        Text(
            "栏目“{column}”的{count}个条目全部被隐藏，网民看不到任何内容。",
            "All {count} entries of the column “{column}” are hidden; a visitor sees nothing.",
        ),
        (
            _SEE_PAGE[0],
            Text("查看正文区域：没有任何条目。", "Look at the content area: there is no entry."),
            Text(
                "查看网页源代码，可见条目被样式隐藏（例如“{example}”）。",
                "View the source: entries are there but hidden by style (for example “{example}”).",
            ),
        ),
        Text(
            "恢复条目显示；内容确需撤下的，同时撤下栏目。",
            "Show the entries again; if they were withdrawn on purpose, withdraw the column too.",
        ),
        Text(
            "条目需点击或滚动后才显示的，本结论可能不成立。",
            "The finding may be wrong if the entries appear after a click or while scrolling.",
        ),
        title=Text("栏目内容全部被隐藏", "Column whose items are all hidden"),
    ),
    "dead": Message(
        Text(
            "栏目“{column}”的页面打不开（{reason}）。",
            "The page of the column “{column}” does not open ({reason}).",
        ),
        (
            Text("打开 {named_on}，找到栏目“{column}”。", "Open {named_on} and find the column “{column}”."),
            Text("点击该栏目，进入 {url}。", "Click it; it leads to {url}."),
            Text("页面提示不存在或无法访问。", "The page is said not to exist or cannot be reached."),
        ),
        Text(
            "修复“{column}”的链接或恢复栏目页面；栏目已撤销的，从菜单和页面中删除。",
            "Correct the link or restore the page of “{column}”; if the column was closed, remove it from the menus.",
        ),
        Text(
            "网站临时故障或正在维护时，本结论可能不成立。",
            "The finding may be wrong if the site was failing or under maintenance at that moment.",
        ),
        title=Text("栏目页面打不开", "Column that does not open"),
    ),
    "sent-home": Message(
        Text(
            "栏目“{column}”没有自己的页面，点击后又回到网站首页。",
            "The column “{column}” has no page of its own: a click on it leads back to the home page.",
        ),
        (
            Text("打开 {named_on}，找到栏目“{column}”。", "Open {named_on} and find the column “{column}”."),
            Text("点击该栏目，其地址为 {url}。", "Click it; its address is {url}."),
            Text("浏览器又回到网站首页，未见该栏目的内容。", "The browser is back on the home page."),
        ),
        Text(
            "恢复“{column}”的页面并发布应公开的内容；栏目已撤销的，从菜单和页面中删除。",
            "Restore the page of “{column}” with its content; if the column was closed, remove it from the menus.",
        ),
        Text(
            "须登录才能进入的栏目，或者网站临时将访问转回首页的，本结论可能不成立。",
            "The finding may be wrong if the column needs a login, or if the site sent visitors home for a while.",
        ),
        title=Text("栏目转回网站首页", "Column that leads back to the home page"),
    ),
}  # fmt: skip

#: Interaction columns are judged under interaction: a fault is not counted twice (note 8 of the 2019 indicators).
_JUDGED_ELSEWHERE = frozenset({"interaction"})
#: A column is offered where a visitor meets it; names from breadcrumbs and tags alone are no offer.
_OFFERED = frozenset({"menu", "block", "side-menu", "site-map", "crawl"})
#: Entries of menus that mean the home page itself, under another address (/index.do, another host of the portal).
_HOME = re.compile(r"首\s?页|主页|门户|官网|(?:政府|管委会|网站|网)$|home", re.I)
#: Columns, or their share: a server that sends visitors of more of them home sends all of them, or us.
_FEW_SENT_HOME, _SHARE_SENT_HOME = 3, 0.2


def _is_site(tree: ColumnTree, column: Column) -> bool:
    """Whether the link leads to the front page of another host: a site of its own (政务服务网), and no column."""
    home = host_of(tree.home.page.url) if tree.home is not None else ""
    own = host_of(column.url).removeprefix("www.") == home.removeprefix("www.")
    return bool(home) and not own and urlsplit(column.url).path in ("", "/")


@check(
    id="column-empty",
    theme="columns",
    clause=standards.BLANK_COLUMN,
    title=Text("空白栏目", "Blank column"),
    messages=MESSAGES,
)
def column_empty(tree: ColumnTree) -> Iterator[Finding | Want]:
    """One finding for every blank column of the desktop entry."""
    if not tree.columns:
        raise NotApplicable(Text("未发现任何栏目。", "No column was found."))
    sent_home = [c for c in tree.columns.values() if c.sent_home and c.sources - {"crawl"} and not _HOME.search(c.name)]
    sure = len(sent_home) <= max(_FEW_SENT_HOME, _SHARE_SENT_HOME * len(tree.columns))
    for column in tree.columns.values():
        if column.type in _JUDGED_ELSEWHERE or not column.sources & _OFFERED or _is_site(tree, column):
            continue
        if column.sent_home:
            if column in sent_home:  # a service may ask for a login first
                yield _gone(column, "sent-home", {}, "fail" if sure and column.type != "service" else "unsure")
            continue
        if column.document is None:
            if column.state == "dead" and column.sources - {"crawl"}:
                yield _dead(column, Text("返回错误状态", "an error status"))
            continue
        content = column.content
        if content is None or not content.empty or (tree.children(column) and content.children):
            continue
        if _is_route_of_a_blank_page(tree, column):
            continue
        if content.gone:
            yield _dead(
                column, Text(f"页面提示“{content.gone}”", f"the page says “{content.gone}”"), column.document.page.url
            )
            continue
        yield _blank(column, content)


def _is_route_of_a_blank_page(tree: ColumnTree, column: Column) -> bool:
    """Whether the column is a place on a page that is told to be blank itself (/rules#8600): one page counts once."""
    page = tree.columns.get(column.key.partition("#")[0]) if "#" in column.key else None
    return page is not None and page.content is not None and page.content.empty


def _blank(column: Column, content: Content) -> Finding:
    assert column.document is not None
    doc = column.document
    place = content.note_at if content.note_at is not None else doc.main
    data: dict[str, object] = {"type": column.kind.title, "path": " > ".join(column.path)}
    if content.hidden:
        message = "hidden-items"
        data |= {"count": len(content.hidden), "example": content.hidden[0].text[:40]}
    elif content.note:
        message = "only-note"
        data["note"] = content.note
    elif content.pager:
        message = "only-pager"
        data["pager"] = content.pager[:40]
    else:
        message = "no-items"
    return Finding(
        message,
        url=doc.page.url,
        selector=doc.selector(place) if place is not None else None,
        box=doc.box(place) if place is not None and doc.page.rendered else None,
        column=column.name,
        place=column.key,
        template="",
        words=content.note or content.pager or None,
        data=data,
        absence=True,
    )


def _dead(column: Column, reason: Text, url: str = "") -> Finding:
    return _gone(column, "dead", {"reason": reason}, "fail", url)


def _gone(
    column: Column, message: str, more: dict[str, object], outcome: Literal["fail", "unsure"], url: str = ""
) -> Finding:
    return Finding(
        message,
        url=url or column.url,
        outcome=outcome,
        column=column.name,
        place=column.key,
        template="",
        data={
            **more,
            "named_on": column.named_on,
            "type": column.kind.title,
            "path": " > ".join(column.path),
        },
    )

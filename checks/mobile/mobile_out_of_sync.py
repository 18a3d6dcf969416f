"""A mobile site that does not keep up with the desktop's.

What it checks
zh: 单独建设的移动端网站，其稿件、栏目是否与桌面端同步更新。
en: Whether a mobile site of its own keeps up with the desktop's articles and columns.
Why
zh: 政府网站各入口的信息应当同步更新、保持一致（《政府网站发展指引》，条文未核对，仅供参考）。
en: What a government site says is the same at all of its entries (2017 guidelines; the text itself was not read).
How it decides
zh: 比较移动端与桌面端的最新稿件日期，以及名称相同栏目的最新稿件日期；移动端落后14天以上，并且桌面端最新稿件的标题在
移动端均未出现的，判定为不同步；桌面端有内容的栏目在移动端打开为空白的，同样判定。落后4至13天、移动端列表没有日期而桌面端近期稿件均未出现、主要栏目大多没有的，
列为需人工复核。判定不通过须以手机先后两次查看该页面。
en: The newest date of an article, over the whole site and in columns of the same name, is compared. Mobile is out of
sync when it is 14 days or more behind and none of the desktop's newest titles stands there, or when a column that has
content on the desktop opens with nothing. 4 to 13 days, lists without
dates that show none of the desktop's recent articles, and most of the main columns missing are left to a person. The
page must have been seen twice on a phone.
Known limits
zh: 自适应网站桌面端与移动端为同一页面，不适用本项。移动端只查看少量页面，未查看的栏目不作判断。
en: A responsive site shows the same pages to both and is not judged. Few pages of the mobile entry are walked; columns
that were not seen are not judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from urllib.parse import urlsplit

from msgspec import Struct

from checks.artifacts import EntryFacts, Site
from checks.columns.content import look_inside
from checks.columns.furniture import Furniture
from checks.columns.tree import Column, ColumnTree
from checks.declaration import Finding, Message, NotApplicable, Text, Want, check
from checks.documents import Documents
from checks.identity import url_key
from checks.reading import Document, Item
from checks.reading.words import squeeze
from checks.standards.guidelines_2017 import MOBILE_CONSISTENT

#: Days that mobile may lag before it is clearly out of sync, and before a person should look. Our own bounds.
BEHIND_DAYS, DOUBTFUL_DAYS = 14, 4
#: The desktop's newest articles whose titles are looked for, and the least number that proves anything.
NEWEST, LEAST = 5, 3
#: Share of the desktop's main columns that a mobile site should name. Our own bound; below it a person should look.
COLUMNS_NAMED = 0.3
#: Characters of a desktop column without entries that tell something: a document.
_TOLD = 60
#: An entry of its own; a responsive page is the same page.
_SEPARATE = frozenset({"seed", "alternate", "redirect", "link"})
_LIVING = frozenset({"news", "notices", "policy"})
_MAIN = _LIVING | {"interaction", "service", "disclosure", "interpretation", "leaders"}
_MARKS = re.compile(r"[\W_]+")

_DOUBT = Text(
    "移动端另有未能查看的列表，或者最新稿件仅以图片形式展示的，本结论可能不成立。",
    "The finding may be wrong if mobile has lists that were not seen, or shows its newest articles as pictures only.",
)
_MEND = Text(
    "使移动端与桌面端使用同一信息来源，稿件同时发布；不再维护的移动端应当关停，改为自适应页面。",
    "Feed mobile and desktop from one source, so that articles appear on both; close a mobile site that is no longer "
    "kept up, and make the pages responsive instead.",
)
MESSAGES = {
    "behind": Message(
        Text(
            "移动端最新稿件日期为{mobile}，桌面端为{desktop}，落后{days}天；桌面端最新稿件在移动端均未出现。",
            "The newest article on mobile is of {mobile}, on desktop of {desktop}: {days} day(s) behind; none of the "
            "desktop's newest articles stands on mobile.",
        ),
        (
            Text("用手机打开 {url}，查看最新稿件的日期。", "Open {url} on a phone and read the newest date."),
            Text("用电脑打开 {other}，查看最新稿件的日期。", "Open {other} on a computer and read the newest date."),
            Text(
                "在移动端查找桌面端稿件“{words}”，未找到。",
                "Look on mobile for the desktop's article “{words}”; it is not there.",
            ),
        ),
        _MEND, _DOUBT,
        title=Text("移动端更新落后于桌面端", "Mobile entry behind the desktop"),
    ),
    "column-behind": Message(
        Text(
            "移动端栏目“{column}”最新稿件日期为{mobile}，桌面端同名栏目为{desktop}，落后{days}天。",
            "The newest article in “{column}” is of {mobile} on mobile and of {desktop} on desktop: {days} day(s) "
            "behind.",
        ),
        (
            Text("用手机打开 {url}，查看栏目“{column}”。", "Open {url} on a phone and look at “{column}”."),
            Text("用电脑打开同名栏目 {other}。", "Open the column of the same name on a computer: {other}."),
            Text("对照两者最新稿件的标题和日期。", "Compare titles and dates of the newest articles."),
        ),
        _MEND, _DOUBT,
        title=Text("移动端栏目更新落后", "Mobile column behind the desktop's"),
    ),
    "column-blank": Message(
        Text(
            "移动端栏目“{column}”打开后没有任何内容，桌面端同名栏目有内容。",
            "The column “{column}” opens with nothing on mobile; on the desktop it has content.",
        ),
        (
            Text("用手机打开 {url}，等待页面加载完毕。", "Open {url} on a phone and wait until it has loaded."),
            Text("查看正文区域：没有任何内容。", "Look at the content area: there is nothing."),
            Text("用电脑打开同名栏目 {other}，内容正常。", "Open {other} on a computer: the content is there."),
        ),
        _MEND, _DOUBT,
        title=Text("移动端栏目空白", "Mobile column blank"),
    ),
    "titles-missing": Message(
        Text(
            "桌面端近期{count}篇稿件在已查看的移动端页面均未出现（例如“{words}”），移动端列表没有日期，需人工复核。",
            "None of {count} recent articles of the desktop, for example “{words}”, stands on the mobile pages seen; "
            "its lists have no dates, so a person must look.",
        ),
        (
            Text("用手机打开 {url}。", "Open {url} on a phone."),
            Text("查找桌面端近期稿件“{words}”。", "Look for the desktop's recent article “{words}”."),
            Text("确认移动端是否仍在更新。", "See whether the mobile site is still kept up."),
        ),
        _MEND, _DOUBT,
        title=Text("移动端缺少近期稿件", "Mobile entry without recent articles"),
    ),
    "columns-missing": Message(
        Text(
            "桌面端主要栏目{count}个，移动端仅见{named}个，缺少“{words}”等，需人工复核。",
            "Of {count} main columns of the desktop, {named} stand on mobile; {words} and others do not. A person must "
            "look.",
        ),
        (
            Text("用手机打开 {url}，查看全部菜单。", "Open {url} on a phone and look through all menus."),
            Text("与桌面端 {other} 的导航栏目对照。", "Compare with the menu of the desktop, {other}."),
            Text("确认缺少的栏目能否从其他入口进入。", "See whether the missing columns can be reached otherwise."),
        ),
        Text(
            "在移动端菜单中补充桌面端的主要栏目。",
            "Add the desktop's main columns to the menu of the mobile site.",
        ),
        Text(
            "移动端栏目名称与桌面端不同，或者在展开菜单后才出现的，本结论可能不成立。",
            "The finding may be wrong if columns are called otherwise on mobile or appear once a menu is unfolded.",
        ),
        title=Text("移动端缺少主要栏目", "Mobile entry without main columns"),
    ),
}  # fmt: skip


class Shown(Struct, frozen=True, eq=False):
    """What one entry shows: keys of titles, and the dated articles, newest first."""

    titles: frozenset[str]
    dated: tuple[tuple[date, str], ...]


def _desktops(page: Document, facts: EntryFacts) -> bool:
    """Whether a page seen on the phone is the desktop's: mobile links it ("电脑版") and does not keep it up."""
    urls = (facts.final_url or facts.url, facts.desktop_url, page.page.url)
    entry, desktop, host = (urlsplit(url).netloc.removeprefix("www.") for url in urls)
    return entry != desktop == host


def _key(title: str) -> str:
    """The first characters of a title without marks: mobile lists cut titles short."""
    plain = _MARKS.sub("", title)
    return plain[:10] if len(plain) >= 8 else ""


def _shown(pages: Iterable[Document], today: date) -> Shown:
    titles: set[str] = set()
    dated: set[tuple[date, str]] = set()
    for page in pages:
        titles |= {_key(link.name) for link in page.links}
        for entries in page.lists:
            dated |= {(item.date, item.text) for item in entries.dated if _counts(item, today) and item.date}
            titles |= {_key(item.text) for item in entries.items}
    return Shown(frozenset(titles - {""}), tuple(sorted(dated, reverse=True)))


def _counts(item: Item, today: date) -> bool:
    return item.date is not None and item.date <= today and bool(_key(item.text))


@check(
    id="mobile-out-of-sync",
    theme="mobile",
    clause=MOBILE_CONSISTENT,
    title=Text("移动端与桌面端不同步", "Mobile out of sync with desktop"),
    messages=MESSAGES,
)
def mobile_out_of_sync(site: Site, documents: Documents, tree: ColumnTree) -> Iterator[Finding | Want]:
    """One finding for the mobile site as a whole, or one for every column that is behind."""
    facts = next((entry for entry in site.entries if entry.entry == "mobile"), None)
    if facts is None or not facts.found or facts.how not in _SEPARATE:
        raise NotApplicable(Text("没有单独建设的移动端网站。", "There is no mobile site of its own."))
    pages = [
        page for page in documents if page.page.entry == "mobile" and page.page.rendered and not _desktops(page, facts)
    ]
    start = documents.home("mobile") or documents.of(facts.final_url or facts.url, "mobile")
    if start is None or start not in pages or tree.home is None:
        raise NotApplicable(Text("未能同时看到两端首页。", "The home pages of both entries were not seen."))
    mobile = _shown(pages, tree.today)
    columns = [column for column in tree.columns.values() if column.type in _LIVING and column.document is not None]
    desktop = _shown([tree.home, *(column.document for column in columns if column.document)], tree.today)
    whole = _whole(start, mobile, desktop, tree.home.page.url, tree.today)
    if whole is not None:
        yield whole
        return
    frame = Furniture(documents, "mobile")
    menu = frozenset(url_key(link.url) for link in start.links if link.url)
    for page in pages:
        if page is not start:
            yield from _column(page, columns, tree.today)
            yield from _blank(page, tree, frame, menu)
    missing = _missing_columns(pages, tree)
    if missing is not None:
        named, lacking = missing
        yield Finding(
            "columns-missing", url=start.page.url, entry="mobile", place="columns", template="", outcome="unsure",
            words="、".join(column.name for column in lacking[:5]), confidence=0.5,
            data={"count": named + len(lacking), "named": named, "other": tree.home.page.url},
        )  # fmt: skip


def _whole(start: Document, mobile: Shown, desktop: Shown, other: str, today: date) -> Finding | None:
    """Whether the mobile site as a whole is behind."""
    newest = [title for day, title in desktop.dated[:NEWEST] if (today - day).days >= 1]
    if len(newest) < LEAST or any(_key(title) in mobile.titles for title in newest):
        return None
    if len(mobile.dated) >= LEAST:
        days = (desktop.dated[0][0] - mobile.dated[0][0]).days
        if days < DOUBTFUL_DAYS:
            return None
        return Finding(
            "behind", url=start.page.url, entry="mobile", place="site", template="", words=newest[0], absence=True,
            outcome="fail" if days >= BEHIND_DAYS else "unsure", confidence=0.9 if days >= BEHIND_DAYS else 0.5,
            data={"mobile": mobile.dated[0][0].isoformat(), "desktop": desktop.dated[0][0].isoformat(), "days": days,
                  "other": other},
        )  # fmt: skip
    recent = [title for day, title in desktop.dated if DOUBTFUL_DAYS <= (today - day).days <= 60][: 2 * NEWEST]
    if len(recent) < LEAST or len(mobile.titles) < NEWEST or any(_key(title) in mobile.titles for title in recent):
        return None
    return Finding(
        "titles-missing", url=start.page.url, entry="mobile", place="site", template="", words=recent[0],
        outcome="unsure", confidence=0.5, data={"count": len(recent)},
    )  # fmt: skip


def _column(page: Document, columns: list[Column], today: date) -> Iterator[Finding]:
    """Whether a mobile page shows a column that is newer on the desktop."""
    names = _names(page)
    column = next((column for column in columns if column.name in names), None)
    if column is None or column.document is None or column.newest is None:
        return
    mobile = _shown([page], today)
    desktop = _shown([column.document], today)
    newest = [title for _, title in desktop.dated[:LEAST]]
    if len(mobile.dated) < 2 or len(newest) < 2 or any(_key(title) in mobile.titles for title in newest):
        return
    days = (desktop.dated[0][0] - mobile.dated[0][0]).days
    if days < BEHIND_DAYS:
        return
    yield Finding(
        "column-behind", url=page.page.url, entry="mobile", column=column.name, place=column.key, template="",
        words=newest[0], absence=True, confidence=0.85,
        data={"mobile": mobile.dated[0][0].isoformat(), "desktop": desktop.dated[0][0].isoformat(), "days": days,
              "other": column.document.page.url},
    )  # fmt: skip


def _blank(page: Document, tree: ColumnTree, frame: Furniture, menu: frozenset[str]) -> Iterator[Finding]:
    """Whether a mobile page shows nothing of a column that has content on the desktop."""
    names = _names(page)
    column = next((column for column in tree.columns.values() if column.name in names), None)
    if column is None or column.content is None or not (column.content.items or len(column.content.text) > _TOLD):
        return
    labels = frozenset(column.name for column in tree.columns.values()) | names
    empty: frozenset[str] = frozenset()
    if look_inside(page, frame, names=labels, menu=menu, below=empty, sisters={}).empty:
        yield Finding(
            "column-blank", url=page.page.url, entry="mobile", column=column.name, place=column.key, template="",
            absence=True, confidence=0.85, data={"other": column.document.page.url if column.document else column.url},
        )  # fmt: skip


def _names(page: Document) -> frozenset[str]:
    """What a mobile list page may be called: by its link, its heading, its path, its title."""
    said = [page.page.anchor, *page.breadcrumb[-1:], re.split(r"[-_|–—]", page.title)[0]]
    said += [page.text(heading) for heading in page.root.iter("h1", "h2") if page.visible(heading)]
    return frozenset(squeeze(words) for words in said if words and len(words) <= 20)


def _missing_columns(pages: list[Document], tree: ColumnTree) -> tuple[int, list[Column]] | None:
    """How many of the desktop's main columns mobile names, and those it does not; None where it names enough."""
    main = [column for column in tree.columns.values() if "menu" in column.sources and column.type in _MAIN]
    said = {squeeze(link.name) for page in pages for link in page.links}
    lacking = [
        column
        for column in main
        if not any(column.name in words or words in column.name for words in said if len(words) >= 2)
    ]
    if len(main) < NEWEST or len(main) - len(lacking) >= COLUMNS_NAMED * len(main):
        return None
    return len(main) - len(lacking), lacking

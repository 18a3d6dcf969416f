"""The column tree of a portal: which columns it offers, under what names, and what each holds.

Columns are named by menus, by blocks of the home page with a "more" link, by menus beside lists, by the site
map, by
breadcrumbs and by ColumnName tags. A column is one address; of several names for it the menu's is taken.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from urllib.parse import urljoin, urlsplit

from msgspec import Struct

from checks.artifacts import Site, Url
from checks.columns.content import Content, look_inside
from checks.columns.furniture import Furniture
from checks.columns.types import BY_ID, ColumnType, TypeId, classify, is_utility
from checks.declaration import view
from checks.documents import Documents
from checks.identity import url_key
from checks.reading import Document, Item, LinkSeen, Pagination, url_date
from checks.reading.chinese import simplify
from checks.reading.content import side_menus
from checks.reading.dates import month_dates
from checks.reading.hosts import same_owner
from checks.reading.parse import Element
from checks.reading.words import squeeze

__all__ = ["Column", "ColumnTree", "column_tree"]

_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|zip|rar|7z|jpe?g|png|gif|mp4|mp3|wps|et|txt|csv|apk|ofd)$", re.I)
_ARTICLE = re.compile(
    r"/t20\d{6}_|/art/20\d\d/|/content/post_\d+|content_\d{4,}|/20\d{4}/\w{16,}|[?&](?:articleid|contentid|infoid|newsid|docid)=",
    re.I,
)
_MORE = re.compile(
    r"^[\[【(（<《>+]*\s*(?:查看|浏览|进入)?(?:更\s*多|more|全部|\+)(?:信息|内容|新闻|动态|公告|列表|栏目)?\s*[>＞»》+…\]】)）]*$",
    re.I,
)
_CHILD_TAGS = ("ul", "ol", "dl", "div", "table")


class Column(Struct, frozen=True, eq=False):
    """One column. *state* is that of its page among the known URLs; *content* is None where it was not
    seen.
    """

    key: str
    name: str
    path: tuple[str, ...]
    url: str
    type: TypeId
    sources: frozenset[str]  # menu, block, side-menu, site-map, breadcrumb, tag, crawl
    state: str
    named_on: str = ""  # URL of the page that names it
    parent: str = ""
    document: Document | None = None
    content: Content | None = None
    pagination: Pagination = Pagination()
    newest: date | None = None
    oldest: date | None = None
    newest_from: str = ""  # "list", "article", "month" or "address": what the newest date rests on

    @property
    def kind(self) -> ColumnType:
        """Its type with title and span."""
        return BY_ID[self.type]

    @property
    def items(self) -> int | None:
        """Entries: those stated by the page, else those seen; None where the page was not seen."""
        if self.content is None:
            return None
        return self.pagination.items if self.pagination.items else len(self.content.items)


class ColumnTree(Struct, frozen=True, eq=False):
    """All columns of the desktop entry, by key, in the order in which the site names them."""

    columns: Mapping[str, Column]
    today: date
    home: Document | None = None

    def children(self, column: Column) -> tuple[Column, ...]:
        """The columns directly under one."""
        return tuple(c for c in self.columns.values() if c.parent == column.key)


def _is_more(words: str) -> bool:
    return _MORE.match(simplify(words)) is not None


class _Name(Struct):
    """A candidate while names are being collected."""

    url: str
    name: str
    source: str
    parent: str = ""
    named_on: str = ""


_RANK = {"menu": 0, "block": 1, "side-menu": 2, "site-map": 3, "tag": 4, "breadcrumb": 5, "crawl": 6}


def _may_be_column(url: str, home: str) -> bool:
    if not url or not same_owner(url, home) or url_key(url) == url_key(home):
        return False
    path = urlsplit(url).path
    if _FILE.search(path) or _ARTICLE.search(url):
        return False
    seen = url_date(url)
    return seen is None or seen.how != "url"


def _clean(name: str) -> str:
    name = squeeze(re.sub(r"[>＞»›|·•\[\]【】]+|(?:更多|more)\s*$", " ", name, flags=re.I))
    return re.sub(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])", "", name)[:40]


def _above(doc: Document, link: LinkSeen) -> str:
    """Key of the menu entry that a submenu's entry hangs under."""
    li: Element | None = link.element.getparent()
    hops = 0
    while li is not None and hops < 8:
        if li.tag in ("ul", "ol", "dl", "div"):
            holder = li.getparent()
            if holder is not None and holder.tag in ("li", "dl", "dd"):
                for candidate in holder.iter("a"):
                    if candidate is link.element:
                        break
                    seen = doc.link_at.get(candidate)
                    if seen is not None and seen.url and li not in list(candidate.iterancestors()):
                        return url_key(seen.url)
        li = li.getparent()
        hops += 1
    return ""


def _menu_names(doc: Document, home: str, source: str) -> list[_Name]:
    found = []
    for link in doc.links:
        if link.region != "nav" or not _may_be_column(link.url, home):
            continue
        name = _clean(link.name)
        if is_utility(name) or len(name) > 16 or len(name) < 2:
            continue
        found.append(_Name(link.url, name, source, _above(doc, link), doc.page.url))
    return found


def _unnamed_menu(doc: Document, home: str) -> list[_Name]:
    """The main menu of a home page whose markup calls nothing a menu: the first row of links that begins
    with 首页.
    """
    for entries in doc.lists:
        items = [i for i in entries.items if i.link is not None]
        if (
            len(items) >= 3
            and re.match(r"^(?:网站)?首\s*[页頁]$|^主页$", items[0].text)
            and not any(i.date for i in items)
        ):
            found = []
            for item in items[1:]:
                name = _clean(item.text)
                if (
                    item.link is not None
                    and _may_be_column(item.url, home)
                    and not is_utility(name)
                    and 2 <= len(name) <= 16
                ):
                    found.append(_Name(item.url, name, "menu", "", doc.page.url))
            if found:
                return found
    return []


def _block_names(doc: Document, home: str) -> list[_Name]:
    """Blocks with a heading and a "more" link; tabs whose titles are links themselves."""
    found: list[_Name] = []
    for link in doc.links:
        if not _may_be_column(link.url, home) or link.region in ("footer",):
            continue
        if not (_is_more(link.text) or _is_more(link.title)):
            continue
        name = _heading_near(doc, link)
        if name and not is_utility(name):
            found.append(_Name(link.url, name, "block", "", doc.page.url))
    for entries in doc.lists:
        for heading in entries.element.itersiblings(preceding=True):
            if heading.tag in ("h1", "h2", "h3", "h4", "h5", "div", "p", "dt") and entries.dated:
                links = [k for a in heading.iter("a") if (k := doc.link_at.get(a)) is not None]
                for k in links:
                    name = _clean(k.name)
                    if (
                        _may_be_column(k.url, home)
                        and 2 <= len(name) <= 12
                        and not is_utility(name)
                        and not _is_more(k.text)
                    ):
                        found.append(_Name(k.url, name, "block", "", doc.page.url))
            break
    return found


def _heading_near(doc: Document, link: LinkSeen) -> str:
    """The name of the block that a "more" link belongs to: the heading beside it or above it, within three
    levels."""
    if link.title and not _is_more(link.title) and 2 <= len(_clean(link.title)) <= 16:
        return _clean(link.title)
    here = link.element
    for _ in range(3):
        holder = here.getparent()
        if holder is None or holder.tag in ("body", "html"):
            break
        for child in holder:
            if child is here:
                break
            for el in child.iter(
                "h1", "h2", "h3", "h4", "h5", "h6", "strong", "b", "span", "a", "em", "p", "div", "dt", "li"
            ):
                if not doc.visible(el):
                    continue
                text = _clean(doc.text(el))
                if 2 <= len(text) <= 12 and not is_utility(text) and not re.search(r"\d{2}-\d{2}|20\d\d", text):
                    return text
        own = _clean(squeeze(holder.text or ""))
        if 2 <= len(own) <= 12:
            return own
        here = holder
    return ""


def _page_names(doc: Document, home: str, is_article: bool) -> list[_Name]:
    """What a page says of itself and of its neighbours: tags, breadcrumb, the menu beside its list."""
    found: list[_Name] = []
    name = _clean(doc.meta.get("columnname", "").split(",")[0])
    if name and not is_article and _may_be_column(doc.page.url, home) and "articletitle" not in doc.meta:
        found.append(_Name(doc.page.url, name, "tag", "", doc.page.url))
    here = url_key(doc.page.url)
    above = ""
    for crumb, url in doc.breadcrumb_links:
        label = _clean(crumb)
        if not url or is_utility(label) or not _may_be_column(url, home) or len(label) > 16:
            continue
        found.append(_Name(url, label, "breadcrumb", above, doc.page.url))
        above = url_key(url)
    crumbs = [(_clean(c), u) for c, u in doc.breadcrumb_links]
    unlinked = bool(crumbs) and not crumbs[-1][1] and 2 <= len(crumbs[-1][0]) <= 16
    if above and above != here and not is_article and unlinked and _may_be_column(doc.page.url, home):
        found.append(_Name(doc.page.url, crumbs[-1][0], "breadcrumb", above, doc.page.url))
    menus = side_menus(doc)
    for entries in doc.lists:
        linked = [i for i in entries.items if i.url and i.link is not None]
        if len(linked) < 2 or any(i.date for i in entries.items):
            continue
        if entries.region != "aside" and not (entries.element in menus and any(url_key(i.url) == here for i in linked)):
            continue
        for item in linked:
            label = _clean(item.text)
            if _may_be_column(item.url, home) and 2 <= len(label) <= 16 and not is_utility(label):
                found.append(_Name(item.url, label, "side-menu", "", doc.page.url))
    return found


def _site_map_names(doc: Document, home: str) -> list[_Name]:
    if not re.search(
        r"网站地图|站点地图|網站地圖|site ?map", simplify(f"{doc.title} {' '.join(doc.breadcrumb)}"), re.I
    ):
        return []
    found = []
    for link in doc.links:
        name = _clean(link.name)
        if (
            link.region in ("", "main")
            and _may_be_column(link.url, home)
            and 2 <= len(name) <= 16
            and not is_utility(name)
        ):
            found.append(_Name(link.url, name, "site-map", _above(doc, link), doc.page.url))
    return found


def _collect(site: Site, documents: Documents, home: Document | None, start: str) -> dict[str, list[_Name]]:
    kinds = {(u.entry, url_key(u.url)): u.kind for u in site.urls}
    names: list[_Name] = []
    if home is not None:
        names = _menu_names(home, start, "menu") or _unnamed_menu(home, start)
        names += _block_names(home, start)
    for doc in documents:
        if doc.page.entry != "desktop" or doc is home:
            continue
        article = doc.page.kind == "article" or "articletitle" in doc.meta
        names += _page_names(doc, start, article)
        if not article:
            names += _site_map_names(doc, start)
            if doc.page.kind in ("column", "interaction"):
                names += list(_block_names(doc, start))
        if doc.page.kind == "column" and _may_be_column(doc.page.url, start):
            label = _clean(doc.page.anchor)  # without the words of a link nobody was offered it (sitemap.xml)
            if 2 <= len(label) <= 16 and not _is_more(doc.page.anchor) and not is_utility(label):
                names.append(_Name(doc.page.url, label, "crawl", "", doc.page.url))
    parts = _framed(documents) | _further_pages(documents)
    by_key: dict[str, list[_Name]] = {}
    for name in names:
        key = url_key(name.url)
        if key in parts and name.source in ("crawl", "tag", "breadcrumb"):
            continue
        if kinds.get(("desktop", key)) in ("article", "attachment"):
            continue
        by_key.setdefault(key, []).append(name)
    return by_key


def _framed(documents: Documents) -> frozenset[str]:
    """Keys of documents that other pages show in a frame: parts of pages, no pages of their own."""
    found: set[str] = set()
    for doc in documents:
        for el in doc.root.iter("iframe", "frame"):
            url = doc.absolute(el.get("src") or "", doc.frame_of(el) or None)
            if url and url_key(url) != url_key(doc.page.url):
                found.add(url_key(url))
    return frozenset(found)


def _further_pages(documents: Documents) -> frozenset[str]:
    """Keys of the second and later pages of lists."""
    return frozenset(url_key(u) for doc in documents for u in doc.pagination.urls)


def _parents(by_key: dict[str, list[_Name]]) -> dict[str, str]:
    """For every column the one above it: from menus and breadcrumbs, else by the folder of its address."""
    parents: dict[str, str] = {}
    for key, names in by_key.items():
        stated = next(
            (n.parent for n in sorted(names, key=lambda n: _RANK[n.source]) if n.parent and n.parent != key), ""
        )
        if stated in by_key:
            parents[key] = stated
            continue
        folder = key.split("?")[0]
        while "/" in folder:
            folder = folder.rsplit("/", 1)[0]
            if folder in by_key and folder != key:
                parents[key] = folder
                break
    for key in list(parents):  # no circles, whatever the pages say
        seen, here = {key}, parents.get(key, "")
        while here:
            if here in seen:
                del parents[key]
                break
            seen.add(here)
            here = parents.get(here, "")
    return parents


def _path(key: str, parents: dict[str, str], chosen: dict[str, _Name]) -> tuple[str, ...]:
    names: list[str] = []
    here = key
    while here:
        names.append(chosen[here].name)
        here = parents.get(here, "")
    return tuple(reversed(names))


def _dates(content: Content, documents: Documents) -> tuple[date | None, date | None, str]:
    """Newest and oldest date of a column and what they rest on: the list, else its articles, else
    addresses.
    """
    if content.newest is not None:
        return content.newest, content.oldest, "list"
    printed: list[date] = []
    addressed: list[date] = []
    for item in content.items:
        if not item.url:
            continue
        article = documents.of(item.url)
        if article is not None:
            day = article_date(article)
            if day is not None:
                printed.append(day)
                continue
        seen = url_date(item.url)
        if seen is not None and seen.how == "url":
            addressed.append(seen.date)
    if printed:
        return max(printed), min(printed), "article"
    months = [d.date for item in content.items if isinstance(item, Item) for d in month_dates(item.whole)]
    if months:  # the month alone is printed: its last day, to the benefit of the column
        newest = (max(months).replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        return newest, min(months), "month"
    if addressed:
        return max(addressed), min(addressed), "address"
    return None, None, ""


def article_date(doc: Document) -> date | None:
    """The day an article says it was published: its PubDate tag, else the date beside 发布时间 or 来源."""
    from checks.reading import parse_dates

    for name in ("pubdate", "publishdate", "article:published_time", "publication_date"):
        found = parse_dates(doc.meta.get(name, ""), doc.today)
        if found:
            return found[0].date
    match = re.search(
        r"(?:发布|發布|发稿|发表|公布|更新|成文|生成)?(?:时间|時間|日期)\s*[:：]?\s*([^a-zA-Z]{8,24})", doc.words
    )
    if match:
        found = parse_dates(match[1], doc.today)
        if found:
            return found[0].date
    return None


@view
def column_tree(site: Site, documents: Documents, furniture: Furniture) -> ColumnTree:
    """The columns of the desktop entry, with what was seen in each; without a home page those that pages name."""
    today = datetime.fromisoformat(site.run.observed_at).date()
    home = documents.home("desktop")
    first = next((page.url for page in documents.pages if page.entry == "desktop"), "")
    if not first:
        return ColumnTree({}, today)
    by_key = _collect(site, documents, home, home.page.url if home is not None else urljoin(first, "/"))
    chosen = {key: min(names, key=lambda n: _RANK[n.source]) for key, names in by_key.items()}
    parents = _parents(by_key)
    states: dict[str, Url] = {}
    for url in site.urls:
        if url.entry == "desktop":
            states.setdefault(url_key(url.url), url)
    menu = frozenset(by_key)
    labels = frozenset(n.name for names in by_key.values() for n in names)
    columns: dict[str, Column] = {}
    for key, name in chosen.items():
        doc = documents.of(name.url)
        if (
            doc is not None
            and url_key(doc.page.url) != key
            and doc.page.requested_url
            and not same_owner(doc.page.url, name.url)
        ):
            doc = None  # sent on to another site: that is where it leads, and no page of ours
        path = _path(key, parents, chosen)
        tag = doc.meta.get("columntype", "") if doc is not None else ""
        content = None
        newest: date | None = None
        oldest: date | None = None
        rests = ""
        if doc is not None:
            own = frozenset({*path, *(n.name for n in by_key[key]), *map(_clean, doc.breadcrumb), doc.title}) | labels
            below = frozenset(k for k, above in parents.items() if above == key)
            sisters = frozenset(k for k, above in parents.items() if above and above == parents.get(key))
            content = look_inside(doc, furniture, names=own, menu=menu, below=below, sisters=sisters)
            newest, oldest, rests = _dates(content, documents)
        state = states[key].state if key in states else ("rendered" if doc is not None else "queued")
        columns[key] = Column(
            key=key,
            name=name.name,
            path=path,
            url=name.url,
            type=classify(name.name, name.url, path[:-1], tag),
            sources=frozenset(n.source for n in by_key[key]),
            state=state,
            named_on=name.named_on,
            parent=parents.get(key, ""),
            document=doc,
            content=content,
            pagination=doc.pagination if doc is not None else Pagination(),
            newest=newest,
            oldest=oldest,
            newest_from=rests,
        )
    return ColumnTree(columns, today, home)

"""Which columns a portal names, and where: menus, blocks with a "more" link, menus beside lists, site map, breadcrumbs.

Every source gives candidates; ``collect`` gathers them by address. What is an article, a file, a further page of a
list or a part of a frameset is no column.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from msgspec import Struct

from checks.artifacts import Site
from checks.columns.types import is_utility
from checks.documents import Documents
from checks.identity import url_key
from checks.reading import Document, ItemList, LinkSeen, parse_dates, url_date
from checks.reading.chinese import simplify
from checks.reading.content import is_article, says_article, side_menus
from checks.reading.hosts import host_of, same_owner
from checks.reading.parse import Element
from checks.reading.published import article_date
from checks.reading.words import squeeze

__all__ = ["RANK", "Name", "clean", "collect"]

_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|zip|rar|7z|jpe?g|png|gif|mp4|mp3|wps|et|txt|csv|apk|ofd)$", re.I)
_ARTICLE = re.compile(
    r"/t20\d{6}_|/art/20\d\d/|/content/post_\d+|content_\d{4,}|/20\d{4}/\w{16,}|[?&](?:articleid|contentid|infoid|newsid|docid)=",
    re.I,
)
_MORE = re.compile(
    r"^[\[【(（<《>+]*\s*(?:查看|浏览|进入)?(?:更\s*多|more|全部|\+)(?:信息|内容|新闻|动态|公告|列表|栏目)?\s*[>＞»》+….。\]】)）]*$",
    re.I,
)
#: The hall of government services is a site of its own, with rules and inspections of its own (zwfw.*, all over China).
_HALL = re.compile(r"^(?:www\.)?zwfww?\.")
_MOBILE = re.compile(r"^(?:m|wap|3g|mobile|wx|weixin)\.", re.I)


#: Characters of a dated entry that is no column: a block may print 通知公告 2026-11-20, the day it was renewed.
_ENTRY = 7
#: Characters of a column's name that no menu names: 政府信息公开工作年度报告 has twelve; a longer one is a title.
_NAME = 12
_HOME_LINK = re.compile(r"^(?:网站)?首\s*[页頁]$|^主页$")
#: Levels from the link to the home page up to the row that it begins; more links than this make one.
_ROW_LEVELS, _ROW_LINKS = 5, 3
#: Of a name that heads a part of a channel page; a headline that heads a card is longer.
_HEAD = 10


def _is_more(words: str) -> bool:
    return _MORE.match(simplify(words)) is not None


class Name(Struct):
    """A candidate while names are being collected."""

    url: str
    name: str
    source: str
    parent: str = ""
    named_on: str = ""
    under: str = ""  # the words that it hangs under in a menu, whether or not they lead anywhere


RANK = {"menu": 0, "block": 1, "side-menu": 2, "site-map": 3, "tag": 4, "breadcrumb": 5, "crawl": 6}


def _may_be_column(url: str, home: str) -> bool:
    if not url or not same_owner(url, home) or url_key(url).removesuffix("#/").removesuffix("#!/") == url_key(home):
        return False
    if _HALL.match(host_of(url)) and not _HALL.match(host_of(home)):
        return False
    if _MOBILE.match(host_of(url)) and not _MOBILE.match(host_of(home)):
        return False  # the mobile entry shows the same columns again
    path = urlsplit(url).path
    if _FILE.search(path) or _ARTICLE.search(url):
        return False
    seen = url_date(url)
    return seen is None or seen.how != "url"


def clean(name: str) -> str:
    name = squeeze(re.sub(r"[>＞»›|·•\[\]【】]+|(?:更多|more)\s*$", " ", name, flags=re.I))
    return re.sub(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])", "", name)[:40]


def _above(doc: Document, link: LinkSeen) -> tuple[str, str]:
    """The menu entry that a submenu's entry hangs under: its key, empty where it leads nowhere, and its words."""
    li: Element | None = link.element.getparent()
    hops = 0
    while li is not None and hops < 8:
        if li.tag in ("ul", "ol", "dl", "div"):
            holder = li.getparent()
            if holder is not None and (holder.tag in ("li", "dl", "dd") or _is_headed_box(holder)):
                for candidate in holder.iter("a"):
                    if candidate is link.element:
                        break
                    seen = doc.link_at.get(candidate)
                    if seen is not None and seen.text and li not in list(candidate.iterancestors()):
                        return url_key(seen.url) if seen.url else "", clean(seen.name)
                words = clean(" ".join([holder.text or "", *(doc.text(c) for c in li.itersiblings(preceding=True))]))
                if 2 <= len(words) <= _HEAD:
                    return "", words
        li = li.getparent()
        hops += 1
    return "", ""


def _is_headed_box(el: Element) -> bool:
    """Whether a box is one link and the box that opens below it: a menu made of nothing but div."""
    parts = [child for child in el if isinstance(child.tag, str)]
    return el.tag == "div" and [child.tag for child in parts] in (["a", "div"], ["a", "ul"], ["a", "dl"])


def _menu_names(doc: Document, home: str, source: str) -> list[Name]:
    found = []
    for link in doc.links:
        if link.region != "nav" or not _may_be_column(link.url, home):
            continue
        name = clean(link.name)
        if is_utility(name) or len(name) > 16 or len(name) < 2:
            continue
        above, under = _above(doc, link)
        found.append(Name(link.url, name, source, above, doc.page.url, under))
    return found


def _unnamed_menu(doc: Document, home: str) -> list[Name]:
    """The main menu of a home page whose markup calls nothing a menu: the first row of links that begins with 首页, be
    it a list, a row of a table or links beside each other (older ASP and JSP sites)."""
    for first in doc.links:
        if not _HOME_LINK.match(first.text) or first.region == "footer":
            continue
        row = first.element.getparent()
        for _ in range(_ROW_LEVELS):
            if row is None or row.tag in ("body", "html"):
                break
            links = [k for a in row.iter("a") if (k := doc.link_at.get(a)) is not None and k.text]
            if len(links) > _ROW_LINKS:
                if links[0].element is not first.element or _words_of(links) < 0.8 * len(doc.text(row)):
                    break  # more than a row of links
                found = []
                for link in links[1:]:
                    name = clean(link.text)
                    if _may_be_column(link.url, home) and not is_utility(name) and 2 <= len(name) <= 16:
                        above, under = _above(doc, link)
                        found.append(Name(link.url, name, "menu", above, doc.page.url, under))
                if found:
                    return found
            row = row.getparent()
    return []


def _words_of(links: list[LinkSeen]) -> int:
    return sum(len(link.text) for link in links)


def _block_names(doc: Document, home: str) -> list[Name]:
    """Blocks with a heading and a "more" link; tabs whose titles are links themselves."""
    found: list[Name] = []
    for link in doc.links:
        if not _may_be_column(link.url, home) or link.region in ("footer",):
            continue
        if not (_is_more(link.text) or _is_more(link.title)):
            continue
        name = _heading_near(doc, link)
        if name and not is_utility(name):
            found.append(Name(link.url, name, "block", "", doc.page.url))
    for entries in doc.lists:
        for heading in entries.element.itersiblings(preceding=True):
            if heading.tag in ("h1", "h2", "h3", "h4", "h5", "div", "p", "dt") and entries.dated:
                links = [k for a in heading.iter("a") if (k := doc.link_at.get(a)) is not None]
                for k in links:
                    name = clean(k.name)
                    if (
                        _may_be_column(k.url, home)
                        and 2 <= len(name) <= 12
                        and not is_utility(name)
                        and not _is_more(k.text)
                    ):
                        found.append(Name(k.url, name, "block", "", doc.page.url))
            break
    return found


def _channel_names(doc: Document, home: str) -> list[Name]:
    """The heads of a channel page: links alone in headings of one make, of which some stand above dated entries.

    Seen: dt for the column and dd for its newest. Without the dates it may be a page of persons: h4 with a name each.
    """
    groups: dict[tuple[object, ...], list[tuple[Element, LinkSeen | None]]] = {}
    for el in doc.root.iter("h2", "h3", "h4", "h5", "dt"):
        if not doc.visible(el) or doc.region(el) in ("header", "nav", "footer"):
            continue
        links = [k for a in el.iter("a") if (k := doc.link_at.get(a)) is not None and k.text and not _is_more(k.text)]
        named = links[0] if len(links) == 1 and clean(links[0].text) == clean(doc.text(el)) else None
        around = el.getparent()
        make = (el.tag, el.get("class"), around.get("class") if around is not None else None)
        groups.setdefault(make, []).append((el, named))
    found: list[Name] = []
    for heads in groups.values():
        links = [
            k for _, k in heads if k is not None and _may_be_column(k.url, home) and 2 <= len(clean(k.name)) <= _HEAD
        ]
        if len(links) < max(2, len(heads)) or not any(_heads_entries(doc, el) for el, _ in heads):
            continue
        found += [Name(k.url, clean(k.name), "block", "", doc.page.url) for k in links if not is_utility(clean(k.name))]
    return found


def _heads_entries(doc: Document, head: Element) -> bool:
    """Whether a dated entry follows a head, before the next of its kind."""
    for after in head.itersiblings():
        if after.tag == head.tag:
            return False
        linked = any(k.url for a in after.iter("a") if (k := doc.link_at.get(a)) is not None)
        if linked and parse_dates(doc.text(after), doc.today):
            return True
    return False


def _heading_near(doc: Document, link: LinkSeen) -> str:
    """The name of the block that a "more" link belongs to: the heading beside it or above it, within three
    levels."""
    if link.title and not _is_more(link.title) and 2 <= len(clean(link.title)) <= 16:
        return clean(link.title)
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
                if not doc.visible(el) or sum(bool(doc.text(part)) for part in el) >= 2:
                    continue  # the heads of several tabs are no name of one
                text = clean(doc.text(el))
                if 2 <= len(text) <= 12 and not is_utility(text) and not re.search(r"\d{2}-\d{2}|20\d\d", text):
                    return text
        own = clean(squeeze(holder.text or ""))
        if 2 <= len(own) <= 12:
            return own
        here = holder
    return ""


def _page_names(doc: Document, home: str, is_article: bool, listed: frozenset[str]) -> list[Name]:
    """What a page says of itself and of its neighbours: tags, breadcrumb, the menu beside its list.

    The path of an article may end in its title: what lists show with a day (*listed*) has no name by its path.
    """
    found: list[Name] = []
    name = clean(doc.meta.get("columnname", "").split(",")[0])
    if (
        name
        and not is_utility(name)
        and not is_article
        and _may_be_column(doc.page.url, home)
        and "articletitle" not in doc.meta
    ):
        found.append(Name(doc.page.url, name, "tag", "", doc.page.url))
    here = url_key(doc.page.url)
    above = ""
    for crumb, url in doc.breadcrumb_links:
        label = clean(crumb)
        if not url or is_utility(label) or not _may_be_column(url, home) or len(label) > 16:
            continue
        found.append(Name(url, label, "breadcrumb", above, doc.page.url))
        above = url_key(url)
    crumbs = [(clean(c), u) for c, u in doc.breadcrumb_links]
    unlinked = bool(crumbs) and not crumbs[-1][1] and 2 <= len(crumbs[-1][0]) <= 16
    is_article = is_article or here in listed
    if above and above != here and not is_article and unlinked and _may_be_column(doc.page.url, home):
        found.append(Name(doc.page.url, crumbs[-1][0], "breadcrumb", above, doc.page.url))
    menus = side_menus(doc)
    for entries in doc.lists:
        linked = [i for i in entries.items if i.url and i.link is not None]
        if len(linked) < 2 or any(i.date for i in entries.items):
            continue
        if entries.region != "aside" and not (entries.element in menus and any(url_key(i.url) == here for i in linked)):
            continue
        for item in linked:
            label = clean(item.text)
            if _may_be_column(item.url, home) and 2 <= len(label) <= 16 and not is_utility(label):
                found.append(Name(item.url, label, "side-menu", "", doc.page.url))
    return found


def _site_map_names(doc: Document, home: str) -> list[Name]:
    if not re.search(
        r"网站地图|站点地图|網站地圖|site ?map", simplify(f"{doc.title} {' '.join(doc.breadcrumb)}"), re.I
    ):
        return []
    found = []
    for link in doc.links:
        name = clean(link.name)
        if (
            link.region in ("", "main")
            and _may_be_column(link.url, home)
            and 2 <= len(name) <= 16
            and not is_utility(name)
        ):
            above, under = _above(doc, link)
            found.append(Name(link.url, name, "site-map", above, doc.page.url, under))
    return found


def collect(site: Site, documents: Documents, home: Document | None, start: str) -> dict[str, list[Name]]:
    """Candidates of the desktop entry by key of their address; *start* is the URL of the home page."""
    kinds = {(u.entry, url_key(u.url)): u.kind for u in site.urls}
    entries = _dated_entries(documents)
    names: list[Name] = []
    if home is not None:
        names = _menu_names(home, start, "menu") or _unnamed_menu(home, start)
        names += _block_names(home, start)
    for doc in documents:
        if doc.page.entry != "desktop" or doc is home:
            continue
        article = doc.page.kind == "article" or says_article(doc)
        names += _page_names(doc, start, article, entries)
        if not article:
            names += _site_map_names(doc, start)
            if doc.page.kind in ("column", "interaction"):
                names += [*_block_names(doc, start), *_channel_names(doc, start)]
        if (
            doc.page.kind == "column"
            and _may_be_column(doc.page.url, start)
            and url_key(doc.page.url) not in entries
            and not is_article(doc)
            and (article_date(doc) is None or any(_lists_entries(found) for found in doc.lists))
        ):
            label = clean(doc.page.anchor)  # without the words of a link nobody was offered it (sitemap.xml)
            if _is_more(doc.page.anchor):  # "more" offers it; what it is called stands on the page
                label = clean(doc.breadcrumb[-1]) if doc.breadcrumb else clean(doc.meta.get("columnname", ""))
            if 2 <= len(label) <= _NAME and not is_utility(label):
                names.append(Name(doc.page.url, label, "crawl", "", doc.page.url))
    parts = _framed(documents) | _further_pages(documents)
    by_key: dict[str, list[Name]] = {}
    for name in names:
        key = url_key(name.url)
        if key in parts and name.source in ("crawl", "tag", "breadcrumb"):
            continue
        if kinds.get(("desktop", key)) in ("article", "attachment", "search"):
            continue
        if name.source == "block" and _is_dated_article(documents.of(name.url)):
            continue  # a short title in a block without days
        by_key.setdefault(key, []).append(name)
    return _without_names_of_groups(by_key)


def _is_dated_article(doc: Document | None) -> bool:
    """Whether a page says that it is an article, and when it was published."""
    return doc is not None and says_article(doc) and article_date(doc) is not None


def _without_names_of_groups(by_key: dict[str, list[Name]]) -> dict[str, list[Name]]:
    """Tags that name several columns alike name what is above them (seen: ColumnName 公开 on each page of a catalogue);
    they count where a page has no other name."""
    tagged: dict[str, set[str]] = {}
    for key, names in by_key.items():
        for name in names:
            if name.source == "tag":
                tagged.setdefault(name.name, set()).add(key)
    shared = {name for name, keys in tagged.items() if len(keys) > 1}
    found: dict[str, list[Name]] = {}
    for key, names in by_key.items():
        own = [name for name in names if name.source != "tag" or name.name not in shared]
        found[key] = own or names
    return found


def _lists_entries(found: ItemList) -> bool:
    """Whether a list shows dated links; the line of an article that says when and by whom it was published is none."""
    return sum(item.link is not None for item in found.dated) >= 2


def _dated_entries(documents: Documents) -> frozenset[str]:
    """Keys of what lists show with a date beside it: articles, whatever their addresses look like."""
    return frozenset(
        url_key(item.url)
        for doc in documents
        if doc.page.entry == "desktop"
        for found in doc.lists
        for item in found.dated
        if item.url and len(item.text) >= _ENTRY
    )


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

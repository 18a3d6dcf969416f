"""What a column's page holds once its frame of header, menus, footer and paging is taken away."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from urllib.parse import urlsplit

from msgspec import Struct

from checks.columns.asking import asks, of_staff, takes_letters
from checks.columns.clocks import is_clock, is_ticking, without_clock
from checks.columns.folds import TREE, Folds, folded_lists
from checks.columns.furniture import Furniture, recommended
from checks.columns.guides import is_guide
from checks.columns.media import count_media, unread_frames
from checks.columns.scaffold import (
    find_note,
    heads_alone,
    is_description,
    is_function,
    is_unfilled,
)
from checks.identity import url_key
from checks.reading import Document, Form, Item, LinkSeen, parse_dates
from checks.reading.content import side_menus
from checks.reading.dates import is_rough
from checks.reading.gone import words_of_dead
from checks.reading.links import steps_of
from checks.reading.pagination import is_pagination_text
from checks.reading.parse import Element
from checks.reading.words import squeeze

__all__ = ["Content", "look_inside"]

#: A link named so turns the page of a list; one of four figures may be a year's. Also a link without a name.
_PAGE_NUMBER = re.compile(r"^(?:.?|[\[(（]?\d{1,3}[\])）]?)$")
_REFRESH = re.compile(r"url\s*=", re.I)
#: A link home in a message of the system (seen: 如果你的浏览器没反应，请点击这里). Counter-example: the same words
#: over the address of the service that a column leads on to.
_NO_JUMP = re.compile(r"[没未不]有?能?(?:反应|自动|跳转).{0,10}(?:点击|点此|单击)|^请?(?:点击|点此).{0,4}返回")
#: Cells of a row of figures alone; the page numbers of a pager stand in one cell, or in fewer beside 上一页.
_NUMBERS = 6
#: A link that leads back or shuts the page (seen: history.go(-1) as 如果浏览器没有自动跳转，请点击这里).
_BACK = re.compile(r"history\s*\.|(?:close|print|reload)\s*\(|点击这里|点此|返回", re.I)
#: So few links make no list that could be read as one; characters of the block around one, besides its title.
_FEW = 2
_BLOCK = 120
#: What a page says that shows its content at a click: 请选择上方类别查看文件. Counter-examples: the option 请选择 of a
#: filter, 请选择页码, and 请点击刷新 beside nothing.
_AT_A_CLICK = re.compile(
    r"请(?:先|您)?(?:在[^，。]{1,12})?(?:选择|点击|单击)(?!.{0,4}(?:刷新|重试|页码|首页))[^，。]{2,20}(?:查看|查询|浏览|阅读|检索|进入)"
)
#: Characters; an entry's title is rarely shorter, a column's name rarely longer.
_TITLE = 12
_BLOCK_HEADS = frozenset(["h2", "h3", "h4", "h5", "dt"])


class Content(Struct, frozen=True):
    """What is left of a page. *items* are visible entries; *text* is what else is written there."""

    items: tuple[Item | LinkSeen, ...] = ()
    hidden: tuple[Item, ...] = ()
    text: str = ""
    note: str = ""
    note_at: Element | None = None
    gone: str = ""
    pager: str = ""
    media: int = 0
    frames: int = 0  # frames that embed another site or could not be read
    form: Form | None = None
    folded: int = 0  # hidden lists under a head of their own: a tree or an accordion that opens by a click
    children: int = 0  # links to columns below this one
    blocks: int = 0  # columns whose names head parts of the page, as on a channel page
    redirect: bool = False
    newest: date | None = None
    oldest: date | None = None
    days: tuple[date, ...] = ()  # of all entries, the newest first
    rough: date | None = None  # the newest of those told in months or years (3个月前): earlier than this day, or on it

    @property
    def empty(self) -> bool:
        """Whether a reader finds nothing here: nothing to read, to look at, to fill in or to follow."""
        if self.items or self.form or self.frames or self.redirect or self.children or self.folded >= TREE:
            return False
        if self.gone:
            return len(self.text) <= 200  # advice where to look instead; the rest of a server's message
        if self.note:
            return len(self.text) <= 60
        if _AT_A_CLICK.search(self.text):
            return False
        return not self.media and len(self.text) <= (40 if self.pager or self.hidden else 20)


def look_inside(
    doc: Document,
    furniture: Furniture,
    *,
    names: frozenset[str],
    menu: frozenset[str],
    below: frozenset[str],
    sisters: Mapping[str, frozenset[str]],
    beside: frozenset[Element] = frozenset(),
) -> Content:
    """Take away a page's frame and say what is left.

    *names* are words that only name the page (its column, its parents, its breadcrumb); *menu* holds the
    keys of the columns that menus name; *below* those of the columns under this one, *sisters* those beside it with
    the keys that their pages link to; *beside* are lists of other columns.
    """
    here = url_key(doc.page.url)
    hot = recommended(doc, names)
    shells = _menus(doc, menu, here) | hot | beside
    outside = ("header", "nav", "footer", "aside")

    told: dict[Element, bool] = {}  # by element: every text, link and entry asks for its own and those above

    def within_shell(el: Element) -> bool:
        asked: list[Element] = []
        here: Element | None = el
        while here is not None and here not in told and here not in shells:
            asked.append(here)
            here = here.getparent()
        within = here is not None and (here in shells or told[here])
        told.update(dict.fromkeys(asked, within))
        return within

    def chrome(el: Element) -> bool:
        return doc.region(el) in outside or within_shell(el)

    folds = Folds(doc)
    links: dict[str, Item | LinkSeen] = {}
    hidden: dict[str, Item] = {}
    unseen: list[Item] = []  # the same, each time that it stands there
    children: set[str] = set()
    heads: set[str] = set()
    groups: set[str] = set()  # other columns that the content leads to: a site map, a page of departments
    trail = frozenset(url_key(url) for _, url in doc.breadcrumb_links if url)
    framed = {url_key(link.url) for link in doc.links if link.url and chrome(link.element)}
    # Sisters that lead to each other are a menu, on each of their pages; those that do not, this page gathers. One way
    # leads a banner that all pages have.
    named = frozenset(url_key(k.url) for k in doc.links if k.url) & sisters.keys() - framed - {here}
    gathered = frozenset(k for k in named if not any(k in sisters[other] for other in sisters[k] & named - {k}))
    heated = {
        url_key(k.url) for k in doc.links if k.url and any(el in hot for el in (k.element, *k.element.iterancestors()))
    }
    for link in doc.links:
        if _is_entry_pressed(link) and not furniture.pressed(link) and not chrome(link.element):
            links.setdefault(f"pressed {link.name}", link)  # where it leads was not found out, and it stands there
        if link.placeholder or not link.url or furniture.pressed(link):
            continue
        key = url_key(link.url)
        # What a hot list shows on all pages (热门点击) is what one column lists.
        if furniture.link(link.url, link.element) and key not in heated:
            continue
        name = link.name
        if key in below and link.visible:
            children.add(key)  # also where the page calls its own list of them a menu
            continue
        if chrome(link.element):
            continue
        if key == here or is_function(name) or is_pagination_text(name) or _PAGE_NUMBER.match(name):
            continue
        if is_unfilled(name) or (_NO_JUMP.search(name) and urlsplit(link.url).path in ("", "/")):
            continue
        if key in doc_pager(doc):
            continue
        if key in menu and not doc.frame_of(link.element) and not _is_entry(name, names):
            if link.visible and key not in trail and (key not in sisters or key in gathered):
                groups.add(key)
                if any(up.tag in _BLOCK_HEADS for up in link.element.iterancestors()):
                    heads.add(key)  # the head of a block that leads on: a channel page
            continue
        if link.visible or folds.opens(link.element):
            links.setdefault(key, link)
    for entries in doc.lists:
        if entries.region in outside or entries.element in shells or entries.source == "records":
            continue
        for item in entries.items:
            if item.visible or not item.text:
                continue
            if not item.url:
                if not doc.visible(item.element) and not furniture.text(item.whole, item.element):
                    unseen.append(item)
                continue
            if not doc.visible(item.element) and not furniture.link(
                item.url, item.link.element if item.link else item.element
            ):
                hidden.setdefault(url_key(item.url), item)
                unseen.append(item)
    bare = heads_alone(doc)
    rows = [row for row in _rows(doc, furniture, chrome, names) if row.element not in bare]
    written, note, note_at, gone, pager = _words(doc, furniture, chrome, names, links, menu, bare)
    forms = (f for f in doc.forms if f.visible and not chrome(f.element))
    repeats = furniture.form
    form = next((f for f in forms if (asks(f) and not repeats(f))
                 or (takes_letters(f) and not (of_staff(f) and repeats(f)))), None)  # fmt: skip
    dated = [i for e in doc.lists if not chrome(e.element)
             for i in e.items if i.date is not None and (i.visible or folds.opens(i.element))
             and not is_clock(i) and (i.link is not None or e.source == "table" or len(i.whole) <= 60)
             and not (i.link is not None and furniture.link(i.url, i.link.element))]  # fmt: skip
    dates = [i.date for i in dated if i.date is not None and not is_rough(i.raw_date)]
    rough = max((i.date for i in dated if i.date is not None and is_rough(i.raw_date)), default=None)
    if not dates and rough is None and len(links) <= _FEW:
        dates = [d for k in links.values() if (d := _date_beside(doc, k.element, k.text)) is not None]
    dates = [d for d in dates if d <= (doc.today or d) + timedelta(days=1)]  # an event to come is no update
    records = [i for e in doc.lists if e.source == "records" for i in e.items]
    dates += [i.date for i in records if i.date is not None]
    spare = 2 if note or pager else 1  # links to other columns that may stand beside nothing; more lead on
    return Content(
        items=(*links.values(), *rows, *records),
        hidden=tuple(i for k, i in hidden.items() if k not in links),
        text=written,
        note=note,
        note_at=note_at,
        gone=gone,
        pager=pager or doc.pagination.words,
        media=count_media(doc, furniture, chrome),
        frames=unread_frames(doc),
        form=form,
        folded=folded_lists(doc, unseen),
        children=max(len(children | heads), len(groups) - spare, 0),
        blocks=len(heads),
        redirect=_redirects(doc),
        newest=max(dates, default=None),
        oldest=min(dates, default=None),
        days=tuple(sorted(set(dates), reverse=True)),
        rough=rough,
    )


def _date_beside(doc: Document, link: Element, title: str) -> date | None:
    """The date in the small block around a link that stands alone: one entry makes no list."""
    around = link.getparent()
    for _ in range(3):
        if around is None or around.tag in ("body", "html", "main"):
            return None
        words = doc.text(around)
        if len(words) > _BLOCK + len(title):
            return None
        for time in around.iter("time"):
            if found := parse_dates(time.get("datetime") or doc.text(time), doc.today):
                return found[0].date
        if found := parse_dates(words.replace(title, " \n ", 1), doc.today):
            return found[0].date
        around = around.getparent()
    return None


def doc_pager(doc: Document) -> frozenset[str]:
    """Keys of the other pages of this list."""
    return frozenset(url_key(u) for u in doc.pagination.urls)


def _menus(doc: Document, menu: frozenset[str], here: str) -> frozenset[Element]:
    """Lists beside the content that switch between columns: most of their links are columns, or one is this
    page.
    """
    found: set[Element] = set()
    plain = side_menus(doc)
    for entries in doc.lists:
        linked = [i for i in entries.items if i.url]
        if len(linked) < 2 or any(i.date for i in entries.items):
            continue
        if sum(_bare(i) for i in linked) < 0.8 * len(linked) or entries.element.tag == "body":
            continue  # entries of a menu say nothing but a name
        keys = [url_key(i.url) for i in linked]
        if len(set(keys)) < 2 or _letters(i.whole for i in entries.items) < 0.7 * _letters([doc.text(entries.element)]):
            continue  # links within the page, or an element that holds more than its links
        known = sum(k in menu for k in keys)
        if here in keys and (known * 2 >= len(keys) or entries.element in plain):
            found.add(entries.element)
    return frozenset(found)


def _is_entry_pressed(link: LinkSeen) -> bool:
    """Whether a link without an address is an entry by its words; what leads back is none."""
    return link.visible and not link.url and len(link.name) >= _TITLE and not _BACK.search(f"{link.href} {link.name}")


def _letters(texts: Iterable[str]) -> int:
    """Characters without the spaces between the parts."""
    return sum(len(part) for text in texts for part in text.split())


def _is_entry(words: str, names: frozenset[str]) -> bool:
    """Whether the words of a link to a column are those of an entry: long as a title, and no column's name (an issue of
    a gazette, a report of a year, that lead to a page which is in the menus, too)."""
    return len(words) >= _TITLE and words not in names


def _bare(item: Item) -> bool:
    return re.sub(r"[\s>＞»›·•|]+", "", item.whole) == re.sub(r"[\s>＞»›·•|]+", "", item.text)


def _rows(doc: Document, furniture: Furniture, chrome: Callable[[Element], bool], names: frozenset[str]) -> list[Item]:
    """Entries without a link that still say something: rows of tables with two or more filled cells."""
    found: list[Item] = []
    for entries in doc.lists:
        if entries.source != "table" or entries.region in ("header", "nav", "footer", "aside"):
            continue
        for item in entries.items:
            if item.link is not None or not item.visible or len(item.whole) < 6 or find_note(item.whole):
                continue
            cells = [doc.text(c) for c in item.element if c.tag in ("td", "th")]
            told = [c for c in cells if c]
            numbers = len(told) >= _NUMBERS and all(c.isdigit() for c in told)  # a row of a calendar or of figures
            if not numbers and (all(is_function(c) or c in names for c in told) or is_pagination_text(item.whole)):
                continue
            if not furniture.text(item.whole, item.element):
                found.append(item)
    return found


def _words(
    doc: Document,
    furniture: Furniture,
    chrome: Callable[[Element], bool],
    names: frozenset[str],
    links: dict[str, Item | LinkSeen],
    menu: frozenset[str],
    bare: frozenset[Element],
) -> tuple[str, str, Element | None, str, str]:
    """Text that is left; the note that says there is nothing, and where; words of a dead page; words of a
    pager.
    """
    left: list[str] = []
    guide = is_guide(doc)
    note, gone, pager = "", "", ""
    note_at: Element | None = None
    # What a server shows in a frame in place of a page that failed.
    broken = frozenset(url_key(r.url) for r in doc.page.failed_resources if r.status is not None and r.status >= 400)
    for text in doc.texts:
        if text.kind not in ("text", "link", "control") or text.name in ("option", "placeholder"):
            continue
        words = without_clock(text.text)
        if chrome(text.element):
            continue
        if is_pagination_text(words):
            pager = pager or words
            continue
        if not note and len(words) <= 60 and (found := find_note(words)):
            note, note_at = words if len(words) <= 30 else found, text.element
            continue
        if found := words_of_dead(words) or (words if broken and url_key(doc.frame_of(text.element)) in broken else ""):
            gone = gone or found
            continue
        if is_unfilled(words) or is_description(words):
            continue
        if bare and any(up in bare for up in text.element.iterancestors()):
            continue
        # A guide to a service is a document, also where all of a portal's guides say the same.
        frame = furniture.text(words, text.element) and not guide
        if frame or words in names or is_function(words) or is_ticking(words):
            continue
        trail = [part for step in steps_of(words) for part in step.split()]
        if trail and all(part in names or is_function(part) for part in trail):
            continue
        if text.kind == "link":
            link = doc.link_at.get(text.element)
            if link is not None and (link.placeholder or (url_key(link.url) in menu and not _is_entry(words, names))):
                continue
        left.append(words)
    for fold in doc.root.iter("details"):  # closed: what it holds is a click away (questions and answers)
        shut = fold.get("open") is None and doc.visible(fold) and not chrome(fold)
        if shut and not find_note(words := doc.text(fold, hidden=True)):
            left.append(words)
    if not note:
        for text in doc.texts:  # the note may be a picture
            if text.kind == "alt" and not chrome(text.element) and (found := find_note(text.text)):
                note, note_at = found, text.element
                break
    return squeeze(" ".join(left)), note, note_at, gone, pager


def _redirects(doc: Document) -> bool:
    """A page that only sends its visitor on."""
    refresh = doc.meta.get("refresh", "")
    if refresh and _REFRESH.search(refresh):
        return True
    return (
        bool(re.search(r"(?:window\.|self\.|top\.)?location(?:\.href|\.replace\()?\s*[=(]", doc.scripts))
        and len(doc.words) < 80
    )

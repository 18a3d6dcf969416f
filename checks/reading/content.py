"""Which element holds what a page is about, apart from its frame of header, menus and footer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from checks.reading.pagination import is_pagination_text
from checks.reading.parse import Element
from checks.reading.words import SILENT, squeeze, tokens

if TYPE_CHECKING:
    from checks.reading.document import Document

__all__ = ["find_main", "headed_by_its_title", "holds_news", "is_article", "says_article", "side_menus"]

_NAMED = frozenset(["content", "main", "list", "article", "zoom", "right", "con", "nr", "neirong", "container", "wrap"])
_STOP = frozenset(["ul", "ol", "table", "p", "dl", "form", "pa-frame", "article", "h1", "h2", "tbody", "tr"])
_WEIGHTS = {
    "img": 20,
    "iframe": 20,
    "video": 60,
    "input": 15,
    "textarea": 30,
    "select": 15,
    "embed": 40,
    "object": 40,
}


_DATE = re.compile(r"(?<!\d)(?:19|20)\d\d[-./年](?:1[0-2]|0?[1-9])[-./月](?:3[01]|[12]\d|0?[1-9])(?!\d)")
#: A date without its year, as a text of its own: [11-23], 11月23日, as the blocks of home and channel pages print it.
#: Counter-examples: 6-12岁, 第1-2期, the hours 8-12 within a sentence.
_DAY = re.compile(r"^\s*[\[(（【]?(?:1[0-2]|0[1-9]|[1-9](?=月))[-./月](?:3[01]|[12]\d|0?[1-9])日?[\])）】]?\s*$")
#: So many dates make a list of news. One or two may be the clock of a header and the date of a notice beside it.
_DATES_OF_NEWS = 3


def holds_news(el: Element) -> bool:
    """Whether what is named a menu or a header holds dated entries, and so is no such thing.

    Seen: ``nav_content`` around all blocks of a district's home page.
    """
    found = 0
    for text in el.itertext("*"):
        if len(text) <= 60:
            found += len(_DATE.findall(str(text))) or (len(text) <= 10 and _DAY.match(str(text)) is not None)
            if found >= _DATES_OF_NEWS:
                return True
    return False


#: What stands before or between the entries of a menu: >> 财政信息, · 人事信息.
_BULLETS = " ·•・>»＞›→-—|｜.●◆■□○◇*"


def side_menus(doc: Document) -> frozenset[Element]:
    """Lists that are menus by what they hold: two or more short undated links, nothing else, outside of the
    menus.

    Column pages carry them beside the content to switch between sister columns.
    """
    found: set[Element] = set()
    for entries in doc.lists:
        if entries.region in ("nav", "header", "footer"):
            continue
        items = entries.items
        if len(items) < 2 or any(i.date is not None for i in items):
            continue
        if all(i.url or i.link is not None for i in items) and all(
            len(i.text) <= 8 and i.whole.strip(_BULLETS) == i.text and not is_pagination_text(i.text) for i in items
        ):
            found.add(entries.element)
    return frozenset(found)


#: Prose of this length, and this share of what is written outside of the frame, make a page an article.
_PROSE_CHARS = 300
_PROSE_SHARE = 0.6
_TEXT_CRUMB = re.compile(
    r"^(?:正文|内容|文章(?:内容|正文)?|详情|详细(?:内容|信息)?|信息(?:内容|详情)|内容详情|正文内容)$"
)
#: A heading of so many characters is an article's, beside whatever hot lists (seen: a news page of 3,000 characters, a
#: quarter of them the article).
_TITLE_CHARS = 10


def is_article(doc: Document) -> bool:
    """Whether a page is one article: it says so in its tags, or most of what is written on it is prose, not links.

    An address of a home page that answers with an article (a wrong seed, a campaign page put in its place) is no
    ground for saying what the home page lacks.
    """
    if says_article(doc):
        return True
    written = 0
    prose: dict[Element, int] = {}  # paragraphs of one article stand side by side; summaries of cards do not
    for text in doc.texts:
        if text.kind not in ("link", "text") or doc.region(text.element) in ("header", "nav", "footer"):
            continue
        written += len(text.text)
        holder = text.element.getparent()
        if text.kind == "text" and len(text.text) >= 30 and holder is not None:
            prose[holder] = prose.get(holder, 0) + len(text.text)
    most = max(prose.values(), default=0)
    if most >= _PROSE_CHARS and headed_by_its_title(doc):
        return True
    return most >= _PROSE_CHARS and most >= _PROSE_SHARE * written


def headed_by_its_title(doc: Document) -> bool:
    """Whether a heading is also the window's title, as on articles; a portal's own name is no article's."""
    title = squeeze(re.split(r"[-_|–—]", doc.title)[0])
    if len(title) < _TITLE_CHARS or re.search(r"政府|门户|网站|首页", title):
        return False
    return any(doc.text(el) == title for el in doc.root.iter("h1", "h2") if doc.visible(el))


def says_article(doc: Document) -> bool:
    """Whether a page says itself that it is an article: by its tags, or where its path ends in 正文."""
    if doc.meta.get("articletitle") or doc.meta.get("pubdate"):
        return True
    return bool(doc.breadcrumb) and _TEXT_CRUMB.match(doc.breadcrumb[-1]) is not None


def find_main(doc: Document) -> Element | None:
    """See :attr:`Document.main`: the deepest element with most of the words that are not furniture."""
    menus = side_menus(doc)
    weight: dict[Element, float] = {}
    total = 0.0
    for el in doc.elements:
        tag = el.tag
        if not doc.visible(el) or (tag in SILENT and tag not in _WEIGHTS):
            continue
        if doc.region(el) in ("header", "nav", "footer", "aside"):
            continue
        own = float(sum(len(squeeze(text)) for text in (el.text, *(c.tail for c in el)) if text))
        own += _WEIGHTS.get(str(tag), 0)
        if not own:
            continue
        chain: list[Element] = []
        here: Element | None = el
        while here is not None:
            chain.append(here)
            here = here.getparent()
        if any(e in menus for e in chain):
            own *= 0.2
        total += own
        for e in chain:
            weight[e] = weight.get(e, 0.0) + own
    if not total:
        named = [e for e in doc.elements if e.tag in ("div", "section", "td", "main",
            "article") and doc.visible(e)
                 and tokens(e) & _NAMED and doc.region(e) not in ("header", "nav", "footer",
                     "aside")]  # fmt: skip
        return max(named, key=lambda e: (doc.box(e) or (0, 0, 0, 0))[3], default=None)
    here = doc.body
    while True:
        heaviest = max(here, key=lambda c: weight.get(c, 0.0), default=None)
        if heaviest is None or weight.get(heaviest, 0.0) < 0.6 * total or here.tag in _STOP:
            return here
        if heaviest.tag in _STOP and heaviest.tag not in ("article", "pa-frame", "tbody", "tr", "table"):
            return here if here is not doc.body or heaviest.tag == "p" else heaviest
        here = heaviest

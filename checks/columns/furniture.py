"""What repeats over the pages of a site in the same place: header, menus, footer, hot lists, whatever they are called.

A text or a link is furniture when it stands in the same place of the markup on at least four pages and on a fifth of
all pages. Names of classes are not needed for this, so it holds for sites that call their header anything.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import lru_cache, partial
from typing import NamedTuple

from checks.declaration import view
from checks.documents import Documents
from checks.identity import url_key
from checks.reading import Document, Form, LinkSeen
from checks.reading.hosts import host_of
from checks.reading.parse import Element
from checks.reading.words import remembered

__all__ = ["Furniture", "furniture", "picture_url", "recommended"]

#: Address or words, and the place of the element.
_Key = tuple[str, str]

_LEVELS = 4
_AT_LEAST = 4
_SHARE = 0.2
#: Of the pages that are no articles: a hot list may stand beside every list and on no article.
_OF_LISTS = 0.5
#: Of the pages that the browser showed: columns for the most part, of which some may list the same articles.
_OF_DRAWN = 0.5
#: Of the pages of one template: a part of the site may have a frame of its own on the main host, and be small (seen: a
#: platform of disclosure of eleven pages under a head and foot of its own, on a site of 170).
_OF_TEMPLATE = 0.6
#: A text that counts visits differs from look to look (您是第3084417位访问者; 访问量：123). Counter-example: the line
#: of a letter with the day it came; so only texts with one of these words.
_COUNTS_VISITS = re.compile(r"访问|访客|浏览|来访|点击")
_DIGITS = re.compile(r"\d+")


class _Places(dict[Element, str]):
    """Where an element stands: tag and first class of it and of three above it, without positions. Worked out once.

    The class of the body is left out: it often names the template (``page-list``, ``index``), and what stands near the
    root would be counted for each template by itself. Seen: a list of offices under every page, taken for the content
    of the few that are columns.
    """

    def __missing__(self, el: Element) -> str:
        steps: list[str] = []
        here: Element | None = el
        while here is not None and len(steps) < _LEVELS:
            if here.tag != "tbody":  # a browser puts it into every table, the plain page has none
                steps.append(_step(str(here.tag), "" if here.tag == "body" else here.get("class") or ""))
            here = here.getparent()
        self[el] = place = "<".join(steps)
        return place


@lru_cache(maxsize=20_000)
def _step(tag: str, classes: str) -> str:
    first = classes.split(maxsplit=1)
    return f"{tag}.{first[0]}" if first else tag


@remembered
def _steady(text: str) -> str:
    """*text* without the digits that count visits."""
    return _DIGITS.sub("", text) if _COUNTS_VISITS.search(text) else text


def picture_url(doc: Document, el: Element) -> str:
    """Where a picture comes from: absolute, for the same logo has another relative address in every folder."""
    source = el.get("src") or ""
    return doc.absolute(source) or source  # what is written into the page (data:) has no address


def _asked(form: Form) -> str:
    return " ".join(field.words for field in form.inputs)


class _Seen(NamedTuple):
    """What stands where on one page."""

    links: set[_Key]
    texts: set[_Key]
    pictures: set[_Key]
    pressed: set[_Key]  # words of links whose address no attribute tells
    forms: set[_Key]  # words of their fields

    @classmethod
    def on(cls, doc: Document, places: _Places) -> _Seen:
        drawn = (el for el in doc.root.iter("img", "embed", "object", "video") if el.get("src"))
        return cls(
            {(url_key(k.url), places[k.element]) for k in doc.links if k.url},
            {(_steady(t.text), places[t.element]) for t in doc.texts if t.kind in ("text", "link", "control")},
            {(picture_url(doc, el), places[el]) for el in drawn},
            {(k.text, places[k.element]) for k in doc.links if k.scripted or k.placeholder},
            {(_asked(form), places[form.element]) for form in doc.forms},
        )


class _Counts:
    """What stands where, on how many pages of the site or of a part of it."""

    def __init__(self, share: float = _SHARE) -> None:
        self._share = share
        self.pages = self._lists = 0
        self._counts = tuple(Counter[_Key]() for _ in _Seen._fields)
        self._shared = Counter[_Key]()  # on pages that are no articles: hot lists beside lists

    def add(self, seen: _Seen, *, article: bool) -> None:
        self.pages += 1
        for count, keys in zip(self._counts, seen, strict=True):
            count.update(keys)
        if not article:
            self._lists += 1
            self._shared.update(seen.links)

    def often(self) -> _Seen:
        """What stands on so many of its pages that it is furniture."""
        found = _Seen(*(_often(count, self._share, self.pages) for count in self._counts))
        return found._replace(links=found.links | _often(self._shared, max(_OF_LISTS, self._share), self._lists))


def _often(counts: Counter[_Key], share: float, pages: int) -> set[_Key]:
    need = max(_AT_LEAST, share * pages)
    return {key for key, count in counts.items() if count >= need}


class Furniture:
    """Counts over the pages of one entry, of each of its hosts and templates, and of what the browser showed; ask with
    ``link`` and ``text``.

    A sub-site for letters has a frame of its own, on few pages of the whole. What a script writes into the frame is on
    no page that was fetched plainly.
    """

    def __init__(self, documents: Documents, entry: str = "desktop") -> None:
        self._places = _Places()
        whole, drawn, hosts = _Counts(), _Counts(_OF_DRAWN), defaultdict[str, _Counts](_Counts)
        templates = defaultdict[tuple[str, bool], _Counts](partial(_Counts, _OF_TEMPLATE))
        for doc in documents:
            if doc.page.entry == entry:
                seen, article = _Seen.on(doc, self._places), doc.page.kind == "article"
                for counts in (
                    whole, hosts[host_of(doc.page.url)], templates[doc.page.template, False],
                    *((drawn, templates[doc.page.template, True]) if doc.page.rendered else ()),
                ):  # fmt: skip
                    counts.add(seen, article=article)
        self.pages = whole.pages
        parts = [
            whole, *(hosts.values() if len(hosts) > 1 else ()), *templates.values(),
            *((drawn,) if drawn.pages < whole.pages else ()),
        ]  # fmt: skip
        self._often = _Seen(*(set[_Key]().union(*keys) for keys in zip(*(p.often() for p in parts), strict=True)))

    def link(self, url: str, el: Element) -> bool:
        """Whether a link to *url* stands in this place on many pages."""
        return (url_key(url), self._places[el]) in self._often.links

    def pressed(self, link: LinkSeen) -> bool:
        """Whether a link that a script opens stands in this place on many pages under these words.

        Where it leads is known on the few pages on which it was pressed, so that no count of addresses finds it (seen:
        ``javascript:openwin(3)`` in the menu of an ASP site). Counter-example: an entry of a list that a script opens.
        """
        return link.scripted and (link.text, self._places[link.element]) in self._often.pressed

    def text(self, text: str, el: Element) -> bool:
        """Whether these words stand in this place on many pages."""
        return (_steady(text), self._places[el]) in self._often.texts

    def form(self, form: Form) -> bool:
        """Whether a form that asks for the same stands in this place on many pages (a query of cases beside every
        list)."""
        return (_asked(form), self._places[form.element]) in self._often.forms

    def picture(self, url: str, el: Element) -> bool:
        """Whether the picture at *url* (absolute) stands in this place on many pages: a banner, a logo."""
        return (url, self._places[el]) in self._often.pictures


#: Headings of lists of what is read elsewhere on the site (side columns of many portals). Counter-example: a column of
#: that name, which stands above its own list.
_RECOMMENDED = re.compile(
    r"^(?:推荐阅读|相关(?:阅读|推荐)|延伸阅读|阅读推荐|热门(?:推荐|文章|信息|资讯|点击|阅读)|热点(?:推荐|排行)|点击排行(?:榜)?|"
    r"阅读排行(?:榜)?|浏览排行(?:榜)?|猜你喜欢|您可能(?:还)?(?:感兴趣|想看).{0,6}|大家都在看)[:：]?$"
)
#: Levels from the heading to the box of the list; links that make one.
_BOX_LEVELS, _BOX_LINKS = 3, 2


def recommended(doc: Document, names: frozenset[str]) -> frozenset[Element]:
    """Boxes that begin with a heading of recommendation and hold links: no content of the page they stand on."""
    found: set[Element] = set()
    for text in doc.texts:
        if text.kind != "text" or text.text in names or not _RECOMMENDED.match(text.text):
            continue
        box: Element | None = text.element
        for _ in range(_BOX_LEVELS):
            box = box.getparent() if box is not None else None
            if box is None or box.tag in ("body", "html", "main") or not doc.text(box).startswith(text.text):
                break
            if sum(1 for _ in box.iter("a")) >= _BOX_LINKS:
                found.add(box)
                break
    for entries in doc.lists:  # in one table or box with other lists
        if (
            entries.source in ("table", "cards")
            and entries.heading not in names
            and _RECOMMENDED.match(entries.heading)
        ):
            found.update(item.element for item in entries.items)
    return frozenset(found)


@view
def furniture(documents: Documents) -> Furniture:
    """What repeats over the desktop pages of this case."""
    return Furniture(documents)

"""What repeats over the pages of a site in the same place: header, menus, footer, hot lists, whatever they are called.

A text or a link is furniture when it stands in the same place of the markup on at least four pages and on a fifth of
all pages. Names of classes are not needed for this, so it holds for sites that call their header anything.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from checks.declaration import view
from checks.documents import Documents
from checks.identity import url_key
from checks.reading import Document
from checks.reading.hosts import host_of
from checks.reading.parse import Element

__all__ = ["Furniture", "furniture", "picture_url", "recommended"]

#: Address or words, and the place of the element.
_Key = tuple[str, str]

_LEVELS = 4
_AT_LEAST = 4
_SHARE = 0.2
#: Of the pages that are no articles: a hot list may stand beside every list and on no article.
_OF_LISTS = 0.5


class _Places(dict[Element, str]):
    """Where an element stands: tag and first class of it and of three above it, without positions. Worked out once."""

    def __missing__(self, el: Element) -> str:
        steps: list[str] = []
        here: Element | None = el
        while here is not None and len(steps) < _LEVELS:
            if here.tag != "tbody":  # a browser puts it into every table, the plain page has none
                steps.append(_step(str(here.tag), here.get("class") or ""))
            here = here.getparent()
        self[el] = place = "<".join(steps)
        return place


@lru_cache(maxsize=20_000)
def _step(tag: str, classes: str) -> str:
    first = classes.split(maxsplit=1)
    return f"{tag}.{first[0]}" if first else tag


def picture_url(doc: Document, el: Element) -> str:
    """Where a picture comes from: absolute, for the same logo has another relative address in every folder."""
    source = el.get("src") or ""
    return doc.absolute(source) or source  # what is written into the page (data:) has no address


class _Counts:
    """What stands where, on how many pages of the site or of one of its hosts."""

    def __init__(self, places: _Places) -> None:
        self._places = places
        self.pages = self.lists = 0
        self.links: Counter[_Key] = Counter()
        self.texts: Counter[_Key] = Counter()
        self.pictures: Counter[_Key] = Counter()
        self.shared: Counter[_Key] = Counter()  # on pages that are no articles: hot lists beside lists

    def add(self, doc: Document) -> None:
        self.pages += 1
        places = self._places
        here = {(url_key(k.url), places[k.element]) for k in doc.links if k.url}
        self.links.update(here)
        if doc.page.kind != "article":
            self.lists += 1
            self.shared.update(here)
        drawn = (el for el in doc.root.iter("img", "embed", "object", "video") if el.get("src"))
        self.pictures.update({(picture_url(doc, el), places[el]) for el in drawn})
        self.texts.update({(t.text, places[t.element]) for t in doc.texts if t.kind in ("text", "link", "control")})


def _often(counts: Counter[_Key], share: float, pages: int) -> frozenset[_Key]:
    need = max(_AT_LEAST, share * pages)
    return frozenset(key for key, count in counts.items() if count >= need)


class Furniture:
    """Counts over the pages of one entry, and of each of its hosts; ask with ``link`` and ``text``."""

    def __init__(self, documents: Documents, entry: str = "desktop") -> None:
        self._places = _Places()
        whole = _Counts(self._places)
        hosts: dict[str, _Counts] = {}  # a sub-site for letters has a frame of its own, on few pages of the whole
        for doc in documents:
            if doc.page.entry == entry:
                whole.add(doc)
                hosts.setdefault(host_of(doc.page.url), _Counts(self._places)).add(doc)
        self.pages = whole.pages
        counted = (whole, *hosts.values())
        self._links = frozenset[_Key]().union(
            *(_often(c.links, _SHARE, c.pages) | _often(c.shared, _OF_LISTS, c.lists) for c in counted)
        )
        self._texts = frozenset[_Key]().union(*(_often(c.texts, _SHARE, c.pages) for c in counted))
        self._pictures = frozenset[_Key]().union(*(_often(c.pictures, _SHARE, c.pages) for c in counted))

    def link(self, url: str, el: Element) -> bool:
        """Whether a link to *url* stands in this place on many pages."""
        return (url_key(url), self._places[el]) in self._links

    def text(self, text: str, el: Element) -> bool:
        """Whether these words stand in this place on many pages."""
        return (text, self._places[el]) in self._texts

    def picture(self, url: str, el: Element) -> bool:
        """Whether the picture at *url* (absolute) stands in this place on many pages: a banner, a logo."""
        return (url, self._places[el]) in self._pictures


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
    return frozenset(found)


@view
def furniture(documents: Documents) -> Furniture:
    """What repeats over the desktop pages of this case."""
    return Furniture(documents)

"""What repeats over the pages of a site in the same place: header, menus, footer, hot lists, whatever they are called.

A text or a link is furniture when it stands in the same place of the markup on at least four pages and on a fifth of
all pages. Names of classes are not needed for this, so it holds for sites that call their header anything.
"""

from __future__ import annotations

from collections import Counter

from checks.declaration import view
from checks.documents import Documents
from checks.identity import url_key
from checks.reading import Document
from checks.reading.parse import Element

__all__ = ["Furniture", "furniture", "picture_url"]

_LEVELS = 4
_AT_LEAST = 4
_SHARE = 0.2
#: Of the pages that are no articles: a hot list may stand beside every list and on no article.
_OF_LISTS = 0.5


def _place(el: Element) -> str:
    """Tag and first class of the element and three above it: where it stands, without positions."""
    steps: list[str] = []
    here: Element | None = el
    while here is not None and len(steps) < _LEVELS:
        first = (here.get("class") or "").split()
        steps.append(f"{here.tag}.{first[0]}" if first else str(here.tag))
        here = here.getparent()
    return "<".join(steps)


def picture_url(doc: Document, el: Element) -> str:
    """Where a picture comes from: absolute, for the same logo has another relative address in every folder."""
    source = el.get("src") or ""
    return doc.absolute(source) or source  # what is written into the page (data:) has no address


class Furniture:
    """Counts over the pages of one entry; ask with ``link`` and ``text``."""

    def __init__(self, documents: Documents, entry: str = "desktop") -> None:
        links: Counter[tuple[str, str]] = Counter()
        texts: Counter[tuple[str, str]] = Counter()
        pictures: Counter[tuple[str, str]] = Counter()
        pages = lists = 0
        shared: Counter[tuple[str, str]] = (
            Counter()
        )  # what stands on pages that are no articles: hot lists beside lists
        for doc in documents:
            if doc.page.entry != entry:
                continue
            pages += 1
            here = {(url_key(k.url), _place(k.element)) for k in doc.links if k.url}
            links.update(here)
            if doc.page.kind != "article":
                lists += 1
                shared.update(here)
            pictures.update(
                {
                    (picture_url(doc, el), _place(el))
                    for el in doc.root.iter("img", "embed", "object", "video")
                    if el.get("src")
                }
            )
            texts.update({(t.text, _place(t.element)) for t in doc.texts if t.kind in ("text", "link", "control")})
        need = max(_AT_LEAST, _SHARE * pages)
        self.pages = pages
        half = max(_AT_LEAST, _OF_LISTS * lists)
        self._links = frozenset(key for key, count in links.items() if count >= need) | frozenset(
            key for key, count in shared.items() if count >= half
        )
        self._texts = frozenset(key for key, count in texts.items() if count >= need)
        self._pictures = frozenset(key for key, count in pictures.items() if count >= need)

    def link(self, url: str, el: Element) -> bool:
        """Whether a link to *url* stands in this place on many pages."""
        return (url_key(url), _place(el)) in self._links

    def text(self, text: str, el: Element) -> bool:
        """Whether these words stand in this place on many pages."""
        return (text, _place(el)) in self._texts

    def picture(self, url: str, el: Element) -> bool:
        """Whether the picture at *url* (absolute) stands in this place on many pages: a banner, a logo."""
        return (url, _place(el)) in self._pictures


@view
def furniture(documents: Documents) -> Furniture:
    """What repeats over the desktop pages of this case."""
    return Furniture(documents)

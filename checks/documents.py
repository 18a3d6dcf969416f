"""All pages of a case, read: each parsed at most once for one judgement, and only when somebody asks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import overload

from checks.artifacts import Page, Site
from checks.identity import url_key
from checks.reading import Document, read


def latest_looks(site: Site) -> tuple[Page, ...]:
    """The look that is judged, for every page and entry: a rendered one before a plain one, then the latest.

    A plain look at a page that script leaves at once tells nothing once it is known where a browser ends up.
    """
    left = _left_by_script(site)
    best: dict[tuple[str, str], Page] = {}
    for page in site.pages:
        key = (page.entry, url_key(page.url))
        if not page.rendered and key in left:
            continue
        if key not in best or _rank(page) > _rank(best[key]):
            best[key] = page
    return tuple(best[key] for key in sorted(best))


def _left_by_script(site: Site) -> dict[tuple[str, str], str]:
    """Where a browser ended up that was sent to another address (by entry and key), as in applications whose sections
    open with their first column; the latest look counts."""
    left: dict[tuple[str, str], str] = {}
    for page in site.pages:
        if page.rendered and page.requested_url:
            asked = (page.entry, url_key(page.requested_url))
            if asked[1] != url_key(page.url):
                left[asked] = url_key(page.url)
            else:
                left.pop(asked, None)
    return left


class Documents(Sequence[Document]):
    """The judged looks of one case as documents, ordered by entry and URL."""

    def __init__(self, site: Site) -> None:
        self.city_id = site.city.get("city_id", "")
        self._pages = latest_looks(site)
        self._entries = site.entries
        self._read: dict[int, Document] = {}
        self._today = datetime.fromisoformat(site.run.observed_at).date()
        self._at: dict[tuple[str, str], int] = {}
        for number, page in enumerate(self._pages):
            for url in (page.requested_url, page.url):
                known = self._at.get((page.entry, url_key(url))) if url else None
                if url and (known is None or _holds(page, url) > _holds(self._pages[known], url)):
                    self._at[page.entry, url_key(url)] = number
        for (entry, asked), reached in _left_by_script(site).items():
            if (entry, asked) not in self._at and (entry, reached) in self._at:
                self._at[entry, asked] = self._at[entry, reached]

    def __len__(self) -> int:
        return len(self._pages)

    @overload
    def __getitem__(self, index: int) -> Document: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Document, ...]: ...
    def __getitem__(self, index: int | slice) -> Document | tuple[Document, ...]:
        if isinstance(index, slice):
            return tuple(self[number] for number in range(*index.indices(len(self))))
        number = range(len(self._pages))[index]
        if number not in self._read:
            self._read[number] = read(self._pages[number], self._today)
        return self._read[number]

    def __iter__(self) -> Iterator[Document]:
        return (self[number] for number in range(len(self)))

    @property
    def pages(self) -> tuple[Page, ...]:
        """The judged looks themselves, without reading them."""
        return self._pages

    def of(self, url: str, entry: str = "desktop") -> Document | None:
        """The document of *url*, as reached or as asked for, or None if it was not seen in that entry."""
        number = self._at.get((entry, url_key(url)))
        return None if number is None else self[number]

    def seen(self, url: str, entry: str = "desktop") -> bool:
        """Whether the page was seen in that entry."""
        return (entry, url_key(url)) in self._at

    def home(self, entry: str = "desktop") -> Document | None:
        """The home page of an entry, or None if it was not seen."""
        number = self._home(entry)
        return None if number is None else self[number]

    def home_page(self, entry: str = "desktop") -> Page | None:
        """The look at the home page of an entry, without reading it."""
        number = self._home(entry)
        return None if number is None else self._pages[number]

    def _home(self, entry: str) -> int | None:
        """Where the entry led, if it was seen; else the first page that the crawler took for a home page."""
        for facts in self._entries:
            for url in (facts.final_url, facts.url):
                if facts.entry == entry and url and self.seen(url, entry):
                    return self._at[entry, url_key(url)]
        homes = (n for n, page in enumerate(self._pages) if page.entry == entry and page.kind == "home")
        return next(homes, None)


def _holds(page: Page, url: str) -> int:
    """How well a look tells what stands at *url*: what a page is beats what was asked for, but a plain look at a page
    that script leaves at once says less than the page where a browser ended up."""
    return (2 if url_key(page.url) == url_key(url) else 0) + (3 if page.rendered else 0)


def _rank(page: Page) -> tuple[bool, int, str]:
    return (page.rendered, page.look, page.seen_at)

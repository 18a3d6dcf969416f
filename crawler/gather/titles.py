"""Which of the site's own titles are typed into its search box: from different columns, by the run's seed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from checks.artifacts import Page
from checks.reading import Document, read
from checks.reading.content import headed_by_its_title
from checks.reading.published import article_date
from crawler import frontier
from crawler.addresses import page_key

#: Four titles, as the official sample has it, and one string that no site holds.
TITLES = 4
#: A title shorter than this names a column; one cut by a list ends in dots and would not be found.
SHORTEST, LONGEST = 8, 80
#: A list may put the whole row into its link, and the day with it; no search finds a title by its day.
_DAY = r"[\[(（【]?(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?(?:\s\d{1,2}:\d{2}(?::\d{2})?)?[\])）】]?"
_DATED = re.compile(rf"^{_DAY}\s+|\s+{_DAY}$")
#: A window's title that begins with more than the name of a column.
_LONG_TITLE = re.compile(r"<title[^>]*>\s*[^<_|–—-]{10}", re.IGNORECASE)
_CUT = re.compile(r"(?:\.{2,}|…+)\s*$")

#: For each column its articles: rank, title, address.
_ByColumn = dict[str, list[tuple[str, str, str]]]


def chosen_titles(pages: Sequence[Page], seed: str) -> list[tuple[str, str]]:
    """Up to TITLES of (title, URL of its article): one of each column first, equals by hash of their address.

    What shows its title and the day on which it was published comes first. A guide to a service has no such day, and
    many a search is made for what is published alone.
    """
    published, other = _ByColumn(), _ByColumn()
    said: Counter[str] = Counter()
    seen: set[str] = set()
    for page in pages:
        key = page_key(page.url)
        if page.kind not in ("article", "column") or page.entry != "desktop" or key in seen:
            continue
        if page.kind == "column" and not _LONG_TITLE.search(page.html):
            continue  # most columns: not worth the reading
        document = read(page)
        if page.kind == "column" and not headed_by_its_title(document):
            continue
        title = article_title(document)
        if title:
            seen.add(key)
            said[title] += 1
            group = other if article_date(document) is None else published
            group.setdefault(page.column, []).append((frontier.rank(seed, key), title, page.url))
    turns = [*_in_turn(published), *_in_turn(other)]
    # A title that two articles share would be found and lead to the wrong one.
    return [(title, url) for title, url in turns if said[title] == 1][:TITLES]


def _in_turn(found: _ByColumn) -> Iterator[tuple[str, str]]:
    columns = sorted(sorted(entries) for entries in found.values())
    for turn in range(TITLES):
        yield from (entries[turn][1:] for entries in columns if turn < len(entries))


def article_title(document: Document) -> str:
    """The title as the article itself gives it: its official tag, else the link that led to it, else its heading."""
    headings = (document.text(heading) for heading in document.root.iter("h1"))
    for title in (document.meta.get("articletitle", ""), document.page.anchor, *headings):
        title = _DATED.sub("", " ".join(title.split()))
        if SHORTEST <= len(title) <= LONGEST and not _CUT.search(title) and title in document.words:
            return title
    return ""


def nonsense(seed: str) -> str:
    """A string that no page of any site holds, the same for the same run."""
    return f"zqx{frontier.rank(seed, 'nonsense')}"

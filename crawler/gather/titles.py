"""Which of the site's own titles are typed into its search box: from different columns, by the run's seed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from checks.artifacts import Page
from checks.reading import read
from crawler import frontier
from crawler.addresses import page_key

#: Four titles, as the official sample has it, and one string that no site holds.
TITLES = 4
#: A title shorter than this names a column; one cut by a list ends in dots and would not be found.
SHORTEST, LONGEST = 8, 80
#: A list may put the whole row into its link, and the day with it; no search finds a title by its day.
_DAY = r"[\[(（【]?(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?(?:\s\d{1,2}:\d{2}(?::\d{2})?)?[\])）】]?"
_DATED = re.compile(rf"^{_DAY}\s+|\s+{_DAY}$")
_CUT = re.compile(r"(?:\.{2,}|…+)\s*$")


def chosen_titles(pages: Sequence[Page], seed: str) -> list[tuple[str, str]]:
    """Up to TITLES of (title, URL of its article): one of each column first, equals by hash of their address."""
    candidates: dict[str, list[tuple[str, str, str]]] = {}
    said: Counter[str] = Counter()
    seen: set[str] = set()
    for page in pages:
        key = page_key(page.url)
        if page.kind != "article" or page.entry != "desktop" or key in seen:
            continue
        title = article_title(page)
        if title:
            seen.add(key)
            said[title] += 1
            candidates.setdefault(page.column, []).append((frontier.rank(seed, key), title, page.url))
    columns = sorted(sorted(found) for found in candidates.values())
    turns = [found[turn] for turn in range(TITLES) for found in columns if turn < len(found)]
    # A title that two articles share would be found and lead to the wrong one.
    return [(title, url) for _, title, url in turns if said[title] == 1][:TITLES]


def article_title(page: Page) -> str:
    """The title as the article itself gives it: its official tag, else the link that led to it."""
    document = read(page)
    for title in (document.meta.get("articletitle", ""), page.anchor):
        title = _DATED.sub("", " ".join(title.split()))
        if SHORTEST <= len(title) <= LONGEST and not _CUT.search(title) and title in document.words:
            return title
    return ""


def nonsense(seed: str) -> str:
    """A string that no page of any site holds, the same for the same run."""
    return f"zqx{frontier.rank(seed, 'nonsense')}"

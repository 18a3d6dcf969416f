"""Tells from addresses alone which pages script will draw, so that they are not fetched plainly first.

A column's articles share a folder and a template. Once pages of a folder were seen and all of them belong to templates
that need a browser, its further pages are opened in the browser at once: one request instead of two. The answer's own
bytes are kept then, too, so that every such page is still compared with its plain HTML; the first one that turns out
to need no browser ends the forecast for its folder.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from urllib.parse import urlsplit

from crawler.addresses import page_key
from crawler.gather.templates import LOOKS_TO_TRUST

#: Folders and pieces of names that are dates: /2026/03/15/, /202603/, /20260315/, t20260315_12.html.
_DATE_FOLDER = re.compile(r"^(?:(?:19|20)\d{2}(?:[-_]?\d{1,2}){0,2}|\d{1,2})$")
_DATE = re.compile(r"(?:19|20)\d{6}")
_LAST_NUMBER = re.compile(r"\d+(?=\D*$)")
_HASHED_NAME = re.compile(r"^[0-9a-f-]{16,}(?=\.|$)", re.IGNORECASE)


def folder_pattern(url: str) -> str:
    """What the addresses of one column's articles have in common.

    The host, the folders that are no dates, the name with its own number or hash left out, the names of the query's
    parameters. ``/art/2026/3/5/art_1229_590.html`` and ``/art/2025/11/2/art_1229_7.html`` are one pattern, column 1230
    is another.
    """
    parts = urlsplit(f"//{page_key(url)}")
    *folders, name = parts.path.split("/")
    kept = [folder for folder in folders if not _DATE_FOLDER.match(folder)]
    name = _LAST_NUMBER.sub("#", _DATE.sub("#", _HASHED_NAME.sub("#", name)), count=1)
    names = [piece.partition("=")[0] for piece in parts.query.split("&")]
    return f"{parts.netloc}{'/'.join(kept)}/{name}?{'&'.join(names)}"


def drawn_patterns(seen: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """Patterns whose pages are all drawn by script, with the template that most of them belong to.

    *seen* are pages as (url, name of the template, how it is rendered).
    """
    drawn: defaultdict[str, Counter[str]] = defaultdict(Counter)
    other: set[str] = set()
    for url, template, render in seen:
        pattern = folder_pattern(url)
        if render == "always":
            drawn[pattern][template] += 1
        else:
            other.add(pattern)
    return {
        pattern: min(counts, key=lambda template: (-counts[template], template))
        for pattern, counts in drawn.items()
        if counts.total() >= LOOKS_TO_TRUST and pattern not in other
    }

"""Finds pages that hold a script of their own, which no page of their template had when it was seen in a browser.

A template whose pages look the same with and without a browser is fetched plainly; that says nothing of a page on which
a further script hides the rows, or writes them. Such pages are seen, too.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter, defaultdict

from checks.reading import Document
from crawler.visits import Row

#: Pages of one template that are looked at because of their scripts: an application that writes other code into each
#: of its pages would have all of them rendered.
MOST_PAGES = 6
#: What a page's own data are, in a script that is otherwise the same: texts, numbers and comments. One without an end
#: is taken to the end, so that a long run of beginnings is read once.
_DATA = re.compile(
    r"/\*.*?(?:\*/|\Z)|(?<!:)//[^\n]*|\"(?:\\.|[^\"\\\n])*\"?|'(?:\\.|[^'\\\n])*'?|`(?:\\.|[^`\\])*`?", re.DOTALL
)
_NAME = re.compile(r"(?<![\w$])[A-Za-z_$][\w$]*")
#: Types of a script that a browser runs; the others are data.
_RUN = frozenset({"", "text/javascript", "application/javascript", "text/ecmascript", "module"})
#: A longer script is a library, or data.
MOST_CHARACTERS = 20_000


def codes(document: Document) -> frozenset[int]:
    """A number for each script that stands in the page: of the names it uses, whatever data go with them."""
    return frozenset(
        zlib.crc32(" ".join(sorted(set(_NAME.findall(_DATA.sub(" ", script.text))))).encode())
        for script in document.root.iter("script")
        if script.text
        and not script.get("src")
        and (script.get("type") or "").strip().lower() in _RUN
        and len(script.text) <= MOST_CHARACTERS
    )


class NewScripts:
    """What scripts a browser has run on pages of each template. Deterministic: pages are chosen between two batches."""

    def __init__(self) -> None:
        self._run: defaultdict[str, set[int]] = defaultdict(set)
        self._chosen: Counter[str] = Counter()
        self._met: list[tuple[str, Row, str, frozenset[int]]] = []

    def ran(self, template: str, document: Document) -> None:
        """Take down that a browser ran what stands in *document*, the plain HTML of a page that was rendered."""
        self._run[template] |= codes(document)

    def met(self, template: str, row: Row, document: Document) -> None:
        """Take down a page that was fetched plainly. Articles lead to nothing that is waited for."""
        if row.kind in ("column", "interaction") and (found := codes(document)):
            self._met.append((row.rank, row, template, found))

    def choose(self) -> list[Row]:
        """Of the pages met since the last time those to be looked at; by their hash, not by the order of arrival."""
        rows = []
        for _, row, template, found in sorted(self._met, key=lambda item: item[0]):
            run = self._run[template]
            if not found <= run and self._chosen[template] < MOST_PAGES:
                self._chosen[template] += 1
                run |= found
                rows.append(row)
        self._met.clear()
        return rows

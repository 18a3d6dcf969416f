"""On which pages of a city what is folded is pressed: the links behind it are for the walk (browser/unfolding.py).

What stands on every page need not be pressed on every page: words that brought nothing new twice are left alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from crawler.addresses import page_key
from crawler.visits import Found, Row

#: Pages of a city on which something is pressed, and presses of the same words that may bring nothing new.
MOST_PAGES, MOST_IN_VAIN = 40, 2


class Folds:
    """What pressing brought so far. Deterministic: what one batch brings counts from the next one on."""

    def __init__(self) -> None:
        self._pages = 0
        self._known: set[str] = set()
        self._vain: Counter[str] = Counter()
        self._met: list[tuple[str, list[tuple[str, frozenset[str]]]]] = []  # by page: its template, words and links
        self.templates: set[str] = set()  # whose pages hold something: further ones are to be seen, too

    @property
    def left_alone(self) -> list[str]:
        """Words that are not pressed any more."""
        return sorted(word for word, times in self._vain.items() if times >= MOST_IN_VAIN)

    def wanted(self, row: Row) -> bool:
        """Whether *row* is to be pressed if it shows something folded."""
        return row.entry == "desktop" and row.kind in ("home", "column", "interaction") and self._pages < MOST_PAGES

    def brought(self, template: str, shown: Iterable[Found], presses: Iterable[tuple[str, Iterable[Found]]]) -> None:
        """Take down what the page showed by itself, and what each press of some words added."""
        known = {page_key(link.url) for link in shown}
        added = [(words, frozenset(page_key(link.url) for link in links) - known) for words, links in presses]
        self._met.append((template, added))

    def settle(self) -> None:
        """Let what was taken down count."""
        for template, added in sorted(self._met, key=lambda met: (met[0], [(w, sorted(links)) for w, links in met[1]])):
            self._pages += 1
            for words, links in added:
                if links <= self._known:
                    self._vain[words] += 1
                else:
                    self._known |= links
                    self.templates.add(template)
        self._met.clear()

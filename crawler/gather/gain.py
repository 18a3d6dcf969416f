"""What the browser shows of a page that its plain HTML does not."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from checks.reading import Document
from crawler.addresses import page_key

#: What the browser may add without telling us anything new: a counter, a date, a weather line (links, characters).
SPARE_LINKS, SPARE_TEXT = 2, 80


class Gain(NamedTuple):
    """Links by key, pieces of visible text and forms that only the browser shows; a list's entries are such, too."""

    links: frozenset[str]
    text: Counter[str]
    characters: int  # how much longer the visible text is
    spare: int  # characters of it that tell nothing
    forms: int

    @property
    def reason(self) -> str:
        """What is gained, in reason words; empty when it is nothing."""
        words = (
            ("links", len(self.links) > SPARE_LINKS), ("text", self.characters > self.spare),
            ("forms", self.forms > 0),
        )  # fmt: skip
        return "+".join(word for word, gained in words if gained)

    def is_like(self, other: Gain) -> bool:
        """Whether two pages gain the same, as by a header and footer that one script writes on every page."""
        return (
            len(self.links ^ other.links) <= SPARE_LINKS
            and self.forms == other.forms
            and max(_length(self.text - other.text), _length(other.text - self.text)) <= SPARE_TEXT
        )


def gain(plain: Document, rendered: Document) -> Gain:
    """Compare two readings of one page. Tracking parameters make no difference between links."""
    links = _links(rendered) - _links(plain)
    return Gain(
        links=links,
        text=_texts(rendered) - _texts(plain),
        characters=len(rendered.words) - len(plain.words),
        spare=max(SPARE_TEXT, len(plain.words) // 10),
        forms=len(rendered.forms) - len(plain.forms),
    )


def _links(document: Document) -> frozenset[str]:
    return frozenset(page_key(link.url) for link in document.links if link.url)


def _texts(document: Document) -> Counter[str]:
    return Counter(piece.text for piece in document.texts if piece.kind in ("text", "link", "control"))


def _length(pieces: Counter[str]) -> int:
    return sum(len(text) * times for text, times in pieces.items())

"""The shape of a page: two pages made from one template have nearly the same set of shingles.

A shingle is the path of tag and stable class names over four levels, down to one element. Sets ignore how
often
a path occurs, so the number of list entries does not matter, nor does any text.
"""

from __future__ import annotations

import re
import zlib
from functools import lru_cache
from typing import TYPE_CHECKING

from checks.reading.parse import Element

if TYPE_CHECKING:
    from checks.reading.document import Document

__all__ = ["shape", "similarity"]

_SKIPPED = frozenset(["script", "style", "meta", "link", "br", "noscript", "template", "title", "base", "param"])
#: Inline elements that authors sprinkle through article text: they say nothing of the template.
_PROSE = frozenset(["b", "strong", "em", "i", "u", "font", "span", "sup", "sub", "small", "wbr", "o:p", "p", "img"])
#: Parts of class names that change from page to page or with a script's state.
_STATE = re.compile(
    r"\d+|(?:^|[-_])(?:active|current|cur|on|hover|selected|first|last|odd|even|open|show|hide|swiper)(?:[-_].*)?$",
    re.I,
)
_DEPTH = 4


@lru_cache(maxsize=20_000)  # the pages of a site have few names
def _step(tag: str, names: str) -> str:
    classes = sorted({_STATE.sub("", name) for name in names.split()} - {""})
    return f"{tag}.{'.'.join(classes[:3])}" if classes else tag


def shape(document: Document) -> frozenset[int]:
    """The skeleton of *document* as a set of 32-bit numbers, the same on every machine and in every run."""
    paths: dict[Element, tuple[str, ...]] = {}
    found: set[int] = set()
    for el in document.body.iter("*"):
        tag = el.tag
        if tag in _SKIPPED or (tag in _PROSE and not el.get("class") and not el.get("id")):
            continue
        parent = el.getparent()
        above: tuple[str, ...] = ()
        while parent is not None:
            if parent in paths:
                above = paths[parent]
                break
            parent = parent.getparent()
        path = (*above[-(_DEPTH - 1) :], _step(str(tag), el.get("class") or ""))
        paths[el] = path
        found.add(zlib.crc32(">".join(path).encode("utf-8", "replace")))
    return frozenset(found)


def similarity(a: frozenset[int], b: frozenset[int]) -> float:
    """Jaccard similarity of two shapes, 0 to 1; two empty shapes are alike."""
    if not a and not b:
        return 1.0
    return len(a & b) / len(a | b)

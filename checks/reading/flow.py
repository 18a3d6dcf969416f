"""The words of a page in one row, so that the text of every element is a piece of it."""

from __future__ import annotations

from collections.abc import Mapping

from checks.reading.parse import Element
from checks.reading.words import BLOCKS, SILENT, squeeze

__all__ = ["Flow"]


class Flow:
    """Written down once for a whole page: an element's text is asked for on each level above it, too.

    *facts* say of every element first whether it is hidden; with *hidden* what style hides is written down as well,
    scripts never are.
    """

    def __init__(self, root: Element, facts: Mapping[Element, tuple[bool, object, object]], *, hidden: bool) -> None:
        self._words: list[str] = []
        self._places: dict[Element, tuple[int, int]] = {}
        self._texts: dict[Element, str] = {}
        unseen = (
            frozenset[Element]()
            if hidden
            else frozenset(el for el, fact in facts.items() if fact[0] and el is not root)
        )
        write = self._words.append
        starts: dict[Element, int] = {}
        stack: list[tuple[Element, bool]] = [(root, False)]
        while stack:
            here, leaving = stack.pop()
            if leaving:
                self._places[here] = starts.pop(here), len(self._words)
            elif here.tag not in SILENT and here not in unseen:
                if here.tag in BLOCKS:
                    write(" ")
                starts[here] = len(self._words)
                if before := here.get("pa-before"):
                    write(before)
                if here.text:
                    write(here.text)
                stack.append((here, True))
                stack.extend((child, False) for child in reversed(here))
                continue
            if here.tag in BLOCKS:
                write(" ")
            if here.tail:
                write(here.tail)

    def text(self, el: Element) -> str:
        """The words of *el*, white space squeezed; an empty string for an element that was passed over."""
        known = self._texts.get(el)
        if known is None:
            start, end = self._places.get(el, (0, 0))
            known = self._texts[el] = squeeze("".join(self._words[start:end]))
        return known

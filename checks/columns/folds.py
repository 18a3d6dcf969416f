"""Parts of a page that a reader opens: folded entries, panels of an accordion or of tabs, branches of a tree.

What is behind a head that is seen and can be pressed is offered; what nothing opens is hidden.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from checks.reading import Document, Item
from checks.reading.parse import Element

__all__ = ["TREE", "Folds", "folded_lists"]

#: Folded lists that make a tree. One hidden list under its heading is a hidden list.
TREE = 2
#: Attributes by which a control names the part that it opens: ARIA, Bootstrap 4 and 5.
_NAMES_A_PART = ("aria-controls", "data-target", "data-bs-target")
_PART = re.compile(r"[\s#,]+")


class Folds:
    """The parts of one page that a control opens. Counter-example: a list that style hides, with no control at all."""

    def __init__(self, doc: Document) -> None:
        self._doc = doc
        self._named: frozenset[str] | None = None

    def opens(self, el: Element) -> bool:
        """Whether the hidden *el* is shown once its fold is opened: a closed ``details`` whose summary is seen, or a
        part that a visible control names."""
        if self._doc.visible(el):
            return False
        here: Element | None = el
        while here is not None and not self._doc.visible(here):
            above = here.getparent()
            if above is None:
                return False
            if above.tag == "details" and self._doc.visible(above) and any(c.tag == "summary" for c in above):
                return True
            if here.get("id") in self._controlled:
                return True
            here = above
        return False

    @property
    def _controlled(self) -> frozenset[str]:
        if self._named is None:
            self._named = frozenset(
                part
                for control in self._doc.elements
                if self._doc.visible(control)
                for part in _named_by(control)
                if part
            )
        return self._named


def _named_by(control: Element) -> Iterable[str]:
    for name in _NAMES_A_PART:
        yield from _PART.split(control.get(name) or "")
    toggles = control.get("data-toggle") or control.get("data-bs-toggle") or control.get("role") == "tab"
    if toggles and (control.get("href") or "").startswith("#"):
        yield (control.get("href") or "")[1:]


def folded_lists(doc: Document, hidden: Iterable[Item]) -> int:
    """Hidden parts with entries, each under a visible head of its own (＋ 食品药品, ＋ 环境保护: disclosure trees)."""
    heads: set[Element] = set()
    for item in hidden:
        top = item.element
        while (above := top.getparent()) is not None and not doc.visible(above):
            top = above
        head = top.getprevious()
        while head is not None and not (isinstance(head.tag, str) and doc.visible(head)):
            head = head.getprevious()
        if head is not None and 2 <= len(doc.text(head)) <= 30:
            heads.add(head)
    return len(heads)

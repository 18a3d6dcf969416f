"""Parts of a page that a reader opens: folded entries, panels of an accordion or of tabs, branches of a tree.

What is behind a head that is seen and can be pressed is offered; what nothing opens is hidden.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from checks.reading import Document, Item
from checks.reading.pagination import is_pagination_text
from checks.reading.parse import Element

__all__ = ["TREE", "Folds", "folded_lists"]

#: Folded lists that make a tree. One hidden list under its heading is a hidden list.
TREE = 2
#: Attributes by which a control names the part that it opens: ARIA, Bootstrap 4 and 5.
_NAMES_A_PART = ("aria-controls", "data-target", "data-bs-target")
_PART = re.compile(r"[\s#,]+")
#: Tags that hold a panel, and those of a control; characters of its words.
_PANELS = frozenset(["div", "ul", "ol", "dl", "table", "section", "article"])
_CONTROLS = frozenset(["a", "li", "span", "button", "h2", "h3", "h4", "h5", "label", "div", "td", "dd", "i", "em", "b"])
_LABEL = 16
_TABS = frozenset(["a", "button", "li", "span", "label"])
_ROWS = ("div", "ul", "ol", "p", "nav", "tr", "dl", "h2", "h3")


class Folds:
    """The parts of one page that a control opens. Counter-example: a list that style hides, with no control at all."""

    def __init__(self, doc: Document) -> None:
        self._doc = doc
        self._named: frozenset[str] | None = None
        self._rows: dict[Element, frozenset[Element]] = {}

    def opens(self, el: Element) -> bool:
        """Whether the hidden *el* is shown once its fold is opened: a closed ``details`` whose summary is seen, a part
        that a visible control names, or one of several panels of which a row of controls shows one at a time."""
        if self._doc.visible(el):
            return False
        here: Element | None = el
        while here is not None and not self._doc.visible(here):
            above = here.getparent()
            if above is None:
                return False
            if above.tag == "details" and self._doc.visible(above) and any(c.tag == "summary" for c in above):
                return True
            if here.get("id") in self._controlled or self._is_panel(here):
                return True
            here = above
        return False

    def _is_panel(self, el: Element) -> bool:
        """Whether *el* is one of several panels of one make, of which others are seen, under a row of as many controls
        (正在征集 | 往期征集): most tabs name no panel, a script counts them.

        Counter-example: the second page of a list that style hides, under no control or under those of a pager.
        """
        above = el.getparent()
        if above is None or el.tag not in _PANELS:
            return False
        if above not in self._rows:
            self._rows[above] = self._panels_in(above)
        return el in self._rows[above]

    def _panels_in(self, holder: Element) -> frozenset[Element]:
        made: dict[tuple[str, str], list[Element]] = {}
        for child in holder:
            if child.tag in _PANELS:
                made.setdefault((str(child.tag), (child.get("class") or "").split(" ")[0]), []).append(child)
        found: set[Element] = set()
        for panels in made.values():
            seen = sum(self._doc.visible(panel) for panel in panels)
            if 0 < seen < len(panels) and self._has_controls(panels[0], len(panels)):
                found.update(panels)
        return frozenset(found)

    def _has_controls(self, first: Element, number: int) -> bool:
        """Whether right before *first*, or before what holds it, stands a row of *number* words that can be pressed."""
        here: Element | None = first
        if self._are_controls(list(islice(first.itersiblings(preceding=True), number)), number):
            return True  # the controls and the panels are children of one element
        for _ in range(2):
            if here is None:
                return False
            before = here.getprevious()
            if before is not None and any(self._are_controls(el, number) for el in before.iter(*_ROWS)):
                return True
            here = here.getparent()
        return False

    def _are_controls(self, parts: Iterable[Element], number: int) -> bool:
        words = [self._doc.text(part) for part in parts if part.tag in _CONTROLS and self._doc.visible(part)]
        return len(words) == number and all(2 <= len(w) <= _LABEL and not is_pagination_text(w) for w in words)

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
    if control.tag in _TABS:
        # data-tab, data-for: what a site's own script reads. Counter-example: data-id, a number and no element's id.
        yield from (str(value).lstrip("#") for name, value in control.items() if str(name).startswith("data-"))
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

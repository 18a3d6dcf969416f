"""Things to tap on a page, and which of them are too small and too close by WCAG 2.2, success criterion 2.5.8."""

from __future__ import annotations

import re

from msgspec import Struct

from checks.reading import Document
from checks.reading.parse import Element
from checks.reading.records import Box

__all__ = ["SMALLEST", "Target", "crowded", "targets"]

#: CSS pixels: width and height that a target needs, and diameter of the circle of the spacing exception.
SMALLEST = 24.0
_ROUNDING = 0.5  # boxes are stored as whole pixels
_CONTROLS = frozenset({"button", "select", "textarea", "summary"})
#: Inputs whose size the browser chooses (the criterion excepts them) or that nobody taps.
_OTHER_INPUTS = frozenset({"hidden", "checkbox", "radio", "range", "color", "file"})
_ROLES = frozenset({"button", "link", "menuitem", "tab", "checkbox", "switch", "option"})
_INLINE = frozenset({"span", "b", "strong", "em", "i", "u", "font", "small", "label"})
_WORD = re.compile(r"[\u4e00-\u9fffA-Za-z]")
#: Letters beside a link in the same line from which on it counts as part of a sentence.
_SENTENCE = 4
#: Rows of 24 pixels that one target fills at most; what is taller lies behind the whole page.
_MOST_ROWS = 2000
_STACKED = 0.9  # targets that cover each other by this share are one on top of the other: slides, tabs


class Target(Struct, frozen=True, eq=False):
    """One thing to tap: its rectangle in CSS pixels, and where it leads (empty for controls)."""

    element: Element
    box: Box
    url: str

    @property
    def small(self) -> bool:
        """Whether it is narrower or lower than the criterion asks."""
        return min(self.box[2], self.box[3]) < SMALLEST - _ROUNDING

    @property
    def centre(self) -> tuple[float, float]:
        """The middle of its rectangle."""
        x, y, width, height = self.box
        return x + width / 2, y + height / 2


def targets(document: Document, width: float) -> tuple[Target, ...]:
    """The visible targets within the first *width* pixels of the page, in document order."""
    found: list[Target] = []
    for el in document.elements:
        if not _is_target(el) or el.get("pa-box") is None or not document.visible(el):
            continue
        if any(above in _CONTROLS or above == "a" for above in (str(up.tag) for up in el.iterancestors())):
            continue  # part of the target around it
        box = _whole_box(document, el)
        if box is None or box[2] < 1 or box[3] < 1 or box[0] < 0 or box[1] < 0 or box[0] + box[2] / 2 > width:
            continue
        seen = document.link_at.get(el)
        found.append(Target(el, box, seen.url if seen is not None else ""))
    return tuple(found)


def _is_target(el: Element) -> bool:
    if el.tag == "a":
        return el.get("href") is not None or el.get("onclick") is not None
    if el.tag == "input":
        return (el.get("type") or "text").lower() not in _OTHER_INPUTS and el.get("disabled") is None
    if el.tag in _CONTROLS:
        return el.get("disabled") is None
    return (el.get("role") or "") in _ROLES or (el.get("onclick") is not None and el.tag not in ("body", "html"))


def _whole_box(document: Document, el: Element) -> Box | None:
    """The rectangle of the element and all it shows: a link round a picture is as large as the picture."""
    own = document.box(el)
    if own is None:
        return None
    left, top, right, bottom = own[0], own[1], own[0] + own[2], own[1] + own[3]
    for inner in el.iterdescendants():
        if isinstance(inner.tag, str) and inner.get("pa-box") and document.visible(inner):
            box = document.box(inner)
            if box is not None and box[2] > 0 and box[3] > 0:
                left, top = min(left, box[0]), min(top, box[1])
                right, bottom = max(right, box[0] + box[2]), max(bottom, box[1] + box[3])
    return left, top, right - left, bottom - top


def crowded(document: Document, found: tuple[Target, ...]) -> tuple[Target, ...]:
    """The targets that the criterion fails: too small, in no sentence, without an equivalent, and too close.

    Too close: a circle of 24 pixels round the middle of the target meets another target, or the circle of another
    small one. Targets that lead to the same place are one.
    """
    enough = {target.url for target in found if target.url and not target.small}
    small = [
        target
        for target in found
        if target.small and target.url not in enough and not _in_sentence(document, target.element)
    ]
    rows = _rows(found)
    return tuple(target for target in small if any(_too_close(target, other) for other in _near(target, rows)))


def _rows(found: tuple[Target, ...]) -> dict[int, list[Target]]:
    """The targets by the rows of 24 pixels that they reach into: neighbours are then found without comparing all."""
    rows: dict[int, list[Target]] = {}
    for target in found:
        top, bottom = int(target.box[1] // SMALLEST), int((target.box[1] + target.box[3]) // SMALLEST)
        for row in range(top, min(bottom, top + _MOST_ROWS) + 1):
            rows.setdefault(row, []).append(target)
    return rows


def _near(target: Target, rows: dict[int, list[Target]]) -> list[Target]:
    """Other targets within one row above or below that lead elsewhere."""
    row = int(target.centre[1] // SMALLEST)
    near = {id(other): other for step in (-1, 0, 1) for other in rows.get(row + step, ())}
    return [other for other in near.values() if other is not target and not (target.url and other.url == target.url)]


def _too_close(target: Target, other: Target) -> bool:
    if _stacked(target.box, other.box):
        return False
    (x, y), (other_x, other_y) = target.centre, other.centre
    if other.small and _length(x - other_x, y - other_y) < SMALLEST - _ROUNDING:
        return True
    left, top, width, height = other.box
    aside = max(left - x, 0.0, x - left - width)
    above = max(top - y, 0.0, y - top - height)
    return _length(aside, above) < SMALLEST / 2 - _ROUNDING


def _length(x: float, y: float) -> float:
    return float((x * x + y * y) ** 0.5)


def _stacked(one: Box, other: Box) -> bool:
    wide = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    high = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    return wide > 0 and high > 0 and wide * high >= _STACKED * min(one[2] * one[3], other[2] * other[3])


def _in_sentence(document: Document, el: Element) -> bool:
    """Whether a link stands in a line of other text, which then sets its height."""
    if el.tag != "a":
        return False
    line = el.getparent()
    while line is not None and line.tag in _INLINE:
        line = line.getparent()
    if line is None:
        return False
    beside = (line.text or "") + "".join(
        f"{child.text or ''}{child.tail or ''}" if child.tag in _INLINE and child is not el else (child.tail or "")
        for child in line
    )
    return len(_WORD.findall(beside)) >= _SENTENCE

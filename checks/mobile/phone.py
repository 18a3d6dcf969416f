"""What the mobile entry's pages are laid out for: the phone's width, and how far it shrinks pages that do not adapt."""

from __future__ import annotations

import re

from msgspec import Struct

from checks.artifacts import Site
from checks.declaration import NotApplicable, Text, view
from checks.reading import Document

__all__ = ["DESKTOP_LAYOUT", "Layout", "Phone", "layout", "only_mobile", "phone"]

#: Width of a common phone in CSS pixels, for cases that do not say what they were seen on.
COMMON_WIDTH = 390
#: No phone is wider; a page that reports more was laid out for a desktop.
WIDEST = 600
#: CSS pixels for which phones lay out a page that does not say its viewport.
DESKTOP_LAYOUT = 980
_ADAPTS = re.compile(r"width\s*=\s*device-width", re.I)
_FIXED = re.compile(r"width\s*=\s*(\d{3,4})", re.I)
_SCALE_ONLY = re.compile(r"initial-scale\s*=\s*1(?:\.0+)?\b", re.I)


class Phone(Struct, frozen=True):
    """The phone on which the mobile entry was seen; *width* in CSS pixels."""

    width: int


class Layout(Struct, frozen=True):
    """The width that a page was laid out for, and what one of its CSS pixels measures on the phone's screen."""

    width: float
    scale: float

    @property
    def adapted(self) -> bool:
        """Whether the page is laid out for the phone rather than shrunk to fit it."""
        return self.scale >= 0.99


@view
def phone(site: Site) -> Phone:
    """The phone of this case.

    Raises NotApplicable when no page was rendered on it, and when the portal has no mobile entry at all: that is one
    defect, told by ``mobile-entry-missing``, and not one more for every page.
    """
    if any(entry.entry == "mobile" and not entry.found and entry.reachable for entry in site.entries):
        raise NotApplicable(NO_ENTRY)
    widths = [page.viewport[0] for page in site.pages if page.entry == "mobile" and page.rendered and page.viewport]
    if not any(page.entry == "mobile" and page.rendered for page in site.pages):
        raise NotApplicable(NOT_SEEN)
    fitting = [width for width in widths if width <= WIDEST]
    return Phone(min(fitting, default=COMMON_WIDTH))


NO_ENTRY = Text(
    "门户没有移动端入口（另见“没有移动端入口”），本项不适用。",
    "The portal has no mobile entry (a finding of its own), so this does not apply.",
)
NOT_SEEN = Text("本次没有以手机查看任何页面。", "No page was seen on a phone this time.")
OTHER_ENTRY = Text("本项只检查移动端页面。", "Only pages of the mobile entry are judged.")
NOT_ADAPTED = Text(
    "页面未按手机宽度排版（另见“移动端文字过小”），本项不适用。",
    "The page is not laid out for a phone (see small text), so this does not apply.",
)


def only_mobile(document: Document) -> None:
    """Raises NotApplicable for pages of the desktop entry and pages that no browser has drawn."""
    if document.page.entry != "mobile" or not document.page.rendered:
        raise NotApplicable(OTHER_ENTRY)


def layout(document: Document, phone: Phone) -> Layout:
    """How the page is laid out on the phone, by its viewport declaration and the width it came to."""
    said = " ".join(
        el.get("content") or ""
        for el in document.root.iter("meta")
        if (el.get("name") or "").lower() == "viewport" and not document.frame_of(el)
    )
    fixed = _FIXED.search(said)
    if _ADAPTS.search(said) or (_SCALE_ONLY.search(said) and not fixed):
        return Layout(phone.width, 1.0)
    stated = float(fixed[1]) if fixed else DESKTOP_LAYOUT
    try:
        reached = float(document.root.get("w") or 0)
    except ValueError:
        reached = 0.0
    width = max(stated, reached, phone.width)
    return Layout(width, phone.width / width)

"""What of a page's content is not read but looked at, or leads on: pictures, films, drawings, selects, frames."""

from __future__ import annotations

import re
from collections.abc import Callable

from checks.columns.folds import TREE
from checks.columns.furniture import Furniture, picture_url
from checks.columns.scaffold import has_source, is_placeholder_picture
from checks.reading import Document
from checks.reading.hosts import same_owner
from checks.reading.parse import Element

__all__ = ["count_media", "unread_frames"]

_TRIVIAL_IMAGE = re.compile(
    r"icon|ico\b|arrow|logo|spacer|blank|dot|line|bg|btn|button|loading|share|print|close|empty|none", re.I
)  # fmt: skip
#: Times as wide as high: a band across the head of the content, another one in each column (seen: its name as a
#: picture). Counter-examples: charts and time lines, which have room for words; bands that lead on to special topics.
_FLAT = 5


def count_media(doc: Document, furniture: Furniture, chrome: Callable[[Element], bool]) -> int:
    """Pictures, films and drawings that are content by their size, or by their name where no size is
    known.
    """
    count = 0
    for el in doc.root.iter("img", "video", "audio", "canvas", "object", "embed", "svg"):
        if not doc.visible(el) or chrome(el) or furniture.picture(picture_url(doc, el), el):
            continue
        box = doc.box(el) if el.get("pa-box") else None
        if el.tag == "svg" and (box is None or box[2] < 200):
            continue
        if el.tag == "img":
            source = (el.get("src") or "").rsplit("/", 1)[-1]
            if _TRIVIAL_IMAGE.search(source) and (box is None or box[2] < 400):
                continue
            if el.get("pa-drawn") == "0":
                continue
        if el.tag == "img" and is_placeholder_picture(el.get("src") or ""):
            continue  # however large: a drawing that says that there is nothing
        if el.tag in ("video", "audio"):  # as small as its poster until it plays, whatever its size will be
            count += has_source(el)
            continue
        if box is not None and (box[2] < 60 or box[3] < 60):
            continue
        if box is not None and box[2] >= _FLAT * box[3] and not any(up in doc.link_at for up in el.iterancestors()):
            continue
        count += 1
    selects = (el for el in doc.root.iter("select") if doc.visible(el) and not chrome(el) and _leads_on(el))
    return count + sum(not any(furniture.text(doc.text(part), part) for part in el.iter("option")) for el in selects)


def _leads_on(select: Element) -> bool:
    """Whether a select is a list of links (departments, districts), opened by a handler of its own."""
    values = {(option.get("value") or "").strip() for option in select.iter("option")}
    return sum(value.startswith(("http://", "https://", "/")) for value in values) >= TREE


def unread_frames(doc: Document) -> int:
    """Visible frames whose document could not be read, or that embed another site (a map, a film): content as such."""
    count = 0
    for el in doc.root.iter("pa-frame"):
        if not doc.visible(el):
            continue
        foreign = el.get("origin") == "cross" and not same_owner(el.get("src") or "", doc.page.url)
        if el.get("ok") == "1" and not foreign:
            continue  # its content was read with the page
        iframe = el.getprevious()
        box = doc.box(iframe) if iframe is not None and iframe.get("pa-box") else None
        if iframe is not None and not doc.visible(iframe):
            continue
        if box is None or (box[2] >= 100 and box[3] >= 60):
            count += 1
    return count

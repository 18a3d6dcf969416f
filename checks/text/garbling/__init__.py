"""Finding garbled text (乱码) in the visible text of a page, with its likely cause and repair.

``find_garbled`` is pure: the same text gives the same findings. Most text leaves at the first door,
one scan for any character that clean Chinese officialese does not use.
"""

from __future__ import annotations

import re
from functools import cache

from checks.text.garbling import mixups, signatures
from checks.text.garbling.kinds import KINDS, Garble
from checks.text.garbling.language import tables

__all__ = ["KINDS", "Garble", "find_garbled"]

SAFE_SIGNS = " \t\r\n!\"#$'()*+,-./:;<>@[]^_`{|}~" + "\u3000、。·—…‘’“”〈〉《》「」『』【】〔〕！（），．：；？％～￥"
"""Signs that no kind of garbling needs to be recognised by."""

ESCAPE_SIGNS = re.compile(r"&[#a-zA-Z]|%[0-9a-fA-Fu]|\\+[ux]|=\?|=[0-9A-F]{2}=|\?\?|\d\?\d|u[4-9f][0-9a-fA-F]{3}")


@cache
def door() -> re.Pattern[str]:
    """Any character that is not ASCII text, usual punctuation or one of the commonest simplified Han."""
    table = tables()
    han = "".join(char for char, cost in table.chinese.items() if cost <= 10.5)
    return re.compile(f"[^0-9A-Za-z=&%?\\\\{re.escape(SAFE_SIGNS)}０-９Ａ-Ｚａ-ｚ{han}]")


def find_garbled(text: str) -> tuple[Garble, ...]:
    """The garbled stretches of one piece of visible text (a block, a title, an attribute).

    Args:
        text: what a reader sees, after HTML parsing; any length.

    Returns:
        Findings in order of place; they do not overlap. Empty for clean text.
    """
    found: list[Garble] = []
    if door().search(text):
        found += signatures.controls(text)
        found += signatures.private_use(text)
        found += signatures.replacements(text)
        found += signatures.memory(text)
        found += signatures.byte_order_marks(text)
        found += mixups.utf8_as_gbk(text)
        classes = text.translate(tables().classes)
        if len(classes) == len(text):
            if "\ufffd" in text:
                found += mixups.holes(text, classes)
            if "?" in text:
                found += mixups.question_strays(text, classes)
            found += mixups.double_byte(text, classes)
            found += mixups.single_byte(text, classes)
            found += mixups.strays(text, classes)
    if ESCAPE_SIGNS.search(text):
        if "??" in text or "?" in text:
            found += signatures.question_marks(text)
        if "&" in text:
            found += signatures.entities(text)
        found += signatures.escapes(text)
    if "?" in text:
        found += signatures.partial_loss(text)
    return merge(found) if len(found) > 1 else tuple(found)


RANK = {"replacement-as-gbk": 0, "byte-order-mark": 1, "uninitialised-memory": 1}


def merge(found: list[Garble]) -> tuple[Garble, ...]:
    """Drop findings that overlap a better one: longer stretches first, statistics after signs."""
    kept: list[Garble] = []
    for item in sorted(found, key=lambda g: (RANK.get(g.kind, 5), -(g.end - g.start), -g.confidence)):
        if all(item.end <= other.start or item.start >= other.end for other in kept):
            kept.append(item)
    return tuple(sorted(kept, key=lambda g: g.start))

"""Finding garbled text (乱码) in the visible text of a page, with its likely cause and repair.

``find_garbled`` is pure: the same text gives the same findings. Most text leaves at the first door,
one scan for any character that clean Chinese officialese does not use.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache

from checks.text.garbling import holes, leftovers, mixups, questions, signatures, single_byte
from checks.text.garbling.kinds import KINDS, Garble
from checks.text.garbling.language import tables

__all__ = ["ABOUT", "KINDS", "Garble", "find_garbled", "without_examples"]

SAFE_SIGNS = " \t\r\n!\"#$'()*+,-./:;<>@[]^_`{|}~" + "\u3000、。·—…‘’“”〈〉《》「」『』【】〔〕！（），．：；？％～￥"
"""Signs that no kind of garbling needs to be recognised by."""

ESCAPE_SIGNS = re.compile(
    r"&[#a-zA-Z]|#\d{4,5};#|%[0-9a-fA-Fu]|\\[ux]|=\?|=[0-9A-F]{2}=|\?\?|\d\?\d|u[4-9f][0-9a-fA-F]{3}"
)


MARKS = re.compile("[锟拷烫屯葺铪锘ïп∩]")
"""One character of each signature that is spelled out in Han or as a byte order mark."""

SIGNS_AS_HAN = frozenset("漏庐掳脳卤渭碌虏聽猫茅锚盲枚眉帽莽忙贸铆谩氓鈥")
"""Characters that signs and letters beyond ASCII become (see ``leftovers``): common ones among them pass no door."""

TOUCHING = re.compile(
    "[\x21-\x7e]\\s?[漏庐掳脳卤渭碌虏聽猫茅锚盲枚眉帽莽忙贸铆谩氓鈥]|[漏庐掳脳卤渭碌虏聽鈥]\\s?[\x21-\x7e聽]|鈥|聽聽|[ÃÂâ]"
)
"""What ``leftovers`` looks for, roughly: such a character beside ASCII."""

BELOW_HAN = re.compile("[zslectbow]")
"""Classes that a single-byte code page or stray letters need."""


@cache
def door() -> re.Pattern[str]:
    """Any character that is not ASCII text, usual punctuation or one of the commonest simplified Han."""
    table = tables()
    han = "".join(char for char, cost in table.chinese.items() if cost <= 10.5 and char not in SIGNS_AS_HAN)
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
        classes = text.translate(tables().classes)
        if "z" in classes or "\x0b" in text or "\x0c" in text:
            found += signatures.controls(text)
        if "P" in classes:
            found += signatures.private_use(text)
        if MARKS.search(text):
            found += signatures.replacements(text)
            found += signatures.memory(text)
            found += signatures.byte_order_marks(text)
        found += mixups.utf8_as_gbk(text)
        if "\ufffd" in text:
            found += holes.holes(text, classes)
        if "?" in text:
            found += holes.question_strays(text)
        if TOUCHING.search(text):
            found += leftovers.leftovers(text)
        found += leftovers.foreign(text)
        found += mixups.double_byte(text, classes)
        if BELOW_HAN.search(classes):
            found += single_byte.single_byte(text, classes)
            found += single_byte.big5_as_latin(text)
            found += holes.strays(text)
    if ESCAPE_SIGNS.search(text):
        if "??" in text or "?" in text:
            found += questions.question_marks(text)
        if "&" in text or ";#" in text:
            found += signatures.entities(text)
        found += signatures.escapes(text)
    if "?" in text:
        found += signatures.partial_loss(text)
        found += signatures.riddled(text)
        if "??" in text and not text.isascii():
            found += holes.islands(text)
    merged = merge(found) if len(found) > 1 else tuple(found)
    return without_examples(text, merged) if merged and ABOUT.search(text) else merged


def without_examples(text: str, found: tuple[Garble, ...]) -> tuple[Garble, ...]:
    """*found* in *text* without what is quoted as an example, in a text or on a page that speaks of garbling."""
    return tuple(item for item in found if not _example(text, item))


ABOUT = re.compile(
    "乱码|亂碼|mojibake|何意|(?:什么|啥)意思|(?:GBK|UTF-?8|GB2312|Latin-?1)[^。]{0,8}解码|"
    "(?:一类|之类|这类|此类|这样)的?(?:字符|符号)",
    re.I,
)
"""A text that speaks of garbling shows what it looks like: “你好”会显示成“浣犲ソ”, each example between marks.
Counter-example: such a text that is itself garbled elsewhere."""

INTRODUCED = re.compile(r"(?:示例|例如|比如|显示[为成]|变成)\s*[:：]?\s*$")
"""Before an example without marks, at the end of such a text: 乱码示例：ä½ å¥½."""

LONGEST_EXAMPLE = 24
"""Characters of an example; damage runs on."""

EXAMPLE = re.compile(
    f"([{re.escape(''.join(signatures.QUOTES))}])([^{re.escape(''.join(signatures.QUOTES.values()))}]{{1,{LONGEST_EXAMPLE}}})(.)"
)
"""A quotation with the marks around it."""


def _example(text: str, item: Garble) -> bool:
    """Whether a garble is what stands between two quotation marks: these marks and a character beyond them may have
    been taken for pieces of it. (锟斤拷 has a rule of its own: see ``signatures.replacements``.)"""
    if item.end == len(text) and INTRODUCED.search(text[: item.start]):
        return True
    match = EXAMPLE.search(text, max(0, item.start - 1), item.end + LONGEST_EXAMPLE)
    if item.kind == "replacement-as-gbk" or match is None or signatures.QUOTES[match[1]] != match[3]:
        return False
    beyond = text[item.start : match.start()] + text[match.end() : item.end]
    return sum(char.isalnum() for char in beyond) <= 1


RANK = {
    "replacement-as-gbk": 0, "utf8-as-cp1252-as-gbk": 1, "byte-order-mark": 4, "uninitialised-memory": 1,
    "raw-entities": 1, "raw-escapes": 1,
    "utf8-as-gbk": 2, "utf8-as-gbk-twice": 2, "gbk-as-utf8": 4, "cut": 4, "question-marks": 5,
    "gbk-as-utf8-ignored": 5, "partial-loss": 6, "control-characters": 6, "private-use": 6,
}  # fmt: skip
"""Which finding stands where two overlap: unmistakable words first, then whole repairs (3), then what a
repair explains away (a hole, a control or private-use character inside a garbled stretch)."""


def merge(found: list[Garble]) -> tuple[Garble, ...]:
    """Drop findings that overlap a better one."""
    kept: list[Garble] = []
    for item in sorted(found, key=lambda g: (RANK.get(g.cause, RANK.get(g.kind, 3)), g.start - g.end, g.start)):
        place = bisect_left(kept, item.start, key=lambda g: g.start)
        if (place and kept[place - 1].end > item.start) or (place < len(kept) and kept[place].start < item.end):
            continue
        kept.insert(place, item)
    return tuple(kept)

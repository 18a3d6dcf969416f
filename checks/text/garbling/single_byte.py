"""Chinese whose bytes were taken for those of a single-byte code page: runs of Latin, Cyrillic or box-drawing letters.

Each code page that has the characters of a run is undone, and kept is what turns into good Chinese.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.text.garbling import codecs
from checks.text.garbling.kinds import Garble
from checks.text.garbling.language import evidence, repaired_cost, shown_cost
from checks.text.garbling.mixups import SAMPLE, SIGNS, Repair, confidence, is_far_likelier
from checks.text.garbling.signatures import garble

SINGLE = re.compile("[zslectbpowiF](?:[zslectbpowiF]| (?=[zslectbpowiF]))*[zslectbpowiF]")
"""On class letters: runs of characters that a single-byte code page has beyond ASCII."""

NARROW = re.compile("[^\u3000-\u30ff\uff00-\uff60]+")
"""No single-byte code page has the full-width punctuation beside a run (来源：ÄÏÄþ，…)."""

MARKS = " ‘’“”«»—–…·"
"""Bytes of windows-1252, and marks of a text around a run."""

CODE_PAGE_KINDS = {
    "cp1252": "latin", "cp1250": "latin", "cp1254": "latin", "cp1253": "latin", "mac-roman": "latin",
    "cp437": "cp437", "cp850": "cp437", "cp1251": "cyrillic", "koi8-r": "cyrillic", "cp866": "cyrillic",
}  # fmt: skip


LEAST_BYTES = 3
"""One Han character in UTF-8; two in GBK are four."""


def single_byte(text: str, classes: str) -> Iterator[Garble]:
    """Stretches that a single-byte mistake explains."""
    for match in SINGLE.finditer(classes):
        letters = match.group()
        if letters.strip("p ") == "" or set(letters) <= {"o", "p", " "}:
            continue
        for piece in NARROW.finditer(text, *match.span()):
            yield from _single(text, *piece.span())


def _single(text: str, start: int, end: int) -> Iterator[Garble]:
    """What a single-byte mistake explains of a run, with the quotation marks around it or without: “ and ” are bytes of
    windows-1252, and the marks of the text."""
    if text[end : end + 1] == "\xa0":  # the last byte A0 shows as a no-break space
        end += 1
    best: Repair | None = None
    bounds = (start, end)
    run = text[start:end]
    inner = (end - len(run.lstrip(MARKS)), start + len(run.rstrip(MARKS)))
    for first, last in dict.fromkeys(((start, end), (inner[0], end), (start, inner[1]), inner)):
        found = undo_single(text[first : min(last, first + SAMPLE)])
        if found and (best is None or found.score > best.score):
            best, bounds = found, (first, last)
    if best:
        first, last = bounds
        repaired = best.text if last - first <= SAMPLE else redo_single(text[first:last], best.cause)
        yield garble(text, first, last, best.kind, best.cause, repaired, confidence(best.score))


def undo_single(shown: str) -> Repair | None:
    """The best repair of a run by the single-byte inverses."""
    best: Repair | None = None
    if len(shown) - shown.count("\ufffd") < LEAST_BYTES:
        return None
    cost = shown_cost(shown)
    if cost < 3.8 * len(shown):
        return None
    for codec in codecs.SINGLE_BYTE:
        table = codecs.bytes_of(codec)
        unknown = sum(char not in table for char in shown if char not in " \ufffd?")
        if unknown > len(shown) // 8:
            continue
        raw = codecs.unread(shown, codec)
        family = CODE_PAGE_KINDS[codec]
        unwrapped, times = utf8_again(raw)
        for repaired, inner in (
            (unwrapped, "utf8"),
            (codecs.decode_gbk(raw), "gbk"),
            (codecs.decode_big5(raw), "big5"),
        ):
            kept = repaired.replace("\ufffd", "") if inner == "utf8" or "\ufffd" in shown else repaired
            score, han = evidence(kept)
            if inner == "utf8":
                whole = 3 * sum(char >= "\u0800" for char in kept) * 2**times >= 0.6 * len(raw.replace(b" ", b""))
                good = whole and ((han >= 1 and score > 0.5) or any(char in SIGNS for char in kept))
                score += 6 * (han + sum(char in SIGNS for char in kept))
            else:
                gain = cost - repaired_cost(repaired, score, han)
                good = (han >= 2 and score > 3.0 and gain > 8.0) or (han >= 3 and score > -1.0 and gain > 18.0)
            score -= 5.0 * unknown  # another code page that has all of the characters is likelier
            if good and (best is None or score > best.score + 0.1):
                kind = f"{inner if inner != 'big5' else 'gbk'}-as-latin" if family == "latin" else f"as-{family}"
                best = Repair(kind, f"{inner}-as-{codec}", repaired, score, han)
    return best or without_controls(shown)


WITHOUT_CONTROLS = re.compile(rb"(?:[\xe2-\xe9\xef][\xa0-\xbf]{0,2})+")


def without_controls(shown: str) -> Repair | None:
    """UTF-8 read as ISO-8859-1 by a program that dropped the controls of it (80 to 9F): æåç¨åº¦ is 文化程度.

    Nothing of it is whole, but its form is that of no language: letters from â to é in a row, with a sign after every
    other one. Counter-example: âãäåæçèé, the letters themselves."""
    raw = codecs.unread(shown.replace(" ", ""), "cp1252")  # A0 shows as a space
    leads = [byte for byte in raw if byte >= 0xE2]
    kept = len(raw) - len(leads)
    if len(leads) < LEAST_LEADS or len(set(leads)) < 2 or kept * 2 < len(leads) or not WITHOUT_CONTROLS.fullmatch(raw):
        return None
    return Repair("utf8-as-latin", "utf8-as-cp1252", codecs.decode_utf8(raw), 12.0, 0)


LEAST_LEADS = 3
"""Characters: a name of two leaves too little to tell."""

BIG5_PAIRS = re.compile("(?:[\xa1-\xc6\xc9-\xf9][\x40-\x7e\xa1-\xfe]){2,}")
"""Big5 as windows-1252 shows its leading bytes as Latin letters and signs, and half of its second bytes as ASCII."""


def big5_as_latin(text: str) -> Iterator[Garble]:
    """Big5 read as windows-1252: ¦C¤J¹wºâ is 列入預算. Where no second byte is ASCII, ``single_byte`` finds it."""
    for match in BIG5_PAIRS.finditer(text):
        shown = match.group()[: 2 * (SAMPLE // 2)]
        repaired = codecs.decode_big5(shown.encode("latin-1"))
        if is_far_likelier(shown, repaired):
            whole = codecs.decode_big5(match.group().encode("latin-1"))
            sure = confidence(evidence(repaired)[0])
            yield garble(text, *match.span(), "gbk-as-latin", "big5-as-cp1252", whole, sure)


def redo_single(shown: str, cause: str) -> str:
    """The repair of a whole run whose beginning was found to have this cause."""
    inner, _as, codec = cause.partition("-as-")
    raw = codecs.unread(shown, codec)
    if inner == "utf8":
        return utf8_again(raw)[0]
    return codecs.decode_gbk(raw) if inner == "gbk" else codecs.decode_big5(raw)


def utf8_again(raw: bytes) -> tuple[str, int]:
    """Decode as UTF-8; where that still shows Latin pieces of UTF-8 (Ã¤Â½), undo windows-1252 again.

    Returns the text and how often windows-1252 was undone."""
    text = codecs.decode_utf8(raw)
    times = 0
    while times < 2 and LATIN_PIECES.search(text):
        text = codecs.decode_utf8(codecs.unread(text, "cp1252"))
        times += 1
    return text, times


LATIN_PIECES = re.compile("[\xc2-\xef][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸŽ]")

"""What GBK read as UTF-8 leaves behind: replacement characters, and stray letters of other scripts.

Two bytes of GBK are valid UTF-8 only by chance (C2 to DF, then 80 to BF); they show as one letter of
U+0080 to U+07FF: Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic. Every other byte is U+FFFD, a question
mark where the page was stored as GBK again, or nothing where a program ignored errors.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.text.garbling.kinds import Garble
from checks.text.garbling.signatures import garble, quoted

STRAY = "\u0080-\u07ff"

HOLE_RUN = re.compile(f"[{STRAY}\ufffd?]+(?:[!->@-~]{{1,2}}[{STRAY}\ufffd?]+)*")
"""Replacement characters, stray letters and question marks, with an ASCII character or two between."""

ABOUT_REPLACEMENT = re.compile("乱码|亂碼|U\\+FFFD|替换字?符|replacement character|mojibake", re.I)
"""A text about U+FFFD may show one."""

STRAYS_BESIDE = 6
"""Stray letters before the first and after the last U+FFFD that belong to the garble."""


def holes(text: str, classes: str) -> Iterator[Garble]:
    """U+FFFD: GBK read as UTF-8 leaves several with stray letters between (�й�); a cut of UTF-8 leaves
    one or two beside sound Chinese."""
    for match in HOLE_RUN.finditer(text):
        if "\ufffd" not in match.group():
            continue
        start = max(match.start(), match.start() + match.group().index("\ufffd") - STRAYS_BESIDE)
        end = min(match.end(), match.start() + match.group().rindex("\ufffd") + 1 + STRAYS_BESIDE)
        while text[start] < "\x80" and text[start] != "?":
            start += 1
        while text[end - 1] < "\x80" and text[end - 1] != "?":
            end -= 1
        run = text[start:end]
        count = run.count("\ufffd")
        strays = sum("\x80" <= char <= "\u07ff" for char in run)
        if run == "\ufffd" and (quoted(text, start, end) or ABOUT_REPLACEMENT.search(text)):
            continue
        beside = classes[max(0, start - 1) : start] + classes[end : end + 1]
        if not strays and (count == 1 or (count == 2 and any(letter in "hmrxkgp" for letter in beside))):
            yield cut(text, start, end, classes)
        else:
            yield garble(text, start, end, "gbk-as-utf8", "gbk-as-utf8", partial_gbk(run), 0.98)


SHIFTED = re.compile("[^a ]{0,5}[PKGrx][^a ]?$")
"""Unusual characters right before a hole: not a cut of sound text, but the end of a shifted or misread one."""


def cut(text: str, start: int, end: int, classes: str) -> Garble:
    """A hole without stray letters: a cut, unless what stands before it is unusual too."""
    before = SHIFTED.search(classes[max(0, start - 8) : start])
    if before is None:
        return garble(text, start, end, "cut", "cut-by-bytes", text[start:end], 0.97)
    first = start - len(before.group())
    letters = before.group()
    if "K" in letters:
        kind, cause = "as-japanese", "as-shift-jis"
    elif "G" in letters:
        kind, cause = "as-korean", "as-euc-kr"
    else:
        kind, cause = "byte-lost", "gbk-shifted"
    return garble(text, first, end, kind, cause, None, 0.9)


def partial_gbk(run: str) -> str:
    """What is left to read of GBK read as UTF-8: its ASCII; everything else is lost."""
    return re.sub("[^\x00-\x7f]+", "\ufffd", run)


ISLAND = re.compile(r"\?{2,}[\u0800-\u9fff]{1,2}\?{2,}")
"""A letter or two of three bytes each between question marks: the third and longer chance of valid UTF-8."""

QUESTION_STRAYS = re.compile(f"[{STRAY}?]+")


def question_strays(text: str) -> Iterator[Garble]:
    """GBK read as UTF-8 and stored as GBK again: ?й? (the replacement characters became ``?``).

    A stray letter stands between question marks; in ¿Qué? and кто? the letters are in the majority."""
    for match in QUESTION_STRAYS.finditer(text):
        run = match.group()
        letters = run.replace("?", "")
        marks = len(run) - len(letters)
        if marks < 2 or not letters or marks * 2 < len(letters) or letters == "\xa0" * len(letters):
            continue
        if run[0] == "?" or run.startswith(letters) is False or marks >= 3:
            repaired = re.sub("[^\x00-\x7f?]+", "\ufffd", run)
            yield garble(text, *match.span(), "gbk-as-utf8", "gbk-as-utf8-question-marks", repaired, 0.9)


def islands(text: str) -> Iterator[Garble]:
    """The same where the bytes made a Han character by chance: ???????涨??????, nearly all question marks."""
    marks = text.count("?")
    if marks < 4 or 2 * (len(text) - marks) > marks:
        return
    for match in ISLAND.finditer(text):
        yield garble(text, *match.span(), "gbk-as-utf8", "gbk-as-utf8-question-marks", None, 0.8)


SCRIPTS = (
    (0xBF, ""), (0x2AF, "Latin"), (0x36F, ""), (0x3FF, "Greek"), (0x52F, "Cyrillic"), (0x58F, "Armenian"),
    (0x5FF, "Hebrew"), (0x6FF, "Arabic"), (0x74F, "Syriac"), (0x77F, "Arabic"), (0x7BF, "Thaana"), (0x7FF, "NKo"),
)  # fmt: skip
"""Scripts below U+0800 by their last code point; signs and combining marks belong to none."""


def script_of(char: str) -> str:
    """The script of a character below U+0800, "" for signs and marks."""
    return next(script for last, script in SCRIPTS if ord(char) <= last)


STRAYS = re.compile("[\u00a1-\u07ff]{2,}")


def strays(text: str) -> Iterator[Garble]:
    """GBK read as UTF-8 with invalid bytes ignored: only letters of several scripts in a row are left.

    Both bytes of such a letter are GBK bytes (A1 or more, B0 or more), so that its last six bits are 0x21
    or more; in a word of a real language half of the letters fail that."""
    for match in STRAYS.finditer(text):
        run = match.group()
        if any(ord(char) & 0x3F < 0x21 for char in run):
            continue
        if len({script_of(char) for char in run} - {""}) >= 2:
            yield garble(text, *match.span(), "gbk-as-utf8", "gbk-as-utf8-ignored", None, 0.8)

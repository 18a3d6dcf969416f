"""Chinese decoded with a wrong charset: undo candidate mistakes and keep what turns into good Chinese.

Three families, by what the reader sees: pieces of UTF-8 as GBK characters; runs of unusual Han, Hangul,
kana or mixed scripts (double-byte mistakes); runs of Latin, Cyrillic or line-drawing characters
(single-byte mistakes). Costly steps run on the stretches that a regular expression picked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

import msgspec

from checks.text.garbling import codecs
from checks.text.garbling.kinds import Garble
from checks.text.garbling.language import evidence, repaired_cost, shown_cost
from checks.text.garbling.signatures import garble

SAMPLE = 96
"""Characters of a stretch that are judged; the verdict holds for the rest of the stretch too."""


class Repair(msgspec.Struct, frozen=True):
    """What a candidate inverse made of a stretch."""

    kind: str
    cause: str
    text: str
    score: float
    """Evidence for Chinese, nats."""
    han: int


# --- UTF-8 read as GBK ------------------------------------------------------------------------------


@cache
def piece_patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Classes of GBK characters whose bytes can be pieces of UTF-8: (a lead byte of Chinese followed by a
    continuation byte, runs of any pieces, runs of pieces of Latin-1 letters in UTF-8)."""
    leads: list[str] = []
    pieces: list[str] = []
    latin: list[str] = []
    for char, raw in codecs.bytes_of("gbk").items():
        if len(raw) != 2:
            continue
        lead, trail = raw
        starts = lead in LEADS
        if starts and 0x80 <= trail <= 0xBF:
            leads.append(char)
        if (starts or 0x80 <= lead <= 0xBF) and (0x80 <= trail <= 0xBF or (trail in LEADS and not starts)):
            pieces.append(char)
        elif 0x80 <= lead <= 0xBF and 0x40 <= trail <= 0x7E and char >= "\u3400":
            pieces.append(char)  # the odd last byte swallowed an ASCII letter
        if (lead in LATIN_LEADS or 0x80 <= lead <= 0xBF) and (
            0x80 <= trail <= 0xBF or (trail in LATIN_LEADS and lead not in LATIN_LEADS)
        ):
            latin.append(char)
    body = "".join(map(re.escape, pieces))
    return (
        re.compile(f"[{''.join(leads)}]"),
        re.compile(f"[{body}€?\ufffd]{{2,}}(?:[\x20-\x7e]{{1,3}}[{body}€?\ufffd]{{2,}})*"),
        re.compile(f"[{''.join(map(re.escape, latin))}€\ufffd?]{{3,}}"),
    )


LEADS = frozenset((*range(0xE2, 0xEA), 0xEF))
"""UTF-8 lead bytes of U+2000 to U+9FFF and U+F000 to U+FFFF (punctuation, kana, Han, full-width forms)."""

LATIN_LEADS = frozenset((0xC2, 0xC3, 0xC5, 0xC6, 0xCB, 0xE2))
"""UTF-8 lead bytes of the characters of windows-1252."""

LATIN_MARK = re.compile("[盲氓忙莽猫茅茂脙脗]")
"""ä å æ ç è é ï (the lead bytes of Chinese in UTF-8) and Ã Â, themselves in UTF-8 and read as GBK. All are
real characters too (盲, 猫, 茅, 忙 are common): only a whole repair counts."""

LONE = re.compile("[锛銆鈥][?\ufffd€]")
"""A punctuation mark whose last byte was swallowed: 锛? is the head of a full-width form (EF BC ??)."""


def utf8_as_gbk(text: str) -> Iterator[Garble]:
    """UTF-8 read as GBK, once or twice, or as windows-1252 first."""
    leads, runs, latin = piece_patterns()
    if leads.search(text):
        for match in runs.finditer(text):
            run = match.group()
            if not leads.search(run):
                continue
            found = undo_utf8_as_gbk(run)
            if found:
                start, end = match.span()
                while end > start and text[end - 1] in "?" and found.text.endswith("\ufffd") and end - start > 3:
                    break
                yield garble(text, start, end, found.kind, found.cause, found.text.lstrip("\ufeff"), 0.98)
    yield from latin_as_gbk(text)
    for match in latin.finditer(text) if LATIN_MARK.search(text) else ():
        once = codecs.decode_utf8(codecs.unread(match.group(), "gbk"))
        repaired = codecs.decode_utf8(codecs.unread(once, "cp1252"))
        score, han = evidence(repaired.replace("\ufffd", ""))
        if not LATIN_MARK.search(match.group()):
            continue
        if (han >= 2 and score > 2) or (han == 1 and score > 2 and "\ufffd" not in repaired and len(once) >= 3):
            yield garble(text, *match.span(), "utf8-as-latin", "utf8-as-cp1252-as-gbk", repaired, 0.95)


@cache
def latin_letters() -> re.Pattern[str]:
    """Runs of the GBK characters that the letters and signs of Latin-1 in UTF-8 (C2 A1 to C3 BF) become."""
    shown = codecs.decode_gbk("".join(map(chr, range(0xA1, 0x100))).encode())
    return re.compile(f"[{shown}]{{4,}}")


def latin_as_gbk(text: str) -> Iterator[Garble]:
    """GBK read as windows-1252, kept in UTF-8 and read as GBK: 脥篓脰陋 is 通知 by way of Í¨Öª.

    Every one of these characters is a real one: a run counts where it turns into Chinese far likelier than itself."""
    for match in latin_letters().finditer(text):
        shown = match.group()[:SAMPLE]
        best, start = "", 0
        for first in (0, 1):  # a clean character before it may be one of them, too
            repaired = from_latin_as_gbk(shown[first:])
            score, _ = evidence(repaired)
            if is_far_likelier(shown[first:], repaired) and score > evidence(best)[0]:
                best, start = repaired, first
        if best:
            first, last = match.start() + start, match.end()
            repaired = from_latin_as_gbk(text[first:last])
            yield garble(text, first, last, "gbk-as-latin", "gbk-as-cp1252-as-gbk", repaired, 0.95)


def from_latin_as_gbk(shown: str) -> str:
    """Undo GBK read as windows-1252 whose UTF-8 was read as GBK."""
    return codecs.decode_gbk(codecs.unread(codecs.decode_utf8(codecs.unread(shown, "gbk")), "cp1252"))


def undo_utf8_as_gbk(run: str) -> Repair | None:
    """The best repair of a run of UTF-8 pieces, or None where it is no garble."""
    once = codecs.decode_utf8(codecs.unread(run, "gbk"))
    best: Repair | None = None
    for kind, cause, repaired in (
        ("utf8-as-gbk", "utf8-as-gbk", once),
        ("utf8-as-gbk-twice", "utf8-as-gbk-twice", codecs.decode_utf8(codecs.unread(once, "gbk"))),
        ("utf8-as-latin", "utf8-as-cp1252-as-gbk", codecs.decode_utf8(codecs.unread(once, "cp1252"))),
    ):
        kept = repaired.replace("\ufffd", "")
        score, han = evidence(kept)
        signs = sum(char in SIGNS for char in kept)
        if han < 4 and kind == "utf8-as-gbk" and not in_step(run) and not TWO_TOGETHER.search(repaired):
            continue
        formed = kind == "utf8-as-gbk" and han >= 2 and len(run) >= 4 and score > -10.0
        formed = formed and in_step(run) and shown_cost(run) > 9.5 * len(run)
        if han + signs >= 2 and (score > 1.0 or formed) and (best is None or score > best.score):
            best = Repair(kind, cause, repaired, score, han)
    if best is None and ("锟斤" in once or "斤拷" in once or ("锟" in once and "拷" in once)):
        return Repair("utf8-as-gbk-twice", "replacement-as-gbk-twice", once, 10.0, 0)
    if best is None and LONE.search(run) and len(run) <= 3:
        return Repair("utf8-as-gbk", "utf8-as-gbk", once, 3.0, 0)
    return best


IN_STEP = re.compile(
    rb"[\x80-\xbf]{0,2}(?:[\x00-\x19\x1b-\x7f]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
    rb"|[\xe0-\xef][\x80-\xbf]?(?=[\x00-\x7f]))*(?:[\xc2-\xef][\x80-\xbf]?)?"
)


TWO_TOGETHER = re.compile("[\u4e00-\u9fff][，。、：；！？]?[\u4e00-\u9fff]")
"""Two Han with no lost byte between: text that lost its private-use characters (浣犲ソ锛屾杩庤闂) has these."""


def in_step(run: str) -> bool:
    """Whether the bytes of a run break the form of UTF-8 only where a byte is lost or at the ends.

    Clean verse has pieces by chance (旋煮山泉瀹建茶。 gives 宽 and 衣), with stray bytes between them."""
    return all(IN_STEP.fullmatch(piece) for piece in codecs.unread(run, "gbk").split(bytes((codecs.LOST,))))


SIGNS = frozenset("，。、：；！？（）“”《》·—…　【】")

# --- double-byte mistakes ---------------------------------------------------------------------------


def undo_shift(shown: str) -> str:
    """GBK whose first shown byte is really a trail byte: the lost byte is unknown, the rest is shifted."""
    raw = codecs.unread(shown, "gbk")
    return "\ufffd" + codecs.decode_gbk(raw[1:])


DOUBLE: tuple[tuple[str, str, Callable[[str], str]], ...] = (
    ("as-big5", "gbk-as-big5", lambda shown: codecs.decode_gbk(codecs.unread(shown, "cp950"))),
    ("big5-as-gbk", "big5-as-gbk", lambda shown: codecs.decode_big5(codecs.unread(shown, "gbk"))),
    ("as-korean", "gbk-as-euc-kr", lambda shown: codecs.decode_gbk(codecs.unread(shown, "cp949"))),
    ("as-japanese", "gbk-as-shift-jis", lambda shown: codecs.decode_gbk(codecs.unread(shown, "cp932"))),
    ("as-japanese", "utf8-as-shift-jis", lambda shown: codecs.decode_utf8(codecs.unread(shown, "cp932"))),
    ("as-big5", "utf8-as-big5", lambda shown: codecs.decode_utf8(codecs.unread(shown, "cp950"))),
    ("as-korean", "utf8-as-euc-kr", lambda shown: codecs.decode_utf8(codecs.unread(shown, "cp949"))),
    ("utf16-swapped", "utf16-swapped", codecs.swap_utf16),
    ("byte-lost", "gbk-shifted", undo_shift),
)

RARE = "[rxKGPowztslecjF]"
PAIRED = re.compile(f"{RARE}(?:[^a ]{{0,3}}{RARE})+")
PAIRED_KOREAN = re.compile(f"(?:{RARE}|g(?=[hmrx])|[hmrx](?=g))(?:[^a ]{{0,3}}(?:{RARE}|g(?=[hmrx])|[hmrx](?=g)))+")
"""On class letters: unusual characters at most three apart. Hangul beside Han is unusual: Korean text sets
Hanja apart by parentheses."""

SINGLY = re.compile("[rxKGPowztslecjFg]")
WORD = re.compile("[^a ]+")
SHORT_WORD = 9
SHORT_ODD = re.compile("[rxKGPowztj]|m.?.?m|g[hmrx]|[hmrx]p?g")
"""A short text is looked at for one unusual character, or for two that are merely not common."""

HALF_KANA = re.compile("[\uff61-\uff9f]")
"""One byte of Shift-JIS each, so that a pair of them stands for one Han character."""

ODD = re.compile("[rxKGPowj]|g[hmrx]|[hmrx]p?g|m.?.?m")
EAST = re.compile("[hmrxkKgGPj]")


def suspects(classes: str) -> Iterator[tuple[int, int]]:
    """Stretches that the double-byte inverses are tried on."""
    if SINGLY.search(classes):
        for match in (PAIRED_KOREAN if "g" in classes else PAIRED).finditer(classes):
            yield match.span()
    for match in WORD.finditer(classes):
        if match.end() - match.start() <= SHORT_WORD and SHORT_ODD.search(match.group()):
            yield match.span()


def double_byte(text: str, classes: str) -> Iterator[Garble]:
    """Stretches that some double-byte mistake turns into good Chinese."""
    for start, end in dict.fromkeys(suspects(classes)):
        letters = classes[start:end]
        if not (ODD.search(letters) and EAST.search(letters)):
            continue
        wide_start, wide_end = widen(classes, start, end)
        best: Repair | None = None
        bounds = (start, end)
        for first, last in dict.fromkeys(((wide_start, wide_end), (start, end))):
            found = undo_double(text[first : min(last, first + SAMPLE)])
            if found and (best is None or found.score > best.score):
                best, bounds = found, (first, last)
        if best:
            first, last = bounds
            repaired = best.text
            if last - first > SAMPLE:
                repaired = next(undo for kind, cause, undo in DOUBLE if cause == best.cause)(text[first:last])
            yield garble(text, first, last, best.kind, best.cause, repaired, confidence(best.score))


def alike(shown: str, repaired: str) -> bool:
    """Whether a repair left Han as they were (it fell back into step): then nothing was shifted."""
    return any(char in repaired for char in set(shown) if "\u3400" <= char <= "\u9fff")


def widen(classes: str, start: int, end: int) -> tuple[int, int]:
    """The word (stretch without ASCII or space) around a span, at most a dozen characters further."""
    first, last = start, end
    while first > max(0, start - 12) and classes[first - 1] not in "a ":
        first -= 1
    while last < min(len(classes), end + 12) and classes[last] not in "a ":
        last += 1
    return first, last


LEAST = {0: 99.0, 1: 99.0, 2: 9.5, 3: 7.0}
"""Evidence asked of a repair with few Han, nats. Two rare characters of verse (羶涴, 醪涴) give two common
ones by chance with 4 to 5 nats; so did 傖啖 -> 成败 and 泫萸 -> 甜点, which are even words (5 to 9)."""

LEAST_GAIN = 14.0
"""How much better the repair must be than the shown text, nats. Half-width kana, two to a Han character, are
cheap as shown (GBK 第四章价 as ｵﾚﾋﾄﾕﾂｼﾛ gains 11): there good evidence makes up for it."""

LEAST_MIXED = {0: 99.0, 1: 99.0, 2: 5.5, 3: 4.5}
"""The same where scripts are mixed, which verse does not do."""

STRANGE_GAIN, STRANGE_SCORE = 20.0, 1.0
"""Scripts mixed as no language does (샙쫘땔珞 is GBK 机乱丢炸): where the shown text is hopeless, little evidence will
do."""


def is_far_likelier(shown: str, repaired: str) -> bool:
    """Whether a repair is Chinese, and far likelier than what was shown."""
    score, han = evidence(repaired)
    gain = shown_cost(shown) - repaired_cost(repaired, score, han)
    return gain >= LEAST_GAIN and score >= max(LEAST_MIXED.get(han, 4.5), 0.7 * han)


HAN_ONLY = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uff60]*")


def undo_double(shown: str) -> Repair | None:
    """The best repair of a stretch by the double-byte inverses, or None where it is better as it is."""
    cost = shown_cost(shown)
    size = len(shown)
    kana = len(HALF_KANA.findall(shown))
    if cost < (7.4 + 0.15 * min(size, 12)) * size - 5.2 * kana:
        return None
    least = LEAST if HAN_ONLY.fullmatch(shown) else LEAST_MIXED
    holed = "\ufffd" in shown or "?" in shown
    best: Repair | None = None
    for kind, cause, undo in DOUBLE:
        repaired = undo(shown)
        if cause == "gbk-shifted" and alike(shown, repaired):
            continue
        kept = repaired.replace("\ufffd", "") if holed else repaired
        score, han = evidence(kept)
        gain = cost - repaired_cost(kept, score, han)
        strange = least is LEAST_MIXED and gain >= STRANGE_GAIN and han >= 3
        if not (strange and score >= STRANGE_SCORE) and (score < least.get(han, 4.5) or score < 0.7 * han):
            continue
        if gain < LEAST_GAIN and (score < 8.0 or gain < 9.0 or 2 * kana < size):
            continue
        if best is None or score > best.score:
            best = Repair(kind, cause, repaired, score, han)
    return best


def confidence(score: float) -> float:
    """Confidence of a statistical finding: 0.7 at the threshold, 0.97 from 20 nats on."""
    return round(min(0.97, 0.6 + score / 54), 2)

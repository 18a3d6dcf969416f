"""How usual a piece of text is: costs of characters and pairs, in nats (-ln of a probability).

Two questions are asked of the tables (``checks/text/tables/garbling.txt``, read once on first need):

* ``shown_cost``: how improbable is what the reader sees, as clean text of *any* language?
* ``evidence``: how much better is a candidate repair explained as Chinese than as random code points?

A garble is a text that is improbable as shown and whose inverse transcoding is good Chinese.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

TABLE = Path(__file__).parent.parent / "tables" / "garbling.txt"

RANDOM_HAN = 8.8
"""Cost of one Han character under the null hypothesis: uniform over the 6,763 characters of GB 2312
(ln 6763 = 8.82). A wrong inverse gives such characters; real Chinese costs about 6.5 each alone and
2 to 4 inside a known word."""

UNSEEN_HAN = 20.0
"""Cost of a Han character that neither jieba nor wordfreq has: beyond their rarest (19.5)."""

UNSEEN_HANGUL = 14.0
"""Cost of a Hangul syllable outside wordfreq's Korean list (about 1,300 of 11,172 are in it)."""

SWITCH = 6.0
"""Cost of a change of script inside a word. Clean counter-examples exist (α射线, Τокио), so that a
single change is never enough for an alarm."""


class Tables(msgspec.Struct, frozen=True):
    """The parsed table file."""

    chinese: dict[str, float]
    """Cost of each simplified Han character in Chinese."""
    elsewhere: dict[str, float]
    """Cost of kanji and Hangul syllables in Japanese and Korean."""
    simplified: dict[str, str]
    """Traditional to simplified character."""
    pairs: dict[str, str]
    """First character to its followers, with level digits (see the table's header)."""
    classes: str
    """Class letter of each code point below U+10000 (see ``class_of``)."""


@cache
def tables() -> Tables:
    """Read and index the table file (about a tenth of a second, once a process)."""
    chinese: dict[str, float] = {}
    elsewhere: dict[str, float] = {}
    simplified: dict[str, str] = {}
    pairs: dict[str, str] = {}
    section = ""
    for line in TABLE.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        if line.startswith("["):
            section = line
        elif section == "[pairs]":
            pairs[line[0]] = line[1:]
        elif section == "[simplified]":
            simplified = dict(zip(line[::2], line[1::2], strict=True))
        else:
            tier, _space, group = line.partition(" ")
            target = chinese if section == "[chars]" else elsewhere
            cost = float(tier)
            for char in group:
                target[char] = cost if char not in target else min(cost, target[char])
    classes = [class_of(chr(code), chinese, elsewhere, simplified) for code in range(0x10000)]
    return Tables(chinese, elsewhere, simplified, pairs, "".join(classes))


RANGES: tuple[tuple[int, str], ...] = (
    # upper end (inclusive), class letter
    (0x08, "z"), (0x0D, " "), (0x1F, "z"), (0x20, " "), (0x7E, "a"), (0x9F, "z"), (0xA0, " "), (0xBF, "s"),
    (0x2AF, "l"), (0x36F, "i"), (0x3FF, "e"), (0x52F, "c"), (0x7FF, "w"), (0x10FF, "o"),
    (0x11FF, "g"), (0x1DFF, "o"), (0x1EFF, "l"), (0x1FFF, "e"), (0x206F, "p"), (0x24FF, "t"), (0x25A0, "b"),
    (0x2BFF, "t"), (0x2E7F, "o"), (0x2FFF, "t"), (0x303F, "p"), (0x30FF, "k"), (0x312F, "j"), (0x318F, "g"),
    (0x31FF, "j"), (0x33FF, "t"), (0x4DBF, "x"), (0x4DFF, "t"), (0x9FFF, "x"), (0xABFF, "o"), (0xD7A3, "G"),
    (0xDFFF, "o"), (0xF8FF, "P"), (0xFAFF, "r"), (0xFDCF, "o"), (0xFDEF, "z"), (0xFE4F, "o"), (0xFE6F, "t"),
    (0xFEFE, "o"), (0xFEFF, "p"), (0xFF60, "p"), (0xFF9F, "K"), (0xFFDC, "o"), (0xFFEF, "p"), (0xFFFC, "o"),
    (0xFFFD, "F"), (0xFFFF, "z"),
)  # fmt: skip
"""Class letters by block: a ASCII; z control; s Latin-1 sign; l Latin beyond ASCII; e Greek; c Cyrillic;
i combining marks; w scripts U+0530 to U+07FF; o other scripts; p punctuation and full-width forms; t other symbols;
b box drawing; k kana; K half-width kana; j Bopomofo; h m r x Han from common to unseen;
g G Hangul known, unknown; P private use; F the replacement character."""

COMMON, KNOWN, RARE = 10.5, 13.0, 16.5
"""Bounds of the Han classes h | m | r | x, in nats. 10.5 holds some 2,600 characters (96 % of running
text), 13 some 4,500, 16.5 some 8,000."""


def class_of(char: str, chinese: dict[str, float], elsewhere: dict[str, float], simplified: dict[str, str]) -> str:
    """The class letter of a character of the Basic Multilingual Plane."""
    code = ord(char)
    if char in "«»":
        return "p"
    letter = next(letter for end, letter in RANGES if code <= end)
    if letter == "x":
        cost = min(chinese.get(simplified.get(char, char), UNSEEN_HAN), elsewhere.get(char, UNSEEN_HAN))
        return "h" if cost <= COMMON else "m" if cost <= KNOWN else "r" if cost <= RARE else "x"
    if letter == "G" and char in elsewhere:
        return "g"
    return letter


def pair_level(first: str, second: str) -> int:
    """How strongly two simplified characters go together: ln(P(b|a)/P(b)) rounded down, 0 if unknown."""
    followers = tables().pairs.get(first, "")
    place = followers.find(second)
    while place >= 0:
        char = followers[place]
        if "0" <= char <= "9":
            return int(char)
        place -= 1
    return 0


def evidence(text: str) -> tuple[float, int]:
    """How far Chinese beats random code points in explaining ``text``.

    Returns the log likelihood ratio in nats (large and positive: Chinese) and the number of Han
    characters. ASCII is neutral, punctuation of Chinese text counts a little, signs of a failed
    inverse (U+FFFD, controls, private use, other scripts) count against.
    """
    table = tables()
    total = 0.0
    han = 0
    before = ""
    for char in text:
        code = ord(char)
        if 0x3400 <= code <= 0x9FFF:
            plain = table.simplified.get(char, char)
            cost = table.chinese.get(plain, UNSEEN_HAN)
            level = pair_level(before, plain) if before else 0
            total += RANDOM_HAN - cost + (level + 0.5 if level else -0.5 if before else 0.0)
            han += 1
            before = plain
            continue
        before = ""
        if code < 0x80:
            if code < 0x20 or code == 0x7F:
                total -= 3.0
        elif char in CHINESE_SIGNS:
            total += 3.0
        elif "０" <= char <= "ｚ":
            total += 2.0
        else:
            total -= 4.0
    return total, han


def repaired_cost(repaired: str, score: float, han: int) -> float:
    """Cost of a repaired text in nats, beside ``shown_cost`` of what was shown; *score* and *han* are its evidence."""
    return RANDOM_HAN * han - score + 3.0 * (len(repaired) - han)


CHINESE_SIGNS = frozenset("，。、：；！？（）“”《》·—…")
"""Punctuation that real Chinese has often (each about 1 to 5 % of characters)."""

BASE_COST = {
    " ": 2.0, "a": 3.0, "i": 4.0, "z": 12.0, "s": 8.0, "l": 5.5, "e": 3.5, "c": 5.5, "w": 4.0, "o": 4.5, "p": 4.0,
    "t": 8.0, "b": 7.0, "k": 4.0, "K": 4.3, "j": 5.0, "P": 12.0, "F": 12.0, "G": UNSEEN_HANGUL,
}  # fmt: skip
"""Cost of a character by class; Han and known Hangul have their own (see ``shown_cost``)."""

SCRIPT = {"h": "H", "m": "H", "r": "H", "x": "H", "k": "H", "g": "g", "G": "g", "j": "j"}
"""Classes that mix freely inside a word, under one letter; other letters stand for themselves."""

NEUTRAL = frozenset(" aiptF")
"""Classes that may stand beside any script."""


def shown_cost(text: str) -> float:
    """-ln of the probability of ``text`` as clean text of some language, roughly, in nats."""
    table = tables()
    total = 0.0
    before = before_plain = ""
    script_before = " "
    for char in text:
        letter = table.classes[ord(char)] if char < "\U00010000" else "o"
        plain = ""
        if letter in "hmrx":
            plain = table.simplified.get(char, char)
            cost = min(table.chinese.get(plain, UNSEEN_HAN), table.elsewhere.get(char, UNSEEN_HAN))
            if before_plain:
                cost -= pair_level(before_plain, plain)
        elif letter == "g":
            cost = table.elsewhere.get(char, 8.0)
        else:
            cost = BASE_COST[letter]
            if letter == "c":
                cost = CYRILLIC_COST.get(char.lower(), cost) + case_cost(before, char)
            elif letter == "l":
                cost += case_cost(before, char)
            elif letter == "K" and char in "｡｢｣､･":
                cost += 3.0
        if char == before:
            cost = 1.0
        script = SCRIPT.get(letter, letter) if letter not in "ow" else str(ord(char) >> 8)
        if script != script_before and script not in NEUTRAL and script_before not in NEUTRAL:
            cost += SWITCH
        total += cost
        before, before_plain, script_before = char, plain, script
    return total


CYRILLIC_COST = dict(
    zip(
        "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъ",
        (2.2, 2.5, 2.5, 2.6, 2.7, 2.8, 2.9, 3.0, 3.1, 3.1, 3.4, 3.4, 3.5, 3.6, 3.6, 3.9, 4.0, 4.0, 4.1, 4.1, 4.1,
         4.2, 4.4, 4.6, 4.7, 4.9, 5.1, 5.3, 5.6, 5.7, 6.0, 7.8),
        strict=True,
    )
)  # fmt: skip
"""-ln of the frequency of the Russian letters (Russian National Corpus)."""


def case_cost(before: str, char: str) -> float:
    """Extra cost of a letter for its case: a capital is rarer, and after a small letter unusual."""
    if not char.isupper():
        return 0.0
    return 5.0 if before.islower() else 1.0

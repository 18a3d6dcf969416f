"""Recipes that garble clean Chinese the ways it happens on real sites, for measuring the detector.

The decoders here follow the WHATWG Encoding Standard byte by byte and share no code with the detector,
so that a mistake in one is not hidden by the same mistake in the other.
"""

from __future__ import annotations

import base64
import random
from collections.abc import Callable
from functools import cache

Recipe = Callable[[str, random.Random], str]


@cache
def pair_table(codec: str) -> dict[bytes, str]:
    """Two-byte sequences of a codec -> characters."""
    table = {}
    for lead in range(0x81, 0xFF):
        for trail in range(0x40, 0xFF):
            raw = bytes((lead, trail))
            char = raw.decode(codec, "ignore")
            if len(char) == 1 and ord(char) >= 0x80:
                table[raw] = char
    return table


def gbk(raw: bytes, lost: str = "\ufffd", swallow: bool = False) -> str:
    """Decode GBK as a browser does; with ``swallow`` as .NET and cp936 tools do (both bytes are lost)."""
    table = pair_table("gb18030")
    out = []
    place = 0
    while place < len(raw):
        byte = raw[place]
        if byte < 0x80:
            out.append(chr(byte))
        elif byte == 0x80:
            out.append("€")
        elif byte == 0xFF or place + 1 == len(raw):
            out.append(lost)
        else:
            char = table.get(raw[place : place + 2])
            if char is not None:
                out.append(char)
                place += 1
            else:
                out.append(lost)
                if raw[place + 1] >= 0x80 or swallow:
                    place += 1
        place += 1
    return "".join(out)


def cp1252(raw: bytes) -> str:
    """Decode windows-1252 as a browser does (five bytes become C1 controls)."""
    return "".join(bytes((b,)).decode("cp1252", "ignore") or chr(b) for b in raw)


def gb(text: str) -> bytes:
    """GBK bytes of the text."""
    return text.encode("gb18030").replace(b"\xa2\xe3", b"\x80")


@cache
def to_taiwan() -> Callable[[str], str]:
    """OpenCC's simplified to traditional (Taiwan standard) converter."""
    import opencc  # type: ignore[import-not-found,import-untyped,unused-ignore]

    convert: Callable[[str], str] = opencc.OpenCC("s2tw").convert
    return convert


def in_big5(text: str) -> str:
    """Traditional text within Big5."""
    return to_taiwan()(text).encode("cp950", "ignore").decode("cp950")


def byte_lost(s: str, rng: random.Random) -> str:
    """One byte of the GBK bytes deleted."""
    raw = gb(s)
    places = [i for i, b in enumerate(raw) if b >= 0x80]
    place = rng.choice(places[: max(1, len(places) * 2 // 3)]) if places else 0
    return gbk(raw[:place] + raw[place + 1 :])


def cut(s: str, rng: random.Random) -> str:
    """UTF-8 cut inside the last character."""
    raw = s.encode()
    while raw and raw[-1] < 0x80:
        raw = raw[:-1]
    return raw[: -rng.choice((1, 2))].decode("utf-8", "replace")


def hole(s: str, rng: random.Random) -> str:
    """One or two bytes missing in the middle of UTF-8."""
    raw = s.encode()
    places = [i for i, b in enumerate(raw) if b >= 0xE0]
    place = rng.choice(places)
    return (raw[: place + 1] + raw[place + rng.choice((2, 3)) :]).decode("utf-8", "replace")


def replaced_han(s: str, rng: random.Random) -> str:
    """An inner Han character becomes a private-use character."""
    inner = [i for i in range(1, len(s) - 1) if all("\u4e00" <= c <= "\u9fff" for c in s[i - 1 : i + 2])]
    if not inner:
        return s
    place = rng.choice(inner)
    return s[:place] + chr(rng.randrange(0xE000, 0xE766)) + s[place + 1 :]


def with_control(s: str, rng: random.Random) -> str:
    """A control character or noncharacter is inserted."""
    pool = [c for c in (*range(1, 32), *range(0x7F, 0xA0), 0xFFFE, 0xFDD0) if c not in (9, 10, 12, 13)]
    place = rng.randrange(len(s) + 1)
    return s[:place] + chr(rng.choice(pool)) + s[place:]


def with_entity(s: str, rng: random.Random) -> str:
    """Entities inserted, or the characters themselves written as references."""
    way = rng.randrange(3)
    if way == 0:
        place = rng.randrange(len(s) + 1)
        name = rng.choice(("&nbsp;", "&ldquo;", "&middot;", "&lt;", "&quot;", "&amp;", "&#160;", "&mdash;"))
        return s[:place] + name * rng.choice((1, 1, 2)) + s[place:]
    form = "&#x{:X};" if way == 1 else "&#{};"
    return "".join(form.format(ord(c)) if ord(c) > 127 else c for c in s)


def percent(s: str, rng: random.Random) -> str:
    """URL escapes of UTF-8 or GBK."""
    codec = rng.choice(("utf-8", "gb18030"))
    return "".join(c if c.isascii() else "".join(f"%{b:02X}" for b in c.encode(codec)) for c in s)


def escaped(form: str) -> Recipe:
    """Each character beyond ASCII by its code point in ``form``."""
    return lambda s, rng: "".join(form.format(ord(c)) if ord(c) > 127 else c for c in s)


def mime(s: str, rng: random.Random) -> str:
    """A mail header word."""
    charset, codec = rng.choice((("gb2312", "gb18030"), ("utf-8", "utf-8"), ("GBK", "gb18030")))
    return f"=?{charset}?B?{base64.b64encode(s.encode(codec)).decode()}?="


def memory(s: str, rng: random.Random) -> str:
    """A fill pattern as long as the text."""
    return rng.choice("烫屯葺铪") * max(4, len(s))


def swapped(s: str, rng: random.Random) -> str:
    """The bytes of each UTF-16 unit exchanged."""
    return s.encode("utf-16-le").decode("utf-16-be", "replace")


def lost_in_gb2312(s: str, rng: random.Random) -> str:
    """Some characters replaced by a question mark, as by a small charset."""
    places = [i for i, c in enumerate(s) if "\u4e00" <= c <= "\u9fff"]
    for place in rng.sample(places, max(1, len(places) // 12)) if places else ():
        s = s[:place] + "?" + s[place + 1 :]
    return s


def utf8_read_as(codec: str) -> Recipe:
    """UTF-8 decoded by another codec."""
    return lambda s, rng: s.encode().decode(codec, "replace")


def gbk_read_as(codec: str) -> Recipe:
    """GBK decoded by another codec."""
    return lambda s, rng: gb(s).decode(codec, "replace")


def again(raw: bytes) -> str:
    """windows-1252, stored as UTF-8, read as windows-1252 again."""
    return cp1252(cp1252(raw).encode())


# name -> (recipe, kinds that name it rightly)
RECIPES: dict[str, tuple[Recipe, frozenset[str]]] = {
    "utf8_gbk": (lambda s, rng: gbk(s.encode()), frozenset({"utf8-as-gbk"})),
    "utf8_gbk_question": (lambda s, rng: gbk(s.encode(), "?"), frozenset({"utf8-as-gbk"})),
    "utf8_gbk_swallow": (lambda s, rng: gbk(s.encode(), "?", True), frozenset({"utf8-as-gbk"})),
    "utf8_gbk_bom": (
        lambda s, rng: gbk(b"\xef\xbb\xbf" + s.encode()),
        frozenset({"utf8-as-gbk", "byte-order-mark"}),
    ),
    "utf8_gbk_traditional": (lambda s, rng: gbk(to_taiwan()(s).encode()), frozenset({"utf8-as-gbk"})),
    "utf8_gbk_twice": (lambda s, rng: gbk(gbk(s.encode()).encode()), frozenset({"utf8-as-gbk-twice"})),
    "gbk_utf8": (lambda s, rng: gb(s).decode("utf-8", "replace"), frozenset({"gbk-as-utf8"})),
    "gbk_utf8_question": (
        lambda s, rng: gb(s).decode("utf-8", "replace").replace("\ufffd", "?"),
        frozenset({"gbk-as-utf8", "question-marks"}),
    ),
    "kun_jin_kao": (
        lambda s, rng: gbk(gb(s).decode("utf-8", "replace").encode()),
        frozenset({"replacement-as-gbk"}),
    ),
    "kun_jin_kao_twice": (
        lambda s, rng: gbk(gbk(gb(s).decode("utf-8", "replace").encode()).encode()),
        frozenset({"utf8-as-gbk-twice", "replacement-as-gbk"}),
    ),
    "gbk_cp1252": (lambda s, rng: cp1252(gb(s)), frozenset({"gbk-as-latin"})),
    "gbk_latin1": (gbk_read_as("latin-1"), frozenset({"gbk-as-latin"})),
    "gbk_cp1250": (gbk_read_as("cp1250"), frozenset({"gbk-as-latin"})),
    "utf8_cp1252": (lambda s, rng: cp1252(s.encode()), frozenset({"utf8-as-latin"})),
    "utf8_latin1": (utf8_read_as("latin-1"), frozenset({"utf8-as-latin"})),
    "utf8_cp1252_twice": (lambda s, rng: again(s.encode()), frozenset({"utf8-as-latin"})),
    "utf8_cp1252_gbk": (lambda s, rng: gbk(cp1252(s.encode()).encode()), frozenset({"utf8-as-latin"})),
    "gbk_cp437": (gbk_read_as("cp437"), frozenset({"as-cp437"})),
    "utf8_cp437": (utf8_read_as("cp437"), frozenset({"as-cp437"})),
    "gbk_cp850": (gbk_read_as("cp850"), frozenset({"as-cp437"})),
    "gbk_cp1251": (gbk_read_as("cp1251"), frozenset({"as-cyrillic"})),
    "utf8_cp1251": (utf8_read_as("cp1251"), frozenset({"as-cyrillic"})),
    "gbk_koi8": (gbk_read_as("koi8-r"), frozenset({"as-cyrillic"})),
    "gbk_euckr": (gbk_read_as("cp949"), frozenset({"as-korean"})),
    "gbk_sjis": (gbk_read_as("cp932"), frozenset({"as-japanese"})),
    "utf8_sjis": (utf8_read_as("cp932"), frozenset({"as-japanese"})),
    "gbk_big5": (gbk_read_as("cp950"), frozenset({"as-big5"})),
    "utf8_big5": (utf8_read_as("cp950"), frozenset({"as-big5"})),
    "big5_gbk": (lambda s, rng: gbk(in_big5(s).encode("cp950")), frozenset({"big5-as-gbk"})),
    "utf16_swapped": (swapped, frozenset({"utf16-swapped"})),
    "byte_lost": (byte_lost, frozenset({"byte-lost", "cut"})),
    "cut": (cut, frozenset({"cut"})),
    "hole": (hole, frozenset({"cut"})),
    "questions": (lambda s, rng: s.encode("ascii", "replace").decode(), frozenset({"question-marks"})),
    "entities": (with_entity, frozenset({"raw-entities"})),
    "percent": (percent, frozenset({"raw-escapes"})),
    "percent_u": (escaped("%u{:04X}"), frozenset({"raw-escapes"})),
    "backslash_u": (escaped("\\u{:04x}"), frozenset({"raw-escapes"})),
    "bare_u": (escaped("u{:04x}"), frozenset({"raw-escapes"})),
    "mime": (mime, frozenset({"raw-escapes"})),
    "private_use": (replaced_han, frozenset({"private-use"})),
    "control": (with_control, frozenset({"control-characters"})),
    "memory": (memory, frozenset({"uninitialised-memory"})),
    "hard_ignored": (lambda s, rng: gb(s).decode("utf-8", "ignore"), frozenset({"gbk-as-utf8"})),
    "hard_partial": (lost_in_gb2312, frozenset({"partial-loss"})),
}
"""The recipes of the specification's section 2 and what real samples showed beside them."""

HARD = frozenset({"hard_ignored", "hard_partial"})
"""Kinds that goals are stated for apart: hardly anything of the text is left, or nearly all is sound."""

EXTRA = frozenset(
    {"gbk_cp1250", "utf8_cp437", "gbk_cp850", "utf8_cp1251", "gbk_koi8", "utf8_big5",
     "utf8_cp1252_gbk", "kun_jin_kao_twice"}
)  # fmt: skip
"""Beyond the specification's table (measured with the rest)."""


def countable(clean: str, shown: str) -> bool:
    """Whether a garbled sample is one: it differs, and it is not empty or reduced to plain ASCII by luck."""
    return bool(shown.strip()) and shown != clean

"""Undoing a wrong decoding: from shown characters back to bytes, as the WHATWG decoders made them.

Source: WHATWG Encoding Standard (https://encoding.spec.whatwg.org/). Where Python's codecs differ from
what a browser shows, the browser is followed: 0x80 of GBK is the euro sign; the user-defined areas of
GBK are private use; windows-1252 leaves 81 8D 8F 90 9D as C1 controls.
"""

from __future__ import annotations

import re
from functools import cache

from checks.text.garbling.language import evidence

LOST = 0x1A
"""Byte that stands for a byte that cannot be known (shown as U+FFFD or ``?``). SUBSTITUTE is a control
character that neither UTF-8 nor a GBK pair of text contains."""

SINGLE_BYTE = (
    "cp1252",
    "cp437",
    "cp1251",
    "cp1250",
    "cp850",
    "koi8-r",
    "cp866",
    "mac-roman",
    "cp1254",
    "cp1253",
)
"""Single-byte code pages that a client may take Chinese bytes for, the likeliest first."""

DOUBLE_BYTE = ("cp950", "cp949", "cp932")
"""Python's names of Big5, EUC-KR and Shift-JIS with the vendors' extensions that browsers have too."""


@cache
def bytes_of(codec: str) -> dict[str, bytes]:
    """Shown character -> its bytes in ``codec``, for characters beyond ASCII."""
    table: dict[str, bytes] = {}
    if codec in SINGLE_BYTE:
        for byte in range(0xFF, 0x7F, -1):
            raw = bytes((byte,))
            char = raw.decode(codec, "ignore")
            table[char or chr(byte)] = raw
        if codec == "cp1252":  # ISO-8859-1 proper (databases, Java) shows C1 controls for 80 to 9F
            for byte in range(0x80, 0xA0):
                table.setdefault(chr(byte), bytes((byte,)))
        return table
    python = "gb18030" if codec == "gbk" else codec
    for lead in range(0xFE, 0x80, -1):
        for trail in range(0xFE, 0x3F, -1):
            raw = bytes((lead, trail))
            char = raw.decode(python, "ignore")
            if len(char) == 1 and char >= "\x80":
                table[char] = raw
    if codec == "cp950":
        for lead in range(0x87, 0xFF):  # WHATWG's Big5 holds the Hong Kong characters
            for trail in range(0x40, 0xFF):
                raw = bytes((lead, trail))
                char = raw.decode("big5hkscs", "ignore")
                if len(char) == 1 and char >= "\x80":
                    table.setdefault(char, raw)
    if codec == "cp932":
        for byte in (0x80, 0xA0, *range(0xA1, 0xE0), 0xFD, 0xFE, 0xFF):
            table[bytes((byte,)).decode("cp932")] = bytes((byte,))
    if codec == "gbk":
        table["€"] = b"\x80"
    return table


def unread(shown: str, codec: str) -> bytes:
    """The bytes that ``codec`` showed as ``shown``; a character it cannot have shown becomes ``LOST``."""
    table = bytes_of(codec)
    out = bytearray()
    for char in shown:
        raw = table.get(char)
        if raw is not None:
            out += raw
        elif char < "\x80" and char != "?":
            out.append(ord(char))
        else:
            out.append(LOST)
    return bytes(out)


UTF8_CHARS = re.compile(
    rb"(?:[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}"
    rb"|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3})+"
)
"""Well-formed UTF-8 beyond ASCII (Unicode standard, table 3-7)."""


def decode_utf8(raw: bytes) -> str:
    """Decode the well-formed parts; each stretch of other bytes beyond ASCII becomes one U+FFFD."""
    out: list[str] = []
    end = 0
    for match in UTF8_CHARS.finditer(raw):
        out.append(loose(raw[end : match.start()]))
        out.append(match.group().decode("utf-8"))
        end = match.end()
    out.append(loose(raw[end:]))
    return "".join(out)


def loose(raw: bytes) -> str:
    """ASCII as it is, each stretch of anything else as one U+FFFD."""
    return re.sub(r"[\x80-\xff\x1a]+", "\ufffd", raw.decode("latin-1"))


def decode_gbk(raw: bytes) -> str:
    """Decode as GBK; see ``decode_pairs``."""
    return decode_pairs(raw, "gb18030")


def decode_big5(raw: bytes) -> str:
    """Decode as Big5; see ``decode_pairs``."""
    return decode_pairs(raw, "cp950")


def decode_pairs(raw: bytes, codec: str) -> str:
    """Decode a double-byte codec; what is no pair becomes U+FFFD.

    After a lost byte it is not known whether the next byte is the first or the second of a pair: the
    reading that makes better Chinese is taken.
    """
    head, *rest = raw.split(bytes((LOST,)))
    out = [head.decode(codec, "replace")]
    for piece in rest:
        in_step = piece.decode(codec, "replace")
        if len(piece) > 1 and piece[0] >= 0x80:
            shifted = piece[1:].decode(codec, "replace")
            if evidence(shifted)[0] > evidence(in_step)[0]:
                in_step = shifted
        out.append(in_step)
    return re.sub("\ufffd+", "\ufffd", "\ufffd".join(out))


def swap_utf16(shown: str) -> str:
    """The text whose UTF-16 code units had their bytes exchanged; U+FFFD where that is not text."""
    units = shown.encode("utf-16-le", "surrogatepass")
    swapped = bytearray(len(units))
    swapped[::2], swapped[1::2] = units[1::2], units[::2]
    return swapped.decode("utf-16-le", "replace")

"""Bytes to text as a browser does it: BOM, then the HTTP header, then a meta tag, then the bytes themselves.

Decoders behave as those of the WHATWG Encoding Standard, because that is what a reader sees: every GB name is
decoded as gb18030, the byte 0x80 in it is the euro sign, latin-1 means windows-1252.
"""

from __future__ import annotations

import codecs
import re
from itertools import islice

from w3lib.encoding import http_content_type_encoding, resolve_encoding

from checks.artifacts import Encoding

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_META = re.compile(
    rb"""<meta[^>]{0,400}?charset\s*=\s*["']?\s*([A-Za-z0-9_\-:.]{2,40})|<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9_\-:.]{2,40})""",
    re.IGNORECASE,
)
_NO_LEAD_BYTE = re.compile(rb"\x80+|\xff+")
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
#: Python's decoders by the names of the WHATWG Encoding Standard. A label that leads elsewhere (rot13, utf-7) means
#: nothing to a browser; and windows-1252 is what it takes latin-1 and ASCII for, gb18030 every GB name.
_DECODERS = {
    "utf-8": "utf-8", "utf-16-le": "utf-16-le", "utf-16-be": "utf-16-be", "gb18030": "gb18030", "big5": "big5hkscs",
    "euc-jp": "euc_jp", "iso-2022-jp": "iso2022_jp", "shift_jis": "cp932", "euc-kr": "cp949",
    "windows-874": "cp874", "macintosh": "mac-roman", "x-mac-cyrillic": "mac-cyrillic",
    "ibm866": "cp866", "koi8-r": "koi8-r", "koi8-u": "koi8-u",
    **{f"windows-{number}": f"cp{number}" for number in range(1250, 1259)},
    **{f"iso-8859-{part}": f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
}  # fmt: skip
_NAMES = {
    **{codecs.lookup(decoder).name: name for name, decoder in _DECODERS.items()},
    **dict.fromkeys(("gb2312", "gbk", "hz", "euc_cn", "cp936"), "gb18030"),
    **dict.fromkeys(("iso8859-1", "ascii"), "windows-1252"),
    "iso8859-9": "windows-1254", "iso8859-11": "windows-874", "tis-620": "windows-874",
    "utf-16": "utf-16-le", "big5": "big5", "euc_kr": "euc-kr", "shift_jis": "shift_jis",
}  # fmt: skip
#: Words by which the text of an answer is found again in what a page shows, and how many are looked for.
_WORDS, MOST_WORDS = re.compile(r"[^\x00-\x7f]{3,}"), 50
#: A browser looks for a meta declaration in the first 1,024 bytes only (WHATWG HTML, "prescan a byte stream").
META_BYTES = 1024


def _like_a_browser(error: UnicodeError) -> tuple[str, int]:
    """What a WHATWG decoder does where Python's stops."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    byte = error.object[error.start]
    if error.encoding.replace("-", "").lower() in ("gb18030", "gbk", "gb2312"):
        # A run of these two bytes, which begin no character, is answered at once: a body may hold megabytes of them.
        run = _NO_LEAD_BYTE.match(error.object, error.start)
        length = len(run[0]) if run else 1
        return ("€" if byte == 0x80 else "\ufffd") * length, error.start + length
    if error.encoding.lower() in ("cp1252", "windows-1252", "charmap"):
        return chr(byte), error.start + 1
    return "\ufffd", error.end


codecs.register_error("like-a-browser", _like_a_browser)


def decode(body: bytes, content_type: str | None = None) -> tuple[str, Encoding]:
    """The text of *body* and how it was found; *content_type* is the value of the HTTP header, if any."""
    bom = next((name for mark, name in _BOMS if body.startswith(mark)), None)
    http = _name(http_content_type_encoding(content_type)) if content_type else None
    meta = _meta_charset(body)
    looks_like = _detect(body, bom or http or meta)
    # A page whose meta tag says UTF-16 was readable as ASCII, so it is not UTF-16 (WHATWG HTML: use UTF-8).
    used = bom or http or ("utf-8" if meta and meta.startswith("utf-16") else meta) or looks_like or "gb18030"
    data = body[3 if bom == "utf-8" else 2 :] if bom else body
    text = data.decode(_DECODERS[used], "like-a-browser")
    return text, Encoding(
        used=used, bom=bom, http=http, meta=meta,
        detected=looks_like if looks_like != used else None,
        invalid=text.count("\ufffd") - _intended(data, used),
    )  # fmt: skip


def as_sent(body: bytes, used: str, shown: str) -> bytes | None:
    """The bytes of an answer of which a browser gave *body*, read the page by *used* and shows it as *shown*.

    A browser hands on the text that it made of an answer, in UTF-8, by the charset that it believes or by the bytes'
    own, and the bytes themselves where it could make none. None where that cannot be told.
    """
    name = _name(used)
    if name == "utf-8" or body.isascii():
        return body
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return body
    if name is None:
        return None
    if _shows(shown, text):
        try:
            return text.encode(_DECODERS[name])
        except UnicodeEncodeError:
            return None
    return body if _shows(shown, body.decode(_DECODERS[name], "like-a-browser")) else None


def _shows(shown: str, text: str) -> bool:
    """Whether a page shows some words of *text* that are not ASCII; scripts may have changed others."""
    return any(words[0] in shown for words in islice(_WORDS.finditer(text), MOST_WORDS))


def _intended(data: bytes, used: str) -> int:
    """How many U+FFFD stand in the bytes themselves, as somebody's earlier damage, and are not ours."""
    unicode = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
    return data.count("\ufffd".encode(_DECODERS[used])) if used in unicode else 0


def _meta_charset(body: bytes) -> str | None:
    for found in _META.finditer(_COMMENT.sub(b"", body[: META_BYTES * 4])[:META_BYTES]):
        if name := _name((found.group(1) or found.group(2)).decode("ascii")):
            return name
    return None


def _name(label: str | None) -> str | None:
    """The decoder that a browser takes for *label*, or None for a name that means nothing."""
    if not label:
        return None
    resolved = resolve_encoding(label.strip().strip("'\""))
    return _NAMES.get(resolved) if resolved else None


def _detect(body: bytes, declared: str | None = None) -> str | None:
    """What the bytes look like, where they say so clearly; None for plain ASCII and for bytes that fit nothing.

    Nearly all text of the other East Asian encodings can also be read as gb18030, to rare characters: where *declared*
    reads it to what such text is made of, that is what it looks like.
    """
    if body.isascii():
        return None
    for mark, name in _BOMS:
        if body.startswith(mark):
            return name
    if _is_utf8(body):
        return "utf-8"
    text = body.decode("gb18030", "like-a-browser")
    han = sum("\u4e00" <= character <= "\u9fff" for character in text)
    if han and text.count("\ufffd") * 50 <= han:
        return declared if declared in _NEIGHBOURS and _reads_well(body, declared) else "gb18030"
    return None


def _reads_well(body: bytes, name: str) -> bool:
    """Whether *name* reads the bytes to the frequent characters of its language."""
    text = body.decode(_DECODERS[name], "like-a-browser")
    told = [character for character in text if not character.isascii()]
    frequent = sum(map(_NEIGHBOURS[name][0], told))
    return text.count("\ufffd") * 50 <= len(told) and frequent >= _NEIGHBOURS[name][1] * len(told)


def _frequent_in_big5(character: str) -> bool:
    """A mark, or one of the 5,401 frequent characters that Big5 puts before the rare ones."""
    return character.encode("big5", "ignore")[:1] in _BIG5_FREQUENT


def _hangul(character: str) -> bool:
    return "\uac00" <= character <= "\ud7a3"


def _kana(character: str) -> bool:
    return "\u3041" <= character <= "\u30ff"


_BIG5_FREQUENT = frozenset(bytes([lead]) for lead in range(0xA1, 0xC7))
#: The encodings of Korean, traditional Chinese and Japanese sub-sites: which characters tell that they read rightly,
#: and the least share of them. Simplified Chinese read as one of them gives about half, or none.
_NEIGHBOURS = {
    "big5": (_frequent_in_big5, 0.8), "euc-kr": (_hangul, 0.8), "euc-jp": (_kana, 0.2), "shift_jis": (_kana, 0.2),
}  # fmt: skip


def _is_utf8(body: bytes) -> bool:
    """True for valid UTF-8, also when a few sequences were cut by a template or a database field."""
    damaged = body.decode("utf-8", "replace").count("\ufffd") - body.count(b"\xef\xbf\xbd")
    whole = len(re.findall(rb"[\xe0-\xef][\x80-\xbf]{2}", body))
    return damaged == 0 or damaged * 50 <= whole

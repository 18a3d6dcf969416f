"""Garbling that gives itself away by its form: each probe looks for one family of unmistakable signs.

A probe takes the visible text and yields ``Garble`` records. Every pattern names where it was seen and
the clean text that looks alike; see docs/garbled-text.md for the collected reasons.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import html
import html.entities
import quopri
import re
import sys
from bisect import bisect_right
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from checks.text.garbling.codecs import decode_utf8, unread
from checks.text.garbling.kinds import WORDS_LIMIT, Garble
from checks.text.garbling.language import tables

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"


def garble(text: str, start: int, end: int, kind: str, cause: str, repaired: str | None, confidence: float) -> Garble:
    """A record of ``text[start:end]``."""
    return Garble(start, end, kind, text[start : min(end, start + WORDS_LIMIT)], cause, repaired, confidence)


# --- control characters -----------------------------------------------------------------------------

CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]+|(?<=[^\\s])\x0c+(?=[^\\s])")
"""C0 and C1 controls and noncharacters. Seen: 0x03, 0x1F, 0x92 in notices pasted from Word. Not tab, LF, CR;
a form feed only between two characters (elsewhere it is HTML white space). Clean counter-example: none;
zero-width characters, soft hyphens and U+FEFF are not controls and are left alone."""


def controls(text: str) -> Iterator[Garble]:
    """Control characters and noncharacters."""
    for match in CONTROL.finditer(text):
        fixed = ""
        for char in match.group():
            if "\x80" <= char <= "\x9f":
                fixed += char.encode("latin-1").decode("cp1252", "ignore")
        yield garble(text, *match.span(), "control-characters", "control-characters", fixed, 0.97)


# --- private use ------------------------------------------------------------------------------------

PRIVATE = re.compile(f"(?<=[{HAN}])[\ue000-\uf8ff]{{1,4}}(?=[{HAN}])")
"""Private use with Han on both sides: 王\\ue123生. Icon fonts put theirs before or after a label, so one
side is an edge, a space or punctuation; so is a bullet of Symbol or Wingdings."""


def private_use(text: str) -> Iterator[Garble]:
    """Private-use characters between Han characters."""
    for match in PRIVATE.finditer(text):
        repaired = "\ufffd" * len(match.group())
        yield garble(text, *match.span(), "private-use", "private-use-between-han", repaired, 0.9)


# --- U+FFFD as GBK ----------------------------------------------------------------------------------

REPLACEMENT = re.compile("[锟拷]")
"""EF BF and BF BD as GBK. Counter-examples: 崔锟 (a name), 拷贝, 拷问."""

BESIDE = re.compile(f"[{HAN}\ufffd?€\ue000-\uf8ff]*")
BEFORE = 8
"""Han before the first 锟 or 拷 that belong to the run (癸 in 癸拷 holds the first half)."""

ABOUT = re.compile(
    "乱码|亂碼|编码|編碼|字符集|字元集|码点|mojibake|garbl|encod|charset|Unicode|UTF-?8|GBK|GB ?2312|ASCII|%s",
    re.I,
)
"""Words of a text about garbling; such a text may quote a garble once."""

QUOTES = {
    "“": "”",
    '"': '"',
    "「": "」",
    "『": "』",
    "‘": "’",
    "'": "'",
    "《": "》",
    "【": "】",
    "（": "）",
    "(": ")",
}


def quoted(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` stands alone between a pair of quotation marks."""
    return start > 0 and end < len(text) and QUOTES.get(text[start - 1]) == text[end]


FAMILIES = re.compile("烫烫烫|屯屯屯|锘锘锘")
"""No accident brings 锟斤拷 and one of these together: it is a joke or an article about them."""


def replacements(text: str) -> Iterator[Garble]:
    """锟斤拷 and its kin: the bytes EF BF BD somewhere in the GBK bytes of a run, at least twice, or a
    whole 锟斤拷 (which is EF BF BD EF BF BD)."""
    done = 0
    for match in REPLACEMENT.finditer(text):
        if match.start() < done:
            continue
        start = match.start()
        while start > max(done, match.start() - BEFORE) and BESIDE.fullmatch(text[start - 1]):
            start -= 1
        beside = BESIDE.match(text, match.start())
        done = end = beside.end() if beside else match.end()
        run = text[start:end]
        raw = unread(run, "gbk")
        count = raw.count(b"\xef\xbf\xbd")
        halves = raw.count(b"\xef\xbf") + raw.count(b"\xbf\xbd")
        if not (count >= 2 or (count and (halves >= 3 or "\ufffd" in run or "?" in run))):
            continue
        alone = count == 2 and "锟斤拷" in run
        if alone and (FAMILIES.search(text) or about_garbling(text, *mention(text, "锟斤拷", start))):
            continue
        start = max(start, match.start() - 1)
        repaired = re.sub("\ufffd+", "\ufffd", decode_utf8(unread(text[start:end], "gbk")))
        yield garble(text, start, end, "replacement-as-gbk", "replacement-as-gbk", repaired, 0.99)


def mention(text: str, word: str, start: int) -> tuple[int, int]:
    """Where a word stands in the text, from ``start`` on."""
    place = text.index(word, start)
    return place, place + len(word)


def about_garbling(text: str, start: int, end: int) -> bool:
    """Whether a garble at this place is a mention: quoted, or in a text that says what it is about."""
    return quoted(text, start, end) or ABOUT.search(text) is not None


# --- uninitialised memory ---------------------------------------------------------------------------

MEMORY = re.compile("烫{4,}|屯{4,}|葺{4,}|铪{4,}|(?:锘){3,}|(?:烫|屯|葺|铪){5,}")
"""0xCC, 0xCD, 0xDD, 0xEE 0xFE fill patterns of debug builds read as GBK. Four in a row: 屯屯 is a place
name (大屯屯), 烫烫的 a colloquial reduplication, 铪 is element 72."""


def memory(text: str) -> Iterator[Garble]:
    """Fill patterns of uninitialised memory."""
    for match in MEMORY.finditer(text):
        if about_garbling(text, *match.span()) and len(match.group()) < 8:
            continue
        yield garble(text, *match.span(), "uninitialised-memory", "memory-fill", None, 0.97)


# --- byte order mark --------------------------------------------------------------------------------

BOM = re.compile(r"ï»¿|п»ї|∩╗┐|锘(?=[?\ufffd]|[^\x00-\xff])|\ufeff(?!.)(?!\A)")


def byte_order_marks(text: str) -> Iterator[Garble]:
    """EF BB BF shown as text. In GBK it is 锘 and a character with the lead byte BF (锘縷); 锘 alone is
    element 102 (nobelium)."""
    for match in BOM.finditer(text):
        end = match.end()
        if match.group() == "锘":
            follower = text[end : end + 1]
            if follower not in "?\ufffd" and not unread(follower, "gbk").startswith(b"\xbf"):
                continue
            if follower == "?" and match.start():
                continue
            end += 1
        if match.group():
            yield garble(text, match.start(), end, "byte-order-mark", "bom-shown", "", 0.95)


# --- entities and escapes ---------------------------------------------------------------------------

URL = re.compile(r"(?:[a-z][a-z0-9+.-]{1,9}://|www\.|mailto:)[^\s<>\"'“”，。；、（）《》]+", re.I)
PATHLIKE = re.compile(
    r"(?<![\w.~/-])[\w.~/-]*[/?][^\s<>\"“”，。；、（）《》\u3000-\uffff]*[?&=/][^\s<>\"“”，。；、（）《》\u3000-\uffff]*"
)
"""A path or query string without its scheme: search.jsp?q=%E4%BD%A0&page=2."""

WINDOWS_PATH = re.compile(r"(?<![A-Za-z])[A-Za-z]:\\[^\s\"<>|]*|\\\\(?!u[0-9A-Fa-f]{4})[^\s\"<>|\\]+\\[^\s\"<>|]*")
"""C:\\Users\\u4e2d, \\\\server\\u4e2d: a folder whose name begins with u. Counter-example: \\\\u81ea, JSON twice."""

CHARACTER_CLASS = re.compile(r"\[\^?[^\]\s]{0,200}\\u[0-9A-Fa-f]{4}-[^\]\s]*\]")
"""A range of a regular expression: [\\u4e00-\\u9fa5]."""

ENTITY = re.compile(r"&(?:#\d{2,7}|#[xX][0-9a-fA-F]{2,6}|[A-Za-z][A-Za-z0-9]{1,31});")
ENTITY_RUN = re.compile(rf"(?:{ENTITY.pattern}[ \t]?)+")
COMMON_BARE = re.compile(r"&(?:nbsp|ldquo|rdquo|mdash|hellip|middot|emsp|ensp)(?![A-Za-z0-9=;])", re.I)
"""The names that editors insert, with the semicolon lost."""

HALVED = re.compile(r"(?:&#\d{4,5}(?![\d;])){2,}|(?<![\w&/])(?:#\d{4,5};){2,}(?!\w)")
"""References that lost their semicolons or ampersands: &#20013&#22269, #20013;#22269;."""

ENTITY_WORDS = re.compile("HTML|XML|实体|實體|转义|轉義|字符引用|标签|代码|代碼|源码|元字符|entit|escap|markup", re.I)
CODE = re.compile(
    r"</?[A-Za-z][^<>]*>|[;{}]\s*$|=\s*[\"']|\b(?:var|let|const|function|return|if|printf|echo)\b\s*[\w(]|&&|==|\$\w"
)
"""Code sample: tags, statements, assignments of strings."""


def outside(text: str, patterns: tuple[re.Pattern[str], ...]) -> list[tuple[int, int]]:
    """Stretches that a probe for escapes must leave alone."""
    return sorted(match.span() for pattern in patterns for match in pattern.finditer(text))


def inside(start: int, spans: list[tuple[int, int]]) -> bool:
    """Whether an index lies in one of the stretches (sorted by their starts)."""
    place = bisect_right(spans, (start, sys.maxsize)) - 1
    return any(first <= start < last for first, last in spans[max(0, place - 2) : place + 1])


def entities(text: str) -> Iterator[Garble]:
    """HTML entities that reached the reader as code."""
    spans: list[tuple[int, int]] | None = None
    for match in ENTITY_RUN.finditer(text):
        run = match.group().rstrip(" \t")
        fixed = html.unescape(run)
        if (
            text.strip() in LISTED
            or fixed == run
            or all(piece not in KNOWN_ENTITY and not piece.startswith("#") for piece in names(run))
        ):
            continue
        if spans is None:
            spans = outside(text, (URL,))
        start, end = match.start(), match.start() + len(run)
        if inside(start, spans) or is_sample(text, start, end):
            continue
        yield garble(text, start, end, "raw-entities", "escaped-twice", html.unescape(fixed), 0.95)
    for match in HALVED.finditer(text):
        fixed = re.sub(r"&?#(\d+);?", lambda found: chr(int(found.group(1))), match.group())
        if re.fullmatch(f"[{HAN}\u3000-\u303f\uff00-\uffef]+", fixed) and not is_sample(text, *match.span()):
            yield garble(text, *match.span(), "raw-entities", "escaped-twice", fixed, 0.95)
    for match in COMMON_BARE.finditer(text):
        if spans is None:
            spans = outside(text, (URL, PATHLIKE))
        if not inside(match.start(), spans) and not is_sample(text, *match.span()):
            yield garble(text, *match.span(), "raw-entities", "escaped-twice", html.unescape(match.group() + ";"), 0.85)


LISTED = frozenset({"&quot;", "&apos;", "&lt;", "&gt;", "&amp;", "&#39;", "&copy;", "&reg;"})
"""Entities that tables of entities list in a cell of their own; an empty cell's &nbsp; is not among them."""


def names(run: str) -> list[str]:
    """The names or numbers of the entities in a run."""
    return [piece[1:-1] for piece in ENTITY.findall(run)]


KNOWN_ENTITY = frozenset(name[:-1] for name in html.entities.html5 if name.endswith(";"))


DUMP = re.compile(r'\s*[\[{].*":.*[\]}]\s*', re.S)
"""A whole JSON value as the text of a block: an answer of an interface that reached the reader."""

LITERAL = re.compile(r'"([^"\n]*)"')
"""What stands between ASCII quotation marks, first with second, third with fourth."""


def is_sample(text: str, start: int, end: int) -> bool:
    """Whether an escape stands in a sample of code or is itself the subject of the sentence."""
    if DUMP.fullmatch(text):
        return False
    if quoted(text, start, end):
        return True
    if any(found.start() < start and end < found.end() and found.group().isascii() and found.group(1)[:1] == "&"
           for found in LITERAL.finditer(text)):  # fmt: skip
        return True
    around = text[max(0, start - 40) : start] + "\0" + text[end : end + 40]
    if ENTITY_WORDS.search(around) or ABOUT.search(around):
        return True
    return CODE.search(around.replace("\0", " ")) is not None


ADDRESS_WORDS = re.compile(r"网址|網址|地址栏|地址欄|浏览器|瀏覽器|URL", re.I)
"""Words of a sentence about addresses, beside percent escapes that it shows (网址中的%E6%9E%AB是浏览器转换的结果).
Counter-example: 附件链接：%E9%99%84%E4%BB%B6.doc, a name that nobody decoded."""

PERCENT_TWICE = re.compile(r"(?:%25[0-9A-Fa-f]{2}){2,}(?:[A-Za-z0-9_.+-]{0,40}(?:%25[0-9A-Fa-f]{2})+)*")
EXTENDED = "(?:UTF-?8|GB(?:2312|K|18030))''"
"""The charset before a file's name in a header (RFC 8187: filename*=UTF-8''%E9%81%93.doc), which some systems keep."""
PERCENT = re.compile(
    rf"(?:{EXTENDED})?(?:%[0-9A-Fa-f]{{2}}){{2,}}(?:[A-Za-z0-9_.+-]{{0,40}}(?:%[0-9A-Fa-f]{{2}})+)*", re.I
)
PERCENT_U = re.compile(r"(?:%u[0-9A-Fa-f]{4}[\x20-\x24\x26-\x7e]{0,3})+")
BACKSLASH_U = re.compile(
    r"(?<!\\)(?:\\+u(?:[0-9A-Fa-f]{4}|\{[0-9A-Fa-f]{4,5}\})[\x20-\x5b\x5d-\x7e]{0,3}?)+|(?:\\x[0-9A-Fa-f]{2}){3,}"
)
BARE_U = re.compile(
    r"(?<![A-Za-z%\\])(?:u(?:[4-9][0-9a-fA-F]{3}|ff[0-9a-fA-F]{2}|30[01][0-9a-fA-F]|20[0-2][0-9a-fA-F])){2,}"
    r"|(?<![A-Za-z%\\])u(?=[0-9]*[a-f])[4-9][0-9a-f]{3}(?![0-9A-Za-z])"
)
"""A backslash lost: u4f60u597d. One alone only by itself, not inside a name or a number, and not one that is the
number of a model (u5000, u9527)."""

VALUE = 4
"""Characters of a value; an example is as short as 你 or 你好."""
SPEAKS_OF_CODES = re.compile(f"{ENTITY_WORDS.pattern}|{ABOUT.pattern}|字符|解码|解碼|显示|示例|例如|形式|格式", re.I)
"""Words of a text that shows an escape as an example."""

MIME_WORD = re.compile(r"=\?[A-Za-z0-9_-]{3,20}\?([BbQq])\?[^?\s]{2,}\?=")
QUOTED_PRINTABLE = re.compile(r"(?:=[0-9A-F]{2}){3,}")


def escapes(text: str) -> Iterator[Garble]:
    """Escapes of URLs, JavaScript, JSON and mail that nobody undid."""
    spans: list[tuple[int, int]] | None = None
    for pattern, cause, decode in ESCAPES:
        for match in pattern.finditer(text):
            if spans is None:
                spans = outside(text, (URL, PATHLIKE, WINDOWS_PATH, CHARACTER_CLASS))
            start, end = match.span()
            if inside(start, spans) and cause != "mime-word":
                continue
            if cause.startswith("percent") and ADDRESS_WORDS.search(text, max(0, start - 40), end + 40):
                continue
            repaired = decode(match.group())
            if repaired is None or not has_text(repaired):
                continue
            # A value that a template puts between marks: 您申请公开的“\\u65e2\\u6709…”信息.
            value = quoted(text, start, end) and len(repaired) >= VALUE and not SPEAKS_OF_CODES.search(text)
            if not value and is_sample(text, start, end):
                continue
            yield garble(text, start, end, "raw-escapes", cause, repaired, 0.95)


def has_text(repaired: str) -> bool:
    """Whether an undone escape holds characters beyond ASCII that a Chinese page has."""
    letters = [char for char in repaired if char >= "\x80" and char != "\ufffd"]
    known = tables().classes
    return bool(letters) and all(char < "\U00010000" and known[ord(char)] in "hmrpkgt s" for char in letters)


def from_percent(shown: str) -> str | None:
    """Undo percent escapes of UTF-8 or GBK."""
    raw = unquote_to_bytes(shown.rpartition("''")[2])
    for codec in ("utf-8", "gb18030"):
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace")


def from_code_points(shown: str) -> str | None:
    """Undo %uXXXX, \\uXXXX, \\xXX and uXXXX."""
    if shown.startswith("\\x"):
        return from_percent(shown.replace("\\x", "%"))
    return re.sub(r"(?:%|(?<!\\)\\+)?u(?:\{([0-9A-Fa-f]{4,5})\}|([0-9A-Fa-f]{4}))", _point, shown)


def _point(found: re.Match[str]) -> str:
    return chr(int(found[1] or found[2], 16))


def from_mime(shown: str) -> str | None:
    """Undo a mail header word (RFC 2047); the text is shown as garbled even where its charset is unknown."""
    charset, mode, payload = shown[2:-2].split("?", 2)
    try:
        python = codecs.lookup("gb18030" if charset.lower() in ("gb2312", "gbk") else charset).name
    except LookupError:
        return None
    if mode in "Bb":
        try:
            raw = base64.b64decode(payload + "=" * (-len(payload) % 4))
        except binascii.Error:
            return None
    else:
        raw = quopri.decodestring(payload.replace("_", " "), header=True)
    return raw.decode(python, "replace")


def from_quoted_printable(shown: str) -> str | None:
    """Undo =E4=BD=A0."""
    return from_percent(shown.replace("=", "%"))


ESCAPES = (
    (PERCENT_TWICE, "percent", lambda shown: from_percent(shown.replace("%25", "%"))),
    (PERCENT_U, "percent-u", from_code_points),
    (PERCENT, "percent", from_percent),
    (BACKSLASH_U, "backslash-u", from_code_points),
    (BARE_U, "bare-u", from_code_points),
    (MIME_WORD, "mime-word", from_mime),
    (QUOTED_PRINTABLE, "quoted-printable", from_quoted_printable),
)

# --- partial loss -----------------------------------------------------------------------------------

LOST_CHAR = re.compile(
    f"(?<=[，、；（《“])\\?(?=[{HAN}])|(?<=[{HAN}])\\?(?=[，、；](?![*/|]))"
    f"|(?<=[{HAN}])\\?{{1,2}}(?=的(?!确|確|士|话|話)|们|者|性(?!价|能|感|格)|[，、；])"
    f"|(?<=[{HAN}][和与及把被从向于])\\?{{1,2}}(?=[{HAN}])"
)
"""A question mark where none can be: after a comma or an opening sign, before a comma, before a particle or
suffix that begins no sentence (的, 们, 者), after a preposition or conjunction that ends none."""

SYMBOLS = re.compile(r"[*\\/<>|\[\]\"]")
"""Signs of a list of symbols (文件名不能包含?、*), where a question mark stands for itself."""


ASKED = re.compile(
    "[吗呢吧么嘛啊]$|什么|怎么|怎样|如何|哪|能不能|是不是|可不可以|是否|有没有|要不要|会不会|多少|几|谁|为何|可否|能否"
)
"""A clause that asks: sloppy writers put a comma or 的 after its question mark."""

ASKED_ANYWHERE = re.compile(f"[吗呢吧么嘛啊呀哦](?![{HAN}])|{ASKED.pattern.partition('|')[2]}")

CLAUSE = re.compile(r"[^，。；！？,.;!?\s]*$")


RIDDLED = re.compile(f"(?<=[{HAN}])(?:\\?{{1,3}}[{HAN}]{{1,4}}){{3,}}\\?{{0,3}}")
"""Short pieces of Chinese between question marks, three or more within one run (市??局?善村?站?, a title).
Pieces of one character tell it from words that ask. Counter-examples: 真的?好的?不会?走了?, 男?女?不详?其他?,
谁是真理的孩子呢?真?善?美?嘿嘿 (a comment on a book, where the words before ask)."""

LAST_PIECE = re.compile(f"[{HAN}]+$")

ALONE_WORDS = frozenset("男女是否有无好行对嗯啥")
"""Single characters that people put before a question mark."""


def riddled(text: str) -> Iterator[Garble]:
    """Chinese of which every third or fourth character became a question mark."""
    for match in RIDDLED.finditer(text):
        first = LAST_PIECE.search(text, max(0, match.start() - 5), match.start())
        pieces = [first[0] if first else "", *match[0].split("?")]
        alone = [piece for piece in pieces if len(piece) == 1 and piece not in ALONE_WORDS]
        enough = len(alone) >= 3 or (len(alone) == 2 and "??" in match[0])
        asks = ASKED_ANYWHERE.search(pieces[0] + match[0])
        if enough and match[0].count("?") * 4 >= len(match[0]) and not asks:
            yield garble(text, *match.span(), "partial-loss", "charset-lacks-character", None, 0.9)


def partial_loss(text: str) -> Iterator[Garble]:
    """Single characters turned into question marks, where grammar rules out a question."""
    for match in LOST_CHAR.finditer(text):
        start, end = match.span()
        if SYMBOLS.search(text[max(0, start - 4) : end + 4]):
            continue
        clause = CLAUSE.search(text, max(0, start - 24), start)
        if clause and ASKED.search(clause.group()):
            continue
        yield garble(text, start, end, "partial-loss", "charset-lacks-character", "\ufffd", 0.7)

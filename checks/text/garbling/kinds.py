"""The kinds of garbled text, their names and causes in both languages."""

from __future__ import annotations

import msgspec


class Garble(msgspec.Struct, frozen=True):
    """One stretch of garbled text, as found in a piece of visible text."""

    start: int
    """Index of the first garbled character."""
    end: int
    """Index after the last."""
    kind: str
    """A key of ``KINDS``."""
    words: str
    """What the reader sees there, at most ``WORDS_LIMIT`` characters."""
    cause: str
    """Key of the likely technical cause, e.g. ``gbk-as-cp1252``; more precise than ``kind``."""
    repaired: str | None
    """The text as it was meant, U+FFFD for each lost stretch; None where it cannot be recovered."""
    confidence: float
    """0 to 1: 0.99 for unmistakable signs, less for statistical ones."""


WORDS_LIMIT = 60

KINDS: dict[str, tuple[str, str]] = {
    "utf8-as-gbk": (
        "UTF-8 文本被按 GBK 解码：页面或数据库声明的字符编码与实际字节不一致。",
        "UTF-8 text read as GBK: the declared charset of a page or database differs from its bytes.",
    ),
    "utf8-as-gbk-twice": (
        "UTF-8 文本两次被按 GBK 解码：同一错误在保存和显示环节重复发生。",
        "UTF-8 text read as GBK twice: the same mistake was made on storing and on showing.",
    ),
    "gbk-as-utf8": (
        "GBK 文本被按 UTF-8 解码：无法识别的字节显示为替换符或问号。",
        "GBK text read as UTF-8: bytes that are not UTF-8 show as replacement characters or question marks.",
    ),
    "replacement-as-gbk": (
        "“锟斤拷”类乱码：替换符 U+FFFD 按 UTF-8 保存后又被按 GBK 解码，原文已丢失。",
        "The 锟斤拷 family: U+FFFD stored as UTF-8 and read as GBK; the original text is lost.",
    ),
    "gbk-as-latin": (
        "GBK 文本被按西文单字节编码（ISO-8859-1、windows-1252 等）解码。",
        "GBK text read as a western single-byte charset (ISO-8859-1, windows-1252 and the like).",
    ),
    "utf8-as-latin": (
        "UTF-8 文本被按西文单字节编码（ISO-8859-1、windows-1252 等）解码一次或多次。",
        "UTF-8 text read once or more as a western single-byte charset (ISO-8859-1, windows-1252).",
    ),
    "as-cp437": (
        "中文被按 DOS 代码页（437、850 等）解码，多见于压缩包内的附件文件名。",
        "Chinese read as a DOS code page (437, 850): common in attachment names inside ZIP files.",
    ),
    "as-cyrillic": (
        "中文被按西里尔文编码（windows-1251、KOI8-R 等）解码。",
        "Chinese read as a Cyrillic charset (windows-1251, KOI8-R).",
    ),
    "as-korean": (
        "中文被按韩文编码（EUC-KR）解码。",
        "Chinese read as Korean (EUC-KR).",
    ),
    "as-japanese": (
        "中文被按日文编码（Shift-JIS）解码。",
        "Chinese read as Japanese (Shift-JIS).",
    ),
    "as-big5": (
        "简体中文（GBK 或 UTF-8）被按 Big5 解码：切换简繁版本时未同步切换字符编码。",
        "GBK or UTF-8 text read as Big5: the version was switched to traditional and the charset was not.",
    ),
    "big5-as-gbk": (
        "Big5 文本被按 GBK 解码：繁体版本的字符编码声明有误。",
        "Big5 text read as GBK: the charset declared for the traditional version is wrong.",
    ),
    "utf16-swapped": (
        "UTF-16 文本的字节序颠倒。",
        "UTF-16 text with the two bytes of each unit exchanged.",
    ),
    "byte-lost": (
        "GBK 文本缺失一个字节（多因按字节截取），其后文字整体错位。",
        "A byte of GBK text is lost (substring by bytes), and all that follows is shifted.",
    ),
    "cut": (
        "UTF-8 文本按字节截取，汉字被截断，显示为替换符。",
        "UTF-8 text cut by bytes inside a character, which shows as a replacement character.",
    ),
    "question-marks": (
        "汉字全部变为问号：文本被转存为不含汉字的字符编码。",
        "Chinese turned into question marks: stored in a charset that has no Chinese.",
    ),
    "partial-loss": (
        "个别汉字变为问号：所用字符集（如 GB 2312）缺少生僻字或繁体字。",
        "Single characters turned into question marks: the charset (GB 2312) lacks rare or traditional forms.",
    ),
    "raw-entities": (
        "HTML 实体被重复转义，以代码形式直接显示给读者。",
        "HTML entities escaped twice and shown to the reader as code.",
    ),
    "raw-escapes": (
        "URL、JavaScript、JSON 或邮件编码未还原，转义代码直接显示给读者。",
        "URL, JavaScript, JSON or mail encoding left undone and shown to the reader.",
    ),
    "private-use": (
        "文字中夹有私用区字符（造字或生僻字），读者看到的是空白方框。",
        "Private-use characters inside words (user-defined or rare characters): the reader sees a box.",
    ),
    "control-characters": (
        "文字中夹有控制字符，多由 Word 或 PDF 粘贴带入。",
        "Control characters inside the text, mostly pasted from Word or PDF.",
    ),
    "uninitialised-memory": (
        "程序输出了未初始化的内存（“烫烫烫”“屯屯屯”类）。",
        "A program printed uninitialised memory (烫烫烫, 屯屯屯).",
    ),
    "byte-order-mark": (
        "UTF-8 字节顺序标记（BOM）被按其他编码显示为文字。",
        "A UTF-8 byte order mark shown as text of another charset.",
    ),
}
"""Kind -> its name and cause in one sentence, (Chinese, English)."""

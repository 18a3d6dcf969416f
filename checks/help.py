"""A check's help page, read from the docstring of its module: four headed parts in both languages."""

from __future__ import annotations

import re

from msgspec import Struct

from checks.declaration import Text

HEADINGS = {
    "what it checks": "what",
    "检查内容": "what",
    "why": "why",
    "检查依据": "why",
    "how it decides": "how",
    "判定方法": "how",
    "known limits": "limits",
    "已知局限": "limits",
}
HEADING = re.compile(rf"(?i)^({'|'.join(HEADINGS)})\s*(?:[:：]\s*(.*))?$")
LANGUAGE = re.compile(r"^(zh|en)\s*[:：]\s*(.*)$")
UNDERLINE = re.compile(r"^[-=~]{3,}$")
WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’…—]")


class Help(Struct, frozen=True):
    """What a check looks at, why, how it decides, and where it may err."""

    what: Text
    why: Text
    how: Text
    limits: Text


def parse_help(docstring: str | None) -> Help:
    """Read the four parts. Raises ValueError naming the part and the language that is missing."""
    lines: dict[tuple[str, str], list[str]] = {}
    part = language = ""
    for raw in (docstring or "").splitlines():
        line = raw.strip()
        if UNDERLINE.match(line):
            continue
        if heading := HEADING.match(line):
            part, line = HEADINGS[heading[1].lower()], heading[2] or ""
        if mark := LANGUAGE.match(line):
            language, line = mark[1], mark[2]
        if part and language:
            lines.setdefault((part, language), []).append(line)
    texts = {}
    for field in Help.__struct_fields__:
        both = {}
        for tongue in ("zh", "en"):
            both[tongue] = _join(lines.get((field, tongue), []))
            if not both[tongue]:
                raise ValueError(f"the help in the module docstring lacks {field!r} in {tongue!r}")
        texts[field] = Text(**both)
    return Help(**texts)


def _join(lines: list[str]) -> str:
    """Lines to text: an empty line ends a paragraph; no blank between two Chinese characters."""
    paragraphs = [""]
    for line in lines:
        if not line:
            paragraphs.append("")
        elif not paragraphs[-1]:
            paragraphs[-1] = line
        else:
            seam = "" if WIDE.match(line[0]) and WIDE.match(paragraphs[-1][-1]) else " "
            paragraphs[-1] += seam + line
    return "\n".join(paragraph for paragraph in paragraphs if paragraph)

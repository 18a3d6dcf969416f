"""Joining and cleaning the text of elements."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

from checks.reading.parse import Element, restore

__all__ = ["BLOCKS", "SILENT", "UNDRAWN", "remembered", "squeeze", "tokens", "without_block_parts"]

T = TypeVar("T")

#: Characters of a text that is worth remembering: menus, side lists and footers stand on every page of a site, an
#: article's paragraph on one.
SHORT_TEXT = 80


def remembered(ask: Callable[[str], T]) -> Callable[[str], T]:
    """*ask*, a pure function of one text, with its answers for short texts kept: most of them come many times."""
    kept = lru_cache(maxsize=20_000)(ask)

    @wraps(ask)
    def asked(text: str) -> T:
        return kept(text) if len(text) <= SHORT_TEXT else ask(text)

    return asked


#: Elements whose content is no text of the page: programs, drawings, and controls whose content is their value.
SILENT = frozenset(
    ["head", "script", "style", "noscript", "template", "textarea", "option", "object", "svg", "title",
        "meta",
     "link", "datalist", "noframes", "audio", "video", "canvas", "param", "source", "track", "map", "iframe"]
)  # fmt: skip

#: Elements that are never drawn, whatever their style says.
UNDRAWN = frozenset(
    ["head", "script", "style", "noscript", "template", "title", "meta", "link", "base", "param", "source", "track",
     "datalist", "noframes"]
)  # fmt: skip

#: Elements that break a line: text on their two sides does not run together.
BLOCKS = frozenset(
    ["address", "article", "aside", "blockquote", "body", "br", "button", "caption", "center", "dd",
        "details", "div",
     "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
     "header",
     "hr", "html", "legend", "li", "main", "nav", "ol", "option", "p", "pa-frame", "pa-page", "pre",
     "section", "select",
     "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"]
)  # fmt: skip

_SPACE = re.compile(r"[\s\u00a0\u3000\u200b\ufeff]+")
_TOKEN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+|[\u4e00-\u9fff]+")


#: ``card-header``, ``panel-footer``: parts of a block, not of the page (Bootstrap and its kin;
#: ``specific_letter_bottom`` holds the day of a letter). Counter-example: ``page-header``, ``site-footer``,
#: ``top-header``.
_BLOCK_PART = re.compile(
    r"(?<![\w-])(?:card|panel|modal|box|list|item|block|widget|table|news|tab|tabs|popup|dialog|accordion|collapse|"
    r"media|section|article|(?:\w+[-_])?letter|mail|reply|answer|question)"
    r"[-_](?:\w+[-_])?(?:header|heading|head|footer|foot|top|bottom)(?![\w-])",
    re.I,
)


@remembered
def squeeze(text: str) -> str:
    """*text* with every run of white space (also full-width, no-break and zero-width) as one space, ends
    trimmed.
    """
    return restore(_SPACE.sub(" ", text).strip())


def tokens(el: Element) -> frozenset[str]:
    """The words that an element's class, id and role are made of, in lower case (``navBar-top`` → nav, bar,
    top).
    """
    return _words(_raw(el))


def without_block_parts(el: Element) -> frozenset[str]:
    """The same without the words that name a part of a block (``card-header``)."""
    return _words(_BLOCK_PART.sub(" ", _raw(el)))


def _raw(el: Element) -> str:
    return f"{el.get('class') or ''} {el.get('id') or ''} {el.get('role') or ''}"


@lru_cache(maxsize=20_000)
def _words(raw: str) -> frozenset[str]:
    return frozenset(t.lower() for t in _TOKEN.findall(raw))

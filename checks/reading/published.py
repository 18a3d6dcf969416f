"""When an article says that it was published."""

from __future__ import annotations

import re
from datetime import date

from checks.reading.dates import parse_dates
from checks.reading.document import Document

__all__ = ["article_date"]

#: Characters: longer is the article's text and no line about it.
_LINE = 60
#: Characters of a title at least; shorter is the name of a column. Between a page's title and the site's name.
_TITLE, _SITE = 8, re.compile(r"\s*[-_|–—]+\s*")


def article_date(doc: Document) -> date | None:
    """The day an article says it was published: its PubDate tag, else the date beside 发布时间 or 来源."""
    for name in ("pubdate", "publishdate", "article:published_time", "publication_date"):
        found = parse_dates(doc.meta.get(name, ""), doc.today)
        if found:
            return found[0].date
    match = re.search(
        r"(?:发布|發布|发稿|发表|公布|更新|成文|生成)?(?:时间|時間|日期)\s*[:：]?\s*([^a-zA-Z]{8,24})", doc.words
    )
    if match:
        found = parse_dates(match[1], doc.today)
        if found:
            return found[0].date
    return _under_heading(doc)


def _under_heading(doc: Document) -> date | None:
    """The full date in the short line under the article's heading (市水务局 · 2026年11月20日), without any label.

    A heading is also what the window's title begins with, in whatever element: tables and divs of older makers."""
    named = _SITE.split(doc.title)[0].strip()
    below = False
    for text in doc.texts:
        if text.element.tag in ("h1", "h2") or (len(named) >= _TITLE and text.kind == "text" and text.text == named):
            below = True
        elif below and text.kind == "text" and doc.region(text.element) not in ("nav", "footer", "aside"):
            found = parse_dates(text.text, doc.today) if len(text.text) <= _LINE else ()
            full = [seen for seen in found if seen.how == "full"]
            if full:
                return full[0].date
            if len(text.text) > _LINE:
                return None  # the text has begun
    return None

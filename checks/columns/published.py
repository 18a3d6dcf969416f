"""When an article says that it was published."""

from __future__ import annotations

import re
from datetime import date

from checks.reading import Document, parse_dates

__all__ = ["article_date"]


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
    return None

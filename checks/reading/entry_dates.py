"""The day of an entry of a list: printed beside its title, within its link, in the words over it, or in its address."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import structs

from checks.reading.dates import DateSeen, parse_dates, url_date
from checks.reading.parse import Element
from checks.reading.words import squeeze

if TYPE_CHECKING:
    from checks.reading.document import Document

__all__ = ["bare", "date_of", "of_the_year_in", "title_in_link"]

_YEAR_TOLD = re.compile(r"(?:19|20)\d{2}")
_TIP_DATE = re.compile(r"(?:时间|日期)\s*[:：]\s*(\d{4}\D\d{1,2}\D\d{1,2}日?)")
#: An entry with more words than this beside its title holds a summary, or is a paragraph of an article (seen: a news
#: article whose paragraphs link to the papers they quote). Counter-example: 发布日期2026-11-20 glued to a short title.
_PROSE = 60


def date_of(
    doc: Document, el: Element, title: str, glued: str, spaced: str, pieces: list[str], year: int | None
) -> DateSeen | None:
    """The date printed beside a title: outside of the title first, then inside of it."""
    for time in el.iter("time"):
        found = parse_dates(time.get("datetime") or "", doc.today, year=year)
        if found:
            return found[0]
    for text in dict.fromkeys((glued, spaced)):
        rest = text.replace(title, " \n ", 1) if title else text
        found = parse_dates(rest, doc.today, year=year)
        if len(rest) > _PROSE:
            found = tuple(seen for seen in found if not _in_a_sentence(rest, seen))
        if found:
            full = [seen for seen in found if seen.how in ("full", "day-on-top")]
            return _published(full or list(found), doc)
    if not title:
        return None
    return _date_in_link(doc, pieces, year) or _date_in_tip(doc, el)


def of_the_year_in(url: str, seen: DateSeen) -> DateSeen:
    """The day with the year of its article's address, where none is printed: 07-25 beside ``/202507/c77115.shtml``."""
    told = url_date(url)
    if told is None or seen.how == "relative" or _YEAR_TOLD.search(seen.raw) or told.date.year >= seen.date.year:
        return seen
    if told.date.month != seen.date.month or (told.how == "url" and told.date.day != seen.date.day):
        return seen  # the address tells of another day
    return structs.replace(seen, date=seen.date.replace(year=told.date.year)) if seen.date.day <= 28 else seen


def _date_in_tip(doc: Document, el: Element) -> DateSeen | None:
    """The date in the words that appear over a link (``title="标题：…  更新时间：2026-11-20"``, older ASP systems)."""
    for a in el.iter("a"):
        match = _TIP_DATE.search(a.get("title") or "")
        if match:
            found = parse_dates(match[1], doc.today)
            if found:
                return found[0]
    return None


def _published(found: list[DateSeen], doc: Document) -> DateSeen:
    """Of several dates beside a title the last, but no day to come: that is when something ends (截止日期)."""
    past = [seen for seen in found if doc.today is None or seen.date <= doc.today + timedelta(days=1)]
    return (past or found)[-1]


def _date_in_link(doc: Document, parts: list[str], year: int | None) -> DateSeen | None:
    """The date of an entry that is one link as a whole (``<a><span>title</span><span>2026-11-20</span></a>``, seen on
    a district portal): a piece of text that is a date and nothing else, or day and month in two pieces beside each
    other. A date within the words of the title is no such piece."""
    pieces = [piece for part in parts if (piece := squeeze(part))]
    if len(pieces) < 2:
        found = parse_dates(pieces[0], doc.today, year=year) if pieces else ()
        edge = [seen for seen in found if seen.how == "full" and _at_the_edge(pieces[0], seen)]
        return edge[-1] if edge else None
    short = [piece if len(piece) <= 32 else "" for piece in pieces]
    alone = [seen for piece in short for seen in parse_dates(piece, doc.today, year=year) if _is_all(piece, seen)]
    if alone:
        return next((seen for seen in reversed(alone) if seen.how == "full"), alone[-1])
    for left, right in pairwise(short):
        if left and right and len(left) + len(right) <= 12:
            for seen in parse_dates(f"{left} {right}", doc.today, year=year):
                if seen.how == "day-on-top":
                    return seen
    return None


def title_in_link(parts: list[str], seen: DateSeen) -> str:
    """The words of an entry that is one link as a whole, without the date within it: the first piece that is a title,
    else all of them."""
    pieces = [piece for part in parts if (piece := squeeze(part))]
    if len(pieces) > 1:
        return next((p for p in pieces if len(p) >= 6 and not _is_all(p, seen) and seen.raw not in p), "")
    return squeeze(re.sub(rf"[\[(（【]?\s*{re.escape(seen.raw)}\s*[\])）】]?", " ", pieces[0])) if pieces else ""


def bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _is_all(piece: str, seen: DateSeen) -> bool:
    rest = piece[: seen.start] + piece[seen.end :]
    return not re.sub(
        r"(?:发布|發布|更新|成文)?(?:时间|時間|日期)|\d{1,2}[:：]\d{2}(?:[:：]\d{2})?|[\s\[\]【】()（）:：|]", "", rest
    )


def _at_the_edge(text: str, seen: DateSeen) -> bool:
    """Whether a date closes or opens a link's words and stands apart from them."""
    return bool(
        (seen.end >= len(text.rstrip(" ])）】")) and re.search(r"[\s\[(（【]$", text[: seen.start]))
        or (not text[: seen.start].strip("[(（【 ") and re.match(r"[\s\])）】]", text[seen.end :]))
    )


def _in_a_sentence(text: str, seen: DateSeen) -> bool:
    """Whether a date is part of a sentence (``6月12日，某栏目报道……``) and so says when a thing happened, not when the
    entry was published: a printed date stands apart, between spaces, brackets or after its label."""
    left, right = text[: seen.start].rstrip("[（(【"), text[seen.end :].lstrip("])）】")
    return bool(re.match(r"[\u4e00-\u9fff，、。；]", right) or re.search(r"[\u4e00-\u9fff，、；“]$", left))

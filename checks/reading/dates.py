"""Finding dates in the text of Chinese government pages.

``parse_dates(text, today)`` returns every date that a reader would take for one. Forms understood:

* full: ``2026-11-20``, ``2026/11/20``, ``2026.11.20``, ``2026年11月20日``, ``二〇二六年十一月二十日``,
  ``20261120`` when
  nothing else is glued to it;
* without a year: ``11-20``, ``[11-20]``, ``11月20日``; the year comes from *year* (a heading beside the
  list) or is
  the latest year that does not put the date after *today*;
* day on top of year and month, as cards print it: ``20`` over ``2026-11``, ``20`` over ``11月``, ``20/11``;
* relative: 今天, 昨天, 前天, 3天前, 2小时前, 一周前, 3个月前.

Left alone: telephone numbers, document numbers (〔2026〕3号), ranges (2021—2025年), money, times, version
numbers,
and anything that is no date of the calendar.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from msgspec import Struct

__all__ = ["DateSeen", "first_date", "is_rough", "parse_dates", "url_date"]

How = Literal["full", "year-inferred", "relative", "day-on-top", "url", "month"]


class DateSeen(Struct, frozen=True):
    """A date with the words that say it, their place in the text, and how sure the reading is."""

    date: date
    raw: str
    start: int
    end: int
    how: How = "full"


_HAN_DIGITS = ("〇○零Ｏ", "一元", "二两兩", "三", "四", "五", "六", "七", "八", "九")
_DIGITS = {han: n for n, hans in enumerate(_HAN_DIGITS) for han in hans}
_FULLWIDTH = {ord("０") + n: ord("0") + n for n in range(10)} | {
    ord("／"): "/",
    ord("－"): "-",
    ord("．"): ".",
}

#: Without one of these a text holds no date.
_MAY_HOLD_DATE = re.compile(r"[\d年昨今前刚剛〇]")
#: Characters up to which the dates of a text are remembered.
SHORT_TEXT = 200
#: No date begins right after one of these, or right before one: it is part of a longer number.
_LEFT = r"(?<![\d.\-/–—~～])"
_RIGHT = r"(?![\d%％])"

_FULL = re.compile(
    _LEFT
    + r"(?P<y>(?:19|20)\d{2})\s?(?P<s>[-/.])\s?(?P<m>1[0-2]|0?[1-9])\s?(?P=s)\s?(?P<d>3[01]|[12]\d|0?[1-9])"
    + _RIGHT
)
_FULL_ZH = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d{2})\s*年\s*(?P<m>1[0-2]|0?[1-9])\s*月\s*(?P<d>3[01]|[12]\d|0?[1-9])\s*[日号號](?!文)"
)
_HAN = "〇○零Ｏ一二三四五六七八九十"
_FULL_HAN = re.compile(
    rf"(?P<y>[二一][〇○零Ｏ九][{_HAN[:-1]}]{{2}})年(?P<m>[元一二三四五六七八九十]{{1,2}})月"
    rf"(?P<d>[一二三四五六七八九十廿卅]{{1,3}})[日号號]"
)
_COMPACT = re.compile(
    r"(?<![\dA-Za-z〔\[（(第_\-/.])(?P<y>20[0-3]\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?![\dA-Za-z_\-号號])"
)
_TOP_DAY = re.compile(
    r"(?<![\d.\-/年月第])(?P<d>3[01]|[12]\d|0?[1-9])\s*日?\s*[\s/|]\s*(?P<y>20\d{2})\s?[-/.年]\s?(?P<m>1[0-2]|0?[1-9])月?(?!\s?[-/.]?\d)"
)
_TOP_DAY_LAST = re.compile(
    r"(?<![\d.\-/])(?P<y>20\d{2})\s?[-/.年]\s?(?P<m>1[0-2]|0?[1-9])月?\s+(?P<d>3[01]|[12]\d|0?[1-9])(?![\d.\-/:：年月号])"
)
#: Month and day over their year, or beside it: ``11-20`` over ``2024``, ``2024`` over ``11-20``.
_YEAR_BELOW = re.compile(
    r"(?<![\d.\-/])(?P<m>1[0-2]|0?[1-9])[-/.月](?P<d>3[01]|[12]\d|0?[1-9])日?\s+(?P<y>20\d{2})年?(?=\s|$|[\])）】])"
)
_YEAR_ABOVE = re.compile(
    r"(?<![\d.\-/])(?P<y>20\d{2})年?\s+(?P<m>1[0-2]|0?[1-9])[-/.月](?P<d>3[01]|[12]\d|0?[1-9])日?(?![\d.\-/:：%])"
)
#: ``26-11-20``: a year of two digits, where nothing else stands (older PHP and ASP lists, mailboxes). Counter-examples:
#: 12-11-20 as part of a number, a score, a telephone; so only alone, and no year after this one.
_SHORT_YEAR = re.compile(
    r"(?<![\d.\-/])(?P<y>\d{2})(?P<s>[-/.])(?P<m>0[1-9]|1[0-2])(?P=s)(?P<d>0[1-9]|[12]\d|3[01])(?![\d.\-/])"
)
_MONTH_DAY_ZH = re.compile(
    r"(?<![\d年])(?<!年\s)(?P<m>1[0-2]|0?[1-9])\s*月\s*(?P<d>3[01]|[12]\d|0?[1-9])\s*[日号號](?!文|召开|举办|—|-|至|到)"
)
_DAY_OVER_MONTH_ZH = re.compile(r"^\s*(?P<d>3[01]|[12]\d|0?[1-9])\s*日?\s+(?P<m>1[0-2]|0?[1-9])\s*月(?:份)?(?!\s*\d)")
#: ``09/11月``: the sign of the month says which is which.
_DAY_SLASH_MONTH = re.compile(r"(?<![\d.\-/])(?P<d>3[01]|[12]\d|0?[1-9])\s*/\s*(?P<m>1[0-2]|0?[1-9])月(?!\s*\d)")
_MONTH_DAY = re.compile(
    r"(?<![\d.\-/–—~～:：+＋$¥￥A-Za-z第])(?P<m>1[0-2]|0?[1-9])(?P<s>[-/.])(?P<d>3[01]|[12]\d|0?[1-9])(?![\d%％.\-/–—~～万亿元米倍月年个人号])"
)
_DAY_FIRST = re.compile(r"(?<![\d.\-/–—~～:：])(?P<d>3[01]|2\d|1[3-9])/(?P<m>1[0-2]|0?[1-9])(?![\d%％./\-])")
_RELATIVE = re.compile(
    r"(?P<word>刚刚|剛剛|今天|今日|昨天|昨日|前天)(?=\s|$|[\]）)]|\s*\d{1,2}[:：]\d{2})"
    r"|(?P<n>\d{1,3}|[一二两兩三四五六七八九十半]+)\s*(?P<unit>分钟|分鐘|小时|小時|天|日|周|星期|礼拜|个月|個月|月|年)(?:之)?前"
)
_ROUGH = re.compile(r"[月年]之?前$")
_YEAR_MONTH = re.compile(
    r"(?<![\d.\-/])(?P<y>20\d{2})\s?[-/年.]\s?(?P<m>1[0-2]|0?[1-9])月?(?!\s?[-/.日\d]|\s*\d+\s*日)"
)

#: ``t20261120_1234.html``, ``/art/2026/11/20/``, ``/2026-11/20/content_``, ``/202611/20/``, ``/20261120/``.
_URL_DAY = (
    re.compile(r"/t(?P<y>20\d{2})(?P<m>[01]\d)(?P<d>[0-3]\d)_\w+"),
    re.compile(r"/(?P<y>20\d{2})[-/]?(?P<m>[01]?\d)[-/](?P<d>[0-3]?\d)/"),
    re.compile(r"/(?P<y>20\d{2})(?P<m>[01]\d)(?P<d>[0-3]\d)(?=[/_.-])"),
)
_URL_MONTH = re.compile(r"/(?P<y>20\d{2})-?(?P<m>[01]\d)/")


def _number(han: str) -> int:
    """A number below 100 in Chinese or Arabic digits; 0 when it is none (``半`` is no whole number: 0)."""
    if han.isdigit():
        return int(han)
    han = han.replace("廿", "二十").replace("卅", "三十")
    if "十" in han:
        left, _, right = han.partition("十")
        return (_DIGITS.get(left, 1) if left else 1) * 10 + (_DIGITS.get(right, 0) if right else 0)
    return _DIGITS.get(han, 0)


def _day(y: int, m: int, d: int) -> date | None:
    try:
        return date(y, m, d)
    except ValueError:
        return None


def _with_year(m: int, d: int, today: date | None, year: int | None) -> date | None:
    """Month and day with a year: the stated one, else the latest that is not after *today* (two days of
    grace).
    """
    if year is not None:
        return _day(year, m, d)
    if today is None:
        return None
    for y in range(today.year, today.year - 5, -1):  # five years back finds every 29 February
        day = _day(y, m, d)
        if day is not None and day <= today + timedelta(days=2):
            return day
    return None


def _relative(match: re.Match[str], today: date) -> date | None:
    if match["word"]:
        word = match["word"]
        return today - timedelta(days=1 if word in ("昨天", "昨日") else 2 if word == "前天" else 0)
    n, unit = _number(match["n"]), match["unit"]
    if unit in ("分钟", "分鐘", "小时", "小時"):
        return today - timedelta(days=n // 24 if unit.startswith("小") else 0)
    if n == 0:
        return None
    days = {"天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7, "个月": 30, "個月": 30, "月": 30, "年": 365}[unit]
    return today - timedelta(days=n * days)


def _is_range(text: str, start: int, end: int) -> bool:
    """Whether the words are one end of a span of time (``9月1日至10月8日``): such dates say when a thing
    holds.
    """
    left, right = text[max(0, start - 2) : start], text[end : end + 2]
    marks = "至到—–~～"
    return any(c in marks for c in right.strip()[:1]) or any(c in marks for c in left.strip()[-1:])


def parse_dates(text: str, today: date | None = None, *, year: int | None = None) -> tuple[DateSeen, ...]:
    """Every date in *text*, in order of place; overlapping readings are settled for the most complete one.

    *today* is the day of observation (``site.run.observed_at``): without it relative dates and dates without
    a year
    are left out, unless *year* gives the year that a heading states.
    """
    if not _MAY_HOLD_DATE.search(text):
        return ()
    # Menus, side lists and footers stand on every page of a site: most short texts come many times.
    return _dates_in_short(text, today, year) if len(text) <= SHORT_TEXT else _dates_in(text, today, year)


def _dates_in(text: str, today: date | None, year: int | None) -> tuple[DateSeen, ...]:
    text = text.translate(_FULLWIDTH)
    found: list[DateSeen] = []
    taken = bytearray(len(text))  # by character: a page may hold thousands of dates

    def add(match: re.Match[str], day: date | None, how: How) -> None:
        start, end = match.span()
        if any(taken[start:end]):
            return
        taken[start:end] = bytes([1]) * (end - start)
        if day is None or not 1990 <= day.year <= 2100:
            return
        if how != "relative" and _is_range(text, start, end):
            return
        found.append(DateSeen(day, match[0].strip(), start, end, how))

    for pattern in (_FULL, _FULL_ZH):
        for match in pattern.finditer(text):
            add(match, _day(int(match["y"]), int(match["m"]), int(match["d"])), "full")
    for match in _FULL_HAN.finditer(text):
        y = int("".join(str(_DIGITS[c]) for c in match["y"]))
        add(match, _day(y, _number(match["m"]), _number(match["d"])), "full")
    for pattern in (_TOP_DAY, _TOP_DAY_LAST):
        for match in pattern.finditer(text):
            add(match, _day(int(match["y"]), int(match["m"]), int(match["d"])), "day-on-top")
    for pattern in (_YEAR_BELOW, _YEAR_ABOVE):
        for match in pattern.finditer(text):
            add(match, _day(int(match["y"]), int(match["m"]), int(match["d"])), "day-on-top")
    if today is not None:
        for match in _SHORT_YEAR.finditer(text):
            day = _day(2000 + int(match["y"]), int(match["m"]), int(match["d"]))
            if day is not None and day.year >= 2010 and day <= today + timedelta(days=2) and _alone(text, match):
                add(match, day, "full")
    for match in _COMPACT.finditer(text):
        add(match, _day(int(match["y"]), int(match["m"]), int(match["d"])), "full")
    if today is not None:
        for match in _RELATIVE.finditer(text):
            add(match, _relative(match, today), "relative")
    if today is not None or year is not None:
        for match in _DAY_OVER_MONTH_ZH.finditer(text):
            add(match, _with_year(int(match["m"]), int(match["d"]), today, year), "day-on-top")
        for match in _DAY_SLASH_MONTH.finditer(text):
            add(match, _with_year(int(match["m"]), int(match["d"]), today, year), "day-on-top")
        for match in _MONTH_DAY_ZH.finditer(text):
            add(match, _with_year(int(match["m"]), int(match["d"]), today, year), "year-inferred")
        for match in _DAY_FIRST.finditer(text):
            add(match, _with_year(int(match["m"]), int(match["d"]), today, year), "day-on-top")
        for match in _MONTH_DAY.finditer(text):
            if match["s"] == "." and not _alone(text, match):
                continue  # 3.15 晚会, 增长8.5, 版本1.2: a point makes a date only where nothing else stands
            if match["s"] == "/" and (len(match[0]) < 5 or not _alone(text, match)):
                continue  # 1/3 is a page of three
            add(match, _with_year(int(match["m"]), int(match["d"]), today, year), "year-inferred")
    return tuple(sorted(found, key=lambda seen: seen.start))


_dates_in_short = lru_cache(maxsize=20_000)(_dates_in)


def _alone(text: str, match: re.Match[str]) -> bool:
    """Whether the match is bracketed or all that its line says."""
    left, right = text[: match.start()].rstrip(), text[match.end() :].lstrip()
    return (not left or left[-1] in "[（(【\n") and (not right or right[0] in "])）】\n")


def first_date(text: str, today: date | None = None, *, year: int | None = None) -> DateSeen | None:
    """The first date of *text*, or None."""
    found = parse_dates(text, today, year=year)
    return found[0] if found else None


def is_rough(words: str) -> bool:
    """Whether the *words* of a date tell only months or years (``3个月前``, ``1年前``): the day may be earlier."""
    return _ROUGH.search(words) is not None


def url_date(url: str) -> DateSeen | None:
    """The day that an article's address carries, weaker evidence than a printed one; a month gives its first
    day.
    """
    for pattern in _URL_DAY:
        match = pattern.search(url)
        if match:
            day = _day(int(match["y"]), int(match["m"]), int(match["d"]))
            if day is not None:
                return DateSeen(day, match[0].strip("/"), match.start(), match.end(), "url")
    match = _URL_MONTH.search(url)
    if match:
        day = _day(int(match["y"]), int(match["m"]), 1)
        if day is not None:
            return DateSeen(day, match[0].strip("/"), match.start(), match.end(), "month")
    return None


def month_dates(text: str) -> tuple[DateSeen, ...]:
    """Months without a day (``2026年10月``), as the first day of the month: for yearly and monthly columns
    only.
    """
    out: list[DateSeen] = []
    for match in _YEAR_MONTH.finditer(text.translate(_FULLWIDTH)):
        day = _day(int(match["y"]), int(match["m"]), 1)
        if day is not None:
            out.append(DateSeen(day, match[0], match.start(), match.end(), "month"))
    return tuple(out)

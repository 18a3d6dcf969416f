"""Dates that are the page's clock: what they stand beside is no entry."""

from __future__ import annotations

import re

from checks.reading import Item

__all__ = ["is_clock", "is_ticking", "without_clock"]

#: The day of the week, the time or the weather beside a date.
_CLOCK = re.compile(
    r"(?:星期|周|礼拜|禮拜)[一二三四五六日天](?!.{6})|农历|農曆|\d{1,2}:\d{2}:\d{2}|℃|^(?:今天|今日|现在)(?:是)?[:：]?$|"
    r"^(?:[今明后][天日])?\s*(?:晴|阴|多云|雷?阵雨|[小中大暴][雨雪])(?:转\S{1,3})?(?:\s|\d|$)"
)
#: What stands before the date of a clock. Counter-example: 今天是第43个世界环境日 (2026-06-05), whose words go on.
_TODAY = re.compile(r"(?:今天|今日|现在|当前)(?:是|日期|时间)?\s*[:：]?\s*(?:公元)?$")
#: A clock as a text of its own: with seconds it differs from page to page, and no comparison of pages finds it.
_TICKING = re.compile(
    r"^(?:今天是|今天|今日|现在(?:是|时间)?|当前时间|北京时间|您好)?[，,:：!！\s]*(?:公元)?\d{4}\s?[-年/.]\s?\d{1,2}\s?[-月/.]\s?\d{1,2}\s?日?\s*"
    r"(?:(?:星期|周)[一二三四五六日天]|\d{1,2}:\d{2}(?::\d{2})?|[上下]午|\s|农历\S{0,10})+$"
)


#: A clock in one line with what stands beside it: 今天是2026年11月28日 当前位置：首页 > 招商引资.
_BEFORE = re.compile(
    r"^(?:今天是|今天|今日|现在是|当前时间)[:：]?\s*(?:公元)?\d{4}\s?[-年/.]\s?\d{1,2}\s?[-月/.]\s?\d{1,2}\s?日?"
    r"(?:\s*(?:(?:星期|周)[一二三四五六日天]|\d{1,2}:\d{2}(?::\d{2})?))*\s+"
)


def without_clock(words: str) -> str:
    """*words* without the clock at their beginning."""
    return _BEFORE.sub("", words)


def is_clock(item: Item) -> bool:
    """Whether a dated piece of a page is its clock: the day of the week or the weather beside the date of today
    (seen in the heads of saved pages of two cities, which no markup calls a header). An entry has a title, and no title
    is called today: 今天是2026年11月27日 星期五 stands beside functions such as 无障碍阅读, too."""
    around = item.whole.partition(item.raw_date)[0] if item.raw_date else ""
    return (_CLOCK.search(item.text) is not None and len(item.text) <= 30) or _TODAY.search(around) is not None


def is_ticking(words: str) -> bool:
    """Whether *words* are a clock as a text of its own."""
    return _TICKING.match(words) is not None

"""How old a column's newest entry is, against the span of its type, and which counting rules that touches."""

from __future__ import annotations

import re
from itertools import pairwise
from statistics import median
from typing import Literal

from msgspec import Struct

from checks.columns.tree import Column, ColumnTree
from checks.columns.types import classify

__all__ = ["HELD_YEARLY", "HELD_YEARLY_SOURCE", "LONG", "Freshness", "Heat", "freshness"]

Heat = Literal["fresh", "due", "overdue", "empty", "undated", "not_seen"]

#: "应更新但长期未更新": the text names no length; public code of inspection platforms uses one year (second-hand).
LONG = 365
#: Names of what is finished and not renewed: a year, an archive (seen: 往期回顾, 历史专题, 已归档 on topic pages).
#: Counter-examples: 档案工作动态, 历史文化; so only these words. A collection of the rules in force (规章库)
#: changes when a rule does; 政策文件库 is no such thing.
_CLOSED = re.compile(
    r"(?:19|20)\d\d|(?:规章|法规)库|(?:规章|法规|文件)汇编|往期|往届|归档|历史(?:专题|文件|数据|公告|信息)"
)
#: Interviews, surveys and consultations: none within a year is a fault of its own, whatever the letters are.
#: Counter-examples: 统计调查, 征集结果反馈, which are no columns of interaction.
HELD_YEARLY = re.compile(r"访谈|征集|征求|调查")
HELD_YEARLY_SOURCE = "2015年普查评分表：调查征集类、互动访谈类1年内未开展"
#: Policies of one topic (seen: 招商政策 under 投资, 惠企政策): a column beside the one of policy files, not that one.
#: Counter-examples: 最新政策, 国家政策, 市级政策, which are the column of policy files itself.
_TOPICAL = re.compile(
    r"^(?!(?:最新|国家|中央|上级|本级|政府|相关|有关|重要|重大|[本我]?[省市县区州旗]级?)*政策$).{2,}政策$"
)
#: Regulations and rules (地方性法规, 政府规章): a year may bring none, and no indicator gives them a span of their own.
#: Counter-examples: 政策法规, 法规文件, which hold policy files as well; 规章制度, 法规解读.
_LAWS = re.compile(
    r"^(?:地方|本地|本市|我市|市|省|政府|现行|有效|国家)?(?:性)?(?:法规|规章|法律法规|法规规章|地方立法)$"
)
#: So many days of entries, and of the gaps between the newest of them, tell how often a column is renewed.
_DAYS, _NEWEST = 4, 6
#: A column is called due when this share of its span has passed (platforms warn at 10 of 14 days).
_DUE = 0.7


class Freshness(Struct, frozen=True):
    """*age* and *span* in days; *groups* name the counting rules that an overdue column falls under."""

    heat: Heat
    age: int | None = None
    span: int | None = None
    groups: tuple[str, ...] = ()
    doubt: Literal["", "address", "ascending", "type", "once", "laws"] = ""  # why being overdue is not sure


def first_level(tree: ColumnTree, column: Column) -> bool:
    """Whether no column above it is of the same counting group, and it is not of one topic."""
    if _TOPICAL.match(column.name):
        return False
    above = tree.columns.get(column.parent)
    while above is not None:
        if above.kind.group == column.kind.group:
            return False
        above = tree.columns.get(above.parent)
    return True


def _ascending(column: Column) -> bool:
    """Whether the list runs from old to new and has further pages: its newest entry is then not on this page."""
    if column.document is None or (column.pagination.pages or 1) < 2:
        return False
    for entries in column.document.lists:
        dates = [i.date for i in entries.dated if i.date is not None]
        if len(dates) >= 4 and dates == sorted(dates) and dates[0] < dates[-1]:
            return True
    return False


def _keeps_pace(column: Column, span: int) -> bool:
    """Whether its entries came as often as those of its type must, before they stopped: 乡镇之窗 under 政务动态, with a
    new entry every week, is news whatever its name says. Counter-example: a column there that has one in months."""
    days = column.content.days if column.content is not None else ()
    return len(days) >= _DAYS and median((a - b).days for a, b in pairwise(days[:_NEWEST])) <= span


def freshness(tree: ColumnTree, column: Column) -> Freshness:
    """Judge one column against the day of observation."""
    span = column.kind.span
    if span is None and classify(column.name) != column.type and _keeps_pace(column, LONG):
        span = LONG  # a service only by what stands above it: 农业信息 under 民生服务 had news every month
    if column.type == "interaction" and HELD_YEARLY.search(column.name):
        span = LONG
    if column.kind.group == "TZZC" and not first_level(tree, column):
        span = LONG
    if column.content is None:
        return Freshness("empty" if column.state == "dead" else "not_seen", span=span)
    if column.content.empty:
        return Freshness("empty", span=span)
    if column.newest is None:
        return Freshness("undated", span=span)
    age = (tree.today - column.newest).days
    # A column of no known type ought to be renewed where it was renewed before; one document stands while it holds.
    once = column.oldest == column.newest
    if span is None or (once and column.type == "other") or _CLOSED.search(column.name):
        return Freshness("fresh", age, None)
    if age <= span:
        return Freshness("due" if age > _DUE * span else "fresh", age, span)
    groups = []
    if column.kind.group == "DTYW" or (column.kind.group == "TZZC" and span != LONG):
        groups.append(column.kind.group)
    if age > LONG and column.kind.group:
        groups.append("long")
    doubt: Literal["", "address", "ascending", "type", "once", "laws"] = ""
    if column.newest_from == "address":
        doubt = "address"
    elif _ascending(column):
        doubt = "ascending"
    elif _LAWS.match(column.name):
        doubt = "laws"
    elif classify(column.name) != column.type and not _keeps_pace(column, span):
        if age > LONG and not once:  # too old for a column of any type: 摄影塔山 under 新闻中心
            span, groups = LONG, [name for name in groups if name == "long"]
        else:
            doubt = "type"
    elif once and span == LONG:
        doubt = "once"
    return Freshness("overdue", age, span, tuple(groups), doubt)

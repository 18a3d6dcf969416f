"""Columns that were not renewed in time.

What it checks
zh: 各栏目最新一条信息的发布日期，距检查时点是否超过该类栏目的更新期限。
en: Whether the newest entry of a column is older, at the time of inspection, than columns of its type may be.
Why
zh: 《政府网站与政务新媒体检查指标》规定：监测时间点前2周内未更新的动态、要闻类栏目，以及前6个月内未更新的通知公告、
政策文件类一级栏目，累计5个（含）以上的，或者应更新但长期未更新的栏目10个（含）以上的，单项否决。
en: Under the 2019 indicators 5 or more news columns without update in 2 weeks and first-level notice or policy columns
without update in 6 months, together, are a veto; so are 10 or more columns that long have not been updated.
How it decides
zh: 按栏目名称、网页标签、网址和上级栏目判定类型；取列表中可见条目的最新日期，列表没有日期的，取所列稿件的发布时间，
仍没有的，取网址中的日期（此时只提示人工复核）。期限：动态要闻2周，通知公告、政策文件6个月，政策解读6个月，
人事、规划、统计、财政、重点领域以及未能归类而曾多次更新的栏目1年，年度报告15个月。“长期未更新”按1年计。没有任何日期的栏目不作判断。类型由上级栏目推断的，须其以往更新间隔与该类型相符，否则只提示人工复核；仅有法规、规章的栏目超期的，也只提示人工复核。
en: The type is read from name, tags, address and the columns above. The date is the newest of the visible entries;
without dates in the list, that of the articles listed; without those, that in their addresses (then a person must
look).
Spans: news 2 weeks; notices and policy files 6 months; interpretations 6 months; personnel, plans, statistics, finance,
key fields and columns of no known type that were renewed more than once 1 year; annual reports 15 months. "Long" is
counted as 1 year. A column without any date is not judged.
Where the type comes from the columns above, the pace of earlier entries must be that of the type, else a person looks;
so does a person where a column of nothing but regulations and rules is overdue.
Known limits
zh: 政策解读、人事、规划、统计等栏目的期限和“长期”的长度未见于指标原文，取自其他公开材料。专题、机构、概况、办事等
栏目以及频道页不作更新判断。
en: The spans for interpretations, personnel, plans, statistics and the length of "long" are not in the text of the
indicators that was read; they come from other public material. Special topics, organisation, overview, services and
channel pages are not judged.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks import standards
from checks.columns.freshness import HELD_YEARLY, HELD_YEARLY_SOURCE, Freshness, freshness
from checks.columns.tree import Column, ColumnTree
from checks.declaration import Finding, Message, NotApplicable, Text, Want, check
from checks.identity import url_key

_SEE = (
    Text("用浏览器打开栏目页 {url}。", "Open the column's page {url} in a browser."),
    Text("查看列表中最新一条信息的日期：{newest}。", "Look at the date of the newest entry: {newest}."),
    Text(
        "该日期距检查时点（{today}）{age}天，超过{span}天的期限。",
        "It lies {age} days before the inspection ({today}), more than the {span} days allowed.",
    ),
)
_MEND = Text(
    "及时发布“{column}”栏目应公开的新信息；确无内容更新的，归并或撤销该栏目。",
    "Publish what is new for “{column}”; if there is nothing to come, merge or close the column.",
)

MESSAGES = {
    "overdue": Message(
        Text(
            "“{column}”（{type}类）已{age}天未更新，最新信息为{newest}，期限{span}天。",
            "“{column}” ({type}) was not updated for {age} days; its newest entry is of {newest}, the span {span}.",
        ),
        _SEE, _MEND,
        Text(
            "最新信息未列在第一页、置顶信息遮住新信息，或者栏目类型判定有误的，本结论可能不成立。",
            "The finding may be wrong if the newest entries are not on the first page or the type was misread.",
        ),
        title=Text("栏目超期未更新", "Column overdue"),
    ),
    "overdue-unsure": Message(
        Text(
            "“{column}”（{type}类）可能已{age}天未更新（{why}），需人工复核。",
            "“{column}” ({type}) may not have been updated for {age} days ({why}); a person must look.",
        ),
        _SEE, _MEND,
        Text("{why}，日期或类型可能与实际不符。", "{why}: the date or the type may be other than it seems."),
        title=Text("栏目可能超期未更新", "Column possibly overdue"),
    ),
}  # fmt: skip

_WHY = {
    "address": Text("日期取自稿件网址", "the date is read from addresses"),
    "ascending": Text(
        "列表由旧到新排列，最新信息可能在末页", "the list runs from old to new, its newest may be on the last page"
    ),
    "type": Text("类型由上级栏目推断", "its type is inferred from the columns above"),
    "laws": Text(
        "法规、规章随立法更新，可能确无新增", "regulations and rules come with legislation, and there may be none"
    ),
    "once": Text("只有一天的信息，可能无需更新", "all it holds is of one day and may still hold good"),
}
#: Judged under interaction, by their letters; when interviews and surveys were last held is judged here.
_JUDGED_ELSEWHERE = frozenset({"interaction"})
_OFFERED = frozenset({"menu", "block", "side-menu", "site-map", "crawl"})
#: So many other columns head parts of a page that gathers columns; one may be the name above a list of its own.
_CHANNEL = 2


@check(
    id="column-stale",
    theme="columns",
    clause=standards.COLUMN_UPDATED,
    title=Text("栏目更新不及时", "Column overdue"),
    messages=MESSAGES,
)
def column_stale(tree: ColumnTree) -> Iterator[Finding | Want]:
    """One finding for every overdue column of the desktop entry."""
    if not tree.columns:
        raise NotApplicable(Text("未发现任何栏目。", "No column was found."))
    for column in tree.columns.values():
        elsewhere = column.type in _JUDGED_ELSEWHERE and not HELD_YEARLY.search(column.name)
        if elsewhere or not column.sources & _OFFERED or column.document is None:
            continue
        inside = column.content
        if inside is not None and (inside.blocks >= _CHANNEL or (inside.children and tree.children(column))):
            continue  # a channel page: its columns are judged one by one
        if _gathers(tree, column):
            continue
        judged = freshness(tree, column)
        if judged.heat == "overdue":
            yield _finding(tree, column, judged)


def _gathers(tree: ColumnTree, column: Column) -> bool:
    """Whether all that the page lists stands in the columns below it, without their names over it: a channel page."""
    listed, below = (
        {url_key(i.url) for one in some if one.content is not None for i in one.content.items if i.url}
        for some in ((column,), tree.children(column))
    )
    return bool(listed) and listed <= below


def _finding(tree: ColumnTree, column: Column, judged: Freshness) -> Finding:
    assert column.document is not None
    newest = next((i for e in column.document.lists for i in e.items if i.date == column.newest and i.visible), None)
    data: dict[str, object] = {
        "age": judged.age, "span": judged.span, "newest": str(column.newest), "today": str(tree.today),
        "type": column.kind.title, "path": " > ".join(column.path), "group": judged.groups,
        "span_source": HELD_YEARLY_SOURCE if column.type in _JUDGED_ELSEWHERE else column.kind.span_source,
    }  # fmt: skip
    if judged.doubt:
        data["why"] = _WHY[judged.doubt]
    return Finding(
        "overdue-unsure" if judged.doubt else "overdue",
        url=column.document.page.url,
        selector=newest.selector if newest is not None else None,
        box=newest.box if newest is not None else None,
        column=column.name,
        place=column.key,
        template="",
        words=f"{newest.raw_date} {newest.text}" if newest is not None else None,
        data=data,
        outcome="unsure" if judged.doubt else "fail",
        confidence=0.5 if judged.doubt else 0.9,
        absence=True,
    )

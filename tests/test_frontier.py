"""The guess at a link's kind and the order of what is fetched."""

from __future__ import annotations

import pytest

from crawler import frontier
from crawler.frontier import guess_kind, is_harmful, rank, tier

HOST = "http://www.anping.gov.cn"
TITLE = "安平市人民政府关于印发年度重点工作安排的通知"


@pytest.mark.parametrize(
    ("path", "anchor", "kind"),
    [
        ("/zwgk/202610/t20261012_81234.html", "", "article"),
        ("/art/2026/10/12/art_12_3456.html", "", "article"),
        ("/content/post_123456.html", "", "article"),
        ("/2026-10/12/c_1234567.htm", "", "article"),
        ("/2026/11/17/3053c36/", "", "article"),
        ("/2026/11/hello", "", "article"),
        ("/2026/11/17/", "17", "column"),
        ("/2026/11/page/2/", "2", "column"),
        ("/news/view?id=7", TITLE, "article"),
        ("/news/view?id=7", "要闻", "column"),
        ("/zwgk/index.html", "政务公开", "column"),
        ("/zwgk/index_2.html", TITLE, "article"),
        ("/col/col12/index.html", "通知公告", "column"),
        ("/zwgk/", TITLE, "column"),
        ("/a.html", TITLE, "article"),
        ("/so/", "", "search"),
        ("/x/", "站内搜索", "search"),
        ("/hdjl/", "", "interaction"),
        ("/x/", "市长信箱", "interaction"),
        ("/x/", "网上调查", "interaction"),
        ("/bszn/", "", "guide"),
        ("/x/", "办事指南", "guide"),
        ("/files/a.pdf", TITLE, "attachment"),
        ("/#/list/1", "政务公开", "column"),
    ],
)
def test_what_a_link_probably_leads_to(path: str, anchor: str, kind: str) -> None:
    assert guess_kind(HOST + path, anchor) == kind


@pytest.mark.parametrize(
    "path", ["/logout", "/user/delete.do?id=1", "/a?action=del&id=3", "/a?x=1&op=remove", "/del/5"]
)
def test_a_link_that_would_change_something_is_never_followed(path: str) -> None:
    assert is_harmful(HOST + path)


@pytest.mark.parametrize(
    "path", ["/delegates/", "/model/", "/a?action=detail", "/removal.html", "/zwgk/", "/a?do=view"]
)
def test_a_link_that_only_sounds_like_it_is_followed(path: str) -> None:
    assert not is_harmful(HOST + path)


def test_the_order_of_tiers() -> None:
    def place(kind: str, region: str = "", depth: int = 1, *, anchor: str = "甲", main: bool = True) -> int:
        return tier(kind, anchor, f"{HOST}/x/", region, depth, main)  # type: ignore[arg-type]

    assert place("column", "nav") == frontier.MENU
    assert place("interaction", depth=2) == frontier.MENU
    assert place("column") == frontier.SECTION
    assert place("column", "nav", 2) == frontier.COLUMN
    assert place("column", anchor="下一页") == frontier.NEXT_PAGE
    assert place("article", "nav") == frontier.ARTICLE
    assert place("column", depth=2, main=False) == frontier.ELSEWHERE


def test_the_place_among_equals_is_a_hash_of_page_and_seed() -> None:
    keys = [f"anping.gov.cn/{number}" for number in range(200)]
    assert [rank("a", key) for key in keys] == [rank("a", key) for key in keys]
    assert sorted(keys, key=lambda key: rank("a", key)) != sorted(keys, key=lambda key: rank("b", key)) != keys
    assert len({rank("a", key) for key in keys}) == 200
    assert rank("x" * 500, "\udcb1") == rank("x" * 500, "\udcb1")

"""What one look at a page teaches about the others of its template, and which pages that lets us expect."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from checks.artifacts import Page, Template
from checks.reading import Document, read
from crawler.gather.forecast import drawn_patterns, folder_pattern
from crawler.gather.gain import Gain, gain
from crawler.gather.templates import NEW_KINDS_PAGES, NewKinds, learn, teaches, wants_look
from crawler.visits import Row

HOME = "http://www.example.gov.cn/"
FRAME = "<header><form><input name=q><button>搜索</button></form>{links}</header>".format(
    links="".join(f"<a href=/m{number}/>栏目{number}</a>" for number in range(8))
)
LONG = "<p>全市各级各部门要认真抓好贯彻落实，确保各项任务按时完成。" * 4


def seen(body: str) -> Document:
    return read(Page(url=HOME, entry="desktop", html=f"<html><title>t</title><body>{body}</body></html>"))


def gained(plain: str, rendered: str) -> Gain:
    return gain(seen(plain), seen(rendered))


def new() -> Template:
    return Template("d-1", 1, HOME, "sample")


def nothing_earlier() -> Gain | None:
    raise AssertionError("no earlier page is asked for")


def before(gain_then: Gain | None) -> Callable[[], Gain | None]:
    return lambda: gain_then


@pytest.mark.parametrize(
    ("plain", "rendered", "reason"),
    [
        ("<p>同样的话", "<p>同样的话", ""),
        ("<p>同样的话", "<p>同样的话<p>今天是2026年3月1日 星期日 晴", ""),
        ("<p>话", f"<p>话{LONG}", "text"),
        ("<a href=/1>一</a>", "".join(f"<a href=/{i}>一</a>" for i in range(9)), "links"),
        ("<p>话", "<p>话<form><input name=q><button>搜</button></form>", "forms"),
    ],
)
def test_what_the_browser_adds_is_named(plain: str, rendered: str, reason: str) -> None:
    assert gained(plain, rendered).reason == reason


def test_two_looks_without_a_difference_end_the_rendering() -> None:
    same = gained("<p>话", "<p>话")
    once = learn(new(), same, nothing_earlier)
    twice = learn(once, same, nothing_earlier)
    assert [(each.render, each.reason, each.looks) for each in (once, twice)] == [
        ("sample", "same", 1), ("never", "same", 2)
    ]  # fmt: skip


def test_a_frame_that_a_script_writes_on_every_page_is_learned_as_such() -> None:
    first, second = gained("<p>第一篇稿件", FRAME + "<p>第一篇稿件"), gained("<p>第二篇稿件", FRAME + "<p>第二篇稿件")
    once = learn(new(), first, nothing_earlier)
    assert (once.render, once.reason) == ("sample", "links+forms")
    twice = learn(once, second, before(first))
    assert (twice.render, twice.reason) == ("never", "frame")
    # The seeded few that are looked at later: the same again, then a page that a script fills.
    assert learn(twice, second, before(first)).render == "never"
    drawn = gained("", FRAME + LONG)
    assert learn(twice, drawn, before(first)).render == "always"


def test_pages_whose_own_content_is_drawn_are_always_rendered() -> None:
    first = gained("<div id=a></div>", f"<div>{LONG}甲</div>")
    second = gained("<div id=a></div>", "<div><p>任命决定。根据工作需要，经研究决定。</p>" + "字" * 200 + "</div>")
    twice = learn(learn(new(), first, nothing_earlier), second, before(first))
    assert (twice.render, twice.reason) == ("always", "text")
    assert learn(twice, gained("", ""), nothing_earlier).render == "always"


def test_one_page_that_gains_and_one_that_does_not_prove_nothing_common() -> None:
    mixed = learn(learn(new(), gained("", FRAME), nothing_earlier), gained("<p>话", "<p>话"), before(None))
    assert mixed.render == "always"
    other = learn(learn(new(), gained("<p>话", "<p>话"), nothing_earlier), gained("", FRAME), nothing_earlier)
    assert other.render == "always"


def test_without_a_plain_look_only_the_count_is_learned() -> None:
    assert learn(new(), None, nothing_earlier) == Template("d-1", 1, HOME, "sample", "", 1)


def test_a_template_of_which_no_look_could_be_compared_is_looked_at_until_one_can() -> None:
    undecided = Template("d-1", 9, HOME, "sample", "", 2)
    assert wants_look(undecided, "1")
    assert [teaches(undecided, "1", planned) for planned in (0, 1)] == [True, False]
    assert not teaches(Template("d-1", 9, HOME, "never", "same", 2), "1", 0)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://a.gov.cn/art/2026/3/5/art_1229_590.html", "http://www.a.gov.cn/art/2025/11/12/art_1229_7.html"),
        ("http://a.gov.cn/zwgk/tzgg/202603/t20260305_123.html", "http://a.gov.cn/zwgk/tzgg/202511/t20251112_9.html"),
        ("http://a.gov.cn/xw/9f86d081884c7d659a2feaa0c55ad015.shtml",
         "http://a.gov.cn/xw/60303ae22b998861bce3b28f33eec1be.shtml"),
        ("http://a.gov.cn/show.jsp?id=5&col=7", "http://a.gov.cn/show.jsp?id=6&col=7"),
    ],
)  # fmt: skip
def test_articles_of_one_column_have_one_pattern(one: str, other: str) -> None:
    assert folder_pattern(one) == folder_pattern(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://a.gov.cn/art/2026/3/5/art_1229_590.html", "http://a.gov.cn/art/2026/3/5/art_1230_590.html"),
        ("http://a.gov.cn/c101/5.html", "http://a.gov.cn/c102/5.html"),
        ("http://a.gov.cn/c101/", "http://a.gov.cn/c101/5.html"),
        ("http://a.gov.cn/show.jsp?id=5", "http://a.gov.cn/list.jsp?id=5"),
    ],
)
def test_pages_of_different_columns_have_different_patterns(one: str, other: str) -> None:
    assert folder_pattern(one) != folder_pattern(other)


def test_a_folder_is_expected_to_be_drawn_once_two_pages_were_and_none_was_not() -> None:
    pages = [(f"{HOME}xw/{number}.html", "d-1", "always") for number in range(2)]
    assert drawn_patterns(pages) == {folder_pattern(pages[0][0]): "d-1"}
    assert drawn_patterns(pages[:1]) == {}
    assert drawn_patterns([*pages, (f"{HOME}xw/9.html", "d-2", "never")]) == {}
    more = [(f"{HOME}xw/{number}.html", "d-2", "always") for number in range(5, 9)]
    assert drawn_patterns([*pages, *more]) == {folder_pattern(pages[0][0]): "d-2"}


def row(number: int, *, state: str = "queued", render: bool = False) -> Row:
    return Row(
        id=number, entry="desktop", url=f"{HOME}{number}.html", kind="article", depth=2, anchor="", column_url="",
        render=render, looks=0, state=state, template="", rank=f"{number:016x}",
    )  # type: ignore[arg-type]  # fmt: skip


def test_pages_with_kinds_of_elements_that_were_not_judged_are_chosen_by_their_hash() -> None:
    kinds = NewKinds()
    static = Template("d-1", 1, HOME, "never")
    kinds.met(row(1), static, frozenset({1, 2}), judged=True)
    for number, shape in ((5, {1, 2}), (4, {1, 3}), (3, {3}), (2, {1})):
        kinds.met(row(number), static, frozenset(shape), judged=False)
    assert [each.id for each in kinds.choose()] == [3]
    for number in range(10, 30):
        kinds.met(row(number), static, frozenset({number}), judged=False)
    assert len(kinds.choose()) == NEW_KINDS_PAGES - 1


def test_what_script_draws_counts_where_pages_are_drawn_and_plain_html_elsewhere() -> None:
    kinds = NewKinds()
    drawn, static = Template("d-1", 1, HOME, "always"), Template("d-2", 1, HOME, "never")
    kinds.met(row(1), drawn, frozenset({1}), judged=False)
    kinds.met(row(2, state="fetched", render=True), static, frozenset({1}), judged=False)
    assert kinds.choose() == []
    kinds.met(row(3, state="fetched", render=True), drawn, frozenset({1}), judged=False)
    kinds.met(row(4, render=True), drawn, frozenset({2}), judged=False)
    assert [each.id for each in kinds.choose()] == [3, 4]

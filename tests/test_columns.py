"""The column tree: names from every source, types by word and counter-example, freshness by type."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from checks.columns.freshness import freshness
from checks.columns.furniture import Furniture
from checks.columns.scaffold import find_note
from checks.columns.tree import ColumnTree, column_tree
from checks.columns.types import classify, is_utility
from checks.documents import Documents
from checks.testing import build_site

HOST = "http://www.xinghe.example.gov.cn"


def tree(pages: list[tuple[str, str, str]], **more: Any) -> ColumnTree:
    site = build_site(
        {"pages": [{"url": HOST + u, "kind": k, "html": h, "rendered": True} for u, k, h in pages], **more}
    )
    documents = Documents(site)
    return column_tree(site, documents, Furniture(documents))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("政务要闻", "news"), ("部门动态", "news"), ("领导活动", "news"), ("县区动态", "news"),
        ("通知公告", "notices"), ("公示公告", "notices"), ("规范性文件", "policy"), ("部门文件", "policy"),
        ("政策解读", "interpretation"), ("市长之窗", "leaders"), ("市长信箱", "interaction"), ("领导信箱",
            "interaction"),
        ("市长热线", "interaction"), ("机构职能", "organisation"), ("统计公报", "statistics"), ("人事任免",
            "personnel"),
        ("规划计划", "plan"), ("计划生育服务", "service"), ("政府信息公开年报", "annual"), ("新闻发布会", "other"),
        ("专题专栏", "special"), ("市长质量奖", "other"), ("城市概况", "overview"), ("意见征集", "interaction"),
        ("财政预决算", "finance"), ("依申请公开", "disclosure"),
        ("部门信息", "news"), ("县区要闻", "news"), ("部门信息公开目录", "organisation"),
        ("区县传真", "news"), ("电话传真", "other"), ("部门传真", "organisation"), ("征集结果反馈", "other"),
    ],
)  # fmt: skip
def test_a_name_tells_the_type(name: str, kind: str) -> None:
    assert classify(name) == kind


def test_the_address_and_the_column_above_tell_what_the_name_does_not() -> None:
    assert classify("本地", "http://a.gov.cn/xwzx/bd/") == "news"
    assert classify("媒体看星河", "http://a.gov.cn/x/", ("新闻中心",)) == "news"
    assert classify("其他", "http://a.gov.cn/x/") == "other"
    assert classify("部门传真", "http://a.gov.cn/x/", ("要闻播报",)) == "news"


@pytest.mark.parametrize(
    "name", ["首页", "登录", "English", "无障碍浏览", "更多>>", "网站地图", "跳到主要内容", "2", ""]
)
def test_functions_of_a_site_are_no_columns(name: str) -> None:
    assert is_utility(name)


@pytest.mark.parametrize(
    "words",
    ["该栏目正在建设中，敬请期待！", "暂无内容", "暂无数据", "暂无相关信息", "没有找到相关内容", "正在建设中",
        "栏目建设中", "内容更新中", "敬请期待",
     "升级改版中", "页面维护中", "暫無資料", "共0条记录", "该栏目内容正在完善中", "尚未发布", "No data", "Coming soon"],
)  # fmt: skip
def test_a_note_is_known(words: str) -> None:
    assert find_note(words)


@pytest.mark.parametrize(
    "words", ["政务服务中心", "建设中心小学", "更新中国梦展板", "共10条", "公共资源交易", "便民信息", "无障碍设施"]
)
def test_other_words_are_no_note(words: str) -> None:
    assert not find_note(words)


def test_columns_come_from_menu_block_side_menu_and_breadcrumb() -> None:
    found = tree(
        [
            ("/", "home",
             ("<body><div class=nav><ul><li><a href=/>首页</a><li><a href=/zwgk/>政务公开</a>"
                "<ul><li><a href=/zwgk/tzgg/>通知公告</a></ul></ul></div>"











             "<div class=b><h3>星河要闻</h3><a href=/xw/yw/>更多</a>"
                "<ul><li><a href=/xw/yw/202611/t20261101_1.html>一则消息的标题</a> 11-01</ul></div>")),
            ("/xw/yw/", "column",
             ("<body><div>当前位置：<a href=/>首页</a> > <a href=/xw/>新闻中心</a> > 星河要闻</div>"
                "<ul><li><a href=/xw/yw/>星河要闻</a>"






















             "<li><a href=/xw/bm/>部门动态</a></ul>"
                "<ul><li><a href=202611/t20261101_1.html>一则消息的标题</a> 2026-11-01</ul>")),
        ]
    )  # fmt: skip
    by_url = {c.url.removeprefix(HOST): c for c in found.columns.values()}
    assert by_url["/zwgk/tzgg/"].path == ("政务公开", "通知公告")
    assert by_url["/xw/yw/"].name == "星河要闻"
    assert by_url["/xw/yw/"].path == ("新闻中心", "星河要闻")
    assert by_url["/xw/yw/"].newest == date(2026, 11, 1)
    assert "side-menu" in by_url["/xw/bm/"].sources
    assert not any("t2026" in url for url in by_url)


def test_a_policy_column_by_topic_is_not_first_level() -> None:
    rows = "<ul><li><a href=1.html>关于一件事情的意见</a> 2026-03-01</ul>"
    found = tree(
        [
            ("/", "home",
                "<body><nav><ul><li><a href=/zcwj/>政策文件</a><li><a href=/zwdt/>政务动态</a></ul></nav>"),
            ("/zcwj/", "column", f"<body><div class=m>{rows}</div>"),
            ("/zcwj/gfxwj/", "column",
             (f"<body><div>当前位置：<a href=/>首页</a> > <a href=/zcwj/>政策文件</a> > 规范性文件</div>"
                f"<h2>规范性文件</h2>{rows}")),
        ]
    )  # fmt: skip
    by_url = {c.url.removeprefix(HOST): c for c in found.columns.values()}
    assert freshness(found, by_url["/zcwj/"]).groups == ("TZZC",)
    assert freshness(found, by_url["/zcwj/gfxwj/"]).heat in ("fresh", "due")


def test_the_second_page_of_a_list_is_no_column() -> None:
    rows = "<ul><li><a href=1.html>关于一件事情的意见</a> 2026-11-01</ul>"
    pager = (
        "<div><a href=/zwdt/index.html>1</a><a href=/zwdt/index_1.html>2</a><a href=/zwdt/index_1.html>下一页</a></div>"
    )
    found = tree(
        [
            (
                "/",
                "home",
                "<body><nav><ul><li><a href=/zwdt/>政务动态</a><li><a href=/tzgg/>通知公告</a></ul></nav>",
            ),
            ("/zwdt/", "column", f"<body>{rows}{pager}"),
            ("/zwdt/index_1.html", "column", f"<body>{rows}{pager}"),
        ]
    )
    assert f"{HOST}/zwdt/index_1.html" not in {c.url for c in found.columns.values()}
    assert next(iter(found.columns.values())).pagination.pages == 2


def test_a_channel_page_names_its_columns_though_one_of_them_is_dead() -> None:
    channel = """<html lang="zh-CN"><body><dl><dt><a href="/list.do?cid=31">要闻</a></dt>
    <dd><a href="/show.do?id=1">县城新增便民停车位三百个</a> [11-18]</dd>
    <dt><a href="/list.do?cid=32">教育</a></dt></dl>"""
    found = tree(
        [("/", "home", '<a href="/sec1.do">动态</a>'), ("/sec1.do", "column", channel)],
        urls=[{"url": f"{HOST}/list.do?cid=32", "kind": "column", "state": "dead"}],
    )
    assert [(c.name, c.state) for c in found.columns.values()] == [("要闻", "queued"), ("教育", "dead")]


def test_the_persons_of_a_page_are_no_columns() -> None:
    leaders = "".join(
        f'<div><h4><a href="/ld/{n}.html">{name}</a></h4></div>' for n, name in enumerate(("张三", "李四"))
    )
    assert not tree([("/", "home", ""), ("/ld/", "column", f'<html lang="zh-CN"><body>{leaders}')]).columns


def pages_of(host: str, count: int, body: str, **more: Any) -> list[dict[str, Any]]:
    return [{"url": f"http://{host}/{n}.html", "kind": "article", "html": body, **more} for n in range(count)]


def test_a_host_has_a_frame_of_its_own() -> None:
    foot = '<html lang="zh-CN"><body><div class="b">主办：县政府办公室</div>'
    main = pages_of("www.x.gov.cn", 40, '<html lang="zh-CN"><body><p>正文</p>')
    documents = Documents(build_site({"pages": [*main, *pages_of("wz.x.gov.cn", 6, foot)]}))
    letter = next(doc for doc in documents if "wz.x" in doc.page.url)
    found = next(t for t in letter.texts if t.text.startswith("主办"))
    assert Furniture(documents).text(found.text, found.element)


def test_a_table_has_one_frame_in_the_browser_and_in_the_source() -> None:
    plain = '<html lang="zh-CN"><body><table><tr><td>主办：县政府办公室</td></tr></table>'
    drawn = plain.replace("<tr>", "<tbody><tr>").replace("</tr>", "</tr></tbody>")
    seen = [*pages_of("www.x.gov.cn", 40, plain), *pages_of("www.x.gov.cn/drawn", 2, drawn, rendered=True)]
    documents = Documents(build_site({"pages": seen}))
    rendered = next(doc for doc in documents if doc.page.rendered)
    found = next(t for t in rendered.texts if t.text.startswith("主办"))
    assert Furniture(documents).text(found.text, found.element)

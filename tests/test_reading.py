"""Reading pages: dates, links, lists, forms, pagination and shape, on source and on snapshots."""

from __future__ import annotations

from datetime import date

import pytest

from checks.artifacts import Page
from checks.reading import Document, parse_dates, read, similarity, url_date

TODAY = date(2026, 11, 23)


def document(html: str, url: str = "http://www.example.gov.cn/xw/index.html") -> Document:
    rendered = html.startswith("<pa-page")
    return read(Page(url=url, entry="desktop", html=html, rendered=rendered), TODAY)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-20", "2026-11-20"),
        ("发布时间：2026/1/5 10:20", "2026-01-05"),
        ("[2026.11.20]", "2026-11-20"),
        ("2026年11月20日", "2026-11-20"),
        ("二〇二六年十一月二十日", "2026-11-20"),
        ("二○二五年元月三日", "2025-01-03"),
        ("二零二六年十月三十一日", "2026-10-31"),
        ("２０２６－１１－２０", "2026-11-20"),
        ("20261120", "2026-11-20"),
        ("[11-20]", "2026-11-20"),
        ("12-30", "2025-12-30"),
        ("（11/20）", "2026-11-20"),
        ("11月20日", "2026-11-20"),
        ("20 2026-11", "2026-11-20"),
        ("20 2026/11", "2026-11-20"),
        ("2026-11 20", "2026-11-20"),
        ("20 11月", "2026-11-20"),
        ("20/11", "2026-11-20"),
        ("昨天 10:15", "2026-11-22"),
        ("前天", "2026-11-21"),
        ("3天前", "2026-11-20"),
        ("三天前", "2026-11-20"),
        ("2小时前", "2026-11-23"),
        ("30小时前", "2026-11-22"),
        ("刚刚", "2026-11-23"),
        ("1周前", "2026-11-16"),
        ("發佈日期：2026年11月20號", "2026-11-20"),
    ],
)
def test_a_date_is_found(text: str, expected: str) -> None:
    assert [seen.date.isoformat() for seen in parse_dates(text, TODAY)] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "0532-8591-2345", "010-12-3456", "电话：8888-12-20", "京政发〔2026〕3号", "2021—2025年",
        "2026-2030年规划",
        "1-12月", "增长8.5%", "版本1.2.3", "12:30", "3.15晚会在京举行", "13800138000", "9月1日至10月8日",
        "1/3",
        "第11-20名", "2026年11月", "京ICP备05060933号-1", "110105200601015678", "编号202611201234",
        "2026-02-30",
        "10-15人", "11-20万元", "11000000-2026", "今天的北京", "每周前三名",
    ],
)  # fmt: skip
def test_no_date_is_invented(text: str) -> None:
    assert parse_dates(text, TODAY) == ()


def test_a_year_heading_settles_the_year() -> None:
    assert parse_dates("12-30", TODAY, year=2024)[0].date == date(2024, 12, 30)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://a.gov.cn/xw/202611/t20261120_1234.html", "2026-11-20"),
        ("http://a.gov.cn/art/2026/3/9/art_12_34.html", "2026-03-09"),
        ("http://a.gov.cn/20261120/0123456789abcdef0123456789abcdef.html", "2026-11-20"),
        ("http://a.gov.cn/columns/a/202611/20/b.html", "2026-11-20"),
        ("http://a.gov.cn/xw/202611/0123456789abcdef.shtml", "2026-11-01"),
    ],
)
def test_the_date_in_an_address(url: str, expected: str) -> None:
    seen = url_date(url)
    assert seen is not None
    assert seen.date.isoformat() == expected


LISTS = {
    "ul": '<ul><li><a href="a.html">关于开展安全检查的通知</a><span>2026-11-20</span></li></ul>',
    "table": "<table><tr><th>标题</th><th>时间</th></tr><tr><td><a href='a.html'>关于开展安全检查的通知</a></td>"
    "<td>2026-11-20</td></tr><tr><td><a href='b.html'>关于召开会议的通知</a></td><td>2026-11-19</td></tr></table>",
    "cards": "<div><div class=c><b>20</b><i>2026-11</i><a href=a.html>关于开展安全检查的通知</a></div>"
    "<div class=c><b>19</b><i>2026-11</i><a href=b.html>关于召开会议的通知</a></div></div>",
    "dl": "<dl><dt><a href=a.html>关于开展安全检查的通知</a></dt><dd>2026-11-20</dd>"
    "<dt><a href=b.html>关于召开会议的通知</a></dt><dd>2026-11-19</dd></dl>",
    "links": "<div><a href=a.html>关于开展安全检查的通知</a> [11-20]<br>"
    "<a href=b.html>关于召开会议的通知</a> [11-19]<br></div>",
    "whole link": "<ul><li><a href=a.html><span>关于开展安全检查的通知</span><span>2026-11-20</span></a></li>"
    "<li><a href=b.html><span>关于召开会议的通知</span><span>2026-11-19</span></a></li></ul>",
    "card link": "<div><a href=a.html><b>20</b><i>2026-11</i><p>关于开展安全检查的通知</p></a>"
    "<a href=b.html><b>19</b><i>2026-11</i><p>关于召开会议的通知</p></a></div>",
    "short year": "<ul><li><a href=a.html>关于开展安全检查的通知</a><span>26-11-20</span></li></ul>",
    "tip": "<ul><li><a href=a.html title='标题：关于开展安全检查的通知&#10;作者：办公室&#10;更新时间：2026-11-20'>"
    "关于开展…</a></li></ul>",
    "deadline": "<ul><li><a href=a.html>关于开展安全检查的通知</a><i>2026-11-20</i><i>2026-12-30</i></li></ul>",
    "records": '<script type="text/xml"><datastore><recordset><record><![CDATA[<li><a href="a.html">关于开展安全检查'
    "的通知</a><span>2026-11-20</span></li>]]></record></recordset></datastore></script>",
}


@pytest.mark.parametrize("kind", LISTS)
def test_lists_of_every_kind(kind: str) -> None:
    lists = [found for found in document(f"<body>{LISTS[kind]}").lists if found.dated]
    assert len(lists) == 1
    item = lists[0].items[0]
    assert item.text == "关于开展安全检查的通知"
    assert item.url == "http://www.example.gov.cn/xw/a.html"
    assert item.date == date(2026, 11, 20)


def test_a_year_below_month_and_day_is_its_year() -> None:
    doc = document("<ul><li><p>11-20</p><p>2024</p><a href=a.html>关于开展安全检查的通知</a></li></ul>")
    assert doc.lists[0].items[0].date == date(2024, 11, 20)


@pytest.mark.parametrize(
    ("href", "printed", "day"),
    [
        ("/tjsj/202507/c77115.html", "07-25", date(2025, 7, 25)),
        ("/art/2025/7/25/art_1_2.html", "07-25", date(2025, 7, 25)),
        ("/art/2025/7/24/art_1_2.html", "07-25", date(2026, 7, 25)),  # the address tells of another day
        ("/tjsj/202506/c77115.html", "07-25", date(2026, 7, 25)),
        ("/tjsj/202507/c77115.html", "2026-07-25", date(2026, 7, 25)),
        ("/tjsj/c77115.html", "07-25", date(2026, 7, 25)),
    ],
)
def test_a_year_that_is_not_printed_stands_in_the_address(href: str, printed: str, day: date) -> None:
    row = "<li><a href='{}'>全市居民收入抽样调查结果公布{}</a><span>{}</span></li>"
    doc = document(f"<ul>{row.format(href, 1, printed)}{row.format('/a/1.html', 2, '2026-11-02')}</ul>")
    assert doc.lists[0].items[0].date == day


def test_a_date_within_a_sentence_is_not_that_of_the_entry() -> None:
    told = "6月12日，某频道以《某标题》为题报道了一名股民的经历，其他媒体随后转载，有关部门已经查明情况并回应了关切。"
    doc = document(f"<div><p>{told}<a href=a.html>某报</a>{told}</p><p>{told}<a href=b.html>某网</a>{told}</p></div>")
    assert [item.date for found in doc.lists for item in found.items] == [None, None]


def test_under_the_name_of_a_column_each_dated_line_of_a_definition_list_is_an_entry() -> None:
    entry = "<dd><a href={0}.html>县城新增便民停车位{0}百个</a> [11-{0}]</dd>"
    doc = document(
        f"<dl><dt><a href=/yw/>今日要闻</a></dt>{entry.format(18)}{entry.format(12)}"
        f"<dt><a href=/gg/>公告</a></dt>{entry.format(11)}</dl>"
    )
    assert [str(item.date)[5:] for item in doc.lists[0].items] == ["11-18", "11-12", "11-11"]


def test_the_day_and_the_summary_below_a_title_are_one_entry() -> None:
    title = "<dt><a href={0}.html>县城新增便民停车位{0}百个</a></dt>"
    entry = title + "<dd>2026-11-{0}</dd><dd>新增车位<a href={0}.html>详细</a></dd>"
    doc = document(f"<dl>{entry.format(18)}{entry.format(12)}</dl>")
    assert [str(item.date) for item in doc.lists[0].items] == ["2026-11-18", "2026-11-12"]


def test_what_is_called_a_menu_and_holds_news_is_none() -> None:
    rows = "".join(
        f"<li><a href={n}.html>关于召开第{n}次会议的通知</a><span>2026-11-1{n}</span></li>" for n in range(4)
    )
    news = document(f"<body><div class='nav_content'><div><ul>{rows}</ul></div></div>")
    assert {found.region for found in news.lists} == {""}
    channel = document(
        f"<body><div class='sec_nav'><div><ul>{rows.replace('2026-', '[').replace('</span>', ']</span>')}"
    )
    assert {found.region for found in channel.lists} == {""}  # blocks of a channel page print [11-13]
    menu = document("<body><div class='nav_content'><ul><li><a href=/a/>新闻</a><li><a href=/b/>公开</a></ul></div>")
    assert {found.region for found in menu.lists} == {"nav"}


@pytest.mark.parametrize(
    "html",
    [
        "<meta charset=utf-8><title>首页</title><header>安平</header><nav><a href=/a/>要闻</a></nav><main>正文</main>",
        "<head><title>首页</title><header>安平</header><nav><a href=/a/>要闻</a></nav></head><body>正文</body>",
        "<head><title>首页</title></head><header>安平</header><nav><a href=/a/>要闻</a></nav><p>正文</p>",
    ],
)
def test_the_body_begins_where_a_browser_begins_it(html: str) -> None:
    doc = document(html)
    assert doc.words.split() == ["安平", "要闻", "正文"]
    assert [link.region for link in doc.links] == ["nav"]
    assert doc.title == "首页"


def test_a_snapshot_is_read_like_source() -> None:
    doc = document(
        '<pa-page url="http://www.example.gov.cn/" title="甲市" w="1280" h="900">'
        '<html lang="zh-CN"><head><title>甲市</title>'
        '</head><body><div id="nav">'
        '<a href="/a" pa-href="http://www.example.gov.cn/a" pa-box="1,2,3,4">政务公开</a></div>'
        '<div pa-hidden="1"><a href="/b" pa-href="http://www.example.gov.cn/b">不可见</a></div>'
        '<iframe id="f" src="/f"></iframe><pa-frame src="http://www.example.gov.cn/f" origin="same" ok="1"><html><body>'
        '<p pa-box="5,6,7,8" pa-font="14">框架内文字\U000f0001</p></body></html></pa-frame></body></html></pa-page>'
    )
    assert (doc.title, doc.lang) == ("甲市", "zh-CN")
    assert [(k.text, k.visible, k.region) for k in doc.links] == [
        ("政务公开", True, "nav"),
        ("不可见", False, ""),
    ]
    inside = next(t for t in doc.texts if t.text.startswith("框架"))
    assert inside.text.endswith("\x01")
    assert inside.selector == "#f >>> html > body > p"
    assert (inside.box, inside.font) == ((5, 6, 7, 8), 14)
    assert inside.frame == "http://www.example.gov.cn/f"
    assert "不可见" not in doc.words


@pytest.mark.parametrize(
    "html",
    ["", "\x00", "<", "<!DOCTYPE html>", "<pa-page", "<pa-page url='x'><html></pa-page>",
        "<frameset><frame src=a></frameset>",
     "<body><form><form><input></form></form>", "<div>" * 5000 + "<a href='http://[x'>a</a>",
     "\ud800<p>a</p>\ufffe\x0b",
     "<a href='javascript:;'></a><a></a><a href>x</a><base href='::'>", "<table><td><li><dl><dd><tr>",
     '<?xml version="1.0" encoding="gb2312"?><html><body>甲'],
)  # fmt: skip
def test_nothing_breaks_the_reading(html: str) -> None:
    doc = document(html)
    assert isinstance(doc.words, str)
    assert doc.links is not None
    assert doc.lists is not None
    assert doc.forms is not None
    assert doc.texts is not None
    assert doc.pagination.pages is None
    assert doc.breadcrumb == ()
    assert doc.shape is not None
    for el in doc.elements[:50]:
        assert doc.selector(el)
    assert doc.main is None or doc.selector(doc.main)


@pytest.mark.parametrize(
    ("html", "pages", "items"),
    [
        ("<script>createPageHTML(12, 0, 'index', 'shtml')</script>", 12, None),
        ("<script>createPageHTML('paging', 8, 1, 'index', 'html', 158)</script>", 8, None),
        ("<div>共 238 条 共12页</div>", 12, 238),
        ("<div>第1/20页</div>", 20, None),
        (("<div><a href=index.html>1</a><a href=index_1.html>2</a><a href=index_2.html>3</a>"
         "<a href=index_1.html>下一页</a></div>"),
         3, None),
    ],
)  # fmt: skip
def test_pagination(html: str, pages: int, items: int | None) -> None:
    found = document(f"<body>{html}").pagination
    assert (found.pages, found.items) == (pages, items)


def test_forms_with_labels_and_without_a_form_element() -> None:
    doc = document(
        "<body><form action='/s' method=post><label for=q>站内搜索</label><input id=q name=qt>"
        "<input type=submit value=搜索></form>"
        "<div class=box><input placeholder=请输入关键词 id=kw><a class=search-btn onclick='go()'></a></div>"
    )
    proper, loose = doc.forms
    assert (proper.fields[0].label, proper.action, proper.method) == (
        "站内搜索",
        "http://www.example.gov.cn/s",
        "post",
    )
    assert (proper.loose, loose.loose) == (False, True)
    assert loose.fields[0].placeholder == "请输入关键词"
    assert loose.submit is not None


def test_breadcrumb() -> None:
    doc = document(
        "<body><div class=dqwz>当前位置：<a href=/>首页</a> &gt; <a href=/xw/>新闻中心</a> &gt; 通知公告</div>"
    )
    assert doc.breadcrumb == ("首页", "新闻中心", "通知公告")
    around = document(
        "<div>您的位置：<p>您的位置：<a href=/>首页</a> &gt; <a href=/xw/>新闻中心</a> &gt; 往期回顾</p>"
        "<h2>往期回顾</h2><p>大事记 2023-12-31</p></div>"
    )
    assert around.breadcrumb == ("首页", "新闻中心", "往期回顾")


def test_shape_ignores_the_number_of_entries_and_the_text() -> None:
    def page(n: int, word: str) -> Document:
        rows = "".join(f"<li><a href='{i}'>{word}{i}</a><span>2026-11-20</span></li>" for i in range(n))
        return document(f"<body><div class=top><h1>{word}</h1></div><ul class=list>{rows}</ul>")

    article = document(
        "<body><div class=top><h1>x</h1></div><div class=TRS_Editor><p>a<p>b<table><tr><td>1</table></div>"
    )
    assert page(3, "甲").shape == page(20, "乙").shape
    assert similarity(page(3, "甲").shape, article.shape) < 0.6


@pytest.mark.parametrize(
    ("path", "last"), [("计划总结 计划总结", "计划总结"), ("通知 公告", "通知 公告"), ("天天", "天天")]
)  # fmt: skip
def test_a_heading_that_repeats_the_last_name_of_a_path_is_no_part_of_it(path: str, last: str) -> None:
    html = f"<body><div class=position>当前位置：首页 &gt; {path}</div></body>"
    assert read(Page(url="http://x.gov.cn/a/", entry="desktop", html=html)).breadcrumb[-1] == last


def test_a_short_class_name_that_repeats_is_no_footer() -> None:
    one = '<div class="ft"><p><a href="/{n}.html">第{n}期访谈</a></p></div>'
    doc = read(Page(url="http://a.gov.cn/", entry="desktop", html=f"<body>{one.format(n=1)}{one.format(n=2)}</body>"))
    assert {link.region for link in doc.links} == {""}
    doc = read(Page(url="http://a.gov.cn/", entry="desktop", html=f"<body><p>x</p>{one.format(n=1)}</body>"))
    assert {link.region for link in doc.links} == {"footer"}

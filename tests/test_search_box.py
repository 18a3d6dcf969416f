"""A search trial in a real Chromium, on pages whose answers come in the ways that are easily misread."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import parse_qs

import pytest
import pytest_asyncio
from msgspec.structs import replace

from checks.artifacts import Page, PageKind, SearchTrial
from checks.reading import read
from crawler.browser.chromium import find_chromium
from crawler.browser.pool import Identity, PagePool
from crawler.forward_proxy import ForwardProxy, ProxyReply, ProxyRequest
from crawler.gather.titles import article_title, chosen_titles, common_word
from crawler.probes.search_box import search_box
from crawler.replay import UNARCHIVED_HEADER

pytestmark = pytest.mark.asyncio(loop_scope="module")

TITLE = "关于公布二〇二六年度重点民生实事项目的通知"
ARTICLE = "/xw/1.html"
#: Scripts run when the form is sent; each draws its answer in another way.
ANSWERS = {
    # The address changes at once, the page is quiet for half a second with what it showed, and then draws: timers that
    # are set from inside a timer are those of clocks and carousels, and nobody waits for them.
    "late": "location.hash = '/so'; setTimeout(() => setTimeout(draw, 600), 0)",
    "at-once": "draw()",
    # Long after the page was opened: what a submission begins is waited for as what an opened page begins.
    "timer": "location.hash = '/so'; setTimeout(draw, 2900)",
    "never": "location.hash = '/so'; document.getElementById('list').innerHTML = '<p>共找到 0 条结果</p>'",
}
PAGE = """<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><title>首页</title>
<form role="search" onsubmit="{submit}; return false"><input name="q" placeholder="请输入关键词"><button>搜索</button>
</form>
<div id="list"><ul><li><a href="/a/">全市经济工作会议召开部署全年任务</a></li></ul></div>
<script>function draw() {{ document.getElementById('list').innerHTML =
 '<ul><li><a href="{article}">{title}</a></li></ul>' }}</script>"""


#: Boxes of home pages, each with whether it is the search of the site.
BOXES = {
    # Element UI: the box says only what others look for, the button is an icon (seen on province platforms).
    "hot-word": (
        """<div class="el-input"><input class="el-input__inner" id="si" placeholder="大家都在搜：公积金">
        <div><button type="button" class="el-button"><i class="el-icon-search"></i></button></div></div>""", True),
    # A look-up of service items: its form is named search, and it searches another platform.
    "service-items": (
        """<form action="https://zwfw.province.gov.cn/search"><input name="item" placeholder="请输入事项名称">
        <input type="submit" value="查事项"></form>""", False),
    # Nothing but the words before it tells what it is for (ASP.NET: name and id are the control's).
    "words-before": (
        """<form action="/Find.aspx">站内查找：<input name="ctl00$w" id="ctl00_w">
        <input type="submit" value="查找"></form>""", True),
    "words-before-of-something-else": (
        """<form action="/ban.aspx">办件查找：<input name="ctl00$w" id="ctl00_w">
        <input type="submit" value="查找"></form>""", False),
    "service-items-and-words": (
        """<form action="/search"><input name="a" placeholder="请输入事项名称或关键字"><button>搜索</button></form>""",
        True),
}  # fmt: skip
#: A form as Visual SiteBuilder makes it: the words typed leave as base64 in a field of another name, by POST.
BASE64 = """<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><title>首页</title>
<form action="/ssjg.jsp?wbtreeid=1001" method="post" onsubmit="return check(this)">
<input type="hidden" name="lucenenewssearchkey"><input name="showkeycode"><input type="submit" value="站内检索"></form>
<script>function check(f) {{ f.lucenenewssearchkey.value = btoa(unescape(encodeURIComponent(f.showkeycode.value)));
 f.showkeycode.disabled = true; {more} return true }}</script>"""
#: A form whose request tells nothing of what was typed: it may be anything, and is not sent.
UNSAID = "f.lucenenewssearchkey.value = '1';"


#: A box that asks for words to suggest while one types. Its button knows only how to hide itself.
SUGGESTS = """<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><title>首页</title>
<div role="search"><input name="wd" placeholder="搜索全站" oninput="setTimeout(() => fetch('/suggest'), 200)"
 onkeydown="if (event.key === 'Enter') location = '/search'"><button onclick="{press}">搜索</button></div>"""


#: What the button of such a box does, by name.
PRESSED = {
    "hinting": "this.hidden = true",
    "dead": "location = '/search'",
    "closing": "this.parentElement.remove()",
    "vanishing": "this.parentElement.hidden = true",
}

#: Buttons that only a script makes one, beside a box that knows no Enter: with words that are spread, with no words.
BUTTONS = {
    "spread": '<a id="go" href="javascript:;">搜 索</a>',
    "nameless": '<a id="go" href="javascript:;" style="display: inline-block; width: 30px; height: 30px"></a>',
}
WITHOUT_ENTER = """<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><title>首页</title>
<p><input name="wd" placeholder="搜索全站">{button}</p><script>go.onclick = () => {{ location = '/search' }}</script>"""


def found_by_base64(request: ProxyRequest) -> str:
    asked = parse_qs(request.body.decode())["lucenenewssearchkey"][0]
    assert base64.b64decode(asked).decode() == TITLE
    return f'<html lang="zh-CN"><meta charset="utf-8"><title>检索结果</title><a href="{ARTICLE}">{TITLE}</a>'


def answer(request: ProxyRequest) -> ProxyReply | None:
    name = request.url.split("//")[1].split(".")[0]
    if name in BOXES:
        text = f'<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><title>首页</title>{BOXES[name][0]}'
        return ProxyReply(headers=[("Content-Type", "text/html; charset=utf-8")], body=text.encode())
    if name == "archived":
        if "/find" in request.url:
            return ProxyReply(404, "Not Archived", [(UNARCHIVED_HEADER, "1"), ("Content-Type", "text/plain")])
        text = '<!DOCTYPE html><form action="/find" target="_blank"><input name="q" placeholder="站内搜索">'
        return ProxyReply(headers=[("Content-Type", "text/html; charset=utf-8")], body=text.encode())
    if name in ("base64", "unsaid"):
        text = BASE64.format(more=UNSAID if name == "unsaid" else "")
        if "/ssjg.jsp" in request.url:
            assert name == "base64", "what cannot be told from a letter is never sent"
            text = found_by_base64(request)
        return ProxyReply(headers=[("Content-Type", "text/html; charset=utf-8")], body=text.encode())
    if name in PRESSED or name in BUTTONS:
        text = SUGGESTS.format(press=PRESSED[name]) if name in PRESSED else WITHOUT_ENTER.format(button=BUTTONS[name])
        if name == "closing":
            text = text.replace(">搜索<", ' aria-label="关闭">×<')
        if name == "dead":
            text = text.replace("event.key", "''")
        if "/suggest" in request.url or "/search" in request.url:
            text = (
                "[]"
                if "/suggest" in request.url
                else f'<!DOCTYPE html><title>结果</title><a href="{ARTICLE}">{TITLE}</a>'
            )
        return ProxyReply(headers=[("Content-Type", "text/html; charset=utf-8")], body=text.encode())
    if name == "gone":
        text = PAGE.format(submit="draw()", article="/detail?id=1", title=TITLE)
        if "/detail" in request.url:
            text = '<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><p>您访问的页面不存在</p>'
        return ProxyReply(headers=[("Content-Type", "text/html; charset=utf-8")], body=text.encode())
    if name not in ANSWERS:
        return None
    text = PAGE.format(submit=ANSWERS[name].replace('"', "&quot;"), article=ARTICLE, title=TITLE)
    return ProxyReply(headers=[("Content-Type", "text/html; charset=utf-8")], body=text.encode())


@pytest.fixture(scope="module")
def proxy() -> Iterator[ForwardProxy]:
    with ForwardProxy(answer) as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pool(proxy: ForwardProxy) -> AsyncIterator[PagePool]:
    assert find_chromium(), "no Chromium on this machine: `make setup` installs one, and these tests need it"
    running = PagePool(size=1, agent_suffix="portal-audit-tests", proxy=proxy.url)
    yield running
    await running.close()


async def trial(pool: PagePool, name: str, folder: Path, how: str = "enter") -> SearchTrial:
    home = f"http://{name}.gov.cn/"
    asked = {"query": TITLE, "expected_url": f"{home.rstrip('/')}{ARTICLE}", "how": how}
    async with pool.lease(Identity(name, "desktop", trial=True)) as leased:
        return await search_box(leased, home, asked, folder)


@pytest.mark.parametrize(
    "words", [f"{TITLE} 2026-11-18", f"[2026-11-18] {TITLE}", f"{TITLE} 2026年11月18日 09:30", TITLE]
)
async def test_the_day_that_a_list_puts_into_its_link_is_not_typed(words: str) -> None:
    html = f'<html lang="zh-CN"><body><h2>{TITLE}</h2><p>2026-11-18</p></body></html>'
    assert article_title(read(Page(url="http://x.gov.cn/1", entry="mobile", html=html, anchor=words))) == TITLE


def published(url: str, kind: PageKind, title: str, day: str = "2026-11-18", anchor: str = "阅读全文") -> Page:
    html = f"<title>{title} – 星河市人民政府</title><h1>{title}</h1>{day and f'<p>发布时间：{day}</p>'}<p>正文。</p>"
    return Page(url=f"http://x.gov.cn{url}", entry="desktop", html=html, kind=kind, anchor=anchor)


async def test_an_article_is_known_by_its_heading_and_its_day_whatever_its_address() -> None:
    pages = [
        published("/news/", "column", "要闻动态", ""),
        published("/slug-of-an-article/", "column", "全市秋冬季重点工作推进会召开"),
    ]
    assert chosen_titles(pages, "s") == [("全市秋冬季重点工作推进会召开", "http://x.gov.cn/slug-of-an-article/")]


async def test_a_word_is_one_that_most_titles_share() -> None:
    assert common_word(["关于召开工作会议的通知", "全市工作会议召开", "关于征集意见的通知", "工作简报"]) == "工作"
    assert common_word(["关于2026年的", "News"]) == ""


async def test_what_has_no_day_is_tried_last() -> None:
    guides = [published(f"/art/2026/1/{n}/g.html", "article", f"老年人优待证办理事项之{n}", "") for n in range(1, 5)]
    articles = [published(f"/art/2026/2/{n}/a.html", "article", f"市政府召开第{n}次常务会议") for n in range(1, 4)]
    titles = [title for title, _ in chosen_titles([*guides, *articles], "s")]
    assert len(titles) == 4
    assert all("常务会议" in title for title in titles[:3])
    assert "优待证" in titles[3]


async def test_what_an_application_draws_is_tried_before_guides_and_columns() -> None:
    shown = [published(f"/detail?id={n}", "article", f"市政府召开第{n}次常务会议") for n in range(4)]
    shells = [Page(url=page.url, entry="desktop", html="<div id=app></div>", kind="article") for page in shown]
    guides = [published(f"/bs/{n}", "column", f"老年人优待证办理事项之{n}", "") for n in range(70)]
    guides = [replace(page, column=page.url) for page in guides]  # each by itself, as pages of a menu are
    titles = [title for title, _ in chosen_titles([*guides, *shells, *shown], "s")]
    assert len(titles) == 4
    assert all("常务会议" in title for title in titles)


async def test_letters_are_tried_last() -> None:
    told = "<p>来信时间：2026-10-01</p><p>答复单位：市交通局</p><p>2026-10-08</p>"
    letters = [published(f"/mail/{n}.html", "article", f"建议增加第{n}路公交车班次", told) for n in range(1, 5)]
    articles = [published(f"/art/{n}.html", "article", f"市政府召开第{n}次常务会议") for n in range(1, 4)]
    titles = [title for title, _ in chosen_titles([*letters, *articles], "s")]
    assert all("常务会议" in title for title in titles[:3])


async def test_copies_in_another_writing_and_broken_titles_are_not_tried() -> None:
    home = Page(url="http://x.gov.cn/", entry="desktop", html=f"<p>{'安平市人民政府门户网站。' * 9}</p>", kind="home")
    copies = [published(f"/big5/{n}.html", "article", f"縣政府召開第{n}次常務會議審議實施辦法") for n in range(4)]
    broken = [published(f"/b/{n}.html", "article", f"&amp;ldquo;博物馆&amp;rdquo;第{n}次免费开放") for n in range(4)]
    articles = [published(f"/art/{n}.html", "article", f"市政府召开第{n}次常务会议") for n in range(1, 3)]
    shell = Page(url="http://x.gov.cn/", entry="desktop", html="<div id=app></div>", kind="home")
    titles = [title for title, _ in chosen_titles([shell, home, *copies, *broken, *articles], "s")]
    assert sorted(titles) == ["市政府召开第1次常务会议", "市政府召开第2次常务会议"]
    assert len(chosen_titles([*copies, *articles], "s")) == 4  # without a home page nothing is known of its writing


@pytest.mark.parametrize(("name", "shown"), [("at-once", True), ("late", True), ("timer", True), ("never", False)])
async def test_an_answer_is_read_when_it_is_there(pool: PagePool, tmp_path: Path, name: str, shown: bool) -> None:
    told = await trial(pool, name, tmp_path)
    assert told.box_found
    assert not told.failure
    assert (ARTICLE in told.answer) is shown


async def test_a_result_is_opened_and_what_it_shows_is_kept(pool: PagePool, tmp_path: Path) -> None:
    told = await trial(pool, "gone", tmp_path)
    assert (told.result_url, told.result_status) == ("http://gone.gov.cn/detail?id=1", 200)
    assert "您访问的页面不存在" in told.result


async def test_what_was_typed_is_known_again_in_base64(pool: PagePool, tmp_path: Path) -> None:
    told = await trial(pool, "base64", tmp_path)
    assert not told.failure
    assert ARTICLE in told.answer


async def test_a_request_that_we_stop_is_no_fault_of_the_site(pool: PagePool, tmp_path: Path) -> None:
    told = await trial(pool, "unsaid", tmp_path)
    assert told.failure.startswith("stopped by us: POST http://unsaid.gov.cn/ssjg.jsp")
    assert not told.answer


@pytest.mark.parametrize(("name", "is_search"), [(name, known) for name, (_, known) in BOXES.items()])
async def test_a_box_is_known_by_what_it_asks_for(pool: PagePool, tmp_path: Path, name: str, is_search: bool) -> None:
    told = await trial(pool, name, tmp_path)
    assert told.box_found is is_search


async def test_what_a_replayed_archive_lacks_says_nothing_of_the_search(pool: PagePool, tmp_path: Path) -> None:
    told = await trial(pool, "archived", tmp_path)
    assert told.box_found
    assert told.failure.startswith("not in the archive: http://archived.gov.cn/find")
    assert not told.answer


@pytest.mark.parametrize(
    ("name", "how", "works"),
    [
        ("hinting", "button", "enter"),
        ("dead", "enter", "button"),
        ("closing", "button", "enter"),
        ("vanishing", "button", "enter"),
        ("spread", "enter", "button"),
        ("nameless", "enter", "button"),
    ],
)
async def test_where_one_way_to_submit_does_nothing_the_other_is_taken(
    pool: PagePool, tmp_path: Path, name: str, how: str, works: str
) -> None:
    told = await trial(pool, name, tmp_path, how)
    assert told.how == works, told.failure
    assert told.submitted_to == f"http://{name}.gov.cn/search"
    assert TITLE in told.answer

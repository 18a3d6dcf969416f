"""Links that only a press brings into a page: lists behind tabs, branches of trees. A real Chromium."""

from __future__ import annotations

import pytest

from crawler.browser.pool import Identity, PagePool
from crawler.browser.unfolding import MOST_PRESSED, folds, unfolded
from crawler.forward_proxy import ProxyReply
from crawler.gather.folds import MOST_IN_VAIN, MOST_PAGES, Folds
from crawler.visits import Found, Row
from tests.looks_fixture import Net, net, pool, proxy

__all__ = ["net", "pool", "proxy"]  # fixtures

pytestmark = pytest.mark.asyncio(loop_scope="module")

#: What a press fetches and puts into the page a moment later.
SCRIPT = (
    "<div id=box></div><script>function show(name) {{ fetch('/' + name).then((got) => got.text())"
    ".then((text) => setTimeout(() => {{ box.innerHTML = text }}, 200)) }}</script>{folded}"
)
FOLDED = {
    "tab": "<span role=tab aria-selected=true>政府文件</span> <span role=tab onclick=\"show('list')\">部门文件</span>",
    "tab of a script": "<li id=t style='cursor:pointer'>部门文件</li><script>t.onclick = () => show('list')</script>",
    "tab button": "<button role=tab onclick=\"show('list')\">部门文件</button>",
    "branch": "<dl><dt onclick=\"show('list')\">＋ 部门文件</dt></dl>",
    "link": "<a href=\"javascript:show('list')\">部门文件</a>",
}


def served(net: Net, folded: str) -> str:
    host = net.host()
    net.pages[f"http://{host}/"] = f"<a href='/a.html'>已有</a>{SCRIPT.format(folded=folded)}"
    net.pages[f"http://{host}/list"] = "<a href='/b.html'>关于印发实施方案的通知</a>"
    return f"http://{host}/"


async def pressed(pool: PagePool, url: str, skip: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    async with pool.lease(Identity("test", "desktop")) as leased:
        return await unfolded(leased, url, skip)


@pytest.mark.parametrize("folded", FOLDED.values(), ids=FOLDED)
async def test_what_a_press_fetches_is_seen(pool: PagePool, net: Net, folded: str) -> None:
    seen = await pressed(pool, served(net, folded))
    assert len(seen) == 1
    words, html = seen[0]
    assert "部门文件" in words
    assert "/b.html" in html


@pytest.mark.parametrize(
    "folded",
    [
        "<a href='/list' style='cursor:pointer'>部门文件</a>",  # the walk goes there
        "<form><span onclick=\"show('list')\">部门文件</span></form>",
        "<button onclick=\"show('list')\">部门文件</button>",
        "<span onclick=\"show('list')\">打印本页</span>",
        "<span onclick='document.forms[0].submit()'>部门文件</span>",
        "<span onclick=\"show('list')\">非常满意</span>",
        "<span onclick=\"show('list')\">点赞(12)</span>",
        "<span role=tab aria-selected=true onclick=\"show('list')\">部门文件</span>",
        "<p>部门文件</p>",
    ],
)
async def test_what_is_no_fold_is_not_pressed(pool: PagePool, net: Net, folded: str) -> None:
    assert await pressed(pool, served(net, folded)) == []


async def test_what_brings_no_link_and_what_leads_away_leaves_the_page(pool: PagePool, net: Net) -> None:
    seen = await pressed(pool, served(
        net, "<b onclick=go()>栏目之一</b><b onclick='1'>栏目之二</b><script>function go() { location = '/a' }</script>"
    ))  # fmt: skip
    assert [html for _, html in seen] == ["", ""]


async def test_nothing_is_sent(pool: PagePool, net: Net) -> None:
    url = served(net, "<b onclick=\"fetch('/vote', { method: 'POST', body: 'x' }).catch(() => 0)\">部门文件</b>")
    net.pages[f"{url}vote"] = ProxyReply(200, body=b"done")
    assert [words for words, _ in await pressed(pool, url)] == ["部门文件"]
    assert not [one for one in net.asked if one.method == "POST"]


async def test_words_to_skip_are_not_pressed_and_many_are_bounded(pool: PagePool, net: Net) -> None:
    many = "".join(f"<p><b onclick='{n}'>第{n}个栏目页签</b></p>" for n in range(MOST_PRESSED + 5))
    url = served(net, many)
    assert len(await pressed(pool, url)) == MOST_PRESSED
    async with pool.lease(Identity("test", "desktop")) as leased:
        await leased.page.goto(url)
        assert "第0个栏目页签" not in await folds(leased.page, ["第0个栏目页签"])


def found(*names: str) -> list[Found]:
    return [Found(f"http://x.gov.cn/{name}") for name in names]


async def test_words_that_bring_nothing_new_are_left_alone() -> None:
    city = Folds()
    for _ in range(MOST_IN_VAIN):
        assert city.left_alone == []
        city.brought("t", found("a"), [("页签", found("a")), ("分支", found("b"))])
        city.settle()
    assert city.left_alone == ["页签"]
    city.brought("t", found("a"), [("分支", found("b"))])
    city.settle()
    assert city.left_alone == ["分支", "页签"], "the second page shows what the first one showed"
    assert city.templates == {"t"}


def a_row() -> Row:
    return Row(
        id=1, entry="desktop", url="http://x.gov.cn/", kind="column", depth=1, anchor="", column_url="", render=True,
        looks=0, state="queued", template="", rank="0",
    )  # fmt: skip


async def test_the_pages_of_a_city_are_bounded() -> None:
    city, row = Folds(), a_row()
    for _ in range(MOST_PAGES):
        assert city.wanted(row)
        city.brought("t", [], [("页签", [])])
        city.settle()
    assert not city.wanted(row)

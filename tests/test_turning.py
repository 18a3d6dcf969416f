"""Lists of letters whose further pages only a press shows: by script, in a frame, by 加载更多. A real Chromium."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.browser.pool import Identity, PagePool
from crawler.browser.turning import MOST_PAGES, further_pages, turns
from crawler.forward_proxy import ForwardProxy, ProxyReply
from tests.crawl_fixture import HTML, Portal, crawl_arguments, page, scrapy
from tests.looks_fixture import Net, net, pool, proxy
from tests.test_hostile import ended

__all__ = ["net", "pool", "proxy"]  # fixtures

pytestmark = pytest.mark.asyncio(loop_scope="module")

#: Three pages of letters, drawn a moment after a press.
LIST = (
    "<ul id=l></ul><script>let n = 1; function show() {{ l.innerHTML = `<li>第${{n}}页的来信</li>` }}; show();"
    "function next() {{ if (n < 3) setTimeout(() => {{ n += 1; show() }}, 300) }}</script>{pager}"
)
PAGERS = {
    "link": "<a href='javascript:next()'>下一页</a>",
    "words": "<div><span onclick='next()'>下页 ›</span></div>",
    "button": "<button onclick='next()'>加载更多</button>",
    "numbers": "<p><a href='javascript:next(1)'>[1]</a> <a href='javascript:next(2)'>[2]</a> "
    "<a href='javascript:next(3)'>[3]</a></p>",
    "numbered list": "<ul><li><span>1</span></li><li><a href='#' onclick='next()'>2</a></li>"
    "<li><a href='#' onclick='next()'>3</a></li></ul>",
}


async def turned(pool: PagePool, url: str) -> list[str]:
    async with pool.lease(Identity("test", "desktop")) as leased:
        return await further_pages(leased, url)


@pytest.mark.parametrize("pager", PAGERS.values(), ids=PAGERS)
async def test_what_a_press_shows_is_seen(pool: PagePool, net: Net, pager: str) -> None:
    url = f"http://{net.host()}/"
    net.pages[url] = LIST.format(pager=pager)
    assert turns(net.pages[url])
    seen = await turned(pool, url)
    assert [f"第{n}页的来信" in html for n, html in enumerate(seen, 2)] == [True, True]


async def test_a_pager_in_a_frame_is_turned(pool: PagePool, net: Net) -> None:
    host = net.host()
    net.pages[f"http://{host}/"] = "<h1>来信选登</h1><iframe src='list' width=600 height=300></iframe>"
    net.pages[f"http://{host}/list"] = LIST.format(pager=PAGERS["link"])
    seen = await turned(pool, f"http://{host}/")
    assert "第3页的来信" in seen[-1]
    assert "来信选登" in seen[-1]


@pytest.mark.parametrize(
    "pager",
    [
        "<a href='/list_2.html'>下一页</a>",  # the walk goes there
        "<a href='javascript:next()' class='disabled'>下一页</a>",
        "<button disabled>加载更多</button>",
        "<p>请看下一页的说明，再提交来信。</p>",
        "<p><a href='/list_1.html'>1</a> <a href='/list_2.html'>2</a></p>",
        "<p>您对答复是否满意：<a href='javascript:next()'>1</a> <a href='javascript:next()'>2</a></p>",
        "<form><a href='javascript:next()'>1</a> <a href='javascript:next()'>2</a></form>",
        "<div>" + "".join(f"<a href='javascript:next()'>{day}</a>" for day in range(1, 31)) + "</div>",
        "",
    ],
)
async def test_where_nothing_turns_nothing_is_pressed(pool: PagePool, net: Net, pager: str) -> None:
    url = f"http://{net.host()}/"
    net.pages[url] = LIST.format(pager=pager)
    assert await turned(pool, url) == []


async def test_an_endless_list_is_bounded(pool: PagePool, net: Net) -> None:
    url = f"http://{net.host()}/"
    net.pages[url] = LIST.format(pager=PAGERS["link"]).replace("n < 3", "true")
    assert len(await turned(pool, url)) == MOST_PAGES


class Mailbox(Portal):
    """A mailbox whose list has its second page, and so a letter, only for those who turn it."""

    def page(self, path: str) -> ProxyReply:
        if path == "/":
            return ProxyReply(headers=HTML, body=page("首页", "<p><a href='/szxx/'>市长信箱</a></p>"))
        if path == "/szxx/":
            rows = "`<li><a href='/szxx/${n}.html'>关于第${n}件事的来信</a> 2026-10-1${n} 已回复</li>`"
            script = f"let n = 0; function next() {{ n += 1; l.innerHTML = {rows} }}; next()"
            pager = "<a href='javascript:next()'>下一页</a>"
            body = f"<h2>市长信箱</h2><ul id=l></ul>{pager}<script>{script}</script>"
            return ProxyReply(headers=HTML, body=page("市长信箱", body))
        return super().page(path.replace("/szxx/", "/c1/t"))


async def test_what_a_turn_shows_is_walked(tmp_path: Path) -> None:
    portal = Mailbox()
    with ForwardProxy(portal.answer) as proxy:
        told = crawl_arguments(portal.write_seeds(tmp_path), tmp_path / "run", proxy.url, PAGES_PER_SITE=20)
        done = scrapy(*told, timeout=300)
    assert done.returncode in (0, 3), done.stderr
    assert {f"/szxx/{number}.html" for number in (1, 2, 3)} <= set(ended(tmp_path / "run"))

"""What is pressed and has no address: where it leads is found, and nothing is sent while it is pressed."""

from __future__ import annotations

import pytest

from checks.artifacts import Page
from checks.reading import read
from crawler.browser.clicks import is_marked, press, with_addresses
from crawler.browser.look import Look, look_at
from crawler.browser.pool import Identity, PagePool
from tests.looks_fixture import Net, net, pool, proxy

__all__ = ["net", "pool", "proxy"]  # fixtures

pytestmark = pytest.mark.asyncio(loop_scope="module")

MENU = """<meta charset="utf-8"><title>县政府</title>
<script>
  function go(n) { location.href = 'lm.asp?id=' + n; }
  function like() { fetch('/like', {method: 'POST'}); navigator.sendBeacon('/like'); document.forms[0].submit(); }
</script>
<form action="/write" method="post"><span onclick="go(99)">提交来信</span></form>
<table><tr><td onclick="go(13)">重点项目</td><td onclick="go(15)">救助信息</td></tr></table>
<a href="javascript:void(0)" id="pop">人事任免</a>
<p onclick="like()">点赞本文</p>
<a href="#" onclick="window.open('/zt/index.html')">专题专栏</a>
<ul id="app"><li style="cursor:pointer"><b>政策文件</b></li><li style="cursor:pointer"><b>社会救助</b></li></ul>
<a href="javascript:openWin('7')">市统计局公告</a><a href="javascript:openWin('8')">市教育局公告</a>
<script>function openWin(id) { window.open('/show.aspx?id=' + id, '_blank', 'width=900'); }</script>
<a href="#" onclick="this.title = 'pressed'">办事指南</a>
<p>关于开展安全生产检查的通知</p>
<script>
  document.querySelector('#pop').addEventListener('click',
    () => setTimeout(() => history.pushState(0, '', '/rsrm/'), 30));
  document.querySelectorAll('#app li').forEach((item, i) => item.onclick = () => { location.hash = '#/list/' + i; });
</script>"""


async def test_what_is_pressed_gets_the_address_that_it_opens(net: Net, pool: PagePool) -> None:
    host = net.host()
    net.pages |= {f"http://{host}/": MENU, f"http://{host}/like": "", f"http://{host}/write": ""}
    async with pool.lease(Identity(host, "desktop")) as leased:
        look = await look_at(leased, f"http://{host}/", marks=True)
        assert is_marked(look)
        look = with_addresses(look, await press(leased))
        assert leased.page.url == f"http://{host}/"
    document = read(Page(url=look.url, entry="desktop", html=look.html, rendered=True, status=200, seen_at=""))
    assert {link.text: link.url for link in document.links if link.url} == {
        "重点项目": f"http://{host}/lm.asp?id=13",
        "救助信息": f"http://{host}/lm.asp?id=15",
        "人事任免": f"http://{host}/rsrm/",
        "专题专栏": f"http://{host}/zt/index.html",
        "市统计局公告": f"http://{host}/show.aspx?id=7",
        "市教育局公告": f"http://{host}/show.aspx?id=8",
        "政策文件": f"http://{host}/#/list/0",
        "社会救助": f"http://{host}/#/list/1",
    }
    assert 'pa-opens="0"' not in look.html
    assert {request.method for request in net.asked if host in request.url} == {"GET"}
    assert not [request for request in net.asked if request.url.endswith(("/like", "/write"))]


async def test_the_page_after_it_is_as_any_other(net: Net, pool: PagePool) -> None:
    host = net.host()
    net.pages |= {f"http://{host}/": MENU, f"http://{host}/list": "<title>list</title><script>fetch('/rows')</script>"}
    net.pages[f"http://{host}/rows"] = "[]"
    async with pool.lease(Identity(host, "desktop")) as leased:
        await look_at(leased, f"http://{host}/", marks=True)
        await press(leased)
        again = await look_at(leased, f"http://{host}/list")
    assert again.title == "list"
    assert [request.url for request in net.asked if request.url.endswith("/rows")] == [f"http://{host}/rows"]


async def test_a_page_that_hangs_when_pressed_costs_that_page(net: Net, pool: PagePool) -> None:
    host = net.host()
    net.pages |= {
        f"http://{host}/": "<title>a</title><p onclick='for (;;) {}'>救助信息</p>",
        f"http://{host}/next": "<title>next</title>",
    }
    looks: list[Look] = []
    with pytest.raises(TimeoutError):
        await _pressed(pool, host, looks)
    assert "救助信息" in with_addresses(looks[0], []).html
    assert "pa-opens" not in with_addresses(looks[0], []).html
    async with pool.lease(Identity(host, "desktop")) as leased:
        assert (await look_at(leased, f"http://{host}/next")).title == "next"


async def _pressed(pool: PagePool, host: str, looks: list[Look]) -> None:
    async with pool.lease(Identity(host, "desktop")) as leased:
        looks.append(await look_at(leased, f"http://{host}/", marks=True))
        await press(leased)

"""Letters that a row of a list opens in its own page: layers, dialogs, panels. A real Chromium."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from crawler.browser.opening import MOST_ROWS, opened_letters, opens, rows_that_open
from crawler.browser.pool import Identity, PagePool
from crawler.forward_proxy import ForwardProxy, ProxyReply
from tests.crawl_fixture import Portal, crawl_arguments, page, scrapy
from tests.looks_fixture import HTML, Net, net, pool, proxy

__all__ = ["net", "pool", "proxy"]  # fixtures

pytestmark = pytest.mark.asyncio(loop_scope="module")

ROWS = "".join(
    f"<tr><td>关于第{n}路公交的来信</td><td>2026-0{n}-03</td><td>已办结</td><td>{{control{n}}}</td></tr>"
    for n in range(1, 4)
)
TABLE = (
    "<h2>来信选登</h2><table>" + ROWS + "</table><div id=dialog style='display:none'><b>关闭</b><p id=text></p></div>"
    "<script>function get(n, done) {{ fetch('/letter?' + n).then((got) => got.text()).then(done) }}"
    "function layer(n) {{ get(n, (text) => {{ const l = document.createElement('section'); l.innerHTML = text;"
    " document.body.append(l) }}) }}"
    "function dialog(n) {{ get(n, (text) => {{ document.getElementById('text').innerHTML = text;"
    " document.getElementById('dialog').style.display = 'block' }}) }}"
    "function panel(n, at) {{ get(n, (text) => {{ at.closest('tr').insertAdjacentHTML('afterend',"
    " `<tr><td colspan=4>${{text}}</td></tr>`) }}) }}</script>"
)
CONTROLS = {
    "layer": "<a href='javascript:layer({n})'>查看答复</a>",
    "dialog": "<button onclick='dialog({n})'>查看答复</button>",
    "panel": "<span onclick='panel({n}, this)'>展开</span>",
    "pointer": "<i style='cursor:pointer' class=look data-n='{n}' onclick='dialog({n})'>详情</i>",
}


def served(net: Net, control: str) -> str:
    host = net.host()
    controls = {f"control{n}": control.replace("{n}", str(n)) for n in range(1, 4)}
    net.pages[f"http://{host}/"] = TABLE.format(**controls)
    for n in range(1, 4):
        net.pages[f"http://{host}/letter?{n}"] = f"<div>答复内容：第{n}路公交的班次已经调整，下月起执行。</div>"
    return f"http://{host}/"


async def seen(pool: PagePool, url: str) -> list[str]:
    async with pool.lease(Identity("test", "desktop")) as leased:
        return await opened_letters(leased, url)


@pytest.mark.parametrize("control", CONTROLS.values(), ids=CONTROLS)
async def test_what_a_row_opens_is_seen_with_its_row(pool: PagePool, net: Net, control: str) -> None:
    url = served(net, control)
    assert opens(str(net.pages[url]))
    opened = await seen(pool, url)
    assert [f"第{n}路公交的班次" in html for n, html in enumerate(opened, 1)] == [True, True, True]
    assert [f"关于第{n}路公交的来信" in html for n, html in enumerate(opened, 1)] == [True, True, True]
    assert not any("第1路" in html for html in opened[1:])


@pytest.mark.parametrize(
    "control",
    [
        "<a href='/letter?{n}'>查看答复</a>",  # the walk goes there
        "<button onclick='dialog({n})'>点赞</button>",
        "<form><button type=button onclick='dialog({n})'>查看答复</button></form>",
        "<a href='javascript:print()'>打印答复</a>",
        "<button>查看答复</button>",  # nothing comes of it
        "",
    ],
)
async def test_where_nothing_opens_nothing_is_told(pool: PagePool, net: Net, control: str) -> None:
    assert await seen(pool, served(net, control)) == []


async def test_rows_without_days_are_no_letters(pool: PagePool, net: Net) -> None:
    url = served(net, CONTROLS["dialog"])
    net.pages[url] = str(net.pages[url]).replace("2026-0", "第")
    assert await seen(pool, url) == []


async def test_nothing_is_sent(pool: PagePool, net: Net) -> None:
    url = served(net, CONTROLS["dialog"])
    asked: list[str] = []

    def letter(request: object) -> ProxyReply:
        asked.append(str(request))
        return ProxyReply(headers=HTML, body="答复内容：已经处理好了。".encode())

    net.pages[url] = str(net.pages[url]).replace("fetch('/letter?' + n)", "fetch('/count', {method: 'POST', body: n})")
    net.pages[url.rstrip("/") + "/count"] = letter
    assert await seen(pool, url) == []
    assert asked == []


async def test_a_long_list_is_bounded(pool: PagePool, net: Net) -> None:
    url = served(net, CONTROLS["dialog"])
    button = "<button onclick='dialog(1)'>查看答复</button>"
    row = f"<tr><td>关于路灯的来信</td><td>2026-05-03</td><td>已办结</td><td>{button}</td></tr>"
    net.pages[url] = str(net.pages[url]).replace("</table>", row * 3000 + "</table>")
    async with pool.lease(Identity("test", "desktop")) as leased:
        await leased.page.goto(url)
        assert await rows_that_open(leased.page) == MOST_ROWS


class Mailbox(Portal):
    """A mailbox whose rows open their letters in the page, with answers of one wording."""

    def page(self, path: str) -> ProxyReply:
        if path == "/":
            return ProxyReply(headers=HTML, body=page("首页", "<p><a href='/szxx/'>市长信箱</a></p>"))
        if path == "/szxx/":
            titles = ("路灯不亮", "渡口候船", "学位不够")
            body = "<h2>市长信箱</h2><table>" + "".join(
                f"<tr><td>关于{title}的来信</td><td>2026-10-1{n}</td><td>已回复</td>"
                f"<td><button onclick='show({n})'>查看答复</button></td></tr>"
                for n, title in enumerate(titles)
            )
            script = (
                "<script>function show(n) { const l = document.createElement('section'); l.innerHTML = '<p>答复时间："
                "2026-11-0' + (n + 1) + '</p><p>答复内容："
                "您反映的问题已收悉，我单位高度重视，将结合实际认真研究，逐步推动解决，请您继续关注有关进展。</p>';"
                " document.body.append(l) }</script>"
            )
            return ProxyReply(headers=HTML, body=page("市长信箱", f"{body}</table>{script}"))
        return super().page(path)


async def test_what_the_rows_open_is_kept_and_read(tmp_path: Path) -> None:
    portal = Mailbox()
    with ForwardProxy(portal.answer) as proxy:
        told = crawl_arguments(portal.write_seeds(tmp_path), tmp_path / "run", proxy.url, PAGES_PER_SITE=20)
        done = scrapy(*told, timeout=300)
    assert done.returncode in (0, 3), done.stderr
    with (tmp_path / "run" / "findings.csv").open(encoding="utf-8-sig", newline="") as file:
        found = [row["url"] for row in csv.DictReader(file) if row["check"] == "interaction-formulaic-reply"]
    assert [url.endswith("/szxx/") for url in found] == [True]

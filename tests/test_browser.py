"""Looking at pages with a real Chromium: what is there is seen, and no page harms the next."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest
from playwright.async_api import BrowserContext
from playwright.async_api import Error as BrowserError

from crawler.browser.look import Look, look_at
from crawler.browser.pool import Identity, PagePool
from crawler.forward_proxy import ProxyReply
from tests.looks_fixture import HTML, LIST, POOL_SIZE, Net, document, look, net, pool, proxy, see, shown

__all__ = ["net", "pool", "proxy"]  # fixtures

pytestmark = pytest.mark.asyncio(loop_scope="module")


# -- what is there is seen -------------------------------------------------------------------------------------------


async def test_a_list_drawn_by_script(pool: PagePool, net: Net) -> None:
    seen = await look(pool, net, f"<ul id=l></ul><script>l.innerHTML = `{LIST}`</script>")
    assert "稿件标题第8号" in shown(seen)
    assert len([link for link in document(seen).links if link.url.endswith(".html")]) == 8
    assert seen.settled
    assert seen.status == 200


async def test_a_list_in_a_frame_of_the_same_origin(pool: PagePool, net: Net) -> None:
    url = f"http://{net.host()}/"
    net.pages[url] = '<h1>公开</h1><iframe src="list.html"></iframe>'
    net.pages[f"{url}list.html"] = f"<ul id=l></ul><script>setTimeout(() => l.innerHTML = `{LIST}`, 300)</script>"
    seen = await see(pool, url)
    assert "稿件标题第8号" in shown(seen)
    assert f"{url}t8.html" in [link.url for link in document(seen).links]


async def test_lists_in_frames_of_other_origins_stand_in_their_own_places(pool: PagePool, net: Net) -> None:
    url, one, two, three = (f"http://{net.host()}/" for _ in range(4))
    net.pages[url] = (
        f"<p>甲 origin=&quot;cross&quot; ok=&quot;0&quot; index=&quot;0&quot; </p>"
        f"<iframe id=b src='{two}'></iframe><p>乙</p>"
        f"<script>const f = document.createElement('iframe'); f.src = '{one}'; document.body.prepend(f)</script>"
    )
    net.pages[one] = f"<iframe src='{three}'></iframe><p>第一框</p>"
    net.pages[two] = f"<ul>{LIST}</ul>"
    net.pages[three] = "<p>框中之框</p>"
    seen = await see(pool, url)
    words = shown(seen)
    places = [words.find(part) for part in ("框中之框", "第一框", "甲", "稿件标题第1号", "稿件标题第8号", "乙")]
    assert -1 not in places
    assert places == sorted(places)
    assert f"{two}t8.html" in [link.url for link in document(seen).links]


async def test_a_frame_that_never_answers_costs_the_frame_and_not_the_page(pool: PagePool, net: Net) -> None:
    url, other = (f"http://{net.host()}/" for _ in range(2))
    net.pages[url] = f"<p>首页内容</p><iframe src='{other}'></iframe>"
    net.pages[other] = "<script>onload = () => setTimeout(() => { while (true) {} })</script>"
    seen = await see(pool, url, city="endless-frame")
    assert "首页内容" in shown(seen)
    assert 'ok="0"' in seen.html


async def test_a_header_written_by_document_write(pool: PagePool, net: Net) -> None:
    url = f"http://{net.host()}/"
    net.pages[url] = "<script src='header.js'></script><p>正文</p>"
    net.pages[f"{url}header.js"] = ProxyReply(
        headers=[("Content-Type", "text/javascript; charset=utf-8")],
        body="document.write('<nav><a href=\"/zwgk/\">政务公开</a></nav>')".encode(),
    )
    seen = await see(pool, url)
    assert f"{url}zwgk/" in [link.url for link in document(seen).links]


@pytest.mark.parametrize("mode", ["open", "closed"])
async def test_a_shadow_root_is_part_of_the_page(pool: PagePool, net: Net, mode: str) -> None:
    seen = await look(
        pool,
        net,
        f"""<div id=h></div><p id=p></p><script>
        h.attachShadow({{mode: '{mode}'}}).innerHTML = '<p>组件中的文字</p>'
        p.textContent = h.shadowRoot ? '可取' : '不可取'</script>""",
    )
    assert "组件中的文字" in shown(seen)
    assert ("不可取" in shown(seen)) == (mode == "closed")  # for the page's own scripts nothing changed


async def test_what_a_slot_shows_stands_where_it_is_drawn(pool: PagePool, net: Net) -> None:
    seen = await look(
        pool,
        net,
        """<x-tile href="/qqgk/">区情概况</x-tile><p>后文</p><x-tile href="/spzx/"></x-tile>
        <script>customElements.define('x-tile', class extends HTMLElement { connectedCallback() {
          const inside = this.attachShadow({mode: 'open'})
          inside.innerHTML = `<a href="${this.getAttribute('href')}"><slot>未命名</slot></a>`
        } })</script>""",
    )
    assert [link.text for link in document(seen).links] == ["区情概况", "未命名"]
    assert shown(seen).count("区情概况") == 1


HIDDEN = {
    "none": "display:none",
    "invisible": "visibility:hidden",
    "clear": "opacity:0",
    "clipped": "width:0;height:0;overflow:hidden",
    "clip": "position:absolute;width:1px;height:1px;clip:rect(0 0 0 0)",
    "left": "position:absolute;left:-9999px",
    "above": "position:fixed;top:-9999px",
}


async def test_what_no_reader_sees_is_marked_hidden(pool: PagePool, net: Net) -> None:
    parts = "".join(f"<div id={name} style='{style}'><b>暗{name}</b></div>" for name, style in HIDDEN.items())
    seen = await look(
        pool, net, f"<p>明</p>{parts}<div hidden><b>暗hidden</b></div><div style='display:contents'><b>亦明</b></div>"
    )
    read_page = document(seen)
    assert "暗" not in read_page.words
    assert "亦明" in read_page.words
    for name in (*HIDDEN, "hidden"):
        assert f"暗{name}" in read_page.text(read_page.body, hidden=True)
    for name in HIDDEN:
        (element,) = read_page.root.xpath(f"//*[@id='{name}']")
        assert element.get("pa-hidden") == "1"


# -- the snapshot is well formed whatever the page holds ---------------------------------------------------------------


async def test_control_characters_and_lone_surrogates(pool: PagePool, net: Net) -> None:
    seen = await look(
        pool, net,
        r"<p id=p title=x></p><p>完</p><script>"
        r"p.textContent = '甲\u0001\u0000\u000c\u001f\ud800乙\udc00\ufffe\uffff丙';"
        r" p.title = 'a\u0003\ud83d<>&\"b'; document.title = '题\u0002'</script>",
    )  # fmt: skip
    read_page = document(seen)
    (element,) = read_page.root.xpath("//*[@id='p']")
    assert read_page.text(element).replace("\ufffd", "").startswith("甲")
    assert "丙" in read_page.text(element)
    assert "完" in read_page.words


async def test_foreign_markup(pool: PagePool, net: Net) -> None:
    seen = await look(
        pool, net,
        """<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" xml:lang="zh">
        <a xlink:href="/map" class="x"><text y="20">地图</text></a><use xlink:href="#none"/></svg>
        <o:p o:y="1">来自文档</o:p><v:shape>形</v:shape><math><mi>x</mi></math><a b"c='1' =d 'e>怪</a><i1é>字</i1é>
        <template><p>模板</p></template><script>document.body.setAttribute('ä:ö', '1');
        document.body.append(document.createElement('xml:ns'), document.createElementNS('urn:x', 'p:q'))</script>""",
    )  # fmt: skip
    words = shown(seen)
    for part in ("来自文档", "形", "怪", "字"):
        assert part in words
    assert "模板" not in words
    assert 'pa-href="http' in seen.html
    assert "地图" in seen.html


@pytest.mark.parametrize(
    "names", [("attributes", "childNodes", "localName", "ownerDocument", "id", "className"), ("checkVisibility",)]
)
async def test_a_form_whose_fields_are_named_like_its_properties(pool: PagePool, net: Net, names: tuple[str]) -> None:
    fields = "".join(f"<input name={name} value=v>" for name in names)
    seen = await look(pool, net, f"<form action=/s><p>表单</p>{fields}<input name=getBoundingClientRect></form>")
    assert "表单" in shown(seen)
    assert len(document(seen).forms) == 1


async def test_a_page_whose_pictures_and_forms_are_named_like_the_documents_properties(
    pool: PagePool, net: Net
) -> None:
    names = ("title", "body", "documentElement", "readyState", "characterSet", "querySelectorAll", "images")
    parts = "".join(f"<form name={name}></form><img name={name}>" for name in (*names, "getElementsByTagName"))
    seen = await look(pool, net, f"<title>题名</title><p>正文</p>{parts}")
    assert "正文" in shown(seen)
    assert seen.title == "题名"
    assert seen.encoding.used == "utf-8"


async def test_a_page_that_spoils_the_built_in_objects(pool: PagePool, net: Net) -> None:
    seen = await look(
        pool, net,
        """<p>正文</p><a href="/x">链接</a><script>
        Array.prototype.toJSON = Object.prototype.toJSON = function () { return '坏' };
        Object.prototype.extra = function () {}; Array.prototype.each = function () {};
        Array.from = () => []; JSON.stringify = () => '坏';
        </script>""",
    )  # fmt: skip
    assert "正文" in shown(seen)
    assert seen.status == 200


async def test_a_page_of_twenty_thousand_elements(pool: PagePool, net: Net) -> None:
    rows = "".join(f"<tr><td>{number}</td><td><a href='/{number}'>行</a></td></tr>" for number in range(6000))
    seen = await look(pool, net, f"<table>{rows}</table><p>末尾</p>")
    assert "末尾" in shown(seen)
    assert seen.html.count("<td") == 12_000


async def test_a_page_nested_thousands_deep(pool: PagePool, net: Net) -> None:
    seen = await look(
        pool, net,
        "<p>起</p><script>let at = document.body; for (let n = 0; n < 1500; n++) {"
        " const div = document.createElement('div'); at.append(div); at = div } at.append('深')</script>",
    )  # fmt: skip
    assert "起" in shown(seen)


async def test_a_page_larger_than_a_snapshot_may_be_is_not_called_settled(pool: PagePool, net: Net) -> None:
    seen = await look(
        pool, net, "<script>for (let n = 0; n < 42; n++) document.write('<p>' + '字'.repeat(100000))</script>"
    )
    assert len(seen.html) < 5_000_000
    assert not seen.settled
    assert "字" in shown(seen)


async def test_a_gbk_page(pool: PagePool, net: Net) -> None:
    url = f"http://{net.host()}/"
    net.pages[url] = ProxyReply(
        headers=[("Content-Type", "text/html")],
        body="<meta charset=gb2312><title>安平市</title><p>政务公开</p>".encode("gbk"),
    )
    seen = await see(pool, url)
    assert (seen.title, seen.encoding.used) == ("安平市", "gb18030")
    assert "政务公开" in shown(seen)


@pytest.mark.parametrize(
    ("content_type", "meta", "written", "kept"),
    [
        ("text/html", "gb2312", "gbk", True),
        ("text/html; charset=GBK", "utf-8", "gbk", True),  # shown rightly, whatever its meta says
        ("text/html; charset=gb18030", "gb18030", "gb18030", True),
        ("text/html", "utf-8", "utf-8", True),
        ("text/html; charset=utf-8", "gb2312", "utf-8", True),
        ("text/html", "gbk", "utf-8", True),  # shown garbled, every byte of it
        ("text/html", "utf-8", "gbk", True),  # the same
        ("text/html; charset=gbk", "gbk", "scripts", False),  # nothing of it is left on the page
    ],
)
async def test_the_bytes_of_an_answer_are_those_that_were_sent_or_none(
    pool: PagePool, net: Net, content_type: str, meta: str, written: str, kept: bool
) -> None:
    url = f"http://{net.host()}/"
    text = f"<meta charset={meta}><title>安平市</title><p>政务公开，便民服务</p>"
    if written == "scripts":
        text, written = "<p>政务公开</p><script>document.title = 'a'; document.body.textContent = 'b'</script>", "gbk"
    body = text.encode(written)
    net.pages[url] = ProxyReply(headers=[("Content-Type", content_type)], body=body)
    async with pool.lease(Identity("bytes", "desktop")) as leased:
        seen = await look_at(leased, url, with_body=True)
    assert seen.body == (body if kept else None)


# -- what a page does to its reader ------------------------------------------------------------------------------------


async def test_an_endless_script_is_bounded_and_costs_one_page(pool: PagePool, net: Net) -> None:
    url, fine = f"http://{net.host()}/", f"http://{net.host()}/"
    net.pages[url] = "<p>始</p><script>while (true) {}</script>"
    net.pages[fine] = "<p id=p>正常</p><script>setTimeout(() => p.append('页面'), 3000)</script>"
    begun, before = time.monotonic(), dict(pool.counts)
    endless, beside = await asyncio.gather(
        see(pool, url, city="endless", wall=3), see(pool, fine, city="endless"), return_exceptions=True
    )
    assert isinstance(endless, TimeoutError)
    assert isinstance(beside, Look), "a page of the same city is not to pay for its neighbour"
    assert "正常页面" in shown(beside)
    assert time.monotonic() - begun < 20
    assert pool.counts["pages_broken"] - before["pages_broken"] == 1
    assert pool.counts["browsers"] == before["browsers"]


async def test_fifty_pop_ups(pool: PagePool, net: Net) -> None:
    url, other = (f"http://{net.host()}/" for _ in range(2))
    net.pages[url] = (
        f"<p>正文</p><script>for (let n = 0; n < 25; n++) {{ open('{other}?' + n);"
        f" const a = document.createElement('a');"
        f" a.href = '{other}?l' + n; a.target = '_blank'; if (n % 2) a.rel = 'noopener'; document.body.append(a);"
        " a.click() }</script>"
    )
    for name in [f"{kind}{number}" for kind in ("", "l") for number in range(25)]:
        net.pages[f"{other}?{name}"] = f"<script>open('{other}?deeper')</script>"
    async with pool.lease(Identity("pop-ups", "desktop")) as leased, asyncio.timeout(30):
        seen = await look_at(leased, url)
        context = leased.page.context
    assert "正文" in shown(seen)
    assert seen.url == url
    assert len(seen.popups) >= 25
    async with asyncio.timeout(10):
        for popup in context.pages:
            if popup is not leased.page and not popup.is_closed():
                await popup.wait_for_event("close")


async def test_a_storm_of_dialogs(pool: PagePool, net: Net) -> None:
    seen = await look(
        pool, net,
        """<p>正文</p><iframe srcdoc="<script>for (let n = 0; n < 100; n++) alert('框' + n)</script>"></iframe>
        <script>addEventListener('beforeunload', (e) => { e.preventDefault(); e.returnValue = '别走' });
        for (let n = 0; n < 1000; n++) { alert('通知' + n); if (!confirm('继续？') || prompt('名') !== null) throw 1 }
        setInterval(() => alert('又'), 1); print()</script>""",
    )  # fmt: skip
    assert "正文" in shown(seen)
    assert seen.settled
    assert seen.dialogs[0] == "通知0"
    assert len(seen.dialogs) == 50
    again = await look(pool, net, "<p>下一页</p>")
    assert "下一页" in shown(again)


async def test_real_dialogs_are_answered_where_the_page_found_a_way_around(pool: PagePool, net: Net) -> None:
    seen = await look(
        pool, net,
        "<p>正文</p><script>const f = document.createElement('iframe'); document.documentElement.append(f);"
        " for (let n = 0; n < 5; n++) f.contentWindow.alert.call(window, '旧' + n)</script>",
    )  # fmt: skip
    assert "正文" in shown(seen)


FILE = [("Content-Type", "application/octet-stream"), ("Content-Disposition", 'attachment; filename="a.zip"')]


async def test_a_download_on_load_is_refused_and_recorded(pool: PagePool, net: Net) -> None:
    url = f"http://{net.host()}/"
    net.pages[url] = "<p>正文</p><iframe src='a.zip' hidden></iframe>"
    net.pages[f"{url}a.zip"] = ProxyReply(headers=FILE, body=b"PK" * 5000)
    seen = await see(pool, url)
    assert "正文" in shown(seen)
    assert seen.downloads == (f"{url}a.zip",)


async def test_an_address_that_is_a_download_is_no_page(pool: PagePool, net: Net) -> None:
    url = f"http://{net.host()}/a.zip"
    net.pages[url] = ProxyReply(headers=FILE, body=b"PK" * 5000)
    with pytest.raises(BrowserError, match=r"Download is starting|ERR_ABORTED"):
        await see(pool, url)


async def test_redirects_are_followed_and_told(pool: PagePool, net: Net) -> None:
    url = f"http://{net.host()}/"
    net.pages[url] = ProxyReply(302, headers=[("Location", "/b")])
    net.pages[f"{url}b"] = ProxyReply(301, headers=[("Location", "/c")])
    net.pages[f"{url}c"] = "<p>终点</p>"
    seen = await see(pool, url)
    assert (seen.url, seen.redirects, seen.status) == (f"{url}c", (url, f"{url}b"), 200)


async def test_http_stays_http(pool: PagePool, net: Net) -> None:
    host = net.host()
    net.pages[f"http://{host}/"] = "<p>明文</p>"
    net.pages[f"https://{host}/"] = "<p>密文</p>"
    assert "明文" in shown(await see(pool, f"http://{host}/"))
    assert "密文" in shown(await see(pool, f"https://{host}/")), "a certificate that nobody knows hides no site"
    assert "明文" in shown(await see(pool, f"http://{host}/"))


async def test_cookies_of_one_city_are_unknown_to_the_next(pool: PagePool, net: Net) -> None:
    url = f"http://{net.host()}/"
    net.pages[url] = ProxyReply(headers=[*HTML, ("Set-Cookie", "visit=1; Path=/")], body=b"<p>x</p>")
    for city in ("cookie-a", "cookie-a", "cookie-b"):
        await see(pool, url, city=city)
    sent = [request.header("Cookie") for request in net.asked if request.url == url]
    assert sent == ["", "visit=1", ""]
    await pool.forget("cookie-a")
    await see(pool, url, city="cookie-a")
    assert net.asked[-1].header("Cookie") == "" or net.asked[-1].url != url


async def test_pages_opened_at_once_share_their_citys_cookies(pool: PagePool) -> None:
    async def context() -> BrowserContext:
        async with pool.lease(Identity("at-once", "desktop")) as leased:
            return leased.page.context

    assert len(set(await asyncio.gather(*(context() for _ in range(POOL_SIZE))))) == 1


async def test_failed_resources_and_errors_of_scripts_are_noted(pool: PagePool, net: Net) -> None:
    url = f"http://{net.host()}/"
    net.pages[url] = (
        "<img src=none.png><script src=none.js></script><link rel=stylesheet href=none.css><p>正文</p>"
        "<script>fetch('none.json'); setTimeout(() => { throw new Error('坏了') }, 10); Promise.reject('拒')</script>"
    )
    seen = await see(pool, url)
    assert {resource.url.removeprefix(url): resource.status for resource in seen.failed_resources} == {
        "none.png": 404, "none.js": 404, "none.css": 404, "none.json": 404,
    }  # fmt: skip
    assert any("坏了" in error for error in seen.console_errors)


async def test_the_picture_is_kept_under_its_digest(pool: PagePool, net: Net, tmp_path: Path) -> None:
    url = f"http://{net.host()}/"
    net.pages[url] = "<p style='height:50000px'>长</p>"
    seen = await see(pool, url, evidence=tmp_path)
    assert seen.picture is not None
    file = tmp_path / f"{seen.picture.digest}.jpg"
    assert (await asyncio.to_thread(file.read_bytes)).startswith(b"\xff\xd8\xff")
    assert seen.picture.height <= 6000

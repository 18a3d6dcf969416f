"""When a page counts as settled: what brings its content is waited for, what never ends is not. A real Chromium."""

from __future__ import annotations

import json
import time

import pytest
from playwright.async_api import Error as BrowserError

from crawler.browser.pool import PagePool
from crawler.forward_proxy import ProxyReply
from tests.looks_fixture import HTML, LIST, Net, look, net, pool, proxy, see, shown

__all__ = ["net", "pool", "proxy"]  # fixtures

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_list_drawn_from_a_slow_request(pool: PagePool, net: Net) -> None:
    url = f"http://{net.host()}/"
    net.pages[url] = (
        "<ul id=l></ul><script>const x = new XMLHttpRequest(); x.open('GET', 'data');"
        "x.onload = () => { l.innerHTML = JSON.parse(x.response) }; x.send()</script>"
    )
    net.pages[f"{url}data"] = ProxyReply(body=json.dumps(LIST).encode(), delay=4.5)
    seen = await see(pool, url)
    assert "稿件标题第8号" in shown(seen)


async def test_a_request_without_an_answer_leaves_the_page_unsettled(pool: PagePool, net: Net) -> None:
    url = f"http://{net.host()}/"
    net.pages[url] = (
        "<p>列表加载中</p><script>fetch('data').then(x => x.text()).then(t => document.body.append(t))</script>"
    )
    net.pages[f"{url}data"] = ProxyReply(body=b"late", delay=60)
    seen = await see(pool, url)
    assert not seen.settled
    assert "列表加载中" in shown(seen)


async def test_a_list_that_a_timer_loads_after_two_and_a_half_seconds(pool: PagePool, net: Net) -> None:
    seen = await look(pool, net, f"<ul id=l></ul><script>setTimeout(() => l.innerHTML = `{LIST}`, 2500)</script>")
    assert "稿件标题第8号" in shown(seen)


async def test_a_list_that_loads_when_it_comes_into_view(pool: PagePool, net: Net) -> None:
    url = f"http://{net.host()}/"
    net.pages[url] = (
        "<div style='height:3000px'></div><ul id=l>…</ul><script>new IntersectionObserver((seen, observer) => {"
        " if (!seen[0].isIntersecting) return; observer.disconnect();"
        " fetch('data').then((answer) => answer.text()).then((text) => { l.innerHTML = text }) }).observe(l)</script>"
    )
    net.pages[f"{url}data"] = ProxyReply(body=LIST.encode(), delay=0.5)
    seen = await see(pool, url)
    assert "稿件标题第8号" in shown(seen)


async def test_a_list_that_an_application_begins_a_moment_after_itself(pool: PagePool, net: Net) -> None:
    url = f"http://{net.host()}/"
    net.pages[url] = (
        "<ul id=l></ul><div id=end>加载中…</div><script>const seen = new IntersectionObserver(([mark]) => {"
        " if (!mark.isIntersecting) return; seen.disconnect();"
        " fetch('data').then((answer) => answer.text()).then((text) => { l.innerHTML = text; end.remove() }) });"
        "setTimeout(() => setTimeout(() => seen.observe(end), 300), 120)</script>"
    )
    net.pages[f"{url}data"] = ProxyReply(body=LIST.encode())
    seen = await see(pool, url)
    assert "稿件标题第8号" in shown(seen)
    assert seen.settled


async def test_a_clock_is_not_waited_for(pool: PagePool, net: Net) -> None:
    seen = await look(
        pool, net,
        "<p id=now>0</p><script>function tick() { now.textContent = Number(now.textContent) + 1;"
        " setTimeout(tick, 200) } setTimeout(tick, 200)</script>",
    )  # fmt: skip
    assert seen.settled


@pytest.mark.parametrize(
    "begun",
    [
        "requestAnimationFrame(draw)",
        "requestIdleCallback(draw)",
        "setInterval(draw, 60)",
        "{ addEventListener('message', draw); postMessage('', '*') }",
        "{ onmessage = draw; frames.postMessage('', '*') }",
        "{ const { port1, port2 } = new MessageChannel(); port1.onmessage = draw; port2.postMessage('') }",
        "new Worker(URL.createObjectURL(new Blob(['postMessage(1)']))).onmessage = draw",
        "{ l.style.animation = 'come .1s'; l.onanimationend = draw }",
        "new ResizeObserver(draw).observe(l)",
    ],
)
async def test_what_changes_a_page_without_a_request_is_waited_for(pool: PagePool, net: Net, begun: str) -> None:
    seen = await look(
        pool, net,
        "<style>@keyframes come { from { opacity: 0 } }</style><ul id=l></ul>"
        f"<script>function draw() {{ l.innerHTML = `{LIST}` }} onload = () => {begun}</script>",
    )  # fmt: skip
    assert "稿件标题第8号" in shown(seen)
    assert seen.settled


async def test_what_fades_in_is_seen(pool: PagePool, net: Net) -> None:
    seen = await look(
        pool, net, "<style>@keyframes come { from { opacity: 0 } } p { animation: come .1s }</style><p>通知公告内容</p>"
    )
    assert "通知公告内容" in shown(seen)


#: A script that keeps the page busy until it is no longer young by the clock, as a machine with too much to do would.
BUSY = "const until = performance.now() + 4600; while (performance.now() < until) {}"


async def test_a_list_that_begins_late_on_a_busy_machine(pool: PagePool, net: Net) -> None:
    url = f"http://{net.host()}/"
    net.pages[url] = (
        f"<ul id=l></ul><script>{BUSY}; fetch('data').then((answer) => answer.text()).then((t) => l.innerHTML = t)"
        "</script>"
    )
    net.pages[f"{url}data"] = ProxyReply(body=LIST.encode(), delay=0.8)
    seen = await see(pool, url)
    assert "稿件标题第8号" in shown(seen)


async def test_a_list_that_a_timer_loads_once_it_is_in_view_on_a_busy_machine(pool: PagePool, net: Net) -> None:
    seen = await look(
        pool,
        net,
        f"<div style='height:3000px'></div><ul id=l>…</ul><script>{BUSY}; onload = () => setTimeout(() => {{ {BUSY} }})"
        "; const box = new IntersectionObserver((seen) => { if (!seen[0].isIntersecting) return; box.disconnect();"
        f" setTimeout(() => {{ l.innerHTML = `{LIST}` }}, 2500) }}); box.observe(l)</script>",
    )
    assert "稿件标题第8号" in shown(seen)


async def test_a_list_that_comes_by_a_chain_of_slow_requests(pool: PagePool, net: Net) -> None:
    url = f"http://{net.host()}/"
    net.pages[url] = (
        "<ul id=l></ul><script>onload = () => fetch('menu').then((answer) => answer.json()).then((next) => fetch(next))"
        ".then((answer) => answer.text()).then((t) => l.innerHTML = t)</script>"
    )
    net.pages[f"{url}menu"] = ProxyReply(body=b'"data?column=12"', delay=4.5)
    net.pages[f"{url}data?column=12"] = ProxyReply(body=LIST.encode(), delay=1)
    seen = await see(pool, url)
    assert "稿件标题第8号" in shown(seen)


async def test_a_list_whose_body_comes_long_after_its_headers(pool: PagePool, net: Net) -> None:
    slow = "onmessage = () => setTimeout(() => postMessage(0), 1500)"
    seen = await look(
        pool,
        net,
        f"<ul id=l></ul><script>const clock = new Worker(URL.createObjectURL(new Blob([`{slow}`])));"
        " const body = new ReadableStream({ start(sink) { clock.onmessage = () => {"
        f" sink.enqueue(new TextEncoder().encode(`{LIST}`)); sink.close() }}; clock.postMessage(0) }} }});"
        " new Response(body).text().then((t) => { l.innerHTML = t })</script>",
    )
    assert "稿件标题第8号" in shown(seen)


async def test_a_list_that_a_part_of_an_application_draws(pool: PagePool, net: Net) -> None:
    """``import()`` leaves no trace in the page until it is there."""
    url = f"http://{net.host()}/"
    net.pages[url] = "<ul id=l></ul><script type=module>import('/part.js')</script>"
    net.pages[f"{url}part.js"] = ProxyReply(
        headers=[("Content-Type", "text/javascript")], delay=2.5,
        body=b"fetch('/data').then(x => x.text()).then(t => { document.getElementById('l').innerHTML = t })",
    )  # fmt: skip
    net.pages[f"{url}data"] = ProxyReply(body=LIST.encode(), delay=0.4)
    seen = await see(pool, url)
    assert seen.settled
    assert "稿件标题第8号" in shown(seen)


async def test_a_network_that_never_falls_quiet(pool: PagePool, net: Net) -> None:
    url = f"http://{net.host()}/"
    net.pages[url] = (
        "<p>正文</p><script>const poll = () => fetch('poll').then(() => setTimeout(poll, 20)); poll();"
        " setInterval(() => { document.body.dataset.now = Date.now() }, 50)</script>"
    )
    net.pages[f"{url}poll"] = ProxyReply(body=b"1", delay=0.1)
    begun = time.monotonic()
    seen = await see(pool, url)
    assert time.monotonic() - begun < 15
    assert seen.settled, "nothing that a reader sees has changed for seconds"
    assert "正文" in shown(seen)


async def test_a_poll_that_begins_anew_upon_each_answer_does_not_hold_the_page(pool: PagePool, net: Net) -> None:
    url = f"http://{net.host()}/"
    net.pages[url] = (
        "<p>正文</p><script>const poll = () => fetch(`poll?t=${Date.now()}`).then((answer) => answer.text())"
        ".then(poll); poll()</script>"
    )
    seen = await see(pool, url)
    assert seen.settled
    assert "正文" in shown(seen)


async def test_requests_that_cannot_be_made_do_not_hold_the_page(pool: PagePool, net: Net) -> None:
    seen = await look(
        pool, net,
        "<p>正文</p><script>try { fetch('http://[') } catch (e) { document.body.append('同步') }"
        " fetch('http://[').catch(() => document.body.append('异步'));"
        " const x = new XMLHttpRequest(); try { x.send() } catch (e) { document.body.append('未开') }</script>",
    )  # fmt: skip
    words = shown(seen)
    assert "异步" in words
    assert "未开" in words
    assert "同步" not in words, "a script sees what it would see without us"
    assert seen.settled


@pytest.mark.parametrize(
    "leave",
    [
        "<meta http-equiv=refresh content='0;url=there'>",
        "<meta http-equiv=refresh content='1;url=there'>",
        "<script>location = 'there'</script>",
        "<script>setTimeout(() => location.replace('there'), 400)</script>",
        "<body onload='document.forms[0].submit()'><form action=there></form>",
    ],
)
async def test_a_page_that_leaves_for_another_is_followed(pool: PagePool, net: Net, leave: str) -> None:
    url = f"http://{net.host()}/"
    net.pages[url] = f"{leave}<p>请稍候</p>"
    net.pages[f"{url}there"] = net.pages[f"{url}there?"] = ProxyReply(404, headers=HTML, body="<p>已到</p>".encode())
    seen = await see(pool, url)
    assert "已到" in shown(seen)
    assert seen.url.startswith(f"{url}there")
    assert seen.status == 404, "the status is that of the page that was seen"


async def test_a_page_that_never_stops_leaving_is_bounded(pool: PagePool, net: Net) -> None:
    url = f"http://{net.host()}/"
    net.pages[url] = "<p>循环</p><script>setTimeout(() => location.reload(), 30)</script>"
    begun = time.monotonic()
    with pytest.raises((BrowserError, TimeoutError)):
        await see(pool, url, wall=10)
    assert time.monotonic() - begun < 20

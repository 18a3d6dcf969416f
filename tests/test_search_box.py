"""A search trial in a real Chromium, on pages whose answers come in the ways that are easily misread."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import parse_qs

import pytest
import pytest_asyncio

from checks.artifacts import SearchTrial
from crawler.browser.chromium import find_chromium
from crawler.browser.pool import Identity, PagePool
from crawler.forward_proxy import ForwardProxy, ProxyReply, ProxyRequest
from crawler.probes.search_box import search_box

pytestmark = pytest.mark.asyncio(loop_scope="module")

TITLE = "关于公布二〇二六年度重点民生实事项目的通知"
ARTICLE = "/xw/1.html"
#: Scripts run when the form is sent; each draws its answer in another way.
ANSWERS = {
    # The address changes at once, the page is quiet for half a second with what it showed, and then draws: timers that
    # are set from inside a timer are those of clocks and carousels, and nobody waits for them.
    "late": "location.hash = '/so'; setTimeout(() => setTimeout(draw, 600), 0)",
    "at-once": "draw()",
    "never": "location.hash = '/so'; document.getElementById('list').innerHTML = '<p>共找到 0 条结果</p>'",
}
PAGE = """<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><title>首页</title>
<form role="search" onsubmit="{submit}; return false"><input name="q" placeholder="请输入关键词"><button>搜索</button>
</form>
<div id="list"><ul><li><a href="/a/">全市经济工作会议召开部署全年任务</a></li></ul></div>
<script>function draw() {{ document.getElementById('list').innerHTML =
 '<ul><li><a href="{article}">{title}</a></li></ul>' }}</script>"""


#: A form as Visual SiteBuilder makes it: the words typed leave as base64 in a field of another name, by POST.
BASE64 = """<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><title>首页</title>
<form action="/ssjg.jsp?wbtreeid=1001" method="post" onsubmit="return check(this)">
<input type="hidden" name="lucenenewssearchkey"><input name="showkeycode"><input type="submit" value="站内检索"></form>
<script>function check(f) {{ f.lucenenewssearchkey.value = btoa(unescape(encodeURIComponent(f.showkeycode.value)));
 f.showkeycode.disabled = true; {more} return true }}</script>"""
#: A form whose request tells nothing of what was typed: it may be anything, and is not sent.
UNSAID = "f.lucenenewssearchkey.value = '1';"


def found_by_base64(request: ProxyRequest) -> str:
    asked = parse_qs(request.body.decode())["lucenenewssearchkey"][0]
    assert base64.b64decode(asked).decode() == TITLE
    return f'<html lang="zh-CN"><meta charset="utf-8"><title>检索结果</title><a href="{ARTICLE}">{TITLE}</a>'


def answer(request: ProxyRequest) -> ProxyReply | None:
    name = request.url.split("//")[1].split(".")[0]
    if name in ("base64", "unsaid"):
        text = BASE64.format(more=UNSAID if name == "unsaid" else "")
        if "/ssjg.jsp" in request.url:
            assert name == "base64", "what cannot be told from a letter is never sent"
            text = found_by_base64(request)
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


async def trial(pool: PagePool, name: str, folder: Path) -> SearchTrial:
    home = f"http://{name}.gov.cn/"
    asked = {"query": TITLE, "expected_url": f"{home.rstrip('/')}{ARTICLE}", "how": "enter"}
    async with pool.lease(Identity(name, "desktop", trial=True)) as leased:
        return await search_box(leased, home, asked, folder)


@pytest.mark.parametrize(("name", "shown"), [("at-once", True), ("late", True), ("never", False)])
async def test_an_answer_is_read_when_it_is_there(pool: PagePool, tmp_path: Path, name: str, shown: bool) -> None:
    told = await trial(pool, name, tmp_path)
    assert told.box_found
    assert not told.failure
    assert (ARTICLE in told.answer) is shown


async def test_what_was_typed_is_known_again_in_base64(pool: PagePool, tmp_path: Path) -> None:
    told = await trial(pool, "base64", tmp_path)
    assert not told.failure
    assert ARTICLE in told.answer


async def test_a_request_that_we_stop_is_no_fault_of_the_site(pool: PagePool, tmp_path: Path) -> None:
    told = await trial(pool, "unsaid", tmp_path)
    assert told.failure.startswith("stopped by us: POST http://unsaid.gov.cn/ssjg.jsp")
    assert not told.answer

"""axe-core on opened pages: few elements stand for many that are drawn alike, and no failing place is lost."""

from __future__ import annotations

import pytest

from checks.artifacts import AxeRun
from crawler.browser.axe import LARGE_GROUP, run_axe
from crawler.browser.look import look_at
from crawler.browser.pool import Identity, PagePool
from tests.looks_fixture import Net, net, pool, proxy

__all__ = ["net", "pool", "proxy"]  # fixtures

pytestmark = pytest.mark.asyncio(loop_scope="module")

MANY = 4 * LARGE_GROUP


async def axe(pool: PagePool, net: Net, body: str) -> AxeRun:
    url = f"http://{net.host()}/"
    net.pages[url] = f"<!DOCTYPE html><html lang=zh-CN><title>公开目录</title><main><h1>公开目录</h1>{body}</main>"
    async with pool.lease(Identity("axe", "desktop")) as leased:
        await look_at(leased, url)
        run = await run_axe(leased)
    assert not run.failure
    return run


def failing(run: AxeRun, rule: str) -> list[str]:
    return [node.html for found in run.violations if found.rule == rule for node in found.nodes]


async def test_where_one_of_many_alike_fails_all_are_counted(pool: PagePool, net: Net) -> None:
    rows = "".join(f"<p style='color:#bbb'>第{n}号通知</p>" for n in range(MANY))
    assert len(failing(await axe(pool, net, rows), "color-contrast")) == MANY


async def test_the_odd_one_among_many_is_found(pool: PagePool, net: Net) -> None:
    rows = [f"<p>第{n}号通知</p>" for n in range(MANY)]
    rows[MANY // 2] = "<p style='color:#bbb'>第十二号通知</p>"
    assert failing(await axe(pool, net, "".join(rows)), "color-contrast") == [
        '<p style="color:#bbb">第十二号通知</p>'
    ]  # fmt: skip


async def test_stripes_and_grounds_tell_elements_apart(pool: PagePool, net: Net) -> None:
    rows = "".join(f"<tr><td>第{n}号通知</td></tr>" for n in range(MANY))
    style = "<style>td { color: #777 } tr:nth-child(even) { background: #999 }</style>"
    found = failing(await axe(pool, net, f"{style}<table>{rows}</table>"), "color-contrast")
    assert len(found) == MANY / 2 or len(found) == MANY  # grey on white is below 4.5 as well, by a hair
    assert "<td>第1号通知</td>" in found


async def test_a_small_target_beside_large_ones_is_found(pool: PagePool, net: Net) -> None:
    large = "".join(f"<a href='/{n}' class=t>第{n}号</a>" for n in range(MANY))
    style = "<style>.t { float: left; width: 60px; height: 40px } .t.s { width: 8px; height: 8px }</style>"
    small = "<a href='/x' class='t s' aria-label=甲></a><a href='/y' class='t s' aria-label=乙></a>"
    assert len(failing(await axe(pool, net, f"{style}{large}{small}{large}"), "target-size")) == 2


async def test_frames_are_measured_whole(pool: PagePool, net: Net) -> None:
    inside = "".join(f"<p style=color:#bbb>第{n}号</p>" for n in range(MANY))
    run = await axe(pool, net, f'<iframe title=目录 srcdoc="{inside}"></iframe>')
    assert len(failing(run, "color-contrast")) == MANY

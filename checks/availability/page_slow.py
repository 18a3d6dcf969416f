"""Pages that take long to load.

What it checks
zh: 桌面端首页以及各页面的加载时间。
en: How long the home page and the other pages of the desktop entry take to load.
Why
zh: 《政府网站发展指引》网页设计规范要求页面加载时间一般不超过3秒（据公开的合规说明转述，原文未核对）。
en: The 2017 guidelines ask that a page loads within 3 seconds (quoted from a public compliance note; the text itself
was not read).
How it decides
zh: 首页取各次查看的中位数；其他页面取全部页面的中位数，不足5个页面的不判断。服务器响应本身超过3秒的，判定为加载慢；
响应在3秒以内而页面全部加载完毕超过3秒的，可能受检测一方的网络和计算机影响，列为需人工复核。
使用存档重放的，不作判断。
en: For the home page the median of all looks counts, for the others the median of all pages, if there are at least
five. Where the server's answer alone takes over 3 seconds, the page is slow. Where the answer is quick and only the
complete load takes over 3 seconds, our own network and machine may be the cause, and a person must look. Nothing is
judged in a replay of an archive.
Known limits
zh: 加载时间与检测地点有关，报告中列明检测地点；从其他网络访问的结果可能不同。
en: The time depends on where it is measured; the report says from where. Other networks may see other times.
"""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median
from typing import Literal

from msgspec import Struct

from checks.artifacts import Page, Site
from checks.declaration import Finding, Message, NotApplicable, Text, Want, check
from checks.identity import stable_hash, url_key
from checks.standards.guidelines_2017 import PAGE_FAST, PAGE_SECONDS

#: Pages besides the home page below which their median says nothing. Our own bound.
LEAST_PAGES = 5

#: What is timed, and what it proves: the answer is the server's, the complete load is also our machine's.
_KINDS: tuple[tuple[str, Literal["fail", "unsure"]], ...] = (("answer", "fail"), ("load", "unsure"))

_SEE = (
    Text("清除缓存后用浏览器打开 {url}。", "Open {url} in a browser with an empty cache."),
    Text(
        "按 F12 打开开发者工具，在“网络”中查看加载所用时间。",
        "Open the developer tools with F12 and read the time to load under Network.",
    ),
    Text(
        "更换时间和网络重复测量，与{limit}秒比较。",
        "Measure again at another time and from another network, and compare with {limit} seconds.",
    ),
)
_MEND = Text(
    "优化服务器响应，启用缓存和内容分发，压缩图片和脚本，使页面在{limit}秒内加载完毕。",
    "Speed up the server, use caches and content delivery, compress pictures and scripts, until pages load within "
    "{limit} seconds.",
)
_DOUBT = Text(
    "检测地点为{vantage}，与网站之间的网络较慢，或者检测时网站访问量异常的，本结论可能不成立。",
    "Measured from {vantage}. The finding may be wrong if the network in between was slow, or the site unusually busy.",
)
MESSAGES = {
    "home-answer": Message(
        Text(
            "首页服务器响应用时{seconds}秒（{looks}次查看的中位数），超过{limit}秒。",
            "The server takes {seconds} seconds to answer for the home page (median of {looks} look(s)), over {limit}.",
        ),
        _SEE, _MEND, _DOUBT,
        title=Text("首页响应慢", "Home page answers slowly"),
    ),
    "home-load": Message(
        Text(
            "首页加载完毕用时{seconds}秒（{looks}次查看的中位数），超过{limit}秒，需人工复核。",
            "The home page takes {seconds} seconds to load (median of {looks} look(s)), over {limit}; a person must "
            "look.",
        ),
        _SEE, _MEND, _DOUBT,
        title=Text("首页加载慢", "Home page loads slowly"),
    ),
    "pages-answer": Message(
        Text(
            "除首页外的{looks}个页面，服务器响应用时的中位数为{seconds}秒，超过{limit}秒。",
            "For {looks} pages besides the home page, the server takes {seconds} seconds to answer (median), over "
            "{limit}.",
        ),
        _SEE, _MEND, _DOUBT,
        title=Text("内页响应慢", "Inner pages answer slowly"),
    ),
    "pages-load": Message(
        Text(
            "除首页外的{looks}个页面，加载用时的中位数为{seconds}秒，超过{limit}秒，需人工复核。",
            "{looks} pages besides the home page take {seconds} seconds to load (median), over {limit}; a person must "
            "look.",
        ),
        _SEE, _MEND, _DOUBT,
        title=Text("内页加载慢", "Inner pages load slowly"),
    ),
}  # fmt: skip


class Measured(Struct, frozen=True):
    """Seconds of one look: until the server had answered, and until everything was loaded (None: not rendered)."""

    page: Page
    answer: float | None
    load: float | None


@check(
    id="page-slow",
    theme="availability",
    clause=PAGE_FAST,
    title=Text("页面加载慢", "Slow pages"),
    messages=MESSAGES,
)
def page_slow(site: Site) -> Iterator[Finding | Want]:
    """At most one finding for the home page and one for all others."""
    if site.run.replay:
        raise NotApplicable(
            Text("本次为存档重放，加载时间不反映网站实际情况。", "This is a replay; times say nothing of the site.")
        )
    measured = [_measure(page) for page in site.pages if page.entry == "desktop"]
    measured = [one for one in measured if one.answer is not None or one.load is not None]
    if not measured:
        raise NotApplicable(Text("没有测得页面加载时间。", "No time to load was measured."))
    yield from _judge(site, "home", [one for one in measured if one.page.kind == "home"])
    pages: dict[str, Measured] = {}  # one time a page: the first look, before anything of it was cached
    for one in sorted(measured, key=lambda one: (not one.page.rendered, one.page.look)):
        if one.page.kind != "home":
            pages.setdefault(url_key(one.page.url), one)
    if len(pages) >= LEAST_PAGES:
        yield from _judge(site, "pages", [pages[key] for key in sorted(pages)])


def _measure(page: Page) -> Measured:
    timings = page.timings
    answer = timings.first_byte / 1000 if timings is not None and timings.first_byte else page.seconds
    return Measured(page, answer, timings.load / 1000 if timings is not None and timings.load else None)


def _judge(site: Site, which: str, measured: list[Measured]) -> Iterator[Finding]:
    """The finding for one group of looks: the answer alone if that is slow, else the complete load."""
    for what, outcome in _KINDS:
        times = [(value, one.page) for one in measured if (value := getattr(one, what)) is not None]
        if not times or (which == "pages" and len(times) < LEAST_PAGES):
            continue
        middle = median(value for value, _ in times)
        if middle <= PAGE_SECONDS:
            continue
        shown = min(times, key=lambda one: (abs(one[0] - middle), stable_hash(one[1].url)))[1]
        slow = {page.url for value, page in times if value > PAGE_SECONDS}
        yield Finding(
            f"{which}-{what}",
            url=shown.url,
            place=which,
            template="",
            data={
                "seconds": round(middle, 1),
                "looks": len(times),
                "limit": round(PAGE_SECONDS),
                "vantage": Text(site.run.vantage_zh or "未记录的地点", site.run.vantage_en or "an unrecorded place"),
            },
            pages=tuple(sorted(slow)),
            outcome=outcome,
            confidence=0.8 if outcome == "fail" else 0.5,
        )
        return

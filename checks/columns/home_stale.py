"""Home pages on which nothing is new.

What it checks
zh: 门户首页在检查时点前2周内是否有信息更新；首页仅为导航入口的，检查其所列栏目是否有更新。
en: Whether anything on the home page is of the two weeks before the inspection; if the home page is only an entry for
navigation, whether any column behind it is.
Why
zh: 《政府网站与政务新媒体检查指标》规定，监测2周，首页无信息更新的，单项否决；首页仅为栏目导航入口的，
检查所有二级页面。
en: Under the 2019 indicators a home page without anything new in two weeks is a veto; if it is only for navigation, all
second-level pages are looked at.
How it decides
zh: 取首页可见列表条目的日期；没有日期的，取所链接稿件的发布时间；仍没有的，取网址中的日期。其中任何一个在检查时点前
14天以内的，即为有更新。首页没有任何可判断的日期时，取各栏目的最新日期。判定不通过须以浏览器先后两次查看。
en: Dates are those of the visible entries, else of the articles linked, else in their addresses. Any date within 14
days
before the inspection shows an update. Without any date on the home page the newest dates of the columns decide. Two
rendered looks must agree.
Known limits
zh: 本项以一次检查所见日期代替连续2周的监测；标注日期与实际发布时间不一致的（如旧文新发），不能识别。
en: One inspection stands in for two weeks of watching. A date that is not that of publication (an old text published
again) is not recognised.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from checks import standards
from checks.columns.clocks import is_clock
from checks.columns.tree import ColumnTree
from checks.declaration import Finding, Message, NotApplicable, Text, Unsure, Want, check
from checks.documents import Documents
from checks.home import require_portal_page
from checks.identity import url_key
from checks.reading import Document, url_date
from checks.reading.published import article_date

#: Two weeks, confirmed text of the 2019 indicators (V3).
SPAN = 14
#: Characters: a shorter text beside a date is a function of the page (打印, 星期二), no title.
_TITLE = 4

_MEND = Text(
    "及时在首页发布和更新政务信息，并标注发布时间。",
    "Publish on the home page what is new, with its date of publication.",
)
_DOUBT = Text(
    "首页更新的信息没有标注日期，或者以图片、视频形式更新的，本结论可能不成立。",
    "The finding may be wrong if what is new carries no date or is a picture or film.",
)

MESSAGES = {
    "old": Message(
        Text(
            "首页已{age}天无信息更新，所见最新日期为{newest}。",
            "Nothing on the home page is newer than {newest}, {age} days before the inspection.",
        ),
        (
            Text("用浏览器打开首页 {url}。", "Open the home page {url} in a browser."),
            Text("逐一查看各版块信息的日期，最新为{newest}。",
                "Look at the dates in every block; the newest is {newest}."),
            Text("打开最新几条信息，核对发布时间。", "Open the newest entries and compare their time of publication."),
        ),
        _MEND, _DOUBT,
        title=Text("首页超期未更新", "Home page not updated in time"),
    ),
    "columns-old": Message(
        Text(
            "首页仅为导航入口，其所列栏目已{age}天无信息更新，最新日期为{newest}。",
            "The home page is only for navigation, and none of its columns is newer than {newest}, {age} days before.",
        ),
        (
            Text("用浏览器打开首页 {url}。", "Open the home page {url} in a browser."),
            Text("依次进入各栏目，查看最新信息的日期。", "Open the columns one by one and look at the newest dates."),
            Text("最新日期为{newest}，已超过14天。", "The newest is {newest}, more than 14 days ago."),
        ),
        _MEND, _DOUBT,
        title=Text("首页所列栏目均超期未更新", "All columns of the home page overdue"),
    ),
}  # fmt: skip


def _home_dates(home: Document, documents: Documents, today: date) -> list[date]:
    dated = [
        i for entries in home.lists for i in entries.items
        if i.visible and i.date is not None and i.link is not None and len(i.text) >= _TITLE and not is_clock(i)
    ]  # fmt: skip
    # An article has one day: what stands beside several is a function of the page (the weather of the next days, visits
    # by day), whatever it is called.
    days: dict[str, set[date]] = {}
    for item in dated:
        if item.date is not None:
            days.setdefault(url_key(item.url) if item.url else "", set()).add(item.date)
    dates = [day for url, told in days.items() if len(told) == 1 or not url for day in told]
    for link in home.links:
        if not link.visible or not link.url or url_key(link.url) == url_key(home.page.url):
            continue
        article = documents.of(link.url)
        if article is not None and article.page.kind == "article":
            day = article_date(article)
            if day is not None:
                dates.append(day)
                continue
        seen = url_date(link.url)
        if seen is not None and seen.how == "url":
            dates.append(seen.date)
    return [d for d in dates if d <= today + timedelta(days=1)]


@check(
    id="home-stale",
    theme="columns",
    clause=standards.HOME_UPDATED,
    title=Text("首页不更新", "Home page not updated"),
    messages=MESSAGES,
)
def home_stale(documents: Documents, tree: ColumnTree) -> Iterator[Finding | Want]:
    """At most one finding, at the home page of the desktop entry."""
    home = documents.home("desktop")
    if home is None:
        raise NotApplicable(Text("未看到首页。", "The home page was not seen."))
    require_portal_page(home)
    dates = _home_dates(home, documents, tree.today)
    message = "old"
    if not dates:
        message = "columns-old"
        dates = [c.newest for c in tree.columns.values() if c.newest is not None]
        if not dates:
            wants = () if home.page.rendered else (Want(home.page.url, "desktop", "no date on the home page"),)
            raise Unsure(
                Text(
                    "首页及各栏目均未标注日期，无法判断是否更新。",
                    "Neither the home page nor its columns carry a date.",
                ),
                wants,
            )
    newest = max(dates)
    age = (tree.today - newest).days
    if age <= SPAN:
        return
    shown = next((i for e in home.lists for i in e.items if i.date == newest and i.visible), None)
    yield Finding(
        message,
        url=home.page.url,
        selector=shown.selector if shown is not None else None,
        box=shown.box if shown is not None else None,
        place="home",
        words=f"{shown.raw_date} {shown.text}" if shown is not None else None,
        data={"age": age, "newest": str(newest), "span": SPAN},
        absence=True,
    )

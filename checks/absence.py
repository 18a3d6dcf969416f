"""The absence rule, in one place: “it is not there” is only said of a page that was rendered and seen twice.

Presence may be read from plain HTML; absence may not (on saved real pages a reader of plain HTML wrongly says
“missing” on 29 %). A claim that does not hold becomes ``unsure`` with the reason, and the look that would settle
it is asked for.
"""

from __future__ import annotations

from urllib.parse import urlsplit

import msgspec

from checks.artifacts import FailedResource, Page, Site, UrlState
from checks.declaration import Finding, Text, Want
from checks.identity import url_key

#: States in which we know a URL and do not know what is behind it. ``dead`` and ``not_html`` are answers.
UNSEEN: frozenset[UrlState] = frozenset({"queued", "blocked", "robots", "over_budget", "unarchived", "failed"})
#: Reasons of a failed request that are ours, not the site's.
OURS = frozenset({"unarchived", "blocked-by-us"})
#: Types of resource that bring content into a page.
CONTENT = frozenset({"script", "xhr", "fetch", "document"})
#: Hosts that count visitors or draw buttons for sharing. They stand on most portals and never bring its content.
MEASURING = (
    "hm.baidu.com", "push.zhanzhang.baidu.com", "zz.bdstatic.com", "bdimg.share.baidu.com", "cnzz.com",
    "51.la", "51yes.com", "google-analytics.com", "googletagmanager.com", "conac.cn",
    "zfwzgl.www.gov.cn", "pucha.kaipuyun.cn", "ta.trs.cn", "gwdshare.com", "jiathis.com",
)  # fmt: skip


class Looks:
    """Which pages were seen how, and in which state every other URL ended."""

    def __init__(self, site: Site) -> None:
        self._pages: dict[tuple[str, str], list[Page]] = {}
        for page in site.pages:
            keys = {url_key(url) for url in (page.url, page.requested_url) if url}
            for key in keys:
                self._pages.setdefault((page.entry, key), []).append(page)
        self._states: dict[tuple[str, str], UrlState] = {}
        for url in site.urls:
            self._states[url.entry, url_key(url.url)] = url.state

    def of(self, url: str, entry: str) -> list[Page]:
        """Every look at a page, in the order in which they were taken."""
        return sorted(self._pages.get((entry, url_key(url)), ()), key=lambda page: (page.look, page.seen_at))

    def answered(self, url: str, entry: str) -> bool:
        """Whether we know what is behind the URL: a page of it was seen, or the site said there is none."""
        key = (entry, url_key(url))
        return key in self._pages or self._states.get(key) in ("dead", "not_html")

    def unseen(self, url: str, entry: str) -> bool:
        """Whether we know the URL and were kept from seeing what is behind it."""
        key = (entry, url_key(url))
        return key not in self._pages and self._states.get(key) in UNSEEN


def settle(finding: Finding, looks: Looks) -> tuple[Finding, Text | None, tuple[Want, ...]]:
    """Apply the rule to one finding: the finding as it may stand, a remark why not, the looks that would help."""
    if not finding.absence:
        return finding, None, ()
    remark, why = _objection(finding, looks)
    wants = (Want(finding.url, finding.entry, why),) if why else ()
    if remark is None:
        return finding, None, wants
    return msgspec.structs.replace(finding, outcome="unsure"), remark, wants


def _objection(finding: Finding, looks: Looks) -> tuple[Text | None, str]:
    """Why the claim may not stand yet, and why another look would help (empty: it would not)."""
    missing = [url for url in finding.depends if looks.unseen(url, finding.entry)]
    if missing:
        return Text(
            "判断所需的页面未能看到（{urls}），需人工复核。",
            "Pages that would decide it could not be seen ({urls}); a person must look.",
        ).format(urls=_few(missing)), ""
    seen = looks.of(finding.url, finding.entry)
    if not seen:
        return Text(
            "该页面本次未能看到，不能据此认定，需人工复核。",
            "The page itself was not seen this time, so nothing can be concluded; a person must look.",
        ), ""
    rendered = [page for page in seen if page.rendered]
    if not rendered:
        return Text(
            "该页面尚未经浏览器完整加载，不能认定内容缺失，需人工复核。",
            "The page has not been rendered in a browser, so absence cannot be claimed; a person must look.",
        ), "absence claimed, page not rendered"
    again = "absence claimed, second look needed" if len(rendered) < 2 else ""
    latest = rendered[-1]
    if not latest.settled:
        return Text(
            "该页面在规定时间内未加载完毕，不能认定内容缺失，需人工复核。",
            "The page had not come to rest within the time allowed; a person must look.",
        ), again
    if kept := sorted({resource.url for resource in latest.failed_resources if _kept_by_us(resource)}):
        return Text(
            "该页面所需的脚本或数据未能取得（{urls}，原因在检查一方），需人工复核。",
            "Scripts or data of the page could not be had ({urls}; the cause is ours); a person must look.",
        ).format(urls=_few(kept)), ""
    if again:
        return Text(
            "该页面仅看到一次，未经第二次查看确认，需人工复核。",
            "The page was seen only once and not confirmed by a second look; a person must look.",
        ), again
    return None, ""


def _kept_by_us(resource: FailedResource) -> bool:

    host = urlsplit(resource.url).hostname or ""
    counted = any(host == name or host.endswith(f".{name}") for name in MEASURING)
    return resource.kind in CONTENT and resource.reason in OURS and not counted


def _few(urls: list[str]) -> str:
    return "、".join(urls[:3]) + ("……" if len(urls) > 3 else "")

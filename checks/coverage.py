"""Coverage that adds up: every known URL stands in exactly one row, with the reason in words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from checks.artifacts import Site, Url
from checks.declaration import Text
from checks.grouping import plain

EXAMPLES = 5
LISTED = 300
"""Addresses named of each reason for not reading; of pages that were read a few examples do. The list of all is
``addresses`` (written as ``addresses.csv``)."""
READ = ("fetched", "rendered")

STATES: dict[str, Text] = {
    "rendered": Text("已用浏览器打开并读取", "Opened in a browser and read"),
    "fetched": Text("已读取网页源码", "Source of the page read"),
    "redirected": Text("跳转到其他网址，由该网址计入", "Leads to another address, which is counted there"),
    "dead": Text("网站答复该页面不存在或不可用", "The site says that the page does not exist or does not work"),
    "blocked": Text(
        "被网站的防护设备拦截，不作为网站的问题", "Turned away by the site's protection; not counted against it"
    ),
    "robots": Text("网站的 robots.txt 不允许抓取，予以遵守", "The site's robots.txt asks not to; obeyed"),
    "over_budget": Text("超出本次检查的页面数上限，未读取", "Beyond the number of pages of this inspection; not read"),
    "out_of_scope": Text("不在检查范围内", "Outside this inspection"),
    "not_html": Text("附件或其他非网页内容", "An attachment or other content that is no page"),
    "unarchived": Text(
        "所重放的存档中没有，不作为网站的问题", "Not in the replayed archive; not counted against the site"
    ),
    "failed": Text("本次未能读取，不作为网站的问题", "Could not be read this time; not counted against the site"),
    "queued": Text("尚未读取", "Not read yet"),
}
REASONS: dict[str, Text] = {
    "timeout": Text("等待超时", "timed out"),
    "refused": Text("连接被拒绝", "connection refused"),
    "reset": Text("连接中断", "connection lost"),
    "unreachable": Text("网络不可达", "network unreachable"),
    "dns": Text("域名无法解析", "host name not found"),
    "tls": Text("加密连接失败", "encrypted connection failed"),
    "proxy": Text("代理服务器故障", "failure of the proxy"),
    "waf": Text("防护设备要求验证", "a firewall asks for proof"),
    "captcha": Text("要求输入验证码", "a captcha stands in the way"),
    "login": Text("要求登录", "a login stands in the way"),
    "stub": Text("只返回验证页面", "only a challenge page was given"),
    "other-host": Text("域名不属于本门户", "another host"),
    "would-change-something": Text("打开可能改变网站数据", "opening it might change something"),
    "too-large": Text("文件过大", "too large"),
    "redirect-loop": Text("循环跳转", "redirects in a circle"),
    "no-browser": Text("本机没有可用的浏览器", "no browser on this machine"),
    "binary": Text("二进制文件", "binary file"),
}
#: Reason words that say no more than their state does.
SAID = frozenset({"robots-txt", "budget", "archive-miss"})
PATTERNS: tuple[tuple[str, Text], ...] = (
    (r"status-(\d+)", Text("状态码 {0}", "status {0}")),
    (r"extension(\..+)", Text("后缀 {0}", "ends in {0}")),
    (r"internal-(.+)", Text("程序故障 {0}", "fault of the program: {0}")),
)


def reason_words(reason: str) -> Text:
    """A crawler's reason word as a reader understands it; an unknown one is shown as it is."""
    if reason in REASONS:
        return REASONS[reason]
    for pattern, text in PATTERNS:
        if match := re.fullmatch(pattern, reason):
            return Text(text.zh.format(match[1]), text.en.format(match[1]))
    return Text(reason, reason)


def state_words(state: str, reason: str) -> Text:
    """A state with its reason, in one phrase."""
    known = STATES.get(state) or Text(state, state)
    if not reason or reason in SAID:
        return known
    why = reason_words(reason)
    return Text(f"{known.zh}（{why.zh}）", f"{known.en} ({why.en})")


def coverage(site: Site) -> dict[str, Any]:
    """The ``coverage`` of result.json. fetched + rendered + blocked + skipped = known = sum of the rows."""
    states = _states(site.urls)
    rows: dict[tuple[str, str], list[str]] = {}
    for url in site.urls:
        rows.setdefault((url.state, url.reason), []).append(url.url)
    order = list(STATES)
    listed = sorted(rows.items(), key=lambda item: (order.index(item[0][0]), -len(item[1]), item[0][1]))
    known, fetched, rendered = len(site.urls), states.get("fetched", 0), states.get("rendered", 0)
    blocked = states.get("blocked", 0) + states.get("robots", 0)
    entries = sorted({url.entry for url in site.urls})
    return {
        "known": known,
        "fetched": fetched,
        "rendered": rendered,
        "blocked": blocked,
        "skipped": known - fetched - rendered - blocked,
        "states": states,
        "by_entry": {
            entry: {
                "known": sum(url.entry == entry for url in site.urls),
                "states": _states(url for url in site.urls if url.entry == entry),
            }
            for entry in entries
        },
        "rows": [
            {
                "state": state,
                "count": len(urls),
                "text": plain(state_words(state, reason)),
                "examples": (shown := sorted(set(urls))[: EXAMPLES if state in READ else LISTED]),
                "more": len(set(urls)) - len(shown),
            }
            for (state, reason), urls in listed
        ],
    }


def addresses(site: Site) -> list[dict[str, Any]]:
    """Every known address with its one state and the reason in words: rows of ``addresses.csv``."""
    return [
        {
            "entry": url.entry,
            "url": url.url,
            "state": url.state,
            "reason_zh": (words := state_words(url.state, url.reason)).zh,
            "reason_en": words.en,
            "status": url.status,
            "link_text": url.anchor,
            "found_on": url.column,
            "redirect_to": url.redirect_to,
        }
        for url in sorted(site.urls, key=lambda url: (url.entry, list(STATES).index(url.state), url.url))
    ]


def _states(urls: Iterable[Url]) -> dict[str, int]:
    tally: Counter[str] = Counter(url.state for url in urls)
    return {state: tally[state] for state in STATES if tally[state]}

"""The searches of the simulated cities: how the box is built (kind) and what is wrong with the answers (fault).

Kinds: ``get`` a form; ``post_blank`` a form without an action that a script posts into a new window; ``other_host`` a
box that opens another host, where a script draws the results and words are encoded twice; ``frame`` a box inside a
frame; ``captcha`` answers only with a captcha. Faults: ``empty`` never finds anything; ``error`` answers 500; ``dead``
leads to a missing page; ``same`` answers the same whatever is asked; ``late`` has the exact title on the third page.
"""

# ruff: noqa: E501 lines of markup are kept whole

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from crawler.forward_proxy import ProxyReply, ProxyRequest
from demo.search import Hit, find
from demo.site import json_reply, reply, text_reply

if TYPE_CHECKING:
    from demo.portal import Portal

PAGE_SIZE = 10


def hits_of(portal: Portal, query: str) -> list[Hit]:
    """What this city's search says there is for *query*, its fault included."""
    match portal.search_fault:
        case "empty":
            return []
        case "same":
            items = [item for column in portal.columns() for item in column.items]
            newest = sorted(items, key=lambda item: (item.published, item.key), reverse=True)[:8]
            return [Hit(item.title, item.url, item.day, item.summary) for item in newest]
        case "late":
            found = find(portal, query)
            if not found:
                return []
            others = [
                Hit(item.title, item.url, item.day, item.summary)
                for column in portal.columns()
                for item in column.items
                if item.title != query
            ]
            return others[: 2 * PAGE_SIZE] + found
        case _:
            return find(portal, query)


def add_search(portal: Portal) -> None:
    """Put the routes of *portal*'s search in place."""
    if portal.search_kind == "none":
        return

    def results(request: ProxyRequest, given: dict[str, str]) -> ProxyReply:
        query = (given.get("q") or given.get("qt") or "").strip()
        if portal.search_fault == "error":
            return text_reply(
                "<!DOCTYPE html><title>500</title><h1>HTTP Status 500</h1><p>java.lang.NullPointerException", status=500
            )
        if portal.search_kind == "captcha":
            return portal.html(request.url, "flex/captcha.html.j2", query=query, title=f"安全验证_{portal.title}")
        hits = hits_of(portal, query)
        page = int(given.get("page", "1")) - 1 if given.get("page", "1").isdigit() else 0
        return portal.html(
            request.url, "flex/results.html.j2", title=f"搜索结果_{portal.title}", query=query, page=page,
            hits=hits[page * PAGE_SIZE : (page + 1) * PAGE_SIZE], total=len(hits),
            pages=(len(hits) + PAGE_SIZE - 1) // PAGE_SIZE,
            crumbs=[*portal.crumbs(None, None), ("搜索结果", "")],
        )  # fmt: skip

    def union(request: ProxyRequest, given: dict[str, str]) -> ProxyReply:
        asked = json.loads(request.body or b"{}")
        hits = hits_of(portal, str(asked.get("searchWord", "")))
        rows = [
            {"title": hit.title, "url": portal.absolute(hit.url), "time": hit.day.isoformat(), "content": hit.summary}
            for hit in hits[:PAGE_SIZE]
        ]
        return json_reply({"code": 200, "data": {"middle": {"total": len(hits), "list": rows}}})

    match portal.search_kind:
        case "post_blank":
            portal.site.on("/so/ss/query/s", results)
        case "other_host":
            root = portal.search_root
            page = f"{root}unionsearch/index.html"
            portal.site.on(page, lambda request, given: portal.html(page, "flex/union.html.j2"))
            portal.site.on(f"{root}irs/front/search", union)
            portal.site.put(f"{root}robots.txt", text_reply("User-agent: *\nDisallow: /irs/\n", "text/plain"))
        case "frame":
            portal.add("/inc/searchbox.html", "flex/searchbox.html.j2")
    if portal.search_kind == "captcha":
        portal.site.put(
            "/images/captcha.svg",
            reply(
                b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40"><rect width="120" height="40" fill="#e8edf3"/>'
                b'<path d="M0 30 L120 8 M0 12 L120 33" stroke="#89a"/><text x="14" y="29" font-size="25" '
                b'font-family="monospace" transform="rotate(-4 60 20)" letter-spacing="9">7K3M</text></svg>',
                "image/svg+xml",
            ),
        )
    if portal.search_kind in ("get", "frame", "captcha") and portal.search_fault != "dead":
        portal.site.on("/search/", results)

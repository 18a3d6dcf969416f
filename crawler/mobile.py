"""How a portal's mobile entry is found: named by seeds or home page, by a redirect, or the page itself adapts.

Also which of its links lead away from it.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from checks.artifacts import EntryFacts, Page
from checks.reading import Document
from crawler.addresses import Scope, absolute, page_key
from crawler.browser.pool import MOBILE_SIZE

#: Words of links that lead to a mobile version. 移动版 stood on a real portal as ``javascript:;``: such links lead
#: nowhere and are passed over. 手机报, 移动政务 and 客户端 name other things.
MOBILE_WORDS = re.compile(
    r"^(?:(?:切换到?)?手机(?:版|站|网站|端|门户)|移动(?:版|端|门户|站)|触屏版|无线(?:端|版)|wap版?|手機版|移動版|"
    r"mobile(?: version)?)$",
    re.I,
)
#: Words of links that lead from the mobile version back to the desktop's.
DESKTOP_WORDS = re.compile(
    r"^(?:(?:切换到?|访问)?(?:电脑|桌面|PC|pc)(?:版|端|站|网站)|電腦版|desktop(?: version)?)$", re.I
)
#: Pages of the mobile entry that are walked at most.
MOBILE_PAGES = 30
#: Of a responsive site, so many pages of each template are seen on the phone's screen.
PAGES_PER_TEMPLATE = 2
#: A page adapts when it asks for the device's width and is wider than the screen by no more than this (CSS pixels);
#: a single table or picture that sticks out is another finding.
TOLERATED_OVERFLOW = 0.35 * MOBILE_SIZE[0]
_DEVICE_WIDTH = re.compile(r"width\s*=\s*device-width", re.I)


def named_entry(home: Document, scope: Scope, seed_url: str) -> tuple[str, str]:
    """The mobile address that somebody names and how: (url, "seed" | "alternate" | "link"), or two empty strings."""
    if seed_url:
        return seed_url, "seed"
    for link in home.root.iter("link"):
        if "alternate" in (link.get("rel") or "").lower() and re.search(r"max-width|handheld", link.get("media") or ""):
            url = absolute(home.base, link.get("href") or "")
            if url and url in scope:
                return url, "alternate"
    for seen in home.links:
        if not seen.placeholder and MOBILE_WORDS.match(seen.name.strip()) and seen.url in scope:
            return seen.url, "link"
    return "", ""


def entry_facts(page: Page, document: Document, portal_url: str, desktop_url: str, how: str) -> EntryFacts:
    """What the first look at the mobile entry says; *how* is empty when nobody named an address.

    *desktop_url* is where the desktop's home page ended.
    """
    if not how:
        if page_key(page.url) != page_key(desktop_url):
            how = "redirect"
        elif is_responsive(page, document):
            how = "responsive"
    return EntryFacts(
        entry="mobile", url=page.requested_url or portal_url, found=bool(how), how=how or "none", final_url=page.url,
        reachable=True, desktop_url=desktop_url,
    )  # fmt: skip


def leads_away(entry_url: str, desktop_url: str, page_url: str, link_url: str, words: str) -> bool:
    """Whether a link on a page of the mobile entry leaves it for the desktop's pages.

    *entry_url* and *desktop_url* are where the two home pages ended. Mobile sites link the desktop's ("电脑版"), and
    many show its articles at its own addresses: such a page is looked at on the phone, and its links are the desktop's.
    """
    if page_key(link_url) == page_key(desktop_url) or DESKTOP_WORDS.match(words.strip()):
        return True
    return of_desktop(entry_url, desktop_url, page_url)


def of_desktop(entry_url: str, desktop_url: str, page_url: str) -> bool:
    """Whether a page that the mobile entry led to stands on the desktop's host, the entry having one of its own."""
    urls = (entry_url, desktop_url, page_url)
    entry_host, desktop_host, host = (urlsplit(url).netloc.removeprefix("www.") for url in urls)
    return entry_host != desktop_host == host


#: First labels of hosts that show the same site to phones (m.zq.gov.cn beside www.zq.gov.cn).
_PHONE_HOST = re.compile(r"^(?:m|wap|3g|mobile|phone)$")


def of_mobile(desktop_url: str, seed_url: str, page_url: str) -> bool:
    """Whether a page that the desktop led to stands on a host for phones: on that of *seed_url*, or by its name.

    It was looked at, because a link leads there; the pages behind it are the mobile entry's, which shows the desktop's
    columns once more. A portal that is itself at such a host has no other.
    """
    desktop, seed, host = (
        urlsplit(url).netloc.lower().removeprefix("www.") for url in (desktop_url, seed_url, page_url)
    )
    first, _, rest = host.partition(".")
    return host != desktop and (host == seed or (rest == desktop and _PHONE_HOST.match(first) is not None))


def is_responsive(page: Page, document: Document) -> bool:
    """Whether the desktop's own page adapts to a phone's screen."""
    viewport = document.meta.get("viewport", "")
    return bool(_DEVICE_WIDTH.search(viewport)) and (page.overflow or 0) <= TOLERATED_OVERFLOW

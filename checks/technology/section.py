"""``result.json["technology"]``: whose software the portal is published with, and what tells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct

from checks.artifacts import Page, Site
from checks.declaration import NotApplicable, Text, section
from checks.identity import stable_hash
from checks.technology.signs import LEAST_ADDRESSES, MAKERS, Maker, Sign

PAGES_OF_A_TEMPLATE = 2
MOST_PAGES = 60
"""Pages whose source is searched: signs stand in templates, and more pages of one show the same."""
LEAST_WEIGHT = 2
"""One strong sign, or two weak ones; a single weak sign never names a maker."""
WORDS_SHOWN = 120


class Seen(Struct, frozen=True):
    """A sign where it was seen."""

    sign: Sign
    url: str
    words: str


@section("technology")
def technology(site: Site) -> dict[str, Any]:
    """The maker with the evidence; raises NotApplicable when no maker, or more than one, is told by its signs."""
    told = [(weight, maker, seen) for maker in MAKERS if (weight := _weight(seen := signs_of(site, maker)))]
    told.sort(key=lambda each: -each[0])
    if not told or told[0][0] < LEAST_WEIGHT or (len(told) > 1 and told[1][0] == told[0][0]):
        raise NotApplicable(Text("未能识别建站软件。", "The software's maker is not told by its signs."))
    _, maker, evidence = told[0]
    return {
        "maker": maker.name,
        "evidence": [
            {
                "sign": each.sign.name,
                "text": each.sign.text,
                "strong": each.sign.strong,
                "url": each.url,
                "words": each.words,
                "seen": each.sign.seen,
                "beware": each.sign.beware,
            }
            for each in evidence
        ],
    }


def signs_of(site: Site, maker: Maker) -> list[Seen]:
    """Every sign of *maker* that the stored pages, addresses and headers show, each once."""
    pages = _sample(site)
    return [seen for sign in maker.signs if (seen := _look(sign, site, pages))]


def _weight(seen: list[Seen]) -> int:
    """What the signs come to: 2 for a strong one, 1 for a weak one; 0 without one of the publishing software itself."""
    if not any(each.sign.own for each in seen):
        return 0
    return sum(2 if each.sign.strong else 1 for each in seen)


def _look(sign: Sign, site: Site, pages: list[Page]) -> Seen | None:
    if sign.where == "address":
        found = [url for url in _own_addresses(site) if sign.pattern.search(url)]
        return Seen(sign, found[0], found[0]) if len(found) >= LEAST_ADDRESSES else None
    for page in pages:
        texts = [page.html] if sign.where == "markup" else [v for name, v in page.headers if name == "server"]
        for text in texts:
            if match := sign.pattern.search(text):
                return Seen(sign, page.url, " ".join(match[0].split())[:WORDS_SHOWN])
    return None


def _own_addresses(site: Site) -> Iterator[str]:
    """Addresses on the hosts that the portal's own pages have, in a fixed order."""
    hosts = {urlsplit(page.url).netloc for page in site.pages}
    return (url for url in sorted({url.url for url in site.urls}) if urlsplit(url).netloc in hosts)


def _sample(site: Site) -> list[Page]:
    """Home pages first, then a few pages of each template; sources as they came before snapshots of the browser."""
    chosen: list[Page] = []
    taken: dict[str, int] = {}
    addresses: set[str] = set()
    order = sorted(site.pages, key=lambda page: (page.kind != "home", page.rendered, stable_hash(page.url), page.look))
    for page in order:
        of_template = f"{page.entry} {page.template or page.url}"
        if page.url in addresses and page.rendered and page.kind != "home":
            continue
        if taken.get(of_template, 0) >= PAGES_OF_A_TEMPLATE and page.kind != "home":
            continue
        taken[of_template] = taken.get(of_template, 0) + 1
        addresses.add(page.url)
        chosen.append(page)
        if len(chosen) == MOST_PAGES:
            break
    return chosen

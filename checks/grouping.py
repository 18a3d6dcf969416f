"""From findings to the report's rows: one defect counts once, keeps its id, and is shown where it shows best."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from msgspec import Struct

from checks.artifacts import Page
from checks.declaration import Check, Finding, Text
from checks.documents import Documents
from checks.identity import finding_id, place_key, stable_hash, url_key, url_pattern

WORDS_SHOWN = 300  # characters of seen words in one finding
PAGES_SHOWN = 20
ENTRIES = {"desktop": Text("桌面端", "desktop"), "mobile": Text("移动端", "mobile")}


class Seen(Struct, frozen=True):
    """A finding as the absence rule left it, with the rule's remark, and the page it was made on."""

    finding: Finding
    remark: Text | None
    page: Page | None


class Group(Struct, frozen=True):
    """One defect: its id, the finding that shows it best, and every page that shows it."""

    id: str
    best: Seen
    urls: tuple[str, ...]  # the best one first


def group(check: Check, seen: Iterable[Seen], documents: Documents, *, per_page: bool) -> list[Group]:
    """Merge equal findings. Of pages: same message, entry, place and template. Of a site: same id."""
    kinds = _template_kinds(documents)
    buckets: dict[tuple[str, ...], list[Seen]] = {}
    for one in seen:
        buckets.setdefault(_key(one, kinds, per_page=per_page), []).append(one)
    found: dict[str, Group] = {}
    # the larger group keeps the plain id when two templates of one kind show the same defect at the same place
    for key, bucket in sorted(buckets.items(), key=lambda item: (-len(item[1]), item[0])):
        message, entry, place, where, template = key
        name = finding_id(check.id, message, entry, place, f"{documents.city_id} {where}")
        if name in found:
            name = finding_id(check.id, message, entry, place, f"{documents.city_id} {where} {template}")
        found[name] = _merge(name, bucket)
    return [found[name] for name in sorted(found)]


def _key(one: Seen, kinds: Mapping[str, str], *, per_page: bool) -> tuple[str, str, str, str, str]:
    """(message, entry, place, where, template).

    *where* outlives a crawl that names its templates anew: it says what the pages of the template mostly are.
    """
    finding = one.finding
    place = finding.place or place_key(finding.selector)
    template = finding.template
    if per_page and template is None and one.page is not None:
        template = one.page.template or f"like {url_pattern(finding.url)}"
    if template is not None:
        where = f"template {kinds.get(template, template)}" if template else "every template"
    elif finding.column is not None:
        where = f"column {finding.column} {url_key(finding.url)}"
    else:
        where = f"page {url_key(finding.url)}"
    return finding.message, finding.entry, place, where, template or ""


def _template_kinds(documents: Documents) -> dict[str, str]:
    """What the pages of each template mostly are: home, column, article …"""
    kinds: dict[str, Counter[str]] = {}
    for page in documents.pages:
        kinds.setdefault(page.template, Counter())[page.kind] += 1
    return {name: min(tally.items(), key=lambda item: (-item[1], item[0]))[0] for name, tally in kinds.items()}


def _merge(name: str, bucket: list[Seen]) -> Group:
    """One group of equal findings. Pages on which it is certain count; the doubtful only if none is certain."""
    certain = [one for one in bucket if one.finding.outcome == "fail"] or bucket
    best = min(certain, key=_showing)
    urls = {url for one in certain for url in (one.finding.url, *one.finding.pages)}
    return Group(name, best, (best.finding.url, *sorted(urls - {best.finding.url})))


def _showing(one: Seen) -> tuple[bool, bool, str]:
    """Shown best on a page with a picture on which the place is known; among equals, by hash."""
    pictured = one.page is not None and one.page.picture is not None
    return (
        not (pictured and one.finding.box),
        not pictured,
        stable_hash(one.finding.url, one.finding.words or ""),
    )


def row(check: Check, one: Group, severity: str) -> dict[str, Any]:
    """The finding as result.json tells it; ``first_seen`` and ``state`` are left to the history.

    Raises KeyError for an unknown message or a placeholder without a value: mistakes in the check.
    """
    finding, page = one.best.finding, one.best.page
    message = check.messages[finding.message]
    filling = {
        "url": finding.url,
        "entry": ENTRIES.get(finding.entry, finding.entry),
        "column": finding.column or "",
        "words": shorten(finding.words or ""),
        "pages": len(one.urls),
        **finding.data,
    }

    def told(text: Text) -> dict[str, str]:
        return plain(text.format(**filling))  # type: ignore[no-any-return]

    text = message.text.format(**filling)
    if one.best.remark:
        text = Text(text.zh + one.best.remark.zh, f"{text.en} {one.best.remark.en}")
    picture = page.picture if page else None
    return {
        "id": one.id,
        "check": check.id,
        "message": finding.message,
        "outcome": finding.outcome,
        "severity": severity,
        "confidence": round(finding.confidence, 3),
        "entry": finding.entry,
        "url": finding.url,
        "selector": finding.selector,
        "column": finding.column,
        "template": finding.template or (page.template if page else "") or None,
        "pages": len(one.urls),
        "page_urls": list(one.urls[:PAGES_SHOWN]),
        "title": told(message.title or check.title),
        "text": plain(text),
        "words": shorten(finding.words) if finding.words is not None else None,
        "see": [told(step) for step in message.see],
        "mend": told(message.mend),
        "doubt": told(message.doubt),
        "evidence": {
            "image": picture.digest if picture else None,
            "box": [round(float(edge), 1) for edge in finding.box] if finding.box else None,
            "records": list(page.records) if page else [],
        },
        "data": plain(finding.data),
        "first_seen": None,
        "state": None,
    }


def shorten(words: str) -> str:
    """At most ``WORDS_SHOWN`` characters, the cut marked."""
    return words if len(words) <= WORDS_SHOWN else words[: WORDS_SHOWN - 1] + "…"


def plain(value: Any) -> Any:
    """Records, tuples, dates and sets as JSON has them, always in the same order."""
    return msgspec.to_builtins(value, order="deterministic", str_keys=True)

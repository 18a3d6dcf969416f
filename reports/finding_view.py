"""What a template needs of findings: groups and cards with every choice made, links resolved and crops cut."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from reports.groups import Finding, Group, Place, Shard, count_pages
from reports.pictures import Gallery
from reports.source import Result
from reports.words import Words

SHARED = ("text", "mend", "doubt", "see")
"""Texts that are said once for the whole group when every finding of it says the same."""


class Links:
    """Where each finding and group stands: on this page or on another of the same report."""

    def __init__(self, pages: Mapping[int, str], shards: list[Shard]) -> None:
        self._pages = pages
        self._page_of = {finding["id"]: shard.number for shard in shards for finding in shard.findings}

    def finding(self, finding_id: str, here: int) -> str:
        """The address of a finding's card, as seen from page *here* (1 is the report itself)."""
        page = self._page_of.get(finding_id, 1)
        return f"#{finding_id}" if page == here else f"{self._pages[page]}#{finding_id}"

    def page(self, number: int) -> str:
        """The file name of page *number*."""
        return self._pages[number]

    def elsewhere(self) -> dict[str, list[str]]:
        """Finding ids that do not stand on the first page, by page: what old deep links are sent on with."""
        pages: dict[str, list[str]] = {}
        for finding_id, number in self._page_of.items():
            pages.setdefault(self._pages[number], []).append(finding_id)
        return pages


def group_view(
    group: Group,
    start: int,
    end: int,
    result: Result,
    words: Words,
    gallery: Gallery,
    links: Links,
    here: int,
) -> dict[str, Any]:
    """One cause with the cards of its findings *start* to *end*, as they stand on page *here*."""
    check = result["checks"][group.check]
    findings = group.findings
    leads = [place.lead for place in group.places]
    common = {
        part: leads[0][part] for part in SHARED if len(leads) > 1 and all(f[part] == leads[0][part] for f in leads)
    }
    left = group.places[group.shown :] if here == 1 else []
    pages, exact = count_pages(findings)
    return {
        "id": group.id,
        "title": words.of(findings[0]["title"]) if _same_title(findings) else words.of(check["title"]),
        "check": group.check,
        "outcome": group.outcome,
        "severity": group.severity,
        "theme": check["theme"],
        "count": len(group.places),
        "pages": words("pages.exact" if exact else "pages.least", n=pages),
        "first": start + 1,
        "last": end,
        "left": len(left),
        "next": links.finding(left[0].lead["id"], here) if left else None,
        "why": words.of(check["help"]["why"]),
        "limits": words.of(check["help"]["limits"]),
        "clause": clause_view(check["clause"], words),
        "text": words.of(common.get("text")),
        "mend": words.of(common.get("mend")),
        "doubt": words.of(common.get("doubt")),
        "steps": [words.of(step) for step in common.get("see", [])],
        "cards": [card_view(place, result, words, gallery, common) for place in group.places[start:end]],
    }


def _same_title(findings: list[Finding]) -> bool:
    return all(finding["title"] == findings[0]["title"] for finding in findings)


def clause_view(clause: Mapping[str, Any] | None, words: Words) -> dict[str, Any] | None:
    """A clause of the standard with its title and wording; None when the check rests on none."""
    if clause is None:
        return None
    return {
        "id": clause["id"],
        "title": words.of(clause["title"]),
        "text": words.of(clause["text"]),
        "source": clause["source"],
        "verified": clause["verified"],
        "severity": clause["severity"],
    }


def card_view(
    place: Place, result: Result, words: Words, gallery: Gallery, common: Mapping[str, Any]
) -> dict[str, Any]:
    """One place: the finding that shows it best, and where else it was found. What its group already said (*common*)
    is left out."""
    finding = place.lead
    theme = result["checks"][finding["check"]]["theme"]
    evidence = finding["evidence"]
    box = evidence["box"]
    more = [url for url in finding["page_urls"] if url != finding["url"]]
    return {
        "id": finding["id"],
        "title": words.of(finding["title"]),
        "text": "" if "text" in common else words.of(finding["text"]),
        "outcome": finding["outcome"],
        "severity": finding["severity"],
        "confidence": words.percent(finding["confidence"]),
        "entries": list(dict.fromkeys(each["entry"] for each in place.findings)),
        "url": finding["url"],
        "selector": finding["selector"],
        "column": finding["column"],
        "template": finding["template"],
        "pages": finding["pages"],
        "more_urls": more,
        "unlisted": max(0, finding["pages"] - len(more) - 1),
        "words": finding["words"],
        "steps": [] if "see" in common else [words.of(step) for step in finding["see"]],
        "mend": "" if "mend" in common else words.of(finding["mend"]),
        "doubt": "" if "doubt" in common else words.of(finding["doubt"]),
        "records": evidence["records"],
        "crop": gallery.crop(evidence["image"], tuple(box) if box else None),
        "first_seen": None if _today(finding, result) else finding["first_seen"],
        "states": list(dict.fromkeys(each["state"] for each in place.findings if each["state"])),
        "facets": sorted({f"theme={theme}", *(value for each in place.findings for value in _facets(each))}),
        "others": [
            {
                "id": each["id"],
                "url": each["url"],
                "entry": each["entry"],
                "template": each["template"],
                "pages": each["pages"],
                "state": each["state"],
            }
            for each in place.findings[1:]
        ],
    }


def _today(finding: Finding, result: Result) -> bool:
    """Whether a finding was first seen on the day of this run: then its date says nothing."""
    if not finding["first_seen"]:
        return False
    seen, now = map(datetime.fromisoformat, (finding["first_seen"], result["run"]["observed_at"]))
    return seen.date() == now.date()


def _facets(finding: Finding) -> list[str]:
    """What the filters ask a finding for; named, because a theme and an entry are both called mobile."""
    return [f"{name}={finding[name]}" for name in ("severity", "entry", "state") if finding[name]]

"""What a template needs of findings: groups and cards with every choice made, links resolved and crops cut."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reports.groups import Finding, Group, Shard
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
    common = {
        part: findings[0][part]
        for part in SHARED
        if len(findings) > 1 and all(f[part] == findings[0][part] for f in findings)
    }
    rest = sorted({links.finding(f["id"], here).split("#")[0] for f in findings[group.shown :]}) if here == 1 else []
    return {
        "id": group.id,
        "title": words.of(findings[0]["title"]) if _same_title(findings) else words.of(check["title"]),
        "check": group.check,
        "outcome": group.outcome,
        "severity": group.severity,
        "theme": check["theme"],
        "count": len(findings),
        "pages": group.pages,
        "first": start + 1,
        "last": end,
        "left": len(findings) - group.shown if here == 1 else 0,
        "next": links.finding(findings[group.shown]["id"], here) if rest else None,
        "why": words.of(check["help"]["why"]),
        "limits": words.of(check["help"]["limits"]),
        "clause": clause_view(check["clause"], words),
        "text": words.of(common.get("text")),
        "mend": words.of(common.get("mend")),
        "doubt": words.of(common.get("doubt")),
        "steps": [words.of(step) for step in common.get("see", [])],
        "cards": [card_view(f, result, words, gallery, common) for f in findings[start:end]],
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
    finding: Finding, result: Result, words: Words, gallery: Gallery, common: Mapping[str, Any]
) -> dict[str, Any]:
    """One finding; what its group already said (*common*) is left out."""
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
        "entry": finding["entry"],
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
        "first_seen": finding["first_seen"],
        "state": finding["state"],
        "theme": result["checks"][finding["check"]]["theme"],
    }

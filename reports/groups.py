"""Findings grouped by cause and sorted by what matters; which of them stand on which page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from reports.source import Result

Finding = Mapping[str, Any]

SEVERITIES = ("veto", "deduction", "advice", "bonus")
OUTCOMES = ("fail", "unsure", "error")
PAST = ("resolved", "not_retested")
"""States of findings of the run before that this run did not see again: history, no present fault."""

POSITION = re.compile(r":(?:nth-[\w-]+\([^)]*\)|first-child|last-child)")
"""Where among its neighbours an element stands: that differs from template to template, the place does not."""
WORDS_COMPARED = 60

PER_GROUP = 8
"""Places of one cause shown in full on the first page; the auditor wants the next cause, not the ninth copy."""
FIRST_PAGE = 240
"""Places shown in full on the first page at most. Together with PER_SHARD this bounds every page's size."""
PER_SHARD = 400


class Place(msgspec.Struct):
    """The findings of one cause at one place of the site: one header or footer, seen in several templates or entries.

    The first finding shows it best; the others say where else it is.
    """

    findings: list[Finding]

    @property
    def lead(self) -> Finding:
        """The finding that is shown in full."""
        return self.findings[0]


class Group(msgspec.Struct):
    """All findings of one cause: one check, one message."""

    check: str
    message: str
    outcome: str
    severity: str
    places: list[Place]
    shown: int = 0  # how many of the places stand on the first page

    @property
    def id(self) -> str:
        """Stable name of the group, to be linked to."""
        return f"{self.outcome}-{self.check}-{self.message}"

    @property
    def findings(self) -> list[Finding]:
        """All findings, place by place."""
        return [finding for place in self.places for finding in place.findings]


class Shard(msgspec.Struct):
    """One further page of findings: consecutive slices of groups."""

    number: int
    slices: list[tuple[Group, int, int]]  # group, from, to; in places

    @property
    def findings(self) -> list[Finding]:
        """The findings of the page in order."""
        return [
            finding for group, start, end in self.slices for place in group.places[start:end]
            for finding in place.findings
        ]  # fmt: skip


def count_pages(findings: Sequence[Finding]) -> tuple[int, bool]:
    """On how many different pages the findings were seen, and whether that is exact.

    A finding lists its first pages only; where some are left out, the number is the least that it can be.
    """
    seen = {url for finding in findings for url in finding["page_urls"]}
    exact = all(finding["pages"] <= len(finding["page_urls"]) for finding in findings)
    return max([len(seen), *(finding["pages"] for finding in findings)]), exact or len(findings) == 1


def all_findings(result: Result) -> list[Finding]:
    """Every finding of a city, check by check in the order of the result."""
    return [finding for check in result["checks"].values() for finding in check["findings"]]


def current(findings: Iterable[Finding]) -> list[Finding]:
    """The findings that this run saw."""
    return [finding for finding in findings if finding["state"] not in PAST]


def past(findings: Iterable[Finding], state: str) -> list[Finding]:
    """The findings of the run before that are now in *state* (resolved, not_retested)."""
    return [finding for finding in findings if finding["state"] == state]


def group_by_cause(findings: Iterable[Finding], decisive: frozenset[str] = frozenset()) -> list[Group]:
    """Group by outcome, check and message, and within by place.

    *decisive*: ids of findings on which a reached veto rests; their groups come first. Then by outcome,
    severity, and the number of pages. Inside a group the surest and widest place comes first.
    """
    causes: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        causes.setdefault((finding["outcome"], finding["check"], finding["message"]), []).append(finding)
    groups = [
        Group(
            check,
            message,
            outcome,
            min((f["severity"] for f in members), key=lambda severity: _rank(SEVERITIES, severity)),
            _places(members, decisive),
        )
        for (outcome, check, message), members in causes.items()
    ]
    return sorted(
        groups,
        key=lambda group: (
            _rank(OUTCOMES, group.outcome),
            not any(finding["id"] in decisive for finding in group.findings),
            _rank(SEVERITIES, group.severity),
            -count_pages(group.findings)[0],
            group.check,
            group.message,
        ),
    )


def _places(findings: list[Finding], decisive: frozenset[str]) -> list[Place]:
    """The findings of one cause by place, the weightiest first; each finding stands in exactly one place."""
    alike: dict[tuple[str, ...], list[Place]] = {}
    places: list[Place] = []
    for finding in sorted(
        findings, key=lambda f: (f["id"] not in decisive, -f["confidence"], -f["pages"], f["url"], f["id"])
    ):
        same = alike.setdefault(_place(finding), [])
        # Two findings of one template and entry are two defects, however alike: the check has told them apart.
        place = next((p for p in same if _shape(finding) not in map(_shape, p.findings)), None)
        if place is None:
            place = Place([])
            same.append(place)
            places.append(place)
        place.findings.append(finding)
    return places


def _shape(finding: Finding) -> tuple[str, str]:
    return finding["template"] or "", finding["entry"]


def _place(finding: Finding) -> tuple[str, ...]:
    """What makes two findings of one cause the same place: the element with its words, whichever template shows it."""
    if not (finding["selector"] and finding["words"] and finding["template"]):
        return (finding["id"],)
    words = " ".join(finding["words"].split())[:WORDS_COMPARED]
    return (finding["column"] or "", POSITION.sub("", finding["selector"]), words)


def _rank(order: tuple[str, ...], name: str) -> int:
    return order.index(name) if name in order else len(order)


def share_out(groups: list[Group]) -> list[Shard]:
    """Decide which places stand on the first page (`Group.shown`) and put all others on further pages."""
    room = FIRST_PAGE
    for group in groups:
        group.shown = min(len(group.places), PER_GROUP, room)
        # One left over alone would send the reader to another page for a single card.
        if len(group.places) == group.shown + 1 and room > group.shown:
            group.shown += 1
        room -= group.shown
    shards: list[Shard] = []
    space = 0
    for group in groups:
        start = group.shown
        while start < len(group.places):
            if space == 0:
                shards.append(Shard(len(shards) + 2, []))
                space = PER_SHARD
            end = min(len(group.places), start + space)
            shards[-1].slices.append((group, start, end))
            space -= end - start
            start = end
    return shards

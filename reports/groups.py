"""Findings grouped by cause and sorted by what matters; which of them stand on which page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from reports.source import Result

Finding = Mapping[str, Any]

SEVERITIES = ("veto", "deduction", "advice", "bonus")
OUTCOMES = ("fail", "unsure", "error")
PAST = ("resolved", "not_retested")
"""States of findings of the run before that this run did not see again: history, no present fault."""

PER_GROUP = 8
"""Findings of one cause shown in full on the first page; the auditor wants the next cause, not the ninth copy."""
FIRST_PAGE = 240
"""Findings shown in full on the first page at most. Together with PER_SHARD this bounds every page's size."""
PER_SHARD = 400


class Group(msgspec.Struct):
    """All findings of one cause: one check, one message."""

    check: str
    message: str
    outcome: str
    severity: str
    findings: list[Finding]
    shown: int = 0  # how many of them stand on the first page

    @property
    def id(self) -> str:
        """Stable name of the group, to be linked to."""
        return f"{self.outcome}-{self.check}-{self.message}"

    @property
    def pages(self) -> int:
        """On how many pages the findings were seen, a page counting once for each finding."""
        return sum(finding["pages"] for finding in self.findings)


class Shard(msgspec.Struct):
    """One further page of findings: consecutive slices of groups."""

    number: int
    slices: list[tuple[Group, int, int]]  # group, from, to

    @property
    def findings(self) -> list[Finding]:
        """The findings of the page in order."""
        return [finding for group, start, end in self.slices for finding in group.findings[start:end]]


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
    """Group by outcome, check and message.

    *decisive*: ids of findings on which a reached veto rests; their groups come first. Then by outcome,
    severity, and the number of pages. Inside a group the surest and widest finding comes first.
    """
    groups: dict[tuple[str, str, str], Group] = {}
    for finding in findings:
        key = (finding["outcome"], finding["check"], finding["message"])
        if key not in groups:
            groups[key] = Group(finding["check"], finding["message"], finding["outcome"], finding["severity"], [])
        group = groups[key]
        group.findings.append(finding)
        if _rank(SEVERITIES, finding["severity"]) < _rank(SEVERITIES, group.severity):
            group.severity = finding["severity"]
    for group in groups.values():
        group.findings.sort(key=lambda f: (f["id"] not in decisive, -f["confidence"], -f["pages"], f["url"], f["id"]))
    return sorted(
        groups.values(),
        key=lambda group: (
            _rank(OUTCOMES, group.outcome),
            not any(finding["id"] in decisive for finding in group.findings),
            _rank(SEVERITIES, group.severity),
            -group.pages,
            group.check,
            group.message,
        ),
    )


def _rank(order: tuple[str, ...], name: str) -> int:
    return order.index(name) if name in order else len(order)


def share_out(groups: list[Group]) -> list[Shard]:
    """Decide which findings stand on the first page (`Group.shown`) and put all others on further pages."""
    room = FIRST_PAGE
    for group in groups:
        group.shown = min(len(group.findings), PER_GROUP, room)
        # One left over alone would send the reader to another page for a single card.
        if len(group.findings) == group.shown + 1 and room > group.shown:
            group.shown += 1
        room -= group.shown
    shards: list[Shard] = []
    space = 0
    for group in groups:
        start = group.shown
        while start < len(group.findings):
            if space == 0:
                shards.append(Shard(len(shards) + 2, []))
                space = PER_SHARD
            end = min(len(group.findings), start + space)
            shards[-1].slices.append((group, start, end))
            space -= end - start
            start = end
    return shards

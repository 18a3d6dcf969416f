"""One city in one line of the overview, and how far cities can honestly be told apart."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from reports.chapters import pages_read
from reports.charts import wilson
from reports.groups import all_findings, current
from reports.provinces import Province, province_of
from reports.source import Result

LEAST_DECIDED = 5
"""Checks that must be decided before a city is compared at all; below it the interval covers nearly everything."""


class Summary(msgspec.Struct):
    """What the overview says of one city. Shares are between 0 and 1."""

    id: str
    name: Mapping[str, str]
    province_name: Mapping[str, str]
    province: Province | None
    tier: str
    portal_url: str
    verdict: str
    reason: Mapping[str, str] | None
    vetoes: dict[str, str]  # veto id → outcome
    reached: list[Mapping[str, str]]  # titles of the vetoes reached
    outcomes: dict[str, str]  # check id → outcome
    themes: dict[str, str]  # theme id → outcome
    causes: int
    places: int
    unsure: int
    read: int
    known: int
    columns: int
    columns_bad: int
    median_days: float | None
    points: float | None
    maker: Mapping[str, str] | None
    rank: tuple[int, int] | None = None

    @property
    def failed(self) -> int:
        """Checks that found a fault."""
        return sum(outcome == "fail" for outcome in self.outcomes.values())

    @property
    def decided(self) -> int:
        """Checks that ended in pass or fail."""
        return sum(outcome in ("pass", "fail") for outcome in self.outcomes.values())

    @property
    def share(self) -> float | None:
        """Share of the decided checks that found a fault; None when too few were decided."""
        return self.failed / self.decided if self.comparable else None

    @property
    def comparable(self) -> bool:
        """Whether enough was seen to compare this city with others."""
        return self.verdict != "undetermined" and self.decided >= LEAST_DECIDED

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of `share`."""
        return wilson(self.failed, self.decided)


def summarise(result: Result) -> Summary:
    """Reduce one city's result to what the overview needs; the result itself can be forgotten."""
    city, columns = result["city"], result["columns"]
    findings = current(all_findings(result))
    faults = [finding for finding in findings if finding["outcome"] == "fail"]
    letters = result["interaction"]["letters"]
    technology = result.get("technology")
    return Summary(
        id=city["city_id"],
        name=city["name"],
        province_name=city["province"],
        province=province_of(city["admin_code"], city["province"]["zh"]),
        tier=city["tier"] or "",
        portal_url=city["portal_url"],
        verdict=result["verdict"],
        reason=result["reasons"][0] if result["reasons"] else None,
        vetoes={veto["id"]: veto["outcome"] for veto in result["vetoes"]},
        reached=[veto["title"] for veto in result["vetoes"] if veto["outcome"] == "fail"],
        outcomes={check_id: check["outcome"] for check_id, check in result["checks"].items()},
        themes={theme["id"]: theme["outcome"] for theme in result["themes"]},
        causes=len({(finding["check"], finding["message"]) for finding in faults}),
        places=len(faults),
        unsure=sum(finding["outcome"] == "unsure" for finding in findings),
        read=pages_read(result["coverage"]),
        known=result["coverage"]["known"],
        columns=sum(column["heat"] != "not_seen" for column in columns),
        columns_bad=sum(column["heat"] in ("overdue", "empty") for column in columns),
        median_days=letters["median_days"] if letters else None,
        points=result["score"]["points"] if result["score"] else None,
        maker=technology["maker"] if technology else None,
    )


def rank_apart(summaries: Sequence[Summary]) -> None:
    """Give each comparable city the range of places that it may hold.

    A city stands behind another only when the other's interval ends before its own begins; cities whose
    intervals overlap share their places.
    """
    compared = [summary for summary in summaries if summary.comparable]
    lows = sorted(summary.interval[0] for summary in compared)
    highs = sorted(summary.interval[1] for summary in compared)
    for summary in compared:
        low, high = summary.interval
        surely_better = bisect_left(highs, low)
        surely_worse = len(lows) - bisect_right(lows, high)
        summary.rank = (surely_better + 1, len(compared) - surely_worse)


def shared_defects(summaries: Sequence[Summary], titles: Mapping[str, Mapping[str, str]]) -> list[dict[str, Any]]:
    """Checks by the number of cities that fail them, with how many cities could be decided at all."""
    rows = []
    for check_id, title in titles.items():
        outcomes = [summary.outcomes.get(check_id) for summary in summaries]
        failed = outcomes.count("fail")
        decided = failed + outcomes.count("pass")
        if failed:
            low, high = wilson(failed, decided)
            rows.append(
                {
                    "id": check_id,
                    "title": title,
                    "failed": failed,
                    "decided": decided,
                    "low": low,
                    "high": high,
                }
            )
    return sorted(rows, key=lambda row: (-row["failed"], row["decided"], row["id"]))

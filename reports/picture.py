"""The picture of a run: every city by every veto, by kind of city, on one screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reports.page import page_name
from reports.summary import Summary
from reports.words import Words

CITIES_DRAWN = 60
"""Cities that one picture holds; more would be a carpet without names."""
DECIDED = ("pass", "fail")


def picture_view(
    summaries: Sequence[Summary], folders: Sequence[str], vetoes: Mapping[str, Mapping[str, str]], words: Words
) -> dict[str, Any] | None:
    """Rows are the vetoes that were tested somewhere, columns the cities by kind; None for too many cities or none.

    Inside a kind the cities stand in the order of the seeds' names, not of their results: nobody is ranked here.
    """
    if not summaries or len(summaries) > CITIES_DRAWN:
        return None
    tiers = sorted({summary.tier for summary in summaries}, key=lambda tier: (tier == "", _size(tier, summaries), tier))
    order = [place for tier in tiers for place, summary in enumerate(summaries) if summary.tier == tier]
    cities = [summaries[place] for place in order]
    tested = [veto for veto in vetoes if any(s.vetoes.get(veto, "not_tested") != "not_tested" for s in cities)]
    untested = [words.of(title) for veto, title in vetoes.items() if veto not in tested]
    return {
        "tiers": [
            {"name": words.known("tier", tier) if tier else words("tier.other"), "cities": _size(tier, summaries)}
            for tier in tiers
        ],
        "cities": [
            {
                "name": words.of(summaries[place].name),
                "href": f"{folders[place]}/{page_name('report', words.language)}",
                "verdict": summaries[place].verdict,
            }
            for place in order
        ],
        "rows": [_row(words.of(vetoes[veto]), [s.vetoes.get(veto, "not_tested") for s in cities]) for veto in tested],
        "untested": untested,
        "named": len(tiers) > 1 or tiers[0] != "",
    }


def _row(title: str, outcomes: list[str]) -> dict[str, Any]:
    return {
        "title": title,
        "outcomes": outcomes,
        "failed": outcomes.count("fail"),
        "decided": sum(outcome in DECIDED for outcome in outcomes),
    }


def _size(tier: str, summaries: Sequence[Summary]) -> int:
    return sum(summary.tier == tier for summary in summaries)

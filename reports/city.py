"""The view model of one city's report: every sentence chosen, every figure counted, nothing left to the templates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reports.chapters import (
    accessibility_chapter,
    checks_chapter,
    columns_chapter,
    coverage_chapter,
    interaction_chapter,
    method_chapter,
    pages_read,
    search_chapter,
)
from reports.finding_view import Links, clause_view, group_view
from reports.groups import Group, Shard, all_findings, current, group_by_cause, past, share_out
from reports.page import other_languages, page_name
from reports.pictures import Gallery
from reports.source import Result
from reports.words import Words

DESKTOP_HEIGHT, DESKTOP_STORED = 1600.0, 900  # CSS pixels shown of the home page, device pixels stored
MOBILE_HEIGHT, MOBILE_STORED = 1600.0, 390
ROLES = {"desktop": (DESKTOP_HEIGHT, DESKTOP_STORED), "mobile": (MOBILE_HEIGHT, MOBILE_STORED)}
HISTORY_ROWS = 200


def plan(result: Result) -> tuple[list[Group], list[Shard]]:
    """Groups of the findings that this run saw, and the further pages that they need."""
    groups = group_by_cause(current(all_findings(result)), decisive_findings(result))
    return groups, share_out(groups)


def decisive_findings(result: Result) -> frozenset[str]:
    """Ids of the findings on which a reached veto rests."""
    return frozenset(
        finding_id for veto in result["vetoes"] if veto["outcome"] == "fail" for finding_id in veto["findings"]
    )


def links_of(shards: Sequence[Shard], language: str) -> Links:
    """The addresses of all pages of a city's report in one language."""
    names = {1: page_name("report", language)}
    names.update({shard.number: page_name("findings", language, shard.number) for shard in shards})
    return Links(names, list(shards))


def city_view(
    result: Result,
    groups: list[Group],
    shards: list[Shard],
    words: Words,
    gallery: Gallery,
    languages: Sequence[str],
) -> dict[str, Any]:
    """Everything that `report.html.j2` says about one city, in the language of *words*."""
    links = links_of(shards, words.language)
    findings = all_findings(result)
    entries = _entries(result, words, gallery)  # first, so that the home pages are sure of their place in the budget
    by_outcome = {
        outcome: [
            group_view(group, 0, group.shown, result, words, gallery, links, 1)
            for group in groups
            if group.outcome == outcome
        ]
        for outcome in ("fail", "unsure", "error")
    }
    view: dict[str, Any] = {
        **frame_view(result, words, languages, "report", 1),
        "entries": entries,
        "verdict": _verdict(result, groups, words),
        "vetoes": [_veto(veto, result, words, links) for veto in result["vetoes"]],
        "score": _score(result, words),
        "groups": by_outcome,
        "filters": _filters(groups, result, words),
        "shards": [
            {
                "number": shard.number,
                "href": links.page(shard.number),
                "count": sum(end - start for _, start, end in shard.slices),
                "first": words.of(shard.findings[0]["title"]),
            }
            for shard in shards
        ],
        "elsewhere": links.elsewhere(),
        "history": _history(result, findings, words),
        "checks": checks_chapter(result, words),
        "columns": columns_chapter(result, words),
        "search": search_chapter(result, words, gallery),
        "interaction": interaction_chapter(result, words),
        "accessibility": accessibility_chapter(result, groups, words),
        "coverage": coverage_chapter(result, words),
        "method": method_chapter(result, words),
    }
    # Last: only now is every picture placed.
    view.update(pieces=gallery.pieces, linked=gallery.linked, budget_mb=round(gallery.budget / 1_000_000))
    return view


def shard_view(
    shard: Shard,
    shards: list[Shard],
    result: Result,
    words: Words,
    gallery: Gallery,
    languages: Sequence[str],
) -> dict[str, Any]:
    """Everything that `findings.html.j2` says: one further page of findings."""
    links = links_of(shards, words.language)
    slices = [
        group_view(group, start, end, result, words, gallery, links, shard.number) for group, start, end in shard.slices
    ]
    numbers = [each.number for each in shards]
    view = {
        **frame_view(result, words, languages, "findings", shard.number),
        "number": shard.number,
        "total": len(shards) + 1,
        "groups": slices,
        "filters": _filters([group for group, _, _ in shard.slices], result, words),
        "report": links.page(1),
        "before": links.page(shard.number - 1),
        "after": links.page(shard.number + 1) if shard.number + 1 in numbers else None,
    }
    view.update(pieces=gallery.pieces, linked=gallery.linked, budget_mb=round(gallery.budget / 1_000_000))
    return view


def frame_view(result: Result, words: Words, languages: Sequence[str], stem: str, number: int) -> dict[str, Any]:
    """What every page of a city has around its content: who, when, which standard, the other languages."""
    city, run = result["city"], result["run"]
    return {
        "city": {
            "id": city["city_id"],
            "name": words.of(city["name"]),
            "other_name": city["name"]["en" if words.language == "zh" else "zh"],
            "province": words.of(city["province"]),
            "portal_url": city["portal_url"],
        },
        "run": {
            "id": run["id"],
            "observed_at": words.moment(run["observed_at"]),
            "observed_day": words.day(run["observed_at"]),
            "vantage": words.of(run["vantage"]),
            "replay": run["replay"],
        },
        "standard": {
            "title": words.of(result["standard"]["title"]),
            "source": result["standard"]["source"],
            "points_verified": result["standard"]["points_verified"],
        },
        "tool": result["tool"],
        "generated_at": words.moment(result["generated_at"]),
        "other_languages": other_languages(stem, languages, words.language, number),
        "overview": "../" + page_name("index", words.language),
    }


def _entries(result: Result, words: Words, gallery: Gallery) -> list[dict[str, Any]]:
    found: dict[str, dict[str, int]] = {}
    for finding in current(all_findings(result)):
        by_severity = found.setdefault(finding["entry"], {})
        key = finding["severity"] if finding["outcome"] == "fail" else finding["outcome"]
        by_severity[key] = by_severity.get(key, 0) + 1
    return [
        {
            "entry": entry["entry"],
            "found": entry["found"],
            "how": words.of(entry["how"]),
            "url": entry["url"],
            "final_url": entry["final_url"],
            "title": entry["title"],
            "pages": entry["pages"],
            "crop": gallery.top(entry["image"], *ROLES[entry["entry"]]),
            "counts": found.get(entry["entry"], {}),
            "total": sum(found.get(entry["entry"], {}).values()),
        }
        for entry in result["entries"]
    ]


def _verdict(result: Result, groups: list[Group], words: Words) -> dict[str, Any]:
    reasons = [words.of(reason) for reason in result["reasons"]]
    faults = [group for group in groups if group.outcome == "fail"]
    coverage = result["coverage"]
    return {
        "id": result["verdict"],
        "word": words(f"verdict.{result['verdict']}"),
        "meaning": words(f"verdict.{result['verdict']}.meaning"),
        "reasons": reasons,
        "vetoes_reached": sum(veto["outcome"] == "fail" for veto in result["vetoes"]),
        "vetoes_tested": sum(veto["outcome"] in ("pass", "fail") for veto in result["vetoes"]),
        "vetoes": len(result["vetoes"]),
        "causes": len(faults),
        "places": sum(len(group.places) for group in faults),
        "unsure": sum(len(group.places) for group in groups if group.outcome == "unsure"),
        "read": pages_read(coverage),
        "known": coverage["known"],
    }


def _veto(veto: dict[str, Any], result: Result, words: Words, links: Links) -> dict[str, Any]:
    findings = {f["id"]: f for check in veto["checks"] for f in _check_findings(result, check)}
    shown = [findings[finding_id] for finding_id in veto["findings"] if finding_id in findings]
    return {
        "id": veto["id"],
        "title": words.of(veto["title"]),
        "outcome": veto["outcome"],
        "text": words.of(veto["text"]),
        "clause": clause_view(veto["clause"], words),
        "count": veto["count"],
        "threshold": veto["threshold"],
        "evidence": [
            {"href": links.finding(each["id"], 1), "title": words.of(each["title"]), "column": each["column"]}
            for each in shown[:6]
        ],
        "more": max(0, len(shown) - 6),
    }


def _check_findings(result: Result, check: str) -> list[dict[str, Any]]:
    # A veto may name checks that this run had switched off.
    return result["checks"][check]["findings"] if check in result["checks"] else []


def _score(result: Result, words: Words) -> dict[str, Any] | None:
    score = result["score"]
    if score is None:
        return None
    return {
        "points": score["points"],
        "max": score["max"],
        "provisional": score["provisional"],
        "band": words.of(result["band"]),
        "blocks": [
            {
                "title": words.of(block["title"]),
                "points": block["points"],
                "max": block["max"],
                "width": round(100 * block["points"] / block["max"], 1) if block["max"] else 0.0,
            }
            for block in score["blocks"]
        ],
    }


def _filters(groups: list[Group], result: Result, words: Words) -> dict[str, list[tuple[str, str]]]:
    """The choices that really occur, so that no filter leads to an empty page."""
    present = {result["checks"][group.check]["theme"] for group in groups}
    findings = [finding for group in groups for finding in group.findings]
    severities = {finding["severity"] for finding in findings}
    entries = {finding["entry"] for finding in findings}
    states = {finding["state"] for finding in findings if finding["state"]}
    return {
        "theme": [(theme["id"], words.of(theme["title"])) for theme in result["themes"] if theme["id"] in present],
        "severity": [(s, words(f"severity.{s}")) for s in ("veto", "deduction", "advice", "bonus") if s in severities],
        "entry": [(e, words(f"entry.{e}")) for e in ("desktop", "mobile") if e in entries],
        "state": [(s, words(f"state.{s}")) for s in ("new", "repeated") if s in states],
    }


def _history(result: Result, findings: list[dict[str, Any]], words: Words) -> dict[str, Any] | None:
    """What became of the findings of the run before; None when there was none."""
    previous = result["run"]["previous"]
    if previous is None:
        return None
    lists = {}
    for state in ("resolved", "not_retested"):
        rows = past(findings, state)
        lists[state] = {
            "count": len(rows),
            "rows": [
                {
                    "id": row["id"],
                    "title": words.of(row["title"]),
                    "url": row["url"],
                    "first_seen": words.day(row["first_seen"]),
                }
                for row in rows[:HISTORY_ROWS]
            ],
            "left": max(0, len(rows) - HISTORY_ROWS),
        }
    seen = current(findings)
    return {
        "run": previous["run"],
        "observed_at": words.day(previous["observed_at"]),
        "new": sum(finding["state"] == "new" for finding in seen),
        "repeated": sum(finding["state"] == "repeated" for finding in seen),
        **lists,
    }

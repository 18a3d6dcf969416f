"""The chapters of a city's report that do not list findings; each function returns one chapter's view model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from statistics import median
from typing import Any

from reports.charts import PLOT_HEIGHT, PLOT_WIDTH, bars, binned, stacked
from reports.finding_view import clause_view
from reports.groups import Group, current
from reports.pictures import Gallery
from reports.source import Result
from reports.words import Words

HEATS = ("fresh", "due", "overdue", "empty", "undated", "not_seen")
OUTCOME_ORDER = ("fail", "unsure", "error", "pass", "not_applicable")
WAIT_EDGES = (0, 1, 3, 5, 10, 20, 30, 60, 90)
"""Days; 5 working days and 3 months are bounds of the standard, the others divide the rest evenly to the eye."""
COLUMN_ROWS = 1500  # rows of the column table in one page; more would not be read and would make the page heavy
CHECK_ROWS = 12  # of one theme; beyond, passes are folded away
PAIRS_SHOWN = 3  # of answers that read alike; three convince, the others are folded away
TEMPLATE_ROWS = 60
TITLES_SHOWN = 10
READ_STATES = ("fetched", "rendered")
ACCESSIBILITY = "accessibility"  # the theme's id, as the contract fixes it


def pages_read(coverage: Mapping[str, Any]) -> int:
    """How many URLs were read, plainly or in a browser."""
    return sum(coverage["states"].get(state, 0) for state in READ_STATES)


def checks_chapter(result: Result, words: Words) -> list[dict[str, Any]]:
    """Every check by theme, passes included: the reader sees what was asked, not only what was wrong."""
    themes = []
    for theme in result["themes"]:
        checks = [result["checks"][check] for check in theme["checks"] if check in result["checks"]]
        themes.append(
            {
                "id": theme["id"],
                "title": words.of(theme["title"]),
                "outcome": theme["outcome"],
                "counts": [
                    (outcome, sum(check["outcome"] == outcome for check in checks))
                    for outcome in OUTCOME_ORDER
                    if any(check["outcome"] == outcome for check in checks)
                ],
                **_folded([_check(check, words) for check in checks]),
            }
        )
    return themes


def _folded(checks: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Rows to show and rows to fold away: a long list shows what is not simply fine."""
    if len(checks) <= CHECK_ROWS:
        return {"open": checks, "folded": []}
    fine = ("pass", "not_applicable")
    shown = [check for check in checks if check["outcome"] not in fine]
    folded = [check for check in checks if check["outcome"] in fine]
    return {"open": shown or folded[:CHECK_ROWS], "folded": folded if shown else folded[CHECK_ROWS:]}


def _check(check: Mapping[str, Any], words: Words) -> dict[str, Any]:
    return {
        "id": check["id"],
        "title": words.of(check["title"]),
        "outcome": check["outcome"],
        "judged": check["judged"],
        "findings": len(current(check["findings"])),
        "note": words.of(check["note"]),
        "what": words.of(check["help"]["what"]),
        "how": words.of(check["help"]["how"]),
        "limits": words.of(check["help"]["limits"]),
        "clause": clause_view(check["clause"], words),
    }


def columns_chapter(result: Result, words: Words) -> dict[str, Any] | None:
    """The column map: tiles by first-level column, counts by heat, and the table. None without columns."""
    columns = result["columns"]
    if not columns:
        return None
    counts = {heat: sum(column["heat"] == heat for column in columns) for heat in HEATS}
    groups: dict[str, list[dict[str, Any]]] = {}
    for index, column in enumerate(columns):
        tile = {
            "name": column["name"],
            "heat": column["heat"],
            "row": f"c{index + 1}" if index < COLUMN_ROWS else None,
            "age": _age(column, words),
        }
        groups.setdefault(column["path"][0] if column["path"] else column["name"], []).append(tile)
    return {
        "total": len(columns),
        "counts": [(heat, count) for heat, count in counts.items() if count],
        "segments": stacked(list(counts.items())),
        "groups": [{"name": name, "tiles": tiles} for name, tiles in groups.items()],
        "rows": [
            {
                "row": f"c{index + 1}",
                "name": column["name"],
                "path": column["path"][:-1],
                "url": column["url"],
                "type": words.of(column["type_title"]),
                "items": column["items"],
                "newest": words.day(column["newest"]) if column["newest"] else None,
                "age": column["age_days"],
                "heat": column["heat"],
                "note": words.of(column["note"]),
            }
            for index, column in enumerate(columns[:COLUMN_ROWS])
        ],
        "left": max(0, len(columns) - COLUMN_ROWS),
    }


def _age(column: Mapping[str, Any], words: Words) -> str:
    if column["age_days"] is None or column["heat"] in ("empty", "not_seen"):
        return words(f"heat.{column['heat']}") if column["heat"] in HEATS else ""
    return words("days.short", n=column["age_days"])


def search_chapter(result: Result, words: Words, gallery: Gallery) -> dict[str, Any] | None:
    """The transcript of the search trials; None when the search was not tried."""
    search = result["search"]
    if search is None:
        return None
    trials = search["trials"]
    titles = [trial for trial in trials if trial["expected_url"]]
    return {
        "tried": len(titles),
        "found": sum(trial["outcome"] == "pass" for trial in titles),
        "nonsense": sum(not trial["expected_url"] and not trial.get("word") for trial in trials),
        "trials": [
            {
                "query": trial["query"],
                "expected_url": trial["expected_url"],
                "word": trial.get("word", False),
                "how": words.of(trial["how"]),
                "submitted_to": trial["submitted_to"],
                "status": trial["status"],
                "seconds": trial["seconds"],
                "results": trial["results"],
                "rank": trial["rank"],
                "outcome": trial["outcome"],
                "text": words.of(trial["text"]),
                "titles": [
                    {"text": title, "hit": trial["rank"] == place}
                    for place, title in enumerate(trial["titles"][:TITLES_SHOWN], 1)
                ],
                "crop": gallery.top(trial["image"], 900, 720),
            }
            for trial in trials
        ],
    }


def interaction_chapter(result: Result, words: Words) -> dict[str, Any]:
    """Sections, answered letters with their waiting times, and pairs of answers that read alike."""
    interaction = result["interaction"]
    pairs = [_pair(pair, words) for pair in interaction["formulaic"]]
    return {
        "sections": [
            {
                "title": words.of(section["title"]),
                "name": section["name"],
                "url": section["url"],
                "state": section["state"],
                "counts": section["counts_for_veto"],
                "text": words.of(section["text"]),
            }
            for section in interaction["sections"]
        ],
        "letters": None if interaction["letters"] is None else _letters(interaction["letters"], words),
        "formulaic": pairs[:PAIRS_SHOWN],
        "more_formulaic": pairs[PAIRS_SHOWN:],
    }


def _pair(pair: Mapping[str, Any], words: Words) -> dict[str, Any]:
    return {
        "similarity": words.percent(pair["similarity"]),
        "sides": [
            {
                "title": pair[side]["title"],
                "url": pair[side]["url"],
                "parts": mark_shared(pair[side]["text"], pair["shared"]),
            }
            for side in ("left", "right")
        ],
    }


def _letters(letters: Mapping[str, Any], words: Words) -> dict[str, Any]:
    days = letters["waiting_days"]
    promise = letters["promise_days"]
    # The promise is a bound of its own, so that each bar is either kept or late.
    edges = sorted({*WAIT_EDGES, *([] if promise is None else [promise])})
    labels = class_labels(edges, "days", words)
    counts = binned(days, edges)
    late = [promise is not None and low >= promise for low in edges]
    middle = letters["median_days"] if letters["median_days"] is not None or not days else median(days)
    return {
        "read": letters["read"],
        "answered": letters["answered"],
        "open": letters["open"],
        "median": middle,
        "promise": promise,
        "late": None if promise is None else sum(day > promise for day in days),
        "counted": len(days),
        "bars": bars(list(zip(labels, counts, late, strict=True))) if days else [],
        "plot": {"width": PLOT_WIDTH, "height": PLOT_HEIGHT},
        "longest": [
            {
                "title": letter["title"],
                "url": letter["url"],
                "received": words.day(letter["received"]),
                "answered": words.day(letter["answered"]) if letter["answered"] else None,
                "days": letter["days"],
            }
            for letter in letters["longest"]
        ],
    }


def class_labels(edges: Sequence[int], unit: str, words: Words) -> list[str]:
    """The names of the classes that `binned` counts: up to 1, 1–3 …, more than 90."""
    names = [words(f"{unit}.range", low=low, high=high) for low, high in pairwise(edges)]
    if edges[0] == 0:
        names[0] = words(f"{unit}.under", n=edges[1])
    return [*names, words(f"{unit}.more", n=edges[-1])]


def mark_shared(text: str, shared: list[str]) -> list[dict[str, Any]]:
    """Cut *text* into parts that do and do not occur in *shared*, in order; the longest shared string wins."""
    marked = bytearray(len(text))
    for part in sorted((part for part in shared if part), key=len, reverse=True):
        start = text.find(part)
        while start >= 0:
            marked[start : start + len(part)] = b"\x01" * len(part)
            start = text.find(part, start + len(part))
    parts: list[dict[str, Any]] = []
    for character, mark in zip(text, marked, strict=True):
        if parts and parts[-1]["shared"] == bool(mark):
            parts[-1]["text"] += character
        else:
            parts.append({"text": character, "shared": bool(mark)})
    return parts


def accessibility_chapter(result: Result, groups: Sequence[Group], words: Words) -> dict[str, Any] | None:
    """Accessibility checks by clause of the standard, what is wrong first; None when none was run."""
    ids = [check for theme in result["themes"] if theme["id"] == ACCESSIBILITY for check in theme["checks"]]
    places: dict[str, list[Group]] = {}
    for group in groups:
        places.setdefault(group.check, []).append(group)
    clauses: dict[str, dict[str, Any]] = {}
    for check_id in ids:
        check = result["checks"].get(check_id)
        if check is None:
            continue
        clause = clause_view(check["clause"], words)
        row = clauses.setdefault(clause["id"] if clause else "", {"clause": clause, "checks": []})
        found = places.get(check_id, [])
        counted = {"findings": sum(len(group.places) for group in found), "href": f"#{found[0].id}" if found else None}
        row["checks"].append(_check(check, words) | counted)
    rows = [
        {
            "clause": row["clause"],
            "faulty": [check for check in row["checks"] if check["findings"]],
            "sound": [check for check in row["checks"] if not check["findings"]],
            "outcome": min((check["outcome"] for check in row["checks"]), key=OUTCOME_ORDER.index),
            "findings": sum(check["findings"] for check in row["checks"]),
        }
        for _, row in sorted(clauses.items(), key=lambda item: [(len(part), part) for part in item[0].split(".")])
    ]
    rows.sort(key=lambda row: (OUTCOME_ORDER.index(row["outcome"]), row["clause"] is None))
    return {"rows": rows, "failed": sum(row["outcome"] == "fail" for row in rows), "total": len(rows)} if rows else None


def coverage_chapter(result: Result, words: Words) -> dict[str, Any]:
    """Every known URL in exactly one state; says so when the figures do not add up."""
    coverage = result["coverage"]
    rows = [
        {
            "state": row["state"],
            "word": words.known("url", row["state"]),
            "count": row["count"],
            "text": words.of(row["text"]),
            "examples": row["examples"],
            "skipped": row["state"] not in READ_STATES,
            "unlisted": 0 if row["state"] in READ_STATES else row["more"],
            "share": words.percent(row["count"] / coverage["known"]) if coverage["known"] else "—",
        }
        for row in coverage["rows"]
    ]
    total = sum(row["count"] for row in rows)
    segments = [
        ("read", pages_read(coverage)),
        ("blocked", coverage["blocked"]),
        ("skipped", coverage["known"] - pages_read(coverage) - coverage["blocked"]),
    ]
    entries = coverage["by_entry"]
    return {
        "known": coverage["known"],
        "read": pages_read(coverage),
        "rendered": coverage["rendered"],
        "blocked": coverage["blocked"],
        "skipped": coverage["skipped"],
        "rows": rows,
        "total": total,
        "adds_up": total == coverage["known"],
        "segments": stacked([(key, max(0, count)) for key, count in segments]),
        "by_entry": [
            {
                "entry": entry,
                "known": each["known"],
                "states": [(words.known("url", state), count) for state, count in each["states"].items() if count],
            }
            for entry, each in entries.items()
        ],
    }


def _technology(result: Result, words: Words) -> dict[str, Any] | None:
    """The maker of the site's software with the signs that tell it; None when they do not."""
    technology = result.get("technology")
    if technology is None:
        return None
    return {
        "maker": words.of(technology["maker"]),
        "signs": [
            {"text": words.of(sign["text"]), "words": sign["words"], "url": sign["url"]}
            for sign in technology.get("evidence", ())
        ],
    }


def method_chapter(result: Result, words: Words) -> dict[str, Any]:
    """How this audit was made: the run's facts, and how templates decided what was rendered."""
    run = result["run"]
    templates = sorted(result["templates"], key=lambda template: (-template["pages"], template["id"]))
    return {
        "started": words.moment(run["started_at"]),
        "finished": words.moment(run["finished_at"]) if run["finished_at"] else None,
        "user_agent": run["user_agent"],
        "browser": run["browser"],
        "screens": [
            {"entry": entry, "width": str(size[0]), "height": str(size[1])}
            for entry, size in run["viewport"].items()
            if size is not None  # no page of this entry was rendered
        ],
        "seed": run["seed"],
        "seeds_sha256": run["seeds_sha256"],
        "settings": [{"name": name, "value": str(value)} for name, value in sorted(run["settings"].items())],
        "rules": sorted(run["rules"].items()),
        "technology": _technology(result, words),
        "templates": [
            {
                "id": template["id"],
                "pages": template["pages"],
                "example": template["example"],
                "render": template["render"],
                "reason": words.of(template["reason"]),
            }
            for template in templates[:TEMPLATE_ROWS]
        ],
        "templates_total": len(templates),
        "templates_left": max(0, len(templates) - TEMPLATE_ROWS),
    }

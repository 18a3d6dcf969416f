"""A run in one line, and the lines of many runs as a trend: what `run.json` keeps of each quarter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from reports.charts import PLOT_HEIGHT, PLOT_WIDTH, wilson
from reports.summary import Summary, shared_defects
from reports.words import Words

RUNS_SHOWN = 8
"""Runs drawn and tabled, the latest; two years of quarters are what a reader compares."""
DEFECTS_SHOWN = 8


def line_of(
    run: str, observed_at: str, summaries: Sequence[Summary], titles: Mapping[str, Mapping[str, str]]
) -> dict[str, Any]:
    """What is kept of a run for later comparisons: verdicts counted, and each defect with the cities that fail it."""
    counts = {verdict: sum(s.verdict == verdict for s in summaries) for verdict in ("pass", "fail", "undetermined")}
    return {
        "run": run,
        "observed_at": observed_at,
        "cities": len(summaries),
        **counts,
        "defects": [
            {"check": row["id"], "title": row["title"], "failed": row["failed"], "decided": row["decided"]}
            for row in shared_defects(summaries, titles)
        ],
    }


def merge_lines(*histories: Sequence[Mapping[str, Any]], before: str, without: str) -> list[dict[str, Any]]:
    """The lines of all *histories* observed before the time *before*, oldest first, each run once; the last one given
    wins. The run *without* is left out."""
    lines = {line["run"]: dict(line) for history in histories for line in history}
    moments = {name: datetime.fromisoformat(line["observed_at"]) for name, line in lines.items()}
    kept = [name for name in lines if name != without and moments[name] < datetime.fromisoformat(before)]
    return [lines[name] for name in sorted(kept, key=lambda name: (moments[name], name))]


def trend_view(lines: Sequence[Mapping[str, Any]], words: Words) -> dict[str, Any] | None:
    """The overview's chapter of quarters from the lines of runs, oldest first and this run last; None for fewer than
    two."""
    if len(lines) < 2:
        return None
    lines = lines[-RUNS_SHOWN:]
    return {
        "runs": [_run(line, words) for line in lines],
        "points": _points(lines, words),
        "defects": _defects(lines, words),
        "plot": {"width": PLOT_WIDTH, "height": PLOT_HEIGHT},
    }


def _run(line: Mapping[str, Any], words: Words) -> dict[str, Any]:
    decided = line["pass"] + line["fail"]
    return {
        "run": line["run"],
        "day": words.day(line["observed_at"]),
        "cities": decided + line["undetermined"],
        "pass": line["pass"],
        "fail": line["fail"],
        "undetermined": line["undetermined"],
        "share": words.percent(line["pass"] / decided) if decided else words("dash"),
    }


def _points(lines: Sequence[Mapping[str, Any]], words: Words) -> list[dict[str, Any]]:
    """Pass rates with their intervals in plot units; runs without a decided city have no point."""
    step = PLOT_WIDTH / len(lines)
    points = []
    for index, line in enumerate(lines):
        decided = line["pass"] + line["fail"]
        if not decided:
            continue
        low, high = wilson(line["pass"], decided)
        points.append(
            {
                "x": round(step * (index + 0.5), 1),
                "y": round(PLOT_HEIGHT * (1 - line["pass"] / decided), 1),
                "top": round(PLOT_HEIGHT * (1 - high), 1),
                "bottom": round(PLOT_HEIGHT * (1 - low), 1),
                "share": words.percent(line["pass"] / decided),
                "label": words.day(line["observed_at"]),
            }
        )
    return points


def _defects(lines: Sequence[Mapping[str, Any]], words: Words) -> list[dict[str, Any]]:
    """The defects that most cities share now, with their share in each run; then those that were shared before."""
    found = [{defect["check"]: defect for defect in line.get("defects", ())} for line in lines]
    order = dict.fromkeys(check for defects in reversed(found) for check in list(defects)[:DEFECTS_SHOWN])
    rows = []
    for check in list(order)[:DEFECTS_SHOWN]:
        known = next(defects[check] for defects in reversed(found) if check in defects)
        rows.append({"title": words.of(known["title"]), "cells": [_cell(each.get(check), words) for each in found]})
    return rows


def _cell(defect: Mapping[str, Any] | None, words: Words) -> dict[str, Any]:
    if defect is None or not defect["decided"]:
        return {"share": words("dash"), "of": "", "width": 0}
    share = defect["failed"] / defect["decided"]
    return {
        "share": words.percent(share),
        "of": words("shared.of", failed=defect["failed"], decided=defect["decided"]),
        "width": round(100 * share, 1),
    }

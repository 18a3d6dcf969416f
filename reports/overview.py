"""All cities of a run: every city's `result.json` and `run.json` → `index.html` in each language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from reports.chapters import class_labels
from reports.charts import PLOT_HEIGHT, PLOT_WIDTH, bars, binned, stacked
from reports.files import write_whole
from reports.page import other_languages, page_name, pages
from reports.picture import picture_view
from reports.provinces import PROVINCES
from reports.source import ReportError, Result, read_results, read_run
from reports.summary import Summary, rank_apart, shared_defects, summarise
from reports.trend import line_of, trend_view
from reports.words import LANGUAGES, Words

VERDICTS = ("fail", "pass", "undetermined")
SHARE_EDGES = (0, 5, 10, 15, 20, 25, 30, 40, 50)  # per cent
DAY_EDGES = (0, 1, 3, 5, 10, 20, 30, 60, 90)
DEFECTS_SHOWN = 15
WHISKERS = 60  # cities drawn with their intervals; more would be a grey field
SCALES = (10, 20, 30, 40, 50, 75, 100)  # per cent; ends of the scale of intervals
MANY_CITIES = 100  # above it the table's widths are fixed: a browser measures 60,000 cells for seconds
TILE = 62  # plot units of a province's tile, without its gap


class Run:
    """What the overview knows of a run: a line for each city and the names that all results agree on."""

    def __init__(self, run_dir: Path) -> None:
        self.run = read_run(run_dir)
        self.summaries: list[Summary] = []
        self.themes: dict[str, Mapping[str, str]] = {}
        self.checks: dict[str, Mapping[str, str]] = {}
        self.vetoes: dict[str, Mapping[str, str]] = {}
        self.folders: list[str] = []
        self.sample: Result | None = None
        for folder, result in read_results(run_dir):
            self.summaries.append(summarise(result))
            self.folders.append(folder.name)
            self.themes.update({theme["id"]: theme["title"] for theme in result["themes"]})
            self.vetoes.update({veto["id"]: veto["title"] for veto in result["vetoes"]})
            self.checks.update({check_id: check["title"] for check_id, check in result["checks"].items()})
            # Only the latest frame is kept, not the findings.
            if self.sample is None or result["generated_at"] > self.sample["generated_at"]:
                self.sample = {key: result[key] for key in ("generated_at", "tool", "run", "standard")}
        rank_apart(self.summaries)

    @property
    def line(self) -> dict[str, Any]:
        """What a later run keeps of this one (`history` in its `run.json`)."""
        frame = self.sample["run"] if self.sample else {"id": "", "observed_at": ""}
        run, observed_at = self.run.get("id", frame["id"]), self.run.get("observed_at", frame["observed_at"])
        return line_of(run, observed_at, self.summaries, self.checks)


def render_overview(run_dir: Path, languages: Sequence[str] = LANGUAGES, templates: Path | None = None) -> list[Path]:
    """Write the overview of all cities in *run_dir* that have a result; returns the files written.

    Raises ReportError when no city has a result yet or one cannot be read.
    """
    return write_overview(Run(run_dir), run_dir, languages, templates)


def write_overview(
    run: Run, run_dir: Path, languages: Sequence[str] = LANGUAGES, templates: Path | None = None
) -> list[Path]:
    """Write the overview of a run that was read already; as `render_overview`."""
    if run.sample is None:
        raise ReportError(f"{run_dir}: no city has a result.json yet")
    written = []
    for language in languages:
        page = pages(language, templates)
        content = page.render("index.html.j2", overview_view(run, page.words, languages))
        written.append(write_whole(run_dir / page_name("index", language), content))
    return written


def overview_view(run: Run, words: Words, languages: Sequence[str]) -> dict[str, Any]:
    """Everything that `index.html.j2` says, in the language of *words*."""
    assert run.sample is not None
    summaries, frame = run.summaries, run.sample
    counts = [(verdict, sum(s.verdict == verdict for s in summaries)) for verdict in VERDICTS]
    decided = sum(count for verdict, count in counts if verdict != "undetermined")
    return {
        "tool": frame["tool"],
        "generated_at": words.moment(frame["generated_at"]),
        "run": {
            "id": run.run.get("id", frame["run"]["id"]),
            "observed_at": words.moment(run.run.get("observed_at", frame["run"]["observed_at"])),
            "observed_day": words.day(run.run.get("observed_at", frame["run"]["observed_at"])),
            "vantage": words.of(frame["run"]["vantage"]),
        },
        "standard": words.of(frame["standard"]["title"]),
        "other_languages": other_languages("index", languages, words.language),
        "total": len(summaries),
        "decided": decided,
        "verdict_failed": dict(counts)["fail"],
        "pass_share": words.percent(dict(counts)["pass"] / decided) if decided else None,
        "counts": counts,
        "segments": stacked(counts),
        "themes": [(theme_id, words.of(title)) for theme_id, title in run.themes.items()],
        "rows": [_row(s, folder, list(run.themes), words) for s, folder in zip(summaries, run.folders, strict=True)],
        "choices": _choices(summaries, words),
        "many": len(summaries) > MANY_CITIES,
        "scored": any(summary.points is not None for summary in summaries),
        "picture": picture_view(summaries, run.folders, run.vetoes, words),
        "map": _map(summaries, words),
        "defects": _defects(run, words),
        "distributions": _distributions(summaries, words),
        "plot": {"width": PLOT_WIDTH, "height": PLOT_HEIGHT},
        "whiskers": _whiskers(summaries, words),
        "tiers": _tiers(summaries, words),
        "makers": _makers(summaries, run.checks, words),
        "trend": trend_view([*run.run.get("history", ()), run.line], words),
    }


def _row(summary: Summary, folder: str, themes: list[str], words: Words) -> dict[str, Any]:
    low, high = summary.rank or (None, None)
    return {
        "href": f"{folder}/{page_name('report', words.language)}",
        "name": words.of(summary.name),
        "province": words.of(summary.province_name),
        "tier": summary.tier,
        "verdict": summary.verdict,
        "order": VERDICTS.index(summary.verdict) if summary.verdict in VERDICTS else len(VERDICTS),
        "vetoes": [words.of(title) for title in summary.reached],
        "reason": words.of(summary.reason) if summary.verdict == "undetermined" else "",
        "points": summary.points,
        "failed": summary.failed,
        "decided": summary.decided,
        "share": None if summary.share is None else round(summary.share, 4),
        "rank": None if low is None else str(low) if low == high else f"{low}–{high}",
        "rank_order": None if low is None or high is None else low + high,
        "causes": summary.causes,
        "places": summary.places,
        "unsure": summary.unsure,
        "read": summary.read,
        "known": summary.known,
        "themes": [summary.themes.get(theme, "not_tested") for theme in themes],
    }


def _choices(summaries: Sequence[Summary], words: Words) -> dict[str, list[tuple[str, str]]]:
    provinces = {words.of(s.province_name): s.province.code if s.province else "99" for s in summaries}
    tiers = sorted({s.tier for s in summaries if s.tier})
    return {
        "verdict": [(v, words(f"verdict.{v}")) for v in VERDICTS if any(s.verdict == v for s in summaries)],
        "province": [(p, p) for p in sorted(provinces, key=lambda name: (provinces[name], name)) if p],
        "tier": [(tier, words.known("tier", tier)) for tier in tiers],
    }


def _map(summaries: Sequence[Summary], words: Words) -> dict[str, Any]:
    tiles = []
    for province in PROVINCES:
        cities = [s for s in summaries if s.province is province or s.province == province]
        counts = {verdict: sum(s.verdict == verdict for s in cities) for verdict in VERDICTS}
        decided = counts["fail"] + counts["pass"]
        tone = "none" if not cities else "undetermined" if not decided else "fail" if counts["fail"] else "pass"
        tiles.append(
            {
                "name": province.zh if words.language == "zh" else province.en,
                "short": province.short if words.language == "zh" else province.iso,
                "x": province.column * (TILE + 4),
                "y": province.row * (TILE + 4),
                "middle": province.column * (TILE + 4) + TILE / 2,
                "tone": tone,
                "cities": len(cities),
                "label": f"{counts['pass']}/{decided}" if decided else words("map.none") if cities else "",
                **counts,
            }
        )
    placed = [tile for tile in tiles if tile["cities"]]
    return {
        "tiles": tiles,
        "rows": placed,
        "size": TILE,
        "width": (TILE + 4) * 8,
        "height": (TILE + 4) * 8,
        "unplaced": sum(summary.province is None for summary in summaries),
    }


def _defects(run: Run, words: Words) -> dict[str, Any]:
    rows = [
        {
            "title": words.of(row["title"]),
            "failed": row["failed"],
            "decided": row["decided"],
            "share": words.percent(row["failed"] / row["decided"]),
            "width": round(100 * row["failed"] / row["decided"], 1),
            "low": words.percent(row["low"]),
            "high": words.percent(row["high"]),
        }
        for row in shared_defects(run.summaries, run.checks)
    ]
    return {"rows": rows[:DEFECTS_SHOWN], "rest": rows[DEFECTS_SHOWN:]}


def _distributions(summaries: Sequence[Summary], words: Words) -> list[dict[str, Any]]:
    shares = [100 * s.share for s in summaries if s.share is not None]
    columns = [100 * s.columns_bad / s.columns for s in summaries if s.columns]
    waits = [s.median_days for s in summaries if s.median_days is not None]
    return [
        _histogram("shares", shares, SHARE_EDGES, "percent", words),
        _histogram("columns", columns, SHARE_EDGES, "percent", words),
        _histogram("waits", waits, DAY_EDGES, "days", words),
    ]


def _histogram(name: str, values: Sequence[float], edges: Sequence[int], unit: str, words: Words) -> dict[str, Any]:
    labels = class_labels(edges, unit, words)
    counts = binned(values, edges)
    drawn = bars([(label, count, False) for label, count in zip(labels, counts, strict=True)])
    return {"name": name, "cities": len(values), "bars": drawn if values else []}


def _whiskers(summaries: Sequence[Summary], words: Words) -> dict[str, Any] | None:
    """Cities on the scale of their shares with intervals; None when there are too many to draw or none."""
    compared = sorted((s for s in summaries if s.comparable), key=lambda s: (s.share, s.interval, s.id))
    if not compared or len(compared) > WHISKERS:
        return None
    top = next(scale for scale in SCALES if 100 * max(s.interval[1] for s in compared) <= scale)
    return {
        "scale": words("apart.scale", top=top),
        "rows": [
            {
                "name": words.of(summary.name),
                "at": round(10_000 * (summary.share or 0.0) / top, 2),
                "low": round(10_000 * summary.interval[0] / top, 2),
                "width": round(10_000 * (summary.interval[1] - summary.interval[0]) / top, 2),
                "share": words.percent(summary.share),
                "range": f"{words.percent(summary.interval[0])}–{words.percent(summary.interval[1])}",
            }
            for summary in compared
        ],
    }


def _tiers(summaries: Sequence[Summary], words: Words) -> list[dict[str, Any]]:
    tiers = sorted({summary.tier for summary in summaries if summary.tier})
    return [
        {"name": words.known("tier", tier), "total": sum(s.tier == tier for s in summaries)}
        | {verdict: sum(s.tier == tier and s.verdict == verdict for s in summaries) for verdict in VERDICTS}
        for tier in tiers
    ]


def _makers(
    summaries: Sequence[Summary], titles: Mapping[str, Mapping[str, str]], words: Words
) -> list[dict[str, Any]]:
    """Makers of the sites' software and the three defects that most of their cities share."""
    makers: dict[str, list[Summary]] = {}
    for summary in summaries:
        if summary.maker is not None:
            makers.setdefault(words.of(summary.maker), []).append(summary)
    return [
        {
            "name": name,
            "cities": len(cities),
            "faults": [
                {"title": words.of(row["title"]), "failed": row["failed"], "decided": row["decided"]}
                for row in shared_defects(cities, titles)[:3]
            ],
        }
        for name, cities in sorted(makers.items(), key=lambda item: (-len(item[1]), item[0]))
    ]

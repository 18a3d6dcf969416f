"""The one door to judging and telling: the crawl and ``scrapy audit`` call the same function for each city."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from checks.artifacts import Site
from checks.coverage import addresses
from checks.registry import load
from checks.run import judge
from crawler.run import (
    RunRecord,
    UsageFault,
    earlier_runs,
    pretty,
    previous_run,
    read_record,
    report_languages,
    write_whole,
)
from crawler.store import load_site, opened_case
from reports.overview import Run as Overview
from reports.overview import write_overview
from reports.render import render_city
from reports.source import ReportError
from reports.tables import write_addresses, write_tables
from reports.trend import merge_lines

log = logging.getLogger(__name__)

#: Pages of one city that are opened once more only to picture a finding.
MOST_PICTURES_ASKED = 20


class Audited(Struct, frozen=True):
    """What judging one city came to; *wants* are (entry, url) of pages that it asks to see (again)."""

    city: str
    verdict: str
    wants: tuple[tuple[str, str], ...] = ()
    findings: int = 0


class Telling(Struct, frozen=True):
    """How results are told: settings that reports need."""

    languages: tuple[str, ...] = ("zh", "en")
    templates: Path | None = None
    disabled: frozenset[str] = frozenset()


def audit_city(folder: Path, telling: Telling, generated_at: str, *, ask: bool = False) -> Audited:
    """Judge one city from its case.db and write its result and report; no network, no browser.

    With *ask* the judgement may ask for further looks; where such looks can be made, they are in ``wants`` and nothing
    is written: the city will be judged again.
    Raises CaseError for a case that cannot be read, ValueError for an unknown id in CHECKS_DISABLED.
    """
    site = load_site(folder / "case.db")
    before = previous_run(folder.parent, site.run.observed_at)
    judgement = judge(
        site,
        generated_at=generated_at,
        previous=_result(before / folder.name) if before else None,
        disabled=telling.disabled,
    )
    result = judgement.result
    findings = sum(len(check["findings"]) for check in result["checks"].values())
    asked = [(want.entry, want.url) for want in judgement.wants]
    wants: tuple[tuple[str, str], ...] = ()
    if ask:
        with opened_case(folder / "case.db") as case:
            wants = tuple(case.lookable(dict.fromkeys((*asked, *_unpictured(result, site)))))
    if not wants:
        write_whole(folder / "result.json", pretty(result))
        write_addresses(folder, addresses(site))
        render_city(folder, telling.languages, telling.templates)
    return Audited(folder.name, result["verdict"], wants, findings)


def _unpictured(result: dict[str, Any], site: Site) -> list[tuple[str, str]]:
    """Pages, as (entry, url), of findings that no picture shows yet; those of one city are bounded."""
    rendered = {(page.entry, page.url) for page in site.pages if page.rendered and page.picture}
    shown = [
        (finding["entry"], finding["url"])
        for check in result["checks"].values()
        for finding in check["findings"]
        if finding["outcome"] == "fail" and not finding["evidence"]["image"]
    ]
    return [place for place in dict.fromkeys(shown) if place not in rendered][:MOST_PICTURES_ASKED]


def audit_run(run_dir: Path, telling: Telling, generated_at: str) -> list[Audited]:
    """Judge every city of a run again and write all its reports. Raises UsageFault, CaseError."""
    audited = [audit_city(path.parent, telling, generated_at) for path in sorted(run_dir.glob("*/case.db"))]
    tell_run(run_dir, telling)
    return audited


def tell_run(run_dir: Path, telling: Telling) -> None:
    """Write the overview and the tables from the results that the run folder holds.

    ``run.json`` gets this run's line and those of earlier runs: later, the overview needs no other folder.
    """
    overview = Overview(run_dir)
    record = read_record(run_dir)
    if record is not None:
        kept = msgspec.structs.replace(record, line=overview.line, history=tuple(_history(run_dir, record)))
        if kept != record:
            write_whole(run_dir / "run.json", pretty(kept))
        overview.run = {**overview.run, "history": kept.history}
    write_overview(overview, run_dir, telling.languages, telling.templates)
    write_tables(run_dir)


def _history(run_dir: Path, record: RunRecord) -> list[dict[str, Any]]:
    """Lines of earlier runs of these cities: what this run kept, what they kept, and what they are themselves."""
    lines = [list(record.history)]
    for folder, earlier in earlier_runs(run_dir, record.observed_at):
        if not set(earlier.cities) & set(record.cities):
            continue  # another campaign
        lines.append(list(earlier.history))
        try:
            lines.append([earlier.line or Overview(folder).line] if has_results(folder) else [])
        except ReportError as error:
            log.warning("%s is left out of the trend: %s", folder.name, error)
    return merge_lines(*lines, before=record.observed_at, without=record.id)


def report_run(run_dir: Path, telling: Telling) -> list[Path]:
    """Render all reports from the results that the run folder holds; the city reports that were written."""
    written = [
        path for found in sorted(run_dir.glob("*/result.json"))
        for path in render_city(found.parent, telling.languages, telling.templates)
    ]  # fmt: skip
    tell_run(run_dir, telling)
    return written


def has_results(run_dir: Path) -> bool:
    """Whether *run_dir* holds the result of at least one city."""
    return any(run_dir.glob("*/result.json"))


def exit_code(verdicts: Sequence[str]) -> int:
    """0 when every site reached a verdict, 3 when some could not be seen."""
    return 3 if any(verdict not in ("pass", "fail") for verdict in verdicts) else 0


def telling_from(settings: Any) -> Telling:
    """Read the settings that concern judging and reports. Raises UsageFault for those that mean nothing."""
    disabled = frozenset(item.strip() for item in str(settings["CHECKS_DISABLED"] or "").split(",") if item.strip())
    try:
        load().without(disabled)
    except ValueError as error:
        raise UsageFault(str(error)) from error
    templates = Path(settings["REPORT_TEMPLATES"]) if settings["REPORT_TEMPLATES"] else None
    if templates and not templates.is_dir():
        raise UsageFault(f"REPORT_TEMPLATES: there is no folder {templates}")
    return Telling(report_languages(settings["REPORT_LANGUAGES"]), templates, disabled)


def _result(folder: Path) -> dict[str, Any] | None:
    path = folder / "result.json"
    if not path.is_file():
        return None
    result: dict[str, Any] = msgspec.json.decode(path.read_bytes())
    return result


def is_run(folder: Path) -> bool:
    """Whether *folder* holds a run with at least one case. Raises UsageFault for a damaged run.json."""
    return read_record(folder) is not None and any(folder.glob("*/case.db"))

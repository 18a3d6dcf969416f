"""Findings as tables: `findings.csv`, `findings.parquet`, `findings.xlsx`, `findings.earl.jsonld`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pandas as pd

from reports.earl import earl_lines
from reports.files import replace_with, write_whole
from reports.source import Result, read_results
from reports.workbook import write_workbook

COLUMNS = (
    "finding_id",
    "city_id",
    "entry",
    "check",
    "message",
    "outcome",
    "severity",
    "confidence",
    "clause",
    "url",
    "selector",
    "column",
    "template",
    "pages",
    "title_zh",
    "title_en",
    "text_zh",
    "text_en",
    "evidence",
    "first_seen",
    "state",
)
"""The columns of CONTRACT.md, in order; docs/findings.md explains each."""

NUMBERS = {"confidence": "float64", "pages": "int64"}
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class Overview(msgspec.Struct):
    """What the sheets of cities and coverage need of one city."""

    folder: str
    result: Mapping[str, Any]


def write_tables(run_dir: Path) -> list[Path]:
    """Write all tables of the cities in *run_dir* that have a result; returns the files written.

    The same results give the same bytes. Raises ReportError when a result cannot be read.
    """
    rows: list[dict[str, Any]] = []
    cities: list[Overview] = []
    for folder, result in read_results(run_dir):
        rows.extend(finding_rows(result, folder.name))
        kept = {key: result[key] for key in ("city", "verdict", "reasons", "vetoes", "coverage", "run", "score")}
        kept["technology"] = result.get("technology")
        cities.append(Overview(folder.name, kept | {"checks": _checks(result)}))
    table = pd.DataFrame(rows, columns=list(COLUMNS)).astype({name: NUMBERS.get(name, "string") for name in COLUMNS})
    return [
        write_whole(run_dir / "findings.csv", csv_bytes(table)),
        replace_with(run_dir / "findings.parquet", lambda path: _write_parquet(table, path)),
        replace_with(run_dir / "findings.xlsx", lambda path: write_workbook(path, _linked(rows, cities), cities)),
        write_whole(run_dir / "findings.earl.jsonld", earl_lines(run_dir)),
    ]


def _linked(rows: list[dict[str, Any]], cities: list[Overview]) -> list[dict[str, Any]]:
    """The rows with the report in which each finding stands, for the workbook's links."""
    reports = {city.result["city"]["city_id"]: f"{city.folder}/report.html" for city in cities}
    return [row | {"report": reports[row["city_id"]]} for row in rows]


def finding_rows(result: Result, folder: str) -> Iterator[dict[str, Any]]:
    """One row a finding; `evidence` is a path from the run folder."""
    images = result["images"]
    for check in result["checks"].values():
        for finding in check["findings"]:
            image = finding["evidence"]["image"]
            yield {
                "finding_id": finding["id"],
                "city_id": result["city"]["city_id"],
                "entry": finding["entry"],
                "check": finding["check"],
                "message": finding["message"],
                "outcome": finding["outcome"],
                "severity": finding["severity"],
                "confidence": finding["confidence"],
                "clause": check["clause"]["id"] if check["clause"] else None,
                "url": finding["url"],
                "selector": finding["selector"],
                "column": finding["column"],
                "template": finding["template"],
                "pages": finding["pages"],
                "title_zh": finding["title"]["zh"],
                "title_en": finding["title"]["en"],
                "text_zh": finding["text"]["zh"],
                "text_en": finding["text"]["en"],
                "evidence": f"{folder}/{images[image]['file']}" if image in images else None,
                "first_seen": finding["first_seen"],
                "state": finding["state"],
            }


def csv_bytes(table: pd.DataFrame) -> bytes:
    """The table as CSV (UTF-8, `\\n`); words of the audited site cannot become formulas of a spreadsheet.

    A text that begins like a formula gets a leading apostrophe, as OWASP advises against CSV injection.
    """
    safe = table.copy()
    for name in table.columns:
        if name not in NUMBERS:
            risky = safe[name].str.startswith(FORMULA_STARTS, na=False)
            safe.loc[risky, name] = "'" + safe.loc[risky, name]
    return safe.to_csv(index=False, lineterminator="\n").encode()


ADDRESS_COLUMNS = (
    "entry", "url", "state", "reason_zh", "reason_en", "status", "link_text", "found_on", "redirect_to",
)  # fmt: skip


def write_addresses(folder: Path, rows: Sequence[Mapping[str, Any]]) -> Path:
    """Write `addresses.csv` of one city: every known address with its state and why it was not read."""
    table = pd.DataFrame(rows, columns=list(ADDRESS_COLUMNS)).astype("string")
    return write_whole(folder / "addresses.csv", csv_bytes(table))


def _write_parquet(table: pd.DataFrame, path: Path) -> None:
    table.to_parquet(path, index=False, engine="pyarrow", compression="zstd")


def _checks(result: Result) -> dict[str, Any]:
    return {
        check_id: {key: check[key] for key in ("id", "theme", "title", "clause", "severity", "outcome")}
        | {"what": check["help"]["what"]}
        for check_id, check in result["checks"].items()
    }

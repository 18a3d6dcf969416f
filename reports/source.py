"""Reading what a run stored: `result.json` of each city and `run.json`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

SCHEMA = 1

Result = Mapping[str, Any]
"""One city's `result.json`, as docs/result.md describes it."""


class ReportError(Exception):
    """A report cannot be made; the message is one sentence that names the file at fault."""


def read_result(folder: Path) -> Result:
    """Read `result.json` of one city's folder.

    Raises ReportError when the file is missing, is not JSON, or follows another schema.
    """
    path = folder / "result.json"
    result = _read_object(path)
    if result.get("schema") != SCHEMA:
        raise ReportError(f"{path}: schema {result.get('schema')!r} is not {SCHEMA}; judge the run again")
    return result


def read_run(run_dir: Path) -> Result:
    """Read `run.json`, or an empty mapping when the run has none yet."""
    path = run_dir / "run.json"
    return _read_object(path) if path.exists() else {}


def city_folders(run_dir: Path) -> list[Path]:
    """The folders below *run_dir* that hold a result, in the order of their names."""
    return sorted(path.parent for path in run_dir.glob("*/result.json"))


def read_results(run_dir: Path) -> Iterator[tuple[Path, Result]]:
    """Each city's folder and result, one at a time, in the order of the folders' names."""
    for folder in city_folders(run_dir):
        yield folder, read_result(folder)


def _read_object(path: Path) -> Result:
    try:
        value = msgspec.json.decode(path.read_bytes())
    except FileNotFoundError:
        raise ReportError(f"{path}: not found") from None
    except msgspec.DecodeError as error:
        raise ReportError(f"{path}: not valid JSON ({error})") from None
    if not isinstance(value, dict):
        raise ReportError(f"{path}: a JSON object was expected")
    return value

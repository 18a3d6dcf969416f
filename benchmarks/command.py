"""What the benchmarks' command lines have in common."""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.machine import facts


class Refused(Exception):
    """A benchmark cannot be run as asked or on this machine; the message is one sentence for the user."""


def parser(name: str, doc: str | None) -> argparse.ArgumentParser:
    """A parser for ``python -m benchmarks NAME``; *doc* is the module's own docstring."""
    made = argparse.ArgumentParser(
        prog=f"python -m benchmarks {name}", description=doc, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    made.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    return made


def opened(name: str) -> dict[str, Any]:
    """The beginning of every result: what was measured, and on what."""
    return {"benchmark": name, "machine": facts()}


def say(text: str) -> None:
    """Tell on standard error how far a long measurement is."""
    print(text, file=sys.stderr, flush=True)


def show(result: dict[str, Any], *names: str) -> None:
    """Print the machine and the values called *names*, one a line."""
    machine = result["machine"]
    print(
        f"{result['benchmark']}: {machine['cpu']}, {machine['cores']} cores, {machine['memory_gb']} GB,"
        f" Python {machine['python']}, Chromium {machine['chromium']}, load {machine['load']}"
    )
    for name in names:
        print(f"{name}: {result[name]}")


def data_folder(folder: Path | None, *needed: str) -> Path:
    """*folder*, if it holds the files *needed*. Raises Refused."""
    if folder is None:
        raise Refused("say with --data where the test suite's folder is: it is not part of this project")
    for name in needed:
        if not (folder / name).exists():
            raise Refused(f"{folder} holds no {name}: --data names the folder of the test suite")
    return folder


def rounded(value: float, digits: int = 3) -> float:
    """*value* with so many significant digits."""
    if not value:
        return 0.0
    return round(value, digits - 1 - math.floor(math.log10(abs(value))))


def share(parts: dict[str, float]) -> dict[str, float]:
    """Each part divided by their sum."""
    whole = sum(parts.values())
    return {name: round(value / whole, 3) if whole else 0.0 for name, value in parts.items()}


def listed(title: str, lines: Sequence[str], most: int = 40) -> None:
    """Print *lines* under a title with their number, the first *most* of them."""
    print(f"{title}: {len(lines)}")
    for line in lines[:most]:
        print(f"  {line}")
    if len(lines) > most:
        print(f"  … {len(lines) - most} more (all of them with --json)")

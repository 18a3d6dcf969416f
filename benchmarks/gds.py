"""The accessibility checks on the broken pages of the GDS tool audit (alphagov/accessibility-tool-audit).

``--data DIR`` holds ``barriers.json``, ``tests/`` with one page for each barrier, and ``example-pages/``. ``found``
counts barriers on whose page a check says ``fail`` about the barrier; ``found_unsure`` counts those on which it says
``fail`` or asks a person to look. What is not about the barrier: a check that speaks on more than half of the pages,
because they share a frame with faults of its own, and a check of headings, landmarks, sizes, languages or titles where
the barrier speaks of nothing like it. ``by_page`` lists all that was said, to be read. The suite has one page without a
barrier, example-pages/demo.html: the negatives. Some barriers stand on an example page that their own page links to.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.command import data_folder, listed, opened, parser, show
from benchmarks.suite import Examined, examine

_EXAMPLE = re.compile(r'href="\.\./example-pages/([\w-]+\.html)"')
CLEAN = ("example-pages/demo.html",)
#: Checks that look at the whole page: what their id holds, and what a barrier must speak of for them to be about it.
WHOLE_PAGE = tuple(
    (re.compile(check), re.compile(barrier, re.I))
    for check, barrier in (
        ("heading", "heading|h1"),
        ("landmark|region|bypass|skip", "landmark|navigation|skip"),
        ("target-size", "target|clickable|size"),
        ("lang", "lang"),
        ("document-title|page-title", "title"),
        ("viewport", "zoom|viewport"),
    )
)
#: A check that speaks on more than this share of the pages speaks of their frame.
FRAME_SHARE = 0.5


def main(argv: list[str]) -> dict[str, Any]:
    """Measure and print; returns the object of ``--json``. Raises Refused without the data or a browser."""
    arguments = parser("gds", __doc__)
    arguments.add_argument("--data", type=Path, metavar="DIR", help="the folder of the audit's pages")
    options = arguments.parse_args(argv)
    folder = data_folder(options.data, "barriers.json", "tests")
    result = opened("gds")
    barriers = json.loads((folder / "barriers.json").read_bytes())
    clean = [path for path in CLEAN if (folder / path).is_file()]
    examples = {barrier["page"]: _examples(folder, barrier["page"]) for barrier in barriers}
    paths = dict.fromkeys([*examples, *(path for linked in examples.values() for path in linked), *clean])
    pages = examine(folder, paths).pages
    for path, linked in examples.items():
        for example in linked:
            pages[path].found.extend(pages[example].found)
    result |= compare(barriers, clean, pages)
    if not options.json:
        show(
            result, "failed", "found", "found_unsure", "negatives", "false_alarms", "set_aside", "axe_2018", "not_seen"
        )
        for category, row in result["by_category"].items():
            print(f"  {category:28} {row['found']:>3} of {row['failed']:>3}, unsure besides {row['unsure']:>3}")
        listed("not found", result["missed"])
    return result


def _examples(folder: Path, page: str) -> list[str]:
    """The example pages that *page* links to and that the folder holds: the barrier is there."""
    names = _EXAMPLE.findall((folder / page).read_text("utf-8", "replace"))
    return [path for name in dict.fromkeys(names) if (folder / (path := f"example-pages/{name}")).is_file()]


def compare(barriers: list[dict[str, Any]], clean: list[str], pages: dict[str, Examined]) -> dict[str, Any]:
    """The figures for *barriers*, whose pages were looked at."""
    tested = {barrier["page"] for barrier in barriers}
    speaking = Counter(check for path in tested for check in {one.check for one in pages[path].found})
    frame = {check for check, count in speaking.items() if count > max(1, FRAME_SHARE * len(tested))}
    by_category: dict[str, dict[str, int]] = {}
    missed, by_page = [], {}
    for barrier in barriers:
        heard = [one for one in pages[barrier["page"]].found if one.check not in frame]
        said = [one for one in heard if _is_about(one.check, barrier)]
        failing, any_word = any(one.outcome == "fail" for one in said), bool(said)
        row = by_category.setdefault(barrier["category"], {"failed": 0, "found": 0, "unsure": 0})
        row["failed"] += 1
        row["found"] += failing
        row["unsure"] += any_word and not failing
        by_page[barrier["barrier"]] = sorted(
            {f"{one.check} {one.outcome}{'' if one in said else ' (of something else)'}" for one in heard}
        )
        if not failing:
            missed.append(f"{barrier['category']}: {barrier['barrier']}{' (unsure)' if any_word else ''}")
    found = sum(row["found"] for row in by_category.values())
    return {
        "failed": len(barriers), "found": found,
        "found_unsure": found + sum(row["unsure"] for row in by_category.values()),
        "negatives": len(clean),
        "false_alarms": sum(
            any(one.outcome == "fail" and one.check not in frame for one in pages[path].found) for path in clean
        ),
        "set_aside": sorted(frame),
        "axe_2018": sum(barrier.get("results", {}).get("axe") in ("error", "warning") for barrier in barriers),
        "not_seen": [f"{path}: {page.failure}" for path, page in pages.items() if page.failure],
        "by_category": dict(sorted(by_category.items())), "missed": missed, "by_page": by_page,
    }  # fmt: skip


def _is_about(check: str, barrier: dict[str, Any]) -> bool:
    """Whether a finding of *check* can be about *barrier* at all."""
    told = f"{barrier['category']} {barrier['barrier']}"
    return all(asked.search(told) for kind, asked in WHOLE_PAGE if kind.search(check))

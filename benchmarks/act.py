"""The accessibility checks on the W3C ACT Rules test cases (w3c/wcag-act-rules), given with ``--data DIR``.

``DIR`` holds ``testcases.json`` and ``content-assets/``, which is served under /WAI/ as the pages expect.

A finding belongs to a test case when the axe-core rule behind it names the case's ACT rule as one that it implements
(axe-core's own list), or, for a check that names no ACT rule, when the success criterion of its clause is among the
case's requirements. ``found`` counts failed cases with such a finding of outcome ``fail``; ``false_alarms`` counts
passed and inapplicable cases with one. ``found_unsure`` adds cases on which a person is asked to look.
``failed_mapped`` and ``negatives_mapped`` count the cases of ACT rules that one of our checks belongs to, as published
figures do.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from benchmarks.command import data_folder, listed, opened, parser, show
from benchmarks.suite import Examination, Found, examine
from checks.declaration import Check

MOUNT = "/WAI/"
CASES = "content-assets/wcag-act-rules"
_CRITERION = re.compile(r"(?<!\d)(\d\.\d+\.\d+)(?!\d)")


def main(argv: list[str]) -> dict[str, Any]:
    """Measure and print; returns the object of ``--json``. Raises Refused without the data or a browser."""
    arguments = parser("act", __doc__)
    arguments.add_argument("--data", type=Path, metavar="DIR", help="the folder of the test cases")
    arguments.add_argument("--limit", type=int, default=0, help="look at the first so many cases only")
    options = arguments.parse_args(argv)
    folder = data_folder(options.data, "testcases.json", "content-assets")
    result = opened("act")
    cases = json.loads((folder / "testcases.json").read_bytes())["testcases"]
    cases = cases[: options.limit] if options.limit else cases
    paths = [f"{CASES}/{case['relativePath']}" for case in cases]
    examination = examine(folder, dict.fromkeys(paths), mount=MOUNT)
    result |= compare(cases, examination)
    if not options.json:
        show(
            result, "failed", "found", "found_unsure", "negatives", "false_alarms", "failed_mapped", "negatives_mapped",
            "not_seen",
        )  # fmt: skip
        print(f"{'rule':8} {'failed':>6} {'found':>6} {'negatives':>9} {'alarms':>6}")
        for rule, row in result["by_rule"].items():
            print(
                f"{rule:8} {row['failed']:>6} {row['found']:>6} {row['negatives']:>9} {row['false_alarms']:>6}"
                f"  {row['name']}"
            )
        listed("false alarms", result["alarms"])
    return result


def compare(cases: list[dict[str, Any]], examination: Examination) -> dict[str, Any]:
    """The figures for *cases*, which were looked at."""
    ours = examination.checks()
    mapped = {
        case["ruleId"]
        for case in cases
        if any(_belongs(check, name.removeprefix("a11y-"), case, examination) for name, check in ours.items())
    }
    by_rule: dict[str, dict[str, Any]] = {}
    result = {"failed": 0, "found": 0, "found_unsure": 0, "negatives": 0, "false_alarms": 0}
    result |= {"failed_mapped": 0, "negatives_mapped": 0}
    alarms, missed, not_seen = [], [], []
    for case in cases:
        seen = examination.pages[f"{CASES}/{case['relativePath']}"]
        row = by_rule.setdefault(
            case["ruleId"],
            {"name": case["ruleName"], "failed": 0, "found": 0, "negatives": 0, "false_alarms": 0},
        )
        theirs = [one for one in seen.found if _belongs(ours[one.check], one.rule, case, examination)]
        failing = any(one.outcome == "fail" for one in theirs)
        name = f"{case['ruleId']} {case['testcaseTitle']} ({case['ruleName']})"
        if seen.failure:
            not_seen.append(f"{name}: {seen.failure}")
        if case["expected"] == "failed":
            counts = {"failed": 1, "found": int(failing), "found_unsure": int(bool(theirs))}
            counts["failed_mapped"] = int(case["ruleId"] in mapped)
            if not failing:
                missed.append(f"{name}{_others(seen.found)}")
        else:
            counts = {"negatives": 1, "false_alarms": int(failing), "negatives_mapped": int(case["ruleId"] in mapped)}
            if failing:
                alarms.append(f"{name}: {', '.join(sorted({one.check for one in theirs if one.outcome == 'fail'}))}")
        for key, count in counts.items():
            result[key] += count
            if key in row:
                row[key] += count
    return result | {"alarms": alarms, "missed": missed, "not_seen": not_seen, "by_rule": dict(sorted(by_rule.items()))}


def _others(found: list[Found]) -> str:
    """What was said that belongs to another rule, for whoever looks for the cause of a miss."""
    names = sorted({one.check for one in found})
    return f" [said: {', '.join(names)}]" if names else ""


def _belongs(check: Check, rule: str, case: dict[str, Any], examination: Examination) -> bool:
    """Whether a finding of *check*, for the axe-core rule *rule*, speaks of the ACT rule of *case*."""
    if implements := examination.act_rules.get(rule):
        return case["ruleId"] in implements
    criteria = set(_CRITERION.findall(check.clause.id)) if check.clause else set()
    required = {found for name in case["requirements"] or () for found in _CRITERION.findall(name)}
    return bool(criteria & required)

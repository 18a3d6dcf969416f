"""``python -m benchmarks NAME [--json] [options]``: run one benchmark; without a name, list them.

Exit codes: 0 measured (whatever the figures say), 2 for an unknown name, wrong options, or data or a program that this
machine lacks.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
from importlib import import_module

from benchmarks.command import Refused

#: Every benchmark with what it measures.
NAMES = {
    "render": "our browser pool with the full look against a bare loop of goto",
    "site": "a portal walked with RENDER=adaptive against RENDER=always with axe-core on every page",
    "cities": "36 portals at the polite pace against the politeness bound",
    "memory": "resident memory after ten thousand pages against one thousand",
    "peers": "the same pages through pa11y-ci",
    "accuracy": "findings in the simulated cities against what is wrong with them",
    "axe": "axe-core on a few of many elements drawn alike against axe-core on all of them",
    "templates": "how alike pages of one template and of different ones are",
    "garbled": "the garbled-text detector: recall, false alarms, speed",
    "report": "how long reports take to write, and how large they are",
    "act": "the accessibility checks on the W3C ACT Rules test cases",
    "gds": "the accessibility checks on the GDS tool audit's broken pages",
}


def main(arguments: list[str]) -> int:
    """Run the benchmark that *arguments* name; the exit code."""
    if not arguments or arguments[0] in ("-h", "--help"):
        print("usage: python -m benchmarks NAME [--json] [options]\n")
        for known, what in NAMES.items():
            print(f"  {known:10} {what}")
        return 0 if arguments else 2
    name, *options = arguments
    if name not in NAMES:
        print(f"there is no benchmark “{name}”; there are: {', '.join(NAMES)}", file=sys.stderr)
        return 2
    try:
        measure = import_module(f"benchmarks.{name}").main
        if "--json" not in options:
            measure(options)
            return 0
        with contextlib.redirect_stdout(io.StringIO()):  # what a benchmark says to people
            result = measure(options)
    except Refused as refusal:
        print(f"python -m benchmarks {name}: {refusal}", file=sys.stderr)
        return 2
    print(json.dumps(result, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

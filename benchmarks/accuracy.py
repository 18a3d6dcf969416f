"""Crawl the simulated cities and compare what was found with what is wrong with them.

The cities, their faults and the meaning of the labels are in docs/demo.md. A *place* is a check and a page: a label
``expect`` is found when a finding of that check, with the outcome ``fail``, shows that page. Any other page that a
finding shows is a false alarm, unless a label ``may`` allows it; for checks that say one thing of a set of pages, see
PAGE_BY_PAGE, a finding without an expected page is one, and so is one that shows a page labelled ``never``.
A label may name other pages where the same fault may be told (``also``) or any page of the city (``anywhere``).
``unsure`` is neither found nor a false alarm; how many misses are at least unsure is told. Labels of checks that do
not exist yet are listed and not counted.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.command import Refused, listed, opened, parser, show
from benchmarks.job import crawl
from benchmarks.serving import cities, served
from checks.identity import url_key
from demo.world import CITIES, World

#: The four groups of checks that the project began from.
GROUPS = {
    "columns": ("column-empty", "column-stale", "home-stale"),
    "search": ("search-missing", "search-broken", "search-inaccurate"),
    "interaction": (
        "interaction-missing", "interaction-section-missing", "interaction-dead", "interaction-unanswered",
        "interaction-slow-reply", "interaction-formulaic-reply",
    ),
    "text": ("text-garbled", "charset-mismatch"),
}  # fmt: skip
#: Groups in which every page of a finding is a claim of its own. Other checks say one thing of a set of pages (letters
#: that wait too long, a fault of the page's frame): their finding is right when one of its pages is labelled, because a
#: fault of the whole site is labelled once.
PAGE_BY_PAGE = frozenset({check for group in ("columns", "search", "text") for check in GROUPS[group]})
#: The cities' clock.
CHINA = timezone(timedelta(hours=8))


@dataclass
class Tally:
    """Places by what became of them."""

    hits: int = 0
    missed: list[str] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)
    unsure: int = 0  # of the missed

    def add(self, other: Tally) -> None:
        """Take in the places of *other*."""
        self.hits += other.hits
        self.missed += other.missed
        self.alarms += other.alarms
        self.unsure += other.unsure

    def rates(self) -> dict[str, Any]:
        """Precision, recall and F1; None where there is nothing to divide by."""
        found, expected = self.hits + len(self.alarms), self.hits + len(self.missed)
        precision = self.hits / found if found else None
        recall = self.hits / expected if expected else None
        both = 2 * self.hits / (found + expected) if found + expected else None
        return {
            "precision": _three(precision), "recall": _three(recall), "f1": _three(both), "expected": expected,
            "found": self.hits, "false_alarms": len(self.alarms), "missed_but_unsure": self.unsure,
        }  # fmt: skip


def main(argv: list[str]) -> dict[str, Any]:
    """Measure and print; returns the object of ``--json``. Raises Refused when the crawl breaks off."""
    options = _options(argv)
    result = opened("accuracy")
    names = tuple(options.cities.split(",")) if options.cities else CITIES
    try:
        world = World(options.today, names)
    except ValueError as error:
        raise Refused(str(error)) from error
    with (
        tempfile.TemporaryDirectory(prefix="portal-audit-") as scratch,
        served(partial(cities, options.today, names)) as server,
    ):
        moment = f"{options.today.isoformat()}T12:00:00+08:00"
        job = crawl(server, options.keep or Path(scratch), {"OBSERVED_AT": moment})
        results = job.results()
    result |= compare(world.truth(), results) | {"seconds": round(job.seconds)}
    if not options.json:
        _tell(result)
    return result


def _options(argv: list[str]) -> argparse.Namespace:
    arguments = parser("accuracy", __doc__)
    arguments.add_argument("--cities", metavar="a,b", help=f"some of {', '.join(CITIES)} (default: all)")
    arguments.add_argument(
        "--today", type=date.fromisoformat, default=datetime.now(CHINA).date(), metavar="YYYY-MM-DD",
        help="the day that the cities' articles are counted back from (default: today)",
    )  # fmt: skip
    arguments.add_argument("--keep", type=Path, metavar="DIR", help="keep the run folder in DIR, to look into")
    return arguments.parse_args(argv)


def compare(truth: list[dict[str, Any]], results: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The figures for *truth* (see World.truth) and the results by city."""
    by_check: dict[str, Tally] = {}
    by_city: dict[str, Any] = {}
    unbuilt: set[str] = set()
    grouped = {check for checks in GROUPS.values() for check in checks}
    for city in truth:
        whole = Tally()
        checks = results[city["city"]]["checks"]
        labelled = {label["check"] for label in city["expect"]}
        unbuilt |= labelled - checks.keys()
        for check in sorted(checks):
            tally = _of_check(city, check, checks[check])
            by_check.setdefault(check, Tally()).add(tally)
            if check in grouped:
                whole.add(tally)
        by_city[city["city"]] = {"technology": city["technology"], "clean": city["clean"], **whole.rates()}
    groups = {}
    ours, others = Tally(), Tally()
    for group, names in GROUPS.items():
        tally = _sum(by_check[name] for name in names if name in by_check)
        groups[group] = tally.rates()
        ours.add(tally)
    for check in sorted(by_check.keys() - grouped):
        others.add(by_check[check])
    spoken = {check: tally for check, tally in sorted(by_check.items()) if tally.hits or tally.missed or tally.alarms}
    return {
        "groups": groups,
        "checks": {check: tally.rates() for check, tally in spoken.items()},
        "technologies": by_city,
        "misses": ours.missed, "false_alarms": ours.alarms,
        "other_misses": others.missed, "other_false_alarms": others.alarms,
        "not_built": sorted(unbuilt),
    }  # fmt: skip


def _of_check(city: dict[str, Any], check: str, told: dict[str, Any]) -> Tally:
    """What *check* said of one city, against its labels."""
    name = city["city"]
    expected = {url_key(label["url"]): label for label in city["expect"] if label["check"] == check}
    allowed = {url_key(label["url"]) for label in city["may"] if label["check"] == check}
    traps = {url_key(label["url"]): label["why"] for label in city["never"] if label["check"] == check}
    failed = {key: said for pages in _findings(told, "fail") for key, said in pages.items()}
    unsure = {key: said for pages in _findings(told, "unsure") for key, said in pages.items()}
    # A fault of the templates may be told on any page of the city, one of an include on any page that has it.
    anywhere = any(label.get("anywhere") for label in (*city["expect"], *city["may"]) if label["check"] == check)
    places = {key: {key, *map(url_key, label.get("also", ()))} for key, label in expected.items()}
    allowed = allowed.union(*places.values()) - expected.keys()
    found = {key for key in expected if failed.keys() & places[key] or (expected[key].get("anywhere") and failed)}
    tally = Tally(hits=len(found))
    for key in sorted(expected.keys() - found):
        doubt = " (unsure)" if unsure.keys() & places[key] or (expected[key].get("anywhere") and unsure) else ""
        tally.unsure += bool(doubt)
        tally.missed.append(f"{name} {check} {expected[key]['url']}: {expected[key]['why']}{doubt}")
    for pages in _findings(told, "fail"):
        wrong = pages.keys() - expected.keys() - allowed
        if anywhere:
            wrong = pages.keys() & traps.keys()
        elif check not in PAGE_BY_PAGE:
            # It is right about its other pages too (the letters behind a list), but never about a sound one.
            wrong = pages.keys() & traps.keys() or (set() if pages.keys() & expected.keys() else set(sorted(wrong)[:1]))
        for key in sorted(wrong):
            trap = f": {traps[key]}" if key in traps else ""
            tally.alarms.append(f"{name} {check} {pages[key]}{trap}")
    return tally


def _findings(told: dict[str, Any], outcome: str) -> Iterator[dict[str, str]]:
    """The findings of *outcome*, each as the keys of its pages with what was said there."""
    for finding in told["findings"]:
        if finding["outcome"] == outcome:
            yield {
                url_key(url): f"{finding['entry']} {url} [{finding['message']}]"
                for url in dict.fromkeys((finding["url"], *finding["page_urls"]))
            }


def _sum(tallies: Iterable[Tally]) -> Tally:
    whole = Tally()
    for tally in tallies:
        whole.add(tally)
    return whole


def _three(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def _tell(result: dict[str, Any]) -> None:
    show(result, "seconds")
    print(f"{'':32} {'precision':>9} {'recall':>7} {'F1':>6} {'expected':>9} {'false alarms':>13}")
    for title in ("groups", "checks", "technologies"):
        print(f"-- {title}")
        for name, row in result[title].items():
            rates = (f"{row[key]:.3f}" if row[key] is not None else "-" for key in ("precision", "recall", "f1"))
            precision, recall, both = rates
            print(f"{name:32} {precision:>9} {recall:>7} {both:>6} {row['expected']:>9} {row['false_alarms']:>13}")
    listed("misses", result["misses"])
    listed("false alarms", result["false_alarms"])
    listed("misses of other checks", result["other_misses"])
    listed("false alarms of other checks", result["other_false_alarms"])
    listed("labels of checks that do not exist yet", result["not_built"])

"""What a veto is, as data: which findings count towards it, in which unit, and how many reach it.

``checks.verdict`` does the arithmetic; nothing here knows a site.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from checks.declaration import Clause, Text


class Count(Struct, frozen=True):
    """Findings of one check that count towards a veto.

    *groups*: those whose ``data["group"]`` names one of these; empty: all of them.
    *unit*: ``finding`` counts defects, ``page`` counts the pages that show them (several items of one
    template make one finding, but several items for the rule).
    *entries*: the veto speaks of the website; the mobile entry shows the same columns again.
    """

    check: str
    groups: frozenset[str] = frozenset()
    unit: Literal["finding", "page"] = "finding"
    entries: frozenset[str] = frozenset({"desktop"})


class VetoRule(Struct, frozen=True):
    """One counting rule of a veto; an indicator with three alternatives has three of them.

    *rule* says in one sentence what is counted. *untested* says why no check can test it (only then *counts*
    may be empty). *without_home*: holds even if we could not see the home page, because that is what it is
    about.
    """

    id: str
    title: Text
    clause: Clause
    rule: Text
    counts: tuple[Count, ...] = ()
    threshold: int = 1
    untested: Text | None = None
    without_home: bool = False


class Standard(Struct, frozen=True):
    """A standard that a verdict is given by. *version* changes when our data of it changes."""

    id: str
    title: Text
    source: str
    version: str
    points_verified: bool
    vetoes: tuple[VetoRule, ...]

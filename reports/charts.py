"""Geometry of the small charts: plain numbers in, positions out; the templates only draw them."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence

import msgspec

PLOT_WIDTH = 640.0
PLOT_HEIGHT = 160.0


class Segment(msgspec.Struct, frozen=True):
    """A part of a stacked bar. *x* and *width* are in per cent of the bar."""

    key: str
    count: int
    x: float
    width: float
    share: float


class Bar(msgspec.Struct, frozen=True):
    """A bar of a histogram in plot units (PLOT_WIDTH by PLOT_HEIGHT), with its place for labels."""

    label: str
    count: int
    x: float
    y: float
    width: float
    height: float
    middle: float
    marked: bool


class Whisker(msgspec.Struct, frozen=True):
    """A figure with its interval on a common scale; positions in per cent of the scale."""

    at: float
    low: float
    high: float


def stacked(counts: Sequence[tuple[str, int]]) -> list[Segment]:
    """Segments of one bar in the given order, empty ones left out; widths add up to 100."""
    total = sum(count for _, count in counts)
    segments: list[Segment] = []
    done = 0
    for key, count in counts:
        if count:
            share = count / total
            segments.append(Segment(key, count, round(100 * done / total, 3), round(100 * share, 3), share))
            done += count
    return segments


def bars(values: Sequence[tuple[str, int, bool]]) -> list[Bar]:
    """Upright bars from (label, count, marked), filling PLOT_WIDTH, the largest as high as PLOT_HEIGHT."""
    if not values:
        return []
    step = PLOT_WIDTH / len(values)
    width = min(step * 0.72, 64.0)
    largest = max(count for _, count, _ in values) or 1
    drawn = []
    for index, (label, count, marked) in enumerate(values):
        height = round(PLOT_HEIGHT * count / largest, 1)
        middle = round(step * (index + 0.5), 1)
        left = round(middle - width / 2, 1)
        drawn.append(Bar(label, count, left, round(PLOT_HEIGHT - height, 1), round(width, 1), height, middle, marked))
    return drawn


def binned(values: Sequence[float], edges: Sequence[float]) -> list[int]:
    """How many values lie in each of [e0, e1], (e1, e2] … and in the last, open bin (en, ∞).

    A bound belongs to the bin below it: a promise of five days is kept on the fifth day.
    """
    counts = [0] * len(edges)
    for value in values:
        counts[max(0, bisect_left(edges, value) - 1)] += 1
    return counts


def wilson(hits: int, trials: int, z: float = 1.96) -> tuple[float, float]:
    """The 95 % interval of a share (E. B. Wilson 1927), which stays honest for few trials; (0, 1) for none."""
    if trials == 0:
        return 0.0, 1.0
    share = hits / trials
    spread = z * math.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    middle = share + z * z / (2 * trials)
    scale = 1 + z * z / trials
    # At both ends the interval touches the end itself; rounding must not push it past.
    low = 0.0 if hits == 0 else max(0.0, (middle - spread) / scale)
    high = 1.0 if hits == trials else min(1.0, (middle + spread) / scale)
    return low, high

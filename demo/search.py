"""What a working site search finds; how it is asked and drawn is each city's own business."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from demo.portal import Portal

SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Hit:
    """One result."""

    title: str
    url: str
    day: date
    summary: str


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}


def find(portal: Portal, query: str) -> list[Hit]:
    """What *portal* has for *query*, best first: titles that contain it, then texts that share its words."""
    wanted = SPACES.sub("", query)
    if not wanted:
        return []
    scored: list[tuple[float, Hit]] = []
    for column in portal.columns():
        entries = [(item.title, item.url, item.day, "".join(item.blocks)) for item in column.items]
        entries += [(letter.title, letter.url, letter.received.date(), letter.question) for letter in column.letters]
        entries += [(guide.name, guide.url, guide.day or portal.today, guide.elements[2][1]) for guide in column.guides]
        for title, url, day, text in entries:
            bare = SPACES.sub("", title)
            share = len(_pairs(wanted) & _pairs(bare + text)) / max(1, len(_pairs(wanted)))
            score = 3.0 if wanted == bare else 2.0 if wanted in bare else share
            if score >= 0.8:
                scored.append((score, Hit(title, url, day, text[:80])))
    scored.sort(key=lambda pair: (-pair[0], -pair[1].day.toordinal(), pair[1].url))
    return [hit for _, hit in scored]

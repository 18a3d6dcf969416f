"""What a portal consists of, before any city decides how to draw it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(slots=True)
class Article:
    """One article; *blocks* are paragraphs, or (heading, text), or tables as lists of rows."""

    key: str
    title: str
    published: datetime
    source: str
    blocks: list[str] = field(default_factory=list)
    table: list[list[str]] = field(default_factory=list)
    keywords: str = ""
    doc_no: str = ""
    signature: str = ""
    attachments: list[tuple[str, str]] = field(default_factory=list)
    related: list[tuple[str, str]] = field(default_factory=list)
    image: str = ""
    url: str = ""
    note: str = ""

    @property
    def day(self) -> date:
        """The date that a list shows."""
        return self.published.date()

    @property
    def summary(self) -> str:
        """A short beginning of the text, for cards and meta descriptions."""
        return self.blocks[0][:64] if self.blocks else self.title


@dataclass(slots=True)
class Letter:
    """A published letter with its answer; *answered* and *reply* are None and empty while it is open."""

    key: str
    title: str
    kind: str
    sender: str
    received: datetime
    question: str
    office: str
    answered: datetime | None = None
    reply: str = ""
    url: str = ""

    @property
    def state(self) -> str:
        """The word that a list shows."""
        return "已办结" if self.answered else "办理中"


@dataclass(slots=True)
class Guide:
    """A service item with the eight element classes, in the order they are printed."""

    key: str
    name: str
    elements: list[tuple[str, str]]
    forms: list[tuple[str, str]] = field(default_factory=list)
    office: str = ""
    day: date | None = None
    url: str = ""


@dataclass(slots=True)
class Leader:
    """One person of the government: post, curriculum vitae, duties."""

    key: str
    name: str
    post: str
    resume: str
    duty: str
    url: str = ""


@dataclass(slots=True)
class Column:
    """A menu item. *kind* says what it lists; *slug* is its place in URLs; *parent* the section's slug."""

    slug: str
    name: str
    kind: str
    column_type: str
    parent: str = ""
    items: list[Article] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    guides: list[Guide] = field(default_factory=list)
    leaders: list[Leader] = field(default_factory=list)
    url: str = ""
    note: str = ""
    per_page: int = 8

    def pages(self) -> list[list[Article]]:
        """The items, newest first, cut into list pages; one empty page when there are none."""
        ordered = sorted(self.items, key=lambda item: item.published, reverse=True)
        return [ordered[start : start + self.per_page] for start in range(0, len(ordered), self.per_page)] or [[]]


@dataclass(slots=True)
class Section:
    """A top menu item with its columns."""

    slug: str
    name: str
    columns: list[Column]
    url: str = ""

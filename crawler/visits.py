"""What goes out to the network and what comes back: the rows that the frontier hands out, the visits it is given."""

from __future__ import annotations

from msgspec import Struct

from checks.artifacts import Entry, Page, PageKind, Template, UrlState
from crawler import frontier


class Row(Struct, frozen=True):
    """One URL that is to be requested now."""

    id: int
    entry: Entry
    url: str
    kind: PageKind
    depth: int
    anchor: str
    column_url: str
    render: bool  # with the browser
    looks: int  # rendered looks that the case already has
    state: UrlState
    template: str  # of a page that was not seen yet: the one that its address lets expect
    rank: str


class Probe(Struct, frozen=True):
    """An active trial that is to be made now: its name and plain arguments."""

    id: int
    name: str
    url: str
    entry: Entry
    arguments: dict[str, str]


class Found(Struct, frozen=True):
    """A link that a page shows, judged only by scope and kind."""

    url: str
    anchor: str = ""
    kind: PageKind = "other"
    tier: int = frontier.COLUMN
    state: UrlState = "queued"
    reason: str = ""
    render: bool = False


class Visit(Struct, frozen=True, kw_only=True):
    """Everything that one request to one URL brought: written in one transaction."""

    row: Row
    state: UrlState
    reason: str = ""
    status: int | None = None
    redirect_to: str = ""
    page: Page | None = None
    turned: tuple[Page, ...] = ()  # what a list showed after its pages were turned
    opened: tuple[Page, ...] = ()  # what its rows opened in it
    found: tuple[Found, ...] = ()
    template: Template | None = None
    shape: frozenset[int] = frozenset()
    want_look: bool = False

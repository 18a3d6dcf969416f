"""The words that gathering and judging share: frozen records of what was *seen*, never of what it means.

The crawler writes them into ``case.db``; checks read nothing else. A record is plain data, so that
``scrapy audit`` can judge a stored case again on another machine, years later, with better rules.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Entry = Literal["desktop", "mobile"]

UrlState = Literal[
    "queued", "fetched", "rendered", "redirected", "dead", "blocked", "robots",
    "over_budget", "out_of_scope", "not_html", "unarchived", "failed",
]  # fmt: skip

#: What the crawler took a page for when it chose what to fetch next: evidence for its frontier, no judgement.
PageKind = Literal["home", "column", "article", "search", "interaction", "guide", "attachment", "other"]


class Encoding(Struct, frozen=True):
    """How the bytes of a page became text: every declaration seen, and the decoder that was used.

    Names are those of the WHATWG Encoding Standard in lower case (``gb18030`` stands for every GB name).
    """

    used: str
    bom: str | None = None
    http: str | None = None
    meta: str | None = None
    detected: str | None = None  # what the bytes themselves look like, when that differs from ``used``
    invalid: int = 0  # byte sequences that the used decoder had to replace by U+FFFD


class FailedResource(Struct, frozen=True):
    """A request that a rendered page made and that did not succeed. *reason* names who failed."""

    url: str
    kind: str  # the browser's resource type: stylesheet, script, image, xhr, fetch, document …
    status: int | None = None
    reason: str = ""  # "unarchived", "blocked-by-us", or the browser's error text


class Timings(Struct, frozen=True):
    """Milliseconds from the start of navigation; None where the browser did not report one."""

    first_byte: float | None = None
    dom_ready: float | None = None
    load: float | None = None
    largest_paint: float | None = None
    layout_shift: float | None = None  # CLS, no unit
    settled: float | None = None


class Picture(Struct, frozen=True):
    """A screenshot in ``evidence/``; width and height in CSS pixels of the page it shows."""

    digest: str
    width: int
    height: int
    scale: float = 1.0  # picture pixels for one CSS pixel


class AxeNode(Struct, frozen=True):
    """One element that an axe-core rule names."""

    selector: str
    html: str
    summary: str = ""
    box: tuple[float, float, float, float] | None = None


class AxeRule(Struct, frozen=True):
    """One axe-core rule with what it found on one page; *confirmed* after a second measurement."""

    rule: str
    impact: str
    tags: tuple[str, ...]
    nodes: tuple[AxeNode, ...]
    help_zh: str = ""
    help_en: str = ""


class AxeRun(Struct, frozen=True):
    """What axe-core reported for one page: violations only; undecided rules by name."""

    version: str
    violations: tuple[AxeRule, ...] = ()
    undecided: tuple[str, ...] = ()
    unstable: tuple[str, ...] = ()  # rules whose violations were gone when measured again
    failure: str = ""  # why it could not run, if it could not


class Page(Struct, frozen=True):
    """One look at one page.

    *html* is the decoded source for a plain fetch. For a rendered look it is the snapshot that
    ``crawler/browser/look.js`` takes of the settled DOM: well-formed XML with ``pa-`` attributes
    (``pa-hidden``, ``pa-box``, ``pa-font``, ``pa-opens``), the documents of frames inside ``<pa-frame>`` elements.
    ``checks.reading`` reads both the same way.
    """

    url: str  # where the content came from, after redirects
    entry: Entry
    html: str
    rendered: bool = False
    requested_url: str = ""
    status: int = 200
    kind: PageKind = "other"
    template: str = ""  # name of the group of pages with the same DOM shape
    column: str = ""  # URL of the column or list page that led here
    anchor: str = ""  # text of the link that led here
    depth: int = 0
    look: int = 1  # 0 for the plain fetch, 1 for the first rendered look, 2 for the confirming one
    settled: bool = True  # rendered looks only: network and DOM fell quiet within the bound
    encoding: Encoding | None = None
    headers: tuple[tuple[str, str], ...] = ()
    seconds: float | None = None  # time of the plain response, from request to last byte
    timings: Timings | None = None
    viewport: tuple[int, int] | None = None
    overflow: float | None = None  # CSS pixels by which the document is wider than the viewport
    failed_resources: tuple[FailedResource, ...] = ()
    console_errors: tuple[str, ...] = ()
    dialogs: tuple[str, ...] = ()  # messages of alert, confirm, prompt that the page opened by itself
    downloads: tuple[str, ...] = ()
    popups: tuple[str, ...] = ()
    picture: Picture | None = None
    axe: AxeRun | None = None
    records: tuple[str, ...] = ()  # WARC records in evidence/ that hold the bytes
    seen_at: str = ""  # ISO 8601


class Url(Struct, frozen=True):
    """A known URL and the one state in which it ended."""

    url: str
    entry: Entry
    state: UrlState
    reason: str = ""  # a short machine word: what of ours or theirs led to the state
    kind: PageKind = "other"
    anchor: str = ""
    column: str = ""  # URL of the page that led here
    depth: int = 0
    status: int | None = None
    redirect_to: str = ""


class SearchTrial(Struct, frozen=True):
    """One query typed into the portal's own search box, and what came back."""

    query: str
    expected_url: str  # the article whose title was typed; empty for the nonsense query and for a mere word
    box_found: bool
    page_url: str = ""  # where the box stood
    box: str = ""  # selector of the box
    word: bool = False  # a word of many titles, tried where no title was found
    how: Literal["enter", "button", ""] = ""
    submitted_to: str = ""  # URL of the answer
    status: int | None = None
    seconds: float | None = None  # from submitting to a settled answer
    answer: str = ""  # snapshot of the answer page, read like Page.html
    result_url: str = ""  # the result that shows the title, where it was opened
    result_status: int | None = None  # with which it answered
    result: str = ""  # snapshot of what it shows
    wall: str = ""  # "captcha", "login" or "blocked" when one stood in the way
    failure: str = ""  # why the trial broke off, if it did
    picture: Picture | None = None


class EntryFacts(Struct, frozen=True):
    """How one entry of the site was found, or how it was looked for."""

    entry: Entry
    url: str = ""
    found: bool = False
    how: str = ""  # seed, alternate, redirect, link, responsive, none, unreachable
    final_url: str = ""
    reachable: bool | None = None  # None: not known from here
    note: str = ""
    desktop_url: str = ""


class Failure(Struct, frozen=True):
    """A probe of ours that did not come to an end; checks that need it end in ``error``."""

    what: str
    url: str
    reason: str


class RunFacts(Struct, frozen=True):
    """What holds for the whole run and what every judgement must be counted from."""

    id: str
    observed_at: str  # ISO 8601 with offset: "stale" and "overdue" are counted from here
    started_at: str = ""
    finished_at: str = ""
    seed: str = ""
    vantage_zh: str = ""
    vantage_en: str = ""
    user_agent: str = ""
    browser: str = ""
    settings: dict[str, str] = {}
    seeds_sha256: str = ""
    replay: bool = False
    pace: float = 1.0  # seconds between requests to one host


class Template(Struct, frozen=True):
    """A group of pages with one DOM shape, and what was learned about rendering it."""

    id: str
    pages: int
    example: str
    render: Literal["always", "never", "sample"]
    reason: str = ""
    looks: int = 0


class Site(Struct, frozen=True):
    """All that is known of one city in one run: the case that is judged."""

    city: dict[str, str]  # the seed row, by column name
    run: RunFacts
    urls: tuple[Url, ...] = ()
    pages: tuple[Page, ...] = ()
    turned: tuple[Page, ...] = ()  # further pages of lists of letters that a script turns, at the address of the first
    opened: tuple[Page, ...] = ()  # letters that rows of a list open in its page, each its row and what it opened
    entries: tuple[EntryFacts, ...] = ()
    searches: tuple[SearchTrial, ...] = ()
    failures: tuple[Failure, ...] = ()
    templates: tuple[Template, ...] = ()

"""The column tree of a portal: which columns it offers, under what names, and what each holds.

A column is one address; of several names for it (``checks.columns.names``) the menu's is taken.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from urllib.parse import urljoin

from msgspec import Struct

from checks.artifacts import Site, Url
from checks.columns.beside import lists_of_others
from checks.columns.content import Content, look_inside
from checks.columns.furniture import Furniture
from checks.columns.names import RANK, Name, clean, collect
from checks.columns.types import BY_ID, ColumnType, TypeId, classify, is_utility
from checks.declaration import view
from checks.documents import Documents
from checks.identity import url_key
from checks.reading import Document, Item, Pagination, url_date
from checks.reading.dates import month_dates
from checks.reading.hosts import same_owner
from checks.reading.published import article_date

__all__ = ["Column", "ColumnTree", "column_tree"]

#: Characters of a word of a path that names a column; a longer one is a title.
_HEAD = 10


class Column(Struct, frozen=True, eq=False):
    """One column. *state* is that of its page among the known URLs; *content* is None where it was not
    seen.
    """

    key: str
    name: str
    path: tuple[str, ...]
    url: str
    type: TypeId
    sources: frozenset[str]  # menu, block, side-menu, site-map, breadcrumb, tag, crawl
    state: str
    named_on: str = ""  # URL of the page that names it
    parent: str = ""
    document: Document | None = None
    content: Content | None = None
    pagination: Pagination = Pagination()
    newest: date | None = None
    oldest: date | None = None
    newest_from: str = ""  # "list", "article", "month" or "address": what the newest date rests on
    sent_home: bool = False  # whoever opens it is sent to the home page

    @property
    def kind(self) -> ColumnType:
        """Its type with title and span."""
        return BY_ID[self.type]

    @property
    def items(self) -> int | None:
        """Entries: those stated by the page, else those seen; None where the page was not seen."""
        if self.content is None:
            return None
        return self.pagination.items if self.pagination.items else len(self.content.items)


class ColumnTree(Struct, frozen=True, eq=False):
    """All columns of the desktop entry, by key, in the order in which the site names them."""

    columns: Mapping[str, Column]
    today: date
    home: Document | None = None

    def children(self, column: Column) -> tuple[Column, ...]:
        """The columns directly under one."""
        return tuple(c for c in self.columns.values() if c.parent == column.key)


def _choose(names: list[Name], doc: Document | None) -> Name:
    """The name of a column: the menu's. Other links may call the same address otherwise, for many a head of a menu
    leads to the first column under it (政府信息公开, and under it 通知公告): then the page says which it is, by its
    tag, its path or a heading.
    """
    first = min(names, key=lambda n: RANK[n.source])
    alike = sorted((n for n in names if n.name != first.name), key=lambda n: RANK[n.source])
    if doc is None or not alike:
        return first
    crumbs = [clean(words) for words in doc.breadcrumb[-1:]]
    tag = clean(doc.meta.get("columnname", "").split(",")[0])
    for said in ({tag}, set(crumbs), {clean(doc.text(el)) for el in doc.root.iter("h1", "h2", "h3")}):
        if first.name in said:
            return first
        if found := next((n for n in alike if n.name in said), None):
            return found
    return first


def _parents(by_key: dict[str, list[Name]], chosen: dict[str, Name]) -> dict[str, str]:
    """For every column the one above it: from menus and breadcrumbs, else by the folder of its address.

    What hangs under a head that leads to the first column under it does not hang under that column.
    """
    heads = {key for key, name in chosen.items() if name.parent == key}
    parents: dict[str, str] = {}
    for key, names in by_key.items():
        above = (n.parent for n in sorted(names, key=lambda n: RANK[n.source]))
        stated = next((parent for parent in above if parent and parent != key and parent not in heads), "")
        if stated in by_key:
            parents[key] = stated
            continue
        folder = key.split("?")[0]
        while "/" in folder:
            folder = folder.rsplit("/", 1)[0]
            if folder in by_key and folder != key:
                parents[key] = folder
                break
    for key in list(parents):  # no circles, whatever the pages say
        seen, here = {key}, parents.get(key, "")
        while here:
            if here in seen:
                del parents[key]
                break
            seen.add(here)
            here = parents.get(here, "")
    return parents


def _path(key: str, parents: dict[str, str], chosen: dict[str, Name], doc: Document | None) -> tuple[str, ...]:
    """The names from the top down, those that lead nowhere included: heads of menus, words of the page's path."""
    names: list[str] = []
    here = top = key
    while here:
        top = here
        names.append(chosen[here].name)
        here = parents.get(here, "")
    if chosen[top].under:
        names.append(chosen[top].under)
    elif top == key and doc is not None:
        trail = [clean(words) for words in doc.breadcrumb]
        if trail and trail[-1] == names[0]:
            names += [words for words in reversed(trail[:-1]) if 2 <= len(words) <= _HEAD and not is_utility(words)]
    return tuple(reversed(list(dict.fromkeys(names))))


def _dates(content: Content, documents: Documents) -> tuple[date | None, date | None, str]:
    """Newest and oldest date of a column and what they rest on: the list, else its articles, else
    addresses.
    """
    if content.newest is not None:
        return content.newest, content.oldest, "list"
    printed: list[date] = []
    addressed: list[date] = []
    for item in content.items:
        if not item.url:
            continue
        article = documents.of(item.url)
        if article is not None:
            day = article_date(article)
            if day is not None:
                printed.append(day)
                continue
        seen = url_date(item.url)
        if seen is not None and seen.how == "url":
            addressed.append(seen.date)
    if printed:
        return max(printed), min(printed), "article"
    months = [d.date for item in content.items if isinstance(item, Item) for d in month_dates(item.whole)]
    if months:  # the month alone is printed: its last day, to the benefit of the column
        newest = (max(months).replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        return newest, min(months), "month"
    if content.rough is not None:
        return content.rough, content.rough, "list"
    if addressed:
        return max(addressed), min(addressed), "address"
    return None, None, ""


def _leads_to(doc: Document | None) -> frozenset[str]:
    """Keys of what a page links to."""
    return frozenset(url_key(link.url) for link in doc.links if link.url) if doc is not None else frozenset()


@view
def column_tree(site: Site, documents: Documents, furniture: Furniture) -> ColumnTree:
    """The columns of the desktop entry, with what was seen in each; without a home page those that pages name."""
    today = datetime.fromisoformat(site.run.observed_at).date()
    home = documents.home("desktop")
    first = next((page.url for page in documents.pages if page.entry == "desktop"), "")
    if not first:
        return ColumnTree({}, today)
    by_key = collect(site, documents, home, home.page.url if home is not None else urljoin(first, "/"))
    chosen = {key: _choose(names, documents.of(names[0].url)) for key, names in by_key.items()}
    parents = _parents(by_key, chosen)
    states: dict[str, Url] = {}
    for url in site.urls:
        if url.entry == "desktop":
            states.setdefault(url_key(url.url), url)
    menu = frozenset(by_key)
    named = {key: name.name for key, name in chosen.items()}
    beneath = defaultdict[str, list[str]](list)
    for key, above in parents.items():
        if above:
            beneath[above].append(key)
    leads = {key: _leads_to(documents.of(name.url)) for key, name in chosen.items()}
    labels = frozenset(n.name for names in by_key.values() for n in names)
    home_key = url_key(home.page.url) if home is not None else None
    columns: dict[str, Column] = {}
    for key, name in chosen.items():
        doc = documents.of(name.url)
        seen_at = url_key(doc.page.url) if doc is not None else ""
        if (
            doc is not None
            and url_key(doc.page.url) != key
            and doc.page.requested_url
            and not same_owner(doc.page.url, name.url)
        ):
            doc = None  # sent on to another site: that is where it leads, and no page of ours
        path = _path(key, parents, chosen, doc)
        sources = frozenset(n.source for n in by_key[key])
        tag = doc.meta.get("columntype", "") if doc is not None else ""
        content = None
        newest: date | None = None
        oldest: date | None = None
        rests = ""
        if doc is not None:
            own = frozenset({*path, *(n.name for n in by_key[key]), *map(clean, doc.breadcrumb), doc.title}) | labels
            below = frozenset(k for k, above in parents.items() if above == key)
            sisters = {k: leads[k] for k in beneath[parents.get(key, "")] if k != key}
            beside = lists_of_others(doc, key, parents, named, documents)
            content = look_inside(doc, furniture, names=own, menu=menu, below=below, sisters=sisters, beside=beside)
            newest, oldest, rests = _dates(content, documents)
            if sources == {"crawl"} and content.text and not content.items and len(content.text) > 100:
                continue  # the crawl took a document for a column
        known = states.get(key)
        state = known.state if known else ("rendered" if doc is not None else "queued")
        columns[key] = Column(
            key=key,
            name=name.name,
            path=path,
            url=name.url,
            type=classify(name.name, name.url, path[:-1], tag),
            sources=sources,
            state=state,
            named_on=name.named_on,
            parent=parents.get(key, ""),
            document=doc,
            content=content,
            pagination=doc.pagination if doc is not None else Pagination(),
            newest=newest,
            oldest=oldest,
            newest_from=rests,
            sent_home=key != home_key and home_key in (url_key(known.redirect_to) if known else "", seen_at),
        )
    return ColumnTree(columns, today, home)

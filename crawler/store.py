"""``case.db``: all that is known of one city in one run, and the crawl's only memory.

One page is one transaction: its artifact, the URLs that it names and its own state are written together, so that a
kill at any instant loses only the pages in flight, which are still ``queued`` (or still wanted) and fetched again.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from checks.artifacts import (
    Entry,
    EntryFacts,
    Failure,
    Page,
    PageKind,
    RunFacts,
    SearchTrial,
    Site,
    Template,
    Url,
)
from crawler import frontier
from crawler.addresses import page_key
from crawler.schema import SCHEMA, SCHEMA_VERSION
from crawler.visits import Found, Probe, Row, Visit

#: Of the budget, the share that columns may take before articles get their turn; the rest of either goes to the other.
COLUMN_SHARE = 0.6

#: A page that was seen and is to be seen once more: a third rendered look would tell nothing new.
_LOOKABLE = "wanted = 0 AND looks < 2 AND state IN ('fetched', 'rendered')"

#: KiB of its pages that SQLite keeps for an open case; what it reads again comes from the system's cache. A run has a
#: case open for each of its cities: SQLite's usual 2 MB would grow to 72 MB with 36.
_CACHE_KIB = 256

T = TypeVar("T")


class CaseError(Exception):
    """The case cannot be opened: it is damaged, or another version of the program wrote it."""


class Case:
    """The store of one city. Not for threads; a judging process opens its own."""

    def __init__(self, path: Path, *, seed: str = "", read_only: bool = False) -> None:
        """Open or create the case at *path*; *seed* orders equals. Raises CaseError."""
        self.path, self.seed = path, seed
        self._templates: dict[Entry, dict[str, tuple[Template, frozenset[int]]]] = {}
        if not read_only:
            path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._db = sqlite3.connect(
                f"{path.absolute().as_uri()}{'?mode=ro' if read_only else ''}", uri=True, timeout=30
            )
            self._db.row_factory = sqlite3.Row
            version = self._db.execute("PRAGMA user_version").fetchone()[0]
            if version == 0 and not read_only:
                self._db.execute("PRAGMA journal_mode = WAL")
                self._db.executescript(f"BEGIN; {SCHEMA} COMMIT;")
            elif version != SCHEMA_VERSION:
                raise CaseError(f"{path}: format {version}, this program reads format {SCHEMA_VERSION}")
            # Written pages survive the end of the process at any instant; only a power cut may lose the newest ones.
            self._db.execute("PRAGMA synchronous = NORMAL")
            self._db.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        except sqlite3.DatabaseError as error:
            raise CaseError(f"{path}: {error}") from error

    def close(self) -> None:
        self._db.close()

    # -- facts of the case ---------------------------------------------------------------------------------------

    def fact(self, name: str, default: str = "") -> str:
        row = self._db.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return row[0] if row else default

    def set_fact(self, name: str, value: str) -> None:
        with self._db:
            self._db.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))

    # -- the frontier ----------------------------------------------------------------------------------------------

    def add(self, entry: Entry, found: Iterable[Found], *, depth: int = 0, column_url: str = "") -> None:
        """Make URLs known that no page brought: the seeds, a site map."""
        with self._db:
            self._add(entry, found, depth, column_url)

    def _add(self, entry: Entry, found: Iterable[Found], depth: int, column_url: str) -> None:
        rows = []
        for link in found:
            key = page_key(link.url)
            rows.append((
                entry, key, link.url, link.state, link.reason, link.kind, link.tier, frontier.rank(self.seed, key),
                depth, link.anchor[:200], column_url, int(link.render),
            ))  # fmt: skip
        self._db.executemany(
            "INSERT INTO urls (entry, key, url, state, reason, kind, tier, rank, depth, anchor, column_url, render)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (entry, key) DO UPDATE SET"
            "  tier = MIN(tier, excluded.tier), depth = MIN(depth, excluded.depth),"
            "  anchor = CASE WHEN anchor = '' THEN excluded.anchor ELSE anchor END"
            " WHERE state = 'queued'",
            rows,
        )

    def next_urls(self, entry: Entry, limit: int, budget: int) -> list[Row]:
        """Up to *limit* URLs to request now, within *budget* pages for the entry, in the order of the frontier.

        Home and menus first, then columns before articles; once columns had their share of the budget, articles
        take turns: one of every column, then a second of every column, equals by the hash of their address.
        """
        room = min(limit, budget - self.spent(entry))
        if room <= 0:
            return []
        columns_are_sated = self.spent(entry, below=frontier.ARTICLE) >= COLUMN_SHARE * budget
        rows = self._db.execute(
            """
            WITH turns AS (
                SELECT id, tier, rank, ROW_NUMBER() OVER (PARTITION BY tier, column_url ORDER BY rank) AS turn
                FROM urls WHERE entry = :entry AND tier >= :section AND state NOT IN ('out_of_scope', 'not_html')
            )
            SELECT u.*,
            CASE WHEN u.tier < :section THEN 0 ELSE t.turn END AS turn FROM urls u LEFT JOIN turns t ON t.id = u.id
            WHERE u.entry = :entry AND u.state = 'queued'
            ORDER BY CASE WHEN :sated AND u.tier > :menu AND u.tier < :article THEN :article ELSE u.tier END,
                     u.tier != :article, turn, u.rank
            LIMIT :room
            """,
            {
                "entry": entry, "section": frontier.SECTION, "menu": frontier.MENU, "article": frontier.ARTICLE,
                "sated": columns_are_sated, "room": room,
            },
        ).fetchall()  # fmt: skip
        return [_row(row, render=bool(row["render"])) for row in rows]

    def spent(self, entry: Entry, *, below: int = frontier.ELSEWHERE + 1) -> int:
        """Pages of the entry that were requested, in tiers below *below*; a redirect is none."""
        count: int = self._db.execute(
            "SELECT COUNT(*) FROM urls WHERE entry = ? AND requested = 1 AND state != 'redirected' AND tier < ?",
            (entry, below),
        ).fetchone()[0]
        return count

    def wanted_looks(self, limit: int) -> list[Row]:
        """Pages already seen that are to be looked at (again) with the browser."""
        rows = self._db.execute(
            "SELECT * FROM urls WHERE wanted = 1 AND state IN ('fetched', 'rendered', 'failed')"
            " ORDER BY tier, rank LIMIT ?",
            (limit,),
        ).fetchall()
        return [_row(row, render=True) for row in rows]

    def lookable(self, wanted: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        """Of the pages given as (entry, url), those that `want` would mark."""
        return [
            (entry, url)
            for entry, url in wanted
            if self._db.execute(
                f"SELECT 1 FROM urls WHERE entry = ? AND key = ? AND {_LOOKABLE}", (entry, page_key(url))
            ).fetchone()
        ]

    def want(self, wanted: Iterable[tuple[str, str]]) -> int:
        """Mark pages, given as (entry, url), for another look; how many are marked that were not."""
        with self._db:
            return sum(
                self._db.execute(
                    f"UPDATE urls SET wanted = 1 WHERE entry = ? AND key = ? AND {_LOOKABLE}",
                    (entry, page_key(url)),
                ).rowcount
                for entry, url in wanted
            )

    def want_second_probes(self, entry: Entry, most: int) -> int:
        """Mark columns that answered with a server's error, unless more than *most* pages did; how many are marked."""
        with self._db:
            failing = "entry = ? AND state = 'failed' AND reason LIKE 'status-5%' AND looks = 0"
            if self._db.execute(f"SELECT COUNT(*) FROM urls WHERE {failing}", (entry,)).fetchone()[0] > most:
                return 0
            return self._db.execute(
                f"UPDATE urls SET wanted = 1 WHERE {failing} AND kind IN ('column', 'interaction')", (entry,)
            ).rowcount

    def unwant(self, rows: Iterable[Row]) -> None:
        """Drop looks that turned out to be needless."""
        with self._db:
            self._db.executemany("UPDATE urls SET wanted = 0 WHERE id = ?", [(row.id,) for row in rows])

    def close_frontier(self, entry: Entry) -> None:
        """What is still queued when the budget is spent ends as ``over_budget``."""
        over = "UPDATE urls SET state = 'over_budget', reason = 'budget' WHERE entry = ? AND state = 'queued'"
        with self._db:
            self._db.execute(over, (entry,))

    # -- what was seen -----------------------------------------------------------------------------------------------

    def commit(self, visit: Visit) -> None:
        """Write one visit whole: state, artifact, links, template."""
        row, page = visit.row, visit.page
        looks = row.looks + 1 if page and page.rendered else row.looks
        with self._db:
            if row.state in ("fetched", "rendered") and visit.state not in ("fetched", "rendered"):
                # The page was seen before; that a further look failed does not undo what was seen.
                self._db.execute("UPDATE urls SET wanted = 0, looks = looks + 1 WHERE id = ?", (row.id,))
                self._put("failure", Failure("look", row.url, visit.reason or visit.state), row.id)
                return
            self._db.execute(
                "UPDATE urls SET state = ?, reason = ?, status = ?, redirect_to = ?, requested = 1, wanted = ?,"
                " looks = ?,"
                " template = CASE WHEN ? = '' THEN template ELSE ? END WHERE id = ?",
                (
                    visit.state, visit.reason, visit.status, visit.redirect_to, int(visit.want_look), looks,
                    page.template if page else "", page.template if page else "", row.id,
                ),
            )  # fmt: skip
            if page:
                self._put("page", page, row.id, look=page.look if page.rendered else 0)
            for name, further in (("turned", visit.turned), ("opened", visit.opened)):
                for shown in further:
                    self._put(name, shown, row.id)
            if visit.found:
                leads = row.column_url if row.kind == "article" else row.url
                self._add(row.entry, visit.found, row.depth + 1, leads)
            known = self._templates.get(row.entry, {}).get(visit.template.id) if visit.template else None
            if visit.template and (known is None or known[0] != visit.template):
                self._put_template(row.entry, visit.template, visit.shape)
                if known and known[0].render == "never" and visit.template.render == "always":
                    # What was fetched while no browser seemed to be needed was not seen as a visitor sees it.
                    self._db.execute(
                        "UPDATE urls SET wanted = 1 WHERE template = ? AND state = 'fetched' AND looks = 0",
                        (visit.template.id,),
                    )
        if visit.template and row.entry in self._templates:
            self._templates[row.entry][visit.template.id] = visit.template, visit.shape

    def _put(self, name: str, artifact: Struct, url_id: int | None = None, look: int = 0) -> None:
        data = zlib.compress(msgspec.json.encode(artifact), 6)
        self._db.execute(
            "INSERT INTO artifacts (name, url_id, look, data) VALUES (?, ?, ?, ?)", (name, url_id, look, data)
        )

    def put(self, name: str, artifact: Struct) -> None:
        """Keep an artifact that belongs to no page: how an entry was found, a failure of ours."""
        with self._db:
            self._put(name, artifact)

    def plain_look(self, url_id: int) -> Page | None:
        """The plainly fetched look at a page, if the case has one."""
        row = self._db.execute(
            "SELECT data FROM artifacts WHERE url_id = ? AND name = 'page' AND look = 0 ORDER BY id DESC",
            (url_id,),
        ).fetchone()
        return _unpack(row[0], Page) if row else None

    def example_looks(self, template: str) -> tuple[Page, Page] | None:
        """The plain and the first rendered look at the first page of *template* that has both."""
        rows = self._db.execute(
            "SELECT p.data AS plain, r.data AS rendered FROM urls u"
            " JOIN artifacts p ON p.url_id = u.id AND p.name = 'page' AND p.look = 0"
            " JOIN artifacts r ON r.url_id = u.id AND r.name = 'page' AND r.look = 1"
            " WHERE u.template = ? ORDER BY r.id LIMIT 1",
            (template,),
        ).fetchone()
        return (_unpack(rows["plain"], Page), _unpack(rows["rendered"], Page)) if rows else None

    def home_look(self, entry: Entry) -> Page | None:
        """The last rendered look at the entry's home page, if there is one."""
        row = self._db.execute(
            "SELECT a.data FROM artifacts a JOIN urls u ON u.id = a.url_id WHERE a.name = 'page' AND a.look > 0"
            " AND u.entry = ? AND u.kind = 'home' AND u.state = 'rendered' ORDER BY a.id DESC",
            (entry,),
        ).fetchone()
        return _unpack(row[0], Page) if row else None

    def of_each_template(self, entry: Entry, each: int, limit: int) -> list[Found]:
        """Up to *each* pages of every template that were seen, equals by their hash; the home page is left out."""
        rows = self._db.execute(
            """
            SELECT url, anchor, kind, tier, ROW_NUMBER() OVER (PARTITION BY template ORDER BY rank) AS turn, rank
            FROM urls WHERE entry = ? AND state IN ('fetched', 'rendered') AND template != '' AND kind != 'home'
            ORDER BY turn, rank
            """,
            (entry,),
        ).fetchall()
        return [Found(row["url"], row["anchor"], row["kind"], row["tier"]) for row in rows if row["turn"] <= each][
            :limit
        ]

    def seen_by_template(self, entry: Entry) -> list[tuple[str, str, str]]:
        """The address of every page of the entry that was seen, with its template and how that is rendered."""
        return [
            (row["url"], row["id"], row["render"])
            for row in self._db.execute(
                "SELECT u.url, t.id, t.render FROM urls u JOIN templates t ON t.id = u.template"
                " WHERE u.entry = ? AND u.state IN ('fetched', 'rendered')",
                (entry,),
            )
        ]

    # -- templates -----------------------------------------------------------------------------------------------------

    def templates(self, entry: Entry) -> list[tuple[Template, frozenset[int]]]:
        """Every template of the entry with its shape, in the order of their names; how many pages it has is left out.

        Read once and kept: every page that comes in is compared with all of them.
        """
        if entry not in self._templates:
            rows = self._db.execute("SELECT * FROM templates WHERE entry = ? ORDER BY id", (entry,)).fetchall()
            self._templates[entry] = {
                row["id"]: (
                    Template(row["id"], 0, row["example"], row["render"], row["reason"], row["looks"]),
                    frozenset(msgspec.msgpack.decode(row["shape"], type=list[int])),
                )
                for row in rows
            }
        return [known for _, known in sorted(self._templates[entry].items())]

    def _put_template(self, entry: Entry, template: Template, shape: frozenset[int]) -> None:
        self._db.execute(
            "INSERT INTO templates (id, entry, shape, example, render, reason, looks) VALUES (?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET render = excluded.render, reason = excluded.reason,"
            " looks = excluded.looks",
            (
                template.id, entry, msgspec.msgpack.encode(sorted(shape)), template.example, template.render,
                template.reason, template.looks,
            ),
        )  # fmt: skip

    # -- probes --------------------------------------------------------------------------------------------------------

    def plan_probes(self, probes: Sequence[tuple[str, str, Entry, dict[str, str]]]) -> None:
        """Put active trials on the list, as (name, url, entry, arguments)."""
        with self._db:
            self._db.executemany(
                "INSERT INTO probes (name, url, entry, arguments) VALUES (?, ?, ?, ?)",
                [(name, url, entry, msgspec.json.encode(arguments).decode()) for name, url, entry, arguments in probes],
            )

    def next_probes(self, limit: int) -> list[Probe]:
        rows = self._db.execute("SELECT * FROM probes WHERE done = 0 ORDER BY id LIMIT ?", (limit,)).fetchall()
        return [
            Probe(row["id"], row["name"], row["url"], row["entry"], msgspec.json.decode(row["arguments"]))
            for row in rows
        ]

    def anchors(self, entry: Entry, kind: PageKind) -> list[str]:
        """With which words pages of that kind are linked."""
        rows = self._db.execute("SELECT anchor FROM urls WHERE entry = ? AND kind = ?", (entry, kind))
        return [row["anchor"] for row in rows]

    def drop_probes(self, name: str) -> None:
        """Take the trials of that name that are still open off the list: they would tell nothing new."""
        with self._db:
            self._db.execute("UPDATE probes SET done = 1 WHERE name = ?", (name,))

    def pages(self, entry: Entry) -> Iterator[Page]:
        """Every look at every page of the entry, in the order of the addresses."""
        for row in self._db.execute(
            "SELECT a.data FROM artifacts a JOIN urls u ON u.id = a.url_id WHERE a.name = 'page' AND u.entry = ?"
            " ORDER BY u.key, a.look, a.id",
            (entry,),
        ):
            yield _unpack(row[0], Page)

    def commit_probe(self, probe: Probe, name: str, artifact: Struct) -> None:
        """Write what a trial brought and take it off the list."""
        with self._db:
            self._put(name, artifact)
            self._db.execute("UPDATE probes SET done = 1 WHERE id = ?", (probe.id,))

    # -- the whole -----------------------------------------------------------------------------------------------------

    def counts(self) -> dict[str, int]:
        """How many URLs are in each state."""
        return dict(self._db.execute("SELECT state, COUNT(*) FROM urls GROUP BY state ORDER BY state").fetchall())

    def load(self, city: dict[str, str], run: RunFacts) -> Site:
        """The whole case as the artifact that is judged; the same rows give the same Site."""
        urls = tuple(
            Url(
                url=row["url"], entry=row["entry"], state=row["state"], reason=row["reason"], kind=row["kind"],
                anchor=row["anchor"], column=row["column_url"], depth=row["depth"], status=row["status"],
                redirect_to=row["redirect_to"],
            )
            for row in self._db.execute("SELECT * FROM urls ORDER BY entry, key")
        )  # fmt: skip
        pages_of = dict(self._db.execute("SELECT template, COUNT(*) FROM urls GROUP BY template").fetchall())
        entries: tuple[Entry, ...] = ("desktop", "mobile")
        pages = tuple(page for entry in entries for page in self.pages(entry))
        templates = tuple(
            replace(template, pages=pages_of.get(template.id, 0))
            for entry in entries
            for template, _ in self.templates(entry)
        )
        return Site(
            city=city, run=run, urls=urls, pages=pages, templates=templates,
            entries=self._all("entry", EntryFacts),
            searches=self._all("search", SearchTrial), failures=self._all("failure", Failure),
            turned=self._all("turned", Page),
            opened=self._all("opened", Page),
        )  # fmt: skip

    def _all(self, name: str, kind: type[T]) -> tuple[T, ...]:
        return tuple(
            _unpack(row[0], kind)
            for row in self._db.execute("SELECT data FROM artifacts WHERE name = ? ORDER BY id", (name,))
        )


def load_site(path: Path) -> Site:
    """The Site of the case at *path*, opened for reading only. Raises CaseError."""
    with opened_case(path) as case:
        city, run = case.fact("city"), case.fact("run")
        if not city or not run:
            raise CaseError(f"{path}: the case was never begun")
        return case.load(msgspec.json.decode(city, type=dict[str, str]), msgspec.json.decode(run, type=RunFacts))


@contextmanager
def opened_case(path: Path) -> Iterator[Case]:
    """The case at *path*, opened for reading only, closed with the block. Raises CaseError."""
    if not path.is_file():
        raise CaseError(f"{path}: there is no such case")
    with closing(Case(path, read_only=True)) as case:
        yield case


def _row(row: Any, *, render: bool) -> Row:
    return Row(
        id=row["id"], entry=row["entry"], url=row["url"], kind=row["kind"], depth=row["depth"], anchor=row["anchor"],
        column_url=row["column_url"], render=render, looks=row["looks"], state=row["state"], template=row["template"],
        rank=row["rank"],
    )  # fmt: skip


def _unpack(data: bytes, kind: type[T]) -> T:
    return msgspec.json.decode(zlib.decompress(data), type=kind)

"""One city's part in the crawl: in which phase it is, what it wants fetched next, what is under way."""

from __future__ import annotations

from collections import Counter, deque
from pathlib import Path
from typing import Literal

import msgspec
from msgspec.structs import replace
from scrapy import Request

from checks.artifacts import Entry, EntryFacts, Failure, RunFacts, SearchTrial
from checks.reading import read
from crawler import frontier, mobile
from crawler.addresses import Scope
from crawler.gather import forecast, templates, titles
from crawler.gather.folds import Folds
from crawler.gather.scripts import NewScripts
from crawler.probes.search_box import shows
from crawler.seeds import Seed
from crawler.store import Case
from crawler.visits import Found, Probe, Row, Visit

#: walk the frontier · see the mobile entry · try the search · judge what was seen ·
#: look again where the judgement asks for it · done
Phase = Literal["walk", "mobile", "trials", "judge", "looks", "done"]

_FETCHING = ("walk", "mobile", "looks")

#: URLs that are taken from the frontier together. The next batch is chosen when the last page of this one is stored,
#: so that what is chosen depends on what was seen and never on which answer came first.
BATCH = 16
#: Addresses that answered with a server's error and are probed once more after the walk.
MOST_SECOND_PROBES = 5
#: Judgements that may ask for further looks before the city's report is written.
MOST_ROUNDS = 3
#: Looks of a city's walk that the heavy engines judge and that are pictured; looks that a judgement asks for, and home
#: pages, are pictured besides (see crawler/evidence.py for the sizes).
MOST_EXAMPLES = 60


class CityCrawl:
    """The frontier of one city. Hands out rows to request and takes visits back."""

    def __init__(self, seed: Seed, folder: Path, facts: RunFacts, scope: Scope, *, budget: int) -> None:
        self.seed, self.folder, self.scope, self.budget = seed, folder, scope, budget
        self.case = Case(folder / "case.db", seed=facts.seed)
        self._batch: deque[Row] = deque()
        self._again: deque[Request] = deque()  # retries of requests that are under way
        self.under_way: set[int] = set()
        self.is_judging = False
        self._closed = False
        self._examples = int(self.case.fact("examples", "0"))
        self.new_kinds, self._telling = templates.NewKinds(), set[int]()
        self.folds, self.new_scripts = Folds(), NewScripts()
        self.pinned: set[int] = set()  # pages that are looked at whatever is learned of their templates
        self._judged = {template.id for template, _ in self.case.templates("desktop") if template.looks}
        self._trial: Probe | None = None
        self._last_counts: dict[str, int] = {}
        self.rounds = int(self.case.fact("rounds", "0"))
        self.phase: Phase = self.case.fact("phase", "walk")  # type: ignore[assignment]
        self.verdict = self.case.fact("verdict")
        self.case.set_fact("city", msgspec.json.encode(seed.columns).decode())
        self.case.set_fact("run", msgspec.json.encode(facts).decode())
        if not self.case.counts():
            self.case.add("desktop", [Found(seed.portal_url, kind="home", tier=frontier.HOME)])

    @property
    def id(self) -> str:
        return self.seed.city_id

    def next(self) -> Row | Probe | Request | None:
        """What to request now; None while the batch is under way, and when the phase is over."""
        if self._again:
            return self._again.popleft()
        if self.phase == "trials":
            return self._next_trial()
        if self.phase not in _FETCHING:
            return None
        if not self._batch and not self.under_way:
            self._batch.extend(self._choose())
        if not self._batch:
            return None
        row = self._batch.popleft()
        self.under_way.add(row.id)
        return row

    def _choose(self) -> list[Row]:
        self.folds.settle()
        if news := self.new_kinds.choose():
            self._telling.update(row.id for row in news)
            self.case.want((row.entry, row.url) for row in news)
        if own := self.new_scripts.choose():
            self.pinned.update(row.id for row in own)
            self.case.want((row.entry, row.url) for row in own)
        looks = self._needed_looks() if self.phase == "walk" else self.case.wanted_looks(BATCH)
        if self.phase == "walk" and 0 < len(looks) < BATCH and all(row.kind == "article" for row in looks):
            # Articles lead to nothing that is waited for: their looks are saved up until they fill a batch, so that
            # the browser's pages are all busy. By then more is known of the templates, and fewer are needed.
            return self._walk_on() or looks
        if looks or self.phase == "looks":
            return looks
        if self.phase == "mobile":
            return self.case.next_urls("mobile", BATCH, min(self.budget, mobile.MOBILE_PAGES))
        return self._walk_on()

    def _walk_on(self) -> list[Row]:
        """The walk's next pages; those that script will draw are opened in the browser at once."""
        rows = self.case.next_urls("desktop", BATCH, self.budget)
        drawn = forecast.drawn_patterns(self.case.seen_by_template("desktop"))
        expected = [drawn.get(forecast.folder_pattern(row.url)) for row in rows] if drawn else [None] * len(rows)
        return [
            replace(row, render=True, template=template) if template else row
            for row, template in zip(rows, expected, strict=True)
        ]

    def _needed_looks(self) -> list[Row]:
        """Of the looks that were planned page by page, those still needed now that more is known of the templates."""
        known = {template.id: template for template, _ in self.case.templates("desktop")}
        planned: Counter[str] = Counter()
        needed: list[Row] = []
        spare: list[Row] = []
        for row in self.case.wanted_looks(self.budget):
            template = known.get(row.template)
            told = row.kind == "home" or row.id in self._telling or row.id in self.pinned
            if template is None or told or templates.teaches(template, row.rank, planned[template.id]):
                needed.append(row)
                planned[row.template] += 1
            elif template.render == "never":
                spare.append(row)
        self.case.unwant(spare)
        return needed[:BATCH]

    def again(self, request: Request) -> None:
        """Take back a request that Scrapy wants to send once more."""
        self._again.append(request)

    def is_example(self, row: Row) -> bool:
        """Whether a rendered look at *row* is judged by the heavy engines, and pictured for them: the first at each
        template, at a page of new kinds of elements, and at a seeded few, within the budget. A first one that fails is
        made up for: its template's kinds are all new. What other findings need a picture of is asked for by the
        judgement."""
        first = not row.template or row.template not in self._judged
        if self._examples >= MOST_EXAMPLES or not (
            row.id in self._telling or (not row.looks and (first or templates.is_sample(row.rank)))
        ):
            return False
        if row.template:
            self._judged.add(row.template)
        self._examples += 1
        self.case.set_fact("examples", str(self._examples))
        return True

    def settle(self, visit: Visit) -> None:
        """Store a visit; the row is no longer under way, whatever happens."""
        try:
            self.case.commit(visit)
        finally:
            self.under_way.discard(visit.row.id)

    @property
    def is_exhausted(self) -> bool:
        """True when the phase has nothing left to request and nothing is under way."""
        if self.phase == "trials":
            return not (self._again or self._trial or self.case.next_probes(1))
        return self.phase in _FETCHING and not (self._batch or self._again or self.under_way)

    def advance(self, *, with_browser: bool) -> None:
        """Leave an exhausted phase for the next one."""
        if self.phase == "walk" and with_browser and self._plan_mobile():
            self.enter("mobile")
        elif self.phase in ("walk", "mobile") and with_browser and self._plan_trials():
            self.enter("trials")
        elif with_browser and self.case.want_second_probes("desktop", MOST_SECOND_PROBES):
            self.enter("looks")
        else:
            self.enter("judge")

    def enter(self, phase: Phase) -> None:
        """Begin a phase; it is remembered, so that a resumed run begins there."""
        if phase == "judge":
            entries: tuple[Entry, ...] = ("desktop", "mobile")
            for entry in entries:
                self.case.close_frontier(entry)
        self.phase = phase
        if not self._closed:  # a judgement may end when the run is over already: a resumed run makes it again
            self.case.set_fact("phase", phase)

    def look_again(self, wants: list[tuple[str, str]]) -> bool:
        """Plan the looks that a judgement asked for, as (entry, url); false when there is none left to make."""
        if self._closed:
            return False
        self.rounds += 1
        self.case.set_fact("rounds", str(self.rounds))
        self.is_judging = False
        if not self.case.want(wants):
            return False
        self.enter("looks")
        return True

    # -- the search trials -----------------------------------------------------------------------------------------

    def _plan_trials(self) -> bool:
        """Put the search trials on the list; false when the home page was never seen."""
        home = self.case.home_look("desktop")
        if home is None:
            return False
        chosen = titles.chosen_titles(list(self.case.pages("desktop")), self.case.seed)
        queries = [*chosen, (titles.nonsense(self.case.seed), "")]
        self.case.plan_probes([
            ("search", home.url, "desktop", {"query": query, "expected_url": url, "how": ("enter",
            "button")[place % 2]})
            for place, (query, url) in enumerate(queries)
        ])  # fmt: skip
        return True

    def _next_trial(self) -> Probe | None:
        """The next trial, one at a time: trials of one city share a browser context."""
        if self._trial is None and not self.case.next_probes(1) and self.case.fact("search") == "finds-nothing":
            self._plan_word()
        if self._trial is None and (waiting := self.case.next_probes(1)):
            self._trial = waiting[0]
            return self._trial
        return None

    def _plan_word(self) -> None:
        """Where no title was found, a word that most titles share tells a dead search from one that knows no titles."""
        self.case.set_fact("search", "word")
        home = self.case.home_look("desktop")
        word = titles.common_word(self.case.anchors("desktop", "article"))
        if home is not None and word:
            told = {"query": word, "expected_url": "", "how": "enter", "word": "1"}
            self.case.plan_probes([("search", home.url, "desktop", told)])

    def trial_done(self, name: str, artifact: SearchTrial | Failure) -> None:
        """Store what a trial brought; without a box there is nothing further to try."""
        trial, self._trial = self._trial, None
        if trial is None:
            return
        self.case.commit_probe(trial, name, artifact)
        if not isinstance(artifact, SearchTrial):
            return
        if not artifact.box_found:
            self.case.drop_probes("search")
        elif artifact.expected_url and artifact.answer and self.case.fact("search") != "finds":
            self.case.set_fact("search", "finds" if shows(artifact) else "finds-nothing")

    # -- the mobile entry ------------------------------------------------------------------------------------------

    def _plan_mobile(self) -> bool:
        """Put the mobile entry's start page on the list; false when the desktop's home page was never seen."""
        home = self.case.home_look("desktop")
        if home is None:
            self.case.put("entry", EntryFacts(entry="mobile", how="unreachable"))
            return False
        url, how = mobile.named_entry(read(home), self.scope, self.seed.columns.get("mobile_url", ""))
        self.case.set_fact("mobile_how", how)
        self.case.set_fact("desktop_home", home.url)
        start = url or self.seed.portal_url
        self.case.add("mobile", [Found(start, kind="home", tier=frontier.HOME, render=True)])
        return True

    def home_seen(self, visit: Visit) -> Visit:
        """Take down how an entry was found, from the first look at its home page; the visit to store."""
        row, page = visit.row, visit.page
        if row.looks or (page is not None and not page.rendered):
            return visit
        if visit.state == "redirected":
            if row.entry == "mobile":  # to another owner's host: there is an entry, and it is not ours to walk
                self.case.put("entry", EntryFacts(
                    entry="mobile", url=row.url, found=True, how="redirect", final_url=visit.redirect_to,
                    reachable=True,
                ))  # fmt: skip
            return visit
        if page is None:
            how = self.case.fact("mobile_how") if row.entry == "mobile" else "seed"
            self.case.put("entry", EntryFacts(
                entry=row.entry, url=row.url, found=bool(how), how=how or "unreachable", reachable=None,
                note=visit.reason,
            ))  # fmt: skip
            return visit
        if row.entry == "desktop":
            self.case.put("entry", EntryFacts(
                entry="desktop", url=row.url, found=True, how="seed", final_url=page.url, reachable=True,
                desktop_url=page.url,
            ))  # fmt: skip
            return visit
        facts = mobile.entry_facts(
            page, read(page), self.seed.portal_url, self.case.fact("desktop_home"), self.case.fact("mobile_how")
        )
        self.case.put("entry", facts)
        self.case.set_fact("mobile_how", facts.how)
        self.case.set_fact("mobile_home", page.url)
        if facts.how == "responsive":
            chosen = self.case.of_each_template("desktop", mobile.PAGES_PER_TEMPLATE, mobile.MOBILE_PAGES)
            same = tuple(
                Found(item.url, item.anchor, item.kind, max(item.tier, frontier.MENU), render=True) for item in chosen
            )
            return replace(visit, found=same)
        return visit if facts.found else replace(visit, found=())

    def follows(self, found: tuple[Found, ...], row: Row) -> tuple[Found, ...]:
        """Which of the links of a page are followed: on either entry those of its own pages."""
        if row.entry == "desktop":
            desktop = self.case.fact("desktop_home") or self.seed.portal_url
            return () if mobile.of_mobile(desktop, self.seed.columns.get("mobile_url", ""), row.url) else found
        if self.case.fact("mobile_how") in ("responsive", "none") and (row.kind != "home" or row.looks):
            return ()
        entry, desktop = self.case.fact("mobile_home"), self.case.fact("desktop_home")
        page = entry if row.kind == "home" else row.url  # the home page may have been redirected
        return tuple(
            replace(link, render=True)
            for link in found
            if not mobile.leads_away(entry, desktop, page, link.url, link.anchor)
        )

    def done(self, verdict: str) -> None:
        self.verdict = verdict
        if not self._closed:
            self.case.set_fact("verdict", verdict)
        self.enter("done")

    def counts(self) -> dict[str, int]:
        """URLs by state."""
        return self._last_counts if self._closed else self.case.counts()

    @property
    def requested(self) -> int:
        """Pages of the desktop entry that were asked for: what of the budget is spent."""
        return self.budget if self._closed else self.case.spent("desktop")

    def close(self) -> None:
        """Close the case; the counts stay."""
        if not self._closed:
            self._last_counts = self.case.counts()
            self._closed = True
            self.case.close()

"""The main job: walk every portal of the seeds and keep what was seen, page by page, in each city's case.db."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any, Self
from urllib.parse import urljoin, urlsplit

from msgspec.structs import replace
from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.sitemap import Sitemap
from twisted.python.failure import Failure

from checks.artifacts import AxeRun, Page, Template, UrlState
from checks.artifacts import Failure as FailedProbe
from checks.reading import read
from crawler import frontier
from crawler.addresses import Scope, absolute, file_ending, page_key, without_visit
from crawler.browser import opening, turning
from crawler.browser.look import Look
from crawler.city import CityCrawl
from crawler.gather import outcome, templates
from crawler.gather.gain import Gain, gain
from crawler.gather.page import answer_page, found_links, plain_page, rendered_page
from crawler.replay import Replay
from crawler.run import Run, now, prepare
from crawler.visits import Found, Probe, Row, Visit

#: Redirects of a page to itself (to set a cookie, to https, to www) that are followed before it counts as a loop.
SELF_REDIRECTS = 5
#: Requests at a time for one host once DOWNLOAD_DELAY=0 has turned the pace off.
UNPACED_REQUESTS = 8
#: Addresses that a site map may add: it orders nothing, and a portal's map can hold hundreds of thousands.
SITEMAP_URLS = 2000


class PortalsSpider(Spider):
    """``scrapy crawl portals``. Arguments: ``cities``, ids separated by commas."""

    name = "portals"

    def __init__(self, run: Run, replay: Replay | None, cities: dict[str, CityCrawl], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.run, self.replay, self.cities = run, replay, cities
        self.faults: list[str] = []  # cities that our own code could not judge

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, cities: str | None = None, **kwargs: Any) -> Self:
        """Open the run. Raises SeedsError and UsageFault before anything is fetched."""
        settings = crawler.settings
        replay = Replay(Path(settings["REPLAY_WARC"])) if settings["REPLAY_WARC"] else None
        if replay and settings.getpriority("DOWNLOAD_DELAY") < 40:  # an archive needs no pace, unless one was asked for
            settings.set("DOWNLOAD_DELAY", 0, priority="spider")
        if settings.getfloat("DOWNLOAD_DELAY") == 0 and settings.getpriority("CONCURRENT_REQUESTS_PER_DOMAIN") < 40:
            settings.set("CONCURRENT_REQUESTS_PER_DOMAIN", UNPACED_REQUESTS, priority="spider")
        run = prepare(settings, cities, observed_at=replay.newest if replay else "")
        run.save("running")
        if replay:
            replay.start()
            settings.set("CRAWL_PROXY", replay.url, priority="cmdline")
        hosts = {seed.city_id: seed.hosts for seed in run.seeds.seeds}
        crawls = {
            seed.city_id: CityCrawl(
                seed, run.folder / seed.city_id, run.facts,
                Scope([url for url in (seed.portal_url, seed.columns.get("mobile_url", "")) if url],
                      [host for other, theirs in hosts.items() if other != seed.city_id for host in theirs]),
                budget=settings.getint("PAGES_PER_SITE"),
            )
            for seed in run.seeds.seeds
        }  # fmt: skip
        spider = cls(run, replay, crawls, **kwargs)
        spider._set_crawler(crawler)
        spider.render = settings["RENDER"]
        crawler.signals.connect(spider.robots_seen, signal=signals.robots_parsed)
        crawler.signals.connect(spider.broken_page, signal=signals.spider_error)
        crawler.signals.connect(spider.stop_replay, signal=signals.engine_stopped)
        return spider

    render: str

    async def start(self) -> AsyncIterator[Request]:
        """Nothing: the scheduler takes every request from the cases, which began with the seeds."""
        for nothing in ():
            yield nothing

    # -- out -------------------------------------------------------------------------------------------------------

    def request(self, city: CityCrawl, row: Row) -> Request:
        """The request for one row of a case."""
        rendered = row.render or (self.render == "always" and row.kind != "attachment")
        if self.render == "never":
            rendered = False
        example = rendered and city.is_example(row)
        first = rendered and row.entry == "desktop" and not row.looks
        pictured = rendered and (example or row.kind == "home" or city.phase == "looks")
        return Request(
            row.url, callback=self.parse, errback=self.failed, dont_filter=True,
            meta={
                "city_crawl": city, "city": city.id, "entry": row.entry, "row": row, "render": rendered,
                "evidence": str(city.folder / "evidence") if pictured else None,
                "axe": not row.looks if self.render == "always" else example,
                "turn": first and row.kind == "interaction",
                "open": first and row.kind in ("interaction", "column"),
                "unfold": city.folds.left_alone if rendered and not row.looks and city.folds.wanted(row) else None,
                "with_body": rendered and row.state == "queued",
                "cookiejar": f"{city.id}/{row.entry}",
                "handle_httpstatus_all": True,
            },
        )  # fmt: skip

    def trial(self, city: CityCrawl, probe: Probe) -> Request:
        """The request for one active trial: its name and plain arguments, so that it survives in case.db."""
        return Request(
            probe.url, callback=self.tried, errback=self.trial_failed, dont_filter=True,
            meta={
                "city_crawl": city, "city": city.id, "entry": probe.entry, "probe": probe.name,
                "arguments": probe.arguments, "evidence": str(city.folder / "evidence"), "handle_httpstatus_all": True,
            },
        )  # fmt: skip

    def tried(self, response: Response) -> None:
        """Store what a trial brought."""
        response.meta["city_crawl"].trial_done(response.meta["probe"], response.meta["seen"])

    def trial_failed(self, failure: Failure) -> None:
        """Store that a trial of ours broke off: never a fault of the site."""
        request: Request = failure.request  # type: ignore[attr-defined]
        _, reason = outcome.of_failure(failure)
        request.meta["city_crawl"].trial_done("failure", FailedProbe(request.meta["probe"], request.url, reason))

    # -- in --------------------------------------------------------------------------------------------------------

    def parse(self, response: Response) -> Iterator[Request]:
        """Turn one answer into one visit and store it."""
        city, row = response.meta["city_crawl"], response.meta["row"]
        state, reason = outcome.of_response(response)
        if state == "redirected":
            yield from self._redirected(response, city, row)
            return
        look: Look | None = response.meta.get("look")
        visit = Visit(row=row, state=state, reason=reason, status=response.status)
        if look is not None and look.url not in city.scope:
            # Whatever a host of another owner answers, the page here has led there.
            found = Found(look.url, row.anchor, row.kind, frontier.ELSEWHERE, "out_of_scope", "other-host")
            visit = Visit(row=row, state="redirected", status=look.status, redirect_to=look.url, found=(found,))
        elif look is not None and state in ("fetched", "dead", "not_html"):
            visit = self._rendered(look, city, row, state, response.meta.get("axe_run"))
            if visit.page:
                plain = replace(visit.page, axe=None, picture=None)
                turned, opened = (
                    tuple(replace(plain, html=html) for html in response.meta.get(name, ()))
                    for name in ("turned", "opened")
                )
                found = self._pressed(response, city, visit, plain)
                visit = replace(visit, turned=turned, opened=opened, found=found)
        elif state == "fetched":
            visit = self._fetched(response, city, row)
        elif state == "not_html" and response.body[:500].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(
            (b"<?xml", b"<urlset", b"<sitemapindex")
        ):
            visit = replace(visit, found=self._sitemap_links(response, city))
        if row.state == "failed" and state == "failed" and reason.startswith("status-"):
            visit = replace(visit, state="dead")  # a server's error, at two probes apart in time, each with its retry
        if row.kind == "home":
            visit = city.home_seen(visit)
        city.settle(visit)

    def _fetched(self, response: Response, city: CityCrawl, row: Row) -> Visit:
        page = plain_page(response, row, now(), city.folder / "evidence")
        document = read(page)
        template, shape = self._template(city, row, lambda: templates.outline(document))
        page = replace(page, template=template.id)
        want = self.render != "never" and (
            row.kind == "home" or outcome.is_shell(response.body) or templates.wants_look(template, row.rank)
        )
        if (
            self.render != "never"
            and row.kind == "interaction"
            and (turning.turns(page.html) or opening.opens(page.html))
        ):
            want = True
            city.pinned.add(row.id)
        if template.id in city.folds.templates and city.folds.wanted(row):
            want = True
            city.pinned.add(row.id)
        if self.render != "never":
            city.new_kinds.met(row, template, document.shape, judged=False)
            city.new_scripts.met(template.id, row, document)
        found = found_links(document, row, city.scope) + self._site_map(row)
        return Visit(
            row=row, state="fetched", status=response.status, page=page, found=found, template=template, shape=shape,
            want_look=want,
        )  # fmt: skip

    def _rendered(self, look: Look, city: CityCrawl, row: Row, state: UrlState, axe: AxeRun | None) -> Visit:
        missing = frozenset(self.replay.misses) if self.replay else frozenset()
        known = city.case.plain_look(row.id) or answer_page(look, row, now(), city.folder / "evidence")
        page = rendered_page(look, row, now(), missing=missing, answer=known, axe=axe)
        document = read(page)
        if row.kind == "home" and not self.replay and len(document.words) < 20 and not document.links:
            return Visit(row=row, state="blocked", reason="stub", status=look.status)
        # Read once, and only where something is still to be learned from it.
        plain = cache(partial(read, known)) if known and page_key(known.url) == page_key(look.url) else None
        template, shape = self._template(city, row, lambda: templates.outline(plain()) if plain else document.shape)
        if state == "fetched":
            gained = gain(plain(), document) if plain and template.render != "always" else None
            template = templates.learn(template, gained, partial(_earlier_gain, city, template.id))
            if gained is not None and plain:
                city.new_scripts.ran(template.id, plain())
            if self.render != "always":  # there, axe-core runs on every page anyway
                city.new_kinds.met(row, template, document.shape, judged=axe is not None)
        page = replace(page, template=template.id)
        return Visit(
            row=row, state="dead" if state == "dead" else "rendered",
            reason=f"status-{look.status}" if state == "dead" else "", status=look.status,
            redirect_to=look.url if page_key(look.url) != page_key(row.url) else "",
            page=page, found=city.follows(found_links(document, row, city.scope) + self._site_map(row), row),
            template=template,
            shape=shape,
        )  # fmt: skip

    def _pressed(self, response: Response, city: CityCrawl, visit: Visit, plain: Page) -> tuple[Found, ...]:
        """The links of a rendered page, with those that a press brought into it: what was unfolded, and what was turned
        (letters on the second page of a list)."""
        pressed = [
            (words, found_links(read(replace(plain, html=html)), visit.row, city.scope) if html else ())
            for words, html in response.meta.get("unfolded", ())
        ]
        if pressed:
            city.folds.brought(plain.template, visit.found, pressed)
        known = {page_key(link.url) for link in visit.found}
        turned = (
            found_links(read(replace(plain, html=html)), visit.row, city.scope)
            for html in response.meta.get("turned", ())
        )
        more = {page_key(link.url): link for links in (*(links for _, links in pressed), *turned) for link in links}
        return visit.found + tuple(link for key, link in more.items() if key not in known)

    def _template(
        self, city: CityCrawl, row: Row, outline: Callable[[], frozenset[int]]
    ) -> tuple[Template, frozenset[int]]:
        known = city.case.templates(row.entry)
        if row.state != "queued":
            for item in known:
                if item[0].id == row.template:
                    return item
        seen = outline()
        if near := templates.match(known, seen):
            return near
        # Named after the page that showed it first: the first by order of the frontier, the same in every run.
        return Template(f"{row.entry[0]}-{row.rank[:6]}", 0, row.url, "sample"), seen

    def _redirected(self, response: Response, city: CityCrawl, row: Row) -> Iterator[Request]:
        target = absolute(response.url, (response.headers.get("Location") or b"").decode("utf-8", "replace"))
        times = response.meta.get("self_redirects", 0)
        if target is None or (page_key(target) == page_key(row.url) and times >= SELF_REDIRECTS):
            city.settle(Visit(row=row, state="failed", reason="redirect-loop", status=response.status))
            return
        if page_key(target) == page_key(row.url) and target in city.scope:
            request = response.request
            assert request is not None
            yield request.replace(url=target, meta={**request.meta, "self_redirects": times + 1})
            return
        target = without_visit(target)
        if target in city.scope:
            found = Found(target, row.anchor, row.kind, frontier.HOME if row.kind == "home" else frontier.MENU)
            if file_ending(target):
                found = replace(found, kind="attachment", state="not_html", reason=f"extension{file_ending(target)}")
        else:
            found = Found(target, row.anchor, row.kind, frontier.ELSEWHERE, "out_of_scope", "other-host")
        city.settle(Visit(row=row, state="redirected", status=response.status, redirect_to=target, found=(found,)))

    def failed(self, failure: Failure) -> None:
        """Store that a request brought no answer, and why."""
        request: Request = failure.request  # type: ignore[attr-defined]
        state, reason = outcome.of_failure(failure)
        city, visit = request.meta["city_crawl"], Visit(row=request.meta["row"], state=state, reason=reason)
        city.settle(city.home_seen(visit) if visit.row.kind == "home" else visit)

    def broken_page(self, failure: Failure, response: Response) -> None:
        """A page that our own code stumbled over costs that page: it is stored as our failure."""
        city: CityCrawl = response.meta["city_crawl"]
        row: Row | None = response.meta.get("row")
        if row is None:
            city.trial_done("failure", FailedProbe(response.meta["probe"], response.url, failure.type.__name__))
        elif row.id in city.under_way:
            city.settle(
                Visit(
                    row=row,
                    state="failed",
                    reason=f"internal-{failure.type.__name__}",
                    status=response.status,
                )
            )

    # -- site maps -------------------------------------------------------------------------------------------------

    def robots_seen(self, robotparser: Any, request: Request) -> None:
        """Note the site maps that a robots.txt names, for the city that asked for it."""
        city: CityCrawl | None = request.meta.get("city_crawl")
        if city is None:
            return
        found = [
            Found(url, kind="other", tier=frontier.MENU)
            for address in list(robotparser.rp.sitemaps)[:10]
            if (url := absolute(request.url, address)) and url in city.scope
        ]
        city.case.add("desktop", found, depth=1)

    def _site_map(self, row: Row) -> tuple[Found, ...]:
        """The home page's host is asked for /sitemap.xml once, whether or not robots.txt names it."""
        if row.kind != "home" or row.entry != "desktop":
            return ()
        parts = urlsplit(row.url)
        return (Found(urljoin(f"{parts.scheme}://{parts.netloc}", "/sitemap.xml"), kind="other", tier=frontier.MENU),)

    def _sitemap_links(self, response: Response, city: CityCrawl) -> tuple[Found, ...]:
        found: list[Found] = []
        sitemap = Sitemap(response.body)
        for item in sitemap:
            url = absolute(response.url, item.get("loc", ""))
            if url is None or url not in city.scope or len(found) >= SITEMAP_URLS:
                continue
            url = without_visit(url)
            if sitemap.type == "sitemapindex":
                found.append(Found(url, kind="other", tier=frontier.MENU))
            elif not file_ending(url):
                kind = frontier.guess_kind(url, "")
                place = frontier.ARTICLE if kind == "article" else frontier.COLUMN
                found.append(Found(url, kind=kind, tier=place, render="#" in url))
        return tuple(found)

    def stop_replay(self) -> None:
        if self.replay:
            self.replay.stop()


def _earlier_gain(city: CityCrawl, template: str) -> Gain | None:
    """What the browser added to the first page of *template* that was seen both ways."""
    looks = city.case.example_looks(template)
    return gain(*map(read, looks)) if looks else None

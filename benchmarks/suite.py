"""Accessibility test suites: serve a folder on loopback, look at its pages as the audit does, judge them.

A page is judged alone, as a site of one page, by every check whose id begins with ``a11y-``. Looks that a check asks
for are made, as in an audit: what fails a site is seen twice.
"""

from __future__ import annotations

import asyncio
import mimetypes
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from playwright.async_api import Error as BrowserError

from benchmarks.command import Refused, say
from checks.absence import Looks
from checks.artifacts import Page, RunFacts, Site, Url
from checks.declaration import Check
from checks.provide import Provider
from checks.registry import Registry, load
from checks.runner import run_check
from crawler.browser.axe import run_axe
from crawler.browser.chromium import find_chromium
from crawler.browser.look import look_at
from crawler.browser.pool import Identity, PagePool
from crawler.forward_proxy import Answer, ForwardProxy, ProxyReply, ProxyRequest
from crawler.gather.page import rendered_page
from crawler.run import now
from crawler.visits import Row

HOST = "suite.example"
PREFIX = "a11y-"
#: Seconds for one page, whatever it does.
MOST_SECONDS = 60.0
#: Looks at one page altogether.
MOST_LOOKS = 3


@dataclass(frozen=True)
class Found:
    """One finding on one page: the check, the axe-core rule behind it if there is one, what was said, where."""

    check: str
    rule: str
    message: str
    outcome: str
    selector: str


@dataclass
class Examined:
    """What was found on one page; *failure* says why it could not be seen."""

    found: list[Found] = field(default_factory=list)
    failure: str = ""


@dataclass
class Examination:
    """All pages by path, and what axe-core says of its own rules: rule → ids of the ACT rules that it implements."""

    pages: dict[str, Examined]
    act_rules: dict[str, frozenset[str]]
    registry: Registry

    def checks(self) -> dict[str, Check]:
        """The checks that judged."""
        return {name: check for name, check in self.registry.checks.items() if name.startswith(PREFIX)}


def examine(folder: Path, paths: Iterable[str], *, mount: str = "/", concurrency: int = 4) -> Examination:
    """Look at the pages *paths*, relative to *folder*, which is served under *mount*, and judge them.

    Raises Refused without a browser.
    """
    if find_chromium() is None:
        raise Refused("no Chromium was found: run `make setup`")
    with ForwardProxy(_files(folder, mount)) as proxy:
        return asyncio.run(_examine(list(paths), f"http://{HOST}{mount}", proxy.url, concurrency))


def _files(folder: Path, mount: str) -> Answer:
    """Answers from *folder*: the pages as they are, 404 for what it lacks, no other host."""
    root = folder.resolve()

    def answer(request: ProxyRequest) -> ProxyReply | None:
        parts = urlsplit(request.url)
        if parts.hostname != HOST or not parts.path.startswith(mount):
            return None if parts.hostname != HOST else ProxyReply(404)
        path = (root / unquote(parts.path.removeprefix(mount))).resolve()
        if not path.is_relative_to(root) or not path.is_file():
            return ProxyReply(404)
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        kind = f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
        return ProxyReply(headers=[("Content-Type", kind)], body=path.read_bytes())

    return answer


async def _examine(paths: list[str], root: str, proxy: str, concurrency: int) -> Examination:
    registry = load()
    pool = PagePool(size=concurrency, agent_suffix="portal-audit", proxy=proxy)
    done: dict[str, Examined] = {}
    left = iter(paths)

    async def work() -> None:
        for path in left:
            done[path] = await _one(pool, root + quote(path), registry)
            if len(done) % 100 == 0:
                say(f"{len(done)} of {len(paths)} pages")

    try:
        act_rules = await _act_rules(pool)
        async with asyncio.TaskGroup() as tasks:
            for _ in range(concurrency):
                tasks.create_task(work())
    finally:
        await pool.close()
    return Examination({path: done[path] for path in paths}, act_rules, registry)


async def _act_rules(pool: PagePool) -> dict[str, frozenset[str]]:
    """axe-core's own list of the ACT rules that each of its rules implements."""
    async with pool.lease(Identity("suite", "desktop")) as leased:
        await run_axe(leased)
        rules = await leased.page.evaluate("() => window.axe.getRules().map(r => [r.ruleId, r.actIds || []])")
    return {name: frozenset(ids) for name, ids in rules}


async def _one(pool: PagePool, url: str, registry: Registry) -> Examined:
    row = Row(
        id=0, entry="desktop", url=url, kind="other", depth=1, anchor="", column_url="", render=True, looks=0,
        state="queued", template="", rank="",
    )  # fmt: skip
    pages: list[Page] = []
    for look in range(MOST_LOOKS):
        try:
            async with pool.lease(Identity("suite", "desktop")) as leased, asyncio.timeout(MOST_SECONDS):
                seen = await look_at(leased, url)
                axe = await run_axe(leased)
        except (BrowserError, TimeoutError) as error:
            return Examined(failure=str(error).partition("\n")[0] or "timeout")
        again = Row(**{name: getattr(row, name) for name in Row.__struct_fields__} | {"looks": look})
        pages.append(rendered_page(seen, again, now(), axe=axe))
        found, wanted = _judge(pages, url, registry)
        if not wanted:
            break
    failure = pages[-1].axe.failure if pages[-1].axe else ""
    return Examined(found, f"axe-core: {failure}" if failure else "")


def _judge(pages: list[Page], url: str, registry: Registry) -> tuple[list[Found], bool]:
    """What the accessibility checks say of the looks at one page, and whether one asks for a further look."""
    run = RunFacts(id="suite", observed_at=pages[0].seen_at)
    site = Site(
        city={"city_id": "suite", "portal_url": url}, run=run, urls=(Url(url, "desktop", "rendered"),),
        pages=tuple(pages),
    )  # fmt: skip
    provider, looks = Provider(site, registry.views), Looks(site)
    found: list[Found] = []
    wanted = False
    for name, check in registry.checks.items():
        if not name.startswith(PREFIX):
            continue
        ran = run_check(check, provider, looks)
        wanted = wanted or bool(ran.wants)
        for group in ran.groups:
            said = group.best.finding
            rule = str(said.data.get("rule", name.removeprefix(PREFIX)))
            found.append(Found(name, rule, said.message, said.outcome, said.selector or ""))
    return found, wanted

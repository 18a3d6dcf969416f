"""The case runner: what a check must find and must pass, as files beside it. Plug-ins test the same way.

Beside ``column_empty.py`` lies the folder ``column_empty.cases/`` with

* ``good-*.html``: a page on which the check must find nothing; ``bad-*.html``: a page on which it must find exactly the
  elements marked ``data-expect="message-key"`` (several keys apart by blanks; a mark on ``html`` or ``body`` stands for
  the page as a whole; ``message-key?`` expects the outcome ``unsure``). A leading comment gives what a page is::

      <!-- url: http://www.example.gov.cn/zwgk/ rendered: true kind: column -->

  with the fields of ``Page``, ``Encoding`` (``http: gb18030 used: utf-8``), ``observed_at``, ``looks`` (rendered pages
  count as seen twice unless it says 1) and ``outcome`` (that of the whole check, if it shall be compared, too);
* ``good-*.json``, ``bad-*.json``: a Site, its pages with inline ``html`` (a text, or a list of lines), and ``expect``:
  ``[[message, url], …]``, a third element ``"unsure"`` where a person must look; ``outcome`` as above;
* ``known-*``: the truth that the check still misses. Such a case fails the test on the day it starts to work.

Anything may be left out of a Site: the run, the city, the URLs (made from the pages).
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from checks.absence import Looks
from checks.artifacts import Encoding, Page, RunFacts, Site, Url
from checks.declaration import Check
from checks.provide import Provider
from checks.registry import Registry, cases_folder, load
from checks.runner import Examined, examine, run_check

Expected = tuple[str, str, str]  # message, selector or URL ("" for the page as a whole), outcome

OBSERVED_AT = "2026-11-20T09:30:00+08:00"
URL = "http://www.example.gov.cn/page.html"
HEAD = re.compile(r"\s*<!--(.*?)-->", re.DOTALL)
FIELD = re.compile(r"(\w+):\s*(\S+)")
WHOLE_PAGE = ("html", "body")


class Case(Struct, frozen=True):
    """A site, and what the check shall say of it."""

    site: Site
    expected: tuple[Expected, ...]
    outcome: str | None
    by_selector: bool  # expectations name elements (HTML) rather than URLs (JSON)


def cases(check: Check) -> list[Path]:
    """The case files beside a check, sorted by name."""
    folder = cases_folder(check)
    return sorted(path for path in folder.glob("*-*.*") if path.suffix in (".html", ".json"))


def run_case(check: Check, path: Path, registry: Registry | None = None) -> None:
    """Judge one case. Raises AssertionError saying what was missed and what was falsely found."""
    case = load_case(path)
    kind = path.name.partition("-")[0]
    if kind not in ("good", "bad", "known"):
        raise AssertionError(f"{path.name}: a case is called good-, bad- or known-…")
    if kind == "good" and case.expected:
        raise AssertionError(f"{path.name} is a good case and expects findings")
    if kind == "bad" and not case.expected and not case.outcome:
        raise AssertionError(f"{path.name} is a bad case and expects nothing")
    wrong = compare(check, case, registry or load())
    if kind == "known":
        if not wrong:
            raise AssertionError(f"{path.name} works now: call it good- or bad-")
    elif wrong:
        raise AssertionError(f"{check.id}, {path.name}: {wrong}")


def compare(check: Check, case: Case, registry: Registry) -> str:
    """What *check* says of the case and should not, or does not and should; empty when it is right."""
    provider = Provider(case.site, registry.views)
    looks = Looks(case.site)
    examined = examine(check, provider, looks)
    broken = [stop.reason.en for stop in examined.stops if stop.outcome == "error"]
    found = Counter(_found(examined, by_selector=case.by_selector))
    wanted = Counter(case.expected)
    outcome = run_check(check, provider, looks).outcome
    parts = [
        f"broke: {broken}" if broken else "",
        f"missed {sorted((wanted - found).elements())}" if wanted - found else "",
        f"falsely found {sorted((found - wanted).elements())}" if found - wanted else "",
        f"outcome {outcome}, not {case.outcome}" if case.outcome not in (None, outcome) else "",
    ]
    return "; ".join(part for part in parts if part)


def _found(examined: Examined, *, by_selector: bool) -> list[Expected]:
    found: list[Expected] = []
    for one in examined.seen:
        selector = one.finding.selector or ""
        place = ("" if selector in WHOLE_PAGE else selector) if by_selector else one.finding.url
        found.append((one.finding.message, place, one.finding.outcome))
    return found


def load_case(path: Path) -> Case:
    """Read a case file. Raises ValueError naming the file when it is malformed."""
    try:
        return _from_json(path) if path.suffix == ".json" else _from_html(path)
    except (msgspec.DecodeError, msgspec.ValidationError, KeyError, TypeError) as error:
        raise ValueError(f"{path.name}: {error}") from error


def _from_html(path: Path) -> Case:
    html = path.read_text("utf-8")
    head = HEAD.match(html)
    told: dict[str, Any] = dict(FIELD.findall(head[1])) if head else {}
    outcome = told.pop("outcome", None)
    run = {"observed_at": told.pop("observed_at", OBSERVED_AT)}
    encoding = {name: told.pop(name) for name in Encoding.__struct_fields__ if name in told}
    page = {"url": URL, **told, "html": html[head.end() :] if head else html}
    if encoding:
        page["encoding"] = {"used": "utf-8", **encoding}
    site = build_site({"run": run, "pages": [page]})
    return Case(site, tuple(_marks(site)), outcome, by_selector=True)


def _marks(site: Site) -> list[Expected]:
    document = Provider(site, {}).documents[0]
    marks = []
    for element in document.elements:
        for key in (element.get("data-expect") or "").split():
            place = "" if element.tag in WHOLE_PAGE else document.selector(element)
            marks.append((key.rstrip("?"), place, "unsure" if key.endswith("?") else "fail"))
    return marks


def _from_json(path: Path) -> Case:
    told = msgspec.json.decode(path.read_bytes())
    expected = [(message, url, *(more or ["fail"])) for message, url, *more in told.pop("expect", [])]
    outcome = told.pop("outcome", None)
    told.pop("about", None)  # what the case is about, for its readers
    return Case(build_site(told), tuple(expected), outcome, by_selector=False)


def build_site(told: dict[str, Any]) -> Site:
    """A Site from plain data with everything left out that has a default. Raises msgspec.ValidationError."""
    pages: list[Page] = []
    for raw in told.get("pages", []):
        looks, page = int(raw.get("looks", 2)), _page(raw)
        pages += [msgspec.structs.replace(page, look=look) for look in range(1, looks + 1)] if page.rendered else [page]
    urls = msgspec.convert([{"entry": "desktop", **raw} for raw in told.get("urls", [])], list[Url])
    known = {(url.entry, url.url) for url in urls}
    for page in pages:
        if (page.entry, page.url) not in known:
            known.add((page.entry, page.url))
            state = "rendered" if page.rendered else "fetched"
            urls.append(msgspec.convert({"url": page.url, "entry": page.entry, "state": state, "kind": page.kind}, Url))
    run = {"id": "case", "observed_at": OBSERVED_AT, **told.get("run", {})}
    rest = {key: value for key, value in told.items() if key not in ("pages", "opened", "urls", "run", "city")}
    if unknown := rest.keys() - set(Site.__struct_fields__):
        raise TypeError(f"no field of a Site: {', '.join(sorted(unknown))}")
    site = msgspec.convert({"city": {"city_id": "case", **told.get("city", {})}, "run": run, **rest}, Site)
    opened = tuple(_page(raw) for raw in told.get("opened", []))
    run_facts = msgspec.convert(run, RunFacts)
    return msgspec.structs.replace(site, run=run_facts, pages=tuple(pages), opened=opened, urls=tuple(urls))


def _page(raw: dict[str, Any]) -> Page:
    html = raw.get("html", "")
    fields = {key: value for key, value in raw.items() if key not in ("looks", "html")}
    whole = html if isinstance(html, str) else "\n".join(html)
    return msgspec.convert({"entry": "desktop", **fields, "html": whole}, Page, strict=False)

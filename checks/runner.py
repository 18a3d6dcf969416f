"""Runs one check safely: the single place where a bug in a check becomes an outcome instead of a crash."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from checks.absence import Looks, settle
from checks.artifacts import Page
from checks.declaration import Check, Failed, Finding, NotApplicable, Outcome, Text, Unsure, Want
from checks.grouping import Group, Seen, group
from checks.provide import Provider

log = logging.getLogger(__name__)
T = TypeVar("T")


class Stop(Struct, frozen=True):
    """Why a piece of work came to no result."""

    outcome: Outcome  # unsure, not_applicable or error
    reason: Text
    wants: tuple[Want, ...] = ()


class Ran(Struct, frozen=True):
    """What running one check came to. *complete*: it judged all it could see, so what it does not find is gone."""

    check: Check
    outcome: Outcome
    groups: tuple[Group, ...] = ()
    note: Text | None = None
    wants: tuple[Want, ...] = ()
    judged: int = 0
    complete: bool = False


def guard(who: str, work: Callable[[], T]) -> T | Stop:
    """Do *work*; what stops it is returned, never raised: a check's own word, or a bug of ours."""
    try:
        return work()
    except NotApplicable as stop:
        return Stop("not_applicable", stop.reason)
    except Unsure as stop:
        return Stop("unsure", stop.reason, stop.wants)
    except Failed as stop:
        return Stop("error", stop.reason)
    except Exception as error:
        log.exception("%s stopped by a bug", who)
        return Stop("error", _bug(error))


class Examined(Struct, frozen=True):
    """What a check said, page by page, after the absence rule and before equal findings are grouped."""

    seen: tuple[Seen, ...]
    wants: frozenset[Want]
    stops: tuple[Stop, ...]
    judged: int


def examine(check: Check, provider: Provider, looks: Looks) -> Examined:
    """Run *check* on the site or on every page, and apply the absence rule."""
    per_page = provider.per_page(check.needs)
    units: Iterable[int | None] = range(len(provider.documents)) if per_page else (None,)
    seen: list[Seen] = []
    wants: set[Want] = set()
    stops: list[Stop] = []
    judged = 0
    for number in units:
        found = guard(check.id, lambda number=number: _judge(check, provider, looks, number))  # type: ignore[misc]
        if isinstance(found, Stop):
            stops.append(found)
            wants.update(found.wants)
        else:
            judged += 1
            seen += found[0]
            wants.update(found[1])
    return Examined(tuple(seen), frozenset(wants), tuple(stops), judged)


def run_check(check: Check, provider: Provider, looks: Looks) -> Ran:
    """Run *check* and group what it found: equal findings of one template, and equal ids, are one."""
    examined = examine(check, provider, looks)
    stops = list(examined.stops)
    per_page = provider.per_page(check.needs)
    groups = guard(check.id, lambda: group(check, examined.seen, provider.documents, per_page=per_page))
    if isinstance(groups, Stop):
        stops.append(groups)
        groups = []
    outcome, note = _outcome(groups, stops, examined.judged)
    return Ran(
        check=check,
        outcome=outcome,
        groups=tuple(groups),
        note=note,
        wants=tuple(sorted(examined.wants)),
        judged=examined.judged,
        complete=examined.judged > 0 and all(stop.outcome == "not_applicable" for stop in stops),
    )


def _judge(check: Check, provider: Provider, looks: Looks, number: int | None) -> tuple[list[Seen], list[Want]]:
    document = None if number is None else provider.documents[number]
    seen: list[Seen] = []
    wants: list[Want] = []
    for found in check.judge(**provider.supply(check.needs, document)):
        if isinstance(found, Want):
            wants.append(found)
            continue
        if found.message not in check.messages:
            raise KeyError(f"{check.id} has no message {found.message!r}")
        finding, remark, more = settle(found, looks)
        wants += more
        seen.append(Seen(finding, remark, document.page if document else _shown(finding, looks)))
    return seen, wants


def _shown(finding: Finding, looks: Looks) -> Page | None:
    """The look at a finding's page that a site-wide check judged: rendered before plain, the latest."""
    pages = looks.of(finding.url, finding.entry)
    return max(pages, key=lambda page: (page.rendered, page.look, page.seen_at)) if pages else None


def _outcome(groups: list[Group], stops: list[Stop], judged: int) -> tuple[Outcome, Text | None]:
    """error before fail before unsure before not applicable before pass; the note says why, if anything stopped."""
    for outcome in ("error", "unsure", "not_applicable"):
        reasons = [stop.reason for stop in stops if stop.outcome == outcome]
        note = reasons[0] if reasons else None
        if outcome == "error" and note:
            return "error", _with_count(note, len(reasons), judged)
        if outcome == "unsure":
            if any(one.best.finding.outcome == "fail" for one in groups):
                return "fail", note
            if groups or note:
                return "unsure", note
        if outcome == "not_applicable" and not judged:
            return "not_applicable", note or NOTHING_SEEN
    return "pass", None


NOTHING_SEEN = Text("没有可供检查的页面。", "There was no page to judge.")


def _with_count(note: Text, stopped: int, judged: int) -> Text:
    if stopped + judged < 2:
        return note
    more = Text("（{stopped} 个页面未能完成，{judged} 个页面已完成）", " ({stopped} pages not judged, {judged} judged)")
    filled = more.format(stopped=stopped, judged=judged)
    return Text(note.zh + filled.zh, note.en + filled.en)


def _bug(error: Exception) -> Text:
    """A bug in one sentence, with the line it arose on; file names only, so that machines agree."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return Text(
        "本项检查因程序故障未能完成，不作为网站的问题：{what}",
        "This check broke off through a fault of the program, not of the site: {what}",
    ).format(what=f"{type(error).__name__}: {error} ({where})")

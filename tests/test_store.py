"""case.db: one state a URL, one transaction a page, the order of the frontier, nothing lost by a kill."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import structs

from checks.artifacts import EntryFacts, Page, RunFacts, Template
from crawler import frontier
from crawler.store import Case, CaseError, Found, Probe, Row, Visit, load_site

HOST = "http://www.anping.gov.cn"
RUN = RunFacts(id="r", observed_at="2026-11-20T10:00:00+08:00")


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    opened = Case(tmp_path / "anping" / "case.db", seed="s")
    yield opened
    opened.close()


def begin(case: Case) -> Row:
    case.add("desktop", [Found(f"{HOST}/", kind="home", tier=frontier.HOME)])
    (row,) = case.next_urls("desktop", 10, 100)
    return row


def page(row: Row, *, rendered: bool = False, html: str = "<p>x</p>") -> Page:
    return Page(url=row.url, entry=row.entry, html=html, rendered=rendered, look=row.looks + 1 if rendered else 0)


def see(case: Case, row: Row, *found: Found, **more: object) -> None:
    case.commit(Visit(row=row, state="fetched", status=200, page=page(row), found=found, **more))  # type: ignore[arg-type]


def test_a_page_its_links_and_its_state_are_written_together(case: Case) -> None:
    row = begin(case)
    see(case, row, Found(f"{HOST}/a/"), Found("http://b.cn/", state="out_of_scope", reason="other-host"))
    assert case.counts() == {"fetched": 1, "out_of_scope": 1, "queued": 1}
    plain = case.plain_look(row.id)
    assert plain is not None
    assert plain.html == "<p>x</p>"


def test_a_visit_that_cannot_be_written_whole_is_not_written_at_all(case: Case) -> None:
    row = begin(case)
    with pytest.raises(sqlite3.IntegrityError):
        see(case, row, Found(f"{HOST}/a/"), Found(f"{HOST}/b/", state="no such state"))  # type: ignore[arg-type]
    assert case.counts() == {"queued": 1}
    assert case.plain_look(row.id) is None
    assert case.next_urls("desktop", 10, 100) == [row]


def test_two_spellings_of_one_page_are_one_url_with_the_better_place(case: Case) -> None:
    row = begin(case)
    see(
        case,
        row,
        Found(f"{HOST}/a/", tier=frontier.ARTICLE),
        Found("https://anping.gov.cn/a", "甲", tier=frontier.MENU),
    )
    assert case.counts() == {"fetched": 1, "queued": 1}
    (known,) = case.next_urls("desktop", 10, 100)
    assert (known.url, known.anchor) == (f"{HOST}/a/", "甲")


def test_a_page_that_was_seen_is_not_queued_again(case: Case) -> None:
    row = begin(case)
    see(case, row, Found(f"{HOST}/"), Found("https://anping.gov.cn/"))
    assert case.counts() == {"fetched": 1}


def test_the_same_url_may_be_known_to_both_entries(case: Case) -> None:
    begin(case)
    case.add("mobile", [Found(f"{HOST}/", kind="home", tier=frontier.HOME)])
    assert case.counts() == {"queued": 2}
    assert [row.entry for row in case.next_urls("mobile", 10, 100)] == ["mobile"]


def test_menus_come_first_then_columns_then_articles_of_every_column_in_turn(case: Case) -> None:
    home = begin(case)
    see(
        case, home,
        Found(f"{HOST}/x/t1.html", kind="article", tier=frontier.ARTICLE),
        Found(f"{HOST}/s/", tier=frontier.SECTION), Found(f"{HOST}/m/", tier=frontier.MENU),
        Found(f"{HOST}/c1/", tier=frontier.COLUMN), Found(f"{HOST}/c2/", tier=frontier.COLUMN),
    )  # fmt: skip
    order = []
    while rows := case.next_urls("desktop", 1, 100):
        (row,) = rows
        order.append(row.url.removeprefix(HOST))
        articles = [Found(f"{row.url}t{n}.html", kind="article", tier=frontier.ARTICLE) for n in range(3)]
        see(case, row, *(articles if row.url.endswith(("c1/", "c2/")) else []))
    assert order[:2] == ["/m/", "/s/"]
    assert set(order[2:4]) == {"/c1/", "/c2/"}
    turns = [path.split("/")[1] for path in order[4:]]
    assert len(turns) == 7
    assert {turns.index("c1"), turns.index("c2"), turns.index("x")} == {0, 1, 2}, "one of every column first"
    assert set(turns[3:5]) == {"c1", "c2"}


def test_the_order_does_not_depend_on_the_order_of_arrival(tmp_path: Path) -> None:
    orders = []
    links = [Found(f"{HOST}/c{n}/", tier=frontier.COLUMN) for n in range(30)]
    for name, found in (("a", links), ("b", links[::-1])):
        case = Case(tmp_path / name / "case.db", seed="s")
        see(case, begin(case), *found)
        orders.append([row.url for row in case.next_urls("desktop", 30, 100)])
        case.close()
    assert orders[0] == orders[1] != [link.url for link in links]


def test_the_budget_bounds_pages_and_the_rest_ends_over_budget(case: Case) -> None:
    see(case, begin(case), *(Found(f"{HOST}/c{n}/") for n in range(20)))
    assert len(case.next_urls("desktop", 16, 5)) == 4
    for row in case.next_urls("desktop", 16, 5):
        see(case, row)
    assert case.next_urls("desktop", 16, 5) == []
    case.close_frontier("desktop")
    assert case.counts() == {"fetched": 5, "over_budget": 16}


def test_a_redirect_costs_nothing_of_the_budget(case: Case) -> None:
    row = begin(case)
    case.commit(Visit(row=row, state="redirected", status=302, redirect_to=f"{HOST}/x/", found=(Found(f"{HOST}/x/"),)))
    assert case.spent("desktop") == 0
    assert len(case.next_urls("desktop", 16, 1)) == 1


def test_looks_are_wanted_made_and_counted(case: Case) -> None:
    row = begin(case)
    see(case, row, want_look=True)
    (wanted,) = case.wanted_looks(10)
    assert (wanted.render, wanted.looks, wanted.state) == (True, 0, "fetched")
    case.commit(Visit(row=wanted, state="rendered", status=200, page=page(wanted, rendered=True)))
    assert case.wanted_looks(10) == []
    assert (
        case.want([("desktop", "https://anping.gov.cn"), ("desktop", f"{HOST}/unknown"), ("mobile", f"{HOST}/")]) == 1
    )
    (again,) = case.wanted_looks(10)
    assert (again.looks, again.state) == (1, "rendered")
    case.commit(Visit(row=again, state="rendered", status=200, page=page(again, rendered=True)))
    assert case.want([("desktop", f"{HOST}/")]) == 0, "twice is enough"


def test_a_template_that_turns_out_to_need_a_browser_has_its_plain_pages_seen(case: Case) -> None:
    see(case, begin(case), *(Found(f"{HOST}/c{number}/", kind="column") for number in range(3)))
    assert case.templates("desktop") == []
    shape, plain = frozenset({1}), Template("d-1", 0, f"{HOST}/c0/", "never", "same", 2)
    first, second, third = case.next_urls("desktop", 10, 100)
    for row in (first, second, third):
        seen = structs.replace(page(row), template="d-1")
        case.commit(Visit(row=row, state="fetched", status=200, page=seen, template=plain, shape=shape))
    assert case.wanted_looks(10) == []
    look = structs.replace(page(third, rendered=True), template="d-1")
    drawn = Template("d-1", 0, f"{HOST}/c0/", "always", "links", 3)
    case.commit(Visit(row=third, state="rendered", status=200, page=look, template=drawn, shape=shape))
    assert {row.url for row in case.wanted_looks(10)} == {first.url, second.url}


def test_a_look_that_fails_does_not_undo_what_was_seen(case: Case) -> None:
    row = begin(case)
    see(case, row, want_look=True)
    (wanted,) = case.wanted_looks(10)
    case.commit(Visit(row=wanted, state="failed", reason="timeout"))
    assert case.counts() == {"fetched": 1}
    assert case.wanted_looks(10) == []
    site = case.load({}, RUN)
    assert [(failure.what, failure.reason) for failure in site.failures] == [("look", "timeout")]


@pytest.mark.parametrize(("failing", "marked"), [(2, 2), (3, 0)])
def test_server_errors_are_probed_again_where_they_are_few(case: Case, failing: int, marked: int) -> None:
    case.add("desktop", [Found(f"{HOST}/c{number}/", kind="column") for number in range(4)])
    for number, row in enumerate(case.next_urls("desktop", 4, 10)):
        told = ("failed", "status-503") if number < failing else ("failed", "timeout")
        case.commit(Visit(row=row, state=told[0], reason=told[1]))
    assert case.want_second_probes("desktop", 2) == marked
    assert [row.state for row in case.wanted_looks(10)] == ["failed"] * marked


def test_what_is_loaded_is_what_was_written(case: Case) -> None:
    row = begin(case)
    template = Template("d-1", 0, row.url, "sample")
    odd = "乙\x00\x1f\U0001f600\ufffd" * 1000
    seen = page(row, html=odd)
    case.commit(Visit(row=row, state="fetched", status=200, page=seen, template=template, shape=frozenset({1, 2**63})))
    case.put("entry", EntryFacts(entry="mobile", how="none"))
    site = case.load({"city_id": "anping"}, RUN)
    assert site.pages == (seen,)
    assert [url.state for url in site.urls] == ["fetched"]
    assert site.entries == (EntryFacts(entry="mobile", how="none"),)
    assert case.templates("desktop")[0][1] == {1, 2**63}
    assert case.load({"city_id": "anping"}, RUN) == site


def test_trials_are_planned_once_and_taken_off_the_list_when_they_are_done(case: Case) -> None:
    case.plan_probes([("search", f"{HOST}/", "desktop", {"query": "公告"})])
    (probe,) = case.next_probes(10)
    assert probe == Probe(1, "search", f"{HOST}/", "desktop", {"query": "公告"})
    case.commit_probe(probe, "entry", EntryFacts(entry="mobile"))
    assert case.next_probes(10) == []


def test_a_case_that_is_none_is_said_to_be_none(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="there is no such case"):
        load_site(tmp_path / "case.db")
    file = tmp_path / "case.db"
    file.write_bytes(b"this is no database, and long enough to be looked at as one" * 100)
    with pytest.raises(CaseError, match="not a database"):
        load_site(file)
    with pytest.raises(CaseError, match="not a database"):
        Case(file)


def test_a_case_of_another_format_is_refused(tmp_path: Path) -> None:
    case = Case(tmp_path / "case.db")
    case.close()
    db = sqlite3.connect(tmp_path / "case.db")
    db.execute("PRAGMA user_version = 99")
    db.commit()
    db.close()
    with pytest.raises(CaseError, match="format 99, this program reads format"):
        Case(tmp_path / "case.db")


def test_a_case_that_was_never_begun_is_told_from_an_empty_one(tmp_path: Path) -> None:
    Case(tmp_path / "case.db").close()
    with pytest.raises(CaseError, match="never begun"):
        load_site(tmp_path / "case.db")


def test_what_was_committed_survives_a_kill_in_the_middle_of_the_next_page(tmp_path: Path) -> None:
    file = tmp_path / "case.db"
    script = f"""
import os, signal
from pathlib import Path
from checks.artifacts import Page
from crawler.store import Case, Found, Visit
case = Case(Path({str(file)!r}), seed="s")
case.add("desktop", [Found("{HOST}/", kind="home", tier=0)])
number = 0
while True:
    (row,) = case.next_urls("desktop", 1, 10**9)
    number += 1
    if number == 40:
        # between two statements of one visit
        die = lambda sql: sql.startswith("INSERT INTO urls") and os.kill(os.getpid(), signal.SIGKILL)
        case._db.set_trace_callback(die)
    links = tuple(Found(f"{HOST}/{{number}}/{{n}}") for n in range(20))
    seen = Page(url=row.url, entry="desktop", html="x" * 5000)
    case.commit(Visit(row=row, state="fetched", page=seen, found=links))
"""
    killed = subprocess.run([sys.executable, "-c", script], check=False, timeout=60, capture_output=True)
    assert killed.returncode == -9, killed.stderr
    case = Case(file, seed="s")
    assert case.counts() == {"fetched": 39, "queued": 39 * 20 + 1 - 39}
    assert len(case.load({}, RUN).pages) == 39
    case.close()

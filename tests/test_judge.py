"""The frame of the judging room, from a stored site to its result."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
import sample_checks

import checks.text
from checks.artifacts import Site
from checks.coverage import coverage, state_words
from checks.identity import place_key, url_key, url_pattern
from checks.registry import Registry, assemble
from checks.run import Judgement, judge
from checks.standards import STANDARD
from checks.testing import build_site

Json = dict[str, Any]
HOME = "http://www.example.gov.cn/"
GOLDEN = Path(__file__).parent / "golden" / "judge"
REGISTRY = assemble([("sample", sample_checks)])


def page(path: str, body: str = "", **more: Any) -> Json:
    attributes = more.pop("attributes", "")
    title = more.pop("title", path or "home")
    html = f"<html><head><title>{title}</title></head><body {attributes}>{body}</body></html>"
    return {"url": HOME + path, "html": html, "rendered": True, "kind": "other", **more}


def home(**more: Any) -> Json:
    return page("", "<p>首页</p>", kind="home", **more)


def site_of(*pages: Json, **more: Any) -> Site:
    return build_site({"pages": list(pages), **more})


def judged(site: Site, registry: Registry = REGISTRY, **more: Any) -> Judgement:
    return judge(site, generated_at="2026-11-20T12:00:00+08:00", registry=registry, **more)


def result_of(*pages: Json, previous: Json | None = None, **more: Any) -> Json:
    return judged(site_of(*pages, **more), previous=previous).result


def empties(count: int, **more: Any) -> list[Json]:
    return [page(f"c{n}/", "<p data-empty>无</p>", title=f"栏目{n}", kind="column", **more) for n in range(count)]


# --- outcomes ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ends", "outcome"),
    [
        (("find",), "fail"),
        (("",), "pass"),
        (("unsure",), "unsure"),
        (("unsure", ""), "unsure"),
        (("unsure", "find"), "fail"),
        (("not-applicable",), "not_applicable"),
        (("not-applicable", ""), "pass"),
        (("failed",), "error"),
        (("bug", "find"), "error"),
        (("no-such-message",), "error"),
        ((), "not_applicable"),
    ],
)
def test_outcome_of_a_check(ends: tuple[str, ...], outcome: str) -> None:
    pages = [page(f"{n}.html", attributes=f'data-end="{end}"') for n, end in enumerate(ends)]
    assert result_of(*pages)["checks"]["interaction-missing"]["outcome"] == outcome


def test_a_bug_names_itself_and_spares_the_other_pages_and_checks() -> None:
    pages = [
        page("1.html", "<p data-bad>x</p>", attributes='data-end="bug"'),
        page("2.html", attributes='data-end="find"'),
    ]
    told = result_of(*pages)["checks"]
    broken = told["interaction-missing"]
    assert "RuntimeError: a planted bug (sample_checks.py:" in broken["note"]["en"]
    assert "不作为网站的问题" in broken["note"]["zh"]
    assert [finding["url"] for finding in broken["findings"]] == [HOME + "2.html"]
    assert told["sample-mark"]["outcome"] == "fail"


def test_wants_are_distinct_and_sorted() -> None:
    pages = [page("b.html", attributes='data-end="want"'), page("a.html", attributes='data-end="unsure"')]
    wants = judged(site_of(*pages, *pages)).wants
    assert [(want.url, want.why) for want in wants] == [(HOME + "a.html", "login wall"), (HOME + "b.html", "asked for")]


# --- absence ----------------------------------------------------------------------------------------------------


def empty_column(**more: Any) -> tuple[Json, Judgement]:
    urls = more.pop("urls", [])
    judgement = judged(site_of(home(), *empties(1, **more), urls=urls))
    return judgement.result["checks"]["column-empty"]["findings"][0], judgement


def test_absence_seen_twice_in_a_browser_stands() -> None:
    finding, judgement = empty_column()
    assert finding["outcome"] == "fail"
    assert judgement.wants == ()


@pytest.mark.parametrize(
    ("more", "words", "wanted"),
    [
        ({"rendered": False}, "尚未经浏览器", True),
        ({"looks": 1}, "仅看到一次", True),
        ({"settled": False}, "未加载完毕", False),
        ({"settled": False, "looks": 1}, "未加载完毕", True),
        (
            {
                "failed_resources": [
                    {"url": "http://www.example.gov.cn/list.js", "kind": "script", "reason": "unarchived"}
                ]
            },
            "未能取得（http://www.example.gov.cn/list.js",
            False,
        ),
        ({"urls": [{"url": HOME + "n/", "state": "unarchived", "anchor": "needed"}]}, "未能看到（http://www", False),
    ],
)
def test_absence_that_was_not_seen_well_enough_is_unsure(more: Json, words: str, wanted: bool) -> None:
    finding, judgement = empty_column(**more)
    assert finding["outcome"] == "unsure"
    assert words in finding["text"]["zh"]
    assert bool(judgement.wants) is wanted


@pytest.mark.parametrize(
    "resource",
    [
        {"url": "https://hm.baidu.com/hm.js?1", "kind": "script", "reason": "unarchived"},
        {"url": "http://www.example.gov.cn/logo.png", "kind": "image", "reason": "unarchived"},
        {"url": "http://www.example.gov.cn/list.js", "kind": "script", "status": 500, "reason": "net::ERR_FAILED"},
    ],
)
def test_resources_that_bring_no_content_or_failed_by_themselves_do_not_weaken_absence(resource: Json) -> None:
    finding, _ = empty_column(failed_resources=[resource])
    assert finding["outcome"] == "fail"


# --- grouping and ids -------------------------------------------------------------------------------------------


def marks(*pages: Json, **more: Any) -> list[Json]:
    found: list[Json] = result_of(*pages, **more)["checks"]["sample-mark"]["findings"]
    return found


def articles(*numbers: int, template: str = "t1", body: str = "<div><p>a</p><p data-bad>坏{n}</p></div>") -> list[Json]:
    return [page(f"a/{n}.html", body.format(n=n), kind="article", template=template, rendered=False) for n in numbers]


def test_equal_findings_of_one_template_are_one() -> None:
    (finding,) = marks(*articles(1, 2, 3))
    assert finding["pages"] == 3
    assert finding["page_urls"][0] == finding["url"]
    assert sorted(finding["page_urls"]) == [f"{HOME}a/{n}.html" for n in (1, 2, 3)]
    assert f"坏{finding['url'][-6]}" in finding["text"]["zh"]
    assert "共 3 页" in finding["text"]["zh"]


def test_a_page_with_a_picture_shows_it_best() -> None:
    pages = articles(1, 2, 3)
    pages[1] |= {"picture": {"digest": "d" * 32, "width": 1280, "height": 900}}
    result = result_of(*pages)
    (finding,) = result["checks"]["sample-mark"]["findings"]
    assert finding["url"] == HOME + "a/2.html"
    assert result["images"]["d" * 32]["file"] == f"evidence/{'d' * 32}.jpg"


def test_other_places_templates_and_entries_are_other_findings() -> None:
    other_place = articles(4, body="<ul><li data-bad>坏</li></ul>")
    mobile = [{**one, "entry": "mobile"} for one in articles(1)]
    found = marks(*articles(1, 2), *other_place, *articles(7, template="t2"), *mobile)
    assert sorted(finding["pages"] for finding in found) == [1, 1, 1, 2]
    assert len({finding["id"] for finding in found}) == 4


def test_ids_outlive_new_pages_moved_neighbours_and_renamed_templates() -> None:
    (before,) = marks(*articles(1, 2))
    (after,) = marks(
        *articles(8, 9, template="d-77", body="<div><p>new</p><p>a</p><p>b</p><p data-bad>坏{n}</p></div>")
    )
    assert before["id"] == after["id"]


def test_two_columns_are_two_findings_however_alike() -> None:
    pages = [page(f"{office}/tzgg/", "<p data-empty>无</p>", title="通知公告", kind="column") for office in "ab"]
    found = result_of(home(), *pages)["checks"]["column-empty"]["findings"]
    assert len({finding["id"] for finding in found}) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://www.a.gov.cn/", "https://a.gov.cn"),
        ("http://a.gov.cn/b/index.html", "http://a.gov.cn/b/"),
        ("http://a.gov.cn/b;jsessionid=12AB?x=1", "http://a.gov.cn/b?x=1&_t=99#top"),
        ("http://a.gov.cn/?b=1&a=2", "http://a.gov.cn/?a=2&b=1"),
    ],
)
def test_spellings_of_one_page_are_one(one: str, other: str) -> None:
    assert url_key(one) == url_key(other)


def test_other_pages_stay_apart() -> None:
    urls = [
        "http://a.gov.cn/b",
        "http://a.gov.cn/B",
        "http://m.a.gov.cn/b",
        "http://a.gov.cn/b?id=1",
        "http://a.gov.cn/#/b",
    ]
    assert len({url_key(url) for url in urls}) == len(urls)


def test_patterns_and_places_have_no_numbers() -> None:
    assert url_pattern("http://a.gov.cn/art/2026/11/3/art_12_345.html") == "a.gov.cn/art/#/#/#/art_#_#.html"
    assert place_key("#list12 > li:nth-of-type(3) > a") == "#list# > li > a"


# --- veto and verdict -------------------------------------------------------------------------------------------


def veto(result: Json, name: str) -> Json:
    (found,) = (one for one in result["vetoes"] if one["id"] == name)
    return found


def test_five_blank_columns_fail_the_site() -> None:
    result = result_of(home(), *empties(5))
    blank = veto(result, "V4.3")
    assert result["verdict"] == "fail"
    assert (blank["outcome"], blank["count"], blank["threshold"]) == ("fail", 5, 5)
    assert len(blank["findings"]) == 5
    assert "V4.3" in result["reasons"][0]["zh"]
    assert {finding["severity"] for finding in result["checks"]["column-empty"]["findings"]} == {"veto"}


def test_four_blank_columns_pass_and_the_pass_says_what_it_rests_on() -> None:
    result = result_of(home(), *empties(4))
    assert result["verdict"] == "pass"
    assert veto(result, "V4.3")["outcome"] == "pass"
    assert "V4.3" in result["reasons"][0]["en"]
    assert "tested" in result["reasons"][0]["en"]
    assert "V1" in result["reasons"][1]["en"]
    assert veto(result, "V1")["outcome"] == "not_tested"
    assert veto(result, "V3")["outcome"] == "not_tested"


def test_doubtful_columns_that_could_reach_the_veto_leave_it_open() -> None:
    result = result_of(home(), *empties(4), page("c9/", "<p data-empty>无</p>", title="栏目9", kind="column", looks=1))
    assert result["verdict"] == "undetermined"
    assert veto(result, "V4.3")["outcome"] == "unsure"
    assert "4" in veto(result, "V4.3")["text"]["en"]


def test_the_mobile_entry_does_not_count_the_same_columns_again() -> None:
    result = result_of(home(), *empties(3), *empties(3, entry="mobile"))
    assert veto(result, "V4.3")["count"] == 3
    severities = {finding["entry"]: finding["severity"] for finding in result["checks"]["column-empty"]["findings"]}
    assert severities == {"desktop": "veto", "mobile": "deduction"}


@pytest.mark.parametrize(("end", "outcome"), [("bug", "error"), ("unsure", "unsure")])
def test_a_check_that_could_not_decide_leaves_the_verdict_open(end: str, outcome: str) -> None:
    result = result_of(home(), page("1.html", attributes=f'data-end="{end}"'))
    assert veto(result, "V5.1")["outcome"] == outcome
    assert result["verdict"] == "undetermined"
    assert "V5.1" in result["reasons"][0]["zh"]


@pytest.mark.parametrize(
    ("pages", "urls", "words"),
    [
        ([], [{"url": HOME, "state": "blocked", "reason": "waf", "kind": "home"}], "防护设备要求验证"),
        ([], [{"url": HOME, "state": "unarchived", "reason": "archive-miss", "kind": "home"}], "所重放的存档中没有"),
        ([page("c/")], [], "首页未能看到"),
        ([home(rendered=False), page("c/")], [], "首页未经浏览器"),
        ([home(settled=False), page("c/")], [], "首页在规定时间内"),
        ([home()], [], "除首页外"),
        (
            [home(), page("c/", kind="column")],
            [{"url": f"{HOME}{n}/", "state": "unarchived", "kind": "column"} for n in range(3)],
            "栏目页面 4 个，本次仅看到 1 个",
        ),
    ],
)
def test_a_site_that_was_not_seen_is_undetermined(pages: list[Json], urls: list[Json], words: str) -> None:
    result = result_of(*pages, urls=urls)
    assert result["verdict"] == "undetermined"
    assert words in result["reasons"][0]["zh"]


def test_a_reached_veto_does_not_speak_for_a_site_whose_home_page_is_unseen() -> None:
    result = result_of(*empties(5))
    assert result["verdict"] == "undetermined"
    assert any("V4.3" in reason["zh"] for reason in result["reasons"])


def test_without_any_veto_tested_there_is_no_pass() -> None:
    registry = assemble([("portal-audit", checks.text)])
    assert judged(site_of(home(), page("a/")), registry).result["verdict"] == "undetermined"


def test_every_veto_of_the_standard_is_listed() -> None:
    result = result_of(home(), page("a/"))
    assert [one["id"] for one in result["vetoes"]] == [rule.id for rule in STANDARD.vetoes]
    assert {rule.id[:2] for rule in STANDARD.vetoes} == {"V1", "V2", "V3", "V4", "V5", "V6"}


# --- coverage ---------------------------------------------------------------------------------------------------


def test_coverage_adds_up() -> None:
    states = [
        "rendered",
        "fetched",
        "dead",
        "blocked",
        "robots",
        "over_budget",
        "out_of_scope",
        "not_html",
        "unarchived",
    ]
    urls = [{"url": f"{HOME}{n}", "state": states[n % 9], "reason": f"status-{400 + n % 4}"} for n in range(40)]
    told = coverage(build_site({"urls": urls}))
    assert told["known"] == 40 == sum(row["count"] for row in told["rows"]) == sum(told["states"].values())
    assert told["known"] == told["fetched"] + told["rendered"] + told["blocked"] + told["skipped"]
    assert told["by_entry"]["desktop"]["known"] == 40
    for row in told["rows"]:
        assert row["text"]["zh"] != row["text"]["en"]


def test_an_unknown_reason_is_shown_as_it_is() -> None:
    assert state_words("failed", "tls").zh.endswith("（加密连接失败）")
    assert state_words("dead", "status-404").en.endswith("(status 404)")
    assert state_words("not_html", "application/pdf").zh.endswith("（application/pdf）")


# --- history ----------------------------------------------------------------------------------------------------


def states(result: Json) -> dict[str, str]:
    return {finding["column"]: finding["state"] for finding in result["checks"]["column-empty"]["findings"]}


def test_against_the_run_before() -> None:
    before = result_of(home(), *empties(4), run={"id": "q3", "observed_at": "2026-08-01T08:00:00+08:00"})
    assert set(states(before).values()) == {None}
    # 0 and 1 are still blank, 2 is mended, 3 could not be seen, 7 is new
    mended = page("c2/", "<p>有内容</p>", title="栏目2", kind="column")
    new = page("c7/", "<p data-empty>无</p>", title="栏目7", kind="column")
    after = result_of(home(), *empties(2), mended, new, previous=before)
    assert states(after) == {
        "栏目0": "repeated", "栏目1": "repeated", "栏目2": "resolved", "栏目3": "not_retested", "栏目7": "new",
    }  # fmt: skip
    seen = {finding["column"]: finding["first_seen"] for finding in after["checks"]["column-empty"]["findings"]}
    assert seen["栏目0"] == seen["栏目3"] == "2026-08-01T08:00:00+08:00"
    assert seen["栏目7"] == "2026-11-20T09:30:00+08:00"
    assert after["run"]["previous"] == {"run": "q3", "observed_at": "2026-08-01T08:00:00+08:00"}
    assert veto(after, "V4.3")["count"] == 3
    # what was resolved is forgotten; what was not looked at again stays on record
    last = result_of(home(), *empties(2), mended, previous=after)
    assert states(last) == {"栏目0": "repeated", "栏目1": "repeated", "栏目3": "not_retested", "栏目7": "not_retested"}


def test_a_dead_page_takes_its_finding_with_it() -> None:
    before = result_of(home(), *empties(1))
    gone = [{"url": HOME + "c0/", "state": "dead", "reason": "status-404", "kind": "column"}]
    assert states(result_of(home(), page("x/"), urls=gone, previous=before)) == {"栏目0": "resolved"}


def test_a_check_that_did_not_run_keeps_its_open_findings() -> None:
    before = result_of(home(), *empties(1))
    after = judged(site_of(home(), *empties(1)), previous=before, disabled=frozenset({"column-empty"})).result
    assert after["checks"]["column-empty"]["outcome"] == "not_applicable"
    assert states(after) == {"栏目0": "not_retested"}
    assert veto(after, "V4.3")["outcome"] == "not_tested"


# --- the result as a whole --------------------------------------------------------------------------------------


def test_same_input_same_bytes() -> None:
    pages = [home(), *empties(5), *articles(1, 2, 3), page("b.html", attributes='data-end="find"')]
    forward, backward = site_of(*pages), site_of(*reversed(pages))
    first = msgspec.json.encode(judged(forward).result)
    assert first == msgspec.json.encode(judged(forward).result)
    again = judged(msgspec.structs.replace(backward, pages=tuple(reversed(backward.pages)))).result
    assert first == msgspec.json.encode(again)


def test_views_are_worked_out_once_and_sections_stand_in_the_result() -> None:
    sample_checks.Headings.made = 0
    result = result_of(home(title="首页标题"))
    assert result["headings"] == {"titles": ["首页标题"], "note": {"zh": "标题", "en": "titles"}}
    assert sample_checks.Headings.made == 1
    assert (result["columns"], result["search"]) == ([], None)


def test_latest_rendered_look_is_judged() -> None:
    plain = page("a.html", "<p data-bad>plain</p>", rendered=False)
    drawn = page("a.html", "<p>drawn</p>", look=1)
    assert marks(drawn, plain) == []


def test_words_are_bounded() -> None:
    (finding,) = marks(page("a.html", f"<p data-bad>{'长' * 900}</p>"))
    assert len(finding["words"]) == 300


def test_result_has_exactly_the_documented_keys() -> None:
    result = judged(site_of(home(), *empties(5)), assemble([("s", sample_checks)])).result
    documented = (Path(__file__).parent.parent / "docs" / "result.md").read_text("utf-8")
    block = documented.split("```")[1]
    keys = {line.split()[0].rstrip(",") for line in block.splitlines() if line and not line.startswith(" ")}
    keys = {key for key in keys if not key.endswith("?")} - {"score,"} | {"score", "band"}
    assert result.keys() - {"headings"} == keys
    (row,) = documented.split("Finding  {")[1].split("```")[:1]
    finding = result["checks"]["column-empty"]["findings"][0]
    for key in finding:
        assert key in row, f"{key} is not documented"


def test_golden_site(request: pytest.FixtureRequest) -> None:
    """One stored site guards judging, wording and arithmetic together; `pytest --update-golden` rebaselines it."""
    told = msgspec.json.decode((GOLDEN / "site.json").read_bytes())
    registry = assemble([("portal-audit", checks.text), ("sample", sample_checks)])
    result = judged(build_site(told), registry).result
    written = msgspec.json.format(msgspec.json.encode(result), indent=1) + b"\n"
    golden = GOLDEN / "result.json"
    if request.config.getoption("--update-golden"):
        golden.write_bytes(written)
    assert written.decode() == golden.read_text("utf-8")

"""axe-core's findings told by our checks: grouping, places, looks and broken runs; words of reading aids."""

from __future__ import annotations

import re
from typing import Any

import pytest

from checks.accessibility.aids import AID_WORDS, aid_sign
from checks.accessibility.axe_results import node_place
from checks.accessibility.axe_rules import RULES
from checks.artifacts import Page
from checks.reading import read
from checks.registry import load
from checks.run import judge
from checks.standards.wcag import WCAG
from checks.testing import build_site

Json = dict[str, Any]
HOME = "http://www.example.gov.cn/"


def violation(rule: str, *selectors: str, **more: Any) -> Json:
    nodes = [{"selector": selector, "html": f"<i>{selector}</i>"} for selector in selectors]
    return {"rule": rule, "impact": "serious", "tags": [], "nodes": nodes, **more}


def page(path: str, *violations: Json, **more: Any) -> Json:
    axe = more.pop("axe", {"version": "4.14.1", "violations": list(violations)})
    return {"url": HOME + path, "rendered": True, "template": "t1", "html": "<p>文</p>", "axe": axe, **more}


def checks_of(*pages: Json) -> dict[str, Json]:
    site = build_site({"pages": list(pages)})
    result: dict[str, Json] = judge(site, generated_at="2026-11-20T12:00:00+08:00").result["checks"]
    return result


def test_one_finding_for_a_rule_a_template_and_a_place_with_a_count_of_pages() -> None:
    pages = [
        page("1.html", violation("image-alt", "#news_11 > li:nth-child(2) > img[src$='a1.jpg']")),
        page("2.html", violation("image-alt", "#news_12 > li:nth-child(5) > img[src$='b.jpg']")),
        page("3.html", violation("image-alt", ".foot > img")),
        page("4.html", violation("image-alt", ".foot > img"), template="t2", kind="article"),
    ]
    found = checks_of(*pages)["a11y-image-alt"]["findings"]
    assert sorted((one["template"], one["pages"]) for one in found) == [("t1", 1), ("t1", 2), ("t2", 1)]


def test_several_elements_at_one_place_of_a_page_are_one_finding_that_counts_them() -> None:
    several = violation("link-name", "li:nth-child(1) > a", "li:nth-child(2) > a", "li:nth-child(3) > a")
    (found,) = checks_of(page("1.html", several))["a11y-link-name"]["findings"]
    assert found["data"]["nodes"] == 3
    assert found["pages"] == 1


def test_the_box_of_the_element_is_there_to_be_outlined() -> None:
    broken = violation("label", "#kw")
    broken["nodes"][0]["box"] = [10, 20, 200, 30]
    (found,) = checks_of(page("1.html", broken))["a11y-label"]["findings"]
    assert found["evidence"]["box"] == [10.0, 20.0, 200.0, 30.0]
    assert found["selector"] == "#kw"


def test_a_second_look_without_axe_does_not_hide_what_the_first_one_found() -> None:
    first = page("1.html", violation("label", "#kw"), looks=1, look=1)
    site = build_site({"pages": [first]})
    second = Page(url=HOME + "1.html", entry="desktop", html="<p>文</p>", rendered=True, look=2)
    both = build_site({"pages": []})
    both = type(both)(city=both.city, run=both.run, pages=(*site.pages, second))
    told = judge(both, generated_at="2026-11-20T12:00:00+08:00").result["checks"]["a11y-label"]
    assert told["outcome"] == "fail"


def test_an_engine_that_broke_off_everywhere_is_our_failure() -> None:
    told = checks_of(page("1.html", axe={"version": "4.14.1", "failure": "timeout"}))
    assert {told[f"a11y-{rule}"]["outcome"] for rule in RULES} == {"error"}


def test_pages_without_the_engine_are_not_judged_and_say_so() -> None:
    told = checks_of({"url": HOME, "rendered": True, "kind": "home", "html": "<p>文</p>"})["a11y-image-alt"]
    assert told["outcome"] == "not_applicable"
    assert "axe-core" in told["note"]["zh"]


def test_a_rule_that_is_not_in_the_table_is_told_under_its_id_with_the_words_of_the_engine() -> None:
    new = violation(
        "dragging-alternative", "#map", help_zh="拖动操作应有替代方式", help_en="Dragging has an alternative"
    )
    other = violation("focus-appearance", "#map", help_en="Focus can be seen")
    found = checks_of(page("1.html", new, other))["a11y-unlisted"]["findings"]
    titles = {one["data"]["rule"]: one["title"]["zh"] for one in found}
    assert titles == {
        "dragging-alternative": "无障碍规则 dragging-alternative：拖动操作应有替代方式",
        "focus-appearance": "无障碍规则 focus-appearance：Focus can be seen",
    }


@pytest.mark.parametrize(
    ("selector", "place"),
    [
        ("#main > li:nth-child(3) > a", "#main > li > a"),
        ("a[href$='t20261118_2.html']", "a[href]"),
        ('img[alt="市政府 [图]"]', "img[alt]"),
        ("#\\31 23 > p", "## > p"),
        ("#news_17", "#news_#"),
        ('iframe >>> td[width="66"]:nth-of-type(2)', "iframe >>> td[width]"),
    ],
)
def test_places_hold_nothing_that_changes_from_page_to_page(selector: str, place: str) -> None:
    assert node_place(selector) == place


def test_every_rule_has_a_check_of_its_own_and_a_clause_that_exists() -> None:
    checks = load().checks
    for name, rule in RULES.items():
        clause = checks[f"a11y-{name}"].clause
        assert clause == (WCAG[rule.criteria[0]] if rule.criteria else None)
        assert all(re.fullmatch(r"[1-4]\.\d\.\d{1,2}", number) for number in rule.criteria)


# --- reading aids -----------------------------------------------------------------------------------------------


def sign_on(body: str) -> str:
    found = aid_sign(read(Page(url=HOME, entry="desktop", html=f"<body>{body}</body>", rendered=True)))
    return found.how if found else ""


@pytest.mark.parametrize("word", AID_WORDS, ids=lambda word: word.word)
def test_every_word_names_an_entry_and_its_counter_example_does_not(word: Any) -> None:
    assert sign_on(f"<a href='/x/'>{word.word}</a>") == "seen"
    if word.counter:
        assert sign_on(f"<a href='/x/'>{word.counter}</a>") == ""


@pytest.mark.parametrize(
    "body",
    [
        "<a href='/x/'>残疾人无障碍出行指南</a>",
        "<ul><li><a href='/a'>长者模式上线</a>2026-11-18</li><li><a href='/b'>关怀版发布</a>2026-11-17</li></ul>",
        "<a href='/slhd/wzaq.html'>网站安全</a>",
        "<p>市残联就《无障碍环境建设法》的贯彻落实情况开展专题调研活动</p>",
    ],
)
def test_news_and_topics_are_no_entry(body: str) -> None:
    assert sign_on(body) == ""

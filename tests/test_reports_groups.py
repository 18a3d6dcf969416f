"""Findings of one cause in one group, findings of one place on one card; nothing is lost or counted twice."""

from reports.groups import count_pages, group_by_cause


def found_at(number: int, template: str, selector: str, words: str = "<html>", **other: object) -> dict[str, object]:
    """A finding of one cause as grouping sees it."""
    return {
        "id": f"f{number}", "check": "a", "message": "m", "outcome": "fail", "severity": "advice", "confidence": 1.0,
        "entry": "desktop", "column": None, "template": template, "selector": selector, "words": words, "pages": 1,
        "url": f"http://a.cn/{number}", "page_urls": [f"http://a.cn/{number}"],
    } | other  # fmt: skip


def test_one_place_of_the_frame_is_one_card_and_no_finding_is_lost():
    findings = [
        found_at(1, "T1", "html"),
        found_at(2, "T2", "html"),
        found_at(3, "T1", "html", entry="mobile"),
        found_at(4, "T2", "html"),  # told apart by its check although all looks alike
        found_at(5, "T3", "html", words='<html lang="en">'),
        found_at(6, "T1", "nav > a:nth-child(2)"),
        found_at(7, "T2", "nav > a:nth-child(5)"),
        found_at(8, "T2", "nav > a:nth-child(5)", column="要闻"),
        found_at(9, "", "html"),
    ]
    (group,) = group_by_cause(findings)
    assert sorted(finding["id"] for finding in group.findings) == [f"f{number}" for number in range(1, 10)]
    places = sorted(sorted(finding["id"] for finding in place.findings) for place in group.places)
    assert places == [["f1", "f2", "f3"], ["f4"], ["f5"], ["f6", "f7"], ["f8"], ["f9"]]


def test_a_page_that_shows_two_places_is_one_page():
    findings = [found_at(1, "T1", "a"), found_at(2, "T1", "b", page_urls=["http://a.cn/1", "http://a.cn/2"], pages=2)]
    assert count_pages(findings) == (2, True)
    assert count_pages([findings[0] | {"pages": 30}, findings[1]]) == (30, False)
    assert count_pages([findings[0] | {"pages": 30}]) == (30, True)

"""What pages are laid out for on a phone, targets and their neighbours, and one finding for one template."""

from __future__ import annotations

from typing import Any

import pytest

from checks.artifacts import Page
from checks.declaration import NotApplicable
from checks.mobile.phone import Phone, layout, phone
from checks.mobile.targets import crowded, targets
from checks.reading import Document, read
from checks.run import judge
from checks.testing import build_site

HOME = "http://m.example.gov.cn/"
ADAPTS = '<meta name="viewport" content="width=device-width, initial-scale=1">'
TEXT = "为进一步优化营商环境，提升政务服务效能，结合我市实际，制定本实施方案。" * 5


def document(body: str, head: str = ADAPTS) -> Document:
    html = f"<html><head>{head}</head><body>{body}</body></html>"
    return read(Page(url=HOME, entry="mobile", html=html, rendered=True))


@pytest.mark.parametrize(
    ("head", "width", "scale"),
    [
        (ADAPTS, 390, 1.0),
        ('<meta name="viewport" content="initial-scale=1.0, user-scalable=no">', 390, 1.0),
        ("", 980, 390 / 980),
        ('<meta name="viewport" content="width=1200">', 1200, 390 / 1200),
        ('<meta name="viewport" content="width=1200, initial-scale=1">', 1200, 390 / 1200),
        ('<meta name="viewport" content="width=1200">' + ADAPTS, 390, 1.0),
        ('<meta name="description" content="width=device-width">', 980, 390 / 980),
    ],
)
def test_what_a_page_is_laid_out_for(head: str, width: float, scale: float) -> None:
    laid = layout(document("<p>文</p>", head), Phone(390))
    assert (laid.width, laid.scale) == (width, pytest.approx(scale))


def test_a_page_without_viewport_is_shrunk_by_the_width_it_came_to() -> None:
    html = f'<pa-page url="{HOME}" title="" w="1300" h="900"><html><body><p>文</p></body></html></pa-page>'
    seen = read(Page(url=HOME, entry="mobile", html=html, rendered=True))
    assert layout(seen, Phone(390)).width == 1300


def site_with(entry: dict[str, Any] | None, **page: Any) -> Any:
    pages = [{"url": HOME, "entry": "mobile", "rendered": True, "html": "<p>文</p>", **page}]
    return build_site({"pages": pages, "entries": [entry] if entry else []})


def test_the_phone_is_the_one_on_which_the_pages_were_seen() -> None:
    assert phone(site_with(None, viewport=[412, 915])) == Phone(412)
    assert phone(site_with(None, viewport=[980, 2000])) == Phone(390)


def test_without_a_mobile_entry_its_pages_are_not_judged_one_by_one() -> None:
    none = {"entry": "mobile", "url": HOME, "found": False, "how": "none", "reachable": True}
    with pytest.raises(NotApplicable):
        phone(site_with(none))
    with pytest.raises(NotApplicable):
        phone(build_site({"pages": [{"url": HOME, "rendered": True, "html": "<p>文</p>"}]}))


def link(number: int, box: str, text: str = "通知公告") -> str:
    return f'<a href="/{number}.html" pa-box="{box}">{text}</a>'


@pytest.mark.parametrize(
    ("body", "count"),
    [
        (link(1, "0,0,24,24") + link(2, "24,0,24,24"), 0),
        (link(1, "0,0,20,20") + link(2, "20,0,20,20"), 2),
        (link(1, "0,0,20,20") + link(2, "24,0,20,20"), 0),  # circles touch
        (link(1, "0,0,20,20") + link(2, "21,0,100,40"), 1),  # the large one stands in the circle of the small one
        (link(1, "0,0,20,20") + link(2, "23,0,100,40"), 0),
        (link(1, "0,0,20,20") + link(1, "20,0,20,20"), 0),  # the same link twice
        (link(1, "0,0,20,20") + link(2, "400,0,20,20"), 0),  # outside of the screen
        ('<button pa-box="0,0,16,16">大</button><button pa-box="18,0,16,16" disabled="">小</button>', 0),
        (
            '<input type="radio" pa-box="0,0,13,13"><input type="radio" pa-box="15,0,13,13">',
            0,
        ),
        (f"<p>详见{link(1, '0,0,40,17')}以及{link(2, '41,0,40,17')}等文件</p>", 0),
    ],
)
def test_targets_too_small_and_too_close(body: str, count: int) -> None:
    page = document(f'<div pa-box="0,0,390,60">{body}</div>')
    assert len(crowded(page, targets(page, 390))) == count


def test_small_text_in_one_template_is_one_finding_with_a_count_of_pages() -> None:
    html = f'<html><head>{ADAPTS}</head><body><p pa-box="0,0,390,80" pa-font="10">{TEXT}</p></body></html>'
    pages = [
        {"url": f"{HOME}{n}.html", "entry": "mobile", "rendered": True, "template": "t1", "html": html}
        for n in range(4)
    ]
    told = judge(build_site({"pages": pages}), generated_at="2026-11-20T12:00:00+08:00").result
    (found,) = told["checks"]["mobile-text-small"]["findings"]
    assert (found["pages"], found["data"]["share"], found["data"]["size"]) == (4, 100, 10.0)


def test_times_are_told_with_the_place_they_were_measured_from() -> None:
    page = {"url": HOME, "rendered": True, "kind": "home", "html": "<p>文</p>", "timings": {"first_byte": 5000}}
    site = build_site({"pages": [page], "run": {"vantage_zh": "北京", "vantage_en": "Beijing"}})
    (found,) = judge(site, generated_at="2026-11-20T12:00:00+08:00").result["checks"]["page-slow"]["findings"]
    assert "北京" in found["doubt"]["zh"]
    assert "Beijing" in found["doubt"]["en"]

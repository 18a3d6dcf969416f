"""A page with a script of its own is seen in a browser, although its template needs none."""

from __future__ import annotations

from pathlib import Path

import pytest

from checks.artifacts import Page
from checks.reading import Document, read
from crawler.forward_proxy import ForwardProxy, ProxyReply
from crawler.gather.scripts import MOST_CHARACTERS, MOST_PAGES, NewScripts, codes
from crawler.visits import Row
from tests.crawl_fixture import HTML, Portal, crawl_arguments, page, scrapy
from tests.test_hostile import ended

HOME = "http://www.anping.gov.cn/"
STATISTICS = "<script>var id = 12, name = '通知公告'; count(id) // column 12</script>"
HIDES = "<script>document.querySelector('main ul').style.display = 'none'</script>"


def seen(body: str) -> Document:
    return read(Page(url=HOME, entry="desktop", html=f"<html><body>{body}</body></html>"))


def row(number: int, kind: str = "column") -> Row:
    return Row(
        id=number, entry="desktop", url=f"{HOME}{number}/", kind=kind, depth=2, anchor="", column_url="",
        render=False, looks=0, state="queued", template="", rank=f"{number:016x}",
    )  # type: ignore[arg-type]  # fmt: skip


@pytest.mark.parametrize(
    "other",
    [
        "<script>var id = 7, name = \"政策'文件'\"; count(id)</script>",
        "<script type=text/javascript>/* list */ var id=301,name=`机构\n职能`;count(id)</script>",
        STATISTICS + '<script type="application/ld+json">{"name": first}</script>',
        STATISTICS + f"<script>{'data;' * (MOST_CHARACTERS // 5 + 1)}</script>",
    ],
)
def test_other_data_in_the_same_script_are_no_other_script(other: str) -> None:
    assert codes(seen(STATISTICS)) == codes(seen(other))


def test_other_names_are_another_script() -> None:
    assert len(codes(seen(STATISTICS + HIDES))) == 2


def test_pages_with_scripts_that_no_browser_has_run_are_chosen_by_their_hash() -> None:
    scripts = NewScripts()
    scripts.ran("d-1", seen(STATISTICS))
    scripts.met("d-1", row(6), seen(STATISTICS))
    scripts.met("d-1", row(5), seen(STATISTICS + HIDES))
    scripts.met("d-1", row(4), seen(HIDES))
    scripts.met("d-1", row(3, "article"), seen("<script>other()</script>"))
    scripts.met("d-2", row(2), seen(STATISTICS))
    assert [each.id for each in scripts.choose()] == [2, 4]
    for number in range(10, 30):
        scripts.met("d-1", row(number), seen(f"<script>{'x' * number}()</script>"))
    assert len(scripts.choose()) == MOST_PAGES - 1


class Hiding(Portal):
    """Twelve columns more; the rows of one are hidden by a script that stands in this page only."""

    def page(self, path: str) -> ProxyReply:
        if path == "/":
            links = "".join(f'<li><a href="/d{number}/">专栏{number}</a></li>' for number in range(12))
            return ProxyReply(headers=HTML, body=page("首页", f"<ul>{links}</ul>"))
        if not path.startswith("/d") or path.endswith(".html"):
            return super().page(path.replace("/d", "/c").replace("/c1", "/c"))
        items = "".join(
            f"<li><a href='{path}t{number}.html'>专栏{path[2]}第{number}号公告的标题</a> 2026-11-1{number}</li>"
            for number in range(5)
        )
        body = f"<h2>专栏{path[2:-1]}</h2><ul>{items}</ul>{STATISTICS}{HIDES if path == '/d8/' else ''}"
        return ProxyReply(headers=HTML, body=page("专栏", body))


def test_rows_that_one_page_hides_are_seen_to_be_hidden(tmp_path: Path) -> None:
    portal = Hiding()
    with ForwardProxy(portal.answer) as proxy:
        done = scrapy(*crawl_arguments(portal.write_seeds(tmp_path), tmp_path / "run", proxy.url), timeout=300)
    assert done.returncode in (0, 3), done.stderr
    pages = ended(tmp_path / "run")
    assert pages["/d8"][0] == "rendered"
    assert [pages[f"/d{number}"][0] for number in range(12)].count("fetched") >= 6

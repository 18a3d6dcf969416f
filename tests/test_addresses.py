"""When two addresses are one page, and whose page an address is."""

from __future__ import annotations

import pytest

from crawler.addresses import (
    Scope,
    absolute,
    file_ending,
    is_public_suffix,
    page_key,
    registrable_domain,
    without_visit,
)

HERE = "http://www.anping.gov.cn/zwgk/list.html"


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("t1.html", "http://www.anping.gov.cn/zwgk/t1.html"),
        (" ../a\n.html\t", "http://www.anping.gov.cn/a.html"),
        ("//m.anping.gov.cn/x", "http://m.anping.gov.cn/x"),
        ("\\zwgk\\a.html", "http://www.anping.gov.cn/zwgk/a.html"),
        ("?p=2", "http://www.anping.gov.cn/zwgk/list.html?p=2"),
        ("#top", HERE),
        ("#/route/1", f"{HERE}#/route/1"),
        ("#!route", f"{HERE}#!route"),
        ("#213", f"{HERE}#213"),
        ("#3", HERE),
        ("#tab2-a", HERE),
        ("../../../../up.html", "http://www.anping.gov.cn/up.html"),
        ("http://www.anping.gov.cn/a/./b/../c.html", "http://www.anping.gov.cn/a/c.html"),
        ("http://www.anping.gov.cn/a/%2E%2e/b/..", "http://www.anping.gov.cn/"),
        ("/a b/政务.html", "http://www.anping.gov.cn/a%20b/%E6%94%BF%E5%8A%A1.html"),
        ("/%B1%B1?q=%BE%A9", "http://www.anping.gov.cn/%B1%B1?q=%BE%A9"),
        ("HTTPS://WWW.Anping.GOV.cn/X", "https://www.anping.gov.cn/X"),
        ("http://政府.中国/", "http://xn--mxtq1m.xn--fiqs8s/"),
    ],
)
def test_a_link_leads_where_a_browser_would_go(href: str, url: str) -> None:
    assert absolute(HERE, href) == url


@pytest.mark.parametrize(
    "href",
    ["", "  ", "javascript:void(0)", "mailto:a@b.cn", "tel:12345", "data:text/html,x", "http://[", "http://a:99999/x"],
)
def test_a_link_that_leads_to_no_page_is_none(href: str) -> None:
    assert absolute(HERE, href) is None


@pytest.mark.parametrize("href", ["\ud800", "http://a\ud800.cn/", "http://a..b/", "http://%/", "http://xn--/", "\x00"])
def test_a_hostile_link_never_raises(href: str) -> None:
    url = absolute(HERE, href)
    if url is not None:
        for reads in (page_key, without_visit, registrable_domain, file_ending, Scope([HERE]).__contains__):
            reads(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.anping.gov.cn/a",
        "http://anping.gov.cn/a/",
        "http://anping.gov.cn:80/a",
        "https://ANPING.gov.cn:443/a",
        "http://anping.gov.cn//a",
        "http://anping.gov.cn/a;jsessionid=8F00",
        "http://anping.gov.cn/(S(abcdefghijklmnopqrstuvwx))/a",
        "http://anping.gov.cn/a?utm_source=wx&spm=1.2",
        "http://anping.gov.cn/%61",
        "http://anping.gov.cn/a#top",
        "http://anping.gov.cn./a",
    ],
)
def test_spellings_of_one_page(url: str) -> None:
    assert page_key(url) == "anping.gov.cn/a"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://a.gov.cn/?x=1&y=2", "http://a.gov.cn/?y=2&x=1"),
        ("http://a.gov.cn/?q=%e5%8c%97", "http://a.gov.cn/?q=%E5%8C%97"),
        ("http://a.gov.cn/%b1%b1", "http://a.gov.cn/%B1%B1"),
        ("http://政府.中国/", "http://xn--mxtq1m.xn--fiqs8s/"),
        ("http://a.gov.cn/#/x/", "http://a.gov.cn/#/x"),
    ],
)
def test_one_page(one: str, other: str) -> None:
    assert page_key(one) == page_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://a.gov.cn/A", "http://a.gov.cn/a"),
        ("http://a.gov.cn/?id=1", "http://a.gov.cn/?id=2"),
        ("http://a.gov.cn/?sid=1", "http://a.gov.cn/?sid=2"),
        ("http://a.gov.cn/?q=%B1", "http://a.gov.cn/?q=%B2"),
        ("http://a.gov.cn:8080/", "http://a.gov.cn/"),
        ("http://m.a.gov.cn/", "http://a.gov.cn/"),
        ("http://a.gov.cn/x%3Fy", "http://a.gov.cn/x?y"),
        ("http://a.gov.cn/#/x", "http://a.gov.cn/#/y"),
        ("http://a.gov.cn/gkmlpt/index#213", "http://a.gov.cn/gkmlpt/index#214"),
    ],
)
def test_two_pages(one: str, other: str) -> None:
    assert page_key(one) != page_key(other)


def test_the_address_that_is_fetched_keeps_all_but_the_visit() -> None:
    url = "https://www.a.gov.cn/b;jsessionid=1?z=%B1&a=&spm=9#/r"
    assert without_visit(url) == "https://www.a.gov.cn/b?z=%B1&a=#/r"


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("http://zwfw.beijing.gov.cn/x", "beijing.gov.cn"),
        ("www.gov.cn", "www.gov.cn"),
        ("http://127.0.0.1:8080/", "127.0.0.1"),
        ("http://[::1]/", "::1"),
        ("LocalHost", "localhost"),
        ("http://政府.中国/", "xn--mxtq1m.xn--fiqs8s"),
    ],
)
def test_who_registered_a_host(address: str, domain: str) -> None:
    assert registrable_domain(address) == domain


def test_gov_cn_is_nobodys_site() -> None:
    assert [
        host for host in ("gov.cn", "cn", "beijing.gov.cn", "127.0.0.1", "www.gov.cn") if is_public_suffix(host)
    ] == [
        "gov.cn",
        "cn",
    ]


def test_a_site_is_its_domain_less_what_belongs_to_another_portal() -> None:
    scope = Scope(["https://www.bj.gov.cn/"], ["http://hd.bj.gov.cn", "sh.gov.cn"])
    inside = ["http://bj.gov.cn/", "http://zwfw.bj.gov.cn/x", "https://BJ.gov.cn./"]
    outside = [
        *("http://hd.bj.gov.cn/", "http://x.hd.bj.gov.cn/", "http://sh.gov.cn/", "http://gov.cn/"),
        *("http://evilbj.gov.cn/", "http://bj.gov.cn.evil.com/", "http://bj.gov.cn@evil.com/"),
    ]
    assert [url for url in inside if url not in scope] == []
    assert [url for url in outside if url in scope] == []


def test_a_district_inside_anothers_domain_keeps_to_itself() -> None:
    scope = Scope(["http://hd.bj.gov.cn/"], ["http://bj.gov.cn/"])
    assert "http://news.hd.bj.gov.cn/" in scope
    assert "http://www.hd.bj.gov.cn/" in scope
    assert "http://bj.gov.cn/" not in scope
    assert "http://zwfw.bj.gov.cn/" not in scope


def test_hosts_spelled_in_chinese_and_in_punycode_are_one_site() -> None:
    scope = Scope(["http://www.政府.中国/"])
    assert "http://xn--mxtq1m.xn--fiqs8s/a" in scope
    assert scope.is_main_host("http://政府.中国/a")
    assert not scope.is_main_host("http://x.政府.中国/a")


@pytest.mark.parametrize(
    ("url", "ending"),
    [
        ("http://a/x.PDF?v=1", ".pdf"),
        ("http://a/x.tar.gz", ".gz"),
        ("http://a/x.html", ""),
        ("http://a/x.pdf/y", ""),
        ("http://a/pdf", ""),
        ("http://a/?f=x.pdf", ""),
    ],
)
def test_files_that_are_no_pages(url: str, ending: str) -> None:
    assert file_ending(url) == ending

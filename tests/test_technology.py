"""Makers of the sites' software: named by a strong sign or by two weak ones, never by less."""

from __future__ import annotations

import pytest

from checks.artifacts import Page, RunFacts, Site, Url
from checks.declaration import NotApplicable
from checks.technology.section import technology
from checks.technology.signs import MAKERS, Sign

HOME = "http://www.anping.gov.cn/"
#: For every sign something that shows it; the hosts are invented, the shapes are those of the places it names.
SHOWN = {
    "hanweb-named": "<!-- Produced By 大汉网络 大汉版通发布系统 -->",
    "hanweb-marks": "<!--<$[标题]>begin-->标题<!--<$[标题]>end-->",
    "hanweb-jpage": "url: '/module/web/jpage/dataproxy.jsp?startrecord=1'",
    "hanweb-jpaas": "/api-gateway/jpaas-publish-server/front/page/build/unit",
    "hanweb-files": '<img src="/jcms/jcms_files/jcms1/web1/site/picture/1.png">',
    "hanweb-article": "art/2024/5/6/art_1861_4970531.html",
    "hanweb-column": "col/col1861/index.html",
    "hanweb-search": '<form action="/jsearchfront/search.do">',
    "hanweb-letters": '<a href="/jact/front/mailpublist.do?sysid=1">',
    "trs-tag": "<TRS_Documents ID='图片新闻' NUM='1'>",
    "trs-editor": '<div class="view TRS_UEDITOR trs_paper_default trs_web">',
    "trs-article": "zwgk/202405/t20240506_123456.html",
    "trs-paging": "createPageHTML(20, 0, 'index', 'shtml');",
    "trs-search": '<form action="/igs/front/search.jhtml">',
    "trs-letters": '<a href="/IGI/nbhd/openGovmsgbox.do">',
    "ucap-list": "zwgk/c100028/common_list.shtml",
    "ucap-article": "zwgk/202405/0123456789abcdef0123456789abcdef.shtml",
    "ucap-box": '<div id="UCAP-CONTENT">',
    "ucap-search": "http://zs.kaipuyun.cn/s?siteCode=bm08000014",
    "webber-named": "<!--Announced by Visual SiteBuilder 9-->",
    "webber-customer": "<!-- CustomerNO:77656262657232307e784750535b -->",
    "webber-gray": '<script src="_sitegray/_sitegray.js"></script>',
    "webber-style": '<link href="content.vsb.css">',
    "webber-server": "VWebServer/6.0.0",
    "lonsun-column": "content/column/6784331",
    "lonsun-open": "public/column/6784331",
    "lonsun-paging": "Ls.pagination({})",
    "lonsun-search": "/site/search/6784331?keywords=",
    "guangdong-article": "zwgk/content/post_9360641.html",
    "guangdong-open": '<a href="/gkmlpt/index">',
    "guangdong-letters": '<a href="/hdjlpt/published?via=pc">',
    "jeecms-named": "<p>Powered by JEECMS</p>",
    "jeecms-resource": '<link href="/r/cms/www/default/style.css">',
    "jeecms-page": "news1/index.jhtml",
    "wordpress-named": '<meta name="generator" content="WordPress 6.4">',
    "wordpress-content": '<img src="/wp-content/uploads/1.png">',
    "wordpress-includes": '<script src="/wp-includes/js/a.js"></script>',
    "dedecms-named": 'Powered by <a href="#">DedeCMS</a>',
    "dedecms-plus": '<form action="/plus/search.php">',
    "dedecms-templets": '<link href="/templets/default/style.css">',
    "empirecms-named": "首页 - Powered by EmpireCMS",
    "empirecms-click": '<script src="/e/public/ViewClick/?classid=1"></script>',
    "empirecms-search": '<form action="/e/search/index.php">',
}
#: Met on real sites that another maker's software publishes: no sign of anybody.
REFUSED = (
    "return navigator.userAgent.indexOf('hanweb') > -1",
    '<script src="//fxsjcj.kaipuyun.cn/count/10005996/10005996.js"></script>',
    "xml.open('GET','https://api.jeecms.com/MODULE-ACCESSIBLE-READING/front/readings')",
    "<hr/>Powered by Yserver/0.7.2.2.0",
)


def numbered(path: str, number: int) -> str:
    """*path* with its last digit changed, so that several addresses of one shape differ."""
    position = max(place for place, letter in enumerate(path) if letter.isdigit())
    return f"{path[:position]}{number}{path[position + 1 :]}"


def site_showing(*signs: Sign, host: str = HOME, addresses: int = 3) -> Site:
    """A site on which exactly these signs can be seen."""
    markup = "\n".join(SHOWN[sign.name] for sign in signs if sign.where == "markup")
    headers = tuple(("server", SHOWN[sign.name]) for sign in signs if sign.where == "header")
    paths = [SHOWN[sign.name] for sign in signs if sign.where == "address"]
    if paths and not any(letter.isdigit() for letter in paths[0]):
        paths = [f"news1/{path}" for path in paths]
    urls = {host + numbered(path, number) for path in paths for number in range(1, addresses + 1)}
    page = Page(HOME, "desktop", f"<html><body>{markup}</body></html>", kind="home", headers=headers)
    return Site(
        {}, RunFacts("r", "2026-11-23T10:00:00+08:00"), tuple(Url(u, "desktop", "fetched") for u in urls), (page,)
    )


def maker_of(site: Site) -> str | None:
    try:
        return str(technology.build(site)["maker"].en)
    except NotApplicable:
        return None


ALL = [(maker, sign) for maker in MAKERS for sign in maker.signs]


@pytest.mark.parametrize(("maker", "sign"), ALL, ids=[sign.name for _, sign in ALL])
def test_one_sign_names_a_maker_only_if_it_is_strong(maker, sign):
    assert maker_of(site_showing(sign)) == (maker.name.en if sign.strong else None)
    assert sign.seen
    assert sign.beware
    assert sign.text.zh
    assert sign.text.en


def weak_signs(maker):
    return [sign for sign in maker.signs if sign.own and not sign.strong]


TWO_WEAK = [maker for maker in MAKERS if len(weak_signs(maker)) >= 2]


@pytest.mark.parametrize("maker", TWO_WEAK, ids=[maker.id for maker in TWO_WEAK])
def test_two_weak_signs_name_a_maker_and_are_told(maker):
    weak = weak_signs(maker)[:2]
    told = technology.build(site_showing(*weak))
    assert told["maker"] == maker.name
    assert {row["sign"] for row in told["evidence"]} == {sign.name for sign in weak}
    assert all(row["url"] and row["words"] for row in told["evidence"])


def test_products_that_are_sold_alone_name_nobody():
    for maker in MAKERS:
        assert maker_of(site_showing(*(sign for sign in maker.signs if not sign.own))) is None


def test_two_makers_with_equal_signs_name_nobody():
    signs = {sign.name: sign for _, sign in ALL}
    assert maker_of(site_showing(signs["webber-named"], signs["hanweb-named"])) is None


def test_an_address_shape_is_a_habit_of_the_portal_itself():
    signs = {sign.name: sign for _, sign in ALL}
    pair = (signs["trs-article"], signs["trs-editor"])
    assert maker_of(site_showing(*pair)) == "TRS (WCM)"
    assert maker_of(site_showing(*pair, addresses=2)) is None
    assert maker_of(site_showing(*pair, host="http://elsewhere.gov.cn/")) is None


@pytest.mark.parametrize("text", REFUSED)
def test_what_only_looks_like_a_sign_names_nobody(text):
    page = Page(HOME, "desktop", f"<html><body>{text}</body></html>", kind="home")
    assert maker_of(Site({}, RunFacts("r", "2026-11-23T10:00:00+08:00"), pages=(page,))) is None

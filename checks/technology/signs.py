"""Signs of the makers of content management software, each with where it was seen and what it is not.

A sign is *strong* when the software names itself or writes something that no other has a reason to write, and *weak*
when it is a habit that others may share: the shape of an address, a class that travels with copied text. Signs of a
product that is also sold alone (search, letters) support a maker and never make one.

Makers without an entry (南威, 太极, 长城, 中国软件, 方正, 金格) leave no sign that we know to be theirs alone.

Refused on purpose:

* the bare word ``hanweb`` in a script: rc.jinan.gov.cn asks the browser for it, because an app calls itself so;
* ``fxsjcj.kaipuyun.cn/count``: the same company counts visits for sites of any maker (www.neac.gov.cn);
* ``api.jeecms.com``: a reading aid of that company on www.taiyuan.gov.cn, whose pages are another's;
* ``Powered by Yserver``: a web server (kjt.yn.gov.cn), no content management software.
"""

from __future__ import annotations

import re
from typing import Literal

from msgspec import Struct

from checks.declaration import Text

Where = Literal["markup", "address", "header"]


class Sign(Struct, frozen=True):
    """One sign of one maker. *own*: of the publishing software itself, not of a product that is sold alone."""

    name: str
    text: Text  # what the sign is, for the reader
    where: Where
    pattern: re.Pattern[str]
    seen: str  # where it was seen
    beware: str  # a counter-example, or why there is none
    strong: bool = False
    own: bool = True


class Maker(Struct, frozen=True):
    """A maker with its product, and the signs by which it is told."""

    id: str
    name: Text
    signs: tuple[Sign, ...]


LEAST_ADDRESSES = 3
"""Addresses of one shape that make a habit; one or two may be accidents or guests."""


def _sign(
    name: str, zh: str, en: str, where: Where, pattern: str, seen: str, beware: str, *, strong: bool = False,
    own: bool = True,
) -> Sign:  # fmt: skip
    return Sign(name, Text(zh, en), where, re.compile(pattern, re.IGNORECASE), seen, beware, strong, own)


MAKERS: tuple[Maker, ...] = (
    Maker("hanweb", Text("大汉（jcms）", "Hanweb (jcms)"), (
        _sign("hanweb-named", "网页源码自称“大汉网络”", "the source names 大汉网络", "markup",
              r"Produced By 大汉网络|大汉版通发布系统", "public crawlers look for this sentence in list pages",
              "a page about the maker says it in its text; the sentence is a comment", strong=True),
        _sign("hanweb-marks", "内容块以“<$[标题]>begin”注释标记", "blocks marked by <$[…]>begin comments", "markup",
              r"<!--\s*<\$\[[^\]]{1,20}\]>(?:begin|end)\s*-->", "www.nmpa.gov.cn, sites of Shandong",
              "none known: the mark is part of the maker's template language", strong=True),
        _sign("hanweb-jpage", "列表数据取自 jpage/dataproxy", "lists read from jpage/dataproxy", "markup",
              r"/module/(?:web/)?jpage/dataproxy\.jsp", "www.hangzhou.gov.cn, www.jiangsu.gov.cn, fgw of Jiangsu",
              "none known: path of the maker's own servlet", strong=True),
        _sign("hanweb-jpaas", "内容取自 jpaas-publish-server", "content read from jpaas-publish-server", "markup",
              r"jpaas-(?:publish|jcms|web)-server", "www.miit.gov.cn, www.yangzhou.gov.cn",
              "none known: name of the maker's own service", strong=True),
        _sign("hanweb-files", "附件存于 jcms_files", "attachments kept in jcms_files", "markup",
              r"/jcms/jcms_files/", "sites of Zhejiang and Shandong", "a reprint may keep a picture's address"),
        _sign("hanweb-article", "稿件地址形如 /art/2024/5/6/art_1_2.html", "articles at /art/Y/M/D/art_N_N.html",
              "address", r"/art/\d{4}/(?:\d{1,2}/\d{1,2}/)?art_(?:\d+_\d+|[0-9a-f]{16,})\.html",
              "hangzhou, ningbo, jinan, dalian, lanzhou", "links to other sites have it too: only own pages count"),
        _sign("hanweb-column", "栏目地址形如 /col/col123/index.html", "columns at /col/colN/index.html", "address",
              r"/col/col\d+/(?:index\.html|$)", "hangzhou, ningbo, jinan", "as above"),
        _sign("hanweb-search", "检索使用 jsearchfront 或 jrobot", "search by jsearchfront or jrobot", "markup",
              r"/(?:jsearchfront|jrobot)/", "jinan, nanjing, lanzhou", "a search may be bought alone", own=False),
        _sign("hanweb-letters", "来信使用 jact", "letters by jact", "markup",
              r"/jact/front/", "sites of Shandong", "letters may be bought alone", own=False),
    )),
    Maker("trs", Text("拓尔思（TRS WCM）", "TRS (WCM)"), (
        _sign("trs-tag", "源码中留有 <TRS_ 模板标记", "template tags <TRS_… left in the source", "markup",
              r"</?TRS_(?:Documents?|Document|Outline|AppendIx|Channels?)\b", "sample templates of the maker",
              "none known: its template language", strong=True),
        _sign("trs-editor", "正文容器为 TRS_Editor 一类", "text in a TRS_Editor box", "markup",
              r"""class=["']?[^"'>]*\b(?:TRS_Editor|TRS_UEDITOR|trs_editor_view|trs_paper_default)\b""",
              "beijing, www.gov.cn, a district portal of its maker",
              "travels with the text that another site copies"),
        _sign("trs-article", "稿件地址形如 /202405/t20240506_123.html", "articles at /YYYYMM/tYYYYMMDD_N.html",
              "address", r"/\d{6}/t\d{8}_\d+\.s?html?", "beijing, tianjin, shenyang, nanjing, hohhot, yinchuan, fuzhou",
              "links to other sites have it too: only own pages count"),
        _sign("trs-paging", "分页使用 createPageHTML", "pages turned by createPageHTML", "markup",
              r"\bcreatePageHTML\s*\(", "portals of Hubei, Jiangxi, Hunan",
              "a common name for a function: with another sign only"),
        _sign("trs-search", "检索使用 TRS 产品（igs、irs、was5）", "search by TRS (igs, irs, was5)", "markup",
              r"/(?:igs/front/search|irs/front/|irs-c-web/|was5/web/)", "tianjin, qingdao, chongqing, changchun",
              "a search may be bought alone", own=False),
        _sign("trs-letters", "来信使用 IGI", "letters by IGI", "markup", r"/IGI/nbhd/", "portals in central China",
              "letters may be bought alone", own=False),
    )),
    Maker("ucap", Text("开普（UCAP）", "UCAP"), (
        _sign("ucap-list", "栏目页名为 common_list.shtml", "columns named common_list.shtml", "address",
              r"/(?:common|zfxxgk)_list(?:_\d+)?\.shtml", "www.neac.gov.cn, www.csrc.gov.cn, nanchang, lhasa",
              "links to other sites have it too: only own pages count"),
        _sign("ucap-article", "稿件地址形如 /c100/202405/<32位>.shtml", "articles at /cN/YYYYMM/<32 hex>.shtml",
              "address", r"/\d{6}/(?:[0-9a-f]{32}|c\d+_\d+)\.shtml|/c\d{4,}/c\d+/content\.shtml",
              "urumqi, lhasa, nanchang, harbin", "as above"),
        _sign("ucap-box", "正文容器为 UCAP-CONTENT", "text in #UCAP-CONTENT", "markup",
              r"""id=["']?UCAP-CONTENT\b""", "yuncheng and other cities",
              "www.gov.cn kept the box around text that TRS publishes"),
        _sign("ucap-search", "检索使用开普云", "search by 开普云", "markup",
              r"(?:api\.so-gov\.cn|zs\.kaipuyun\.cn/s\?)", "harbin, nanchang, www.neac.gov.cn",
              "beijing and shijiazhuang search with it and publish with others", own=False),
    )),
    Maker("webber", Text("博达（Visual SiteBuilder）", "Webber (Visual SiteBuilder)"), (
        _sign("webber-named", "源码自称 Visual SiteBuilder", "the source names Visual SiteBuilder", "markup",
              r"Announced by Visual SiteBuilder", "news.buaa.edu.cn and sites of universities",
              "none known: a comment that the software writes", strong=True),
        _sign("webber-customer", "源码含客户编号注释", "a customer's number in a comment", "markup",
              r"<!--\s*CustomerNO:7765626265", "the same; 7765626265 spells webbe",
              "none known: a comment that the software writes", strong=True),
        _sign("webber-gray", "引用 _sitegray 脚本", "uses the script _sitegray", "markup",
              r"_sitegray/_sitegray", "the same", "a saved page keeps it"),
        _sign("webber-style", "样式文件名以 .vsb.css 结尾", "style sheets named .vsb.css", "markup",
              r"(?<![\w-])[\w-]+\.vsb\.css", "the same", "a saved page keeps it"),
        _sign("webber-server", "服务器自称 VWebServer", "the server names itself VWebServer", "header",
              r"^(?:VWebServer|VAppServer)", "notes of public scanners", "the server may carry other software"),
    )),
    Maker("lonsun", Text("龙讯（安徽集约化平台）", "Lonsun (platform of Anhui)"), (
        _sign("lonsun-column", "栏目地址形如 /content/column/123", "columns at /content/column/N", "address",
              r"/content/column/\d+", "hefei and sites of Anhui",
              "links to other sites have it too: only own pages count"),
        _sign("lonsun-open", "公开目录地址形如 /public/column/123", "open files at /public/column/N", "address",
              r"/public/(?:column|content)/\d+", "hefei and sites of Anhui", "as above"),
        _sign("lonsun-paging", "分页使用 Ls.pagination", "pages turned by Ls.pagination", "markup",
              r"\bLs\.pagination\s*\(", "hefei and sites of Anhui", "a short name: with another sign only"),
        _sign("lonsun-search", "检索地址形如 /site/search/123", "search at /site/search/N", "markup",
              r"/site/search/\d{5,}", "hefei", "a search may be bought alone", own=False),
    )),
    Maker("guangdong", Text("广东省政府网站集约化平台", "Platform of Guangdong province"), (
        _sign("guangdong-article", "稿件地址形如 /content/post_123.html", "articles at /content/post_N.html", "address",
              r"/content/m?post_\d+\.html", "guangzhou, shenzhen, dongguan", "links to other sites have it too"),
        _sign("guangdong-open", "公开目录使用 gkmlpt", "open files by gkmlpt", "markup",
              r"/gkmlpt/(?:index|content|policy|guide|annual)", "guangzhou, shenzhen, www.gd.gov.cn",
              "a link to another site of the province: with another sign only"),
        _sign("guangdong-letters", "互动使用 hdjlpt", "letters by hdjlpt", "markup", r"/hdjlpt/", "guangzhou, shenzhen",
              "a link to another site of the province", own=False),
    )),
    Maker("jeecms", Text("JEECMS", "JEECMS"), (
        _sign("jeecms-named", "网页自称 Powered by JEECMS", "the page says Powered by JEECMS", "markup",
              r"Powered by JEECMS", "fingerprints of WhatWeb", "none known", strong=True),
        _sign("jeecms-resource", "资源存于 /r/cms/", "resources kept in /r/cms/", "markup", r"""["'(]/r/cms/""",
              "sample sites of the maker", "a short path: with another sign only"),
        _sign("jeecms-page", "栏目页名为 index.jhtml", "columns named index.jhtml", "address",
              r"/index(?:_\d+)?\.jhtml", "www.zhengzhou.gov.cn", "other Java software writes .jhtml, too"),
    )),
    Maker("wordpress", Text("WordPress", "WordPress"), (
        _sign("wordpress-named", "generator 标明 WordPress", "generator says WordPress", "markup",
              r"""<meta[^>]*\bgenerator\b[^>]*WordPress""", "fingerprints of WhatWeb", "none known", strong=True),
        _sign("wordpress-content", "资源存于 wp-content", "resources kept in wp-content", "markup",
              r"/wp-content/(?:themes|plugins|uploads)/", "the same", "a linked picture of another site"),
        _sign("wordpress-includes", "引用 wp-includes", "uses wp-includes", "markup", r"/wp-includes/", "the same",
              "a linked script of another site"),
    )),
    Maker("dedecms", Text("织梦（DedeCMS）", "DedeCMS"), (
        _sign("dedecms-named", "网页自称 DedeCMS", "the page says DedeCMS", "markup",
              r"Powered by\s*(?:<[^>]*>\s*)?DedeCMS", "fingerprints of WhatWeb", "none known", strong=True),
        _sign("dedecms-plus", "引用 /plus/ 下的程序", "uses programs in /plus/", "markup",
              r"/plus/(?:search|list|view|count|diy|feedback|guestbook)\.php", "source of the software",
              "a plain word: with another sign only"),
        _sign("dedecms-templets", "资源存于 /templets/", "resources kept in /templets/", "markup",
              r"/templets/[\w-]+/", "source of the software", "its own misspelling; copied style sheets keep it"),
    )),
    Maker("empirecms", Text("帝国（EmpireCMS）", "EmpireCMS"), (
        _sign("empirecms-named", "网页自称 EmpireCMS", "the page says EmpireCMS", "markup",
              r"Powered by\s*(?:<[^>]*>\s*)?EmpireCMS", "templates of the software", "none known", strong=True),
        _sign("empirecms-click", "计数使用 /e/public/ViewClick", "counts by /e/public/ViewClick", "markup",
              r"/e/public/(?:ViewClick|onclick)", "source of the software", "none known", strong=True),
        _sign("empirecms-search", "检索使用 /e/search/", "search by /e/search/", "markup",
              r"/e/search/index\.php", "source of the software", "a short path: with another sign only"),
    )),
)  # fmt: skip

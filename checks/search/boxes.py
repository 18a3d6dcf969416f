"""Finding a portal's own search on a page: a box, a box behind an icon, a link to a search page or host.

Told apart from everything else that takes words: logins, subscriptions, the progress of an application, look-ups of
departments, service items or licence plates.
"""

from __future__ import annotations

import re
from typing import Literal

from msgspec import Struct

from checks.reading import Document, Field, Form, LinkSeen
from checks.reading.chinese import simplify
from checks.reading.hosts import host_of
from checks.reading.lexicon import Word
from checks.reading.parse import Element
from checks.reading.words import squeeze, tokens

__all__ = ["NOT_SITE_SEARCH", "SEARCH_WORDS", "SearchSign", "search_sign"]

#: Words beside or inside a box that say "search this site".
SEARCH_WORDS: tuple[Word, ...] = (
    Word("搜索", "placeholder 请输入搜索内容; button 搜索 (most portals)", "搜索引擎备案"),
    Word("搜 索", "button with a space between the characters"),
    Word("检索", "智能检索, 站内检索", "档案检索室"),
    Word("搜尋", "traditional versions"),
    Word("檢索", "traditional versions"),
    Word("站内搜", "站内搜"),
    Word("全站搜", "全站搜"),
    Word("站内查找", "站内查找 before the box (older ASP.NET portals)"),
    Word("全站查找", "全站查找"),
    Word("本站查找", "本站查找"),
    Word("搜一下", "搜一下"),
    Word("搜本站", "搜本站"),
    Word("关键字", "placeholder 请输入关键字", "关键字过滤公告"),
    Word("关键词", "placeholder 请输入关键词"),
    Word("關鍵字", "traditional versions"),
    Word("大家都在搜", "hot words under the box (province platforms)"),
    Word("热搜", "热搜词"),
    Word("想找什么", "placeholder 您想找什么"),
    Word("想搜", "placeholder 您想搜什么"),
    Word("search", "placeholder Search, id searchBox (many)", "research"),
)

#: Words that say the box asks for something else. Each is stronger than a word of the list above.
NOT_SITE_SEARCH: tuple[Word, ...] = (
    Word("手机号", "subscription of a newsletter"),
    Word("电话", "call-back", "电话号码查询"),
    Word("邮箱", "login of the mail system, subscription"),
    Word("email", "subscription"),
    Word("密码", "login"),
    Word("password", "login"),
    Word("用户名", "login"),
    Word("账号", "login"),
    Word("帐号", "login"),
    Word("username", "login"),
    Word("验证码", "captcha of a form"),
    Word("订阅", "subscription"),
    Word("身份证", "query of one's own case"),
    Word("证件号", "query of one's own case"),
    Word("车牌", "traffic offences"),
    Word("号牌", "traffic offences"),
    Word("编号", "progress of an application (办件编号)"),
    Word("受理号", "progress of an application"),
    Word("查询码", "progress of a letter"),
    Word("查询号", "progress of an application"),
    Word("业务号", "progress of an application"),
    Word("流水号", "progress of an application"),
    Word("回执", "progress of an application"),
    Word("办件", "办件查询 (service halls)"),
    Word("进度", "办理进度查询"),
    Word("信件", "信件查询 (letters)"),
    Word("来信", "来信查询 (letters)"),
    Word("部门名称", "look-up of a department"),
    Word("单位名称", "look-up of a unit"),
    Word("企业名称", "look-up of a company"),
    Word("机构名称", "look-up of a unit"),
    Word("事项名称", "look-up of a service item"),
    Word("姓名", "query of one's own case"),
    Word("公积金", "query of one's own account"),
    Word("社保", "query of one's own account"),
    Word("航班", "timetable"),
    Word("车次", "timetable"),
    Word("公交", "timetable"),
    Word("快递", "parcel"),
    Word("天气", "weather by place"),
    Word("城市名", "weather by place"),
    Word("邮编", "look-up of a postcode"),
    Word("药品", "look-up of a product"),
    Word("备案号", "look-up of a record"),
    Word("考号", "results of an examination"),
    Word("准考证", "results of an examination"),
)

#: What follows is what others look for, and no word about the box (seen: placeholder 大家都在搜：公积金).
_HOT_WORD = re.compile(r"((?:都在搜|热搜词?|热门搜索|搜索热词)\s*[:：]).*")
_POSITIVE = re.compile(
    "|".join(re.escape(w.word) for w in SEARCH_WORDS if w.word != "search") + r"|(?<!re)search", re.I
)
_NEGATIVE = re.compile("|".join(re.escape(w.word) for w in NOT_SITE_SEARCH), re.I)
#: Names and ids of boxes of the search products in use (so-gov, TRS, 大汉 and others), as whole words.
_NAMES = re.compile(
    r"^(?:q|qt|qr|wd|kw|key|keys|keyword|keywords|key_?words?|k|s|so|ss|sw|word|words|search\w*|\w*search|\w*search(?:word|text|input|key|box|content|kw)\w*|"
    r"\w*keywords?\w*|sousuo\w*|txt_?search\w*|query(?:string|text|word)?|textfield_?search|searchword|title_?search|fulltext|qwjs|znss|ssnr|ssk)$",
    re.I,
)
_ACTION = re.compile(
    r"search|sousuo|/so/|/s\?|jsearchfront|/irs/|irs-c-web|/igs/|/was5?/|unionsearch|govsearch|intellsearch|jrobot|/ssp/|/query/s",
    re.I,
)
_HOST = re.compile(r"^(?:www\.)?(?:\w*search\w*|so|sousuo|api\.so-gov)\.", re.I)
_LINK_PATH = re.compile(
    r"/so/s\b|/so/?(?:\?|$)|/search(?:\.\w+|/|\?|$|_)|/\w*search\.\w+|jsearchfront|/irs/front|irs-c-web|/igs/front/search|was5/web/search|unionsearch|/sousuo|/ssp/main|#/search|/znss|/qwjs",
    re.I,
)
_LINK_TEXT = re.compile(
    r"^(?:站内|全站|高级|智能|全文|信息|本站|一键)?(?:搜\s*索|检\s*索|搜尋|檢索|搜一下|搜一搜|search)(?:一下|引擎|中心|平台|服务)?$",
    re.I,
)
#: General search engines: a link there is no search of this site.
_ENGINES = re.compile(r"(?:^|\.)(?:baidu|bing|sogou|google|so|haosou|360|sm|chinaso)\.(?:com|cn)$", re.I)
#: Words of an aid to readers, which has its magnifying glass too. An icon of a search bears no such word to be read.
_MAGNIFIES = re.compile(r"放大|缩小|字号|字体|大字|无障碍|读屏")
_TOGGLE = frozenset(["search", "sousuo", "ss", "fdj", "fangdajing", "magnifier", "query"])


class SearchSign(Struct, frozen=True):
    """What speaks for a search on a page. ``weak``: a person should look whether it is one."""

    how: Literal["box", "icon", "link", "frame", "weak"]
    document: Document
    element: Element
    words: str
    url: str = ""

    @property
    def selector(self) -> str:
        """CSS path of the box, icon or link."""
        return self.document.selector(self.element)


def _context(doc: Document, form: Form, field: Field) -> str:
    """Short words around a box that say what it is for: those of its form, else of a small block around it."""
    here: Element | None = form.element
    text = doc.text(here) if here is not None else ""
    if len(text) > 80 or form.loose:
        around = field.element.getparent()
        text = ""
        for _ in range(3):
            if around is None or around.tag in ("body", "html"):
                break
            wider = doc.text(around)
            if len(wider) > 60:
                break
            text = wider
            around = around.getparent()
    before = form.element.getprevious()
    if before is not None and before.tag in (
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "p",
        "div",
        "span",
        "b",
        "strong",
        "dt",
        "label",
    ):
        heading = doc.text(before)
        if 0 < len(heading) <= 16:
            text = f"{heading} {text}"
    return text


def judge_field(doc: Document, form: Form, field: Field) -> int:
    """How much a field looks like a search of the whole site: 2 surely, 1 perhaps, 0 not, -1 certainly not."""
    if field.type not in ("text", "search", "editable", "", "textarea"):
        return -1 if field.type in ("password", "tel", "email", "number") else 0
    others = [f for f in form.inputs if f.element is not field.element]
    if any(f.type in ("password", "textarea", "file", "tel", "email") for f in others):
        return -1
    parts = (field.placeholder, field.label, field.element.get("title"), field.value)
    own = " ".join(_HOT_WORD.sub(r"\1", simplify(part)) for part in parts if part)
    if _NEGATIVE.search(own):
        return -1
    context = simplify(f"{_context(doc, form, field)} {form.submit_text}")
    name_words = " ".join(p for p in (field.name, field.element.get("id")) if p)
    names = [n for n in (field.name, field.element.get("id") or "") if n]
    named = any(_NAMES.match(n) for n in names)
    if _NEGATIVE.search(name_words) or re.search(
        r"phone|mobile|mail|login|passw|userid|idcard|captcha", name_words, re.I
    ):
        return -1
    if not named and _NEGATIVE.search(context) and not re.search(r"站内|全站|全文|本站", f"{own} {context}"):
        return -1
    if _NEGATIVE.search(context) and not _POSITIVE.search(own) and not re.search(r"站内|全站|全文|本站", context):
        return -1
    if form.fields and sum(f.type in ("text", "search", "") and f.visible for f in form.fields) > 3:
        return 0
    score = 0
    if field.type == "search" or (field.element.get("role") or "") == "searchbox":
        score += 2
    if _POSITIVE.search(own):
        score += 2
    if named:
        score += 1
    get = form.element.get
    attributes = " ".join(a for a in (get("id"), get("class"), get("name"), field.element.get("class")) if a)
    if form.action and _ACTION.search(form.action):
        score += 2
    if re.search(r"search|sousuo|fulltext", attributes, re.I):
        score += 1
    if _POSITIVE.search(simplify(form.submit_text)) or _POSITIVE.search(context):
        score += 1
    if form.submit is not None and (tokens(form.submit) & _TOGGLE or _TOGGLE & _pieces(form.submit.get("src") or "")):
        score += 1
    return 2 if score >= 2 else 1 if score == 1 and form.region == "header" else 0


def _pieces(text: str) -> set[str]:
    return {piece.lower() for piece in re.findall(r"[A-Za-z]+", text)}


def _toggle(doc: Document) -> Element | None:
    """A visible element that opens a search: an icon or a word, named for it."""
    for el in doc.elements:
        if el.tag not in ("a", "i", "span", "img", "button", "div", "svg", "em", "li") or not doc.visible(el):
            continue
        link = doc.link_at.get(el)
        if link is not None and link.url and not link.placeholder:
            continue  # it leads to another page, and whether that is a search was asked before
        label = squeeze(f"{el.get('title') or ''} {el.get('alt') or ''} {el.get('aria-label') or ''}")
        if _LINK_TEXT.match(label) or (el.tag == "img" and _TOGGLE & _pieces((el.get("src") or "").rsplit("/", 1)[-1])):
            return el
        if _MAGNIFIES.search(simplify(doc.text(el))):
            continue
        if len(el) <= 2 and (
            _LINK_TEXT.match(simplify(doc.text(el))) or (tokens(el) & _TOGGLE and len(doc.text(el)) <= 4)
        ):
            return el
    return None


def _is_search_link(link: LinkSeen) -> bool:
    if not link.url or _ENGINES.search(host_of(link.url)):
        return False
    if _LINK_TEXT.match(simplify(link.text)) or _LINK_TEXT.match(simplify(link.title)):
        return True
    named = _HOST.match(host_of(link.url)) or _LINK_PATH.search(link.url.split("://", 1)[-1])
    return bool(named) and (
        len(link.text) <= 8
        and not _NEGATIVE.search(link.text)
        and not re.search(r"[?&](?:q|qt|searchword|keyword|kw|wd)=.", link.url, re.I)
    )


def search_sign(doc: Document) -> SearchSign | None:
    """The strongest sign of a site search on a page, or None. Presence only; absence is for the check to claim."""
    weak: SearchSign | None = None
    behind: Field | None = None
    for form in doc.forms:
        for field in form.fields:
            score = judge_field(doc, form, field)
            if score <= 0:
                continue
            words = field.placeholder or field.label or form.submit_text or field.name
            if field.visible and score == 2:
                return SearchSign("box", doc, field.element, words)
            if not field.visible and score == 2 and field.type != "hidden":
                behind = behind or field
            elif field.visible and weak is None:
                weak = SearchSign("weak", doc, field.element, words)
    for link in doc.links:
        if link.visible and _is_search_link(link):
            return SearchSign("link", doc, link.element, link.name, link.url)
    for el in doc.root.iter("pa-frame", "iframe", "frame"):
        source = el.get("src") or ""
        if (
            source
            and doc.visible(el) | (el.tag == "iframe")
            and (_LINK_PATH.search(source) or _HOST.match(host_of(source)))
        ):
            return SearchSign("frame", doc, el, source, source)
    toggle = _toggle(doc)
    if behind is not None:
        if toggle is not None:
            return SearchSign("icon", doc, toggle, behind.placeholder or "")
        weak = weak or SearchSign("weak", doc, behind.element, behind.placeholder)
    elif toggle is not None and toggle.tag != "img":
        weak = weak or SearchSign("weak", doc, toggle, doc.text(toggle))
    return weak

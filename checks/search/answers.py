"""Reading the answer of a site search: which results it lists, how many it says there are, whether it is an answer.

Works on any layout: results are the links of the answer that lie outside of its header, menus and footer, or that carry
the words asked for; how they are drawn does not matter.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal
from urllib.parse import parse_qsl, unquote, urlsplit

from msgspec import Struct

from checks.artifacts import Page, SearchTrial, Site
from checks.declaration import view
from checks.identity import url_key
from checks.reading import Document, LinkSeen, TextSeen, read
from checks.reading.chinese import simplify
from checks.reading.gone import words_of_fault, words_of_gone
from checks.reading.parse import Element

__all__ = ["Answer", "SearchTrials", "alike", "normal", "search_trials"]

#: Seconds after which an answer that has not come counts as none.
PATIENCE = 15.0
#: Characters of a menu's entry.
_MENU = 8
#: Share of a page's links that it still shows where nothing came of a search; carousels turn meanwhile.
STILL_SHOWN = 0.9

Verdict = Literal[
    "found", "not_found", "empty", "error", "slow", "no_answer", "no_results_page", "wall", "ours", "nonsense", "word"
]

#: Nothing was found: 没有找到…的结果, 没有与…相关的内容, 暂无数据. What lies between follows a verb or a preposition:
#: counter-examples are 无障碍阅读 … 共检索到 87 条结果 and 未央区 … 结果, which a looser pattern read as nothing.
_NOTHING = re.compile(
    r"(?:没有|沒有|暂无|查无|未能?|无)(?:"
    r"能?(?:找到|搜索到|检索到|查询到|查到|搜到|匹配到?).{0,60}?|(?:任何)?(?:与|和|关于|符合|包含|[“\"「『]).{0,60}?|(?:任何|相关|匹配)*的?)"
    r"(?:结果|信息|内容|记录|数据|文档|資料|結果)|"
    r"(?:找到|检索到|搜索到|共有?|为您找到)(?:相关)?(?:结果|信息)?约?\s*[:：]?\s*0\s*(?:条|个|项|篇|則)|"
    r"抱歉|很遗憾|no results?|0 results?",
    re.I,
)
_COUNT = re.compile(
    r"(?:找到|检索到|搜索到|为您(?:找到|检索到)|共有?|总共|合计|结果|约有?)"
    r"(?:相关|与.{0,40}相关的)?(?:结果|信息|记录)?约?\s*[:：]?\s*([\d,]{1,12})\s*(?:条|个|项|篇|則|结果)"
)
_FAULT_OF_SEARCH = re.compile(r"(?:搜索|检索)(?:服务|接口|功能)?(?:异常|出错|错误|失败|维护)")
_WALL = re.compile(r"请(?:先)?登录|请输入验证码|安全验证|滑动验证|人机验证|访问过于频繁|验证后继续", re.I)
_SPACE = re.compile(r"[\s\W_]+")
_FRAME = ("header", "nav", "footer")


class Answer(Struct, frozen=True, eq=False):
    """One trial read. *titles* are the results' in order, *urls* their addresses ("" where a script opens them); *rank*
    is that of the expected one, from 1."""

    trial: SearchTrial
    verdict: Verdict
    titles: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    count: int | None = None
    rank: int | None = None
    words: str = ""  # of the page, where it says that something is wrong or that there is nothing
    document: Document | None = None


class SearchTrials(Struct, frozen=True, eq=False):
    """All trials of the desktop portal, read."""

    answers: tuple[Answer, ...]

    @property
    def real(self) -> tuple[Answer, ...]:
        """Those that asked for a published title."""
        return tuple(a for a in self.answers if a.trial.expected_url)

    @property
    def nonsense(self) -> tuple[Answer, ...]:
        """Those that asked for what no site has published."""
        return tuple(a for a in self.answers if not a.trial.expected_url and not a.trial.word)

    @property
    def word(self) -> Answer | None:
        """The trial of a mere word, where it brought results: the search works, and knows no titles."""
        return next((a for a in self.answers if a.verdict == "word"), None)

    @property
    def judged(self) -> tuple[Answer, ...]:
        """Title trials that came to an end of which the site is the cause."""
        return tuple(a for a in self.real if a.verdict not in ("wall", "ours"))


def normal(text: str) -> str:
    """Letters and digits of a title alone, for comparing: widths, marks and spaces do not count."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text)).lower()


def alike(title: str, shown: str) -> bool:
    """Whether a result shows the title: the same, or cut off after at least ten characters or most of it."""
    want, have = normal(title), normal(shown)
    if not want or not have:
        return False
    if want in have:
        return True
    return have in want and (len(have) >= 10 or len(have) >= 0.6 * len(want)) and len(have) >= 4


def _targets(link: LinkSeen) -> set[str]:
    """Keys of where a result leads, also through a redirecting address that carries it as a parameter."""
    keys = {url_key(link.url)}
    for _, value in parse_qsl(urlsplit(link.url).query):
        value = unquote(value)
        if value.startswith(("http://", "https://")):
            keys.add(url_key(value))
    return keys


#: Where the words of a block stand: tag and class of its element and of the one around it.
_Place = tuple[str, ...]


def _place(el: Element) -> _Place:
    around = el.getparent()
    return tuple(f"{up.tag} {up.get('class') or ''}" for up in (el, around) if up is not None)


def _blocks(doc: Document) -> list[TextSeen]:
    return [t for t in doc.texts if t.kind in ("text", "link") and doc.region(t.element) not in _FRAME]


def _echoes(site: Site) -> frozenset[_Place]:
    """Where an answer repeats what was asked: there stands the string that no site holds, when it was asked for."""
    found: set[_Place] = set()
    for trial in site.searches:
        if not trial.expected_url and trial.answer and not trial.word:
            seen = _blocks(read(_page_of(site, trial)))
            found |= {_place(t.element) for t in seen if normal(t.text) == normal(trial.query)}
    return frozenset(found)


def _standing(site: Site) -> frozenset[tuple[str, _Place]]:
    """Links that an answer shows beside its results (hot words, the newest of the site): what stood there when nothing
    was found for the string that no site holds."""
    found: set[tuple[str, _Place]] = set()
    for trial in site.searches:
        if trial.expected_url or trial.word or not trial.answer:
            continue
        doc = read(_page_of(site, trial))
        text = simplify(doc.words)
        if _NOTHING.search(text) or _stated_count(text) == 0:
            found |= {(url_key(k.url), _place(k.element)) for k in doc.links if k.url}
    return frozenset(found)


def _stated_count(text: str) -> int | None:
    match = _COUNT.search(text)
    return int(match[1].replace(",", "")) if match else None


def _has_address(doc: Document, el: Element) -> bool:
    links = (doc.link_at.get(up) for up in (el, *el.iterancestors("a")))
    return any(link is not None and link.url for link in links)


def _without_address(doc: Document, query: str, echoes: frozenset[_Place]) -> tuple[int, tuple[str, ...]]:
    """Rank (0: not there) and titles of results that a script opens: blocks without an address, one of which is the
    title and nothing else, whole or cut short (seen: ``<div class="title" onclick="toDetail(…)">``).
    """
    blocks = [t for t in _blocks(doc) if _place(t.element) not in echoes and not _has_address(doc, t.element)]
    want = normal(query)
    for block in blocks:
        have = normal(block.text)
        cut = re.search(r"(?:\.{2,}|…)$", block.text.strip()) and len(have) >= 10 and want.startswith(have)
        if have == want or cut:
            alike_made = [t for t in blocks if _place(t.element) == _place(block.element)]
            return alike_made.index(block) + 1, tuple(t.text for t in alike_made)
    return 0, ()


def _found_nothing(text: str, query: str) -> bool:
    """Whether an answer says that there is nothing for *query*, whatever it shows beside that (hot words, news)."""
    asked = normal(simplify(query))
    return any(asked in normal(match[0]) for match in _NOTHING.finditer(text))


def _shows_all(home: frozenset[tuple[str, str]], doc: Document, results: list[LinkSeen]) -> bool:
    """Whether the page of the box shows what it showed before, and no link besides: nothing came of the search.

    A page that filters its own list shows less than before.
    """
    shown = {(url_key(k.url), k.name) for k in doc.links if k.url}
    return len(home & shown) >= STILL_SHOWN * len(home) and all((url_key(k.url), k.name) in home for k in results)


def _page_of(site: Site, trial: SearchTrial) -> Page:
    return Page(
        url=trial.submitted_to or trial.page_url,
        entry="desktop",
        html=trial.answer,
        rendered=trial.answer.lstrip().startswith("<pa-page"),
        status=trial.status or 200,
        seen_at=site.run.observed_at,
    )


def _read_answer(
    site: Site,
    trial: SearchTrial,
    home: frozenset[tuple[str, str]],
    echoes: frozenset[_Place],
    standing: frozenset[tuple[str, _Place]],
) -> Answer:
    if not trial.box_found:
        return Answer(trial, "ours", words=trial.failure)
    if trial.wall:
        return Answer(trial, "wall", words=trial.wall)
    if trial.failure and not trial.answer:
        ours = not re.match(r"no[- ]?answer|timeout|nothing happened|no[- ]?navigation|dead", trial.failure, re.I)
        return Answer(trial, "ours" if ours else "no_answer", words=trial.failure)
    if not trial.answer:
        return Answer(trial, "no_answer")
    page = _page_of(site, trial)
    doc = read(page)
    text = simplify(doc.words)
    body = [k for k in doc.links if k.visible and k.url and k.region not in _FRAME]
    if trial.expected_url or trial.word:
        body = [k for k in body if (url_key(k.url), _place(k.element)) not in standing]
    results = [
        k
        for k in body
        if (len(k.name) >= 4 and ((url_key(k.url), k.name) not in home or len(k.name) > 8))
        or (trial.expected_url and url_key(trial.expected_url) in _targets(k))
    ]
    seen: dict[str, LinkSeen] = {}
    root = url_key(site.city.get("portal_url") or trial.page_url)  # the name of the site leads there, and no result
    for link in results:
        if url_key(link.url) not in (url_key(page.url), root):
            seen.setdefault(link.url, link)
    results = list(seen.values())
    titles = tuple(k.name for k in results)
    urls = tuple(k.url for k in results)
    count = _stated_count(text)
    rank = None
    want = url_key(trial.expected_url) if trial.expected_url else ""
    for number, link in enumerate(results, 1):
        if want and (want in _targets(link) or alike(trial.query, link.name)):
            rank = number
            break
    if want and rank is None and count != 0:
        place, shown = _without_address(doc, trial.query, echoes)
        if place:
            rank, titles, urls = place, shown, ("",) * len(shown)
    stayed = bool(trial.submitted_to) and url_key(trial.submitted_to) == url_key(trial.page_url)
    unchanged = stayed and bool(home) and _shows_all(home, doc, results)
    wall = _WALL.search(text)
    fault = _FAULT_OF_SEARCH.search(text)
    error = words_of_fault(text) or (fault[0] if fault else "")
    if not error and count is None:  # a count of 404 results is no missing page
        error = words_of_gone(text)
    nothing = _NOTHING.search(text)

    def answer(verdict: Verdict, words: str = "") -> Answer:
        return Answer(trial, verdict, titles[:50], urls[:50], count, rank, words, doc)

    late = (trial.seconds or 0) > PATIENCE
    if unchanged and not nothing and trial.expected_url and not error:
        return answer("no_results_page")
    if rank is not None:
        return answer("slow" if late else "found")
    if wall and len(text) < 600:
        return answer("wall", wall[0])
    # Beside a server's error short links are a menu's (seen: 涟池要闻, 部门信息); titles are longer.
    if (trial.status or 200) >= 400 or (error and all(len(title) <= _MENU for title in titles)):
        return answer("error", error or f"HTTP {trial.status}")
    if late:
        return answer("slow")
    if not trial.expected_url and not trial.word:
        return answer("nonsense", nothing[0] if nothing else "")
    if (not results and not count) or count == 0 or (nothing and len(results) < 3) or _found_nothing(text, trial.query):
        return answer("empty", nothing[0] if nothing else "")
    if trial.word:
        return answer("word" if results and not stayed else "no_results_page")
    return answer("no_results_page" if stayed and not nothing and count is None else "not_found")


@view
def search_trials(site: Site) -> SearchTrials:
    """The search trials of this case, each answer read once."""
    home: set[tuple[str, str]] = set()
    for page in site.pages:
        if page.kind == "home" and page.entry == "desktop" and site.searches:
            home |= {(url_key(k.url), k.name) for k in read(page).links if k.url}
    echoes, standing = _echoes(site), _standing(site)
    return SearchTrials(tuple(_read_answer(site, trial, frozenset(home), echoes, standing) for trial in site.searches))

"""What to fetch next: a guess at a link's kind from its address and words, and the order of everything queued.

The guesses order the frontier and nothing else; what a page *is*, the checks decide from what it shows.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from urllib.parse import urlsplit

from checks.artifacts import PageKind
from crawler.addresses import file_ending

#: Address shapes of articles. Each was seen on real portals; the remark names the counter-example that it spares.
ARTICLE_PATHS = re.compile(
    r"""
    /t\d{8}_\d+\.s?html?$            # TRS; a list page is index_1.html
    | /art/\d{4}/                    # 大汉; its lists are /col/colN/
    | /content/post_\d+              # 广东 gkmlpt; its lists are /gkmlpt/index
    | /[0-9a-f]{32}\.s?html?$        # hashed names; lists are named common_list.shtml
    | /\d{4}(?:[-/]?\d{2})?(?:[-/]\d{2})?/[^/]+\.(?:s?html?|jhtml|jsp|aspx?)$   # a folder a month; not /2026/index.html
    | /20\d\d/\d{2}(?:/\d{2})?/(?!\d{1,2}/?$|page/?$)[^/.]+/?$   # WordPress; its archives are /2026/11/17/
    | /columns/[0-9a-f-]{30,}/\d{6}/\d{2}/
    | /\d{6,}\.s?html?$              # numbered pages; /c101234/ folders are lists
    | /(?:content|article|detail|show|info|news_?(?:show|view|detail))(?:_?\d+|\.\w+$)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LIST_NAME = re.compile(r"/(?:index|list|default|common_list|zfxxgk_list|more)(?:_?\d+)?\.\w+$", re.IGNORECASE)
_PAGE_NUMBER = re.compile(
    r"(?:index|list)[_-]\d+\.|[?&](?:page|pageindex|pageno|currentpage|p)=\d+|下一页|下页|尾页|末页|^\d{1,3}$",
    re.I,
)
_ARTICLE_QUERY = re.compile(r"(?:^|&)(?:id|newsid|infoid|articleid|contentid|aid|docid)=[\w-]+", re.IGNORECASE)
_SEARCH = re.compile(r"搜索|检索|/(?:so|search|jsearch\w*|unionsearch|igs|irs)(?:[/._?]|$)", re.IGNORECASE)
_INTERACTION = re.compile(
    r"互动|公众参与|信箱|邮箱|咨询|投诉|建议|举报|征集|访谈|留言|问政|民意|民声|诉求|来信|信件|调查|意见|问答|热线|回应|"
    r"互動|諮詢|投訴|建議|信箱|徵集|/(?:hdjl\w*|zmhd|hudong|jact|gzcy|liuyan|mailbox|consult)(?:[/._?]|$)",
    re.IGNORECASE,
)
_GUIDE = re.compile(r"办事指南|服务指南|事项|辦事指南|/(?:bszn|fwzn|guide)(?:[/._?]|$)", re.IGNORECASE)
#: Links that a reader follows to leave, to log in or to change something: never requested (rule: look, never post).
_NEVER = re.compile(
    r"/(?:logout|signout|logoff|delete|remove|unsubscribe|del)(?:[/._?]|$)|[?&](?:action|method|do|op)=(?:del|delete|remove|logout)",
    re.IGNORECASE,
)

#: An article's title is rarely shorter, a column's name rarely longer (in characters of link text).
TITLE_CHARACTERS = 12

# Tiers of the frontier: everything of one tier is fetched before the next one starts (see Case.next_urls).
HOME, MENU, SECTION, COLUMN, NEXT_PAGE, ARTICLE, ELSEWHERE = range(7)


@lru_cache(maxsize=20_000)  # most links of a page stand on every page of the site
def guess_kind(url: str, anchor: str) -> PageKind:
    """What a link probably leads to, from its address and its words alone."""
    if file_ending(url):
        return "attachment"
    parts = urlsplit(url)
    path = f"{parts.path}#{parts.fragment}" if parts.fragment else parts.path
    if _LIST_NAME.search(path):
        looks_like_article = False
    else:
        looks_like_article = bool(ARTICLE_PATHS.search(path))
        if not looks_like_article and _ARTICLE_QUERY.search(parts.query):
            looks_like_article = len(anchor) >= TITLE_CHARACTERS
    if looks_like_article:
        return "article"
    where = f"{anchor} {path}"
    for kind, pattern in (("search", _SEARCH), ("guide", _GUIDE), ("interaction", _INTERACTION)):
        if pattern.search(where) and len(anchor) < TITLE_CHARACTERS:
            return kind  # type: ignore[return-value]
    if len(anchor) >= TITLE_CHARACTERS + 4 and not path.endswith("/"):
        return "article"
    return "column"


def is_harmful(url: str) -> bool:
    """True for an address that would change something or end a session."""
    parts = urlsplit(url)
    return bool(_NEVER.search(f"{parts.path}?{parts.query}"))


def tier(kind: PageKind, anchor: str, url: str, region: str, depth: int, main_host: bool) -> int:
    """The tier of the frontier for a link of *kind*, found at *depth* clicks from the home page in *region*."""
    if kind == "article":
        return ARTICLE
    if not main_host and depth > 1:
        return ELSEWHERE
    if _PAGE_NUMBER.search(url) or _PAGE_NUMBER.search(anchor):
        return NEXT_PAGE
    if kind in ("search", "interaction", "guide") and depth <= 2:
        return MENU
    if depth <= 1 and region in ("header", "nav"):
        return MENU
    return SECTION if depth <= 1 else COLUMN


def rank(seed: str, key: str) -> str:
    """The place of a page among its equals: a hash of its key and the run's seed, never the order of arrival."""
    return hashlib.blake2b(key.encode("utf-8", "surrogatepass"), key=seed.encode()[:64], digest_size=8).hexdigest()

"""Which of the site's own titles are typed into its search box: from different columns, by the run's seed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice, pairwise, zip_longest

from checks.artifacts import Page
from checks.reading import Document, read
from checks.reading.chinese import simplify
from checks.reading.content import headed_by_its_title
from checks.reading.published import article_date
from crawler import frontier
from crawler.addresses import page_key

#: Four titles, as the official sample has it, and one string that no site holds.
TITLES = 4
#: Pages that are read for it at most: on a site whose articles print no day, all of them would be.
MOST_READ = 60
#: A title shorter than this names a column; one cut by a list ends in dots, and neither it nor a broken one would be
#: found.
SHORTEST, LONGEST = 8, 80
#: A list may put the whole row into its link, and the day with it; no search finds a title by its day.
_DAY = r"[\[(（【]?(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?(?:\s\d{1,2}:\d{2}(?::\d{2})?)?[\])）】]?"
_DATED = re.compile(rf"^{_DAY}\s+|\s+{_DAY}$")
#: A window's title that begins with more than the name of a column.
_LONG_TITLE = re.compile(r"<title[^>]*>\s*[^<_|–—-]{10}", re.IGNORECASE)
#: Where a page that does not hold the words of the link to it may tell its title.
_TITLED = re.compile(r"<h1|articletitle", re.IGNORECASE)
#: Two characters that may be a word: 关于, 的通 and 2026年 are none.
_WORD = re.compile(r"(?!.?[关于的了和与及在对为等第年月日号一二三四五六七八九十])[\u4e00-\u9fff]{2}")
#: Labels of a letter and of its answer, two of which make one. Seen on letters of eleven of fourteen portals and on no
#: other page but forms and lists of letters; counter-example: a guide with 咨询时间 alone.
_LETTER = re.compile(
    r"(?:来信|写信|信件|留言|咨询|提问|诉求|回复|答复|反馈)(?:人|者|时间|日期|单位|部门|机构|内容|编号|类[型别]|主题|标题|状态|情况)"
)
_CUT = re.compile(r"(?:\.{2,}|…+)\s*$|&\w+;|�")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_LETTERS = re.compile(r"[^\W\d_]")
#: Shares of a page's letters. A Chinese page is Chinese by half of them, however many Latin names it has; in
#: traditional writing a fifth to a third of its characters differ from the simplified ones (seen: /big5/ copies), and
#: in simplified writing hardly one in a hundred does (乾, 瞭).
_HALF, _DIFFER = 0.5, 0.08


def chosen_titles(pages: Sequence[Page], seed: str) -> list[tuple[str, str]]:
    """Up to TITLES of (title, URL of its article): one of each column first, equals by hash of their address.

    What shows its title and the day on which it was published comes first. A guide to a service has no such day, and
    many a search is made for what is published alone: letters often lie in a system of their own, which it does not
    know. Pages are read until there are enough. A copy of the site in another writing or language is left out, where a
    home page is among *pages*: the box of the home page searches what is written like it.
    """
    homes = (_writing(read(page)) for page in pages if page.entry == "desktop" and page.kind == "home")
    own = next(filter(None, homes), "")  # before its scripts have run, an application's home page says nothing
    articles: dict[str, list[tuple[str, Page]]] = {}
    columns: dict[str, list[tuple[str, Page]]] = {}  # pages that were taken for columns, and may be articles
    named: Counter[str] = Counter()
    met: set[str] = set()
    seen: set[str] = set()
    for page in sorted(pages, key=lambda page: not page.rendered):  # a plain look may lack what the drawn one shows
        if page.entry != "desktop" or page.kind not in ("article", "column"):
            continue
        key = page_key(page.url)
        if key not in met:
            met.add(key)
            named[_plain(page.anchor)] += 1
        if key not in seen and _may_tell(page):
            seen.add(key)
            kept = articles if page.kind == "article" else columns
            kept.setdefault(page.column, []).append((frontier.rank(seed, key), page))
    published: dict[str, str] = {}
    other: dict[str, str] = {}
    for page in islice(chain(_in_turn(articles), _in_turn(columns)), MOST_READ):
        document = read(page)
        if own and _writing(document) not in ("", own):
            continue
        title = "" if page.kind == "column" and not headed_by_its_title(document) else article_title(document)
        # A title that two articles share would be found and lead to the wrong one.
        if title and named[title] <= 1 and title not in published and title not in other:
            (published if _is_published(document) else other)[title] = page.url
        if len(published) == TITLES:
            break
    return [*published.items(), *other.items()][:TITLES]


def _may_tell(page: Page) -> bool:
    """Whether a page is worth the reading: most columns are not, nor is an application's page before its scripts have
    run, which holds no title at all."""
    if page.kind == "column":
        return _LONG_TITLE.search(page.html) is not None
    named = _plain(page.anchor)
    return _TITLED.search(page.html) is not None or (bool(named) and named in page.html)


def _writing(document: Document) -> str:
    """In which writing most of a page is: ``simplified``, ``traditional``, or ``other`` for what is not Chinese; empty
    for a page that says nothing."""
    words = document.words
    letters, chinese = _LETTERS.findall(words), _CHINESE.findall(words)
    if not letters:
        return ""
    if len(chinese) < _HALF * len(letters):
        return "other"
    differing = sum(a != b for a, b in zip(words, simplify(words), strict=True))
    return "traditional" if differing >= _DIFFER * len(chinese) else "simplified"


def _is_published(document: Document) -> bool:
    return article_date(document) is not None and len(set(_LETTER.findall(document.words))) < 2


def _in_turn(columns: dict[str, list[tuple[str, Page]]]) -> Iterator[Page]:
    """The first page of every column, then the second of every column …"""
    ordered = sorted((sorted(pages, key=_rank) for pages in columns.values()), key=lambda pages: _rank(pages[0]))
    for turn in zip_longest(*ordered):
        yield from (place[1] for place in turn if place)


def _rank(place: tuple[str, Page]) -> str:
    return place[0]


def _plain(title: str) -> str:
    return _DATED.sub("", " ".join(title.split()))


def article_title(document: Document) -> str:
    """The title as the article itself gives it: its official tag, else the link that led to it, else its heading."""
    headings = (document.text(heading) for heading in document.root.iter("h1"))
    for title in (document.meta.get("articletitle", ""), document.page.anchor, *headings):
        title = _plain(title)
        if SHORTEST <= len(title) <= LONGEST and not _CUT.search(title) and title in document.words:
            return title
    return ""


def common_word(titles: Iterable[str]) -> str:
    """The two characters that most of *titles* share, without those that are mere grammar; empty without any."""
    shared = Counter(
        word
        for title in sorted(set(titles))
        for word in {"".join(pair) for pair in pairwise(title)}
        if _WORD.match(word)
    )
    return min(shared, key=lambda word: (-shared[word], word), default="")


def nonsense(seed: str) -> str:
    """A string that no page of any site holds, the same for the same run."""
    return f"zqx{frontier.rank(seed, 'nonsense')}"

"""Lists: repeated siblings that each carry a link, a title or a date, however the page builds them.

Understood: ``ul``/``ol``, rows of tables (also two entries a row), ``dl``, cards and paragraphs of one kind
beside each
other, bare links separated by line breaks, and the ``<record><![CDATA[…]]>`` store of lists that a script
draws later.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from checks.reading.dates import parse_dates
from checks.reading.entry_dates import bare, date_of, of_the_year_in, title_in_link
from checks.reading.parse import Element, parse_fragment
from checks.reading.records import Item, ItemList, LinkSeen
from checks.reading.words import SILENT, squeeze, tokens

if TYPE_CHECKING:
    from checks.reading.document import Document

__all__ = ["find_lists"]

Source = Literal["list", "table", "cards", "dl", "links", "records"]

_MORE = re.compile(
    r"^[\[【(（>+]*\s*(?:查看)?(?:更多|更 多|more|全部|详情|详细|\+)\s*(?:>+|》|»|\+|…)*[\]】)）]*$", re.I
)
_RECORD = re.compile(r"<record[^>]*>\s*<!\[CDATA\[(.*?)\]\]>\s*</record>", re.S | re.I)
#: The head of a year's entries: 2025, 2025年, 2025年度, 2025年（3）, 2025年（共3条）.
_YEAR = re.compile(r"^\s*(20\d{2})\s*年?度?\s*(?:[（(]\s*共?\s*\d{1,4}\s*[条篇件项个]?\s*[)）])?\s*$")
_CARD_TAGS = frozenset(
    ["div", "p", "a", "section", "article", "li", "h2", "h3", "h4", "h5", "span", "figure", "dd", "label"]
)
_HOLDERS = frozenset(["div", "section", "article", "td", "main", "form", "center", "span", "p", "nav",
    "aside", "header",
                      "footer", "body", "fieldset", "figure", "details", "li", "dd"])  # fmt: skip
_HEADING_WORDS = frozenset(["title", "tit", "tt", "heading", "biaoti", "bt", "caption", "hd", "tabs", "tab",
    "head",
                            "channel", "columnname", "lanmu", "name"])  # fmt: skip
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6", "legend", "caption", "dt", "summary"])
#: Characters of a name over rows; counter-examples: 共 12 条, 暂无信息, a sentence.
_NAME = 12
_NOT_A_NAME = re.compile(r"[，。：:；]|\d|暂无|没有|上一|下一|共")
#: More different links than this make a sibling a block of the layout, no entry of a list.
_ENTRY_LINKS = 4


def _links_in(doc: Document, el: Element) -> list[LinkSeen]:
    """Links of an entry without those of a list nested in it (a submenu)."""
    found: list[LinkSeen] = []
    stack = [el]
    while stack:
        here = stack.pop()
        link = doc.link_at.get(here)
        if link is not None:
            found.append(link)
        for child in reversed(here):
            if child.tag in ("ul", "ol", "dl") and child is not el:
                continue
            stack.append(child)
    return found


def _pieces(doc: Document, el: Element, *, hidden: bool) -> list[str]:
    """The runs of text of an entry, one for every element and every gap between two, without nested lists."""
    parts: list[str] = []
    stack: list[Element | str] = [el]
    while stack:
        here = stack.pop()
        if isinstance(here, str):
            parts.append(here)
            continue
        if (
            here.tag in SILENT
            or (here is not el and here.tag in ("ul", "ol"))
            or (not hidden and not doc.visible(here))
        ):
            continue
        if here.text:
            parts.append(here.text)
        for child in reversed(here):
            if child.tail:
                stack.append(child.tail)
            stack.append(child)
    return parts


def _item(doc: Document, el: Element, year: int | None, tail: str = "", extra: tuple[Element, ...] = ()) -> Item | None:
    visible = doc.visible(el)
    links = [link for part in (el, *extra) for link in _links_in(doc, part)]
    named = [link for link in links if link.name and not _MORE.match(link.name)]
    real = [link for link in named if not link.placeholder] or named
    best = max(real, key=lambda link: len(link.name), default=None)
    fallback = next((link for link in links if link.url), None)
    if best is None:
        best = fallback
    pieces = _pieces(doc, el, hidden=not visible)
    others = [piece for part in extra for piece in _pieces(doc, part, hidden=not visible)]
    glued = squeeze(" ".join((*(doc.text(part, hidden=not visible) for part in (el, *extra)), tail)))
    spaced = squeeze(" ".join((*pieces, *others, tail)))  # so that 20 over 2026-11 stay two
    picture = any(True for _ in el.iter("img"))
    if best is None and not spaced and not picture:
        return None
    title = best.name if best is not None and best.name else ""
    seen = date_of(doc, el, best.text if best is not None else "", glued, spaced, pieces, year)
    if seen and best is not None and year is None:
        seen = of_the_year_in(best.url, seen)
    if seen and best is not None and title == best.text and bare(seen.raw) in bare(title):
        title = title_in_link(pieces, seen) or title
    if not title:
        title = squeeze(spaced.replace(seen.raw, " ") if seen else spaced)
    shown = visible and (best is None or best.visible or bool(spaced))
    return Item(doc, el, title[:300], best.url if best is not None else "", seen.date if seen else None,
                seen.raw if seen else "", shown, best, spaced[:1000], picture)  # fmt: skip


def _heading(doc: Document, el: Element) -> str:
    """The words over a list: the nearest heading or title block before it, at most four levels up."""
    if year := _year_over(doc, el):
        return year
    here: Element | None = el
    for _ in range(4):
        if here is None or here.tag in ("body", "html"):
            return ""
        before = here.getprevious()
        for _ in range(3):
            if before is None:
                break
            if isinstance(before.tag, str) and doc.visible(before):
                inner: Element | None = None
                if before.tag in _HEADINGS or tokens(before) & _HEADING_WORDS:
                    inner = before
                else:
                    inner = next((h for h in before.iter(*sorted(_HEADINGS)) if doc.visible(h)), None)
                if inner is not None:
                    text = re.sub(r"\s*[\[【(（>+]*(?:更多|more)[>»》+\]】)）\s]*$", "", doc.text(inner), flags=re.I)
                    if text and len(text) <= 40:
                        return text
                text = doc.text(before)
                if _YEAR.match(text):
                    return text
                if text and before.tag in ("ul", "ol", "table"):
                    break
            before = before.getprevious()
        here = here.getparent()
    return ""


def _year_over(doc: Document, el: Element) -> str:
    """The year that heads a run of lists of one make, where each entry is a list of its own (``dl`` after ``dl``)."""
    row = el.getprevious()
    while row is not None and row.tag == el.tag and row.get("class") == el.get("class"):
        row = row.getprevious()
    words = doc.text(row) if row is not None and isinstance(row.tag, str) and doc.visible(row) else ""
    return words if _YEAR.match(words) else ""


def _make(doc: Document, el: Element, items: list[Item], source: Source, heading: str) -> ItemList | None:
    if not items:
        return None
    return ItemList(doc, el, tuple(items), heading, doc.region(el), source)


def _year_of(heading: str) -> int | None:
    match = _YEAR.match(heading)
    return int(match[1]) if match else None


def _plain_list(doc: Document, el: Element) -> ItemList | None:
    heading = _heading(doc, el)
    entries = [c for c in el if c.tag == "li"]
    items = [i for c in entries if (i := _item(doc, c, _year_of(heading))) is not None]
    return _make(doc, el, items, "list", heading)


def _definition_list(doc: Document, el: Element) -> ItemList | None:
    groups: list[list[Element]] = []
    for child in el:
        if child.tag == "dt" or not groups:
            groups.append([child])
        else:
            groups[-1].append(child)
    linked_dd = [c for c in el if c.tag == "dd" and _links_in(doc, c)]
    heading = _heading(doc, el)
    if len(groups) == 1 and len(linked_dd) > 1:  # dt is the heading of the dd below it
        heading = doc.text(groups[0][0]) if groups[0][0].tag == "dt" else heading
        items = [i for c in linked_dd if (i := _item(doc, c, _year_of(heading))) is not None]
    else:
        items = []
        for head, *rest in groups:
            dated = [c for c in rest if c.tag == "dd" and _links_in(doc, c) and parse_dates(doc.text(c), doc.today)]
            if len(dated) > 1:  # dt names a column, and each dd is an entry of it
                items += [i for c in dated if (i := _item(doc, c, _year_of(doc.text(head)))) is not None]
            elif (item := _item(doc, head, _year_of(heading), extra=tuple(rest))) is not None:
                items.append(item)
    return _make(doc, el, items, "dl", heading)


def _tables(doc: Document, el: Element) -> list[ItemList]:
    """The lists of a table: one, or several that stand below each other, each under a row that names it (a side menu
    that goes on into 热门点击, on old portals)."""
    rows: list[Element] = []
    for child in el:
        if child.tag == "tr":
            rows.append(child)
        elif child.tag in ("tbody", "thead", "tfoot"):
            rows.extend(c for c in child if c.tag == "tr")
    heading = _heading(doc, el)
    items: list[Item] = []
    found: list[ItemList | None] = []
    for row in rows:
        cells = [c for c in row if c.tag in ("td", "th")]
        if (named := _names_rows_below(doc, row, cells)) and len(items) != 1:
            found.append(_make(doc, el, items, "table", heading))
            heading, items = named, []
        if not cells or all(c.tag == "th" for c in cells):
            continue
        if any(True for _ in row.iter("table", "ul", "ol", "form", "h1", "h2")):
            continue  # a row of the layout
        linked = [c for c in cells if any(len(k.name) >= 6 and k.url for k in _links_in(doc, c))]
        if len(linked) >= 2 and len({k.url for c in linked for k in _links_in(doc, c)}) >= len(linked):
            items.extend(i for c in linked if (i := _item(doc, c, _year_of(heading))) is not None)
            continue
        links = _links_in(doc, row)
        if len({k.url for k in links}) > _ENTRY_LINKS * 2:
            continue
        if not links and (
            len([c for c in cells if doc.text(c)]) < 2 or any(True for _ in row.iter("input", "select", "textarea"))
        ):
            continue
        item = _item(doc, row, _year_of(heading))
        if item is not None:
            items.append(item)
    found.append(_make(doc, el, items, "table", heading))
    return [one for one in found if one is not None]


def _names_rows_below(doc: Document, row: Element, cells: list[Element]) -> str:
    """The words of a row of one cell without a link or a day. Counter-examples: a row of heads; a note."""
    if len(cells) != 1 or _links_in(doc, row) or any(True for _ in row.iter("table", "form", "input", "img")):
        return ""
    words = doc.text(row)
    return (
        words
        if 2 <= len(words) <= _NAME and not parse_dates(words, doc.today) and not _NOT_A_NAME.search(words)
        else ""
    )


def _dated_line(doc: Document, el: Element) -> bool:
    """A short line with a date: an entry that is no link. Paragraphs of an article that tell of dates are none."""
    text = squeeze(" ".join(_pieces(doc, el, hidden=True)))
    return len(text) <= 60 and bool(parse_dates(text, doc.today))


def _cards(doc: Document, el: Element) -> list[ItemList]:
    """The lists of cards that *el* holds: one, or one below each heading that stands between them (a side menu, and
    点击排行 below it, in one box). Counter-example: headings that are the linked titles of the cards."""
    parts: list[tuple[str, list[Element]]] = [("", [])]
    for child in el:
        if child.tag in _HEADINGS and not _links_in(doc, child) and (words := doc.text(child)):
            parts.append((words, []))
        else:
            parts[-1][1].append(child)
    lists = [made for words, part in parts if (made := _card_list(doc, el, part, words if len(parts) > 2 else ""))]
    return lists if len(lists) > 1 else [made] if (made := _card_list(doc, el, list(el), "")) else []


def _card_list(doc: Document, el: Element, children: Sequence[Element], named: str) -> ItemList | None:
    groups: dict[tuple[str, str], list[Element]] = {}
    for child in children:
        if child.tag in _CARD_TAGS:
            first = (child.get("class") or "").split()
            groups.setdefault((str(child.tag), first[0] if first else ""), []).append(child)
    if not groups:
        return None
    by_tag: dict[str, list[Element]] = {}
    for (tag, _), members in groups.items():
        by_tag.setdefault(tag, []).extend(members)
    candidates = [*groups.values(), *by_tag.values()]
    group = max(candidates, key=len)
    if len(group) < 2:
        return None
    loose = group[0].tag == "a"
    good: list[Element] = []
    dated = 0
    for member in group:
        if any(True for _ in member.iter("table", "ul", "ol", "form")):
            continue
        inside = _links_in(doc, member)
        links = [member] if loose else inside
        urls = {k.url or k.name for k in inside}
        if len(urls) > _ENTRY_LINKS:
            return None
        if links and (loose or urls):
            good.append(member)
        elif not links and len(group) > 2 and _dated_line(doc, member):
            good.append(member)
            dated += 1
    if len(good) < 2 or len(good) * 2 < len(group):
        return None
    heading = named or _heading(doc, el)
    items: list[Item] = []
    for member in good:
        tail = squeeze(member.tail or "") if loose else ""
        after = member.getnext() if loose else None
        if after is not None and after.tag in ("span", "em", "i", "font", "time"):
            tail = f"{tail} {doc.text(after)}"
        item = _item(doc, member, _year_of(heading), tail)
        if item is not None:
            items.append(item)
    return _make(doc, el, items, "links" if loose else "cards", heading)


def _records(doc: Document) -> list[ItemList]:
    """Entries kept as text in ``<script type="text/xml">``; only where no browser has drawn them yet."""
    from checks.reading.document import Document as Doc

    found: list[ItemList] = []
    if doc.page.rendered:
        return found
    for script in doc.root.iter("script", "textarea", "div"):
        text = script.text or ""
        if script.tag == "script" and "<record" in text:
            sources = _RECORD.findall(text)
        elif script.tag != "script" and any(True for _ in script.iter("record")):
            sources = []  # the parser has made elements of it already
        else:
            continue
        items: list[Item] = []
        for source in sources[:2000]:
            inner = Doc.__new__(Doc)
            inner.page, inner.today, inner.root = doc.page, doc.today, parse_fragment(source)
            inner._selectors = {}
            entry = next(iter(inner.root.iter("div")), inner.root)
            item = _item(inner, entry, None)
            if item is not None:
                items.append(
                    Item(
                        doc,
                        script,
                        item.text,
                        item.url,
                        item.date,
                        item.raw_date,
                        True,
                        item.link,
                        item.whole,
                        item.picture,
                    )
                )
        if items:
            found.append(ItemList(doc, script, tuple(items), _heading(doc, script), doc.region(script), "records"))
    return found


def find_lists(doc: Document) -> tuple[ItemList, ...]:
    """See :attr:`Document.lists`."""
    found: list[ItemList] = []
    for el in doc.elements:
        tag = el.tag
        made: ItemList | None = None
        if tag in ("ul", "ol"):
            made = _plain_list(doc, el)
            if made is None:
                found += _cards(doc, el)  # div in ul: not allowed, and common
        elif tag == "dl":
            made = _definition_list(doc, el)
        elif tag == "table":
            found += _tables(doc, el)
        elif tag in _HOLDERS and len(el) > 1:
            found += _cards(doc, el)
        if made is not None:
            found.append(made)
    return (*found, *_records(doc))

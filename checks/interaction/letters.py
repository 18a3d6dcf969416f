"""Published letters: when they came, when and how they were answered, read from lists and from letter pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import replace

from checks.artifacts import Site
from checks.columns.furniture import Furniture
from checks.declaration import view
from checks.documents import Documents
from checks.identity import url_key
from checks.interaction.blocks import letters_in_blocks, parts_of_one_list
from checks.interaction.fields import is_head, lists_steps, names_part, read_fields
from checks.interaction.labels import (
    ANSWERED,
    ASKER,
    DONE_STATE,
    EXEMPT,
    HEADS,
    OPEN_STATE,
    RECEIVED,
    RECEIVED_LABEL,
    REFUSED,
    REPLIER,
    TITLE_LABEL,
    TITLE_START,
    VIEWS_ANSWER,
    Letter,
    first_day,
    question_label,
    reply_label,
)
from checks.interaction.letter_page import letter_on_page, letter_runs
from checks.interaction.replies import only_passed_on
from checks.interaction.sections import Interaction, Section
from checks.interaction.taxonomy import classify_section
from checks.reading import Document, ItemList, parse_dates, read
from checks.reading.chinese import simplify
from checks.reading.parse import Element
from checks.reading.texts import text_runs
from checks.reading.words import squeeze

__all__ = ["Letter", "LetterBook", "letter_book", "shown_on"]


class LetterBook(Struct, frozen=True, eq=False):
    """All letters that were read, newest first."""

    letters: tuple[Letter, ...]
    today: date
    unread: tuple[
        Document, ...
    ] = ()  # pages of sections for letters with dated entries that could not be told for such

    @property
    def waits(self) -> tuple[int, ...]:
        """Days from letter to answer, for every letter with both dates."""
        return tuple(
            (k.answered - k.received).days
            for k in self.letters
            if k.answered is not None and k.received is not None and k.answered >= k.received
        )


def shown_on(letters: Sequence[Letter]) -> tuple[str, ...]:
    """The pages on which letters stand: their own, and the list that led there."""
    pages = [k.shown_on for k in letters]
    pages += [k.listed_on or (k.document.page.column if k.document is not None else "") for k in letters]
    pages = [page for page in pages if page]
    return tuple(dict.fromkeys(pages))


def _starts(runs: list[tuple[str, Element]]) -> tuple[list[int], bool]:
    """Where each letter of a page of several begins, and whether it begins with its title.

    At the label that comes first (of the title, the question, the day it came), or at the heading before that.
    """
    found = []
    for label in (TITLE_START.match, question_label, RECEIVED_LABEL.match):
        said = [(n, match[0].split()[-1].strip(":：")) for n, (text, _) in enumerate(runs) if (match := label(text))]
        often = Counter(words for _, words in said).most_common(1)  # 来信时间 and 受理时间 are of one letter
        starts = [n for n, words in said if words == often[0][0]]
        if len(starts) >= 2:
            found.append((starts[0], starts, label == TITLE_START.match))
    if not found:
        return [], False
    _, starts, titled = min(found, key=lambda one: one[0])
    before = {runs[n - 1][1].tag if n else "" for n in starts}
    if not titled and len(before) == 1 and before <= HEADS:
        return [n - 1 for n in starts], True
    return starts, titled


def _letters_on_one_page(doc: Document, furniture: Furniture, today: date) -> list[Letter]:
    """Questions and answers one after the other on a page."""
    runs = letter_runs(doc, furniture)
    starts, titled = _starts(runs)
    if not starts:
        return []
    letters: list[Letter] = []
    boxed = _boxed(runs, starts, today)
    for part in boxed or [runs[a:b] for a, b in zip(starts, [*starts[1:], len(runs)], strict=True)]:
        text = "\n".join(t for t, _ in part)
        received = first_day(RECEIVED, text, today)
        if received is None:
            continue
        first = part[1] if len(part) > 1 and RECEIVED_LABEL.match(part[0][0]) else part[0]  # who asked and when
        fields = read_fields(part, today)
        question = fields.question or TITLE_LABEL.sub("", first[0])
        reply, place, answered = fields.reply, fields.place, fields.answered
        title = TITLE_LABEL.sub("", part[0][0]) if titled else fields.title
        if boxed and not title and not names_part(part[0][0]):
            title = part[0][0]
        if titled and not title and len(part) > 1:
            title = part[1][0]
        letters.append(
            Letter(
                title=squeeze(title or question)[:60], url=f"{doc.page.url}#{received}-{len(letters) + 1}",
                received=received, answered=answered, open=not (reply or answered) if place or answered else None,
                question=question, reply=reply, shown_on=doc.page.url, document=doc, element=part[0][1],
            )
        )  # fmt: skip
    if len(letters) < 2 or not any(k.reply or k.answered or question_label(t) for k in letters for t, _ in runs):
        return []  # rows that label their day alone: a list of letters (诉求时间：2026.07.28 办理中)
    if not any(k.reply for k in letters) and not any(question_label(t) for t, _ in runs) and _each_leads_on(doc, runs):
        return []  # rows with both days, each of which leads to its letter
    if any(k.open is False for k in letters):  # the page shows replies, so one without a reply has none
        return [replace(k, open=True) if k.open is None else k for k in letters]
    return letters


def _boxed(runs: list[tuple[str, Element]], starts: list[int], today: date) -> list[list[tuple[str, Element]]]:
    """The runs of each letter where each stands in a box of its own that holds its answer, too, whatever comes first in
    it; empty where they stand in one row after the other."""
    found = []
    for top in parts_of_one_list([runs[n][1] for n in starts]):
        found.append([(text, el) for text, el in runs if el is top or top in el.iterancestors()])
    answered = sum(read_fields(part, today).place for part in found)
    return found if answered * 2 >= len(found) > 0 else []


def _each_leads_on(doc: Document, runs: Sequence[tuple[str, Element]]) -> bool:
    """Whether at least as many links to other pages stand on the page as days on which a letter came."""
    links = {url_key(link.url) for _, el in runs if (link := doc.link_at.get(el)) is not None and link.url}
    days = sum(RECEIVED_LABEL.match(text) is not None for text, _ in runs)
    return len(links - {url_key(doc.page.url)}) >= days


def _letter_list(doc: Document, entries: ItemList, today: date) -> list[Letter]:
    """Letters of a list that says in words whether each is answered."""
    found: list[Letter] = []
    heads = _column_heads(doc, entries.element)
    if sum(_PERMIT.search(head) is not None for head in heads) >= _PERMIT_HEADS:
        return []
    if lists_steps(doc, entries):
        return []
    told = _answer_cells(doc, entries, heads)
    for item in entries.shown:
        if not item.text or len(item.whole) < 8 or (heads and _texts_of(doc, item.element) == heads):
            continue
        if reply_label(simplify(item.whole)):
            continue  # the answer below its letter
        rest = simplify(item.whole.replace(item.text, " ", 1))
        opened = OPEN_STATE.search(rest) or told.get(item.element) == ""
        done = DONE_STATE.search(rest) or told.get(item.element) or REFUSED.search(rest)
        done = done or (None if opened else VIEWS_ANSWER.search(rest))
        if not opened and not done:
            continue
        received, answered = _row_dates(doc, item.element, simplify(item.whole), heads, today)
        titled = item.url and not _BUTTON.match(item.text)
        found.append(
            Letter(
                title=item.text if titled else _row_title(doc, item.element) or item.text,
                url=item.url or doc.page.url,
                received=received,
                answered=answered if done else None,
                open=bool(opened) and not done,
                reply=_reply_below(doc, item.element) if done else "",
                shown_on=doc.page.url,
                document=doc,
                element=item.element,
                stated=bool(opened),
            )
        )
    return found


def _row_title(doc: Document, row: Element) -> str:
    """The title of a row without a link: its first words that are no day, no state and no button."""
    for _, text in text_runs(doc, row.iter("*")):
        words = simplify(text)
        plain = OPEN_STATE.search(words) or DONE_STATE.search(words) or VIEWS_ANSWER.search(words)
        # A number alone is that of the letter.
        said = len(text) >= _TITLE and _HAN.search(text) and not parse_dates(text)
        if said and not (plain and len(text) <= _STATE):
            return text
    return ""


def _reply_below(doc: Document, row: Element) -> str:
    """The answer in the row below, which may be folded away until the letter is pressed."""
    below = row.getnext()
    if below is None or below.tag != row.tag:
        return ""
    words = simplify(doc.text(below, hidden=True))
    label = reply_label(words)
    return squeeze(words[label.end() :]) if label else ""


def _answer_cells(doc: Document, entries: ItemList, heads: list[str]) -> dict[Element, str]:
    """What stands under the head 答复时间 in each row of a table of letters; "" where nothing does, or a dash.

    Nothing is told by a column that is empty in every row: the site may not show it.
    """
    column = next((n for n, head in enumerate(heads) if re.search(rf"{REPLIER}(?:时间|日期)", head)), None)
    if column is None:
        return {}
    rows = [(item.element, _cells(item.element)) for item in entries.shown]
    cells = {row: doc.text(found[column]).strip("-—–/ ") for row, found in rows if len(found) == len(heads)}
    return cells if any(cells.values()) else {}


def _column_heads(doc: Document, table: Element) -> list[str]:
    """What stands over the columns: a row of th, or one in which most cells name parts of letters (td in older systems,
    the first li of a list)."""
    for row in (*table.iter("tr"), *(child for child in table if child.tag not in ("tr", "thead", "tbody"))):
        heads = _texts_of(doc, row)
        if heads and all(cell.tag == "th" for cell in _cells(row)) and not any(map(parse_dates, heads)):
            return heads
        if len(heads) >= _ROWS and sum(map(is_head, heads)) * 2 > len(heads):
            return heads
    return []


def _texts_of(doc: Document, row: Element) -> list[str]:
    return [simplify(doc.text(cell)) for cell in _cells(row)]


def _cells(row: Element) -> list[Element]:
    """The cells of a row of a table, or what stands in their place in a list; within the link that holds them all."""
    children = [child for child in row if isinstance(child.tag, str)]
    if len(children) == 1 and children[0].tag in ("a", "div"):
        return _cells(children[0])
    return [cell for cell in children if cell.tag in ("td", "th")] or children


def _row_dates(
    doc: Document, el: Element, whole: str, heads: list[str], today: date
) -> tuple[date | None, date | None]:
    """When a row's letter came and when it was answered, by the heads of its table or by labels in the row."""
    received = first_day(RECEIVED, whole, today)
    answered = first_day(ANSWERED, whole, today)
    cells = _cells(el)
    if heads and len(heads) == len(cells):
        for head, cell in zip(heads, cells, strict=True):
            dates = parse_dates(doc.text(cell), today)
            if not dates or re.search("公开|审核|到期|截止|评价|最后", head):
                continue
            if re.search(rf"{REPLIER}|响应|完成", head):
                answered = answered or dates[0].date
            else:
                received = received or dates[0].date
    if received is None:
        days = [seen.date for seen in parse_dates(whole, today) if seen.date != answered]
        received = min(days, default=None)
        if len(days) > 1 and answered is None:
            answered = max(days)
    return received, answered


def _lists(documents: Documents, sections: dict[str, Section]) -> dict[str, str]:
    """Which page of a section for letters links to a page, by the key of that; the first by its address."""
    found: dict[str, str] = {}
    for doc in documents:
        section = sections.get(url_key(doc.page.url))
        if section is not None and section.kind.id in _TAKES_LETTERS:
            for link in doc.links:
                if link.url:
                    found.setdefault(url_key(link.url), doc.page.url)
    return found


def _key(letter: Letter) -> str:
    """A letter of a page of several: by its own page where it has one, else by what it says."""
    own = "#" not in letter.url
    return url_key(letter.url) if own else f"{letter.received} {letter.title} {letter.question}"


def _exempt(doc: Document) -> bool:
    """Whether the page belongs to a section whose entries need no answer."""
    trail = [*doc.breadcrumb[-2:], doc.meta.get("columnname", "")]
    if any(EXEMPT.search(simplify(name)) for name in trail if name):
        return True
    kind = classify_section(doc.title.split("_")[0].split("-")[0])
    return kind is not None and kind.id in ("survey", "interview", "petition", "report")


def _settled(letters: dict[str, Letter], listed: dict[str, Letter]) -> dict[str, Letter]:
    """What each letter's own page and the list that leads there say of it, put together."""
    found: dict[str, Letter] = {}
    for key, known in letters.items():
        # Its state says that it is open, its reply only where it went.
        waits = known.stated and not known.answered and only_passed_on(known)
        waits = waits or (known.open is None and _others_answered(known, letters))
        found[key] = replace(known, open=True) if waits else known
    for key, row in listed.items():
        known = found.setdefault(key, row)
        if known.received is None:
            known = found[key] = replace(known, received=row.received, answered=known.answered or row.answered)
        if known.open and row.open is False:
            # its page lacks a reply that its list says was given: not sure, so not open
            found[key] = replace(known, open=None)
        elif row.stated and not known.answered and only_passed_on(known):
            # what its page shows in the reply's place says to whom it went, and its list that it is not answered
            found[key] = replace(known, open=True, stated=True, received=known.received or row.received)
    return found


def _others_answered(letter: Letter, letters: dict[str, Letter]) -> bool:
    """Whether most letters of the same list, on pages of the same template, show their answers: so it would show its
    own."""
    page = letter.document.page if letter.document is not None else None
    if page is None or not page.column:
        return False
    others = [
        k for k in letters.values()
        if k.document is not None and (k.document.page.column, k.document.page.template) == (page.column, page.template)
    ]  # fmt: skip
    answered = sum(bool(k.reply) for k in others)
    return answered >= _ROWS and answered * 2 > len(others)


def _without_copies(letters: dict[str, Letter]) -> dict[str, Letter]:
    """*letters* without those that a copy of the site in traditional writing holds again."""
    originals = {(k.title, k.received) for k in letters.values()}
    return {
        key: k
        for key, k in letters.items()
        if (plain := simplify(k.title)) == k.title or (plain, k.received) not in originals
    }


def _opened_letter(doc: Document, listed: dict[str, Letter], furniture: Furniture, today: date) -> dict[str, Letter]:
    """The letter that a row of a list opened in its page, by the key of its row."""
    letter = letter_on_page(doc, furniture, today, linked=True)
    if letter is None:
        return {}
    words = simplify(doc.words)
    rows = ((key, row) for key, row in listed.items() if url_key(row.url) == url_key(doc.page.url))
    key, row = next(((key, row) for key, row in rows if simplify(row.title) in words), ("", letter))
    title = row.title if key else letter.title
    if title not in words:  # that of the site
        title = next((text for text, _ in letter_runs(doc, furniture) if len(text) >= _TITLE), title)
    url = f"{doc.page.url}#{letter.received}-{title[:12]}"
    return {key or url: replace(letter, title=title, url=url)}


@view
def letter_book(site: Site, documents: Documents, interaction: Interaction, furniture: Furniture) -> LetterBook:
    """Letters of the desktop entry: those on pages of their own, and those whose list says how they stand."""
    today = datetime.fromisoformat(site.run.observed_at).date()
    sections = {url_key(s.url): s for s in interaction.sections}
    gathering = {url_key(url) for url in interaction.parents}
    letters: dict[str, Letter] = {}
    listed: dict[str, Letter] = {}
    unread: list[Document] = []
    lists_read: set[str] = set()  # that do not show their letters in full
    further = [read(page) for page in site.turned]
    for doc in (*documents, *further):
        if doc.page.entry != "desktop" or doc.page.kind == "home":
            continue
        section = sections.get(url_key(doc.page.url)) or sections.get(url_key(doc.page.column or doc.page.url))
        if not _LETTERLY.search(simplify(doc.words)) and (section is None or section.kind.id not in _TAKES_LETTERS):
            continue
        if _exempt(doc) or (section is not None and section.kind.id in ("survey", "interview", "petition", "report")):
            continue
        several = _letters_on_one_page(doc, furniture, today) or letters_in_blocks(doc, furniture, today)
        if several:  # the first page of a list has two addresses (index.php and index.php?page=1)
            for one in several:
                letters.setdefault(_key(one), one)
            continue
        lists_read.add(url_key(doc.page.url))
        above = sections.get(url_key(doc.page.column)) if doc.page.column else None
        linked = above is not None and above.kind.id in _TAKES_LETTERS
        # A letter's title may read like the name of a section: 鱼塘被淹求助.
        linked = linked and (doc.page.kind == "article" or url_key(doc.page.url) not in sections)
        letter = letter_on_page(doc, furniture, today, linked=linked)
        if letter is not None:
            letters[url_key(doc.page.url)] = letter
            continue
        inside = [entries for entries in doc.lists if entries.region not in ("header", "nav", "footer")]
        rows = [row for entries in inside for row in _letter_list(doc, entries, today)]
        for row in rows:
            if row.received is None and (url_key(row.url) in sections or url_key(row.url) in gathering):
                continue  # a path or a menu in which a word for a state stands; a row of a letter has its day
            listed.setdefault(url_key(row.url) if row.url != doc.page.url else f"{doc.page.url}#{row.title}", row)
        takes = section is not None and section.kind.id in _TAKES_LETTERS
        if takes and not rows and doc not in further and any(len(entries.dated) >= _ROWS for entries in inside):
            unread.append(doc)
    for doc in documents:  # the pages of listed letters, whose labels alone say little: 来信, 回复, a day below each
        key = url_key(doc.page.url)
        if key in listed and key not in letters and listed[key].shown_on != doc.page.url:
            letter = letter_on_page(doc, furniture, today, linked=True)
            if letter is not None:
                letters[key] = letter
    for page in site.opened:
        if url_key(page.url) in lists_read:
            letters |= _opened_letter(read(page), listed, furniture, today)
    letters = _without_copies(_settled(letters, listed))
    lists = _lists(documents, sections)
    listing = (replace(k, listed_on=lists.get(key, "")) for key, k in letters.items())
    ordered = sorted(listing, key=lambda k: (k.received or date.min, k.url), reverse=True)
    return LetterBook(tuple(ordered), today, tuple(unread))


_HAN = re.compile(r"[\u4e00-\u9fff]")
#: Characters of a title at least, of a state at most.
_TITLE, _STATE = 4, 10
#: The words of a link that leads to a letter, and no title. Counter-example: 查看公租房申请进度, a title.
_BUTTON = re.compile(r"^(?:查看|详情|详细|办理|处理|点击|更多)[\u4e00-\u9fff]{0,4}[>»]*$")
#: So many of these heads make a table of cases of permits, which have states and days like letters (办件公示).
#: Counter-examples: 诉求事项; 办件标题 and 申请人, the words of one mailbox for letters and who wrote them.
_PERMIT, _PERMIT_HEADS = re.compile(r"^(?:(?:申请)?事项名称|审批|许可|申请人|申请单位|申请日期|申报)"), 2
#: So many dated entries make a list.
_ROWS = 3
#: Sections whose pages hold letters, also where the letters are folded and their labels do not show.
_TAKES_LETTERS = frozenset(["letters", "consult", "leader", "suggest", "complain", "help", "appeal"])
#: What tells a page of letters from others: labels, states, days beside who asked and who answered.
_LETTERLY = re.compile(
    rf"{ASKER}(?:时间|日期|人|标题|内容|時間)|(?:回复|回覆|答复|答覆)\s*[（(]|{REPLIER}(?:时间|日期|内容|单位|状态|時間)|"
    r"办理状态|处理状态|已办结|已回复|已答复|办理中|(?:尚未|暂未|未)(?:回复|答复)|"
    rf"于\s*\d[\d\-./年月日 :：]{{7,19}}(?:{ASKER}|{REPLIER})|(?:{ASKER}|{REPLIER})\s*(?:于|[（(])\s*\d{{4}}\D\d"
)

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
from checks.interaction.blocks import letters_in_blocks
from checks.interaction.labels import (
    ANSWERED,
    ASKER,
    DONE_STATE,
    END,
    EXEMPT,
    HEADS,
    OPEN_STATE,
    PENDING_REPLY,
    QUESTION_LABEL,
    RECEIVED,
    RECEIVED_LABEL,
    REFUSED,
    REPLIER,
    REPLY_LABEL,
    TITLE_LABEL,
    TITLE_START,
    Letter,
    first_day,
)
from checks.interaction.sections import Interaction
from checks.interaction.taxonomy import classify_section
from checks.reading import Document, ItemList, parse_dates
from checks.reading.chinese import simplify
from checks.reading.parse import Element
from checks.reading.words import squeeze, tokens

__all__ = ["Letter", "LetterBook", "letter_book", "shown_on"]

#: The same label of the day it came, so often, is that of the rows of a list; a letter may say twice when it was sent.
_ROWS = 3


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
    pages += [k.document.page.column for k in letters if k.document is not None and k.document.page.column]
    return tuple(dict.fromkeys(pages))


def _runs(doc: Document, furniture: Furniture) -> list[tuple[str, Element]]:
    outside = ("header", "nav", "footer")
    return [
        (simplify(t.text), t.element)
        for t in doc.texts
        if (
            t.kind in ("text", "link", "control")
            and (t.kind != "control" or t.element.tag == "label")
            and doc.region(t.element) not in outside
            and not furniture.text(simplify(t.text), t.element)
        )
        or ((t.kind == "text" or t.element.tag == "label") and _LABELLED.search(simplify(t.text)))
    ]


_LABELLED = re.compile(
    rf"(?:{ASKER}|{REPLIER})(?:时间|日期|内容|标题|時間|內容)|^{REPLIER}(?:结果|情况|意见|状态|單位|单位|部门)\s*[:：]?$"
)


def _reply(runs: list[tuple[str, Element]]) -> tuple[str, bool]:
    """The reply's text, and whether the page has a place for a reply at all."""
    parts: list[str] = []
    place = False
    inside = skip = False
    for text, el in runs:
        if skip and not _LABELLED.search(text):
            skip = False  # the value beside a label of its own: who answered, and when
            continue
        skip = False
        if QUESTION_LABEL.match(text):
            inside, parts = False, []
            continue
        match = REPLY_LABEL.match(text)
        if match:
            if re.search(r"时间|日期|单位|部门|须知|承诺|制度|统计|率", text[: max(match.end(), 12)]):
                continue
            place, inside = True, True
            rest = text[match.end() :].strip(" :：")
            if rest:
                parts.append(rest)
            continue
        if inside:
            if END.match(text):
                if parts:
                    break
                skip = text.endswith((":", "："))
                continue
            parts.append(text)
        elif tokens(el) & {"reply", "answer", "huifu", "dafu", "hf"} and len(text) >= 10 and not _LABELLED.match(text):
            place = True
            parts.append(text)
    text = squeeze(" ".join(parts))
    if PENDING_REPLY.match(text):
        return "", True
    return text, place


def _question(runs: list[tuple[str, Element]]) -> str:
    inside = False
    parts: list[str] = []
    for text, _ in runs:
        if QUESTION_LABEL.match(text):
            inside = True
            rest = QUESTION_LABEL.sub("", text).strip()
            if rest:
                parts.append(rest)
            continue
        if inside:
            if REPLY_LABEL.match(text) or END.match(text):
                break
            parts.append(text)
    return squeeze(" ".join(parts))[:2000]


def _letter_page(doc: Document, furniture: Furniture, today: date) -> Letter | None:
    """The letter on a page of its own, or None when the page is none."""
    runs = _runs(doc, furniture)
    text = "\n".join(t for t, _ in runs)
    received = first_day(RECEIVED, text, today)
    days = Counter(match[0][:4] for match in RECEIVED.finditer(text) if match["date"])
    if received is None or max(days.values(), default=0) >= _ROWS:
        return None
    reply, place = _reply(runs)
    answered = first_day(ANSWERED, text, today)
    state = next((t for t, _ in runs if len(t) <= 24 and (OPEN_STATE.search(t) or DONE_STATE.search(t))), "")
    if (
        not place
        and not state
        and answered is None
        and not QUESTION_LABEL.search(text)
        and not re.search(r"^.*(?:来信|留言|信件|写信)人", text, re.M)
    ):
        return None
    title = _letter_title(doc, runs)
    done = bool(reply) or answered is not None or bool(state and DONE_STATE.search(state))
    done = done or any(_STATED_REFUSAL.fullmatch(t) for t, _ in runs)
    stated = bool(state and OPEN_STATE.search(state) and not DONE_STATE.search(state))
    return Letter(
        title=squeeze(title)[:200], url=doc.page.url, received=received, answered=answered, open=not done,
        question=_question(runs), reply=reply, shown_on=doc.page.url, document=doc, element=doc.main, stated=stated,
    )  # fmt: skip


def _letter_title(doc: Document, runs: list[tuple[str, Element]]) -> str:
    """By its label; else the heading that is also the window's title or the link's that led here; else a heading."""
    for n, (run, _) in enumerate(runs):
        match = TITLE_START.match(run)
        if match:
            rest = run[match.end() :].strip()
            if rest or n + 1 < len(runs):
                return rest or runs[n + 1][0]
    if doc.meta.get("articletitle"):
        return doc.meta["articletitle"]
    headings = [doc.text(el) for _, el in runs if el.tag in ("h1", "h2", "h3", "h4")]
    headings = [h for h in headings if 4 <= len(h) <= 80 and not QUESTION_LABEL.match(h) and not REPLY_LABEL.match(h)]
    for heading in headings:
        if heading in doc.title or heading == squeeze(doc.page.anchor):
            return heading
    return headings[0] if headings else re.split(r"[-_|]", doc.title)[0]


def _starts(runs: list[tuple[str, Element]]) -> tuple[list[int], bool]:
    """Where each letter of a page of several begins, and whether it begins with its title.

    At the label that comes first (of the title, the question, the day it came), or at the heading before that.
    """
    found = []
    for label in (TITLE_START, QUESTION_LABEL, RECEIVED_LABEL):
        starts = [n for n, (text, _) in enumerate(runs) if label.match(text)]
        if len(starts) >= 2:
            found.append((starts[0], starts, label is TITLE_START))
    if not found:
        return [], False
    _, starts, titled = min(found, key=lambda one: one[0])
    before = {runs[n - 1][1].tag if n else "" for n in starts}
    if not titled and len(before) == 1 and before <= HEADS:
        return [n - 1 for n in starts], True
    return starts, titled


def _letters_on_one_page(doc: Document, furniture: Furniture, today: date) -> list[Letter]:
    """Questions and answers one after the other on a page."""
    runs = _runs(doc, furniture)
    starts, titled = _starts(runs)
    if not starts:
        return []
    letters: list[Letter] = []
    for start, end in zip(starts, [*starts[1:], len(runs)], strict=True):
        part = runs[start:end]
        text = "\n".join(t for t, _ in part)
        received = first_day(RECEIVED, text, today)
        if received is None:
            continue
        question = _question(part) or TITLE_LABEL.sub("", part[0][0])
        reply, place = _reply(part)
        answered = first_day(ANSWERED, text, today)
        title = TITLE_LABEL.sub("", part[0][0]) if titled else ""
        if titled and not title and len(part) > 1:
            title = part[1][0]
        letters.append(
            Letter(
                title=squeeze(title or question)[:60], url=f"{doc.page.url}#{received}-{len(letters) + 1}",
                received=received, answered=answered, open=not (reply or answered) if place or answered else None,
                question=question, reply=reply, shown_on=doc.page.url, document=doc, element=part[0][1],
            )
        )  # fmt: skip
    if len(letters) < 2 or not any(k.reply or k.answered or QUESTION_LABEL.match(t) for k in letters for t, _ in runs):
        return []  # rows that label their day alone: a list of letters (诉求时间：2026.07.28 办理中)
    if any(k.open is False for k in letters):  # the page shows replies, so one without a reply has none
        return [replace(k, open=True) if k.open is None else k for k in letters]
    return letters


def _letter_list(doc: Document, entries: ItemList, today: date) -> list[Letter]:
    """Letters of a list that says in words whether each is answered."""
    found: list[Letter] = []
    heads = _column_heads(doc, entries.element)
    told = _answer_cells(doc, entries, heads)
    for item in entries.shown:
        if not item.text or len(item.whole) < 8:
            continue
        rest = simplify(item.whole.replace(item.text, " ", 1))
        opened = OPEN_STATE.search(rest) or told.get(item.element) == ""
        done = DONE_STATE.search(rest) or told.get(item.element) or REFUSED.search(rest)
        if not opened and not done:
            continue
        received, answered = _row_dates(doc, item.element, simplify(item.whole), heads, today)
        found.append(
            Letter(
                title=item.text,
                url=item.url or doc.page.url,
                received=received,
                answered=answered if done else None,
                open=bool(opened) and not done,
                shown_on=doc.page.url,
                document=doc,
                element=item.element,
                stated=bool(opened),
            )
        )
    return found


def _answer_cells(doc: Document, entries: ItemList, heads: list[str]) -> dict[Element, str]:
    """What stands under the head 答复时间 in each row of a table of letters; "" where nothing does, or a dash.

    Nothing is told by a column that is empty in every row: the site may not show it.
    """
    column = next((n for n, head in enumerate(heads) if re.search(rf"{REPLIER}(?:时间|日期)", head)), None)
    if column is None:
        return {}
    rows = [(item.element, [c for c in item.element if c.tag in ("td", "th")]) for item in entries.shown]
    cells = {row: doc.text(found[column]).strip("-—–/ ") for row, found in rows if len(found) == len(heads)}
    return cells if any(cells.values()) else {}


def _column_heads(doc: Document, table: Element) -> list[str]:
    for row in table.iter("tr"):
        cells = [c for c in row if c.tag in ("th", "td")]
        if cells and all(c.tag == "th" for c in cells):
            return [simplify(doc.text(c)) for c in cells]
    return []


def _row_dates(
    doc: Document, el: Element, whole: str, heads: list[str], today: date
) -> tuple[date | None, date | None]:
    """When a row's letter came and when it was answered, by the heads of its table or by labels in the row."""
    received = first_day(RECEIVED, whole, today)
    answered = first_day(ANSWERED, whole, today)
    cells = [c for c in el if c.tag in ("td", "th")]
    if heads and len(heads) == len(cells):
        for head, cell in zip(heads, cells, strict=True):
            dates = parse_dates(doc.text(cell), today)
            if not dates:
                continue
            if re.search(REPLIER, head):
                answered = answered or dates[0].date
            else:
                received = received or dates[0].date
    if received is None:
        dates = parse_dates(whole, today)
        if dates:
            received = min(d.date for d in dates)
            if len(dates) > 1 and answered is None:
                answered = max(d.date for d in dates)
    return received, answered


def _exempt(doc: Document) -> bool:
    """Whether the page belongs to a section whose entries need no answer."""
    trail = [*doc.breadcrumb[-2:], doc.meta.get("columnname", "")]
    if any(EXEMPT.search(simplify(name)) for name in trail if name):
        return True
    kind = classify_section(doc.title.split("_")[0].split("-")[0])
    return kind is not None and kind.id in ("survey", "interview", "petition", "report")


@view
def letter_book(site: Site, documents: Documents, interaction: Interaction, furniture: Furniture) -> LetterBook:
    """Letters of the desktop entry: those on pages of their own, and those whose list says how they stand."""
    today = datetime.fromisoformat(site.run.observed_at).date()
    sections = {url_key(s.url): s for s in interaction.sections}
    letters: dict[str, Letter] = {}
    listed: dict[str, Letter] = {}
    unread: list[Document] = []
    for doc in documents:
        if doc.page.entry != "desktop" or doc.page.kind == "home":
            continue
        section = sections.get(url_key(doc.page.url)) or sections.get(url_key(doc.page.column or doc.page.url))
        if not _LETTERLY.search(simplify(doc.words)) and (section is None or section.kind.id not in _TAKES_LETTERS):
            continue
        if _exempt(doc) or (section is not None and section.kind.id in ("survey", "interview", "petition", "report")):
            continue
        several = _letters_on_one_page(doc, furniture, today) or letters_in_blocks(doc, furniture, today)
        if several:  # the first page of a list has two addresses (index.php and index.php?page=1)
            letters.update((f"{k.received} {k.title} {k.question}", k) for k in several)
            continue
        letter = _letter_page(doc, furniture, today)
        if letter is not None:
            letters[url_key(doc.page.url)] = letter
            continue
        inside = [entries for entries in doc.lists if entries.region not in ("header", "nav", "footer")]
        rows = [row for entries in inside for row in _letter_list(doc, entries, today)]
        for row in rows:
            listed.setdefault(url_key(row.url) if row.url != doc.page.url else f"{doc.page.url}#{row.title}", row)
        takes = section is not None and section.kind.id in _TAKES_LETTERS
        if takes and not rows and any(len(entries.dated) >= _ROWS for entries in inside):
            unread.append(doc)
    for key, row in listed.items():
        known = letters.setdefault(key, row)
        # its page lacks a reply that its list says was given: not sure, so not open
        if known.open and row.open is False:
            letters[key] = replace(known, open=None)
    ordered = sorted(letters.values(), key=lambda k: (k.received or date.min, k.url), reverse=True)
    return LetterBook(tuple(ordered), today, tuple(unread))


#: That a letter is not to be answered, as the value of its state and no part of a title (驾驶证被撤销怎么办).
_STATED_REFUSAL = re.compile(rf"(?:(?:办理|处理|信件|来信)?(?:状态|结果|情况)\s*[:：]?\s*)?(?:{REFUSED.pattern})")
#: So many dated entries make a list.
_ROWS = 3
#: Sections whose pages hold letters, also where the letters are folded and their labels do not show.
_TAKES_LETTERS = frozenset(["letters", "consult", "leader", "suggest", "complain", "help", "appeal"])
_LETTERLY = re.compile(
    rf"{ASKER}(?:时间|日期|人|标题|内容|時間)|{REPLIER}(?:时间|日期|内容|单位|状态|時間)|办理状态|处理状态|已办结|已回复|已答复|办理中"
)

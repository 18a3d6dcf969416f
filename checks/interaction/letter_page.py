"""A letter on a page of its own: its title, its question and its answer, when it came and when it was answered."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from checks.columns.furniture import Furniture
from checks.interaction.labels import (
    ANSWERED,
    ASKER,
    DAY_ALONE,
    DONE_STATE,
    END,
    OPEN_STATE,
    PENDING_REPLY,
    RECEIVED,
    REFUSED,
    REPLIER,
    TITLE_START,
    Letter,
    day_at_the_end,
    first_day,
    question_label,
    reply_label,
)
from checks.reading import Document, parse_dates
from checks.reading.chinese import simplify
from checks.reading.parse import Element
from checks.reading.words import squeeze, tokens

__all__ = ["letter_on_page", "letter_runs", "question_of", "reply_of"]

#: The pieces of a page's text with where they stand.
Runs = list[tuple[str, Element]]

#: The same label of the day it came, so often, is that of the rows of a list; a letter may say twice when it was sent.
_ROWS = 3
#: Characters of a state; of what is no answer by itself (a name, a button).
_STATE, _ANSWER = 24, 10
_LABELLED = re.compile(
    rf"(?:{ASKER}|{REPLIER})(?:时间|日期|内容|标题|時間|內容)|^{REPLIER}(?:结果|情况|意见|状态|單位|单位|部门)\s*[:：]?$|"
    rf"^(?:{ASKER}|{REPLIER})\s*[:：]?$"
)
#: A line that says who answered or when, before an answer without a label of its own.
_WHO_ANSWERED = re.compile(rf"{REPLIER}(?:时间|日期|单位|部门)\s*[:：]?\s*\S")
_ANSWER_CLASSES = frozenset(["reply", "answer", "huifu", "dafu", "hf"])
#: The state of a letter as a sentence, whatever follows on where it went. Counter-example: 办理状态：已办结, an end.
_STATE_ALONE = re.compile(
    rf"^(?:办理|处理|信件|来信|回复|答复)?状态\s*[:：]\s*(?:{OPEN_STATE.pattern})(?!.*已(?:办结|答复|回复))"
)
#: That a letter is not to be answered, as the value of its state and no part of a title (驾驶证被撤销怎么办).
_STATED_REFUSAL = re.compile(rf"(?:(?:办理|处理|信件|来信)?(?:状态|结果|情况)\s*[:：]?\s*)?(?:{REFUSED.pattern})")


def letter_runs(doc: Document, furniture: Furniture) -> Runs:
    """What is written on a page of letters, without the site's frame; labels of letters stay wherever they repeat."""
    runs: Runs = []
    for t in doc.texts:
        words = simplify(t.text)
        labelled = (t.kind == "text" or t.element.tag == "label") and _LABELLED.search(words)
        if not labelled:
            if t.kind not in ("text", "link", "control") or (t.kind == "control" and t.element.tag != "label"):
                continue
            if doc.region(t.element) in ("header", "nav", "footer"):
                continue
            # What stands on most pages is the frame, unless it is an answer: that all letters get the same is a fault.
            if furniture.text(words, t.element) and not (runs and _is_reply_label(runs[-1][0])):
                continue
        runs.append((words, t.element))
    return runs


def _is_reply_label(words: str) -> bool:
    label = reply_label(words)
    return label is not None and not words[label.end() :].strip(" :：")


def reply_of(runs: Runs) -> tuple[str, bool, int]:
    """The reply's text, whether there is a place for a reply at all, and the run where that begins (0: nowhere)."""
    parts: list[str] = []
    place, at = False, 0
    inside = skip = False
    for n, (text, el) in enumerate(runs):
        if skip and not _LABELLED.search(text):
            skip = False  # the value beside a label of its own: who answered, and when
            continue
        skip = False
        if parts and DAY_ALONE.match(text):
            break  # the foot of the letter
        match = reply_label(text)
        if match is None and question_label(text):
            inside, parts = False, []
            continue
        if match:
            if re.search(r"时间|日期|单位|部门|须知|承诺|制度|统计|率", text[: max(match.end(), 12)]):
                continue
            place, inside, at = True, True, at or n
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
        elif _in_answer(el) and len(text) >= _ANSWER and not _LABELLED.match(text):
            place, at = True, at or n
            parts.append(text)
    text = squeeze(" ".join(parts))
    if PENDING_REPLY.match(text):
        return "", True, at
    return text, place, at


def _in_answer(el: Element) -> bool:
    around = el.getparent()
    return bool(_ANSWER_CLASSES & (tokens(el) | (tokens(around) if around is not None else frozenset())))


def question_of(runs: Runs) -> str:
    """What was asked, where a label says so."""
    inside = False
    parts: list[str] = []
    for text, _ in runs:
        label = question_label(text)
        if label:
            inside = True
            rest = text[label.end() :].strip()
            if rest:
                parts.append(rest)
            continue
        if inside:
            if reply_label(text) or END.match(text):
                break
            parts.append(text)
    return squeeze(" ".join(parts))[:2000]


def letter_on_page(doc: Document, furniture: Furniture, today: date, *, linked: bool) -> Letter | None:
    """The letter on a page of its own, or None when the page is none.

    On pages that a section for letters leads to (*linked*), the day it came needs no label: it is the first before
    the answer, or the only one beside a state.
    """
    runs = letter_runs(doc, furniture)
    text = "\n".join(t for t, _ in runs)
    reply, place, at = reply_of(runs)
    if _STATE_ALONE.match(reply):
        reply = ""  # 办理状态：处理中，信件已转市教育局。 in the answer's place says that there is none yet
    named = simplify(doc.title)
    state = next(
        (
            t
            for t, _ in runs
            if (len(t) <= _STATE or _STATE_ALONE.match(t))
            and (OPEN_STATE.search(t) or DONE_STATE.search(t))
            and t not in named  # 申请已受理三个月没有消息, the letter's title
        ),
        "",
    )
    received = first_day(RECEIVED, text, today)
    if received is None and linked and (place or state) and not _is_list(doc):
        received = _first_day_of(runs[: at or len(runs)], today)
    days = Counter(match[0][:4] for match in RECEIVED.finditer(text) if match["date"] or match["alone"])
    if received is None or max(days.values(), default=0) >= _ROWS:
        return None
    answered = first_day(ANSWERED, text, today)
    if answered is not None and not reply:
        reply = _after_who_answered(runs) or _between_the_days(runs)
    if answered is None and reply:
        answered = _day_of(runs[at:], today)
        answered = answered if answered is not None and answered >= received else None
    if (
        not place
        and not state
        and answered is None
        and not question_label(text)
        and not re.search(r"^.*(?:来信|留言|信件|写信)人", text, re.M)
    ):
        return None
    title = _title(doc, runs)
    done = bool(reply) or answered is not None or bool(state and DONE_STATE.search(state))
    done = done or any(_STATED_REFUSAL.fullmatch(t) for t, _ in runs)
    stated = bool(state and OPEN_STATE.search(state) and not DONE_STATE.search(state))
    return Letter(
        title=squeeze(title)[:200], url=doc.page.url, received=received, answered=answered, open=not done,
        question=question_of(runs), reply=reply, shown_on=doc.page.url, document=doc, element=doc.main, stated=stated,
    )  # fmt: skip


def _is_list(doc: Document) -> bool:
    return any(
        len(entries.dated) >= _ROWS for entries in doc.lists if entries.region not in ("header", "nav", "footer")
    )


def _first_day_of(runs: Runs, today: date) -> date | None:
    full = (seen for text, _ in runs for seen in parse_dates(text, today) if seen.how == "full")
    return next((seen.date for seen in full), None)


def _day_of(runs: Sequence[tuple[str, Element]], today: date) -> date | None:
    """The day of an answer: in its label, else at its end."""
    label = reply_label(runs[0][0]) if runs else None
    said = parse_dates(label[0], today) if label else ()
    if said:
        return said[0].date
    parts = [runs[0][0][label.end() :]] if label else []
    for text, _ in runs[1:]:
        if END.match(text):
            break
        parts.append(text)
    return day_at_the_end(parts, today)


def _after_who_answered(runs: Runs) -> str:
    """The text after the line that says who answered and when, where no label stands before the answer."""
    parts: list[str] = []
    inside = False
    for text, _ in runs:
        if _WHO_ANSWERED.search(text):
            inside, parts = True, []
        elif inside and (END.match(text) or question_label(text)):
            if parts:
                break
        elif inside and len(text) >= _ANSWER:
            parts.append(text)
    return squeeze(" ".join(parts))


def _between_the_days(runs: Runs) -> str:
    """The text between who asked and when, and who answered and when: both at the foot (bubbles of a talk)."""
    asked = next((n for n, (text, _) in enumerate(runs) if RECEIVED.search(text)), None)
    told = next((n for n, (text, _) in enumerate(runs) if ANSWERED.search(text)), None)
    if asked is None or told is None or not asked < told - 1:
        return ""
    return squeeze(" ".join(text for text, _ in runs[asked + 1 : told] if len(text) >= _ANSWER))


def _title(doc: Document, runs: Runs) -> str:
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
    headings = [h for h in headings if 4 <= len(h) <= 80 and not question_label(h) and not reply_label(h)]
    for heading in headings:
        if heading in doc.title or heading == squeeze(doc.page.anchor):
            return heading
    return headings[0] if headings else re.split(r"[-_|]", doc.title)[0]

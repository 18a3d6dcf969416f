"""A letter on a page of its own: its title, its question and its answer, when it came and when it was answered."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

from checks.columns.furniture import Furniture
from checks.identity import url_key
from checks.interaction.fields import Runs, lists_steps, names_part, read_fields
from checks.interaction.labels import (
    ASKER,
    DONE_STATE,
    OPEN_STATE,
    RECEIVED,
    REFUSED,
    REPLIER,
    Letter,
    question_label,
    reply_label,
)
from checks.reading import Document
from checks.reading.chinese import simplify
from checks.reading.parse import Element
from checks.reading.words import squeeze

__all__ = ["letter_on_page", "letter_runs"]

#: The same label of the day it came, so often, is that of the rows of a list; a letter may say twice when it was sent.
_ROWS = 3
#: Characters of a state; of what is no answer by itself (a name, a button).
_STATE, _ANSWER = 24, 10
#: A day among a few words. Counter-examples: 2026年11月27日 星期五, the day of the visit; 版权所有 2026.
_DATED = re.compile(
    r"^(?!.*(?:今天|星期|版权|备案|更新)).{0,24}\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?.{0,12}$"
)
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


def letter_runs(doc: Document, furniture: Furniture) -> list[tuple[str, Element]]:
    """What is written on a page of letters, without the site's frame; labels of letters stay wherever they repeat."""
    runs: list[tuple[str, Element]] = []
    for t in doc.texts:
        words = simplify(t.text)
        labelled = (t.kind == "text" or t.element.tag == "label") and _LABELLED.search(words)
        if not labelled:
            if t.kind not in ("text", "link", "control") or (t.kind == "control" and t.element.tag != "label"):
                continue
            if doc.region(t.element) in ("header", "nav", "footer"):
                continue
            # What stands on most pages is the frame, unless it is an answer: that all letters get the same is a fault.
            # Labels stand in one place on all of them, too, and days, which differ.
            if t.kind == "link" and names_part(words) and _leads_on(doc, t.element, words):
                continue
            frame = furniture.text(words, t.element) and not (_DATED.search(words) or names_part(words))
            if frame and not (runs and _is_reply_label(runs[-1][0])):
                continue
        runs.append((words, t.element))
    return runs


def _leads_on(doc: Document, el: Element, words: str) -> bool:
    """Whether words like a label are the name of another page: 热点回应, 来信选登 in a menu beside the letter.
    Counter-examples: a tab 回复内容 of the letter itself; 留言标题：…, the row of a list."""
    link = doc.link_at.get(el)
    if link is None or not link.url or re.search("[:：]", words):
        return False
    return url_key(link.url) != url_key(doc.page.url)


def _is_reply_label(words: str) -> bool:
    label = reply_label(words)
    return label is not None and not words[label.end() :].strip(" :：")


def letter_on_page(doc: Document, furniture: Furniture, today: date, *, linked: bool) -> Letter | None:
    """The letter on a page of its own, or None when the page is none.

    On pages that a section for letters leads to (*linked*), the day it came needs no label: it is the first before
    the answer, or the only one beside a state.
    """
    runs = letter_runs(doc, furniture)
    text = "\n".join(t for t, _ in runs)
    fields = read_fields(runs, today)
    reply = "" if _STATE_ALONE.match(fields.reply) else fields.reply  # 办理状态：处理中，信件已转市教育局。
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
    received = fields.received
    if received is None and linked and (fields.place or state or fields.answered or fields.asker) and not _is_list(doc):
        received = fields.first
    days = [(match[0][:4], (match["date"] or match["alone"] or "")[:8]) for match in RECEIVED.finditer(text)]
    said = Counter(label for label, day in days if day)
    differ = Counter(label for label, day in dict.fromkeys(days) if day)
    if max(said.values(), default=0) >= _ROWS or max(differ.values(), default=0) > 1:
        return None
    if received is None and not (linked and fields.asked and reply):
        return None
    answered = fields.answered
    if answered is not None and received is not None and answered < received:
        answered = None
    told = fields.place or bool(state) or answered is not None or fields.asked or fields.asker
    if not told and not (linked and fields.received):
        return None
    done = bool(reply) or answered is not None or bool(state and DONE_STATE.search(state))
    done = done or any(_STATED_REFUSAL.fullmatch(t) for t, _ in runs)
    stated = bool(state and OPEN_STATE.search(state) and not DONE_STATE.search(state))
    return Letter(
        title=squeeze(_title(doc, runs, fields.title))[:200],
        url=doc.page.url,
        received=received,
        answered=answered,
        open=not done if fields.place or state or done else None,
        question=fields.question,
        reply=reply,
        shown_on=doc.page.url,
        document=doc,
        element=doc.main,
        stated=stated,
    )


def _is_list(doc: Document) -> bool:
    inside = (entries for entries in doc.lists if entries.region not in ("header", "nav", "footer"))
    return any(len(entries.dated) >= _ROWS and not lists_steps(doc, entries) for entries in inside)


def _title(doc: Document, runs: Runs, labelled: str) -> str:
    """By its label; else the heading that is also the window's title or the link's that led here; else a heading."""
    if labelled:
        return labelled
    if doc.meta.get("articletitle"):
        return doc.meta["articletitle"]
    headings = [doc.text(el) for _, el in runs if el.tag in ("h1", "h2", "h3", "h4")]
    headings = [h for h in headings if 4 <= len(h) <= 80 and not question_label(h) and not reply_label(h)]
    for heading in headings:
        if heading in doc.title or heading == squeeze(doc.page.anchor):
            return heading
    return headings[0] if headings else re.split(r"[-_|]", doc.title)[0]

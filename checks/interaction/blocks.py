"""Letters that stand under each other on one page, each a block of its own: question, answer, and a head with its day.

Seen as folded panels of which only the heads show (layui, Bootstrap and Element accordions), and as tables or boxes
between rules (older ASP systems, message boards: 问 and 答, the day and the office without a label beside them).
A block is the largest part of the page that holds one question, or one answer where no word marks the questions (seen
on guestbooks: a row of title, who and when, a row of text, a row 管理员回复（2026-11-10）：…). Frequent questions have
no days, and so are no letters.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from checks.columns.furniture import Furniture
from checks.identity import url_key
from checks.interaction.fields import names_asker, read_fields
from checks.interaction.labels import (
    ANSWER,
    ANSWERED,
    ASK,
    DAY_ALONE,
    DONE_STATE,
    OPEN_STATE,
    PENDING_REPLY,
    RECEIVED,
    REFUSED,
    REPLIER,
    Letter,
    day_at_the_end,
    first_day,
    reply_label,
)
from checks.reading import Document, parse_dates
from checks.reading.chinese import simplify
from checks.reading.parse import Element
from checks.reading.texts import text_runs
from checks.reading.words import squeeze

__all__ = ["letters_in_blocks", "parts_of_one_list"]

#: Words of a head beside its title: states, signs of the kind of letter, names of who asked.
_BESIDE = re.compile(
    r"[【\[][\u4e00-\u9fff]{2,4}[】\]]|(?:网友|网民|市民|来信人)\s*[:：]?\s*\S{0,8}\s*$|\d{1,2}:\d{2}(?::\d{2})?|"
    r"(?:来信|留言|写信|咨询|提问|发布)?(?:人|者|时间|日期)\s*[:：]\s*\S{0,8}|\s(?:来信|留言|写信|咨询|提问)(?:时间|日期)\s*$|^\S{1,12}\s*于\s*(?:来信|留言|写信|咨询|提问)\s*[:：]?\s*$|^(?:来信|留言)?(?:标题|主题)\s*[:：]"
)
#: Characters: longer runs are sentences; at the end of an answer stand its office and day.
_SHORT, _TAIL = 40, 30
_WHO_ANSWERED = re.compile(rf"{REPLIER}(?:单位|部门|时间|日期)(?:\s*[:：]|\s)")
#: The office that answers before its words: 县水利局：已用条石重新砌筑……. Counter-example: the same where a letter
#: begins, which is for that office, and has nothing but its title before it.
_OFFICE_SAYS = re.compile(
    r"^[\u4e00-\u9fff（）()、]{1,16}(?:局|委|厅|办|处|中心|支队|大队|公司|政府|街道|镇|乡|残联|妇联|联合会|院|部)\s*[:：]\s*(?=\S{8})"
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_OUTSIDE = frozenset(["header", "nav", "footer", "aside"])


class _Block(Struct, frozen=True, eq=False):
    element: Element
    head: tuple[str, ...]
    question: str
    answer: tuple[str, ...]
    answers: bool  # has a place for the answer, filled or not


def letters_in_blocks(doc: Document, furniture: Furniture, today: date) -> list[Letter]:
    """The letters of a page that shows several as blocks; none where their days or their answers cannot be told."""
    blocks = list(_blocks(doc, furniture))
    if not blocks:
        return _by_asker(doc, furniture, today) or _by_office(doc, furniture, today)
    if len(blocks) < 2 or sum(block.answers for block in blocks) * 2 < len(blocks):
        return []  # questions alone: a list of which each leads to its answer
    found: list[Letter] = []
    for number, block in enumerate(blocks, 1):
        letter = _letter(doc, block, number, today)
        if letter is not None:
            found.append(letter)
    return found if len(found) >= 2 else []


def _by_asker(doc: Document, furniture: Furniture, today: date) -> list[Letter]:
    """The letters of a page on which each begins with who asked and when, and its texts have no labels."""
    found: list[Letter] = []
    for number, top in enumerate(parts_of_one_list([el for el, text in _runs(doc, furniture) if names_asker(text)]), 1):
        own = [(simplify(text), el) for el, text in text_runs(doc, top.iter("*"), hidden=True)]
        fields = read_fields(own, today)
        received = fields.received or fields.first
        if received is None or not fields.question or not doc.visible(top):
            continue
        found.append(
            Letter(
                title=(fields.title or fields.question)[:60],
                url=f"{doc.page.url}#{received}-{number}",
                received=received,
                answered=fields.answered,
                open=not (fields.reply or fields.answered),
                question=fields.question,
                reply=fields.reply,
                shown_on=doc.page.url,
                document=doc,
                element=top,
            )
        )
    return found if len(found) >= 2 and any(k.reply for k in found) else []


def _by_office(doc: Document, furniture: Furniture, today: date) -> list[Letter]:
    """The letters of a page on which each is a title, a day, a question, and an answer that its office begins."""
    runs = _runs(doc, furniture)
    answers = [el for el, text in runs if _OFFICE_SAYS.match(text)]
    waiting = [el for el, text in runs if len(text) <= _TAIL and OPEN_STATE.search(text)]
    if len(answers) < 2 or len(waiting) >= len(answers):
        return []
    found: list[Letter] = []
    for number, top in enumerate(parts_of_one_list([el for el, _ in runs if el in answers or el in waiting]), 1):
        own = [(el, simplify(text)) for el, text in text_runs(doc, top.iter("*"), hidden=True)]
        at = next(n for n, (el, _) in enumerate(own) if el in answers or el in waiting)
        days = [seen.date for _, text in own[:at] if len(text) <= _TAIL for seen in parse_dates(text, today)]
        asked = [text for _, text in own[:at] if not (len(text) <= _TAIL and parse_dates(text, today))]
        if not days or len(asked) < 2 or not doc.visible(top):
            continue  # an office before the only text is whom the letter is for
        told = " ".join(text for _, text in own[at:]) if own[at][0] in answers else ""
        closing = [seen for seen in parse_dates(told, today) if seen.end >= len(told) - 2 and seen.date >= days[0]]
        reply = _OFFICE_SAYS.sub("", told[: closing[-1].start] if closing else told)
        found.append(
            Letter(
                title=asked[0][:60],
                url=f"{doc.page.url}#{days[0]}-{number}",
                received=days[0],
                answered=closing[-1].date if closing else None,
                open=not told,
                question=squeeze(" ".join(asked[1:])),
                reply=squeeze(reply),
                shown_on=doc.page.url,
                document=doc,
                element=top,
                stated=not told,
            )
        )
    return found if len(found) >= 2 else []


def _runs(doc: Document, furniture: Furniture) -> list[tuple[Element, str]]:
    return [
        (el, simplify(text)) for el, text in text_runs(doc, doc.elements, hidden=True)
        if doc.region(el) not in _OUTSIDE and not furniture.text(text, el)
    ]  # fmt: skip


def parts_of_one_list(marks: list[Element]) -> list[Element]:
    """The largest parts of the page that hold one of *marks* each, in their order; none if they are no one list."""
    inside: Counter[Element] = Counter()
    for el in marks:
        inside.update([el, *el.iterancestors()])
    tops: list[Element] = []
    for el in marks:
        top = el
        while (above := top.getparent()) is not None and inside[above] == 1:
            top = above
        tops.append(top)
    one_list = len(set(tops)) >= 2 and len({top.getparent() for top in tops}) == 1
    return tops if one_list else []


def _blocks(doc: Document, furniture: Furniture) -> Iterator[_Block]:
    runs = _runs(doc, furniture)
    asked = [el for el, text in runs if ASK.match(text)]
    if len(asked) < 2:
        labelled = [(el, text) for el, text in runs if reply_label(text)]
        whole = [el for el, text in labelled if not DAY_ALONE.match(text)]  # 回复 2026-11-25 may be the answer's foot
        answers = whole if len(whole) > 1 else [el for el, _ in labelled]
        waiting = [el for el, text in runs if len(text) <= _TAIL and OPEN_STATE.search(text)]
        # Rows of a list that tells how each letter stands have no answers.
        asked = [el for el, _ in runs if el in answers or el in waiting] if len(answers) > len(waiting) else []
    tops = parts_of_one_list(asked)
    if not tops:
        return  # no repeated part of one list
    between = _between(doc, tops)
    for top, mark in zip(tops, asked, strict=True):
        if not doc.visible(top) or top is mark:
            continue
        own = [(el, simplify(text)) for el, text in text_runs(doc, top.iter("*"), hidden=True)]
        if top in between and RECEIVED.search("\n".join(text for _, text in own)) is None:
            parts = (el for part in between[top] for el in part.iter("*"))
            own = [*((el, simplify(text)) for el, text in text_runs(doc, parts, hidden=True)), *own]
        at = next(n for n, (el, _) in enumerate(own) if el is mark)
        words = [text for _, text in own]
        if not ASK.match(words[at]):
            yield _answered(top, words, at)
            continue
        reply = next((n for n, (_, text) in enumerate(own) if n > at and ANSWER.match(text)), None)
        yield _Block(
            top, tuple(words[:at]), squeeze(" ".join([ASK.sub("", words[at]), *words[at + 1 : reply]])),
            () if reply is None else tuple(words[reply:]), reply is not None,
        )  # fmt: skip


def _between(doc: Document, tops: list[Element]) -> dict[Element, list[Element]]:
    """What stands before each of *tops* since the one before it, where that is as much before most: the question
    beside its answer (two bubbles of a talk), the row that unfolds its letter."""
    found: dict[Element, list[Element]] = {}
    since: list[Element] = []
    parent = tops[0].getparent()
    for child in parent if parent is not None else ():
        if child in tops:
            found[child], since = since, []
        elif isinstance(child.tag, str) and doc.text(child):
            since.append(child)
    counts = Counter(len(parts) for parts in found.values())
    number, often = max(counts.items(), key=lambda count: (count[1], -count[0]), default=(0, 0))
    if not number or often * 2 <= len(found):
        return {}
    return {top: parts[-number:] for top, parts in found.items() if parts}


def _answered(top: Element, words: list[str], at: int) -> _Block:
    """The block of which the run *at* is the answer, or says that there is none; the question is what stands between
    the head, which has the day, and that run. Where the day stands in the foot, the head is the title alone."""
    dated = next((n for n, text in enumerate(words[:at], 1) if parse_dates(text)), min(1, at))
    head, question = words[:dated], squeeze(" ".join(words[dated:at]))
    if OPEN_STATE.search(words[at]) and len(words[at]) <= _TAIL:
        return _Block(top, (*head, words[at]), question, (), True)
    label = reply_label(words[at])
    if at == len(words) - 1 and label is not None and not words[at][label.end() :].strip() and dated < at:
        # who answered and when stands below the answer, and who asked and when below the question
        return _Block(top, tuple(words[:1]), squeeze(" ".join(words[1:dated])), tuple(words[dated:]), True)
    return _Block(top, tuple(head), question, tuple(words[at:]), True)


def _letter(doc: Document, block: _Block, number: int, today: date) -> Letter | None:
    head, tail = "\n".join(block.head), "\n".join(block.answer)
    days = [seen for seen in parse_dates(head, today) if seen.how == "full"]
    received = first_day(RECEIVED, f"{head}\n{block.question}", today) or (days[0].date if days else None)
    received = received or first_day(RECEIVED, tail, today)
    if received is None:
        return None
    question, who_answered = _before_the_answer(block.question)
    answered = first_day(ANSWERED, f"{head}\n{tail}", today) or day_at_the_end(block.answer, today)
    answered = answered or first_day(ANSWERED, who_answered, today)
    if answered is not None and answered < received:
        answered = None
    reply = squeeze(" ".join(_unlabelled(words) for words in block.answer if not _beside_the_answer(words, today)))
    if PENDING_REPLY.match(reply):
        reply = ""
    state = " ".join(words for words in block.head if len(words) <= _SHORT * 2)
    refused = REFUSED.search(state) is not None
    stated = bool(OPEN_STATE.search(state)) and not DONE_STATE.search(state)
    done = bool(reply) or answered is not None or bool(DONE_STATE.search(state)) or refused
    return Letter(
        title=_title(block, [seen.raw for seen in days]),
        url=_address(doc, block) or f"{doc.page.url}#{received}-{number}", received=received,
        answered=answered, open=not done, question=question[:2000], reply=reply, shown_on=doc.page.url,
        document=doc, element=block.element, stated=stated and not reply,
    )  # fmt: skip


def _before_the_answer(question: str) -> tuple[str, str]:
    """A question, and what stands between it and the answer: 回复单位：市水利局 回复时间：2026-11-09."""
    label = _WHO_ANSWERED.search(question)
    return (question[: label.start()].strip(), question[label.start() :]) if label else (question, "")


def _address(doc: Document, block: _Block) -> str:
    """Where the title leads: the letter's own page, which a list may show in full."""
    for el in block.element.iter("a"):
        link = doc.link_at.get(el)
        if link is not None and link.url and block.head and simplify(link.text) in block.head[0]:
            return "" if url_key(link.url) == url_key(doc.page.url) else link.url
    return ""


def _unlabelled(words: str) -> str:
    label = reply_label(words)
    return words[label.end() :] if label else words


def _beside_the_answer(words: str, today: date) -> bool:
    """Whether a line of an answer is its office and day alone."""
    if ANSWER.match(words) or len(words) > _TAIL:
        return False
    if DONE_STATE.fullmatch(words):
        return True
    return bool(ANSWERED.search(words) or parse_dates(words, today))


def _title(block: _Block, days: list[str]) -> str:
    for words in block.head:
        for raw in days:
            words = words.replace(raw, " ")
        title = squeeze(_BESIDE.sub(" ", OPEN_STATE.sub(" ", DONE_STATE.sub(" ", REFUSED.sub(" ", words)))))
        if len(title) >= 4 and _HAN.search(title):  # a number alone is that of the letter
            return title[:60]
    return block.question[:60]

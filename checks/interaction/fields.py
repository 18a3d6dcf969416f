"""What stands on the page of a letter, by what it is: days, question, answer and who gave it.

Makers label these parts in many ways, or leave some without a label; what they share is an order. Labels are told by
their words; a label without a value takes the short piece that follows it; texts without a label belong to the side on
which they stand: the question's until something of the answer is met (its label, its day, its office), the answer's
from there on. Where nothing follows the answer's day and office, they are its foot, and it stands before them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import islice, zip_longest
from typing import Literal

from msgspec import Struct

from checks.interaction.labels import (
    ANSWERED,
    ASKER,
    CAME,
    DAY,
    DONE_STATE,
    END,
    OPEN_STATE,
    PENDING_REPLY,
    RECEIVED,
    REPLIER,
    VIEWS_ANSWER,
    day_at_the_end,
    first_day,
    question_label,
    reply_label,
)
from checks.interaction.replies import says_passed_on
from checks.reading import Document, ItemList, parse_dates
from checks.reading.chinese import simplify
from checks.reading.parse import Element
from checks.reading.texts import text_runs
from checks.reading.words import squeeze, tokens

__all__ = ["Fields", "Runs", "is_head", "lists_steps", "names_asker", "names_part", "read_fields"]

#: The pieces of a page's text with where they stand.
Runs = Sequence[tuple[str, Element]]

Role = Literal["came", "between", "answered", "day", "asker", "office", "addressee", "title", "question", "answer",
               "other", "end", "steps", "text", "start"]  # fmt: skip

_WHEN = r"(?:时间|日期|時間)"
_WHO = r"(?:单位|部门|机构|机关|單位|部門)"
_FEW = r"[\u4e00-\u9fff]{0,4}"
_STEPS = "受理|审核|到期|截止|转办|交办|签收|分办|派单|评价|公开|发布|更新|最后|二次"
_HANDLES = "受理|承办|主办|责任|牵头|督办|转办|交办|收信|受文|接收|收件|办件|所属|提交|咨询|投诉|反映|留言|来信"
_FACTS = "编号|类型|类别|分类|性质|状态|进度|環節|环节|来源|区域|地区|地点"
_VIEWS = "浏览|点击|访问|阅读|查看|关注|评论|收藏|人气"


def _any(*words: str) -> str:
    return "|".join(words)


#: Labels whose value is short. Seen on the mailboxes of some forty cities (写信日期, 审核时间, 到期时间, 响应时间,
#: 督办部门, 留言对象, 是否超时, 满意度), where 受理 and 发布 stand beside the day a letter came, or in its place.
_SHORT_LABELS: tuple[tuple[Role, str], ...] = (
    ("other", _any(rf"(?:{REPLIER}|官方)(?:标题|主题)", rf"(?:{REPLIER})?满意[度数率]", rf"{_FEW}评[价议分]{_FEW}")),
    ("between", rf"{_FEW}(?:{_STEPS}){_FEW}{_WHEN}"),
    ("came", rf"(?:网友|网民|市民|群众|问题|信件)?{CAME}人?的?{_WHEN}"),
    ("answered", rf"(?:官方|部门|单位|最终)?(?:{REPLIER}|响应|完成)的?{_WHEN}"),
    ("day", _WHEN),
    ("office", rf"(?:{REPLIER}|回文)(?:{_WHO}|人|人员|用户)"),
    ("addressee", _any(rf"(?:{_HANDLES})?(?:{_WHO}|对象)", "收[件信]人", "受理人员?", "经办人")),
    ("asker", _any(rf"(?:{ASKER}|发言|作)[人者](?:姓名|昵称)?", "姓名|昵称|网友|网民|用户名?|发布账号")),
    ("title", rf"{ASKER}?(?:标题|主题|题目|標題|題目)"),
    (
        "other",
        _any(
            rf"(?:{ASKER}|当前|办件|工单|{REPLIER})?(?:{_FACTS})",
            r"是否[\u4e00-\u9fff]{2,4}",
            rf"(?:{_VIEWS})(?:次?数|量|度)?",
        ),
    ),
    ("other", "IP|ID|附件|电话|手机|联系电话|联系方式|地址|查询码|序号"),
)
_LABELS = tuple(
    (role, re.compile(rf"^[\s·•【\[]*(?:{words})\s*[】\]]?\s*(?:[:：]|$|(?=\d{{4}}\D))\s*"))
    for role, words in _SHORT_LABELS
)
_OUTCOME = rf"{REPLIER}(?:结果|状态)"
#: Where a further label begins within a piece: 来信人：王** | 来信时间：2026-08-01; within words only that of a day or
#: an office (…三日内恢复。 回复时间：2026-08-05). Counter-example: an answer that begins 来信人： 您好！
_SPLIT, _SPLIT_WORDS = (
    re.compile(rf"(?<![\s|｜])[\s|｜]++(?=(?:{'|'.join([*words, _OUTCOME])})\s*[:：])")
    for words in (
        [words for _, words in _SHORT_LABELS],
        [words for role, words in _SHORT_LABELS if role in ("came", "between", "answered", "day", "office")],
    )
)
#: Characters: of a value, of an office, of what is no answer by itself (a name, a button), of a heading (来信), of the
#: head of a table's column.
_VALUE, _OFFICE, _ANSWER, _LABEL, _HEAD = 40, 20, 10, 4, 8
_DAYS = frozenset(["came", "between", "answered", "day"])
_SINGLE = _DAYS | {"asker", "office", "addressee", "title", "other"}
_ASKING = frozenset(["came", "asker", "question", "title"])
_ANSWERING = frozenset(["answered", "office", "answer"])
#: Behind the day and the name of who asked may stand an answer of which only the foot is labelled; behind a title or at
#: the beginning stands the question.
_BEFORE_A_FOOT = frozenset(["came", "asker", "between", "other", "addressee", "day"])
#: What begins like the label of an answer and is none: rules, statistics (来信答复 统计), in so many characters where
#: no colon ends the label. Counter-example: 回复：市住建部门已派员查看.
_ABOUT = 12
_ABOUT_ANSWERS = re.compile(r"时间|日期|单位|部门|须知|承诺|制度|统计|率")
#: Who answers and when before the words of an answer, in its own cell: 某县(2016-05-20 11:31:10)：您好.
_OFFICE_AND_DAY = re.compile(rf"^\s*[\u4e00-\u9fff]{{2,16}}\s*[（(]\s*(?P<day>{DAY})[）)]\s*[:：]\s*")
_IS_OFFICE = re.compile(
    r"^[\u4e00-\u9fff（）()、]{1,18}(?:局|委|厅|办|处|室|中心|公司|队|镇|乡|街道|政府|部|院|所|站|单位|部门|会)$"
)
#: A state in the place of an answer: 办理情况 已回复, the answer follows; 【处理中】留言已转有关单位。
_STATE_INSTEAD = re.compile(
    rf"^[【\[（(]?(?:{OPEN_STATE.pattern}|{DONE_STATE.pattern})[】\]）)]?[。！!]?$|^[【\[（(](?:{OPEN_STATE.pattern})[】\]）)].{{0,30}}$"
)
_SENTENCE = re.compile(r"[。！？，,；;]")
#: Over the steps of what became of a letter, each with its day (群众提交, 信件受理, 转办). Counter-example: 办理情况,
#: over an answer.
_STEPS_HEAD = re.compile(r"^(?:信件|来信|办理|处理|办件)?(?:流程|过程|进程|轨迹|跟踪|经过|进度)\s*[:：]?$")
#: Who asked, or answered, and when, as the end of a line. Counter-example: 市某局 回复于 2026-11-19：您好, a label.
_TOLD = re.compile(rf"(?:{ASKER}|{REPLIER})于\s*{DAY}\s*$|于\s*{DAY}\s*(?:{ASKER}|{REPLIER})$")
#: A step itself, before who took it and when.
_STEP = re.compile(r"^(?:写信|来信|提交|受理|转办|交办|分办|派单|签收|办理|审核|延期|办结|回复|答复|评价)$")
#: With who takes it: 来信人提交, 信箱办受理, 转市农业农村局办理. Counter-example: 反映转学手续办理难, a title.
_TAKEN = re.compile(
    r"^(?:(?:(?:来信|写信|留言)人|网友|网民|市民|群众|用户|[\u4e00-\u9fff]{0,6}(?:办|局|部门|单位|中心|系统))?"
    r"(?:已?提交|受理|转办|交办|分办|派单|签收|审核|办结|答复|回复|办结答复)|转[\u4e00-\u9fff]{2,12}办理)$"
)
_ANSWER_CLASSES = frozenset(["reply", "answer", "huifu", "dafu", "hf", "official"])
#: Elements from a text up to the box of the answer.
_LEVELS = 3


class _Segment(Struct, eq=False):
    """A label with its value, and the texts that follow until the next label."""

    role: Role
    value: str
    texts: list[str]


class _Answer(Struct, eq=False):
    """What belongs to one answer: its label if it has one, its day and office, its texts."""

    labelled: bool
    days: list[date]
    told: bool  # a day or an office stands there
    headed: bool  # before its label
    texts: list[str]
    foot: list[str]  # the texts before it, if they may be the answer


class Fields(Struct, frozen=True, eq=False):
    """A letter's parts. *first* is the first day on the question's side, whatever its label; *place* says that there is
    a place for an answer, filled or not; *asker* and *asked* that labels tell who asked and what."""

    received: date | None
    first: date | None
    answered: date | None
    title: str
    question: str
    reply: str
    place: bool
    asker: bool
    asked: bool


def read_fields(runs: Runs, today: date) -> Fields:
    """The parts of the letter whose text is *runs*."""
    segments = _segments(runs)
    asking, answers, beforehand = _sides(segments, today)
    if not any(k.labelled or k.told for k in answers):
        marked = [n for n, (text, el) in enumerate(runs) if _in_answer(el) and _labelled(text)[0] == "text"]
        said = [n for n, (text, _) in enumerate(runs) if len(text) >= _ANSWER and not parse_dates(text)]
        if marked and said and said[0] < marked[0]:  # replyContent of 人民网, the first, is what was asked
            answers = [_Answer(False, [], True, False, [runs[n][0] for n in marked], [])]
    reply, answered = _the_answer(answers, today)
    answered = answered or beforehand
    text = "\n".join(text for text, _ in runs)
    came = next((day for k in segments if k.role == "came" and (day := _day(k.value, today))), None)
    bare = next((day for k in asking if k.role == "day" and (day := _day(k.value, today))), None)
    days = (day for k in asking if k.role != "answered" for words in (k.value, *k.texts) if (day := _day(words, today)))
    walked = (day for k in segments if k.role == "steps" for words in k.texts if (day := _day(words, today)))
    questions = [k for k in segments if k.role == "question"]
    feet = {text for k in answers for text in k.foot}
    spoken = [t for k in questions or asking for t in ((k.value,) if questions and k.value else ()) + tuple(k.texts)]
    spoken = [t for t in spoken if len(t) > _LABEL and not _is_foot(t)]
    spoken = [t for t in spoken if t not in feet or t not in reply]
    return Fields(
        received=came or first_day(RECEIVED, text, today) or bare,
        first=next(days, None) or next(walked, None),  # the first step is that it came
        answered=answered or (None if any(k.days for k in answers) else first_day(ANSWERED, text, today)),
        title=next((k.value for k in segments if k.role == "title" and k.value), ""),
        question=squeeze(" ".join(spoken))[:2000],
        reply=reply,
        place=any(k.labelled or k.texts for k in answers),
        asker=any(k.role == "asker" for k in segments),
        asked=bool(questions),
    )


def _segments(runs: Runs) -> list[_Segment]:
    """Labels, each with its value and the texts that follow."""
    found = [_Segment("start", "", [])]
    pieces = [
        piece for run, _ in runs for piece in (_SPLIT if _labelled(run)[0] in _SINGLE else _SPLIT_WORDS).split(run)
    ]
    waits = False  # for the value of the last label
    asked, before = False, ""
    for piece, following in zip_longest(pieces, pieces[1:], fillvalue=""):
        role, value = _labelled(piece)
        # Who answered and when, without a label, before the answer (人民网 and its kin).
        dated = len(following) <= _OFFICE and _is_foot(following) and not _STEP.match(before)
        heads = role == "text" and asked and dated and _IS_OFFICE.match(piece)
        if role != "text":
            found.append(_Segment(role, value, []))
        elif waits and _is_value(piece, found[-1].role):
            found[-1].value = piece
        elif heads:
            found += [_Segment("office", piece, []), _Segment("answered", "", [])]
            role = "answered"
        else:
            found[-1].texts.append(piece)
            asked = asked or len(piece) >= _ANSWER
        waits = role in _SINGLE and not value
        before = piece
    return found


def _is_value(piece: str, role: Role) -> bool:
    if role in _DAYS:
        return len(piece) <= _VALUE and (len(piece) <= 4 or bool(parse_dates(piece)))
    return len(piece) <= (_VALUE if role in ("title", "other") else _OFFICE)


def _labelled(piece: str) -> tuple[Role, str]:
    for role, pattern in _LABELS:
        match = pattern.match(piece)
        if match:
            return role, piece[match.end() :].strip()
    label = question_label(piece)
    if label:
        return "question", piece[label.end() :].strip()
    label = None if VIEWS_ANSWER.search(piece[:_HEAD]) else reply_label(piece)
    ends = label.end() if label and re.search(r"[:：]", label[0]) else _ABOUT
    if len(piece) <= _VALUE and _TOLD.search(piece):  # 网友 王** 提问于 2026-11-15, 市某局 回复于 2026-11-19
        return ("came", piece) if RECEIVED.search(piece) else ("answered", piece)
    if label and not _ABOUT_ANSWERS.search(piece[:ends]):
        if _STATE_INSTEAD.match(piece[label.end() :]):
            return "other", piece[label.end() :]  # 办理结果：承办中
        return "answer", piece  # with its label, in which who and when may stand
    if _STEPS_HEAD.match(piece):
        return "steps", ""
    return ("end", piece) if END.match(piece) else ("text", piece)


def names_asker(piece: str) -> bool:
    """Whether *piece* begins with who asked: 网友：王**, 来信人：李**."""
    return _labelled(piece)[0] == "asker"


def is_head(piece: str) -> bool:
    """Whether *piece* names a column of a table of letters: 标题, 写信时间, 处理状态, 办理单位."""
    role, value = _labelled(piece)
    return role not in ("text", "end") and (not value or role == "answer") and len(piece) <= _HEAD


def lists_steps(doc: Document, entries: ItemList) -> bool:
    """Whether a list is of the steps of one letter: 来信人提交 2026-07-26, 受理, 转市交通局办理, 办结."""
    starts = [next((text for _, text in text_runs(doc, item.element.iter("*"))), "") for item in entries.shown]
    return sum(bool(_STEP.match(text) or _TAKEN.match(text)) for text in map(simplify, starts)) * 2 > len(starts)


def names_part(piece: str) -> bool:
    """Whether *piece* begins with a label of a part of a letter: 来信内容, 信件回复, 时间：2026-08-01."""
    return _labelled(piece)[0] not in ("text", "other", "end")


def _sides(segments: list[_Segment], today: date) -> tuple[list[_Segment], list[_Answer], date | None]:
    """What stands on the question's side before any answer, the answers, and the day of one that is told beforehand,
    among the facts at the head of the page."""
    asking: list[_Segment] = []
    answers: list[_Answer] = []
    beforehand: date | None = None
    asked = False  # a word of the question was met
    here: _Answer | None = None
    closed = False
    for number, segment in enumerate(segments):
        if segment.role == "steps":
            here = None
            continue
        told = segment.role == "answer" or bool(segment.value.strip("-—–/ ")) or bool(segment.texts)
        if segment.role in _ASKING:
            here = None
        elif segment.role in _ANSWERING and segment.role != "answer" and here is None and not (asked and told):
            beforehand = beforehand or _day(segment.value, today)
        elif segment.role in _ANSWERING:
            # A further answer: its label, or its day and office where those of the one before stood before its label.
            again = here is not None and here.labelled and bool(here.texts)
            again = again and (segment.role == "answer" or (here is not None and here.headed))
            if here is None or again:
                above = segments[:number]
                days = _day_before_office(above, today)
                here = _Answer(False, days, False, False, [], [] if again else _before_a_foot(above))
                answers.append(here)
                closed = False
        least = _LABEL + 1 if segment.role in _BEFORE_A_FOOT else _ANSWER
        asked = asked or segment.role == "question" or any(len(text) >= least for text in segment.texts)
        if here is None:
            if not answers:
                asking.append(segment)
            continue
        if segment.role == "answer":
            here.headed = here.headed or (here.told and not here.labelled)
            here.labelled = True
            label = reply_label(segment.value)
            rest = segment.value[label.end() :].strip(" :：") if label else ""
            here.days += [day for day in [_day(label[0], today) if label else None] if day]
            here.texts += [rest] if rest else []
        elif segment.role in ("answered", "day", "office"):
            here.days += [day for day in [_day(segment.value, today)] if day]
        here.told = here.told or bool(here.days) or (segment.role == "office" and bool(segment.value))
        closed = closed or (segment.role == "end" and bool(here.texts))
        if not closed:
            here.texts += segment.texts
    return asking, answers, beforehand


def _day_before_office(above: list[_Segment], today: date) -> list[date]:
    """The day of an answer that stands before its office under the label that the question's day has, too: 时间."""
    own = above[-1].role == "day" and any(k.role in ("came", "day") for k in above[:-1])
    day = _day(above[-1].value, today) if own else None
    return [day] if day else []


def _before_a_foot(above: list[_Segment]) -> list[str]:
    """The texts before an answer's day and office, whatever else is said beside them (满意度)."""
    for segment in reversed(above):
        if segment.role not in _BEFORE_A_FOOT:
            return []
        if segment.texts:
            return segment.texts
    return []


def _the_answer(answers: list[_Answer], today: date) -> tuple[str, date | None]:
    """The first answer that is more than word of where the letter went, and its day; of several such words the last."""
    told: list[tuple[str, date | None]] = []
    for answer in answers:
        texts = answer.texts
        if not answer.labelled:
            texts = [text for text in texts if len(text) >= _ANSWER or parse_dates(text)] if answer.told else []
        told.append(_words_and_day(texts, answer.days, today))
    real = [k for k in told if k[0] and not says_passed_on(k[0])]
    days = [day for _, day in told if day]
    if real:
        return real[0][0], real[0][1] or (days[-1] if days else None)
    for answer in answers:
        words, day = _words_and_day(answer.foot, answer.days, today)
        if words and answer.told and not any(k.labelled for k in answers):
            return words, day
    last = next((words for words, _ in reversed(told) if words), "")
    return last, days[0] if days and not last else None


def _words_and_day(texts: list[str], days: list[date], today: date) -> tuple[str, date | None]:
    """An answer's words without its office and day, and the day."""
    if not texts:
        return "", days[0] if days else None
    before = _OFFICE_AND_DAY.match(texts[0])
    if before:
        texts = [texts[0][before.end() :], *texts[1:]]
        days = [*days, *([day] if (day := _day(before["day"], today)) else [])]
    days = [*days, *([day] if (day := day_at_the_end(texts, today)) else [])]
    bare = [_day(text, today) for text in texts if len(text) <= _OFFICE and _is_foot(text)]
    days = [*days, *(day for day in bare if day and day <= today)]
    spoken = [text for text in texts if not _is_foot(text) and not _IS_OFFICE.match(text)]
    words = squeeze(" ".join(spoken))
    return "" if PENDING_REPLY.match(words) or _STATE_INSTEAD.match(words) else words, days[0] if days else None


def _is_foot(text: str) -> bool:
    """Whether a piece is a day, with its office at most. Counter-example: 路灯已于2026年8月4日修复。, an answer."""
    return len(text) <= _VALUE and not _SENTENCE.search(text) and bool(parse_dates(text))


def _day(words: str, today: date) -> date | None:
    return next((seen.date for seen in parse_dates(words, today) if seen.how == "full"), None)


def _in_answer(el: Element) -> bool:
    around = [el, *islice(el.iterancestors(), _LEVELS)]
    return any(_ANSWER_CLASSES & tokens(one) for one in around)

"""How soon a portal says it answers letters, read from its own rules (来信须知, 办理制度) and section pages."""

from __future__ import annotations

import re
from datetime import date, timedelta
from math import ceil

from msgspec import Struct

from checks.reading import Document
from checks.reading.chinese import simplify

__all__ = ["Promise", "find_promise", "is_late", "working_days"]

_NUMBER = {han: n for n, han in enumerate("零一二三四五六七八九十")} | {"两": 2, "十五": 15, "二十": 20, "三十": 30}
_UNITS = {"工作日": 1, "自然日": 1, "日": 1, "天": 1, "小时": 1 / 24, "周": 7, "星期": 7, "月": 30}
_TERM = re.compile(
    r"(?P<n>\d{1,3}|十五|二十|三十|[一二两三四五六七八九十])\s*个?\s*"
    r"(?P<unit>工作日|自然日|(?:日|天|小时|周|星期|月)(?=(?:之|以)?内|[）)]\s*(?:之|以)?内))"
)
#: 不出十五天给您回音, 不超过7个工作日: without 内.
_AT_MOST = re.compile(
    r"不(?:出|超过|多于)\s*(?P<n>\d{1,3}|十五|二十|三十|[一二两三四五六七八九十])\s*个?\s*(?P<unit>工作日|自然日|日|天|周|星期|月)"
)
#: The same after its label, where no 内 is needed: 答复时限：15天.
_LABELLED = re.compile(
    r"(?:答复|回复|办结|反馈|办理)(?:时限|期限|时间)\s*(?:为|是|[:：])?\s*(?:自?(?:收到|受理|提交|登记)[^，。\d]{0,10})?"
    r"(?P<n>\d{1,3}|十五|二十|三十|[一二两三四五六七八九十])\s*个?\s*(?P<unit>工作日|自然日|日|天)"
)
_ANSWERS = re.compile(r"答复|回复|回音|回信|回函|办结|办毕|办复|反馈|答覆|回覆|办理(?:完毕|时限|期限|时间)")
_SENTENCE = re.compile(r"[^。；;！!\n]+")
#: Promises about other things: disclosure on request, reviews of administrative acts, petitions, what readers shall do.
_OTHER = re.compile(r"依申请|信息公开|行政复议|信访|补正|行政许可|举报|请(?:您)?(?:于|在)|公示期")


class Promise(Struct, frozen=True, eq=False):
    """*days* within which answers are promised; working days if *working*."""

    days: int
    working: bool
    words: str
    document: Document


def find_promise(doc: Document, answers: str = "") -> Promise | None:
    """The longest promise on a page: rules often set one day to accept, five to answer and fifteen for hard cases, in
    one sentence or in several (咨询类1个工作日内、投诉类5个工作日内答复). Sentences of *answers* do not count."""
    best: Promise | None = None
    for text in doc.texts:
        if text.kind != "text" or _OTHER.search(simplify(text.text)):
            continue
        for sentence in _SENTENCE.finditer(simplify(text.text)):
            if not _ANSWERS.search(sentence[0]) or sentence[0].strip() in answers:
                continue
            for match in (m for pattern in (_TERM, _LABELLED, _AT_MOST) for m in pattern.finditer(sentence[0])):
                days = ceil(_number(match["n"]) * _UNITS[match["unit"]])
                working = match["unit"] == "工作日"
                if days and (best is None or _length(days, working) > _length(best.days, best.working)):
                    words = text.text[sentence.start() : sentence.end()].strip()
                    best = Promise(days, working, words[:80], doc)
    return best


def _number(raw: str) -> int:
    return int(raw) if raw.isdigit() else _NUMBER.get(raw, 0)


def _length(days: int, working: bool) -> float:
    return days * (1.4 if working else 1)


def working_days(start: date, end: date) -> int:
    """Mondays to Fridays after *start* up to and with *end*. Public holidays are not known here (see ``is_late``)."""
    return sum((start + timedelta(days=n)).weekday() < 5 for n in range(1, (end - start).days + 1))


def is_late(received: date, answered: date, promise: Promise) -> bool:
    """Whether an answer came later than promised, with allowance for long holidays that the wait may span.

    The week of National Day takes five working days, and the Spring Festival, which moves between 21 January and
    20 February and lasts a week, is allowed for whenever the wait touches that time.
    """
    if not promise.working:
        return (answered - received).days > promise.days
    allowance = 0
    for year in range(received.year, answered.year + 1):
        if received <= date(year, 10, 8) and answered >= date(year, 10, 1):
            allowance += 5
        if received <= date(year, 2, 27) and answered >= date(year, 1, 21):
            allowance += 5
        if received <= date(year, 5, 5) and answered >= date(year, 5, 1):
            allowance += 3
    return working_days(received, answered) > promise.days + allowance

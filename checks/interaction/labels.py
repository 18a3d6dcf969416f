"""The words of letters on government pages (来信时间, 答复内容, 办理中), and what a letter is."""

from __future__ import annotations

import re
from datetime import date

from msgspec import Struct

from checks.reading import Document, parse_dates
from checks.reading.parse import Element

__all__ = [
    "ANSWERED",
    "ASKER",
    "DONE_STATE",
    "END",
    "EXEMPT",
    "HEADS",
    "OPEN_STATE",
    "PENDING_REPLY",
    "QUESTION_LABEL",
    "RECEIVED",
    "RECEIVED_LABEL",
    "REFUSED",
    "REPLIER",
    "REPLY_LABEL",
    "TITLE_LABEL",
    "TITLE_START",
    "TOLD",
    "Letter",
    "first_day",
]

#: Labels as they stand beside dates and texts of letters on government pages (市长信箱, 留言板, 12345 platforms).
ASKER = r"(?:来信|來信|信件|留言|写信|寫信|提问|咨询|提交|投诉|诉求|反映|问政|受理|来件|发信|诉件|建言)"
REPLIER = r"(?:回复|回覆|答复|答覆|办结|辦結|反馈|回应|解答|处理|办理|官方回复)"
#: Beside a label, or in a sentence: 网友某某 于 2026-07-27 留言, 市某局 于 2026-07-29 回复.
TOLD = r"于\s*(?P<told>[\d\-./年月日 :：]{8,20})\s*"
RECEIVED = re.compile(
    rf"{TOLD}(?:{ASKER})|{ASKER}(?:人)?(?:的)?(?:时间|日期|時間|于(?=\s*\d))\s*[:：]?\s*(?P<date>\S[^\n]{{0,24}})", re.M
)
ANSWERED = re.compile(
    rf"{TOLD}(?:{REPLIER})|"
    rf"{REPLIER}(?:的)?(?:(?:时间|日期|時間)\s*[:：]?[ \t]*\n?|\s*(?:[（(]|于))\s*(?P<date>[^\n]{{0,24}})",
    re.M,
)
_DAY = r"\d[\d年月日 .:/-]{7,19}"
#: Also with who answers and when: 市水务局 回复于 2026-11-10, 管理员回复（2026/11/10）：, 市水务局2026年11月10日答复：.
#: Counter-examples: 已回复, a state; 请市政府尽快答复, the end of a question.
REPLY_LABEL = re.compile(
    rf"^(?!已|未|待|暂|尚|正在|[\u4e00-\u9fff]*(?:请(?!示)|希望|盼|尽快|及时|何时|能否))[\u4e00-\u9fff]{{0,16}}?\s?(?:于?\s*{_DAY})?"
    rf"(?:{REPLIER}(?:内容|意见|结果|情况|內容|意見|結果|信息|正文|详情)|(?:回复|回覆|答复|答覆|反馈|回应))"
    rf"(?:\s*(?:[（(]|于)?\s*{_DAY}[）)]?)?"
    rf"(?:\s*[:：]\s*(?=\S)|\s+(?=\S)|\s*[:：]?\s*$)"
)
QUESTION_LABEL = re.compile(rf"^{ASKER}(?:内容|內容|正文|详情|事项)\s*[:：]?")
TITLE_LABEL = re.compile(rf"^{ASKER}?(?:标题|主题|題目|標題|题目)\s*[:：]?\s*")
TITLE_START = re.compile(rf"^{ASKER}(?:标题|主题|题目)\s*[:：]?")
RECEIVED_LABEL = re.compile(rf"^{ASKER}(?:人)?(?:的)?(?:时间|日期|時間)")
HEADS = frozenset({"summary", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "strong", "b", "th"})
END = re.compile(
    rf"^(?:满意度|评价|您对|上一[篇封条]|下一[篇封条]|相关|分享|打印|关闭|返回|附件|附\s*[:：]|{REPLIER}(?:时间|日期|单位|部门|人)|{ASKER}(?:时间|日期|人|编号)|主办(?:单位)?\s*[:：]|版权所有|网站标识码)"
)
OPEN_STATE = re.compile(
    r"待(?:办理|受理|处理|回复|答复|审核)|未(?:回复|答复|办结|处理|受理)|办理中|处理中|受理中|正在(?:办理|处理)|已(?:受理|转办|交办|签收)(?!并)|暂未(?:回复|答复)|尚未(?:回复|答复)"
)
DONE_STATE = re.compile(r"已(?:办结|回复|答复|处理|解决|反馈|完成|办理)|办结|查看回复")
#: Letters that need no answer (不予受理、无效留言、重复来信): stated in the head of public lists.
REFUSED = re.compile(
    r"不予?受理|不予(?:答复|回复|办理)|无效(?:信件|来信|留言|诉求)?|重复(?:件|信件|来信|留言)|已?撤(?:回|销|诉)"
)
#: What stands where a reply should: a state instead of an answer (seen: 处理中 in the row 回复内容).
PENDING_REPLY = re.compile(
    r"^(?:(?:暂无|尚未|暂未|未|待|无|等待|正在)(?:回复|答复|办理|处理|任何回复)?"
    r"|(?:该|此|本|您的)?(?:信件|来信|留言|问题|诉求|咨询|投诉|建议)?(?:正在|尚在|已)?(?:处理|办理|受理|审核|核实|转办|交办)(?:之)?中"
    r"(?:[，,。]?(?:请(?:您)?(?:耐心)?(?:等待|等候|稍候)|敬请(?:等待|期待|关注)|我们将尽快)[^。]{0,20})?"
    r"|(?:已)?(?:受理|转办|交办))[。.…\-—！!]*$"
)
#: 投诉举报 takes complaints and must answer; 纪检举报 need not.
EXEMPT = re.compile(r"征集|调查|访谈|信访|(?<!投诉)举报(?!投诉|咨询|建议)|纪检|投票")


class Letter(Struct, frozen=True, eq=False):
    """One published letter. *shown_on* is the page that says so, *element* where on it."""

    title: str
    url: str
    received: date | None
    answered: date | None
    open: bool | None  # None: the page does not say
    question: str = ""
    reply: str = ""
    shown_on: str = ""
    document: Document | None = None
    element: Element | None = None
    stated: bool = False  # that it is open is said in words, not concluded from a missing reply


def first_day(pattern: re.Pattern[str], text: str, today: date) -> date | None:
    """The first day that a label in *text* gives."""
    for match in pattern.finditer(text):
        found = parse_dates(match["date"] or match["told"] or "", today)
        if found:
            return found[0].date
    return None

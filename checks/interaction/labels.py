"""The words of letters on government pages (来信时间, 答复内容, 办理中), and what a letter is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from checks.reading import Document, parse_dates
from checks.reading.parse import Element

__all__ = [
    "ANSWER",
    "ANSWERED",
    "ASK",
    "ASKER",
    "CAME",
    "DAY",
    "DAY_ALONE",
    "DONE_STATE",
    "END",
    "EXEMPT",
    "HEADS",
    "OPEN_STATE",
    "PENDING_REPLY",
    "RECEIVED",
    "RECEIVED_LABEL",
    "REFUSED",
    "REPLIER",
    "TITLE_LABEL",
    "TITLE_START",
    "VIEWS_ANSWER",
    "Letter",
    "day_at_the_end",
    "first_day",
    "question_label",
    "reply_label",
]

#: Labels as they stand beside dates and texts of letters on government pages (市长信箱, 留言板, 12345 platforms).
ASKER = r"(?:来信|來信|信件|留言|写信|寫信|提问|咨询|提交|投诉|诉求|反映|问政|受理|来件|发信|诉件|建言)"
REPLIER = r"(?:回复|回覆|答复|答覆|办结|辦結|反馈|回应|解答|处理|办理|官方回复|回信|回函|回答|答疑|办复|办毕|结案|处置)"
#: Words that say that a letter came only before 时间 and its like: elsewhere they say other things (登记内容, 申请人).
CAME = rf"(?:{ASKER}|收信|收件|收到|接收|投递|寄信|登记|上报|提出|发起|求助|来电|来访|举报|申诉|录入|创建|建议|填写)"
#: Beside a label, or in a sentence: 网友某某 于 2026-07-27 留言, 市某局 于 2026-07-29 回复.
TOLD = r"于\s*(?P<told>[\d\-./年月日 :：]{8,20})\s*"
#: As a step of what became of a letter: 2026-07-27 09:10 网友提交. Counter-example: 2026-07-27 来信人：李**.
_STEP = (
    rf"(?P<step>\d[\d\-./年月日 :：]{{7,19}}?)\s*(?:网友|网民|市民|群众|用户)?{ASKER}"
    r"(?![人时日编内标类分主方单状部正详事]|\s*[:：])"
)
DAY = r"\d[\d年月日 .:/-]{7,19}"
#: As a line of its own, without 时间 (留言 2026-11-22 beside 回复 2026-11-25, in the foot of a card).
_ALONE = rf"[:：（(]?\s*(?P<alone>{DAY})[）)]?$"
RECEIVED = re.compile(
    rf"{TOLD}(?:{ASKER})|{_STEP}|^{ASKER}\s*{_ALONE}|^(?:网友|网民|市民|群众)?{ASKER}\s*[（(]\s*(?P<beside>{DAY})[）)]|"
    rf"(?:{CAME}(?:人)?(?:的)?(?:时间|日期|時間|于(?=\s*\d))|写于(?=\s*\d))\s*[:：]?\s*(?P<date>\S[^\n]{{0,24}})",
    re.M,
)
ANSWERED = re.compile(
    rf"{TOLD}(?:{REPLIER})|^{REPLIER}\s*{_ALONE}|[【\[][^】\]\n]{{0,20}}?(?P<boxed>{DAY})\s*{REPLIER}\s*[】\]]|"
    rf"{REPLIER}(?:的)?(?:(?:时间|日期|時間)\s*[:：]?[ \t]*\n?|\s*(?:[（(]|于))\s*(?P<date>[^\n]{{0,24}})",
    re.M,
)
#: Also with who answers and when: 市水务局 回复于 2026-11-10, 管理员回复（2026/11/10）：, 市水务局2026年11月10日答复：.
#: Counter-examples: 已回复, a state, also behind a title; 请市政府尽快答复, the end of a question.
REPLY_LABEL = re.compile(
    rf"^(?:{DAY})?(?!已|未|待|暂|尚|正在|[\u4e00-\u9fff]*(?:请(?!示)|希望|盼|尽快|及时|何时|能否))"
    rf"[\u4e00-\u9fff]{{0,16}}?\s?(?:于?\s*{DAY})?"
    rf"(?<![已未待])(?:{REPLIER}(?:内容|意见|结果|情况|內容|意見|結果|信息|正文|详情)|(?:回复|回覆|答复|答覆|反馈|回应|回信|回函|回音))"
    rf"(?:\s*[（(]\s*[\u4e00-\u9fff]{{2,16}}\s*(?:{DAY})?[）)])?(?:\s*(?:[（(]|于)?\s*{DAY}[）)]?)?"
    rf"(?:\s*[:：]\s*(?=\S)|\s+(?=\S)|\s*[:：]?\s*$)"
)
#: Who answers and when around the word, in brackets: 【水务局 2026-11-10 回复】…, 市水务局（答复时间 2026年11月10日）.
#: Counter-example: 【答复单位】, the name of a field.
_BRACKETED_LABEL = re.compile(
    rf"^[【\[]\s*[\u4e00-\u9fff]{{2,16}}\s*(?:于?\s*{DAY})?\s*{REPLIER}\s*[】\]]\s*[:：]?\s*"
    rf"|^[\u4e00-\u9fff]{{2,16}}\s*[（(]\s*{REPLIER}(?:时间|日期|于)?\s*[:：]?\s*{DAY}[）)]\s*[:：]?\s*"
)
_WHOSE = r"(?:网友|网民|群众|市民|官方|部门|单位|领导)?(?:的)?"
_PART = r"(?:内容|正文|详情|事项|描述)"
#: In brackets only with 内容: 【咨询】 before a title is the kind of the letter.
ASK = re.compile(
    rf"^(?:[【\[]\s*(?:{_WHOSE}(?:来信|信件|留言|咨询|投诉|诉求|反映|问题|提问){_PART}|提?问)\s*[】\]]"
    rf"|{_WHOSE}(?:提?问|来信|信件|留言|咨询|投诉|诉求|求助|反映|建议|问题){_PART}?\s*[:：])\s*"
)
ANSWER = re.compile(
    rf"^(?:[【\[]\s*)?{_WHOSE}(?:解?答|答复|回复|回应|反馈|办理|处理)(?:内容|意见|结果|情况)?\s*[】\]:：]\s*|^答$"
)
QUESTION_LABEL = re.compile(
    rf"^(?:{ASKER}(?:内容|內容|正文|事项)\s*[:：]?|{ASKER}详情\s*[:：]|(?:问题|诉求|事项|情况)描述\s*[:：]?|(?:具体|主要|详细)?内容\s*(?:[:：]|$))"
)
TITLE_LABEL = re.compile(rf"^{ASKER}?(?:标题|主题|題目|標題|题目)\s*[:：]?\s*")
TITLE_START = re.compile(rf"^{ASKER}(?:标题|主题|题目)\s*[:：]?")
#: Also behind who asks, in one line (留言人：外出务工者　留言时间：2026年9月20日, guestbooks of ASP systems).
RECEIVED_LABEL = re.compile(
    rf"^(?:(?:昵称|姓名|网友|{ASKER}(?:人|者)(?:姓名)?)\s*[:：][^:：\n]{{1,20}}?\s)?{CAME}(?:人)?(?:的)?(?:时间|日期|時間)"
)
HEADS = frozenset({"summary", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "strong", "b", "th"})
END = re.compile(
    rf"^(?:满意度|评价|您对|上一[篇封条]|下一[篇封条]|相关|分享|打印|关闭|返回|附件|附\s*[:：]|{REPLIER}(?:时间|日期|单位|部门|人)(?![您你])|{CAME}(?:时间|日期|人|编号)(?![您你])|主办(?:单位)?\s*[:：]|版权所有|网站标识码)"
)
#: A word that is a state where it stands alone: as a piece, in brackets, behind a colon.
_ALONE_HERE, _ENDS_HERE = r"(?<![^\s:：【\[（(|｜])", r"(?![^\s】\]）)|｜，,;；。])"
#: Counter-examples: 受理中心 and 办理中央环保督察交办件 (no states); 房产证未办理怎么办, 我已登记 (parts of a title).
OPEN_STATE = re.compile(
    r"待(?:办理|受理|处理|回复|答复|审核|交办|转办|分办|签收|核实|反馈|办结|处置|派单|审查)|未(?:回复|答复|办结|处理|受理)|"
    r"(?:办理|处理|受理)中(?![心央])|正在(?:办理|处理)|已(?:受理|转办|交办|签收)(?!并)|"
    rf"{_ALONE_HERE}(?:(?:处置|核实|转办|交办|承办|审核|调查|流转|跟进|答复|回复)中|未(?:办理|解决|反馈)|[待在]办|"
    rf"已(?:登记|提交|接收|收件|派单|分派|分办|移交|转交)|超期|逾期){_ENDS_HERE}|"
    r"已转[\u4e00-\u9fff]{2,12}(?:办理|处理|核实)|"
    r"暂未(?:回复|答复)|尚未(?:回复|答复)|"
    r"(?:暂无|尚无|没有)(?:任何|相关)?(?:回复|答复)|"
    r"等(?:待|候)\s?[\u4e00-\u9fff]{0,16}\s?(?:回复|答复|办理|处理)"
)
#: Counter-example: 办结日期, a label that may have nothing beside it.
DONE_STATE = re.compile(
    r"已(?:办结|回复|答复|处理|解决|反馈|完成|办理|回信|办复|办毕|结案|回应|解答|处置|归档)|"
    r"办[结毕](?!时间|日期|单位|部门|时限|率|回复|答复|意见|结果|情况|内容)|(?:办理|处理|回复|答复)完毕|"
    rf"{_ALONE_HERE}(?:完成|结案){_ENDS_HERE}"
)
#: The words of what leads to an answer: that there is one, unless a state beside them says that it is open.
VIEWS_ANSWER = re.compile(r"查看(?:回复|答复|回信)")
#: Letters that need no answer (不予受理、无效留言、重复来信): stated in the head of public lists.
REFUSED = re.compile(
    r"不予?受理|不予(?:答复|回复|办理)|无效(?:信件|来信|留言|诉求)?|重复(?:件|信件|来信|留言)|已?撤(?:回|销|诉)"
)
#: The day of a letter or of its answer as a line of its own.
DAY_ALONE = re.compile(rf"^(?:{ASKER}|{REPLIER})\s*[:：]?\s*{DAY}$")
#: Characters of a line that closes an answer: its office and day.
_CLOSING = 40
#: What stands where a reply should: a state instead of an answer (seen: 处理中 in the row 回复内容).
PENDING_REPLY = re.compile(
    r"^[（(【]?(?:(?:(?:承办|主办|责任|经办|相关|有关)(?:单位|部门))?(?:暂无|尚未|暂未|未|待|无|等待|正在)(?:回复|答复|办理|处理|任何回复)?中?"
    r"|(?:该|此|本|您的)?(?:信件|来信|留言|问题|诉求|咨询|投诉|建议)?(?:正在|尚在|已)?(?:处理|办理|受理|审核|核实|转办|交办)(?:之)?中"
    r"(?:[，,。]?(?:请(?:您)?(?:耐心)?(?:等待|等候|稍候)|敬请(?:等待|期待|关注)|我们将尽快)[^。]{0,20})?"
    r"|(?:已)?(?:受理|转办|交办))[。.…\-—！!]*[）)】]?$"
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
    listed_on: str = ""  # the page of a section for letters that links to it
    document: Document | None = None
    element: Element | None = None
    stated: bool = False  # that it is open is said in words, not concluded from a missing reply


def first_day(pattern: re.Pattern[str], text: str, today: date) -> date | None:
    """The first day that a label in *text* gives."""
    for match in pattern.finditer(text):
        said = match.groupdict()
        found = parse_dates(next((day for day in said.values() if day), ""), today)
        if found:
            return found[0].date
    return None


def question_label(text: str) -> re.Match[str] | None:
    """The label with which *text* begins if it is a question: 来信内容, 【留言】, 问：."""
    return QUESTION_LABEL.match(text) or ASK.match(text)


def reply_label(text: str) -> re.Match[str] | None:
    """The label with which *text* begins if it is an answer: 答复内容, 【答复】, 答：, 市水务局 回复于 2026-11-10."""
    return REPLY_LABEL.match(text) or ANSWER.match(text) or _BRACKETED_LABEL.match(text)


def day_at_the_end(answer: Sequence[str], today: date) -> date | None:
    """The day that closes an answer, alone, after its office, or at the end of its last line.

    Counter-examples: 工程将于2026年12月30日完工。 and 工期至2026年11月20日。, which are sentences, and days to come.
    """
    for words in reversed(answer):
        full = [seen for seen in parse_dates(words, today) if seen.how == "full" and seen.date <= today]
        rest = words[full[-1].end :] if full else ""
        if full and "。" not in rest and (len(words) <= _CLOSING or len(rest) <= 2):
            return full[-1].date
    return None

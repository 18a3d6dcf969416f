"""The kinds of interaction sections, the names they go by, and which of them a citizen can consult the office through.

Official classes: 政务咨询类, 调查征集类, 互动访谈类; the veto of the 2019 indicators asks for the first alone, and says
that 网上信访 and 纪检举报 do not count. A hotline is no channel on the web. Names in bold type in the reference list
were
seen on government pages; every other word says where it comes from.
"""

from __future__ import annotations

import re
from typing import Literal

from msgspec import Struct

from checks.declaration import Text
from checks.reading.chinese import simplify
from checks.reading.lexicon import Word, pattern

__all__ = ["BY_ID", "EXPECTED", "KINDS", "SectionId", "SectionKind", "classify_section", "is_parent"]

SectionId = Literal[
    "consult", "complain", "suggest", "help", "leader", "appoint", "rate", "survey", "interview", "robot", "appeal",
    "faq", "letters", "hotline", "petition", "report",
]  # fmt: skip


class SectionKind(Struct, frozen=True):
    """A kind of section. *veto*: a working one satisfies V5 (an effective online channel for consultation)."""

    id: SectionId
    title: Text
    words: tuple[Word, ...]
    veto: bool = False


#: What is published, and how that is called: 来信公开, 诉求公示, 答复展示. Counter-example: 人大建议答复公开.
_WRITTEN, _ANSWERS = ("来信", "信件", "留言", "诉求", "问政"), ("答复", "回复")
_PUBLISHED = ("公开", "公示", "展示", "摘登", "选编", "摘编", "汇总", "反馈")

#: In order: the first kind with a matching word wins. What does not satisfy the veto stands first, because its names
#: often contain words of those that do (信访信箱, 12345投诉热线).
KINDS: tuple[SectionKind, ...] = (
    SectionKind(
        "petition",
        Text("网上信访", "Online petition"),
        (
            Word("信访", "网上信访（多个门户）", ""),
            Word("投诉请求", "国家信访局投诉请求入口", ""),
        ),
    ),
    SectionKind(
        "report",
        Text("举报", "Reports of misconduct"),
        (
            Word("纪检", "纪检举报", ""),
            Word("纪委", "纪委监委举报", ""),
            Word("举报", "我要举报、廉政举报、扫黑除恶举报", ""),
            Word("纠错", "我要纠错、网站找错：只收网站差错", ""),
            Word("找错", "我为政府网站找错", ""),
            Word("+督查", "互联网+督查（国务院平台）", ""),
            Word("＋督查", "互联网＋督查", ""),
            Word("我为督查", "我为督查提建议", ""),
        ),
    ),
    SectionKind(
        "survey",
        Text("调查征集", "Surveys and consultations"),
        (
            Word("征集", "民意征集、意见征集、调查征集", "征集稿件启事"),
            Word("调查", "网上调查、问卷调查", "调查队"),
            Word("投票", "网上投票", ""),
            Word("征求意见", "征求意见", ""),
            Word("问卷", "在线问卷", ""),
            Word("意见采纳", "意见采纳情况", ""),
        ),
    ),
    SectionKind(
        "interview",
        Text("互动访谈", "Interviews"),
        (
            Word("访谈", "在线访谈、视频访谈、政务访谈", ""),
            Word("新闻发布会", "新闻发布会", ""),
            Word("回应关切", "回应关切", ""),
            Word("热点回应", "热点回应", ""),
            Word("政务直播", "政务直播", ""),
        ),
    ),
    SectionKind(
        "robot",
        Text("智能问答", "Automatic answers"),
        (
            Word("机器人", "智能机器人", "机器人产业"),
            Word("智能问答", "智能问答", ""),
            Word("智能客服", "智能客服", ""),
            Word("智能咨询", "智能咨询", ""),
        ),
    ),
    SectionKind(
        "faq",
        Text("常见问题", "Frequent questions"),
        (
            Word("常见问题", "常见问题", ""),
            Word("知识库", "业务知识库", ""),
            Word("问答库", "政策咨询问答库", ""),
            Word("热点问题", "热点问题", ""),
        ),
    ),
    SectionKind(
        "letters",
        Text("信件公开", "Published letters"),
        (
            Word("来信选登", "来信选登", ""),
            Word("信件选登", "信件选登", ""),
            *(Word(f"{what}{shown}", f"{what}{shown}", "") for what in _WRITTEN for shown in _PUBLISHED),
            *(
                Word(f"{what}{shown}", f"{what}{shown}", f"建议{what}{shown}")
                for what in _ANSWERS
                for shown in _PUBLISHED
            ),
            Word("回音壁", "回音壁", ""),
            Word("信件查询", "信件查询", ""),
            Word("来信查询", "来信查询", ""),
            Word("留言选登", "留言选登", ""),
            Word("答复选登", "答复选登", ""),
            Word("回复选登", "回复选登", ""),
            Word("留言查看", "留言查看（ASP留言本）", ""),
            Word("查看留言", "查看留言", ""),
            Word("留言列表", "留言列表", ""),
            Word("来信查看", "来信查看", ""),
            Word("信箱回复", "信箱回复", ""),
            Word("问政回复", "问政回复", ""),
            Word("来信办理", "来信办理情况", ""),
            Word("信件办理", "信件办理结果", ""),
            Word("来信须知", "来信须知", ""),
            Word("写信须知", "写信须知", ""),
            Word("办理制度", "办理制度", ""),
            Word("信件统计", "信件统计", ""),
            Word("来信统计", "来信统计", ""),
            Word("留言统计", "留言统计", ""),
        ),
    ),
    SectionKind(
        "rate",
        Text("评价", "Rating"),
        (Word("好差评", "好差评", ""), Word("我要评价", "我要评价", ""), Word("满意度", "满意度评价", "")),
    ),
    SectionKind(
        "appoint",
        Text("预约", "Appointments"),
        (Word("预约", "我要预约、在线预约", ""),),
    ),
    SectionKind(
        "consult",
        Text("咨询", "Consultation"),
        (
            Word("我要咨询", "我要咨询", ""),
            Word("网上咨询", "网上咨询", ""),
            Word("在线咨询", "在线咨询", ""),
            Word("业务咨询", "业务咨询", ""),
            Word("政策咨询", "政策咨询", "政策咨询委员会"),
            Word("政务咨询", "政务咨询", ""),
            Word("办事咨询", "办事咨询", ""),
            Word("咨询投诉", "咨询投诉（丛台区样式）", ""),
            Word("咨询建议", "咨询建议", ""),
            Word("咨询留言", "咨询留言", ""),
            Word("互动咨询", "互动咨询", ""),
            Word("咨询", "咨询", "咨询公司"),
            Word("我要提问", "我要提问", ""),
            Word("我要问", "我要问", ""),
            Word("我要写信", "我要写信", ""),
            Word("我要留言", "我要留言", ""),
            Word("网络问政", "网络问政", ""),
            Word("网上问政", "网上问政", ""),
            Word("网上民声", "网上民声", ""),
            Word("阳光问政", "阳光问政", ""),
            Word("问政", "问政广场、问政平台", "电视问政"),
            Word("网站留言", "网站留言", ""),
            Word("在线留言", "在线留言", ""),
            Word("留言板", "留言板、领导留言板", ""),
            Word("公众留言", "公众留言", ""),
            Word("我要说", "我要说", ""),
            Word("有问必答", "有问必答", ""),
            Word("民声", "民声在线", ""),
        ),
        veto=True,
    ),
    SectionKind(
        "leader",
        Text("领导信箱", "Leader's mailbox"),
        (
            Word("市长信箱", "市长信箱", ""),
            Word("书记市长信箱", "书记市长信箱", ""),
            Word("区长信箱", "区长信箱", ""),
            Word("县长信箱", "县长信箱", ""),
            Word("局长信箱", "局长信箱", ""),
            Word("主任信箱", "主任信箱", ""),
            Word("厅长信箱", "厅长信箱", ""),
            Word("领导信箱", "领导信箱", ""),
            Word("政府信箱", "政府信箱", ""),
            Word("公开信箱", "市长公开信箱", ""),
            Word("部门信箱", "部门信箱", ""),
            Word("市民信箱", "市民信箱", ""),
            Word("信箱", "信箱", "办公信箱登录"),
            Word("写信", "给市长写信", ""),
            Word("市长留言", "市长留言", ""),
        ),
        veto=True,
    ),
    SectionKind(
        "suggest",
        Text("建言", "Suggestions"),
        (
            Word("我要建议", "我要建议", ""),
            Word("建言献策", "建言献策", ""),
            Word("建言", "我为政府建言", "委员建言录"),
            Word("意见建议", "意见建议", ""),
            Word("意见反馈", "意见反馈", ""),
            Word("建议留言", "建议留言", ""),
            Word("投诉建议", "投诉建议", ""),
            Word("金点子", "金点子", ""),
            Word("献策", "我来献策", ""),
            Word("意见箱", "意见箱", ""),
        ),
        veto=True,
    ),
    SectionKind(
        "complain",
        Text("投诉", "Complaints"),
        (
            Word("我要投诉", "我要投诉", ""),
            Word("监督投诉", "监督投诉", ""),
            Word("网上投诉", "网上投诉", ""),
            Word("在线投诉", "在线投诉", ""),
            Word("投诉", "投诉", "投诉电话"),
        ),
        veto=True,
    ),
    SectionKind(
        "help",
        Text("求助", "Asking for help"),
        (
            Word("我要求助", "我要求助", ""),
            Word("我要诉求", "我要诉求", ""),
            Word("诉求", "诉求受理", ""),
            Word("求助", "在线求助", ""),
        ),
        veto=True,
    ),
    SectionKind(
        "appeal",
        Text("申诉", "Appeals"),
        (Word("申诉", "用户申诉", ""), Word("行政复议", "行政复议", "")),
    ),
    SectionKind(
        "hotline",
        Text("政务热线", "Hotline"),
        (
            Word("12345", "12345热线", ""),
            Word("热线", "市长热线、政务服务热线", ""),
        ),
    ),
)

BY_ID: dict[str, SectionKind] = {kind.id: kind for kind in KINDS}

#: Names of the channel that gathers the sections.
PARENT = re.compile(
    r"^(?:.{0,3}(?:互动交流|政民互动|公众参与|互动平台|互动|政民互通|官民互动|交流互动|网上互动|公众互动|警民互动|在线互动|民意互动|政民互動|互動交流)(?:平台|中心)?)$"
)

#: The groups of sections that 《政府网站发展指引》 asks a portal for, each satisfied by any of its kinds.
EXPECTED: tuple[tuple[str, Text, frozenset[SectionId]], ...] = (
    ("survey", Text("调查征集类", "surveys and consultations"), frozenset({"survey"})),
    ("interview", Text("互动访谈类", "interviews"), frozenset({"interview"})),
)

_PATTERNS = tuple((kind, pattern(kind.words, counters=False)) for kind in KINDS)
_COUNTERS = re.compile("|".join(re.escape(w.counter) for kind in KINDS for w in kind.words if w.counter))
#: A hotline's name that is a way to write to the office after all: 12345网上咨询, 市长热线·我要写信.
_WRITING = re.compile(r"我要(?:咨询|写信|留言|投诉|建议|提问|求助|诉求)|网上咨询|在线咨询|在线留言|写信|信箱")
#: 投诉举报, 举报投诉 take complaints of every kind; those of one authority (12315, 纪检监察, 扫黑除恶) do not.
_COMPLAINT = re.compile(r"投诉|咨询|建议")
_SPECIAL = re.compile(r"\d{5}|纪|监委|监察|扫黑|违法|环保|价格|信访")
#: Titles of articles that contain the words; a section's name is short and no sentence.
_SENTENCE = re.compile(r"关于|《|公告|通知|召开|开展|举办|发布|印发|启事|结果|电话|办法|方案|报告|[，。！？：“]")
_LONGEST = 14


def is_parent(name: str) -> bool:
    """Whether a name is that of the channel that gathers the sections."""
    return PARENT.match(re.sub(r"\s+", "", simplify(name))) is not None


def classify_section(name: str) -> SectionKind | None:
    """The kind of section that a link's name stands for, or None when it is no section's name."""
    name = re.sub(r"[\s·•>＞»|\[\]【】]+", "", simplify(name))
    if not 2 <= len(name) <= _LONGEST:
        return None
    sentence = _SENTENCE.search(name)
    if (
        sentence
        and not (sentence[0] == "发布" and "新闻发布会" in name)
        and not (sentence[0] == "结果" and "办理结果" in name)
    ):
        return None
    name = _COUNTERS.sub("", name)
    for kind, words in _PATTERNS:
        if not words.search(name):
            continue
        if kind.id == "report" and _COMPLAINT.search(name) and not _SPECIAL.search(name):
            return BY_ID["complain"]
        if kind.veto and re.search(r"12345|热线", name) and not _WRITING.search(name):
            return BY_ID["hotline"]
        return kind
    return None

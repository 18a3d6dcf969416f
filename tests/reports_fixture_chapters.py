"""Chapters of a sample result: columns, search, interaction, coverage, templates."""

from __future__ import annotations

import hashlib
import random
from typing import Any

Json = dict[str, Any]

HOSTILE = '<script>alert("x")</script> "引号" \'&amp; =HYPERLINK("http://evil.example/")'
UYGHUR = "ئۈرۈمچى شەھەرلىك خەلق ھۆكۈمىتىنىڭ تور بېكىتى"
LONG_TITLE = (
    "市人民政府办公室关于印发《进一步优化营商环境推动高质量发展若干政策措施（2026年修订版）》及其任务分工方案、"
    "责任清单和评估办法的通知（附政策解读、一图读懂、常见问题解答及申报材料清单）"
)
COLUMN_NAMES = {
    "要闻动态": ["本市要闻", "部门动态", "区县动态", "通知公告", "图片新闻"],
    "政务公开": [
        "政策文件",
        "政策解读",
        "人事任免",
        "财政预决算",
        "规划计划",
        "统计数据",
        "应急管理",
        "政府采购",
    ],
    "办事服务": ["个人办事", "法人办事", "便民查询", "常用表格"],
    "互动交流": ["市长信箱", "在线访谈", "意见征集", "常见问题"],
    "走进城市": ["城市概况", "历史文化", "投资指南"],
}


def both(zh: str, en: str) -> Json:
    """A text in both languages."""
    return {"zh": zh, "en": en}


def stable_id(*parts: object) -> str:
    """An id like the real ones: a short digest of what the finding is about."""
    return "F" + hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:12]


def coverage(seen: bool, host: str) -> Json:
    """Every known URL in one state; a city that cannot be *seen* is blocked."""
    states = {
        "fetched": 168,
        "rendered": 77,
        "redirected": 12,
        "dead": 9,
        "blocked": 4,
        "over_budget": 5120,
        "out_of_scope": 402,
        "not_html": 88,
    }
    if not seen:
        states = {"blocked": 3, "failed": 1}
    reasons = {
        "fetched": both("已读取并归档。", "Read and archived."),
        "rendered": both("已用浏览器打开，脚本执行完毕。", "Opened in a browser until its scripts had settled."),
        "redirected": both("跳转到其他已知网址。", "Leads to another known address."),
        "dead": both("服务器答复不存在，两次结果相同。", "The server says it does not exist, twice."),
        "blocked": both(
            "被防护设备拦截（状态码 412），不作为网站的问题。",
            "Stopped by a firewall (status 412); no fault of the site.",
        ),
        "over_budget": both(
            "超过每个入口 300 页的抽查上限，按固定种子抽取。",
            "Beyond 300 pages an entry; the sample is drawn by a fixed seed.",
        ),
        "out_of_scope": both("域名不属于本门户。", "The host does not belong to this portal."),
        "not_html": both("附件，只核对能否下载。", "Attachments; only their download is tested."),
        "failed": both("我方网络中断。", "Our network failed."),
    }
    read = states.get("fetched", 0) + states.get("rendered", 0)
    known = sum(states.values())
    return {
        "known": known,
        "fetched": states.get("fetched", 0),
        "rendered": states.get("rendered", 0),
        "blocked": states["blocked"],
        "skipped": known - read - states["blocked"],
        "states": states,
        "by_entry": {"desktop": {"known": known, "states": states}},
        "rows": [
            {
                "state": state,
                "count": count,
                "text": reasons[state],
                "examples": [f"https://{host}/{state}/{n}.html" for n in range(2)],
                "more": 0,
            }
            for state, count in states.items()
        ],
    }


def columns(host: str, dice: random.Random) -> list[Json]:
    """Columns of every heat."""
    heats = ["fresh"] * 9 + ["due", "due", "overdue", "overdue", "empty", "undated", "not_seen"]
    columns = []
    for first, names in COLUMN_NAMES.items():
        for name in names:
            heat = dice.choice(heats)
            age = {"fresh": dice.randrange(12), "due": 13, "overdue": 90 + dice.randrange(700)}.get(heat)
            columns.append(
                {
                    "id": stable_id(first, name),
                    "name": name,
                    "path": [first, name],
                    "url": f"https://{host}/{len(columns)}/",
                    "type": "news",
                    "type_title": both("动态要闻类", "News"),
                    "items": 0 if heat == "empty" else 20,
                    "pages": 1,
                    "newest": f"2026-{11 - min(10, (age or 0) // 30):02}-03" if age is not None else None,
                    "oldest": None,
                    "undated": heat == "undated",
                    "age_days": age,
                    "span_days": None,
                    "heat": heat,
                    "note": both("日期由图片呈现。", "Dates are pictures.") if heat == "undated" else None,
                }
            )
    return columns


def search(host: str, image: str | None) -> Json:
    """Three trials: found, not found, unclear."""
    trials = []
    for number, (query, rank, outcome) in enumerate(
        [(LONG_TITLE, 1, "pass"), (HOSTILE, None, "fail"), ("2026年市政府工作报告", None, "unsure")]
    ):
        trials.append(
            {
                "query": query,
                "expected_url": f"https://{host}/zwgk/{number}.html",
                "how": both("在首页搜索框输入标题后回车", "Title typed into the home page's search box, then Enter"),
                "submitted_to": f"https://{host}/so/s?qt={number}",
                "status": 200 if outcome != "unsure" else None,
                "seconds": 1.42,
                "results": 38 if rank else 0,
                "rank": rank,
                "outcome": outcome,
                "text": both("结果第一页能找到该标题。", "The title is on the first page of results.")
                if rank
                else both("结果第一页没有该标题。", "The title is not on the first page of results."),
                "image": image,
                "titles": [query, "市政府常务会议召开", UYGHUR] if rank else [],
            }
        )
    return {"box": {"url": f"https://{host}/"}, "trials": trials}


def interaction(host: str, dice: random.Random) -> Json:
    """Sections of every state, letters, and one pair of answers alike."""
    kinds = [
        ("consult", "咨询投诉", "Consultation", "alive", True),
        ("survey", "意见征集", "Surveys", "empty", False),
        ("interview", "在线访谈", "Interviews", "dead", False),
        ("petition", "网上信访", "Petitions", "login", False),
        ("chat", "即时通讯", "Chat", "not_found", False),
    ]
    days = [*sorted(round(dice.expovariate(1 / 9), 1) for _ in range(64)), 120]
    text = "您好！您反映的问题已收悉。经核实，{}。感谢您对我们工作的关心和支持，如有疑问请拨打12345热线咨询。"
    return {
        "sections": [
            {
                "class": kind,
                "title": both(zh, en),
                "name": None if state == "not_found" else f"市长信箱 · {zh}",
                "url": None if state == "not_found" else f"https://{host}/hd/{kind}/",
                "state": state,
                "counts_for_veto": counts,
                "text": both(
                    "页面可用，最近来信日期在一个月内。",
                    "The page works; its newest letter is less than a month old.",
                ),
            }
            for kind, zh, en, state, counts in kinds
        ],
        "letters": {
            "read": 80,
            "answered": 64,
            "open": 15,
            "waiting_days": days,
            "median_days": 6.5,
            "promise_days": 5,
            "longest": [
                {
                    "title": LONG_TITLE,
                    "url": f"https://{host}/hd/1.html",
                    "received": "2026-05-01",
                    "answered": None,
                    "days": 203,
                },
                {
                    "title": UYGHUR,
                    "url": f"https://{host}/hd/2.html",
                    "received": "2026-07-01",
                    "answered": "2026-10-29",
                    "days": 120,
                },
            ],
        },
        "formulaic": [
            {
                "similarity": 0.94,
                "left": {
                    "title": "关于小区停车难的来信",
                    "url": f"https://{host}/hd/3.html",
                    "text": text.format("该路段已纳入整治计划"),
                },
                "right": {
                    "title": "关于公交线路调整的建议",
                    "url": f"https://{host}/hd/4.html",
                    "text": text.format("有关意见已转交通部门"),
                },
                "shared": [
                    "您好！您反映的问题已收悉。经核实，",
                    "感谢您对我们工作的关心和支持，如有疑问请拨打12345热线咨询。",
                ],
            }
        ],
    }


def templates(host: str) -> list[Json]:
    """Templates of every way of rendering."""
    return [
        {
            "id": f"T{number}",
            "pages": 120 - 12 * number,
            "example": f"https://{host}/t{number}/",
            "render": ("always", "never", "sample")[number % 3],
            "reason": both(
                "列表由脚本生成，静态网页中没有内容。",
                "The list is drawn by script; the plain page lacks it.",
            ),
        }
        for number in range(9)
    ]

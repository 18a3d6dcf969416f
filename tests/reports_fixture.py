"""Sample runs for the reports: every outcome, long Chinese titles, hostile strings, a city that cannot be seen.

Everything is drawn from a seeded generator, so that two builds give the same bytes.
"""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.reports_fixture_chapters import (
    HOSTILE,
    LONG_TITLE,
    UYGHUR,
    Json,
    both,
    columns,
    coverage,
    interaction,
    search,
    stable_id,
    templates,
)
from tests.reports_fixture_pictures import add_picture

OBSERVED = "2026-11-20T09:30:00+08:00"
LONG_URL = (
    "https://www.example-city.gov.cn/zwgk/fdzdgknr/lzyj/xzgfxwj/"
    + "a" * 140
    + "/t20260101_1234567.html?from="
    + "b" * 90
)

THEMES = [
    ("columns", "栏目更新", "Columns"),
    ("search", "站内搜索", "Search"),
    ("interaction", "互动交流", "Interaction"),
    ("text", "文字", "Text"),
    ("links", "链接", "Links"),
    ("availability", "可用性", "Availability"),
    ("services", "办事服务", "Services"),
    ("identity", "网站标识", "Identity"),
    ("mobile", "手机入口", "Mobile"),
    ("accessibility", "无障碍", "Accessibility"),
    ("security", "安全", "Security"),
]
# id, theme, severity, Chinese title, English title, clause verified
CHECKS = [
    ("column-empty", "columns", "veto", "栏目空白", "Column is empty", True),
    ("column-stale", "columns", "veto", "栏目超期未更新", "Column is overdue", True),
    ("home-stale", "columns", "veto", "首页不更新", "Home page is not updated", True),
    ("search-missing", "search", "deduction", "未提供站内搜索", "No site search", False),
    ("search-broken", "search", "deduction", "站内搜索不可用", "Site search does not work", False),
    ("interaction-missing", "interaction", "veto", "未提供网上咨询渠道", "No consultation channel", True),
    (
        "interaction-unanswered",
        "interaction",
        "veto",
        "来信超过三个月未答复",
        "Letter unanswered for three months",
        True,
    ),
    ("interaction-formulaic-reply", "interaction", "advice", "答复雷同", "Answers read alike", False),
    ("text-garbled", "text", "deduction", "文字乱码", "Garbled text", False),
    ("link-dead", "links", "deduction", "链接失效", "Dead link", False),
    ("site-unreachable", "availability", "veto", "站点无法访问", "Site cannot be reached", True),
    ("service-missing", "services", "veto", "未提供办事服务", "No services", True),
    ("site-id-mismatch", "identity", "deduction", "网站标识码不一致", "Site code differs", False),
    ("mobile-overflow", "mobile", "deduction", "手机页面横向溢出", "Page wider than the phone", False),
    (
        "a11y-image-alt",
        "accessibility",
        "deduction",
        "图片缺少替代文字",
        "Image without text alternative",
        True,
    ),
    ("a11y-color-contrast", "accessibility", "advice", "文字对比度不足", "Too little contrast", True),
    ("elder-mode-missing", "accessibility", "deduction", "未提供长者模式", "No mode for the elderly", False),
    ("pii-leak", "security", "deduction", "公开个人信息", "Personal data published", False),
]
VETOES = [
    ("V1", "安全、泄密事故等严重问题", "Security, leaks and other serious problems", []),
    ("V2", "站点无法访问", "Site cannot be reached", ["site-unreachable"]),
    ("V3", "首页不更新", "Home page is not updated", ["home-stale"]),
    ("V4", "栏目不更新", "Columns are not updated", ["column-empty", "column-stale"]),
    ("V5", "互动回应差", "Poor interaction", ["interaction-missing", "interaction-unanswered"]),
    ("V6", "服务不实用", "Services of no use", ["service-missing"]),
]
SAMPLE_CITIES = [
    # id, zh, en, province zh, province en, tier, code, kind
    ("changsha", "长沙", "Changsha", "湖南省", "Hunan", "provincial_capital", "430100", "fail"),
    ("hangzhou", "杭州", "Hangzhou", "浙江省", "Zhejiang", "provincial_capital", "330100", "pass"),
    ("lhasa", "拉萨", "Lhasa", "西藏自治区", "Xizang (Tibet)", "provincial_capital", "540100", "fail"),
    (
        "nanning",
        "南宁",
        "Nanning",
        "广西壮族自治区",
        "Guangxi",
        "provincial_capital",
        "450100",
        "undetermined",
    ),
    ("qingdao", "青岛", "Qingdao", "山东省", "Shandong", "independent_planning", "370200", "pass"),
    ("urumqi", "乌鲁木齐", "Urumqi", "新疆维吾尔自治区", "Xinjiang", "provincial_capital", "650100", "fail"),
    (
        "zhongshui",
        "中水（模拟清洁城市）",
        "Zhongshui (simulated, clean)",
        "浙江省",
        "Zhejiang",
        "",
        "",
        "clean",
    ),
]


def finding(check: Sequence[Any], host: str, number: int, dice: random.Random, pictures: Sequence[str]) -> Json:
    """One finding of *check*; the *number* makes its place unique."""
    check_id, _, severity, zh, en, _ = check
    outcome = dice.choices(("fail", "unsure", "error"), (80, 15, 5))[0]
    url = LONG_URL if number % 11 == 3 else f"https://{host}/zwgk/c{1000 + number}/index.html"
    words = [HOSTILE, UYGHUR, LONG_TITLE, "æ–‡ä»¶é€šçŸ¥", "暂无内容", None][dice.randrange(6)]
    column = [None, "政策文件", LONG_TITLE[:60], HOSTILE, UYGHUR][dice.randrange(5)]
    pages = 1 + dice.randrange(40) * (number % 3 == 0)
    has_picture = bool(pictures) and number % 4 != 3
    days = 20 + dice.randrange(600)
    return {
        "id": stable_id(check_id, host, number),
        "check": check_id,
        "message": "main" if dice.random() < 0.8 else "other",
        "outcome": outcome,
        "severity": severity,
        "confidence": round(0.6 + 0.4 * dice.random(), 2),
        "entry": "mobile" if number % 6 == 4 else "desktop",
        "url": url,
        "selector": "#main > div:nth-of-type(2) > ul.list" if number % 2 else None,
        "column": column,
        "template": f"T{number % 9}",
        "pages": pages,
        "page_urls": [url] + [f"https://{host}/zwgk/c{1000 + number}/{n}.html" for n in range(min(pages, 20) - 1)],
        "title": both(f"{zh}：{column or '首页'}", f"{en}: {'home page' if column is None else column[:40]}"),
        "text": both(
            f"检查时点距最近一篇稿件 {days} 天，超过规定期限。",
            f"The newest article is {days} days old, which is beyond the limit.",
        ),
        "words": words,
        "see": [
            both(f"打开 {url}。", f"Open {url}."),
            both(
                "等待页面加载完毕，找到红框所示位置。",
                "Wait until the page has loaded and find the outlined place.",
            ),
            both("与截图和所列文字对照。", "Compare it with the picture and the words given."),
        ],
        "mend": both(
            "由栏目责任单位补充内容；确无内容的，撤销或合并栏目。",
            "The office in charge fills the column, or removes or merges it.",
        ),
        "doubt": both(
            "内容由脚本延迟加载且超过等待时限时，可能误判。",
            "Wrong if the content arrives by script later than we waited.",
        ),
        "evidence": {
            "image": pictures[number % len(pictures)] if has_picture else None,
            "box": [60.0, 400.0 + 97 * (number % 12), 420.0, 160.0] if has_picture and number % 8 else None,
            "records": [f"rec-{number:05}-a.warc.gz"] if number % 2 else [],
        },
        "data": {"days": days},
        "first_seen": "2026-08-14T08:00:00+08:00" if number % 3 == 0 else None,
        "state": [None, "new", "repeated", "resolved", "not_retested"][
            number % 5 if number % 10 < 5 else 1 + number % 2
        ],
    }


def build_result(folder: Path, city: Sequence[str], count: int, seed: int = 7, pictures: bool = True) -> Json:
    """A whole `result.json` of one city, with *count* findings spread over the checks; draws its pictures."""
    city_id, zh, en, province_zh, province_en, tier, code, kind = city
    dice = random.Random(f"{seed}-{city_id}")
    host = f"www.{city_id}.gov.cn"
    images: Json = {}
    seen = kind != "undetermined"
    desktop = add_picture(folder, images, city_id, "desktop", (1440, 3600), seed) if pictures and seen else None
    mobile = add_picture(folder, images, f"m-{city_id}", "mobile", (390, 2400), seed + 1) if pictures and seen else None
    shots = [digest for digest in (desktop, mobile) if digest]
    count = 0 if kind in ("clean", "undetermined") else count
    checks: Json = {}
    # Every city has its own faults: some checks pass, and a city that passes has no vetoes.
    rare = [check for check in CHECKS if dice.random() < 0.6 and not (kind == "pass" and check[2] == "veto")]
    if kind == "fail":
        rare = [check for check in CHECKS if check in rare or check[0] in ("column-empty", "interaction-unanswered")]
    for place, check in enumerate(CHECKS):
        mine = [finding(check, host, n, dice, shots) for n in range(count) if rare[n % len(rare)] is check]
        checks[check[0]] = _check(check, mine, place, seen, dice)
    return {
        "schema": 1,
        "generated_at": "2026-11-20T12:00:00+08:00",
        "tool": {"name": "portal-audit", "version": "0.1.0"},
        "run": {
            "id": "2026Q4",
            "observed_at": OBSERVED,
            "started_at": "2026-11-20T09:30:00+08:00",
            "finished_at": "2026-11-20T10:58:30+08:00",
            "vantage": both("北京，教育网出口", "Beijing, education network"),
            "user_agent": "portal-audit/0.1 (+https://audit.example.org/about; audit@example.org)",
            "viewport": {"desktop": [1440, 900], "mobile": [390, 844]},
            "browser": "Chromium 131.0",
            "settings": {
                "PAGES_PER_SITE": 300,
                "RENDER": "adaptive",
                "DOWNLOAD_DELAY": 1.0,
                "CHECKS_DISABLED": ["soft-404"],
            },
            "seed": 20260401,
            "seeds_sha256": "9f2c" * 16,
            "replay": kind == "pass",
            "rules": {"guoban-2019": "1.2.0", "axe-core": "4.10.2"},
            "previous": {"run": "2026Q3", "observed_at": "2026-08-14T08:00:00+08:00"} if kind == "fail" else None,
        },
        "city": {
            "city_id": city_id,
            "name": both(zh, en),
            "province": both(province_zh, province_en),
            "tier": tier,
            "admin_code": code,
            "portal_url": f"https://{host}/",
            "mobile_url": "",
            "note": HOSTILE,
        },
        "entries": [
            {
                "entry": "desktop",
                "found": seen,
                "how": both("名单所列网址", "The address in the seeds"),
                "url": f"https://{host}/",
                "final_url": f"https://{host}/" if seen else None,
                "title": UYGHUR if city_id == "urumqi" else f"{zh}市人民政府门户网站" if seen else None,
                "image": desktop,
                "pages": 214 if seen else 0,
            },
            {
                "entry": "mobile",
                "found": bool(mobile),
                "how": both("首页对手机的自适应版本", "The home page as it adapts to a phone")
                if mobile
                else both("未找到", "Not found"),
                "url": f"https://{host}/" if mobile else None,
                "final_url": f"https://{host}/" if mobile else None,
                "title": f"{zh}市人民政府" if mobile else None,
                "image": mobile,
                "pages": 31 if mobile else 0,
            },
        ],
        "standard": {
            "id": "guoban-2019",
            "title": both(
                "政府网站与政务新媒体检查指标", "Indicators for inspecting government websites and new media"
            ),
            "source": "国办秘函〔2019〕19号",
            "points_verified": False,
        },
        "verdict": {"clean": "pass"}.get(kind, kind),
        "reasons": _reasons(kind),
        "vetoes": _vetoes(kind, checks),
        "score": None,
        "band": None,
        "coverage": coverage(seen, host),
        "themes": [_theme(theme, checks) for theme in THEMES],
        "checks": checks,
        "columns": columns(host, dice) if seen else [],
        "search": search(host, desktop) if seen else None,
        "interaction": interaction(host, dice) if seen else {"sections": [], "letters": None, "formulaic": []},
        "templates": templates(host) if seen else [],
        "images": images,
    }


def _reasons(kind: str) -> list[Json]:
    return {
        "fail": [
            both("空白栏目 6 个，达到 5 个的标准。", "6 columns are empty; the limit is 5."),
            both("咨询类栏目有 2 件来信超过三个月未答复。", "2 letters have waited for more than three months."),
        ],
        "undetermined": [
            both(
                "全部访问均被拦截（状态码 412），未见到任何内容。",
                "Every request was blocked (status 412); no content was seen.",
            ),
        ],
    }.get(kind, [both("已检测的五项单项否决指标均未触发。", "None of the five vetoes tested is reached.")])


def _check(check: Sequence[Any], findings: list[Json], place: int, seen: bool, dice: random.Random) -> Json:
    check_id, theme, severity, zh, en, verified = check
    shown = [f for f in findings if f["state"] not in ("resolved", "not_retested")]
    outcome = "not_applicable" if place == 7 else "pass"
    if not seen:
        outcome = "error" if place % 3 else "unsure"
    for each in ("error", "unsure", "fail"):
        if any(f["outcome"] == each for f in shown):
            outcome = each
    return {
        "id": check_id,
        "theme": theme,
        "title": both(zh, en),
        "clause": {
            "id": f"guoban-2019/{check_id}",
            "title": both(f"检查指标：{zh}", f"Indicator: {en}"),
            "text": both(
                "监测时间点前规定期限内无更新，或者栏目无内容的。",
                "No update within the term before the inspection, or no content.",
            ),
            "source": "国办秘函〔2019〕19号 第一部分",
            "verified": verified,
            "severity": severity,
        }
        if place != 4
        else None,
        "severity": severity,
        "outcome": outcome,
        "note": None if seen else both("网页被拦截，无法判断。", "The pages were blocked; nothing can be said."),
        "help": {
            "what": both(f"检查是否存在“{zh}”。", f"Looks for: {en.lower()}."),
            "why": both(
                "公众据此获取信息，缺失则无法办事、无法监督。",
                "The public relies on it; without it people cannot act or oversee.",
            ),
            "how": both(
                "打开网页，待脚本执行完毕，比对列表内容与日期。",
                "Opens the page, lets its scripts settle, compares lists and dates.",
            ),
            "limits": both("由图片呈现的日期无法识别。", "Dates that are drawn in pictures are not read."),
        },
        "judged": 0 if not seen else 1 + dice.randrange(200),
        "findings": findings,
    }


def _vetoes(kind: str, checks: Json) -> list[Json]:
    vetoes = []
    for veto_id, zh, en, ids in VETOES:
        found = [f["id"] for check in ids for f in checks[check]["findings"] if f["outcome"] == "fail"]
        reached = kind == "fail" and veto_id in ("V4", "V5")
        outcome = "not_tested" if not ids else "fail" if reached else "pass"
        if kind == "undetermined" and ids:
            outcome = "error"
        vetoes.append(
            {
                "id": veto_id,
                "title": both(zh, en),
                "clause": {
                    "id": f"guoban-2019/{veto_id}",
                    "title": both(f"单项否决：{zh}", f"Veto: {en}"),
                    "text": both(
                        "空白栏目数量达到 5 个及以上的，单项否决。",
                        "Five or more empty columns fail the site.",
                    ),
                    "source": "国办秘函〔2019〕19号 第一部分",
                    "verified": True,
                    "severity": "veto",
                },
                "outcome": outcome,
                "count": len(found) if ids and kind != "undetermined" else None,
                "threshold": 5 if veto_id == "V4" else None,
                "text": both("空白栏目 6 个，超期栏目 3 个。", "6 columns are empty and 3 overdue.")
                if reached
                else both("须由人工检查，程序不作判断。", "Needs a person; the program does not judge it.")
                if not ids
                else both("未发现触发情形。", "Nothing found that reaches it."),
                "checks": ids,
                "findings": found,
            }
        )
    return vetoes


def _theme(theme: Sequence[str], checks: Json) -> Json:
    ids = [check_id for check_id, check in checks.items() if check["theme"] == theme[0]]
    outcomes = {checks[check_id]["outcome"] for check_id in ids}
    order = ("fail", "unsure", "error", "pass", "not_applicable")
    return {
        "id": theme[0],
        "title": both(theme[1], theme[2]),
        "outcome": next((each for each in order if each in outcomes), "not_applicable"),
        "checks": ids,
    }


def write_city(run_dir: Path, city: Sequence[str], count: int, seed: int = 7, pictures: bool = True) -> Path:
    """Write one city's folder (`result.json`, `evidence/`) and return it."""
    folder = run_dir / city[0]
    folder.mkdir(parents=True, exist_ok=True)
    result = build_result(folder, city, count, seed, pictures)
    (folder / "result.json").write_text(json.dumps(result, ensure_ascii=False), encoding="utf-8")
    (folder / "addresses.csv").write_text("entry,url,state\n", "utf-8")
    return folder


def write_run(run_dir: Path, count: int = 140, cities: Sequence[Sequence[str]] = SAMPLE_CITIES) -> Path:
    """Write a run folder of sample cities with up to *count* findings each, and its `run.json`."""
    run_dir.mkdir(parents=True, exist_ok=True)
    for number, city in enumerate(cities):
        write_city(run_dir, city, count - 15 * number, seed=7 + number)
    write_run_json(run_dir)
    return run_dir


def write_run_json(run_dir: Path, **more: Any) -> None:
    """Write `run.json` of a sample run; *more* adds or replaces keys."""
    run: Mapping[str, Any] = {
        "id": "2026Q4",
        "observed_at": OBSERVED,
        "vantage": both("北京，教育网出口", "Beijing, education network"),
        "state": "finished",
        "seeds_sha256": "9f2c" * 16,
        **more,
    }
    (run_dir / "run.json").write_text(json.dumps(run, ensure_ascii=False), encoding="utf-8")

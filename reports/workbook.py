"""`findings.xlsx`: sheets of findings, cities, coverage and definitions, with headers in both languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from reports.words import OURS, Words, load_strings

MOST_CHARACTERS = 32_767  # Excel's bound for a cell
MOST_ROWS = 1_048_575  # Excel's bound for a sheet, less the header
MOST_LINKS = 65_530  # Excel's bound for links of a sheet
MOST_ADDRESS = 2_079  # characters of a link's address
CUT = "…[截断 cut]"
MADE = datetime(2000, 1, 1, tzinfo=UTC)
"""A fixed time of creation: the same findings give the same bytes."""

# Column → (width in characters, Chinese header, English header, Chinese definition, English definition).
FINDING_COLUMNS: dict[str, tuple[int, str, str, str, str]] = {
    "finding_id": (18, "问题编号", "Finding", "历次检查保持不变的编号", "Stable over runs"),
    "city_id": (13, "城市", "City", "名单中的城市代号", "The city's id in the seeds"),
    "entry": (10, "入口", "Entry", "desktop 桌面入口；mobile 手机入口", "desktop or mobile"),
    "check": (
        24,
        "检查项",
        "Check",
        "检查项代号，见本表检查项定义",
        "The check's id, see the definitions of checks",
    ),
    "message": (14, "情形", "Message", "同一检查项下的不同情形", "Which of the check's messages"),
    "outcome": (
        9,
        "结果",
        "Outcome",
        "fail 未通过；unsure 待人工核实；error 检查未完成",
        "fail: at fault; unsure: a person must look; error: we failed",
    ),
    "severity": (
        11,
        "性质",
        "Severity",
        "veto 单项否决；deduction 扣分；bonus 加分；advice 建议",
        "veto, deduction, bonus or advice",
    ),
    "confidence": (8, "把握", "Confidence", "0 至 1", "0 to 1"),
    "clause": (24, "条款", "Clause", "所依据的标准条款", "The clause of the standard"),
    "url": (46, "网址", "URL", "最能说明问题的网页", "The page where it shows best"),
    "selector": (28, "元素", "Selector", "问题所在元素的选择器", "CSS selector of the element"),
    "column": (18, "栏目", "Column", "所在栏目", "The column it belongs to"),
    "template": (10, "模板", "Template", "所在页面模板", "The template it belongs to"),
    "pages": (7, "页数", "Pages", "涉及页数", "On how many pages it was seen"),
    "title_zh": (34, "标题", "Title (zh)", "问题标题（中文）", "Title in Chinese"),
    "title_en": (34, "标题（英文）", "Title", "问题标题（英文）", "Title in English"),
    "text_zh": (60, "说明", "Text (zh)", "问题说明（中文）", "Text in Chinese"),
    "text_en": (60, "说明（英文）", "Text", "问题说明（英文）", "Text in English"),
    "evidence": (
        40,
        "截图",
        "Evidence",
        "截图文件，相对于批次目录",
        "Picture, as a path from the run folder",
    ),
    "first_seen": (22, "首次发现", "First seen", "首次发现的时间", "When it was first seen"),
    "state": (
        13,
        "与上次比较",
        "State",
        "new 新发现；repeated 上次已有；resolved 已整改；not_retested 未复查",
        "new, repeated, resolved or not_retested",
    ),
}
CITY_COLUMNS = {
    "city_id": (13, "城市代号", "City id"),
    "name_zh": (14, "城市", "City (zh)"),
    "name_en": (18, "城市（英文）", "City"),
    "province_zh": (16, "省份", "Province (zh)"),
    "province_en": (18, "省份（英文）", "Province"),
    "verdict": (13, "结论代号", "Verdict"),
    "verdict_zh": (10, "结论", "Verdict (zh)"),
    "reason_zh": (60, "主要理由", "Reason (zh)"),
    "reason_en": (60, "主要理由（英文）", "Reason"),
    "vetoes_reached": (10, "触发否决项数", "Vetoes reached"),
    "failed": (10, "未通过检查项", "Checks failed"),
    "decided": (10, "已判定检查项", "Checks decided"),
    "read": (10, "读取页数", "Pages read"),
    "known": (10, "已知网址数", "Known"),
    "maker_zh": (22, "建站软件", "Software (zh)"),
    "maker_en": (22, "建站软件（英文）", "Software"),
    "portal_url": (36, "门户网址", "Portal"),
    "report": (30, "报告", "Report"),
}
COVERAGE_COLUMNS = {
    "city_id": (13, "城市代号", "City id"),
    "state": (16, "状态代号", "State"),
    "state_zh": (22, "状态", "State (zh)"),
    "count": (10, "网址数", "Addresses"),
    "reason_zh": (56, "原因", "Reason (zh)"),
    "reason_en": (56, "原因（英文）", "Reason"),
    "example": (46, "举例", "Example"),
}
DEFINITION_COLUMNS = {
    "kind": (14, "类别", "Kind"),
    "id": (26, "代号", "Id"),
    "zh": (30, "名称", "Name (zh)"),
    "en": (30, "名称（英文）", "Name"),
    "meaning_zh": (60, "含义", "Meaning (zh)"),
    "meaning_en": (60, "含义（英文）", "Meaning"),
    "clause": (26, "条款", "Clause"),
    "source": (40, "出处", "Source"),
    "verified": (12, "已核对原文", "Verified"),
}


class City(Protocol):
    """What the workbook needs of one city."""

    folder: str
    result: Mapping[str, Any]


def write_workbook(path: Path, rows: Sequence[Mapping[str, Any]], cities: Sequence[City]) -> None:
    """Write the workbook to *path*; texts of the audited site stay texts, never formulas or links."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"title": "政府门户网站检查问题表 / Findings", "created": MADE})
        header = book.add_format(
            {
                "bold": True,
                "text_wrap": True,
                "valign": "top",
                "bottom": 1,
                "bg_color": "#EEF1F4",
                "font_name": "Microsoft YaHei",
            }
        )
        link = book.add_format({"font_color": "#1A4B84", "underline": 1, "valign": "top"})
        text = book.add_format({"valign": "top", "font_name": "Microsoft YaHei"})
        _sheet(
            book,
            "问题 findings",
            {k: v[:3] for k, v in FINDING_COLUMNS.items()},
            rows,
            header,
            text,
            link,
            _finding_link,
        )
        _sheet(
            book,
            "城市 cities",
            CITY_COLUMNS,
            [_city(city) for city in cities],
            header,
            text,
            link,
            _city_link,
        )
        coverage = [row for city in cities for row in _coverage(city)]
        _sheet(
            book,
            "检查范围 coverage",
            COVERAGE_COLUMNS,
            coverage,
            header,
            text,
            link,
            lambda name, row: None,
        )
        _sheet(
            book,
            "定义 definitions",
            DEFINITION_COLUMNS,
            _definitions(cities),
            header,
            text,
            link,
            lambda name, row: None,
        )


def _sheet(
    book: xlsxwriter.Workbook,
    name: str,
    columns: Mapping[str, tuple[int, str, str]],
    rows: Sequence[Mapping[str, Any]],
    header: Format,
    text: Format,
    link: Format,
    link_of: Any,
) -> None:
    sheet: Worksheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 1)
    sheet.set_row(0, 48)
    kept = rows[:MOST_ROWS]
    sheet.autofilter(0, 0, max(1, len(kept)), len(columns) - 1)
    for place, (key, (width, zh, en)) in enumerate(columns.items()):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, f"{zh}\n{en}\n{key}", header)
    links = 0
    for number, row in enumerate(kept, 1):
        for place, key in enumerate(columns):
            value = row[key]
            if value is None or value == "":
                continue
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                sheet.write_number(number, place, value, text)
                continue
            shown = _fitting(str(value))
            address = link_of(key, row)
            if address and len(address) <= MOST_ADDRESS and links < MOST_LINKS:
                links += 1
                sheet.write_url(number, place, address, link, shown)
            else:
                sheet.write_string(number, place, shown, text)


def _fitting(value: str) -> str:
    return value if len(value) <= MOST_CHARACTERS else value[: MOST_CHARACTERS - len(CUT)] + CUT


def _finding_link(name: str, row: Mapping[str, Any]) -> str | None:
    """The page on the web, the picture, or the finding's card in its city's report."""
    if name == "url" and row["url"].startswith(("http://", "https://")):
        return str(row["url"])
    if name == "finding_id":
        return f"external:{row['report']}#{row['finding_id']}"
    return f"external:{row['evidence']}" if name == "evidence" else None


def _city_link(name: str, row: Mapping[str, Any]) -> str | None:
    if name == "portal_url" and row["portal_url"].startswith(("http://", "https://")):
        return str(row["portal_url"])
    return f"external:{row['report']}" if name == "report" else None


def _city(city: City) -> dict[str, Any]:
    result = city.result
    outcomes = [check["outcome"] for check in result["checks"].values()]
    reason = result["reasons"][0] if result["reasons"] else {"zh": "", "en": ""}
    words = _chinese()
    maker = result["technology"]["maker"] if result.get("technology") else {"zh": "", "en": ""}
    return {
        "city_id": result["city"]["city_id"],
        "name_zh": result["city"]["name"]["zh"],
        "name_en": result["city"]["name"]["en"],
        "province_zh": result["city"]["province"]["zh"],
        "province_en": result["city"]["province"]["en"],
        "verdict": result["verdict"],
        "verdict_zh": words.known("verdict", result["verdict"]),
        "reason_zh": reason["zh"],
        "reason_en": reason["en"],
        "vetoes_reached": sum(veto["outcome"] == "fail" for veto in result["vetoes"]),
        "failed": outcomes.count("fail"),
        "decided": outcomes.count("fail") + outcomes.count("pass"),
        "read": result["coverage"]["states"].get("fetched", 0) + result["coverage"]["states"].get("rendered", 0),
        "known": result["coverage"]["known"],
        "maker_zh": maker["zh"],
        "maker_en": maker["en"],
        "portal_url": result["city"]["portal_url"],
        "report": f"{city.folder}/report.html",
    }


def _coverage(city: City) -> list[dict[str, Any]]:
    words = _chinese()
    return [
        {
            "city_id": city.result["city"]["city_id"],
            "state": row["state"],
            "state_zh": words.known("url", row["state"]),
            "count": row["count"],
            "reason_zh": row["text"]["zh"],
            "reason_en": row["text"]["en"],
            "example": row["examples"][0] if row["examples"] else None,
        }
        for row in city.result["coverage"]["rows"]
    ]


def _definitions(cities: Sequence[City]) -> list[dict[str, Any]]:
    """First the columns of the sheet of findings, then every check that any city was judged by."""
    rows = [
        {
            "kind": "列 column",
            "id": key,
            "zh": zh,
            "en": en,
            "meaning_zh": meaning_zh,
            "meaning_en": meaning_en,
        }
        | {"clause": None, "source": None, "verified": None}
        for key, (_, zh, en, meaning_zh, meaning_en) in FINDING_COLUMNS.items()
    ]
    checks = {check_id: check for city in cities for check_id, check in city.result["checks"].items()}
    for check_id, check in sorted(checks.items()):
        clause = check["clause"]
        rows.append(
            {
                "kind": "检查项 check",
                "id": check_id,
                "zh": check["title"]["zh"],
                "en": check["title"]["en"],
                "meaning_zh": check["what"]["zh"],
                "meaning_en": check["what"]["en"],
                "clause": clause["id"] if clause else None,
                "source": clause["source"] if clause else None,
                "verified": ("是 yes" if clause["verified"] else "否 no") if clause else None,
            }
        )
    return rows


def _chinese() -> Words:
    return Words("zh", load_strings([OURS]))

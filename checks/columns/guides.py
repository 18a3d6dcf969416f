"""Guides to services (办事指南), known by the parts that the official indicators ask of them."""

from __future__ import annotations

import re

from checks.reading import Document
from checks.reading.chinese import simplify

__all__ = ["is_guide"]

#: The parts of a guide as the indicators of 2019 name them (事项名称、设定依据、申请条件、办理材料、办理地点、
#: 办理时间、联系电话、办理流程), with the variants of service halls. Counter-example: columns, one called 办理流程.
_PART = re.compile(
    r"^[一二三四五六七八九十]?[、.\s]*(?:"
    r"事项(?:名称|类型|编码)|(?:设定|法定|实施|办理|法律|政策)依据|(?:申请|受理|办理|申报)条件|(?:申请|申报|办理|所需|提交)材料|"
    r"(?:办理|受理|办公)(?:地点|地址|时间|窗口|机构)|(?:咨询|联系|监督|投诉)电话|(?:办理|申请|审批)(?:流程|程序|步骤)|"
    r"(?:法定|承诺|办理|办结)(?:办结)?时限|收费(?:标准|依据|情况)|(?:实施|受理|审批)(?:主体|机关|部门)"
    r")\s*(?:[:：]|$)"
)
#: So many of them, each by another name, make one.
_PARTS = 4


def is_guide(doc: Document) -> bool:
    """Whether a page tells what a service needs, where and how it is given."""
    found = {match[0] for text in doc.texts if text.kind == "text" and (match := _PART.match(simplify(text.text)))}
    return len(found) >= _PARTS

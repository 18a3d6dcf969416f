"""Rules of axe-core that our table does not know yet.

What it checks
zh: 无障碍检测引擎 axe-core 新版本增加、本工具规则表尚未收录的规则。
en: Rules that a newer axe-core brings and that our table of rules does not have yet.
Why
zh: 引擎升级后，新规则发现的问题不应当因为本工具尚未编写说明而被遗漏。
en: After an update of the engine, what a new rule finds must not be lost because we have not described it yet.
How it decides
zh: 与其他 axe-core 规则相同：只采纳明确判定为违反的结果。每条规则按其编号分别列出，标题采用引擎自带的说明；
规则收录后，改由以该编号命名的检查项报告。
en: As with the other rules of axe-core: violations only. Each rule is reported under its own id, by the words that the
engine brings. Once the rule is in our table, a check of its own name takes over.
Known limits
zh: 引擎没有提供中文说明的，以英文列出；依据条款不详。
en: Where the engine has no Chinese words, English stands in their place. The clause is not known.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.accessibility.axe_results import AxeResults, findings
from checks.accessibility.axe_rules import RULES
from checks.accessibility.rule import DOUBTS
from checks.declaration import Finding, Message, Text, Want, check

MESSAGES = {
    "violation": Message(
        Text(
            "axe-core 规则 {rule}：{help}（影响程度：{impact}）。该位置有 {nodes} 个元素不符合要求，例如：{words}",
            "axe-core rule {rule}: {help} (impact: {impact}). {nodes} element(s) at this place, for example: {words}",
        ),
        (
            Text("用浏览器打开 {url}（{entry}）。", "Open {url} in a browser ({entry})."),
            Text(
                "按 F12 打开开发者工具，在“元素”中按选择器 {selector} 查找该元素。",
                "Open the developer tools with F12 and find {selector} under Elements.",
            ),
            Text(
                "用 axe 浏览器扩展核对规则 {rule} 的说明。",
                "Run the axe extension and compare what it says of rule {rule}.",
            ),
        ),
        Text(
            "按照 axe-core {version} 对规则 {rule} 的说明修改该元素。",
            "Change the element as axe-core {version} describes for rule {rule}.",
        ),
        DOUBTS[""],
        title=Text("无障碍规则 {rule}：{help}", "Accessibility rule {rule}: {help}"),
    )
}


@check(
    id="a11y-unlisted",
    theme="accessibility",
    clause=None,
    title=Text("尚未收录的无障碍规则", "Accessibility rules not in our table yet"),
    messages=MESSAGES,
)
def axe_unlisted(results: AxeResults) -> Iterator[Finding | Want]:
    """Findings of every rule that ``RULES`` lacks, each rule apart from the others."""
    for rule in results.broken:
        if rule not in RULES:
            yield from findings(results, rule, prefix=f"{rule} ")

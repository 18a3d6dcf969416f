"""One check for every rule of axe-core, made from the table in ``axe_rules``.

What it checks
zh: 由无障碍检测引擎 axe-core 在浏览器加载完毕的页面上检测的一项无障碍规则，规则内容见本项标题。
桌面端、移动端页面分别检测。
en: One rule of axe-core, the accessibility engine, on rendered pages of both entries. The title says which.
Why
zh: 无障碍环境建设法和国办发〔2020〕45号等文件要求推进网站无障碍改造。本项以 W3C《Web内容无障碍指南》（WCAG）2.2
的成功准则为依据，具体条款见“依据”；没有列明条款的为良好做法。
国家标准 GB/T 37668-2019 的条款对应关系未经核对，不作引用。
en: Chinese law and State Council papers ask for accessible sites. The rule rests on the success criterion of WCAG 2.2
that is named as its clause; without one it is good practice. How WCAG maps to GB/T 37668-2019 was not verified and is
not quoted.
How it decides
zh: 只采纳 axe-core 明确判定为违反的结果；引擎认为无法判定的，一律不作为问题；颜色对比度等结果须经再次测量确认。
同一模板中位置相同的元素计为一个问题，并列明涉及的页面数量。
en: Only what axe-core calls a violation counts. What it leaves undecided is never a failure, and contrast must show
again when it is measured a second time. The same place in pages of one template is one finding with a count of pages.
Known limits
zh: 为减轻网站负担，引擎只在每种模板的前几个页面和少量抽取的页面上运行，页面数量是已检测页面中的数量。
自动检测只能发现部分无障碍问题，不能代替人工和残障用户的体验评价。
en: The engine runs on the first pages of each template and a few drawn ones, so the count is of pages tested. Automatic
tests find a part of all barriers only; they do not replace people, least of all people with disabilities.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.accessibility.axe_results import AxeResults, findings
from checks.accessibility.axe_rules import RULES
from checks.accessibility.rule import Rule
from checks.declaration import Check, Finding, Message, Text, Want, check
from checks.standards.wcag import WCAG


def _messages(rule: Rule) -> dict[str, Message]:
    """The one thing that the check of *rule* says."""
    return {
        "violation": Message(
            Text(
                f"{rule.title.zh}（影响程度：{{impact}}）。该位置有 {{nodes}} 个元素不符合要求，例如：{{words}}",
                f"{rule.title.en} (impact: {{impact}}). {{nodes}} element(s) at this place, for example: {{words}}",
            ),
            (
                Text("用浏览器打开 {url}（{entry}）。", "Open {url} in a browser ({entry})."),
                Text(
                    "按 F12 打开开发者工具，在“元素”中按选择器 {selector} 查找该元素。",
                    "Open the developer tools with F12 and find {selector} under Elements.",
                ),
                Text(
                    f"确认该元素存在“{rule.title.zh}”的问题；也可以用 axe 浏览器扩展核对规则 {rule.id}。",
                    f"See the defect for yourself, or run the axe extension and compare its rule {rule.id}.",
                ),
            ),
            rule.mend,
            rule.doubt,
        )
    }


def axe_check(rule: Rule) -> Check:
    """The check that tells one rule of axe-core."""

    @check(
        id=f"a11y-{rule.id}",
        theme="accessibility",
        clause=WCAG[rule.criteria[0]] if rule.criteria else None,
        title=rule.title,
        messages=_messages(rule),
    )
    def broken_rule(results: AxeResults) -> Iterator[Finding | Want]:
        yield from findings(results, rule.id)

    return broken_rule


# The registry finds a check by walking the names of this module.
globals().update({f"a11y_{name.replace('-', '_')}": axe_check(rule) for name, rule in RULES.items()})

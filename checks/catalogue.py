"""The table of all checks in checks/README.md, made from their declarations. ``python -m checks`` prints it."""

from __future__ import annotations

from checks.declaration import Check
from checks.registry import Registry
from checks.themes import theme_title

OWN = "portal-audit"
HEAD = """# Checks · 检查项

Made by `python -m checks > checks/README.md`; a test fails when it is stale. How to add a check: CONTRIBUTING.md.

Severity 性质: veto 单项否决, deduction 扣分, bonus 加分, advice 建议. A star marks a clause whose official text we
have not read ourselves.
"""
SEVERITIES = {"veto": "单项否决", "deduction": "扣分", "bonus": "加分", "advice": "建议"}


def catalogue(registry: Registry) -> str:
    """Our own checks as a Markdown document, by theme."""
    own = [check for check in registry.checks.values() if registry.packages[check.id] == OWN]
    lines = [HEAD]
    for theme in dict.fromkeys(check.theme for check in own):
        title = theme_title(theme)
        lines += [
            f"## {title.zh} · {title.en}",
            "",
            "| id | 检查项 | check | clause | severity |",
            "|---|---|---|---|---|",
        ]
        lines += [_line(check) for check in own if check.theme == theme]
        lines.append("")
    return "\n".join(lines)


def _line(check: Check) -> str:
    clause = "none 无" if check.clause is None else f"{check.clause.id}{'' if check.clause.verified else ' *'}"
    file = check.module.removeprefix("checks.").replace(".", "/") + ".py"
    severity = f"{check.severity} {SEVERITIES[check.severity]}"
    return f"| [`{check.id}`]({file}) | {check.title.zh} | {check.title.en} | {clause} | {severity} |"

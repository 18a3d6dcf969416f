"""``scrapy checks``: every check with its id, titles, clause and what it needs."""

from __future__ import annotations

import argparse

from rich.console import Console
from rich.table import Table
from scrapy.commands import ScrapyCommand


class Command(ScrapyCommand):
    """Ours and those of installed plug-ins, in the order of their themes."""

    requires_project = True
    requires_crawler_process = False

    def short_desc(self) -> str:
        return "List every check: id, titles, clause, what it needs"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        from checks.registry import load

        checks = load().checks.values()
        console = Console()
        if console.is_terminal:
            table = Table("id", "标题 / title", "依据 / clause", "所需 / needs", show_lines=True)
            for check in checks:
                clause = f"{check.clause.title.zh}\n{check.clause.title.en}" if check.clause else "—"
                table.add_row(check.id, f"{check.title.zh}\n{check.title.en}", clause, ", ".join(check.needs))
            console.print(table)
            return
        for check in checks:
            clause = f"{check.clause.title.zh} / {check.clause.title.en}" if check.clause else ""
            print("\t".join((check.id, check.title.zh, check.title.en, clause, ", ".join(check.needs))))

"""``scrapy audit RUN_DIR``: judge and report again from what a run stored; no network, no browser."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.run import UsageFault, now
from crawler.store import CaseError


class Command(ScrapyCommand):
    """Exit codes as for ``scrapy crawl``: 0, 3, 2, 1."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] RUN_DIR"

    def short_desc(self) -> str:
        return "Judge a stored run again and write its reports: no network, no browser"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        from crawler.audit import audit_run, exit_code, is_run, telling_from

        assert self.settings is not None
        if len(args) != 1:
            raise UsageError("name one run folder: scrapy audit RUN_DIR")
        folder = Path(args[0])
        try:
            if not is_run(folder):
                raise UsageFault(f"{folder} holds no run: there is no run.json with a city's case.db beside it")
            audited = audit_run(folder, telling_from(self.settings), now())
        except (UsageFault, CaseError) as fault:
            print(f"scrapy audit: {fault}", file=sys.stderr)
            self.exitcode = 2
            return
        for city in audited:
            print(f"{city.city}: {city.verdict}, {city.findings} findings")
        print(f"done: {folder}/index.html")
        self.exitcode = exit_code([city.verdict for city in audited])

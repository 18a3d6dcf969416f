"""``scrapy report RUN_DIR``: render the reports of a stored run again, and print them as PDF with ``--pdf``."""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.run import UsageFault


class Command(ScrapyCommand):
    """Judges nothing: what result.json says is told again, with other languages, templates or paper."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] RUN_DIR"

    def short_desc(self) -> str:
        return "Render the reports of a stored run again; --pdf prints them as well"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--pdf", action="store_true", help="print every report as PDF beside its HTML")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        from crawler.audit import has_results, report_run, telling_from

        assert self.settings is not None
        if len(args) != 1:
            raise UsageError("name one run folder: scrapy report RUN_DIR")
        folder = Path(args[0])
        try:
            if not has_results(folder):
                raise UsageFault(f"{folder} holds no result: run scrapy audit {folder} first")
            written = report_run(folder, telling_from(self.settings))
        except UsageFault as fault:
            print(f"scrapy report: {fault}", file=sys.stderr)
            self.exitcode = 2
            return
        if opts.pdf:
            from crawler.browser.printing import print_pdfs

            asyncio.run(print_pdfs([path for path in written if path.name.startswith("report")]))
        print(f"done: {folder}/index.html")

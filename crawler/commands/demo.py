"""``scrapy demo``: serve the simulated cities on loopback, audit them with the main job, write the reports."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from datetime import datetime
from pathlib import Path

from crawler.commands.crawl import Command as CrawlCommand
from crawler.forward_proxy import ForwardProxy

#: The cities of the quick demonstration: three technologies with every defect planted, and a clean one.
QUICK = ("yunxi", "qinglan", "shitang", "anping")
DEMO_DIR = "audits/demo"


class Command(CrawlCommand):
    """Takes the options of ``scrapy crawl``; the exit codes are its own."""

    def syntax(self) -> str:
        return "[options]"

    def short_desc(self) -> str:
        return "Audit the simulated cities on loopback and write their reports"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        from demo.world import World

        assert self.settings is not None
        folder = Path(self.settings["RUN_DIR"] or DEMO_DIR)
        if not self.settings["RUN_DIR"] and (folder / "run.json").is_file():
            shutil.rmtree(folder)  # a demonstration starts afresh; a folder that the user named is left alone
        world = World(datetime.now().astimezone().date(), QUICK)
        with (
            tempfile.TemporaryDirectory(prefix="portal-audit-") as place,
            ForwardProxy(world.answer) as proxy,
        ):
            seeds = Path(place) / "demo.csv"
            seeds.write_text(world.seeds_csv(), "utf-8")
            given = {
                "SEEDS_FILE": str(seeds), "RUN_DIR": str(folder), "CRAWL_PROXY": proxy.url, "DOWNLOAD_DELAY": 0,
                "VANTAGE_ZH": "本机模拟环境", "VANTAGE_EN": "simulated cities on this machine",
            }  # fmt: skip
            for name, value in given.items():
                self.settings.set(name, value, priority="cmdline")
            print(f"auditing {len(QUICK)} simulated cities into {folder} …", file=sys.stderr)
            super().run(["portals"], opts)
        if (folder / "index.html").is_file():
            print(f"the report to open first: {(folder / 'index.html').absolute()}")

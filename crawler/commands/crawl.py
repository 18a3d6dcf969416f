"""``scrapy crawl``: Scrapy's own command with the program's exit codes and its checks before the first request."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from scrapy.commands.crawl import Command as CrawlCommand
from scrapy.exceptions import UsageError

from crawler.browser.chromium import find_chromium
from crawler.replay import Replay
from crawler.run import UsageFault, prepare
from crawler.seeds import SeedsError

INTERNAL, USAGE, STOPPED = 1, 2, 4


class Command(CrawlCommand):
    """Exit codes: 0 every site has a verdict, 3 some are undetermined, 4 stopped early, 2 bad input, 1 our error."""

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1:
            raise UsageError("name one spider: scrapy crawl portals")
        assert self.settings is not None
        assert self.crawler_process is not None
        name = args[0]
        if name not in self.crawler_process.spider_loader.list():
            self._refuse(
                f"there is no spider “{name}”; there are: {', '.join(self.crawler_process.spider_loader.list())}"
            )
        unknown = sorted(set(opts.spargs) - {"cities"})
        if unknown:
            self._refuse(f"-a {unknown[0]}= is not known; the spider takes cities=id,id")
        from crawler.audit import telling_from

        try:
            run = prepare(self.settings, opts.spargs.get("cities"))
            telling_from(self.settings)
            if self.settings["REPLAY_WARC"]:
                Replay(Path(self.settings["REPLAY_WARC"]))
            if self.settings["RENDER"] != "never" and find_chromium() is None:
                raise UsageFault(
                    "no Chromium was found: run `make setup`, or set RENDER=never (then no absence can be claimed)"
                )
        except (SeedsError, UsageFault, FileNotFoundError) as fault:
            self._refuse(str(fault))
        crawler = self.crawler_process.create_crawler(name)
        self.crawler_process.crawl(crawler, **opts.spargs)
        self.crawler_process.start()
        spider = crawler.spider
        if self.crawler_process.bootstrap_failed or spider is None:
            self.exitcode = INTERNAL
            return
        code = spider.run.record.exit_code  # type: ignore[attr-defined]
        self.exitcode = INTERNAL if code is None else code
        print(_closing(run.folder, self.exitcode))

    def _refuse(self, sentence: str) -> None:
        print(f"scrapy crawl: {sentence}", file=sys.stderr)
        sys.exit(USAGE)


def _closing(folder: Path, code: int) -> str:
    overview = folder / "index.html"
    where = f": {overview}" if overview.is_file() else "; no city is done yet"
    return {
        0: f"done{where}",
        3: f"done, but some sites could not be judged from here (undetermined){where}",
        4: f"stopped early; the same command goes on where this one stopped{where}",
    }.get(code, f"an internal error; what is done{where}")

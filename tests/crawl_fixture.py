"""A small portal in memory and the commands as a user starts them, for the tests of whole runs."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psutil

from crawler.forward_proxy import ProxyReply, ProxyRequest

ROOT = Path(__file__).parent.parent
HTML = [("Content-Type", "text/html; charset=utf-8")]
COLUMNS, ARTICLES = 4, 5


def page(title: str, body: str) -> bytes:
    """An HTML page of the portal's own template."""
    menu = "".join(f'<li><a href="/c{column}/">栏目{column}</a></li>' for column in range(COLUMNS))
    return (
        f"<!doctype html><html lang=zh-CN><meta charset=utf-8><title>{title}</title>"
        f"<header><h1>安平市人民政府</h1></header>"
        f"<nav><ul>{menu}</ul></nav><main>{body}</main><footer>主办单位：安平市人民政府办公室</footer></html>"
    ).encode()


class Portal:
    """Answers for one host: a home page, columns, articles. Remembers what was asked; can hold its answers back."""

    def __init__(self, host: str = "www.anping.gov.cn") -> None:
        self.host = host
        self.extra: dict[str, ProxyReply] = {}
        self.asked: list[str] = []
        self.hold_after: int | None = None  # answers held back once so many were given
        self.held = threading.Event()  # set when the first answer is being held back
        self.go_on = threading.Event()
        self._lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://{self.host}/"

    def write_seeds(self, folder: Path) -> Path:
        file = folder / "seeds.csv"
        file.write_text(f"city_id,portal_url,city_zh,city_en\nanping,{self.url},安平市,Anping\n", "utf-8")
        return file

    def answer(self, request: ProxyRequest) -> ProxyReply | None:
        parts = urlsplit(request.url)
        if parts.netloc != self.host:
            return None
        with self._lock:
            self.asked.append(request.url)
            wait = self.hold_after is not None and len(self.asked) > self.hold_after
        if wait:
            self.held.set()
            self.go_on.wait(120)
        return self.page(parts.path)

    def page(self, path: str) -> ProxyReply:
        if path in self.extra:
            return self.extra[path]
        parts = path.strip("/").split("/")
        if path == "/":
            links = "".join(
                f'<li><a href="/c{c}/t{c}.html">第{c}号公告的标题在这里显示</a></li>' for c in range(COLUMNS)
            )
            return ProxyReply(headers=HTML, body=page("首页", f"<ul>{links}</ul>"))
        if len(parts) == 1 and parts[0] in {f"c{column}" for column in range(COLUMNS)}:
            items = "".join(
                f'<li><a href="/{parts[0]}/t{number}.html">{parts[0]}第{number}号公告的标题在这里</a>'
                f" 2026-11-1{number}</li>"
                for number in range(ARTICLES)
            )
            return ProxyReply(headers=HTML, body=page(parts[0], f"<h2>{parts[0]}</h2><ul>{items}</ul>"))
        if len(parts) == 2 and parts[1].startswith("t"):
            body = page(parts[1], f"<h2>{path}</h2><p>发布日期：2026-11-10</p><p>{'公告的正文。' * 20}</p>")
            return ProxyReply(headers=HTML, body=body)
        return ProxyReply(404, headers=HTML, body=page("无此页面", "<p>您访问的页面不存在</p>"))


def command(*arguments: str) -> list[str]:
    """The command line of ``scrapy`` with *arguments*, as the test's own Python starts it."""
    return [sys.executable, "-m", "scrapy", *arguments]


def scrapy(*arguments: str, timeout: float = 120, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    with started(*arguments, cwd=cwd) as process:
        output, errors = process.communicate(timeout=timeout)
        return subprocess.CompletedProcess(process.args, process.returncode, output, errors)


@contextmanager
def started(*arguments: str, cwd: Path = ROOT) -> Iterator[subprocess.Popen[str]]:
    """A command that runs beside the test; at the end nothing of it is left."""
    environ = {**os.environ, "PYTHONUNBUFFERED": "1", "COLUMNS": "200"}
    with subprocess.Popen(
        command(*arguments), cwd=cwd, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        family = psutil.Process(process.pid)
        try:
            yield process
        finally:
            if process.poll() is None:
                children = family.children(recursive=True)
                process.send_signal(signal.SIGKILL)
                for child in children:
                    if child.is_running():
                        child.kill()
                process.communicate()


def crawl_arguments(seeds: Path, run_dir: Path, proxy: str, **settings: object) -> list[str]:
    """``crawl portals`` at full speed through *proxy*."""
    given = {"SEEDS_FILE": seeds, "RUN_DIR": run_dir, "CRAWL_PROXY": proxy, "DOWNLOAD_DELAY": 0, **settings}
    return ["crawl", "portals", *(part for name, value in given.items() for part in ("-s", f"{name}={value}"))]


def states(run_dir: Path, city: str = "anping") -> dict[tuple[str, str], str]:
    """(entry, key) → state of every URL in the city's case."""
    with closing(sqlite3.connect(run_dir / city / "case.db")) as case:
        assert case.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return {(entry, key): state for entry, key, state in case.execute("SELECT entry, key, state FROM urls")}


def looks(run_dir: Path, city: str = "anping") -> dict[tuple[str, str, int], int]:
    """(entry, key, look) → number of page artifacts."""
    with closing(sqlite3.connect(run_dir / city / "case.db")) as case:
        rows = case.execute(
            "SELECT u.entry, u.key, a.look, COUNT(*) FROM artifacts a JOIN urls u ON u.id = a.url_id"
            " WHERE a.name = 'page' GROUP BY 1, 2, 3"
        )
        return {(entry, key, look): count for entry, key, look, count in rows}

"""Options that tests share, and the one crawl of the simulated cities that several modules look at."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from filelock import FileLock

from tests.crawl_fixture import scrapy


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the module that has the simulated cities crawled first: at the end, everybody would wait for it."""
    first = next((item.path for item in items if "demo_run" in getattr(item, "fixturenames", ())), None)
    items.sort(key=lambda item: item.path != first)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden results anew, to read as a diff")
    parser.addoption("--demo-run", help="look at this run folder of `scrapy demo` instead of crawling anew")


@pytest.fixture(scope="session")
def demo_run(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run folder of ``scrapy demo``: crawled once in a test session. Whoever changes files copies them first."""
    if given := request.config.getoption("--demo-run"):
        return Path(given)
    root = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        root = root.parent  # shared by the processes of this session: one of them crawls, the others wait
    folder, finished = root / "demo", root / "demo.finished"
    with FileLock(root / "demo.lock"):
        if not finished.exists():
            done = scrapy("demo", "-s", f"RUN_DIR={folder}", timeout=900)
            assert done.returncode == 0, done.stderr + done.stdout
            assert "Traceback" not in done.stderr, done.stderr
            finished.touch()
    return folder

"""Options that tests share, and the one crawl of the simulated cities that several modules look at."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crawl_fixture import scrapy


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden results anew, to read as a diff")
    parser.addoption("--demo-run", help="look at this run folder of `scrapy demo` instead of crawling anew")


@pytest.fixture(scope="session")
def demo_run(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run folder of ``scrapy demo``: crawled once in a test session. Whoever changes files copies them first."""
    if given := request.config.getoption("--demo-run"):
        return Path(given)
    folder = tmp_path_factory.mktemp("audits") / "demo"
    done = scrapy("demo", "-s", f"RUN_DIR={folder}", timeout=900)
    assert done.returncode == 0, done.stderr + done.stdout
    assert "Traceback" not in done.stderr, done.stderr
    return folder

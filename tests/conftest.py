"""Options that tests share, and the one crawl of the simulated cities that several modules look at."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crawl_fixture import scrapy


@pytest.hookimpl(tryfirst=True)  # xdist reads the marks in this very hook
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of a module in one process, and all that look at the one crawl: fixtures are made once.

    The crawl comes first, so that it is not what everybody waits for at the end.
    """
    crawled = [item for item in items if "demo_run" in getattr(item, "fixturenames", ())]
    modules = {item.path for item in crawled}
    items.sort(key=lambda item: item.path not in modules)
    for item in items:
        item.add_marker(pytest.mark.xdist_group("demo" if item.path in modules else item.path.stem))


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

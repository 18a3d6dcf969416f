"""A run that is killed or stopped goes on where it was: no page is lost, every URL ends in exactly one state."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from crawl_fixture import Portal, crawl_arguments, looks, scrapy, started, states

from crawler.forward_proxy import ForwardProxy

#: Seconds that a held answer, a start or an end may take on a busy machine.
PATIENCE = 90


@pytest.fixture
def portal() -> Portal:
    return Portal()


@pytest.fixture
def proxy(portal: Portal) -> Iterator[ForwardProxy]:
    with ForwardProxy(portal.answer) as running:
        yield running
        portal.go_on.set()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run folder of a crawl that nobody disturbed."""
    folder = tmp_path_factory.mktemp("whole")
    portal = Portal()
    with ForwardProxy(portal.answer) as proxy:
        done = scrapy(*crawl_arguments(portal.write_seeds(folder), folder / "run", proxy.url, RENDER="never"))
    assert done.returncode == 3, done.stderr
    assert "Traceback" not in done.stderr
    return folder / "run"


def browsers_of(pid: int) -> list[psutil.Process]:
    """The main processes of the browsers that process *pid* started."""
    found = []
    for child in psutil.Process(pid).children(recursive=True):
        try:
            switches = child.cmdline()
        except psutil.Error:  # it ended meanwhile
            continue
        if "--remote-debugging-pipe" in switches and not any(part.startswith("--type=") for part in switches):
            found.append(child)
    return found


def coverage_adds_up(run: Path) -> None:
    """Every URL of the case is counted once in the result, and no one is left waiting."""
    ended = states(run)
    assert "queued" not in ended.values()
    coverage = json.loads((run / "anping" / "result.json").read_text("utf-8"))["coverage"]
    assert coverage["known"] == len(ended)


def test_a_killed_run_ends_as_if_nobody_had_killed_it(
    portal: Portal, proxy: ForwardProxy, tmp_path: Path, whole: Path
) -> None:
    arguments = crawl_arguments(portal.write_seeds(tmp_path), tmp_path / "run", proxy.url, RENDER="never")
    portal.hold_after = 14
    with started(*arguments) as process:
        assert portal.held.wait(PATIENCE)
        process.kill()
        process.wait(PATIENCE)
    before = states(tmp_path / "run")
    assert "queued" in before.values()
    assert "fetched" in before.values()
    seen = {key for (_, key), state in before.items() if state == "fetched"}
    portal.hold_after = None
    portal.go_on.set()
    portal.asked.clear()
    done = scrapy(*arguments)
    assert done.returncode == 3, done.stderr
    assert "Traceback" not in done.stderr
    assert states(tmp_path / "run") == states(whole)
    assert looks(tmp_path / "run") == looks(whole)
    assert set(looks(whole).values()) == {1}
    again = {url.removeprefix("http://www.").rstrip("/") for url in portal.asked}
    assert not again & {key for key in seen if key != "anping.gov.cn/"}, "what was stored is not fetched again"
    coverage_adds_up(tmp_path / "run")
    assert json.loads((tmp_path / "run" / "run.json").read_text("utf-8"))["state"] == "finished"


def test_a_stopped_run_ends_in_4_and_goes_on(portal: Portal, proxy: ForwardProxy, tmp_path: Path, whole: Path) -> None:
    arguments = crawl_arguments(
        portal.write_seeds(tmp_path), tmp_path / "run", proxy.url, RENDER="never", LOG_LEVEL="INFO"
    )
    portal.hold_after = 4
    with started(*arguments) as process:
        assert portal.held.wait(PATIENCE)
        process.send_signal(signal.SIGINT)
        assert "SIGINT" in next(line for line in process.stderr if "shutting down" in line)
        portal.go_on.set()  # what is under way may come to its end
        _, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 4, errors
    assert "Traceback" not in errors
    assert "queued" in states(tmp_path / "run").values()
    portal.hold_after = None
    portal.go_on.set()
    done = scrapy(*arguments)
    assert done.returncode == 3, done.stderr
    assert states(tmp_path / "run") == states(whole)
    assert looks(tmp_path / "run") == looks(whole)
    coverage_adds_up(tmp_path / "run")


def test_nothing_outlives_a_killed_crawl_and_a_killed_browser_costs_no_page(
    portal: Portal, proxy: ForwardProxy, tmp_path: Path
) -> None:
    arguments = crawl_arguments(
        portal.write_seeds(tmp_path), tmp_path / "run", proxy.url, RENDER="always", PAGES_PER_SITE=8
    )
    portal.hold_after = 6
    with started(*arguments) as process:
        assert portal.held.wait(PATIENCE)
        family = psutil.Process(process.pid).children(recursive=True)
        assert browsers_of(process.pid)
        process.kill()
        process.wait(PATIENCE)
        portal.go_on.set()
        _, alive = psutil.wait_procs(family, timeout=PATIENCE)
        assert alive == []

    portal.go_on.clear()
    portal.held.clear()
    portal.asked.clear()
    portal.hold_after = 1
    with started(*arguments) as process:
        assert portal.held.wait(PATIENCE)
        browsers = browsers_of(process.pid)
        assert browsers
        for browser in browsers:
            browser.kill()
        portal.go_on.set()
        _, errors = process.communicate(timeout=2 * PATIENCE)
    assert process.returncode in (0, 3), errors
    ended = states(tmp_path / "run")
    assert "failed" not in ended.values(), ended
    coverage_adds_up(tmp_path / "run")

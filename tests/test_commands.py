"""The commands as a user starts them: exit codes, one sentence for a mistake, never a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
from crawl_fixture import Portal, crawl_arguments, scrapy

from crawler.forward_proxy import ForwardProxy

HEADER = "city_id,portal_url\n"
GOOD = f"{HEADER}anping,http://www.anping.gov.cn/\n"


def refused(*arguments: str) -> str:
    """The sentence with which a command ends in exit code 2."""
    done = scrapy(*arguments)
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    return lines[0]


def test_seeds_that_cannot_be_used(tmp_path: Path) -> None:
    """What may be wrong with a file is in test_seeds.py; here: that it is said before anything is fetched."""
    seeds = tmp_path / "seeds.csv"
    seeds.write_text(f"{HEADER}../x,http://a/\n", "utf-8")
    sentence = refused("crawl", "portals", "-s", f"SEEDS_FILE={seeds}", "-s", f"RUN_DIR={tmp_path / 'run'}")
    assert sentence.startswith(f"scrapy crawl: {seeds}: line 2, column 1 (city_id): “../x” is no id")
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-s", "CHECKS_DISABLED=no-such-check"], "no-such-check"),
        (["-s", "REPLAY_WARC={file}"], "cannot be read as a WARC file"),
        (["-s", "RUN_DIR={folder}"], "is not empty and holds no run"),
        (["-a", "cities=nowhere"], "no city nowhere in the seeds: it has anping"),
        (["-a", "towns=anping"], "-a towns= is not known"),
    ],
)
def test_a_setting_or_argument_that_means_nothing(tmp_path: Path, arguments: list[str], said: str) -> None:
    seeds = tmp_path / "seeds.csv"
    seeds.write_text(GOOD, "utf-8")
    given = [part.format(file=seeds, folder=tmp_path) for part in arguments]
    base = ["crawl", "portals", "-s", f"SEEDS_FILE={seeds}", "-s", f"RUN_DIR={tmp_path / 'run'}"]
    assert said in refused(*base, *given)
    assert not (tmp_path / "run").exists()


def test_a_spider_that_is_none() -> None:
    assert "there is no spider “portal”; there are: " in refused("crawl", "portal")


def test_a_browser_that_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seeds = tmp_path / "seeds.csv"
    seeds.write_text(GOOD, "utf-8")
    monkeypatch.setenv("PORTAL_AUDIT_CHROMIUM", str(tmp_path / "none"))
    sentence = refused("crawl", "portals", "-s", f"SEEDS_FILE={seeds}", "-s", f"RUN_DIR={tmp_path / 'run'}")
    assert "PORTAL_AUDIT_CHROMIUM names" in sentence


def test_audit_of_what_is_no_run(tmp_path: Path) -> None:
    assert f"{tmp_path / 'none'} holds no run" in refused("audit", str(tmp_path / "none"))
    (tmp_path / "run.json").write_text("{", "utf-8")
    assert "run.json cannot be read" in refused("audit", str(tmp_path))


def test_wrong_usage_is_told_and_ends_in_2() -> None:
    for arguments in (["crawl"], ["audit"], ["audit", "a", "b"]):
        done = scrapy(*arguments)
        assert done.returncode == 2, arguments
        assert "Traceback" not in done.stderr


def test_checks_are_listed() -> None:
    done = scrapy("checks")
    assert done.returncode == 0
    assert done.stderr == ""
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    assert {len(row) for row in rows} == {5}
    assert {"column-empty", "search-missing", "text-garbled"} <= {row[0] for row in rows}


def test_a_run_is_judged_again_with_the_same_result(tmp_path: Path) -> None:
    portal = Portal()
    run = tmp_path / "run"
    with ForwardProxy(portal.answer) as proxy:
        arguments = crawl_arguments(portal.write_seeds(tmp_path), run, proxy.url, RENDER="never", PAGES_PER_SITE=8)
        done = scrapy(*arguments)
    assert done.returncode in (0, 3), done.stderr
    assert "Traceback" not in done.stderr
    assert (run / "index.html").is_file()
    assert (run / "anping" / "report.html").is_file()
    first = (run / "anping" / "result.json").read_text("utf-8")
    asked = len(portal.asked)
    again = scrapy("audit", str(run))
    assert again.returncode == done.returncode, again.stderr
    second = (run / "anping" / "result.json").read_text("utf-8")
    differing = [pair for pair in zip(first.splitlines(), second.splitlines(), strict=True) if pair[0] != pair[1]]
    assert all("generated_at" in one for one, _ in differing)
    assert len(portal.asked) == asked, "judging meets no network"

    # a damaged case is named, and so is a case of nothing
    (run / "anping" / "case.db").write_bytes(b"no database " * 500)
    assert "case.db" in refused("audit", str(run))

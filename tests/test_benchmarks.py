"""Every benchmark on a tiny size gives the keys of the contract. No test asserts a time."""

from __future__ import annotations

import json
import platform
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks import accuracy, act, cities, command, gds, machine, memory, peers, render, site
from benchmarks.__main__ import NAMES, main
from benchmarks.garbled import read_data
from crawler.browser.chromium import find_chromium

ROOT = Path(__file__).parents[1]
RATIO = {"ratio", "ours", "baseline", "unit"}
needs_browser = pytest.mark.skipif(find_chromium() is None, reason="no Chromium on this machine")

GOOD = "<!DOCTYPE html><html lang=en><title>Good</title><main><h1>Good</h1><p>Words</p>{}</main></html>"
BAD = GOOD.format("<img src=a.png>")


def keys_of_the_contract(result: dict[str, Any], name: str, keys: set[str]) -> None:
    """Assert what holds for every benchmark: its name, the machine, its keys, and that JSON can carry it."""
    assert result["benchmark"] == name
    assert {"cpu", "cores", "memory_gb", "python", "chromium"} <= result["machine"].keys()
    assert keys <= result.keys()
    assert json.loads(json.dumps(result)).keys() == result.keys()


def test_the_machine_is_told_without_naming_it() -> None:
    facts = machine.facts()
    assert facts["cores"] >= 1
    assert facts["memory_gb"] >= 1

    assert platform.node() not in json.dumps(facts) or len(platform.node()) < 4


def test_names_are_listed_and_an_unknown_one_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert set(NAMES) <= set(capsys.readouterr().out.split())
    assert main(["speed"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "speed" in said.err
    assert "render" in said.err


@pytest.mark.parametrize("name", ["act", "gds"])
def test_absent_data_is_said_in_one_sentence(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name, "--json"]) == 2
    assert main([name, "--data", str(tmp_path), "--json"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.strip().splitlines()) == 2


def test_a_line_of_texts_ends_at_a_newline_only(tmp_path: Path) -> None:
    path = tmp_path / "texts.jsonl"
    texts = ["æ\x85¢", "a\u2028b", "好"]
    rows = [json.dumps({"text": text, "label": 1}, ensure_ascii=False) for text in texts]
    path.write_bytes("\n".join([*rows, ""]).encode())
    assert [row["text"] for row in read_data(path)] == texts


@pytest.mark.parametrize("line", ["{", "[]", '{"text": "好"}', '{"text": 1, "label": 0}'])
def test_a_line_that_is_no_text_is_named(line: str, tmp_path: Path) -> None:
    path = tmp_path / "texts.jsonl"
    path.write_text('\n{"text": "好", "label": 0}\n' + line, "utf-8")
    with pytest.raises(SystemExit, match=r"texts\.jsonl:3: "):
        read_data(path)


@needs_browser
def test_json_is_one_object_and_nothing_else() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "render", "--json", "--pages", "4", "--rounds", "1"],
        cwd=ROOT, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    keys_of_the_contract(json.loads(done.stdout), "render", RATIO)


@needs_browser
def test_render() -> None:
    result = render.main(["--pages", "4", "--rounds", "1", "--concurrency", "2"])
    keys_of_the_contract(result, "render", RATIO | {"processor_ms"})
    assert result["unit"] == "pages/s"


@needs_browser
def test_site_loses_nothing_on_a_small_portal() -> None:
    result = site.main(["--pages", "16", "--templates", "4", "--page-bytes", "6000"])
    keys_of_the_contract(result, "site", RATIO | {"lost"})
    assert result["pages"]["adaptive"] == result["pages"]["always"]
    assert [line for line in result["lost"] if "a11y-" not in line] == []


@needs_browser
def test_cities_and_memory() -> None:
    result = cities.main(["--cities", "2", "--pages", "6", "--delay", "0.05", "--page-bytes", "6000"])
    keys_of_the_contract(result, "cities", RATIO | {"processor"})
    assert set(result["processor"]) == {"crawler", "judging", "browser", "driver", "server"}
    samples = memory.Samples(ROOT)
    samples.taken = [(pages, {"crawler": 100.0 + pages / 100}) for pages in range(0, 1001, 10)]
    assert samples.around(80, 150)["crawler"] < samples.around(950, 1000)["crawler"]
    with pytest.raises(command.Refused):
        samples.around(2000, 3000)


def test_peers_says_why_it_cannot_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert shutil.which("npm") is None
    with pytest.raises(command.Refused, match="npm"):
        peers.main([])


@needs_browser
def test_accuracy_on_the_clean_city() -> None:
    result = accuracy.main(["--cities", "anping", "--today", "2026-11-23"])
    keys_of_the_contract(result, "accuracy", {"groups", "checks", "misses", "false_alarms"})
    assert set(result["groups"]) == {"columns", "search", "interaction", "text"}
    assert {"precision", "recall", "f1"} <= result["groups"]["columns"].keys()
    assert result["false_alarms"] == []


def test_an_unknown_city_is_refused() -> None:
    with pytest.raises(command.Refused, match="atlantis"):
        accuracy.main(["--cities", "atlantis"])


def label(check: str, url: str) -> dict[str, str]:
    return {"check": check, "url": url, "why": "planted", "entry": "desktop"}


def finding(url: str, outcome: str = "fail") -> dict[str, Any]:
    return {"outcome": outcome, "url": url, "page_urls": [url], "entry": "desktop", "message": "m"}


def test_places_are_hits_misses_alarms_or_allowed() -> None:
    truth = [{
        "city": "x", "technology": "static", "clean": False,
        "expect": [label("column-empty", "http://x.cn/a/"), label("column-empty", "http://x.cn/b/"),
                   label("pii-leak", "http://x.cn/")],
        "never": [label("text-garbled", "http://x.cn/t")],
        "may": [label("column-empty", "http://x.cn/c/")],
    }]  # fmt: skip
    empty = [finding("http://www.x.cn/a/index.html"), finding("http://x.cn/b/", "unsure"), finding("http://x.cn/c/")]
    checks = {"column-empty": {"findings": empty}, "text-garbled": {"findings": [finding("http://x.cn/t")]}}
    result = accuracy.compare(truth, {"x": {"checks": checks}})
    columns = result["groups"]["columns"]
    assert (columns["precision"], columns["recall"], columns["found"]) == (1.0, 0.5, 1)
    assert columns["missed_but_unsure"] == 1
    assert result["groups"]["text"]["precision"] == 0.0
    assert result["groups"]["search"]["f1"] is None
    assert len(result["misses"]) == 1
    assert result["false_alarms"][0].endswith("planted")
    assert result["not_built"] == ["pii-leak"]


def test_a_fault_of_an_include_or_of_the_templates_is_found_on_another_page() -> None:
    expect = [label("text-garbled", "http://x.cn/a/") | {"also": ["http://x.cn/b/"]},
              label("a11y-html-has-lang", "http://x.cn/") | {"anywhere": True}]  # fmt: skip
    may = [label("a11y-region", "http://x.cn/") | {"anywhere": True}]
    truth = [{"city": "x", "technology": "static", "clean": False, "expect": expect, "may": may,
              "never": [label("a11y-region", "http://x.cn/sound/")]}]  # fmt: skip
    told = {
        "text-garbled": {"findings": [finding("http://x.cn/b/")]},
        "a11y-html-has-lang": {"findings": [finding("http://x.cn/c/")]},
        "a11y-region": {"findings": [finding("http://x.cn/c/"), finding("http://x.cn/sound/")]},
    }
    result = accuracy.compare(truth, {"x": {"checks": told}})
    assert result["misses"] == result["other_misses"] == result["false_alarms"] == []
    assert [alarm.split()[3] for alarm in result["other_false_alarms"]] == ["http://x.cn/sound/"]
    nothing = {check: {"findings": []} for check in told}
    result = accuracy.compare(truth, {"x": {"checks": nothing}})
    assert len(result["misses"]) == len(result["other_misses"]) == 1


def test_every_page_of_a_column_finding_is_a_claim_and_a_site_wide_finding_is_one() -> None:
    def counted(check: str) -> tuple[int, list[str]]:
        truth = [{"city": "x", "technology": "static", "clean": False, "may": [],
                  "expect": [label(check, "http://x.cn/a/")], "never": [label(check, "http://x.cn/n/")]}]  # fmt: skip
        findings = [
            {**finding("http://x.cn/a/"), "page_urls": ["http://x.cn/a/", "http://x.cn/b/"]},
            {**finding("http://x.cn/a/"), "page_urls": ["http://x.cn/a/", "http://x.cn/n/"]},
        ]
        result = accuracy.compare(truth, {"x": {"checks": {check: {"findings": findings}}}})
        return result["checks"][check]["found"], result["false_alarms"]

    hits, alarms = counted("column-empty")
    assert hits == 1
    assert [alarm.split()[3] for alarm in alarms] == ["http://x.cn/b/", "http://x.cn/n/"]
    hits, alarms = counted("interaction-unanswered")
    assert hits == 1
    assert [alarm.split()[3] for alarm in alarms] == ["http://x.cn/n/"]


@needs_browser
def test_act_on_two_cases(tmp_path: Path) -> None:
    folder = tmp_path / "content-assets" / "wcag-act-rules" / "testcases" / "23a2a8"
    folder.mkdir(parents=True)
    cases = []
    for name, text, expected in (("f", BAD, "failed"), ("p", GOOD.format("<img src=a.png alt=Tree>"), "passed")):
        (folder / f"{name}.html").write_text(text, "utf-8")
        cases.append({
            "ruleId": "23a2a8", "ruleName": "Image has non-empty accessible name", "expected": expected,
            "testcaseId": name, "testcaseTitle": name, "relativePath": f"testcases/23a2a8/{name}.html",
            "requirements": ["wcag20:1.1.1"],
        })  # fmt: skip
    (tmp_path / "testcases.json").write_text(json.dumps({"testcases": cases}), "utf-8")
    result = act.main(["--data", str(tmp_path)])
    keys_of_the_contract(result, "act", {"failed", "found", "negatives", "false_alarms"})
    assert [result[key] for key in ("failed", "found", "negatives", "false_alarms")] == [1, 1, 1, 0]
    assert result["not_seen"] == []


@needs_browser
def test_gds_on_two_pages(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "example-pages").mkdir()
    (tmp_path / "tests" / "image, without.html").write_text(BAD, "utf-8")
    (tmp_path / "tests" / "plain.html").write_text(GOOD.format(""), "utf-8")
    (tmp_path / "example-pages" / "demo.html").write_text(GOOD.format("<p>More</p>"), "utf-8")
    barriers = [
        {"category": "Images", "barrier": name, "page": f"tests/{name}.html", "results": {"axe": "error"}}
        for name in ("image, without", "plain")
    ]
    (tmp_path / "barriers.json").write_text(json.dumps(barriers), "utf-8")
    result = gds.main(["--data", str(tmp_path)])
    keys_of_the_contract(result, "gds", {"failed", "found", "found_unsure", "negatives", "false_alarms"})
    assert [result[key] for key in ("failed", "found", "negatives", "false_alarms")] == [2, 1, 1, 0]


def test_findings_are_compared_by_rule_and_place() -> None:
    told = {"entry": "desktop", "check": "column-empty", "message": "m", "outcome": "fail", "column": "要闻"}
    assert site._keys({**told, "page_urls": ["http://a/1"], "url": ""}) == site._keys(
        {**told, "page_urls": ["http://a/2"], "url": ""}
    )

"""How checks are found, ours and plug-ins', what their help says, and how their cases are run."""

from __future__ import annotations

import importlib
import itertools
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
import sample_checks

from checks import Text
from checks.help import parse_help
from checks.registry import RegistryError, assemble, load
from checks.run import judge
from checks.testing import build_site, load_case, run_case

REGISTRY = assemble([("sample", sample_checks)])
SITE = build_site({"pages": [{"url": "http://www.example.gov.cn/", "html": "<p>首页</p>", "kind": "home"}]})


# --- registry and plug-ins --------------------------------------------------------------------------------------

PLUGIN = '''"""What it checks
zh: 甲
en: a
Why
zh: 甲
en: a
How it decides
zh: 甲
en: a
Known limits
zh: 甲
en: a
"""
from checks import Document, Message, Text, check
T = Text("甲", "a")
@check(id="{id}", theme="{theme}", clause=None, title=T, messages={{"m": Message(T, (T, T, T), T, T)}})
def judge_it(document: Document):
    yield from ()
'''


NUMBERS = itertools.count()  # no two tests share a module's name


@pytest.fixture
def plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., ModuleType]:
    """Write a plug-in package of several modules and import it."""
    monkeypatch.syspath_prepend(tmp_path)

    def make(**modules: str) -> ModuleType:
        package = tmp_path / f"plugin_{next(NUMBERS)}"
        package.mkdir()
        (package / "__init__.py").write_text("")
        for name, source in modules.items():
            (package / f"{name}.py").write_text(source, "utf-8")
        importlib.invalidate_caches()
        return importlib.import_module(package.name)

    return make


def test_a_plugin_is_collected_like_our_own(plugin: Callable[..., ModuleType]) -> None:
    registry = assemble(
        [("sample", sample_checks), ("shandong", plugin(one=PLUGIN.format(id="shandong-seal", theme="seals")))]
    )
    assert list(registry.checks)[-1] == "shandong-seal"
    assert registry.packages["shandong-seal"] == "shandong"
    assert judge(SITE, generated_at="", registry=registry).result["themes"][-1]["id"] == "seals"


def test_installed_plugins_are_found_by_their_entry_point(
    plugin: Callable[..., ModuleType], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = plugin(one=PLUGIN.format(id="hunan-seal", theme="seals"))
    folder = tmp_path / "hunan_checks-1.0.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: hunan-checks\nVersion: 1.0\n")
    points = folder / "entry_points.txt"
    points.write_text(f"[portal_audit.checks]\nhunan = {module.__name__}\n")
    load.cache_clear()
    try:
        assert load().packages["hunan-seal"] == "hunan-checks"
        assert judge(SITE, generated_at="").result["run"]["rules"]["hunan-checks"] == "1.0"
        points.write_text("[portal_audit.checks]\nhunan = no_such_module\n")
        load.cache_clear()
        with pytest.raises(RegistryError, match="hunan-checks: no_such_module cannot be imported"):
            load()
    finally:
        monkeypatch.undo()
        load.cache_clear()


@pytest.mark.parametrize(
    ("modules", "words"),
    [
        ({"one": PLUGIN.format(id="column-empty", theme="x")}, "'column-empty' is declared twice: in sample .*hunan"),
        ({"one": "import no_such_module"}, "hunan: plugin_.*one cannot be imported: ModuleNotFoundError"),
        ({"one": "def broken(:"}, "hunan: .*one cannot be imported: SyntaxError"),
        ({"one": PLUGIN.format(id="Bad Id", theme="x")}, "hunan: .*cannot be imported: ValueError: check id"),
        (
            {"one": PLUGIN.format(id="a", theme="x").replace("limits\nzh: 甲", "limits")},
            "hunan: check 'a'.*'limits' in 'zh'",
        ),
        ({"one": PLUGIN.format(id="a", theme="x").replace("Document)", "Message)")}, "hunan: check 'a' needs Message"),
    ],
)
def test_a_broken_plugin_stops_the_start_and_is_named(
    plugin: Callable[..., ModuleType], modules: dict[str, str], words: str
) -> None:
    with pytest.raises(RegistryError, match=words):
        assemble([("sample", sample_checks), ("hunan", plugin(**modules))])


def test_an_unknown_id_in_checks_disabled_is_refused() -> None:
    with pytest.raises(ValueError, match="CHECKS_DISABLED names 'colum-empty', which is no check"):
        judge(SITE, generated_at="", registry=REGISTRY, disabled=frozenset({"colum-empty"}))


def test_our_own_checks_are_all_of_the_contract() -> None:
    for check in load().checks.values():
        assert check.module.startswith("checks."), check.id


# --- help -------------------------------------------------------------------------------------------------------


def test_help_may_be_written_by_part_or_by_language() -> None:
    by_part = "Title.\n\nWhat it checks\nzh: 一\n    二\nen: one\n    two\n\nWhy\nzh: 因\nen: because\n"
    by_part += "How it decides\nzh: 法\n\n另一段\nen: how\nKnown limits\nzh: 限\nen: limit\n"
    by_language = "zh:\n检查内容\n一二\n检查依据\n因\n判定方法\n法\n\n另一段\n已知局限\n限\n"
    by_language += "en:\nWhat it checks\none\ntwo\nWhy\nbecause\nHow it decides\nhow\nKnown limits\nlimit\n"
    assert parse_help(by_part) == parse_help(by_language)
    assert parse_help(by_part).what == Text("一二", "one two")
    assert parse_help(by_part).how.zh == "法\n另一段"


def test_help_that_lacks_a_part_says_which() -> None:
    with pytest.raises(ValueError, match="'why' in 'zh'"):
        parse_help("What it checks\nzh: 甲\nen: a\n")


# --- the case runner ----------------------------------------------------------------------------------------------

MARK = REGISTRY.checks["sample-mark"]


@pytest.mark.parametrize(
    ("name", "html", "fault"),
    [
        ("good-1.html", "<p>a</p>", None),
        ("bad-1.html", "<p data-bad data-expect='said'>a</p>", None),
        ("bad-1.html", "<p data-bad data-expect='said'>a</p><p data-bad>b</p>", "falsely found .*nth-of-type.2."),
        ("bad-1.html", "<p data-expect='said'>a</p><b data-bad>b</b>", "missed .* > p', 'fail'.*falsely found .* > b"),
        ("bad-1.html", "<p data-bad data-expect='other'>a</p>", "missed .*'other'.*falsely found .*'said'"),
        ("good-1.html", "<p data-bad>a</p>", "falsely found"),
        ("good-1.html", "<p data-expect='said'>a</p>", "is a good case and expects findings"),
        ("bad-1.html", "<p>a</p>", "is a bad case and expects nothing"),
        ("known-1.html", "<p data-expect='said'>not found yet</p>", None),
        ("known-1.html", "<p data-bad data-expect='said'>a</p>", "works now"),
        ("nice-1.html", "<p>a</p>", "is called good-, bad- or known-"),
    ],
)
def test_a_case_holds_exactly_when_the_marks_are_found(tmp_path: Path, name: str, html: str, fault: str | None) -> None:
    case = tmp_path / name
    case.write_text(html, "utf-8")
    if fault is None:
        run_case(MARK, case, REGISTRY)
    else:
        with pytest.raises(AssertionError, match=fault):
            run_case(MARK, case, REGISTRY)


def test_a_case_says_what_its_page_is(tmp_path: Path) -> None:
    case = tmp_path / "bad-1.html"
    case.write_text(
        "<!-- url: http://a.gov.cn/ rendered: true kind: column http: gb18030 looks: 1 -->"
        "<title>栏目</title><p data-empty data-expect='said?'></p>",
        "utf-8",
    )
    (page,) = load_case(case).site.pages
    assert (page.url, page.rendered, page.kind, page.look) == ("http://a.gov.cn/", True, "column", 1)
    assert page.encoding is not None
    assert page.encoding.http == "gb18030"
    assert load_case(case).expected[0][2] == "unsure"


def test_rendered_pages_of_a_case_count_as_seen_twice(tmp_path: Path) -> None:
    case = tmp_path / "bad-1.json"
    case.write_text(
        '{"pages": [{"url": "http://a.gov.cn/c/", "rendered": true,'
        ' "html": ["<title>c</title>", "<p data-empty></p>"]}],'
        ' "expect": [["said", "http://a.gov.cn/c/"]], "outcome": "fail"}',
        "utf-8",
    )
    run_case(REGISTRY.checks["column-empty"], case, REGISTRY)


@pytest.mark.parametrize("text", ["{", '{"pages": [{"html": ""}]}', '{"sides": []}', '{"pages": [], "expect": [1]}'])
def test_a_malformed_case_names_its_file(tmp_path: Path, text: str) -> None:
    case = tmp_path / "bad-1.json"
    case.write_text(text, "utf-8")
    with pytest.raises(ValueError, match=r"bad-1\.json: "):
        load_case(case)


def test_no_two_messages_of_all_checks_have_one_title() -> None:
    """Reports group by message: rows that read alike would seem to be one finding told twice."""
    told: dict[str, list[str]] = {}
    for name, declared in load().checks.items():
        for key, message in declared.messages.items():
            title = message.title or declared.title
            for text in (title.zh, title.en):
                told.setdefault(text, []).append(f"{name} {key}")
    assert {title: where for title, where in told.items() if len(set(where)) > 1} == {}

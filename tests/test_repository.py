"""What holds for the repository as a whole: it needs no machine of ours, and a newcomer finds the way."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCE_FOLDERS = ("crawler", "checks", "reports", "demo", "benchmarks", "setup")
MODULE_LINES = 450
FILE_BYTES = 2_000_000

#: Written in pieces, so that this file does not name what it forbids.
MACHINE_PATHS = re.compile("|".join(["/wor" + "k/(main|shared)", "/roo" + "t/", r"\.\./sha" + "red", "/tm" + "p/w/"]))
REGISTRY_HOSTS = re.compile(
    "|".join(
        [
            *("pypi" + r"\.org", "python" + r"hosted\.org", "npm" + r"js\.(org|com)", "npm" + r"mirror\.com"),
            *(r"deb\." + "debian", r"mirrors?\." + r"\w+", "--(extra-)?index" + "-url", "--find" + "-links"),
        ]
    )
)


def tracked() -> list[Path]:
    """Every file of the repository: what git knows, or all that stands there in an unpacked archive."""
    if not (ROOT / ".git").exists():
        return [path for path in ROOT.rglob("*") if path.is_file() and ".venv" not in path.parts]
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    paths = (ROOT / name for name in listed.decode("utf-8").split("\0") if name)
    return [path for path in paths if path.is_file()]


FILES = tracked()
TEXTS = {}
for path in FILES:
    raw = path.read_bytes()
    if b"\0" not in raw[:8192]:
        TEXTS[path.relative_to(ROOT).as_posix()] = raw.decode("utf-8", "replace")


def found(pattern: re.Pattern[str]) -> list[str]:
    """List `file: words` for every place where *pattern* stands."""
    return [f"{name}: {match[0]}" for name, text in TEXTS.items() for match in pattern.finditer(text)]


def test_no_file_names_a_machine_of_ours():
    assert found(MACHINE_PATHS) == []


def test_no_file_names_a_package_registry():
    assert [place for place in found(REGISTRY_HOSTS) if "--no-emit" not in place] == []


def test_no_file_is_large():
    assert [path.name for path in FILES if path.stat().st_size > FILE_BYTES] == []


@pytest.mark.parametrize("script", [".ci/run", "setup/setup.sh"])
def test_scripts_can_be_run(script):
    assert (ROOT / script).stat().st_mode & 0o111
    assert TEXTS[script].startswith("#!")


def test_ci_runs_what_a_developer_runs():
    lines = [line for line in TEXTS[".ci/run"].splitlines() if line and not line.startswith("#")]
    assert lines[0] == "set -euo pipefail"
    assert lines[-1] == "make test"


def test_scrapy_finds_the_settings():
    assert TEXTS["scrapy.cfg"].split() == ["[settings]", "default", "=", "crawler.settings"]


def test_modules_stay_small_and_named_by_their_purpose():
    modules = {name: text for name, text in TEXTS.items() if name.endswith(".py")}
    large = [name for name, text in modules.items() if text.count("\n") >= MODULE_LINES]
    assert [name for name in large if name.startswith(SOURCE_FOLDERS)] == []
    assert [name for name in modules if re.search(r"(^|/)(utils?|helpers?|misc|common|manager)\.py$", name)] == []


def test_both_readmes_name_both_commands_and_each_other():
    english, chinese = TEXTS["README.md"], TEXTS["README.zh-CN.md"]
    for text in (english, chinese):
        assert {"make demo", "make test"} <= set(re.findall(r"make \w+", text))
    assert "README.zh-CN.md" in english
    assert "README.md" in chinese


def test_links_between_our_pages_lead_somewhere():
    dead = []
    for name, text in TEXTS.items():
        if name.endswith(".md"):
            for target in re.findall(r"\]\(([^)\s]+)\)", text):
                file = target.partition("#")[0]
                if file and not re.match(r"[a-z]+:", file) and not (ROOT / name).parent.joinpath(file).exists():
                    dead.append(f"{name}: {target}")
    assert dead == []


def test_the_licence_is_apache_2():
    assert "Apache License\n                           Version 2.0, January 2004" in TEXTS["LICENSE"]
    assert tomllib.loads(TEXTS["pyproject.toml"])["project"]["license"] == "Apache-2.0"


def test_the_changelog_knows_the_version():
    assert tomllib.loads(TEXTS["pyproject.toml"])["project"]["version"] in TEXTS["CHANGELOG.md"]

"""The set-up as a user meets it: real processes, real folders, and one sentence at every failure."""

import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).parent.parent
LOCK = (ROOT / "requirements" / "lock.txt").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
DIRECT = [Requirement(text) for text in PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"]]

posix_only = pytest.mark.skipif(os.name != "posix", reason="runs a shell script")


def run(*command: str, folder: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run *command* with *environment* added to ours."""
    environ = {**os.environ, **environment}
    return subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True, timeout=120, check=False)


def pins() -> list[Requirement]:
    """The requirements of the lock file, without their hashes."""
    return [Requirement(line.rstrip(" \\")) for line in LOCK.splitlines() if re.match(r"[a-zA-Z]", line)]


@pytest.mark.parametrize("direct", DIRECT, ids=lambda requirement: requirement.name)
def test_every_dependency_is_pinned_within_its_range(direct):
    versions = [next(iter(pin.specifier)) for pin in pins() if pin.name.lower() == direct.name.lower()]
    assert versions, "run make lock"
    for version in versions:
        assert version.operator == "=="
        assert Version(version.version) in direct.specifier


def test_every_pin_carries_its_hashes_and_no_address():
    entries = re.split(r"\n(?=[a-zA-Z])", LOCK)
    assert [entry.split()[0] for entry in entries[1:] if "--hash=sha256:" not in entry] == []
    assert "//" not in LOCK


def test_the_browser_finder_needs_nothing_but_python():
    code = "import sys; sys.path.insert(0, sys.argv[1]); import crawler.browser.chromium"
    done = run(sys.executable, "-I", "-S", "-c", code, str(ROOT))
    assert done.returncode == 0, done.stderr


@posix_only
def test_a_python_that_is_too_old_is_refused_in_one_sentence():
    done = run("sh", "setup/setup.sh", PYTHON="false")
    assert done.returncode == 1
    assert done.stderr == (
        "set-up: PYTHON=false is not a Python 3.11 or newer; set it to one that is, or leave it unset.\n"
    )


@posix_only
def test_packages_that_cannot_be_had_end_with_what_to_do(tmp_path):
    for file in (
        "setup",
        "crawler/browser/chromium.py",
        "crawler/__init__.py",
        "crawler/browser/__init__.py",
    ):
        source, target = ROOT / file, tmp_path / file
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.exists():
            shutil.copy(source, target)
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "lock.txt").write_text(f"portal-audit-nowhere==1 --hash=sha256:{'0' * 64}\n")
    (tmp_path / "pyproject.toml").touch()
    done = run("sh", "setup/setup.sh", folder=tmp_path, PYTHON=sys.executable, PIP_NO_INDEX="1")
    assert done.returncode == 1
    assert ".venv made with Python 3." in done.stdout
    assert done.stderr.splitlines()[-1].startswith("set-up: pip could not install the packages")
    assert "Traceback" not in done.stderr
    again = run("sh", "setup/setup.sh", folder=tmp_path, PYTHON=sys.executable, PIP_NO_INDEX="1")
    assert ".venv is there" in again.stdout


@posix_only
def test_a_program_that_takes_too_long_is_ended_with_its_children(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "setup"))
    import processes

    sign = tmp_path / "child"
    begun = time.monotonic()
    code, words = processes.run(["sh", "-c", f"sleep 60 & echo $! > {sign}; wait"], seconds=0.5)
    assert (code, words) == (-1, "not finished within 0.5 seconds")
    assert time.monotonic() - begun < 30
    child = int(sign.read_text())
    deadline = time.monotonic() + 10
    while alive(child):
        assert time.monotonic() < deadline, "the child lives on"
        time.sleep(0.02)


def alive(process: int) -> bool:
    """Say whether a process runs; one that has ended and is not yet collected does not."""
    status = Path(f"/proc/{process}/stat")
    if status.parent.parent.joinpath("self").exists():
        return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"
    return subprocess.run(["ps", "-p", str(process)], capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        ("Downloading\nError: no such host\n    at connect (net:1)\n", "no such host"),
        (
            "Reading lists\nE: Unable to locate package chromium\nE: other\n",
            "Unable to locate package chromium",
        ),
        (
            "chrome: error while loading shared libraries: libnss3.so\n",
            "chrome: error while loading shared libraries: libnss3.so",
        ),
        ("", "it said nothing"),
    ],
)
def test_the_reason_of_a_failure_is_found_in_a_programs_output(output, reason, monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "setup"))
    import processes

    assert processes.reason(output) == reason


@posix_only
@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_make_test_runs_every_gate_and_pytest_last():
    planned = run("make", "--dry-run", "test").stdout.splitlines()
    tools = [line.removeprefix(".venv/bin/").split()[0] for line in planned if line.startswith(".venv/bin/")]
    assert planned[0] == "sh setup/setup.sh"
    assert tools == ["ruff", "ruff", "mypy", "lint-imports", "pytest"]

"""The walls between the rooms hold: mistakes are planted in a small tree that has our own lint rules."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TOOLS = Path(sys.executable).parent

ROOMS = ("crawler", "checks", "reports", "demo", "benchmarks")
#: What is allowed: artifacts and readings for the crawler, its one door, and the commands that need more.
ALLOWED = {
    "checks/artifacts.py": "PAGE = 1\n",
    "checks/reading/__init__.py": "",
    "checks/reading/links.py": "from urllib.parse import urljoin\n\nfrom checks.artifacts import PAGE\n",
    "checks/run.py": "from checks.artifacts import PAGE\n",
    "reports/render.py": "import json\n",
    "demo/site.py": "import socket\n",
    "crawler/spider.py": (
        "import time\n\nfrom crawler.audit import audit_city\nfrom checks.artifacts import PAGE\n"
        "from checks.reading.links import urljoin\n"
    ),
    "crawler/audit.py": "from checks.run import PAGE\nfrom reports.render import json\n\naudit_city = PAGE\n",
    "crawler/commands/__init__.py": "",
    "crawler/commands/checks.py": "from checks.run import PAGE\n",
    "crawler/commands/demo.py": "from demo.site import socket\n",
}


def tree(folder: Path, files: dict[str, str]) -> Path:
    """Write a project with our lint rules, the allowed imports and *files*."""
    shutil.copy(ROOT / "pyproject.toml", folder)
    for room in ROOMS:
        (folder / room).mkdir()
        (folder / room / "__init__.py").touch()
    for name, text in {**ALLOWED, **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def broken_walls(folder: Path) -> str:
    """Return what lint-imports says of broken contracts, and nothing when all are kept."""
    command = [TOOLS / "lint-imports", "--no-logo", "--no-cache"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False)
    assert "Contracts:" in done.stdout, done.stdout + done.stderr
    return done.stdout if done.returncode else ""


def banned(folder: Path) -> list[str]:
    """List the files and lines with a name that ruff bans in checks/."""
    command = [TOOLS / "ruff", "check", "--no-cache", "--select", "TID251", "--output-format", "concise", "."]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False)
    return re.findall(r"^(\S+?:\d+):\d+: TID251", done.stdout, re.MULTILINE)


def test_what_each_room_needs_is_allowed(tmp_path):
    folder = tree(tmp_path, {})
    assert broken_walls(folder) == ""
    assert banned(folder) == []


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("checks/bad.py", "import scrapy\n", "checks.bad -> scrapy"),
        ("checks/bad.py", "from playwright.async_api import Page\n", "checks.bad -> playwright"),
        ("checks/bad.py", "import subprocess\n", "checks.bad -> subprocess"),
        ("checks/bad.py", "from crawler import spider\n", "checks.bad -> crawler.spider"),
        ("checks/bad.py", "import reports.render\n", "checks.bad -> reports.render"),
        ("reports/bad.py", "from checks import run\n", "reports.bad -> checks.run"),
        ("reports/bad.py", "import crawler.spider\n", "reports.bad -> crawler.spider"),
        ("crawler/bad.py", "import checks.run\n", "crawler.bad -> checks.run"),
        ("crawler/bad.py", "from checks import PAGE\n", "crawler.bad -> checks"),
        ("crawler/bad.py", "import reports.render\n", "crawler.bad -> reports.render"),
        ("crawler/bad.py", "import demo.site\n", "crawler.bad -> demo.site"),
    ],
)
def test_a_forbidden_import_breaks_a_wall(tmp_path, file, text, said):
    assert said in broken_walls(tree(tmp_path, {file: text}))


def test_checks_have_no_clock_no_dice_and_no_network_by_any_name(tmp_path):
    lines = [
        "import random",
        "import time",
        "import urllib.request",
        "from datetime import date, datetime",
        "TODAY = date.today()",
        "NOW = datetime.now()",
        "import datetime as dt",
        "UTC = dt.datetime.now(dt.UTC)",
        "from os import environ",
    ]
    folder = tree(tmp_path, {"checks/columns/bad.py": "\n".join(lines) + "\n"})
    found = {int(place.rpartition(":")[2]) for place in banned(folder)}
    assert {lines[number - 1] for number in found} == {
        line for line in lines if not line.startswith(("from datetime", "import datetime"))
    }

"""Installs a package of the system where we may: as root, or by a sudo that asks for no password."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence

import processes

#: What to install, by package manager; tried in order, because distributions renamed them.
CHROMIUM: Mapping[str, Sequence[str]] = {
    # The sandbox's helper is a package of its own. Ubuntu has but a snap: there Playwright's own is next.
    "apt-get": ("chromium-headless-shell chromium-sandbox", "chromium chromium-sandbox"),
    "dnf": ("chromium",),
    "zypper": ("chromium",),
    "pacman": ("chromium",),
}
#: The windowless shell, where a full browser is there already: it opens pages with a fraction of the work.
SHELL: Mapping[str, Sequence[str]] = {"apt-get": ("chromium-headless-shell",)}
#: Debian and Ubuntu keep the part of Python that makes virtual environments apart.
VENV: Mapping[str, Sequence[str]] = {"apt-get": (f"python3.{sys.version_info.minor}-venv", "python3-venv")}
CHINESE_FONT: Mapping[str, Sequence[str]] = {
    "apt-get": ("fonts-noto-cjk", "fonts-wqy-zenhei"),
    "dnf": ("google-noto-sans-cjk-fonts", "google-noto-sans-cjk-vf-fonts", "wqy-zenhei-fonts"),
    "zypper": ("google-noto-sans-sc-fonts", "noto-sans-sc-fonts", "wqy-zenhei-fonts"),
    "pacman": ("noto-fonts-cjk",),
}
_REFRESH: Mapping[str, Sequence[str]] = {"apt-get": ("update", "-qq")}
_refreshed: set[str] = set()  # once in one set-up is enough
_INSTALL: Mapping[str, Sequence[str]] = {
    "apt-get": ("install", "--yes", "-qq", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=120"),
    "dnf": ("install", "--assumeyes", "--quiet"),
    "zypper": ("--non-interactive", "--quiet", "install"),
    "pacman": ("-Sy", "--noconfirm", "--needed"),
}
_SECONDS = 900  # for one package with all that it needs
_UNATTENDED = {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}


def install(names: Mapping[str, Sequence[str]], say: Callable[[str, str], None]) -> str | None:
    """Install the first of *names* that the system's package manager has.

    Takes the names by package manager and a function that prints a line about a step. Returns None when a
    package was installed, and otherwise the reason in a few words.
    """
    manager = next((manager for manager in names if shutil.which(manager)), None)
    if manager is None:
        return "no package manager that we know"
    right = right_to_install()
    if right is None:
        return f"{manager} needs root or a sudo that asks for no password"
    if manager in _REFRESH and manager not in _refreshed:
        say("system", f"{manager} {' '.join(_REFRESH[manager])}")
        # Its outcome does not matter: an old list may still do, and the install below says what is wrong.
        processes.run([*right, manager, *_REFRESH[manager]], _SECONDS, _UNATTENDED)
        _refreshed.add(manager)
    refusal = "no name to try"
    for name in names[manager]:
        say("system", f"{manager} installs {name} ...")
        code, output = processes.run([*right, manager, *_INSTALL[manager], *name.split()], _SECONDS, _UNATTENDED)
        if code == 0:
            return None
        refusal = f"{manager} could not install {name}: {processes.reason(output)}"
    return refusal


def right_to_install() -> list[str] | None:
    """Return what to put before a command so that it may install; None when nothing gives that right."""
    if not hasattr(os, "geteuid"):
        return None
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and processes.run([sudo, "-n", "true"], seconds=10)[0] == 0:
        return [sudo, "-n"]
    return None

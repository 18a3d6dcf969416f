"""Where this machine keeps its Chromium, whether it can be sandboxed, and whether Chinese can be drawn.

Standard library only: the set-up runs this file with the system's Python before anything is installed, and
the crawl asks the same functions at run time. No path is ever stored, so an upgraded browser is found again.
"""

from __future__ import annotations

import functools
import importlib.util
import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

#: Names the program to use, before any other place is looked at.
CHROMIUM_VARIABLE = "PORTAL_AUDIT_CHROMIUM"

#: Names on PATH. The windowless shell first: the full browser draws a toolbar for every window that nobody sees
#: (measured on two cores: three contexts open in 3 s instead of 15 s, with 0.2 s of the processor instead of 1.7 s).
#: Then a distribution's own Chromium, because its security updates arrive with the system's.
SHELL_NAMES = ("chromium-headless-shell", "chrome-headless-shell")
PATH_NAMES = (
    *SHELL_NAMES,
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "microsoft-edge-stable",
    "chrome",
)

_MAC_PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
_WINDOWS_PLACES = (
    r"Chromium\Application\chrome.exe",
    r"Google\Chrome\Application\chrome.exe",
    r"Microsoft\Edge\Application\msedge.exe",
)
#: Inside one `chromium-<revision>` folder of Playwright's cache; the folder names changed over its releases.
_PLAYWRIGHT_PROGRAMS = (
    "chrome-linux*/chrome",
    "chrome-mac*/*.app/Contents/MacOS/*",
    "chrome-win*/chrome.exe",
    "chrome-headless-shell-linux*/chrome-headless-shell",
    "chrome-headless-shell-mac*/chrome-headless-shell",
    "chrome-headless-shell-win*/chrome-headless-shell.exe",
    "chrome-linux*/headless_shell",
    "chrome-mac*/headless_shell",
)
#: Where distributions put the setuid helper of the Chromium whose launcher is a script elsewhere.
_SANDBOX_HELPERS = {
    "chromium-headless-shell": "/usr/lib/chromium/chrome-sandbox",
    "chromium": "/usr/lib/chromium/chrome-sandbox",
    "chromium-browser": "/usr/lib/chromium-browser/chrome-sandbox",
    "google-chrome": "/opt/google/chrome/chrome-sandbox",
    "google-chrome-stable": "/opt/google/chrome/chrome-sandbox",
}
#: Kernel switches that forbid unprivileged user namespaces, and the value that forbids them.
_NAMESPACE_SWITCHES = (
    ("/proc/sys/user/max_user_namespaces", "0"),
    ("/proc/sys/kernel/unprivileged_userns_clone", "0"),  # Debian's patch
    ("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1"),  # Ubuntu 23.10 and newer
)
#: Font files that hold simplified Chinese, for systems without fontconfig's `fc-list`.
_CHINESE_FONT_FILES = re.compile(
    r"noto(sans|serif)(cjk|sc)|sourcehan(sans|serif)|wqy|droidsansfallback|pingfang|hiragino sans gb|stheiti"
    r"|songti|msyh|simsun|simhei|deng\.ttf",
    re.IGNORECASE,
)
_ATTEMPT_SECONDS = 10
_FONT_LISTING_SECONDS = 30  # a first `fc-list` may build the font cache


def find_chromium(environ: Mapping[str, str] | None = None) -> str | None:
    """Return the path of the Chromium to use, or None when this machine has none.

    Takes the environment to look in (`os.environ` by default). Looked at in this order: the variable
    PORTAL_AUDIT_CHROMIUM, the names on PATH, the usual places of macOS and Windows, Playwright's cache.

    Raises FileNotFoundError when PORTAL_AUDIT_CHROMIUM names something that cannot be started: who chose a
    browser is told so, and not given another one.
    """
    environ = os.environ if environ is None else environ
    if chosen := environ.get(CHROMIUM_VARIABLE):
        if _startable(Path(chosen)):
            return chosen
        raise FileNotFoundError(f"{CHROMIUM_VARIABLE} names {chosen}, which is not a program that can be started.")
    return next(_installed(environ), None)


def chromium_version(program: str) -> str:
    """What *program* says of its version, such as ``Chromium 140.0.7339.80``; empty where it does not say."""
    try:
        said = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return said.stdout.strip()


def needs_no_sandbox(program: str | None = None) -> bool:
    """Say whether Chromium starts here only without its sandbox.

    Takes the program that will be started (what `find_chromium` returns, by default). True for root on Linux,
    and where the kernel forbids user namespaces and the program has no setuid helper of its own. Everywhere
    else the sandbox stays on: the pages that we open are not ours.
    """
    if not sys.platform.startswith("linux"):
        return False
    if os.geteuid() == 0:
        return True
    if _user_namespaces_work():
        return False
    program = program or find_chromium()
    return program is None or not _has_sandbox_helper(Path(program))


def has_chinese_font() -> bool:
    """Say whether a page in Chinese would be drawn as characters rather than as empty boxes."""
    if lister := shutil.which("fc-list"):
        listing = subprocess.run(
            [lister, ":lang=zh", "file"], capture_output=True, timeout=_FONT_LISTING_SECONDS, check=False
        )
        if listing.returncode == 0:
            return bool(listing.stdout.strip())
    return any(
        _CHINESE_FONT_FILES.search(file)
        for folder in _font_folders()
        for _, _, files in os.walk(folder)
        for file in files
    )


def _installed(environ: Mapping[str, str]) -> Iterator[str]:
    """Yield the Chromium programs that can be started, best first."""
    snaps = []
    for name in PATH_NAMES:
        found = shutil.which(name, path=environ.get("PATH"))
        if found is None or _is_empty_snap_launcher(Path(found)):
            continue
        if _is_snap(Path(found)):
            snaps.append(found)
        else:
            yield found
    places = [Path(place) for place in _MAC_PLACES] if sys.platform == "darwin" else []
    for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
        if sys.platform == "win32" and (base := environ.get(variable)):
            places += [Path(base) / place for place in _WINDOWS_PLACES]
    yield from (str(place) for place in places if _startable(place))
    yield from _playwright_programs(environ)
    # Last, because a snap sees neither /tmp nor hidden folders, and so cannot keep a profile where we put it.
    yield from snaps


def _playwright_programs(environ: Mapping[str, str]) -> Iterator[str]:
    """Yield Playwright's own downloads: the newest revision first, the full browser before the shell."""
    cache = _playwright_cache(environ)
    if cache is None or not cache.is_dir():
        return
    folders = [
        (int(match["revision"]), match["kind"] == "chromium", folder)
        for folder in cache.iterdir()
        if (match := re.fullmatch(r"(?P<kind>chromium|chromium_headless_shell)-(?P<revision>\d+)", folder.name))
    ]
    for _, _, folder in sorted(folders, reverse=True):
        for pattern in _PLAYWRIGHT_PROGRAMS:
            yield from (str(program) for program in sorted(folder.glob(pattern)) if _startable(program))


def _playwright_cache(environ: Mapping[str, str]) -> Path | None:
    """Return the folder that `playwright install` downloads to (playwright.dev/python/docs/browsers)."""
    chosen = environ.get("PLAYWRIGHT_BROWSERS_PATH")
    if chosen == "0":  # Playwright's word for "inside the installed package"
        package = importlib.util.find_spec("playwright")
        if package is None or package.origin is None:
            return None
        return Path(package.origin).parent / "driver" / "package" / ".local-browsers"
    if chosen:
        return Path(chosen)
    if sys.platform == "win32":
        base = environ.get("LOCALAPPDATA")
        return Path(base) / "ms-playwright" if base else None
    home = environ.get("HOME")
    if not home:
        return None
    if sys.platform == "darwin":
        return Path(home) / "Library" / "Caches" / "ms-playwright"
    return Path(environ.get("XDG_CACHE_HOME") or Path(home) / ".cache") / "ms-playwright"


def _startable(program: Path) -> bool:
    return program.is_file() and os.access(program, os.X_OK)


def _is_snap(program: Path) -> bool:
    return program.parts[:2] == (os.sep, "snap") or b"/snap/bin/chromium" in _script_text(program)


def _is_empty_snap_launcher(program: Path) -> bool:
    """Ubuntu's chromium-browser is a script that asks for a snap; without the snap it starts nothing."""
    return b"/snap/bin/chromium" in _script_text(program) and not Path("/snap/bin/chromium").exists()


def _script_text(program: Path) -> bytes:
    """Return the start of a script, and nothing for a real program."""
    with program.open("rb") as file:
        head = file.read(8192)
    return head if head.startswith(b"#!") else b""


def _has_sandbox_helper(program: Path) -> bool:
    helpers = [program.resolve().parent / "chrome-sandbox"]
    if program.name in _SANDBOX_HELPERS:
        helpers.append(Path(_SANDBOX_HELPERS[program.name]))
    return any(helper.is_file() and helper.stat().st_mode & stat.S_ISUID for helper in helpers)


@functools.cache
def _user_namespaces_work() -> bool:
    """Say whether a program without privileges may make a user namespace, as Chromium's sandbox does.

    Containers forbid it in ways that no kernel switch tells, so it is tried, where a tool is there to try it.
    """
    if any(_reads(switch, value) for switch, value in _NAMESPACE_SWITCHES):
        return False
    unshare = shutil.which("unshare")
    if unshare is None:
        return True
    attempt = [unshare, "--user", "--map-root-user", "true"]
    return subprocess.run(attempt, capture_output=True, timeout=_ATTEMPT_SECONDS, check=False).returncode == 0


def _reads(switch: str, value: str) -> bool:
    path = Path(switch)
    return path.is_file() and path.read_text("ascii").strip() == value


def _font_folders() -> list[Path]:
    home = Path.home()
    if sys.platform == "darwin":
        return [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts"]
    if sys.platform == "win32":
        return [Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"]
    return [
        Path("/usr/share/fonts"),
        Path("/usr/local/share/fonts"),
        home / ".fonts",
        home / ".local/share/fonts",
    ]

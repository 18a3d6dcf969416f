"""Makes a fresh machine ready: virtual environment, pinned packages, a Chromium, a font with Chinese glyphs.

Run by `make setup` with any Python from 3.11 on; standard library only. Every step says in one line what it
did and is skipped when it is already done. Every failure ends with one sentence that tells what to do.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import processes  # noqa: E402  (beside this file)
import system_packages  # noqa: E402  (beside this file)

from crawler.browser.chromium import CHROMIUM_VARIABLE, find_chromium, has_chinese_font, needs_no_sandbox  # noqa: E402

VENV = ROOT / ".venv"
VENV_PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
LOCK = ROOT / "requirements" / "lock.txt"
#: What a step was done from: the step is skipped while its stamp says what it would say now.
PACKAGES_STAMP = VENV / ".packages"
CHROMIUM_STAMP = VENV / ".chromium"
SHELL_STAMP = VENV / ".shell"

PACKAGES_SECONDS = 1800  # some 200 MB through a slow line
DOWNLOAD_SECONDS = 900  # Playwright's Chromium, some 170 MB
START_SECONDS = 60  # a first start of Chromium on a busy machine
PYTHON_SECONDS = 120

BLANK_PAGE = "<title>portal</title>"


class SetupError(Exception):
    """A step that cannot be done here; its text tells what to do."""


def say(step: str, text: str) -> None:
    """Print one line about *step*."""
    print(f"  {step:<9} {text}", flush=True)


def make_environment() -> None:
    """Make `.venv`, or keep it when its Python still runs, has pip and is new enough."""
    probe = [str(VENV_PYTHON), "-c", "import sys, pip; sys.exit(sys.version_info < (3, 11))"]
    if VENV_PYTHON.exists() and processes.run(probe, PYTHON_SECONDS)[0] == 0:
        say("python", f"{VENV.name} is there")
        return
    make = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    code, output = processes.run(make, PYTHON_SECONDS)
    if code and system_packages.install(system_packages.VENV, say) is None:
        code, output = processes.run(make, PYTHON_SECONDS)
    if code:
        raise SetupError(
            f"the virtual environment could not be made ({processes.reason(output)}); on Debian and Ubuntu"
            f" install python3.{sys.version_info.minor}-venv, elsewhere the venv and pip of your Python."
        )
    say("python", f"{VENV.name} made with Python {sys.version.split()[0]}")


def install_packages() -> None:
    """Install the pins of requirements/lock.txt and, editable, the project itself."""
    made_from = LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes() + str(ROOT).encode()
    stamp = hashlib.sha256(made_from).hexdigest()
    if _stamped(PACKAGES_STAMP, stamp):
        say("packages", "as pinned")
        return
    say("packages", "installing the pinned packages, some minutes the first time ...")
    pip = [str(VENV_PYTHON), "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
    for arguments in (
        ["--require-hashes", "--requirement", str(LOCK)],
        ["--no-deps", "--no-build-isolation", "--editable", str(ROOT)],
    ):
        code, output = processes.run([*pip, *arguments], PACKAGES_SECONDS)
        if code:
            print(output, file=sys.stderr)
            raise SetupError(
                "pip could not install the packages (its words stand above); check the network, or choose a"
                " package index that is near with PIP_INDEX_URL, then run make setup again."
            )
    PACKAGES_STAMP.write_text(stamp, "utf-8")
    say("packages", "installed")


def provide_chromium() -> None:
    """Find a Chromium that starts; else install the system's; else download Playwright's."""
    refusals = []
    for provide in (_installed_chromium, _system_chromium, _playwright_chromium):
        refusal = provide()
        program = find_chromium()
        if program is None:
            refusals.append(refusal or "what was installed cannot be found")
            continue
        if refusal := _start_refusal(program):
            raise SetupError(
                f"{program} does not start ({refusal}); repair it, or set PORTAL_AUDIT_CHROMIUM to the path"
                " of another Chromium, then run make setup again."
            )
        say("chromium", program)
        return
    raise SetupError(
        f"no Chromium to work with ({'; '.join(refusals)}); install the package chromium or"
        " Google Chrome, or set PORTAL_AUDIT_CHROMIUM to the path of one, then run make setup again."
    )


def provide_chinese_font() -> None:
    """See to it that screenshots show characters; without a font, warn and go on."""
    if has_chinese_font():
        say("font", "Chinese glyphs are there")
        return
    refusal = system_packages.install(system_packages.CHINESE_FONT, say)
    if has_chinese_font():
        say("font", "Chinese glyphs installed")
        return
    line = "  " + "*" * 90
    print(
        f"\n{line}\n"
        "  WARNING  No font with Chinese glyphs: in every screenshot, boxes will stand for characters.\n"
        "           The findings themselves are not affected.\n"
        "  警告     未发现中文字体：报告中的网页截图将以方框代替汉字，检查结论不受影响。\n"
        f"           ({refusal or 'the package was installed, yet no such font is found'})\n"
        "           Install fonts-noto-cjk (Debian, Ubuntu), google-noto-sans-cjk-fonts (Fedora) or\n"
        "           noto-fonts-cjk (Arch), then run make setup again.\n"
        f"{line}\n",
        file=sys.stderr,
        flush=True,
    )


def _installed_chromium() -> str | None:
    """Check the user's own choice of a browser; return why none is installed, or None."""
    try:
        return None if find_chromium() else "none is installed"
    except FileNotFoundError as error:
        raise SetupError(f"{error} Correct the variable or unset it, then run make setup again.") from error


def provide_shell() -> None:
    """Where a full Chromium was found and packages may be installed, add the windowless shell; once, never needed."""
    program = find_chromium()
    if program is None or "shell" in Path(program).name or os.environ.get(CHROMIUM_VARIABLE):
        return
    if _stamped(SHELL_STAMP, program) or system_packages.right_to_install() is None:
        return
    refusal = system_packages.install(system_packages.SHELL, say)
    say("chromium", f"no lighter one to be had ({refusal})" if refusal else str(find_chromium()))
    SHELL_STAMP.write_text(program, "utf-8")


def _system_chromium() -> str | None:
    return system_packages.install(system_packages.CHROMIUM, say)


def _playwright_chromium() -> str | None:
    """Download Playwright's own Chromium, and the libraries that it lacks; return a refusal or None."""
    say("chromium", f"downloading Playwright's (at most {DOWNLOAD_SECONDS // 60} minutes) ...")
    playwright = [str(VENV_PYTHON), "-m", "playwright"]
    code, output = processes.run([*playwright, "install", "--only-shell", "chromium"], DOWNLOAD_SECONDS)
    if code:
        return f"Playwright could not download its own: {processes.reason(output)}"
    program = find_chromium()
    if program and _start_refusal(program) and system_packages.right_to_install() is not None:
        say("system", "installing the libraries that Chromium needs ...")
        processes.run([*playwright, "install-deps", "chromium"], DOWNLOAD_SECONDS)
    return None


def _start_refusal(program: str) -> str | None:
    """Start *program* without a window on an empty page; return its last words when it fails, or None."""
    stamp = f"{program} {Path(program).resolve().stat().st_mtime_ns}"
    if _stamped(CHROMIUM_STAMP, stamp):
        return None
    command = [program, "--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
    if needs_no_sandbox(program):
        command.append("--no-sandbox")
    code, output = processes.run([*command, "--dump-dom", f"data:text/html,{BLANK_PAGE}"], START_SECONDS)
    if code or BLANK_PAGE not in output:
        return processes.reason(output)
    CHROMIUM_STAMP.write_text(stamp, "utf-8")
    return None


def _stamped(stamp: Path, text: str) -> bool:
    return stamp.is_file() and stamp.read_text("utf-8") == text


def main() -> int:
    """Do every step; return 0 when the machine is ready and 1 when the user must do something first."""
    os.chdir(ROOT)
    begun = time.monotonic()
    steps: tuple[Callable[[], None], ...] = (
        make_environment,
        install_packages,
        provide_chromium,
        provide_shell,
        provide_chinese_font,
    )
    print("set-up:", flush=True)
    for step in steps:
        try:
            step()
        except SetupError as error:
            print(f"set-up: {error}", file=sys.stderr)
            return 1
        except OSError as error:
            print(
                f"set-up: {error}; see that this folder with all in it is yours and that the disk has room,"
                " then run make setup again.",
                file=sys.stderr,
            )
            return 1
        except KeyboardInterrupt:
            print("set-up: interrupted; run make setup again, what is done is kept.", file=sys.stderr)
            return 1
    print(f"set-up: ready after {time.monotonic() - begun:.1f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Finding the browser: real files in real folders, the environment handed in."""

import os
import sys
from pathlib import Path

import pytest

from crawler.browser.chromium import find_chromium, has_chinese_font, needs_no_sandbox

linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="lays out Linux folders")


def program(path: Path, text: str = "#!/bin/sh\nexit 0\n") -> Path:
    """Write a program that can be started."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    path.chmod(0o755)
    return path


def test_the_chosen_program_is_used_before_all_others(tmp_path):
    chosen = program(tmp_path / "my" / "browser")
    program(tmp_path / "bin" / "chromium")
    environ = {"PORTAL_AUDIT_CHROMIUM": str(chosen), "PATH": str(tmp_path / "bin")}
    assert find_chromium(environ) == str(chosen)


def test_a_chosen_program_that_cannot_start_is_named_and_not_replaced(tmp_path):
    program(tmp_path / "bin" / "chromium")
    environ = {"PORTAL_AUDIT_CHROMIUM": str(tmp_path / "gone"), "PATH": str(tmp_path / "bin")}
    with pytest.raises(FileNotFoundError, match=r"PORTAL_AUDIT_CHROMIUM names .*gone"):
        find_chromium(environ)


@linux_only
def test_names_on_path_are_tried_in_order(tmp_path):
    chrome = program(tmp_path / "bin" / "google-chrome")
    assert find_chromium({"PATH": str(tmp_path / "bin")}) == str(chrome)
    chromium = program(tmp_path / "bin" / "chromium")
    assert find_chromium({"PATH": str(tmp_path / "bin")}) == str(chromium)


@linux_only
def test_a_machine_without_a_browser_has_none(tmp_path):
    assert find_chromium({"PATH": str(tmp_path), "HOME": str(tmp_path)}) is None


@linux_only
def test_playwrights_newest_download_is_found(tmp_path):
    cache = tmp_path / ".cache" / "ms-playwright"
    program(cache / "chromium-998" / "chrome-linux" / "chrome")
    program(cache / "chromium_headless_shell-1200" / "chrome-headless-shell-linux64" / "chrome-headless-shell")
    newest = program(cache / "chromium-1200" / "chrome-linux64" / "chrome")
    program(cache / "firefox-1300" / "firefox" / "firefox")
    assert find_chromium({"PATH": str(tmp_path), "HOME": str(tmp_path)}) == str(newest)


@linux_only
def test_playwrights_folder_can_be_chosen(tmp_path):
    shell = program(tmp_path / "b" / "chromium_headless_shell-1200" / "chrome-linux" / "headless_shell")
    environ = {"PATH": str(tmp_path), "HOME": str(tmp_path), "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path / "b")}
    assert find_chromium(environ) == str(shell)


@linux_only
@pytest.mark.skipif(Path("/snap/bin/chromium").exists(), reason="here the snap is installed")
def test_a_launcher_of_a_snap_that_is_not_installed_is_no_browser(tmp_path):
    program(tmp_path / "chromium-browser", '#!/bin/sh\nexec /snap/bin/chromium "$@"\n')
    assert find_chromium({"PATH": str(tmp_path), "HOME": str(tmp_path)}) is None


def test_the_sandbox_is_given_up_for_root_on_linux_and_kept_elsewhere():
    if not sys.platform.startswith("linux"):
        assert not needs_no_sandbox()
        return
    if os.geteuid() == 0:
        assert needs_no_sandbox()
    else:
        assert isinstance(needs_no_sandbox(), bool)


@linux_only
def test_fonts_are_looked_for_in_folders_where_fontconfig_is_absent(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    before = has_chinese_font()
    fonts = tmp_path / ".fonts"
    fonts.mkdir()
    (fonts / "NotoSansCJKsc-Regular.otf").touch()
    assert has_chinese_font()
    if not any(Path(folder).exists() for folder in ("/usr/share/fonts", "/usr/local/share/fonts")):
        assert not before

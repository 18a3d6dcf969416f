"""Facts of the machine that a figure was measured on; nothing that names the machine or its owner."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from pathlib import Path
from typing import Any

import psutil

from crawler.browser.chromium import find_chromium

_CPU_INFO = Path("/proc/cpuinfo")


def facts() -> dict[str, Any]:
    """Processor, cores, memory in GB, system, Python and Chromium, and the load average of the last minute."""
    return {
        "cpu": _cpu(),
        "cores": psutil.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 1e9),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "chromium": _chromium(),
        "load": round(os.getloadavg()[0], 1),
    }


def _cpu() -> str:
    """The processor's model as the system names it; its architecture where it does not."""
    if _CPU_INFO.is_file() and (model := re.search(r"^model name\s*:\s*(.+)$", _CPU_INFO.read_text("utf-8"), re.M)):
        return model[1].strip()
    return platform.processor() or platform.machine()


def _chromium() -> str:
    """The browser's version number, or an empty text without a browser."""
    program = find_chromium()
    if program is None:
        return ""
    told = subprocess.run([str(program), "--version"], capture_output=True, text=True, timeout=30, check=False)
    version = re.search(r"\d+(?:\.\d+)+", told.stdout)
    return version[0] if version else ""

"""Runs a program within a time limit, and ends all that it started when the limit is over."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Mapping, Sequence

_ERROR = re.compile(r"(?:E|Error|ERROR|error): (?P<reason>.+)")
_LOG_PREFIX = re.compile(r"^\[[^\]]*\]\s*")  # Chromium's own: process, time, file
_REASON_CHARACTERS = 200


def run(command: Sequence[str], seconds: float, extra_environment: Mapping[str, str] | None = None) -> tuple[int, str]:
    """Run *command* without input; return its exit code and both its outputs as one text.

    Takes the limit in seconds, and variables to add to the environment. A program that is not done in time
    is ended with all its children: a download goes on in a grandchild otherwise. The exit code is then -1 and
    the text says so.
    """
    group = {"start_new_session": True} if hasattr(os, "killpg") else {}
    with subprocess.Popen(
        command,
        env={**os.environ, **(extra_environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        **group,
    ) as process:
        try:
            output, _ = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            return -1, f"not finished within {_duration(seconds)}"
        finally:  # also when the user interrupts
            if process.poll() is None:
                _end(process)
    return process.returncode, output


def reason(output: str) -> str:
    """Return the line of *output* that says why a program failed.

    That is the first one marked as an error (later ones are mostly its consequences, and stack traces), and
    without such a mark the last line.
    """
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    marked = (match["reason"] for line in lines if (match := _ERROR.match(line)))
    words = next(marked, None) or (_LOG_PREFIX.sub("", lines[-1]) if lines else "it said nothing")
    return words if len(words) <= _REASON_CHARACTERS else words[:_REASON_CHARACTERS] + " …"


def _end(process: subprocess.Popen[str]) -> None:
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def _duration(seconds: float) -> str:
    return f"{seconds / 60:.0f} minutes" if seconds >= 120 else f"{seconds:g} seconds"

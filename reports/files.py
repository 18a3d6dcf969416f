"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path


def write_whole(path: Path, content: bytes) -> Path:
    """Replace *path* by *content* in one step and return *path*; a reader never sees half a file."""

    def fill(temporary: Path) -> None:
        temporary.write_bytes(content)

    return replace_with(path, fill)


def replace_with(path: Path, fill: Callable[[Path], None]) -> Path:
    """Let *fill* write a temporary file beside *path*, then put it in the place of *path*.

    Raises whatever *fill* raises; the old file, if any, then stays as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-", suffix=path.suffix)
    os.close(handle)
    temporary = Path(name)
    try:
        fill(temporary)
        # mkstemp makes files that only their owner may read; a report is there to be handed on.
        temporary.chmod(0o644)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return path


def remove_stale(folder: Path, pattern: str, keep: set[str]) -> None:
    """Delete files of *folder* that match *pattern* and are not named in *keep* (shards of an earlier run)."""
    suffix = pattern.partition("*")[2]
    for path in folder.glob(pattern):
        # `findings-*.html` must not take `findings-2.en.html` for a page of its own.
        if path.name not in keep and path.name.removesuffix(suffix).count(".") == 0:
            path.unlink()

"""Screenshots for the sample runs: drawn, with the look of a portal, kept by their digest."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path

from PIL import Image, ImageDraw

from tests.reports_fixture_chapters import Json


def draw_page(path: Path, size: tuple[int, int], seed: int) -> None:
    """Draw something with the look of a portal: banner, navigation, blocks of lines; write it as WebP."""
    dice = random.Random(seed)
    width, height = size
    page = Image.new("RGB", size, "#f7f8fa")
    pen = ImageDraw.Draw(page)
    pen.rectangle((0, 0, width, height // 9), fill=dice.choice(["#1f4e8c", "#a32020", "#2b6d8f"]))
    pen.rectangle((width // 20, height // 40, width // 3, height // 16), fill="#ffffff")
    pen.rectangle((0, height // 9, width, height // 9 + 44), fill="#e6ebf2")
    for item in range(8):
        left = 20 + item * (width - 40) // 8
        pen.rectangle((left, height // 9 + 14, left + (width - 40) // 12, height // 9 + 30), fill="#43546b")
    top = height // 9 + 70
    columns = 1 if width < 600 else 3
    while top < height - 60:
        for column in range(columns):
            left = 20 + column * (width - 40) // columns
            right = left + (width - 40) // columns - 24
            pen.rectangle((left, top, right, top + 26), fill="#d4dfee")
            for line in range(6):
                y = top + 40 + line * 26
                pen.rectangle(
                    (left + 6, y, left + dice.randint(120, max(130, right - left - 70)), y + 11),
                    fill="#5b6470",
                )
                pen.rectangle((right - 58, y, right - 6, y + 11), fill="#b3bac3")
        top += 230
    path.parent.mkdir(parents=True, exist_ok=True)
    page.save(path, "WEBP", quality=70)


def add_picture(folder: Path, images: Json, name: str, entry: str, size: tuple[int, int], seed: int) -> str:
    """Draw a screenshot into `evidence/` and enter it in *images*; its digest."""
    draft = folder / "evidence" / f"{name}.webp"
    draw_page(draft, size, seed)
    digest = hashlib.sha256(draft.read_bytes()).hexdigest()[:32]
    final = folder / "evidence" / f"{digest}.webp"
    draft.replace(final)
    images[digest] = {
        "file": f"evidence/{digest}.webp",
        "width": size[0],
        "height": size[1],
        "url": f"https://www.{name}.gov.cn/",
        "entry": entry,
        "seen_at": "2026-11-20T09:41:12+08:00",
    }
    return digest

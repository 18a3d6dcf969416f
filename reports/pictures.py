"""Screenshots inside the page: cropped to what a finding needs, each piece stored once, within a budget."""

from __future__ import annotations

import base64
import io
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from PIL import Image, UnidentifiedImageError

BUDGET = 6_000_000
"""Bytes of picture data (before base64) that one page may hold; further pictures are linked in `evidence/`."""

CONTEXT = 80  # CSS pixels shown around a box, so that the reader recognises the place
LEAST = (560, 300)  # a crop is never smaller than this, in CSS pixels: a lone button says nothing
MOST = (1440, 1000)  # nor larger: beyond it the crop keeps the box's beginning
ZOOM = 1.0  # device pixels stored for one CSS pixel
QUALITY = 70  # WebP; text stays readable, a crop costs some 20 kB

Box = tuple[float, float, float, float]


class Piece(msgspec.Struct, frozen=True):
    """A part of a screenshot that is stored in the page once. Lengths are CSS pixels of the audited page."""

    id: str
    x: float
    y: float
    width: float
    height: float
    data: str  # data: URI


class Crop(msgspec.Struct, frozen=True):
    """How a screenshot is shown at one place: an embedded piece with an outline, or a link beyond the budget."""

    piece: Piece | None
    box: Box | None  # where the outline goes, in the piece's own coordinates
    view: str  # view box of the piece
    file: str  # the whole picture, relative to the report
    url: str
    seen_at: str
    why_not: str | None  # "budget" or "missing" when there is no piece


class Album:
    """The pictures of one city: reads, crops and encodes each region once, whatever the number of pages."""

    def __init__(self, folder: Path, images: Mapping[str, Mapping[str, Any]]) -> None:
        self.folder = folder
        self.images = images
        self._encoded: dict[tuple[str, Box, int], bytes | None] = {}
        self._open: tuple[str, Image.Image | None] = ("", None)

    def encode(self, digest: str, region: Box, width: int) -> bytes | None:
        """The *region* of a screenshot as WebP, *width* device pixels wide; None when the file cannot be read."""
        key = (digest, region, width)
        if key not in self._encoded:
            picture = self._picture(digest)
            self._encoded[key] = None if picture is None else self._cut(picture, digest, region, width)
        return self._encoded[key]

    def _picture(self, digest: str) -> Image.Image | None:
        # Findings come grouped by page more often than not: the last picture read is the one most likely needed.
        if self._open[0] != digest:
            try:
                picture = Image.open(self.folder / self.images[digest]["file"])
                picture = picture if picture.mode == "RGB" else picture.convert("RGB")
                picture.load()
            except (FileNotFoundError, UnidentifiedImageError):
                picture = None
            self._open = (digest, picture)
        return self._open[1]

    def _cut(self, picture: Image.Image, digest: str, region: Box, width: int) -> bytes:
        scale = picture.width / self.images[digest]["width"]
        x, y, w, h = (length * scale for length in region)
        part = picture.crop((round(x), round(y), min(picture.width, round(x + w)), min(picture.height, round(y + h))))
        if part.width > width:
            part = part.resize((width, max(1, round(part.height * width / part.width))), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        part.save(
            out, "WEBP", quality=QUALITY, method=2
        )  # 4 takes a quarter more time and saves a fiftieth of the bytes
        return out.getvalue()


class Gallery:
    """The pieces that one HTML page holds; counts their bytes against the budget."""

    def __init__(self, album: Album, budget: int = BUDGET) -> None:
        self.album = album
        self.budget = budget
        self.spent = 0
        self.linked = 0
        self._pieces: dict[tuple[str, Box, int], Piece] = {}

    @property
    def pieces(self) -> list[Piece]:
        """Every piece the page holds, in the order of first use."""
        return list(self._pieces.values())

    def crop(self, digest: str | None, box: Box | None = None) -> Crop | None:
        """The place *box* of a screenshot with some context; its top when there is no box. None without a picture."""
        if digest is None or digest not in self.album.images:
            return None
        image = self.album.images[digest]
        region = region_around(box, image["width"], image["height"])
        return self._show(digest, region, box, math.ceil(region[2] * ZOOM))

    def top(self, digest: str | None, height: float, width: int) -> Crop | None:
        """The first *height* CSS pixels of a screenshot, stored *width* device pixels wide."""
        if digest is None or digest not in self.album.images:
            return None
        image = self.album.images[digest]
        region = (0.0, 0.0, float(image["width"]), float(min(height, image["height"])))
        return self._show(digest, region, None, width)

    def _show(self, digest: str, region: Box, box: Box | None, width: int) -> Crop:
        image = self.album.images[digest]
        key = (digest, region, width)
        why_not = None
        if key not in self._pieces:
            content = self.album.encode(digest, region, width)
            if content is None:
                why_not = "missing"
            elif self.spent + len(content) > self.budget:
                why_not = "budget"
                self.linked += 1
            else:
                self.spent += len(content)
                data = "data:image/webp;base64," + base64.b64encode(content).decode()
                self._pieces[key] = Piece(f"p{len(self._pieces) + 1}", *region, data)
        piece = self._pieces.get(key)
        return Crop(
            piece=piece,
            box=None if box is None else _within(box, region),
            view=f"0 0 {_plain(region[2])} {_plain(region[3])}",
            file=image["file"],
            url=image["url"],
            seen_at=image["seen_at"],
            why_not=why_not,
        )


def region_around(box: Box | None, width: float, height: float) -> Box:
    """The part of a page that shows *box* with context; whole CSS pixels, inside the page."""
    if box is None:
        return (0.0, 0.0, float(min(width, MOST[0])), float(min(height, 700)))
    x, y, w, h = box
    left, wide = _span(x, w, width, LEAST[0], MOST[0])
    top, tall = _span(y, h, height, LEAST[1], MOST[1])
    return (left, top, wide, tall)


def _span(start: float, length: float, limit: float, least: float, most: float) -> tuple[float, float]:
    """Beginning and length of a stretch around [start, start+length], at least *least*, within [0, limit]."""
    wanted = min(max(length + 2 * CONTEXT, least), most, limit)
    spare = max(wanted - length, 2 * CONTEXT if length < most else 0)
    begin = min(max(0.0, start - spare / 2), max(0.0, limit - wanted))
    return float(math.floor(begin)), float(math.floor(wanted))


def _within(box: Box, region: Box) -> Box:
    """*box* in the region's coordinates, cut at its edges, 4 pixels wider than the thing itself."""
    left = max(2.0, box[0] - region[0] - 4)
    top = max(2.0, box[1] - region[1] - 4)
    right = min(region[2] - 2, box[0] - region[0] + box[2] + 4)
    bottom = min(region[3] - 2, box[1] - region[1] + box[3] + 4)
    return (left, top, max(1.0, right - left), max(1.0, bottom - top))


def _plain(length: float) -> str:
    return f"{length:g}"

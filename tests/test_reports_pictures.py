"""Crops of screenshots: where they are cut, stored once, within the budget of a report."""

import json

import pytest

from reports.pictures import Album, Gallery, region_around
from tests.reports_fixture import SAMPLE_CITIES, write_city


@pytest.mark.parametrize(
    ("box", "size"),
    [
        ((10, 10, 20, 20), (1440, 3000)),
        ((1400, 2990, 40, 10), (1440, 3000)),
        ((0, 0, 1440, 3000), (1440, 3000)),
        ((5, 5, 30, 30), (390, 200)),
        ((-20, -5, 60, 40), (390, 800)),
    ],
)
def test_a_crop_lies_inside_the_page_and_holds_the_beginning_of_its_box(box, size):
    x, y, width, height = region_around(box, *size)
    assert x >= 0
    assert y >= 0
    assert x + width <= size[0]
    assert y + height <= size[1]
    assert x <= max(0, box[0])
    assert y <= max(0, box[1])
    assert min(box[0] + 20, size[0]) <= x + width


def test_one_place_is_stored_once_and_the_budget_is_kept(tmp_path):
    folder = write_city(tmp_path, SAMPLE_CITIES[0], 1)
    images = json.loads((folder / "result.json").read_text("utf-8"))["images"]
    digest = next(iter(images))
    gallery = Gallery(Album(folder, images))
    first, again = gallery.crop(digest, (60, 400, 300, 100)), gallery.crop(digest, (60, 400, 300, 100))
    assert first.piece is again.piece
    assert len(gallery.pieces) == 1
    small = Gallery(Album(folder, images), budget=10)
    beyond = small.crop(digest, (60, 400, 300, 100))
    assert (beyond.piece, beyond.why_not, small.linked, small.spent) == (None, "budget", 1, 0)
    assert small.crop("unknown") is None

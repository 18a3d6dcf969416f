"""One city: `result.json` → `report.html` in each language, with further pages when the findings are many."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reports.city import city_view, plan, shard_view
from reports.files import remove_stale, write_whole
from reports.page import page_name, pages
from reports.pictures import Album, Gallery
from reports.source import read_result
from reports.words import LANGUAGES


def render_city(folder: Path, languages: Sequence[str] = LANGUAGES, templates: Path | None = None) -> list[Path]:
    """Write the report of the city in *folder* from its `result.json` and the pictures that it names.

    *languages*: any of `zh` (report.html) and `en` (report.en.html). *templates*: a folder searched before
    ours. Returns every file written. Raises ReportError when the result cannot be read.
    """
    result = read_result(folder)
    album = Album(folder, result["images"])
    groups, shards = plan(result)
    written: list[Path] = []
    for language in languages:
        page = pages(language, templates)
        # Further pages first: whoever opens the report finds what it links to.
        for shard in shards:
            view = shard_view(shard, shards, result, page.words, Gallery(album), languages)
            name = page_name("findings", language, shard.number)
            written.append(write_whole(folder / name, page.render("findings.html.j2", view)))
        view = city_view(result, groups, shards, page.words, Gallery(album), languages)
        written.append(write_whole(folder / page_name("report", language), page.render("report.html.j2", view)))
        remove_stale(folder, page_name("findings-*", language), {path.name for path in written})
    return written

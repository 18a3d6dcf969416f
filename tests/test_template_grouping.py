"""How pages are grouped into templates, on pages of the simulated cities."""

from __future__ import annotations

import pytest

from benchmarks import templates
from checks.artifacts import Template
from crawler.gather.templates import match


@pytest.fixture(scope="module")
def cities() -> list[templates.Labelled]:
    return list(templates.simulated(("anping", "luoxi")))


def test_lists_and_articles_are_different_templates_and_lists_are_one(cities: list[templates.Labelled]) -> None:
    for pages in cities:
        lists = [outline for label, outline in pages if label == "column: list"]
        article = next(outline for label, outline in pages if label == "article")
        known = [(Template("d-1", 1, "", "sample"), lists[0])]
        assert all(match(known, outline) for outline in lists)
        assert match(known, article) is None


def test_the_threshold_makes_about_as_many_groups_as_there_are_templates(cities: list[templates.Labelled]) -> None:
    told = templates.measure(cities)
    assert 0.7 * told["labels"] <= told["groups"]["0.8"]["groups"] <= 1.3 * told["labels"]
    assert told["groups"]["0.8"]["mixed"] < told["groups"]["0.7"]["mixed"]
    assert told["same"]["median"] > told["different"]["median"]

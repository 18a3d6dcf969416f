"""How alike are two pages of one template, and of different ones? What the threshold of template grouping rests on.

    python -m benchmarks templates [--data DIR] [--json]

Pages are taken as a plain fetch gets them. Those of the simulated cities are labelled by what they were made from: home
page, section, kind of column, article, letter, service guide. ``DIR`` is a folder with ``portals.warc.gz``, pages
saved from real sites; those are labelled by hand in ``REAL``, the rest of the archive has one page a site.
Likeness is the share of common shingles (checks/reading/shapes.py). Groups are made as the crawler makes them, page by
page, for several thresholds; *mixed* counts the pairs of labels that share a group, *split* the groups that a label
has beyond its first.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from warcio.archiveiterator import ArchiveIterator

from benchmarks.command import Refused, opened, parser, show
from checks.artifacts import Page, Template
from checks.reading import Document, similarity
from crawler.decoding import decode
from crawler.forward_proxy import ProxyRequest
from crawler.gather import templates
from demo.portal import Portal
from demo.world import World

#: Host and path of saved pages, and the template that they were found to be made from when both were opened.
REAL: tuple[tuple[str, str], ...] = (
    (r"money\.163\.example/(?:06|16)\.html", "article of a guest author"),
    (r"money\.163\.example/12\.html", "article of the technology desk"),
    (r"money\.163\.example/\d\d\.html", "article"),
    (r"rc\.jinan\.gov\.cn/(?:ok|sj|yk)\.html", "card"),
    (r"(?:rc\.jinan\.gov\.cn|www\.congtai\.example)/([^/]+)\.html", ""),  # each page its own
)
THRESHOLDS = (0.7, 0.75, 0.8, 0.85, 0.9)
#: Articles, letters and guides taken from each column of a simulated city.
OF_A_COLUMN = 4
TODAY = date(2026, 1, 1)

Labelled = list[tuple[str, frozenset[int]]]


def main(argv: list[str]) -> dict[str, Any]:
    """Measure and print; returns the object of ``--json``. Raises Refused when DIR holds no archive."""
    arguments = parser("templates", __doc__)
    arguments.add_argument("--data", type=Path, metavar="DIR", help="folder with the archive of saved pages")
    options = arguments.parse_args(argv)
    result = opened("templates")
    worlds = {"simulated": list(simulated())}
    if options.data:
        archive = options.data / "portals.warc.gz"
        if not archive.is_file():
            raise Refused(f"{options.data} holds no portals.warc.gz")
        worlds["real"] = list(saved(archive).values())
    for name, sites in worlds.items():
        result[name] = measure(sites)
    if not options.json:
        show(result, *worlds)
    return result


def simulated(cities: Sequence[str] | None = None) -> Iterator[Labelled]:
    """The labelled outlines of each simulated city, or of those named."""
    world = World(TODAY, cities)
    for portal in world.portals.values():
        found = []
        for url, label in _made(portal).items():
            answer = world.answer(ProxyRequest("GET", url))
            if answer is not None and answer.status == 200:
                content_type = next((value for name, value in answer.headers if name == "Content-Type"), "")
                found += _outlined(url, label, answer.body, content_type)
        yield found


def _made(portal: Portal) -> dict[str, str]:
    """URLs of a city and what each is made from."""
    made = {portal.site.root: "home"}
    for section in portal.sections:
        made.setdefault(portal.absolute(section.url), "section")
        for column in section.columns:
            things = [(column.url, f"column: {column.kind}")]
            things += [(article.url, "article") for article in column.items[:OF_A_COLUMN]]
            things += [(letter.url, "letter") for letter in column.letters[:OF_A_COLUMN]]
            things += [(guide.url, "guide") for guide in column.guides[:OF_A_COLUMN]]
            for url, label in things:
                if url and "#" not in url:
                    made.setdefault(portal.absolute(url), label)
    return made


def saved(archive: Path) -> dict[str, Labelled]:
    """The labelled outlines of each site of an archive."""
    sites: dict[str, Labelled] = defaultdict(list)
    with archive.open("rb") as stream:
        for record in ArchiveIterator(stream):
            url = unquote(record.rec_headers.get_header("WARC-Target-URI") or "")
            parts = urlsplit(url)
            for pattern, label in REAL:
                if record.rec_type == "response" and (match := re.fullmatch(pattern, parts.netloc + parts.path)):
                    content_type = record.http_headers.get_header("Content-Type") or ""
                    name = label or match.group(1)
                    sites[parts.netloc] += _outlined(url, name, record.content_stream().read(), content_type)
                    break
    return sites


def _outlined(url: str, label: str, body: bytes, content_type: str) -> Labelled:
    if "html" not in content_type:
        return []
    document = Document(Page(url=url, entry="desktop", html=decode(body, content_type)[0], rendered=False), None)
    return [(label, templates.outline(document))]


def measure(sites: list[Labelled]) -> dict[str, Any]:
    """Likeness of pairs within each site, and the groups that several thresholds make."""
    same: list[float] = []
    different: list[float] = []
    for pages in sites:
        for (label, outline), (other_label, other_outline) in combinations(pages, 2):
            (shape, scripts), (other_shape, other_scripts) = map(templates.parts, (outline, other_outline))
            if scripts == other_scripts:  # others are told apart by what they load, whatever their shape
                (same if label == other_label else different).append(similarity(shape, other_shape))
    return {
        "pages": sum(map(len, sites)),
        "labels": sum(len({label for label, _ in pages}) for pages in sites),
        "same": quantiles(same),
        "different": quantiles(different),
        "groups": {str(threshold): grouped(sites, threshold) for threshold in THRESHOLDS},
    }


def quantiles(values: list[float]) -> dict[str, float]:
    """Number, least, fifth percentile, median, 95th percentile and greatest."""
    if not values:
        return {"pairs": 0}
    ordered = sorted(values)
    at = {"least": 0.0, "5%": 0.05, "median": 0.5, "95%": 0.95, "greatest": 1.0}
    return {"pairs": len(ordered)} | {
        name: round(ordered[round(share * (len(ordered) - 1))], 2) for name, share in at.items()
    }


def grouped(sites: list[Labelled], threshold: float) -> dict[str, int]:
    """The groups that the crawler would make with this threshold."""
    result = {"groups": 0, "mixed": 0, "split": 0}
    for pages in sites:
        known: list[tuple[Template, frozenset[int]]] = []
        labels: dict[str, set[str]] = {}
        for label, outline in pages:
            found = templates.match(known, outline, threshold)
            if found is None:
                found = (Template(f"t{len(known):03}", 1, "", "sample", "", 0), outline)
                known.append(found)
            labels.setdefault(found[0].id, set()).add(label)
        result["groups"] += len(known)
        result["mixed"] += sum(len(group) * (len(group) - 1) // 2 for group in labels.values())
        result["split"] += sum(map(len, labels.values())) - len({label for label, _ in pages})
    return result

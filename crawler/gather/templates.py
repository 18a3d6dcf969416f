"""Groups pages by the shape of their DOM and the scripts they load, and learns whether a group needs a browser.

A template's first pages are fetched plainly *and* rendered. When both show the same, or the browser adds the same to
every page, later pages of the template are fetched plainly, with a seeded few rendered all the same; when the browser
shows more, every page is rendered.
The verdict and its reason are kept in case.db and told in the report.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Callable

from checks.artifacts import Template
from checks.reading import Document, similarity
from crawler.gather.gain import Gain
from crawler.visits import Row

#: Two pages whose shapes share this much are of one template. ``python -m benchmarks templates --data DIR`` measures:
#: on pages saved from real sites, pairs of one template share 0.95 to 1.0 and pairs of different templates of one site
#: 0.03 to 0.68, since they share a frame. The simulated cities have much frame and little content: there 95 of 100
#: pairs of different templates stay below 0.82, and 0.7 made 94 groups of 164 templates, 0.8 makes 158 (decision 6).
SAME_SHAPE = 0.8
#: Rendered looks at a template before it is believed to need none.
LOOKS_TO_TRUST = 2
#: One in so many later pages is rendered all the same, chosen by the hash of its address.
RECHECK_ONE_IN = 24
#: One in so many pages that are rendered anyway is judged by the heavy engines; a multiple of RECHECK_ONE_IN.
SAMPLE_ONE_IN = 48
#: Pages of one template that are looked at because they hold kinds of elements that its others did not.
NEW_KINDS_PAGES = 6
#: The reason when the browser adds the same to every page: a header and footer that a shared script writes.
FRAME = "frame"

#: An outline's numbers from here on stand for scripts, smaller ones for the shape (32 bits, checks/reading/shapes.py).
_SCRIPTS = 1 << 32
_DIGITS = re.compile(r"\d+")


def outline(document: Document) -> frozenset[int]:
    """What pages of one template have in common before any script has run: their shape and the scripts they load.

    Large frames make a page that is drawn by script and one that is not look alike; what they load tells them apart.
    Scripts count by their address without query and digits, so that versions and dates in it do not matter; scripts
    inside the page do not count, because they change from article to article.
    """
    loaded = {
        _DIGITS.sub("", source.partition("?")[0])
        for script in document.root.iter("script")
        if (source := (script.get("src") or "").strip())
    }
    return document.shape | {_SCRIPTS + zlib.crc32("\n".join(sorted(loaded)).encode("utf-8", "replace"))}


def match(
    known: list[tuple[Template, frozenset[int]]], seen: frozenset[int], least: float = SAME_SHAPE
) -> tuple[Template, frozenset[int]] | None:
    """The nearest known template, if it shares *least* or more; the first by name among equals.

    *seen* is an outline, or the mere shape of a page that was not seen before its scripts had run.
    """
    shape, scripts = parts(seen)
    best: tuple[float, str] | None = None
    found = None
    for item in known:
        other_shape, other_scripts = parts(item[1])
        if scripts and other_scripts and scripts != other_scripts:
            continue
        near = similarity(shape, other_shape)
        if near >= least and (best is None or (near, item[0].id) > best):
            best, found = (near, item[0].id), item
    return found


def parts(seen: frozenset[int]) -> tuple[frozenset[int], frozenset[int]]:
    """The shape and the scripts of an outline."""
    scripts = frozenset(number for number in seen if number >= _SCRIPTS)
    return seen - scripts, scripts


def wants_look(template: Template, rank: str) -> bool:
    """Whether a plainly fetched page of *template* is to be rendered too; *rank* is its hash."""
    return template.render != "never" or int(rank, 16) % RECHECK_ONE_IN == 0


def is_sample(rank: str) -> bool:
    """Whether a page is one of the seeded few that the heavy engines judge although they have judged its template."""
    return int(rank, 16) % SAMPLE_ONE_IN == 0


def teaches(template: Template, rank: str, planned: int) -> bool:
    """Whether a look at a page of *template* is needed after *planned* other looks that are about to be made.

    The pages of one batch are fetched before the first of them is rendered: each wanted a look, few are needed. Looks
    that could not be compared with plain HTML (at routes that an application changes by itself) may leave a template
    undecided however many they are: one more is needed until one tells.
    """
    if template.render == "always" or int(rank, 16) % RECHECK_ONE_IN == 0:
        return True
    return template.render == "sample" and planned < max(1, LOOKS_TO_TRUST - template.looks)


def learn(template: Template, seen: Gain | None, earlier: Callable[[], Gain | None]) -> Template:
    """What one more rendered look teaches.

    *seen* is what it gained over the plain look at the same page; without one it teaches nothing but the count.
    *earlier* gives what an earlier page of the template gained: when both gain the same, a script writes the frame of
    every page, and the pages' own content stands in plain HTML.
    """
    looks = template.looks + 1
    if template.render == "always" or seen is None:
        return _with(template, looks, template.render, template.reason)
    if not seen.reason and template.reason != FRAME:
        render, reason = ("never" if looks >= LOOKS_TO_TRUST else "sample"), template.reason or "same"
        if template.reason not in ("", "same"):  # an earlier page gained something that this one did not
            render = "always"
        return _with(template, looks, render, reason)
    if template.looks == 0:
        return _with(template, looks, "sample", seen.reason)
    before = earlier() if template.reason != "same" else None
    if before is not None and before.is_like(seen):
        return _with(template, looks, "never", FRAME)
    return _with(template, looks, "always", seen.reason or template.reason)


def _with(template: Template, looks: int, render: str, reason: str) -> Template:
    return Template(template.id, template.pages, template.example, render, reason, looks)  # type: ignore[arg-type]


class NewKinds:
    """Finds pages that hold kinds of elements not met before in their template: what is judged once for a template,
    such as its accessibility, is judged on them, too. A kind is one number of the shape."""

    def __init__(self) -> None:
        self._seen: dict[str, set[int]] = {}
        self._chosen: Counter[str] = Counter()
        self._met: list[tuple[str, Row, str, frozenset[int]]] = []

    def met(self, row: Row, template: Template, shape: frozenset[int], *, judged: bool) -> None:
        """Take down the shape of a page that was seen; *judged* when the heavy engines have judged that look.

        What script draws counts for templates that are always rendered, what stands in plain HTML for the others.
        """
        if judged:
            self._seen.setdefault(template.id, set()).update(shape)
        elif (row.state != "queued" or row.render) == (template.render == "always"):
            self._met.append((row.rank, row, template.id, shape))

    def choose(self) -> list[Row]:
        """The pages met since the last time that bring something new; by their hash, not by the order of arrival."""
        rows = []
        for _, row, template, shape in sorted(self._met, key=lambda item: item[0]):
            seen = self._seen.setdefault(template, set())
            if self._chosen[template] < NEW_KINDS_PAGES and not shape <= seen:
                self._chosen[template] += 1
                seen |= shape
                rows.append(row)
        self._met.clear()
        return rows

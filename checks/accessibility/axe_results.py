"""What axe-core found on the pages of a case, page by page, ready for the checks that each tell one rule of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from checks.artifacts import AxeNode, AxeRule, Page, Site
from checks.declaration import Failed, Finding, NotApplicable, Text, view
from checks.identity import place_key, url_key, url_pattern

__all__ = ["IMPACTS", "AxeResults", "axe_results", "findings", "node_place"]

#: axe-core's four grades of impact.
IMPACTS = {
    "critical": Text("严重", "critical"),
    "serious": Text("较重", "serious"),
    "moderate": Text("中等", "moderate"),
    "minor": Text("轻微", "minor"),
}

_CSS_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})[ \t]?")
_ATTRIBUTE_VALUE = re.compile(r"""\[\s*([\w-]+)\s*[~|^$*]?=\s*(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[^\]]*)\s*\]""")


class AxeResults(Struct, frozen=True, eq=False):
    """Pages that axe-core judged, and every rule that it found broken, with the pages that break it."""

    pages: int
    broken: Mapping[str, tuple[tuple[Page, AxeRule], ...]]  # rule id → (page, what was found there)
    version: str = ""


@view
def axe_results(site: Site) -> AxeResults:
    """One result for every page and entry: the latest rendered look on which axe-core ran.

    Rules that axe-core left undecided, and rules whose violations were gone when measured again, are no failures.
    Raises NotApplicable when it ran on no page, Failed when it broke off on all of them.
    """
    latest: dict[tuple[str, str], Page] = {}
    broke_off = 0
    for page in sorted(site.pages, key=lambda page: (page.look, page.seen_at)):
        if page.axe is None or not page.rendered:
            continue
        if page.axe.failure:
            broke_off += 1
        else:
            latest[page.entry, url_key(page.url)] = page
    if not latest:
        raise Failed(BROKE_OFF) if broke_off else NotApplicable(NOT_RUN)
    broken: dict[str, list[tuple[Page, AxeRule]]] = {}
    version = ""
    for key in sorted(latest):
        page = latest[key]
        assert page.axe is not None
        version = max(version, page.axe.version)
        for rule in page.axe.violations:
            if rule.nodes and rule.rule not in page.axe.unstable:
                broken.setdefault(rule.rule, []).append((page, rule))
    return AxeResults(len(latest), {name: tuple(found) for name, found in sorted(broken.items())}, version)


NOT_RUN = Text(
    "本次没有在任何页面上运行无障碍检测引擎（axe-core），本项不作判断。",
    "axe-core, the accessibility engine, ran on no page this time; nothing is judged.",
)
BROKE_OFF = Text(
    "无障碍检测引擎（axe-core）在各页面上均未能运行完毕，本项不作判断，不作为网站的问题。",
    "axe-core, the accessibility engine, broke off on every page. That is our failure, not the site's.",
)


def node_place(selector: str) -> str:
    """An axe-core selector without what changes from page to page: positions, numbers, values of attributes."""
    plain = _CSS_ESCAPE.sub(lambda code: chr(int(code[1], 16)) if int(code[1], 16) < 0x110000 else "", selector)
    return place_key(_ATTRIBUTE_VALUE.sub(r"[\1]", plain))


def findings(results: AxeResults, rule: str, message: str = "violation", prefix: str = "") -> Iterator[Finding]:
    """A finding for every page and normalised place at which *rule* is broken; the frame groups them by template.

    *prefix* keeps rules apart that one check tells.
    """
    for page, found in results.broken.get(rule, ()):
        places: dict[str, list[AxeNode]] = {}
        for node in found.nodes:
            places.setdefault(node_place(node.selector), []).append(node)
        for place, nodes in places.items():
            shown = next((node for node in nodes if node.box), nodes[0])
            yield Finding(
                message,
                url=page.url,
                entry=page.entry,
                selector=shown.selector,
                box=shown.box,
                place=f"{prefix}{place}",
                template=page.template or f"like {url_pattern(page.url)}",
                words=shown.html or shown.selector,
                data={
                    "rule": rule,
                    "nodes": len(nodes),
                    "selector": shown.selector,
                    "impact": IMPACTS.get(found.impact, Text("未注明", "not stated")),
                    "version": results.version,
                    "help": Text(found.help_zh or found.help_en or rule, found.help_en or rule),
                },
            )

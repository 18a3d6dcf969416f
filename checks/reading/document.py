"""A page as its readers meet it. ``read(page)`` gives a ``Document``; everything on it is worked out once,
when asked.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cached_property, lru_cache
from urllib.parse import urljoin, urlsplit

from checks.artifacts import Page
from checks.reading.content import holds_news
from checks.reading.dates import first_date
from checks.reading.flow import Flow
from checks.reading.parse import Element, parse_page
from checks.reading.records import Box, Form, ItemList, LinkSeen, Pagination, Region, TextSeen
from checks.reading.words import SILENT, UNDRAWN, squeeze, without_block_parts

__all__ = ["Document", "read"]

_HIDDEN_STYLE = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.I)
_SAFE_ID = re.compile(r"^[A-Za-z_][\w-]*$")

#: Words in class, id or role of an element that say which part of a page it is (whole words, see ``tokens``).
_STRONG: dict[str, Region] = {
    "header": "header", "banner": "header", "topbar": "header", "masthead": "header", "toubu": "header",
    "nav": "nav", "navbar": "nav", "menu": "nav", "navigation": "nav", "mainnav": "nav", "topnav": "nav",
    "navi": "nav", "daohang": "nav", "menubar": "nav",
    "footer": "footer", "foot": "footer", "contentinfo": "footer", "copyright": "footer", "dibu": "footer",
    "aside": "aside", "sidebar": "aside", "complementary": "aside", "sidenav": "aside",
    "main": "main",
}  # fmt: skip
#: Words that mean a part of the page only near its root: deep inside they name parts of blocks (``hd``,
#: ``bd``).
_WEAK: dict[str, Region] = {
    "head": "header",
    "top": "header",
    "hd": "header",
    "bottom": "footer",
    "ft": "footer",
}
_TAGS: dict[str, Region] = {
    "header": "header",
    "nav": "nav",
    "footer": "footer",
    "aside": "aside",
    "main": "main",
}
_CONTAINERS = frozenset(["div", "section", "ul", "ol", "table", "td", "tr", "tbody", "header", "nav",
    "footer",
                         "aside", "main", "article", "dl", "form", "center", "p"])  # fmt: skip


def _repeated(el: Element) -> bool:
    """Whether an element of the same make stands beside it: the parts of a list (seen: ``class="ft"`` for 访谈)."""
    made = el.tag, el.get("class")
    return any(
        (other.tag, other.get("class")) == made for other in (*el.itersiblings(), *el.itersiblings(preceding=True))
    )


class Document:
    """One look at one page, read. Made by :func:`read`.

    *today* is the day that relative dates and dates without a year are counted from; by default the day of
    the look.
    """

    def __init__(self, page: Page, today: date | None = None) -> None:
        self.page = page
        if today is None and page.seen_at:
            seen = first_date(page.seen_at[:10])
            today = seen.date if seen else None
        self.today = today
        self.root = parse_page(page)
        self._selectors: dict[Element, str] = {}

    # --- one walk: what is hidden, which region, which frame

    @cached_property
    def _facts(self) -> dict[Element, tuple[bool, Region, Element | None]]:
        """For every element: hidden, region, the ``pa-frame`` that holds it; in document order."""
        facts: dict[Element, tuple[bool, Region, Element | None]] = {}
        depth: dict[Element, int] = {}
        rendered = self.page.rendered
        for el in self.root.iter("*"):
            parent = el.getparent()
            above = facts.get(parent) if parent is not None else None
            hidden, region, frame = above if above is not None else (False, "", None)
            level = depth.get(parent, -1) + 1 if parent is not None else 0
            depth[el] = level
            tag = str(el.tag)
            if tag == "pa-frame":
                frame = el
                depth[el] = 0
                region = self._frame_region(el) or region
            if not hidden:
                if rendered:
                    hidden = el.get("pa-hidden") is not None
                else:
                    hidden = el.get("hidden") is not None or bool(_HIDDEN_STYLE.search(el.get("style") or ""))
                unseen_input = tag == "input" and (el.get("type") or "").lower() == "hidden"
                if tag in UNDRAWN or unseen_input:
                    hidden = True
            region = self._region_here(el, tag, level, region)
            facts[el] = (hidden, region, frame)
        return facts

    def _region_here(self, el: Element, tag: str, level: int, inherited: Region) -> Region:
        if inherited in ("nav", "footer", "aside"):
            return inherited
        if tag in _TAGS:
            here = _TAGS[tag]
            if here in ("header", "footer") and any(up.tag in ("article", "section") for up in el.iterancestors()):
                return inherited  # the head of a part of the content
        elif tag not in _CONTAINERS or tag == "p":
            return inherited
        else:
            words = without_block_parts(el)
            if not words:
                return inherited
            here = ""
            for word in sorted(words & _STRONG.keys()):
                if here in ("", "main"):
                    here = _STRONG[word]
            if not here and level <= 4 and not _repeated(el):
                for word in sorted(words & _WEAK.keys()):
                    here = _WEAK[word]
        if not here or (here in ("nav", "header") and holds_news(el)):
            return inherited
        if inherited == "header" and here not in ("nav", "header"):
            return inherited
        if inherited == "main" and here == "header":  # the head of the content is content
            return inherited
        return here

    @staticmethod
    def _frame_region(el: Element) -> Region:
        """The part of the page that a frame is, by its name or file (``menu.html``); "" when they say nothing."""
        iframe = el.getprevious()
        if iframe is None or iframe.tag not in ("frame", "iframe"):
            return ""
        file = (el.get("src") or "").split("?")[0].rsplit("/", 1)[-1]
        words = {
            w.lower() for w in re.findall(r"[A-Za-z]+", f"{iframe.get('name') or ''} {iframe.get('id') or ''} {file}")
        }
        for known in (_STRONG, _WEAK):
            for word in sorted(words & known.keys()):
                return known[word]
        return "nav" if words & {"left", "tree"} and iframe.tag == "frame" else ""

    def visible(self, el: Element) -> bool:
        """Whether a reader can see the element; on plain HTML, as far as attributes say."""
        facts = self._facts.get(el)
        return facts is not None and not facts[0]

    def region(self, el: Element) -> Region:
        """The part of the page that the element stands in; an empty string when nothing says so."""
        facts = self._facts.get(el)
        return facts[1] if facts else ""

    def frame_of(self, el: Element) -> str:
        """URL of the frame whose document holds the element, or an empty string."""
        facts = self._facts.get(el)
        return (facts[2].get("src") or "") if facts and facts[2] is not None else ""

    @cached_property
    def elements(self) -> tuple[Element, ...]:
        """Every element in document order."""
        return tuple(self._facts)

    # --- places

    def box(self, el: Element) -> Box | None:
        """The rectangle of *el* or of the nearest element around it that has one; CSS pixels; None if not
        rendered.
        """
        here: Element | None = el
        while here is not None:
            raw = here.get("pa-box")
            if raw:
                parts = raw.split(",")
                try:
                    x, y, w, h = (float(p) for p in parts)
                except ValueError:
                    return None
                return (x, y, w, h)
            here = here.getparent()
        return None

    def font(self, el: Element) -> float | None:
        """Font size of the text in *el*, in CSS pixels; None if not rendered."""
        here: Element | None = el
        while here is not None:
            raw = here.get("pa-font")
            if raw:
                try:
                    return float(raw)
                except ValueError:
                    return None
            here = here.getparent()
        return None

    @cached_property
    def _ids(self) -> dict[tuple[Element | None, str], int]:
        counts: dict[tuple[Element | None, str], int] = {}
        for el, (_, _, frame) in self._facts.items():
            name = el.get("id")
            if name:
                counts[(frame, name)] = counts.get((frame, name), 0) + 1
        return counts

    def selector(self, el: Element) -> str:
        """A short CSS path to *el*: from the nearest unique id, else from ``html``; `` >>> `` steps into a
        frame.
        """
        known = self._selectors.get(el)
        if known is not None:
            return known
        parts: list[str] = []
        here: Element | None = el
        prefix = ""
        while here is not None:
            tag = str(here.tag)
            parent = here.getparent()
            if tag == "pa-page":
                break
            if tag == "pa-frame":
                iframe = here.getprevious()
                while iframe is not None and iframe.tag not in ("iframe", "frame"):
                    iframe = iframe.getprevious()
                prefix = (self.selector(iframe) if iframe is not None else "iframe") + " >>> "
                break
            name = here.get("id")
            frame = self._facts[here][2] if here in self._facts else None
            if name and self._ids.get((frame, name)) == 1:
                parts.append(f"#{name}" if _SAFE_ID.match(name) else f'[id="{name}"]'.replace("\n", " "))
                if frame is not None:
                    iframe = frame.getprevious()
                    prefix = (self.selector(iframe) if iframe is not None else "iframe") + " >>> "
                break
            step = tag
            if parent is not None and tag not in ("html", "body", "head"):
                same = list(parent.iterchildren(tag))
                if len(same) > 1:
                    step = f"{tag}:nth-of-type({same.index(here) + 1})"
            parts.append(step)
            here = parent
        result = prefix + (" > ".join(reversed(parts)) or "html")
        self._selectors[el] = result
        return result

    # --- text

    def text(self, el: Element, *, hidden: bool = False) -> str:
        """The visible text of *el*, line breaks as spaces; with *hidden* also what style hides (never
        scripts). Of an element that is hidden itself, all that stands in it.
        """
        if el.tag in SILENT:
            return squeeze(" ".join(str(text) for text in el.itertext("*")))
        flow = self._whole_flow if hidden or not self.visible(el) else self._seen_flow
        return flow.text(el)

    @cached_property
    def _seen_flow(self) -> Flow:
        return Flow(self.root, self._facts, hidden=False)

    @cached_property
    def _whole_flow(self) -> Flow:
        return Flow(self.root, self._facts, hidden=True)

    @cached_property
    def body(self) -> Element:
        """The ``body`` of the main document, else its ``frameset``, else the root."""
        for tag in ("body", "frameset"):
            for el in self.root.iter(tag):
                if self._facts[el][2] is None:
                    return el
        return self.root

    @cached_property
    def words(self) -> str:
        """All visible text of the page, frames included."""
        return self.text(self.root)

    @cached_property
    def title(self) -> str:
        """The document's title."""
        for el in self.root.iter("title"):
            parent = el.getparent()
            if self._facts[el][2] is None and (parent is None or parent.tag not in ("svg", "symbol", "g")):
                text = squeeze("".join(str(t) for t in el.itertext()))
                if text:
                    return text
        return squeeze(self.root.get("title") or "") if self.root.tag == "pa-page" else ""

    @cached_property
    def lang(self) -> str:
        """The ``lang`` of the document element, as written."""
        for el in self.root.iter("html"):
            return (el.get("lang") or el.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip()
        return ""

    @cached_property
    def meta(self) -> dict[str, str]:
        """Content of the meta tags by lower-case name (or ``property``, ``http-equiv``); the first of a name
        wins.
        """
        found: dict[str, str] = {}
        for el in self.root.iter("meta"):
            name = (el.get("name") or el.get("property") or el.get("http-equiv") or "").strip().lower()
            if name and name not in found and self._facts[el][2] is None:
                found[name] = squeeze(el.get("content") or "")
        return found

    @cached_property
    def scripts(self) -> str:
        """Text of inline scripts (plain HTML only; snapshots leave programs out), one after the other."""
        return "\n".join(el.text for el in self.root.iter("script") if el.text)

    @cached_property
    def texts(self) -> tuple[TextSeen, ...]:
        """Everything with words that a reader, a search engine or a screen reader meets, in document
        order.
        """
        from checks.reading.texts import find_texts

        return find_texts(self)

    # --- links and structures

    @cached_property
    def base(self) -> str:
        """The URL that relative addresses are counted from."""
        if self.page.rendered:
            return self.page.url
        for el in self.root.iter("base"):
            href = (el.get("href") or "").strip()
            if href:
                return self.absolute(href, self.page.url) or self.page.url
        return self.page.url

    def absolute(self, href: str, base: str | None = None) -> str:
        """*href* as an absolute http(s) URL; an empty string for anything else."""
        if base is None:
            base = self._origin if href.startswith(("/", "http://", "https://")) else self.base
        return _joined(base, href)

    @cached_property
    def _origin(self) -> str:
        """The base of addresses that need no more of it: under one base the links that all pages share are worked out
        once."""
        return "/".join(self.base.split("/", 3)[:3]) + "/"

    @cached_property
    def links(self) -> tuple[LinkSeen, ...]:
        """Every link of the page and its frames, in document order."""
        from checks.reading.links import find_links

        return find_links(self)

    @cached_property
    def link_at(self) -> dict[Element, LinkSeen]:
        """The link that stands at an element."""
        return {link.element: link for link in self.links}

    @cached_property
    def lists(self) -> tuple[ItemList, ...]:
        """Every repeated structure with entries, in document order."""
        from checks.reading.lists import find_lists

        return find_lists(self)

    @cached_property
    def forms(self) -> tuple[Form, ...]:
        """Forms, and controls that stand together without one."""
        from checks.reading.forms import find_forms

        return find_forms(self)

    @cached_property
    def pagination(self) -> Pagination:
        """What the page says of further pages of its list."""
        from checks.reading.pagination import find_pagination

        return find_pagination(self)

    @cached_property
    def breadcrumb_links(self) -> tuple[tuple[str, str], ...]:
        """The path that the page prints above its content: names with URLs (empty where the name is no
        link).
        """
        from checks.reading.links import find_breadcrumb

        return find_breadcrumb(self)

    @property
    def breadcrumb(self) -> tuple[str, ...]:
        """The names of the path that the page prints above its content."""
        return tuple(name for name, _ in self.breadcrumb_links)

    @cached_property
    def main(self) -> Element | None:
        """Best guess of the element that holds what the page is about; None when nothing but frame and menus
        is there.
        """
        from checks.reading.content import find_main

        return find_main(self)

    @cached_property
    def shape(self) -> frozenset[int]:
        """The page's skeleton as a set of numbers, for grouping pages of one template."""
        from checks.reading.shapes import shape

        return shape(self)


@lru_cache(maxsize=20_000)  # a site's menus and footers stand on all of its pages
def _joined(base: str, href: str) -> str:
    try:
        url = urljoin(base, re.sub(r"[\t\r\n]", "", href).strip())
        parts = urlsplit(url)
        if parts.scheme.lower() not in ("http", "https") or not parts.hostname or parts.port == 0:
            return ""
    except ValueError:  # a bracket that opens no IPv6 address, a port that is no number
        return ""
    return url


def read(page: Page, today: date | None = None) -> Document:
    """Read one look at a page.

    *today* is the day of observation, for dates that need one; by default the day of the look itself.
    Never fails on malformed markup. Parsing happens here, everything else when it is asked for.
    """
    return Document(page, today)

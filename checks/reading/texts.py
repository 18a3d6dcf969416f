"""The text blocks of a page: what is read aloud, indexed or shown, each piece once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from checks.reading.parse import Element
from checks.reading.records import TextKind, TextSeen
from checks.reading.words import BLOCKS, SILENT, UNDRAWN, squeeze

if TYPE_CHECKING:
    from checks.reading.document import Document

__all__ = ["find_texts", "text_runs"]

#: Meta tags whose content is prose; others (viewport, charset, robots, verification codes) are for machines.
_PROSE = frozenset(
    ["description", "keywords", "sitename", "columnname", "columndescription", "columnkeywords", "columntype",
     "articletitle", "contentsource", "author", "keyword", "og:title", "og:description", "twitter:title",
     "twitter:description", "source", "abstract", "category"]
)  # fmt: skip


def text_runs(doc: Document, elements: Iterable[Element], *, hidden: bool = False) -> list[tuple[Element, str]]:
    """Runs of text among *elements*: the outermost element that directly holds words, with the words of its inline
    descendants. With *hidden* also what style hides, such as the folded part of an accordion (never scripts).
    """
    runs: list[tuple[Element, str]] = []
    covered: set[Element] = set()
    for el in elements:
        if el in covered:
            continue
        tag = el.tag
        if tag in SILENT or tag in UNDRAWN or not (hidden or doc.visible(el)):
            continue
        direct = bool(el.text and not el.text.isspace()) or any(c.tail and not c.tail.isspace() for c in el)
        if not direct and not el.get("pa-before") and not el.get("pa-after"):
            continue
        parts = [el.get("pa-before") or "", el.text or ""]
        stack: list[tuple[Element, bool]] = [(c, False) for c in reversed(el)]
        while stack:
            here, leaving = stack.pop()
            if leaving:
                parts.append(here.tail or "")
                continue
            if here.tag in BLOCKS:
                # A block inside a run of words stands for itself; what follows it goes on with the run.
                parts.append("\n")
                parts.append(here.tail or "")
                continue
            if here.tag in SILENT or here.tag in UNDRAWN or not (hidden or doc.visible(here)):
                parts.append(here.tail or "")
                continue
            covered.add(here)
            parts.append(here.get("pa-before") or "")
            parts.append(here.text or "")
            stack.append((here, True))
            stack.extend((c, False) for c in reversed(here))
        parts.append(el.get("pa-after") or "")
        text = squeeze("".join(parts))
        if text:
            runs.append((el, text))
    return runs


def _within_link(el: Element) -> bool:
    here: Element | None = el
    for _ in range(6):
        if here is None:
            return False
        if here.tag == "a":
            return True
        here = here.getparent()
    return False


def find_texts(doc: Document) -> tuple[TextSeen, ...]:
    """See :attr:`Document.texts`."""
    found: list[TextSeen] = []
    if doc.title:
        title = next((e for e in doc.root.iter("title")), doc.root)
        found.append(TextSeen(doc, title, doc.title, "title", "title"))
    for el in doc.root.iter("meta"):
        name = (el.get("name") or el.get("property") or "").strip()
        content = squeeze(el.get("content") or "")
        if content and name.lower() in _PROSE and not doc.frame_of(el):
            found.append(TextSeen(doc, el, content, "meta", name))
    for el, text in text_runs(doc, doc.elements):
        kind: TextKind = "text"
        if el.tag in ("button", "select", "label", "legend"):
            kind = "control"
        elif _within_link(el):
            kind = "link"
        found.append(TextSeen(doc, el, text, kind))
    for el in doc.elements:
        tag = el.tag
        if tag in ("script", "style", "meta", "link") or not (doc.visible(el) or tag == "option"):
            continue
        for attribute in ("alt", "title", "aria-label"):
            raw = el.get(attribute)
            if raw and tag != "pa-page" and (value := squeeze(raw)):
                found.append(TextSeen(doc, el, value, "alt", attribute))
        if tag in ("input", "textarea"):
            typed = (el.get("type") or "text").lower()
            names = ("placeholder", "value") if typed in ("submit", "button", "reset") else ("placeholder",)
            for attribute in names:
                value = squeeze(el.get(attribute) or "")
                if value:
                    found.append(TextSeen(doc, el, value, "control", attribute))
        elif tag == "option":
            parent = el.getparent()
            value = squeeze(el.text or "")
            if value and parent is not None and doc.visible(parent):
                found.append(TextSeen(doc, el, value, "control", "option"))
    return tuple(found)

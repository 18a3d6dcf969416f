"""From the text of a page to a tree: HTML source by libxml2's forgiving parser, snapshots as XML.

Control characters and noncharacters, which neither parser keeps, are carried through in plane 15
(``chr(0xF0000 + code)``) and put back by ``restore`` wherever text leaves this package.
"""

from __future__ import annotations

import re

from lxml import etree

from checks.artifacts import Page

__all__ = ["Element", "parse_fragment", "parse_page", "restore"]

Element = etree._Element

_UNPARSABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\ufdd0-\ufdef\ufffe\uffff]")
_CARRIED = re.compile("[\U000f0000-\U000f001f\U000ffdd0-\U000ffdef\U000ffffe\U000fffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
#: What may stand in a head; anything else ends it, whether or not the source says so (HTML, "in head").
_OF_HEAD = frozenset({"base", "link", "meta", "noscript", "script", "style", "template", "title"})


def _carry(text: str) -> str:
    text = _UNPARSABLE.sub(lambda m: chr(0xF0000 + ord(m[0])), text.replace("\x0c", " "))
    return _SURROGATE.sub("�", text)


def restore(text: str) -> str:
    """*text* with the carried control characters put back."""
    if not _CARRIED.search(text):
        return text
    return _CARRIED.sub(lambda m: chr(ord(m[0]) - 0xF0000), text)


def _html(source: str) -> Element | None:
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, recover=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(_carry(source).encode("utf-8"), parser)
    except etree.XMLSyntaxError:  # nothing at all to parse: an empty document
        return None
    if root is not None:  # a source of comments only
        _end_head(root)
    return root


def _end_head(root: Element) -> None:
    """Where the tags of head and body are left out, libxml2 takes ``header``, ``nav`` or ``main`` for a part of the
    head, and all that follows; a browser begins the body there."""
    head = root.find("head")
    first = next((child for child in head if child.tag not in _OF_HEAD), None) if head is not None else None
    if head is None or first is None:
        return
    moved = [first, *first.itersiblings()]
    body = root.find("body")
    if body is None:
        body = etree.SubElement(root, "body")
    elif body.text:
        moved[-1].tail, body.text = (moved[-1].tail or "") + body.text, None
    for place, element in enumerate(moved):
        body.insert(place, element)


def parse_page(page: Page) -> Element:
    """The root element of *page*: ``html`` for plain source, ``pa-page`` for a snapshot.

    Never fails on malformed input; what cannot be parsed at all gives an empty ``html`` element.
    """
    root: Element | None = None
    if page.rendered and page.html.lstrip()[:8].startswith("<pa-page"):
        parser = etree.XMLParser(
            encoding="utf-8", huge_tree=True, recover=True, resolve_entities=False, no_network=True,
            remove_comments=True, remove_pis=True,
        )  # fmt: skip
        try:
            root = etree.fromstring(_carry(page.html).encode("utf-8"), parser)
        except etree.XMLSyntaxError:
            root = None
    if root is None:
        root = _html(page.html)
    return root if root is not None else etree.Element("html")


def parse_fragment(source: str) -> Element:
    """A piece of HTML (a record of a list, for example) below an ``html`` element."""
    root = _html(f"<div>{source}</div>")
    return root if root is not None else etree.Element("html")

"""The links of a page, its friendly-site menus and its breadcrumb."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from checks.reading.chinese import simplify
from checks.reading.parse import Element, restore
from checks.reading.records import LinkSeen
from checks.reading.words import squeeze, tokens

if TYPE_CHECKING:
    from checks.reading.document import Document

__all__ = ["find_breadcrumb", "find_links", "steps_of"]

_NOWHERE = re.compile(r"^(?:#+!?|javascript\s*:.*|\?|about:blank|)$", re.I | re.S)
_SCRIPT_URL = re.compile(
    r"""(?:location(?:\.href)?\s*=\s*|location\.(?:assign|replace)\(\s*|window\.open\(\s*|open\(\s*)['"]([^'"]{1,2000})['"]""",
    re.I,
)
_TRAIL = re.compile(
    r"^(?:您?(?:现在|目前|當前|当前)?(?:所在|的)?的?(?:位置|栏目)|您现在的位置|您的位置|当前位置|當前位置|所在位置|现在位置|位置)\s*(?:是|为)?\s*[:：]?\s*"
)
_TRAIL_WORDS = frozenset(["breadcrumb", "breadcrumbs", "crumb", "crumbs", "bread", "position", "location",
    "dqwz",
                          "weizhi", "wz", "dangqian", "curpos", "curmb", "mbx", "mianbaoxie",
                          "local"])  # fmt: skip
#: A path that says nowhere that it is one. Counter-example: 首页 | 新闻中心 | 政务公开, a menu.
_FROM_HOME = re.compile(r"(?:网站)?首\s?页\s*(?:>+|＞+|»|›|→|≫|->)\s*\S")
_SEPARATOR = re.compile(r"\s*(?:>+|＞+|»|›|→|≫|/|／|\\|-{1,2}|—+|\|)\s*")


def _text_of(doc: Document, el: Element) -> str:
    text = doc.text(el, hidden=not doc.visible(el))
    if text:
        return text
    for img in el.iter("img"):
        alt = squeeze(img.get("alt") or "")
        if alt:
            return alt
    return squeeze(el.get("aria-label") or "") or squeeze(el.get("title") or "")


def find_links(doc: Document) -> tuple[LinkSeen, ...]:
    """See :attr:`Document.links`: anchors and image-map areas, then elements whose handler opens a fixed
    address.
    """
    found: list[LinkSeen] = []
    for el in doc.elements:
        tag = el.tag
        onclick = el.get("onclick") or ""
        if tag in ("a", "area"):
            href = el.get("href")
            if href is None and not onclick:
                continue
            href = restore(href or "").strip()
        elif (onclick or el.get("pa-opens")) and tag not in ("input", "button", "body", "html"):
            href = ""
        else:
            continue
        placeholder = bool(_NOWHERE.match(href))
        url = ""
        scripted = bool(onclick or el.get("pa-opens"))
        if placeholder:
            match = _SCRIPT_URL.search(onclick) or _SCRIPT_URL.search(href)
            if opened := el.get("pa-opens") or (match[1] if match else ""):
                url = doc.absolute(opened)
                placeholder = not url
            elif tag not in ("a", "area"):
                continue
        else:
            snapshot = el.get("pa-href")
            url = doc.absolute(snapshot if snapshot is not None else href)
        if tag == "area":
            parent = el.getparent()
            visible = parent is not None and not (el.get("hidden") is not None)
            text = squeeze(el.get("alt") or "") or squeeze(el.get("title") or "")
        else:
            visible = doc.visible(el)
            text = _text_of(doc, el)
        found.append(
            LinkSeen(
                doc,
                el,
                url,
                href,
                text,
                squeeze(el.get("title") or ""),
                doc.region(el),
                visible,
                placeholder,
                scripted,
            )
        )
    return tuple(found)


def _first_words(el: Element) -> list[str]:
    """The words with which an element begins: its own, and those in and after its first two children."""
    first = list(el)[:2]
    return [el.text or "", *(c.text or "" for c in first), *(c.tail or "" for c in first)]


def _once(name: str) -> str:
    """*name* without its repetition: the heading of the content often follows the path and says the same again."""
    words = name.split(" ")
    half = len(words) // 2
    return " ".join(words[:half]) if half and words[:half] == words[half:] else name


def steps_of(text: str) -> list[str]:
    """The steps of a path as it is printed (当前位置：首页 > 政务公开); those of any other text, as if it were one."""
    opening = _TRAIL.match(simplify(text))
    return [step for step in _SEPARATOR.split(text[opening.end() :] if opening else text) if step]


def find_breadcrumb(doc: Document) -> tuple[tuple[str, str], ...]:
    """The path printed above the content: from an element named for it, or one that begins with 当前位置."""
    best: tuple[tuple[str, str], ...] = ()
    best_el: Element | None = None
    best_text = 0
    for el in doc.elements:
        if el.tag not in (
            "div",
            "p",
            "span",
            "ul",
            "ol",
            "nav",
            "td",
            "h2",
            "h3",
            "h4",
            "dl",
            "section",
            "li",
        ) or not doc.visible(el):
            continue
        named = bool(tokens(el) & _TRAIL_WORDS) or (el.get("aria-label") or "").lower().startswith("breadcrumb")
        if not named and not any("位置" in words or "首页" in words for words in _first_words(el)):
            continue
        text = doc.text(el)
        if not text or len(text) > 160:
            continue
        opening = _TRAIL.match(simplify(text))
        named = named or _FROM_HOME.match(text) is not None
        if not opening and not (
            named and (text.startswith(("首页", "首頁", "主页", "网站首页", "Home")) or _SEPARATOR.search(text))
        ):
            continue
        rest = text[opening.end() :] if opening else text
        names: list[tuple[str, str]] = []
        links: dict[str, str] = {}
        for a in el.iter("a"):
            link = doc.link_at.get(a)
            if link is not None and link.text:
                links.setdefault(link.text, link.url)
        pieces = steps_of(rest)
        if len(pieces) == 1 and len(links) > 1:
            pieces = rest.split(" ")
        for piece in pieces:
            piece = _once(piece.strip(" >:："))
            if piece and len(piece) <= 60:
                names.append((piece, links.get(piece, "")))
        # what surrounds the path may begin with it and go on with the content: the path is the inner one
        inner = best_el is not None and len(names) >= 2 and best_text > len(text) + 8 and best_el in el.iterancestors()
        if len(names) > len(best) or inner:
            best, best_el, best_text = tuple(names), el, len(text)
    return best

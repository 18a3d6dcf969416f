"""Forms and the labels of their fields, also where no ``form`` element holds them together."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from checks.reading.parse import Element
from checks.reading.records import Field, Form
from checks.reading.words import squeeze, tokens

if TYPE_CHECKING:
    from checks.reading.document import Document

__all__ = ["find_forms"]

_SUBMIT_WORDS = re.compile(
    r"搜索|搜\s*索|检索|檢索|搜寻|搜尋|查询|查\s*询|查詢|提交|提\s*交|送出|发送|發送|确定|确认|登录|登\s*录|登錄|留言|写信|search|submit|go$",
    re.I,
)
_SUBMIT_TOKENS = frozenset(
    ["search", "submit", "btn", "button", "sousuo", "ss", "send", "tijiao", "query", "find", "go", "so"]
)
_CLICKABLE = ("button", "input", "a", "img", "i", "span", "div", "em", "b", "svg", "label")


def _is_field(el: Element) -> bool:
    tag = el.tag
    if tag in ("select", "textarea"):
        return True
    if tag == "input":
        return (el.get("type") or "text").lower() not in ("submit", "button", "image", "reset")
    role = (el.get("role") or "").lower()
    return el.get("contenteditable") in ("", "true", "plaintext-only") or role in (
        "textbox",
        "searchbox",
        "combobox",
    )


def _type(el: Element) -> str:
    if el.tag == "input":
        return (el.get("type") or "text").lower()
    if el.tag in ("select", "textarea"):
        return str(el.tag)
    return "editable"


def _label(doc: Document, el: Element, labels: dict[str, Element]) -> str:
    by = el.get("aria-labelledby")
    if by:
        words = (
            [doc.text(e) for name in by.split() for e in doc.root.iterfind(f".//*[@id='{name}']")]
            if "'" not in by
            else []
        )
        if any(words):
            return squeeze(" ".join(words))
    if el.get("aria-label"):
        return squeeze(el.get("aria-label") or "")
    name = el.get("id")
    if name and name in labels:
        text = doc.text(labels[name], hidden=True)
        if text:
            return text
    around = el.getparent()
    for _ in range(2):
        if around is None:
            break
        if around.tag == "label":
            return doc.text(around)
        around = around.getparent()
    # No label in the markup: what stands before it, as the eye reads it.
    before = el.getprevious()
    if before is not None:
        near = squeeze(before.tail or "")
    else:
        holder = el.getparent()
        near = squeeze((holder.text or "") if holder is not None else "")
    if near:
        return near[-30:]
    if before is not None and before.tag not in ("select", "input", "textarea", "script", "style"):
        text = doc.text(before)
        if text and len(text) <= 30:
            return text
    cell = el.getparent()
    while cell is not None and cell.tag not in ("td", "dd", "li", "div", "p", "form", "body"):
        cell = cell.getparent()
    if cell is not None and cell.tag in ("td", "dd", "div", "p"):
        beside = cell.getprevious()
        if beside is not None and beside.tag in ("td", "th", "dt", "div", "label", "span", "p"):
            text = doc.text(beside)
            if text and len(text) <= 30:
                return text
    return ""


def _button(doc: Document, scope: Element, fields: list[Field]) -> tuple[Element | None, str]:
    """The control inside *scope* that sends it: a real submit button first, else something that looks like
    one.
    """
    best: Element | None = None
    rank = 0
    for el in scope.iter(*_CLICKABLE):
        if not doc.visible(el) and el.tag != "svg":
            continue
        tag = str(el.tag)
        kind = (el.get("type") or "").lower()
        score = 0
        words = squeeze(f"{doc.text(el)[:20]} {el.get('value') or ''} {el.get('title') or ''} {el.get('alt') or ''}")
        if tag == "input":
            score = 4 if kind in ("submit", "image") else 3 if kind == "button" else 0
        elif tag == "button":
            score = 4 if kind != "reset" else 0
        elif words and len(words) <= 12 and _SUBMIT_WORDS.search(words):
            score = 2
        elif (el.get("onclick") or tag in ("a", "i", "img", "svg")) and tokens(el) & _SUBMIT_TOKENS:
            score = 1
        if kind == "reset" or "重置" in words or "取消" in words:
            score = 0
        if score and _SUBMIT_WORDS.search(words):
            score += 2
        if score > rank:
            best, rank = el, score
    if best is None:
        return None, ""
    words = doc.text(best) or best.get("value") or best.get("title") or best.get("alt") or ""
    return best, squeeze(words)


def _form(doc: Document, scope: Element, controls: list[Element], labels: dict[str, Element], *, loose: bool) -> Form:
    fields = [
        Field(
            doc, el, el.get("name") or "", _type(el), _label(doc, el, labels), squeeze(el.get("placeholder") or ""),
            doc.visible(el), squeeze(el.get("pa-value") or el.get("value") or ""),
        )
        for el in controls
    ]  # fmt: skip
    submit, words = _button(doc, scope, fields)
    action = "" if loose else (scope.get("action") or "").strip()
    return Form(
        document=doc,
        element=scope,
        fields=tuple(fields),
        submit=submit,
        submit_text=words,
        action=doc.absolute(action) if action and not action.lower().startswith("javascript") else "",
        method=(scope.get("method") or "get").lower() if not loose else "",
        visible=any(f.visible and f.type != "hidden" for f in fields),
        loose=loose,
        region=doc.region(scope),
    )


def find_forms(doc: Document) -> tuple[Form, ...]:
    """See :attr:`Document.forms`. Controls without a ``form`` are grouped by the nearest block that also has
    a button.
    """
    labels: dict[str, Element] = {}
    for el in doc.root.iter("label"):
        target = el.get("for")
        if target and target not in labels:
            labels[target] = el
    owned: dict[Element, list[Element]] = {}
    loose: dict[Element, list[Element]] = {}
    for el in doc.elements:
        if not _is_field(el):
            continue
        owner = el.getparent()
        while owner is not None and owner.tag != "form":
            owner = owner.getparent()
        if owner is not None:
            owned.setdefault(owner, []).append(el)
            continue
        scope = el.getparent()
        for _ in range(4):
            if scope is None or scope.tag in ("body", "html", "pa-frame"):
                break
            if _button(doc, scope, [])[0] is not None:
                break
            up = scope.getparent()
            if up is None or up.tag in ("body", "html", "pa-frame"):
                break
            scope = up
        if scope is not None:
            loose.setdefault(scope, []).append(el)
    forms = [_form(doc, scope, controls, labels, loose=False) for scope, controls in owned.items()]
    forms += [_form(doc, scope, controls, labels, loose=True) for scope, controls in loose.items()]
    order = {el: n for n, el in enumerate(doc.elements)}
    return tuple(sorted(forms, key=lambda form: order.get(form.element, 0)))

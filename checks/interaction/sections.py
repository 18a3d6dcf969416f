"""The interaction sections of a portal: found by name on the home page and one level down, then looked into."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from msgspec import Struct

from checks.artifacts import Site
from checks.columns.content import Content, look_inside
from checks.columns.furniture import Furniture
from checks.columns.tree import ColumnTree
from checks.declaration import view
from checks.documents import Documents
from checks.identity import url_key
from checks.interaction.taxonomy import BY_ID, SectionKind, classify_section, is_parent
from checks.reading import Document, Form, LinkSeen
from checks.reading.chinese import simplify
from checks.reading.content import says_article
from checks.reading.hosts import same_owner

__all__ = ["Interaction", "Section", "interaction"]

State = Literal["alive", "login", "dead", "empty", "elsewhere", "not_seen"]

_LOGIN = re.compile(r"登\s*录|登錄|注册|统一身份认证|login|sign ?in", re.I)


class Section(Struct, frozen=True, eq=False):
    """A section that the portal names. *evidence* says in a word what shows that it is alive."""

    kind: SectionKind
    name: str
    url: str
    named_on: str
    state: State
    evidence: Literal["form", "letters", "login", "content", ""] = ""
    document: Document | None = None
    content: Content | None = None
    link: LinkSeen | None = None

    @property
    def works(self) -> bool:
        """Whether a citizen can use it as far as we know; what was not opened has the benefit of the doubt."""
        return self.state in ("alive", "login", "elsewhere", "not_seen")


class Interaction(Struct, frozen=True, eq=False):
    """All sections of the desktop entry, and the channels that gather them."""

    sections: tuple[Section, ...]
    parents: tuple[str, ...]  # URLs of 互动交流 and the like that the home page leads to
    parent_documents: tuple[Document, ...]
    home: Document | None

    def of(self, *kinds: str) -> tuple[Section, ...]:
        """Sections of these kinds."""
        return tuple(s for s in self.sections if s.kind.id in kinds)

    @property
    def channels(self) -> tuple[Section, ...]:
        """Sections that satisfy the veto if they work."""
        return tuple(s for s in self.sections if s.kind.veto)


#: So many dated entries make a list.
_ROWS = 3


def is_letter_form(form: Form) -> bool:
    """A form that a citizen writes in: a text area, or three and more fields, none of them a password."""
    inputs = form.inputs
    if any(f.type == "password" for f in inputs):
        return False
    return (
        any(f.type in ("textarea", "editable") for f in inputs) or len([f for f in inputs if f.type != "checkbox"]) >= 3
    )


def _takes_letters(doc: Document, form: Form) -> bool:
    """Whether a form is for writing to the office: not an application for disclosure, a survey or a report."""
    words = simplify(f"{doc.text(form.element)} {doc.title} {' '.join(doc.breadcrumb)}")
    if re.search(r"申请公开|信息公开申请|所需信息|依申请|问卷|投票|信访|举报|纠错|预约|复议", words):
        return False
    around = doc.text(doc.main)[:600] if doc.main is not None else ""
    words = f"{words} {form.submit_text} {simplify(around)}"
    return bool(re.search(r"咨询|留言|写信|来信|信箱|建议|投诉|诉求|提问|求助", words))


def _login_wall(doc: Document) -> bool:
    if any(f.type == "password" for form in doc.forms for f in form.inputs):
        return True
    return bool(_LOGIN.search(doc.title)) or (
        len(doc.words) < 400 and bool(re.search(r"请先?(?:登录|注册)|登录后|扫码登录", doc.words))
    )


def _state(doc: Document, content: Content | None) -> tuple[State, Literal["form", "letters", "login", "content", ""]]:
    own = [f for f in doc.forms if f.visible and f.region not in ("header", "nav", "footer")]
    if any(is_letter_form(f) for f in own):
        return "alive", "form"
    if _login_wall(doc):
        return "login", "login"
    if content is not None:
        if content.gone and content.empty:
            return "dead", ""
        if content.empty:
            return "empty", ""
        if any(i for e in doc.lists for i in e.dated):
            return "alive", "letters"
    return "alive", "content"


def _named_links(doc: Document) -> Iterator[tuple[LinkSeen, SectionKind]]:
    # A letter's title may read like a section's name (鱼塘被淹求助); in its list it has a day beside it.
    dated = (item for entries in doc.lists if len(entries.dated) >= _ROWS for item in entries.dated)
    letters = {item.url for item in dated if item.url}
    for link in doc.links:
        kind = classify_section(link.text) or classify_section(link.title)
        if kind is not None and link.url not in letters and (link.url or link.scripted or link.visible):
            yield link, kind


@view
def interaction(site: Site, documents: Documents, tree: ColumnTree, furniture: Furniture) -> Interaction:
    """The interaction sections of the desktop entry."""
    home = documents.home("desktop")
    if home is None:
        return Interaction((), (), (), None)
    states: dict[str, str] = {url_key(u.url): u.state for u in site.urls if u.entry == "desktop"}
    parents = {url_key(k.url): k.url for k in home.links if k.url and is_parent(k.name)}
    for column in tree.columns.values():
        if is_parent(column.name):
            parents.setdefault(column.key, column.url)
    gathering = [doc for url in parents.values() if (doc := documents.of(url)) is not None]
    gathering += [
        d for d in documents if d.page.entry == "desktop" and d.page.kind == "interaction" and d not in gathering
    ]
    found: dict[str, Section] = {}
    for doc in (home, *gathering):
        for link, kind in _named_links(doc):
            key = url_key(link.url) if link.url else f"{url_key(doc.page.url)}#{link.text}"
            if key in found or key in parents or (key == url_key(doc.page.url) and doc is home):
                continue
            found[key] = _look(site, documents, tree, furniture, states, link, kind, doc)
    for column in tree.columns.values():
        named = classify_section(column.name)
        if named is not None and column.key not in found and column.key not in parents:
            found[column.key] = _column_section(column.key, named, tree, states)
    for doc in documents:  # a page may itself carry the form, whatever the links to it are called
        key = url_key(doc.page.url)
        if doc.page.entry != "desktop" or doc.page.kind in ("article", "search", "guide") or key in found:
            continue
        if says_article(doc):
            continue  # a form below an article is for comments on it
        form = next(
            (f for f in doc.forms if f.visible and is_letter_form(f) and f.region not in ("header", "footer")), None
        )
        if form is not None and _takes_letters(doc, form):
            name = doc.breadcrumb[-1] if doc.breadcrumb else doc.title
            found[key] = Section(BY_ID["consult"], name, doc.page.url, doc.page.url, "alive", "form", doc)
    seen_parents = tuple(doc for doc in gathering if url_key(doc.page.url) in parents)
    return Interaction(tuple(found.values()), tuple(parents.values()), seen_parents, home)


def _look(
    site: Site,
    documents: Documents,
    tree: ColumnTree,
    furniture: Furniture,
    states: Mapping[str, str],
    link: LinkSeen,
    kind: SectionKind,
    named: Document,
) -> Section:
    name = link.name[:40]
    if not link.url:
        state: State = "not_seen" if link.scripted else "dead"
        return Section(kind, name, link.href, named.page.url, state, "", None, None, link)
    doc = documents.of(link.url)
    column = tree.columns.get(url_key(link.url))
    content = column.content if column is not None else None
    if doc is not None:
        if content is None:
            content = _content(doc, tree, furniture, name)
        state, evidence = _state(doc, content)
        return Section(kind, name, link.url, named.page.url, state, evidence, doc, content, link)
    if states.get(url_key(link.url)) == "dead":
        return Section(kind, name, link.url, named.page.url, "dead", "", None, None, link)
    elsewhere = named.page.url and not same_owner(link.url, site.city.get("portal_url") or named.page.url)
    return Section(kind, name, link.url, named.page.url, "elsewhere" if elsewhere else "not_seen", "", None, None, link)


def _content(doc: Document, tree: ColumnTree, furniture: Furniture, name: str) -> Content:
    """What the page of a section holds that is no column of the tree."""
    names = frozenset({name, doc.title, *doc.breadcrumb, *(c.name for c in tree.columns.values())})
    empty: frozenset[str] = frozenset()
    return look_inside(doc, furniture, names=names, menu=frozenset(tree.columns), below=empty, sisters={})


def _column_section(key: str, kind: SectionKind, tree: ColumnTree, states: Mapping[str, str]) -> Section:
    column = tree.columns[key]
    state: State
    if column.document is not None:
        state, evidence = _state(column.document, column.content)
        return Section(kind, column.name, column.url, column.named_on, state, evidence, column.document, column.content)
    state = "dead" if states.get(key) == "dead" else "not_seen"
    return Section(kind, column.name, column.url, column.named_on, state)

"""What reading finds on a page: text blocks, links, items of lists, forms, pagination. Plain frozen records.

Each keeps its element; ``selector`` and ``box`` are worked out when asked for, through its document.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from checks.reading.parse import Element

if TYPE_CHECKING:
    from checks.reading.document import Document

__all__ = [
    "Box",
    "Field",
    "Form",
    "Item",
    "ItemList",
    "LinkSeen",
    "Pagination",
    "Region",
    "TextKind",
    "TextSeen",
]

#: What older ASP systems show over a link: ``标题：…``, then author, time and clicks, each on its own line.
_TIP = re.compile(
    r"(?:文章|信息|新闻)?标\s*题\s*[:：]\s*(.+?)(?=\s*(?:作\s*者|来\s*源|(?:更新|发布|录入)?(?:时\s*间|日\s*期)|点击\w*)\s*[:：]|$)"
)
Box = tuple[float, float, float, float]
Region = Literal["header", "nav", "main", "footer", "aside", ""]
TextKind = Literal["text", "title", "meta", "alt", "link", "control"]


class Seen(Struct, frozen=True, eq=False):
    """Something found at an element of a document."""

    document: Document
    element: Element

    @property
    def selector(self) -> str:
        """A short CSS path to the element; frames are joined by `` >>> ``."""
        return self.document.selector(self.element)

    @property
    def box(self) -> Box | None:
        """The element's rectangle in CSS pixels of the main document, or None on a page that was not
        rendered.
        """
        return self.document.box(self.element)

    @property
    def frame(self) -> str:
        """URL of the frame that holds it, or an empty string in the main document."""
        return self.document.frame_of(self.element)


class TextSeen(Seen, frozen=True, eq=False):
    """A piece of text as a reader meets it: a paragraph, a heading, a cell, a link, a label, an alternative
    text.
    """

    text: str
    kind: TextKind
    name: str = ""  # name of the meta tag, or the attribute that holds the text

    @property
    def font(self) -> float | None:
        """Font size in CSS pixels, or None on a page that was not rendered."""
        return self.document.font(self.element)


class LinkSeen(Seen, frozen=True, eq=False):
    """A link: *url* is absolute and empty unless it is http(s); *href* is what the page says."""

    url: str
    href: str
    text: str
    title: str
    region: Region
    visible: bool
    placeholder: bool  # href is empty, ``#`` or ``javascript:;``: it leads nowhere by itself
    scripted: bool = False  # a handler in an attribute may lead somewhere all the same

    @property
    def name(self) -> str:
        """The title attribute where it is the untruncated text, else the text."""
        if not self.title:
            return self.text
        cut = self.text.rstrip(" .…。")
        tip = _TIP.match(self.title)
        if tip and cut and tip[1].startswith(cut):
            return tip[1].strip()
        if not cut or (len(self.title) > len(cut) and self.title.startswith(cut)):
            return self.title
        return self.text or self.title


class Item(Seen, frozen=True, eq=False):
    """One entry of a list."""

    text: str
    url: str
    date: date | None
    raw_date: str
    visible: bool
    link: LinkSeen | None = None
    whole: str = ""  # all text of the entry
    picture: bool = False


class ItemList(Seen, frozen=True, eq=False):
    """Entries of one repeated structure. *source* says where they stood."""

    items: tuple[Item, ...]
    heading: str
    region: Region
    source: Literal["list", "table", "cards", "dl", "links", "records"] = "list"

    @property
    def shown(self) -> tuple[Item, ...]:
        """The entries that a reader can see."""
        return tuple(item for item in self.items if item.visible)

    @property
    def hidden(self) -> tuple[Item, ...]:
        """The entries that are in the page and cannot be seen."""
        return tuple(item for item in self.items if not item.visible)

    @property
    def dated(self) -> tuple[Item, ...]:
        """The visible entries with a date."""
        return tuple(item for item in self.items if item.visible and item.date is not None)


class Field(Seen, frozen=True, eq=False):
    """A control that takes input. *label* is what a person reads beside it."""

    name: str
    type: str
    label: str
    placeholder: str
    visible: bool
    value: str = ""

    @property
    def words(self) -> str:
        """Everything that says what the field is for: label, placeholder, name, id, title, class."""
        get = self.element.get
        parts = (
            self.label,
            self.placeholder,
            self.name,
            get("id"),
            get("title"),
            get("aria-label"),
            get("class"),
        )
        return " ".join(p for p in parts if p)


class Form(Seen, frozen=True, eq=False):
    """A form, or controls that stand together without a ``form`` element (*loose*)."""

    fields: tuple[Field, ...]
    submit: Element | None
    submit_text: str
    action: str  # absolute URL; empty where the page gives none
    method: str
    visible: bool
    loose: bool = False
    region: Region = ""

    @property
    def inputs(self) -> tuple[Field, ...]:
        """The visible fields that a person types or chooses in."""
        return tuple(
            f for f in self.fields if f.visible and f.type not in ("hidden", "submit", "button", "image", "reset")
        )


class Pagination(Struct, frozen=True):
    """What the page says of the other pages of its list; None or empty where it says nothing."""

    pages: int | None = None
    current: int | None = None
    items: int | None = None
    next_url: str = ""
    urls: tuple[str, ...] = ()
    words: str = ""  # what said it

    @property
    def stated(self) -> bool:
        """Whether the page shows any pagination at all."""
        return bool(self.pages or self.items or self.next_url or self.urls or self.words)

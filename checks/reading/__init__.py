"""Reading a page: one ``Document`` for HTML source and for browser snapshots alike.

Pure: lxml, the standard library and ``checks.artifacts``; the crawler uses it too.
"""

from __future__ import annotations

from checks.reading.dates import DateSeen, first_date, parse_dates, url_date
from checks.reading.document import Document, read
from checks.reading.records import Field, Form, Item, ItemList, LinkSeen, Pagination, TextSeen
from checks.reading.shapes import shape, similarity

__all__ = [
    "DateSeen", "Document", "Field", "Form", "Item", "ItemList", "LinkSeen", "Pagination", "TextSeen",
    "first_date", "parse_dates", "read", "shape", "similarity", "url_date",
]  # fmt: skip

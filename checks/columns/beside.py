"""Lists on a column's page that are another column's: the newest of the whole site in a side column, whatever stands
over it (最新发布, 今日关注, 最新动态, or nothing).

No heading tells them for sure, since a column's own list may have any of these names. What tells is where the entries
belong: to the column that their own page names in its path, else to the column in whose folder they lie. A list is
another column's when all its entries are, and only beside a list whose entries are this column's own: a page that
gathers what other columns publish has no such list, and keeps all.
"""

from __future__ import annotations

from collections.abc import Mapping

from checks.columns.names import clean
from checks.documents import Documents
from checks.identity import url_key
from checks.reading import Document
from checks.reading.parse import Element

__all__ = ["lists_of_others"]

#: So many entries make a list that can be told from a single pointer to an article.
_LIST = 2


def lists_of_others(
    doc: Document, key: str, parents: Mapping[str, str], columns: Mapping[str, str], documents: Documents
) -> frozenset[Element]:
    """Elements of the lists on the page of the column *key* whose entries all belong to other columns.

    *columns* gives the names of all columns, *parents* the column above each, by key.
    """
    named = {(parents.get(column, ""), name): column for column, name in columns.items()}
    own, others = False, []
    for entries in doc.lists:
        if entries.region in ("header", "nav", "footer"):
            continue
        homes = [_home(item.url, named, columns, documents) for item in entries.dated if item.visible and item.url]
        if len(homes) < _LIST:
            continue
        if any(_under(home, key, parents) for home in homes):
            own = True
        elif all(home and not _under(key, home, parents) for home in homes):
            others.append(entries.element)
    return frozenset(others) if own else frozenset()


def _home(url: str, named: Mapping[tuple[str, str], str], columns: Mapping[str, str], documents: Documents) -> str:
    """The key of the column that an entry belongs to, empty where nothing says."""
    article = documents.of(url)
    here = url_key(url)
    if article is not None:
        last = ""  # the words after the last link: a column of that name, or the article's own title
        for words, link in reversed(article.breadcrumb_links):
            above = url_key(link) if link else ""
            if above in columns and above != here:
                return named.get((above, last), above)
            last = last or clean(words)
    folder = here.split("?")[0]
    while "/" in folder:
        folder = folder.rsplit("/", 1)[0]
        if folder in columns and folder != here:
            return folder
    return ""


def _under(key: str, above: str, parents: Mapping[str, str]) -> bool:
    """Whether the column *key* is *above* or lies below it."""
    while key:
        if key == above:
            return True
        key = parents.get(key, "")
    return False

"""What a list page says of its further pages: dialects of many content systems.

Sources in inline script (plain HTML only): ``createPageHTML(total, current, …)``, ``createPageHTML('id',
total, current, …)``,
``.pagination("setPage", current, total)``, ``totalPage = 12``. In text: 共12页, 第1/12页, 共 238 条. In
links: 下一页, 末页, numbers.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from checks.reading.chinese import simplify
from checks.reading.records import LinkSeen, Pagination
from checks.reading.words import remembered

if TYPE_CHECKING:
    from checks.reading.document import Document

__all__ = ["find_pagination", "is_pagination_text"]

_CREATE = re.compile(r"""createPageHTML\(\s*(?:['"][^'"]*['"]\s*,\s*)?(\d+)\s*,\s*(\d+)""", re.I)
_SET_PAGE = re.compile(r"""\.pagination\(\s*['"]setPage['"]\s*,\s*(\d+)\s*,\s*(\d+)""", re.I)
_VARIABLE = re.compile(
    r"\b(?:totalPages?|pageCount|countPage|contenpage|pages?Total|nPageCount)\s*[=:]\s*['\"]?(\d{1,6})\b",
    re.I,
)
_COUNT = re.compile(r"\b(?:totalRecords?|recordCount|iRecCount|totalRow)\s*[=:]\s*['\"]?(\d{1,8})\b", re.I)
_XML_COUNT = re.compile(r"<totalrecord>\s*(\d+)\s*</totalrecord>", re.I)
_XML_PAGES = re.compile(r"<totalpage>\s*(\d+)\s*</totalpage>", re.I)

_PAGES = re.compile(r"(?:共|总共|共计|总计|總共)\s*(\d{1,6})\s*[页頁](?!次)")
_PAGES_OF = re.compile(
    r"第?\s*(\d{1,6})\s*[/／]\s*(?:共\s*)?(\d{1,6})\s*[页頁]|[页頁]次\s*[:：]?\s*(\d{1,6})\s*[/／]\s*(\d{1,6})"
)
_ITEMS = re.compile(
    r"(?:共|总共|共计|总计|共有|总数|合计)\s*[:：]?\s*(\d{1,8})\s*(?:条|條|篇|项|个?(?:记录|结果|信息|信件))"
)

_NEXT = re.compile(r"^(?:下一?[页頁]|后一?页|next(?: page)?|[>＞›»]{1,2})\s*[>＞›»]*$", re.I)
_LAST = re.compile(r"^(?:末[页頁]|尾[页頁]|最后一?[页頁]|最末页|last)$", re.I)
_NUMBER = re.compile(r"^[\[(]?\d{1,4}[\])]?$")
_FURNITURE = re.compile(
    r"(?:首[页頁]|上一?[页頁]|下一?[页頁]|末[页頁]|尾[页頁]|共\s*\d*\s*[页頁条條]|第\s*\d*\s*[页頁]|转到|跳转|跳至|到第|每页|GO|确定|当前|"
    r"\d+\s*条|[页頁条條]次?|记录|\d+|[/|<>«»‹›.…,，:：第共\s\[\]()（）])+",
    re.I,
)


@remembered
def is_pagination_text(text: str) -> bool:
    """Whether *text* is nothing but the furniture of a pager (``首页 上一页 1 2 下一页 共 0 条``)."""
    text = simplify(text)
    return (
        _FURNITURE.fullmatch(text) is not None
        and re.search(r"[上下]一?页|[末尾]页|共|第|\d\s*[页条]", text) is not None
    )


def _numbers(links: list[LinkSeen], page_url: str) -> list[LinkSeen]:
    stem = re.sub(r"\d+", "", page_url.split("?", maxsplit=1)[0].rsplit("/", 1)[0])
    return [k for k in links if _NUMBER.match(k.text) and re.sub(r"\d+", "", k.url).startswith(stem)]


def find_pagination(doc: Document) -> Pagination:
    """See :attr:`Document.pagination`. What is shown beats what scripts say."""
    pages: int | None = None
    current: int | None = None
    items: int | None = None
    said: list[str] = []
    text = simplify(doc.words)
    match = _PAGES_OF.search(text)
    if match:
        current, pages = int(match[1] or match[3]), int(match[2] or match[4])
        said.append(match[0])
    else:
        match = _PAGES.search(text)
        if match:
            pages = int(match[1])
            said.append(match[0])
    match = _ITEMS.search(text)
    if match:
        items = int(match[1])
        said.append(match[0])
    scripts = doc.scripts
    if scripts:
        match = _CREATE.search(scripts)
        if match:
            said.append(match[0])
            pages = int(match[1]) if pages is None else pages
            current = int(match[2]) if current is None else current
        match = _SET_PAGE.search(scripts)
        if match and pages is None:
            current, pages = int(match[1]), int(match[2])
            said.append(match[0])
        # Numbers in the store of a list are not shown to anybody: they count, and are no words of a pager.
        for pattern in (_XML_PAGES, _VARIABLE):
            match = pattern.search(scripts)
            if match and pages is None:
                pages = int(match[1])
        for pattern in (_XML_COUNT, _COUNT):
            match = pattern.search(scripts)
            if match and items is None:
                items = int(match[1])
    links = [k for k in doc.links if k.visible and k.text and len(k.text) <= 8 and k.region not in ("nav", "footer")]
    next_link = next((k for k in links if _NEXT.match(simplify(k.text))), None)
    last_link = next((k for k in links if _LAST.match(simplify(k.text))), None)
    numbered = _numbers(links, doc.page.url)
    if next_link is not None or last_link is not None or len(numbered) >= 2:
        said.extend(k.text for k in (next_link, last_link) if k is not None)
        if pages is None and numbered:
            pages = max(int(k.text.strip("[]()")) for k in numbered)
    else:
        numbered = []
    urls = dict.fromkeys(k.url for k in (*numbered, *(k for k in (next_link, last_link) if k is not None)) if k.url)
    return Pagination(
        pages=pages,
        current=current,
        items=items,
        next_url=next_link.url if next_link is not None and next_link.url != doc.page.url else "",
        urls=tuple(urls),
        words=" ".join(said)[:200],
    )

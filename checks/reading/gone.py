"""The words with which a page says that it does not exist, whatever its status says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from checks.reading.chinese import simplify

if TYPE_CHECKING:
    from checks.reading.document import Document

__all__ = ["says_gone", "words_of_gone"]

_GONE = re.compile(
    r"(?:\b404\b|页面(?:不存在|没有找到|未找到|已删除|走丢了|丢失)|(?:找不到|未找到|没有找到|不存在)(?:该|您|你|此)?(?:要?访问|请求|查找|浏览)?的?(?:页面|网页|文件|资源|栏目)|"
    r"(?:访问|请求|查找|浏览)的(?:页面|网页|文件|资源|栏目)(?:不存在|已删除|已被删除|未找到|找不到)|"
    r"(?:file|page|object) not found|not found on this server)",
    re.I,
)
#: Characters of a notice; a longer text is an article's.
_NOTICE = 80


def words_of_gone(text: str) -> str:
    """The words in *text* that say a page does not exist, or an empty string."""
    match = _GONE.search(simplify(text))
    return text[match.start() : match.end()] if match else ""


def says_gone(document: Document, title: str) -> str:
    """The words with which a page says that it does not exist where *title* was to be read; else an empty string.

    A page that shows the title is there, whatever else it says: an article may be about pages that are missing.
    """
    if not title or "".join(title.split()) in "".join(document.words.split()):
        return ""
    for text in document.texts:
        if text.kind != "text" or len(text.text) > _NOTICE or not document.visible(text.element):
            continue
        if found := words_of_gone(text.text):
            return found
    return ""

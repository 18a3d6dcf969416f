"""The words with which a page says that it does not exist, or that its server failed, whatever its status says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from checks.reading.chinese import simplify
from checks.reading.words import remembered

if TYPE_CHECKING:
    from checks.reading.document import Document

__all__ = ["says_gone", "words_of_dead", "words_of_fault", "words_of_gone"]

_GONE = re.compile(
    r"(?:\b404\b|页面(?:不存在|没有找到|未找到|已删除|走丢了|丢失)|(?:栏目|频道)(?:不存在|已(?:被)?(?:删除|停用|关闭|撤销))|(?:找不到|未找到|没有找到|不存在)(?:该|您|你|此)?(?:要?访问|请求|查找|浏览)?的?(?:页面|网页|文件|资源|栏目)|"
    r"(?:访问|请求|查找|浏览)的(?:页面|网页|文件|资源|栏目)(?:不存在|已删除|已被删除|未找到|找不到)|"
    r"(?:file|page|object) not found|not found on this server)",
    re.I,
)
#: What servers, databases and their programs write in place of a page.
_FAULT = re.compile(
    r"HTTP Status [45]\d\d|Internal Server Error|Bad Gateway|Service Unavailable|Server Error in|Whitelabel Error Page|"
    r"java\.\w+\.|ORA-\d{5}|SQL syntax|Microsoft (?:OLE DB|ODBC|VBScript)|ADODB\.|"
    r"Runtime Error|附近有语法错误|Traceback|stack ?trace|系统(?:错误|异常|繁忙|出错)|"
    r"服务器(?:错误|异常|内部错误)|网络异常|请求(?:失败|超时)|error occurred while processing this directive",
    re.I,
)
#: How programs tell where they broke off; file names and lines follow, and no article has such words. Seen: PHP behind
#: a status of 200 (Uncaught PDOException: SQLSTATE[HY000]); Java, Python and ASP.NET write alike.
_TRACE = re.compile(
    r"\bUncaught \w*(?:Exception|Error)\b|SQLSTATE\[|Stack trace:|Traceback \(most recent|\.php:\d+|"
    r"\.php on line \d+|\bat (?:[\w$]+\.){2,}[\w$<>]+\((?:\w+\.java:\d+|Native Method)\)|"
    r"\bat System\.(?:Web|Data)\.\w+"
)
#: Characters of a notice and of a server's message; a longer text is an article's.
_NOTICE, _MESSAGE = 80, 200


@remembered
def words_of_gone(text: str) -> str:
    """The words in *text* that say a page does not exist, or an empty string."""
    match = _GONE.search(simplify(text))
    return text[match.start() : match.end()] if match else ""


def words_of_fault(text: str) -> str:
    """The words in *text* with which a server tells that it failed, or an empty string."""
    match = _FAULT.search(simplify(text))
    return text[match.start() : match.end()] if match else ""


@remembered
def words_of_dead(text: str) -> str:
    """The words with which *text*, one piece of a page, says that there is no page: a notice or a server's message."""
    gone = words_of_gone(text) if len(text) <= _NOTICE else ""
    trace = _TRACE.search(text)
    return gone or (words_of_fault(text) if len(text) <= _MESSAGE else "") or (trace[0] if trace else "")


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

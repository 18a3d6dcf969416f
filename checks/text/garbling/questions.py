"""Chinese that became question marks altogether: an encoder without the characters wrote ``?`` for each of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.text.garbling.kinds import Garble
from checks.text.garbling.signatures import about_garbling, garble

QUESTIONS = re.compile(r"(?<![\w?])\?{4,}(?!\w)|(?<![\w?])\?{4,}(?=\d)")
"""Four or more that follow no word: ???????? as a title. Counter-examples: 真的吗????, What????"""

GOVERNED = re.compile(r"(?<=关于)\?{3,}(?=[\u4e00-\u9fff])|^\?{4,}(?=的)")
"""Where a word must stand, because the one before or after it needs one: 关于????????的咨询 (seen as the title of a
letter). Counter-examples: 怎么停水????没人管, ???有人管吗, 这是关于????."""

FIELD = re.compile(
    r"(?:^|[\s|｜(（])[\u4e00-\u9fff]{0,6}(?:版权所有|主办|承办|支持|来源|单位|机构|部门|作者|编辑|负责人|联系人|姓名|地址|名称|标题|位置)"
    r"\s*[:：]\s*(?P<marks>\?{4,})(?=[\s|｜;；，,)）\u4e00-\u9fff]|$)"
)
"""The value of a field, whatever follows it: 负责人：????????　电话：…, 版权所有：????人民政府. Counter-example:
网友：????这也行, what somebody says."""

DATE_LIKE = re.compile(r"^\?*\d+\?+\d*\?*|[^A-Za-z?!]\?{2,}|^\?{3,}[^?]")
"""2008?5?12?, ??5?, (??), ???IBM: numbers and Latin names whose Chinese is gone."""

NUMBER_FORMAT = re.compile(r"[# ]*[0#?,]*[./][0?]+|[# ]+[0#?,./ ]*")
"""Format codes of spreadsheets: 0.???, # ???/???."""

ASKING = re.compile(r"\W*[A-Za-z'-]*[a-z]\?+[!?)\"']*")
"""A word with its question marks: What????"""

MARKED_TOKEN = re.compile(r"(?<!\S)\S*\?\S*")


def question_marks(text: str) -> Iterator[Garble]:
    """Chinese that became question marks altogether.

    In a text that still has letters beyond ASCII a run counts after a label's colon (发布机构：??????) and where a
    word must stand: a run of its own may be what the text is about (该 ?????? 字串). In a text of ASCII alone, question
    marks must be as many as letters: ``dpkg -V`` prints ``??5??????`` before a path."""
    if not text.isascii():
        for match in GOVERNED.finditer(text):
            if not about_garbling(text, *match.span()):
                yield garble(text, *match.span(), "question-marks", "encoded-with-replacement", None, 0.8)
        for match in FIELD.finditer(text):
            yield garble(text, *match.span("marks"), "question-marks", "encoded-with-replacement", None, 0.8)
        for match in QUESTIONS.finditer(text):
            before = text[: match.start()].rstrip()
            if before.endswith((":", "：")) and not text[match.end() :].strip(" ?。."):
                yield garble(text, *match.span(), "question-marks", "encoded-with-replacement", None, 0.8)
        return
    marks = text.count("?")
    if marks < 2 or marks < sum(char.isalpha() for char in text) or NUMBER_FORMAT.fullmatch(text):
        return
    for match in MARKED_TOKEN.finditer(text):
        token = match.group()
        if not (token.count("?") >= 4 or (token.count("?") >= 2 and DATE_LIKE.search(token))) or "=" in token:
            continue
        if ASKING.fullmatch(token):
            continue
        yield garble(text, *match.span(), "question-marks", "encoded-with-replacement", None, 0.85)

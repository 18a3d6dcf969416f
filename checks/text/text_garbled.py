"""Text that a reader cannot read (乱码).

What it checks
zh: 读者看到的每一处文字是否为乱码：可见文字、链接文字、页面标题、描述与关键词、图片替代文字、表单控件的文字和提示。
en: Whether any text that a reader meets is garbled: visible text, link texts, the title, description and keywords,
    text alternatives of images, words and hints of form controls.
Why
zh: 《政府网站与政务新媒体检查指标》要求网站可用，页面内容应当能够正常显示、阅读；乱码使公众无法获知信息，也可能造成误
    读。
en: The inspection indicators ask for a usable site whose pages can be read. Garbled text withholds information from
    the public and can be misread.
How it decides
zh: 按乱码的成因逐类识别（UTF-8 与 GBK 混用、“锟斤拷”、按西文或其他编码误读、字节截断、问号、重复转义、造字与控制字符
    等），给出类型、可能原因，能够还原的给出原文。同一处公共页头、导航、页脚在多个页面重复出现的，计为一个问题；同一模
    板同一位置的同类乱码计为一个问题；页面大部分文字均为乱码的，按整页计为一个问题。
en: Each kind is recognised by how it arises (UTF-8 and GBK mixed up, 锟斤拷, other charsets, cut bytes, question
    marks, double escaping, private-use and control characters). The finding names the kind, the likely cause and,
    where it can be recovered, the text that was meant. A garbled header, menu or footer that many pages include
    counts once; the same kind at the same place of one template counts once; a page that is garbled for the most
    part counts as a whole.
Known limits
zh: 一两个字的乱码、图片和附件中的文字不在识别范围内。以乱码为主题的稿件引用乱码示例的，一般不计，但不能完全排除误判。
    少数民族文字、外文版面和图标字体不计为乱码。
en: Garbles of one or two characters and text inside pictures or attachments are not seen. Articles about garbled
    text that quote it are exempt as a rule, not without exception. Minority scripts, foreign versions and icon fonts
    are not garbled.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from checks import Documents, Finding, Message, Text, Want, check, standards
from checks.artifacts import Encoding
from checks.identity import place_key, stable_hash, url_key
from checks.reading import Document, TextSeen
from checks.text.garbling import ABOUT, KINDS, Garble, find_garbled, without_examples
from checks.text.same import Same

#: Below this the detector itself says that it may be wrong; a person must look.
SURE = 0.8
#: Characters shown on either side of the garbled ones, so that a person finds the place.
AROUND = 14
#: A page whose text blocks are garbled to this share, in its menus as in its content, is garbled as a whole.
MOST = 0.5
#: Blocks below which a page is too small to speak of “most of it”.
BLOCKS = 3
#: Garbled words as long as this name one text wherever it is repeated: in a list, a title, a heading.
TELLING = 8
#: Zones of a page that portals include from one file.
INCLUDED = frozenset({"header", "nav", "footer", "aside"})
#: C1 controls, surrogates, private use, noncharacters: an editor, a spreadsheet or a font cannot show them.
UNSHOWABLE = re.compile("[\\x7f-\\x9f\\ud800-\\uf8ff\\ufdd0-\\ufdef\\ufffe\\uffff\\U000f0000-\\U0010ffff]")
#: Elements that hold code.
CODE = frozenset({"code", "pre", "samp", "kbd"})
READ = ("text", "link", "control", "title", "meta", "alt")  # how directly a reader meets a text, most direct first


class Hit(Struct, frozen=True, eq=False):
    """One garbled block of one page."""

    document: Document
    seen: TextSeen
    garble: Garble
    zone: str

    @property
    def where(self) -> tuple[str, str]:
        """The page: entry and URL."""
        return self.document.page.entry, url_key(self.document.page.url)


SEE = (
    Text("用浏览器打开 {url}（{entry}）。", "Open {url} in a browser ({entry})."),
    Text(
        "找到截图中标出的位置，或在页面内查找相邻的正常文字。",
        "Find the place outlined in the picture, or search for the sound words beside it.",
    ),
    Text("核对该处文字是否为“{words}”。", "Compare what stands there with “{words}”."),
)
SEE_HIDDEN = (
    Text("用浏览器打开 {url}（{entry}），查看网页源代码。", "Open {url} in a browser ({entry}) and view its source."),
    Text(
        "查找 {element} 的内容；页面标题同时显示在浏览器标签页上。",
        "Find the content of {element}; a title also shows on the browser's tab.",
    ),
    Text("核对该处文字是否为“{words}”。", "Compare what stands there with “{words}”."),
)
MEND = Text(
    "核对页面、模板、包含文件和数据库的字符编码，统一为 UTF-8；已损坏的文字按原稿重新录入。",
    "Check the encoding of page, template, included files and database, and make all of them UTF-8; enter damaged "
    "text again from the original.",
)
DOUBT = Text(
    "文字系有意引用的乱码示例、代码、生僻字或外文的，可能误判。",
    "Wrong if the text quotes garbled words on purpose, or is code, rare characters or another language.",
)
MESSAGES = {
    "text": Message(
        Text("页面文字显示为乱码：“{words}”。{detail}", "Text on the page is garbled: “{words}”. {detail}"),
        SEE, MEND, DOUBT,
    ),
    "include": Message(
        Text(
            "公共部分（页头、导航或页脚等）显示为乱码：“{words}”，共 {pages} 个页面。{detail}",
            "A shared part of the pages (header, menu, footer) is garbled: “{words}”, on {pages} pages. {detail}",
        ),
        SEE, MEND, DOUBT, title=Text("公共页面部分乱码", "Garbled text in a shared part of the pages"),
    ),
    "page": Message(
        Text(
            "整个页面显示为乱码，例如“{words}”。{detail}",
            "The whole page is garbled, for example “{words}”. {detail}",
        ),
        (SEE[0], Text("查看页面文字能否阅读。", "See whether the page can be read."), SEE[2]),
        Text(
            "使 HTTP 头、meta 声明的字符编码与文件实际编码一致，并统一为 UTF-8。",
            "Make the encoding that the HTTP header and the meta element declare that of the file, and use UTF-8 "
            "everywhere.",
        ),
        Text(
            "浏览器自动更正了编码的，读者可能看不到乱码。",
            "Wrong if the reader's browser guesses the encoding by itself.",
        ),
        title=Text("整页乱码", "A whole page is garbled"),
    ),
    "hidden-text": Message(
        Text(
            "页面的 {element} 为乱码：“{words}”。{detail}",
            "The {element} of the page is garbled: “{words}”. {detail}",
        ),
        SEE_HIDDEN, MEND, DOUBT,
        title=Text("页面标题、描述或替代文字乱码", "Garbled title, description or text alternative"),
    ),
}  # fmt: skip


@check(
    id="text-garbled",
    theme="text",
    clause=standards.PAGE_READABLE,
    title=Text("页面文字乱码", "Garbled text"),
    messages=MESSAGES,
)
def text_garbled(documents: Documents) -> Iterator[Finding | Want]:
    known: dict[str, tuple[Garble, ...]] = {}  # menus and footers repeat on every page: each text is judged once
    whole: dict[tuple[str, ...], list[Hit]] = {}
    hits: list[Hit] = []
    for document in documents:
        found = list(_hits(document, known))
        if _most(document, found):
            first = max(found, key=lambda hit: (hit.garble.confidence, hit.garble.end - hit.garble.start))
            page = document.page
            whole.setdefault((page.entry, page.template or page.url, first.garble.kind), []).append(first)
        else:
            hits += found
    for _, pages in sorted(whole.items()):
        yield _finding(pages, "page", place=f"page {pages[0].garble.kind}")
    for group in _groups(hits):
        yield _finding(group, _message(group), place=_place(group))


def _hits(document: Document, known: dict[str, tuple[Garble, ...]]) -> Iterator[Hit]:
    """The garbled blocks of a page, each with its surest garble."""
    for seen in document.texts:
        if seen.text not in known:
            known[seen.text] = find_garbled(seen.text)
        garbles = known[seen.text]
        if any(garble.kind == "private-use" for garble in garbles):
            icons = _icons(seen)
            garbles = tuple(item for item in garbles if item.kind != "private-use" or not icons.issuperset(item.words))
        if any(garble.kind == "raw-escapes" for garble in garbles) and _is_code(seen):
            garbles = tuple(item for item in garbles if item.kind != "raw-escapes")
        if garbles and _speaks_of_garbling(document):
            garbles = without_examples(seen.text, garbles)
        if garbles:
            surest = max(garbles, key=lambda garble: (garble.confidence, garble.end - garble.start))
            yield Hit(document, seen, surest, _zone(document, seen))


def _speaks_of_garbling(document: Document) -> bool:
    """Whether a page's title or heading says that it is about garbling: its paragraphs quote examples without the word.
    Counter-example: such a page that is itself garbled, outside of quotation marks."""
    headings = (document.text(heading) for heading in document.root.iter("h1", "h2"))
    return any(ABOUT.search(words) for words in (document.title, *headings))


def _is_code(seen: TextSeen) -> bool:
    """Whether a block is marked up as code, such as the answer in the description of an interface."""
    return seen.element.tag in CODE or any(True for _ in seen.element.iterancestors(*CODE))


def _icons(seen: TextSeen) -> frozenset[str]:
    """The private-use characters of a block that are pictures of an icon font: they have an element to themselves, or
    the style sheet puts them (首页<i>&#xe6a7;</i>政务公开 shows a separator). In a name they stand among its letters.
    """
    found: set[str] = set()
    for element in seen.element.iter("*"):
        for text in (element.text, element.get("pa-before"), element.get("pa-after")):
            glyphs = (text or "").strip()
            if glyphs and all("\ue000" <= char <= "\uf8ff" for char in glyphs):
                found.update(glyphs)
    return frozenset(found)


def _zone(document: Document, seen: TextSeen) -> str:
    """The part of the page: its head, a part that pages share, or its content."""
    if seen.kind in ("title", "meta"):
        return "head"
    region = document.region(seen.element)
    return region if region in INCLUDED else "content"


def _most(document: Document, hits: list[Hit]) -> bool:
    """Whether most blocks are garbled, in the shared parts of the page as in its content."""
    if len(hits) < BLOCKS:
        return False
    blocks = {id(hit.seen): hit.zone for hit in hits}
    sound: Counter[bool] = Counter()
    for seen in document.texts:
        if id(seen) not in blocks and not seen.text.isascii():
            sound[_zone(document, seen) == "content"] += 1
    broken = Counter(zone == "content" for zone in blocks.values())
    return all(
        broken[part] >= MOST * (broken[part] + sound[part]) for part in (True, False) if broken[part] + sound[part]
    )


def _groups(hits: list[Hit]) -> list[list[Hit]]:
    """Blocks that are one defect: one text repeated, one part of one page, one place of one template."""
    same = Same(len(hits))
    for number, hit in enumerate(hits):
        page, kind = hit.document.page, hit.garble.kind
        same.join(number, ("page", *hit.where, hit.zone, kind))
        same.join(number, ("block", page.entry, hit.seen.text))
        if len(hit.garble.words) >= TELLING:
            same.join(number, ("words", page.entry, hit.garble.words))
        if page.template:
            same.join(number, ("place", page.entry, page.template, hit.zone, kind, place_key(hit.seen.selector)))
    return [[hits[number] for number in group] for group in same.groups()]


def _message(group: list[Hit]) -> str:
    best = min(group, key=_showing)
    if best.seen.kind in ("title", "meta", "alt"):
        return "hidden-text"
    several = len({hit.document.page.template or hit.where for hit in group}) > 1
    return "include" if several and best.zone in INCLUDED else "text"


def _place(group: list[Hit]) -> str:
    places = Counter(f"{hit.garble.kind} {hit.zone} {place_key(hit.seen.selector)}" for hit in group)
    return min(places, key=lambda place: (-places[place], place))


def _showing(hit: Hit) -> tuple[int, bool, bool, str]:
    """What an auditor is shown: what a reader meets directly, on a page with a picture; among equals, by hash."""
    pictured = hit.document.page.picture is not None
    placed = pictured and hit.seen.box is not None
    return READ.index(hit.seen.kind), not placed, not pictured, stable_hash(hit.document.page.url, hit.seen.text)


def _finding(group: list[Hit], message: str, *, place: str) -> Finding:
    best = min(group, key=_showing)
    page = best.document.page
    templates = {hit.document.page.template for hit in group}
    urls = sorted({hit.document.page.url for hit in group})
    shared = (page.template or None) if len(urls) == 1 else templates.pop() if len(templates) == 1 else ""
    confidence = max(hit.garble.confidence for hit in group)
    whole = message == "page"
    return Finding(
        message,
        page.url,
        entry=page.entry,
        selector=None if whole else best.seen.selector,
        box=None if whole else best.seen.box,
        place=place,
        template=shared,
        words=_context(best),
        data={
            "detail": _detail(best.garble, page.encoding),
            "element": _element(best.seen),
            "kind": best.garble.kind,
            "repaired": visible((best.garble.repaired or "").replace("\ufffd", "□")),
        },
        outcome="fail" if confidence >= SURE else "unsure",
        confidence=confidence,
        pages=tuple(urls),
    )


def _context(hit: Hit) -> str:
    """The garbled words with the sound ones beside them."""
    text, garble = hit.seen.text, hit.garble
    end = min(garble.end, garble.start + 80)
    start, stop = max(0, garble.start - AROUND), min(len(text), end + AROUND)
    return visible(("…" if start else "") + text[start:stop] + ("…" if stop < len(text) else ""))


def _element(seen: TextSeen) -> str:
    if seen.kind == "title":
        return "title"
    if seen.kind == "meta":
        return f"meta {seen.name}"
    return f"{seen.element.tag} {seen.name}".strip()


def _detail(garble: Garble, encoding: Encoding | None) -> Text:
    """Kind, declared against actual encoding, and the text that was meant, in one go."""
    zh, en = KINDS[garble.kind]
    if encoding and encoding.detected and encoding.detected != encoding.used:
        declared = encoding.bom or encoding.http or encoding.meta
        zh += f"页面声明的编码为 {declared or '（未声明）'}，按 {encoding.used} 解码，字节实际为 {encoding.detected}。"
        en += f" The page declares {declared or 'nothing'}, is read as {encoding.used} and made of {encoding.detected}."
    if garble.repaired and garble.repaired.strip("\ufffd\xa0 "):
        meant = visible(garble.repaired.replace("\ufffd", "□"))  # a box for each lost character
        zh += f"原文应为“{meant}”。"
        en += f" It was meant to read “{meant}”."
    return Text(zh, en)


def visible(text: str) -> str:
    """*text* with what cannot be shown made visible: controls and private-use characters by number, losses as a box."""
    shown = []
    for char in text:
        code = ord(char)
        if char in "\n\t\r":
            shown.append(" ")
        elif code < 0x20:
            shown.append(chr(0x2400 + code))  # the control pictures
        elif UNSHOWABLE.match(char):
            shown.append(f"[U+{code:04X}]")
        else:
            shown.append(char)
    return "".join(shown)

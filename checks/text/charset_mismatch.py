"""Declared and actual character encoding of a page disagree.

What it checks
zh: HTTP 头、BOM 和 meta 声明的字符编码是否相互一致，是否与网页字节的实际编码一致。
en: Whether the character encodings that HTTP header, BOM and meta element declare agree with each other and with the
    bytes.
Why
zh: HTML 标准要求声明的编码即文件实际采用的编码。声明不一致的页面暂时可能显示正常，更换服务器、转存或被其他系统读取后
    即成乱码。
en: The HTML standard asks that the declared encoding is the one that was used. A page with contradicting
    declarations may look right today and becomes garbled when the server changes, the page is saved, or another
    system reads it.
How it decides
zh: 实际编码以网页字节的特征为准，特征不明显的以浏览器采用的编码为准（依次为 BOM、HTTP 头、meta）；任一声明与之不符即
    计。 GB2312、GBK、GB18030 视为同一编码。声明与实际情况相同的所有页面计为一个问题。读者看到乱码的，另见“页面文字乱
    码”。
en: The actual encoding is what the bytes show, else what a browser uses (BOM, then HTTP header, then meta). Any
    declaration that differs counts. GB2312, GBK and GB18030 are one encoding. All pages with the same contradiction
    are one finding. Text that a reader sees garbled is a finding of its own (“Garbled text”).
Known limits
zh: 仅含英文字母的页面不计，因为各种编码下结果相同。仅用浏览器看到、未保存原始字节的页面不能核对 meta 声明。
en: Pages of plain ASCII are left out: every encoding reads them alike. Where only the browser saw a page and no
    bytes were kept, its meta element cannot be compared.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks import Finding, Message, NotApplicable, Page, Site, Text, Want, check, standards
from checks.artifacts import Encoding
from checks.identity import stable_hash, url_key

#: Names of one encoding for this purpose (WHATWG Encoding Standard: labels; gb18030 reads all GB names).
ALIASES = {
    "utf8": "utf-8", "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030",
    "iso-8859-1": "windows-1252", "us-ascii": "windows-1252", "ascii": "windows-1252", "latin1": "windows-1252",
    "big5-hkscs": "big5", "utf-16": "utf-16le", "utf-16-le": "utf-16le", "utf-16-be": "utf-16be",
}  # fmt: skip
SOURCES = {
    "bom": Text("BOM", "the BOM"),
    "http": Text("HTTP 头", "the HTTP header"),
    "meta": Text("meta", "the meta element"),
}
SEE = (
    Text("用浏览器打开 {url}，按 F12 打开开发者工具。", "Open {url} in a browser and the developer tools with F12."),
    Text(
        "在“网络”中查看该页面响应头的 Content-Type，在源代码中查看 meta charset。",
        "Under Network read the Content-Type of the page's response; in the source read meta charset.",
    ),
    Text("与文件实际编码（{actual}）对照。", "Compare them with the encoding of the file, {actual}."),
)
MEND = Text(
    "将 HTTP 头与 meta 中的字符编码声明改为 {actual}，并逐步统一为 UTF-8。",
    "Make HTTP header and meta element declare {actual}, and move all pages to UTF-8 in time.",
)
DOUBT = Text(
    "经代理或缓存访问时，HTTP 头可能被改写；字节很少的页面，实际编码可能判断有误。",
    "A proxy or cache may have rewritten the HTTP header; of very short pages the actual encoding may be misjudged.",
)


@check(
    id="charset-mismatch",
    theme="text",
    clause=standards.CHARSET_DECLARED,
    title=Text("字符编码声明与实际不符", "Declared and actual encoding disagree"),
    messages={
        "unharmed": Message(
            Text(
                "{wrong}，实际编码为 {actual}；浏览器目前能够正确显示。涉及 {pages} 个页面。",
                "{wrong}, and the bytes are {actual}. Browsers show it rightly all the same. Pages: {pages}.",
            ),
            SEE, MEND, DOUBT,
            title=Text("编码声明有误（目前显示正常）", "Wrong declaration of encoding, shown correctly"),
        ),
        "misread": Message(
            Text(
                "{wrong}，实际编码为 {actual}；浏览器按 {used} 解码，文字会显示为乱码。涉及 {pages} 个页面。",
                "{wrong}, and the bytes are {actual}. Browsers read them as {used}, which garbles the text. "
                "Pages: {pages}.",
            ),
            SEE, MEND, DOUBT,
            title=Text("编码声明有误（显示为乱码）", "Wrong declaration of encoding, shown garbled"),
        ),
    },
)  # fmt: skip
def charset_mismatch(site: Site) -> Iterator[Finding | Want]:
    groups: dict[tuple[str, ...], list[Page]] = {}
    judged = 0
    for page in _with_bytes(site):
        if page.encoding is None or page.html.isascii():
            continue
        judged += 1
        names = {source: _name(getattr(page.encoding, source)) for source in SOURCES}
        used, actual = _name(page.encoding.used), _actual(page.encoding)
        if any(name and name != actual for name in names.values()):
            groups.setdefault((page.entry, used, actual, *names.values()), []).append(page)
    if not judged:
        raise NotApplicable(
            Text("没有保存原始字节的网页，无从核对。", "No page whose bytes were kept, so nothing to compare.")
        )
    for (entry, used, actual, *declared), pages in sorted(groups.items()):
        told = zip(SOURCES.values(), declared, strict=True)
        wrong = [(source, name) for source, name in told if name not in ("", actual)]
        best = min(pages, key=lambda page: stable_hash(page.url))
        yield Finding(
            "unharmed" if used == actual else "misread",
            best.url,
            entry=entry,
            place=f"{used} {actual} {' '.join(declared)}",
            template="",
            data={
                "wrong": Text(
                    "、".join(f"{source.zh}声明为 {name}" for source, name in wrong),
                    ", ".join(f"{source.en} declares {name}" for source, name in wrong),
                ),
                "actual": actual,
                "used": used,
            },
            pages=tuple(sorted(page.url for page in pages)),
        )


def _with_bytes(site: Site) -> list[Page]:
    """One look for every page: the plain one, which kept the bytes, before the browser's."""
    looks: dict[tuple[str, str], Page] = {}
    for page in sorted(site.pages, key=lambda page: (page.rendered, page.look)):
        looks.setdefault((page.entry, url_key(page.url)), page)
    return [looks[key] for key in sorted(looks)]


def _actual(encoding: Encoding) -> str:
    return _name(encoding.detected or encoding.used)


def _name(label: str | None) -> str:
    name = (label or "").strip().lower()
    return ALIASES.get(name, name)

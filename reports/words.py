"""The reports' own sentences in both languages, and how numbers and times read in each."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import msgspec
from markupsafe import Markup, escape

from reports.source import ReportError

LANGUAGES = ("zh", "en")
OURS = Path(__file__).parent / "templates"
HTML_LANG = {"zh": "zh-CN", "en": "en"}
OWN_NAME = {
    "zh": "中文",
    "en": "English",
}  # a language is offered in its own words, whatever the page's language
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
# Han characters, without the punctuation that both writings share. Used to tell a screen reader the language.
HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")


def load_strings(folders: Sequence[Path]) -> dict[str, dict[str, str]]:
    """Read `strings.json` of each folder; the first folder that knows a key wins, key by key and language by language.

    Raises ReportError when a file is not an object of `{"zh": …, "en": …}` texts.
    """
    merged: dict[str, dict[str, str]] = {}
    for folder in reversed(folders):
        path = folder / "strings.json"
        if not path.exists():
            continue
        try:
            texts = msgspec.json.decode(path.read_bytes(), type=dict[str, dict[str, str]])
        except msgspec.MsgspecError as error:
            raise ReportError(f"{path}: {error}") from None
        for key, both in texts.items():
            merged.setdefault(key, {}).update(both)
    return merged


class Words:
    """One language's voice: our sentences by key, and the right half of every two-language text."""

    def __init__(self, language: str, strings: Mapping[str, Mapping[str, str]]) -> None:
        if language not in LANGUAGES:
            raise ReportError(f"language {language!r} is not one of {', '.join(LANGUAGES)}")
        self.language = language
        self.html_lang = HTML_LANG[language]
        self._strings = strings

    def __call__(self, key: str, /, **values: Any) -> str:
        """Our sentence *key* with its placeholders filled; figures are written as `number` does.

        Raises ReportError for an unknown key.
        """
        try:
            return self._strings[key][self.language].format_map(
                {name: value if isinstance(value, str) else self.number(value) for name, value in values.items()}
            )
        except KeyError as missing:
            raise ReportError(f"strings.json: {key} ({self.language}) lacks {missing}") from None

    def of(self, text: Mapping[str, str] | None) -> str:
        """This language's half of a `{"zh", "en"}` text; empty for None."""
        return "" if text is None else text[self.language]

    def known(self, prefix: str, name: str) -> str:
        """Our word for a value of a closed list (`outcome.fail`); the bare value when the list has grown."""
        key = f"{prefix}.{name}"
        return self(key) if key in self._strings else name

    def number(self, value: int | float | None) -> str:
        """A figure with thousands separators; at most one decimal; a dash for None."""
        if value is None:
            return "—"
        if isinstance(value, float) and not value.is_integer():
            return f"{value:,.1f}"
        return f"{int(value):,}"

    def percent(self, share: float | None) -> str:
        """A share between 0 and 1 as a percentage without decimals; a dash for None."""
        return "—" if share is None else f"{share * 100:.0f}%"

    def day(self, moment: str | None) -> str:
        """The date of an ISO 8601 time, in words; a dash for None; the text itself when it is no time."""
        if not moment:
            return "—"
        parsed = _parse(moment)
        if parsed is None:
            return moment
        if self.language == "zh":
            return f"{parsed.year}年{parsed.month}月{parsed.day}日"
        return f"{parsed.day} {MONTHS[parsed.month - 1]} {parsed.year}"

    def moment(self, moment: str | None) -> str:
        """Date, time and offset of an ISO 8601 time, in words, in the offset that it was written with."""
        parsed = _parse(moment) if moment else None
        if parsed is None:
            return self.day(moment)
        clock = f"{parsed.hour:02}:{parsed.minute:02}"
        offset = parsed.strftime("%z")
        zone = f"UTC{offset[:3]}:{offset[3:5]}" if offset else ""
        if self.language == "zh":
            return f"{self.day(moment)} {clock}" + (f"（{zone}）" if zone else "")
        return f"{self.day(moment)}, {clock}" + (f" ({zone})" if zone else "")

    def seen(self, text: str | None, limit: int = 400) -> Markup:
        """Words of the audited site: isolated in their direction, cut after *limit*, their language marked."""
        if not text:
            return Markup("")
        shown = text if len(text) <= limit else text[:limit].rstrip() + "…"
        lang = Markup(' lang="zh-CN"') if self.language != "zh" and HAN.search(shown) else Markup("")
        return Markup('<bdi dir="auto"{}>{}</bdi>').format(lang, escape(shown))

    def address(self, url: str, limit: int = 0) -> str:
        """An address as people read it: its Chinese characters instead of their escapes, cut in the middle after
        *limit* characters (0: never). An address whose escapes spell no text stays as it is."""
        readable = "?".join(_spelled(part) for part in url.split("?", 1))
        return self._cut(readable, limit)

    def _cut(self, url: str, limit: int) -> str:
        return url if not limit or len(url) <= limit else f"{url[: limit - 20]}…{url[-19:]}"

    def site_lang(self, text: str | None) -> str:
        """`zh-CN` when *text* holds Han characters and the page is not Chinese; empty otherwise."""
        return "zh-CN" if text and self.language != "zh" and HAN.search(text) else ""


def _spelled(part: str) -> str:
    """A part of an address with its Chinese escapes spelled out; unchanged where that would make it ambiguous."""
    try:
        spelled = unquote(part, errors="strict")
    except UnicodeDecodeError:
        return part
    plain = HAN.search(spelled) and spelled.isprintable() and not set(spelled) & set(" %?#")
    return spelled if plain else part


def _parse(moment: str) -> datetime | None:
    try:
        return datetime.fromisoformat(moment)
    except ValueError:
        return None

"""From a view model to one self-contained HTML file: the Jinja environment and the security policy."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from reports.words import HTML_LANG, OURS, OWN_NAME, Words, load_strings


class Pages:
    """Renders our templates in one language, an office's own folder searched first.

    *templates*: a folder that may hold any file of `reports/templates` under the same name, also a
    `strings.json` with only the sentences that differ.
    """

    def __init__(self, language: str, templates: Path | None = None) -> None:
        folders = [folder for folder in (templates, OURS) if folder is not None]
        self.words = Words(language, load_strings(folders))
        self._environment = Environment(
            loader=FileSystemLoader(folders),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals.update(
            t=self.words,
            lang=self.words.html_lang,
            style=self._inline("report.css"),
            script=self._inline("report.js"),
        )
        self._environment.globals["policy"] = policy(
            str(self._environment.globals["style"]), str(self._environment.globals["script"])
        )
        self._environment.filters.update(
            of=self.words.of,
            n=self.words.number,
            percent=self.words.percent,
            day=self.words.day,
            moment=self.words.moment,
            seen=self.words.seen,
            address=self.words.address,
        )
        # A link of the audited site is only followed when it leads to the web: never `javascript:` and the like.
        self._environment.tests["web"] = lambda url: bool(url) and url.lower().startswith(("http://", "https://"))

    def render(self, template: str, view: Mapping[str, Any]) -> bytes:
        """The finished page as UTF-8, without the blank lines that templates leave behind."""
        text = self._environment.get_template(template).render(view)
        return "\n".join(line for line in text.split("\n") if line.strip()).encode() + b"\n"

    def _inline(self, name: str) -> Markup:
        source = self._environment.get_template(name).render()
        # The policy names the text's digest: leave nothing for render() to strip or the browser to change.
        return Markup("\n".join(line for line in source.split("\n") if line.strip()))


def policy(style: str, script: str) -> str:
    """The Content-Security-Policy of a page: nothing from outside, our one style sheet and one script by digest."""
    return (
        "default-src 'none'; img-src data: 'self' file:; "
        f"style-src '{_digest(style)}'; script-src '{_digest(script)}'; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def page_name(stem: str, language: str, number: int = 1) -> str:
    """`report.html`, `report.en.html`, `findings-2.html` …: Chinese has no suffix."""
    part = stem if number == 1 else f"{stem}-{number}"
    return f"{part}.html" if language == "zh" else f"{part}.{language}.html"


@lru_cache(maxsize=8)
def pages(language: str, templates: Path | None = None) -> Pages:
    """The renderer of one language; templates are compiled once, however many cities are written."""
    return Pages(language, templates)


def other_languages(stem: str, languages: Sequence[str], language: str, number: int = 1) -> list[dict[str, str]]:
    """The same page in the other languages of this run: address, language code and the language's own name."""
    return [
        {"href": page_name(stem, other, number), "lang": HTML_LANG[other], "name": OWN_NAME[other]}
        for other in languages
        if other != language
    ]

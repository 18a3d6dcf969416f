"""A browser that watches what reports say on the console and ask of the network, and axe-core's opinion of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files

from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from crawler.browser.chromium import find_chromium, needs_no_sandbox

PATIENCE_MS = 90_000  # a busy machine is not a broken report


@contextmanager
def launched() -> Iterator[Browser]:
    """The Chromium that the program itself would use."""
    program = find_chromium()
    assert program, "no Chromium on this machine: `make setup` installs one, and these tests need it"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox"] if needs_no_sandbox() else []
        )
        try:
            yield browser
        finally:
            browser.close()


class Watched:
    """A page that remembers what it said on the console and what it asked for besides itself and its own pictures."""

    def __init__(self, context: BrowserContext, address: str = "") -> None:
        self.said: list[str] = []
        self.outside: list[str] = []
        self.page: Page = context.new_page()
        self.page.set_default_timeout(PATIENCE_MS)
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", self._note)
        if address:
            self.page.goto(address)

    def _note(self, request: Request) -> None:
        own = request.url.startswith("file:") and request.resource_type == "document"
        if not own and not request.url.startswith("data:image/webp"):
            self.outside.append(request.url[:100])


def prepare_for_axe(page: Page) -> None:
    """Put axe-core into the page, open what is folded and lay out what waits to come near."""
    page.add_style_tag(content=".finding, .matrix { content-visibility: visible !important }")
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8"))


def axe_violations(page: Page) -> dict[str, list[str]]:
    """Rule → elements that axe-core finds fault with, at the page's present width and colours."""
    result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return {rule["id"]: [node["html"][:200] for node in rule["nodes"][:3]] for rule in result["violations"]}

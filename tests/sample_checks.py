"""Small checks that try every corner of the frame; tests put them into a registry as a plug-in would.

What it checks
zh: 示例。
en: A sample.
Why
zh: 示例。
en: A sample.
How it decides
zh: 示例。
en: A sample.
Known limits
zh: 示例。
en: A sample.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks import (
    Document,
    Documents,
    Failed,
    Finding,
    Message,
    NotApplicable,
    Site,
    Text,
    Unsure,
    Want,
    check,
    section,
    standards,
    view,
)

STEP = Text("打开 {url}。", "Open {url}.")
SAID = Message(
    Text("看到“{words}”，共 {pages} 页。", "Saw “{words}” on {pages} pages."),
    (STEP, STEP, STEP),
    Text("改正。", "Mend it."),
    Text("可能误判。", "May be wrong."),
)


class Headings:
    """The headings of the whole site, and how often they were worked out."""

    made = 0

    def __init__(self, texts: tuple[str, ...]) -> None:
        Headings.made += 1
        self.texts = texts


class Links(tuple[str, ...]):
    """Link texts of one page."""

    __slots__ = ()


@view
def headings(documents: Documents) -> Headings:
    return Headings(tuple(document.title for document in documents))


@view
def links(document: Document) -> Links:
    return Links(link.text for link in document.links)


@section("headings")
def headings_section(headings: Headings) -> dict[str, object]:
    return {"titles": list(headings.texts), "note": Text("标题", "titles")}


def marked(attribute: str, document: Document) -> Iterator[Finding]:
    """A finding for every element that carries *attribute*."""
    for element in document.elements:
        if element.get(attribute) is not None:
            yield Finding(
                "said",
                document.page.url,
                entry=document.page.entry,
                selector=document.selector(element),
                box=document.box(element),
                words=document.text(element),
            )


@check(id="sample-mark", theme="text", clause=None, title=Text("标记", "Marked"), messages={"said": SAID})
def sample_mark(document: Document, links: Links) -> Iterator[Finding | Want]:
    yield from marked("data-bad", document)


@check(
    id="column-empty",
    theme="columns",
    clause=standards.BLANK_COLUMN,
    title=Text("空白栏目", "Blank column"),
    messages={"said": SAID},
)
def sample_column_empty(site: Site, documents: Documents) -> Iterator[Finding | Want]:
    """Every page marked ``data-empty`` is a blank column: a claim of absence."""
    for document in documents:
        for finding in marked("data-empty", document):
            depends = tuple(url.url for url in site.urls if url.anchor == "needed")
            yield Finding(
                "said", finding.url, entry=finding.entry, column=document.title, absence=True, depends=depends
            )


@check(
    id="interaction-missing",
    theme="interaction",
    clause=standards.INTERACTION_CHANNEL,
    title=Text("无咨询渠道", "No consultation channel"),
    messages={"said": SAID},
)
def sample_outcomes(document: Document) -> Iterator[Finding | Want]:
    """A page can ask for each way to end."""
    ask = document.body.get("data-end")
    if ask == "bug":
        raise RuntimeError("a planted bug")
    if ask == "unsure":
        raise Unsure(Text("需人工判断。", "A person must look."), (Want(document.page.url, "desktop", "login wall"),))
    if ask == "not-applicable":
        raise NotApplicable(Text("不适用。", "Does not apply."))
    if ask == "failed":
        raise Failed(Text("探测未完成。", "The probe broke off."))
    if ask == "no-such-message":
        yield Finding("unheard-of", document.page.url)
    if ask == "find":
        yield Finding("said", document.page.url, entry=document.page.entry, words="找到")
    if ask == "want":
        yield Want(document.page.url, document.page.entry, "asked for")

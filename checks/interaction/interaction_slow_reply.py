"""Replies that came later than the portal promises.

What it checks
zh: 公开来信的答复时间是否超过网站自己公布的答复期限。
en: Whether published letters were answered later than the portal itself promises.
Why
zh: 政府网站应当按照公布的办理期限答复网民来信；各地承诺不一，以本网站来信须知、办理制度等公布的期限为准。
en: A portal answers letters within the time that it has published. Promises differ from place to place; the portal's
own
rules are the measure.
How it decides
zh: 在互动栏目页面中查找“5个工作日内答复”等承诺，页面列有多个期限的取最长者；以来信时间和答复时间计算，
工作日按周一至周五
计，跨越春节、国庆、劳动节的另行宽限。
en: Promises such as “answered within 5 working days” are read from the interaction pages; of several the longest
counts.
Working days are Mondays to Fridays, with allowance for waits that span the long holidays.
Known limits
zh: 调休和地方性假日无法识别；经依法延期答复的来信可能被计入。
en: Shifted working days and local holidays are not known; letters whose term was lawfully extended may be counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from checks import standards
from checks.declaration import Finding, Message, NotApplicable, Text, Want, check
from checks.documents import Documents
from checks.identity import url_key
from checks.interaction.letters import Letter, LetterBook, shown_on
from checks.interaction.promise import Promise, find_promise, is_late, working_days
from checks.interaction.sections import Interaction
from checks.reading import Document
from checks.reading.chinese import simplify

MESSAGES = {
    "late": Message(
        Text(
            "网站承诺{promise}内答复来信，已公开答复的{read}件中有{count}件超期，最长的“{title}”用时{days}天。",
            "The portal promises an answer within {promise}; of {read} published, {count} came later, "
            "the latest, “{title}”, after {days} days.",
        ),
        (
            Text("打开 {promise_url}，查看承诺：“{words}”。", "Open {promise_url} and read the promise: “{words}”."),
            Text(
                "打开 {url}，查看来信“{title}”的来信时间（{received}）和答复时间（{answered}）。",
                "Open {url} and compare the dates of “{title}”: received {received}, answered {answered}.",
            ),
            Text("该来信答复用时超过承诺期限。", "The answer took longer than promised."),
        ),
        Text("按承诺期限答复来信；难以按期办结的，先行告知进展。",
            "Answer within the time promised, or report progress in time."),
        Text(
            "来信依规延期办理，或者期间有调休、地方性假日的，个别来信可能未超期。",
            "Single letters may be in time if their term was extended or if local holidays fell in between.",
        ),
    ),
}  # fmt: skip


#: Links from a section to its own rules (写信须知, 办理规则). Counter-examples: 办事指南, 办理流程, which tell how long
#: a service takes.
_RULES = re.compile(r"须知|规则|制度|办法|说明|承诺|公约|规定")


class Stated(Struct, frozen=True, eq=False):
    """A promise and the pages of sections whose letters it is about: the one that states it, those that link to it."""

    promise: Promise
    pages: frozenset[str]


def stated_promises(documents: Documents, interaction: Interaction, book: LetterBook) -> tuple[Stated, ...]:
    """What the portal promises on its interaction pages: on pages of rules and on any section's page. What an answer
    says of its own matter (五个工作日内办结) is no promise of the portal."""
    pages = [
        s.document
        for s in interaction.sections
        if s.document is not None and s.kind.id in ("letters", "consult", "leader")
    ]
    pages += [*interaction.parent_documents]
    rules: dict[str, set[str]] = {}  # by page: the sections that link to it
    for doc in pages:
        for link in doc.links:
            if link.url and _RULES.search(simplify(link.name)):
                rules.setdefault(url_key(link.url), set()).add(url_key(doc.page.url))
    pages += [d for d in documents if d.page.entry == "desktop" and url_key(d.page.url) in rules and d not in pages]
    pages += [d for d in documents if d.page.entry == "desktop" and d.page.kind == "interaction" and d not in pages]
    sections = {s.document.page.url for s in interaction.sections if s.document is not None}
    letters = {k.document.page.url for k in book.letters if k.document is not None} - sections
    answers = "\n".join(k.reply for k in book.letters)
    asked = (doc for doc in dict.fromkeys(pages) if doc.page.url not in letters)
    found = [(doc, promise) for doc in asked if (promise := find_promise(doc, answers)) is not None]
    return tuple(Stated(promise, _about(doc, rules)) for doc, promise in found)


def _about(doc: Document, rules: dict[str, set[str]]) -> frozenset[str]:
    key = url_key(doc.page.url)
    above = doc.page.column if doc.page.kind == "article" else ""
    return frozenset([key, url_key(above or doc.page.url), *rules.get(key, ())])


def longest(found: Iterable[Stated]) -> Promise | None:
    """The longest of some promises."""
    promises = (one.promise for one in found)
    return max(promises, key=lambda p: (p.days * (1.4 if p.working else 1.0), p.document.page.url), default=None)


def _held_to(
    letter: Letter, found: tuple[Stated, ...], general: Promise | None, mailboxes: frozenset[str]
) -> Promise | None:
    """What was promised for a letter: by its own section; else by pages of no section of their own; else, where nothing
    tells to which section it belongs, by any."""
    homes = _homes(letter)
    return longest(one for one in found if one.pages & homes) or (general if homes & mailboxes else longest(found))


def _homes(letter: Letter) -> frozenset[str]:
    """The pages on which a letter is listed or shown."""
    column = letter.document.page.column if letter.document is not None else ""
    return frozenset(url_key(url) for url in (letter.shown_on, letter.listed_on, column) if url)


def promise_text(promise: Promise) -> Text:
    """The promise in words."""
    if promise.working:
        return Text(f"{promise.days}个工作日", f"{promise.days} working days")
    return Text(f"{promise.days}天", f"{promise.days} days")


@check(
    id="interaction-slow-reply",
    theme="interaction",
    clause=standards.INTERACTION_REPLY,
    title=Text("答复超过承诺期限", "Answered later than promised"),
    messages=MESSAGES,
)
def interaction_slow_reply(
    book: LetterBook, documents: Documents, interaction: Interaction
) -> Iterator[Finding | Want]:
    """At most one finding, at the letter that waited longest."""
    answered = [k for k in book.letters if k.received and k.answered and k.answered >= k.received]
    if not answered:
        raise NotApplicable(Text("未见同时注明来信时间和答复时间的来信。", "No letter shows both dates."))
    found = stated_promises(documents, interaction, book)
    if not found:
        raise NotApplicable(Text("网站未公布答复期限。", "The portal publishes no time for answers."))
    # A mailbox's own promise is about its letters; that of a page without letters (rules, a form) is about all others.
    homes = frozenset[str]().union(*(_homes(k) for k in book.letters))
    general = longest(one for one in found if not one.pages & homes)
    mailboxes = frozenset(url_key(s.url) for s in interaction.sections)
    held = {id(k): promise for k in answered if (promise := _held_to(k, found, general, mailboxes)) is not None}
    dated = ((k, k.received, k.answered) for k in answered if id(k) in held)
    late = [k for k, came, told in dated if came and told and is_late(came, told, held[id(k)])]
    if not late:
        return
    worst = max(late, key=lambda k: ((k.answered - k.received).days if k.answered and k.received else 0, k.url))
    assert worst.received is not None
    assert worst.answered is not None
    doc, el, promise = worst.document, worst.element, held[id(worst)]
    yield Finding(
        "late",
        url=worst.shown_on,
        selector=doc.selector(el) if doc is not None and el is not None else None,
        place="letters",
        words=promise.words,
        data={
            "promise": promise_text(promise), "promise_url": promise.document.page.url,
            "read": len(answered), "count": len(late), "title": worst.title,
            "received": str(worst.received), "answered": str(worst.answered),
            "days": (worst.answered - worst.received).days,
            "working_days": working_days(worst.received, worst.answered),
        },
        confidence=0.9 if len(late) > 1 else 0.7,
        pages=shown_on(late),
    )  # fmt: skip

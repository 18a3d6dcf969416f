"""``result.json["interaction"]``: sections with their state, letters with their waiting times, formulaic replies."""

from __future__ import annotations

from statistics import median
from typing import Any

from checks.declaration import Text, section
from checks.documents import Documents
from checks.interaction.interaction_slow_reply import longest, promise_text, stated_promises
from checks.interaction.letters import Letter, LetterBook
from checks.interaction.replies import formulaic_pairs
from checks.interaction.sections import Interaction, Section
from checks.interaction.taxonomy import EXPECTED

_STATES = {
    "alive": ("alive", Text("正常", "works")),
    "login": ("login", Text("需要登录，视为已提供", "behind a login; counts as offered")),
    "elsewhere": ("alive", Text("设在其他平台，本次未打开", "on another platform, not opened")),
    "not_seen": ("alive", Text("有入口，本次未读取其页面", "offered; its page was not read this time")),
    "dead": ("dead", Text("页面打不开", "does not open")),
    "empty": ("empty", Text("页面没有内容", "holds nothing")),
}
_EVIDENCE = {
    "form": Text("有可填写的表单", "has a form to fill in"),
    "letters": Text("有来信或信息列表", "has a list of letters or entries"),
}
_MOST = 20


def _section(found: Section) -> dict[str, Any]:
    state, text = _STATES[found.state]
    if found.state == "alive" and found.evidence in _EVIDENCE:
        text = _EVIDENCE[found.evidence]
    return {
        "class": found.kind.id,
        "title": found.kind.title,
        "name": found.name,
        "url": found.url or None,
        "state": state,
        "counts_for_veto": found.kind.veto,
        "text": text,
    }


def _letters(book: LetterBook, documents: Documents, interaction: Interaction) -> dict[str, Any] | None:
    if not book.letters:
        return None
    promise = longest(stated_promises(documents, interaction, book))
    waits = sorted(book.waits)
    waited = sorted(
        (k for k in book.letters if k.received and (k.answered or k.open)),
        key=lambda k: (-_days(k, book), k.url),
    )[:10]
    return {
        "read": len(book.letters),
        "answered": sum(k.open is False for k in book.letters),
        "open": sum(k.open is True for k in book.letters),
        "waiting_days": waits,
        "median_days": median(waits) if waits else None,
        "promise_days": promise.days if promise else None,
        "promise": promise_text(promise) if promise else None,
        "longest": [
            {
                "title": k.title,
                "url": k.url,
                "received": str(k.received) if k.received else None,
                "answered": str(k.answered) if k.answered else None,
                "days": _days(k, book),
            }
            for k in waited
        ],
    }


def _days(letter: Letter, book: LetterBook) -> int:
    return ((letter.answered or book.today) - letter.received).days if letter.received else 0


@section("interaction")
def interaction_section(interaction: Interaction, book: LetterBook, documents: Documents) -> dict[str, Any]:
    """What the report shows of interaction; expected groups that were not found have a row of their own."""
    sections = [_section(s) for s in interaction.sections]
    if interaction.home is not None:
        for name, title, kinds in EXPECTED:
            if not interaction.of(*kinds):
                sections.append(
                    {
                        "class": name, "title": title, "name": None, "url": None, "state": "not_found",
                        "counts_for_veto": False, "text": Text("未发现", "not found"),
                    }
                )  # fmt: skip
    pairs = formulaic_pairs(book.letters)[:_MOST]
    return {
        "sections": sections,
        "letters": _letters(book, documents, interaction),
        "formulaic": [
            {
                "similarity": p.similarity,
                "left": {"title": p.left.title, "url": p.left.url, "text": p.left.reply},
                "right": {"title": p.right.title, "url": p.right.url, "text": p.right.reply},
                "shared": list(p.shared),
            }
            for p in pairs
        ],
    }

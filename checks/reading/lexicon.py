"""Words that checks go by, each with where it was seen and with a phrase that contains it and means another thing.

A word without its counter-example is not to be trusted: the tests try every one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

__all__ = ["Word", "pattern"]


class Word(Struct, frozen=True):
    """A word or phrase. *seen* says where; *counter* is a phrase with it that must not count (empty: none known)."""

    word: str
    seen: str
    counter: str = ""


def pattern(words: Iterable[Word], *, counters: bool = True) -> re.Pattern[str]:
    """A pattern that finds any of the words, but not inside their counter-examples (longest first)."""
    listed = sorted(words, key=lambda w: -len(w.word))
    parts: list[str] = []
    for word in listed:
        guard = ""
        if counters and word.counter:
            before, _, after = word.counter.partition(word.word)
            if after and not before:
                guard = f"(?!{re.escape(after)})"
            parts.append(f"{f'(?<!{re.escape(before)})' if before else ''}{re.escape(word.word)}{guard}")
        else:
            parts.append(re.escape(word.word))
    return re.compile("|".join(parts), re.I)

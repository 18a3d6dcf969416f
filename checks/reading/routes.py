"""Which part of an address behind the ``#`` names a page, and which a place on one."""

from __future__ import annotations

import re

__all__ = ["route_of"]

#: ``#/news`` and ``#!news`` of single-page applications; ``#213`` of the disclosure platform of Guangdong's cities
#: (``/gkmlpt/index#213``: every column is one number). Counter-examples: ``#top``, ``#tab2-a``, ``#!`` of a link that
#: does nothing, ``#3`` of a question further down.
_ROUTE = re.compile(r"/|![/\w]|\d{2,}$")


def route_of(fragment: str) -> str:
    """*fragment* (without its ``#``) where it names a page, else an empty string."""
    return fragment if _ROUTE.match(fragment) else ""

"""Whose site an address belongs to. Scope is by owner, not by host: portals spread over many hosts of one domain."""

from __future__ import annotations

from functools import cache, lru_cache
from urllib.parse import urlsplit

import tldextract

__all__ = ["host_of", "same_owner"]

#: The list of public suffixes that comes with the package; nothing is fetched and nothing is cached on disk.
_EXTRACT = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, fallback_to_snapshot=True)


@lru_cache(maxsize=20_000)
def host_of(url: str) -> str:
    """Host name in lower case, without port; an empty string where there is none."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


@cache
def _owner(host: str) -> str:
    found = _EXTRACT(host)
    return found.top_domain_under_public_suffix or host


def same_owner(a: str, b: str) -> bool:
    """Whether two URLs belong to one registrable domain (``gov.cn`` is a public suffix, so ``a.gov.cn`` is one)."""
    return _owner(host_of(a)) == _owner(host_of(b))

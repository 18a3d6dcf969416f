"""What makes two things the same across pages and across runs: URLs, places on a page, findings.

Nothing here may hang on a position in a list or on a number that changes: a finding keeps its id as long as
the defect is the same, whatever else the site publishes.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit

from checks.reading.routes import route_of

#: Parameters that say who asks or where from, never which page: session ids and marks of campaigns.
PASSING_PARAMETERS = re.compile(
    r"(?i)^(jsessionid|phpsessid|aspsessionid\w*|sid|session_?id|utm_\w+|spm|from|isappinstalled"
    r"|timestamp|_t?|t|rnd|random)$"
)
INDEX_FILES = re.compile(r"(?i)/(index|default)\.(s?html?|jhtml|jspx?|aspx?|php|do|action)$")
POSITION = re.compile(r":nth-(?:of-type|child|last-child|last-of-type)\(\s*\d+\s*\)|:first-child|:last-child")
NUMBER = re.compile(r"\d+")


@lru_cache(maxsize=20_000)
def url_key(url: str) -> str:
    """The same page under its different spellings: scheme, ``www.``, trailing slash, index file, fragment, "
    "session."""
    parts = urlsplit(url.strip())
    host = (parts.netloc.rpartition("@")[2]).lower().removesuffix(":80").removesuffix(":443").removeprefix("www.")
    path = re.sub(r"(?i);jsessionid=[^/?#]*", "", parts.path)
    path = INDEX_FILES.sub("/", path).rstrip("/") or "/"
    query = urlencode(
        sorted((k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not PASSING_PARAMETERS.match(k))
    )
    route = route_of(parts.fragment)
    return f"{host}{path}{'?' + query if query else ''}{'#' + route if route else ''}"


def url_pattern(url: str) -> str:
    """The URL with every run of digits as ``#``: pages of one kind look alike, and dates in paths do not "
    "count."""
    return NUMBER.sub("#", url_key(url))


def place_key(selector: str | None) -> str:
    """A selector without what changes when a neighbour comes or goes: positions, and numbers in ids and "
    "classes."""
    if not selector:
        return ""
    return NUMBER.sub("#", re.sub(r"\s+", " ", POSITION.sub("", selector)).strip())


def stable_hash(*parts: str) -> str:
    """Sixteen hexadecimal digits that depend on the parts and on nothing else."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def finding_id(check: str, message: str, entry: str, place: str, where: str) -> str:
    """The id of a finding: rule, message, entry, normalised place, and the city with its template, column or page."""
    return f"{check}-{stable_hash(check, message, entry, place, where)[:12]}"

"""Addresses: when two URLs are one page, and whose page a URL is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote_to_bytes, urlencode, urljoin, urlsplit, urlunsplit

import tldextract
from w3lib.url import safe_url_string

from checks.reading.routes import route_of

# The list of public suffixes that the package ships: no look-up on the network, and the same answer everywhere.
# gov.cn is a public suffix, so that beijing.gov.cn and not gov.cn is the domain that somebody registered.
_SUFFIXES = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)

#: Query parameters that name a visit, not a page. Each was seen in links of public sites;
#: ``id``, ``sid`` and ``from`` are left out on purpose: old Chinese systems name articles with them.
VISIT_PARAMETERS = frozenset({
    "jsessionid", "phpsessid", "aspsessionid", "sessionid", "session_id", "cfid", "cftoken", "zenid",
    "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "utm_id",
    "spm", "scm", "share_token", "share_from", "isappinstalled", "nsukey", "wxfid", "hmsr", "hmpl", "hmcu", "hmkw",
    "hmci",
    "gclid", "fbclid", "_ga", "bd_vid", "tdsourcetag", "_t", "_timestamp", "timestamp_",
})  # fmt: skip
_PATH_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?#;]*", re.IGNORECASE)
_ASP_SESSION = re.compile(r"/\([SFX]\([A-Za-z0-9]{20,}\)\)(?=/)")
_DOT_SEGMENT = re.compile(r"/(?:\.|%2e){1,2}(?:/|$)", re.IGNORECASE)
_WEB_SCHEMES = ("http", "https")

#: Endings of files that are documents or media, not pages; they are recorded and not fetched as pages.
FILE_ENDINGS = frozenset(
    """
    .pdf .doc .docx .xls .xlsx .ppt .pptx .wps .et .dps .ofd .ceb .zip .rar .7z .gz .tar .jpg .jpeg .png
    .gif .bmp .webp .svg .ico .mp3 .mp4 .avi .wmv .flv .mov .m4v .wav .rm .rmvb .swf .exe .apk .ipa .css
    .js .json .xml .rss .txt .csv .ttf .woff .woff2 .eot .dmg .iso .msi .psd .tif .tiff .dwg .epub .mht
    """.split()  # noqa: SIM905  a list of sixty quoted words reads worse
)


def absolute(base: str, href: str) -> str | None:
    """*href* as an absolute http(s) URL seen from *base*, or None where it leads to no page.

    A fragment is kept only where it names a page (:func:`~checks.reading.routes.route_of`).
    """
    href = href.strip().replace("\t", "").replace("\n", "").replace("\r", "").replace("\\", "/")
    if not href:
        return None
    try:
        url = urljoin(base, href)
        parts = urlsplit(url)
        if parts.scheme.lower() not in _WEB_SCHEMES or not parts.hostname:
            return None
        _ = parts.port
        if _DOT_SEGMENT.search(parts.path):  # urljoin leaves the dots of an absolute link as they are; browsers do not
            parts = parts._replace(path=_without_dots(parts.path))
        fragment = route_of(parts.fragment)
        return safe_url_string(urlunsplit((*parts[:4], "")), encoding="utf-8") + (f"#{fragment}" if fragment else "")
    except ValueError:
        return None


@lru_cache(maxsize=20_000)
def page_key(url: str) -> str:
    """What makes *url* one page of a site: equal keys are one page.

    http and https, with and without ``www``, default ports, a trailing slash, the order of the query, percent
    encoding, session ids and tracking parameters make no difference; the route of a single-page application does.
    """
    parts = urlsplit(url)
    host = _bare_host(url)
    port = f":{parts.port}" if parts.port and parts.port not in (80, 443) else ""
    path = _ASP_SESSION.sub("", _PATH_SESSION.sub("", parts.path))
    path = quote(unquote_to_bytes(re.sub(r"/{2,}", "/", path)), safe="/:@!$&'()*+,;=~-._")
    path = path.rstrip("/")
    pairs = [(k, v) for k, v in _pairs(parts.query) if k.lower() not in VISIT_PARAMETERS]
    query = urlencode(sorted(pairs), errors="surrogateescape")
    route = route_of(parts.fragment)
    return f"{host}{port}{path or '/'}" + (f"?{query}" if query else "") + (f"#{route.rstrip('/')}" if route else "")


def without_visit(url: str) -> str:
    """*url* without session ids and tracking parameters: the address that is fetched and shown."""
    parts = urlsplit(url)
    path = _ASP_SESSION.sub("", _PATH_SESSION.sub("", parts.path))
    kept = [piece for piece in parts.query.split("&") if piece.partition("=")[0].lower() not in VISIT_PARAMETERS]
    return urlunsplit((parts.scheme, parts.netloc, path, "&".join(kept) if parts.query else "", parts.fragment))


@lru_cache(maxsize=20_000)
def registrable_domain(url_or_host: str) -> str:
    """The domain that somebody registered (``beijing.gov.cn``); the host itself for addresses and single names."""
    host = _ascii_host(url_or_host)
    return _SUFFIXES(host).top_domain_under_public_suffix or host


def is_public_suffix(host: str) -> bool:
    """True for a name under which anybody may register (``gov.cn``): no site's own name."""
    return not _SUFFIXES(_ascii_host(host)).domain


@lru_cache(maxsize=20_000)
def file_ending(url: str) -> str:
    """The ending of the path when it names a file that is no page (``.pdf``), else an empty string."""
    name = urlsplit(url).path.rpartition("/")[2].lower()
    ending = f".{name.rpartition('.')[2]}" if "." in name else ""
    return ending if ending in FILE_ENDINGS else ""


class Scope:
    """Whose page a URL is: the registrable domains of a portal's hosts, less hosts that are another portal's own."""

    def __init__(self, own: Iterable[str], others: Iterable[str] = ()) -> None:
        """*own* and *others* are URLs or host names; *others* are the start hosts of other seeds."""
        self.hosts = {_bare_host(item) for item in own}
        self.domains = {registrable_domain(host) for host in self.hosts}
        self.others = {_bare_host(item) for item in others} - self.hosts

    def __contains__(self, url: str) -> bool:
        host = _bare_host(url)
        if host in self.hosts:
            return True
        if any(host == other or host.endswith(f".{other}") for other in self.others):
            # A district inside a city's domain is the district's, unless the city itself lies inside the other's.
            return any(host == own or host.endswith(f".{own}") for own in self.hosts if _inside(own, self.others))
        return registrable_domain(host) in self.domains

    def is_main_host(self, url: str) -> bool:
        """True for the hosts that the seeds name, false for other hosts of the same domain."""
        return _bare_host(url) in self.hosts


def _inside(host: str, others: set[str]) -> bool:
    return any(host.endswith(f".{other}") for other in others)


@lru_cache(maxsize=20_000)
def _bare_host(url_or_host: str) -> str:
    return _ascii_host(url_or_host).removeprefix("www.").rstrip(".")


def _ascii_host(url_or_host: str) -> str:
    """The host in lower case; 政府.中国 as the name that is looked up, so that both spellings are one host."""
    host = ((urlsplit(url_or_host).hostname if "//" in url_or_host else url_or_host) or "").lower()
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return host  # no name that could be looked up: it stays what it is


def _without_dots(path: str) -> str:
    """*path* with ``.`` and ``..`` resolved (RFC 3986, 5.2.4; ``%2e`` counts as a dot, WHATWG URL)."""
    kept: list[str] = []
    segments = path.split("/")[1:]
    for position, segment in enumerate(segments):
        plain = segment.lower().replace("%2e", ".")
        if plain == "..":
            del kept[-1:]
        elif plain != ".":
            kept.append(segment)
        if plain in (".", "..") and position == len(segments) - 1:
            kept.append("")
    return "/" + "/".join(kept)


def _pairs(query: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(query, keep_blank_values=True, errors="surrogateescape")
    except ValueError:
        return [(query, "")]

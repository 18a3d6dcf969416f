"""The seeds file: which portals to audit. Everything wrong with it is said before anything is fetched."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct

REQUIRED = ("city_id", "portal_url")
URL_COLUMNS = ("portal_url", "mobile_url", "service_url", "opendata_url")
_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
#: One field of a row as the csv module reads it: quoted with doubled quotes inside, or plain.
_FIELD = re.compile(r'"(?:[^"]|"")*"|[^",\r\n][^,\r\n]*|')
_HOST = re.compile(r"(?!-)[\w-]{1,63}(?<!-)(?:\.(?!-)[\w-]{1,63}(?<!-))*|\[[0-9A-Fa-f:.]+\]")


class SeedsError(ValueError):
    """The seeds file cannot be used; the message names the file, the line and the column at fault."""


class Seed(Struct, frozen=True):
    """One portal: its id, its start page and every column of its row as the file had it."""

    city_id: str
    portal_url: str
    columns: dict[str, str]

    @property
    def hosts(self) -> frozenset[str]:
        """Hosts that the row names as the site's own, in lower case and without ``www.``."""
        urls = (self.columns.get(name, "") for name in ("portal_url", "mobile_url"))
        return frozenset((urlsplit(url).hostname or "").removeprefix("www.") for url in urls if url)


class Seeds(Struct, frozen=True):
    """All portals of one seeds file and the digest of its bytes."""

    seeds: tuple[Seed, ...]
    sha256: str

    def only(self, cities: Iterable[str]) -> Seeds:
        """The seeds named by *cities*, in the file's order. Raises SeedsError for a name it does not hold."""
        wanted = [name for name in cities if name]
        known = {seed.city_id for seed in self.seeds}
        if missing := [name for name in wanted if name not in known]:
            raise SeedsError(f"no city {', '.join(missing)} in the seeds: it has {', '.join(sorted(known))}")
        return Seeds(tuple(seed for seed in self.seeds if seed.city_id in wanted), self.sha256)


def read_seeds(path: Path) -> Seeds:
    """Read and check the seeds file at *path*. Raises SeedsError."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise SeedsError(f"{path}: cannot be read: {error.strerror or error}") from error
    return Seeds(_parse(_decode(raw, path), path), hashlib.sha256(raw).hexdigest())


def _decode(raw: bytes, path: Path) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SeedsError(f"{path}: line 1, column 1: the file is UTF-16; save it as UTF-8")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line = before.count(b"\n") + 1
        row = before.rpartition(b"\n")[2].decode("utf-8", "replace")
        raise SeedsError(
            f"{path}: line {line}, column {_column_at(row, len(row))}: byte 0x{raw[error.start]:02X} is not UTF-8"
            " (a spreadsheet may have saved it as GBK); save the file as CSV UTF-8"
        ) from error


def _parse(text: str, path: Path) -> tuple[Seed, ...]:
    if "\x00" in text:
        before, _, _ = text.partition("\x00")
        row = before.rpartition("\n")[2]
        raise SeedsError(
            f"{path}: line {before.count(chr(10)) + 1}, column {_column_at(row, len(row))}: a NUL character;"
            " this is no CSV text file in UTF-8"
        )
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    start = 0
    try:
        for header in rows:
            if any(cell.strip() for cell in header):
                break
            start = rows.line_num
        else:
            raise SeedsError(
                f"{path}: line 1, column 1: the file is empty; a header with {' and '.join(REQUIRED)} is needed"
            )
        names = [name.strip() for name in header]
        _check_header(names, path, rows.line_num)
        seeds: list[Seed] = []
        lines: dict[str, int] = {}
        start = rows.line_num
        for row in rows:
            line, start = start + 1, rows.line_num
            if not any(cell.strip() for cell in row):
                continue
            seeds.append(_seed(names, row, path, line, lines))
    except csv.Error as error:
        # The row began after the last one that could be read; an open quote runs on to the end of the file.
        row = "".join(io.StringIO(text, newline="").readlines()[start:])
        raise SeedsError(f"{path}: line {start + 1}, column {_column_at(row)}: {error}") from error
    if not seeds:
        raise SeedsError(f"{path}: line {rows.line_num + 1}, column 1: no portal below the header")
    return tuple(seeds)


def _column_at(row: str, position: int | None = None) -> int:
    """The number of the column that *position* of *row* lies in; without it, of the first field that is no CSV."""
    column, at = 1, 0
    while field := _FIELD.match(row, at):
        at = field.end()
        if position is not None and at >= position:
            break
        if position is None and len(field[0]) > csv.field_size_limit():
            break
        if row[at : at + 1] != ",":
            break
        column, at = column + 1, at + 1
    return column


def _short(value: str) -> str:
    """*value* as a message can show it: on one line, without control characters, not a page long."""
    shown = "".join(character if character.isprintable() else "\ufffd" for character in value[:81])
    return f"{shown[:80]}…" if len(value) > 80 else shown


def _check_header(names: list[str], path: Path, line: int) -> None:
    for required in REQUIRED:
        if required not in names:
            raise SeedsError(
                f"{path}: line {line}: column {required} is missing; the header has {_short(', '.join(names))}"
            )
    for position, name in enumerate(names, 1):
        if name and name in names[: position - 1]:
            raise SeedsError(
                f"{path}: line {line}, column {position}: the name {_short(name)} stands in the header twice"
            )


def _seed(names: list[str], row: list[str], path: Path, line: int, lines: dict[str, int]) -> Seed:
    if len(row) > len(names) and any(cell.strip() for cell in row[len(names) :]):
        raise SeedsError(
            f"{path}: line {line}, column {len(names) + 1}: {len(row)} values, but the header"
            f" names {len(names)} columns"
        )
    cells = {name: value.strip() for name, value in zip(names, row, strict=False) if name}
    where = {name: f"{path}: line {line}, column {names.index(name) + 1} ({name})" for name in cells}
    for required in REQUIRED:
        if not cells.get(required):
            raise SeedsError(
                f"{path}: line {line}, column {names.index(required) + 1} ({required}): the value is empty"
            )
    city_id = cells["city_id"]
    if not _SLUG.fullmatch(city_id):
        raise SeedsError(
            f"{where['city_id']}: “{_short(city_id)}” is no id; use a-z, 0-9 and inner hyphens, at most 64 characters"
            " (it names the city's folder)"
        )
    if city_id in lines:
        raise SeedsError(f"{where['city_id']}: the id {city_id} is already used on line {lines[city_id]}")
    lines[city_id] = line
    for name in URL_COLUMNS:
        if cells.get(name) and (fault := _url_fault(cells[name])):
            raise SeedsError(f"{where[name]}: “{_short(cells[name])}” {fault}")
    return Seed(city_id, cells["portal_url"], cells)


def _url_fault(url: str) -> str | None:
    if re.search(r"[\s\x00-\x1f<>\"\\^`{|}]", url):
        return "has a character that no URL has"
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        return f"is no URL: {error}"
    if parts.scheme not in ("http", "https"):
        return "is no http or https URL"
    if not host or not (_HOST.fullmatch(host) or _HOST.fullmatch(f"[{host}]")):
        return "has no valid host name"
    if parts.username or parts.password:
        return "carries a user name or password, which would end up in every report"
    return None

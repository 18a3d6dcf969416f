"""The run folder: what a run is, whether it goes on, and which run came before it."""

from __future__ import annotations

import hashlib
import math
import os
import platform
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct
from scrapy.settings import BaseSettings

from checks.artifacts import RunFacts
from crawler import __version__
from crawler.browser.chromium import chromium_version, find_chromium
from crawler.seeds import Seeds, SeedsError, read_seeds

#: Settings that change what is seen or how it is judged: told in run.json and in every report.
TOLD = (
    "SEEDS_FILE", "PAGES_PER_SITE", "RENDER", "CRAWL_PROXY", "REPLAY_WARC", "OBSERVED_AT", "REPORT_LANGUAGES",
    "CHECKS_DISABLED", "ROBOTSTXT_OBEY", "DOWNLOAD_DELAY", "CONCURRENT_REQUESTS_PER_DOMAIN", "USER_AGENT",
)  # fmt: skip
#: Libraries whose version may change what is seen.
VERSIONS = ("scrapy", "playwright", "lxml", "tldextract")

RunState = Literal["running", "stopped", "finished"]


class UsageFault(Exception):
    """A setting or the run folder cannot be used as given; the message is one sentence for the user."""


class RunRecord(Struct, frozen=True):
    """``run.json``: what run the folder holds."""

    id: str
    state: RunState
    observed_at: str
    started_at: str
    finished_at: str
    seed: str
    seeds_file: str
    seeds_sha256: str
    cities: tuple[str, ...]
    vantage: dict[str, str]
    settings: dict[str, str]
    versions: dict[str, str]
    replay: bool
    exit_code: int | None = None
    #: This run in one line, and those of earlier runs, oldest first (docs/result.md): written when reports are.
    line: dict[str, Any] | None = None
    history: tuple[dict[str, Any], ...] = ()


class Run:
    """A run folder with its record, opened once at the start of a command."""

    def __init__(self, folder: Path, record: RunRecord, seeds: Seeds) -> None:
        self.folder, self.record, self.seeds = folder, record, seeds

    @property
    def facts(self) -> RunFacts:
        """The facts that every artifact's judgement counts from."""
        record = self.record
        return RunFacts(
            id=record.id, observed_at=record.observed_at, started_at=record.started_at, finished_at=record.finished_at,
            seed=record.seed, vantage_zh=record.vantage["zh"], vantage_en=record.vantage["en"],
            user_agent=record.settings["USER_AGENT"], settings=record.settings, seeds_sha256=record.seeds_sha256,
            replay=record.replay, pace=float(record.settings["DOWNLOAD_DELAY"]),
            browser=record.versions.get("browser", ""),
        )  # fmt: skip

    def save(self, state: RunState, *, exit_code: int | None = None) -> None:
        """Write ``run.json`` with a new state."""
        done = now() if state != "running" else ""
        told = read_record(self.folder) or self.record  # telling the run has written what it keeps for later ones
        self.record = msgspec.structs.replace(
            self.record, state=state, finished_at=done, exit_code=exit_code,
            line=told.line, history=told.history,
        )  # fmt: skip
        write_whole(self.folder / "run.json", pretty(self.record))


def prepare(settings: BaseSettings, cities: str | None = None, observed_at: str = "") -> Run:
    """The run that the settings name: a new one, or the unfinished one that the folder holds.

    *observed_at* is the archive's own time in a replay. Raises SeedsError and UsageFault.
    """
    seeds_file = Path(settings["SEEDS_FILE"])
    whole = read_seeds(seeds_file)
    seeds = whole.only(cities.split(",")) if cities is not None else whole
    if not seeds.seeds:
        raise SeedsError(f"{seeds_file}: -a cities= names no city")
    check_settings(settings)
    folder = Path(settings["RUN_DIR"] or default_run_dir())
    told = {name: str(settings[name]) for name in TOLD}
    known = read_record(folder)
    if known is not None:
        if known.seeds_sha256 != whole.sha256:
            raise UsageFault(
                f"{folder} holds a run of other seeds ({known.seeds_file}); give another RUN_DIR,"
                " or the seeds it began with"
            )
        ids = tuple(dict.fromkeys((*known.cities, *(seed.city_id for seed in seeds.seeds))))
        return Run(folder, msgspec.structs.replace(known, cities=ids, settings=told, state="running"), seeds)
    if folder.exists() and any(folder.iterdir()):
        raise UsageFault(f"{folder} is not empty and holds no run (there is no run.json); give another RUN_DIR")
    observed = _moment(settings["OBSERVED_AT"]) if settings["OBSERVED_AT"] else observed_at or now()
    seed = settings["RUN_SEED"] or whole.sha256[:16]
    identity = hashlib.sha256(f"{seed}{observed}{folder.name}".encode()).hexdigest()[:8]
    record = RunRecord(
        id=f"{folder.name}-{identity}", state="running", observed_at=observed, started_at=now(), finished_at="",
        seed=seed,
        seeds_file=str(seeds_file), seeds_sha256=whole.sha256, cities=tuple(item.city_id for item in seeds.seeds),
        vantage={"zh": settings["VANTAGE_ZH"] or "未注明", "en": settings["VANTAGE_EN"] or "not stated"},
        settings=told, versions=_versions(with_browser=settings["RENDER"] != "never"),
        replay=bool(settings["REPLAY_WARC"]),
    )  # fmt: skip
    return Run(folder, record, seeds)


def check_settings(settings: BaseSettings) -> None:
    """Refuse settings that mean nothing, before anything is fetched. Raises UsageFault."""
    if settings["RENDER"] not in ("adaptive", "always", "never"):
        raise UsageFault(f"RENDER is “{settings['RENDER']}”; it is adaptive, always or never")
    for name, least in (("PAGES_PER_SITE", 1), ("BROWSER_PAGES", 1)):
        try:
            value = int(settings[name])
        except (TypeError, ValueError):
            raise UsageFault(f"{name} is “{settings[name]}”; it is a whole number") from None
        if value < least:
            raise UsageFault(f"{name} is {value}; it is at least {least}")
    try:
        delay = float(settings["DOWNLOAD_DELAY"])
    except (TypeError, ValueError):
        delay = math.nan
    if not 0 <= delay < math.inf:
        raise UsageFault(f"DOWNLOAD_DELAY is “{settings['DOWNLOAD_DELAY']}”; it is a number of seconds, 0 or more")
    if settings["CRAWL_PROXY"] and not _is_proxy(settings["CRAWL_PROXY"]):
        raise UsageFault(
            f"CRAWL_PROXY is “{settings['CRAWL_PROXY']}”; it is the http address of a proxy, such as"
            " http://127.0.0.1:3128"
        )
    report_languages(settings["REPORT_LANGUAGES"])
    if settings["OBSERVED_AT"]:
        _moment(settings["OBSERVED_AT"])
    if settings["REPLAY_WARC"] and not Path(settings["REPLAY_WARC"]).is_file():
        raise UsageFault(f"REPLAY_WARC: there is no file {settings['REPLAY_WARC']}")
    if settings["REPLAY_WARC"] and settings["CRAWL_PROXY"]:
        raise UsageFault("REPLAY_WARC and CRAWL_PROXY exclude each other: an archive needs no way out")


def report_languages(setting: object) -> tuple[str, ...]:
    """The languages that REPORT_LANGUAGES names. Raises UsageFault."""
    languages = tuple(item.strip() for item in str(setting).split(","))
    if any(language not in ("zh", "en") for language in languages):
        raise UsageFault(f"REPORT_LANGUAGES is “{setting}”; it is zh, en or zh,en")
    return languages


def read_record(folder: Path) -> RunRecord | None:
    """The record in *folder*, or None where there is none. Raises UsageFault for a damaged one."""
    path = folder / "run.json"
    try:
        return msgspec.json.decode(path.read_bytes(), type=RunRecord)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError) as error:
        raise UsageFault(f"{path} cannot be read: {error}") from error


def default_run_dir() -> str:
    """``audits/<year>Q<quarter>`` of today."""
    today = datetime.now(UTC)
    return f"audits/{today.year}Q{(today.month + 2) // 3}"


def previous_run(folder: Path, observed_at: str) -> Path | None:
    """The folder beside *folder* that holds the newest run observed before this one, if any."""
    earlier = earlier_runs(folder, observed_at)
    return earlier[-1][0] if earlier else None


def earlier_runs(folder: Path, observed_at: str) -> list[tuple[Path, RunRecord]]:
    """The runs beside *folder* that were observed before *observed_at*, oldest first."""
    before: list[tuple[str, Path, RunRecord]] = []
    for path in folder.absolute().parent.glob("*/run.json"):
        if path.parent == folder.absolute():
            continue
        try:
            record = read_record(path.parent)
        except UsageFault:
            continue  # a neighbour that is damaged is no run to compare with
        if record and datetime.fromisoformat(record.observed_at) < datetime.fromisoformat(observed_at):
            before.append((record.observed_at, path.parent, record))
    return [(path, record) for _, path, record in sorted(before, key=lambda each: each[:2])]


def now() -> str:
    """This moment, ISO 8601 with offset, whole seconds."""
    return datetime.now(UTC).astimezone().isoformat(timespec="seconds")


def _is_proxy(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # no port number, a broken IPv6 address
        return False


def _moment(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UsageFault(
            f"OBSERVED_AT is “{text}”; it is a time in ISO 8601, such as 2026-11-20T10:00:00+08:00"
        ) from None
    return (moment if moment.tzinfo else moment.astimezone()).isoformat(timespec="seconds")


def _versions(*, with_browser: bool) -> dict[str, str]:
    try:
        program = find_chromium() if with_browser else None
    except FileNotFoundError as fault:  # the browser that the user named
        raise UsageFault(str(fault)) from fault
    browser = chromium_version(program) if program else ""
    return {
        "portal-audit": __version__,
        "python": platform.python_version(),
        **{name: version(name) for name in VERSIONS},
        **({"browser": browser} if browser else {}),
    }


def pretty(value: Struct | Mapping[str, Any]) -> bytes:
    """JSON that a person can read and a version control can compare."""
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"


def write_whole(path: Path, data: bytes) -> None:
    """Write *data* to *path*, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(descriptor, "wb") as part:
            part.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise

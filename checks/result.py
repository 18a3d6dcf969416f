"""Puts ``result.json`` together (docs/result.md): everything a report says, in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.metadata import version
from typing import Any

from checks.absence import Looks
from checks.artifacts import Page, Picture, Site
from checks.coverage import coverage
from checks.declaration import Outcome, Text
from checks.documents import Documents
from checks.grouping import plain, row
from checks.history import SCHEMA, compare, first_seen, usable
from checks.reading import Document
from checks.registry import Registry
from checks.runner import Ran, Stop, guard
from checks.standards.veto import Standard
from checks.themes import theme_order, theme_title
from checks.verdict import count_vetoes, decide, in_veto, told

OUTCOMES: tuple[Outcome, ...] = ("error", "fail", "unsure", "pass", "not_applicable")  # a theme is as bad as its worst
SECTIONS: dict[str, Any] = {
    "columns": [],
    "search": None,
    "interaction": {"sections": [], "letters": None, "formulaic": []},
}
HOW: dict[str, Text] = {
    "seed": Text("名单所列网址", "the address in the list of portals"),
    "alternate": Text("首页声明的移动版地址", "the mobile address that the home page declares"),
    "redirect": Text("用手机访问时跳转到的地址", "where a phone is redirected to"),
    "link": Text("首页上的链接", "a link on the home page"),
    "responsive": Text("同一地址按手机屏幕自适应", "the same address, adapting to a phone's screen"),
    "none": Text("未找到", "not found"),
    "unreachable": Text("找到地址但无法打开", "an address was found and did not open"),
}
WIDEST_PHONE = 600  # CSS pixels
KEPT_NAMES = ("city_zh", "city_en", "province_zh", "province_en")  # told as texts in both languages


def assemble(
    site: Site,
    documents: Documents,
    ran: Mapping[str, Ran],
    registry: Registry,
    standard: Standard,
    sections: Mapping[str, Any],
    *,
    generated_at: str,
    previous: Mapping[str, Any] | None,
) -> dict[str, Any]:
    """The whole result as plain data. *sections* maps keys to values, or to a Stop where building one broke off."""
    previous = usable(previous)
    rows, ran = _rows(ran, standard)
    carried: dict[str, list[dict[str, Any]]] = {}
    if previous:
        carried = compare(rows, ran, previous, Looks(site))
    first_seen(rows, site)
    tested = count_vetoes(standard, ran)
    verdict, reasons = decide(site, documents, tested)
    reasons += [stop.reason for stop in sections.values() if isinstance(stop, Stop) and stop.outcome == "error"]
    checks = _checks(ran, registry, rows, carried, previous)
    entries = _entries(site, documents)
    result = {
        "schema": SCHEMA,
        "generated_at": generated_at,
        "tool": {"name": "portal-audit", "version": version("portal-audit")},
        "run": _run(site, documents, registry, standard, previous),
        "city": _city(site.city),
        "entries": entries,
        "standard": {
            "id": standard.id,
            "title": plain(standard.title),
            "source": standard.source,
            "points_verified": standard.points_verified,
        },
        "verdict": verdict,
        "reasons": plain(reasons),
        "vetoes": told(tested),
        "score": None,
        "band": None,
        "coverage": coverage(site),
        "themes": _themes(checks),
        "checks": checks,
    }
    for key, empty in SECTIONS.items():
        value = sections.get(key, empty)
        result[key] = empty if isinstance(value, Stop) else plain(value)
    for key in sorted(sections.keys() - SECTIONS.keys()):  # a plug-in's own
        if not isinstance(sections[key], Stop):
            result[key] = plain(sections[key])
    result["templates"] = [_template(one) for one in plain(sorted(site.templates, key=lambda one: one.id))]
    result["images"] = _images(site, result)
    return result


def _rows(ran: Mapping[str, Ran], standard: Standard) -> tuple[dict[str, list[dict[str, Any]]], dict[str, Ran]]:
    """Every check's findings as told, certain ones first; a check whose words break becomes an error."""
    rows: dict[str, list[dict[str, Any]]] = {}
    done: dict[str, Ran] = {}
    for name, one in ran.items():
        worded = guard(
            name,
            lambda one=one: [  # type: ignore[misc]
                row(one.check, group, _severity(one, group, standard)) for group in one.groups
            ],
        )
        if isinstance(worded, Stop):
            done[name] = Ran(one.check, "error", (), worded.reason, one.wants, one.judged)
            worded = []
        else:
            done[name] = one
        rows[name] = sorted(worded, key=lambda found: (found["outcome"], -found["pages"], found["url"], found["id"]))
    return rows, done


def _severity(one: Ran, group: Any, standard: Standard) -> str:
    """The clause's; a finding under a veto's clause that no veto counts takes part in none and is a deduction."""
    severity = one.check.severity
    if severity == "veto" and not in_veto(group, one.check.id, standard):
        return "deduction"
    return severity


def _checks(
    ran: Mapping[str, Ran],
    registry: Registry,
    rows: Mapping[str, list[dict[str, Any]]],
    carried: Mapping[str, list[dict[str, Any]]],
    previous: Mapping[str, Any] | None,
) -> dict[str, Any]:
    listed: dict[str, Any] = {}
    for name, one in ran.items():
        check = one.check
        listed[name] = {
            "id": name,
            "theme": check.theme,
            "title": plain(check.title),
            "clause": plain(check.clause),
            "severity": check.severity,
            "outcome": one.outcome,
            "note": plain(one.note),
            "help": plain(registry.helps[name]),
            "judged": one.judged,
            "findings": rows[name] + carried.get(name, []),
        }
    for name in sorted(carried.keys() - ran.keys()):  # not run this time: its open findings stay on record
        if previous:
            note = plain(Text("本次未运行本项检查。", "This check was not run this time."))
            listed[name] = {
                **previous["checks"][name],
                "outcome": "not_applicable",
                "note": note,
                "judged": 0,
                "findings": carried[name],
            }
    return listed


def _themes(checks: Mapping[str, Any]) -> list[dict[str, Any]]:
    themes: dict[str, list[str]] = {}
    for name, check in checks.items():
        themes.setdefault(check["theme"], []).append(name)
    return [
        {
            "id": theme,
            "title": plain(theme_title(theme)),
            "outcome": min((checks[name]["outcome"] for name in themes[theme]), key=OUTCOMES.index),
            "checks": themes[theme],
        }
        for theme in sorted(themes, key=theme_order)
    ]


def _run(
    site: Site, documents: Documents, registry: Registry, standard: Standard, previous: Mapping[str, Any] | None
) -> dict[str, Any]:
    run = site.run
    axe = sorted({page.axe.version for page in documents.pages if page.axe})
    return {
        "id": run.id,
        "observed_at": run.observed_at,
        "started_at": run.started_at or None,
        "finished_at": run.finished_at or max((page.seen_at for page in site.pages), default="") or None,
        "vantage": {"zh": run.vantage_zh, "en": run.vantage_en},
        "user_agent": run.user_agent,
        "viewport": {entry: _viewport(documents.pages, entry) for entry in ("desktop", "mobile")},
        "browser": run.browser,
        "settings": run.settings,
        "seed": run.seed,
        "seeds_sha256": run.seeds_sha256,
        "replay": run.replay,
        "rules": {
            standard.id: standard.version,
            **({"axe-core": ", ".join(axe)} if axe else {}),
            **registry.plugins,
        },
        "previous": {"run": previous["run"]["id"], "observed_at": previous["run"]["observed_at"]} if previous else None,
    }


def _viewport(pages: Iterable[Page], entry: str) -> list[int] | None:
    """The screen of an entry: the smallest window seen, because a page that does not adapt to a phone widens it.

    None where no page was rendered, or where every page widened the phone's window.
    """
    sizes = [page.viewport for page in pages if page.entry == entry and page.viewport]
    smallest = min(sizes, default=None)
    return list(smallest) if smallest and (entry != "mobile" or smallest[0] <= WIDEST_PHONE) else None


def _city(seed: Mapping[str, str]) -> dict[str, Any]:
    name = seed.get("city_id", "")
    return {
        "city_id": name,
        "name": {"zh": seed.get("city_zh") or name, "en": seed.get("city_en") or name},
        "province": {"zh": seed.get("province_zh", ""), "en": seed.get("province_en", "")},
        "tier": seed.get("tier", ""),
        "admin_code": seed.get("admin_code", ""),
        "portal_url": seed.get("portal_url", ""),
        **{key: value for key, value in seed.items() if key not in KEPT_NAMES},
    }


def _entries(site: Site, documents: Documents) -> list[dict[str, Any]]:
    entries = []
    for facts in site.entries:
        home = documents.home_page(facts.entry)
        picture = home.picture if home else None
        entries.append(
            {
                "entry": facts.entry,
                "found": facts.found,
                "how": plain(HOW.get(facts.how) or Text(facts.how, facts.how)),
                "url": facts.url or None,
                "final_url": facts.final_url or None,
                "title": _title(documents, facts.entry),
                "image": picture.digest if picture else None,
                "pages": sum(page.entry == facts.entry for page in documents.pages),
            }
        )
    return entries


def _title(documents: Documents, entry: str) -> str | None:
    """What the home page calls itself."""
    home = guard(f"home page, {entry}", lambda: documents.home(entry))
    return home.title or None if isinstance(home, Document) else None


def _template(one: dict[str, Any]) -> dict[str, Any]:
    reason = one["reason"]
    known = [TEMPLATE_REASONS.get(word) or Text(word, word) for word in reason.split("+")] if reason else []
    words = {"zh": "、".join(text.zh for text in known), "en": ", ".join(text.en for text in known)}
    return {key: one[key] for key in ("id", "pages", "example", "render")} | {"reason": words}


TEMPLATE_REASONS: dict[str, Text] = {
    "same": Text("源码与浏览器所见一致", "the browser shows what the source has"),
    "frame": Text("浏览器多显示的只是每页相同的页眉、页脚", "the browser adds the same header and footer to each page"),
    "links": Text("浏览器显示出更多链接", "the browser shows more links"),
    "text": Text("浏览器显示出更多文字", "the browser shows more text"),
    "forms": Text("浏览器显示出更多表单", "the browser shows more forms"),
}


def _images(site: Site, result: Mapping[str, Any]) -> dict[str, Any]:
    """Every picture that the result names, by digest."""
    named = {entry["image"] for entry in result["entries"]}
    named |= {found["evidence"]["image"] for check in result["checks"].values() for found in check["findings"]}
    if result["search"]:
        named |= {trial.get("image") for trial in result["search"].get("trials", ())}
    images: dict[str, Any] = {}
    for page in site.pages:
        if page.picture and page.picture.digest in named:
            images.setdefault(page.picture.digest, _image(page.picture, page.url, page.entry, page.seen_at))
    for trial in site.searches:
        if trial.picture and trial.picture.digest in named:
            where = trial.submitted_to or trial.page_url
            images.setdefault(trial.picture.digest, _image(trial.picture, where, "desktop", site.run.observed_at))
    return dict(sorted(images.items()))


def _image(picture: Picture, url: str, entry: str, seen_at: str) -> dict[str, Any]:
    return {
        "file": f"evidence/{picture.digest}.jpg",
        "width": picture.width,
        "height": picture.height,
        "url": url,
        "entry": entry,
        "seen_at": seen_at,
    }

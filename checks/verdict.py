"""The verdict of a city: the standard's vetoes counted from findings, and whether enough was seen to carry it.

Nothing here knows a check or a veto by name: what counts stands in ``checks/standards/``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from msgspec import Struct

from checks.absence import UNSEEN
from checks.artifacts import Site, Url
from checks.coverage import state_words
from checks.declaration import Text
from checks.documents import Documents
from checks.grouping import Group, plain
from checks.runner import Ran
from checks.standards.veto import Count, Standard, VetoRule

Verdict = Literal["pass", "fail", "undetermined"]
VetoOutcome = Literal["pass", "fail", "unsure", "not_applicable", "error", "not_tested"]

#: Of the column pages that the site links to, the share that must have been seen: with less than half of them, five
#: blank or overdue columns could stand unseen among the rest. Our own bound; the standard inspects all columns.
COLUMNS_SEEN = 0.5


class Tested(Struct, frozen=True):
    """One veto rule after counting. *doubtful* findings would have to be confirmed by a person."""

    rule: VetoRule
    outcome: VetoOutcome
    text: Text
    count: int | None = None
    doubtful: int = 0
    findings: tuple[str, ...] = ()


def counts_towards(group: Group, check: str, count: Count) -> bool:
    """Whether a finding takes part in a veto by this counting rule."""
    finding = group.best.finding
    given = finding.data.get("group", ())
    groups = {given} if isinstance(given, str) else set(given)
    return check == count.check and finding.entry in count.entries and (not count.groups or bool(groups & count.groups))


def in_veto(group: Group, check: str, standard: Standard) -> bool:
    """Whether a finding takes part in any veto of the standard."""
    return any(counts_towards(group, check, count) for rule in standard.vetoes for count in rule.counts)


def count_vetoes(standard: Standard, ran: Mapping[str, Ran]) -> tuple[Tested, ...]:
    """Count every veto rule of *standard* from the checks that ran."""
    return tuple(_test(rule, ran) for rule in standard.vetoes)


def _test(rule: VetoRule, ran: Mapping[str, Ran]) -> Tested:
    if rule.untested is not None:
        return Tested(rule, "not_tested", rule.untested)
    have = [ran[count.check] for count in rule.counts if count.check in ran]
    if len(have) < len(rule.counts):
        return Tested(rule, "not_tested", NOT_RUN)
    certain, doubtful, names = 0, 0, []
    for count in rule.counts:
        for group in ran[count.check].groups:
            if not counts_towards(group, count.check, count):
                continue
            worth = len(group.urls) if count.unit == "page" else 1
            names.append(group.id)
            if group.best.finding.outcome == "fail":
                certain += worth
            else:
                doubtful += worth
    outcome = _outcome(rule, have, certain, doubtful)
    numbers = {"n": certain, "m": doubtful, "threshold": rule.threshold, "rule": rule.rule}
    texts = {**TEXTS, **(SINGLE if rule.threshold == 1 else {})}
    text = texts[outcome].format(**numbers)
    if doubtful and outcome in ("fail", "pass"):
        more = DOUBTFUL.format(**numbers)
        text = Text(text.zh + more.zh, text.en + more.en)
    if outcome in ("error", "not_applicable", "unsure") and (why := next((one.note for one in have if one.note), None)):
        text = Text(text.zh + why.zh, f"{text.en} {why.en}")
    return Tested(rule, outcome, text, certain, doubtful, tuple(sorted(names)))


def _outcome(rule: VetoRule, have: list[Ran], certain: int, doubtful: int) -> VetoOutcome:
    if certain >= rule.threshold:
        return "fail"
    if any(one.outcome == "error" for one in have):
        return "error"
    stopped = any(not one.complete and one.outcome != "not_applicable" for one in have)
    if stopped or certain + doubtful >= rule.threshold:
        return "unsure"
    return "not_applicable" if all(one.outcome == "not_applicable" for one in have) else "pass"


NOT_RUN = Text(
    "本项所需的检查本次未运行，尚未检测。",
    "Not tested: this run did not make the check that it needs.",
)
TEXTS: dict[VetoOutcome, Text] = {
    "fail": Text("{rule}，共 {n} 个，达到 {threshold} 个的限值。", "{n} {rule}; the limit is {threshold}."),
    "pass": Text("{rule}，共 {n} 个，未达到 {threshold} 个的限值。", "{n} {rule}; the limit is {threshold}."),
    "unsure": Text(
        "{rule}，已确认 {n} 个，另有 {m} 个待人工复核，限值为 {threshold} 个，尚不能认定。",
        "{n} {rule} confirmed and {m} for a person to confirm; the limit is {threshold}. Undecided.",
    ),
    "error": Text("检查未能完成，尚不能认定。", "The check broke off. Undecided."),
    "not_applicable": Text("本次不适用。", "Does not apply here."),
}
#: For rules that a single finding reaches.
SINGLE: dict[VetoOutcome, Text] = {
    "fail": Text("发现{rule}（{n} 处）。", "Found ({n}): {rule}."),
    "pass": Text("未发现{rule}。", "Not found: {rule}."),
    "unsure": Text("疑似{rule}（{m} 处），待人工复核。", "Perhaps ({m}), for a person to confirm: {rule}."),
}
DOUBTFUL = Text("另有 {m} 个待人工复核。", " {m} more for a person to confirm.")


def decide(site: Site, documents: Documents, tested: tuple[Tested, ...]) -> tuple[Verdict, list[Text]]:
    """The verdict and why, most important reason first.

    A reached veto fails the site, unless its home page could not be seen: then only a veto that is about that very
    thing does (a city that we cannot see is undetermined). A pass says on which vetoes it rests.
    """
    blind = _blindness(site, documents)
    reached = [one for one in tested if one.outcome == "fail"]
    open_ones = [one for one in tested if one.outcome in ("unsure", "error")]
    skipped = [one for one in tested if one.outcome == "not_tested"]
    home_unseen = documents.home_page() is None
    if [one for one in reached if one.rule.without_home or not home_unseen]:
        return "fail", [_because(REACHED, one) for one in reached] + _also(open_ones) + _untested(skipped)
    if blind or open_ones:
        reasons = blind + [_because(REACHED, one) for one in reached] + _also(open_ones)
        return "undetermined", reasons + _untested(skipped)
    done = [one.rule.id for one in tested if one.outcome == "pass"]
    if not done:
        return "undetermined", [NOTHING_TESTED, *_untested(skipped)]
    return "pass", [PASSED.format(ids="、".join(done)), *_untested(skipped)]


def _because(frame: Text, one: Tested) -> Text:
    return frame.format(id=one.rule.id, title=one.rule.title, text=one.text)


def _also(open_ones: list[Tested]) -> list[Text]:
    return [_because(OPEN, one) for one in open_ones]


def _untested(skipped: list[Tested]) -> list[Text]:
    if not skipped:
        return []
    zh = "、".join(f"{one.rule.id} {one.rule.title.zh}" for one in skipped)
    en = "; ".join(f"{one.rule.id} {one.rule.title.en}" for one in skipped)
    return [Text(UNTESTED.zh.format(list=zh), UNTESTED.en.format(list=en))]


def _blindness(site: Site, documents: Documents) -> list[Text]:
    """What kept us from seeing enough of the site for a verdict; empty when enough was seen."""
    home = documents.home_page()
    if home is None:
        known = [url for url in site.urls if url.entry == "desktop" and url.kind == "home"]
        failed = [url for url in known if url.state not in ("fetched", "rendered", "redirected")]
        why = state_words(failed[0].state, failed[0].reason) if failed else Text("没有读取到网页", "no page was read")
        return [NO_HOME.format(why=why)]
    if not home.rendered:
        return [HOME_PLAIN]
    if not home.settled:
        return [HOME_UNSETTLED]
    if sum(page.entry == "desktop" for page in documents.pages) < 2:
        return [ONLY_HOME]
    columns = [url for url in site.urls if url.entry == "desktop" and url.kind == "column" and _counts(url)]
    seen = sum(_seen(url, documents) for url in columns)
    if columns and seen < COLUMNS_SEEN * len(columns):
        return [FEW_COLUMNS.format(seen=seen, known=len(columns))]
    return []


def _counts(url: Url) -> bool:
    """Beyond the budget is a choice of ours that the report states; an alias is counted where it leads."""
    return url.state not in ("over_budget", "redirected", "out_of_scope")


def _seen(url: Url, documents: Documents) -> bool:
    return documents.seen(url.url, url.entry) or url.state not in UNSEEN


REACHED = Text("触发单项否决 {id}“{title}”：{text}", "Veto {id} ({title}) is reached: {text}")
OPEN = Text("单项否决 {id}“{title}”尚不能认定：{text}", "Veto {id} ({title}) is undecided: {text}")
PASSED = Text(
    "已检测的单项否决指标（{ids}）均未触发；结论仅就已检测的指标而言。",
    "None of the vetoes that were tested ({ids}) is reached. It is a pass on the vetoes that were tested.",
)
UNTESTED = Text("未检测的单项否决指标：{list}。", "Vetoes not tested: {list}.")
NOTHING_TESTED = Text("没有任何单项否决指标得到检测，不能得出结论。", "No veto was tested, so there is no verdict.")
NO_HOME = Text(
    "首页未能看到（{why}），不能得出结论。", "The home page could not be seen ({why}), so there is no verdict."
)
HOME_PLAIN = Text(
    "首页未经浏览器完整加载，不能得出结论。",
    "The home page was not rendered in a browser, so there is no verdict.",
)
HOME_UNSETTLED = Text(
    "首页在规定时间内未加载完毕，不能得出结论。",
    "The home page had not come to rest within the time allowed, so there is no verdict.",
)
ONLY_HOME = Text(
    "除首页外没有看到任何页面，不能得出结论。", "No page but the home page was seen, so there is no verdict."
)
FEW_COLUMNS = Text(
    "已知栏目页面 {known} 个，本次仅看到 {seen} 个，不足以得出结论。",
    "Of {known} column pages known, only {seen} were seen: too few for a verdict.",
)


def told(tested: tuple[Tested, ...]) -> list[dict[str, Any]]:
    """The ``vetoes`` of result.json."""
    return [
        {
            "id": one.rule.id,
            "title": plain(one.rule.title),
            "clause": plain(one.rule.clause),
            "outcome": one.outcome,
            "count": one.count,
            "threshold": one.rule.threshold if one.rule.counts else None,
            "text": plain(one.text),
            "checks": sorted({count.check for count in one.rule.counts}),
            "findings": list(one.findings),
        }
        for one in tested
    ]

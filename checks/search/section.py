"""``result.json["search"]``: the trials as a transcript."""

from __future__ import annotations

from typing import Any

from checks.declaration import Outcome, Text, section
from checks.documents import Documents
from checks.search.answers import Answer, SearchTrials
from checks.search.boxes import search_sign

_HOW = {
    "enter": Text("回车提交", "submitted by Enter"),
    "button": Text("点击按钮提交", "submitted by button"),
    "": Text("未能提交", "not submitted"),
}
_TEXTS: dict[str, Text] = {
    "found": Text("在结果第{rank}条找到该信息。", "Found as result {rank}."),
    "not_found": Text("结果第一页没有该信息。", "Not on the first page of results."),
    "empty": Text("提示没有结果。", "No results."),
    "error": Text("返回错误：{words}。", "An error: {words}."),
    "slow": Text("{seconds}秒后才有答复，超过15秒。", "Answered after {seconds} seconds, more than 15."),
    "no_answer": Text("提交后没有反应。", "Nothing happened."),
    "no_results_page": Text("提交后停留在原页面，没有结果。", "It stayed on the page and showed no results."),
    "wall": Text("要求验证或登录，未能完成。", "A captcha or login stood in the way."),
    "no_box": Text("页面上没有找到搜索框，未能试搜。", "No search box was found on the page: nothing was tried."),
    "ours": Text("试验未能完成，原因在检查一方。", "The trial broke off on our side."),
    "word": Text("多个标题共有的短词，返回{count}条结果。", "A word that many titles share; {count} results."),
    "nonsense": Text("无意义字符串，返回{count}条结果。", "A nonsense string; {count} results."),
}
_OUTCOMES: dict[str, Outcome] = {
    "found": "pass", "nonsense": "pass", "word": "pass", "wall": "unsure", "ours": "error",
    "no_box": "not_applicable",
    "not_found": "fail", "empty": "fail", "error": "fail", "slow": "fail", "no_answer": "fail",
    "no_results_page": "fail",
}  # fmt: skip


def _trial(answer: Answer) -> dict[str, Any]:
    trial = answer.trial
    count = answer.count if answer.count is not None else len(answer.titles)
    verdict = "no_box" if not trial.box_found and not trial.failure else answer.verdict
    seconds = round(trial.seconds, 1) if trial.seconds is not None else None
    return {
        "query": trial.query,
        "expected_url": trial.expected_url or None,
        "word": trial.word,
        "how": _HOW[trial.how],
        "submitted_to": trial.submitted_to or None,
        "status": trial.status,
        "seconds": seconds,
        "results": count,
        "rank": answer.rank,
        "outcome": _OUTCOMES[verdict],
        "text": _TEXTS[verdict].format(rank=answer.rank, words=answer.words, seconds=seconds, count=count),
        "image": trial.picture.digest if trial.picture else None,
        "titles": list(answer.titles[:10]),
    }


@section("search")
def search(trials: SearchTrials, documents: Documents) -> dict[str, Any] | None:
    """Where the box stands, and every trial; None when there is nothing to tell."""
    home = documents.home("desktop")
    sign = search_sign(home) if home is not None else None
    if not trials.answers and sign is None:
        return None
    tried = next((a.trial for a in trials.answers if a.trial.box_found), None)
    box = {
        "page_url": tried.page_url if tried else home.page.url if home else None,
        "selector": tried.box if tried else sign.selector if sign else None,
        "how": sign.how if sign else None,
        "words": sign.words if sign else None,
    }
    return {"box": box, "trials": [_trial(a) for a in trials.answers]}

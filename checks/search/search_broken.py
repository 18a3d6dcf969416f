"""Searches that do not work.

What it checks
zh: 以本站已发布信息的标题在站内搜索框中试搜，能否得到搜索结果。
en: Whether the search answers at all when titles that the site has published are typed into its box.
Why
zh: 《政府网站与政务新媒体检查指标》功能设计部分对站内搜索进行检查，搜索功能不可用的扣分。
en: The 2019 indicators inspect site search under functions; a search that cannot be used loses points.
How it decides
zh: 从不同栏目抽取已发布信息的标题，在搜索框中输入并用回车和按钮提交。所有标题均返回错误页面、点击后没有反应、
15秒内没有结果，
或者均提示没有结果的，判定为不可用；搜索结果链接打不开的，另行列出。
en: Titles of published articles of different columns are typed and submitted by Enter and by button. If all of them
meet
an error page, no reaction, no answer within 15 seconds or "no results", the search does not work; results that lead to
dead pages are told apart.
Known limits
zh: 需要验证码、登录或被防护设备拦截的，以及因检查一方原因未完成的试验，不作为网站的问题，只提示人工复核。
en: A captcha, a login, a wall or a trial that broke off on our side is not held against the site; a person must look.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks import standards
from checks.artifacts import Page, Site
from checks.declaration import Finding, Message, NotApplicable, Text, Want, check
from checks.documents import Documents
from checks.identity import url_key
from checks.reading import read
from checks.reading.gone import says_gone
from checks.search.answers import Answer, SearchTrials

_SEE = (
    Text("用浏览器打开 {url}，找到站内搜索框。", "Open {url} in a browser and find the search box."),
    Text(
        "输入本站已发布信息的标题“{query}”并提交。",
        "Type “{query}”, the title of an article of the site, and submit it.",
    ),
    Text("查看结果：{seen}。", "Look at what comes: {seen}."),
)
_MEND = Text(
    "修复站内搜索功能，保证以已发布信息的标题能够搜到该信息。",
    "Repair the search, so that the title of what is published finds it.",
)
_DOUBT = Text(
    "搜索服务在试搜时临时故障的，本结论可能不成立。",
    "The finding may be wrong if the search service was down for a moment.",
)

MESSAGES = {
    "error": Message(
        Text(
            "站内搜索返回错误（{words}），{tried}次试搜均未成功。",
            "The search answers with an error ({words}); all {tried} trials failed.",
        ),
        _SEE, _MEND, _DOUBT,
        title=Text("站内搜索返回错误", "Search answers with an error"),
    ),
    "no-answer": Message(
        Text(
            "提交站内搜索后没有反应，{tried}次试搜均未得到结果页面。",
            "Submitting the search does nothing; none of {tried} trials led to an answer.",
        ),
        _SEE, _MEND, _DOUBT,
        title=Text("站内搜索提交后没有反应", "Search does not react"),
    ),
    "slow": Message(
        Text(
            "站内搜索15秒内未返回结果，{tried}次试搜均超时。",
            "The search did not answer within 15 seconds in any of {tried} trials.",
        ),
        _SEE, _MEND, _DOUBT,
        title=Text("站内搜索超时", "Search does not answer in time"),
    ),
    "always-empty": Message(
        Text(
            "以本站已发布的{tried}个标题试搜，站内搜索均提示没有结果。",
            "The search finds nothing for any of {tried} titles that the site has published.",
        ),
        _SEE, _MEND,
        Text(
            "所试标题的信息均为刚刚发布、尚未编入索引的，本结论可能不成立。",
            "The finding may be wrong if all the titles were published a moment ago and are not indexed yet.",
        ),
        title=Text("站内搜索始终没有结果", "Search never finds anything"),
    ),
    "dead-results": Message(
        Text(
            "站内搜索结果中有{count}条链接打不开，如“{title}”。",
            "{count} results of the search lead to dead pages, for example “{title}”.",
        ),
        (
            _SEE[0], _SEE[1],
            Text("点击结果“{title}”，页面无法打开。", "Click the result “{title}”: the page does not open."),
        ),
        Text("更新搜索索引，清除已失效的结果。", "Renew the index and remove results that are gone."),
        _DOUBT,
        title=Text("搜索结果中有打不开的链接", "Search results that do not open"),
    ),
    "wall": Message(
        Text(
            "站内搜索要求{wall}，未能完成试搜，需人工复核。",
            "The search asks for {wall}; it could not be tried, a person must look.",
        ),
        (
            _SEE[0], _SEE[1],
            Text("按页面要求验证后，查看能否得到结果。", "Pass what is asked for and see whether results come."),
        ),
        Text("公众搜索不宜设置登录或验证门槛。", "A public search should ask for no login or proof."),
        Text("该验证只针对自动访问的，不存在问题。", "There is nothing wrong if only automatic visits are asked."),
        title=Text("站内搜索须先通过验证或登录", "Search behind a captcha, login or block"),
    ),
}  # fmt: skip

_WALLS = {
    "captcha": Text("输入验证码", "a captcha"),
    "login": Text("登录", "a login"),
    "blocked": Text("通过防护验证", "proof to a firewall"),
}
_SEEN = {
    "error": Text("页面显示错误信息", "an error is shown"),
    "no-answer": Text("页面没有任何反应", "nothing happens"),
    "slow": Text("超过15秒仍未出现结果", "no result appears within 15 seconds"),
    "always-empty": Text("页面提示没有结果", "the page says that there are no results"),
}
#: Not there, gone, or failing; a refusal (401, 403, 412 …) may be meant for us.
_GONE = frozenset({404, 410, 500, 502, 503, 504})
_CAUSE = {
    "error": "error",
    "no_answer": "no-answer",
    "no_results_page": "no-answer",
    "slow": "slow",
    "empty": "always-empty",
}


def best_by_query(answers: tuple[Answer, ...]) -> list[Answer]:
    """For every title the best answer of its trials: one way of submitting that works is enough."""
    order = ("found", "not_found", "empty", "slow", "no_results_page", "error", "no_answer")
    best: dict[str, Answer] = {}
    for answer in answers:
        known = best.get(answer.trial.query)
        if known is None or order.index(answer.verdict) < order.index(known.verdict):
            best[answer.trial.query] = answer
    return list(best.values())


@check(
    id="search-broken",
    theme="search",
    clause=standards.SITE_SEARCH,
    title=Text("站内搜索不可用", "Site search does not work"),
    messages=MESSAGES,
)
def search_broken(site: Site, documents: Documents, trials: SearchTrials) -> Iterator[Finding | Want]:
    """One finding for the search as a whole, one for dead results."""
    if not trials.real:
        raise NotApplicable(Text("未进行站内搜索试验。", "The search was not tried."))
    judged = best_by_query(trials.judged)
    if not judged:
        walled = next((a for a in trials.real if a.verdict == "wall"), None)
        if walled is None:
            raise NotApplicable(Text("搜索试验未能完成，原因在检查一方。", "The trials broke off on our side."))
        wall = _WALLS.get(walled.trial.wall) or Text(f"“{walled.words}”", f"“{walled.words}”")
        yield _finding("wall", walled, {"wall": wall}, outcome_unsure=True)
        return
    bad = [a for a in judged if a.verdict in _CAUSE]
    if len(bad) == len(judged):
        causes = [_CAUSE[a.verdict] for a in bad]
        cause = max(("error", "no-answer", "slow", "always-empty"), key=causes.count)
        if cause == "always-empty" and trials.word is not None:
            return  # it works, and finds no titles: search-inaccurate tells
        shown = bad[causes.index(cause)]
        data = {"tried": len(judged), "seen": _SEEN[cause]}
        yield _finding(cause, shown, data, outcome_unsure=len(judged) < 2)
        return
    dead = {url_key(u.url) for u in site.urls if u.state == "dead"}
    dead |= {
        url_key(a.trial.result_url) for a in judged if a.trial.result_url and (a.trial.result_status or 0) in _GONE
    }
    dead |= {url_key(a.trial.result_url) for a in judged if _opens_nothing(a)}
    gone = [
        (a, title)
        for a in judged
        for title, url in zip(a.titles, a.urls, strict=True)
        if url_key(url) in dead or ((seen := documents.of(url)) is not None and says_gone(seen, title))
    ]
    if gone:
        yield _finding("dead-results", gone[0][0], {"count": len(gone), "title": gone[0][1]})


def _opens_nothing(answer: Answer) -> bool:
    """Whether the result that was opened says, with a good status, that there is no such page."""
    trial = answer.trial
    if not trial.result:
        return False
    page = Page(url=trial.result_url, entry="desktop", html=trial.result, rendered=True)
    return bool(says_gone(read(page), trial.query))


def _finding(message: str, answer: Answer, data: dict[str, object], *, outcome_unsure: bool = False) -> Finding:
    trial = answer.trial
    return Finding(
        message,
        url=trial.page_url,
        selector=trial.box or None,
        place="search",
        words=answer.words or None,
        data={"query": trial.query, "submitted_to": trial.submitted_to, **data},
        outcome="unsure" if outcome_unsure else "fail",
    )

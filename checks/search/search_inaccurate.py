"""Searches that do not find what the site has published.

What it checks
zh: 以本站已发布信息的标题试搜，能否在搜索结果第一页找到该信息；搜索结果是否随搜索内容变化。
en: Whether the title of something published is found on the first page of results, and whether the results depend on
what is asked.
Why
zh: 《政府网站与政务新媒体检查指标》对站内搜索进行检查；公开的检查通报以“搜索已公开信息的标题，第一页结果中没有该信息”
为扣分情形。
en: The 2019 indicators inspect site search; a published bulletin counts it as a fault if the exact title of something
published is not on the first page of the results.
How it decides
zh: 从不同栏目抽取标题试搜，比较结果的标题和链接（含跳转链接）；标题被截短的视为相同。另以无意义字符串试搜，
所得结果与标题试搜相同的，判定为结果不随搜索内容变化。标题均无结果时，再以多个标题共有的短词试搜一次。
en: Titles from different columns are searched and compared with titles and links of the results (also through
redirecting
links; a title cut short counts). If a nonsense string brings the same results, the answer does not depend on the
question. Where no title is found, a word that many titles share is tried as well.
Known limits
zh: 刚刚发布、尚未编入索引的信息可能暂时搜不到；只抽取少量标题，不代表全部信息。
en: What was published a moment ago may not be indexed yet; a few titles stand for all.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks import standards
from checks.declaration import Finding, Message, NotApplicable, Text, Want, check
from checks.search.answers import Answer, SearchTrials, normal
from checks.search.search_broken import best_by_query

MESSAGES = {
    "not-found": Message(
        Text(
            "以{tried}个已发布标题试搜，{missed}个未在结果第一页出现，如“{query}”。",
            "Of {tried} published titles, {missed} are not on the first page of results, for example “{query}”.",
        ),
        (
            Text("打开信息原文 {expected_url}，复制标题。", "Open the article {expected_url} and copy its title."),
            Text("在 {url} 的搜索框中输入标题“{query}”并提交。",
                "Type the title “{query}” into the box on {url} and submit."),
            Text("结果第一页没有该信息。", "It is not on the first page of results."),
        ),
        Text(
            "将已发布信息全部编入索引，并按标题匹配程度排列结果。",
            "Index everything that is published and rank results by how well their titles match.",
        ),
        Text(
            "该信息刚刚发布、尚未编入索引的，本结论可能不成立。",
            "The finding may be wrong if the article was published a moment ago.",
        ),
        title=Text("站内搜索搜不到已发布的稿件", "Search does not find published articles"),
    ),
    "words-only": Message(
        Text(
            "以{tried}个已发布标题试搜均无结果，输入短词“{word}”则有{results}条结果，搜索不支持按标题检索。",
            "None of {tried} published titles is found, while the word “{word}” brings {results} results: titles as a"
            " whole are not searched for.",
        ),
        (
            Text("打开信息原文 {expected_url}，复制标题。", "Open the article {expected_url} and copy its title."),
            Text("在 {url} 的搜索框中输入标题“{query}”并提交，没有结果。",
                "Type the title “{query}” into the box on {url} and submit: nothing is found."),
            Text("再输入“{word}”，有结果。", "Type “{word}”: results come."),
        ),
        Text(
            "支持以完整标题检索，对较长的搜索内容先分词再匹配。",
            "Let whole titles be searched for: split long questions into words before they are matched.",
        ),
        Text(
            "所试标题的信息均为刚刚发布、尚未编入索引的，本结论可能不成立。",
            "The finding may be wrong if all the titles were published a moment ago and are not indexed yet.",
        ),
        title=Text("站内搜索不支持按标题检索", "Search finds words and no titles"),
    ),
    "same-answer": Message(
        Text(
            "站内搜索结果不随搜索内容变化：输入“{query}”与输入无意义字符“{nonsense}”所得结果相同。",
            "The results do not depend on the question: “{query}” and the nonsense “{nonsense}” bring the same.",
        ),
        (
            Text("在 {url} 的搜索框中输入“{query}”，记下结果。",
                "Type “{query}” into the box on {url} and note the results."),
            Text("再输入“{nonsense}”，查看结果。", "Type “{nonsense}” and look at the results."),
            Text("两次结果相同。", "Both are the same."),
        ),
        Text("修复搜索功能，使结果与搜索内容相符。", "Repair the search so that results match the question."),
        Text(
            "页面同时显示推荐信息，被误认为搜索结果的，本结论可能不成立。",
            "The finding may be wrong if recommended articles beside the results were taken for them.",
        ),
        title=Text("搜索结果不随搜索内容变化", "Search gives one answer to every query"),
    ),
}  # fmt: skip


def _results(answer: Answer) -> tuple[str, ...]:
    return tuple(normal(title) for title in answer.titles[:10])


@check(
    id="search-inaccurate",
    theme="search",
    clause=standards.SITE_SEARCH,
    title=Text("站内搜索不准确", "Site search is inaccurate"),
    messages=MESSAGES,
)
def search_inaccurate(trials: SearchTrials) -> Iterator[Finding | Want]:
    """At most one finding: that the answer never changes, or that titles are not found."""
    if not trials.real:
        raise NotApplicable(Text("未进行站内搜索试验。", "The search was not tried."))
    judged = best_by_query(trials.judged)
    answered = [a for a in judged if a.verdict in ("found", "not_found")]
    if not answered and trials.word is not None and judged:
        results = trials.word.count if trials.word.count is not None else len(trials.word.titles)
        told = {"tried": len(judged), "word": trials.word.trial.query, "results": results}
        yield _finding("words-only", judged[0], told)
        return
    if not answered:
        raise NotApplicable(Text("站内搜索没有给出任何结果。", "The search gave no results at all."))
    for nonsense in trials.nonsense:
        if nonsense.verdict not in ("nonsense", "found") or len(nonsense.titles) < 3 or nonsense.words:
            continue
        same = [a for a in answered if a.verdict == "not_found" and _results(a) == _results(nonsense)]
        if same and len(same) * 2 >= len(answered):
            yield _finding("same-answer", same[0], {"nonsense": nonsense.trial.query})
            return
    missed = [a for a in judged if a.verdict in ("not_found", "empty")]
    if missed:
        yield _finding("not-found", missed[0], {"tried": len(judged), "missed": len(missed)})


def _finding(message: str, answer: Answer, data: dict[str, object]) -> Finding:
    trial = answer.trial
    return Finding(
        message,
        url=trial.page_url,
        selector=trial.box or None,
        place="search",
        words="；".join(answer.titles[:3]) or None,
        data={"query": trial.query, "expected_url": trial.expected_url, "submitted_to": trial.submitted_to, **data},
    )

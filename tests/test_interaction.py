"""Names of interaction sections, promises and waits, and what makes two replies a formula."""

from __future__ import annotations

from datetime import date

import pytest

from checks.artifacts import Page, RunFacts, Site
from checks.interaction.letters import LetterBook
from checks.interaction.promise import Promise, find_promise, is_late, working_days
from checks.interaction.replies import core
from checks.interaction.taxonomy import KINDS, classify_section, is_parent
from checks.provide import Provider
from checks.reading import read
from checks.registry import load
from checks.search.boxes import NOT_SITE_SEARCH, search_sign


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("我要咨询", "consult"), ("书记市长信箱", "leader"), ("建言献策", "suggest"), ("我要投诉", "complain"),
            ("我要求助", "help"),
        ("网络问政", "consult"), ("意见征集", "survey"), ("在线访谈", "interview"), ("智能问答", "robot"),
            ("12345热线", "hotline"),
        ("12345网上咨询", "consult"), ("网上信访", "petition"), ("信访局长信箱", "petition"), ("纪检举报", "report"),
            ("我要纠错", "report"),
        ("好差评", "rate"), ("我要预约", "appoint"), ("来信选登", "letters"), ("常见问题", "faq"), ("市长热线",
            "hotline"),
    ],
)  # fmt: skip
def test_a_name_tells_the_section(name: str, kind: str) -> None:
    found = classify_section(name)
    assert found is not None
    assert found.id == kind


@pytest.mark.parametrize(
    "name",
    ["咨询电话", "投诉电话", "关于公开征求意见的公告", "市长主持召开信访工作会议", "政务公开", "办公信箱登录",
        "统计信息", "市长信箱开通十周年座谈会召开",
     "咨询公司", "机器人产业"],
)  # fmt: skip
def test_other_names_are_no_section(name: str) -> None:
    assert classify_section(name) is None


def test_counter_examples_are_no_section_of_that_kind() -> None:
    for kind in KINDS:
        for word in kind.words:
            if word.counter:
                found = classify_section(word.counter)
                assert found is None or found.id != kind.id, word


def test_only_channels_for_consultation_satisfy_the_veto() -> None:
    assert {kind.id for kind in KINDS if kind.veto} == {"consult", "leader", "suggest", "complain", "help"}


@pytest.mark.parametrize("name", ["互动交流", "政民互动", "公众参与", "政民互动平台", "互動交流"])
def test_parents(name: str) -> None:
    assert is_parent(name)


@pytest.mark.parametrize(
    ("text", "days", "working"),
    [
        ("承诺五个工作日内答复。", 5, True),
        ("一般来信3个工作日内回复，疑难问题10个工作日内办结答复", 10, True),
        ("受理后15日内予以答复", 15, False),
        ("答复时限：7个工作日", 7, True),
        ("咨询类1个工作日内、投诉类5个工作日内答复", 5, True),
        ("收到来信之日起五个工作日（复杂问题十个工作日）内答复", 10, True),
        ("一般信件7个工作日予以答复", 7, True),
        ("信件办理时限：简单问题3个工作日，复杂问题10个工作日", 10, True),
        ("接到留言后24小时内回复", 1, False),
        ("我们会在两周内回复您", 14, False),
        ("一个月内答复", 30, False),
        ("办理期限：15天", 15, False),
    ],
)
def test_a_promise_is_read(text: str, days: int, working: bool) -> None:
    promise = find_promise(read(Page(url="http://a.gov.cn/", entry="desktop", html=f"<p>{text}</p>")))
    assert promise is not None
    assert (promise.days, promise.working) == (days, working)


@pytest.mark.parametrize(
    "text",
    [
        "依申请公开20个工作日内答复",
        "5个工作日内受理",
        "行政复议申请60日内作出回复",
        "请于5个工作日内反馈意见",
        "市长于6月15日答复了网友的来信",
        "热线24小时受理，及时答复",
    ],
)
def test_other_terms_are_no_promise(text: str) -> None:
    assert find_promise(read(Page(url="http://a.gov.cn/", entry="desktop", html=f"<p>{text}</p>"))) is None


def test_waits_are_counted_in_working_days_with_allowance_for_holidays() -> None:
    doc = read(Page(url="http://a.gov.cn/", entry="desktop", html=""))
    promise = Promise(5, True, "", doc)
    assert working_days(date(2026, 6, 5), date(2026, 6, 8)) == 1
    assert not is_late(date(2026, 6, 5), date(2026, 6, 12), promise)
    assert is_late(date(2026, 6, 5), date(2026, 6, 15), promise)
    assert not is_late(date(2026, 9, 29), date(2026, 10, 12), promise)
    assert is_late(date(2026, 6, 5), date(2026, 6, 12), Promise(5, False, "", doc))


def test_politeness_is_taken_away_and_substance_is_not() -> None:
    assert (
        core("尊敬的网民：您好！您的来信收悉，现答复如下：路灯已于昨日修复。感谢您对我们工作的关心与支持！")
        == "路灯已于昨日修复"
    )


def test_words_against_a_search_box_outweigh_its_name() -> None:
    for word in NOT_SITE_SEARCH:
        html = f"<body><div><input name=keyword placeholder=请输入{word.word}><button>查询</button></div>"
        assert search_sign(read(Page(url="http://a.gov.cn/", entry="desktop", html=html))) is None, word


QUESTION = "桂花小区门口一下雨就积水，老人孩子出行很不方便，希望有关部门尽快处理。"
REPLY = "您好，我局已派人现场查看，疏通堵塞的雨水管三处，积水已消除，后续将加强巡查。"


@pytest.mark.parametrize(
    ("body", "answered"),
    [
        ("<dl><dt>咨询时间<dd>2026-06-01 10:22<dt>咨询内容<dd>{q}<dt>回复时间<dd><dt>回复内容<dd></dl>", None),
        ("<dl><dt>咨询时间<dd>2026-06-01 10:22<dt>咨询内容<dd>{q}<dt>回复时间<dd>2026-06-09<dt>回复内容<dd>{r}</dl>",
         "2026-06-09"),
        ("<p>【留言时间】2026-06-01<p>【留言】{q}<p>【答复】{r}<p>【答复时间】2026-06-09", "2026-06-09"),
        ("<p>李** 2026-06-01<p>问：{q}<p>答：{r}<p>县水务局 2026-06-09", "2026-06-09"),
        ("<p>创建时间：2026-06-01<p>{q}<h3>官方答复</h3><p>{r}<p>2026-06-09", "2026-06-09"),
        ("<p>发表时间：2026-06-01　状态：已转办<p>{q}", None),
        ("<p>{q}<ul><li>2026-06-01 09:10 网友提交<li>2026-06-02 县水务局受理<li>2026-06-09 县水务局答复：{r}</ul>",
         "2026-06-09"),
        ("<p>{q}<ul><li>2026-06-01 09:10 网友提交<li>2026-06-02 已转县水务局办理</ul>", None),
        ("<div>李** · 2026-06-01 提问</div><div>{q}</div><div class=huifu>暂无回复</div>", None),
        ("<table><tr><td>来信日期<td>2026年6月1日<tr><td>信件内容<td>{q}<tr><td>办理结果<td><tr><td>办结日期<td></table>",
         None),
        ("<p>写信时间：2026-06-01<p>{q}<div class=reply>回复单位：县水务局　回复时间：2026-06-09<div>{r}</div></div>",
         "2026-06-09"),
        ("<p>写信时间：2026-06-01<p>{q}<div><p>来自县水务局的回复<p>{r}<p>2026-06-09</div>", "2026-06-09"),
    ],
)  # fmt: skip
def test_a_letter_is_read_whatever_its_page_calls_the_parts(body: str, answered: str | None) -> None:
    """Each as seen on some kind of mailbox; a section for letters leads to it."""
    home = "http://www.hexian.gov.cn/"
    frame = "<html><title>{}</title><body><div class=nav><a href=/>首页</a><a href=/hdjl/>互动交流</a></div>{}"
    seen = [
        ("", "home", frame.format("和县人民政府", "<a href=/hdjl/xzxx/>县长信箱</a>"), ""),
        ("hdjl/xzxx/7.html", "interaction",
         frame.format("关于门口积水", "<h1>关于门口积水</h1>" + body.format(q=QUESTION, r=REPLY)), f"{home}hdjl/xzxx/"),
    ]  # fmt: skip
    pages = tuple(
        Page(url=home + path, entry="desktop", html=html, kind=kind, column=column)  # type: ignore[arg-type]
        for path, kind, html, column in seen
    )
    run = RunFacts(id="r", observed_at="2026-11-20T09:30:00+08:00")
    provider = Provider(Site(city={"city_id": "hexian", "portal_url": home}, run=run, pages=pages), load().views)
    book: LetterBook = provider.supply({"book": LetterBook})["book"]
    assert [str(letter.received) for letter in book.letters] == ["2026-06-01"]
    letter = book.letters[0]
    assert (str(letter.answered) if letter.answered else None, letter.open) == (answered, answered is None)
    assert (REPLY in letter.reply) == (answered is not None)

"""Names of interaction sections, promises and waits, and what makes two replies a formula."""

from __future__ import annotations

from datetime import date

import pytest

from checks.artifacts import Page
from checks.interaction.promise import Promise, find_promise, is_late, working_days
from checks.interaction.replies import core
from checks.interaction.taxonomy import KINDS, classify_section, is_parent
from checks.reading import read
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
    ],
)
def test_a_promise_is_read(text: str, days: int, working: bool) -> None:
    promise = find_promise(read(Page(url="http://a.gov.cn/", entry="desktop", html=f"<p>{text}</p>")))
    assert promise is not None
    assert (promise.days, promise.working) == (days, working)


@pytest.mark.parametrize("text", ["依申请公开20个工作日内答复", "5个工作日内受理", "行政复议申请60日内作出回复"])
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

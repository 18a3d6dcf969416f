"""How mailboxes of real portals show their letters, with invented text: which part is what.

The labels, their order and what stands without one are those that were seen on the mailboxes of some thirty cities
(named in the ids); the markup is ours.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from lxml import etree

from checks.artifacts import Site
from checks.interaction.fields import read_fields
from checks.interaction.letters import LetterBook
from checks.provide import Provider
from checks.registry import load
from checks.testing import build_site
from tests.letter_layouts_fixture import (
    LETTERS,
    PAGES,
    Written,
    beijing,
    boxed,
    huizhou,
    luan,
    pair,
    rows,
    shijiazhuang,
    state,
    walked,
)

HOST = "http://www.hexian.example.gov.cn"


def page(path: str, title: str, body: str, **more: str) -> dict[str, object]:
    menu = '<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/lxxd/">来信选登</a></li></ul></div>'
    html = f"<html><head><title>{title}</title></head><body>{menu}<div>{body}</div></body></html>"
    return {"url": f"{HOST}{path}", "html": html, **more}


def book(site: Site) -> LetterBook:
    read: LetterBook = Provider(site, load().views)._get(LetterBook, None)
    return read


def told(found: LetterBook) -> list[tuple[str, str, bool | None, str]]:
    return sorted((str(k.received), str(k.answered or ""), k.open, k.reply) for k in found.letters)


WANTED = sorted((k.received, k.answered, not k.answered, k.reply) for k in LETTERS)
HOME = page("/", "和县人民政府", "<p>欢迎</p>", kind="home")


@pytest.mark.parametrize("layout", PAGES, ids=lambda layout: layout.__name__)
def test_each_part_of_a_letter_is_told(layout: Callable[[Written], str]) -> None:
    links = "".join(f'<li><a href="/lxxd/{n}.html">{k.title}</a></li>' for n, k in enumerate(LETTERS))
    letters = [
        page(f"/lxxd/{n}.html", k.title, layout(k), kind="article", column=f"{HOST}/lxxd/", template="d-1")
        for n, k in enumerate(LETTERS)
    ]
    lists = page("/lxxd/", "来信选登", f"<h1>来信选登</h1><ul>{links}</ul>", kind="column")
    found = told(book(build_site({"pages": [HOME, lists, *letters]})))
    if layout is huizhou:  # what passed the open letter on stands in the place of its answer
        found = [(*k[:3], "" if k[2] else k[3]) for k in found]
    assert found == WANTED


def test_a_menu_beside_a_letter_is_no_part_of_it() -> None:
    """Columns whose names read like labels of an answer: 热点回应, 来信选登, 办理情况."""
    names = ("意见征集", "热点回应", "办理情况", "常见问题")
    menu = "".join(f'<li><a href="/{n}/">{name}</a></li>' for n, name in enumerate(names))
    letters = [
        page(f"/lxxd/{n}.html", k.title, f"<ul>{menu}</ul>{beijing(k)}", kind="article", column=f"{HOST}/lxxd/")
        for n, k in enumerate(LETTERS)
    ]
    links = "".join(f'<li><a href="/lxxd/{n}.html">{k.title}</a></li>' for n, k in enumerate(LETTERS))
    lists = page("/lxxd/", "来信选登", f"<h1>来信选登</h1><ul>{links}</ul>", kind="column")
    assert told(book(build_site({"pages": [HOME, lists, *letters[:3]]}))) == sorted(
        (k.received, k.answered, not k.answered, k.reply) for k in LETTERS[:3]
    )


def test_the_steps_of_a_letter_are_no_letters() -> None:
    """On a page that no list of letters leads to."""
    letter = page("/mail/1.html", LETTERS[0].title, walked(LETTERS[0]), kind="column", column=f"{HOST}/hdjl/")
    mailbox = page("/lxxd/", "来信选登", '<ul><li><a href="/mail/1.html">办理过程</a></li></ul>', kind="column")
    assert all(k.open is not True for k in book(build_site({"pages": [HOME, mailbox, letter]})).letters)


@pytest.mark.parametrize("layout", [shijiazhuang, boxed])
def test_letters_of_one_page_are_told_apart(layout: Callable[[Written], str]) -> None:
    letters = page("/lxxd/", "来信选登", "".join(map(layout, LETTERS)), kind="column")
    assert told(book(build_site({"pages": [HOME, letters]}))) == WANTED


def test_a_page_without_a_day_is_compared_by_its_answer_alone() -> None:
    """Huai'an: title, text, 处理结果; the days stand in the list, if anywhere."""
    letter = LETTERS[0]
    body = rows(pair("标题", letter.title), pair("内容", letter.question), pair("处理结果", letter.reply))
    pages = [
        HOME,
        page("/lxxd/", "来信选登", '<ul><li><a href="/lxxd/1.html">路灯</a></li></ul>', kind="column"),
        page("/lxxd/1.html", letter.title, body, kind="article", column=f"{HOST}/lxxd/"),
    ]
    (found,) = book(build_site({"pages": pages})).letters
    assert (found.received, found.answered, found.open, found.reply) == (None, None, False, letter.reply)


def test_a_day_within_an_answer_is_a_part_of_it() -> None:
    """Counter-example to the day that closes an answer: short answers that tell when it was done, or will be."""
    answers = ("路灯已于2026年8月4日修复。", "该路段计划工期至2026年12月30日。")
    letters = [
        page(f"/lxxd/{n}.html", "路灯", chuzhou(LETTERS[0], words), kind="article", column=f"{HOST}/lxxd/")
        for n, words in enumerate(answers)
    ]
    links = "".join(f'<li><a href="/lxxd/{n}.html">路灯{n}</a></li>' for n in range(2))
    lists = page("/lxxd/", "来信选登", f"<ul>{links}</ul>", kind="column")
    found = book(build_site({"pages": [HOME, lists, *letters]})).letters
    assert sorted((k.reply, k.answered, k.open) for k in found) == sorted((words, None, False) for words in answers)


def chuzhou(k: Written, reply: str) -> str:
    """A page that never tells the day of the answer."""
    return rows(pair("来信时间", k.received), pair("来信内容", k.question), pair("答复情况", reply))


def test_a_list_of_two_letters_is_no_letter() -> None:
    """Each row leads to its letter and has its day and state below."""
    rows = "".join(
        f'<li><a href="/lxxd/{n}.html">{k.title}</a><p>来信时间：{k.received}</p><p>'
        f"{state(k, '已回复', '待处理')}</p></li>"
        for n, k in enumerate(LETTERS[3:])
    )
    lists = page("/lxxd/", "来信选登", f"<h1>来信选登</h1><ul>{rows}</ul>", kind="column")
    assert {k.title for k in book(build_site({"pages": [HOME, lists]})).letters} == {k.title for k in LETTERS[3:]}


def test_a_page_beside_letters_is_none() -> None:
    """Counter-example to a letter told by the others of its list: a notice among them, with its day and no answer."""
    links = "".join(f'<li><a href="/lxxd/{n}.html">{k.title}</a></li>' for n, k in enumerate(LETTERS[:4]))
    lists = page("/lxxd/", "来信选登", f'<ul>{links}<li><a href="/lxxd/9.html">须知</a></li></ul>', kind="column")
    letters = [
        page(f"/lxxd/{n}.html", k.title, luan(k), kind="article", column=f"{HOST}/lxxd/", template="d-1")
        for n, k in enumerate(LETTERS[:4])
    ]
    notice = page(
        "/lxxd/9.html",
        "来信选登改版说明",
        "<h1>来信选登改版说明</h1><p>发布时间：2026-03-02</p><p>栏目已改版，欢迎来信。</p>",
        kind="article",
        column=f"{HOST}/lxxd/",
        template="d-1",
    )
    assert not any(k.open for k in book(build_site({"pages": [HOME, lists, *letters, notice]})).letters)


@pytest.mark.parametrize("piece", ["| ", "来信 ", "回复", "2026-01-01 ", "：", "市"])
def test_long_runs_of_one_thing_are_read(piece: str) -> None:
    """A pattern that begins anew at each character of such a run would not come to an end."""
    element = etree.Element("p")
    assert read_fields([(piece * 20_000, element)], date(2026, 11, 20)).reply == ""

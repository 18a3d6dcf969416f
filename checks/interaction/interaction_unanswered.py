"""Letters that nobody has answered for more than three months.

What it checks
zh: 公开的咨询类来信中，监测时间点前1年内收到、超过3个月仍未答复的来信。
en: Published letters to consultation sections, received within the last year and not answered for more than 3 months.
Why
zh: 《政府网站与政务新媒体检查指标》规定，监测时间点前1年内，政务咨询类栏目（在线访谈、调查征集、网上信访、
纪检举报除外）
存在超过3个月未回应有效留言的，单项否决。
en: Under the 2019 indicators a valid message unanswered for more than 3 months in a consultation column within the last
year is a veto (interviews, surveys, petitions and reports of misconduct excepted).
How it decides
zh: 读取来信列表、来信页面以及在列表中点击后于本页弹出的来信的来信时间、答复时间、办理状态和答复内容。列表注明
“办理中”“待处理”等且无答复的，或者来信页面没有答复时间和答复内容的，视为未答复；后者须以浏览器先后两次查看。
en: Dates, state and reply are read from lists, letter pages, and letters that a press opens within their list.
A letter is open if its list says so and shows no reply, or if its page has neither date nor text of a reply; the latter
must have been rendered twice.
Known limits
zh: 只能检查公开的来信；是否属于“有效留言”须人工认定。来信栏目列有带日期的条目而一件来信也未能辨认的，提示人工查看。
en: Only published letters can be seen; whether a message is valid is for a person to say. Where a section for letters
has dated entries and none could be told for a letter, a person must look.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from checks import standards
from checks.declaration import Finding, Message, NotApplicable, Text, Unsure, Want, check
from checks.interaction.letters import LetterBook, shown_on

#: Three months, counted generously, and the year before the inspection (V5 of the 2019 indicators, confirmed).
MONTHS_3 = 92
YEAR = 365

MESSAGES = {
    "open": Message(
        Text(
            "来信“{title}”于{received}收到，至检查时点已{days}天未答复。",
            "The letter “{title}” of {received} had not been answered {days} days later, at the time of inspection.",
        ),
        (
            Text("用浏览器打开 {url}。", "Open {url} in a browser."),
            Text("找到来信“{title}”，来信时间为{received}。", "Find the letter “{title}” of {received}."),
            Text("该来信没有答复时间和答复内容。", "It has neither date nor text of a reply."),
        ),
        Text("及时答复该来信并公开答复内容；对超期来信逐件说明原因。",
            "Answer the letter and publish the reply; explain each delay."),
        Text(
            "该来信不属于有效留言，或者已通过其他方式答复的，本结论可能不成立。",
            "The finding may be wrong if the message is not valid or was answered in another way.",
        ),
    ),
}  # fmt: skip


@check(
    id="interaction-unanswered",
    theme="interaction",
    clause=standards.INTERACTION_ANSWERED,
    title=Text("来信超过3个月未答复", "Letter unanswered for more than 3 months"),
    messages=MESSAGES,
)
def interaction_unanswered(book: LetterBook) -> Iterator[Finding | Want]:
    """One finding for every letter that is open too long."""
    if not book.letters and book.unread:
        page = book.unread[0].page.url
        raise Unsure(
            Text(
                f"来信栏目列有带日期的条目，但未能辨认来信及其答复情况，需人工查看：{page}",
                f"A section for letters has dated entries, but no letter and no reply could be told: look at {page}",
            )
        )
    if not book.letters:
        raise NotApplicable(Text("未见公开的来信。", "No published letters were seen."))
    for letter in book.letters:
        if not letter.open or letter.received is None:
            continue
        if not book.today - timedelta(days=YEAR) <= letter.received < book.today - timedelta(days=MONTHS_3):
            continue
        doc, el = letter.document, letter.element
        yield Finding(
            "open",
            url=letter.shown_on,
            selector=doc.selector(el) if doc is not None and el is not None else None,
            box=doc.box(el) if doc is not None and el is not None and doc.page.rendered else None,
            place=f"{letter.url} {letter.title}",
            template="",
            words=letter.title,
            data={"title": letter.title, "received": str(letter.received), "days": (book.today - letter.received).days},
            absence=not letter.stated,
            pages=shown_on([letter]),
        )

"""Interaction sections that are there and do not work.

What it checks
zh: 互动栏目的页面能否打开，是否有可以填写提交的表单、来信列表或其他内容。
en: Whether interaction sections open, and hold a form to fill in, a list of letters or anything else.
Why
zh: 互动栏目应当能够正常使用；《政府网站与政务新媒体检查指标》要求提供有效的网上咨询渠道，并检查信息提交功能。
en: Interaction sections must work: the 2019 indicators ask for an effective channel and inspect submission.
How it decides
zh: 页面返回错误、提示不存在，链接没有指向任何页面，或者以浏览器打开后除“建设中”等字样外没有任何内容的，判定为不可用。
需要登录的栏目视为可用。判定为没有内容须先后两次查看结果一致。
en: A section does not work if its page answers with an error or says that it is not there, if its link leads nowhere,
or
if it opens with nothing but a notice such as “being built”. A login counts as working. Emptiness needs two looks.
Known limits
zh: 只看页面，不提交任何内容；表单能否成功提交不作判断。设在其他平台的栏目未逐一打开。
en: Pages are looked at and nothing is ever submitted, so whether a form accepts what is sent is not known. Sections on
other platforms are not all opened.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks import standards
from checks.columns.types import classify
from checks.declaration import Finding, Message, NotApplicable, Text, Want, check
from checks.interaction.sections import Interaction, Section
from checks.reading.hosts import same_owner

_MEND = Text(
    "恢复“{column}”栏目的正常使用，保证网民可以提交并得到答复；已停用的，从页面撤下。",
    "Make “{column}” work again, so that citizens can write and are answered; if it was closed, remove it.",
)

MESSAGES = {
    "dead": Message(
        Text("互动栏目“{column}”的页面打不开。", "The page of the interaction section “{column}” does not open."),
        (
            Text("打开 {named_on}，找到“{column}”。", "Open {named_on} and find “{column}”."),
            Text("点击进入 {target}。", "Click it; it leads to {target}."),
            Text("页面提示不存在或无法访问。", "The page is said not to exist or cannot be reached."),
        ),
        _MEND,
        Text("网站临时故障时，本结论可能不成立。", "The finding may be wrong if the site was failing at that moment."),
        title=Text("互动栏目打不开", "Interaction section that does not open"),
    ),
    "nowhere": Message(
        Text("互动栏目“{column}”的链接没有指向任何页面。",
            "The link of the interaction section “{column}” leads nowhere."),
        (
            Text("打开 {named_on}，找到“{column}”。", "Open {named_on} and find “{column}”."),
            Text("点击该链接。", "Click it."),
            Text("页面没有任何变化。", "Nothing happens."),
        ),
        _MEND,
        Text("该链接由脚本处理的，本结论可能不成立。", "The finding may be wrong if a script handles the click."),
        title=Text("互动栏目链接未指向任何页面", "Interaction section whose link leads nowhere"),
    ),
    "empty": Message(
        Text(
            "互动栏目“{column}”打开后没有任何可用内容{note}。",
            "The interaction section “{column}” opens with nothing to use{note}.",
        ),
        (
            Text("用浏览器打开 {url}，等待页面加载完毕。", "Open {url} in a browser and wait until it has loaded."),
            Text("查看正文区域：没有表单、来信列表或其他内容。",
                "Look at the content: no form, no letters, nothing else."),
            Text("刷新后再看一次，确认仍无内容。", "Reload and look again: there is still nothing."),
        ),
        _MEND,
        Text("栏目需登录后可见的，本结论可能不成立。", "The finding may be wrong if the section shows after a login."),
        title=Text("互动栏目没有可用内容", "Interaction section without anything to use"),
    ),
}  # fmt: skip

#: Mostly links to national platforms, which are judged where links are; a page of the portal's own is a section.
_FOREIGN = frozenset({"hotline", "petition", "report"})


@check(
    id="interaction-dead",
    theme="interaction",
    clause=standards.INTERACTION_SUBMISSION,
    title=Text("互动栏目不可用", "Interaction section does not work"),
    messages=MESSAGES,
)
def interaction_dead(interaction: Interaction) -> Iterator[Finding | Want]:
    """One finding for every section that does not work."""
    if not interaction.sections:
        raise NotApplicable(Text("未见互动栏目。", "No interaction section was found."))
    for section in interaction.sections:
        if section.kind.id == "interview" and classify(section.name) != "interaction":
            continue  # 新闻发布会, 回应关切: columns of articles, judged as columns, and no fault is counted twice
        if section.works or (section.kind.id in _FOREIGN and not same_owner(section.url, section.named_on)):
            continue
        yield _finding(section)


def _finding(section: Section) -> Finding:
    content = section.content
    doc = section.document
    nowhere = doc is None and not section.url.startswith("http")
    message = "empty" if section.state == "empty" else "nowhere" if nowhere else "dead"
    note = Text("", "")
    if content is not None and content.note:
        note = Text(f"，只显示“{content.note}”", f"; it only says “{content.note}”")
    link = section.link
    shown = doc.page.url if doc is not None else section.named_on if nowhere else section.url
    el = (
        content.note_at
        if content is not None and content.note_at is not None
        else doc.main
        if doc is not None
        else None
    )
    selector = doc.selector(el) if doc is not None and el is not None else link.selector if nowhere and link else None
    return Finding(
        message,
        url=shown,
        selector=selector,
        column=section.name,
        place=section.url,
        template="",
        words=content.note if content is not None and content.note else section.name,
        data={"note": note, "named_on": section.named_on, "target": section.url, "kind": section.kind.title},
        absence=message == "empty",
    )

"""Portals through which nobody can be consulted.

What it checks
zh: 门户是否提供网上咨询渠道：网上咨询、领导信箱、建言献策、投诉、求助、留言等栏目，不论叫什么名称、设在哪个平台。
en: Whether the portal offers any online channel for consultation: consultation, a leader's mailbox, suggestions,
complaints, requests for help, messages, whatever its name and platform.
Why
zh: 《政府网站与政务新媒体检查指标》规定，未提供网上有效咨询建言渠道（网上信访、纪检举报等专门渠道除外）的，单项否决。
en: Under the 2019 indicators a portal without an effective online channel for consultation is failed (petitions and
reports of misconduct do not count).
How it decides
zh: 在首页、互动交流频道页、各栏目导航和网站地图中，按名称识别互动栏目，并打开频道页查找咨询表单。需要登录的栏目、
设在其他平台的栏目均视为已提供。政务服务热线、网上信访、纪检举报、网站纠错、调查征集、在线访谈、
智能问答不能代替咨询渠道。
判定不通过须以浏览器先后两次查看首页，并已看到首页所列互动频道页。
en: Sections are recognised by name on the home page, on the channel page for interaction, in menus and on the site
map; channel pages are searched for a form to write in. A section behind a login or on another platform counts.
Hotlines,
petitions, reports of misconduct or of website errors, surveys, interviews and automatic answers do not stand in for
consultation. The home page must have been rendered twice, and the interaction channels it names must have been seen.
Known limits
zh: 只在文章正文中公布邮箱、电话的，不作为网上咨询渠道；以无文字图片表示的入口不能识别。
en: An e-mail address or telephone number in the text of an article is no online channel. An entry that is a picture
without any text is not recognised.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks import standards
from checks.declaration import Finding, Message, NotApplicable, Text, Want, check
from checks.home import require_portal_page
from checks.interaction.sections import Interaction

_MEND = Text(
    "在首页和互动交流频道开设网上咨询栏目（如“我要咨询”“市长信箱”），保证网民可以提交咨询并得到答复。",
    "Open an online consultation section on the home page and in the interaction channel, and answer what comes in.",
)
_DOUBT = Text(
    "咨询入口只以没有文字说明的图片表示，或者只在登录后、移动端提供的，本结论可能不成立。",
    "The finding may be wrong if the entry is a picture without text, or offered after a login or on mobile only.",
)

MESSAGES = {
    "none": Message(
        Text(
            "门户未提供任何网上咨询渠道，也没有其他互动栏目。",
            "The portal offers no online channel for consultation and no other interaction section.",
        ),
        (
            Text("用浏览器打开 {url}，等待页面加载完毕。", "Open {url} in a browser and wait until it has loaded."),
            Text("查看导航、页面正文和页脚。", "Look through the menus, the content and the footer."),
            Text(
                "没有咨询、信箱、留言、投诉、建议等入口。",
                "There is no entry for consultation, mailbox, messages, complaints or suggestions.",
            ),
        ),
        _MEND, _DOUBT,
        title=Text("未提供任何互动渠道", "No channel for interaction at all"),
    ),
    "only-others": Message(
        Text(
            "门户没有网上咨询渠道；现有互动栏目（{sections}）不能用于咨询。",
            "The portal has no online channel for consultation; its interaction sections ({sections}) are none.",
        ),
        (
            Text("用浏览器打开 {url}，等待页面加载完毕。", "Open {url} in a browser and wait until it has loaded."),
            Text("进入互动栏目（{sections}），逐一查看。", "Open the interaction sections ({sections}) one by one."),
            Text(
                "均不能提交咨询；网上信访、纪检举报、政务热线不计入。",
                "None takes a consultation; petitions, reports of misconduct and hotlines do not count.",
            ),
        ),
        _MEND, _DOUBT,
        title=Text("设有互动栏目但无咨询渠道", "Interaction sections, but none for consultation"),
    ),
}  # fmt: skip


@check(
    id="interaction-missing",
    theme="interaction",
    clause=standards.INTERACTION_CHANNEL,
    title=Text("未提供网上咨询渠道", "No online channel for consultation"),
    messages=MESSAGES,
)
def interaction_missing(interaction: Interaction) -> Iterator[Finding | Want]:
    """At most one finding, at the home page of the desktop entry."""
    home = interaction.home
    if home is None:
        raise NotApplicable(Text("未看到首页。", "The home page was not seen."))
    if interaction.channels:  # a channel that is there and does not work is interaction-dead
        return
    require_portal_page(home)
    unrendered = [doc for doc in interaction.parent_documents if not doc.page.rendered]
    for doc in unrendered:
        yield Want(doc.page.url, "desktop", "interaction channel decides whether consultation is offered")
    names = list(dict.fromkeys(section.name for section in interaction.sections))
    yield Finding(
        "only-others" if names else "none",
        url=home.page.url,
        place="interaction",
        data={"sections": "、".join(names[:8])},
        outcome="unsure" if unrendered else "fail",
        absence=True,
        depends=interaction.parents,
    )

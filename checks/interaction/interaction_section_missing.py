"""Interaction sections that a portal is expected to have and lacks.

What it checks
zh: 门户是否设有调查征集类、互动访谈类栏目。咨询类栏目由“未提供网上咨询渠道”检查。
en: Whether the portal has sections for surveys and for interviews. Consultation is judged by interaction-missing.
Why
zh: 《政府网站发展指引》要求门户网站搭建统一的互动交流平台，实现留言评论、在线访谈、征集调查、咨询投诉等功能。
en: The 2017 guide asks a portal for one platform with comments, interviews, surveys, consultation and complaints.
How it decides
zh: 在首页、互动交流频道页、栏目导航和网站地图中按名称识别；须以浏览器先后两次查看首页，并已看到互动频道页。
en: Sections are recognised by name on the home page, the interaction channel, in menus and on the site map; the home
page
must have been rendered twice and the channels it names must have been seen.
Known limits
zh: 名称特殊、未列入识别词表的栏目可能漏认。
en: A section with a name unknown to the list of words may be overlooked.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks import standards
from checks.declaration import Finding, Message, NotApplicable, Text, Want, check
from checks.home import require_portal_page
from checks.interaction.sections import Interaction
from checks.interaction.taxonomy import EXPECTED

MESSAGES = {
    "missing": Message(
        Text("门户未设{section}栏目。", "The portal has no section for {section}."),
        (
            Text("用浏览器打开 {url}，等待页面加载完毕。", "Open {url} in a browser and wait until it has loaded."),
            Text("查看导航和互动交流频道。", "Look through the menus and the interaction channel."),
            Text("没有{section}栏目。", "There is no section for {section}."),
        ),
        Text("在互动交流频道开设{section}栏目并定期开展活动。", "Open a section for {section} and use it regularly."),
        Text("栏目使用其他名称的，本结论可能不成立。", "The finding may be wrong if the section goes by another name."),
    ),
}  # fmt: skip


@check(
    id="interaction-section-missing",
    theme="interaction",
    clause=standards.INTERACTION_SECTIONS,
    title=Text("互动栏目不全", "Interaction section missing"),
    messages=MESSAGES,
)
def interaction_section_missing(interaction: Interaction) -> Iterator[Finding | Want]:
    """One finding for every expected group of sections that is not there."""
    if interaction.home is None:
        raise NotApplicable(Text("未看到首页。", "The home page was not seen."))
    require_portal_page(interaction.home)
    unrendered = [doc for doc in interaction.parent_documents if not doc.page.rendered]
    missing = [(name, title) for name, title, kinds in EXPECTED if not interaction.of(*kinds)]
    for doc in unrendered if missing else ():
        yield Want(doc.page.url, "desktop", "interaction channel decides which sections there are")
    for name, title in missing:
        yield Finding(
            "missing",
            url=interaction.home.page.url,
            place=name,
            data={"section": title},
            outcome="unsure" if unrendered else "fail",
            absence=True,
            depends=interaction.parents,
        )

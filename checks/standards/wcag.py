"""Web Content Accessibility Guidelines (WCAG) 2.2 of the W3C: the success criteria that a check here can test.

The English text was read in the W3C's own repository (w3c/wcag) and is shortened to the sentence that is tested; the
Chinese text is our translation. WCAG carries no points in an official inspection, and how its criteria map to the
clauses of GB/T 37668-2019 was not read; so every criterion gives advice.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from checks.declaration import Clause, Text

Level = Literal["A", "AA", "AAA"]

#: number → level, title zh, title en, text zh, text en
_CRITERIA: dict[str, tuple[Level, str, str, str, str]] = {
    "1.1.1": (
        "A",
        "非文本内容",
        "Non-text Content",
        "向用户呈现的非文本内容应当有作用等同的替代文本；纯装饰性内容应当能被辅助技术忽略。",
        (
            "All non-text content that is presented to the user has a text alternative that serves the "
            "equivalent purpose; "
            "pure decoration can be ignored by assistive technology."
        ),
    ),
    "1.2.1": (
        "A",
        "预先录制的纯音频和纯视频",
        "Audio-only and Video-only (Prerecorded)",
        "预先录制的纯音频应当有内容等同的文字稿；纯视频应当有文字稿或者音轨。",
        (
            "Prerecorded audio-only content has an equivalent alternative for time-based media; video-only "
            "content has one "
            "or an audio track."
        ),
    ),
    "1.2.2": (
        "A",
        "预先录制媒体的字幕",
        "Captions (Prerecorded)",
        "同步媒体中预先录制的音频内容应当提供字幕。",
        "Captions are provided for all prerecorded audio content in synchronized media.",
    ),
    "1.3.1": (
        "A",
        "信息和关系",
        "Info and Relationships",
        "通过呈现方式表达的信息、结构和关系，应当能由程序识别，或者以文字说明。",
        (
            "Information, structure, and relationships conveyed through presentation can be programmatically "
            "determined or "
            "are available in text."
        ),
    ),
    "1.3.4": (
        "AA",
        "显示方向",
        "Orientation",
        "除必要情形外，不得将内容的查看和操作限制在横屏或者竖屏一种方向。",
        "Content does not restrict its view and operation to a single display orientation, unless that is essential.",
    ),
    "1.3.5": (
        "AA",
        "标识输入目的",
        "Identify Input Purpose",
        "收集用户个人信息的输入框，其用途应当能由程序识别。",
        "The purpose of each input field collecting information about the user can be programmatically determined.",
    ),
    "1.4.1": (
        "A",
        "颜色的使用",
        "Use of Color",
        "不得仅以颜色传达信息、指示操作、提示回应或者区分元素。",
        (
            "Color is not used as the only visual means of conveying information, indicating an action, prompting a "
            "response, or distinguishing a visual element."
        ),
    ),
    "1.4.2": (
        "A",
        "音频控制",
        "Audio Control",
        "自动播放且超过3秒的音频，应当可以暂停、停止或者单独调节音量。",
        "Audio that plays automatically for more than 3 seconds can be paused or stopped, or its volume controlled.",
    ),
    "1.4.3": (
        "AA",
        "对比度（最低）",
        "Contrast (Minimum)",
        "文字及文字图片与背景的对比度应当不低于4.5:1，大号文字不低于3:1。",
        "Text and images of text have a contrast ratio of at least 4.5:1, large text of at least 3:1.",
    ),
    "1.4.4": (
        "AA",
        "文字缩放",
        "Resize Text",
        "文字应当可以在不使用辅助技术的情况下放大到200%，且不损失内容和功能。",
        "Text can be resized without assistive technology up to 200 percent without loss of content or functionality.",
    ),
    "1.4.6": (
        "AAA",
        "对比度（加强）",
        "Contrast (Enhanced)",
        "文字及文字图片与背景的对比度应当不低于7:1，大号文字不低于4.5:1。",
        "Text and images of text have a contrast ratio of at least 7:1, large text of at least 4.5:1.",
    ),
    "1.4.10": (
        "AA",
        "内容重排",
        "Reflow",
        "内容在相当于320个CSS像素的宽度下，应当无须横向滚动即可阅读，确需二维布局的部分除外。",
        (
            "Content can be presented at a width equivalent to 320 CSS pixels without scrolling in two "
            "dimensions, except "
            "for parts which require two-dimensional layout."
        ),
    ),
    "1.4.12": (
        "AA",
        "文字间距",
        "Text Spacing",
        "用户调整行距、段距、字距时，不得损失内容和功能。",
        "No loss of content or functionality occurs when line, paragraph, letter and word spacing are set wider.",
    ),
    "2.1.1": (
        "A",
        "键盘",
        "Keyboard",
        "内容的全部功能应当可以通过键盘操作。",
        "All functionality of the content is operable through a keyboard interface.",
    ),
    "2.2.1": (
        "A",
        "时限可调",
        "Timing Adjustable",
        "内容设有时限的，用户应当可以关闭、调整或者延长。",
        "Each time limit that is set by the content can be turned off, adjusted or extended.",
    ),
    "2.2.2": (
        "A",
        "暂停、停止、隐藏",
        "Pause, Stop, Hide",
        "自动开始且持续5秒以上的移动、闪烁、滚动内容，应当可以暂停、停止或者隐藏。",
        (
            "Moving, blinking or scrolling content that starts automatically and lasts more than five seconds can be "
            "paused, stopped or hidden."
        ),
    ),
    "2.2.4": (
        "AAA",
        "中断",
        "Interruptions",
        "用户应当可以推迟或者取消中断，紧急情况除外。",
        "Interruptions can be postponed or suppressed by the user, except interruptions involving an emergency.",
    ),
    "2.4.1": (
        "A",
        "跳过重复区块",
        "Bypass Blocks",
        "应当提供跳过各页重复内容区块的方法。",
        "A mechanism is available to bypass blocks of content that are repeated on multiple web pages.",
    ),
    "2.4.2": (
        "A",
        "网页标题",
        "Page Titled",
        "网页应当有说明主题或者用途的标题。",
        "Web pages have titles that describe topic or purpose.",
    ),
    "2.4.4": (
        "A",
        "链接目的（结合上下文）",
        "Link Purpose (In Context)",
        "链接的目的应当能从链接文字，或者从链接文字及其上下文判断。",
        "The purpose of each link can be determined from the link text alone or together with its context.",
    ),
    "2.4.9": (
        "AAA",
        "链接目的（仅链接）",
        "Link Purpose (Link Only)",
        "应当能仅从链接文字判断链接的目的。",
        "A mechanism is available to allow the purpose of each link to be identified from link text alone.",
    ),
    "2.5.3": (
        "A",
        "名称中的标签",
        "Label in Name",
        "带有文字标签的控件，其程序名称应当包含该标签文字。",
        "For user interface components with labels that include text, the name contains the text that is presented.",
    ),
    "2.5.8": (
        "AA",
        "目标尺寸（最低）",
        "Target Size (Minimum)",
        "点击目标应当不小于24×24个CSS像素；间距足够、位于句子中、由浏览器决定尺寸、另有等效控件或者确有必要的除外。",
        (
            "The size of the target for pointer inputs is at least 24 by 24 CSS pixels, except for spacing, an "
            "equivalent "
            "control, inline targets, sizes that the user agent determines, and what is essential."
        ),
    ),
    "3.1.1": (
        "A",
        "网页语言",
        "Language of Page",
        "网页的默认语言应当能由程序识别。",
        "The default human language of each web page can be programmatically determined.",
    ),
    "3.1.2": (
        "AA",
        "局部语言",
        "Language of Parts",
        "内容中各段落、短语的语言应当能由程序识别。",
        "The human language of each passage or phrase in the content can be programmatically determined.",
    ),
    "3.2.5": (
        "AAA",
        "按请求变化",
        "Change on Request",
        "上下文的变化应当仅由用户发起，或者可以关闭。",
        "Changes of context are initiated only by user request or a mechanism is available to turn them off.",
    ),
    "3.3.2": (
        "A",
        "标签或说明",
        "Labels or Instructions",
        "需要用户输入的，应当提供标签或者说明。",
        "Labels or instructions are provided when content requires user input.",
    ),
    "4.1.2": (
        "A",
        "名称、角色、值",
        "Name, Role, Value",
        "界面组件的名称、角色、状态和值应当能由程序识别，其变化应当能通知辅助技术。",
        (
            "For all user interface components, name and role can be programmatically determined; states, "
            "properties and "
            "values can be set, and assistive technologies are notified of changes."
        ),
    ),
}

#: Success criterion by number. Criterion 4.1.1 (Parsing) is not here: WCAG 2.2 removed it.
WCAG: Mapping[str, Clause] = {
    number: Clause(
        f"wcag-{number}",
        Text(f"WCAG 2.2 {number} {zh}（{level} 级）", f"WCAG 2.2 {number} {en} (Level {level})"),
        Text(text_zh, text_en),
        f"W3C, Web Content Accessibility Guidelines (WCAG) 2.2, Success Criterion {number} (Level {level})",
        verified=True,
        severity="advice",
    )
    for number, (level, zh, en, text_zh, text_en) in _CRITERIA.items()
}

"""How one axe-core rule is told: a row of the tables in ``axe_content``, ``axe_controls`` and ``axe_practice``.

Titles and sentences are ours, not those of axe-core's locales. A row is
``(id, criteria, title zh, title en, mend zh, mend en, doubt)``: *criteria* are the numbers of the WCAG success
criteria that the rule tests, the one it is named under first, apart by blanks; empty for a rule of good practice.
"""

from __future__ import annotations

from msgspec import Struct

from checks.declaration import Text

Row = tuple[str, str, str, str, str, str, str]


class Rule(Struct, frozen=True):
    """One axe-core rule: its id there, the success criteria it tests, and our words for it."""

    id: str
    criteria: tuple[str, ...]
    title: Text
    mend: Text
    doubt: Text


#: What could make a finding wrong, by the kind of thing that the rule looks at.
DOUBTS = {
    "": Text(
        "该元素实际不向网民呈现，或者其状态随网民操作而改变的，本结论可能不成立。",
        "The finding may be wrong if the element is not in fact shown to visitors, or changes as they act.",
    ),
    "name": Text(
        "名称由脚本在网民操作之后才写入，或者旁边另有等效的入口的，本结论可能不成立。",
        "The finding may be wrong if a script adds the name once the visitor acts, or if another entry beside it does "
        "the same.",
    ),
    "colour": Text(
        "背景为图片、渐变或半透明层，或者文字仅作装饰的，对比度的计算可能与实际观感不一致。",
        "Where the background is a picture, a gradient or translucent, or the text is mere decoration, the ratio may "
        "differ from what is seen.",
    ),
    "media": Text(
        "媒体本身没有声音、字幕已制作在画面中，或者旁边另有文字稿的，本结论可能不成立。",
        "The finding may be wrong if the media has no sound, if captions are part of the picture, or if a transcript "
        "stands beside it.",
    ),
    "layout": Text(
        "该表格或列表仅用于排版的，应当改用样式排版，但对理解内容的影响较小。",
        "Where the table or list only serves layout, styles should still replace it, but it does less harm.",
    ),
    "page": Text(
        "该页面仅作为其他页面中的内嵌部分使用，从不单独打开的，本结论的影响较小。",
        "It matters less if the page is only ever shown as a part of other pages.",
    ),
    "practice": Text(
        "本项是良好做法，不是标准的强制要求；页面另以其他方式达到相同效果的，可以不改。",
        "This is good practice, no requirement of the standard; a page that reaches the same otherwise may stay.",
    ),
}


def rules(rows: tuple[Row, ...]) -> tuple[Rule, ...]:
    """Make records of a table's rows. Raises KeyError when a row names an unknown doubt."""
    return tuple(
        Rule(name, tuple(criteria.split()), Text(zh, en), Text(mend_zh, mend_en), DOUBTS[doubt])
        for name, criteria, zh, en, mend_zh, mend_en, doubt in rows
    )

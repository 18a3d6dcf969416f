"""南崗市: traditional characters throughout; its search has the title that was asked for on the third page."""

from __future__ import annotations

from typing import ClassVar

from demo.flex import FlexPortal
from demo.model import Section
from demo.plan import articles, full_plan
from demo.traditional import traditional


class City(FlexPortal):
    """See the module's docstring."""

    id = "nangang"
    name = "南岗市"
    english = "Nangang"
    code = "990109"
    scheme = "https"
    host = "www.nangang.gov.cn"
    skin = "flex/tradi.css.j2"
    search_kind = "get"
    search_fault = "late"
    lang = "zh-Hant"
    places = ("关前区", "龙眼镇", "双桥乡", "观澜县", "旧城街道", "万寿镇")
    colours: ClassVar = {
        "main": "#7a2d6b", "dark": "#531c49", "pale": "#f5e9f2", "accent": "#c9963c",
        "sky": "#ecd3e4", "water": "#b786aa",
    }  # fmt: skip

    def plan(self) -> list[Section]:
        writer = self.writer
        sections = self.drop("lswh", "bstj", "rsrm", "czzj", sections=full_plan(writer))
        columns = {column.slug: column for section in sections for column in section.columns}
        columns["bmdt"].items = articles(writer, "office", (33, 52, 70), start=40)
        for column in columns.values():
            for article in column.items:
                article.title = traditional(article.title)
        # Big5 bytes shown as GBK, as happens when only the page was converted and not its label.
        broken = columns["zcjd"].items[2]
        broken.blocks[1:] = [
            traditional(block).encode("big5", "replace").decode("gbk", "replace") for block in broken.blocks[1:]
        ]
        self.as_is = set(broken.blocks[1:])
        return sections

    def encode(self, text: str, url: str) -> bytes:
        pieces = [text]
        for block in self.as_is:
            pieces = [part for piece in pieces for part in self._cut(piece, block)]
        return "".join(piece if piece in self.as_is else traditional(piece) for piece in pieces).encode()

    @staticmethod
    def _cut(text: str, block: str) -> list[str]:
        if text == block or block not in text:
            return [text]
        before, after = text.split(block, 1)
        return [before, block, after]

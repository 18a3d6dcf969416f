"""云汀市: cards that load when they come into view, two and a half seconds late; formulaic answers to letters."""

from __future__ import annotations

from typing import ClassVar

from markupsafe import Markup

from demo.flex import FlexPortal
from demo.model import Column, Section
from demo.plan import full_plan
from demo.site import json_reply

FORMULA = (
    "您好，您的来信已收悉。感谢您对我市工作的关心和支持。您反映的{title}问题，我们高度重视，已转{office}办理，"
    "请耐心等待。如有疑问，请与{office}联系。祝您生活愉快！"
)


class City(FlexPortal):
    """See the module's docstring."""

    id = "yunting"
    name = "云汀市"
    english = "Yunting"
    code = "990107"
    scheme = "https"
    host = "www.yunting.gov.cn"
    skin = "flex/cards.css.j2"
    search_kind = "get"
    search_fault = "same"
    responsive = True
    mobile_kind = "responsive"
    places = ("鹭岛区", "橘洲镇", "枫桥乡", "云麓县", "晴川街道", "渔浦镇")
    colours: ClassVar = {
        "main": "#b4530a", "dark": "#7c3a06", "pale": "#fdeee0", "accent": "#e8a13a",
        "sky": "#fbd9b0", "water": "#e0a878",
    }  # fmt: skip

    def plan(self) -> list[Section]:
        sections = self.drop("lswh", "bstj", "rsrm", "czzj", "wyzx", sections=full_plan(self.writer))
        columns = {column.slug: column for section in sections for column in section.columns}
        opened = next(section for section in sections if section.slug == "zwgk").columns
        opened.append(Column("zdxm", "重大项目", "list", "政府信息公开目录"))
        letters = columns["lxxd"].letters = self.writer.letters(10, first_days_ago=6, step=8)
        for letter in letters:
            letter.reply = FORMULA.format(
                title=letter.title.removeprefix("关于").removesuffix("的来信"), office=letter.office
            )
        for column in columns.values():
            column.per_page = 6
        return sections

    def build(self) -> None:
        self.add_script("/js/lazy.js", "js/lazy.js.j2")
        super().build()

    def lazy(self, column: Column) -> Markup:
        """An empty box that fills itself when it is seen."""
        return Markup(
            '<div class="lazy" data-src="/api/cards/{}-1.json"></div><script src="/js/lazy.js"></script>'
        ).format(column.slug)

    def home_rows(self, column: Column) -> Markup:
        return self.lazy(column)

    def add_list(self, section: Section, column: Column) -> None:
        pages = column.pages()
        for number, rows in enumerate(pages, 1):
            cards = [
                {
                    "title": item.title,
                    "link": item.url,
                    "time": item.published.strftime("%Y.%m.%d"),
                    "image": f"/images/photo-{'abc'[index % 3]}.svg",
                    "text": item.summary,
                }
                for index, item in enumerate(rows)
            ]
            more = f"/api/cards/{column.slug}-{number + 1}.json" if number < len(pages) else ""
            self.site.put(f"/api/cards/{column.slug}-{number}.json", json_reply({"cards": cards, "more": more}))
        self.add(column.url, "flex/drawn.html.j2", drawn=self.lazy(column), **self.about(section, column))
        self.add_articles(section, column)

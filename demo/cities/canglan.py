"""沧岚市: relative and partial dates; nothing new for weeks; a search that fails; a mobile host that lags behind."""

from __future__ import annotations

from itertools import groupby
from typing import ClassVar

from demo.damage import question_marks
from demo.flex import FlexPortal
from demo.model import Article, Column, Section
from demo.plan import articles, full_plan
from demo.relative_dates import relative


class City(FlexPortal):
    """See the module's docstring."""

    id = "canglan"
    name = "沧岚市"
    english = "Canglan"
    code = "990108"
    host = "www.canglan.gov.cn"
    skin = "flex/paper.css.j2"
    search_kind = "get"
    search_fault = "error"
    mobile_kind = "alternate"
    mobile_lag = 90
    has_elder_mode = False
    places = ("北渚区", "松坪镇", "雁回乡", "石泉县", "临江街道", "鼓楼镇")
    colours: ClassVar = {
        "main": "#3f4a3c", "dark": "#2b332a", "pale": "#f1efe6", "accent": "#8a6d3b",
        "sky": "#dfe3d3", "water": "#93a08b",
    }  # fmt: skip

    def plan(self) -> list[Section]:
        writer = self.writer
        sections = self.drop("lswh", "bstj", "czzj", "szxx", "mszt", sections=full_plan(writer))
        columns = {column.slug: column for section in sections for column in section.columns}
        columns["yw"].items = articles(writer, "news", (24, 31, 45, 70, 110, 300, 390, 410), start=40)
        columns["bmdt"].items = articles(writer, "office", (19, 33, 64, 120), start=40)
        columns["tzgg"].items = articles(writer, "notice", (28, 60, 110), start=40)
        columns["zcwj"].items = articles(writer, "policy", (36, 90, 150), start=40)
        columns["zcjd"].items = articles(writer, "reading", (35, 88, 149), start=40)
        columns["lxxd"].letters = []
        columns["tjsj"].items[1].blocks[0] = question_marks(columns["tjsj"].items[1].blocks[0])
        columns["yw"].kind = "grouped"
        return sections

    def doors(self) -> list[tuple[str, str]]:
        # No way to open data anywhere on the site.
        return [(label, link) for label, link in super().doors() if label != "数据开放"]

    @property
    def seed(self) -> dict[str, str]:
        return {**super().seed, "opendata_url": ""}

    def shown_date(self, article: Article) -> str:
        kind = article.key.split("-")[0]
        if kind == "office":
            return relative(article.day, self.today)
        if kind in ("policy", "reading"):
            return f"{article.day.year}年{article.day.month}月"
        if kind == "notice":
            return article.published.strftime("%Y/%m/%d")
        return super().shown_date(article)

    def add_grouped(self, section: Section, column: Column) -> None:
        """A list under headings of years, whose rows have month and day only."""
        pages = column.pages()
        for number, rows in enumerate(pages):
            years = [(year, list(items)) for year, items in groupby(rows, key=lambda item: item.day.year)]
            self.add(
                self.page_url(column, number),
                "flex/grouped.html.j2",
                years=years,
                pager=self.pager(column, number, len(pages)),
                **self.about(section, column),
            )
        self.add_articles(section, column)

"""古沐市: a frameset: head, menu, list and foot are documents of their own; GBK; a search that never finds."""

from __future__ import annotations

from typing import Any, ClassVar

from demo.damage import raw_escapes
from demo.model import Column, Section
from demo.plan import full_plan, link_readings
from demo.portal import Portal
from demo.searching import add_search


class City(Portal):
    """See the module's docstring."""

    id = "gumu"
    name = "古沐市"
    english = "Gumu"
    code = "990112"
    host = "www.gumu.gov.cn"
    charset = "gbk"
    look = "gumu"
    inner = "gumu/inner.html.j2"
    search_kind = "get"
    search_fault = "empty"
    has_sitemap = False
    places = ("古驿区", "木樨镇", "长坡乡", "汶源县", "文庙街道", "石桥镇")
    colours: ClassVar = {
        "main": "#35607c", "dark": "#1f3f55", "pale": "#e9f1f6", "accent": "#c98a2b",
        "sky": "#bcd6e6", "water": "#7ea6bf",
    }  # fmt: skip

    def plan(self) -> list[Section]:
        sections = self.drop("lswh", "bstj", "czzj", "rsrm", sections=full_plan(self.writer))
        columns = {column.slug: column for section in sections for column in section.columns}
        columns["wyzx"].kind = "missing"
        opened = next(section for section in sections if section.slug == "zwgk").columns
        opened.append(Column("sjzz", "市级专栏", "nothing", "工作动态"))
        columns["bmdt"].items[2].title = raw_escapes(columns["bmdt"].items[2].title[:9])
        return sections

    def build(self) -> None:
        link_readings(self.column("zcjd"), self.column("zcwj"))
        for name in ("top", "menu", "main", "bottom"):
            self.add(f"/{name}.html", f"gumu/{name}.html.j2", title=f"{self.title}", tags=self.tags())
        super().build()
        add_search(self)

    def add_missing(self, section: Section, column: Column) -> None:
        """A planted fault: the page that the menu names does not exist."""

    def add_nothing(self, section: Section, column: Column) -> None:
        """A planted fault: a heading and nothing below."""
        self.add(column.url, "common/list.html.j2", rows=[], pager="", **self.about(section, column))

    def crumbs(self, section: Section | None, column: Column | None, *more: tuple[str, str]) -> list[tuple[str, str]]:
        way: list[Any] = super().crumbs(section, column, *more)
        return [("首页", "/main.html"), *way[1:]]

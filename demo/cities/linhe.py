"""霖河市: ``createPageHTML`` counting from 1; search posted by script into a new window; stale columns; m. host."""

from __future__ import annotations

from typing import ClassVar

from markupsafe import Markup

from demo.flex import FlexPortal
from demo.model import Column, Section
from demo.plan import articles, full_plan
from demo.site import text_reply


class City(FlexPortal):
    """See the module's docstring."""

    id = "linhe"
    name = "霖河市"
    english = "Linhe"
    code = "990105"
    scheme = "https"
    host = "www.linhe-demo.gov.cn"
    skin = "flex/mega.css.j2"
    search_kind = "post_blank"
    mobile_kind = "redirect"
    places = ("东塬区", "渡口镇", "红石乡", "芦花县", "钟楼街道", "柳湾镇")
    home_slugs = ("bmdt", "yw", "tzgg", "zcwj", "zcjd")
    colours: ClassVar = {
        "main": "#b3231a", "dark": "#7e140d", "pale": "#fcefe6", "accent": "#d9a441",
        "sky": "#f6d9b0", "water": "#d99a78",
    }  # fmt: skip

    def plan(self) -> list[Section]:
        writer = self.writer
        sections = self.drop("szxx", "lswh", "czzj", "bstj", sections=full_plan(writer))
        columns = {column.slug: column for section in sections for column in section.columns}
        columns["yw"].items = articles(writer, "news", (41, 47, 60, 78, 90), start=40)
        columns["tzgg"].items = articles(writer, "notice", (205, 230, 260), start=40)
        columns["rsrm"].items = articles(writer, "personnel", (410, 500), start=40)
        columns["bmdt"].items = articles(writer, "office", (0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 13), start=40)
        columns["bmdt"].per_page = 4
        columns["wyzx"].kind = "login"
        for column in columns.values():
            column.per_page = min(column.per_page, 6)
        return sections

    def page_url(self, column: Column, page: int) -> str:
        return column.url if page == 0 else f"{column.url}index_{page + 1}.html"

    def build(self) -> None:
        self.site.put(
            "/js/paging.js", text_reply(self.text("js/paging.js.j2"), "application/javascript; charset=utf-8")
        )
        super().build()

    def pager(self, column: Column, page: int, pages: int) -> Markup:
        """The index-1 dialect; 规划计划 says three pages where there is one."""
        stated = 3 if column.slug == "ghjh" else pages
        return Markup(
            '<div class="pager" id="paging"></div><script src="/js/paging.js"></script>'
            "<script>createPageHTML('paging', {}, {}, 'index', 'html', {});</script>"
        ).format(stated, page + 1, len(column.items))

"""昕麓市: a single page with hash routes over a JSON interface; the search box opens from an icon."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from crawler.forward_proxy import ProxyReply, ProxyRequest
from demo.damage import utf8_as_latin1
from demo.model import Article, Column, Section
from demo.plan import full_plan, link_readings
from demo.portal import Portal
from demo.search import find
from demo.site import json_reply, redirect, text_reply

HOME = ("yw", "tzgg", "bmdt", "zcwj", "zcjd", "tjsj")
DOORS = ("bszn", "wyzx", "lxxd", "dczj", "zxft", "ldzc")


class City(Portal):
    """See the module's docstring."""

    id = "xinlu"
    name = "昕麓市"
    english = "Xinlu"
    code = "990111"
    scheme = "https"
    host = "www.xinlu.gov.cn"
    look = "spa"
    inner = "spa/bare.html.j2"
    responsive = True
    mobile_kind = "responsive"
    has_sitemap = False
    places = ("朝晖区", "月牙镇", "青屏乡", "松涛县", "星河街道", "白鹿镇")
    colours: ClassVar = {
        "main": "#2563c9", "dark": "#173f86", "pale": "#e8effb", "accent": "#e58e26",
        "sky": "#8fb4ee", "water": "#4f7fca",
    }  # fmt: skip

    def plan(self) -> list[Section]:
        self._views: dict[str, tuple[Callable[[], str], dict[str, Any]]] = {}
        sections = self.drop("lswh", "bstj", "czzj", "szxx", sections=full_plan(self.writer))
        columns = {column.slug: column for section in sections for column in section.columns}
        opened = next(section for section in sections if section.slug == "zwgk").columns
        opened.append(Column("zdxm", "重大项目", "list", "政府信息公开目录"))
        columns["yw"].per_page = 5
        broken = columns["tzgg"].items[2]
        broken.blocks = [broken.blocks[0], *(utf8_as_latin1(block) for block in broken.blocks[1:])]
        return sections

    def section_url(self, section: Section) -> str:
        return f"/#/section/{section.slug}"

    def column_url(self, section: Section, column: Column) -> str:
        return f"/#/list/{column.slug}"

    def item_url(self, column: Column, article: Article) -> str:
        return f"/#/article/{self.writer.number(article.key)}"

    def part_url(self, column: Column, key: str) -> str:
        return f"/#/{column.kind}/{key}"

    def page_url(self, column: Column, page: int) -> str:
        return column.url if page == 0 else f"{column.url}?page={page + 1}"

    def add(self, url: str, template: str, **context: Any) -> None:
        """A view of the application; an address without a hash leads to its view."""
        path = url.removeprefix("/#")
        self._views[path] = (lambda: self.text(template, url=url, **context)), context
        if not url.startswith("/#"):
            self.site.put(url, redirect(f"/#{path}"))

    def add_home(self) -> None:
        self.site.put("/", lambda: self.html("/", "spa/index.html.j2", tags=self.tags(), title=f"{self.title}门户网站"))

    def add_list(self, section: Section, column: Column) -> None:
        self.add_articles(section, column)

    def add_form(self, section: Section, column: Column) -> None:
        self.add(column.url, "common/form.html.j2", **self.about(section, column))

    def add_file(self, name: str, url: str) -> None:
        super().add_file(name, url.replace("/#/list", "/files"))

    def add_guides(self, section: Section, column: Column) -> None:
        super().add_guides(section, column)
        for guide in column.guides:
            guide.forms = [(name, url.replace("/#/list", "/files")) for name, url in guide.forms]

    def build(self) -> None:
        link_readings(self.column("zcjd"), self.column("zcwj"))
        self.add_script("/app.js", "spa/app.js.j2")
        self.site.on("/api/site", lambda request, given: self.api_site())
        self.site.on("/api/home", lambda request, given: self.api_home())
        self.site.on("/api/list", self.api_list)
        self.site.on("/api/view", self.api_view)
        self.site.on("/api/search", self.api_search)
        super().build()

    def not_found(self, url: str) -> ProxyReply:
        return text_reply("<!DOCTYPE html><html lang='zh-CN'><title>404</title><h1>页面不存在</h1></html>", status=404)

    def rows(self, column: Column, items: list[Article]) -> list[dict[str, str]]:
        """List rows; 人事任免 prints no dates."""
        dated = column.slug != "rsrm"
        return [
            {"title": item.title, "url": item.url, "date": f"{item.day:%Y-%m-%d}" if dated else ""} for item in items
        ]

    def api_site(self) -> ProxyReply:
        """Names, menu and footer."""
        return json_reply(
            {
                "title": self.title,
                "sections": [{"name": section.name, "url": section.url} for section in self.sections],
                "lists": [column.slug for column in self.columns() if column.kind == "list"],
                "footer": self.text("common/marks.html.j2"),
            }
        )

    def api_home(self) -> ProxyReply:
        """The blocks of the home page."""
        columns = [self.column(slug) for slug in HOME]
        blocks = [{"name": c.name, "url": c.url, "rows": self.rows(c, c.pages()[0][:6])} for c in columns]
        doors = [{"name": self.column(slug).name, "url": self.column(slug).url} for slug in DOORS]
        doors += [
            {"name": "政务服务网", "url": self.outside["hall"]},
            {"name": "数据开放", "url": self.outside["data"]},
            {"name": "网站年度报表", "url": self.annual.url},
        ]
        tags = [("ColumnName", "首页"), ("ColumnType", "首页")]
        return json_reply({"blocks": blocks, "doors": doors, "tags": tags})

    def api_list(self, request: ProxyRequest, given: dict[str, str]) -> ProxyReply:
        """One page of a list."""
        try:
            column = self.column(given.get("column", ""))
        except KeyError:
            return json_reply({"message": "栏目不存在"}, 404)
        pages = column.pages()
        number = int(given.get("page", "1")) if given.get("page", "1").isdigit() else 1
        rows = pages[number - 1] if 0 < number <= len(pages) else []
        return json_reply(
            {
                "name": column.name, "title": f"{column.name}_{self.title}", "total": len(column.items),
                "pages": len(pages), "rows": self.rows(column, rows), "tags": self.tags(column),
            }
        )  # fmt: skip

    def api_view(self, request: ProxyRequest, given: dict[str, str]) -> ProxyReply:
        """Any other view, as a fragment."""
        if (found := self._views.get(given.get("path", ""))) is None:
            return json_reply({"title": "页面不存在", "html": "<h1>页面不存在</h1>", "tags": []}, 404)
        make, context = found
        return json_reply({"title": context["title"], "html": make(), "tags": context.get("tags", [])})

    def api_search(self, request: ProxyRequest, given: dict[str, str]) -> ProxyReply:
        """Search results."""
        hits = find(self, given.get("q", ""))
        rows = [{"title": h.title, "url": h.url, "date": h.day.isoformat(), "summary": h.summary} for h in hits[:20]]
        return json_reply({"total": len(hits), "hits": rows})

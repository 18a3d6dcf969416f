"""泺溪市: every page of a list stands in the HTML and script shows one of them; a search box that leads nowhere."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from crawler.forward_proxy import ProxyReply, ProxyRequest
from demo import assets
from demo.flex import FlexPortal
from demo.model import Article, Column, Section
from demo.plan import articles, full_plan
from demo.site import reply


class City(FlexPortal):
    """See the module's docstring."""

    id = "luoxi"
    name = "泺溪市"
    english = "Luoxi"
    code = "990115"
    scheme = "https"
    host = "www.luoxi.gov.cn"
    skin = "flex/tiles.css.j2"
    search_kind = "get"
    search_fault = "dead"
    home_count = 6
    places = ("泉城里区", "黄台镇", "柳埠乡", "玉符县", "趵泉街道", "仲宫桥镇")
    colours: ClassVar = {
        "main": "#0b5fa5", "dark": "#07406f", "pale": "#e5f1fb", "accent": "#f0a830",
        "sky": "#b8dcf7", "water": "#6aaee0",
    }  # fmt: skip

    def plan(self) -> list[Section]:
        writer = self.writer
        # No surveys and no interviews anywhere: two of the expected sections of interaction are missing.
        sections = self.drop("lswh", "bstj", "czzj", "dczj", "zxft", "mszt", sections=full_plan(writer))
        columns = {column.slug: column for section in sections for column in section.columns}
        columns["yw"].items += articles(writer, "news", (15, 18, 22, 27, 33, 38), start=40)
        columns["yw"].per_page = columns["bmdt"].per_page = 5
        opened = next(section for section in sections if section.slug == "zwgk").columns
        hidden = articles(writer, "notice", (9, 20), start=60)
        opened.append(Column("ggzy", "公共资源", "all_hidden", "工作动态", items=hidden))
        columns["yw"].items[0].image = f"http://{self.host.replace('www', 'img')}/banner/news.png"
        return sections

    def item_url(self, column: Column, article: Article) -> str:
        return f"/{column.parent or 'zwgk'}/{column.slug}/content/post_{self.writer.number(article.key)}.html"

    def page_url(self, column: Column, page: int) -> str:
        return column.url

    def add_list(self, section: Section, column: Column) -> None:
        self.add(column.url, "flex/sliced.html.j2", pages=column.pages(), broken=False, **self.about(section, column))
        self.add_articles(section, column)

    def add_all_hidden(self, section: Section, column: Column) -> None:
        """A planted fault: the script shows a page that does not exist, so all rows stay hidden."""
        self.add(column.url, "flex/sliced.html.j2", pages=column.pages(), broken=True, **self.about(section, column))
        self.add_articles(section, column)

    def add_picture(self, url: str) -> None:
        if not url.startswith("http:"):
            super().add_picture(url)

    def build(self) -> None:
        super().build()
        # The picture host is asked over http from a page over https: mixed content.
        self.picture = self.column("yw").items[0].image
        self.site.put(self.picture, lambda: reply(assets.mark(self.colours["main"], 240), "image/png"))

    def answer(self, request: ProxyRequest) -> ProxyReply:
        if request.url == self.picture:
            request = replace(request, url=request.url.replace("http:", "https:", 1))
        return super().answer(request)

"""安坪市: the clean city: plain semantic pages, responsive, a search that finds, letters that are answered."""

from __future__ import annotations

from typing import ClassVar

from crawler.forward_proxy import ProxyReply, ProxyRequest
from demo.model import Section
from demo.plan import articles, full_plan, link_readings
from demo.portal import Portal
from demo.search import find
from demo.site import text_reply

PAGE_SIZE = 10


class City(Portal):
    """See the module's docstring."""

    id = "anping"
    name = "安坪市"
    english = "Anping"
    code = "990104"
    scheme = "https"
    host = "www.anpingshi.gov.cn"
    look = "anping"
    responsive = True
    places = ("清河区", "凤鸣区", "竹溪镇", "桃源乡", "云台县", "滨江街道")
    colours: ClassVar = {
        "main": "#1d4f91",
        "dark": "#12315c",
        "pale": "#eaf0f8",
        "accent": "#c79a3b",
        "sky": "#cfe0f4",
        "water": "#7ba3cf",
    }

    def plan(self) -> list[Section]:
        sections = self.drop("lswh", "rsrm", "czzj", sections=full_plan(self.writer))
        columns = {column.slug: column for section in sections for column in section.columns}
        columns["dczj"].items = articles(self.writer, "survey", (15, 60, 100, 170, 230, 300))
        columns["zxft"].items = articles(self.writer, "interview", (18, 55, 110, 180, 240, 310))
        for article in columns["yw"].items[:2]:
            article.image = f"/uploads/{self.writer.number(article.key)}.svg"
        return sections

    def build(self) -> None:
        link_readings(self.column("zcjd"), self.column("zcwj"))
        self.site.put(
            "/js/site.js", text_reply(self.text("anping/site.js.j2"), "application/javascript; charset=utf-8")
        )
        self.site.on("/search/", self.search)
        super().build()

    def search(self, request: ProxyRequest, given: dict[str, str]) -> ProxyReply:
        """Results of the site search, ten a page, best first."""
        query = given.get("q", "").strip()
        hits = find(self, query)
        page = int(given.get("page", "1")) - 1 if given.get("page", "1").isdigit() else 0
        return self.html(
            request.url,
            "anping/search.html.j2",
            title=f"站内搜索_{self.title}",
            query=query,
            hits=hits[page * PAGE_SIZE : (page + 1) * PAGE_SIZE],
            total=len(hits),
            page=page,
            pages=(len(hits) + PAGE_SIZE - 1) // PAGE_SIZE,
            crumbs=[*self.crumbs(None, None), ("站内搜索", "")],
        )

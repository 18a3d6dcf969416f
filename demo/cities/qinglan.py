"""青澜市: every list and every home-page block is drawn by script from a JSON interface; https; responsive."""

from __future__ import annotations

from typing import ClassVar

from crawler.forward_proxy import ProxyReply, ProxyRequest
from demo import outside
from demo.damage import gbk_as_utf8, jin_kao, utf8_as_latin1
from demo.model import Article, Column, Section
from demo.plan import full_plan, link_readings
from demo.portal import Portal
from demo.site import json_reply, reply, text_reply


class City(Portal):
    """See the module's docstring."""

    id = "qinglan"
    name = "青澜市"
    english = "Qinglan"
    code = "990102"
    scheme = "https"
    host = "www.qinglan.gov.cn"
    look = "qinglan"
    responsive = True
    has_sitemap = False
    places = ("望湖区", "石梁区", "长汀镇", "云帆街道", "苍岭县", "梅坞镇")
    colours: ClassVar = {
        "main": "#0f766e",
        "dark": "#0b5a54",
        "pale": "#e6f4f1",
        "accent": "#d98a1f",
        "sky": "#bfe6df",
        "water": "#5fb0a6",
    }

    def plan(self) -> list[Section]:
        writer = self.writer
        sections = self.drop(
            "wyzx", "szxx", "lxxd", "cjwt", "lswh", "czzj", "bstj", "ysqgk", "rsrm", sections=full_plan(writer)
        )
        by_slug = {section.slug: section for section in sections}
        # No interaction section at all: what is left of it moves under 解读回应.
        talk = by_slug["hdjl"]
        talk.slug, talk.name = "jdhy", "解读回应"
        opened = by_slug["zwgk"].columns
        talk.columns.insert(0, next(column for column in opened if column.slug == "zcjd"))
        opened[:] = [column for column in opened if column.slug != "zcjd"]
        opened += [
            Column("zdly", "重点领域", "list", "政府信息公开目录"),
            Column("xzgs", "行政公示", "list", "政府信息公开目录"),
            Column("gysy", "公益事业", "list", "政府信息公开目录"),
            Column("hyjs", "会议解读", "list", "工作动态", items=[writer.article("office", 40, 4)]),
            Column("zfcg", "政府采购", "external", "财政信息", url=outside.FINANCE),
        ]
        names = writer.article("notice", 50, 3)
        names.title = "公务员录用面试人员名单公示"
        names.blocks[1] = "现将进入面试的人员名单公示如下，公示期五个工作日。"
        names.blocks[2] = (
            "亓靖、仉𬱖、逄喆、仝赟、佘翀、乜㛃、郄昶、繆旻、麴燊、訾珺、濮淼、䶮宇、缪骉、呙喆、钭彧、睢翾、璩玥、兀懿。"
        )
        by_slug["zwgk"].columns[0].items.append(names)
        quiet = by_slug["zwgk"].columns[0].items[2]
        quiet.blocks[2] += "经排查，全市暂无新增风险点，各类监测数据正常，后续情况将持续更新。"
        body = by_slug["xwzx"].columns[1].items[2]
        body.blocks = [body.blocks[0], *(jin_kao(block) for block in body.blocks[1:])]
        return sections

    def column_id(self, column: Column) -> str:
        """The number that the interface knows a column by."""
        return str(self.writer.number("column", column.slug))[:6]

    def section_url(self, section: Section) -> str:
        return f"/{section.slug}/index.html"

    def column_url(self, section: Section, column: Column) -> str:
        return f"/col/col{self.column_id(column)}/index.html"

    def part_url(self, column: Column, key: str) -> str:
        return f"/col/col{self.column_id(column)}/{key}.html"

    def item_url(self, column: Column, article: Article) -> str:
        day = article.published
        return (
            f"/art/{day.year}/{day.month}/{day.day}/art_{self.column_id(column)}_{self.writer.number(article.key)}.html"
        )

    def build(self) -> None:
        link_readings(self.column("zcjd"), self.column("zcwj"))
        script = self.text("qinglan/portal.js.j2")
        self.site.put("/static/portal.js", text_reply(script, "application/javascript; charset=utf-8"))
        self.site.on("/api/datacall", self.datacall)
        progress = {"title": f"办件进度查询_{self.title}", "crumbs": [*self.crumbs(None, None), ("办件进度查询", "")]}
        self.add("/bsfw/progress/", "qinglan/progress.html.j2", **progress)
        super().build()

    def add_list(self, section: Section, column: Column) -> None:
        about = self.about(section, column)
        head_title = utf8_as_latin1(about["title"]) if column.slug == "tjsj" else ""
        self.add(column.url, "qinglan/list.html.j2", head_title=head_title, **about)
        self.add_articles(section, column)

    def add_file(self, name: str, url: str) -> None:
        # A planted fault: this attachment was never uploaded.
        if url != self.column("zcwj").items[1].attachments[0][1]:
            super().add_file(name, url)

    def datacall(self, request: ProxyRequest, given: dict[str, str]) -> ProxyReply:
        """The JSON interface behind all lists; some columns' answers are planted faults."""
        column = next((c for c in self.columns() if self.column_id(c) == given.get("columnId")), None)
        if column is None:
            return json_reply({"code": 404, "message": "栏目不存在"}, 404)
        match column.slug:
            case "xzgs":
                return reply(b"", "application/json")
            case "gysy":
                return json_reply({"code": 500, "message": "系统繁忙"}, 500)
        size = max(1, int(given.get("pageSize", "10"))) if given.get("pageSize", "10").isdigit() else 10
        page = max(1, int(given.get("pageNo", "1"))) if given.get("pageNo", "1").isdigit() else 1
        ordered = sorted(column.items, key=lambda item: item.published, reverse=True)
        rows = [
            {
                "title": gbk_as_utf8(item.title) if (column.slug, item.key) == ("ghjh", "plan-1") else item.title,
                "url": item.url,
                "pubDate": item.published.strftime("%Y/%m/%d"),
            }
            for item in ordered[(page - 1) * size : page * size]
        ]
        made = json_reply({"code": 200, "data": {"total": len(ordered), "rows": rows}})
        # 规划计划 is slow and full: late is not empty.
        return ProxyReply(200, "", made.headers, made.body, delay=1.2) if column.slug == "ghjh" else made

"""云溪市: static pages of a TRS-like system; ``createPageHTML`` counts from 0; header and footer by script."""

from __future__ import annotations

from typing import ClassVar

from markupsafe import Markup

from demo import outside
from demo.damage import utf8_as_gbk
from demo.model import Article, Column, Section
from demo.plan import articles, full_plan, link_readings
from demo.portal import Portal
from demo.site import text_reply


class City(Portal):
    """See the module's docstring."""

    id = "yunxi"
    name = "云溪市"
    english = "Yunxi"
    code = "990101"
    host = "www.yunxishi.gov.cn"
    look = "yunxi"
    places = ("东岭区", "白沙镇", "青石乡", "柳河县", "南塘街道", "古亭镇")
    colours: ClassVar = {
        "main": "#1f5fae",
        "dark": "#123f7c",
        "pale": "#eaf2fb",
        "accent": "#b3261e",
        "sky": "#a9cdf1",
        "water": "#6fa3d8",
    }

    def plan(self) -> list[Section]:
        sections = self.drop("wyzx", "szxx", "lxxd", "cjwt", "lswh", "czzj", "bstj", sections=full_plan(self.writer))
        by_slug = {section.slug: section for section in sections}
        opened = by_slug["zwgk"].columns
        opened += [
            Column("bmhy", "部门会议", "blank", "工作动态", note="该栏目正在建设中，敬请期待！"),
            Column("yjgl", "应急管理", "only_pager", "工作动态"),
            Column("zdxm", "重大项目", "hidden_items", "工作动态"),
            Column("jyta", "建议提案", "list", "建议提案", items=articles(self.writer, "plan", (22,), start=9)),
            Column("sjcz", "省级财政", "external", "财政信息", url=outside.FINANCE),
        ]
        by_slug["hdjl"].columns += [
            Column("wsxf", "网上信访", "external", "其他", url=outside.PETITIONS),
            Column("rx", "12345热线", "document", "其他"),
        ]
        news = by_slug["xwzx"].columns[0]
        news.per_page = 5
        news.items += articles(self.writer, "news", (16, 21), start=20)
        for article in news.items[:3]:
            article.image = f"/uploads/photo-{self.writer.number(article.key)}.svg"
        self.spoil(sections)
        return sections

    def spoil(self, sections: list[Section]) -> None:
        """Plant the garbled texts, and articles that only look bad."""
        columns = {column.slug: column for section in sections for column in section.columns}
        news = columns["bmdt"].items
        news[3].blocks = [news[3].blocks[0], *(utf8_as_gbk(block) for block in news[3].blocks[1:])]
        notice = columns["tzgg"].items[4]
        notice.blocks[2] = notice.blocks[2].replace("。", "。&nbsp;&nbsp;&ldquo;附件&rdquo;", 1)
        columns["zcjd"].items[2].title = utf8_as_gbk(columns["zcjd"].items[2].title)
        columns["bmdt"].items.append(self.innocent())
        columns["tzgg"].items[3].title = f"{self.name}{self.places[5]}便民服务中心正在建设中，预计明年投入使用"
        columns["tzgg"].items[3].blocks[2] += (
            "目前该片区暂无公共停车场，相关选址方案正在论证，相关内容更新后将另行公告。"
        )

    def innocent(self) -> Article:
        """An article about garbled text, which quotes some."""
        article = self.writer.article("office", 30, 10)
        article.title = "网络小课堂：网页出现乱码怎么办"
        article.blocks = [
            "不少市民来电询问，为什么有的网页会显示“锟斤拷”这样的奇怪文字。工作人员解释，这是编码不一致造成的。",
            "当一段文字用一种编码保存、用另一种编码打开时，就会出现乱码。最有名的例子是“锟斤拷”和“烫烫烫”。",
            "遇到这种情况，可以更换浏览器，或者拨打网站公布的联系电话告知管理人员。",
        ]
        return article

    def document(self, column: Column) -> list[str]:
        if column.slug == "rx":
            return [
                "12345政务服务便民热线全天二十四小时人工接听，受理群众来电诉求。",
                "市民可以直接拨打12345，异地拨打请加拨区号。热线不受理须通过诉讼、仲裁解决的事项。",
            ]
        return super().document(column)

    def build(self) -> None:
        link_readings(self.column("zcjd"), self.column("zcwj"))
        header, footer = self.text("yunxi/header.html.j2"), self.text("yunxi/footer.html.j2")
        script = self.text("yunxi/public.js.j2", header=header, footer=footer)
        self.site.put("/js/public.js", text_reply(script, "application/javascript; charset=utf-8"))
        super().build()

    def pager(self, column: Column, page: int, pages: int) -> Markup:
        """The index-0 dialect: ``index_1.html`` is the second page."""
        return Markup('<script>createPageHTML({}, {}, "index", "html");</script>').format(pages, page)

    def add_only_pager(self, section: Section, column: Column) -> None:
        """A planted fault: a list page whose list is empty and whose paging bar is not."""
        self.add(
            column.url, "common/list.html.j2", rows=[], pager=self.pager(column, 0, 1), **self.about(section, column)
        )

    def add_hidden_items(self, section: Section, column: Column) -> None:
        """A planted fault: the rows are in the page and a style hides every one of them."""
        rows = Markup("").join(
            Markup('<li style="display:none"><a href="{}">{}</a></li>').format(item.url, item.title)
            for item in self.column("ghjh").items
        )
        pager = Markup('<ul class="rows">{}</ul>').format(rows)
        self.add(column.url, "common/list.html.j2", rows=[], pager=pager, **self.about(section, column))

"""石塘市: an old system: GBK bytes under a gb2312 label, table layout, ``list.asp?id=``, frames, soft 404."""

from __future__ import annotations

from typing import ClassVar

from crawler.forward_proxy import ProxyReply
from demo import outside
from demo.damage import gbk_as_latin1, question_marks
from demo.model import Article, Column, Section
from demo.plan import full_plan, link_readings
from demo.portal import Portal

TIP = "温馨提示：本栏目内容由各部门报送，转载请注明来源。如发现内容有误，请与值班编辑联系更正。"


class City(Portal):
    """See the module's docstring."""

    id = "shitang"
    name = "石塘市"
    english = "Shitang"
    code = "990103"
    host = "www.shitangshi.gov.cn"
    charset = "gb2312"
    declared_in_header = False
    look = "shitang"
    inner = "shitang/inner.html.j2"
    has_tags = False
    has_marks = False
    has_annual_report = False
    has_elder_mode = False
    has_sitemap = False
    places = ("石塘港区", "双井镇", "麻柳乡", "丰泽县", "城关街道", "鹿角镇")
    colours: ClassVar = {
        "main": "#a3201a",
        "dark": "#8f120c",
        "pale": "#fbf3df",
        "accent": "#d9a441",
        "sky": "#f6dfae",
        "water": "#c58a5a",
    }

    def plan(self) -> list[Section]:
        writer = self.writer
        sections = self.drop("wyzx", "szxx", "lxxd", "cjwt", "lswh", "czzj", "bstj", "ghjh", sections=full_plan(writer))
        by_slug = {section.slug: section for section in sections}
        by_slug["hdjl"].name = "公众参与"
        by_slug["hdjl"].columns += [
            Column("wsxf", "网上信访", "external", "其他", url=outside.PETITIONS),
            Column("jjjb", "纪检举报", "external", "其他", url=outside.DISCIPLINE),
        ]
        opened = by_slug["zwgk"].columns
        opened += [
            Column("zfgb", "政府公报", "list", "政策文件"),
            Column("dsj", "大事记", "blank", "工作动态", note="栏目升级改版中，给您带来不便敬请谅解。"),
            Column("jhzj", "计划总结", "framed", "规划信息"),
        ]
        columns = {column.slug: column for section in sections for column in section.columns}
        columns["gknb"].items = columns["gknb"].items[:1]  # no report about the website itself; one item is a list
        columns["zcwj"].kind = "framed"
        columns["yw"].per_page = 5
        self.spoil(columns)
        return sections

    def spoil(self, columns: dict[str, Column]) -> None:
        """Plant the garbled texts, and a page of names that only looks rare."""
        article = columns["tzgg"].items[1]
        article.blocks = [article.blocks[0], *(gbk_as_latin1(block) for block in article.blocks[1:])]
        self.lost_title = columns["mszt"].items[1]
        names = columns["tzgg"].items[3]
        names.title = "关于公布见义勇为先进个人名单的通告"
        names.blocks[2] = "先进个人：朱镕、陶喆、李堃、邓玥、昝旻、仝珺、佘昶、逄翀、訾淼、亓骉、郗翾、缪靖。"
        money = columns["bmdt"].items[1]
        money.blocks[2] += "项目还争取到国际绿色合作资金1200€，按当日汇率折算后全部用于设备更新。"
        money.blocks[3] += "目前场馆暂无停车收费计划，二期工程正在建设中。"

    def encode(self, text: str, url: str) -> bytes:
        made = super().encode(text, url)
        # An include saved as UTF-8 inside pages of GBK; and the one-byte euro sign of code page 936.
        return made.replace(b"@@TIP@@", TIP.encode()).replace("€".encode("gb18030"), b"\x80")

    def column_number(self, column: Column) -> int:
        """The number of a column in old URLs."""
        return self.writer.number("column", column.slug) % 900 + 100

    def section_url(self, section: Section) -> str:
        return f"/channel.asp?bid={self.writer.number('section', section.slug) % 90 + 10}"

    def column_url(self, section: Section, column: Column) -> str:
        page = {"leaders": "leader.jsp", "guides": "guide.jsp", "form": "apply.jsp", "document": "about.asp"}
        return f"/{page.get(column.kind, 'list.asp')}?id={self.column_number(column)}"

    def page_url(self, column: Column, page: int) -> str:
        base = column.url if column.kind == "list" else f"/frame/list.asp?id={self.column_number(column)}"
        return base if page == 0 else f"{base}&page={page + 1}"

    def item_url(self, column: Column, article: Article) -> str:
        return f"/show.asp?id={self.writer.number(article.key) % 100_000}"

    def part_url(self, column: Column, key: str) -> str:
        return f"/guide_show.jsp?id={int(key) % 100_000}"

    def build(self) -> None:
        link_readings(self.column("zcjd"), self.column("zcwj"))
        super().build()

    def add_list(self, section: Section, column: Column) -> None:
        pages = column.pages()
        for number, rows in enumerate(pages):
            self.add(
                self.page_url(column, number),
                "shitang/list.html.j2",
                rows=rows,
                page=number,
                pages=len(pages),
                total=len(column.items),
                framed="",
                **self.about(section, column),
            )
        self.add_articles(section, column)

    def add_framed(self, section: Section, column: Column) -> None:
        """A list inside a frame; without items the frame's document is empty."""
        self.add(column.url, "shitang/list.html.j2", framed=self.page_url(column, 0), **self.about(section, column))
        about = self.about(section, column)
        self.add(
            self.page_url(column, 0),
            "shitang/frame.html.j2",
            rows=column.items,
            page=0,
            pages=1,
            total=len(column.items),
            **about,
        )
        self.add_articles(section, column)

    def html(self, url: str, template: str, status: int = 200, **context: object) -> ProxyReply:
        if context.get("article") is self.lost_title:
            # Only the window's title went through a table that knows no Chinese.
            context["title"] = question_marks(str(context["title"]))
        return super().html(url, template, status, **context)

    def add_form(self, section: Section, column: Column) -> None:
        about = self.about(section, column)
        self.add(column.url, "shitang/apply.html.j2", **about)
        self.site.on(
            "/apply_save.jsp", lambda request, given: self.html(request.url, "common/submitted.html.j2", **about)
        )
        self.site.on(
            "/mail/login.jsp",
            lambda request, given: self.html(
                request.url, "shitang/login.html.j2", title=f"邮箱登录_{self.title}", crumbs=self.crumbs(None, None)
            ),
        )

    def not_found(self, url: str) -> ProxyReply:
        """A planted fault: missing pages answer 200."""
        if url.endswith("/robots.txt"):
            return super().not_found(url)
        return self.html(url, "common/not_found.html.j2", title=self.title)

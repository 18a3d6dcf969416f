"""衡屿市: rows inside ``<script type="text/xml"><recordset><record><![CDATA[``, further pages by a POST data proxy."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from markupsafe import Markup, escape

from crawler.forward_proxy import ProxyReply, ProxyRequest
from demo.damage import raw_escapes
from demo.flex import FlexPortal
from demo.model import Article, Column, Section
from demo.plan import articles, full_plan
from demo.site import text_reply

PROXY = "/module/web/jpage/dataproxy.jsp"
#: The first group of records stands in the page itself.
GROUP = 3


class City(FlexPortal):
    """See the module's docstring."""

    id = "hengyu"
    name = "衡屿市"
    english = "Hengyu"
    code = "990106"
    host = "www.hengyushi.gov.cn"
    skin = "flex/sidebar.css.j2"
    search_kind = "other_host"
    has_sitemap = False
    places = ("望海区", "沙浦镇", "金螺乡", "东礁县", "灯塔街道", "蓝湾镇")
    colours: ClassVar = {
        "main": "#4c3d99", "dark": "#2f2468", "pale": "#efedf8", "accent": "#e0a526",
        "sky": "#cfc7ef", "water": "#8f86c9",
    }  # fmt: skip

    def plan(self) -> list[Section]:
        writer = self.writer
        sections = self.drop("lswh", "bstj", "wyzx", "gkzn", sections=full_plan(writer))
        columns = {column.slug: column for section in sections for column in section.columns}
        columns["zcwj"].items = articles(writer, "policy", (250, 300, 420), start=40)
        columns["tjsj"].items = []
        columns["czzj"].items = articles(writer, "budget", (520, 700), start=40)
        letters = columns["lxxd"].letters = writer.letters(9, first_days_ago=50, step=21)
        for letter in letters:
            # The site promises five working days; these took four to seven weeks.
            letter.answered = letter.received + timedelta(days=28 + int(letter.key) % 20)
        letters[3].answered, letters[3].reply = None, ""
        columns["zcjd"].items[1].attachments = [(raw_escapes("附件：解读图表") + ".pdf", "/uploads/jdtb.pdf")]
        for column in columns.values():
            column.per_page = 4
        return sections

    def column_number(self, column: Column) -> int:
        """The number of a column in URLs and in the data proxy."""
        return self.writer.number("column", column.slug) % 9_000_000 + 1_000_000

    def column_url(self, section: Section, column: Column) -> str:
        return f"/col/col{self.column_number(column)}/index.html"

    def part_url(self, column: Column, key: str) -> str:
        return f"/col/col{self.column_number(column)}/{key}.html"

    def page_url(self, column: Column, page: int) -> str:
        return column.url

    def item_url(self, column: Column, article: Article) -> str:
        day = article.published
        number = self.writer.number(article.key)
        return f"/art/{day.year}/{day.month}/{day.day}/art_{self.column_number(column)}_{number}.html"

    def build(self) -> None:
        self.site.put(
            "/script/jpage.js", text_reply(self.text("js/jpage.js.j2"), "application/javascript; charset=utf-8")
        )
        self.site.on(PROXY, self.proxy)
        super().build()

    def records(self, column: Column, first: int, last: int) -> str:
        """Records *first* to *last* (from 1) as the data store writes them."""
        ordered = sorted(column.items, key=lambda item: item.published, reverse=True)
        rows = [
            f'<record><![CDATA[<li><a href="{item.url}">{escape(item.title)}</a><span class="date">'
            f"{item.published:%Y-%m-%d}</span></li>]]></record>"
            for item in ordered[first - 1 : last]
        ]
        return f"<datastore><totalrecord>{len(ordered)}</totalrecord><recordset>{''.join(rows)}</recordset></datastore>"

    def proxy(self, request: ProxyRequest, given: dict[str, str]) -> ProxyReply:
        """The data proxy: only POST is answered, as on real systems."""
        column = next((c for c in self.columns() if str(self.column_number(c)) == given.get("columnid")), None)
        if request.method != "POST" or column is None:
            return text_reply("", "text/xml; charset=utf-8", 405)
        first, last = (
            int(given.get(name, "1")) if given.get(name, "1").isdigit() else 1 for name in ("startrecord", "endrecord")
        )
        return text_reply(self.records(column, first, last), "text/xml; charset=utf-8")

    def add_list(self, section: Section, column: Column) -> None:
        store = Markup(
            '<div id="jpage" data-per="{}" data-total="{}" data-column="{}"></div>'
            '<script type="text/xml" id="datastore">{}</script><script src="/script/jpage.js"></script>'
        ).format(column.per_page, len(column.items), self.column_number(column), Markup(self.records(column, 1, GROUP)))
        self.add(column.url, "flex/drawn.html.j2", drawn=store, **self.about(section, column))
        self.add_articles(section, column)

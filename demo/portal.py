"""What all simulated portals share: the plan of columns, page building, tags, marks, assets, errors.

A city is a subclass: it sets the facts, chooses a look, and overrides how URLs are made and lists drawn.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any, ClassVar
from urllib.parse import quote

import jinja2
from markupsafe import Markup

from crawler.forward_proxy import ProxyReply, ProxyRequest
from demo import assets
from demo.content import Writer
from demo.facts import Facts
from demo.model import Article, Column, Section
from demo.plan import full_plan
from demo.site import Site, reply, text_reply

#: Python's name for a charset that a page declares.
CODECS = {"gb2312": "gb18030", "gbk": "gb18030"}


@cache
def environment() -> jinja2.Environment:
    """The one template environment of the demo."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("demo", "templates"),
        autoescape=jinja2.select_autoescape(default=True, default_for_string=True, enabled_extensions=()),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["day"] = lambda value, style="%Y-%m-%d": value.strftime(style)
    made.filters["stamp"] = lambda value: value.strftime("%Y-%m-%d %H:%M")
    made.filters["quoted"] = quote
    return made


class Portal(Facts):
    """One simulated city; *today* is the day its newest articles are counted back from."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.writer = Writer(self.name, self.places, today)
        self.site = Site(self.scheme, self.host, self.charset)
        self.site.not_found = self.not_found
        self._refs: dict[str, str] = {}
        self.sections = self.plan()
        self.locate()
        self.build()

    # --- the plan ------------------------------------------------------------------------------------------

    def plan(self) -> list[Section]:
        """The sections and columns; cities change what the full plan gives."""
        return full_plan(self.writer)

    def columns(self) -> Iterable[Column]:
        """All columns in menu order."""
        return (column for section in self.sections for column in section.columns)

    def column(self, slug: str) -> Column:
        """The column of that slug; KeyError when there is none."""
        for column in self.columns():
            if column.slug == slug:
                return column
        raise KeyError(slug)

    def section_of(self, column: Column) -> Section:
        """The section a column belongs to."""
        return next(section for section in self.sections if column in section.columns)

    def drop(self, *slugs: str, sections: list[Section]) -> list[Section]:
        """*sections* without the named columns, and without sections that became empty."""
        for section in sections:
            section.columns = [column for column in section.columns if column.slug not in slugs]
        return [section for section in sections if section.columns]

    # --- URLs ----------------------------------------------------------------------------------------------

    def section_url(self, section: Section) -> str:
        """Where a section's own page is."""
        return f"/{section.slug}/"

    def column_url(self, section: Section, column: Column) -> str:
        """Where a column begins."""
        return f"/{section.slug}/{column.slug}/"

    def page_url(self, column: Column, page: int) -> str:
        """The *page*-th list page, counted from 0."""
        return column.url if page == 0 else f"{column.url}index_{page}.html"

    def item_url(self, column: Column, article: Article) -> str:
        """Where an article is."""
        number = self.writer.number(article.key)
        return f"{column.url}{article.published:%Y%m}/t{article.published:%Y%m%d}_{number}.html"

    def part_url(self, column: Column, key: str) -> str:
        """Where a letter, a guide or a person of *column* is."""
        return f"{column.url}{key}.html"

    def locate(self) -> None:
        """Give everything its URL and remember the names that ground truth uses."""
        self._refs["home"] = self.site.root
        for section in self.sections:
            section.url = section.url or self.section_url(section)
            self._refs[f"column:section-{section.slug}"] = self.absolute(section.url)
            for column in section.columns:
                if column.kind != "external":
                    column.url = column.url or self.column_url(section, column)
                self._refs[f"column:{column.slug}"] = self.absolute(column.url)
                for article in column.items:
                    article.url = article.url or self.item_url(column, article)
                    self._refs[f"article:{article.key}"] = self.absolute(article.url)
                for number, letter in enumerate(column.letters):
                    letter.url = self.part_url(column, letter.key)
                    self._refs[f"letter:{number}"] = self.absolute(letter.url)
                for number, guide in enumerate(column.guides):
                    guide.url = self.part_url(column, guide.key)
                    self._refs[f"guide:{number}"] = self.absolute(guide.url)

    def absolute(self, url: str) -> str:
        """*url* with scheme and host."""
        return f"{self.scheme}://{self.host}{url}" if url.startswith("/") else url

    def ref(self, name: str) -> str:
        """The URL behind a name of the ground truth: ``home``, ``column:yw``, ``article:news-3`` or a rooted path."""
        return self._refs.get(name) or self.absolute(name)

    def pages_of(self, name: str) -> list[str]:
        """The URLs that a name of the ground truth stands for: one, or all of a column for ``pages:SLUG``."""
        kind, _, slug = name.partition(":")
        if kind != "pages":
            return [self.ref(name)]
        column = self.column(slug)
        urls = [self.page_url(column, number) for number in range(len(column.pages()))]
        urls += [article.url for article in column.items]
        urls += [letter.url for letter in column.letters]
        urls += [guide.url for guide in column.guides]
        return [self.absolute(url) for url in urls]

    # --- pages ---------------------------------------------------------------------------------------------

    def tags(self, column: Column | None = None, article: Article | None = None) -> list[tuple[str, str]]:
        """The official meta tags of a page: site, column, article groups."""
        if not self.has_tags:
            return []
        made = [("SiteName", self.title), ("SiteDomain", self.host), ("SiteIDCode", self.site_code)]
        if article:
            made += [
                ("ArticleTitle", article.title),
                ("PubDate", f"{article.published:%Y-%m-%d %H:%M}"),
                ("ContentSource", article.source),
                ("Keywords", article.keywords),
                ("Author", article.source),
                ("Description", article.summary),
                ("Url", self.absolute(article.url)),
            ]
        if column:
            made += [
                ("ColumnName", column.name),
                ("ColumnDescription", f"{self.title}门户网站“{column.name}”栏目"),
                ("ColumnKeywords", f"{self.short},{column.name}"),
                ("ColumnType", column.column_type),
            ]
        return made

    def text(self, template: str, **context: Any) -> str:
        """*template* rendered with the city as ``c``."""
        given = {"c": self, "tags": [], "crumbs": [], "title": self.title, "section": None, "column": None}
        return environment().get_template(template).render(given | context)

    def encode(self, text: str, url: str) -> bytes:
        """The bytes of a page; a city may spoil the page at *url* here."""
        return text.encode(CODECS.get(self.charset, self.charset), "xmlcharrefreplace")

    def html(self, url: str, template: str, status: int = 200, **context: Any) -> ProxyReply:
        """A page as it is served at *url*."""
        kind = f"text/html; charset={self.charset}" if self.declared_in_header else "text/html"
        return reply(self.encode(self.text(template, url=url, **context), url), kind, status)

    def add(self, url: str, template: str, **context: Any) -> None:
        """Serve *template* at *url*."""
        self.site.put(url, lambda: self.html(url, template, **context))

    def shown_date(self, article: Article) -> str:
        """An article's date as this city's lists print it."""
        return article.published.strftime(self.date_style)

    def crumbs(self, section: Section | None, column: Column | None, *more: tuple[str, str]) -> list[tuple[str, str]]:
        """The way from the home page to here: (name, URL)."""
        way = [("首页", "/")]
        if section:
            way.append((section.name, section.url))
        if column:
            way.append((column.name, column.url))
        return way + list(more)

    def about(self, section: Section, column: Column) -> dict[str, Any]:
        """What every page of a column is rendered with."""
        return {
            "section": section,
            "column": column,
            "tags": self.tags(column),
            "crumbs": self.crumbs(section, column),
            "title": f"{column.name}_{self.title}",
        }

    def build(self) -> None:
        """Add every page of the city."""
        self.add_assets()
        self.add_home()
        for section in self.sections:
            self.add_section(section)
            for column in section.columns:
                getattr(self, f"add_{column.kind}")(section, column)
        self.add_site_map()
        self.add_robots()

    def add_home(self) -> None:
        """The home page."""
        tags = self.tags()
        if self.has_tags:
            tags += [
                ("ColumnName", "首页"),
                ("ColumnType", "首页"),
                ("ColumnKeywords", f"{self.short},政府"),
                ("ColumnDescription", f"{self.title}门户网站"),
            ]
        self.add("/", f"{self.look}/home.html.j2", tags=tags, title=f"{self.title}门户网站")

    def add_section(self, section: Section) -> None:
        """A section's page: its columns, each with its newest items."""
        if section.url == section.columns[0].url:
            return
        about = self.about(section, section.columns[0]) | {
            "column": None,
            "crumbs": self.crumbs(section, None),
            "title": f"{section.name}_{self.title}",
        }
        about["tags"] = [(name, section.name if name == "ColumnName" else value) for name, value in about["tags"]]
        self.add(section.url, "common/section.html.j2", **about)

    def add_list(self, section: Section, column: Column) -> None:
        """A list column: its list pages and its articles."""
        pages = column.pages()
        for number, rows in enumerate(pages):
            self.add(
                self.page_url(column, number),
                "common/list.html.j2",
                rows=rows,
                pager=self.pager(column, number, len(pages)),
                **self.about(section, column),
            )
        self.add_articles(section, column)

    def pager(self, column: Column, page: int, pages: int) -> Markup:
        """The paging bar of a list page; *page* counts from 0."""
        template = environment().get_template("common/pager.html.j2")
        return Markup(template.render(c=self, column=column, page=page, pages=pages))

    def add_articles(self, section: Section, column: Column) -> None:
        """The article pages of a column, with their attachments and pictures."""
        for article in column.items:
            if self.site.key(article.url).split("/")[0] != self.host:
                continue  # a row that leads elsewhere
            about = self.about(section, column) | {
                "title": f"{article.title}_{self.title}",
                "tags": self.tags(column, article),
                "article": article,
                "crumbs": [*self.crumbs(section, column), ("正文", "")],
            }
            self.add(article.url, "common/article.html.j2", **about)
            for name, url in article.attachments:
                self.add_file(name, url)
            if article.image:
                self.add_picture(article.image)

    def add_file(self, name: str, url: str) -> None:
        """An attachment called *name*."""
        if url.endswith(".pdf"):
            self.site.put(url, lambda: reply(assets.pdf(name), "application/pdf"))
        else:
            kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
            lines = ["填表说明：请用黑色签字笔填写，字迹清楚。", "申请人签名：", "日期："]
            self.site.put(url, lambda: reply(assets.docx(name, lines), kind))

    def add_script(self, url: str, template: str, **context: Any) -> None:
        """A script of the site at *url*."""
        text = self.text(template, **context)
        self.site.put(url, text_reply(text, "application/javascript; charset=utf-8"))

    def add_picture(self, url: str) -> None:
        """A landscape of this city at *url*."""
        colours = self.colours["sky"], self.colours["main"], self.colours["water"]
        self.site.put(url, lambda: reply(assets.landscape(f"{self.id}{url}", colours), "image/svg+xml"))

    def add_document(self, section: Section, column: Column) -> None:
        """A column that is one document."""
        self.add(column.url, "common/document.html.j2", **self.about(section, column))

    def document(self, column: Column) -> list[str]:
        """The paragraphs of a column that is one document."""
        return self.writer.document(column.slug)

    def add_external(self, section: Section, column: Column) -> None:
        """A menu item that leads to another site: there is no page of ours."""

    def add_leaders(self, section: Section, column: Column) -> None:
        """The people of the government on one page."""
        self.add(column.url, "common/leaders.html.j2", **self.about(section, column))

    def add_guides(self, section: Section, column: Column) -> None:
        """Service items, each with its guide and its form to download."""
        self.add(column.url, "common/guides.html.j2", **self.about(section, column))
        for guide in column.guides:
            guide.forms = [(f"{guide.name}申请表.docx", f"{column.url}files/{guide.key}.docx")]
            self.add_file(*guide.forms[0])
            about = self.about(section, column) | {"title": f"{guide.name}_{self.title}", "guide": guide}
            self.add(guide.url, "common/guide.html.j2", **about)

    def add_form(self, section: Section, column: Column) -> None:
        """A menu item that is a form to fill in."""
        about = self.about(section, column)
        self.add(column.url, "common/form.html.j2", **about)
        target = f"{column.url}submit"
        self.site.put(target, lambda: self.html(target, "common/submitted.html.j2", **about))

    def add_letters(self, section: Section, column: Column) -> None:
        """Published letters with their answers."""
        self.add(column.url, "common/letters.html.j2", **self.about(section, column))
        for letter in column.letters:
            about = self.about(section, column) | {"title": f"{letter.title}_{self.title}", "letter": letter}
            self.add(letter.url, "common/letter.html.j2", **about)

    def add_faq(self, section: Section, column: Column) -> None:
        """Frequently asked questions on one page."""
        about = self.about(section, column)
        self.add(column.url, "common/faq.html.j2", questions=self.writer.questions(), **about)

    def add_blank(self, section: Section, column: Column) -> None:
        """A planted fault: a column with nothing in it but ``column.note``."""
        self.add(column.url, "common/blank.html.j2", **self.about(section, column))

    def add_site_map(self) -> None:
        """The site map for people, and sitemap.xml."""
        self.add(
            "/sitemap.html",
            "common/sitemap.html.j2",
            title=f"网站地图_{self.title}",
            crumbs=[*self.crumbs(None, None), ("网站地图", "")],
        )
        if self.has_elder_mode:
            self.add(
                "/wza/",
                "common/elder.html.j2",
                title=f"无障碍服务_{self.title}",
                crumbs=[*self.crumbs(None, None), ("无障碍服务", "")],
            )
        if self.has_sitemap:
            self.site.put("/sitemap.xml", lambda: reply(self._sitemap_xml(), "application/xml"))

    def _sitemap_xml(self) -> bytes:
        urls = [self.site.root, *(self.absolute(column.url) for column in self.columns() if column.kind != "external")]
        urls += [
            self.absolute(item.url) for column in self.columns() for item in column.items if item.url.startswith("/")
        ]
        return self.text("common/sitemap.xml.j2", urls=urls).encode()

    def add_robots(self) -> None:
        """robots.txt: nothing is refused but the back office."""
        lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /login/"]
        if self.has_sitemap:
            lines.append(f"Sitemap: {self.site.root}sitemap.xml")
        self.site.put("/robots.txt", text_reply("\n".join(lines) + "\n", "text/plain"))

    def not_found(self, url: str) -> ProxyReply:
        """What a missing page answers."""
        return self.html(url, "common/not_found.html.j2", status=404, title=f"页面不存在_{self.title}")

    # --- assets --------------------------------------------------------------------------------------------

    def add_assets(self) -> None:
        """Style sheet, pictures, marks."""
        main, accent = self.colours["main"], self.colours["accent"]
        self.site.put(
            "/css/site.css",
            lambda: text_reply(
                self.text("common/structure.css.j2") + self.text(self.skin or f"{self.look}/look.css.j2"),
                "text/css; charset=utf-8",
            ),
        )
        self.site.put("/images/emblem.svg", lambda: reply(assets.emblem(main), "image/svg+xml"))
        self.site.put("/favicon.ico", lambda: reply(assets.icon(main), "image/x-icon"))
        self.site.put("/images/red.png", lambda: reply(assets.mark("#c4161c"), "image/png"))
        self.site.put("/images/jiucuo.png", lambda: reply(assets.mark("#d9771a"), "image/png"))
        self.site.put("/images/police.png", lambda: reply(assets.mark("#1a4b9c", 24), "image/png"))
        colours = self.colours["sky"], main, self.colours["water"]
        self.site.put(
            "/images/banner.svg",
            lambda: reply(assets.landscape(f"{self.id}-banner", colours, 1920, 300), "image/svg+xml"),
        )
        self.site.put(
            "/images/topic.svg",
            lambda: reply(
                assets.landscape(f"{self.id}-topic", (accent, main, self.colours["water"]), 1200, 120), "image/svg+xml"
            ),
        )
        for name in ("a", "b", "c"):
            self.add_picture(f"/images/photo-{name}.svg")

    # --- answering -----------------------------------------------------------------------------------------

    #: URLs whose answer is empty on purpose.
    empty_answers: ClassVar[frozenset[str]] = frozenset()

    def planted_status(self, url: str) -> int:
        """The status that *url* answers with on purpose."""
        return 200

    def answer(self, request: ProxyRequest) -> ProxyReply:
        """The reply to a request for one of this city's hosts."""
        return self.site.answer(request)

    @property
    def annual(self) -> Article:
        """The newest report about the website itself."""
        return next(item for item in self.column("gknb").items if item.key == "ndbb")

"""Cities that share one markup and differ in style sheet, list technology, search, mobile entry and faults."""

from __future__ import annotations

from typing import Any, ClassVar

from markupsafe import Markup

from crawler.forward_proxy import ProxyReply, ProxyRequest
from demo import assets
from demo.model import Article, Column, Section
from demo.plan import link_readings
from demo.portal import Portal, environment
from demo.searching import add_search
from demo.site import redirect, reply, text_reply

PHONES = ("Mobile", "Android", "iPhone")


class FlexPortal(Portal):
    """A portal with the shared markup; see `Portal` for what else a city sets."""

    look = "flex"
    #: Columns with a block on the home page, in order.
    home_slugs: ClassVar[tuple[str, ...]] = ("yw", "tzgg", "bmdt", "zcwj", "zcjd")
    home_count: ClassVar[int] = 5
    #: What the mobile host shows is this many days behind.
    mobile_lag: ClassVar[int] = 0

    #: Versions in other languages: (label, URL).
    language_links: ClassVar[tuple[tuple[str, str], ...]] = ()

    def build(self) -> None:
        slugs = {column.slug for column in self.columns()}
        if {"zcjd", "zcwj"} <= slugs:
            link_readings(self.column("zcjd"), self.column("zcwj"))
        super().build()
        add_search(self)
        if self.mobile_kind in ("redirect", "alternate"):
            self.add_mobile()

    @property
    def lead(self) -> Article:
        """The newest article of the news."""
        return max(self.column("yw").items, key=lambda item: item.published)

    @property
    def mobile_root(self) -> str:
        """The mobile home page, where there is a host of its own."""
        return f"{self.scheme}://m.{self.host.removeprefix('www.')}/"

    def home_rows(self, column: Column) -> Markup:
        """A block of the home page: the newest items of *column*."""
        rows = column.pages()[0][: self.home_count]
        return Markup(environment().get_template("flex/rows.html.j2").render(c=self, rows=rows))

    def doors(self) -> list[tuple[str, str]]:
        """Services and other direct links of the home page."""
        slugs = ("bszn", "wyzx", "szxx", "lxxd", "dczj", "zxft", "ldzc", "ysqgk")
        known = {column.slug: column for column in self.columns()}
        made = [(known[slug].name, known[slug].url) for slug in slugs if slug in known]
        made += [("政务服务网", self.outside["hall"]), ("数据开放", self.outside["data"])]
        return [*made, ("网站年度报表", self.annual.url)] if self.has_annual_report else made

    # --- the mobile host -------------------------------------------------------------------------------------

    def add_mobile(self) -> None:
        """A host of its own for phones: home, columns, articles."""
        root = self.mobile_root
        news = [column for column in self.columns() if column.slug in self.home_slugs and column.kind == "list"]
        every = sorted(
            (item for column in news for item in column.items), key=lambda item: item.published, reverse=True
        )
        limit = self.today.toordinal() - self.mobile_lag
        shown = [item for item in every if item.day.toordinal() <= limit]

        def put(path: str, title: str, **context: Any) -> None:
            given = {"article": None, "columns": [], "rows": [], "tags": []} | context
            self.site.put(f"{root}{path}", lambda: text_reply(self.text("flex/mobile.html.j2", title=title, **given)))

        put("", f"{self.title}手机版", columns=news, rows=shown[:12], tags=self.tags())
        for column in news:
            rows = [item for item in shown if item in column.items]
            put(f"{column.slug}/", column.name, columns=news, rows=rows, tags=self.tags(column))
            for item in rows:
                put(f"{item.key}.html", item.title, article=item, tags=self.tags(column, item))
        put("wza/", "长者模式", columns=news, rows=shown[:6])
        self.site.put(f"{root}m.css", lambda: text_reply(self.text("flex/mobile.css.j2"), "text/css"))
        self.site.put(f"{root}favicon.ico", lambda: reply(assets.icon(self.colours["main"]), "image/x-icon"))
        self.site.put(f"{root}robots.txt", text_reply("User-agent: *\nDisallow:\n", "text/plain"))

    def answer(self, request: ProxyRequest) -> ProxyReply:
        if (
            self.mobile_kind == "redirect"
            and request.url.rstrip("/") == self.root.rstrip("/")
            and any(word in request.header("User-Agent") for word in PHONES)
        ):
            return redirect(self.mobile_root)
        return super().answer(request)

    # --- more kinds of columns ---------------------------------------------------------------------------------

    def add_login(self, section: Section, column: Column) -> None:
        """A channel behind the login of the province's platform: present, and said so."""
        self.add(column.url, "flex/login.html.j2", **self.about(section, column))
        target = f"{column.url}login"
        self.site.put(target, lambda: self.html(target, "flex/login.html.j2", **self.about(section, column)))

    def add_dead(self, section: Section, column: Column) -> None:
        """A planted fault: the menu item's page does not exist."""

    def add_broken(self, section: Section, column: Column) -> None:
        """A planted fault: the menu item's page answers 500."""
        self.site.put(
            column.url, text_reply("<!DOCTYPE html><title>500</title><h1>500 Internal Server Error</h1>", status=500)
        )

    def add_nothing(self, section: Section, column: Column) -> None:
        """A planted fault: the page has its heading and nothing below."""
        self.add(column.url, "common/list.html.j2", rows=[], pager="", **self.about(section, column))

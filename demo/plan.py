"""The columns a complete portal has, filled with fresh content; cities take away, spoil and rename."""

from __future__ import annotations

from datetime import date, datetime, time

from demo.content import Writer
from demo.model import Article, Column, Section


def articles(writer: Writer, kind: str, days: tuple[int, ...], start: int = 0) -> list[Article]:
    """One article of *kind* for each number of days ago."""
    return [writer.article(kind, start + index, ago) for index, ago in enumerate(days)]


def full_plan(writer: Writer) -> list[Section]:
    """Sections with fresh columns: no fault of any kind is in here."""
    short = writer.city.removesuffix("市")
    news = Column("yw", f"{short}要闻", "list", "工作动态", items=articles(writer, "news", (0, 1, 2, 3, 5, 6, 8, 9)))
    for article, name in zip(news.items, "abc", strict=False):
        article.note = name  # the picture of the home page's slides
    offices = Column("bmdt", "部门动态", "list", "工作动态", items=articles(writer, "office", (1, 4, 7, 11)))
    notices = Column("tzgg", "通知公告", "list", "通知公告", items=articles(writer, "notice", (1, 6, 12, 30, 55)))
    policies = Column("zcwj", "政策文件", "list", "政策文件", items=articles(writer, "policy", (9, 40, 75, 120)))
    readings = Column("zcjd", "政策解读", "list", "政策解读", items=articles(writer, "reading", (8, 38, 74)))
    letters = Column("lxxd", "来信选登", "letters", "咨询投诉")
    letters.letters = writer.letters(6)
    guides = Column("bszn", "办事指南", "guides", "办事服务")
    guides.guides = writer.guides(6)
    leaders = Column("ldzc", "领导之窗", "leaders", "负责人信息")
    leaders.leaders = writer.leaders()
    stats = Column("bstj", "办事统计", "list", "数据发布", items=articles(writer, "stats", (12, 43)))
    sections = [
        Section(
            "zjcs",
            f"走进{short}",
            [
                Column("csgk", "城市概况", "document", "概况信息"),
                Column("lswh", "历史文化", "document", "概况信息"),
            ],
        ),
        Section("xwzx", "新闻中心", [news, offices]),
        Section(
            "zwgk",
            "政务公开",
            [
                notices,
                policies,
                readings,
                leaders,
                Column("jgzn", "机构职能", "document", "机构职能"),
                Column("rsrm", "人事任免", "list", "人事信息", items=articles(writer, "personnel", (20, 96))),
                Column("ghjh", "规划计划", "list", "规划信息", items=articles(writer, "plan", (25, 140))),
                Column("tjsj", "统计数据", "list", "数据发布", items=articles(writer, "stats", (10, 41), start=5)),
                Column("czzj", "财政资金", "list", "财政信息", items=articles(writer, "budget", (60, 150))),
                Column("gkzn", "信息公开指南", "document", "信息公开指南"),
                Column(
                    "gknb",
                    "信息公开年报",
                    "list",
                    "信息公开年报",
                    items=[*articles(writer, "report", (240,)), site_report(writer)],
                ),
                Column("ysqgk", "依申请公开", "form", "依申请公开"),
            ],
        ),
        Section("bsfw", "办事服务", [guides, stats]),
        Section(
            "hdjl",
            "互动交流",
            [
                Column("wyzx", "我要咨询", "form", "咨询投诉"),
                Column("szxx", "市长信箱", "form", "咨询投诉"),
                letters,
                Column("dczj", "调查征集", "list", "征集调查", items=articles(writer, "survey", (15, 70, 130))),
                Column("zxft", "在线访谈", "list", "在线访谈", items=articles(writer, "interview", (18, 80, 160))),
                Column("cjwt", "常见问题", "faq", "回应关切"),
            ],
        ),
        Section(
            "ztzl",
            "专题专栏",
            [
                Column("mszt", "民生实事", "list", "专题专栏", items=articles(writer, "special", (7, 35))),
            ],
        ),
    ]
    for column in (notices, policies):
        for article in column.items[:2]:
            article.attachments = [
                (f"附件：{article.title[:18]}说明.pdf", f"/uploads/{writer.number(article.key)}.pdf"),
                ("附件：登记表.docx", f"/uploads/{writer.number(article.key)}.docx"),
            ]
    for section in sections:
        for column in section.columns:
            column.parent = section.slug
    return sections


def site_report(writer: Writer) -> Article:
    """The yearly report about the website itself; the newest one due is about the year returned in its title."""
    year = writer.today.year - (1 if writer.today >= date(writer.today.year, 1, 31) else 2)
    dice = writer.dice("site report")
    return Article(
        key="ndbb",
        title=f"{writer.city}人民政府网站工作年度报表（{year}年度）",
        published=datetime.combine(date(year + 1, 1, 20), time(9, 30)),
        source=f"{writer.city}人民政府办公室",
        blocks=[f"填报单位：{writer.city}人民政府办公室。以下为{year}年度门户网站工作情况。"],
        table=[
            ["指标", "数值"],
            ["独立用户访问总量（个）", str(dice.randrange(400_000, 900_000))],
            ["网站总访问量（次）", str(dice.randrange(2_000_000, 6_000_000))],
            ["信息发布总数（条）", str(dice.randrange(6_000, 14_000))],
            ["解读信息发布数量（条）", str(dice.randrange(60, 190))],
            ["征集调查期数（期）", str(dice.randrange(12, 30))],
        ],
        keywords="政府网站 年度报表",
    )


def link_readings(readings: Column, policies: Column) -> None:
    """Let interpretations and the documents they explain point to each other; both need their URLs."""
    for reading, policy in zip(readings.items, policies.items, strict=False):
        reading.related = [(f"相关文件：{policy.title}", policy.url)]
        policy.related = [(f"政策解读：{reading.title}", reading.url)]

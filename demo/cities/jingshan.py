"""镜山市: nothing is wrong here, and much looks as if it were: the city of hard negatives."""

from __future__ import annotations

from typing import ClassVar

from demo import outside
from demo.flex import FlexPortal
from demo.model import Article, Column, Section
from demo.plan import articles, full_plan
from demo.relative_dates import relative


class City(FlexPortal):
    """See the module's docstring."""

    id = "jingshan"
    name = "镜山市"
    english = "Jingshan"
    code = "990114"
    scheme = "https"
    host = "www.jingshan-city.gov.cn"
    skin = "flex/twin.css.j2"
    search_kind = "frame"
    responsive = True
    mobile_kind = "responsive"
    places = ("镜湖区", "屯屯镇", "大屯乡", "烫石县", "双塔街道", "锟山镇")
    colours: ClassVar = {
        "main": "#1f6b7a", "dark": "#134650", "pale": "#e6f2f4", "accent": "#d08b2c",
        "sky": "#c4e2e8", "water": "#7fb2bc",
    }  # fmt: skip

    def plan(self) -> list[Section]:
        sections = self.drop("czzj", "szxx", sections=full_plan(self.writer))
        by_slug = {section.slug: section for section in sections}
        columns = {column.slug: column for section in sections for column in section.columns}
        opened = by_slug["zwgk"].columns
        files = articles(self.writer, "plan", (40, 50, 60), start=30)
        opened += [
            Column("jyta", "建议提案", "list", "建议提案", items=articles(self.writer, "plan", (31,), start=20)),
            Column("tjgb", "统计公报", "document", "数据发布"),
            Column("sjcz", "省级财政", "external", "财政信息", url=outside.FINANCE),
            Column("xzzx", "下载中心", "downloads", "办事服务", items=files),
            Column("szdt", "数字地图", "embedded", "数据开放"),
        ]
        by_slug["hdjl"].columns += [
            Column("wdxj", "我的信件", "login", "咨询投诉"),
            Column("wsxf", "网上信访", "external", "其他", url=outside.PETITIONS),
        ]
        columns["rsrm"].kind = "undated"
        self.disguise(columns)
        return sections

    def disguise(self, columns: dict[str, Column]) -> None:
        """Write what careless rules take for faults."""
        office = columns["bmdt"].items
        office.append(self.rewritten(50, 2, "什么是“锟斤拷”：一次网页乱码的排查手记", (
            "有市民发来截图，页面上满是“锟斤拷”三个字。技术人员说，这三个字不是菜名，而是编码转换留下的痕迹。",
            "替换字符的字节被当作另一种编码读了一遍，就成了“锟斤拷”；没有写入内容的内存则常常显示为“烫烫烫”“屯屯屯”。",
            "目前网站全部页面统一使用国际通行编码，类似问题已经排除。",
        )))  # fmt: skip
        office.append(self.rewritten(51, 3, "屯屯镇至大屯乡公路通车：屯屯相连不再难", (
            "屯屯镇与大屯乡之间的公路正式通车，屯屯通公路的愿望终于实现，沿线三十二个屯屯的群众出行时间缩短一半。",
            "烫石县温泉水温常年在六十摄氏度以上，当地群众用“烫、烫、真烫”来形容第一次下水的感觉。",
        )))  # fmt: skip
        notices = columns["tzgg"].items
        notices.append(self.rewritten(52, 4, "关于市民服务中心二期正在建设中有关事项的公告", (
            "市民服务中心二期工程正在建设中，部分窗口临时调整到一期大楼办理，敬请期待新大厅启用。",
            "二期停车场暂无开放计划，请尽量选择公共交通出行。相关内容更新后将在本网站公布。",
        ), kind="notice"))  # fmt: skip
        notices.append(self.rewritten(53, 6, "高层次人才引进拟录用人员名单公示", (
            "拟录用人员：亓靖、仉睿、逄喆、仝赟、佘翀、郄昶、繆旻、麴燊、訾珺、濮淼、缪骉、呙喆、钭彧、睢翾、璩玥、兀懿、爨懿。",
            "证件号码前六位和后四位之间以星号代替，例如110105********002X；监督电话12380。",
        ), kind="notice"))  # fmt: skip
        notices.append(self.rewritten(54, 8, "关于公布空气质量监测方法的通知", (
            "细颗粒物浓度按下式计算：ρ＝(w₂－w₁)÷V×10⁶，单位为μg/m³；臭氧日最大8小时平均值不高于160μg/m³。",
            "设备型号为ÄKTA‑25、Ω‑3型流量计，测量范围0～16.7L/min，误差±2%，工作温度－30℃～50℃。",
            "查询示例：https://www.jingshan-city.gov.cn/search/?q=%E7%A9%BA%E6%B0%94 ，将网址复制到浏览器即可。",
        ), kind="notice"))  # fmt: skip
        columns["tjsj"].items[0].table[2][1] = "暂无"
        columns["tjsj"].items[0].blocks.append("表中“暂无”表示该地区当月未开展此项统计，“—”表示无该项数据。")

    def rewritten(
        self, index: int, days_ago: int, title: str, blocks: tuple[str, ...], kind: str = "office"
    ) -> Article:
        """An article with words of its own."""
        article = self.writer.article(kind, index, days_ago)
        article.title, article.blocks = title, list(blocks)
        return article

    def shown_date(self, article: Article) -> str:
        if article.key.startswith(("news", "office")):
            return relative(article.day, self.today)
        if article.key.startswith("notice"):
            return article.published.strftime("%m月%d日") if article.day.year == self.today.year else str(article.day)
        return super().shown_date(article)

    def add_undated(self, section: Section, column: Column) -> None:
        """A list without dates: full, fresh, and not to be called stale."""
        self.add(column.url, "flex/undated.html.j2", rows=column.items, **self.about(section, column))
        self.add_articles(section, column)

    def add_downloads(self, section: Section, column: Column) -> None:
        """A list whose rows are files."""
        for article in column.items:
            article.url = f"/uploads/{self.writer.number(article.key)}.pdf"
            self._refs[f"article:{article.key}"] = self.absolute(article.url)
            self.add_file(article.title, article.url)
        self.add(column.url, "common/list.html.j2", rows=column.items, pager="", **self.about(section, column))

    def add_embedded(self, section: Section, column: Column) -> None:
        """A column that is another host's page in a frame."""
        self.add(column.url, "flex/embedded.html.j2", **self.about(section, column))

"""格桑市: a Uyghur version beside the Chinese one; captcha before search results; careless guides and notices."""

from __future__ import annotations

from typing import ClassVar

from demo.flex import FlexPortal
from demo.model import Section
from demo.plan import full_plan

#: (column, title, paragraphs) of the Uyghur version.
UYGHUR: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("خەۋەرلەر", "شەھەرلىك خەلق ھۆكۈمىتى خىزمەت يىغىنى ئاچتى", (
        "بۈگۈن شەھەرلىك خەلق ھۆكۈمىتى خىزمەت يىغىنى ئېچىپ، ئالدىنقى مەزگىلدىكى خىزمەتلەرنى خۇلاسىلىدى.",
        "يىغىندا خەلق تۇرمۇشىغا مۇناسىۋەتلىك ئىشلارنى ياخشى ئىشلەش تەلەپ قىلىندى.",
    )),
    ("خەۋەرلەر", "يېڭى مەكتەپ ئوقۇش باشلىدى", (
        "شەھىرىمىزدىكى يېڭى مەكتەپ ئوقۇش باشلىدى. مەكتەپتە كۇتۇپخانا ۋە تەنتەربىيە مەيدانى بار.",
        "ئوقۇغۇچىلار ۋە ئاتا-ئانىلار يېڭى مەكتەپتىن ناھايىتى رازى.",
    )),
    ("ئۇقتۇرۇشلار", "قىش پەسلىدىكى سۇ تەمىناتى توغرىسىدا ئۇقتۇرۇش", (
        "قىش پەسلىدە سۇ تۇرۇبىلىرىنى توڭلاشتىن ساقلاش كېرەك. مەسىلە كۆرۈلسە مۇلازىمەت ئورنىغا خەۋەر قىلىڭ.",
    )),
    ("ئۇقتۇرۇشلار", "ئاممىۋى قاتناش ۋاقتىنى تەڭشەش توغرىسىدا ئۇقتۇرۇش", (
        "شەھەر ئىچىدىكى ئاپتوبۇسلارنىڭ ۋاقتى تەڭشەلدى. يېڭى ۋاقىت جەدۋىلى بېكەتلەرگە چاپلاندى.",
    )),
)  # fmt: skip


class City(FlexPortal):
    """See the module's docstring."""

    id = "gesang"
    name = "格桑市"
    english = "Gesang"
    code = "990113"
    host = "www.gesang.gov.cn"
    skin = "flex/steppe.css.j2"
    search_kind = "captcha"
    responsive = True
    mobile_kind = "responsive"
    language_links = (("ئۇيغۇرچە", "/ug/"),)
    places = ("雪莲区", "白杨镇", "红柳乡", "绿洲县", "胡杨街道", "驼铃镇")
    colours: ClassVar = {
        "main": "#3c6b35", "dark": "#264a22", "pale": "#ebf4e7", "accent": "#e4b84a",
        "sky": "#cfe6c3", "water": "#8db57f",
    }  # fmt: skip

    def plan(self) -> list[Section]:
        sections = self.drop("lswh", "bstj", "czzj", "rsrm", sections=full_plan(self.writer))
        columns = {column.slug: column for section in sections for column in section.columns}
        for guide in columns["bszn"].guides[:5]:
            # Name, materials, time and telephone are all that is left: four of eight classes are missing.
            kept = {"事项名称", "办理材料", "办理时间", "联系电话", "收费标准"}
            guide.elements = [(label, text) for label, text in guide.elements if label in kept]
        winners = columns["tzgg"].items[3]
        winners.title = "关于发放高龄补贴人员名单的公示"
        # The specimen number of GB 11643; a telephone number of the range kept for fiction.
        winners.blocks[2] = "名单：贺大山，身份证号11010519491231002X，联系电话13800138000，发放金额每月一百元。"
        return sections

    @property
    def outside(self) -> dict[str, str]:
        """As elsewhere, but the entry for reporting faults carries another site's code."""
        links = super().outside
        return {**links, "faults": links["faults"].replace(self.site_code, "9901880001")}

    def build(self) -> None:
        super().build()
        days = [self.writer.moment(3 + 4 * number, "ug", number) for number in range(len(UYGHUR))]
        rows = [
            {"column": column, "title": title, "blocks": blocks, "day": day, "url": f"/ug/{number}.html"}
            for number, ((column, title, blocks), day) in enumerate(zip(UYGHUR, days, strict=True))
        ]
        home = "گېساڭ شەھەرلىك خەلق ھۆكۈمىتى"
        self.add("/ug/", "flex/ug.html.j2", rows=rows, row=None, title=home, home=home)
        for row in rows:
            self.add(
                str(row["url"]), "flex/ug.html.j2", rows=rows, row=row, title=f"{row['title']} - {home}", home=home
            )

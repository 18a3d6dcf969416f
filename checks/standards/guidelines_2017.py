"""《政府网站发展指引》 (国办发〔2017〕47号) and later papers on accessibility: what the indicators lack.

None of these texts was read in the original here; numbers come from documents that quote them. So nothing is
``verified``, and no number that was not found is made up.
"""

from __future__ import annotations

from checks.declaration import Clause, Text

PAGE_FAST = Clause(
    "2017-load",
    Text("页面加载时间", "Time to load a page"),
    Text("网站页面加载时间一般不超过3秒。", "A page of the site loads within 3 seconds as a rule."),
    "国办发〔2017〕47号《政府网站发展指引》网页设计规范（据公开的合规说明转述）",
    verified=False,
    severity="deduction",
)
#: Seconds; the number of ``PAGE_FAST``.
PAGE_SECONDS = 3.0

MOBILE_ENTRY = Clause(
    "2017-mobile",
    Text("适配移动终端", "Fit for mobile devices"),
    Text(
        "政府网站应当适配移动终端，网民通过手机可以正常浏览和使用。",
        "A government site suits mobile devices, so that it can be read and used on a phone.",
    ),
    "国办发〔2017〕47号《政府网站发展指引》（条文未核对）",
    verified=False,
    severity="deduction",
)
MOBILE_CONSISTENT = Clause(
    "2017-mobile-same",
    Text("移动端与桌面端内容一致", "Mobile and desktop say the same"),
    Text(
        "网站各入口的信息应当同步更新、保持一致。",
        "What the site says is kept up to date and the same at all of its entries.",
    ),
    "国办发〔2017〕47号《政府网站发展指引》（条文未核对）",
    verified=False,
    severity="deduction",
)
MOBILE_LEGIBLE = Clause(
    "mobile-legible",
    Text("移动端文字可读", "Text can be read on a phone"),
    Text(
        "手机上显示的正文文字不宜小于12个CSS像素；适老版应当提供18dp/pt以上的大字服务。",
        "Text on a phone should not be smaller than 12 CSS pixels; the elder version offers 18 dp/pt and more.",
    ),
    "12像素为业界通行的下限（非官方条文）；18dp/pt 据《互联网网站适老化通用设计规范》1.2.3 转述",
    verified=False,
    severity="advice",
)
#: CSS pixels on the device's own screen, below which text counts as too small to read without zooming.
LEGIBLE_PIXELS = 12.0
#: Share of the characters on a page that may be smaller (footers, dates, captions). Our own bound.
SMALL_SHARE = 0.4

ELDER_MODE = Clause(
    "2021-elder",
    Text("适老化与无障碍改造", "Made fit for the elderly and the disabled"),
    Text(
        "政府网站应当进行适老化与无障碍改造，提供大字、高对比度、朗读等辅助浏览功能或者简洁版页面，方便老年人、残疾人使用。",
        "Government sites are made fit for the elderly and the disabled: larger text, high contrast, reading aloud or "
        "a simple version.",
    ),
    "国办发〔2020〕45号；国办公开办函〔2021〕28号；工信部《互联网网站适老化通用设计规范》（据公开材料转述）",
    verified=False,
    severity="deduction",
)

"""《政府网站与政务新媒体检查指标》 (国办秘函〔2019〕19号): clauses and the vetoes for websites, as data.

``verified=True`` only where the rule was read in a document that quotes the official text; the numbers then
stand in a bureau's 2022 check table. Whoever changes a rule here raises ``STANDARD.version``.
"""

from __future__ import annotations

from checks.declaration import Clause, Text
from checks.standards.veto import Count, Standard, VetoRule

SOURCE = "国办秘函〔2019〕19号"
PART_1 = f"{SOURCE} 第一部分 单项否决指标"
PART_2 = f"{SOURCE} 第二部分 扣分指标"

# --- part 1: vetoes -----------------------------------------------------------------------------------------

SAFETY = Clause(
    "2019-V1",
    Text("安全、泄密事故等严重问题", "Security incidents, leaks of secrets and other grave problems"),
    Text(
        "出现下列情形之一：严重表述错误；泄露国家秘密；发布或链接反动、暴力、色情等内容；"
        "遭受安全攻击未及时处置"
        "造成严重安全事故；伪造发稿日期等弄虚作假行为；因网站建设管理工作不当引发严重负面舆情。",
        "Any of: gravely wrong statements; a state secret leaked; reactionary, violent or pornographic "
        "content "
        "published or linked to; an attack not handled in time that caused a grave incident; fraud such as "
        "forged "
        "publication dates; grave public criticism caused by bad site management.",
    ),
    PART_1, verified=True, severity="veto",
)  # fmt: skip
SITE_AVAILABLE = Clause(
    "2019-V2",
    Text("站点无法访问", "Site cannot be reached"),
    Text(
        "监测1周，每天间隔性访问20次以上，超过（含）15秒网站仍打不开的次数比例累计占比5%以上。",
        "Watched for one week with 20 or more spaced visits a day: the site is not open after 15 seconds in "
        "5 % or "
        "more of all visits.",
    ),
    PART_1, verified=True, severity="veto",
)  # fmt: skip
HOME_UPDATED = Clause(
    "2019-V3",
    Text("首页不更新", "Home page not updated"),
    Text(
        "监测2周，首页无信息更新的。如首页仅为网站栏目导航入口，则检查所有二级页面信息的更新情况。",
        "Watched for two weeks: nothing new on the home page. If the home page is only an entry for "
        "navigation, all "
        "second-level pages are looked at.",
    ),
    PART_1, verified=True, severity="veto",
)  # fmt: skip
COLUMN_UPDATED = Clause(
    "2019-V4.1-2",
    Text("栏目不更新：应更新未更新", "Columns not updated: overdue"),
    Text(
        "监测时间点前2周内未更新的动态、要闻类栏目，以及监测时间点前6个月内未更新的通知公告、"
        "政策文件类一级栏目，"
        "累计5个（含）以上；或者应更新但长期未更新的栏目数量10个（含）以上。",
        "News columns without update in the last 2 weeks together with first-level columns of notices and "
        "policy "
        "files without update in the last 6 months: 5 or more; or 10 or more columns that should be updated "
        "and long "
        "have not been.",
    ),
    PART_1, verified=True, severity="veto",
)  # fmt: skip
BLANK_COLUMN = Clause(
    "2019-V4.3",
    Text("栏目不更新：空白栏目", "Columns not updated: blank columns"),
    Text("空白栏目数量5个（含）以上。", "5 or more blank columns."),
    PART_1, verified=True, severity="veto",
)  # fmt: skip
INTERACTION_CHANNEL = Clause(
    "2019-V5.1",
    Text("互动回应差：无有效咨询渠道", "Poor response: no effective consultation channel"),
    Text(
        "未提供网上有效咨询建言渠道（网上信访、纪检举报等专门渠道除外）。",
        "No effective channel for consultation and suggestions online (special channels such as online "
        "petitions and "
        "discipline reports do not count).",
    ),
    PART_1, verified=True, severity="veto",
)  # fmt: skip
INTERACTION_ANSWERED = Clause(
    "2019-V5.2",
    Text("互动回应差：长期未答复", "Poor response: messages long unanswered"),
    Text(
        "监测时间点前1年内，对网民留言应及时答复处理的政务咨询类栏目（在线访谈、调查征集、网上信访、"
        "纪检举报类栏目"
        "除外）存在超过3个月未回应有效留言的现象。",
        "Within the year before: a valid message in a consultation column that must be answered (not "
        "interviews, "
        "surveys, petitions or discipline reports) has gone unanswered for more than 3 months.",
    ),
    PART_1, verified=True, severity="veto",
)  # fmt: skip
SERVICE_OFFERED = Clause(
    "2019-V6.1",
    Text("服务不实用：未提供办事服务", "Services of no use: none offered"),
    Text("未提供办事服务。", "No government services are offered."),
    PART_1, verified=True, severity="veto",
)  # fmt: skip
GUIDE_COMPLETE = Clause(
    "2019-V6.2",
    Text("服务不实用：办事指南要素缺失", "Services of no use: service guides lack elements"),
    Text(
        "办事指南要素类别（事项名称、设定依据、申请条件、办理材料、办理地点、办理时间、联系电话、"
        "办理流程等）缺失4类"
        "（含）以上的事项数量5个（含）以上。",
        "4 or more classes of elements (name, legal basis, conditions, materials, place, time, telephone, "
        "procedure "
        "…) are missing in the guides of 5 or more service items.",
    ),
    PART_1, verified=False, severity="veto",
)  # fmt: skip

# --- part 2: deductions; names of the indicators are documented by use, their points are not (points: later)

COLUMN_MAINTAINED = Clause(
    "2019-D-columns",
    Text("发布解读：其他栏目", "Publishing: other columns"),
    Text(
        "栏目应当按期更新，不得存在空白栏目。",
        "Columns are updated within their period; no column is blank.",
    ),
    PART_2, verified=False, severity="deduction",
)  # fmt: skip
SITE_SEARCH = Clause(
    "2019-D-search",
    Text("功能设计：站内搜索", "Functions: site search"),
    Text(
        "提供站内搜索功能；以本站已发布信息的标题进行搜索，应当在搜索结果第一页找到该信息。",
        "The site offers a search of its own; the title of something it has published is found on the first "
        "page of "
        "results.",
    ),
    f"{PART_2}；南京市2021年第三季度政府网站检查通报", verified=False, severity="deduction",
)  # fmt: skip
INTERACTION_SUBMISSION = Clause(
    "2019-D-submit",
    Text("互动交流：信息提交", "Interaction: submitting"),
    Text(
        "咨询投诉等互动栏目能够正常使用，网民可以提交信息。",
        "Interaction sections work, and citizens can submit what they write.",
    ),
    PART_2, verified=False, severity="deduction",
)  # fmt: skip
INTERACTION_SECTIONS = Clause(
    "2017-sections",
    Text("统一互动交流平台", "One platform for interaction"),
    Text(
        "门户网站应当搭建统一的互动交流平台，根据工作需要，实现留言评论、在线访谈、征集调查、"
        "咨询投诉和即时通讯等功能。",
        "A portal provides one platform for interaction, with comments, interviews, surveys, consultation "
        "and complaints, and instant messages as its work requires.",
    ),
    "国办发〔2017〕47号《政府网站发展指引》（据辽宁省政府网站管理办法转述）",
    verified=False, severity="deduction",
)  # fmt: skip
INTERACTION_REPLY = Clause(
    "2019-D-reply",
    Text("互动交流：办理答复", "Interaction: replies"),
    Text(
        "对网民留言应当及时、有针对性地答复，不得敷衍、推诿、答非所问。",
        "Citizens' messages are answered in time and to the point, without evasion.",
    ),
    PART_2, verified=False, severity="deduction",
)  # fmt: skip
PAGE_READABLE = Clause(
    "2019-D-usable",
    Text("功能设计：可用性", "Functions: usability"),
    Text(
        "网站页面能够正常访问，内容能够正常显示、阅读。",
        "Pages of the site open, and what they say is displayed so that it can be read.",
    ),
    PART_2, verified=False, severity="deduction",
)  # fmt: skip

STANDARD = Standard(
    id="indicators-2019",
    title=Text("政府网站与政务新媒体检查指标", "Inspection indicators for government websites and new media"),
    source=SOURCE,
    version="2019.1",
    points_verified=False,
    vetoes=(
        VetoRule(
            "V1", SAFETY.title, SAFETY,
            Text("须由人工认定的严重问题", "grave problems that only a person can establish"),
            untested=Text(
                "本项须由人工认定，本工具不作判断；报告中的乱码、暗链、隐私泄露等发现只是线索。",
                "Only a person can establish this; the tool does not judge it. Findings on garbled text, "
                "hidden links "
                "or leaked personal data are pointers at most.",
            ),
        ),
        VetoRule(
            "V2", SITE_AVAILABLE.title, SITE_AVAILABLE,
            Text("一周监测中打不开的次数占比达到5%的情形", "5 % or more of a week's visits failed"),
            counts=(Count("site-unreachable"),), without_home=True,
        ),
        VetoRule(
            "V3", HOME_UPDATED.title, HOME_UPDATED,
            Text("首页2周内无信息更新的情形", "nothing new on the home page in 2 weeks"),
            counts=(Count("home-stale"),),
        ),
        VetoRule(
            "V4.1", Text("栏目不更新（动态要闻、通知政策）", "Columns not updated (news; notices and "
            "policy)"),
            COLUMN_UPDATED,
            Text(
                "2周内未更新的动态、要闻类栏目与6个月内未更新的通知公告、政策文件类一级栏目合计",
                "news columns without update in 2 weeks and first-level notice and policy columns without "
                "update in "
                "6 months, together",
            ),
            counts=(Count("column-stale", groups=frozenset({"DTYW", "TZZC"})),), threshold=5,
        ),
        VetoRule(
            "V4.2", Text("栏目不更新（长期未更新）", "Columns not updated (long overdue)"), COLUMN_UPDATED,
            Text("应更新但长期未更新的栏目", "columns that should be updated and long have not been"),
            counts=(Count("column-stale", groups=frozenset({"long"})),), threshold=10,
        ),
        VetoRule(
            "V4.3", BLANK_COLUMN.title, BLANK_COLUMN, Text("空白栏目", "blank columns"),
            counts=(Count("column-empty"),), threshold=5,
        ),
        VetoRule(
            "V5.1", INTERACTION_CHANNEL.title, INTERACTION_CHANNEL,
            Text("未提供有效网上咨询渠道的情形", "no effective online channel for consultation"),
            counts=(Count("interaction-missing"),),
        ),
        VetoRule(
            "V5.2", INTERACTION_ANSWERED.title, INTERACTION_ANSWERED,
            Text("超过3个月未回应的有效留言", "valid messages unanswered for more than 3 months"),
            counts=(Count("interaction-unanswered"),),
        ),
        VetoRule(
            "V6.1", SERVICE_OFFERED.title, SERVICE_OFFERED,
            Text("未提供办事服务的情形", "no government services offered"),
            counts=(Count("service-missing"),),
        ),
        VetoRule(
            "V6.2", GUIDE_COMPLETE.title, GUIDE_COMPLETE,
            Text("要素缺失4类以上的事项", "service items whose guide lacks 4 or more classes of elements"),
            counts=(Count("guide-incomplete", unit="page"),), threshold=5,
        ),
    ),
)  # fmt: skip

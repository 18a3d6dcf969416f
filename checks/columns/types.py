"""What kinds of columns there are, the words that tell them apart, and how often each must be renewed.

Each word carries where it was seen and a name that contains it and means something else: words are guesses,
and a
guess without its counter-example is not to be trusted.

Spans: two weeks for news and six months for notices and policy files are confirmed text of the 2019
indicators; one
year and the six months for interpretations are second-hand (public code of inspection platforms, news
reports).
"""

from __future__ import annotations

import re
from typing import Literal

from msgspec import Struct

from checks.declaration import Text
from checks.reading.chinese import simplify

__all__ = ["BY_ID", "TYPES", "ColumnType", "TypeId", "Word", "classify", "is_utility"]

TypeId = Literal[
    "news", "notices", "policy", "interpretation", "leaders", "organisation", "overview", "statistics",
    "personnel",
    "plan", "annual", "special", "interaction", "service", "finance", "disclosure", "focus", "topic-news", "document",
    "other",
]  # fmt: skip


class Word(Struct, frozen=True):
    """A word in a column's name: where it was seen, and a name that contains it without being of the type."""

    word: str
    seen: str
    counter: str


class ColumnType(Struct, frozen=True):
    """A kind of column. *span* in days, None where no renewal can be demanded from outside."""

    id: TypeId
    title: Text
    words: tuple[Word, ...] = ()
    codes: tuple[str, ...] = ()  # parts of addresses that name the type
    span: int | None = None
    span_source: str = ""
    group: str = ""  # which counting rule of the veto on columns it falls under
    confirmed: bool = False  # whether the span is confirmed text


def _w(word: str, seen: str, counter: str) -> Word:
    return Word(word, seen, counter)


_2019 = "国办秘函〔2019〕19号 栏目不更新"

#: In order: the first type with a matching word wins, so the narrower stand before the wider.
TYPES: tuple[ColumnType, ...] = (
    ColumnType(
        "interaction",
        Text("互动交流", "Interaction"),
        (
            _w("信箱", "市长信箱（多个门户）", "信箱开户办理指南"),
            _w("互动", "互动交流、政民互动", "科技馆互动展厅"),
            _w("咨询", "我要咨询、网上咨询", "决策咨询委员会（机构）"),
            _w("投诉", "咨询投诉", "投诉统计分析报告"),
            _w("征集", "意见征集、民意征集", "征兵征集公告"),
            _w("征求意见", "征求意见", "征求意见结果反馈"),
            _w("访谈", "在线访谈", "访谈录（历史人物）"),
            _w("调查", "网上调查", "统计调查、调查队（统计栏目、机构）"),
            _w("留言", "留言选登", "总书记重要留言"),
            _w("建言献策", "建言献策", ""),
            _w("网络问政", "网络问政", ""),
            _w("来信", "来信选登", "感谢信来信登记"),
            _w("民意", "民意征集", "民意调查中心（机构）"),
            _w("公众参与", "公众参与", ""),
            _w("常见问题", "常见问题", ""),
            _w("知识库", "业务知识库", ""),
            _w("智能问答", "智能问答", ""),
            _w("信访", "网上信访", "信访局（机构）"),
            _w("举报", "我要举报、纪检举报", "举报受理范围"),
        ),
        ("hdjl", "zmhd", "hudong", "hdjlpt", "jact", "gzcy", "szxx", "ldxx"),
    ),
    ColumnType(
        "annual",
        Text("年度报告", "Annual reports"),
        (
            _w("年报", "政府信息公开年报", "年报名录（企业年报公示）"),
            _w("年度报告", "政府信息公开年度报告", "年度报告编制通知（稿件）"),
            _w("年度报表", "政府网站年度报表", ""),
            _w("政府工作报告", "政府工作报告", ""),
            _w("法治政府建设", "法治政府建设年度报告", "法治政府建设动态"),
        ),
        ("gknb", "xxgknb", "nb", "ndbg", "zfgzbg"),
        span=460,
        span_source="《政府信息公开条例》要求每年1月31日（或3月31日）前公布年度报告；留出编发时间",
    ),
    ColumnType(
        "interpretation",
        Text("政策解读", "Policy interpretation"),
        (
            _w("解读", "政策解读、文件解读", "图书解读活动"),
            _w("一图读懂", "一图读懂", ""),
            _w("图解", "图解政策", "图解城市（画册）"),
        ),
        ("zcjd", "jd", "wjjd"),
        span=180,
        span_source="6个月（二手：媒体转述2019年指标，未见原文）",
        group="long",
    ),
    ColumnType(
        "leaders",
        Text("领导信息", "Leaders"),
        (
            _w("领导", "市政府领导、领导之窗", "领导小组、领导活动（要闻）、领导信箱（互动）"),
            _w("市长", "市长之窗", "市长信箱（互动）、市长热线、市长质量奖"),
            _w("区长之窗", "区长之窗", ""),
            _w("负责人", "部门负责人", "项目负责人公示"),
        ),
        ("ldzc", "szfld", "ldxxi", "leader", "leaders"),
    ),
    ColumnType(
        "organisation",
        Text("机构职能", "Organisation"),
        (
            _w("机构", "机构职能、机构设置", "机构编制公开招聘（人事）、机构改革动态"),
            _w("职能", "主要职能", ""),
            _w("内设", "内设机构", ""),
            _w("部门", "政府部门、市直部门", "部门动态（要闻）、部门文件（政策）、部门解读"),
            _w("权责清单", "权责清单", ""),
        ),
        ("jgzn", "jgsz", "zfjg", "zzjg", "jggk", "qzqd", "szbm"),
    ),
    ColumnType(
        "personnel",
        Text("人事信息", "Personnel"),
        (
            _w("人事", "人事任免、人事信息", "人事考试服务（办事）"),
            _w("任免", "人事任免", ""),
            _w("招考", "招考录用", ""),
            _w("招聘", "公开招聘、事业单位招聘", "招聘会服务平台（外链）"),
            _w("干部公示", "干部任前公示", ""),
            _w("任前公示", "任前公示", ""),
        ),
        ("rsrm", "rsxx", "rsgl", "rszk", "zkly", "rsks"),
        span=365,
        span_source="1年（二手：公开的监管平台代码 RSGH）",
        group="long",
    ),
    ColumnType(
        "plan",
        Text("规划计划", "Plans"),
        (
            _w("规划", "规划计划、发展规划", "规划展览馆（机构）、规划局动态"),
            _w("计划", "工作计划", "计划生育服务（办事）"),
        ),
        ("ghjh", "fzgh", "ghxx", "jhzj", "zxgh"),
        span=365,
        span_source="1年（二手：公开的监管平台代码 RSGH）",
        group="long",
    ),
    ColumnType(
        "statistics",
        Text("统计数据", "Statistics"),
        (
            _w("统计", "统计信息、统计公报", "信件统计（互动）、统计局（机构）"),
            _w("数据", "数据发布", "数据局动态、数据开放平台（外链）"),
        ),
        ("tjxx", "tjsj", "tjgb", "sjfb", "tjfx"),
        span=365,
        span_source="应更新类默认1年（二手：公开的监管平台代码）",
        group="long",
    ),
    ColumnType(
        "finance",
        Text("财政资金", "Finance"),
        (
            _w("预决算", "财政预决算", ""),
            _w("预算", "部门预算", ""),
            _w("决算", "部门决算", ""),
            _w("财政", "财政资金", "财政局动态"),
            _w("收费", "行政事业性收费", "免收费办理指南"),
            _w("采购", "政府采购", "采购网（外链）"),
        ),
        ("czzj", "czyjs", "yjs", "ysjs", "czxx", "zfcg"),
        span=365,
        span_source="应更新类默认1年（二手：公开的监管平台代码）",
        group="long",
    ),
    ColumnType(
        "notices",
        Text("通知公告", "Notices"),
        (
            _w("通知公告", "通知公告", ""),
            _w("公告公示", "公告公示", ""),
            _w("公示公告", "公示公告", ""),
            _w("公告", "公告栏", "公告牌制作规范"),
            _w("通知", "通知", "通知书下载"),
        ),
        ("tzgg", "gggs", "gsgg", "gg", "tz", "tongzhi", "gonggao"),
        span=180,
        span_source=_2019,
        group="TZZC",
        confirmed=True,
    ),
    ColumnType(
        "policy",
        Text("政策文件", "Policy files"),
        (
            _w("政策文件", "政策文件", ""),
            _w("政府文件", "政府文件、市政府文件", ""),
            _w("规范性文件", "规范性文件", "规范性文件征求意见（互动）"),
            _w("政策法规", "政策法规", "政策法规处（机构）"),
            _w("政府公报", "政府公报", ""),
            _w("文件", "文件库、本级文件", "文件解读（解读）、文件下载"),
            _w("政策", "惠企政策", "政策咨询（互动）、政策解读（解读）"),
            _w("政府令", "政府令、政府规章", ""),
            _w("规章", "政府规章", "规章制度（内部）"),
            _w("法规", "地方性法规", ""),
        ),
        ("zcwj", "zfwj", "gfxwj", "zcfg", "szfwj", "wjk", "zfgb", "bjwj", "zfl"),
        span=180,
        span_source=_2019,
        group="TZZC",
        confirmed=True,
    ),
    ColumnType(
        "special",
        Text("专题专栏", "Special topics"),
        (
            _w("专题", "专题专栏", "专题会议纪要"),
            _w("专栏", "专题专栏", ""),
            _w("活动", "主题活动", "领导活动（要闻）"),
        ),
        ("ztzl", "ztlm", "zt", "special"),
    ),
    ColumnType(
        "service",
        Text("办事服务", "Services"),
        (
            _w("办事", "办事服务、网上办事", "办事大厅动态"),
            _w("服务", "政务服务、便民服务", "服务业发展规划（计划）"),
            _w("办理指南", "办理指南", ""),
            _w("办事指南", "办事指南", ""),
            _w("查询", "便民查询", "来信查询（互动）"),
            _w("下载", "表格下载", "App下载（功能）"),
            _w("事项", "事项清单", ""),
        ),
        ("bsfw", "zwfw", "bszn", "wsbs", "bmfw", "fw"),
    ),
    ColumnType(
        "news",
        Text("动态要闻", "News"),
        (
            _w("要闻", "今日要闻、本市要闻", ""),
            _w("动态", "工作动态、部门动态", "动态监测系统、双公示动态清单"),
            _w("新闻", "新闻中心、政务新闻", "新闻发布会（其他）、新闻出版局（机构）"),
            _w("快讯", "政务快讯", ""),
            _w("头条", "头条新闻", ""),
            _w("信息速递", "信息速递", ""),
            _w("领导活动", "领导活动", ""),
            _w("政务活动", "政务活动", ""),
        ),
        ("xwzx", "zwdt", "gzdt", "bmdt", "qxdt", "yw", "zwyw", "jryw", "dtyw", "xwdt", "xw", "news", "qxdt", "dt"),
        span=14,
        span_source=_2019,
        group="DTYW",
        confirmed=True,
    ),
    ColumnType(
        "overview",
        Text("概况信息", "Overview"),
        (
            _w("概况", "城市概况、市情概况", ""),
            _w("走进", "走进某市", "走进基层（要闻专题）"),
            _w("历史", "历史沿革", "历史文化名城保护规划（计划）"),
            _w("旅游", "旅游资源", "旅游局动态"),
            _w("人文", "人文北京", ""),
            _w("简介", "本市简介", ""),
            _w("地图", "行政区划地图", "网站地图（功能）"),
            _w("名片", "城市名片", ""),
            _w("魅力", "魅力城市", ""),
        ),
        ("csgk", "gk", "zjxx", "sqgk", "rwzl", "lsyg"),
    ),
    ColumnType(
        "focus",
        Text("重点领域", "Key fields"),
        (
            _w("重大项目", "重大项目、重大建设项目", "重大项目办公室（机构）"),
            _w("重大建设项目", "重大建设项目", ""),
            _w("重点项目", "重点项目", ""),
            _w("公共资源", "公共资源配置", "公共资源交易网（外链）"),
            _w("社会公益", "社会公益事业", ""),
            _w("应急管理", "应急管理", "应急管理局（机构）"),
            _w("安全生产", "安全生产", "安全生产举报（互动）"),
            _w("环境保护", "环境保护", "环境保护规划（规划）"),
            _w("生态环境", "生态环境", "生态环境局（机构）"),
            _w("食品药品", "食品药品监管", "食品药品投诉（互动）"),
            _w("医疗卫生", "医疗卫生", "医疗卫生机构（机构）"),
            _w("教育信息", "教育信息", "主题教育（专题）"),
            _w("社会救助", "社会救助和社会福利", "社会救助服务指南（办事）"),
            _w("住房保障", "住房保障", ""),
            _w("征地", "征地信息、征地拆迁", ""),
            _w("扶贫", "扶贫脱贫、精准扶贫", "扶贫专题（专题）"),
            _w("乡村振兴", "乡村振兴", "乡村振兴专题（专题）"),
            _w("审计", "审计公开", "审计局（机构）"),
        ),
        ("zdlyxxgk", "zdxm", "ggzypz", "shgysy"),
        span=365,
        span_source="应更新类默认1年（二手：公开的监管平台代码）；重点领域为应主动公开的内容",
        group="long",
    ),
    ColumnType(
        "disclosure",
        Text("信息公开", "Disclosure"),
        (
            _w("公开指南", "政府信息公开指南", ""),
            _w("公开制度", "政府信息公开制度", ""),
            _w("依申请", "依申请公开", ""),
            _w("公开目录", "信息公开目录", ""),
            _w("信息公开", "政府信息公开", ""),
            _w("政务公开", "政务公开", ""),
        ),
        ("zwgk", "xxgk", "zfxxgk", "ysqgk", "gkzn"),
    ),
    ColumnType(
        "other",
        Text("其他栏目", "Other columns"),
        span=365,
        span_source="应更新类默认1年（二手：公开的监管平台代码）；曾多次更新的栏目",
        group="long",
    ),
)

BY_ID: dict[str, ColumnType] = {kind.id: kind for kind in TYPES}

#: Longer names that settle the type against the words above.
_EXCEPTIONS: tuple[tuple[re.Pattern[str], TypeId], ...] = (
    (re.compile(r"统计调查|调查队"), "statistics"),
    # Seen beside 要闻 in the news sections of cities and counties; 部门信息公开目录 is another thing.
    (re.compile(r"(?:部门|单位|县区|区县|乡镇|镇街)(?:信息|快讯|要闻|资讯)$"), "news"),
    # The chapter of news. Counter-examples: 招商资讯, 人才资讯.
    (re.compile(r"^(?:新闻|政务|今日|本地|最新)?资讯(?:中心)?$"), "news"),
    # 区县传真: reports from below; 电话传真 and 部门传真 are numbers to call (but see _DISPATCHES).
    (re.compile(r"(?:县区|区县|县市|乡镇|镇街|街镇|基层|各地)(?:传真|快报|速递|播报)$"), "news"),
    (re.compile(r"(?:领导|政务|市长)(?:活动|讲话)|(?:部门|县区|区县|乡镇|基层|改革)动态|工作动态"), "news"),
    # Articles about what was asked: 解读回应 is a chapter of publishing in the 2019 indicators, not of interaction.
    (re.compile(r"新闻发布会?$|回应关切|热点回应"), "other"),
    # What came of consultations: articles, too (征集结果反馈 beside 调查征集).
    (re.compile(r"(?:征集|调查|意见).{0,4}(?:结果|反馈)|结果反馈"), "other"),
    (re.compile(r"部门文件|部门政策|(?:机构|部门)规范性文件"), "policy"),
    (re.compile(r"部门解读|文件解读|政策解读"), "interpretation"),
    (re.compile(r"领导小组|质量奖"), "other"),
    (re.compile(r"市长热线|(?:领导|市长|区长|县长|书记|局长)信箱|我向市长说"), "interaction"),
    (re.compile(r"结果公开|双公示|行政(?:处罚|许可|执法)"), "other"),
    (re.compile(r"动态监测|新闻出版"), "other"),
    (re.compile(r"计划生育"), "service"),
    (re.compile(r"部门预算|部门决算|部门预决算|三公"), "finance"),
    (re.compile(r"(?:主题|学习|专题)教育"), "special"),
    (re.compile(r"局$|委员会$|办公室$"), "organisation"),
    (re.compile(r"人事考试|公开招聘"), "personnel"),
)

#: Reports under a heading of news, whoever sends them (seen: 部门传真 under 要闻播报).
_DISPATCHES = re.compile(r"(?:传真|快报|速递|播报)$")

#: Names of links in menus that are no columns: functions of the site and words about it.
_UTILITY = re.compile(
    r"^(?:跳(?:到|至|过).*|进入.{0,4}(?:网站|首页|门户|主页|官网)|首\s*页|網站首頁|网站首页|主\s*页|home|返回.*|(?:用户|会员|统一|个人|法人|企业)?(?:登\s*录|登錄|注\s*册)|推荐|热门|退出|个人中心|用户中心|我的.*|english|繁體?|繁体(?:版|中文)?|简体(?:版|中文)?|"
    r"无障碍.*|長者.*|长者.*|适老.*|关怀.*|手机版|移动版|移动端|客户端|app.*|小程序|微信.*|微博.*|公众号.*|rss.*|收藏.*|设为首页|加入收藏|"
    r"网站地图|站点地图|网站声明|关于我们|联系我们|联系方式|版权.*|隐私.*|帮助.*|使用帮助|我要纠错|网站纠错|邮箱|政府邮箱|政务邮箱|公务邮箱|"
    r"搜索|高级搜索|站内搜索|检索|全站搜索|智能问答|智能机器人|机器人|上一页|下一页|末页|尾页|打印.*|关闭.*|分享.*|更多.*|详情.*|more.*|\d+|"
    r"[a-z]{1,3}|日本語|한국어|français|русский|español|deutsch|عربي.*)$",
    re.I,
)


def is_utility(name: str) -> bool:
    """Whether a menu entry is a function of the site or a word about it, no column."""
    return not name or _UTILITY.match(simplify(name).strip()) is not None


def classify(name: str, url: str = "", path: tuple[str, ...] = (), tag: str = "") -> TypeId:
    """The type of a column from its name; from its ColumnType tag, address and parents where the name says
    nothing.

    *path* are the names above it, outermost first; *tag* is the content of the page's ColumnType.
    """
    under_news = any(above and above != name and classify(above) == "news" for above in path)
    if under_news and _DISPATCHES.search(simplify(name)):
        return "news"
    for label in (simplify(name), simplify(tag)):
        for pattern, kind in _EXCEPTIONS:
            if label and pattern.search(label):
                return kind
        for column_type in TYPES:
            if any(word.word in label for word in column_type.words):
                # 部门工作 in the chapter of news: what departments do. Counter-example: 机构设置 under 信息公开.
                return "news" if under_news and column_type.id == "organisation" else column_type.id
    segments = [s.lower() for s in re.split(r"[/?#&=_.\-]+", url.split("://", 1)[-1]) if s]
    for segment in reversed(segments[1:]):
        for column_type in TYPES:
            if segment in column_type.codes:
                return column_type.id
    for above in reversed(path):
        kind = classify(above) if above else "other"
        if kind in ("news", "special", "interaction", "service", "overview"):
            return kind
    return "other"

"""What stands on a page where nothing was put, and looks like content to a program.

Notices that there is nothing, heads of tables without a row, templates that no script filled, pictures that stand for
what is missing, players without a film.
"""

from __future__ import annotations

import re

from checks.reading import Document
from checks.reading.chinese import simplify
from checks.reading.parse import Element
from checks.reading.words import remembered

__all__ = [
    "find_note",
    "has_source",
    "heads_alone",
    "is_description",
    "is_function",
    "is_placeholder_picture",
    "is_unfilled",
]

#: Words by which a page says that it has nothing. The list follows the wordings that inspection platforms and
#: 国办函〔2016〕68号 name, and their variants. Counter-example: an article that *tells* of a road
#: 正在建设中; so a note
#: counts only where it is short and nearly all that is left of the page.
_NOTE = re.compile(
    r"(?:(?:该|此|本)?(?:栏目|频道|版块|板块|页面|内容|网站|系统|功能)(?:正在|正|尚在|在|目前)?(?:规划|抓紧|加紧|紧张)?"
    r"(?:建设|完善|更新|升级|改版|维护|调整|整理|制作|开发|筹备)(?:改版|改造|维护|建设)?(?:之?中|当中)?)|"
    r"(?:正在|正|抓紧|紧张)(?:建设|完善|更新|升级|改版|维护|整理|制作|开发|筹备)(?:改版|改造)?(?:之?中|当中)|"
    r"(?:升级|改版|维护|建设|更新)(?:改版|改造|升级)?中(?![心小国央东西部学长期共等外医文标介药队华])|敬请期待|敬請期待|即将(?:开通|上线|推出)|"
    r"(?:暂|暫|目前|还|還|尚)(?:时|時)?(?:没有|沒有|无|無|未)(?:有|任何|发布|添加|公开|更新|录入|收录|相关|相關)*(?:内容|內容|数据|數據|信息|資訊|资料|資料|记录|文章|公告|结果|公开|发布|更新|$)|"
    r"(?:没有|未|沒有|查无|无)(?:找到|查询到|检索到|查到|搜索到|相关|任何|符合条件的|可显示的|更多)*(?:内容|內容|数据|數據|信息|记录|文章|结果|资料)|"
    r"(?:没有|沒有|未能?)(?:找到|查询到|检索到|查到|搜索到)(?:任何|相关|符合)?(?:条件|要求)?(?:的)?(?:文件|政策|公告|事项|信件|稿件|视频|图片|条目)|"
    r"(?:内容|数据|信息|列表|栏目|结果)(?:为空|待(?:添加|更新|完善|补充))|^(?:未|没有)找到$|"
    r"(?:找不到|(?:没能?|没有|未能?)找到)(?:您|你)?(?:所|要|想要?|需要?)(?:找|查找|寻找|看)?的(?:内容|信息|文章|资料)|"
    r"no (?:data|content|records?|results?)|nothing found|under construction|coming soon|"
    r"共\s*[:：]?\s*0\s*(?:条|條|篇|页|頁|项|个)",
    re.I,
)
#: A sentence that says what a column is for (seen: the description of a category above a list without entries).
#: Counter-examples: a column that is one document, whose first sentence has others after it; a sentence with a
#: telephone number or an address, which is what a reader came for; one that says where to look (详见各部门网站).
_DESCRIPTION = re.compile(
    r"^(?!.*(?:详见|参见|请|查看|登录|点击|前往))(?:本|该|此)(?:栏目|分类|专栏|频道|版块|板块|专题|页面)(?:主要|集中|统一|将|用于|用来|负责|为您?|向社会|依法|及时)*"
    r"(?:发布|公开|公布|公示|刊登|刊发|登载|展示|介绍|收录|汇集|汇总|反映|提供)[^。！？\d]{2,80}[。]?$"
)
#: Marks of the templates in use (artTemplate, layui, Vue, JSP, PHP). Counter-example: an article that explains them has
#: other words beside.
_MARKS = re.compile(
    r"\{\{[^{}]{1,120}\}\}|\$\{[^{}]{1,120}\}|<%=?[^%]{1,120}%>|\{\$[\w.]+\}|\{/?[a-z]\w*[.:][\w.:]+[^{}]{0,160}\}|\{/[a-z]{2,8}\}|"
    r"\[field:[^\[\]]{1,80}\]"
)
#: Names of drawings that stand where content is missing: however large. 建设中 (jsz), 暂无图片 (zwtp), 暂无内容 (zwnr).
#: Counter-example: building.jpg, a picture of a building.
_PLACEHOLDER = re.compile(
    r"no[_-]?(?:data|content|record|result|pic(?:ture)?|image|img|photo)(?![a-z])|under[_-]?construct|"
    r"(?:^|[_-])(?:empty|zanwu|zwsj|zwnr|zwxx|zwtp|jsz|jianshe(?:zhong)?)(?:[_.-]|$)",
    re.I,
)
#: Functions that stand inside the content and say nothing: printing, sharing, sizes, sorting, paging.
_FUNCTION = re.compile(
    r"^(?:打印(?:本页)?|关闭(?:窗口|本页)?|分享(?:到|至)?[:：]?|收藏|微信|微博|新浪微博|qq空间|qq好友|豆瓣|返回(?:顶部|首页|上一?[级页]|列表)?|顶部|top|回到顶部|大|中|小|"
    r"字号.*|字体.*|【.{0,8}】|扫一扫.*|手机扫.*|朗读|听全文|更多.{0,3}|more.{0,3}|首页|网站首页|搜索|查询|检索|重置|清空|确定|提交|跳转|转到|转至|go|第|页|到|上一[篇页条].{0,60}|下一[篇页条].{0,60}|"
    r"全部|不限|按时间|按相关度|时间|日期|发布日期|发布时间|标题|序号|名称|文号|发文字号|索引号|成文日期|发布机构|信息名称|主题分类|生成日期|来源|状态|操作|点击数|"
    r"来信标题|办理单位|回复时间|关键[字词].{0,4}|起始.{0,4}|结束.{0,4}|至|当前位置.*|您(?:现在)?的?(?:所在)?(?:的?位置).*|栏目导航|分类导航|栏目列表|"
    r"加载中.*|正在加载.*|loading.*|\d{1,4}|[\s|/\\>＞»›:：·•\-—_.…]+)$",
    re.I,
)
#: The tools of a page in one line: 分享到：微信微博 【字体：大 中 小】【打印】【关闭】.
_TOOLS = re.compile(
    r"(?:打印(?:本页)?|关闭(?:窗口|本页)?|分享(?:到|至)?|收藏|微信|(?:新浪)?微博|qq(?:空间|好友)?|豆瓣|返回(?:顶部|列表)?|"
    r"字[号体]|[大中小]|默认|扫一扫|朗读|[\s【】\[\]（）():：|、/·])+",
    re.I,
)
#: Cells that make a head, so many of them with a word that names what stands below; characters of one. Counter-example:
#: a row of three names of leaders.
_HEAD_CELLS, _NAMING_CELLS, _HEAD_WORDS = 3, 2, 12
_NAMING = re.compile(
    r"序号|编号|文号|索引号|名称|标题|单位|部门|机构|主体|日期|时间|地点|地址|金额|投资|类别|类型|分类|备注|情况|进展|状态|电话|联系人|"
    r"内容|事项|品种|规格|价格?$|均价|依据|结果|对象|操作"
)
#: A word of two or three characters that is spread to fill its cell: 标 题, 日　期, 备 注 栏.
_SPREAD = re.compile(r"[\u4e00-\u9fff](?:\s+[\u4e00-\u9fff]){1,2}")
_OF_A_HEAD = frozenset(["a", "img", "input", "select", "button", "table", "video", "iframe"])


@remembered
def find_note(text: str) -> str:
    """The words in *text* that say there is nothing, or an empty string."""
    match = _NOTE.search(simplify(text))
    return text[match.start() : match.end()] if match else ""


@remembered
def is_description(words: str) -> bool:
    """Whether *words* only say what a column is for."""
    return _DESCRIPTION.match(simplify(words)) is not None


@remembered
def is_function(words: str) -> bool:
    """Whether *words* are a function of the page, or several, and say nothing; also spread ones (标 题)."""
    words = _together(simplify(words))
    return _FUNCTION.match(words) is not None or _TOOLS.fullmatch(words) is not None


def _together(words: str) -> str:
    return re.sub(r"\s", "", words) if _SPREAD.fullmatch(words) else words


@remembered
def is_unfilled(words: str) -> bool:
    """Whether *words* are a template's marks and nothing else."""
    return _MARKS.search(words) is not None and not re.search(r"\w{3}", _MARKS.sub(" ", words))


def is_placeholder_picture(source: str) -> bool:
    """Whether the file name of a picture says that it stands for what is missing."""
    return _PLACEHOLDER.search(source.rsplit("/", 1)[-1]) is not None


def has_source(player: Element) -> bool:
    """Whether a video or audio element names what it plays."""
    return bool(player.get("src")) or any(source.get("src") for source in player.iter("source"))


def heads_alone(doc: Document) -> frozenset[Element]:
    """Rows that name what stands below them in tables where nothing stands below them.

    A row is a head by its markup, or because it is the only one that is filled and its cells are short names for what
    should follow. Counter-example: the table of the layout, whose only row holds menus, pictures and other tables.
    """
    heads: set[Element] = set()
    for table in doc.root.iter("table"):
        rows = [row for row in table.iter("tr") if doc.text(row)]
        if not rows or any(el.tag in _OF_A_HEAD for row in rows for el in row.iter() if el is not row):
            continue
        if all(_is_marked(row) for row in rows) or (len(rows) == 1 and _names_what_follows(doc, rows[0])):
            heads.update(rows)
    return frozenset(heads)


def _is_marked(row: Element) -> bool:
    above = row.getparent()
    return all(cell.tag == "th" for cell in row) or (above is not None and above.tag == "thead")


def _names_what_follows(doc: Document, row: Element) -> bool:
    cells = [words for cell in row if (words := doc.text(cell))]
    return (
        len(cells) >= _HEAD_CELLS
        and all(len(words) <= _HEAD_WORDS for words in cells)
        and sum(_NAMING.search(_together(words)) is not None for words in cells) >= _NAMING_CELLS
    )

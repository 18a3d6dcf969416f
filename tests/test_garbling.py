"""The garbled-text detector: every kind, every trap, repairs, time on hostile input, an accuracy floor."""

from __future__ import annotations

import itertools
import random
import time

import pytest

from benchmarks.garbled_recipes import HARD, RECIPES, byte_lost, gb, gbk
from benchmarks.garbled_traps import TRAPS
from checks.text.garbling import KINDS, Garble, find_garbled

OFFICIALESE = (
    "各区县人民政府，市人民政府各工作部门、各直属机构：",
    "为进一步优化营商环境，现将有关事项通知如下，请认真贯彻落实。",
    "申请人应当提交身份证明、营业执照副本和授权委托书等材料。",
    "办理时限为五个工作日，逾期未答复的视为同意。",
    "市教育局关于做好义务教育阶段学校招生入学工作的意见",
    "我市第三季度空气质量优良天数比例同比提高二点五个百分点。",
    "城乡居民基本医疗保险参保登记办事指南",
    "来信人反映小区供暖温度不达标，经核实已责成供热企业整改。",
    "本办法自公布之日起施行，有效期三年，原有规定同时废止。",
    "招标代理机构应当在开标前公示评标委员会组成办法。",
    "加强食品安全监督检查，严厉打击制售假冒伪劣商品行为。",
    "市长信箱受理群众对政府工作的意见、建议和投诉举报。",
)
"""Sentences written for this test."""

# in the style of what is seen in the wild: (shown, kind, meant text where nothing is lost)
SEEN = (
    ("棣栭〉", "utf8-as-gbk", "首页"),
    ("浣犲ソ锛屾杩庤闂?", "utf8-as-gbk", None),
    ("甯備汉姘戞斂搴滃叧浜庡嵃鍙戦€氱煡", "utf8-as-gbk", "市人民政府关于印发通知"),
    ("鏂囦欢锛?", "utf8-as-gbk", None),
    ("当前位置：棣栭〉 > 鏀垮姟鍏紑", "utf8-as-gbk", None),
    ("閿熸枻鎷烽敓鏂ゆ嫹", "utf8-as-gbk-twice", None),
    ("�й�����", "gbk-as-utf8", None),
    ("?й?????", "gbk-as-utf8", None),
    ("锟斤拷锟斤拷锟斤拷", "replacement-as-gbk", None),
    ("锟叫癸拷锟斤拷锟斤拷", "replacement-as-gbk", None),
    ("ÖÐ¹úÕþ¸®Íø", "gbk-as-latin", "中国政府网"),
    ("ä¸­å›½æ”¿åºœç½‘", "utf8-as-latin", "中国政府网"),
    ("Ã¤Â¸Â­Ã¥â€ºÂ½", "utf8-as-latin", "中国"),
    ("╓╨╣·╒■╕«.doc", "as-cp437", "中国政府.doc"),
    ("涴岆珨跺恀枙", "as-big5", "这是一个问题"),
    ("中国政府网".encode("utf-16-le").decode("utf-16-be"), "utf16-swapped", "中国政府网"),
    ("关于开展专项检查的通�", "cut", None),
    ("????????", "question-marks", None),
    ("2008?5?12??????????", "question-marks", None),
    ("关于????????的咨询_市长信箱", "question-marks", None),
    ("办公地址：&nbsp;&nbsp;未央路1号", "raw-entities", None),
    ("&#20013;&#22269;", "raw-entities", "中国"),
    # beside Chinese punctuation, which belongs to no single-byte code page, and between quotation marks, which do
    ("来源：ÄÏÄþÊÐ（2026年）", "gbk-as-latin", "来源：南宁市（2026年）"),
    ("“Éú»îÀ¬»ø·ÖÀà”宣传月", "gbk-as-latin", "“生活垃圾分类”宣传月"),
    ("办理单位：╦«└√╛╓，已办结", "as-cp437", "办理单位：水利局，已办结"),
    ("脥篓脰陋鹿芦赂忙", "gbk-as-latin", "通知公告"),
    ("市脣庐脌没戮脰招聘8人", "gbk-as-latin", "市水利局招聘8人"),
    ("æåç¨åº¦", "utf8-as-latin", None),
    ("¦C¤J¹wºâ", "gbk-as-latin", "列入預算"),
    ("负责人：????????　电话：0387-4135950", "question-marks", None),
    ("%E4%B8%AD%E5%9B%BD", "raw-escapes", "中国"),
    ("附件UTF-8''%E4%B8%AD%E5%9B%BD.doc", "raw-escapes", "附件中国.doc"),
    ("%u5E745%u6708公报", "raw-escapes", "年5月公报"),
    ("\\\\u4e2d\\\\u56fd2026\\\\u5e74", "raw-escapes", "中国2026年"),
    ("您申请的“\\u65e2\\u6709\\u4f4f\\u5b85”信息", "raw-escapes", "您申请的“既有住宅”信息"),
    ("%u4E2D%u56FD", "raw-escapes", "中国"),
    ("\\u4e2d\\u56fd", "raw-escapes", "中国"),
    ("u4e2du56fd", "raw-escapes", "中国"),
    ("=?gb2312?B?1tC5+g==?=", "raw-escapes", "中国"),
    ("局长王\ue123生", "private-use", None),
    ("第一条\x03本办法", "control-characters", "第一条本办法"),
    ("It\x92s open", "control-characters", "It’s open"),
    ("烫烫烫烫烫烫", "uninitialised-memory", None),
    ("屯屯屯屯屯屯", "uninitialised-memory", None),
    ("ï»¿Home", "byte-order-mark", "Home"),
    ("看到?器，打开?，放在桌上", "partial-loss", None),
    ("市??局?善村?站?", "partial-loss", None),
    ("市?召?全?城市?设大会", "partial-loss", None),
    # single signs and foreign words
    ("The People鈥檚 Government", "utf8-as-gbk", "The People’s Government"),
    ("Copyright 漏 2024 Example", "utf8-as-gbk", "Copyright © 2024 Example"),
    ("气温25掳C，降雨量3脳4毫米", "utf8-as-gbk", "气温25°C，降雨量3×4毫米"),
    ("M眉ller, Qu茅bec", "utf8-as-gbk", "Müller, Québec"),
    ("Itâ€™s open â€“ all day", "utf8-as-latin", "It’s open – all day"),
    ("cafÃ© MÃ¼ller, 20Â°C", "utf8-as-latin", "café Müller, 20°C"),
    ("西安Â 市政府", "utf8-as-latin", "西安 市政府"),
    ("í•œêµ\xadì–´ í™ˆíŽ˜ì\x9d´ì§€", "utf8-as-latin", "한국어 홈페이지"),
    ("Ø¦Û‡ÙŠØºÛ‡Ø±Ú†Û•", "utf8-as-latin", "ئۇيغۇرچە"),
    ("卅蹏賷睾蹏乇趩蹠", "utf8-as-gbk", "ئۇيغۇرچە"),
    ("袪褍褋褋泻懈泄 褟蟹褘泻", "utf8-as-gbk", "Русский язык"),
    # half of an escape lost, or escaped twice
    ("&#25919&#21153&#20844&#24320", "raw-entities", "政务公开"),
    ("#25919;#21153;#20844;#24320;", "raw-entities", "政务公开"),
    ("%25E6%2594%25BF%25E5%258A%25A1", "raw-escapes", "政务"),
    ('{"msg":"\\u653f\\u52a1\\u516c\\u5f00"}', "raw-escapes", '{"msg":"政务公开"}'),
)


def longest(found: tuple[Garble, ...]) -> Garble:
    return max(found, key=lambda item: item.end - item.start)


def mended(text: str) -> str:
    out, end = [], 0
    for item in find_garbled(text):
        out += [text[end : item.start], item.repaired if item.repaired is not None else item.words]
        end = item.end
    return "".join([*out, text[end:]])


@pytest.mark.parametrize(("shown", "kind", "meant"), SEEN)
def test_seen_in_the_wild(shown: str, kind: str, meant: str | None) -> None:
    found = find_garbled(shown)
    assert found, shown
    assert longest(found).kind == kind
    if meant is not None:
        assert mended(shown) == meant


@pytest.mark.parametrize("text", [*TRAPS, *OFFICIALESE])
def test_clean_text_is_left_alone(text: str) -> None:
    assert find_garbled(text) == ()


def test_every_kind_is_named_in_both_languages() -> None:
    kinds = {kind for _recipe, kinds in RECIPES.values() for kind in kinds} | {kind for _text, kind, _meant in SEEN}
    assert kinds <= set(KINDS)
    for chinese, english in KINDS.values():
        assert any("\u4e00" <= char <= "\u9fff" for char in chinese)
        assert chinese.endswith("。")
        assert english.endswith(".")
        assert "。" not in english


def test_places_and_words() -> None:
    text = "政府公告 ÖÐ¹úÕþ¸®Íø 办理指南"
    (item,) = find_garbled(text)
    assert text[item.start : item.end] == item.words == "ÖÐ¹úÕþ¸®Íø"
    assert item.cause == "gbk-as-cp1252"
    assert item.repaired == "中国政府网"
    assert 0.5 < item.confidence <= 1.0


def test_findings_are_in_order_and_apart() -> None:
    found = find_garbled("甲\x03乙 &nbsp; 首页：棣栭〉鏂囦欢 %E4%B8%AD%E5%9B%BD 通知�")
    assert len(found) == 5
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


def test_words_are_bounded() -> None:
    (item,) = find_garbled("锟斤拷" * 5000)
    assert len(item.words) <= 60
    assert item.end == 15000


def test_a_lost_byte_shifts_the_rest() -> None:
    shown = byte_lost("市人民政府办公厅关于印发管理办法的通知", random.Random(3))
    assert find_garbled(shown)


def test_the_browsers_euro_sign_is_a_byte() -> None:
    shown = gbk("一般公共预算".encode())
    assert "€" in shown
    assert mended(shown) == "一般公共预\ufffd"  # 17 bytes are left for pairs: the last one is lost


def test_one_garbled_field_among_clean_text() -> None:
    sentence = OFFICIALESE[1]
    for shown in (gbk(OFFICIALESE[4].encode()), gb(OFFICIALESE[4]).decode("cp950", "replace")):
        (item, *_rest) = find_garbled(f"{sentence} {shown} {sentence}")
        assert item.start > len(sentence)


def test_a_page_about_garbling_may_quote_it_once() -> None:
    assert find_garbled("网页出现“锟斤拷”怎么办？") == ()
    assert find_garbled("网页出现“锟斤拷锟斤拷锟斤拷”怎么办？")


def test_a_text_about_garbling_may_show_what_it_looks_like() -> None:
    told = "UTF-8网页被当作GBK打开时，“你好”会显示成“浣犲ソ”；反过来则可能是“ä½ å¥½”。"
    assert find_garbled(f"网页乱码是指浏览器用错误的字符编码显示文字。{told}") == ()
    assert find_garbled(told.partition("，")[2])  # a text that does not say what it is about is garbled
    assert find_garbled("乱码问题已经修复：鍏充簬鍋氬ソ宸ヤ綔，请刷新后查看。")
    assert find_garbled(
        "乱码说明“鍏充簬鍋氬ソ宸ヤ綔鐨勯€氱煡銆傚叧浜庡仛濂藉伐浣滅殑閫氱煡”。"
    )  # a whole sentence is no example


def test_accuracy_floor() -> None:
    """A small fixed sample: the benchmark measures the real figures, this guards against breakage."""
    rng = random.Random(7)
    missed: list[tuple[str, str]] = []
    total = named = right = 0
    for name, (recipe, kinds) in RECIPES.items():
        if name in HARD or name in {"big5_gbk", "utf8_gbk_traditional"}:  # these two need OpenCC
            continue
        for sentence in OFFICIALESE:
            start = rng.randrange(len(sentence) - 8)
            shown = recipe(sentence[start : start + 16], rng)
            total += 1
            found = find_garbled(shown)
            if found:
                named += 1
                right += longest(found).kind in kinds
            else:
                missed.append((name, shown))
    assert len(missed) <= total // 200, missed
    assert right >= 0.93 * named


HOSTILE = {
    "han": "的",
    "rare": "涴",
    "pieces": "涓浗",
    "kun": "锟",
    "questions": "?",
    "questions and digits": "1?",
    "strays": "й",
    "replacement": "\ufffd",
    "mixed holes": "й\ufffda",
    "latin": "Ö",
    "boxes": "╓╨ ",
    "kana": "ｵﾚ",
    "hangul and han": "쉔岱",
    "private": "中\ue123",
    "controls": "\x03",
    "percent": "%E4%",
    "percent text": "%E4%B8a",
    "backslash": "\\u4f60",
    "backslashes": "\\",
    "entities": "&nbsp;",
    "ampersands": "&#",
    "slashes": "/?a=",
    "urls": "http://a?%E4%BD ",
    "bare u": "u4f60",
    "equals": "=?a?B?",
    "letters": "a%E4%BD",
    "traditional": "龘靐",
}


def seconds(text: str) -> float:
    """Processor time of one look, the better of two."""
    best = float("inf")
    for _try in range(2):
        start = time.process_time()
        find_garbled(text)
        best = min(best, time.process_time() - start)
    return best


@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_with_length_only(name: str) -> None:
    """Eight times the text takes about eight times as long; quadratic time would take 64 times."""
    unit = HOSTILE[name]
    find_garbled("涴岆珨跺")
    many = 160_000 // len(unit.encode())
    assert seconds(unit * many) < 24 * max(seconds(unit * (many // 8)), 0.004)


def test_a_megabyte_of_everything_hostile() -> None:
    """The same for all of it together, 1 MB."""

    def text(size: int) -> str:
        return "".join(unit * (size // len(HOSTILE) // len(unit.encode())) for unit in HOSTILE.values())

    assert seconds(text(1_000_000)) < 24 * seconds(text(125_000))

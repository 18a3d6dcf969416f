"""The reports' own sentences: complete in both languages, none missing, none left over."""

import re
import string

import pytest

from reports.source import ReportError
from reports.words import HAN, OURS, Words, load_strings
from tests.reports_fixture import HOSTILE, UYGHUR

STRINGS = load_strings([OURS])
TEMPLATES = sorted(OURS.glob("*.j2"))


def test_every_sentence_exists_in_both_languages_with_the_same_placeholders():
    for key, both in STRINGS.items():
        assert set(both) == {"zh", "en"}, key
        names = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in both.values()]
        assert names[0] == names[1], key
        assert not HAN.search(both["en"]), f"{key}: Chinese characters in an English sentence"
        assert not re.search(r"[\u4e00-\u9fff][,;:!?]", both["zh"]), f"{key}: half-width punctuation after Chinese"


def test_every_sentence_a_template_asks_for_is_there():
    asked = set()
    for template in TEMPLATES:
        source = template.read_text("utf-8")
        asked |= set(re.findall(r"""\bt\(\s*["']([a-z0-9_.]+)["']\s*[,)]""", source))
        asked |= set(re.findall(r"""m\.part\(["']([a-z0-9_.]+)["']""", source))
    assert asked - set(STRINGS) == set()


def test_no_sentence_is_left_unused():
    sources = [path.read_text("utf-8") for path in [*TEMPLATES, *OURS.parent.glob("*.py")]]
    used = set(re.findall(r"""["']([a-z0-9_]+(?:\.[a-z0-9_]+)*)["']""", "\n".join(sources)))
    prefixes = re.findall(r"""["']([a-z_.]+\.)["'] ~""", "\n".join(sources))
    prefixes += [
        f"{word}."
        for word in re.findall(r"""f["']\{?(verdict|heat|percent|days|severity|entry|state)""", "\n".join(sources))
    ]
    # Named by a value of a closed list, in Python: verdicts, states of a URL, kinds of city, classes of a histogram.
    prefixes += ["verdict.", "url.", "tier.", "days.", "percent.", "severity.", "entry.", "state.", "heat."]
    unused = {key for key in STRINGS if key not in used and not key.startswith(tuple(prefixes))}
    assert unused == set()


def test_figures_and_times_read_as_in_each_language():
    zh, en = Words("zh", STRINGS), Words("en", STRINGS)
    assert zh.moment("2026-11-20T09:05:00+08:00") == "2026年11月20日 09:05（UTC+08:00）"
    assert en.moment("2026-11-20T09:05:00+08:00") == "20 November 2026, 09:05 (UTC+08:00)"
    assert (zh.day("2026-05-01"), en.day(None), en.day("一周前")) == ("2026年5月1日", "—", "一周前")
    assert (en.number(12345), en.number(6.5), en.number(None), en.percent(0.125)) == ("12,345", "6.5", "—", "12%")


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("http://a.cn/%E5%8C%BA%E9%95%BF.html", "http://a.cn/区长.html"),
        ("http://a.cn/so?q=%E5%85%AC%E5%91%8A", "http://a.cn/so?q=公告"),
        # Not spelled out: written twice, another encoding, a mark of its own, an order of writing turned round.
        ("http://a.cn/so?q=%25E5%2585%25AC", "http://a.cn/so?q=%25E5%2585%25AC"),
        ("http://a.cn/%B9%AB%B8%E6", "http://a.cn/%B9%AB%B8%E6"),
        ("http://a.cn/%E5%85%AC%3Fx", "http://a.cn/%E5%85%AC%3Fx"),
        ("http://a.cn/%E5%85%AC%E2%80%AEx", "http://a.cn/%E5%85%AC%E2%80%AEx"),
    ],
)
def test_addresses_are_shown_as_people_read_them(address, shown):
    assert Words("zh", STRINGS).address(address) == shown


def test_a_long_address_is_cut_in_the_middle_where_there_is_little_room():
    words = Words("en", STRINGS)
    address = "http://a.cn/" + "x" * 200 + "end.html"
    assert words.address(address) == address
    assert len(words.address(address, 90)) == 90
    assert words.address(address, 90).endswith("xend.html")


def test_an_unknown_sentence_or_language_is_named():
    with pytest.raises(ReportError, match=r"no\.such\.key"):
        Words("en", STRINGS)("no.such.key")
    with pytest.raises(ReportError, match="'fr'"):
        Words("fr", STRINGS)


def test_words_of_the_site_are_isolated_and_their_language_is_marked():
    en = Words("en", STRINGS)
    assert en.seen("市长信箱") == '<bdi dir="auto" lang="zh-CN">市长信箱</bdi>'
    assert en.seen(UYGHUR) == f'<bdi dir="auto">{UYGHUR}</bdi>'
    assert "<script" not in en.seen(HOSTILE)
    assert en.seen("x" * 500).endswith("x…</bdi>")

"""Comparing replies: which say the same to letters that ask for different things.

Greetings, thanks and closings, which every office writes, are taken away first. What remains is compared by shingles of
four characters. A shared wording that answers the question of its letter is no formula: two citizens who ask the same
get the same answer, and rightly.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from msgspec import Struct

from checks.interaction.labels import Letter
from checks.reading.lexicon import Word

__all__ = ["POLITE", "Pair", "core", "formulaic_pairs", "only_passed_on", "says_passed_on"]

#: What every office writes. Seen in published replies of many portals; the counter-examples are substance.
POLITE: tuple[Word, ...] = (
    Word(r"尊敬的[^，,。：:！!\s]{1,12}[，,：:！!]?", "尊敬的网民：", ""),
    Word(r"(?:网友|网民|市民|来信人|群众|先生|女士|同志)(?:[^，。]{0,6}[，,：:]|[您你]好[！!])",
        "市民您好：、网友您好！", ""),
    Word(r"(?:您|你)好[！!，,。：:]?", "您好！", ""),
    Word(r"(?:您|你)(?:的)?(?:来信|留言|诉求|咨询|建议|问题|反映)[^，。]{0,12}(?:收悉|收到|已阅)[。，,]?",
        "您的来信收悉。", ""),
    Word(r"(?:来信|留言|来函)(?:已)?(?:收悉|收到|已阅)[。，,]?", "来信收悉", ""),
    Word(r"(?:现|经|兹)?[^，。]{0,16}(?:答复|回复|解答|反馈|说明)如下[：:，,。]?", "经研究，现答复如下：", ""),
    Word(r"(?:非常|衷心|真诚)?感谢(?:您|你)?[^。！!]{0,40}(?:关注|关心|支持|理解|监督|建议|来信|配合|信任|厚爱)[^。！!]{0,20}[。！!]?",
         "感谢您对我们工作的关心与支持。", "感谢信的办理流程"),
    Word(r"(?:祝|敬祝)(?:您|你)?[^。！!]{0,20}[。！!]?", "祝您生活愉快！", "祝贺中秋活动安排"),
    Word(r"(?:如|若)(?:有|需|仍|还)[^。]{0,30}(?:疑问|问题|了解|咨询|帮助)[^。]{0,60}[。！!]?", "如有疑问，请致电……",
        ""),
    Word(r"(?:欢迎|请)(?:继续|随时|您)[^。]{0,40}(?:监督|关注|支持|联系|来电|咨询)[^。]{0,20}[。！!]?",
        "欢迎继续监督我们的工作。", ""),
    Word(r"(?:联系|咨询|值班|服务)?电话[：:为是]?\s*[\d\-—（）() ]{5,20}", "联系电话：0000-0000000", ""),
    Word(r"(?:特此|此)(?:回复|答复)[。！!]?", "特此回复。", ""),
    Word(r"\d{4}年\d{1,2}月\d{1,2}日", "落款日期", ""),
)  # fmt: skip

_POLITE = re.compile("|".join(word.word for word in POLITE))
_KEEP = re.compile(r"[^\u4e00-\u9fff0-9A-Za-z]+")
#: Words of which letters are made whatever they ask for; they do not tell one question from another.
_GENERIC = re.compile(
    r"关于|問題|问题|咨询|建议|投诉|反映|请问|希望|来信|留言|求助|情况|有关|相关|部门|单位|办理|处理|解决|回复|答复|领导|市长|政府|"
    r"我们|你们|什么|怎么|如何|为何|是否|能否|可以|需要|时候|哪里|尽快|谢谢|您好|你好|我市|本市|我县|我区|居民|市民|群众|工作|一下|没有|已经|进行|现在"
)
#: Shortest reply that is compared, in characters without politeness: shorter ones say too little either way.
_SHORTEST = 15
_ALIKE = 0.75
#: A reply of which only this is left says that the letter was passed on, and no more: however short, it is a formula
#: when many letters get it (已转某部门办理，请等待: named as a bad reply in a published inspection report).
#: Counter-example: 已修复, which is a result; so only words of passing on, and no other word beside them.
_PASSED_ON = re.compile(
    r"^(?:(?:您|你)?(?:反映|提出|咨询)?(?:的)?(?:问题|情况|诉求|事项|信件|来信|留言|建议)|您|你|我们|我办|我单位|已经?|现|正在|将|及时|第一时间|并|由|请|"
    r"转(?:交|办|至|给|送|请)?|交(?:由|办)|收悉|收到|受理|(?:高度)?重视|(?:相关|有关|责任|承办|职能|主管)+(?:职能)?(?:部门|单位|科室)|进行|予以|抓紧|尽快|认真|妥善|"
    r"办理|处理|核实|调查|研究|落实|解决|答复|回复|耐心|等待|等候|后续)+$"
)
_PASSES = re.compile(r"转|交(?:由|办)")
_QUOTED = re.compile(r"[“\"「『《【][^”\"」』》】]{2,60}[”\"」』》】]")
#: So many letters that were only passed on make it a practice.
_PRACTICE = 3
_SAME_TOPIC = 0.3


class Pair(Struct, frozen=True, eq=False):
    """Two letters with near-duplicate replies. *shared* are the longest passages that both have."""

    left: Letter
    right: Letter
    similarity: float
    shared: tuple[str, ...]


def core(reply: str) -> str:
    """A reply without what every office writes, letters and digits alone."""
    return _KEEP.sub("", _POLITE.sub("", reply))


def _shingles(text: str, size: int = 4) -> frozenset[str]:
    return frozenset(text[i : i + size] for i in range(len(text) - size + 1))


def _topic(letter: Letter) -> frozenset[str]:
    """What a letter is about: pairs of characters of its title and question without generic words."""
    text = _GENERIC.sub(" ", f"{letter.title} {letter.question}")
    found: set[str] = set()
    for run in re.findall(r"[\u4e00-\u9fff]{2,}|[A-Za-z0-9]{2,}", text):
        found |= {run[i : i + 2] for i in range(len(run) - 1)}
    return frozenset(found)


def _title_topic(letter: Letter) -> frozenset[str]:
    return _topic(Letter(letter.title, "", None, None, None))


def _jaccard(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / len(a | b) if a or b else 0.0


#: Names of offices, which a formula fills in: they differ from reply to reply and say nothing.
_SUFFIX = r"(?:局|委员会|委|厅|处|办公室|办|中心|公司|支队|大队|街道办事处|街道|镇政府|区政府|县政府|单位|部门)"
_OFFICE = re.compile(
    rf"(?:已|现|将)?(?:转办|转交|转至|转|移交|交由|交|由|请|向|与|至|经)[\u4e00-\u9fff、]{{2,16}}?{_SUFFIX}"
    rf"|[\u4e00-\u9fff]{{2,8}}?{_SUFFIX}(?=[，,。；、\s]|办理|处理|研究|核实|予以|负责|$)"
)
#: Who begins a sentence of a reply (市图书馆高度重视，……), whatever it goes on with. Counter-examples: 将按规定处理,
#: 您所反映的.
_SUBJECT = re.compile(
    rf"(?:^|(?<=[，,。；！!：:]))[\u4e00-\u9fff]{{1,14}}?(?:{_SUFFIX}|馆|院|所|站|队|校)"
    r"(?=[\u4e00-\u9fff])(?![理置罚于部面势有以需反提述谓在涉法事结好公学小])"
)


def _without_slots(letter: Letter) -> str:
    """The core of a reply without offices and what it repeats from its letter's title: with slots, a formula is one."""
    text = letter.reply
    title = "".join(
        re.findall(r"[\u4e00-\u9fff0-9A-Za-z]+", re.sub(r"关于|的?(?:来信|问题|咨询|建议)$", "", letter.title))
    )
    while len(title) >= 2:
        found = SequenceMatcher(None, title, text, autojunk=False).find_longest_match()
        if found.size < 3:
            break
        text = text.replace(title[found.a : found.a + found.size], "")
        title = title[: found.a] + title[found.a + found.size :]
    return _KEEP.sub("", _SUBJECT.sub("", _OFFICE.sub("", _POLITE.sub("", text))))


def formulaic_pairs(letters: Sequence[Letter]) -> tuple[Pair, ...]:
    """Pairs of different letters whose replies are near-duplicates and answer neither, most alike first."""
    able = [k for k in letters if len(core(k.reply)) >= _SHORTEST]
    cores = {id(k): _without_slots(k) for k in able}
    sets = {id(k): _shingles(cores[id(k)]) for k in able}
    pairs: list[Pair] = _passed_on([k for k in letters if only_passed_on(k)])
    for index, left in enumerate(able):
        for right in able[index + 1 :]:
            if left.url == right.url or len(cores[id(left)]) < 12 or len(cores[id(right)]) < 12:
                continue
            similarity = _jaccard(sets[id(left)], sets[id(right)])
            if similarity < _ALIKE or _jaccard(_title_topic(left), _title_topic(right)) >= _SAME_TOPIC:
                continue
            common = _shingles(cores[id(left)], 2) & _shingles(cores[id(right)], 2)
            if len(common & _topic(left)) >= 2 and len(common & _topic(right)) >= 2:
                continue  # the shared words are about what both ask: a right answer given twice
            pairs.append(Pair(left, right, round(similarity, 2), _shared(left.reply, right.reply)))
    return tuple(sorted(pairs, key=lambda p: (-p.similarity, p.left.url, p.right.url)))


def only_passed_on(letter: Letter) -> bool:
    """Whether a reply says that the letter was passed on and nothing else."""
    return _says_passed_on(_to_some_office(letter))


def says_passed_on(reply: str) -> bool:
    """Whether the words of a reply say that its letter was passed on and nothing else."""
    return _says_passed_on(core(_OFFICE.sub("转相关部门", _POLITE.sub("", reply))))


def _says_passed_on(rest: str) -> bool:
    return bool(_PASSED_ON.match(rest) and _PASSES.search(rest))


def _to_some_office(letter: Letter) -> str:
    """The core of a reply with one name for all offices and without the letter's title, where it is quoted."""
    title = _KEEP.sub("", letter.title)
    text = _QUOTED.sub(lambda quoted: "" if _KEEP.sub("", quoted[0]) in title else quoted[0], letter.reply)
    return core(_OFFICE.sub("转相关部门", _POLITE.sub("", text)))


def _passed_on(letters: Sequence[Letter]) -> list[Pair]:
    """Neighbours among letters that were only passed on, if they are many and ask for different things."""
    pairs = []
    for left, right in pairwise(letters):
        similarity = _jaccard(_shingles(_to_some_office(left), 2), _shingles(_to_some_office(right), 2))
        if similarity >= _ALIKE and _jaccard(_title_topic(left), _title_topic(right)) < _SAME_TOPIC:
            pairs.append(Pair(left, right, round(similarity, 2), _shared(left.reply, right.reply)))
    return pairs if len(pairs) >= _PRACTICE - 1 else []


def _shared(a: str, b: str) -> tuple[str, ...]:
    blocks = SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
    passages = [a[m.a : m.a + m.size] for m in blocks if m.size >= 6]
    return tuple(sorted(passages, key=len, reverse=True)[:6])

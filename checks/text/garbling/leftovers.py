"""Single signs and foreign words of UTF-8 that were read as windows-1252 or GBK: Itâ€™s, Copyright 漏 2024.

The other probes ask for Chinese; an English version, a unit of measure or a Uyghur page holds none. What is told
here gives itself away: a sign that only stands between a letter and a digit, a run that is faultless UTF-8.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from checks.text.garbling import codecs
from checks.text.garbling.kinds import Garble
from checks.text.garbling.signatures import HAN, about_garbling, garble

TRAILS = "\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
"""What windows-1252 and ISO-8859-1 show for the bytes 80 to BF."""

SIGNS = "\xa0-\xbf"
"""Those of A0 to BF: no punctuation that follows a word."""

LATIN_SIGNS = re.compile(
    f"â€[{TRAILS}]?|â[„†‡ˆ‰‹•–—˜™›”“][{TRAILS}]|â[‘’…¡][{SIGNS}]"
    f"|(?<=[A-Za-z])Ã[{SIGNS}](?=[a-z])|(?<=[a-z])Ã[{SIGNS}]|(?<![^\\W\\d_])Ã[{SIGNS}](?=[a-z]{{2}})|(?<=\\d)Ã—(?=\\d)"
    f"|(?<![^\\W\\d_])Â[©®°±·²³´µ§£¥¿¡«»½¼¾×]|(?<=m)Â[²³]|(?<=[A-Za-z0-9.,:;!?])Â\xa0|Â\xa0(?=Â\xa0|[A-Za-z0-9])"
    f"|(?<=[{HAN}，。：；、！？）])Â(?=[ \xa0\u3000]?(?:[{HAN}0-9，。（]|$))"
)
"""UTF-8 signs as windows-1252: ’ as â€™, é as Ã©, © as Â©, a no-break space as Â. Clean counter-examples: IRMÃ”
(a Portuguese capital before a quotation mark), VÂN, Âge, ROMÂ», vuâžžâd (Sámi: no letter follows â here)."""

GBK_SIGNS = re.compile(
    "(?<![^\\W\\d_])漏(?= ?(?:19|20)\\d\\d(?:[ ,.–-]|$))|(?<=[Cc]opyright)\\s?漏|(?<=COPYRIGHT)\\s?漏"
    "|(?<=[A-Za-z])庐(?=[ \\w]|$)(?![\u3400-\u9fff])"
    "|(?<=\\d)掳(?= ?[CcF](?![A-Za-z])|\\d|[ENSW](?![a-z]))|(?<=\\d)[脳卤](?=\\d)"
    "|(?<![^\\W\\d_])卤(?=[\\d.]+(?:[^\\w.]|[A-Za-z]|$))"
    "|(?<=[\\d\\s(（./])[渭碌](?=[gmLlsVA](?![A-Za-z]{2}))|(?<=[cdkm]m)虏|(?<=\\dm)虏"
    "|(?<=[A-Za-z0-9.,:;!?)])聽+(?=[A-Za-z0-9(])|聽{2,}(?=[ A-Za-z0-9(])"
    "|(?<=[a-z])[猫茅锚氓盲枚眉帽莽忙贸铆谩](?=[a-z])|(?<=[A-Z])[茅枚眉盲](?=[a-z]{2})"
)
"""UTF-8 signs as GBK, where no Chinese word has them: between letters or digits. © 漏, ® 庐, ° 掳, × 脳, ± 卤, µ 碌,
μ 渭, ² 虏, a no-break space 聽, é 茅, ü 眉. Clean counter-examples: 漏2024人 after a word, 渭南, 卤1份, 聽聽看; a
poem has 聽聽聽聽聽聽聽."""

OTHER_HAN = re.compile(f"(?!聽)[{HAN}]")

PUNCTUATION_LEAD = re.compile("(?<=[A-Za-z0-9.,!?'\" ])鈥.|(?<![^ ])鈥.|鈥\\.")
"""’ – … as GBK swallow the ASCII letter after them: It鈥檚 is It’s. 鈥 is no character of any text."""

WIDE_RUN = re.compile(f"[\xc2-\xf4{TRAILS}]{{4,}}(?: ?[\xc2-\xf4{TRAILS}]{{2,}})*")
ARABIC = frozenset(
    "\u0621\u0622\u0623\u0624\u0625\u0626\u0627\u0628\u0629\u062a\u062b\u062c\u062d\u062e\u062f\u0630\u0631\u0632\u0633"
    "\u0634\u0635\u0636\u0637\u0638\u0639\u063a\u0640\u0641\u0642\u0643\u0644\u0645\u0646\u0647\u0648\u0649\u064a"
    "\u067e\u0686\u0698\u06ad\u06af\u06be\u06c6\u06c7\u06c8\u06cb\u06cc\u06d0\u06d5\u060c\u061b\u061f"
)
"""Letters and punctuation of Arabic, Persian, Uyghur and Kazakh."""
LEAST_LETTERS = 6
"""Letters of a word or two. The character of an Arabic letter is rare in Chinese; lists of rare characters in the order
of their codes have a few in a row, of which a third are no letters."""


CYRILLIC = frozenset(map(chr, (*range(0x410, 0x450), 0x401, 0x451)))
"""Letters of Russian. Those from А to п become common characters (小, 写, 谢): some of the others are asked for."""

RARE_CYRILLIC = re.compile("[\u0440-\u044f]")


@cache
def letters_as_gbk() -> re.Pattern[str]:
    """Runs of the GBK characters that Arabic or Russian letters become, with spaces between words."""
    scripts: dict[bool, list[str]] = {True: [], False: []}
    for char, raw in codecs.bytes_of("gbk").items():
        letter = raw.decode("utf-8", "ignore")
        if letter in ARABIC or letter in CYRILLIC:
            scripts[letter in ARABIC].append(char)
    arabic, cyrillic = ("".join(scripts[key]) for key in (True, False))
    return re.compile("|".join(f"[{shown}]{{2,}}(?: [{shown}]{{2,}})*" for shown in (arabic, cyrillic)))


def leftovers(text: str) -> Iterator[Garble]:
    """Signs and foreign words of UTF-8 shown as windows-1252 or GBK."""
    for match in LATIN_SIGNS.finditer(text):
        repaired = codecs.decode_utf8(codecs.unread(match.group(), "cp1252"))
        if match.group() == "Â":
            repaired = ""  # the space after it is what is left of the no-break space
        yield from _unless_quoted(text, match, "utf8-as-latin", "utf8-as-cp1252", repaired)
    for match in GBK_SIGNS.finditer(text):
        if match.group().startswith("聽聽") and OTHER_HAN.search(text):
            continue
        repaired = codecs.decode_utf8(codecs.unread(match.group(), "gbk"))
        yield from _unless_quoted(text, match, "utf8-as-gbk", "utf8-as-gbk", repaired)
    for match in PUNCTUATION_LEAD.finditer(text):
        raw = codecs.unread(match.group(), "gbk")
        if len(raw) == 4 and 0x80 <= raw[2] <= 0xBF:
            yield from _unless_quoted(text, match, "utf8-as-gbk", "utf8-as-gbk", codecs.decode_utf8(raw))


def foreign(text: str) -> Iterator[Garble]:
    """Other scripts in UTF-8, read as windows-1252 or (Arabic and Russian letters) as GBK."""
    for match in WIDE_RUN.finditer(text):
        repaired = _strict(codecs.unread(match.group(), "cp1252"))
        letters = [char for char in repaired if char >= "\u0370" and unicodedata.category(char)[0] in "LM"]
        blocks = {0xAC if "가" <= char <= "힣" else ord(char) >> 8 for char in letters}
        wide = sum(char >= "\u0800" for char in letters)
        if letters and len(blocks) <= 3 and (wide >= 2 or len(letters) >= 4):
            yield from _unless_quoted(text, match, "utf8-as-latin", "utf8-as-cp1252", repaired)
    for match in letters_as_gbk().finditer(text):
        repaired = codecs.decode_utf8(codecs.unread(match.group(), "gbk"))
        if len(repaired.replace(" ", "")) < LEAST_LETTERS:
            continue
        if repaired[0] in ARABIC or (len(RARE_CYRILLIC.findall(repaired)) >= 2 and repaired[1:].islower()):
            yield from _unless_quoted(text, match, "utf8-as-gbk", "utf8-as-gbk", repaired)


def _strict(raw: bytes) -> str:
    """*raw* as UTF-8, "" where it is not (a byte missing at the end is allowed: fields are cut)."""
    for end in (len(raw), len(raw) - 1, len(raw) - 2):
        try:
            return raw[:end].decode("utf-8")
        except UnicodeDecodeError:
            continue
    return ""


def _unless_quoted(text: str, match: re.Match[str], kind: str, cause: str, repaired: str) -> Iterator[Garble]:
    if not about_garbling(text, *match.span()):
        yield garble(text, *match.span(), kind, cause, repaired, 0.95)

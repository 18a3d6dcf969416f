"""Regenerate the frequency tables of the garbled-text detector.

Needs, at this time only: ``pip install wordfreq jieba opencc-python-reimplemented`` (into any
environment, or into a folder given by ``--sources``). Run from the repository's root::

    python -m benchmarks.make_garbling_tables [--sources DIR] [--out checks/text/tables/garbling.txt]

Input are word frequencies (facts): jieba's dictionary (word, count) and wordfreq's word lists for
Chinese, Japanese and Korean. Output is one text file; its own header explains its sections.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import itertools
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

OUT = Path("checks/text/tables/garbling.txt")

HEADER = """\
# Character frequencies and character pairs for the garbled-text detector (乱码检测用字频与字对表).
# Source: word frequencies of jieba {jieba} (dict.txt) and wordfreq {wordfreq} (large_zh, large_ja,
# small_ko); traditional forms: OpenCC's TSCharacters (opencc-python-reimplemented {opencc}).
# The dictionary entry 滑灏辨 (itself garbled: 就 read as GBK) is left out.
# Made by: python -m benchmarks.make_garbling_tables. Do not edit by hand.
#
# [chars]  TIER characters: -ln(probability) of the character in Chinese text, rounded to half a nat.
# [ja] [ko]  the same for kanji and syllables of Japanese and Korean text (only where rarer in Chinese).
# [simplified]  traditional character and its simplified form, alternating.
# [pairs]  one line a first character: first character, then followers in falling order of
#   association; a digit d starts the followers whose ln(P(b|a)/P(b)) is at least d.
"""

GARBLED_ENTRIES = frozenset({"滑灏辨"})
"""Dictionary words that are garbled themselves (found by running the detector over the dictionary)."""

PAIR_LEVELS = (7, 6, 5, 4, 3, 2, 1)


def package_dir(name: str) -> Path:
    """The folder of an importable package; exits with what to install where it is absent."""
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("pip install wordfreq jieba opencc-python-reimplemented (see the docstring)")
    return Path(next(iter(spec.submodule_search_locations)))


def version(name: str) -> str:
    """The installed version of a distribution."""
    from importlib.metadata import version as distribution_version

    return distribution_version(name)


def is_han(char: str) -> bool:
    """Whether a character is a CJK ideograph of the basic block or extension A."""
    return "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf" or char == "〇"


def wordfreq_words(name: str) -> Iterator[tuple[str, float]]:
    """Words and probabilities of one of wordfreq's lists (cB format: buckets of centibels)."""
    import msgpack  # type: ignore[import-untyped,unused-ignore]

    path = package_dir("wordfreq") / "data" / f"{name}.msgpack.gz"
    with gzip.open(path) as file:
        buckets = msgpack.load(file, raw=False)
    for centibels, words in enumerate(buckets[1:]):
        for word in words:
            yield word, 10 ** (-centibels / 100)


def jieba_words() -> Iterator[tuple[str, float]]:
    """Words and probabilities of jieba's dictionary."""
    rows = []
    for line in (package_dir("jieba") / "dict.txt").read_text("utf-8").splitlines():
        word, count, _tag = line.rsplit(" ", 2)
        rows.append((word, float(count)))
    total = sum(count for _word, count in rows)
    for word, count in rows:
        yield word, count / total


def simplified_forms() -> dict[str, str]:
    """Traditional character -> its most usual simplified form, where they differ."""
    forms: dict[str, str] = {}
    path = package_dir("opencc") / "dictionary"
    for name in ("TWVariantsRev.txt", "HKVariantsRev.txt", "TSCharacters.txt"):
        for line in (path / name).read_text("utf-8").splitlines():
            key, _tab, values = line.partition("\t")
            value = values.split(" ")[0]
            if len(key) == 1 == len(value) and key != value and ord(key) < 0x10000 > ord(value):
                forms[key] = value
    for key, value in list(forms.items()):  # a Taiwan variant leads to the traditional form first
        forms[key] = forms.get(value, value)
    # A character of GB 2312 (么, 乾, 著 ...) is simplified text of its own right.
    return {key: value for key, value in sorted(forms.items()) if key != value and not in_gb2312(key)}


def in_gb2312(char: str) -> bool:
    """Whether GB 2312, the set of simplified text, has the character."""
    return len(char.encode("gb2312", "ignore")) == 2


def tiers(frequency: dict[str, float]) -> dict[float, str]:
    """Characters grouped by -ln(probability), rounded to half a nat."""
    total = sum(frequency.values())
    groups: dict[float, list[str]] = defaultdict(list)
    for char, value in frequency.items():
        groups[round(-2 * math.log(value / total)) / 2].append(char)
    return {tier: "".join(sorted(groups[tier])) for tier in sorted(groups)}


def chinese(forms: dict[str, str]) -> tuple[dict[str, float], dict[str, dict[str, float]]]:
    """Probability of each simplified character, and the association ln(P(b|a)/P(b)) of pairs."""
    weight: Counter[str] = Counter()
    for source in (jieba_words(), wordfreq_words("large_zh")):
        for word, share in source:
            if word not in GARBLED_ENTRIES and all(is_han(char) for char in word):
                weight["".join(forms.get(char, char) for char in word)] += share / 2  # type: ignore[assignment]
    chars: Counter[str] = Counter()
    starts: Counter[str] = Counter()
    ends: Counter[str] = Counter()
    pairs: dict[str, Counter[str]] = defaultdict(Counter)
    for word, share in weight.items():
        starts[word[0]] += share
        ends[word[-1]] += share
        for char in word:
            chars[char] += share
        for first, second in itertools.pairwise(word):
            pairs[first][second] += share
    total = sum(chars.values())
    all_starts = sum(starts.values())
    association: dict[str, dict[str, float]] = {}
    for first, followers in pairs.items():
        found = {}
        for second, share in followers.items():
            across = ends[first] * starts[second] / all_starts
            found[second] = math.log((share + across) / chars[first] / (chars[second] / total))
        association[first] = found
    return dict(chars), association


def others(name: str, keep: tuple[str, str]) -> dict[str, float]:
    """Probability of the characters within ``keep`` (first, last) in a wordfreq list."""
    found: Counter[str] = Counter()
    for word, share in wordfreq_words(name):
        for char in word:
            if keep[0] <= char <= keep[1]:
                found[char] += share  # type: ignore[assignment]
    return dict(found)


def build() -> str:
    """The whole table file as text."""
    forms = simplified_forms()
    chars, association = chinese(forms)
    lines = [
        HEADER.format(
            jieba=version("jieba"),
            wordfreq=version("wordfreq"),
            opencc=version("opencc-python-reimplemented"),
        ).rstrip("\n")
    ]
    chinese_tiers = tiers(chars)
    tier_of = {char: tier for tier, group in chinese_tiers.items() for char in group}
    lines.append("[chars]")
    lines += [f"{tier:g} {group}" for tier, group in chinese_tiers.items()]
    for label, table, keep in (
        ("ja", "large_ja", ("\u4e00", "\u9fff")),
        ("ko", "small_ko", ("\uac00", "\ud7a3")),
    ):
        lines.append(f"[{label}]")
        for tier, group in tiers(others(table, keep)).items():
            rarer = "".join(c for c in group if tier_of.get(forms.get(c, c), 99.0) > tier + 0.5)
            if rarer:
                lines.append(f"{tier:g} {rarer}")
    lines.append("[simplified]")
    lines.append("".join(key + value for key, value in forms.items()))
    lines.append("[pairs]")
    for first in sorted(association, key=lambda char: (-chars[char], char)):
        parts = []
        followers = association[first]
        for index, level in enumerate(PAIR_LEVELS):
            below = PAIR_LEVELS[index - 1] if index else 99
            group = [b for b, value in followers.items() if level <= value < below]
            if group:
                parts.append(f"{level}{''.join(sorted(group, key=lambda b: (-followers[b], b)))}")
        if parts:
            lines.append(first + "".join(parts))
    return "\n".join(lines) + "\n"


def main(argv: list[str]) -> int:
    """Write the table file; returns 0."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.make_garbling_tables", description=__doc__)
    parser.add_argument("--sources", type=Path, help="folder that pip --target installed the packages into")
    parser.add_argument("--out", type=Path, default=OUT)
    args = parser.parse_args(argv)
    if args.sources:
        sys.path.insert(0, str(args.sources))
    text = build()
    args.out.write_text(text, "utf-8")
    print(f"{args.out}: {len(text.encode()):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

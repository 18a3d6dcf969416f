"""Measure the garbled-text detector: recall, false alarms, kinds named, repairs, speed.

    python -m benchmarks garbled --sources DIR [--json] [--full] [--flags FILE]
    python -m benchmarks garbled --data FILE.jsonl [--json]

``DIR`` is a scratch folder with the public texts: ``benchmarks/garbled_sources.py`` says how it is made. A flag in a
clean text is a false alarm, unless it is damage of the source itself that was read and listed in
``benchmarks/garbled_damage.tsv``.

``FILE.jsonl`` holds one text a line: ``text``, ``label`` (1 garbled, 0 clean), ``kind``, ``length``.

Tuning used the even lines of the news text with seeds 1 to 9; the figures are of the odd lines and of texts
never tuned on, with the seed given (20261 unless told).
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.garbled_recipes import EXTRA, HARD, RECIPES, countable
from benchmarks.garbled_sources import clean_streams, flag, known_damage, news
from benchmarks.garbled_traps import TRAPS
from checks.text.garbling import Garble, find_garbled

LENGTHS = (4, 8, 16, 50, 120)
SEED = 20261


def samples(lines: list[str], seed: int, per_cell: int) -> Iterator[dict[str, Any]]:
    """Garbled samples by every recipe and length, from slices with a Han majority."""
    rng = random.Random(seed)
    pools = {length: [line for line in lines if len(line) >= length] for length in LENGTHS}
    for name, (recipe, kinds) in RECIPES.items():
        for length in LENGTHS:
            made = 0
            while made < per_cell:
                line = rng.choice(pools[length])
                place = rng.randrange(len(line) - length + 1)
                clean = line[place : place + length]
                if 2 * sum("\u4e00" <= char <= "\u9fff" for char in clean) < length:
                    continue
                try:
                    shown = recipe(clean, rng)
                except UnicodeError:  # the charset of this recipe lacks a character: draw again
                    continue
                if countable(clean, shown):
                    made += 1
                    yield {
                        "text": shown,
                        "label": 1,
                        "kind": name,
                        "length": length,
                        "clean": clean,
                        "kinds": kinds,
                    }


def read_data(path: Path) -> list[dict[str, Any]]:
    """The rows of a JSON-lines file; a line ends at a newline only, since garbled text holds U+0085 and U+2028."""
    rows: list[dict[str, Any]] = []
    for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise SystemExit(f"{path}:{number}: no JSON: {error}") from error
        if not isinstance(row, dict) or not isinstance(row.get("text"), str) or row.get("label") not in (0, 1):
            raise SystemExit(f"{path}:{number}: each line needs text and label (0 or 1)")
        rows.append(row)
    return rows


def main_kind(found: tuple[Garble, ...]) -> str:
    """The kind of the longest finding."""
    return max(found, key=lambda item: item.end - item.start).kind


def ratio(part: int, whole: int) -> float | None:
    """A share rounded to four digits, None of nothing."""
    return round(part / whole, 4) if whole else None


def speed(texts: list[str], seconds: float = 2.0) -> float | None:
    """MB of UTF-8 a second of processor time over clean texts, repeated for about ``seconds``."""
    size = sum(len(text.encode()) for text in texts)
    if not size:
        return None
    find_garbled("涴岆珨跺")  # the tables are read once a process
    done = 0
    start = time.process_time()
    while time.process_time() - start < seconds:
        for text in texts:
            find_garbled(text)
        done += size
    return round(done / (time.process_time() - start) / 1e6, 2)


def measure(rows: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Recall, precision and false alarms of labelled rows."""
    cells: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    named = right = 0
    exact = repairable = 0
    wrong: Counter[str] = Counter()
    missed: list[dict[str, str]] = []
    alarms: list[dict[str, str]] = []
    clean = 0
    for row in rows:
        found = find_garbled(row["text"])
        if row["label"] == 0:
            clean += 1
            if found:
                alarms.append({"text": row["text"][:80], "kind": main_kind(found)})
            continue
        kind = str(row.get("kind", "?"))
        length = int(row.get("length", len(row["text"])))
        cell = cells[kind, length_class(length)]
        cell[1] += 1
        cell[0] += bool(found)
        if not found and len(missed) < 200:
            missed.append({"kind": kind, "text": row["text"][:60]})
        if found and "kinds" in row and kind not in HARD:
            named += 1
            good = main_kind(found) in row["kinds"]
            right += good
            if not good:
                wrong[f"{kind} -> {main_kind(found)}"] += 1
            if kind in REVERSIBLE:
                repairable += 1
                exact += repaired(row["text"], found) == row["clean"]
    hits = sum(cell[0] for (kind, _), cell in cells.items() if kind not in HARD)
    total = sum(cell[1] for (kind, _), cell in cells.items() if kind not in HARD)
    by_kind: dict[str, dict[str, float | None]] = {}
    by_length: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for (kind, length), (found_here, of) in cells.items():
        by_kind.setdefault(kind, {})[length] = ratio(found_here, of)
        if kind not in HARD:
            by_length[length][0] += found_here
            by_length[length][1] += of
    for kind, line in by_kind.items():
        line["all"] = ratio(
            sum(c[0] for (k, _), c in cells.items() if k == kind),
            sum(c[1] for (k, _), c in cells.items() if k == kind),
        )
    return {
        "recall": ratio(hits, total),
        "precision": ratio(hits, hits + len(alarms)),
        "false_alarms": len(alarms),
        "clean_texts": clean,
        "by_kind": by_kind,
        "by_length": {
            length: ratio(*cell) for length, cell in sorted(by_length.items(), key=lambda kv: int(kv[0].rstrip("+")))
        },
        "kind_named_right": ratio(right, named),
        "wrong_kinds": dict(wrong.most_common(20)),
        "repaired_exactly": ratio(exact, repairable),
        "alarms": alarms[:50],
        "missed": missed[:50],
    }


REVERSIBLE = frozenset({"gbk_cp1252", "gbk_latin1", "utf8_cp1252", "utf8_latin1", "utf8_cp1252_twice", "gbk_cp437",
                        "gbk_cp1251", "gbk_koi8", "percent", "percent_u", "backslash_u", "bare_u", "mime"})  # fmt: skip
"""Recipes that lose nothing."""


def repaired(text: str, found: tuple[Garble, ...]) -> str:
    """The text with every repair put in."""
    out = []
    end = 0
    for item in found:
        out.append(text[end : item.start])
        out.append(text[item.start : item.end] if item.repaired is None else item.repaired)
        end = item.end
    return "".join((*out, text[end:]))


def length_class(length: int) -> str:
    """4, 8, 16 or 50+: the class of the goals that a length belongs to."""
    return "4" if length < 6 else "8" if length < 12 else "16" if length < 33 else "50+"


def run_streams(sources: Path | None, full: bool, flags: Path | None) -> dict[str, Any]:
    """Flagged lines of the clean texts; every flag goes to ``flags``, with ``damage`` where it is known to be right."""
    result: dict[str, Any] = {}
    known = known_damage()
    out = []
    for name, lines in clean_streams(sources, full):
        chars = flagged = alarms = 0
        for line in lines:
            chars += len(line)
            if not (found := find_garbled(line)):
                continue
            right = [flag(name, line, item.kind, item.words) in known for item in found]
            flagged += 1
            alarms += not all(right)
            for item, damage in zip(found, right, strict=True):
                around = line[max(0, item.start - 25) : item.end + 25]
                word = "damage" if damage else "ALARM"
                out.append(f"{name}\t{word}\t{item.kind}\t{item.words!r}\t{item.repaired!r}\t{around!r}\n")
        result[name] = {"characters": chars, "flagged": flagged, "false_alarms": alarms}
    if flags is not None:
        flags.write_text("".join(out), "utf-8")
    return result


def main(argv: list[str]) -> dict[str, Any]:
    """Measure; prints a table, or the object with ``--json``. Returns the object."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks garbled", description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--data", type=Path, help="labelled texts, JSON lines")
    parser.add_argument("--sources", type=Path, help="folder with the public texts")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--per-cell", type=int, default=200, help="samples a recipe and length")
    parser.add_argument("--full", action="store_true", help="all clean texts, some 100 million characters")
    parser.add_argument("--flags", type=Path, help="write every flagged clean line here, to be read")
    args = parser.parse_args(argv)
    result: dict[str, Any] = {"benchmark": "garbled", "machine": machine()}
    if args.data:
        rows = read_data(args.data)
        result |= measure(rows)
        result["mb_per_s"] = speed([row["text"] for row in rows if row["label"] == 0])
    else:
        if args.sources:
            sys.path.insert(0, str(args.sources))
        text = news(args.sources)
        held_out = text[1::2]
        traps = [{"text": trap, "label": 0} for trap in TRAPS]
        clean = [{"text": line, "label": 0} for line in held_out]
        result |= measure([*samples(held_out, args.seed, args.per_cell), *clean, *traps])
        result["beyond_specification"] = sorted(EXTRA)
        result["mb_per_s"] = speed(held_out)
        result["clean_streams"] = run_streams(args.sources, args.full, args.flags)
        streams = result["clean_streams"]
        result["clean_characters"] = sum(stream["characters"] for stream in streams.values())
        result["false_alarms"] += sum(
            stream["false_alarms"]
            for name, stream in streams.items()
            if name != "news"  # its odd lines are counted
        )
    if args.json:
        print(json.dumps(result, ensure_ascii=False))
    else:
        show(result)
    return result


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    return {"python": platform.python_version(), "cpus": os.cpu_count(), "system": platform.machine()}


def show(result: dict[str, Any]) -> None:
    """Print the table."""
    classes = list(result["by_length"])
    print(f"{'recall by kind':24}", *(f"{name:>7}" for name in classes), f"{'all':>7}")
    for kind, line in result["by_kind"].items():
        print(
            f"{kind:24}",
            *(f"{line[name]:7.3f}" if line.get(name) is not None else "      -" for name in (*classes, "all")),
        )
    print(
        f"{'all but the hard ones':24}",
        *(f"{result['by_length'][name]:7.4f}" for name in classes),
        f"{result['recall']:7.4f}",
    )
    for key in (
        "precision",
        "false_alarms",
        "clean_texts",
        "kind_named_right",
        "repaired_exactly",
        "mb_per_s",
        "clean_characters",
    ):
        print(f"{key}: {result.get(key)}")
    for alarm in result["alarms"]:
        print("false alarm:", alarm)
    for name, stream in result.get("clean_streams", {}).items():
        damage = stream["flagged"] - stream["false_alarms"]
        print(
            f"{name}: {stream['characters'] / 1e6:.2f} M characters, {stream['false_alarms']} false alarms"
            f" ({damage} lines hold damage of the source)"
        )


if __name__ == "__main__":
    main(sys.argv[1:])

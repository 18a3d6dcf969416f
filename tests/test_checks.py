"""Every check against every case beside it, and what it owes its readers. Adding a check edits nothing here."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from checks.catalogue import catalogue
from checks.declaration import Check, Message, Text
from checks.registry import load
from checks.testing import cases, run_case

CHECKS = list(load().checks.values())
CASES = [pytest.param(check, path, id=f"{check.id}/{path.name}") for check in CHECKS for path in cases(check)]
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize(("check", "path"), CASES)
def test_check_finds_exactly_what_the_case_marks(check: Check, path: Path) -> None:
    run_case(check, path)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_check_has_a_page_to_find_and_a_page_to_pass(check: Check) -> None:
    kinds = {path.name.partition("-")[0] for path in cases(check)}
    assert {"good", "bad"} <= kinds, f"{check.id} needs at least one good-* and one bad-* case"


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_every_sentence_is_there_in_both_languages(check: Check) -> None:
    texts: list[Text] = [check.title]
    for message in check.messages.values():
        texts += [message.text, *message.see, message.mend, message.doubt]
        texts += [message.title] if message.title else []
    for text in texts:
        assert HAN.search(text.zh), f"not Chinese: {text.zh!r}"
        assert text.en.strip(), f"no English beside {text.zh!r}"
        letters = len(re.findall("[A-Za-z]", text.en))  # it may name a Chinese word that stands on the page
        assert letters > 2 * len(HAN.findall(text.en)), f"Chinese for English: {text.en!r}"
        assert placeholders(text.zh) == placeholders(text.en), f"other placeholders in the two languages: {text}"


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_a_message_is_complete(check: Check) -> None:
    assert check.messages, f"{check.id} can say nothing"
    for key, message in check.messages.items():
        assert isinstance(message, Message)
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key), f"{check.id}: message key {key!r}"
        assert len(message.see) == 3
        for step in message.see:
            assert step.zh.endswith(("。", "？")), f"{check.id}/{key}: a step is a sentence: {step.zh}"


def test_the_table_of_checks_is_fresh() -> None:
    written = (Path(__file__).parent.parent / "checks" / "README.md").read_text("utf-8")
    assert written == catalogue(load()), "run `python -m checks > checks/README.md`"


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)[^}]*\}", text))

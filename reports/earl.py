"""Findings and outcomes in W3C's Evaluation and Report Language, one JSON-LD document of assertions.

Source: https://www.w3.org/TR/EARL10-Schema/ (working draft, the last there is).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from reports.source import Result, read_results

CONTEXT = {
    "@vocab": "http://www.w3.org/ns/earl#",
    "earl": "http://www.w3.org/ns/earl#",
    "dct": "http://purl.org/dc/terms/",
    "doap": "http://usefulinc.com/ns/doap#",
    "ptr": "http://www.w3.org/2009/pointers#",
    "assertedBy": {"@type": "@id"},
    "outcome": {"@type": "@id"},
    "mode": {"@type": "@id"},
    "dct:source": {"@type": "@id"},
}
OUTCOMES = {
    "pass": "earl:passed",
    "fail": "earl:failed",
    "unsure": "earl:cantTell",
    "not_applicable": "earl:inapplicable",
    "error": "earl:untested",
}
ASSERTOR = "#tool"


def earl_lines(run_dir: Path) -> bytes:
    """One JSON-LD document, one assertion a line, so that it can be read and compared line by line."""
    encode = msgspec.json.Encoder().encode
    head = b'{"@context":' + encode(CONTEXT) + b',"@graph":[\n'
    nodes: list[bytes] = []
    for _, result in read_results(run_dir):
        if not nodes:
            nodes.append(encode(_assertor(result)))
        nodes.extend(encode(node) for node in _assertions(result))
    return head + b",\n".join(nodes) + b"\n]}\n"


def _assertor(result: Result) -> dict[str, Any]:
    tool = result["tool"]
    return {"@id": ASSERTOR, "@type": "Software", "doap:name": tool["name"], "doap:revision": tool["version"]}


def _assertions(result: Result) -> Iterator[dict[str, Any]]:
    """A check without findings asserts its outcome for the portal; otherwise each finding asserts its own."""
    city, run = result["city"], result["run"]
    for check in result["checks"].values():
        test = {
            "@type": "TestCase",
            "@id": f"#{check['id']}",
            "dct:title": _texts(check["title"]),
        }
        if check["clause"]:
            test["dct:isPartOf"] = check["clause"]["id"]
        base = {"@type": "Assertion", "assertedBy": ASSERTOR, "mode": "earl:automatic", "test": test}
        if not check["findings"]:
            yield base | {
                "@id": f"#{city['city_id']}/{check['id']}",
                "subject": {
                    "@type": "TestSubject",
                    "@id": city["portal_url"],
                    "dct:title": _texts(city["name"]),
                },
                "result": _result(check["outcome"], run, check["note"]),
            }
        for finding in check["findings"]:
            outcome = _result(finding["outcome"], run, finding["text"])
            if finding["state"] == "resolved":
                outcome["outcome"] = OUTCOMES["pass"]
            elif finding["state"] == "not_retested":
                outcome["outcome"] = OUTCOMES["error"]
            if finding["selector"]:
                outcome["pointer"] = {
                    "@type": "ptr:CSSSelectorPointer",
                    "ptr:expression": finding["selector"],
                }
            yield base | {
                "@id": f"#{city['city_id']}/{finding['id']}",
                "subject": {
                    "@type": "TestSubject",
                    "@id": finding["url"],
                    "dct:isPartOf": {"@id": city["portal_url"]},
                },
                "result": outcome,
            }


def _result(outcome: str, run: Result, note: Any) -> dict[str, Any]:
    result: dict[str, Any] = {
        "@type": "TestResult",
        "outcome": OUTCOMES[outcome],
        "dct:date": run["observed_at"],
    }
    if note:
        result["dct:description"] = _texts(note)
    return result


def _texts(text: Any) -> list[dict[str, str]]:
    return [{"@language": language, "@value": value} for language, value in text.items()]

"""This run against the one before: what is new, what is still there, what was mended, what was not looked at again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checks.absence import Looks
from checks.artifacts import Site
from checks.runner import Ran

Row = dict[str, Any]
SCHEMA = 1


def usable(previous: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """The previous result if it can be compared with: of the same schema, with checks in it."""
    return previous if previous and previous.get("schema") == SCHEMA and "checks" in previous else None


def compare(
    rows: Mapping[str, list[Row]], ran: Mapping[str, Ran], previous: Mapping[str, Any], looks: Looks
) -> dict[str, list[Row]]:
    """Fill ``first_seen`` and ``state`` of *rows* (check id → findings of this run), and return what is carried over.

    Carried findings (check id → findings) keep their outcome and are ``resolved`` or ``not_retested``.
    """
    before: dict[str, tuple[str, Row]] = {}
    for check, told in previous["checks"].items():
        for finding in told["findings"]:
            if finding["state"] != "resolved":
                before[finding["id"]] = (check, finding)
    for findings in rows.values():
        for finding in findings:
            earlier = before.pop(finding["id"], None)
            finding["state"] = "repeated" if earlier else "new"
            if earlier:
                finding["first_seen"] = earlier[1]["first_seen"] or previous["run"]["observed_at"]
    carried: dict[str, list[Row]] = {}
    for name in sorted(before):
        check, finding = before[name]
        state = "resolved" if _looked_again(finding, ran.get(check), looks) else "not_retested"
        evidence = {**finding["evidence"], "image": None, "records": []}  # they lie in the earlier run's folder
        carried.setdefault(check, []).append({**finding, "evidence": evidence, "state": state})
    return carried


def _looked_again(finding: Row, ran: Ran | None, looks: Looks) -> bool:
    """Whether the check came to a result this time and met the finding's page again."""
    if ran is None or not ran.complete:
        return False
    urls = {finding["url"], *finding["page_urls"]}
    return any(looks.answered(url, finding["entry"]) for url in urls)


def first_seen(rows: Mapping[str, list[Row]], site: Site) -> None:
    """A finding that no earlier run knows was first seen in this one."""
    for findings in rows.values():
        for finding in findings:
            finding["first_seen"] = finding["first_seen"] or site.run.observed_at

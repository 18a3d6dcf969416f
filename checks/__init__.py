"""The judging room: pure functions from artifacts to findings. No network, no browser, no clock, no dice.

``checks.run.judge`` judges one stored case; ``checks.registry.load`` lists every check, ours and plug-ins'.
"""

from checks.artifacts import Page, Site
from checks.declaration import (
    Check,
    Clause,
    Failed,
    Finding,
    Message,
    NotApplicable,
    Outcome,
    Text,
    Unsure,
    Want,
    check,
    section,
    view,
)
from checks.documents import Documents
from checks.reading import Document

__all__ = [
    "Check",
    "Clause",
    "Document",
    "Documents",
    "Failed",
    "Finding",
    "Message",
    "NotApplicable",
    "Outcome",
    "Page",
    "Site",
    "Text",
    "Unsure",
    "Want",
    "check",
    "section",
    "view",
]

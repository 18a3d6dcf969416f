"""The standards as data: ``from checks import standards`` and name a clause, e.g. ``standards.BLANK_COLUMN``.

A clause brings its severity, source and whether its official text was read; numbers are typed here and
nowhere else.
"""

from checks.standards.html import CHARSET_DECLARED
from checks.standards.indicators_2019 import (
    BLANK_COLUMN,
    COLUMN_MAINTAINED,
    COLUMN_UPDATED,
    GUIDE_COMPLETE,
    HOME_UPDATED,
    INTERACTION_ANSWERED,
    INTERACTION_CHANNEL,
    INTERACTION_REPLY,
    INTERACTION_SECTIONS,
    INTERACTION_SUBMISSION,
    PAGE_READABLE,
    SAFETY,
    SERVICE_OFFERED,
    SITE_AVAILABLE,
    SITE_SEARCH,
    STANDARD,
)

__all__ = [
    "BLANK_COLUMN",
    "CHARSET_DECLARED",
    "COLUMN_MAINTAINED",
    "COLUMN_UPDATED",
    "GUIDE_COMPLETE",
    "HOME_UPDATED",
    "INTERACTION_ANSWERED",
    "INTERACTION_CHANNEL",
    "INTERACTION_REPLY",
    "INTERACTION_SECTIONS",
    "INTERACTION_SUBMISSION",
    "PAGE_READABLE",
    "SAFETY",
    "SERVICE_OFFERED",
    "SITE_AVAILABLE",
    "SITE_SEARCH",
    "STANDARD",
]

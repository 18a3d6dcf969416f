"""All rules of axe-core 4.12 to 4.14 by id, in our words. A rule that is not here is told by ``axe_unlisted``.

Adding one: a row in ``axe_content``, ``axe_controls`` or ``axe_practice``; the check follows from it.
"""

from __future__ import annotations

from collections.abc import Mapping

from checks.accessibility.axe_content import CONTENT_RULES
from checks.accessibility.axe_controls import CONTROL_RULES
from checks.accessibility.axe_practice import PRACTICE_RULES
from checks.accessibility.rule import Rule

RULES: Mapping[str, Rule] = {
    rule.id: rule for rule in sorted((*CONTENT_RULES, *CONTROL_RULES, *PRACTICE_RULES), key=lambda rule: rule.id)
}

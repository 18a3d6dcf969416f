"""``python -m checks`` prints checks/README.md as the declarations have it."""

import sys

from checks.catalogue import catalogue
from checks.registry import load

sys.stdout.write(catalogue(load()))

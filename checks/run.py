"""The door of the judging room: one stored case in, one result out. Writes nothing, asks nothing of the machine."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from checks.absence import Looks
from checks.artifacts import Site
from checks.declaration import Want
from checks.provide import Provider
from checks.registry import Registry, load
from checks.result import assemble
from checks.runner import guard, run_check
from checks.standards import STANDARD


class Judgement(Struct, frozen=True):
    """The result exactly as docs/result.md has it, and the looks that would settle what is unsure."""

    result: dict[str, Any]
    wants: tuple[Want, ...]


def judge(
    site: Site,
    *,
    generated_at: str,
    previous: dict[str, Any] | None = None,
    disabled: frozenset[str] = frozenset(),
    registry: Registry | None = None,
) -> Judgement:
    """Run every check on *site* and put the result together. Same input, same bytes.

    *previous* is the result of the run before, if there is one: findings then say whether they are new, repeated,
    resolved or not retested. *registry* is for tests; by default all installed checks run.
    Raises ValueError when *disabled* names no check, RegistryError when the checks cannot be put together.
    """
    registry = registry or load()
    checks = registry.without(disabled)
    provider = Provider(site, registry.views)
    looks = Looks(site)
    ran = {name: run_check(check, provider, looks) for name, check in checks.items()}
    sections = {
        key: guard(f"section {key}", lambda part=part: part.build(**provider.supply(part.needs)))  # type: ignore[misc]
        for key, part in registry.sections.items()
    }
    result = assemble(
        site,
        provider.documents,
        ran,
        registry,
        STANDARD,
        sections,
        generated_at=generated_at,
        previous=previous,
    )
    wants = {want for one in ran.values() for want in one.wants}
    return Judgement(result, tuple(sorted(wants)))

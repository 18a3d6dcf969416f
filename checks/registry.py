"""Which checks there are: ours, found by walking this package, and those of installed plug-ins, found the
same way.

A plug-in is a distribution with one line in its pyproject.toml::

    [project.entry-points."portal_audit.checks"]
    shandong = "shandong_checks"

Its package is walked exactly like ours: every ``@check``, ``@view`` and ``@section`` at module level counts.
"""

from __future__ import annotations

import pkgutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
from msgspec import Struct

import checks
from checks.artifacts import Site
from checks.declaration import Check, Section, View
from checks.documents import Documents
from checks.help import Help, parse_help
from checks.reading import Document
from checks.themes import theme_order

PLUGINS = "portal_audit.checks"
GIVEN = (Site, Documents, Document)  # what the frame hands out itself, without a view
#: What importing a broken module raises; anything else is a crash of the plug-in's own and shows its own
# traceback.
BROKEN = (ImportError, AttributeError, NameError, SyntaxError, TypeError, ValueError)


class RegistryError(Exception):
    """The checks cannot be put together; the message is one sentence that names the package at fault."""


class Registry(Struct, frozen=True, eq=False):
    """Every check with its help, every view by the type it gives, every section by its key."""

    checks: Mapping[str, Check]
    helps: Mapping[str, Help]
    views: Mapping[type, View[..., Any]]
    sections: Mapping[str, Section]
    packages: Mapping[str, str]  # check id → the distribution or package it came from
    plugins: Mapping[str, str] = {}  # installed distributions that add checks → their versions

    def without(self, disabled: Iterable[str]) -> Mapping[str, Check]:
        """The checks to run. Raises ValueError when a disabled id names no check."""
        off = frozenset(disabled)
        if unknown := sorted(off - self.checks.keys()):
            raise ValueError(
                f"CHECKS_DISABLED names {', '.join(repr(name) for name in unknown)}, which is no check; "
                f"`scrapy checks` lists them"
            )
        return {name: found for name, found in self.checks.items() if name not in off}


@cache
def load() -> Registry:
    """All checks of this installation, plug-ins included. Raises RegistryError naming the package at "
    "fault."""
    points = sorted(entry_points(group=PLUGINS), key=lambda point: point.name)
    registry = assemble([("portal-audit", checks), *(_plugin(point) for point in points)])
    plugins = {point.dist.name: point.dist.version for point in points if point.dist}
    return msgspec.structs.replace(registry, plugins=dict(sorted(plugins.items())))


def assemble(sources: Iterable[tuple[str, ModuleType]]) -> Registry:
    """Put together the checks of several packages, given as (name for messages, package or module)."""
    found: dict[str, tuple[Check, str]] = {}
    helps: dict[str, Help] = {}
    views: dict[type, View[..., Any]] = {}
    sections: dict[str, Section] = {}
    seen: set[int] = set()  # a module that imports a check from another does not declare it again
    for package, root in sources:
        for module in _modules(package, root):
            for value in vars(module).values():
                if not isinstance(value, Check | View | Section) or id(value) in seen:
                    continue
                seen.add(id(value))
                if isinstance(value, Check):
                    if value.id in found:
                        raise RegistryError(_twice(f"check {value.id!r}", found[value.id], value, package))
                    found[value.id] = (value, package)
                    helps[value.id] = _help(value, package)
                elif isinstance(value, View):
                    if value.gives in views or value.gives in GIVEN:
                        raise RegistryError(f"{package}: a second view gives {value.gives.__name__} ({value.module})")
                    views[value.gives] = value
                else:
                    if value.key in sections:
                        raise RegistryError(f"{package}: a second section {value.key!r} ({value.module})")
                    sections[value.key] = value
    for name, (declared, package) in found.items():
        for need in declared.needs.values():
            _require(need, views, f"{package}: check {name!r}")
    for key, part in sections.items():
        for need in part.needs.values():
            _require(need, views, f"{part.module}: section {key!r}")
    ordered = sorted(found.values(), key=lambda pair: (theme_order(pair[0].theme), pair[0].id))
    return Registry(
        checks={declared.id: declared for declared, _ in ordered},
        helps=helps,
        views=views,
        sections=dict(sorted(sections.items())),
        packages={declared.id: package for declared, package in ordered},
    )


def _plugin(point: EntryPoint) -> tuple[str, ModuleType]:
    package = point.dist.name if point.dist else point.name
    try:
        module = point.load()
    except BROKEN as error:
        raise RegistryError(_broken(f"plug-in {package}", point.value, error)) from error
    if not isinstance(module, ModuleType):
        raise RegistryError(f"plug-in {package}: {point.value} must name a module, not what is in it")
    return package, module


def _modules(package: str, root: ModuleType) -> Iterator[ModuleType]:
    """The module itself and, for a package, every module below it; commands (``__main__``) are left out."""
    yield root
    for entry in sorted(_below(package, root)):
        try:
            yield import_module(entry)
        except BROKEN as error:
            raise RegistryError(_broken(package, entry, error)) from error


def _below(package: str, root: ModuleType) -> Iterator[str]:
    def broken(name: str) -> None:
        error = sys.exception()
        raise RegistryError(_broken(package, name, error)) from error

    for info in pkgutil.walk_packages(getattr(root, "__path__", []), f"{root.__name__}.", onerror=broken):
        if not info.name.endswith(".__main__"):
            yield info.name


def _help(declared: Check, package: str) -> Help:
    try:
        return parse_help(sys.modules[declared.module].__doc__)
    except ValueError as error:
        raise RegistryError(f"{package}: check {declared.id!r} ({declared.module}): {error}") from error


def _require(need: type, views: Mapping[type, View[..., Any]], who: str, path: tuple[type, ...] = ()) -> None:
    """Everything that *need* is made from can be had, and no view needs itself."""
    if need in GIVEN:
        return
    if need in path:
        raise RegistryError(f"{who}: the view of {need.__name__} needs itself")
    if need not in views:
        raise RegistryError(f"{who} needs {need.__name__}, which no view gives")
    for deeper in views[need].needs.values():
        _require(deeper, views, who, (*path, need))


def _twice(what: str, first: tuple[Check, str], second: Check, package: str) -> str:
    return f"{what} is declared twice: in {first[1]} ({first[0].module}) and in {package} ({second.module})"


def _broken(package: str, name: str, error: BaseException | None) -> str:
    return f"{package}: {name} cannot be imported: {type(error).__name__}: {error}"


def cases_folder(declared: Check) -> Path:
    """The folder of cases beside the check's module: ``column_empty.py`` → ``column_empty.cases``."""
    file = sys.modules[declared.module].__file__
    if file is None:
        raise RegistryError(f"check {declared.id!r}: {declared.module} has no file")
    return Path(file).with_suffix(".cases")

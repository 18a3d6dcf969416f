"""Hands checks what their parameters ask for: the site, its pages, and views, each worked out once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checks.artifacts import Site
from checks.declaration import View
from checks.documents import Documents
from checks.reading import Document


class Provider:
    """What can be had of one case. ``on(document)`` gives what can be had of one of its pages, too."""

    def __init__(self, site: Site, views: Mapping[type, View[..., Any]]) -> None:
        self.documents = Documents(site)
        self._views = views
        self._per_page = {kind for kind in views if _needs_page(kind, views)}
        self._had: dict[type, Any] = {Site: site, Documents: self.documents}
        self._pages: dict[int, dict[type, Any]] = {}

    def per_page(self, needs: Mapping[str, type]) -> bool:
        """Whether something with these needs is asked of every page, not once of the site."""
        return any(kind is Document or kind in self._per_page for kind in needs.values())

    def supply(self, needs: Mapping[str, type], document: Document | None = None) -> dict[str, Any]:
        """Arguments by parameter name. What a view raises, its caller gets; it is then asked again next time."""
        return {name: self._get(kind, document) for name, kind in needs.items()}

    def _get(self, kind: type, document: Document | None) -> Any:
        if kind is Document:
            return document
        if kind in self._per_page:
            had = self._pages.setdefault(id(document), {})  # documents live as long as the provider
        else:
            had, document = self._had, None
        if kind not in had:
            view = self._views[kind]
            had[kind] = view(**self.supply(view.needs, document))
        return had[kind]


def _needs_page(kind: type, views: Mapping[type, View[..., Any]]) -> bool:
    if kind is Document:
        return True
    return kind in views and any(_needs_page(deeper, views) for deeper in views[kind].needs.values())

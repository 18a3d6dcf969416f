"""Things that are the same by any of several keys, brought together (union by shared keys)."""

from __future__ import annotations

from collections.abc import Hashable


class Same:
    """Numbers 0 … n-1 in groups; two numbers that were given one key end in one group."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))
        self._first: dict[Hashable, int] = {}

    def join(self, number: int, key: Hashable) -> None:
        """Put *number* into one group with every other number that is given *key*."""
        first = self._first.setdefault(key, number)
        low, high = sorted((self._root(first), self._root(number)))
        self._parent[high] = low

    def groups(self) -> list[list[int]]:
        """The groups, by their smallest number, each in order."""
        found: dict[int, list[int]] = {}
        for number in range(len(self._parent)):
            found.setdefault(self._root(number), []).append(number)
        return [found[root] for root in sorted(found)]

    def _root(self, number: int) -> int:
        while self._parent[number] != number:
            self._parent[number] = self._parent[self._parent[number]]
            number = self._parent[number]
        return number

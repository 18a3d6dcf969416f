"""How many pages may be rendered at a time: as many as processor, memory and event loop bear, never a constant."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import psutil

#: Seconds between two measurements.
PERIOD_SECONDS = 1.0
#: Seconds by which the event loop may be late. At the first value Scrapy's pace and timeouts begin to blur, so that a
#: page less is rendered; below the second there is room.
LATE_SECONDS, IN_TIME_SECONDS = 0.25, 0.08
#: Share of the processor in use above which one more page would only make all of them slower.
BUSY_PERCENT = 92.0
#: Share of the machine's memory that must stay free; a page more needs about a tenth of that.
FREE_MEMORY_SHARE = 0.10
#: Share above which there is room for more.
SPARE_MEMORY_SHARE = 2 * FREE_MEMORY_SHARE
#: Share of the machine's memory that the browser may hold before it is replaced at the next quiet moment.
BROWSER_MEMORY_SHARE = 0.35
#: Measurements between two looks at the browser's memory: walking all its processes costs some milliseconds.
MEMORY_EVERY = 10


class Governor:
    """Lets at most ``allowed`` jobs in at a time; ``allowed`` moves between 1 and *most* with what is measured."""

    def __init__(self, most: int, *, too_large: Callable[[], None] = lambda: None) -> None:
        """*too_large* is called when the browser's processes hold too much memory."""
        self.most, self.allowed = most, max(1, min(most, (psutil.cpu_count() or 1) * 2))
        self.least_allowed = self.allowed
        self._inside = 0
        self._change = asyncio.Condition()
        self._too_large = too_large
        self._task: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """Wait for a place and hold it."""
        if self._task is None:
            self._task = asyncio.ensure_future(self._measure())
        async with self._change:
            await self._change.wait_for(lambda: self._inside < self.allowed)
            self._inside += 1
        try:
            yield
        finally:
            self._inside -= 1
            async with self._change:
                self._change.notify()

    async def close(self) -> None:
        """Stop measuring."""
        if self._task:
            self._task.cancel()
            self._task = None

    async def _measure(self) -> None:
        loop = asyncio.get_running_loop()
        psutil.cpu_percent()
        rounds = 0
        while True:
            started = loop.time()
            await asyncio.sleep(PERIOD_SECONDS)
            rounds += 1
            late = loop.time() - started - PERIOD_SECONDS
            memory = psutil.virtual_memory()
            before = self.allowed
            self.allowed = adjusted(
                self.allowed, self.most, late=late, cpu=psutil.cpu_percent(), free=memory.available / memory.total
            )
            self.least_allowed = min(self.least_allowed, self.allowed)
            if self.allowed > before:
                async with self._change:
                    self._change.notify(self.allowed - before)
            if rounds % MEMORY_EVERY == 0 and _children_memory() > BROWSER_MEMORY_SHARE * memory.total:
                self._too_large()


def adjusted(allowed: int, most: int, *, late: float, cpu: float, free: float) -> int:
    """The next number of places: one less when the loop is late or memory is short, one more when there is room.

    *late* in seconds, *cpu* in per cent of all processors, *free* as a share of the machine's memory.
    """
    if late > LATE_SECONDS or free < FREE_MEMORY_SHARE:
        return max(1, allowed - 1)
    if late < IN_TIME_SECONDS and cpu < BUSY_PERCENT and free > SPARE_MEMORY_SHARE:
        return min(most, allowed + 1)
    return allowed


def memory_is_short() -> bool:
    """Whether so little of the machine's memory is free that no more should be taken."""
    memory = psutil.virtual_memory()
    return memory.available < SPARE_MEMORY_SHARE * memory.total


def _children_memory() -> int:
    """Resident bytes of all processes below ours."""
    total = 0
    for child in psutil.Process().children(recursive=True):
        try:
            total += child.memory_info().rss
        except psutil.NoSuchProcess:
            continue  # it ended while we counted
    return total

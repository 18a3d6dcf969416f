"""How many pages may be rendered at a time."""

from __future__ import annotations

import asyncio

import pytest

from crawler.browser.governor import Governor, adjusted


@pytest.mark.parametrize(
    ("allowed", "late", "cpu", "free", "expected"),
    [
        pytest.param(4, 0.0, 30.0, 0.6, 5, id="room for one more"),
        pytest.param(8, 0.0, 30.0, 0.6, 8, id="never above the setting"),
        pytest.param(4, 0.0, 99.0, 0.6, 4, id="a busy processor gets no more"),
        pytest.param(4, 0.5, 30.0, 0.6, 3, id="a late event loop gets fewer"),
        pytest.param(4, 0.0, 30.0, 0.05, 3, id="short memory gets fewer"),
        pytest.param(1, 9.0, 100.0, 0.01, 1, id="never below one"),
        pytest.param(4, 0.1, 30.0, 0.6, 4, id="a little late: leave it"),
    ],
)
def test_places_follow_what_is_measured(allowed: int, late: float, cpu: float, free: float, expected: int) -> None:
    assert adjusted(allowed, 8, late=late, cpu=cpu, free=free) == expected


def test_no_more_jobs_are_inside_than_allowed() -> None:
    async def run() -> int:
        governor = Governor(3)
        governor.allowed = governor.most = 3
        inside = most = 0

        async def job() -> None:
            nonlocal inside, most
            async with governor.place():
                inside += 1
                most = max(most, inside)
                await asyncio.sleep(0)
                inside -= 1

        try:
            await asyncio.gather(*(job() for _ in range(50)))
        finally:
            await governor.close()
        return most

    assert asyncio.run(run()) == 3

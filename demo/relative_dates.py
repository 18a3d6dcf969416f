"""Dates as people write them: today, three days ago, last month."""

from __future__ import annotations

from datetime import date


def relative(day: date, today: date) -> str:
    """*day* as a list that counts back from *today* prints it."""
    ago = (today - day).days
    if ago <= 1:
        return ("今天", "昨天")[max(0, ago)]
    if ago < 28:
        return f"{ago}天前"
    if ago < 365:
        return f"{ago // 30 or 1}个月前"
    return f"{ago // 365}年前"

"""All simulated cities together: one answer function, one seeds file, one ground truth."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from datetime import date
from functools import cached_property
from importlib import import_module
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from crawler.forward_proxy import ProxyReply, ProxyRequest
from demo import outside
from demo.portal import Portal
from demo.site import text_reply

#: The cities of the quick demo, then the others, in the order of the seeds file.
QUICK = ("yunxi", "qinglan", "shitang", "anping")
CITIES: tuple[str, ...] = (
    *QUICK, "linhe", "hengyu", "yunting", "canglan", "nangang", "xinlu", "gumu", "gesang", "jingshan", "luoxi",
)  # fmt: skip


class World:
    """The simulated cities as they are on *today*; *cities* chooses some of them by id.

    Raises ValueError for an id that does not exist.
    """

    def __init__(self, today: date, cities: Sequence[str] | None = None) -> None:
        chosen = tuple(cities) if cities else CITIES
        if unknown := [name for name in chosen if name not in CITIES]:
            raise ValueError(f"no simulated city is called {', '.join(unknown)}; there are {', '.join(CITIES)}")
        self.today = today
        self.portals: dict[str, Portal] = {name: import_module(f"demo.cities.{name}").City(today) for name in chosen}

    @cached_property
    def _by_host(self) -> dict[str, Portal]:
        hosts: dict[str, Portal] = {}
        for portal in self.portals.values():
            for host in portal.site.hosts:
                hosts[host] = portal
                hosts.setdefault(host.removeprefix("www."), portal)
        return hosts

    def answer(self, request: ProxyRequest) -> ProxyReply | None:
        """The reply to any request: a city's, the outside world's, or 502 for a host that does not exist."""
        if portal := self._by_host.get(urlsplit(request.url).netloc):
            return portal.answer(request)
        if found := outside.answer(request):
            return found
        missing = text_reply("no such host in the simulation\n", "text/plain; charset=utf-8", 502)
        missing.headers.append(("X-Demo-Error", "unknown-host"))
        return missing

    def seeds_csv(self) -> str:
        """The seeds file of the chosen cities."""
        buffer = io.StringIO()
        rows = [portal.seed for portal in self.portals.values()]
        writer = csv.DictWriter(buffer, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        return buffer.getvalue()

    def truth(self) -> list[dict[str, Any]]:
        """What is wrong and what is not, a city an entry, with the URLs of *today*.

        ``expect``: findings that a complete audit reports. ``never``: places that look wrong and are not.
        ``may``: consequences of a planted fault that another check can report as well; neither hit nor false alarm.
        Whatever is in none of them is not wrong. A ``url`` of the form ``pages:SLUG`` in ``may`` and ``never``
        stands for every page of that column. ``also`` lists other pages where the same fault may be reported instead;
        with ``anywhere`` any page of the city will do.
        """
        entries = []
        for name, portal in self.portals.items():
            entry = json.loads(files("demo.cities").joinpath(f"{name}.truth.json").read_text("utf-8"))
            for group in ("expect", "never", "may"):
                entry[group] = [
                    {"entry": "desktop", **label, "url": url, "also": self._also(portal, label)}
                    for label in entry.get(group, [])
                    for url in portal.pages_of(label["url"])
                ]
            entries.append(entry)
        return entries

    @staticmethod
    def _also(portal: Portal, label: dict[str, Any]) -> list[str]:
        return [url for name in label.get("also", ()) for url in portal.pages_of(name)]

"""Serve simulated portals from a process of their own, so that serving does not count as ours."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from multiprocessing.connection import Connection

from crawler.forward_proxy import Answer, ForwardProxy
from demo import synthetic
from demo.world import World


@dataclass(frozen=True)
class Offer:
    """What a server offers: its answers, a seeds file for it, and the URLs of its HTML pages."""

    answer: Answer
    seeds: str
    urls: list[str]


@dataclass(frozen=True)
class Served:
    """A running server: its proxy, its seeds file as text, the URLs of its pages, its process id."""

    proxy: str
    seeds: str
    urls: list[str]
    pid: int


def portals(count: int, pages: int, templates: int, page_bytes: int) -> Offer:
    """*count* synthetic portals (see demo/synthetic.py)."""
    made = [
        synthetic.portal(pages, templates, f"www.simcity{number:02}.gov.cn", page_bytes=page_bytes)
        for number in range(1, count + 1)
    ]
    return Offer(synthetic.answer_for(made), synthetic.seeds_csv(made), [url for each in made for url in each.urls()])


def cities(today: date, names: tuple[str, ...] | None) -> Offer:
    """The simulated cities with known faults (see demo/world.py)."""
    world = World(today, names)
    return Offer(world.answer, world.seeds_csv(), [])


@contextmanager
def served(make: partial[Offer]) -> Iterator[Served]:
    """Run a server for what *make* makes, in a process that begins afresh; it ends with the block."""
    processes = multiprocessing.get_context("spawn")
    ours, theirs = processes.Pipe()
    server = processes.Process(target=_serve, args=(make, theirs), daemon=True)
    server.start()
    theirs.close()
    try:
        proxy, seeds, urls = ours.recv()
        assert server.pid is not None
        yield Served(proxy, seeds, urls, server.pid)
    finally:
        ours.close()  # tells the server to stop
        server.join(10)
        if server.is_alive():
            server.kill()


def _serve(make: Callable[[], Offer], pipe: Connection) -> None:
    offer = make()
    with ForwardProxy(offer.answer) as proxy:
        pipe.send((proxy.url, offer.seeds, offer.urls))
        try:
            pipe.recv()
        except EOFError:
            return

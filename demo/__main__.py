"""``python -m demo``: serve the simulated cities until Ctrl-C."""

from __future__ import annotations

import argparse
import sys
import tempfile
import threading
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from crawler.forward_proxy import ForwardProxy
from demo.world import CITIES, World

#: The cities' clock.
CHINA = timezone(timedelta(hours=8))


def serve(world: World, port: int) -> None:
    """Serve *world*, print where, and wait for ever; ends by KeyboardInterrupt."""
    with tempfile.TemporaryDirectory(prefix="demo-") as folder, ForwardProxy(world.answer, port) as proxy:
        seeds = Path(folder) / "seeds.csv"
        seeds.write_text(world.seeds_csv(), "utf-8")
        print(f"proxy: {proxy.url}\nseeds: {seeds}", flush=True)
        for portal in world.portals.values():
            print(f"  {portal.id:10} {portal.site.root:42} {portal.name}", flush=True)
        threading.Event().wait()


def main(arguments: list[str] | None = None) -> int:
    """Parse *arguments*, serve, and return the exit code: 0 after Ctrl-C, 2 for wrong usage."""
    parser = argparse.ArgumentParser(prog="python -m demo", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1 (default: a free one)")
    parser.add_argument(
        "--today",
        type=date.fromisoformat,
        default=datetime.now(CHINA).date(),
        metavar="YYYY-MM-DD",
        help="the day that the cities' articles are counted back from (default: today)",
    )
    parser.add_argument(
        "--cities",
        type=lambda text: text.split(","),
        metavar="a,b",
        help=f"some of: {', '.join(CITIES)} (default: all)",
    )
    options = parser.parse_args(arguments)
    try:
        world = World(options.today, options.cities)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    try:
        serve(world, options.port)
    except KeyboardInterrupt:
        print("stopped")
    return 0


if __name__ == "__main__":
    sys.exit(main())

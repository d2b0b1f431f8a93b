"""Where the time of one kind of request goes, in this process, over a network of made orders.

    python -m bench.profiled order|batch|list|manager|store|dashboard [ORDERS]     BENCH_DATA=… keeps the network

Prints the functions that take most by their own time, then ours with all they call. Times under the profiler are longer
than without it: compare shares, not milliseconds.
"""

import cProfile
import os
import pstats
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.dashboard import address
from bench.inside import signed_in
from bench.order import BATCH, baskets_of, said_order
from bench.stage import Network, Stage
from portal.accounts.roles import Role

TIMES, SHOWN = 150, 35


def asking(kind: str, network: Network, app: Any) -> Callable[[], Any]:
    """Return what one request of this kind does."""
    cast = network.cast
    if kind in ("order", "batch"):
        clerk, baskets = signed_in(app, cast.phones[Role.CLERK]), baskets_of(cast.products)
        numbers, device = iter(range(1, 10**6)), f"profiled-{time.time_ns()}"

        def post() -> Any:
            orders = [said_order(next(numbers), random.choice(baskets)) for _ in range(BATCH if kind == "batch" else 1)]
            return clerk.post("/till/sync", json={"device": device, "orders": orders})

        return post
    role, path = {
        "list": (Role.OFFICE, "/selling/orders"),
        "manager": (Role.RM, "/selling/orders"),
        "store": (Role.RM, f"/stores/{cast.store}"),
        "dashboard": (Role.RM, address(network)),
    }[kind]
    browser = signed_in(app, cast.phones[role])
    return lambda: browser.get(path, headers={"Accept-Encoding": "gzip"})


def main() -> None:
    kind, orders = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    kept = os.environ.get("BENCH_DATA")
    with tempfile.TemporaryDirectory(prefix="bench-") as place:
        os.environ["PORTAL_DATA"] = place
        network = Stage(Path(place), Path(kept) if kept else None).made("sqlite", orders)
        with network.app() as app:
            ask = asking(kind, network, app)
            for _ in range(10):
                ask()
            used = time.process_time()
            for _ in range(TIMES):
                ask()
            used = (time.process_time() - used) / TIMES * 1000
            with cProfile.Profile() as profile:
                for _ in range(TIMES):
                    ask()
    print(f"{kind}: {used:.2f} ms of the processor each, client included, without the profiler")
    figures = pstats.Stats(profile)
    figures.sort_stats("tottime").print_stats(SHOWN)
    figures.sort_stats("cumtime").print_stats("/portal/|/templates/", SHOWN)


if __name__ == "__main__":
    main()

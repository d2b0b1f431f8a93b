"""The pages people open most over a loaded network: server time, statements, compressed bytes, in this process."""

import gc
import time
from statistics import median

from bench.dashboard import address
from bench.inside import signed_in, statements
from bench.stage import Network, Stage
from portal.accounts.roles import Role
from tests.browse import Browser

ROUNDS = 25


def measure(stage: Stage, engine: str) -> dict[str, float]:
    """Return pages.<engine>.<page>.ms, .statements and .bytes; the home pages by role, and three for head office."""
    network = stage.year(engine)
    figures: dict[str, float] = {}
    with network.app() as app:
        browsers = {role: signed_in(app, phone) for role, phone in network.cast.phones.items()}
        gc.collect()
        gc.freeze()
        for name, (role, path) in pages(network).items():
            ms, count, size = opened(browsers[role], path)
            for kind, value in (("ms", round(ms, 2)), ("statements", count), ("bytes", size)):
                figures[f"pages.{engine}.{name}.{kind}"] = value
        gc.unfreeze()
    return figures


def pages(network: Network) -> dict[str, tuple[Role, str]]:
    homes = {f"home_{role.value}": (role, "/") for role in Role}
    return homes | {
        "store": (Role.OFFICE, f"/stores/{network.cast.store}"),
        "orders": (Role.OFFICE, "/selling/orders"),
        "region": (Role.OFFICE, address(network)),
    }


def opened(browser: Browser, path: str) -> tuple[float, int, int]:
    """Return a page's median milliseconds, statements and compressed bytes."""
    taken = []
    for _ in range(ROUNDS):
        with statements() as seen:
            begun = time.perf_counter()
            answer = browser.get(path, headers={"Accept-Encoding": "gzip"})
            taken.append((time.perf_counter() - begun) * 1000)
        if answer.status_code != 200:
            raise SystemExit(f"{path} answered {answer.status_code}")
    return median(taken), len(seen), len(answer.data)

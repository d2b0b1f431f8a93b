"""How much slower everything gets when there are ten times as many orders: p50 over p50, side by side (S7).

Two networks of the same 457 stores, products and ninety days, one with 100,000 orders and one with 1,000,000, each
behind a server of its own; blocks of requests alternate between the two. A list is as slow as for whom it is slowest:
head office, which sees every store, or a regional manager, whose stores are named one by one.
"""

from statistics import median

from bench.client import Visitor, repeated
from bench.dashboard import address
from bench.order import Counter, baskets_of, post
from bench.people import PASSWORD
from bench.results import of_rounds
from bench.stage import Network, Server, Stage, serving
from portal.accounts.roles import Role

ROUNDS, BLOCKS, TIMES, SECONDS = 3, 4, 20, 0.5


class Side:
    """One of the two networks behind its server, and who asks there."""

    def __init__(self, network: Network, server: Server) -> None:
        cast = network.cast
        office, manager = (Visitor(server.port).sign_in(cast.phones[role], PASSWORD) for role in (Role.OFFICE, Role.RM))
        self.pages = {
            "list.office": (office, "/selling/orders"),
            "list.manager": (manager, "/selling/orders"),
            "store": (manager, f"/stores/{cast.store}"),
            "dashboard": (manager, address(network)),
        }
        self.till = Counter(server, cast.tills[0], baskets_of(cast.products))

    def seconds(self, name: str) -> list[float]:
        """Return what a block of requests took, each."""
        if name == "order":
            return post([self.till], SECONDS).seconds
        visitor, path = self.pages[name]
        visitor.anew()
        request = visitor.written("GET", path)
        repeated(visitor.line, request, 3, seconds=SECONDS)
        return repeated(visitor.line, request, TIMES, seconds=SECONDS).insist(path).seconds


def measure(stage: Stage, engine: str) -> dict[str, float]:
    """Return growth.list, .store, .dashboard and .order (growth.postgresql.… there)."""
    prefix = "growth" if engine == "sqlite" else f"growth.{engine}"
    small, large = stage.small(engine), stage.large(engine)
    figures: dict[str, float] = {}
    with serving(small) as few, serving(large) as many:
        sides = (Side(small, few), Side(large, many))
        for name in (*sides[0].pages, "order"):
            rounds = [ratio(sides, name) for _ in range(min(ROUNDS, stage.rounds(engine)))]
            figures |= of_rounds(f"{prefix}.{name}", rounds, 3)
    slowest = max(("office", "manager"), key=lambda who: figures[f"{prefix}.list.{who}"])
    for end in ("", ".min", ".max"):
        figures[f"{prefix}.list{end}"] = figures[f"{prefix}.list.{slowest}{end}"]
    return figures


def ratio(sides: tuple[Side, Side], name: str) -> float:
    """Return the large side's median over the small one's, from alternating blocks."""
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(BLOCKS):
        for side, seconds in zip(sides, taken, strict=True):
            seconds += side.seconds(name)
    return median(taken[1]) / median(taken[0])

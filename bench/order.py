"""An order of ten lines over HTTP, beside the raw driver and a Django admin, in alternated rounds (S1 to S4).

Every order is a `POST /till/sync` of one order by a signed-in clerk – right, scope, token, chain, roll-up, stock.
Eight clients, each with a store of its own, post at the same time; so do eight raw writers and eight admins. What the
raw driver reaches is the better of one writer and eight, since one is SQLite's best and eight is PostgreSQL's.
"""

import json
import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime

from bench import raw
from bench.client import Answer, Visitor, together
from bench.people import PASSWORD, Till
from bench.results import of_rounds
from bench.stage import Server, Stage, peer, serving
from portal.selling.keys import new_key

LINES, BATCH = 10, 100
SECONDS, WARM = 2.0, 0.5

Basket = list[tuple[int, int]]  # products and their prices in fen, a piece of each


def measure(stage: Stage, engine: str) -> dict[str, float]:
    """Return the figures named order.<engine>.…"""
    network = stage.year(engine)
    baskets = baskets_of(network.cast.products)
    rounds: dict[str, list[float]] = {}

    def note(name: str, value: float) -> None:
        rounds.setdefault(f"order.{engine}.{name}", []).append(value)

    with serving(network) as ours, peer(network) as theirs:
        tills = [Counter(ours, till, baskets) for till in network.cast.tills]
        admins = [Admin(theirs, store_id, baskets) for store_id in network.cast.peer_stores]
        post(tills, WARM)
        post(admins, WARM)
        for _ in range(stage.rounds(engine)):
            reached = max(
                raw.orders_per_second(network.url, stores, baskets, SECONDS)
                for stores in (network.cast.raw_stores[:1], network.cast.raw_stores)
            )
            used = ours.cpu_seconds()
            taken = post(tills, SECONDS)
            note("cpu_ms", (ours.cpu_seconds() - used) / len(taken.seconds) * 1000)
            admin = post(admins, SECONDS)
            one = post(tills[:1], SECONDS)
            batched = post(tills[:1], SECONDS, size=BATCH)
            note("per_s", taken.per_second)
            note("raw_per_s", reached)
            note("django_admin_per_s", admin.per_second)
            note("one_client_per_s", one.per_second)
            note("vs_raw", taken.per_second / reached)
            note("vs_django_admin", taken.per_second / admin.per_second)
            note("batch_gain", batched.per_second * BATCH / one.per_second)
            note("p50_ms", taken.ms(0.5))
            note("p95_ms", taken.ms(0.95))
            note("max_ms", taken.ms(1))
        locked = ours.said("database is locked")
    figures: dict[str, float] = {}
    for name, values in rounds.items():
        figures |= of_rounds(name, values, 4 if name.endswith("vs_raw") else 2)
    # a wait is long when it is long once
    figures[f"order.{engine}.max_ms"] = round(max(rounds[f"order.{engine}.max_ms"]), 2)
    if engine == "sqlite":
        figures["order.sqlite.locked"] = locked
    return figures


def baskets_of(products: list[tuple[int, int]]) -> list[Basket]:
    chance = random.Random(10)
    return [chance.sample(products, LINES) for _ in range(200)]


def said_order(sequence: int, basket: Basket) -> dict[str, object]:
    """Return an order as a tablet says it, with its prices."""
    return {
        "key": new_key(),
        "sequence": sequence,
        "placed_at": datetime.now(UTC).isoformat(),
        "payment": "cash",
        "lines": [
            {"product_id": product_id, "quantity": 1000, "price": price, "amount": price}
            for product_id, price in basket
        ],
    }


class Counter:
    """A till that posts orders, numbered one after the other by a device of its own."""

    def __init__(self, server: Server, till: Till, baskets: list[Basket]) -> None:
        self.visitor = Visitor(server.port).sign_in(till.phone, PASSWORD)
        self.baskets = baskets
        self.device, self.sequence = f"bench-{time.time_ns() // 1_000_000}", 0

    def requests(self, size: int) -> Iterator[bytes]:
        """Yield requests of so many orders each; writing one out costs a fraction of what answering it does."""
        while True:
            body = {"device": self.device, "orders": [self.order() for _ in range(size)]}
            yield self.visitor.json("/till/sync", json.dumps(body).encode())

    def order(self) -> dict[str, object]:
        self.sequence += 1
        return said_order(self.sequence, self.baskets[self.sequence % len(self.baskets)])

    def right(self, answer: Answer) -> bool:
        return answer.status == 200 and b'"refused"' not in answer.body and b'"clash"' not in answer.body


class Admin:
    """Someone who enters orders in the Django admin's form."""

    FORM = "/admin/shop/order/add/"

    def __init__(self, server: Server, store_id: int, baskets: list[Basket]) -> None:
        self.visitor = sign_in_to_admin(server)
        self.store_id, self.baskets = store_id, baskets
        self.token = self.visitor.field(self.visitor.get(self.FORM))
        self.sequence = time.time_ns() // 1000

    def requests(self, size: int) -> Iterator[bytes]:
        while True:
            yield self.visitor.form(self.FORM, self.order())

    def order(self) -> dict[str, str]:
        self.sequence += 1
        basket = self.baskets[self.sequence % len(self.baskets)]
        now = datetime.now()
        form = {
            "csrfmiddlewaretoken": self.token, "store": str(self.store_id), "device": "admin",
            "sequence": str(self.sequence), "placed_at_0": f"{now:%Y-%m-%d}", "placed_at_1": f"{now:%H:%M:%S}",
            "member": "", "payment": "cash", "lines_count": str(LINES), "quantity": str(1000 * LINES),
            "total": str(sum(price for _, price in basket)), "lines-TOTAL_FORMS": str(LINES),
            "lines-INITIAL_FORMS": "0", "lines-MIN_NUM_FORMS": "0", "lines-MAX_NUM_FORMS": "1000", "_save": "保存",
        }  # fmt: skip
        for n, (product_id, price) in enumerate(basket):
            said = {"position": n + 1, "product": product_id, "quantity": 1000, "price": price, "amount": price}
            form |= {f"lines-{n}-id": "", f"lines-{n}-order": ""}
            form |= {f"lines-{n}-{name}": str(value) for name, value in said.items()}
        return form

    def right(self, answer: Answer) -> bool:
        return answer.status == 302


def sign_in_to_admin(server: Server) -> Visitor:
    visitor = Visitor(server.port)
    token = visitor.field(visitor.get("/admin/login/"))
    form = {"username": "bench", "password": "bench-2026", "csrfmiddlewaretoken": token, "next": "/admin/"}
    answer = visitor.post("/admin/login/", form)
    if answer.status != 302:
        raise SystemExit(f"the Django admin did not let us in: {answer.status}")
    return visitor


def post(clients: "list[Counter] | list[Admin]", seconds: float, *, size: int = 1):  # type: ignore[no-untyped-def]
    """Let these clients post at the same time."""
    for client in clients:
        client.visitor.anew()
    lanes = [(client.visitor.line, client.requests(size)) for client in clients]
    return together(lanes, seconds=seconds, right=clients[0].right).insist("posting orders")

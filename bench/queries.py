"""Statements that a page and a posted order cost, session, right and trail included (S9)."""

import random

from bench.dashboard import address
from bench.inside import asked_by, signed_in, statements
from bench.order import LINES, said_order
from bench.stage import Stage
from portal.accounts.roles import Role


def measure(stage: Stage, engine: str) -> dict[str, float]:
    """Return queries.list, .store, .dashboard of a regional manager and .order of a clerk; each opened before."""
    network, prefix = stage.year(engine), "queries" if engine == "sqlite" else f"queries.{engine}"
    pages = {"list": "/selling/orders", "store": f"/stores/{network.cast.store}", "dashboard": address(network)}
    with network.app() as app:
        manager = signed_in(app, network.cast.phones[Role.RM])
        figures = {f"{prefix}.{name}": float(len(asked_by(manager, path))) for name, path in pages.items()}
        clerk = signed_in(app, network.cast.phones[Role.CLERK])
        basket = random.Random(9).sample(network.cast.products, LINES)
        for sequence in (1, 2):  # the first makes the device known
            body = {"device": f"counted-{clerk.token[:8]}", "orders": [said_order(sequence, basket)]}
            with statements() as seen:
                answer = clerk.post("/till/sync", json=body)
            if answer.status_code != 200 or answer.json["results"][0]["state"] != "stored":
                raise SystemExit(f"the order was not stored: {answer.status_code} {answer.json}")
        figures[f"{prefix}.order"] = float(len(seen))
    return {name: int(value) for name, value in figures.items()}

"""The same key sent many times at once is one order, and everyone gets its answer."""

import threading
import time
from typing import Any

from sqlalchemy import func, select

from bench.proofs.proof import Context, Figures, Proof
from portal.goods.models import Product
from portal.kernel import clock
from portal.kernel.db import db, transaction
from portal.kernel.trail import broken_links
from portal.network.models import Store
from portal.selling.booking import NewLine, NewOrder, book
from portal.selling.models import Order


def run(context: Context) -> Figures:
    found: Figures = {}
    threads, orders = (8, 2) if context.short else (50, 8)
    for engine in context.engines:
        with context.portal(engine) as app:
            figures = same_key(app, threads, orders)
        found |= {f"{engine}.{name}": value for name, value in figures.items()}
    return found


def same_key(app: Any, at_once: int, orders: int) -> Figures:
    """Send each of a few orders from many threads at once."""
    with app.app_context():
        with transaction():
            product = Product(barcode="6900000000017", name="x", unit="x", price=100)
            db.session.add(product)
        product_id = product.id
        store_id = db.session.scalar(select(Store.id).limit(1), execution_options={"scoped": Store.reach()})
    answers: list[tuple[int, str]] = []
    waits: list[float] = []

    def send(n: int) -> None:
        order = NewOrder(
            store_id or 0, f"00000000-0000-7000-8000-{n:012d}", "P", n, moment, (NewLine(product_id, 1000, 100, 100),)
        )
        begun = time.perf_counter()
        with app.app_context(), transaction():
            booked = book([order])
        waits.append(time.perf_counter() - begun)
        answers.append((n, "stored" if booked.stored else "known" if booked.known else "clash"))

    moment = clock.now()
    for n in range(1, orders + 1):
        threads = [threading.Thread(target=send, args=(n,)) for _ in range(at_once)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    with app.app_context():
        stored = db.session.scalar(select(func.count(Order.id)), execution_options={"scoped": Order.reach()}) or 0
        broken = broken_links(db.session())
    waits.sort()
    return {
        "acknowledged": len(answers),
        "missing": orders - len({n for n, _ in answers}),
        "doubled": stored - orders,
        "stored_answers": sum(said == "stored" for _, said in answers),
        "broken_links": len(broken),
        "p99_ms": round(waits[int(len(waits) * 0.99)] * 1000, 1),
    }


PROOF = Proof("same_key", run, zero=("missing", "doubled", "broken_links"))

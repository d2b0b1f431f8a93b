"""`make proof`: nothing lost, nothing doubled – short forms of the long proofs, with their figures.

Here: the same order key sent by many threads at once is one order, on both databases, and whatever was
acknowledged is there; the trail of the result holds.
"""

import json
import threading
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import func, select

from portal.goods.models import Product
from portal.kernel import clock
from portal.kernel.db import db, transaction
from portal.kernel.trail import broken_links
from portal.network.models import Store
from portal.selling.booking import NewLine, NewOrder, book
from portal.selling.models import Order
from tests.cast import populate
from tests.postgres import Cluster

THREADS, ORDERS = 50, 8
FILE = Path(__file__).with_name("proofs.json")


def same_key(app: Any) -> dict[str, float]:
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
    for n in range(1, ORDERS + 1):
        threads = [threading.Thread(target=send, args=(n,)) for _ in range(THREADS)]
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
        "missing": ORDERS - len({n for n, _ in answers}),
        "doubled": stored - ORDERS,
        "stored_answers": sum(said == "stored" for _, said in answers),
        "broken_links": len(broken),
        "p99_ms": round(waits[int(len(waits) * 0.99)] * 1000, 1),
    }


def main() -> None:
    from portal import create_app
    from tests.schema import make_schema

    found: dict[str, float] = {}
    cluster = Cluster(durable=True).start()
    try:
        with TemporaryDirectory() as place:
            folder = Path(place)
            for engine, url in (("sqlite", f"sqlite:///{folder}/p.db"), ("postgresql", cluster.create("proof"))):
                app = create_app(
                    {"PORTAL_DATA": folder, "SQLALCHEMY_DATABASE_URI": url, "JOBS_URL": f"sqlite:///{folder}/jobs.db"}
                )
                with app.app_context():
                    make_schema()
                    populate("")
                    db.session.commit()
                figures = same_key(app)
                print(f"same key, {THREADS} at once, {engine}: " + ", ".join(f"{k} {v}" for k, v in figures.items()))
                found |= {f"same_key.{engine}.{name}": value for name, value in figures.items()}
                with app.app_context():
                    db.engine.dispose()
    finally:
        cluster.stop()
    FILE.write_text(json.dumps(found, indent=1) + "\n")
    if any(found[name] for name in found if name.endswith((".missing", ".doubled", ".broken_links"))):
        raise SystemExit("something was lost or doubled")


if __name__ == "__main__":
    main()

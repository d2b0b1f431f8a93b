"""The same key sent by 2 to 50 at once is one order, everyone gets its answer, and another body under it is refused.

Over the sync as a tablet calls it, in as many threads as clients: first all say the same; then half of them say
something else under one key, whoever comes first has it, and the others hear 409.

Broken on purpose: with every body taken for the stored one (`book_store`: known whatever its hash), the clashes were
answered as known.
"""

import threading
import time
from typing import Any

from sqlalchemy import func, select

from bench.proofs.ledger import stock_shelves, troubles
from bench.proofs.proof import Context, Figures, Proof
from portal.kernel import clock
from portal.kernel.db import db, transaction
from portal.selling import sync
from portal.selling.keys import new_key
from portal.selling.models import Order
from portal.selling.stored import shop
from tests.cast import Cast, Places

Answer = tuple[bool, str, int, float]  # whether it was the other body, the state told, the status, the wait


def run(context: Context) -> Figures:
    found: Figures = {}
    for engine in context.engines:
        with context.portal(engine) as app:
            figures = at_once(app, (2, 8) if context.short else (2, 3, 5, 10, 20, 35, 50))
        found |= {f"{engine}.{name}": value for name, value in figures.items()}
    return found


def at_once(app: Any, sizes: tuple[int, ...]) -> Figures:
    """Send orders from that many threads, the same body, then two bodies under one key."""
    with app.app_context(), transaction():
        barcode = stock_shelves(1)[0]
    waits: list[float] = []
    wrong = repeats = clashes = 0
    for n, size in enumerate(sizes, 1):
        for several in (False, True):
            answers = send(app, barcode, size, 2 * n + several, several=several)
            waits += [answer[3] for answer in answers]
            (winner,) = {answer[0] for answer in answers if answer[1] == "stored"} or {None}
            wrong += sum(answer[1] == "stored" for answer in answers) != 1
            wrong += sum(not is_right(answer, winner) for answer in answers)
            repeats += sum(answer[1] == "known" for answer in answers)
            clashes += sum(answer[2] == 409 for answer in answers)
    with app.app_context():
        stored = db.session.scalar(select(func.count(Order.id)), execution_options={"scoped": Order.reach()}) or 0
        found = len(troubles())
    waits.sort()
    return {
        "sent": len(waits),
        "orders": stored,
        "missing": max(0, 2 * len(sizes) - stored),
        "doubled": max(0, stored - 2 * len(sizes)),
        "replays": repeats,
        "clashes": clashes,
        "wrong_answers": wrong,
        "troubles": found,
        "p99_ms": round(waits[int(len(waits) * 0.99)] * 1000, 1),
    }


def is_right(answer: Answer, winner: bool | None) -> bool:
    other, state, status, _ = answer
    return (state in ("stored", "known") and status == 200) if other == winner else (state, status) == ("clash", 409)


def send(app: Any, barcode: str, size: int, number: int, *, several: bool) -> list[Answer]:
    """Let threads post one order at the same moment; with `several`, every second one says another quantity."""
    key, moment, start = new_key(), clock.now().isoformat(), threading.Barrier(size)
    answers: list[Answer] = []

    def post(other: bool) -> None:
        lines = [{"barcode": barcode, "quantity": 2000 if other else 1000}]
        order = {"key": key, "sequence": number, "placed_at": moment, "payment": "cash", "lines": lines}
        with app.app_context():
            store, viewer = Places().store, Cast().clerk.viewer
            db.session.rollback()
            start.wait(60)
            begun = time.perf_counter()
            with transaction():
                body = {"device": "T1", "orders": [order]}
                said, status = sync.post(viewer, sync.read(viewer, shop(store.id, body["device"]), body))
        answers.append((other, said["results"][0]["state"], status, time.perf_counter() - begun))

    threads = [threading.Thread(target=post, args=(several and n % 2 == 1,)) for n in range(size)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return answers


PROOF = Proof("same_key", run, zero=("missing", "doubled", "wrong_answers", "troubles"))

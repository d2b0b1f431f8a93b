"""What must hold in goods: a balance is the sum of its moves and of what the rooms above moved."""

from collections import defaultdict

from portal.goods import queries


def troubles() -> list[str]:
    """Return a sentence for every balance that is not the sum of its moves."""
    sums: dict[tuple[int, int], int] = defaultdict(int)
    for store_id, product_id, quantity in queries.sums_of_moves():
        sums[store_id, product_id] += quantity
    for source in queries.stock.move_sources:
        for store_id, product_id, quantity in source.sums():
            sums[store_id, product_id] += quantity
    for store_id, product_id, quantity in queries.all_balances():
        sums[store_id, product_id] -= quantity
    return [
        f"store {store_id}, product {product_id}: the moves differ from the balance by {difference} thousandths"
        for (store_id, product_id), difference in sorted(sums.items())
        if difference
    ]

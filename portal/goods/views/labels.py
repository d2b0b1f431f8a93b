"""Doors of labels: products are narrowed and ticked, then printed on a strip or on A4."""

from typing import Any

from flask_login import current_user

from portal.goods import queries, room
from portal.goods.forms import LabelFilters, SheetFilters
from portal.goods.labels import labels
from portal.kernel.page import page
from portal.kernel.rights import Can
from portal.kernel.words import N_
from portal.network.queries import store_by_code


@room.get("/stores/<code>/labels", needs=Can.PRINT_LABELS)
def list_labels(code: str) -> Any:
    return labels_page(store_by_code(code, current_user))


def labels_page(store: Any) -> Any:
    """The products to tick, with what they cost in the store now."""
    filters = LabelFilters()
    found = queries.labelled(store, filters.q, filters.chosen("category"), filters.chosen("why"))
    costs = queries.prices_now(store.id, [product.id for product in found])
    facts: dict[str, Any] = {"store": store, "products": found, "costs": costs, "most": queries.MOST_LABELLED}
    return page("goods/labels/index.html", filters=filters, printing=SheetFilters(), **facts)


@room.get("/stores/<code>/labels/sheet", needs=Can.PRINT_LABELS)
def show_labels(code: str) -> Any:
    store, filters = store_by_code(code, current_user), SheetFilters()
    products = queries.products_by_id(filters.product_ids)
    facts: dict[str, Any] = {"store": store, "labels": labels(products, store.id, filters.day)}
    return page("goods/labels/sheet.html", paper=filters.chosen_paper, day=filters.day, **facts)


@room.get("/labels", needs=Can.PRINT_LABELS)
def show_own_labels() -> Any:
    store = queries.store_at_hand("", current_user)
    return labels_page(store) if store else page("goods/stock/nothing.html")


room.place(N_("Labels"), "show_own_labels", "print", needs=Can.PRINT_LABELS, order=48)

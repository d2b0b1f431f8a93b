"""The shape that lets a network grow beyond one machine: what a store does stays within that store's keys."""

import pytest
from sqlalchemy import Integer, UniqueConstraint

from portal.kernel.db import Base, db
from portal.kernel.scope import OfStore

# The hot path: written by every sale, every delivery, every evening.
HOT_BY_ROOM = {
    "goods": {"stock_move", "stock_balance"},
    "selling": {
        "orders",
        "order_line",
        "order_payment",
        "order_benefit",
        "order_return",
        "day_total",
        "day_report",
        "day_excuse",
        "member_total",
        "shift",
        "cash_move",
    },
}
HOT = set().union(*HOT_BY_ROOM.values())
# Small and the same on every machine: regions, stores, people, the catalogue, members of the chain.
ALIKE_BY_ROOM = {
    "network": {"region", "store", "holiday"},
    "accounts": {"user"},
    "goods": {"product"},
    "selling": {"member"},
    "onboarding": {"template_task"},
    "supervision": {"audit_template", "audit_item"},
}
ALIKE = set().union(*ALIKE_BY_ROOM.values())
# Keys and indexes of the hot path that do not lead with the store, and why that holds.
NOT_BY_STORE_BY_ROOM = {
    "goods": {"pk_stock_move": "a row's own number; the order of moves is within a store and product"},
    "selling": {
        "pk_day_report": "a row's own number; what makes a report one of its day leads with the store",
        "pk_day_excuse": "as a report's",
        "ix_orders_placed_at_id": "head office's list of the newest orders, an index only",
        "ix_day_report_day_store_id": "the newest reports of many stores, an index only",
        "ix_member_total_member_id": "what a member bought in all stores, an index only",
        "ix_day_total_day_store_id": "sums of a day over all stores, an index only",
    },
}
NOT_BY_STORE = {key: why for room in NOT_BY_STORE_BY_ROOM.values() for key, why in room.items()}
# References between rows of one store that do not name the store, and why that holds.
WITHIN_BY_ROOM = {
    "goods": {
        "count_line.sheet_id": "a counted line has its sheet's store",
        "goods_order_line.goods_order_id": "a line has its order's store",
    },
    "onboarding": {
        "task.plan_id": "a task has its plan's store",
        "task.after_id": "tasks wait for tasks of their own plan",
    },
    "selling": {"device.replaces_id": "a tablet stands in the place of one of its own store"},
    "supervision": {"audit_answer.audit_id": "an answer has its audit's store"},
}
WITHIN = {key: why for room in WITHIN_BY_ROOM.values() for key, why in room.items()}


def tables_of_stores():
    return [m.local_table for m in Base.registry.mappers if issubclass(m.class_, OfStore) and m.class_ is not OfStore]


def leading():
    """Return {name: first column} of every key and index of the hot path."""
    found = {}
    for table in (db.metadata.tables[name] for name in HOT):
        keys = [table.primary_key, *(c for c in table.constraints if isinstance(c, UniqueConstraint)), *table.indexes]
        found |= {str(key.name): next(iter(key.columns)).name for key in keys}
    return found


@pytest.mark.promise("P80")
def test_keys_and_indexes_of_the_hot_path_lead_with_the_store(app):
    astray = {name for name, column in leading().items() if column != "store_id"}
    assert astray == NOT_BY_STORE.keys()
    assert {table.name for table in tables_of_stores()} >= HOT


@pytest.mark.promise("P80")
def test_nothing_unique_of_a_store_is_unique_across_stores_but_its_own_number(app):
    astray = []
    for table in tables_of_stores():
        unique = [c for c in table.constraints if isinstance(c, UniqueConstraint)]
        unique += [index for index in table.indexes if index.unique]
        for key in unique:
            names = [column.name for column in key.columns]
            if names[0] != "store_id" and table.name not in ALIKE and f"{table.name}.{names[0]}" not in WITHIN:
                astray.append(f"{table.name}: {names}")
    assert astray == []


@pytest.mark.promise("P80")
def test_references_stay_inside_a_store_or_point_to_what_is_the_same_everywhere(app):
    astray = set()
    for table in tables_of_stores():
        for key in table.foreign_key_constraints:
            names = [column.name for column in key.columns]
            if key.referred_table.name not in ALIKE and names[0] != "store_id":
                astray.add(f"{table.name}.{names[0]}")
    assert astray == WITHIN.keys()


@pytest.mark.promise("P80")
def test_an_order_has_the_key_its_client_made_and_no_number_of_the_chain(app):
    orders, lines = db.metadata.tables["orders"], db.metadata.tables["order_line"]
    assert [c.name for c in orders.primary_key] == ["store_id", "id"]
    assert [c.name for c in lines.primary_key] == ["store_id", "order_id", "position"]
    assert not isinstance(orders.c.id.type, Integer)
    numbered = [c.name for t in (orders, lines) for c in t.columns if c.autoincrement is True or c.identity is not None]
    assert numbered == []


@pytest.mark.promise("P80")
def test_a_chain_belongs_to_one_store_region_or_the_office(app):
    assert [c.name for c in db.metadata.tables["book"].primary_key] == ["name"]
    chained = {name for name, table in db.metadata.tables.items() if {"seq", "prev", "hash"} <= set(table.c.keys())}
    assert chained == {"orders", "trail"}
    unique = {tuple(c.name for c in i.columns) for t in chained for i in db.metadata.tables[t].indexes if i.unique}
    assert {("store_id", "seq"), ("book", "seq")} <= unique

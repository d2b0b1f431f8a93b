"""The lists of the selling room, one file a noun: what their columns show and how filters narrow them."""

from portal.selling.lists.members import member_is, members
from portal.selling.lists.narrowing import undone_is
from portal.selling.lists.orders import OrderState, buyer, order_url, orders, state_of_order
from portal.selling.lists.paper import sheets
from portal.selling.lists.points import points
from portal.selling.lists.readings import THE_SYSTEM, readings
from portal.selling.lists.reports import report_is, reports
from portal.selling.lists.shared import chosen_store, several
from portal.selling.lists.shifts import shifts

__all__ = [
    "THE_SYSTEM",
    "OrderState",
    "buyer",
    "chosen_store",
    "member_is",
    "members",
    "order_url",
    "orders",
    "points",
    "readings",
    "report_is",
    "reports",
    "several",
    "sheets",
    "shifts",
    "state_of_order",
    "undone_is",
]

"""Reads of selling, each for a viewer, one file a noun."""

from portal.selling.calendar import calendar, report_states, state_of  # by their home's name too
from portal.selling.queries.days import by_payment, may_seal, next_due, report_on, reports, total_on
from portal.selling.queries.members import (
    MOST_HITS,
    exported_members,
    find_members,
    look_ups,
    member,
    member_figures,
    member_of_chain,
    member_with_phone,
    members,
    members_met,
    named,
    orders_of,
    purchases_of,
    withdrawn,
)
from portal.selling.queries.orders import numbered_order, only_order, order, orders, prints_of, reversal_of, reversed_by
from portal.selling.queries.shop import TRADING, shop_of

__all__ = [
    "MOST_HITS",
    "TRADING",
    "by_payment",
    "calendar",
    "exported_members",
    "find_members",
    "look_ups",
    "may_seal",
    "member",
    "member_figures",
    "member_of_chain",
    "member_with_phone",
    "members",
    "members_met",
    "named",
    "next_due",
    "numbered_order",
    "only_order",
    "order",
    "orders",
    "orders_of",
    "prints_of",
    "purchases_of",
    "report_on",
    "report_states",
    "reports",
    "reversal_of",
    "reversed_by",
    "shop_of",
    "state_of",
    "total_on",
    "withdrawn",
]

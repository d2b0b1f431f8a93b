"""Doors of the selling room, one file a noun."""

from portal.kernel.rights import Can
from portal.kernel.words import N_
from portal.selling import room
from portal.selling.views import (
    benefits,
    copies,
    credits,
    day_reports,
    devices,
    holds,
    idle,
    manifest,
    members,
    merges,
    orders,
    paper,
    points,
    readings,
    referrals,
    returns,
    shifts,
    till,
    till_devices,
    till_members,
    till_orders,
    till_people,
    till_rules,
    till_shell,
    till_shift,
    till_stock,
)

__all__ = [
    "benefits", "copies", "credits", "day_reports", "devices", "holds", "idle", "manifest", "members", "merges",
    "orders", "paper", "points", "readings", "referrals", "returns", "shifts", "till", "till_devices", "till_members",
    "till_orders", "till_people", "till_rules", "till_shell", "till_shift",
    "till_stock",
]  # fmt: skip

room.place(N_("Till"), "show_till", "till", needs=Can.SELL, order=5, tab=True)
room.place(N_("Members"), "list_members", "members", needs=Can.SEE_MEMBERS, order=41, tab=True)
room.place(N_("Orders"), "list_orders", "receipt", needs=Can.SEE_ORDERS, order=42)
room.place(N_("Shifts"), "list_shifts", "clock", needs=Can.SEE_ORDERS, order=42)
room.place(N_("Sales on hold"), "list_holds", "clock", needs=Can.SELL, order=42)
room.place(N_("Tablets at the till"), "list_devices", "till", needs=Can.ENROL_DEVICES, order=45)
room.place(N_("Members looked at"), "list_readings", "eye", needs=Can.SEE_READINGS, order=43)
room.place(N_("Day reports"), "list_day_reports", "report", needs=Can.SEE_DAY_REPORTS, order=40, tab=True)
room.place(N_("Sales on paper"), "list_sheets", "print", needs=Can.ENTER_PAPER, order=44)

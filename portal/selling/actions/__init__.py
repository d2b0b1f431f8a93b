"""What people do in a store: one verb, one function; one file a noun (C32, C34)."""

from portal.selling.actions.benefits import add_rule, end_rule, note_birthday
from portal.selling.actions.copies import copy_member
from portal.selling.actions.credits import set_credit
from portal.selling.actions.days import excuse_day, report_no_sales, seal_day
from portal.selling.actions.devices import (
    enrol_device,
    give_up_number,
    give_up_unenrolled,
    replace_device,
    withdraw_device,
)
from portal.selling.actions.holds import Forgotten, Gone, drop_hold, forget_holds, hold_sale, take_hold
from portal.selling.actions.members import (
    MOST_LOOK_UPS,
    Agreed,
    consent_again,
    erase,
    erase_idle,
    export_members,
    join,
    look_up,
    meet,
    register,
    rename,
    reveal,
    withdraw,
)
from portal.selling.actions.merges import merge
from portal.selling.actions.orders import post_orders, print_receipt, reverse, take_back
from portal.selling.actions.paper import enter_sheet, print_sheet
from portal.selling.actions.points import adjust_points, lapse_points
from portal.selling.actions.referrals import refer, refer_by_number, settle_referrals
from portal.selling.actions.reservations import TooFewPoints, reserve_points
from portal.selling.actions.shifts import close_shift, move_cash, open_shift
from portal.selling.actions.turns import take_turn

__all__ = [
    "MOST_LOOK_UPS",
    "Agreed",
    "Forgotten",
    "Gone",
    "TooFewPoints",
    "add_rule",
    "adjust_points",
    "close_shift",
    "consent_again",
    "copy_member",
    "drop_hold",
    "end_rule",
    "enrol_device",
    "enter_sheet",
    "erase",
    "erase_idle",
    "excuse_day",
    "export_members",
    "forget_holds",
    "give_up_number",
    "give_up_unenrolled",
    "hold_sale",
    "join",
    "lapse_points",
    "look_up",
    "meet",
    "merge",
    "move_cash",
    "note_birthday",
    "open_shift",
    "post_orders",
    "print_receipt",
    "print_sheet",
    "refer",
    "refer_by_number",
    "register",
    "rename",
    "replace_device",
    "report_no_sales",
    "reserve_points",
    "reveal",
    "reverse",
    "seal_day",
    "set_credit",
    "settle_referrals",
    "take_back",
    "take_hold",
    "take_turn",
    "withdraw",
    "withdraw_device",
]

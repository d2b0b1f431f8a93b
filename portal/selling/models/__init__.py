"""Facts of selling, one file a noun: members and who reads them, tablets, orders with lines, days and their reports.

Every key of the shop floor leads with the store, and nothing is numbered or chained across stores, so that
the tables can be partitioned and distributed as they are.
"""

from portal.selling.models.benefit import BenefitRule, Level, RuleKind, RuleState
from portal.selling.models.besides import WAYS, BenefitKind, OrderBenefit, OrderPayment, OrderReturn, Payment
from portal.selling.models.credit import Credit
from portal.selling.models.day import DayExcuse, DayReport, DayTotal, Timeliness
from portal.selling.models.device import Device, DeviceState
from portal.selling.models.hold import Hold, HoldState
from portal.selling.models.member import IdleMember, Member, MemberKey, MemberOpening, MemberTotal
from portal.selling.models.order import FLAGS, Order, OrderLine
from portal.selling.models.paper import PaperSheet
from portal.selling.models.points import PointsKind, PointsMove
from portal.selling.models.reading import Reading, ReadingState
from portal.selling.models.referral import Referral
from portal.selling.models.reservation import Reservation
from portal.selling.models.shift import CashKind, CashMove, Shift, ShiftState
from portal.selling.models.turn import Turn

__all__ = [
    "FLAGS",
    "WAYS",
    "BenefitKind",
    "BenefitRule",
    "CashKind",
    "CashMove",
    "Credit",
    "DayExcuse",
    "DayReport",
    "DayTotal",
    "Device",
    "DeviceState",
    "Hold",
    "HoldState",
    "IdleMember",
    "Level",
    "Member",
    "MemberKey",
    "MemberOpening",
    "MemberTotal",
    "Order",
    "OrderBenefit",
    "OrderLine",
    "OrderPayment",
    "OrderReturn",
    "PaperSheet",
    "Payment",
    "PointsKind",
    "PointsMove",
    "Reading",
    "ReadingState",
    "Referral",
    "Reservation",
    "RuleKind",
    "RuleState",
    "Shift",
    "ShiftState",
    "Timeliness",
    "Turn",
]

"""A file of orders: its columns, and what only some of them say – several payments, a discount by hand (C32)."""

import re
from collections.abc import Sequence

from portal.kernel import money
from portal.kernel.importer import Column, Line
from portal.kernel.refusals import Refused
from portal.kernel.words import N_
from portal.selling.models import WAYS, BenefitKind, Payment
from portal.selling.new_orders import Benefit, NewLine, Part
from portal.selling.posting_money import Paid, paid
from portal.selling.said import SaidOrder

NUMBER = N_("Not a number.")
WRITE_AMOUNT = N_("Write an amount like 12.50.")

ORDER_COLUMNS = (
    Column("key", N_("Order key"), ("单据键", "单号", "小票号", "订单号"), True, "POS1-20260105-0001",
           N_("The order's number in its source. Loading it again changes nothing.")),
    Column("store", N_("Store code"), ("门店编号", "门店"), True, "BJ-0001", N_("Like BJ-0001.")),
    Column("device", N_("Device"), ("设备", "收银机", "收银台"), False, "POS1", N_("Which till. Empty: file.")),
    Column("sequence", N_("Number at the device"), ("流水号", "设备流水号", "序号"), True, "1",
           N_("Counts the till's orders: 1, 2, 3 …")),
    Column("placed_at", N_("Time"), ("时间", "下单时间", "销售时间"), True, "2026-01-05 09:30:00",
           N_("Local time, like 2026-01-05 09:30:00.")),
    Column("member", N_("Member"), ("会员", "会员键", "会员手机"), False, "",
           N_("The member's key or phone; empty where nobody showed a card.")),
    Column("payment", N_("Payment"), ("收款", "收款方式", "支付方式"), False, "现金",
           N_("Cash, WeChat, Alipay, card or on account; several with their amounts: 现金 30.00 + 微信 15.00. "
              "Empty: cash.")),
    Column("barcode", N_("Barcode"), ("条码", "商品条码", "条形码"), True, "6901234567892",
           N_("A product of the catalogue. One row a product; an order's rows stand together. Empty: the order "
              "settles what a member has on account.")),
    Column("quantity", N_("Quantity"), ("数量",), True, "2", N_("Up to three decimals.")),
    Column("price", N_("Price"), ("单价",), False, "12.50", N_("Empty: the catalogue's price.")),
    Column("amount", N_("Amount"), ("金额", "实收", "小计"), True, "25.00",
           N_("What was charged for the row. It is taken as it stands.")),
    Column("discount", N_("Discount"), ("优惠", "折扣"), False, "0.00", N_("Taken off by the shop.")),
    Column("coupon", N_("Coupon"), ("券", "优惠券"), False, "0.00", N_("Taken off by a coupon.")),
    Column("coupon_match", N_("Coupon match"), ("店铺补券", "补券"), False, "0.00",
           N_("What the shop added to a coupon.")),
    Column("returns", N_("Takes back"), ("退货原单", "原单据键", "原单号"), False, "",
           N_("The key of the order whose goods come back; quantities and amounts have a minus.")),
    Column("of", N_("Row that comes back"), ("退货行号", "原单行号"), False, "",
           N_("Which row of that order, from 1.")),
    Column("by_hand", N_("Discount by hand"), ("手工优惠", "手工折扣"), False, "",
           N_("What of the discount somebody took off by hand.")),
    Column("why", N_("Reason"), ("原因", "优惠原因"), False, "", N_("Why it was taken off.")),
)  # fmt: skip

PAYMENTS = {way.value: way for way in WAYS} | {
    "": Payment.CASH, "现金": Payment.CASH, "微信": Payment.WECHAT, "微信支付": Payment.WECHAT,
    "支付宝": Payment.ALIPAY, "银行卡": Payment.CARD, "刷卡": Payment.CARD, "挂账": Payment.ACCOUNT,
    "记账": Payment.ACCOUNT,
}  # fmt: skip
MOST_PARTS = 10
_PART = re.compile(r"(\w+)\s+([-−]?[0-9,.]+)(?:\s*/\s*([0-9,.]+))?")
WRITE_PAYMENT = N_("Write 现金, 微信, 支付宝, 银行卡 or 挂账; several with their amounts: 现金 30.00 + 微信 15.00.")


def parts_in(text: str) -> tuple[Part, ...]:
    """Read "cash 30.00/50.00 + wechat 15.00": ways, amounts, and after a stroke the cash handed over.

    Raises ValueError.
    """
    pieces = text.split("+")
    if len(pieces) > MOST_PARTS:
        raise ValueError(text)
    return tuple(_part(piece) for piece in pieces)


def _part(text: str) -> Part:
    found = _PART.fullmatch(text.strip())
    way = PAYMENTS.get(found[1].lower()) if found else None
    if found is None or way is None:
        raise ValueError(text)
    return Part(way, money.parse_yuan(found[2]), money.parse_yuan(found[3]) if found[3] else None)


def written(paid_by: str, total: int, given: int | None, parts: Sequence[Part]) -> str:
    """Return a payment as `paid_in` reads it; one way without cash handed over is its name alone."""
    if not parts and given is None:
        return paid_by
    every = parts or (Part(Payment(paid_by), total, given),)
    return " + ".join(
        f"{part.way} {_plain(part.amount)}" + (f"/{_plain(part.given)}" if part.given is not None else "")
        for part in every
    )


def _plain(fen: int) -> str:
    return money.yuan(fen).replace(",", "").replace("−", "-")


def paid_in(line: Line, total: int, *, settles: bool) -> Paid:
    """Read how an order of this total was paid; what is wrong goes to the line's faults."""
    text = line.text("payment", 200)
    if (way := PAYMENTS.get(text.lower())) is not None and not settles:
        return Paid(way)
    try:
        return paid(SaidOrder("", payments=parts_in(text), settles=settles), total)
    except ValueError:
        line.fault("payment", N_("No such payment."), WRITE_PAYMENT)
    except Refused as refusal:
        line.fault("payment", refusal.message, N_("The payments of an order add up to its rows."))
    return Paid(Payment.CASH)


def by_hand_in(line: Line, position: int, sold: NewLine) -> tuple[Benefit, ...]:
    """Read what was taken off a row by hand, with its reason: part of its discount."""
    fen = line.read("by_hand", money.parse_yuan, NUMBER, WRITE_AMOUNT, 0)
    if not fen:
        return ()
    if not 0 < fen <= sold.discount:
        line.fault("by_hand", N_("More than the row's discount."), N_("It is a part of the discount."))
    return (Benefit(position, BenefitKind.MANUAL, fen, why=line.text("why", 200)),)

"""What must hold in selling: sums are sums, reversals undo exactly, sealed days stay as they were sealed."""

from typing import Any

from sqlalchemy import and_, case, exists, func, literal, null, or_, select, union_all
from sqlalchemy.orm import aliased

from portal.kernel.db import db
from portal.kernel.scope import house_read
from portal.selling import invariants_people, member_invariants
from portal.selling.models import (
    WAYS,
    DayReport,
    DayTotal,
    Device,
    DeviceState,
    MemberTotal,
    Order,
    OrderBenefit,
    OrderLine,
    OrderPayment,
    OrderReturn,
    Payment,
    Shift,
)

SHOWN = 20


def troubles() -> list[str]:
    """Return a sentence for each order, day or report that does not add up; at most twenty of a kind."""
    return [
        *orders_unlike_their_lines(),
        *orders_unlike_their_payments(),
        *benefits_above_discounts(),
        *returns_of_more_than_was_sold(),
        *members_unlike_their_orders(),
        *days_unlike_their_orders(),
        *reversals_that_do_not_undo(),
        *points_beyond_their_order(),
        *reports_unlike_their_days(),
        *shifts_unlike_their_orders(),
        *tablets_unlike_their_state(),
        *invariants_people.troubles(),
        *member_invariants.troubles(),
    ]


def rows(statement: Any) -> Any:
    tables = (
        Order,
        OrderLine,
        OrderPayment,
        OrderBenefit,
        OrderReturn,
        MemberTotal,
        DayTotal,
        DayReport,
        Device,
        Shift,
    )
    every = house_read(statement, *tables, because="flask verify checks the whole network")
    return db.session.execute(every.limit(SHOWN))


def orders_unlike_their_lines() -> list[str]:
    names = ("quantity", "amount", "discount", "coupon", "coupon_match")
    sums = (
        select(
            OrderLine.store_id,
            OrderLine.order_id,
            func.count().label("lines"),
            *(func.sum(getattr(OrderLine, name)).label(name) for name in names),
        )
        .group_by(OrderLine.store_id, OrderLine.order_id)
        .subquery()
    )
    joined = select(Order.store_id, Order.id).outerjoin(
        sums, (sums.c.store_id == Order.store_id) & (sums.c.order_id == Order.id)
    )
    differs = [func.coalesce(sums.c.lines, 0) != Order.lines_count]
    for name in names:
        stated = Order.total if name == "amount" else getattr(Order, name)
        differs.append(func.coalesce(sums.c[name], 0) != stated)
    return [
        f"store {store}, order {key}: its lines do not add up to it" for store, key in rows(joined.where(or_(*differs)))
    ]


def orders_unlike_their_payments() -> list[str]:
    """Compare several payments with the total, and look that none stand where there is one."""
    sums = (
        select(OrderPayment.store_id, OrderPayment.order_id, func.sum(OrderPayment.amount).label("amount"))
        .group_by(OrderPayment.store_id, OrderPayment.order_id)
        .subquery()
    )
    joined = select(Order.store_id, Order.id).outerjoin(
        sums, (sums.c.store_id == Order.store_id) & (sums.c.order_id == Order.id)
    )
    is_mixed = Order.payment == Payment.MIXED
    unlike = or_(sums.c.amount.is_(None), sums.c.amount != Order.total)
    wrong = joined.where(or_(is_mixed & unlike, ~is_mixed & sums.c.amount.is_not(None)))
    return [f"store {store}, order {key}: its payments do not add up to it" for store, key in rows(wrong)]


def benefits_above_discounts() -> list[str]:
    """Look for a line whose benefits are more than it was cheaper by."""
    sums = (
        select(
            OrderBenefit.store_id, OrderBenefit.order_id, OrderBenefit.position,
            func.sum(OrderBenefit.fen).label("fen"),
        )
        .group_by(OrderBenefit.store_id, OrderBenefit.order_id, OrderBenefit.position)
        .subquery()
    )  # fmt: skip
    joined = select(OrderLine.store_id, OrderLine.order_id).join(
        sums,
        (sums.c.store_id == OrderLine.store_id)
        & (sums.c.order_id == OrderLine.order_id)
        & (sums.c.position == OrderLine.position),
    )
    more = joined.where(func.abs(sums.c.fen) > func.abs(OrderLine.discount)).distinct()
    return [f"store {store}, order {key}: its benefits are more than its discount" for store, key in rows(more)]


def returns_of_more_than_was_sold() -> list[str]:
    """Look for lines of which more came back than was sold and not reversed, and for returns unlike their lines."""
    line, undoing = aliased(OrderLine), aliased(Order)
    undone = exists().where(undoing.store_id == line.store_id, undoing.reverses_id == line.order_id)
    more = (
        select(OrderReturn.store_id, OrderReturn.of_order_id)
        .join(
            line,
            (line.store_id == OrderReturn.store_id)
            & (line.order_id == OrderReturn.of_order_id)
            & (line.position == OrderReturn.of_position),
        )
        .group_by(OrderReturn.store_id, OrderReturn.of_order_id, OrderReturn.of_position, line.order_id, line.store_id)
        .having(func.sum(OrderReturn.quantity) > func.max(case((undone, 0), else_=line.quantity)))
    )
    found = [f"store {store}, order {key}: more came back than was sold" for store, key in rows(more)]
    back = (
        select(OrderReturn.store_id, OrderReturn.order_id)
        .join(Order, (Order.store_id == OrderReturn.store_id) & (Order.id == OrderReturn.order_id))
        .join(
            OrderLine,
            (OrderLine.store_id == OrderReturn.store_id)
            & (OrderLine.order_id == OrderReturn.order_id)
            & (OrderLine.position == OrderReturn.position),
        )
        .join(
            line,
            (line.store_id == OrderReturn.store_id)
            & (line.order_id == OrderReturn.of_order_id)
            & (line.position == OrderReturn.of_position),
        )
        .where(
            or_(
                OrderLine.quantity + OrderReturn.quantity != 0,
                OrderLine.product_id != line.product_id,
                Order.returns_id.is_(None),
                Order.returns_id != OrderReturn.of_order_id,
            )
        )
        .distinct()
    )
    return found + [f"store {store}, order {key}: it is not what it says comes back" for store, key in rows(back)]


def members_unlike_their_orders() -> list[str]:
    """Compare what members bought in a store with their orders, from both sides."""
    is_sale = and_(Order.lines_count > 0, Order.returns_id.is_(None))
    sold, undone = is_sale & Order.reverses_id.is_(None), is_sale & Order.reverses_id.is_not(None)
    names = ("orders", "spent", "saved", "earned", "used", "owed")
    ordered = (
        select(
            Order.store_id,
            Order.member_id.label("member_id"),
            (func.count().filter(sold) - func.count().filter(undone)).label("orders"),
            func.sum(Order.total).label("spent"),
            func.sum(Order.discount).label("saved"),
            func.coalesce(func.sum(Order.points), 0).label("earned"),
            func.coalesce(func.sum(Order.points_used), 0).label("used"),
            func.coalesce(func.sum(Order.total).filter(Order.payment == Payment.ACCOUNT), 0).label("owed"),
            func.max(case((sold, Order.business_day))).label("last_on"),
        )
        .where(Order.member_id.is_not(None))
        .group_by(Order.store_id, Order.member_id)
    )
    in_parts = (
        select(Order.store_id, Order.member_id, *([literal(0)] * 5), func.sum(OrderPayment.amount), null())
        .join(OrderPayment, (OrderPayment.store_id == Order.store_id) & (OrderPayment.order_id == Order.id))
        .where(OrderPayment.way == Payment.ACCOUNT, Order.member_id.is_not(None))
        .group_by(Order.store_id, Order.member_id)
    )
    kept = select(MemberTotal.store_id, MemberTotal.member_id, *(-getattr(MemberTotal, name) for name in names), null())
    both = union_all(ordered, in_parts, kept).subquery()
    days = (both.c.store_id == MemberTotal.store_id) & (both.c.member_id == MemberTotal.member_id)
    unequal = (
        select(both.c.store_id, both.c.member_id)
        .outerjoin(MemberTotal, days)
        .group_by(both.c.store_id, both.c.member_id, MemberTotal.last_on)
        .having(
            or_(
                *(func.sum(both.c[name]) != 0 for name in names),
                func.max(both.c.last_on).is_distinct_from(MemberTotal.last_on),
            )
        )
        .order_by(both.c.store_id, both.c.member_id)
    )
    return [f"store {store}, member {member}: the sums are not those of his orders" for store, member in rows(unequal)]


def days_unlike_their_orders() -> list[str]:
    """Compare the roll-up with the orders of each booked day, from both sides."""
    is_sale = and_(Order.reverses_id.is_(None), Order.returns_id.is_(None), Order.lines_count > 0)
    counted: dict[str, Any] = {
        "orders": func.count().filter(is_sale),
        "reversals": func.count().filter(Order.reverses_id.is_not(None)),
        "member_orders": func.count().filter(is_sale & Order.member_id.is_not(None)),
        "lines": func.sum(Order.lines_count),
        **{
            name: func.sum(getattr(Order, name)) for name in ("quantity", "total", "discount", "coupon", "coupon_match")
        },
        **{way.value: func.coalesce(func.sum(Order.total).filter(Order.payment == way), 0) for way in WAYS},
    }
    ordered = select(
        Order.store_id, Order.booked_day.label("day"), *(sum_.label(name) for name, sum_ in counted.items())
    ).group_by(Order.store_id, Order.booked_day)
    of_parts = {way.value: func.sum(OrderPayment.amount).filter(OrderPayment.way == way) for way in WAYS}
    in_parts = (
        select(Order.store_id, Order.booked_day, *(func.coalesce(of_parts.get(name, 0), 0) for name in counted))
        .join(OrderPayment, (OrderPayment.store_id == Order.store_id) & (OrderPayment.order_id == Order.id))
        .group_by(Order.store_id, Order.booked_day)
    )
    rolled = select(DayTotal.store_id, DayTotal.day, *(-getattr(DayTotal, name) for name in counted))
    both = union_all(ordered, in_parts, rolled).subquery()
    unequal = (
        select(both.c.store_id, both.c.day)
        .group_by(both.c.store_id, both.c.day)
        .having(or_(*(func.sum(both.c[name]) != 0 for name in counted)))
        .order_by(both.c.store_id, both.c.day)
    )
    found = [f"store {store}, {day}: the roll-up is not the sum of its orders" for store, day in rows(unequal)]
    paid = sum(getattr(DayTotal, way.value) for way in WAYS)
    uneven = select(DayTotal.store_id, DayTotal.day).where(paid != DayTotal.total)
    return found + [f"store {store}, {day}: the payments are not the total" for store, day in rows(uneven)]


def reversals_that_do_not_undo() -> list[str]:
    done, undone = aliased(Order), aliased(Order)
    orders = select(done.store_id, done.id).outerjoin(
        undone, (undone.store_id == done.store_id) & (undone.id == done.reverses_id)
    )
    names = ("lines_count", "payment", "member_id")
    summed = ("quantity", "total", "discount", "coupon", "coupon_match", "points", "points_used")
    wrong = or_(
        undone.id.is_(None),
        undone.reverses_id.is_not(None),
        *(getattr(done, name).is_distinct_from(getattr(undone, name)) for name in names),
        *(sum_of(done, undone, name) != 0 for name in summed),
    )
    found = list(rows(orders.where(done.reverses_id.is_not(None), wrong)))
    line, first = aliased(OrderLine), aliased(OrderLine)
    lines = (
        select(done.store_id, done.id)
        .join(line, (line.store_id == done.store_id) & (line.order_id == done.id))
        .outerjoin(
            first,
            (first.store_id == done.store_id)
            & (first.order_id == done.reverses_id)
            & (first.position == line.position)
            & (first.product_id == line.product_id),
        )
        .where(done.reverses_id.is_not(None))
        .where(or_(first.order_id.is_(None), first.quantity + line.quantity != 0, first.amount + line.amount != 0))
    )
    found += list(rows(lines.distinct()))
    either = (OrderPayment.store_id == done.store_id) & OrderPayment.order_id.in_([done.id, done.reverses_id])
    parts = select(done.store_id, done.id).join(OrderPayment, either).where(done.reverses_id.is_not(None))
    by_way = parts.group_by(done.store_id, done.id, OrderPayment.way).having(func.sum(OrderPayment.amount) != 0)
    found += list(rows(by_way.distinct()))
    return [f"store {store}, order {key}: it does not undo what it names" for store, key in found]


def sum_of(one: Any, other: Any, name: str) -> Any:
    return func.coalesce(getattr(one, name), 0) + func.coalesce(getattr(other, name), 0)


def points_beyond_their_order() -> list[str]:
    """Look for orders whose goods took more points back, or gave more, than the order itself said."""
    sold, back = aliased(Order), aliased(Order)
    returns = (back.store_id == sold.store_id) & (back.returns_id == sold.id)
    gone = {name: func.coalesce(func.sum(getattr(back, name)), 0) for name in ("points", "points_used")}
    beyond = [or_(sum_ > 0, func.coalesce(getattr(sold, name), 0) + sum_ < 0) for name, sum_ in gone.items()]
    of_one = select(sold.store_id, sold.id).join(back, returns)
    grouped = of_one.group_by(sold.store_id, sold.id, sold.points, sold.points_used).having(or_(*beyond))
    return [f"store {store}, order {key}: more points went back than it had" for store, key in rows(grouped)]


def reports_unlike_their_days() -> list[str]:
    joined = select(DayReport.store_id, DayReport.day).outerjoin(
        DayTotal, (DayTotal.store_id == DayReport.store_id) & (DayTotal.day == DayReport.day)
    )
    differs = joined.where(
        or_(
            func.coalesce(DayTotal.orders, 0) != DayReport.orders,
            func.coalesce(DayTotal.total, 0) != DayReport.expected,
            func.coalesce(DayTotal.reversals, 0) != DayReport.reversals,
            # empty in older reports, which kept only the cash
            *(
                func.coalesce(getattr(DayTotal, way.value), 0) != getattr(DayReport, f"expected_{way.value}")
                for way in WAYS
            ),
        )
    )
    return [f"store {store}, {day}: the day changed after it was sealed" for store, day in rows(differs)]


def shifts_unlike_their_orders() -> list[str]:
    """Look for a closed shift whose numbers were all here and that its till's orders do not add up to."""
    own = (
        (Order.store_id == Shift.store_id)
        & (Order.device == Shift.device)
        & Order.sequence.between(Shift.first_number, Shift.last_number)
    )
    sums = (
        select(Shift.store_id, Shift.id)
        .outerjoin(Order, own)
        .where(Shift.closed_at.is_not(None), Shift.missing == 0)
        .group_by(Shift.store_id, Shift.id, Shift.orders, Shift.total)
        .having(or_(func.count(Order.id) != Shift.orders, func.coalesce(func.sum(Order.total), 0) != Shift.total))
    )
    return [f"store {store}, shift {key}: its orders do not add up to it" for store, key in rows(sums)]


def tablets_unlike_their_state() -> list[str]:
    """Look for tablets whose end is not their state's, and for those replaced by none, several or another store's."""
    next_one = aliased(Device)
    successors = (
        select(func.count())
        .where(next_one.replaces_id == Device.id, next_one.store_id == Device.store_id)
        .correlate(Device)
        .scalar_subquery()
    )
    elsewhere = exists().where(next_one.replaces_id == Device.id, next_one.store_id != Device.store_id)
    wrong = select(Device.store_id, Device.name).where(
        or_(
            (Device.state == DeviceState.OK) != Device.ended_at.is_(None),
            successors != case((Device.state == DeviceState.REPLACED, 1), else_=0),
            elsewhere,
        )
    )
    return [f"store {store}, tablet {name}: its state is not what became of it" for store, name in rows(wrong)]

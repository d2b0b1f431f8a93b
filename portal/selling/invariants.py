"""What must hold in selling: sums are sums, reversals undo exactly, sealed days stay as they were sealed."""

from typing import Any

from sqlalchemy import func, or_, select, union_all
from sqlalchemy.orm import aliased

from portal.kernel.db import db
from portal.kernel.scope import house_read
from portal.selling.models import DayReport, DayTotal, Order, OrderLine, Payment

SHOWN = 20


def troubles() -> list[str]:
    """Return a sentence for each order, day or report that does not add up; at most twenty of a kind."""
    return [
        *orders_unlike_their_lines(),
        *days_unlike_their_orders(),
        *reversals_that_do_not_undo(),
        *reports_unlike_their_days(),
    ]


def rows(statement: Any) -> Any:
    tables = (Order, OrderLine, DayTotal, DayReport)
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


def days_unlike_their_orders() -> list[str]:
    """Compare the roll-up with the orders of each booked day, from both sides."""
    is_sale = Order.reverses_id.is_(None)
    counted = {
        "orders": func.count().filter(is_sale),
        "reversals": func.count().filter(~is_sale),
        "member_orders": func.count().filter(is_sale & Order.member_id.is_not(None)),
        "lines": func.sum(Order.lines_count),
        **{
            name: func.sum(getattr(Order, name)) for name in ("quantity", "total", "discount", "coupon", "coupon_match")
        },
        **{way.value: func.coalesce(func.sum(Order.total).filter(Order.payment == way), 0) for way in Payment},
    }
    ordered = select(
        Order.store_id, Order.booked_day.label("day"), *(sum_.label(name) for name, sum_ in counted.items())
    ).group_by(Order.store_id, Order.booked_day)
    rolled = select(DayTotal.store_id, DayTotal.day, *(-getattr(DayTotal, name) for name in counted))
    both = union_all(ordered, rolled).subquery()
    unequal = (
        select(both.c.store_id, both.c.day)
        .group_by(both.c.store_id, both.c.day)
        .having(or_(*(func.sum(both.c[name]) != 0 for name in counted)))
        .order_by(both.c.store_id, both.c.day)
    )
    found = [f"store {store}, {day}: the roll-up is not the sum of its orders" for store, day in rows(unequal)]
    paid = sum(getattr(DayTotal, payment.value) for payment in Payment)
    uneven = select(DayTotal.store_id, DayTotal.day).where(paid != DayTotal.total)
    return found + [f"store {store}, {day}: the payments are not the total" for store, day in rows(uneven)]


def reversals_that_do_not_undo() -> list[str]:
    done, undone = aliased(Order), aliased(Order)
    orders = select(done.store_id, done.id).outerjoin(
        undone, (undone.store_id == done.store_id) & (undone.id == done.reverses_id)
    )
    names = ("lines_count", "payment")
    summed = ("quantity", "total", "discount", "coupon", "coupon_match")
    wrong = or_(
        undone.id.is_(None),
        undone.reverses_id.is_not(None),
        *(getattr(done, name) != getattr(undone, name) for name in names),
        *(getattr(done, name) + getattr(undone, name) != 0 for name in summed),
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
    return [f"store {store}, order {key}: it does not undo what it names" for store, key in found]


def reports_unlike_their_days() -> list[str]:
    joined = select(DayReport.store_id, DayReport.day).outerjoin(
        DayTotal, (DayTotal.store_id == DayReport.store_id) & (DayTotal.day == DayReport.day)
    )
    differs = joined.where(
        or_(
            func.coalesce(DayTotal.orders, 0) != DayReport.orders,
            func.coalesce(DayTotal.total, 0) != DayReport.expected,
            func.coalesce(DayTotal.cash, 0) != DayReport.expected_cash,
        )
    )
    return [f"store {store}, {day}: the day changed after it was sealed" for store, day in rows(differs)]

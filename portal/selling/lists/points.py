"""What a member's points came of: orders that earned or spent some, and what was moved without one."""

from typing import Any

from sqlalchemy import String, cast, func, literal, or_, select, union_all

from portal.kernel.listing import Column, Empty, Listing
from portal.kernel.scope import within
from portal.kernel.words import N_, P_, say
from portal.network.models import Store
from portal.selling import queries
from portal.selling.lists.orders import order_url
from portal.selling.models import Member, MemberTotal, Order, PointsKind, PointsMove

ORDER = "order"


def points(viewer: Any, of: Member) -> Listing:
    """Return what moved a member's points within the viewer's reach, newest first."""
    both = union_all(in_orders(viewer, of), without_one(viewer, of)).subquery()
    found = within(
        select(both), Order, MemberTotal, PointsMove, because="this member's, both within the viewer's reach"
    )
    return Listing(
        statement=found,
        columns=[
            Column("what", P_("points", "What for"), what_for),
            Column("at", N_("Time"), lambda row: row.at, "moment"),
            Column("reason", N_("Reason"), why),
            Column("points", N_("Points"), lambda row: signed(row.gained - row.spent), "figure", lead=True),
        ],
        order=[both.c.at, both.c.key],
        descending=True,
        row_url=lambda row: order_url(row.code, row.number) if row.kind == ORDER else "",
        exports=False,
        name="points",
        empty=Empty("star", N_("No points yet"), N_("What this member buys from now on earns him some.")),
    )


def in_orders(viewer: Any, of: Member) -> Any:
    gained, spent = func.coalesce(Order.points, 0), func.coalesce(Order.points_used, 0)
    mine = Order.seen_by(viewer).join(Store, Store.id == Order.store_id).where(queries.bought_by(of))
    return mine.where(or_(gained != 0, spent != 0)).with_only_columns(
        Order.placed_at.label("at"),
        cast(Order.id, String).label("key"),
        literal(ORDER).label("kind"),
        gained.label("gained"),
        spent.label("spent"),
        literal("").label("reason"),
        Store.code.label("code"),
        (Order.device + "-" + cast(Order.sequence, String)).label("number"),
    )


def without_one(viewer: Any, of: Member) -> Any:
    mine = PointsMove.seen_by(viewer).where(queries.moved_of(of))
    return mine.with_only_columns(
        PointsMove.at,
        cast(PointsMove.id, String),
        cast(PointsMove.kind, String),
        PointsMove.points,
        literal(0),
        PointsMove.reason,
        literal(""),
        literal(""),
    )


def what_for(row: Any) -> str:
    return say(N_("Order %(number)s"), number=row.number) if row.kind == ORDER else PointsKind(row.kind).label


def why(row: Any) -> str | None:
    """Return the reason; of an order that did both what it earned and what was spent on it."""
    if row.gained < 0 and row.spent < 0:
        return say(N_("given back %(spent)s, taken back %(gained)s"), gained=-row.gained, spent=-row.spent)
    if row.gained and row.spent:
        return say(N_("earned %(gained)s, spent %(spent)s"), gained=row.gained, spent=row.spent)
    return row.reason or None


def signed(points: int) -> str:
    return f"{points:+,}".replace("-", "−")

"""A copy of all that is known of a member, as he may ask for it: what it holds, whatever file it becomes (C34)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import literal, select, union_all
from sqlalchemy.orm import joinedload, selectinload

from portal.kernel import clock, money
from portal.kernel.db import db
from portal.kernel.scope import House, house_read
from portal.kernel.words import N_, P_, say
from portal.network.models import Store
from portal.selling import benefits, consent, points, queries
from portal.selling.models import Credit, Member, MemberOpening, MemberTotal, Order, OrderLine, PointsMove, Referral

BECAUSE = "all that is known of one member, for himself, since he asked for it"
ALL: Any = House("copy")


class Sheet(NamedTuple):
    """One part of the copy: keys for a machine, heads for a person, rows of plain values."""

    key: str
    title: str
    keys: tuple[str, ...]
    heads: tuple[str, ...]
    rows: Sequence[Sequence[Any]]


def copy_of(member: Member) -> list[Sheet]:
    """Return all that the portal knows of a member: files, consents, orders of all stores, points, looks at him."""
    orders = orders_of(member)
    return [
        file_of(member),
        consents_of(member),
        accounts_of(member),
        sales_of(orders),
        lines_of(orders),
        moves_of(member),
        looks_at(member),
    ]


def file_of(member: Member) -> Sheet:
    held, given = points.held(member), benefits.given_to(member, clock.today())
    rows = [
        (
            one.phone, one.name, one.birthday, f"{one.store.code} {one.store.name}", moment(one.made_at),
            given.level.label, held.points if one is member else 0, recommender(one),
        )
        for one in member.files
    ]  # fmt: skip
    return sheet(
        "files", N_("Member"), rows,
        phone=N_("Mobile number"), name=N_("Name"), birthday=N_("Birthday"), store=N_("Registered by"),
        noted_at=N_("Noted at"), level=N_("Member level"), points=N_("Points"), recommended_by=N_("Recommended by"),
    )  # fmt: skip


def recommender(member: Member) -> str:
    """Return who recommended us, masked: another person's number is not a part of his copy."""
    found = select(Referral).where(Referral.member_id == member.id).options(joinedload(Referral.referrer))
    row = db.session.scalar(house_read(found, Referral, Member, because=BECAUSE))
    return f"{row.referrer.name[:1]}*" if row is not None and row.referrer.consents else ""


def consents_of(member: Member) -> Sheet:
    first = [
        (moment(one.consent_at), say(N_("Consent that counts")), one.consent_version, given_at(one.consent_channel))
        for one in member.files
    ]
    told = [
        (moment(link.at), link.label, link.facts.get("version", ""), given_at(link.facts.get("channel", "")))
        for link in queries.consents_of(member, ALL)
    ]
    heads = {"at": N_("Time"), "what": N_("What happened"), "version": N_("Notice"), "where": N_("Where")}
    return sheet("consents", N_("Consent"), [*first, *told], **heads)


def given_at(channel: str) -> str:
    return next((one.label for one in consent.Channel if one == channel), channel)


def accounts_of(member: Member) -> Sheet:
    """What he bought and owes in each store, and how much he may owe it, which may be set before his first order."""
    ids = [one.id for one in member.files]
    bought = select(Store.code, MemberTotal.orders, MemberTotal.spent, MemberTotal.owed, literal(0))
    bought = bought.join(Store, Store.id == MemberTotal.store_id).where(MemberTotal.member_id.in_(ids))
    allowed = select(Store.code, literal(0), literal(0), literal(0), Credit.limit_fen)
    allowed = allowed.join(Store, Store.id == Credit.store_id).where(Credit.member_id.in_(ids))
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    both = house_read(union_all(bought, allowed), MemberTotal, Credit, Store, because=BECAUSE)
    for code, *facts in db.session.execute(both):
        sums[code] = [before + fact for before, fact in zip(sums[code], facts, strict=True)]
    rows = [(code, orders, yuan(spent), yuan(owed), yuan(limit)) for code, (orders, spent, owed, limit) in sums.items()]
    return sheet(
        "accounts", N_("On account"), rows,
        store=N_("Store"), orders=N_("Orders"), total=N_("Total"), owed=N_("Owes"), limit=N_("May have on account"),
    )  # fmt: skip


def orders_of(member: Member) -> Sequence[Order]:
    found = select(Order).where(queries.bought_by(member)).order_by(Order.placed_at, Order.id)
    whole = found.options(
        joinedload(Order.store), selectinload(Order.lines).joinedload(OrderLine.product), selectinload(Order.parts)
    )
    return db.session.scalars(house_read(whole, Order, OrderLine, MemberTotal, because=BECAUSE)).all()


def sales_of(orders: Iterable[Order]) -> Sheet:
    rows = [
        (
            order.store.code, order.number, moment(order.placed_at), yuan(order.total), yuan(order.discount),
            " + ".join(way.label for way, _ in order.paid), order.points or 0, order.points_used or 0,
        )
        for order in orders
    ]  # fmt: skip
    return sheet(
        "orders", N_("Orders"), rows,
        store=N_("Store"), number=N_("Order no."), at=N_("Time"), total=N_("Total"), saved=N_("Saved"),
        payment=N_("Payment"), points=N_("Points"), points_used=N_("Points spent"),
    )  # fmt: skip


def lines_of(orders: Iterable[Order]) -> Sheet:
    rows = [
        (
            order.store.code, order.number, line.product.name, line.quantity / money.MILLI, yuan(line.price),
            yuan(line.amount),
        )
        for order in orders
        for line in order.lines
    ]  # fmt: skip
    return sheet(
        "lines", N_("Lines"), rows,
        store=N_("Store"), number=N_("Order no."), product=N_("Product"), quantity=N_("Quantity"),
        price=N_("Unit price"), amount=N_("Amount"),
    )  # fmt: skip


def moves_of(member: Member) -> Sheet:
    found = select(PointsMove).where(queries.moved_of(member)).order_by(PointsMove.id)
    moves = db.session.scalars(house_read(found, PointsMove, because=BECAUSE))
    rows = [(moment(move.at), move.kind.label, move.points, move.reason) for move in moves]
    heads = {"at": N_("Time"), "what": P_("points", "What for"), "points": N_("Points"), "reason": N_("Reason")}
    return sheet("points", N_("Points without an order"), rows, **heads)


def looks_at(member: Member) -> Sheet:
    """When his file was opened, as far as that is kept; who opened it is not his to know, and is on the trail."""
    ids = [one.id for one in member.files]
    found = select(MemberOpening.at).where(MemberOpening.member_id.in_(ids)).order_by(MemberOpening.at)
    moments = db.session.scalars(house_read(found, MemberOpening, because=BECAUSE))
    return sheet("openings", N_("File opened"), [(moment(at),) for at in moments], at=N_("Time"))


def sheet(key: str, title: Any, rows: Sequence[Sequence[Any]], **heads: Any) -> Sheet:
    return Sheet(key, say(title), tuple(heads), tuple(say(head) for head in heads.values()), rows)


def as_plain(sheets: Iterable[Sheet]) -> dict[str, list[dict[str, Any]]]:
    """Return the copy as a machine reads it."""
    return {one.key: [dict(zip(one.keys, row, strict=True)) for row in one.rows] for one in sheets}


def moment(at: Any) -> str:
    return clock.local(at).strftime("%Y-%m-%d %H:%M:%S")


def yuan(fen: int) -> float:
    return fen / 100

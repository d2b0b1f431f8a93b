"""What people do in a store: members, orders, day reports (C32, C34)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.exc import IntegrityError

from portal.accounts.models import User
from portal.goods.prices import Priced
from portal.kernel import clock, pinyin, trail
from portal.kernel.db import db
from portal.kernel.refusals import Refused
from portal.kernel.scope import as_house
from portal.kernel.trail import record
from portal.network.models import Store, StoreState
from portal.selling import calendar, consent, queries
from portal.selling.booking import NewOrder, book
from portal.selling.keys import new_key
from portal.selling.models import DayExcuse, DayReport, Member, Order, Timeliness
from portal.selling.posting import Batch, Fate, Posted, SaidOrder
from portal.selling.stored import Shop
from portal.selling.watch import watch

MOST_LOOK_UPS = 120
_OWN_STORE = as_house(Store, because="the store that posts, by its id")

# --- members (C34)


def register(store: Store, *, phone: str, name: str, consents: bool, by: Any, channel: str = "page") -> Member:
    """Register a member of the chain who consents; a number belongs to one member only."""
    if not consents:
        raise Refused("A member must have heard the notice and agreed.", field="consents")
    _check_look_ups(store, by=by)
    known = queries.member_with_phone(phone)
    if known is not None and known.has_withdrawn:
        # he belongs to the store that he agrees in now
        known.store_id, known.name, known.pinyin = store.id, name, pinyin.spelled(name, 120)
        return _consented(known, by=by, channel=channel)
    member = Member(
        store_id=store.id,
        phone=phone,
        last_four=phone[-4:],
        name=name,
        pinyin=pinyin.spelled(name, 120),
        consent_at=clock.now(),
        consent_version=consent.VERSION,
        consent_channel=channel,
        actor_id=by.id,
    )
    try:
        with db.session.begin_nested():
            db.session.add(member)
            db.session.flush()
    except IntegrityError:
        raise Refused("This number is a member already.", field="phone") from None
    record("member.registered", member, by=by, channel=channel, version=consent.VERSION)
    return member


def withdraw(member: Member, *, by: Any) -> None:
    """Note that a member takes his consent back: number and name are used no more, until he agrees again."""
    _refuse_gone(member)
    member.withdrawn_at = clock.now()
    record("member.withdrew", member, by=by)


def consent_again(member: Member, *, consents: bool, by: Any, channel: str = "page") -> Member:
    """Note that a member who had taken his consent back agrees anew."""
    if not member.has_withdrawn:
        raise Refused("This member has not taken the consent back.")
    if not consents:
        raise Refused("A member must have heard the notice and agreed.", field="consents")
    return _consented(member, by=by, channel=channel)


def _consented(member: Member, *, by: Any, channel: str) -> Member:
    member.withdrawn_at, member.consent_at, member.consent_version = None, clock.now(), consent.VERSION
    member.consent_channel, member.actor_id = channel, by.id
    record("member.consented", member, by=by, channel=channel, version=consent.VERSION)
    return member


def look_up(store: Store, q: str, *, by: Any) -> list[Member]:
    """Find members of the chain by number, last four digits, or (own ones) name; noted where others' are shown."""
    found = queries.find_members(by, q, beyond=True)
    others = [member for member in found if member.store_id not in by.store_ids]
    if others:
        _check_look_ups(store, by=by)
        record("member.looked_up", store, by=by, hits=len(others))
        watch(by=by)
    return found


def _check_look_ups(store: Store, *, by: Any, noted: int = 0) -> None:
    """Refuse who has learned of very many members of other stores within the hour."""
    if queries.look_ups(store, by) + noted >= MOST_LOOK_UPS:
        raise Refused("You have looked up very many members this hour. Ask for the full number later.", field="phone")


def meet(store: Store, *, by: Any) -> None:
    """Note that someone learned of a member of another store; counts like a look-up."""
    _meet(store, by=by)
    watch(by=by)


def _meet(store: Store, *, by: Any, noted: int = 0) -> None:
    """`noted` are those of this transaction, which the trail does not hold yet."""
    _check_look_ups(store, by=by, noted=noted)
    record("member.looked_up", store, by=by, hits=1)


def rename(member: Member, name: str, *, by: Any) -> None:
    """Change what a member is called."""
    _refuse_gone(member)
    member.name, member.pinyin = name, pinyin.spelled(name, 120)
    record("member.renamed", member, by=by)


def reveal(member: Member, *, by: Any, reason: str = "") -> str:
    """Return a member's number; the registering store's people need no reason, everyone is on the trail."""
    _refuse_gone(member)
    if not reason and member.store_id not in by.store_ids:
        raise Refused("Say why you need the number.", field="reason")
    record("member.revealed", member, by=by, reason=reason)
    watch(by=by)
    return member.phone or ""


def erase(member: Member, *, by: Any, reason: str) -> None:
    """Erase a member who asked for it: number and name go, his orders stay without him."""
    _refuse_erased(member)
    _forget(member)
    record("member.erased", member, by=by, reason=reason)


def erase_idle(members: Iterable[Member], *, by: Any, months: int) -> None:
    """Erase members who were idle for so many months, as the rules of retention say; their orders stay, too."""
    for member in members:
        _refuse_erased(member)
        _forget(member)
        record("member.erased", member, by=by, idle_months=months)


def _forget(member: Member) -> None:
    member.phone, member.last_four, member.name, member.pinyin = None, "", "", ""
    member.erased_at = clock.now()


def export_members(of: Store | None, *, by: Any) -> Sequence[Member]:
    """Return the members of a store, or all in reach, with their numbers; noted on the trail."""
    found = queries.exported_members(by, of)
    subject = of or db.session.get_one(User, by.id, execution_options=as_house(User, because="the exporter's own row"))
    record("members.exported", subject, by=by, rows=len(found))
    watch(by=by)
    return found


def _refuse_gone(member: Member) -> None:
    _refuse_erased(member)
    if member.has_withdrawn:
        raise Refused("This member has taken the consent back. Number and name are not used.")


def _refuse_erased(member: Member) -> None:
    if member.is_erased:
        raise Refused("This member has been erased.")


# --- orders (C32)


def post_orders(
    viewer: Any,
    store: Store | Shop,
    device: str,
    said: Sequence[SaidOrder],
    *,
    met: Iterable[int] = (),
    products: Mapping[int | str, Priced] | None = None,
) -> list[Posted]:
    """Post what a device says, each order once; one that cannot be taken is refused, the others are stored.

    A posted order is its own record: a link of its store's chain. A member of another store that it names
    counts as looked up, but for those in `met`. `products` are those named, where they are known already.
    """

    def learn(noted: int) -> None:
        own = store if isinstance(store, Store) else db.session.get_one(Store, store.id, execution_options=_OWN_STORE)
        _meet(own, by=viewer, noted=noted)

    batch = Batch(viewer, store, device, said, meet=learn, met=met, products=products)
    fates: dict[int, Posted] = {}
    composed: dict[int, NewOrder] = {}
    first: dict[str, int] = {}
    for n, order in enumerate(said):
        if order.key in first:
            continue
        try:
            composed[n] = batch.compose(order)
            first[order.key] = n
        except Refused as refusal:
            fates[n] = Posted(order.key, Fate.REFUSED, refusal.field, str(refusal))
    if batch.noted:
        watch(by=viewer)
    booked = book(list(composed.values()), held=batch.held)
    fate_of = dict.fromkeys(booked.stored, Fate.STORED) | dict.fromkeys(booked.known, Fate.KNOWN)
    for n, new in composed.items():
        fates[n] = Posted(new.id, fate_of.get(new.id, Fate.CLASH), flags=new.flags)
        if new.reverses_id and new.id in booked.stored:
            record("order.reversed", batch.orders[new.reverses_id], by=viewer, reason=new.reason, reversal=new.id)
    # said twice at once: the second is known only where the first is stored, since a tablet forgets what is known
    for n in range(len(said)):
        if n not in fates:
            before = first[said[n].key]
            same = said[n] == said[before] and fates[before].fate != Fate.CLASH
            fates[n] = Posted(said[n].key, Fate.KNOWN if same else Fate.CLASH)
    return [fates[n] for n in range(len(said))]


def reverse(order: Order, *, by: Any, reason: str, device: str) -> str:
    """Undo an order exactly, once, in today's figures; return the key of the order that does it."""
    if not reason:
        raise Refused("Say why the order is reversed.", field="reason")
    undoing = SaidOrder(new_key(), reverses_id=order.id, reason=reason)
    (posted,) = post_orders(by, order.store, device, [undoing])
    if posted.fate != Fate.STORED:
        raise Refused(posted.message)
    return posted.key


def print_receipt(order: Order, *, by: Any, reason: str = "") -> int:
    """Note that a receipt is printed; every copy after the first says so, and why. Returns which copy it is."""
    copy = len(queries.prints_of(order, by)) + 1
    if copy > 1 and not reason:
        raise Refused("Say why it is printed again.", field="reason")
    record("order.printed", order, by=by, reason=reason, copy=copy)
    return copy


# --- day reports (C32, C40)


def seal_day(store: Store, day: date, *, counted_cash: int, by: Any, note: str = "") -> DayReport:
    """Seal a business day by name: what the orders say against the cash counted."""
    total = _open_day(store, day)
    if counted_cash != total.cash and not note:
        raise Refused("Say where the difference comes from.", field="note")
    return _sealed(store, day, by=by, counted_cash=counted_cash, note=note)


def report_no_sales(store: Store, day: date, *, by: Any) -> DayReport:
    """Report that a day had no sales."""
    total = _open_day(store, day)
    if total.orders or total.reversals:
        raise Refused("There are %(n)s orders on this day, so it had sales.", n=total.orders + total.reversals)
    return _sealed(store, day, by=by, no_sales=True)


def _open_day(store: Store, day: date) -> Any:
    """Return the totals of a day that can still be sealed; the store's orders wait meanwhile."""
    if day > clock.today():
        raise Refused("A day that has not come cannot be reported.")
    if store.state == StoreState.PREPARING or store.opened_on is None or day < store.opened_on:
        raise Refused("The store was not open that day.")
    trail.lock(db.session(), f"store:{store.id}")
    if queries.report_on(store, day) is not None:
        raise Refused("This day is sealed already.")
    return queries.total_on(store, day)


def _sealed(store: Store, day: date, *, by: Any, **facts: Any) -> DayReport:
    total = queries.total_on(store, day)
    report = DayReport(
        store_id=store.id,
        day=day,
        orders=total.orders,
        expected=total.total,
        expected_cash=total.cash,
        actor_id=by.id,
        late=clock.now() > calendar.deadline(day),
        **facts,
    )
    db.session.add(report)
    record("day_report.sealed", report, by=by)
    return report


def excuse_day(store: Store, day: date, *, reason: str, by: Any) -> DayExcuse:
    """Head office excuses a missed day."""
    if calendar.state_of(store, day) != Timeliness.MISSING:
        raise Refused("Only a missed day can be excused.")
    excuse = DayExcuse(store_id=store.id, day=day, reason=reason, actor_id=by.id)
    db.session.add(excuse)
    record("day.excused", excuse, by=by, reason=reason)
    return excuse

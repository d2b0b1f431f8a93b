"""The region view: a month of a territory, its regions below, its stores; from roll-ups only (C46)."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from typing import Any

from flask import Response, abort
from sqlalchemy import select
from sqlalchemy.orm import aliased

from portal.insight import links
from portal.insight.figures import NONE, Months, Sums, add_up, by_day, by_store, change, lines
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.listing import as_csv, as_xlsx
from portal.kernel.scope import Sees, within
from portal.kernel.words import N_, say
from portal.network.models import Region, Store, StoreState
from portal.network.queries import regions
from portal.selling.models import Timeliness
from portal.supervision.missed import states_of
from portal.supervision.models import Audit, AuditState
from portal.supervision.queries import OVERDUE_DAYS

BAR_DAYS = 14
SHOWN = 10


@dataclass(slots=True)
class StoreRow:
    """A store in a month: what it sold, what it sold before, when it was last audited and how."""

    id: int
    code: str
    name: str
    state: StoreState
    region_id: int
    opened_on: date | None
    audit_id: int | None
    audited_on: date | None
    score: int | None
    failed: bool
    now: Sums
    before: Sums
    audit_is_old: bool

    @property
    def change(self) -> float | None:
        return change(self.now.total, self.before.total)

    @property
    def behind(self) -> int:
        """Fen short of the month before."""
        return self.before.total - self.now.total

    @property
    def trades(self) -> bool:
        """Whether it is open, or sold something in either month."""
        return self.state == StoreState.OPEN or bool(self.now.orders or self.before.orders)


@dataclass
class RegionRow:
    """A region below the one at hand, its stores added up."""

    region: Region
    stores: list[StoreRow]

    @cached_property
    def now(self) -> Sums:
        return add_up(store.now for store in self.stores)

    @cached_property
    def before(self) -> Sums:
        return add_up(store.before for store in self.stores)

    @property
    def change(self) -> float | None:
        return change(self.now.total, self.before.total)

    @property
    def open_stores(self) -> int:
        return sum(store.state == StoreState.OPEN for store in self.stores)

    @property
    def old_audits(self) -> int:
        return sum(store.audit_is_old for store in self.stores)


class RegionView:
    """A month of a region (or of all that the viewer sees), six statements."""

    def __init__(self, viewer: Any, region_id: int | None, first: date, *, every: str = "") -> None:
        self.viewer, self.first, self.every = viewer, first, every
        self.tree = {r.id: r for r in regions()}
        self.region = self.tree.get(region_id) if region_id else None
        if region_id and not self.in_reach(self.region):
            abort(404)
        if first > clock.today():
            abort(404)
        self.months = Months.around(first)

    def in_reach(self, region: Region | None) -> bool:
        return region is not None and (self.viewer.sees_everything or region.id in self.viewer.region_ids)

    @cached_property
    def ids(self) -> set[int]:
        """The region and all below it."""
        path = self.region.path if self.region else "/"
        return {r.id for r in self.tree.values() if r.path.startswith(path)}

    @cached_property
    def stores(self) -> list[StoreRow]:
        """The stores of the region, those furthest behind the month before first."""
        inside = None if self.region is None else self.ids
        full = store_rows(self.viewer, self.months, region_ids=inside)
        return sorted(full, key=lambda row: (not row.trades, -row.behind, row.code))

    @cached_property
    def shown(self) -> list[StoreRow]:
        """The ten furthest behind of those that trade; all, if the address asks for all stores."""
        return self.stores if self.every == "stores" else [store for store in self.stores if store.trades][:SHOWN]

    @cached_property
    def below(self) -> list[RegionRow]:
        """The regions below that hold stores; none for a city. Provinces with one city show that city."""
        children = self.children()
        paths = [(child.path, child.id) for child in children]
        grouped: dict[int, list[StoreRow]] = defaultdict(list)
        for city_id, stores in groupby(sorted(self.stores, key=by_city), key=by_city):
            path = self.tree[city_id].path
            if child_id := next((child_id for child_path, child_id in paths if path.startswith(child_path)), None):
                grouped[child_id] += stores
        rows = [RegionRow(child, grouped[child.id]) for child in children if grouped[child.id]]
        return sorted(rows, key=lambda row: (-row.now.total, row.region.code))

    @property
    def shown_below(self) -> list[RegionRow]:
        """The ten regions that sell most; all, if the address asks for all regions."""
        return self.below if self.every == "regions" else self.below[:SHOWN]

    def children(self) -> list[Region]:
        if self.region is not None:
            return [r for r in self.tree.values() if r.parent_id == self.region.id]
        mine = [r for r in self.tree.values() if self.in_reach(r)]
        return [r for r in mine if r.parent_id is None or not self.in_reach(self.tree.get(r.parent_id))]

    @property
    def parents(self) -> list[Region]:
        """The regions above that the viewer may open, topmost first."""
        if self.region is None:
            return []
        ids = [int(part) for part in self.region.path.strip("/").split("/")[:-1] if part]
        return [self.tree[i] for i in ids if self.in_reach(self.tree[i])]

    @cached_property
    def now(self) -> Sums:
        return add_up(store.now for store in self.stores)

    @cached_property
    def before(self) -> Sums:
        return add_up(store.before for store in self.stores)

    @property
    def change(self) -> float | None:
        return change(self.now.total, self.before.total)

    @property
    def states(self) -> Counter[StoreState]:
        return Counter(store.state for store in self.stores)

    @property
    def old_audits(self) -> list[StoreRow]:
        return [store for store in self.stores if store.audit_is_old]

    @cached_property
    def chart(self) -> dict[str, list[Any]]:
        inside = None if self.region is None else self.ids
        return lines(by_day(self.viewer, self.months, region_ids=inside), self.months)

    @cached_property
    def bar(self) -> list[date]:
        """The last fourteen days of the month that are over."""
        last = min(self.months.now.last, clock.today() - timedelta(days=1))
        return [last - timedelta(days=BAR_DAYS - 1 - n) for n in range(BAR_DAYS)]

    @cached_property
    def reports(self) -> dict[tuple[int, date], Timeliness]:
        """How the shown stores reported on the days of the bar."""
        ids = [store.id for store in self.shown]
        return states_of(self.viewer, self.bar[0], self.bar[-1], ids) if ids else {}

    def marks(self, store: StoreRow) -> Iterator[tuple[date, str, str, str]]:
        """Yield (day, what is said of it, its tone, where it leads) for a store's bar; "" where nothing is owed.

        Only a day that needs someone leads anywhere.
        """
        for day in self.bar:
            word = self.reports.get((store.id, day))
            url = links.day_reports(store.code, day) if word in NOTABLE else ""
            yield day, self.said.get(word, ""), word.tone if word else "", url

    @cached_property
    def said(self) -> dict[Timeliness | None, str]:
        return {word: word.label for word in Timeliness}

    def export(self, kind: str) -> Response:
        """Return the stores as a file."""
        heads = [say(head) for head in HEADS]
        make = as_xlsx if kind == "xlsx" else as_csv
        return make(f"region-{self.first:%Y-%m}.{kind}", heads, list(self.exported()))

    def exported(self) -> Iterable[list[Any]]:
        for row in self.stores:
            path = self.tree[row.region_id]
            yield [
                row.code, row.name, path.name, row.state.label,
                row.now.total / 100, row.before.total / 100, row.now.orders, row.before.orders,
                row.now.member_orders, row.audited_on.isoformat() if row.audited_on else None,
                row.score / 10 if row.score is not None else None,
            ]  # fmt: skip


NOTABLE = frozenset({Timeliness.MISSING, Timeliness.LATE, Timeliness.NO_SALES, Timeliness.EXCUSED})
by_city = attrgetter("region_id")

HEADS = (
    N_("Code"), N_("Store"), N_("City"), N_("State"), N_("Sales"), N_("Sales, month before"), N_("Orders"),
    N_("Orders, month before"), N_("Members' orders"), N_("Last audit"), N_("Score"),
)  # fmt: skip


def store_rows(viewer: Sees, months: Months, *, region_ids: Collection[int] | None = None) -> list[StoreRow]:
    """Return the stores in reach (or in these regions) with their month and their last audit, in two statements."""
    sums, today = by_store(viewer, months), clock.today()
    old = today - timedelta(days=OVERDUE_DAYS)
    rows = []
    for store_id, code, name, state, region_id, opened_on, audit_id, signed, score, critical in last_audits(viewer):
        if region_ids is not None and region_id not in region_ids:
            continue
        audited_on = clock.day_of(signed) if signed else None
        seen = audited_on or opened_on
        is_old = state == StoreState.OPEN and seen is not None and seen < old
        now, before = sums.get(store_id, (NONE, NONE))
        facts = (store_id, code, name, state, region_id, opened_on, audit_id, audited_on, score, bool(critical))
        rows.append(StoreRow(*facts, now, before, is_old))
    return rows


def last_audits(viewer: Sees) -> Any:
    """Return a row for each store in reach: its own facts and those of its last signed audit, in one statement."""
    signed = aliased(Audit)
    newest = (
        select(signed.id)
        .where(signed.store_id == Store.id, signed.state == AuditState.SUBMITTED)
        .order_by(signed.id.desc())
        .limit(1)
        .correlate(Store)
        .scalar_subquery()
    )
    rows = within(
        Store.seen_by(viewer)
        .with_only_columns(Store.id, Store.code, Store.name, Store.state, Store.region_id, Store.opened_on)
        .add_columns(Audit.id, Audit.submitted_at, Audit.score, Audit.failed_critical)
        .outerjoin(Audit, Audit.id == newest)
        .order_by(Store.code),
        Audit,
        because="the last audit of each store the viewer sees",
    )
    return db.session.execute(rows).all()

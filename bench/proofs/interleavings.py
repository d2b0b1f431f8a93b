"""Whatever happens in whatever order: the books are what two tablets sold.

Hypothesis makes up days in a store: two tablets sell and undo, with network and without, their clocks off by hours;
replies are lost after the server committed, the server dies before it does, a tablet's storage is wiped, days are
sealed, midnight comes. A few lines of Python say what the books ought to be (`model`); the same orders, stock, points,
day totals and gaps are read from the database afterwards. The tablets are those of `twin`.

Broken on purpose: with the number of a refused order taken for stored, a gap went unseen; with the totals added to the
business day of a sealed report, they differed; with points shared out as if no return had been undone, more went back
than were earned.
"""

import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import time_machine
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test
from sqlalchemy import select

from bench.proofs.ledger import troubles
from bench.proofs.model import WAYS, Deed, Model
from bench.proofs.proof import Context, Figures, Proof
from bench.proofs.twin import Tablet
from portal.goods.models import StockBalance
from portal.kernel import clock
from portal.kernel.db import db, transaction
from portal.kernel.refusals import Refused
from portal.network import actions as network
from portal.network.models import Store
from portal.selling import actions, points, queries, sync
from portal.selling.keys import new_key
from portal.selling.models import DayTotal, Device, Order
from portal.selling.stored import shop
from tests.builders_selling import member, product
from tests.cast import HOUSE, Cast, Places

MORNING = datetime(2026, 11, 19, 1, tzinfo=UTC)  # nine o'clock in Shanghai
DAYS, STEPS, SHORT = 500, 40, 25  # made up in `make proof`, steps in each, and made up in `make test`
HOURS = st.sampled_from([-3, -1, 0, 0, 0, 2, 3]).map(lambda hours: timedelta(hours=hours))
EITHER = st.integers(0, 1)
TROUBLES = st.sampled_from(["", "", "", "reply", "server", "network"])
REACH = Order.reach() | DayTotal.reach() | StockBalance.reach() | Store.reach() | Device.reach()
PIECES = st.dictionaries(st.integers(0, 3), st.integers(1, 9), min_size=1)
BASKET = st.tuples(PIECES, st.sampled_from(WAYS), st.booleans())
EARN = 300  # fen for a point: few enough that a share of them is seldom a whole number


class Shop(RuleBasedStateMachine):
    """A store of its own with two tablets, and the model beside it."""

    prices: dict[int, int]  # of the products there are, set by `run`
    lost = acknowledged = made = 0  # over all shops

    @initialize()
    def open(self) -> None:
        self.now = MORNING
        self.model = Model()
        self.given: dict[str, Deed] = {}
        type(self).made += 1
        with self.moment(), transaction():
            store = network.create_store(Places().beijing, name=f"试店{self.made}", by=HOUSE, address="试路 1 号")
            network.open_store(store, by=HOUSE, on=clock.today() - timedelta(days=3))
            db.session.flush()
            self.store_id = store.id
            self.owner = replace(Cast().owner.viewer, store_ids=frozenset({store.id}), store_id=store.id)
            self.member_id = member(store, self.owner, phone=f"139{self.made:08d}").id
            self.tablets = [self.enrolled(store), self.enrolled(store)]

    def enrolled(self, store: Store, before: Device | None = None) -> Tablet:
        if before is None:
            device, token = actions.enrol_device(store, by=self.owner)
        else:
            device, token = actions.replace_device(before, reason="数据没了", by=self.owner)
        db.session.flush()
        return Tablet(device.name, token)

    @contextmanager
    def moment(self) -> Iterator[None]:
        with time_machine.travel(self.now, tick=False):
            yield

    @property
    def sales(self) -> list[str]:
        return [key for key, deed in self.given.items() if deed.sells]

    # --- what people do

    @rule(n=EITHER, baskets=st.lists(BASKET, min_size=1, max_size=4))
    def sell(self, n: int, baskets: list[tuple[dict[int, int], str, bool]]) -> None:
        ids = list(self.prices)
        for lines, way, is_member in baskets:
            taken = Counter({ids[place]: pieces * 1000 for place, pieces in lines.items()})
            said = [{"product_id": id_, "quantity": some, "price": self.prices[id_]} for id_, some in taken.items()]
            total = sum(self.prices[id_] * quantity // 1000 for id_, quantity in taken.items())
            whose = {"member": self.member_id} if is_member else {}
            points = total // EARN if is_member else 0
            self.finish(n, {"lines": said, "payment": way} | whose, way, total, taken, points=points)

    @precondition(lambda self: self.given)
    @rule(n=EITHER, data=st.data())
    def undo(self, n: int, data: st.DataObject) -> None:
        self.reverse(n, data.draw(st.sampled_from(list(self.given)), label="order"))

    def reverse(self, n: int, key: str) -> None:
        deed = self.given[key]
        if not deed.undoes:
            taken = Counter({id_: -quantity for id_, quantity in deed.taken.items()})
            self.finish(n, {"reverses": key, "reason": "输错了"}, deed.way, -deed.total, taken, undoes=key)

    @precondition(lambda self: self.sales)
    @rule(n=EITHER, pieces=st.integers(1, 4), way=st.sampled_from(WAYS), data=st.data())
    def bring_back(self, n: int, pieces: int, way: str, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(self.sales), label="order")
        place = data.draw(st.integers(1, len(self.given[key].taken)), label="line")
        self.take_back(n, key, place, pieces, way)

    @precondition(lambda self: self.sales)
    @rule(n=EITHER, data=st.data())
    def waver(self, n: int, data: st.DataObject) -> None:
        """One piece comes back, and another; the first is taken home again, and comes back after all."""
        key = data.draw(st.sampled_from(self.sales), label="order")
        first, _ = (self.take_back(n, key, 1, 1, "cash") for _ in range(2))
        self.reverse(n, first)
        self.take_back(n, key, 1, 1, "cash")

    def take_back(self, n: int, key: str, place: int, pieces: int, way: str) -> str:
        id_ = list(self.given[key].taken)[place - 1]
        lines = [{"of": place, "quantity": -pieces * 1000}]
        said = {"returns": key, "lines": lines, "payment": way, "reason": "不要了"}
        return self.finish(n, said, way, -pieces * self.prices[id_], Counter({id_: -pieces * 1000}), of=key)

    def finish(self, n: int, order: dict[str, Any], way: str, total: int, taken: Counter[int], **besides: Any) -> str:
        tablet, key = self.tablets[n], new_key()
        for _tap in range(2):
            tablet.finish(key, order, self.now)
        day = clock.day_of(self.now + tablet.ahead)
        self.given[key] = Deed(way, day, total, taken, tablet.last, tablet.name, **besides)
        return key

    @rule(n=EITHER, most=st.sampled_from([1, 2, 100]), trouble=TROUBLES)
    def send(self, n: int, most: int, trouble: str) -> None:
        self.tablets[n].send(most, self.now, lambda said: self.answered(said, trouble))

    def answered(self, said: dict[str, Any], trouble: str) -> dict[str, Any]:
        if trouble == "network":
            return {"status": 0}
        with self.moment():
            try:
                with transaction():
                    known = shop(self.store_id, said["device"])
                    answer, status = sync.post(self.owner, sync.read(self.owner, known, said | {"snapshot": 1}))
                    if trouble == "server":
                        raise ServerDied
            except ServerDied:
                return {"status": 0}
        fates = {result["key"]: result["state"] for result in answer["results"]}
        ought = {order["key"]: self.model.take(order["key"], self.given[order["key"]]) for order in said["orders"]}
        assert fates == ought, (fates, ought)
        self.model.told[said["device"]] = (said["last"], said["waiting"])
        return {"status": 0} if trouble == "reply" else {"status": status, "results": answer["results"]}

    @rule(hours=st.integers(1, 14))
    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(n=EITHER, ahead=HOURS)
    def set_the_clock(self, n: int, ahead: timedelta) -> None:
        self.tablets[n].ahead = ahead

    @rule(n=EITHER, luck=st.integers(0, 4))
    def wipe(self, n: int, luck: int) -> None:
        """Once in a while its storage is gone with all that waited; the owner enrols it anew in its own place."""
        if luck:
            return
        type(self).lost += len(self.tablets[n].rows)
        with self.moment(), transaction():
            self.tablets[n] = self.enrolled(self.store(), self.device(self.tablets[n].name))

    @rule(back=st.integers(0, 2))
    def seal(self, back: int) -> None:
        with self.moment():
            day = clock.today() - timedelta(days=back)
            ought = self.model.may_seal(day, [tablet.name for tablet in self.tablets])
            assert self.sealed(day) == ought, f"{day} was {'not ' * ought}sealed"
            self.model.sealed |= {day} if ought else set()

    def sealed(self, day: date) -> bool:
        try:
            with transaction():
                store = self.store()
                counted = dict(queries.by_payment(queries.total_on(store, day)))
                actions.seal_day(store, day, counted=counted, late_reason="断网", by=self.owner)
        except Refused:
            return False
        return True

    # --- what the books say

    def teardown(self) -> None:
        if not hasattr(self, "tablets"):
            return
        for tablet in self.tablets:
            while tablet.waiting:
                tablet.send(100, self.now, lambda said: self.answered(said, ""))
        type(self).acknowledged += len(self.model.orders)
        with self.moment():
            assert self.stored() == {
                key: (deed.total, self.model.booked[key]) for key, deed in self.model.orders.items()
            }
            assert self.balances() == self.model.stock()
            points = sum(deed.points for deed in self.model.orders.values())
            assert queries.points_of([self.member_id]) == {self.member_id: points}
            assert self.totals() == self.model.days()
            for device in self.devices():
                assert numbers_missing(device) == self.model.missing(device.name), device.name
        db.session.remove()

    def store(self) -> Store:
        return db.session.get_one(Store, self.store_id, execution_options={"scoped": REACH})

    def devices(self) -> list[Device]:
        mine = select(Device).where(Device.store_id == self.store_id).execution_options(scoped=REACH)
        return list(db.session.scalars(mine))

    def device(self, name: str) -> Device:
        return next(device for device in self.devices() if device.name == name)

    def stored(self) -> dict[str, tuple[int, date]]:
        rows = select(Order.id, Order.total, Order.booked_day).where(Order.store_id == self.store_id)
        return {row[0]: (row[1], row[2]) for row in db.session.execute(rows.execution_options(scoped=REACH))}

    def balances(self) -> dict[int, int]:
        rows = select(StockBalance.product_id, StockBalance.quantity).where(StockBalance.store_id == self.store_id)
        return {row[0]: row[1] for row in db.session.execute(rows.execution_options(scoped=REACH)) if row[1]}

    def totals(self) -> dict[date, tuple[int, ...]]:
        mine = select(DayTotal).where(DayTotal.store_id == self.store_id)
        days = db.session.scalars(mine.execution_options(scoped=REACH, populate_existing=True))
        return {day.day: (day.orders, day.reversals, day.total, *(getattr(day, way) for way in WAYS)) for day in days}


class ServerDied(Exception):
    """In the middle of a transaction."""


def numbers_missing(device: Device) -> set[int]:
    found = queries.missing_of(device)
    return {number for first, last in found.holes for number in range(first, last + 1)}


def run(context: Context) -> Figures:
    found: Figures = {}
    for engine in context.engines:
        with context.portal(engine) as app, app.app_context():
            figures = made_up(SHORT if context.short else DAYS, context.seed)
            found |= {f"{engine}.{name}": value for name, value in figures.items()}
    return found


def made_up(days: int, seed: int) -> Figures:
    """Make up that many days; return what was found wrong, and how much happened."""
    with transaction():
        points.set_rules(points.Points(earn_fen=EARN), by=HOUSE)
        made = [product(f"商品{n}", price=100 * n + 1, member_price=None) for n in range(1, 5)]
        prices = {one.id: one.price for one in made}
    shops = type("Shops", (Shop,), {"prices": prices})
    wrong = 0
    try:
        run_state_machine_as_test(
            shops,
            settings=settings(
                max_examples=days, stateful_step_count=STEPS, deadline=None, database=None, derandomize=True,
                print_blob=False, suppress_health_check=list(HealthCheck), phases=(Phase.generate, Phase.shrink),
            ),
        )  # fmt: skip
    except AssertionError:
        wrong = 1
        traceback.print_exc()
    return {
        "days": shops.made, "orders": shops.acknowledged, "lost_with_a_tablet": shops.lost, "wrong": wrong,
        "troubles": len(troubles()),
    }  # fmt: skip


PROOF = Proof("interleavings", run, zero=("wrong", "troubles"))

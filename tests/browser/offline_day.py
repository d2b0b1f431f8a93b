"""Hours of selling without network: the till's own client in Chromium, killed meanwhile, its clock wrong, its line bad.

What the tablet sold is compared with what the portal holds, order by order and in sum (C32).
"""

import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserType, Page
from playwright.sync_api import Error as PlaywrightError
from sqlalchemy import func, select

from portal.kernel.db import db
from portal.selling.models import DayTotal, Order
from tests.browser.conftest import CHROMIUM, FLAGS, PATIENCE, TABLET, Seat
from tests.browser.proxy import Line
from tests.browser.test_offline import die

HOURS, WRONG = 6, -3
HOUR = 3_600_000
# the page's clock: what the test says, kept over the browser's end
CLOCK = """(() => {
    const Real = Date;
    const shift = () => Number(localStorage.getItem('shift') ?? 0);
    globalThis.Date = class extends Real {
        constructor(...given) { given.length ? super(...given) : super(Real.now() + shift()); }
        static now() { return Real.now() + shift(); }
    };
})()"""
STATIC = """() => document.querySelector('script[src*="/js/"]').src.replace(/\\/js\\/.*/, '')"""
CALL = """async ([module, name, given]) => (await (await import(module))[name](...given)) ?? null"""
SELL = """async ([module, first, last, many, from, hours]) => {
    const { finish } = await import(module);
    const sold = [];
    for (let n = first; n <= last; n += 1) {
        localStorage.setItem('shift', String(from + Math.round((hours * 3600000 * n) / many)));
        const lines = [...Array(1 + (n % 4))].map((_, line) => {
            const [id, price] = window.goods[(n + line) % window.goods.length];
            const quantity = 1000 * (1 + ((n + line) % 3));
            return { product_id: id, quantity, price, amount: (price * quantity) / 1000 };
        });
        const total = lines.reduce((all, one) => all + one.amount, 0);
        const { key, number } = await finish({ order: { payment: 'cash', lines }, shown: { total } });
        sold.push([number, key, total]);
    }
    return sold; }"""


@dataclass
class Day:
    """A tablet that an owner enrolled, in the hands of a clerk, and what it sold."""

    browser: BrowserType
    folder: Path
    app: Any  # whose people come in
    line: Line
    person: str
    goods: list[tuple[int, int]]  # products' ids and prices
    many: int
    hours: int = HOURS  # without network
    wrong: int = WRONG  # hours that the tablet's clock is ahead
    sold: dict[int, tuple[str, int]] = field(default_factory=dict)
    context: Any = None
    seat: Any = None
    page: Any = None
    kills: int = 0

    def open(self, path: str, *, signs_in: bool = False) -> Page:
        """Open the tablet; the first time somebody signs in."""
        self.context = self.browser.launch_persistent_context(
            self.folder, executable_path=CHROMIUM, args=FLAGS, viewport=TABLET, locale="zh-CN"
        )
        self.context.set_default_timeout(PATIENCE)
        self.context.add_init_script(CLOCK)
        self.seat = Seat(self.context, self.line.address)
        if signs_in:
            self.seat.come_in(self.app, self.person)
        self.page = self.seat.open(path)
        self.page.evaluate("goods => { window.goods = goods; }", self.goods)
        return self.page

    def call(self, module: str, name: str, *given: Any) -> Any:
        return self.page.evaluate(CALL, [self.module(module), name, list(given)])

    def module(self, name: str) -> str:
        return f"{self.page.evaluate(STATIC)}/js/till/{name}.js"

    def sell(self, first: int, last: int) -> None:
        """Sell these orders, spread over the hours so that the last is made now by the tablet's clock."""
        begun = (self.wrong - self.hours) * HOUR
        module = self.module("outbox")
        for number, key, total in self.page.evaluate(SELL, [module, first, last, self.many, begun, self.hours]):
            assert number not in self.sold, f"number {number} was given out twice"
            self.sold[number] = (key, total)

    def die(self) -> None:
        die(self.folder)
        self.kills += 1
        with suppress(PlaywrightError):
            self.context.close()

    def deliver(self, seconds: float = 60) -> None:
        """Let everything go, over a line that loses answers."""
        self.line.is_cut = False
        end = time.monotonic() + seconds
        while (left := self.left()) and time.monotonic() < end:
            # a cookie set moments before the end may be gone with it
            if self.call("outbox", "state")["stuck"] == "door":
                self.seat.come_in(self.app, self.person)
            self.page.evaluate("dispatchEvent(new Event('online'))")
            time.sleep(0.1)
        assert not left, f"{left} orders still wait"

    def left(self) -> int:
        state = self.call("outbox", "state")
        assert not state["refused"], state["refused"][:2]
        return len(state["waiting"])

    def figures(self, store_id: int, name: str) -> dict[str, float]:
        """Compare with what the portal holds of the tablet of this name. Inside an app context."""
        mine = select(Order.sequence, Order.id, Order.total).where(Order.store_id == store_id, Order.device == name)
        rows = db.session.execute(mine, execution_options={"scoped": Order.reach()}).all()
        held = {number: (key, total) for number, key, total in rows}
        return {
            "orders": len(self.sold), "kills": self.kills, "answers_lost": self.line.lost,
            "missing": len(self.sold.keys() - held.keys()),
            "doubled": len(rows) - len(held.keys() & self.sold.keys()),
            "altered": sum(held[n] != said for n, said in self.sold.items() if n in held),
            "numbers_wrong": int(sorted(self.sold) != list(range(1, self.many + 1))),
        }  # fmt: skip


def sums(store_id: int) -> tuple[int, int]:
    """Return how many orders a store's days count, and their sum."""
    booked = select(func.coalesce(func.sum(DayTotal.orders), 0), func.coalesce(func.sum(DayTotal.total), 0))
    row = db.session.execute(
        booked.where(DayTotal.store_id == store_id), execution_options={"scoped": DayTotal.reach()}
    )
    orders, total = row.one()
    return int(orders), int(total)

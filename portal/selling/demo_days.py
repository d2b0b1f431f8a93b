"""The demo network's day reports: a few late, a few with a difference, and the planted ones not at all."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.scope import within
from portal.kernel.trail import record
from portal.selling import calendar
from portal.selling.models import WAYS, DayExcuse, DayReport, DayTotal, Payment
from portal.story import Story

ONE = timedelta(days=1)
COUNT_NOTES = ("找零多找，顾客已走", "一张破损纸币换不了", "零钱盒里多出一枚硬币", "顾客抹零")
NOT_ARRIVED = ("顾客截图已付，账户里没到账", "付款码过期，人已经走了", "扫成了隔壁店的码，已说好补转")
LATE_BECAUSE = ("昨晚断网，早上才连上", "店里只有一个人，忙忘了", "送孩子看病，回来补报", "盘点到半夜，第二天补报")
EXCUSED = ("小区停电一天，无法营业", "门口道路施工封路", "店主家中急事，已电话说明")


def seal(story: Story, shop: Any, days: list[date], plot: Any, categories: dict[int, str]) -> None:
    """The owner seals each day of his shop."""
    code, dice, aside = shop.store.code, shop.dice, story.rng(f"selling:days:{shop.store.code}")
    mine = select(DayTotal).where(DayTotal.store_id == shop.store.id)
    found = db.session.scalars(within(mine, DayTotal, because="the demo's own shop"))
    totals, sold = {total.day: total for total in found}, by_category(shop, categories)
    besides = returned_and_settled(shop)
    reports, excuses = [], []
    for day in days:
        if day >= story.today or plot.has("silent", code, day) or plot.has("unreported", code, day):
            continue
        if plot.has("excused", code, day):
            reason = dice.choice(EXCUSED)
            excuses.append(
                DayExcuse(store_id=shop.store.id, day=day, reason=reason, actor_id=story.people["office"].id)
            )
            continue
        at = clock.at(day, dice.choice((20, 21, 21, 22)), dice.randint(5, 55))
        if plot.has("late", code, day):
            at = clock.at(day + ONE, dice.randint(11, 18), dice.randint(0, 59))
        report = report_of(shop, day, totals.get(day), min(at, clock.now()), aside)
        report.returns, report.settled = besides[day]
        report.by_category = sorted(([*pair] for pair in sold[day].items()), key=lambda pair: -pair[1])
        report.late = report.submitted_at > calendar.deadline(day)
        report.late_reason = aside.choice(LATE_BECAUSE) if report.late else ""
        reports.append(report)
    db.session.add_all([*reports, *excuses])
    db.session.flush()
    by = shop.owner or story.house
    for report in reports:
        record("day_report.sealed", report, by=by)
        dated(report.submitted_at)
    for excuse in excuses:
        record("day.excused", excuse, by=story.people["office"], reason=excuse.reason)
        dated(clock.at(excuse.day + ONE, 11, 20))


def by_category(shop: Any, categories: dict[int, str]) -> dict[date, dict[str, int]]:
    """Return what a shop's orders took on each day, by category."""
    sold: dict[date, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for order in shop.orders:
        day = sold[clock.day_of(order.placed_at)]
        for line in order.lines:
            day[categories[line.product_id]] += line.amount
    return sold


def returned_and_settled(shop: Any) -> dict[date, tuple[int, int]]:
    """Return how many orders brought goods back on each day, and what came in for accounts, in fen."""
    found: dict[date, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for order in shop.orders:
        day = clock.day_of(order.placed_at)
        returns, settled = found[day]
        back = order.returns_id is not None and order.reverses_id is None
        off = 0 if order.lines else -sum(part.amount for part in order.parts if part.way == Payment.ACCOUNT)
        found[day] = returns + back, settled + off
    return found


def report_of(shop: Any, day: date, total: DayTotal | None, at: datetime, aside: Any) -> DayReport:
    expected = {way: getattr(total, way.value) if total else 0 for way in WAYS}
    counted, reasons = dict(expected), {}
    if (cash := expected[Payment.CASH]) and shop.dice.random() < 0.07:
        counted[Payment.CASH] = max(0, cash + shop.dice.choice((-500, -200, -100, -50, 100, 500)))
        reasons[Payment.CASH.value] = shop.dice.choice(COUNT_NOTES)
    if expected[Payment.WECHAT] > 2000 and aside.random() < 0.02:
        counted[Payment.WECHAT] -= aside.choice((1200, 890, 350))
        reasons[Payment.WECHAT.value] = aside.choice(NOT_ARRIVED)
    if counted[Payment.CASH] == cash:
        reasons.pop(Payment.CASH.value, None)
    return DayReport(
        store_id=shop.store.id, day=day, no_sales=total is None, orders=total.orders if total else 0,
        expected=total.total if total else 0, reversals=total.reversals if total else 0,
        **{f"expected_{way.value}": fen for way, fen in expected.items()},
        **{f"counted_{way.value}": fen for way, fen in counted.items()}, reasons=reasons, returns=0, settled=0,
        members=sum(joined == day for joined, _ in shop.members),
        actor_id=shop.owner.id if shop.owner else None, submitted_at=at, made_at=at,
    )  # fmt: skip


def dated(at: datetime) -> None:
    """Let the deed just recorded have happened then."""
    db.session().info["trail"][-1]["at"] = at

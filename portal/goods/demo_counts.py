"""Counts in the demo network: two that were adopted, with what they found, and one under way. After what was sold."""

from datetime import timedelta
from typing import Any

from portal.goods import actions, queries
from portal.goods.models import Cause, CountScope, CountSheet, Product
from portal.kernel import clock
from portal.kernel.db import db
from portal.story import Story, happened

# store, what is counted, days ago, every which product differs
ADOPTED = (("BJ-0001", "酒水", 33, 4), ("BJ-0002", "粮油", 12, 5))
UNDER_WAY = ("BJ-0001", "休闲零食")
FOUND = (
    (Cause.TAKEN, "监控没拍到", -2), (Cause.TILL, "和同款小瓶扫混了", 1), (Cause.BROKEN, "摔碎一瓶没登记", -1),
    (Cause.UNKNOWN, "", -3), (Cause.RECEIPT, "送货单少记一箱", 12),
)  # fmt: skip


def tell(story: Story) -> None:
    for code, category, ago, every in ADOPTED:
        if code in story.stores:
            evening = clock.at(story.today - timedelta(days=ago), 22, 10)
            with happened(evening):
                sheet = begun(story, code, category)
            with happened(evening + timedelta(minutes=40)):
                adopt(story, sheet, code, every)
    code, category = UNDER_WAY
    if code in story.stores:
        count_half(story, begun(story, code, category), code)


def begun(story: Story, code: str, category: str) -> CountSheet:
    who = story.as_(f"owner:{code}")
    return actions.begin_count(story.stores[code], CountScope.CATEGORY, by=who, category=category)


def adopt(story: Story, sheet: CountSheet, code: str, every: int) -> None:
    """Count all of a sheet as the books have it but for some, explain those, and adopt it."""
    who = story.as_(f"owner:{code}")
    lines = lines_of(sheet, who)
    actions.write_counts(sheet, {line.id: 0 for line in lines}, by=who)
    books = {one.line.id: one.expected for one in queries.differences(sheet)}
    found = {line.id: FOUND[n // every % len(FOUND)] for n, line in enumerate(lines) if n % every == 0}
    off = {number: 1000 * many for number, (_, _, many) in found.items()}
    actions.write_counts(sheet, {n: max(0, many + off.get(n, 0)) for n, many in books.items()}, by=who)
    why = dict.fromkeys(books, (Cause.BEFORE, "")) | {n: (cause, note) for n, (cause, note, _) in found.items()}
    actions.adopt_count(sheet, why, by=who)


def count_half(story: Story, sheet: CountSheet, code: str) -> None:
    """Count the first half of a sheet, as the books have it but for one product."""
    who = story.as_(f"owner:{code}")
    lines = lines_of(sheet, who)
    half = lines[: len(lines) // 2]
    books = {line.id: queries.balance(story.stores[code], line.product_id, who) for line in half}
    short = half[3].id if len(half) > 3 else 0
    actions.write_counts(sheet, {n: max(0, many - 2000 * (n == short)) for n, many in books.items()}, by=who)


def lines_of(sheet: CountSheet, who: Any) -> Any:
    ordered = queries.count_lines(sheet, who).order_by(Product.category, Product.name)
    return db.session.scalars(ordered).all()

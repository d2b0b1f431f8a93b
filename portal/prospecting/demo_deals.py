"""Demo: what was thought out, offered and confirmed where a prospect is negotiated with, or agreed (C21)."""

from datetime import date, timedelta
from random import Random
from typing import Any

from portal.accounts.queries import person_name
from portal.kernel import clock
from portal.kernel.db import db
from portal.prospecting import actions, queries
from portal.prospecting.models import Part, PartKind, Prospect, Quotation, Stage, Track
from portal.story import happened

GOALS = {
    "supermarket": (
        "本月签下来，门头和货架都按公司的标准做，店主承担不少于 8 万。",
        "先把改造范围定死，再谈谁出钱；开业前停业不超过 7 天。",
    ),
    "person": ("定下开店的人和铺位，店主自有资金到位 60%。", "先到样板店跟班，跟完当场定下投入和时间。"),
}
LIMITS = {
    "supermarket": "公司最多再让 5 个点，首批货最多加 1 万；租约不满三年的不签。",
    "person": "投入不低于 12 万，分两次付；不满意跟班结果的，不勉强。",
}
TACTICS = {
    "supermarket": (
        "先谈停业几天、谁来盯装修，最后才谈钱。家里谁管账，数就给谁看。",
        "带样板店的日报去，拿数说话；让一步要换一步。",
        "先把不装的几项划掉，再谈剩下的谁出。",
    ),
    "person": ("先让他去样板店跟班，回来再谈钱。", "铺位没定之前不谈折扣，只谈要求。"),
}
BACKGROUND = {
    "supermarket": (
        "怕装修停业丢了老顾客；另一家连锁上个月来过。",
        "手头现钱够付首期，想春节前开业。",
        "店里今年比去年少卖一成半，急着变。",
    ),
    "person": ("钱备了一半，另一半等老家的房款。", "同行也来找过他，条件没我们清楚。"),
}
OURS = (
    "公司出牌匾、收银和六成货架，其余店主出。",
    "收银台全由公司出，货架再让一成，装修压到 6 天。",
    "首批货加 1 万，30 天不动销可调换，价格到此为止。",
)
THEIRS = {
    "supermarket": (
        "嫌店面装修贵，要公司再多出三成，停业不能超过五天。",
        "价格可以再谈，但要写明停业几天、谁来赔损失。",
        "装修可以，首批货要能退换，付款分三次。",
    ),
    "person": ("首期想少付一半，等开业再补。", "要公司先把铺位定下来，再谈谁出多少。"),
}
SAID = {
    "supermarket": (
        "家里管账的也在，把账翻了一遍，问得很细。",
        "谈了两个小时，停业天数卡住了。",
        "当场算给他看，客流回来一成就够了。",
    ),
    "person": ("谈了两个小时，钱分几次付卡住了。", "当场把三种客流算给他看，算完才松口。"),
}
SETTLED_SAID = (
    "最后一条谈到停电谁负责，谈完就签了。",
    "没再还价，逐条念了一遍，两边签字。",
    "家里也同意了，当面签的字。",
)
DELIVERY = {
    "supermarket": (
        "合同签订后 18 天内完成改造开业，停业不超过 6 天。",
        "合同签订后 21 天内开业，分两半装修，不全停。",
    ),
    "person": ("铺位定下后 25 天内装修开业。", "合同签订后一个月内定铺位，再过 25 天开业。"),
}
AFTER_SALES = (
    "驻店带教 14 天；设备保修一年，报修 24 小时内到店；首批货 30 天内不动销可调换。",
    "驻店带教 14 天，开业后每月巡店一次；收银系统终身维护，货架保修两年。",
)
THEIR_OFFERS = ("加盟费免一年，装修自理", "送收银机两台，每月管理费 800 元", "货架白送，三年内货都从他家进")
HEARD_FROM = ("老板自己说的", "看到他们的宣传单", "隔壁店主说的")
COVERS = ("店面装修、室内装饰、货架和冷链中店主承担的部分", "店主承担的改造和首批货款，含安装")
OTHER = ("一公里内公司不开第二家店。", "牌匾归公司所有，合同到期交还。", "")


def prepare(prospect: Prospect, stage: Stage, on: date, *, by: Any, dice: Random) -> None:
    """Think it out and send a first quotation in the morning, before the talks begin."""
    if stage == Stage.NEGOTIATING:
        with happened(clock.at(on, 8, 30)):
            think(prospect, by=by, dice=dice)
            quote(prospect, by=by)


def tell_before(prospect: Prospect, stage: Stage, on: date, *, by: Any, dice: Random, today: date) -> None:
    """Negotiate before a stage: a first round on the way to `negotiating`, the last ones and the result to `agreed`."""
    if stage == Stage.NEGOTIATING:
        with happened(clock.at(on, 16, 15)):
            meet(prospect, 0, by=by, dice=dice)
            hear(prospect, by=by, dice=dice)
    if stage == Stage.AGREED:
        if prospect.track == Track.PERSON:
            with happened(clock.at(on - timedelta(days=2), 8, 30)):
                think(prospect, by=by, dice=dice)
        with happened(clock.at(on - timedelta(days=1), 16, 30)):
            meet(prospect, 1, by=by, dice=dice)
        with happened(clock.at(on, 16, 30)):
            meet(prospect, 2, by=by, dice=dice)
            confirm(prospect, by=by, dice=dice)
        with happened(clock.at(on, 17)):
            made = agree_on_payment(prospect, by=by)
        pay(made, prospect.id % 3 == 0, today, by=by)


def pay(made: Quotation, is_slow: bool, today: date, *, by: Any) -> None:
    """Note what was paid when it was due; who is slow owes the last of it."""
    due = [part for part in made.parts if part.due_on <= today]
    for part in due[:-1] if is_slow else due:
        with happened(clock.at(part.due_on, 11)):
            actions.mark_paid(part, on=part.due_on, by=by, note="转账到公司账户")


def think(prospect: Prospect, *, by: Any, dice: Random) -> None:
    track = prospect.track.value
    texts = {"goal": dice.choice(GOALS[track]), "limits": LIMITS[track], "tactics": dice.choice(TACTICS[track])}
    actions.set_aims(prospect, by=by, background=dice.choice(BACKGROUND[track]), **texts)


def meet(prospect: Prospect, nth: int, *, by: Any, dice: Random) -> None:
    """Meet once: each time both prices come nearer, the last time they meet."""
    price, track, last = price_of(prospect, by), prospect.track.value, nth == 2
    ours = price * (112 - 6 * nth) // 100 // 1_000_00 * 1_000_00
    theirs = price * (78 + 10 * nth) // 100 // 1_000_00 * 1_000_00
    actions.add_round(
        prospect, by=by, held_on=clock.today(), present=f"{decider_of(prospect)}，{person_name(by.id)}", ours=OURS[nth],
        our_price=price if last else ours, their_price=price if last else theirs,
        theirs="" if last else dice.choice(THEIRS[track]), talk=dice.choice(SETTLED_SAID if last else SAID[track]),
    )  # fmt: skip


def confirm(prospect: Prospect, *, by: Any, dice: Random) -> None:
    actions.confirm_result(
        prospect, by=by, signed_on=clock.today(), price=price_of(prospect, by), price_note=dice.choice(COVERS),
        delivery=dice.choice(DELIVERY[prospect.track.value]), after_sales=dice.choice(AFTER_SALES),
        other=dice.choice(OTHER), manager_name=person_name(by.id) or "", decider_name=decider_of(prospect),
    )  # fmt: skip


def hear(prospect: Prospect, *, by: Any, dice: Random) -> None:
    """Hear what others offer him."""
    rivals = [rival.name for rival in queries.rivals_in(prospect.region_id, by)] or ["美佳连锁"]
    offer, part, source = dice.choice(THEIR_OFFERS), dice.choice((92, 104, 110)), dice.choice(HEARD_FROM)
    lines = queries.prices_of([prospect.id], by)[prospect.id].lines
    line = next((title for title in lines if lines[title] and prospect.id % 3 == 0), "")
    price = lines[line] if line else price_of(prospect, by)
    actions.add_rival_offer(
        prospect, rival=rivals[prospect.id % len(rivals)], offer="只报了这一项，先做后付" if line else offer, by=by,
        price=price * part // 100 // 100_00 * 100_00, heard_on=clock.today(), source=source, against=line,
    )  # fmt: skip


def quote(prospect: Prospect, *, by: Any) -> None:
    """Send a first quotation with the lines of the plan."""
    made = actions.add_quotation(prospect, source="proposal", by=by)
    made.note, made.valid_until = "含安装和运费，停业不超过 7 天。", clock.today() + timedelta(days=14)
    actions.send_quotation(made, by=by)


def agree_on_payment(prospect: Prospect, *, by: Any) -> Quotation:
    """Let the price that was confirmed be quoted and accepted, with its plan."""
    result, on = queries.result_of(prospect, by), clock.today()
    assert result is not None, "who agreed has confirmed what"
    lines = [{"title": "店主承担部分（开店套餐）", "quantity": 1000, "price": result.price, "company": 0}]
    plan = queries.newest_proposal(prospect, by)
    made = actions.add_quotation(prospect, source="proposal" if plan else "prices", by=by)
    valid = on + timedelta(days=14)
    actions.edit_quotation(made, by=by, lines=lines, valid_until=valid, note="按谈定的价格，含安装。")
    actions.send_quotation(made, by=by)
    actions.accept_quotation(made, name=result.decider_name, on=on, by=by)
    deposit, progress = result.price * 3 // 10, result.price * 4 // 10
    amounts = (deposit, progress, result.price - deposit - progress)
    kinds = (PartKind.DEPOSIT, PartKind.PROGRESS, PartKind.BALANCE)
    parts = [Part(kind, on + timedelta(days=n), fen) for kind, n, fen in zip(kinds, (2, 14, 35), amounts, strict=True)]
    db.session.flush()
    actions.set_plan(made, parts, version=made.version, by=by)
    db.session.flush()
    return made


def price_of(prospect: Prospect, by: Any) -> int:
    """Return what the store pays by its plan; a person's store, whose shop is not found yet, what is usual."""
    plan = queries.newest_proposal(prospect, by)
    return (plan.store_pays if plan else 128_000_00 + prospect.id % 5 * 6_000_00) // 1_000_00 * 1_000_00


def decider_of(prospect: Prospect) -> str:
    return prospect.decision_maker or prospect.contact_name

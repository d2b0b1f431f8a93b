"""The audit form every network begins with (C39); an administrator changes it afterwards."""

from typing import Any

from sqlalchemy import select

from portal.kernel.db import db
from portal.kernel.scope import House
from portal.kernel.trail import record
from portal.supervision.models import AuditItem, AuditTemplate

NAME = "巡店检查表"

# code, section, question, how to look, weight, critical, needs a photo when failed
ITEMS: tuple[tuple[str, str, str, str, int, bool, bool], ...] = (
    ("front-sign", "门头与店面", "门头招牌完整、亮灯、没有破损", "白天看完整，傍晚看亮灯", 3, False, True),
    ("front-clean", "门头与店面", "门前和橱窗干净，没有杂物挡门", "", 2, False, True),
    ("front-hours", "门头与店面", "营业时间牌与实际一致", "问一位店员今天几点关门", 1, False, False),
    ("shelf-full", "货架与陈列", "主通道货架没有空位", "每组货架空位不超过一处", 3, False, True),
    ("shelf-tags", "货架与陈列", "价签齐全，与系统价格一致", "抽 10 个商品扫码比对", 4, False, True),
    ("shelf-promo", "货架与陈列", "推荐商品按要求陈列、有说明", "", 2, False, False),
    ("shelf-order", "货架与陈列", "同类商品集中，先进先出", "看三个品类的生产日期顺序", 2, False, False),
    ("goods-expired", "商品与保质期", "没有过期商品在售", "抽 20 个短保商品", 6, True, True),
    ("goods-near", "商品与保质期", "临期商品单独摆放、标明", "", 2, False, True),
    ("goods-cold", "商品与保质期", "冷柜温度合格，每天记录两次", "冷藏 0–8℃，看最近七天的记录", 4, True, True),
    ("goods-count", "商品与保质期", "抽点库存与系统相符", "抽 5 个商品，差异不超过一件", 3, False, False),
    ("till-drawer", "收银与报单", "钱箱现金与系统相符", "当面清点一个班次", 4, True, False),
    ("till-receipt", "收银与报单", "每单都扫码入账、给小票", "站在收银台旁看五单", 4, False, False),
    ("till-report", "收银与报单", "日报按时封单，没有漏报", "看最近十四天的日报日历", 4, False, False),
    ("member-ask", "会员与优惠", "收银时询问会员、说明会员价", "", 3, False, False),
    ("member-consent", "会员与优惠", "登记新会员先念告知、本人同意", "", 3, True, False),
    ("member-signs", "会员与优惠", "会员优惠牌醒目、价格是本期的", "", 2, False, True),
    ("staff-badge", "员工与服务", "着装整洁、佩戴工牌、主动招呼", "", 2, False, False),
    ("staff-skill", "员工与服务", "能说清三个推荐商品的卖点", "随机问一位店员", 2, False, False),
    ("safe-exit", "安全与卫生", "消防通道畅通，灭火器在有效期内", "", 5, True, True),
    ("safe-wires", "安全与卫生", "电线、插座没有裸露和超负荷", "", 3, False, True),
    ("safe-clean", "安全与卫生", "地面、后仓清洁，没有虫鼠痕迹", "后仓角落和排水口", 3, False, True),
)


def seed_template(*, by: Any = None) -> AuditTemplate:
    """Return the active form, made if there is none; items that are missing are added, nothing is changed."""
    by = by or House("seed")
    form = active_template()
    if form is None:
        form = AuditTemplate(name=NAME)
        db.session.add(form)
        db.session.flush()
    known = {item.code for item in form.items}
    for n, (code, section, text, guidance, weight, critical, needs_photo) in enumerate(ITEMS, 1):
        if code not in known:
            form.items.append(
                AuditItem(
                    code=code, position=n * 10, section=section, text=text, guidance=guidance,
                    weight=weight, critical=critical, needs_photo=needs_photo,
                )
            )  # fmt: skip
    if len(form.items) > len(known):
        record("audit_form.seeded", form, by=by, items=len(form.items) - len(known))
    return form


def active_template() -> AuditTemplate | None:
    """Return the form new audits use."""
    active = select(AuditTemplate).where(AuditTemplate.active).order_by(AuditTemplate.id.desc()).limit(1)
    return db.session.scalar(active)

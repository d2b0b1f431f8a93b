"""Search over everything the viewer may see: stores, prospects, products, people; by pinyin where letters are typed."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from portal.accounts.models import User, UserState
from portal.goods.models import Product
from portal.insight import links
from portal.kernel.db import db
from portal.kernel.pinyin import spellings
from portal.kernel.rights import Can
from portal.kernel.scope import Sees
from portal.kernel.words import N_
from portal.network.models import Store
from portal.prospecting.models import Prospect
from portal.prospecting.queries import search_prospects

MOST = 8
MOST_SUGGESTED = 50
MOST_SPELLED = 2000
LETTERS = re.compile(r"[a-zA-Z ]{2,30}")


@dataclass(frozen=True)
class Hit:
    title: str
    note: str
    url: str


@dataclass(frozen=True)
class Hits:
    """What was found of one kind."""

    title: str
    icon: str
    hits: Sequence[Hit]


def found(q: str, viewer: Any) -> list[Hits]:
    """Return what the viewer may see of what matches, by kind; one or two statements a kind."""
    kinds = (
        (Can.SEE_STORES, N_("Stores"), "store", stores),
        (Can.SEE_PROSPECTING, N_("Prospects"), "pipeline", prospects),
        (Can.SEE_PRODUCTS, N_("Products"), "box", products),
        (Can.INVITE_STAFF, N_("People"), "user", people),
    )
    answers = [Hits(title, icon, search(q, viewer)) for right, title, icon, search in kinds if viewer.may(right)]
    return [answer for answer in answers if answer.hits]


def stores(q: str, viewer: Sees) -> list[Hit]:
    matching = Store.seen_by(viewer).where(store_matches(q, viewer)).order_by(Store.code).limit(MOST)
    return [Hit(s.name, f"{s.code} {s.district}{s.address}", links.store(s.code)) for s in db.session.scalars(matching)]


def store_codes(typed: str, viewer: Sees) -> Sequence[Any]:
    """Return (code, name) of stores that match what was typed so far, or the first ones."""
    q = typed.strip()[:40]
    named = Store.seen_by(viewer).with_only_columns(Store.code, Store.name).order_by(Store.code).limit(MOST_SUGGESTED)
    return db.session.execute(named.where(store_matches(q, viewer)) if q else named).all()


def store_matches(q: str, viewer: Sees) -> Any:
    """Return the condition that a store's code, name, address, or the letters of its name match."""
    like = pattern(q)
    spelled = []
    if LETTERS.fullmatch(q):
        rows = Store.seen_by(viewer).with_only_columns(Store.id, Store.name).limit(MOST_SPELLED)
        spelled = spelled_like(q, db.session.execute(rows))
    return or_(Store.code.ilike(like), Store.name.ilike(like), Store.address.ilike(like), Store.id.in_(spelled))


def prospects(q: str, viewer: Sees) -> list[Hit]:
    matching = search_prospects(Prospect.seen_by(viewer).options(joinedload(Prospect.city)), q)
    latest = db.session.scalars(matching.order_by(Prospect.id.desc()).limit(MOST))
    return [Hit(p.name, f"{p.city.name} · {p.stage.label}", links.prospect(p.id)) for p in latest]


def products(q: str, viewer: Any) -> list[Hit]:
    """Products lead to the catalogue, searched by their barcode."""
    like = pattern(q)
    matching = (
        select(Product)
        .where(or_(Product.name.ilike(like), Product.barcode == q, Product.pinyin.ilike(like)))
        .order_by(Product.name, Product.id)
        .limit(MOST)
    )
    return [
        Hit(p.name, f"{p.barcode} · {p.category}", links.to("/goods/products", q=p.barcode))
        for p in db.session.scalars(matching)
    ]


def people(q: str, viewer: Any) -> list[Hit]:
    mine = User.seen_by(viewer).where(User.state != UserState.DISABLED)
    spelled = []
    if LETTERS.fullmatch(q):
        spelled = spelled_like(q, db.session.execute(mine.with_only_columns(User.id, User.name).limit(MOST_SPELLED)))
    matching = mine.where(or_(User.name.ilike(pattern(q)), User.id.in_(spelled))).order_by(User.id).limit(MOST)
    leads = viewer.may(Can.MANAGE_USERS)
    return [
        Hit(u.name, u.role.label, links.to("/settings/users", q=u.name) if leads else "")
        for u in db.session.scalars(matching)
    ]


def pattern(q: str) -> str:
    """Return a LIKE pattern in which nothing typed is a wildcard."""
    plain = q.replace("\\", "").replace("%", "").replace("_", "")
    return f"%{plain}%" if plain else "\\"


def spelled_like(q: str, rows: Iterable[Any]) -> list[int]:
    """Return the ids of names whose pinyin or initials begin a word like what was typed."""
    typed = q.lower().replace(" ", "")
    return [row_id for row_id, name in rows if any(typed in spelling for spelling in spellings(name))]

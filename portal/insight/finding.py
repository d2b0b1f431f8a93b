"""Search over all that the viewer may see, from stores and prospects to people; by pinyin where letters are typed."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from portal.accounts.models import User, UserState
from portal.goods.models import Product, ProductBarcode
from portal.insight import links
from portal.kernel.db import db
from portal.kernel.pinyin import spellings
from portal.kernel.rights import Can
from portal.kernel.scope import Sees
from portal.kernel.words import N_, say
from portal.network.models import Store
from portal.network.queries import cities as cities_in_reach
from portal.prospecting.models import CityFile, Prospect, Rival, Survey
from portal.prospecting.queries import files_by_city, search_named, search_prospects, search_surveys

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
        (Can.SEE_PROSPECTING, N_("Cities"), "pin", cities),
        (Can.SEE_PROSPECTING, N_("Surveyed supermarkets"), "eye", surveys),
        (Can.SEE_PROSPECTING, N_("Rivals"), "alert", rivals),
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


def cities(q: str, viewer: Any) -> list[Hit]:
    """Cities in reach lead to their file; those that nobody has put on the register, to their figures."""
    reached = cities_in_reach(viewer)
    spelled = set(spelled_like(q, ((c.id, c.name) for c in reached))) if LETTERS.fullmatch(q) else set()
    matching = [c for c in reached if q in c.name or c.id in spelled or c.code == q][:MOST]
    files = files_by_city([c.id for c in matching], viewer) if matching else {}
    return [city_hit(c.name, c.id, files.get(c.id)) for c in matching]


def city_hit(name: str, region_id: int, file: CityFile | None) -> Hit:
    if file is None:
        return Hit(name, say(N_("not a target city yet")), links.region(region_id))
    return Hit(name, file.state.label, links.city(file.id))


def surveys(q: str, viewer: Sees) -> list[Hit]:
    """The newest survey of each shop stands for it."""
    matching = search_surveys(Survey.seen_by(viewer).options(joinedload(Survey.city)), q)
    newest = db.session.scalars(matching.order_by(Survey.surveyed_on.desc(), Survey.id.desc()).limit(MOST * 2))
    shops = {survey.shop: survey for survey in reversed(list(newest))}
    found = sorted(shops.values(), key=lambda survey: (survey.surveyed_on, survey.id), reverse=True)[:MOST]
    return [Hit(s.name, f"{s.city.name}{s.district} · {s.surveyed_on}", links.survey(s.id)) for s in found]


def rivals(q: str, viewer: Sees) -> list[Hit]:
    matching = search_named(Rival, Rival.name)(Rival.seen_by(viewer).options(joinedload(Rival.city)), q)
    named = db.session.scalars(matching.order_by(Rival.name, Rival.id).limit(MOST))
    return [Hit(r.name, f"{r.city.name} · {r.kind.label}", links.rival(r.id)) for r in named]


def products(q: str, viewer: Any) -> list[Hit]:
    """Products lead to the catalogue, searched by their barcode."""
    like = pattern(q)
    further = select(ProductBarcode.product_id).where(ProductBarcode.barcode == q)
    same = or_(Product.barcode == q, Product.id.in_(further))
    matching = (
        select(Product)
        .where(or_(Product.name.ilike(like), same, Product.pinyin.ilike(like)))
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

"""Reads of cities' figures, rivals and customer groups, each for a viewer."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from portal.kernel.db import db
from portal.kernel.scope import Sees
from portal.network.models import Region
from portal.prospecting.models import CityFact, FactKind, Rival, RivalPrice, RivalStore, Segment
from portal.prospecting.queries.cities import found_or_404

MOST = 100  # of each noun on a city's page; the lists go further


def facts_in(region_id: int, viewer: Sees) -> list[list[CityFact]]:
    """Return a city's figures, those of one kind together: the newest first, then what it was before."""
    found = CityFact.seen_by(viewer).where(CityFact.region_id == region_id)
    rows = db.session.scalars(found.order_by(CityFact.as_of.desc(), CityFact.id.desc()).limit(MOST)).all()
    kinds: dict[tuple[FactKind, str], list[CityFact]] = {}
    for fact in rows:
        kinds.setdefault((fact.kind, fact.title), []).append(fact)
    order = list(FactKind)
    return [kinds[key] for key in sorted(kinds, key=lambda key: (order.index(key[0]), key[1]))]


def fact(fact_id: int, viewer: Sees) -> CityFact:
    """Return a figure with its city, or answer 404."""
    found: CityFact = found_or_404(CityFact.seen_by(viewer).options(_city(CityFact)).where(CityFact.id == fact_id))
    return found


def rivals_in(region_id: int, viewer: Sees) -> Sequence[Rival]:
    """Return a city's rivals with their shops and prices, by name."""
    found = Rival.seen_by(viewer).where(Rival.region_id == region_id).options(*_parts())
    return db.session.scalars(found.order_by(Rival.kind, Rival.name, Rival.id).limit(MOST)).all()


def rival(rival_id: int, viewer: Sees) -> Rival:
    """Return a rival with its city, shops and prices, or answer 404."""
    found: Rival = found_or_404(Rival.seen_by(viewer).options(_city(Rival), *_parts()).where(Rival.id == rival_id))
    return found


def rival_named(region_id: int, name: str, viewer: Sees) -> Rival | None:
    """Return the rival of this name in a city, if it is written down."""
    return db.session.scalar(Rival.seen_by(viewer).where(Rival.region_id == region_id, Rival.name == name).limit(1))


def rival_store(store_id: int, viewer: Sees) -> RivalStore:
    """Return a rival's shop, or answer 404."""
    found: RivalStore = found_or_404(RivalStore.seen_by(viewer).where(RivalStore.id == store_id))
    return found


def rival_price(price_id: int, viewer: Sees) -> RivalPrice:
    """Return a price seen at a rival, or answer 404."""
    found: RivalPrice = found_or_404(RivalPrice.seen_by(viewer).where(RivalPrice.id == price_id))
    return found


def segments_in(region_id: int, viewer: Sees) -> Sequence[Segment]:
    """Return a city's customer groups: those we open stores for first, then the largest."""
    found = Segment.seen_by(viewer).where(Segment.region_id == region_id)
    ordered = found.order_by(Segment.target.desc(), Segment.share.is_(None), Segment.share.desc(), Segment.id)
    return db.session.scalars(ordered.limit(MOST)).all()


def segment(segment_id: int, viewer: Sees) -> Segment:
    """Return a customer group with its city, or answer 404."""
    found: Segment = found_or_404(Segment.seen_by(viewer).options(_city(Segment)).where(Segment.id == segment_id))
    return found


def in_city_named(model: Any, q: str) -> Any:
    """Return the condition that a row lies in a city of this name, also in pinyin."""
    name, latin = Region.name.icontains(q.strip(), autoescape=True), q.replace(" ", "").lower()
    return model.region_id.in_(select(Region.id).where(name | Region.pinyin.istartswith(latin, autoescape=True)))


def search_named(model: Any, *texts: Any) -> Any:
    """Return the search of a list: by the texts, by the row's pinyin, and by its city."""

    def search(statement: Any, q: str) -> Any:
        found = [text.icontains(q.strip(), autoescape=True) for text in texts]
        if hasattr(model, "pinyin"):
            found.append(model.pinyin.contains(q.replace(" ", "").lower(), autoescape=True))
        return statement.where(or_(*found, in_city_named(model, q)))

    return search


def _city(model: Any) -> Any:
    return joinedload(model.city)


def _parts() -> tuple[Any, ...]:
    return selectinload(Rival.stores), selectinload(Rival.prices)

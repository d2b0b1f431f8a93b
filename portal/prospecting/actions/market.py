"""What is done to the figures, rivals and customer groups of a city (C06, C07)."""

from datetime import date
from typing import Any

from sqlalchemy import update

from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.forms import set_fields
from portal.kernel.pinyin import spelled
from portal.kernel.refusals import Refused
from portal.kernel.scope import within
from portal.kernel.trail import record
from portal.network.models import Region
from portal.prospecting import queries
from portal.prospecting.models import CityFact, FactKind, Rival, RivalPrice, RivalStore, Segment, Study


def add_fact(city: Region, kind: FactKind, *, value: int, source: str, as_of: date, by: Any, **facts: Any) -> CityFact:
    """Write down a figure of a city (thousandths of its unit) with where it is from and of which day it is (C06)."""
    fact = CityFact(region_id=city.id, city=city, actor_id=by.id)
    set_fields(fact, {**facts, "kind": kind, "value": value, "source": source, "as_of": as_of})
    _check_fact(fact)
    db.session.add(fact)
    record("city_fact.added", fact, by=by)
    return fact


def edit_fact(fact: CityFact, *, by: Any, **facts: Any) -> CityFact:
    """Correct a figure; what is newer is added beside it instead, so that the growth can be seen."""
    set_fields(fact, facts)
    _check_fact(fact)
    record("city_fact.changed", fact, by=by)
    return fact


def remove_fact(fact: CityFact, *, by: Any) -> None:
    """Take a figure away that was wrong; the trail keeps it."""
    _remove(fact, "city_fact.removed", by, kind=fact.kind.value, value=fact.value, as_of=fact.as_of)


def add_rival(city: Region, *, name: str, source: str, as_of: date, by: Any, **facts: Any) -> Rival:
    """Write down who else sells there (C06)."""
    rival = Rival(region_id=city.id, city=city, actor_id=by.id, stores=[], prices=[])
    set_fields(rival, {**facts, "name": name, "source": source, "as_of": as_of})
    _check_sourced(rival)
    if queries.rival_named(city.id, name, by) is not None:
        raise Refused("This rival is written down for this city already.", field="name")
    rival.pinyin = spelled(name, 400)
    db.session.add(rival)
    record("rival.added", rival, by=by)
    return rival


def edit_rival(rival: Rival, *, by: Any, **facts: Any) -> Rival:
    """Change what is known of a rival."""
    if "name" in facts and facts["name"] != rival.name:
        if queries.rival_named(rival.region_id, facts["name"], by) is not None:
            raise Refused("This rival is written down for this city already.", field="name")
        rival.pinyin = spelled(facts["name"], 400)
    set_fields(rival, facts)
    _check_sourced(rival)
    record("rival.changed", rival, by=by)
    return rival


def remove_rival(rival: Rival, *, by: Any) -> None:
    """Take a rival away, with its shops and prices; the trail keeps its name."""
    _remove(rival, "rival.removed", by, called=rival.name, stores=len(rival.stores), prices=len(rival.prices))


def add_rival_store(rival: Rival, *, name: str, seen_on: date, by: Any, **facts: Any) -> RivalStore:
    """Write down a shop of a rival as it was seen."""
    _not_ahead(seen_on, "seen_on")
    store = RivalStore(region_id=rival.region_id, rival_id=rival.id)
    set_fields(store, {**facts, "name": name, "seen_on": seen_on})
    rival.stores.append(store)
    record("rival_store.added", store, by=by, rival_id=rival.id)
    return store


def remove_rival_store(store: RivalStore, *, by: Any) -> None:
    """Take a rival's shop away: it closed, or never was."""
    rival = store.rival
    record("rival_store.removed", store, by=by, called=store.name, rival_id=rival.id)
    rival.stores.remove(store)


def add_rival_price(rival: Rival, *, product: str, price: int, seen_on: date, by: Any, **facts: Any) -> RivalPrice:
    """Write down what a rival asks, in fen, beside what our stores ask."""
    _not_ahead(seen_on, "seen_on")
    if price <= 0:
        raise Refused("A price is more than nothing.", field="price")
    seen = RivalPrice(region_id=rival.region_id, rival_id=rival.id, pinyin=spelled(product, 400))
    set_fields(seen, {**facts, "product": product, "price": price, "seen_on": seen_on})
    rival.prices.append(seen)
    record("rival_price.added", seen, by=by, rival_id=rival.id)
    return seen


def remove_rival_price(seen: RivalPrice, *, by: Any) -> None:
    """Take a price away that was read wrongly."""
    rival = seen.rival
    record("rival_price.removed", seen, by=by, product=seen.product, price=seen.price, rival_id=rival.id)
    rival.prices.remove(seen)


def add_segment(city: Region, *, name: str, source: str, as_of: date, by: Any, **facts: Any) -> Segment:
    """Write down a group of customers of a city with its traits, needs and buying habits (C07)."""
    segment = Segment(region_id=city.id, city=city, actor_id=by.id, pinyin=spelled(name, 400))
    set_fields(segment, {**facts, "name": name, "source": source, "as_of": as_of})
    _check_segment(segment, by)
    db.session.add(segment)
    record("segment.added", segment, by=by)
    return segment


def edit_segment(segment: Segment, *, by: Any, **facts: Any) -> Segment:
    """Change what is known of a group of customers."""
    set_fields(segment, facts)
    segment.pinyin = spelled(segment.name, 400)
    _check_segment(segment, by)
    record("segment.changed", segment, by=by)
    return segment


def remove_segment(segment: Segment, *, by: Any) -> None:
    """Take a group of customers away; answers of its people stay, without a group."""
    of_group = update(Study).where(Study.segment_id == segment.id).values(segment_id=None)
    db.session.execute(within(of_group, Study, because="studies of the group's own city"))
    _remove(segment, "segment.removed", by, called=segment.name)


def _check_fact(fact: CityFact) -> None:
    _check_sourced(fact)
    if fact.kind == FactKind.OTHER and not (fact.title and fact.unit):
        raise Refused("Say what the figure tells and what it is counted in.", field="unit" if fact.title else "title")
    if fact.kind != FactKind.OTHER:
        fact.title = fact.unit = ""


def _check_sourced(fact: CityFact | Rival | Segment) -> None:
    """A figure without its source and day convinces nobody."""
    if not fact.source:
        raise Refused("Say where this is from.", field="source")
    _not_ahead(fact.as_of, "as_of")


def _check_segment(segment: Segment, by: Any) -> None:
    _check_sourced(segment)
    if not (segment.traits or segment.needs or segment.habits):
        raise Refused("Write what these people are like, what they need or how they buy.", field="traits")
    others = [s for s in queries.segments_in(segment.region_id, by) if s.id != segment.id]
    if any(other.name == segment.name for other in others):
        raise Refused("This group is written down for this city already.", field="name")
    if segment.share is not None and segment.share + sum(other.share or 0 for other in others) > 100:
        raise Refused("All groups of a city together cannot be more than all its customers.", field="share")


def _not_ahead(day: date, field: str) -> None:
    if day > clock.today():
        raise Refused("This day lies in the future.", field=field)


def _remove(row: Any, event: str, by: Any, **told: Any) -> None:
    record(event, row, by=by, **told)
    db.session.delete(row)

"""What people do to regions and stores."""

from datetime import date
from typing import Any

from sqlalchemy import select, update

from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.forms import set_fields
from portal.kernel.refusals import Refused
from portal.kernel.scope import as_house, house_read
from portal.kernel.trail import record
from portal.network.divisions import Division
from portal.network.models import Closure, Holiday, Level, Lifetime, Region, Store, StoreNumber, StoreState

BELOW = {Level.AREA: Level.PROVINCE, Level.PROVINCE: Level.CITY}


def add_region(*, code: str, name: str, level: Level, parent: Region | None, by: Any, pinyin: str = "") -> Region:
    """Add a node to the tree: an area at the top, provinces below areas, cities below provinces."""
    if (parent is None) != (level == Level.AREA) or (parent is not None and BELOW.get(parent.level) != level):
        raise Refused("A province belongs to an area, and a city to a province.", field="parent_id")
    if db.session.scalar(select(Region.id).where(Region.code == code)):
        raise Refused("This code is taken.", field="code")
    region = Region(code=code, name=name, level=level, parent_id=parent.id if parent else None, pinyin=pinyin)
    db.session.add(region)
    db.session.flush()
    region.path = f"{parent.path if parent else '/'}{region.id}/"
    record("region.added", region, by=by)
    return region


def add_division(division: Division, *, parent: Region | None, by: Any) -> Region:
    """Add a province below an area, or a city below its own province, from the register (C09)."""
    level = Level(division.level)
    if level == Level.CITY:
        parent = db.session.scalar(select(Region).where(Region.code == division.parent))
        if parent is None:
            raise Refused("Add its province to an area first.", field="code")
    return add_region(code=division.code, name=division.name, level=level, parent=parent, by=by, pinyin=division.pinyin)


def edit_region(region: Region, *, name: str, parent: Region | None, by: Any) -> Region:
    """Rename a region, or hang it (and all below it) under another parent of the right level."""
    below = list(db.session.scalars(select(Region).where(Region.path.startswith(region.path))))
    region.name = name
    if parent is not None and parent.id != region.parent_id:
        if BELOW.get(parent.level) != region.level:
            raise Refused("A province belongs to an area, and a city to a province.", field="parent_id")
        old, new = region.path, f"{parent.path}{region.id}/"
        region.parent_id = parent.id
        for moved in below:
            moved.path = new + moved.path.removeprefix(old)
    record("region.changed", region, by=by)
    return region


def create_store(city: Region, *, name: str, by: Any, code: str = "", **facts: Any) -> Store:
    """Create a store that prepares for its opening; its code follows the city: TY-0006 (C25)."""
    if not city.is_city:
        raise Refused("A store belongs to a city.", field="region_id")
    if "1" not in facts.get("opening_days", "1"):
        raise Refused("A store opens on one day of the week at least.", field="opening_days")
    taken = select(Store.id).where(Store.code == code)
    if code and db.session.scalar(house_read(taken, Store, because="a code is taken in the whole network")):
        raise Refused("This code is taken.", field="code")
    store = Store(region_id=city.id, name=name, code=code or _next_code(city), **facts)
    db.session.add(store)
    record("store.created", store, by=by)
    return store


def edit_store(store: Store, *, by: Any, **facts: Any) -> Store:
    """Change a store's particulars: name, place, phone, opening days, tills; never its code, city or state."""
    if "1" not in facts.get("opening_days", "1"):
        raise Refused("A store opens on one day of the week at least.", field="opening_days")
    set_fields(store, facts)
    record("store.changed", store, by=by)
    return store


def open_store(store: Store, *, by: Any, on: date | None = None) -> None:
    """Open a store that was preparing (C30)."""
    if store.state != StoreState.PREPARING:
        raise Refused("Only a store that prepares can open.")
    day = on or clock.today()
    store.state, store.opened_on = StoreState.OPEN, day
    db.session.add(Lifetime(store_id=store.id, first_day=day))
    record("store.opened", store, by=by)


def suspend_store(store: Store, *, by: Any, reason: str, on: date | None = None) -> None:
    """Suspend an open store; the days until it resumes need no report."""
    if store.state != StoreState.OPEN:
        raise Refused("Only an open store can be suspended.")
    day = _day_of_change(store, on)
    store.state = StoreState.SUSPENDED
    _end_lifetime(store, day)
    record("store.suspended", store, by=by, reason=reason)


def resume_store(store: Store, *, by: Any, on: date | None = None) -> None:
    """Open a suspended store again."""
    if store.state != StoreState.SUSPENDED:
        raise Refused("Only a suspended store can resume.")
    day = _day_of_change(store, on)
    store.state = StoreState.OPEN
    db.session.add(Lifetime(store_id=store.id, first_day=day))
    record("store.resumed", store, by=by)


def close_store(store: Store, *, by: Any, reason: str, on: date | None = None) -> None:
    """Close a store for good."""
    if store.state == StoreState.CLOSED:
        raise Refused("This store is closed already.")
    day = _day_of_change(store, on)
    if store.state == StoreState.OPEN:
        _end_lifetime(store, day)
    store.state, store.closed_on = StoreState.CLOSED, day
    record("store.closed", store, by=by, reason=reason)


def agree_closure(store: Store, *, first_day: date, last_day: date, reason: str, by: Any) -> Closure:
    """Agree that a store need not trade or report on some days (C40)."""
    if store.state == StoreState.CLOSED:
        raise Refused("This store is closed already.", field="store_id")
    if last_day < first_day:
        raise Refused("The last day lies before the first.", field="last_day")
    if (last_day - first_day).days > 60:
        raise Refused("More than 60 days is a suspension, not a closure.", field="last_day")
    closure = Closure(store_id=store.id, first_day=first_day, last_day=last_day, reason=reason, actor_id=by.id)
    db.session.add(closure)
    record("closure.agreed", closure, by=by, reason=reason)
    return closure


def set_holiday(*, name: str, first_day: date, last_day: date, by: Any, region: Region | None = None) -> Holiday:
    """Set days on which no store, or none of a region, owes a report; only ahead, since what was missed was (C40)."""
    if first_day <= clock.today():
        raise Refused("A holiday is set before it begins. Excuse days that have passed, one by one.", field="first_day")
    if last_day < first_day:
        raise Refused("The last day lies before the first.", field="last_day")
    if (last_day - first_day).days > 30:
        raise Refused("A holiday has 31 days at most.", field="last_day")
    holiday = Holiday(
        name=name, first_day=first_day, last_day=last_day, region_id=region.id if region else None, actor_id=by.id
    )
    db.session.add(holiday)
    record("holiday.set", holiday, by=by)
    return holiday


def drop_holiday(holiday: Holiday, *, by: Any) -> None:
    """Take a holiday back before it begins: its days are days of trade again."""
    if holiday.has_begun:
        raise Refused("This holiday has begun. Its days stay free of reports.")
    record("holiday.dropped", holiday, by=by, called=holiday.name)
    db.session.delete(holiday)


def _next_code(city: Region) -> str:
    """Give out the next code of a city's prefix."""
    prefix = city.initials
    if db.session.get(StoreNumber, prefix) is None:
        db.session.add(StoreNumber(prefix=prefix, last=0))
        db.session.flush()
    last = db.session.scalar(
        update(StoreNumber)
        .where(StoreNumber.prefix == prefix)
        .values(last=StoreNumber.last + 1)
        .returning(StoreNumber.last)
    )
    return f"{prefix}-{last:04d}"


def _end_lifetime(store: Store, day: date) -> None:
    """End the store's current stretch the day before `day`."""
    ended = (
        update(Lifetime)
        .where(Lifetime.store_id == store.id, Lifetime.last_day.is_(None))
        .values(last_day=date.fromordinal(day.toordinal() - 1), ended_at=clock.now())
    )
    # given with the call: the rows are read first, by a statement that does not inherit the update's options
    own = as_house(Lifetime, because="the stretches of the store at hand")
    db.session.execute(ended, execution_options={**own, "synchronize_session": "fetch"})


def _day_of_change(store: Store, on: date | None) -> date:
    """Return the day a store's state changes: today, or a day since its opening that someone names afterwards."""
    day = on or clock.today()
    if day > clock.today():
        raise Refused("This day lies ahead. Come back when it is there.", field="on")
    if store.opened_on and day < store.opened_on:
        raise Refused("The store was not open yet on this day.", field="on")
    return day

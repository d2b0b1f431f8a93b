"""Reads of what the score of a city is made of: one statement a noun, whatever the number of cities."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import String, case, cast, exists, func, tuple_
from sqlalchemy.orm import aliased, contains_eager

from portal.accounts.models import User, UserState
from portal.accounts.queries import names_of
from portal.kernel.db import db
from portal.kernel.scope import Sees, within
from portal.network.models import Region, Store, StoreState
from portal.prospecting.fit import Known
from portal.prospecting.models import CityFact, CityFile, CityState, FactKind, Prospect, Rival, Source, Stage, Survey
from portal.prospecting.models import Tie as TieRow
from portal.prospecting.models.cities import years_of


def cities_known(viewer: Sees, region_ids: Collection[int] | None = None) -> list[Known]:
    """Return what is known of the viewer's target cities, by code: those asked for, or all that are not dropped."""
    rows = CityFile.seen_by(viewer).join(CityFile.city).options(contains_eager(CityFile.city)).order_by(Region.code)
    rows = rows.where(
        CityFile.state != CityState.DROPPED if region_ids is None else CityFile.region_id.in_(sorted(region_ids))
    )
    found = {file.region_id: Known(file) for file in db.session.scalars(rows)}
    for region_id, kind, user_id, since, until in db.session.execute(_ties(viewer, found)):
        found[region_id].ties.append((kind, user_id, years_of(since, until)))
    names_of(who for known in found.values() for _kind, who, _years in known.ties)
    for region_id, n in db.session.execute(_counted(Prospect, viewer, found, func.count()).where(*_PARTNERS)):
        found[region_id].partners = n
    for region_id, n, judged, quiet in db.session.execute(_shops(viewer, found)):
        known = found[region_id]
        known.surveys, known.judged, known.quiet = n, int(judged or 0), int(quiet or 0)
    for region_id, n in db.session.execute(_counted(Store, viewer, found, func.count()).where(_IS_OPEN)):
        found[region_id].stores = n
    return list(found.values())


def newest_facts(viewer: Sees, region_ids: Iterable[int]) -> dict[tuple[int, FactKind], CityFact]:
    """Return the newest figure of each kind and city, those of a kind of their own left out."""
    rows = CityFact.seen_by(viewer).where(CityFact.region_id.in_(sorted(region_ids)), CityFact.kind != FactKind.OTHER)
    oldest_first = db.session.scalars(rows.order_by(CityFact.as_of, CityFact.id))
    return {(fact.region_id, fact.kind): fact for fact in oldest_first}


def rivals_by_city(viewer: Sees, region_ids: Collection[int]) -> dict[int, int]:
    """Return how many rivals are written down for each city."""
    return dict(tuple(row) for row in db.session.execute(_counted(Rival, viewer, region_ids, func.count())))


_PARTNERS = (Prospect.source == Source.PARTNER, Prospect.stage != Stage.LOST)
_IS_OPEN = Store.state == StoreState.OPEN
_IS_JUDGED = (cast(Survey.footfall, String).not_in(("{}", "null"))) | (Survey.quiet_reason != "")


def _counted(model: Any, viewer: Sees, region_ids: Iterable[int], *counts: Any) -> Any:
    rows = model.seen_by(viewer).where(model.region_id.in_(sorted(region_ids)))
    return rows.with_only_columns(model.region_id, *counts).group_by(model.region_id)


def _shops(viewer: Sees, region_ids: Iterable[int]) -> Any:
    """Return a select of (city, shops, of them judged, of them quiet); of each shop its newest survey counts."""
    later = aliased(Survey)
    is_later = tuple_(later.surveyed_on, later.id) > tuple_(Survey.surveyed_on, Survey.id)
    # the same shop's: those that name the same first one, and that one itself; each has its index
    again = exists().where(later.shop_id == func.coalesce(Survey.shop_id, Survey.id), is_later)
    first = exists().where(later.id == Survey.shop_id, is_later)
    counts = (func.count(), func.sum(case((_IS_JUDGED, 1), else_=0)), func.sum(case((Survey.quiet, 1), else_=0)))
    return _counted(Survey, viewer, region_ids, *counts).where(~again, ~first)


def _ties(viewer: Sees, region_ids: Iterable[int]) -> Any:
    """Return a select of the ties of those who still work here; a leaver takes his advantage along."""
    ties = TieRow.seen_by(viewer).where(TieRow.region_id.in_(sorted(region_ids))).join(User, User.id == TieRow.user_id)
    working = within(ties, User, because="whether the person of a tie still works here").where(
        User.state != UserState.DISABLED
    )
    columns = (TieRow.region_id, TieRow.kind, TieRow.user_id, TieRow.from_year, TieRow.to_year)
    return working.with_only_columns(*columns).order_by(TieRow.id)

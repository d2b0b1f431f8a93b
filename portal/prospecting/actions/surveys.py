"""What is done to surveys."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import not_, update
from werkzeug.datastructures import FileStorage

from portal.kernel import clock, files
from portal.kernel.db import db
from portal.kernel.forms import set_fields
from portal.kernel.pinyin import spelled
from portal.kernel.refusals import Refused
from portal.kernel.scope import house_read
from portal.kernel.trail import record
from portal.network.models import Region
from portal.prospecting import queries
from portal.prospecting.actions.cities import add_city
from portal.prospecting.actions.prospects import create_prospect
from portal.prospecting.models import CityState, Prospect, Source, Survey, Track
from portal.prospecting.quiet import judged_otherwise, trade_of

MOST_PHOTOS = 12


def add_survey(
    city: Region, *, by: Any, photos: Iterable[FileStorage] = (), prospect: Prospect | None = None,
    again: Survey | None = None, **facts: Any
) -> Survey:  # fmt: skip
    """Write down one supermarket looked at on one day; whether its trade is quiet is computed (C10).

    A city that is not on the register yet comes on it as one being surveyed. A survey made for a
    supermarket that is being developed is linked to it. `again` is an earlier survey of the same shop; where none is
    named it is found by the prospect, the address or the name.
    """
    earlier = _earlier(city, facts, again or (prospect.survey if prospect is not None else None), by)
    shop_id = earlier.shop if earlier is not None else None
    survey = Survey(region_id=city.id, city=city, actor_id=by.id, shop_id=shop_id)
    _fill(survey, facts, photos, by)
    if queries.file_of_city(city.id, by) is None:
        add_city(city, by=by, state=CityState.SURVEYING)
    db.session.add(survey)
    record("survey.added", survey, by=by)
    _judge_others(survey, by)
    if prospect is not None and prospect.region_id == city.id and prospect.track == Track.SUPERMARKET:
        prospect.survey_id, prospect.survey = survey.id, survey
        record("prospect.changed", prospect, by=by)
    return survey


def edit_survey(survey: Survey, *, by: Any, photos: Iterable[FileStorage] = (), **facts: Any) -> Survey:
    """Correct a survey; its trade is judged again unless a person has judged it."""
    _fill(survey, facts, photos, by)
    record("survey.changed", survey, by=by)
    _judge_others(survey, by)
    return survey


def judge_survey(survey: Survey, *, quiet: bool | None, by: Any, reason: str = "") -> Survey:
    """Overrule the computed judgement of the trade, with a reason; None goes back to the rule (C10)."""
    if quiet is not None and not reason:
        raise Refused("Say why you judge the trade otherwise.", field="reason")
    if quiet is None:
        survey.quiet_reason = ""
        survey.quiet = trade_of(survey, queries.peers(survey, by)).is_quiet
    else:
        survey.quiet, survey.quiet_reason = quiet, reason
    record("survey.judged", survey, by=by, reason=reason)
    return survey


def make_prospect(survey: Survey, *, by: Any) -> Prospect:
    """Make a prospect of a surveyed supermarket without typing again; the one made before is given back."""
    if (known := queries.prospect_of_shop(queries.of_shop(survey, by), by)) is not None:
        return known
    prospect = create_prospect(
        survey.city,
        track=Track.SUPERMARKET,
        name=survey.name,
        address=survey.address,
        contact_name=survey.operator,
        source=Source.SURVEY,
        survey=survey,
        by=by,
    )
    record("survey.taken_up", survey, by=by, prospect_id=prospect.id)
    return prospect


def _earlier(city: Region, facts: dict[str, Any], named: Survey | None, by: Any) -> Survey | None:
    """Return an earlier survey of the same shop: the one that is named, or the one found by address or name."""
    if named is not None and named.region_id == city.id:
        return named
    return queries.of_same_shop(facts["name"], facts.get("address") or "", city.id, by)


def _fill(survey: Survey, facts: dict[str, Any], photos: Iterable[FileStorage], by: Any) -> None:
    """Check that the facts can be true and put them in place; the photos' rows come first, for their ids."""
    if facts["surveyed_on"] > clock.today():
        raise Refused("A survey cannot lie in the future.", field="surveyed_on")
    total, busy = facts.get("tills_total"), facts.get("tills_open")
    if total is not None and busy is not None and busy > total:
        raise Refused("More tills are open than there are.", field="tills_open")
    kept = _keep_photos(survey, list(photos), by)
    with db.session.no_autoflush:
        set_fields(survey, facts)
        survey.pinyin = spelled(survey.name, 400)
        if kept:
            survey.photo_ids = [*(survey.photo_ids or []), *kept]
        if not survey.is_overruled:
            survey.quiet = trade_of(survey, queries.peers(survey, by)).is_quiet


def _judge_others(survey: Survey, by: Any) -> None:
    """Judge the city's other surveys by its new median; nobody who corrects one of them meanwhile is in conflict."""
    db.session.flush()
    otherwise = sorted(other.id for other in judged_otherwise(queries.newest_in(survey.region_id, by)))
    if otherwise:
        changed = update(Survey).where(Survey.id.in_(otherwise)).values(quiet=not_(Survey.quiet))
        db.session.execute(house_read(changed, Survey, because="surveys of the city that was just surveyed"))


def _keep_photos(survey: Survey, photos: list[FileStorage], by: Any) -> list[int]:
    if len(survey.photo_ids or []) + len(photos) > MOST_PHOTOS:
        raise Refused("A survey keeps at most twelve photos.", field="photos")
    kept = [files.keep(photo, by=by, region_id=survey.region_id) for photo in photos]
    if kept:
        db.session.flush()
    return [file.id for file in kept]

"""What is done to cities, ties and surveys; prospects have `develop.py`, seen through here."""

from collections.abc import Iterable
from typing import Any

from werkzeug.datastructures import FileStorage

from portal.kernel import clock, files
from portal.kernel.db import db
from portal.kernel.forms import set_fields
from portal.kernel.pinyin import spelled
from portal.kernel.refusals import Refused
from portal.kernel.trail import record
from portal.network.models import Region
from portal.prospecting import queries
from portal.prospecting.develop import (
    Known,
    add_prospect,
    assign,
    check_duplicate,
    create_prospect,
    edit_prospect,
    log_contact,
    lose,
    mark_applied,
    move,
    reopen,
    unmark_applied,
)
from portal.prospecting.models import CityFile, CityState, Prospect, Source, Survey, Tie, TieKind, Track
from portal.prospecting.quiet import trade_of

__all__ = [
    "Known", "add_city", "add_prospect", "add_survey", "add_tie", "assign", "check_duplicate", "create_prospect",
    "edit_city", "edit_prospect", "edit_survey", "judge_survey", "log_contact", "lose", "make_prospect",
    "mark_applied", "move", "move_city", "remove_tie", "reopen", "unmark_applied",
]  # fmt: skip

MOST_PHOTOS = 12


def add_city(region: Region, *, by: Any, note: str = "", state: CityState = CityState.IDEA) -> CityFile:
    """Put a city of the territory on the register of target cities, as an idea (C09)."""
    if not region.is_city:
        raise Refused("Only a city can be a target city.", field="region_id")
    if queries.file_of_city(region.id, by) is not None:
        raise Refused("This city is on the register already.", field="region_id")
    file = CityFile(region_id=region.id, city=region, note=note, state=state)
    db.session.add(file)
    record("city.added", file, by=by)
    return file


def edit_city(file: CityFile, *, note: str, by: Any) -> CityFile:
    """Change what is noted of a city."""
    file.note = note
    record("city.changed", file, by=by)
    return file


def move_city(file: CityFile, state: CityState, *, by: Any, reason: str = "") -> CityFile:
    """Take a city one step on: idea → surveying → developing → open → dropped; a dropped one is an idea again.

    Developing needs a survey there, open an open store, dropping a reason (C09).
    """
    if state not in file.steps:
        raise Refused(
            "A city goes from idea to surveying, developing and open, one step at a time; this one is “%(state)s” now.",
            field="state",
            state=file.state.label,
        )
    if state == CityState.DEVELOPING and not queries.count_surveys(file.region_id, by):
        raise Refused("A survey of a supermarket there is missing.", field="state")
    if state == CityState.OPEN and not queries.count_open_stores(file.region_id, by):
        raise Refused("An open store there is missing.", field="state")
    if state == CityState.DROPPED and not reason:
        raise Refused("Say why the city is dropped.", field="reason")
    file.state, file.dropped_reason = state, reason if state == CityState.DROPPED else ""
    record("city.moved", file, by=by, reason=reason)
    return file


def add_tie(
    city: Region, kind: TieKind, *, by: Any, from_year: int | None = None, to_year: int | None = None, note: str = ""
) -> Tie:  # fmt: skip
    """Write down why the acting person has an advantage in a city (C09, 曾经创业或生活过的城市)."""
    this_year = clock.today().year
    if from_year is not None and from_year > this_year:
        raise Refused("This year lies in the future.", field="from_year")
    if to_year is not None and to_year > this_year:
        raise Refused("This year lies in the future.", field="to_year")
    if from_year is not None and to_year is not None and to_year < from_year:
        raise Refused("It ends before it begins.", field="to_year")
    if kind == TieKind.PARTNER and not note:
        raise Refused("Write whom you worked with, and at what.", field="note")
    tie = Tie(region_id=city.id, user_id=by.id, kind=kind, from_year=from_year, to_year=to_year, note=note)
    db.session.add(tie)
    record("tie.added", tie, by=by)
    return tie


def remove_tie(tie: Tie, *, by: Any) -> None:
    """Take one's own tie away."""
    if tie.user_id != by.id:
        raise Refused("Only the one whose tie it is takes it away.")
    record("tie.removed", tie, by=by)
    db.session.delete(tie)


def add_survey(
    city: Region, *, by: Any, photos: Iterable[FileStorage] = (), prospect: Prospect | None = None, **facts: Any
) -> Survey:  # fmt: skip
    """Write down one supermarket looked at on one day; whether its trade is quiet is computed (C10).

    A city that is not on the register yet comes on it as one being surveyed. A survey made for a
    supermarket that is being developed is linked to it.
    """
    survey = Survey(region_id=city.id, city=city, actor_id=by.id)
    _fill(survey, facts, photos, by)
    if queries.file_of_city(city.id, by) is None:
        add_city(city, by=by, state=CityState.SURVEYING)
    db.session.add(survey)
    record("survey.added", survey, by=by)
    if prospect is not None and prospect.region_id == city.id and prospect.track == Track.SUPERMARKET:
        prospect.survey_id, prospect.survey = survey.id, survey
        record("prospect.changed", prospect, by=by)
    return survey


def edit_survey(survey: Survey, *, by: Any, photos: Iterable[FileStorage] = (), **facts: Any) -> Survey:
    """Correct a survey; its trade is judged again unless a person has judged it."""
    _fill(survey, facts, photos, by)
    record("survey.changed", survey, by=by)
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
    if (known := queries.prospect_of_survey(survey, by)) is not None:
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


def _keep_photos(survey: Survey, photos: list[FileStorage], by: Any) -> list[int]:
    if len(survey.photo_ids or []) + len(photos) > MOST_PHOTOS:
        raise Refused("A survey keeps at most twelve photos.", field="photos")
    kept = [files.keep(photo, by=by, region_id=survey.region_id) for photo in photos]
    if kept:
        db.session.flush()
    return [file.id for file in kept]

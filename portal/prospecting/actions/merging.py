"""Two files of the same become one: whatever hung on either hangs on the one that is kept (C13)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.exc import IntegrityError

from portal.accounts.queries import person_name
from portal.kernel import clock
from portal.kernel.db import Base, db
from portal.kernel.files import files_by_id
from portal.kernel.refusals import Refused
from portal.kernel.scope import House, Regional
from portal.kernel.trail import plain, record
from portal.prospecting.actions.appointments import pass_on
from portal.prospecting.actions.negotiation import join_results
from portal.prospecting.actions.proposals import set_aside
from portal.prospecting.actions.prospects import MOST_CHECKS, Known
from portal.prospecting.actions.quotations import join_quotations, refuse_two_paid
from portal.prospecting.actions.risks import follow
from portal.prospecting.alike import Asked
from portal.prospecting.models import Merger, Prospect, Stage
from portal.prospecting.queries.alike import alikes, is_known_elsewhere
from portal.prospecting.queries.prospects import count_checks
from portal.prospecting.queries.screening import intents_of, screenings_of

EVERYTHING: Any = House("what hangs on a merged prospect")
# what the kept file takes over where it holds nothing itself
FACTS = (
    "contact_name", "phone", "address", "source", "decision_maker", "background", "survey_id", "makeup", "heads",
    "trade_years", "done", "together", "capital", "free", "wants",
)  # fmt: skip

# a lock is taken without what is joined to a row: PostgreSQL refuses it there
COLUMNS = [column.key for column in inspect(Prospect).column_attrs]


def look_up(asked: Asked, city: Any, *, by: Any) -> Known:
    """Look for files of the same by phone, name, sound and address; beyond reach only yes or no, on the trail."""
    if not (asked.phone or asked.sound or asked.place):
        raise Refused("Write a phone, a name or an address.", field="name")
    here = alikes(asked, by)
    if by.sees_everything:
        return Known(here=here)
    if count_checks(by, since=clock.now() - timedelta(hours=1)) >= MOST_CHECKS:
        raise Refused("Too many look-ups in an hour. Ask head office.", field="name")
    known = Known(here=here, elsewhere=is_known_elsewhere(asked, by, by_name=True))
    record("prospect.duplicate_checked", city, by=by, answer="known" if known.elsewhere else "unknown")
    return known


def merge(kept: Prospect, gone: Prospect, *, by: Any, versions: tuple[int, int]) -> Prospect:
    """Let a file go into another of the same: contacts, stages, doubts and applications follow, on the trail.

    `versions` are those of both as they were looked at; what changed meanwhile is looked at again first.
    """
    for one in sorted((kept, gone), key=lambda prospect: prospect.id):
        db.session.refresh(one, COLUMNS, with_for_update=True)
    _check(kept, gone, versions)
    formers = (kept.last_owner_id, gone.last_owner_id)
    left = _take_over(kept, gone)
    merger = Merger(region_id=kept.region_id, kept_id=kept.id, gone_id=gone.id, was=left, actor_id=by.id)
    record("prospect.merged", kept, by=by, gone_id=gone.id)
    record("prospect.went_into", gone, by=by, kept_id=kept.id)
    try:
        with db.session.begin_nested():
            plans = set_aside(kept, gone)
            for row, column in hanging_on(gone):
                setattr(row, column, kept.id)
                _lie_in(row, kept.region_id)
            db.session.flush()
            for number, plan in enumerate(plans, 1):
                plan.number = number
            db.session.delete(gone)
            db.session.add(merger)
    except IntegrityError:
        raise Refused("Both have an application. Withdraw one of them first.") from None
    if kept.owner_id is not None:
        pass_on(kept, kept.owner_id, by=by)
    for was in formers:
        follow(kept, kept.last_owner_id, by=by, was=was)
    _judge_anew(kept)
    join_results(kept, EVERYTHING)
    join_quotations(kept, EVERYTHING)
    return kept


def hanging_on(prospect: Prospect) -> Iterator[tuple[Any, str]]:
    """Give each row, of whatever room, that names a prospect, with the name of the column that does."""
    for mapper in Base.registry.mappers:
        for column in mapper.local_table.columns:
            if any(key.target_fullname == "prospect.id" for key in column.foreign_keys):
                name = mapper.get_property_by_column(column).key
                model: Any = mapper.class_
                found = model.seen_by(EVERYTHING).where(getattr(model, name) == prospect.id)
                yield from ((row, name) for row in db.session.scalars(found).all())


def parts_of(row: Any) -> Iterator[Any]:
    """Give each row of a place that names this row, so a version's links and an application's decisions."""
    for mapper in Base.registry.mappers:
        model: Any = mapper.class_
        if not issubclass(model, Regional) or isinstance(row, model):
            continue
        for column in mapper.local_table.columns:
            if any(key.column.table is type(row).__table__ for key in column.foreign_keys):
                name = mapper.get_property_by_column(column).key
                yield from db.session.scalars(model.seen_by(EVERYTHING).where(getattr(model, name) == row.id)).all()


def _lie_in(row: Any, region_id: int) -> None:
    """Put a row into a city with all that is part of it, and its papers: whoever had the other city sees none."""
    row.region_id = region_id
    lists = [column.key for column in inspect(type(row)).column_attrs if column.key.endswith("_ids")]
    ids = {number for name in lists for number in getattr(row, name) or ()}
    for paper in files_by_id(sorted(ids), EVERYTHING):
        paper.region_id = region_id
    for part in parts_of(row):
        _lie_in(part, region_id)


def _judge_anew(kept: Prospect) -> None:
    """Let the newest judgement and the newest screening of both hold."""
    intents, screenings = intents_of(kept, EVERYTHING), screenings_of(kept, EVERYTHING)
    if intents:
        kept.intent, kept.intent_on = intents[0].level, intents[0].judged_on
    if screenings:
        kept.score = screenings[0].score


def _check(kept: Prospect, gone: Prospect, versions: tuple[int, int]) -> None:
    if kept.id == gone.id:
        raise Refused("This is the same file.", field="other_id")
    if kept.track != gone.track:
        raise Refused("A person and a supermarket are two things, even where the name is the same.", field="other_id")
    if (kept.version, gone.version) != versions:
        raise Refused("One of the two was changed meanwhile. Look at both again.")
    if kept.stage == gone.stage == Stage.APPLIED:
        raise Refused("Both have an application under way. Withdraw one of them first.")
    if gone.stage == Stage.APPLIED:
        raise Refused("“%(name)s” has its application under way: keep that file.", name=gone.name)
    if kept.survey_id is None and gone.survey_id is not None and kept.region_id != gone.region_id:
        raise Refused("A survey stays in its city: keep “%(name)s”, which has one.", name=gone.name)
    if kept.stage == Stage.LOST and gone.stage != Stage.LOST:
        raise Refused("Keep the file that is being worked on, and let the lost one go into it.")
    refuse_two_paid(kept, gone)


def _take_over(kept: Prospect, gone: Prospect) -> dict[str, Any]:
    """Fill what the kept file lacks; return what stood in the other one and differs."""
    left: dict[str, Any] = {"name": gone.name} if gone.name != kept.name else {}
    for name in FACTS:
        ours, theirs = getattr(kept, name), getattr(gone, name)
        if ours in (None, ""):
            setattr(kept, name, theirs)
        elif theirs not in (None, "") and theirs != ours and name != "survey_id":
            left[name] = plain(theirs)
    if gone.next_step and kept.is_live and not kept.next_step:
        kept.next_step, kept.next_on = gone.next_step, gone.next_on
    if kept.is_in_pool and gone.owner_id is not None:
        kept.hold(gone.owner_id)
    elif gone.owner_id not in (None, kept.owner_id):
        left["owner"] = person_name(gone.owner_id)
    if gone.is_live and kept.is_live and _rank(gone, gone.stage) > _rank(kept, kept.stage):
        kept.stage, kept.stage_since = gone.stage, gone.stage_since
    if _rank(gone, gone.furthest) > _rank(kept, kept.furthest):
        kept.furthest = gone.furthest
    kept.note_alikes()
    return left


def _rank(prospect: Prospect, stage: Stage) -> int:
    return prospect.stages.index(stage) if stage in prospect.stages else -1

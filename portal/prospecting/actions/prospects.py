"""What is done to prospects: found, contacted, moved from stage to stage, lost, handed over (C11–C17)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from portal.accounts.models import User
from portal.accounts.queries import managers_of
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.forms import set_fields
from portal.kernel.refusals import Refused
from portal.kernel.trail import record
from portal.network.models import Region
from portal.prospecting import queries
from portal.prospecting.actions import risks
from portal.prospecting.actions.appointments import arrange, keep_appointment, let_go, pass_on
from portal.prospecting.actions.places import give_place_consent
from portal.prospecting.alike import Asked
from portal.prospecting.models import (
    MEETINGS,
    Appointment,
    Contact,
    ContactKind,
    LossWhy,
    PitchPoint,
    Prospect,
    Source,
    Stage,
    StageMove,
    Survey,
    Track,
)
from portal.prospecting.stages import emptied, needs

MOST_CHECKS = 40  # look-ups across the network in an hour, so that nobody lists other managers' prospects by them


@dataclass(frozen=True)
class Known:
    """Who has a phone number already: prospects one may see, or somebody whom one may not."""

    here: Sequence[Prospect] = ()
    elsewhere: bool = False

    def __bool__(self) -> bool:
        return bool(self.here) or self.elsewhere


def add_prospect(city: Region, *, phone: str = "", sure: bool = False, by: Any, **facts: Any) -> Prospect | Known:
    """Create a prospect, unless someone has its phone or shop already: then who is answered, and nothing created.

    `sure` creates it all the same.
    """
    asked = Asked(phone, facts["name"], facts.get("address", ""))
    if not sure and (known := check_duplicate(phone, city, by=by, asked=asked)):
        return known
    return create_prospect(city, phone=phone, by=by, **facts)


def check_duplicate(phone: str, city: Region, *, by: Any, asked: Asked | None = None) -> Known:
    """Say whether a phone or a shop is known: within reach where, elsewhere only that it is; that is on the trail."""
    asked = asked or Asked(phone)
    if here := queries.alikes(asked, by, city_id=city.id):
        return Known(here=here)
    if by.sees_everything or not (asked.phone or asked.place):
        return Known()
    if queries.count_checks(by, since=clock.now() - timedelta(hours=1)) >= MOST_CHECKS:
        raise Refused("Too many look-ups in an hour. Ask head office.", field="phone")
    known = Known(elsewhere=queries.is_known_elsewhere(asked, by))
    record("prospect.duplicate_checked", city, by=by, answer="known" if known else "unknown")
    return known


def create_prospect(
    city: Region, *, track: Track, name: str, by: Any, survey: Survey | None = None, owner_id: int | None = None,
    next_step: str = "", next_on: date | None = None, source: Source | None = None, **facts: Any,
) -> Prospect:  # fmt: skip
    """Write down a person, a team or a supermarket that may open a store (C11, C12); its owner is who found it."""
    if not city.is_city:
        raise Refused("A prospect belongs to a city.", field="region_id")
    _check_next(next_step, next_on)
    prospect = Prospect(
        region_id=city.id, city=city, track=track, name=name, source=source,
        owner_id=owner_id or by.id, next_step=next_step, next_on=next_on, **facts,
    )  # fmt: skip
    if survey is not None:
        prospect.survey_id, prospect.survey = survey.id, survey
    prospect.note_alikes()
    db.session.add(prospect)
    record("prospect.added", prospect, by=by)
    return prospect


def edit_prospect(prospect: Prospect, *, by: Any, **facts: Any) -> Prospect:
    """Change a prospect's particulars."""
    _check_next(facts.get("next_step", prospect.next_step), facts.get("next_on", prospect.next_on))
    _refuse_emptied(prospect, facts)
    set_fields(prospect, facts)
    prospect.note_alikes()
    record("prospect.changed", prospect, by=by)
    return prospect


def move(prospect: Prospect, to: Stage, *, by: Any, reason: str = "", at: datetime | None = None) -> StageMove:
    """Move a prospect one stage on when it has what that stage needs, or back with a reason (C16).

    `applied` is reached only by an application (`mark_applied`), `lost` only by `lose`.
    """
    if prospect.stage == Stage.LOST:
        raise Refused("This prospect is lost. Take it up again first.", field="stage")
    _refuse_nobodys(prospect)
    if prospect.stage == Stage.APPLIED or to == Stage.APPLIED:
        raise Refused("“Applied” begins and ends with the application for a store.", field="stage")
    if to == Stage.LOST:
        return lose(prospect, by=by, reason=reason, at=at)
    if to not in prospect.stages:
        raise Refused("This stage belongs to the other track.", field="stage")
    steps = prospect.stages.index(to) - prospect.stages.index(prospect.stage)
    if steps == 0:
        raise Refused("It is in this stage already.", field="stage")
    if steps > 1:
        upcoming = prospect.stages[prospect.stages.index(prospect.stage) + 1]
        raise Refused("One stage at a time: next is “%(stage)s”.", field="stage", stage=upcoming.label)
    if steps < 0 and not reason:
        raise Refused("Say why it steps back.", field="reason")
    if steps > 0:
        _refuse_missing(prospect, to, by)
    return _step(prospect, to, "prospect.moved", by=by, reason=reason, at=at)


def lose(
    prospect: Prospect, *, by: Any, reason: str = "", why: LossWhy | None = None, at: datetime | None = None
) -> StageMove:
    """Give a prospect up, with what can be counted of the reason, or its words; its next step goes with it."""
    if prospect.stage == Stage.LOST:
        raise Refused("This prospect is lost already.")
    if prospect.stage == Stage.APPLIED:
        raise Refused("Its application is under way. Withdraw that first.")
    if not reason and (why is None or why == LossWhy.OTHER):
        raise Refused("Say why it was lost.", field="reason")
    prospect.lost_reason, prospect.lost_why = reason, why
    prospect.next_step, prospect.next_on, prospect.pool_on = "", None, None
    let_go(prospect, by=by, reason=prospect.loss)
    risks.close_all(prospect, by=by, ending=reason or prospect.loss)
    return _step(prospect, Stage.LOST, "prospect.lost", by=by, reason=reason, at=at)


def reopen(prospect: Prospect, *, by: Any, reason: str = "") -> StageMove:
    """Take a lost prospect up again, in the stage it was in before.

    It stays whose it was, as long as he manages its city; nobody's and a leaver's is whose it is taken up by.
    """
    if prospect.stage != Stage.LOST:
        raise Refused("Only a lost prospect is taken up again.")
    before = queries.stage_before_loss(prospect, by)
    prospect.lost_reason, prospect.lost_why = "", None
    still_there = prospect.owner_id in {manager.id for manager in managers_of(prospect.city)}
    prospect.hold(prospect.owner_id if prospect.owner_id and still_there else by.id)
    return _step(prospect, before, "prospect.reopened", by=by, reason=reason)


def mark_applied(prospect: Prospect, *, by: Any) -> StageMove | None:
    """Note that the application for its store was handed in; signing calls this. Once more changes nothing."""
    if prospect.stage == Stage.APPLIED:
        return None
    if prospect.stage != Stage.AGREED:
        raise Refused("Only a prospect that has agreed can apply for a store.")
    _refuse_nobodys(prospect)
    prospect.next_step, prospect.next_on = "", None
    return _step(prospect, Stage.APPLIED, "prospect.applied", by=by)


def unmark_applied(prospect: Prospect, *, by: Any, reason: str = "") -> StageMove | None:
    """Note that its application was withdrawn or rejected: it is back at `agreed`; signing calls this."""
    if prospect.stage != Stage.APPLIED:
        return None
    return _step(prospect, Stage.AGREED, "prospect.released", by=by, reason=reason)


def assign(prospect: Prospect, heir: User, *, by: Any, reason: str = "") -> Prospect:
    """Hand a prospect to another regional manager in whose reach its city lies."""
    if prospect.owner_id == heir.id:
        raise Refused("It is with this manager already.", field="owner_id")
    if heir.id not in {manager.id for manager in managers_of(prospect.city)}:
        raise Refused("Its city is not in this manager's territory.", field="owner_id")
    was = prospect.owner_id
    risks.follow(prospect, heir.id, by=by, was=prospect.last_owner_id)
    prospect.hold(heir.id)
    pass_on(prospect, heir.id, by=by)
    record("prospect.assigned", prospect, by=by, reason=reason, from_id=was, to_id=heir.id)
    return prospect


def log_contact(
    prospect: Prospect, kind: ContactKind, *, by: Any, at: datetime | None = None, result: str = "",
    covered: Sequence[PitchPoint] = (), next_step: str = "", next_on: date | None = None, open_end: bool = False,
    open_reason: str = "", minutes: int | None = None, appointment: Appointment | None = None,
    next_at: datetime | None = None, next_kind: ContactKind = ContactKind.VISIT,
    place: tuple[int, int] | None = None, place_consent: bool = False,
) -> Contact:  # fmt: skip
    """Log one call, visit or message: what came of it, and the next step with its day (C15, C17, C20).

    `open_end` leaves a live prospect without a next step on purpose, and says why. `appointment` is what this contact
    settles, if anybody was reached; a next step with a time (`next_at`, on its day) is agreed as an appointment. A
    visit's `place`, in hundredths of a degree, is kept only with its person's consent, which may come with it.
    """
    at = at or clock.now()
    if at > clock.now() + timedelta(minutes=2):  # a phone's clock may run ahead a little
        raise Refused("A contact cannot lie in the future; plan it as the next step.", field="at")
    if prospect.stage == Stage.LOST:
        raise Refused("This prospect is lost. Take it up again first.")
    _refuse_nobodys(prospect)
    _check_next(next_step, next_on)
    if prospect.is_live and not next_step and not open_end:
        raise Refused("Write the next step and its day, or tick that there is none yet.", field="next_step")
    if open_end and not next_step and prospect.is_live and not open_reason:
        raise Refused("Say why nothing comes next.", field="open_reason")
    if minutes is not None and not 1 <= minutes <= 24 * 60:
        raise Refused("A contact takes from one minute to a day.", field="minutes")
    if minutes and at + timedelta(minutes=minutes) > clock.now() + timedelta(minutes=2):
        raise Refused("It would end in the future. When did it begin?", field="at")
    if next_on is not None and next_on < clock.day_of(at):
        raise Refused("The next step lies before this contact.", field="next_on")
    if next_at is not None and next_step and next_kind not in MEETINGS:
        raise Refused("Nobody agrees a time for a message: choose a call or a visit.", field="next_kind")
    contact = Contact(
        region_id=prospect.region_id, prospect_id=prospect.id, kind=kind, at=at, result=result, actor_id=by.id,
        covered=[point.value for point in PitchPoint if point in covered], next_step=next_step, next_on=next_on,
        minutes=minutes, open_reason="" if next_step else open_reason,
    )  # fmt: skip
    if place_consent:
        give_place_consent(by=by)
    if place is not None and kind == ContactKind.VISIT and queries.consent_of(by):
        contact.place_lat, contact.place_lon = place
    db.session.add(contact)
    if prospect.is_live:
        prospect.next_step, prospect.next_on = next_step, next_on
    if result:
        prospect.postpone_pool(clock.day_of(at))
    record("contact.logged", contact, by=by, prospect_id=prospect.id)
    if appointment is not None and result:  # where nobody was reached it is still to be moved or cancelled
        keep_appointment(appointment, contact, by=by)
    if next_at is not None and next_step:
        arrange(prospect, next_kind, at=next_at, by=by, note=next_step, asked_in="next_time")
    return contact


def _step(
    prospect: Prospect, to: Stage, event: str, *, by: Any, reason: str = "", at: datetime | None = None
) -> StageMove:
    at = at or clock.now()
    stayed = (clock.day_of(at) - clock.day_of(prospect.stage_since)).days
    moved = StageMove(
        region_id=prospect.region_id, prospect_id=prospect.id, was=prospect.stage, now=to, at=at,
        days=max(0, stayed), actor_id=by.id, reason=reason, track=prospect.track,
        found_on=clock.day_of(prospect.made_at),
    )  # fmt: skip
    db.session.add(moved)
    prospect.stage, prospect.stage_since, prospect.pool_on = to, at, None
    if to in prospect.stages and prospect.stages.index(to) > prospect.stages.index(prospect.furthest):
        prospect.furthest = to
    record(event, prospect, by=by, reason=reason)
    return moved


def _refuse_nobodys(prospect: Prospect) -> None:
    """Whoever works on a prospect of the shared pool claims it first."""
    if prospect.is_in_pool:
        raise Refused("It is in the shared pool: claim it first.")


def _refuse_missing(prospect: Prospect, to: Stage, by: Any) -> None:
    """Say what a stage needs and this prospect lacks."""
    for need in needs(to, queries.dossier_of(prospect, by)):
        if not need.met:
            raise Refused(need.missing, field="stage")


def _refuse_emptied(prospect: Prospect, facts: dict[str, Any]) -> None:
    """Keep what the stages it has passed needed: a shortlisted supermarket does not lose its survey again."""
    if prospect.is_live and (need := emptied(prospect, facts)):
        raise Refused(need.missing, field=need.field)


def _check_next(step: str, on: date | None) -> None:
    if step and on is None:
        raise Refused("Give the next step its day.", field="next_on")
    if on is not None and not step:
        raise Refused("Write what is to be done that day.", field="next_step")

"""Reads each prospect of the demo network as somebody would who looks for what cannot be true of it."""

from datetime import timedelta
from itertools import pairwise

from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.scope import House
from portal.kernel.trail import Trail
from portal.prospecting import demo_said
from portal.prospecting.models import (
    Appointment,
    AppointmentState,
    Concern,
    Contact,
    Intent,
    IntentLevel,
    NegotiationResult,
    NegotiationRound,
    PitchNote,
    Proposal,
    Prospect,
    Quotation,
    Risk,
    Screening,
    Stage,
    StageMove,
)
from portal.prospecting.queries import Dossier
from portal.prospecting.stages import needs

HOUSE = House("reads the demo network's stories")
BEHIND_A_STORE = "原超市"  # of these only the way is told


class Told:
    """What is told of one prospect, each kind in the order in which it happened."""

    def __init__(self, prospect: Prospect) -> None:
        self.prospect = prospect
        self.moves = self.rows(StageMove, "at")
        self.contacts = self.rows(Contact, "at")
        self.concerns = self.rows(Concern, "made_at")
        self.notes = self.rows(PitchNote, "at")
        self.intents = self.rows(Intent, "judged_on")
        self.rounds = self.rows(NegotiationRound, "held_on")
        self.results = self.rows(NegotiationResult, "signed_on")
        self.proposals = self.rows(Proposal, "made_at")
        self.quotations = self.rows(Quotation, "made_at")
        self.appointments = self.rows(Appointment, "at")
        self.risks = self.rows(Risk, "made_at")
        self.screenings = self.rows(Screening, "made_at")

    def rows(self, model, when):
        mine = model.seen_by(HOUSE).where(model.prospect_id == self.prospect.id)
        return db.session.scalars(mine.order_by(getattr(model, when), model.id)).all()

    def came_to(self, stage):
        return next((move.at for move in self.moves if move.now == stage), None)

    def known_at(self, moment):
        def until(rows, name):
            return [row for row in rows if getattr(row, name) <= moment]

        return Dossier(
            self.prospect, HOUSE, until(self.contacts, "at")[::-1], until(self.concerns, "made_at"),
            until(self.notes, "at")[::-1],
        )  # fmt: skip


def contradictions(prospect):
    """Give a sentence for each thing that cannot be true of a prospect."""
    told = Told(prospect)
    for look in (order, steps_had_what_they_need, talks, deal, ending, agenda, trail):
        yield from (f"{prospect.id} {prospect.name} ({prospect.stage.value}): {said}" for said in look(told))


def order(told):
    moves, prospect = told.moves, told.prospect
    if [move.id for move in moves] != sorted(move.id for move in moves):
        yield "its steps were written down in another order than they were taken"
    if any(one.now != other.was for one, other in pairwise(moves)):
        yield "a step begins where the one before did not end"
    if (moves[-1].now if moves else Stage.FOUND) != prospect.stage or (moves and moves[0].was != Stage.FOUND):
        yield "its steps do not lead to its stage"
    if (moves[-1].at if moves else prospect.made_at) != prospect.stage_since:
        yield "it is in its stage since another moment than its last step"
    before = prospect.made_at
    for move in moves:
        if move.at <= before:
            yield f"it came to {move.now.value} before it had come to {move.was.value}"
        if move.days != (clock.day_of(move.at) - clock.day_of(before)).days:
            yield f"it was not {move.days} days in {move.was.value}"
        before = move.at
    for name in ("contacts", "notes"):
        if any(row.at < prospect.made_at or row.at > clock.now() for row in getattr(told, name)):
            yield f"{name} lie before it was found, or ahead"
    for name in ("concerns", "proposals", "quotations", "appointments", "risks", "screenings"):
        if any(row.made_at < prospect.made_at for row in getattr(told, name)):
            yield f"{name} lie before it was found"
    if prospect.survey and prospect.survey.surveyed_on > clock.day_of(prospect.made_at):
        yield "it was found by a survey of a later day"
    if any(one.judged_on < clock.day_of(told.contacts[0].at) for one in told.intents):
        yield "its intent was judged before anybody had spoken with it"


def steps_had_what_they_need(told):
    if told.prospect.name.endswith(BEHIND_A_STORE):
        return
    for move in told.moves:
        if move.now == Stage.LOST or move.was in (Stage.APPLIED, Stage.LOST):
            continue
        missing = [need.text for need in needs(move.now, told.known_at(move.at)) if not need.met]
        yield from (f"before {move.now.value}: {text}" for text in missing)
    if (at := told.came_to(Stage.INTERESTED)) is not None:
        until = [one.level for one in told.intents if one.at <= at]
        if until[-1:] != [IntentLevel.FIRM]:
            yield "it was interested before its intent was firm"
    if (at := told.came_to(Stage.PLANNED)) is not None and not any(one.made_at <= at for one in told.proposals):
        yield "it was planned before it had a plan"
    if (at := told.came_to(Stage.AGREED)) is not None:
        if any(one.is_open_doubt or (one.settled_at and one.settled_at > at) for one in told.concerns):
            yield "it agreed with a doubt still open"


def talks(told):
    track = told.prospect.track.value
    since = told.prospect.made_at
    for move in told.moves:
        if move.was == Stage.APPLIED:  # an application that came to nothing: nobody talked it back
            continue
        fitting = demo_said.RESULTS[track].get(move.now.value, ())
        heard = [(one.kind, one.result) for one in told.contacts if since < one.at <= move.at]
        if fitting and not any(one in fitting for one in heard):
            yield f"no talk led to {move.now.value}"
        elsewhere = [one for one in told.contacts if not since < one.at <= move.at]
        if any((one.kind, one.result) in fitting and one.result not in also(track, move) for one in elsewhere):
            yield f"what led to {move.now.value} was said at another time"
        since = move.at
    if any(other.at - one.at < timedelta(minutes=one.minutes or 5) for one, other in pairwise(told.contacts)):
        yield "two talks at once"


def also(track, move):
    """Return what is said on the way to other stages too."""
    return {said for stage, rows in demo_said.RESULTS[track].items() if stage != move.now.value for _k, said in rows}


def deal(told):
    if told.prospect.name.endswith(BEHIND_A_STORE):
        return
    agreed_at, begun_at = told.came_to(Stage.AGREED), told.came_to(Stage.NEGOTIATING)
    if (agreed_at is None) != (not told.results):
        yield "a result and the stage do not fit"
    for result in told.results:
        last = told.rounds[-1]
        if not result.price == last.our_price == last.their_price:
            yield "the result is another than what the last round ended with"
        if not last.held_on <= result.signed_on == clock.day_of(agreed_at):
            yield "the result was signed on another day than it was agreed"
        if result.decider_name not in (told.prospect.decision_maker, told.prospect.contact_name):
            yield "somebody else signed"
    if any(one.our_price == one.their_price for one in told.rounds[: -1 if told.results else None]):
        yield "both were of one mind before they agreed"
    if begun_at is None and agreed_at is None and (told.rounds or told.quotations):
        yield "it was negotiated with before that stage"
    for quotation in told.quotations:
        if quotation.sent_at and quotation.sent_at < quotation.made_at:
            yield "a quotation was sent before it was written"
    if told.prospect.phone == "" and agreed_at:
        yield "it agreed without a phone"


def ending(told):
    prospect = told.prospect
    over = prospect.stage_since if prospect.stage == Stage.LOST else prospect.pooled_at if prospect.is_in_pool else None
    if over is None:
        return
    for name, when in (
        ("contacts", "at"),
        ("concerns", "made_at"),
        ("proposals", "made_at"),
        ("quotations", "made_at"),
    ):
        if any(getattr(row, when) > over for row in getattr(told, name)):
            yield f"{name} go on after its end"
    if prospect.next_step or any(one.state == AppointmentState.PLANNED for one in told.appointments):
        yield "something is planned with it though it is over"
    if prospect.stage == Stage.LOST and any(one.is_open for one in told.risks):
        yield "a risk is open though it is lost"


def agenda(told):
    for one in told.appointments:
        if one.state == AppointmentState.KEPT and one.at > clock.now():
            yield "an appointment ahead took place"
        if one.state == AppointmentState.PLANNED and told.prospect.stage in (Stage.AGREED, Stage.APPLIED):
            yield "an appointment is left over from before it agreed"
        if one.made_at > one.at:
            yield "an appointment was agreed after its time"


def trail(told):
    mine = Trail.seen_by(HOUSE).where(
        Trail.subject_kind == Prospect.__tablename__, Trail.subject_id == str(told.prospect.id)
    )
    times = [link.at for link in db.session.scalars(mine.order_by(Trail.id))]
    if times != sorted(times):
        yield "its history goes back and forth"
    steps = [move.at for move in told.moves]
    if not told.prospect.name.endswith(BEHIND_A_STORE) and not set(steps) <= set(times):
        yield "its history tells its steps at other times"

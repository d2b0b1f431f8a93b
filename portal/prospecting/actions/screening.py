"""What is done to choose well: screening by criteria, judging intent, and keeping the criteria (C14)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.refusals import Refused
from portal.kernel.trail import record
from portal.prospecting.models import Criterion, Intent, IntentLevel, Prospect, Screening, ScreeningAnswer, Stage, Track
from portal.prospecting.queries.screening import criteria, criteria_at, intents_of
from portal.prospecting.screening_seed import CRITERIA

MOST_WEIGHT, MOST_POINTS, MOST_OPTIONS = 10, 100, 8
Options = Sequence[tuple[str, int]]


def screen(
    prospect: Prospect, answers: Mapping[int, str], *, by: Any, asked_at: datetime | None = None, note: str = ""
) -> Screening:
    """Look at a prospect by its track's criteria as they were asked; the score is of a hundred of what was answered."""
    _refuse_lost(prospect)
    said = []
    for one in criteria_at(prospect.track, asked_at or clock.now()):
        if not (option := answers.get(one.id, "")):
            continue
        points = next((points for text, points in one.options if text == option), None)
        if points is None:
            raise Refused("This is not one of the answers.", field=one.field)
        said.append((one, option, points))
    if not said:
        raise Refused("Answer at least one criterion.")
    most = sum(one.weight * one.best for one, _option, _points in said)
    score = round(100 * sum(one.weight * points for one, _option, points in said) / most)
    place = {"region_id": prospect.region_id}
    rows = [ScreeningAnswer(criterion=one, option=option, points=points, **place) for one, option, points in said]
    screening = Screening(prospect_id=prospect.id, score=score, note=note, actor_id=by.id, answers=rows, **place)
    db.session.add(screening)
    prospect.score = score
    record("prospect.screened", prospect, by=by)
    return screening


def judge_intent(prospect: Prospect, level: IntentLevel, why: str, *, by: Any, judged_on: date | None = None) -> Intent:
    """Judge on a day and for a reason whether a prospect wants to open a store; the newest day's judgement holds."""
    _refuse_lost(prospect)
    judged_on = judged_on or clock.today()
    if not why:
        raise Refused("Say what makes you think so: what he said or did.", field="why")
    if judged_on > clock.today():
        raise Refused("A judgement cannot lie in the future.", field="judged_on")
    intent = Intent(region_id=prospect.region_id, prospect_id=prospect.id, level=level, judged_on=judged_on, why=why,
                    actor_id=by.id)  # fmt: skip
    before = intents_of(prospect, by)
    db.session.add(intent)
    if not before or before[0].judged_on <= judged_on:
        prospect.intent, prospect.intent_on = level, judged_on
    record("intent.judged", prospect, by=by, level=level.value)
    return intent


def add_criterion(track: Track, text: str, *, weight: int, options: Options, by: Any, guidance: str = "") -> Criterion:
    """Ask for a further thing of a track's prospects from now on."""
    last = max((one.position for one in criteria(track)), default=0)
    criterion = Criterion(track=track, position=last + 10, text=text, guidance=guidance, weight=weight,
                          options=_checked(weight, options), added_at=clock.now())  # fmt: skip
    db.session.add(criterion)
    record("criterion.added", criterion, by=by)
    return criterion


def edit_criterion(
    criterion: Criterion, *, text: str, weight: int, options: Options, by: Any, guidance: str = ""
) -> Criterion:
    """Ask it differently from now on: the old row is retired with its answers, the new one takes its code."""
    _in_use(criterion)
    moment = clock.now()
    new = Criterion(track=criterion.track, code=criterion.code, position=criterion.position, text=text, weight=weight,
                    guidance=guidance, options=_checked(weight, options), added_at=moment)  # fmt: skip
    criterion.retired_at = moment
    db.session.add(new)
    record("criterion.changed", new, by=by)
    return new


def raise_criterion(criterion: Criterion, *, by: Any) -> Criterion:
    """Ask for it one place earlier among its track's."""
    return _place(criterion, -1, by)


def lower_criterion(criterion: Criterion, *, by: Any) -> Criterion:
    """Ask for it one place later among its track's."""
    return _place(criterion, 1, by)


def _place(criterion: Criterion, way: int, by: Any) -> Criterion:
    _in_use(criterion)
    order = list(criteria(criterion.track))
    here = order.index(criterion)
    if here + way < 0:
        raise Refused("It is the first criterion already.")
    if here + way == len(order):
        raise Refused("It is the last criterion already.")
    order[here], order[here + way] = order[here + way], order[here]
    for place, one in enumerate(order, 1):
        one.position = 10 * place
    record("criterion.placed", criterion, by=by)
    return criterion


def retire_criterion(criterion: Criterion, *, by: Any) -> Criterion:
    """Ask it no more; what was answered stays with its words and points."""
    _in_use(criterion)
    criterion.retired_at = clock.now()
    record("criterion.retired", criterion, by=by)
    return criterion


def seed_criteria(*, by: Any) -> list[Criterion]:
    """Set up the usual criteria where there is none yet."""
    if criteria():
        raise Refused("There are criteria already.")
    return [
        add_criterion(track, text, guidance=guidance, weight=weight, options=options, by=by)
        for track, text, guidance, weight, options in CRITERIA
    ]


def _checked(weight: int, options: Options) -> list[list[Any]]:
    if not 1 <= weight <= MOST_WEIGHT:
        raise Refused("A weight is from 1 to 10.", field="weight")
    if not 2 <= len(options) <= MOST_OPTIONS:
        raise Refused("Give two to eight answers, a line each.", field="options")
    if len({text for text, _points in options}) != len(options):
        raise Refused("An answer stands there twice.", field="options")
    if not all(0 <= points <= MOST_POINTS for _text, points in options) or not any(p for _text, p in options):
        raise Refused("Points are from 0 to 100, and one answer has some.", field="options")
    return [[text, points] for text, points in options]


def _in_use(criterion: Criterion) -> None:
    if criterion.retired_at is not None:
        raise Refused("This criterion was changed or retired meanwhile. Load the page again.")


def _refuse_lost(prospect: Prospect) -> None:
    if prospect.stage == Stage.LOST:
        raise Refused("This prospect is lost. Take it up again first.")

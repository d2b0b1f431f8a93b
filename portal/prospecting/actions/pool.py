"""The shared pool (公海): stuck prospects are warned of, returned, claimed; a leaver's all go to another (C16)."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from portal.accounts.actions import set_policy
from portal.accounts.models import User
from portal.accounts.queries import person_name, successor
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.refusals import Refused
from portal.kernel.trail import record
from portal.prospecting import queries
from portal.prospecting.actions import risks
from portal.prospecting.actions.appointments import let_go
from portal.prospecting.actions.prospects import assign
from portal.prospecting.models import Prospect
from portal.prospecting.models.pace import DAYS, POLICY, USUAL, forget_pace, pace

SHORTEST, LONGEST, LONGEST_WARNING = 3, 365, 30


@dataclass(frozen=True)
class Handed:
    """How many of a leaver's went to his heir, to the pool, with an application to another or nowhere; and risks."""

    heir: int = 0
    pool: int = 0
    others: int = 0
    stay: int = 0
    risks: int = 0


def set_pace(days: dict[str, int], warn: int, *, by: Any) -> None:
    """Set after how many days in a stage a prospect is stuck, and how long before its return its owner is warned."""
    for key, n in days.items():
        if not SHORTEST <= n <= LONGEST:
            raise Refused("A stage takes from %(least)s to %(most)s days.", field=key, least=SHORTEST, most=LONGEST)
    if not 1 <= warn <= LONGEST_WARNING:
        raise Refused("Warn from 1 to %(most)s days before.", field="warn", most=LONGEST_WARNING)
    changed = {key: n for key, n in days.items() if n != DAYS.get(key, USUAL)}
    set_policy(POLICY, {"days": changed, "warn": warn}, by=by)
    forget_pace()


def warn(prospect: Prospect, *, by: Any) -> None:
    """Say on which day a stuck prospect goes back to the shared pool, unless something comes of it before."""
    if not prospect.is_overdue_for_pool or prospect.pool_on is not None:
        raise Refused("There is nothing to warn of.")
    prospect.pool_on = clock.today() + timedelta(days=pace().warn)
    record("prospect.warned", prospect, by=by)


def give_back(prospect: Prospect, *, by: Any, reason: str) -> Prospect:
    """Return a prospect to the shared pool, where each manager of its city may claim it; its next step goes with it."""
    if prospect.is_in_pool:
        raise Refused("It is in the shared pool already.")
    if not prospect.is_live:
        raise Refused("Only a live prospect goes back to the shared pool.")
    if not reason:
        raise Refused("Say why it goes back.", field="reason")
    prospect.had_by_id, prospect.owner_id = prospect.owner_id, None
    prospect.pooled_at, prospect.pooled_why, prospect.pool_on = clock.now(), reason, None
    prospect.next_step, prospect.next_on = "", None
    let_go(prospect, by=by, reason=reason)
    record("prospect.pooled", prospect, by=by, reason=reason, from_id=prospect.had_by_id)
    return prospect


def claim(prospect: Prospect, *, by: Any) -> Prospect:
    """Take a prospect out of the shared pool: the first one has it, who comes second is told who was quicker."""
    db.session.refresh(prospect, ["owner_id", "version"], with_for_update=True)
    if prospect.owner_id == by.id:
        raise Refused("It is yours already.")
    if prospect.owner_id is not None:
        raise Refused("%(name)s was quicker and has it now.", name=person_name(prospect.owner_id))
    risks.follow(prospect, by.id, by=by, was=prospect.last_owner_id)
    prospect.hold(by.id)
    record("prospect.claimed", prospect, by=by, from_id=prospect.had_by_id)
    return prospect


def hand_over_all(leaver: User, heir: User, *, by: Any, reason: str) -> Handed:
    """Hand all prospects of one who leaves, but the lost, to another at once (C16).

    Where the other's territory ends the live ones go to the pool. One whose application is handed in cannot lie there:
    it goes to the nearest manager of its city, and stays named where there is none.
    """
    if leaver.id == heir.id:
        raise Refused("Choose somebody else.", field="heir_id")
    if not reason:
        raise Refused("Say why they are handed over.", field="reason")
    if not heir.is_active:
        raise Refused("The one who takes over cannot sign in.", field="heir_id")
    found = queries.prospects_to_hand_over(leaver, by)
    if not found and not queries.open_risks_owned_by(leaver):
        raise Refused("There is nothing to hand over.", field="leaver_id")
    takers: dict[int, User | None] = {}
    went: Counter[str] = Counter()
    for prospect in found:
        if prospect.region_id not in takers:
            takers[prospect.region_id] = successor(prospect.city, leaver, heir)
        went[_pass_on(prospect, takers[prospect.region_id], heir, by=by, reason=reason)] += 1
    return Handed(**went, risks=risks.follow_cities(leaver, heir, by=by))


def _pass_on(prospect: Prospect, taker: User | None, heir: User, *, by: Any, reason: str) -> str:
    """Hand one prospect to who may take it, and say where it went."""
    if prospect.is_live and taker is not heir:
        give_back(prospect, by=by, reason=reason)
        return "pool"
    if taker is None:
        return "stay"
    assign(prospect, taker, by=by, reason=reason)
    return "heir" if taker is heir else "others"

"""Links by which one version of a proposal is read on a tablet without signing in (C19)."""

from datetime import timedelta
from typing import Any

from portal.accounts.viewer import hashed, new_token
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.refusals import Refused
from portal.kernel.scope import House
from portal.kernel.trail import record
from portal.prospecting.actions.proposals import hand_over
from portal.prospecting.models import Proposal, ProposalLink
from portal.prospecting.queries.proposals import link_with

LONGEST_DAYS = 30
READER: Any = House("whoever holds the link")


def give_link(proposal: Proposal, *, days: int, by: Any) -> str:
    """Make a link to a version, which is handed over by that. Returns its token, shown once and kept as a hash."""
    if not 1 <= days <= LONGEST_DAYS:
        raise Refused("A link works for one to thirty days.", field="days")
    if not proposal.is_handed_over:
        hand_over(proposal, by=by)
    token, ends = new_token(), clock.now() + timedelta(days=days)
    link = ProposalLink(
        region_id=proposal.region_id, proposal_id=proposal.id, token_hash=hashed(token), actor_id=by.id, ends_at=ends
    )
    db.session.add(link)
    record("proposal.link_given", proposal, by=by, days=days)
    return token


def withdraw_link(link: ProposalLink, *, by: Any) -> ProposalLink:
    """Make a link stop working at once, also where it is open already."""
    if link.withdrawn_at is not None:
        raise Refused("This link was withdrawn already.")
    link.withdrawn_at = clock.now()
    record("proposal.link_withdrawn", link.proposal, by=by)
    return link


def open_link(token: str) -> ProposalLink:
    """Open a version by its link, once more of the times it may be opened. Raises Refused."""
    link = link_with(token)
    if link is None or not link.works:
        raise Refused("This link does not work any more. Ask your regional manager for a new one.")
    link.opened, link.opened_at = link.opened + 1, clock.now()
    record("proposal.link_opened", link.proposal, by=READER, times=link.opened)
    return link

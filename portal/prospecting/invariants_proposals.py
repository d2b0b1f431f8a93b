"""What must always hold of proposals (`flask verify`)."""

from typing import Any

from sqlalchemy import func

from portal.kernel.db import db
from portal.kernel.scope import House, within
from portal.prospecting.models import Proposal, ProposalLink

HOUSE: Any = House("verify")


def troubles_of_proposals() -> list[str]:
    """Return a sentence for each prospect whose versions have gaps, and each version that is not what was shown."""
    by_prospect = Proposal.seen_by(HOUSE).with_only_columns(Proposal.prospect_id).group_by(Proposal.prospect_id)
    numbers = (func.min(Proposal.number) != 1) | (func.max(Proposal.number) != func.count())
    gaps = db.session.scalars(by_prospect.having(numbers).order_by(Proposal.prospect_id))
    found = [f"prospect {id}: its proposals are not numbered one by one" for id in gaps]
    handed = Proposal.seen_by(HOUSE).where(Proposal.handed_at.is_not(None)).order_by(Proposal.id)
    for proposal in db.session.scalars(handed.execution_options(yield_per=500)):
        found += [f"proposal {proposal.id}: {what}" for what in troubles_of(proposal)]
    links = ProposalLink.seen_by(HOUSE).join(ProposalLink.proposal).with_only_columns(ProposalLink.id)
    links = within(links, Proposal, because="verify compares a link's version with what may be shown")
    given = db.session.scalars(links.where(Proposal.handed_at.is_(None)).order_by(ProposalLink.id))
    return found + [f"proposal_link {id}: to a version that nobody was handed" for id in given]


def troubles_of(proposal: Proposal) -> list[str]:
    """Return what is wrong with a version that was handed over: it is reckoned anew from its stored assumptions."""
    shown = proposal.as_handed or {}
    found = [] if proposal.lines else ["handed over without a line of renovation"]
    if "months" in shown and shown["months"] != proposal.months:
        found.append("its payback is not what was shown when it was handed over")
    if "store_pays" in shown and shown["store_pays"] != proposal.store_pays:
        found.append("what the store pays is not what was shown when it was handed over")
    return found

"""Reads of proposals, of the price list they begin with, and of links that show one (C19)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import contains_eager, joinedload

from portal.accounts.queries import policy
from portal.accounts.viewer import hashed
from portal.kernel.db import db
from portal.kernel.files import File, files_by_id
from portal.kernel.scope import House, Sees, within
from portal.prospecting.models import Line, Measure, Outlook, Proposal, ProposalLink, Prospect, Survey
from portal.prospecting.payback import Case
from portal.prospecting.queries.cities import found_or_404
from portal.prospecting.queries.prospects import is_called

PRICE_LIST = "renovation_prices"
MOST_PRICED, MOST_LINES = 12, 30  # lines of the price list and of a proposal
# what a line of the price list counts, as it is written on the paper
UNITS = {Measure.AREA: "m²", Measure.TILL: "台", Measure.ONCE: "项"}
OPEN_HOURS = 14  # a supermarket of the kind is open from eight to ten
# against what was counted: more people, and a better margin by the company's goods (thousandths of a percent)
GROWTH = {Outlook.LOW: (100, 17_000), Outlook.MIDDLE: (112, 18_500), Outlook.HIGH: (120, 19_000)}

CARRIED = (
    "findings", "changes", "lines", "goods", "goods_note", "training_days", "training_note", "days", "rent", "wages",
    "other", "today", "cases",
)  # fmt: skip


@dataclass(frozen=True)
class Priced:
    """One line of the price list: what it costs, counted by what, and the company's usual share in percent."""

    title: str
    price: int
    measure: Measure = Measure.ONCE
    share: int = 50


def price_list() -> list[Priced]:
    """Return the lines an administrator keeps."""
    rows = policy(PRICE_LIST).get("lines", [])
    return [Priced(row["title"], row["price"], Measure(row["measure"]), row["share"]) for row in rows]


def proposal(proposal_id: int, viewer: Sees) -> Proposal:
    """Return a proposal with its prospect, or answer 404."""
    whole = joinedload(Proposal.prospect).options(joinedload(Prospect.survey), joinedload(Prospect.city))
    found: Proposal = found_or_404(Proposal.seen_by(viewer).options(whole).where(Proposal.id == proposal_id))
    return found


def proposals_of(prospect: Prospect, viewer: Sees, most: int = 20) -> Sequence[Proposal]:
    """Return a prospect's versions, the newest first."""
    found = Proposal.seen_by(viewer).where(Proposal.prospect_id == prospect.id)
    return db.session.scalars(found.order_by(Proposal.number.desc()).limit(most)).all()


def newest_proposal(prospect: Prospect, viewer: Sees) -> Proposal | None:
    """Return the newest version: an application begins with its `parts`."""
    return next(iter(proposals_of(prospect, viewer, 1)), None)


def proposal_to_apply_with(prospect: Prospect, viewer: Sees) -> Proposal | None:
    """Return what a prospect agreed to: the newest version that was handed over, or else the newest."""
    versions = proposals_of(prospect, viewer)
    return next((version for version in versions if version.is_handed_over), next(iter(versions), None))


def proposals(viewer: Sees) -> Any:
    """Return a select of the proposals with their prospects and cities."""
    rows = within(Proposal.seen_by(viewer), Prospect, because="a proposal lies in its prospect's city")
    return rows.join(Proposal.prospect).options(contains_eager(Proposal.prospect).joinedload(Prospect.city))


def search_proposals(statement: Any, q: str) -> Any:
    """Narrow proposals by their prospect's name and its people's, also in pinyin."""
    return statement.where(is_called(q))


def links_of(proposal: Proposal, viewer: Sees) -> Sequence[ProposalLink]:
    """Return the links given out for a version, the newest first."""
    found = ProposalLink.seen_by(viewer).where(ProposalLink.proposal_id == proposal.id)
    return db.session.scalars(found.order_by(ProposalLink.id.desc()).limit(20)).all()


def plan_link(link_id: int, viewer: Sees) -> ProposalLink:
    """Return a link given out, or answer 404."""
    whole = ProposalLink.seen_by(viewer).options(joinedload(ProposalLink.proposal))
    found: ProposalLink = found_or_404(whole.where(ProposalLink.id == link_id))
    return found


def link_with(token: str) -> ProposalLink | None:
    """Return the link with this token: whoever holds it is nobody's viewer, and sees the one version it names."""
    holder: Any = House("whoever holds the link")
    whole = ProposalLink.seen_by(holder).options(joinedload(ProposalLink.proposal))
    link: ProposalLink | None = db.session.scalar(whole.where(ProposalLink.token_hash == hashed(token)))
    return link


def photos_of(proposal: Proposal, viewer: Sees) -> list[File]:
    """Return the pictures of the shop that a version shows."""
    return [file for file in files_by_id(proposal.shop.get("photo_ids", []), viewer) if file.is_image]


def lines_compared(versions: Sequence[Proposal]) -> list[tuple[str, list[Line | None]]]:
    """Return (what is done, its line in each version) of all that any of them renovates, in the newest's order."""
    named = [{line.title: line for line in one.items} for one in versions]
    titles = dict.fromkeys(title for lines in named for title in lines)
    return [(title, [lines.get(title) for lines in named]) for title in titles]


def facts_of(proposal: Proposal) -> dict[str, Any]:
    """Return what the next version begins with: what this one says."""
    return {name: getattr(proposal, name) for name in CARRIED}


def begun_with(prospect: Prospect) -> dict[str, Any]:
    """Return what a first version begins with: the price list counted in this shop, and its footfall as surveyed."""
    survey = prospect.survey
    lines = [line_of(priced, survey) for priced in price_list()]
    return {"lines": [vars(line) for line in lines], "cases": cases_of(survey), "training_days": 14, "days": 30}


def line_of(priced: Priced, survey: Survey | None) -> Line:
    """Return a line of the price list as it costs in the shop that was surveyed, in fen (C19)."""
    counted = {
        Measure.AREA: survey.area_m2 if survey else None,
        Measure.TILL: survey.tills_total if survey else None,
        Measure.ONCE: 1,
    }
    line = Line(priced.title, (counted[priced.measure] or 0) * 1000, priced.price, 0, UNITS[priced.measure])
    return replace(line, company=line.amount * priced.share // 100)


def cases_of(survey: Survey | None) -> dict[str, Any]:
    """Return the three cases as far as a survey knows: a day's people by what was counted in an hour."""
    daily = round((survey.hourly or 0) * OPEN_HOURS) if survey else 0
    buyers = round((survey.buyers or 0) * 100) * 1000 if survey else 0
    return {
        level.value: Case(daily * people // 100, buyers or 60_000, 2_800, margin).row
        for level, (people, margin) in GROWTH.items()
    }

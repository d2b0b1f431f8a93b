"""What an application begins with: all that its prospect's file knows, so that nothing is typed twice (C25)."""

from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.kernel import money
from portal.kernel.files import File, files_by_id
from portal.network import divisions
from portal.prospecting.models import Outlook, Proposal, Prospect, Quotation, Survey, Track, sides_of
from portal.prospecting.queries import accepted_quotation, proposal_to_apply_with
from portal.signing.actions import Line
from portal.signing.models import Payer

MOST_TITLE = 120  # characters, as wide as the column


@dataclass(frozen=True)
class Begun:
    """What a prospect's file gives its application, and from where it was taken."""

    facts: dict[str, Any]
    lines: list[Line] = field(default_factory=list)
    photos: list[File] = field(default_factory=list)
    survey: Survey | None = None
    proposal: Proposal | None = None
    quotation: Quotation | None = None
    # whose number the file holds, where it is not the owner's
    phone_of: str = ""


def begun_with(prospect: Prospect, viewer: Any) -> Begun:
    """Read a prospect's file, its survey, the proposal and the price it agreed to, as an application says them."""
    survey, proposal = prospect.survey, proposal_to_apply_with(prospect, viewer)
    quotation = accepted_quotation(prospect, viewer)
    district, address = place_of(prospect, survey)
    phone_of = other_than_decider(prospect)
    facts = {
        "store_name": prospect.name if prospect.track == Track.SUPERMARKET else "",
        "district": district,
        "address": address,
        "owner_name": prospect.decision_maker or prospect.contact_name,
        "owner_phone": "" if phone_of else prospect.phone,
        "area_m2": survey.area_m2 if survey else None,
        "tills": survey.tills_total if survey else None,
        "reasons": "\n".join([*of_person(prospect), *of_survey(survey, proposal), *of_proposal(proposal)]),
    }
    photos = photos_of(prospect, viewer)
    return Begun(facts, lines_of(proposal, quotation), photos, survey, proposal, quotation, phone_of)


def other_than_decider(prospect: Prospect) -> str:
    """Return the contact person where somebody else decides: an owner signs in by a number of their own."""
    decider, contact = prospect.decision_maker.strip(), prospect.contact_name.strip()
    return contact if prospect.phone and decider and contact != decider else ""


def place_of(prospect: Prospect, survey: Survey | None) -> tuple[str, str]:
    """Return (district, street): as surveyed, or taken apart where the file holds one line."""
    found = divisions.place_of(prospect.address, [prospect.city.code])
    here = found.city is not None and found.city.code == prospect.city.code and bool(found.district)
    street = found.rest if here else prospect.address
    district = (survey.district if survey else "") or (found.district if here else "")
    return district, street or (survey.address if survey else "")


def of_person(prospect: Prospect) -> list[str]:
    """Return what speaks for who would run it: what they have done and can put in."""
    said = [prospect.done] if prospect.done else []
    if prospect.capital:
        said.append(_("Own capital: %(sum)s.", sum=money.money(prospect.capital)))
    return said


def of_survey(survey: Survey | None, proposal: Proposal | None) -> list[str]:
    """Return what was counted and seen in the shop, a line each; of its tills speak the proposal's findings, if any."""
    if survey is None:
        return []
    said = []
    if survey.hourly:
        people = round(survey.hourly)
        said.append(_("Surveyed on %(day)s: %(people)s people an hour.", day=survey.surveyed_on, people=people))
    found = proposal.findings if proposal else ""
    if survey.tills_total and survey.tills_open is not None and not found:
        said.append(_("%(open)s of %(all)s tills were open.", open=survey.tills_open, all=survey.tills_total))
    if survey.rivals:
        said.append(_("Rivals near: %(rivals)s.", rivals=survey.rivals.rstrip("。.")))
    return said


def of_proposal(proposal: Proposal | None) -> list[str]:
    """Return what the proposal found and promises beside its lines of money."""
    if proposal is None:
        return []
    said = [text for text in (proposal.findings, proposal.changes) if text]
    if proposal.training_days:
        days = proposal.training_days
        said.append(ngettext("The company trains for %(num)d day.", "The company trains for %(num)d days.", days))
    months = proposal.outcome(Outlook.MIDDLE).months
    if months and proposal.store_pays:
        middle = ngettext(
            "In the middle case the store's money is back after %(num)d month.",
            "In the middle case the store's money is back after %(num)d months.",
            months,
        )
        said.append(middle)
    return said


def lines_of(proposal: Proposal | None, quotation: Quotation | None) -> list[Line]:
    """Return the lines by who pays, and the goods the company gives; what was accepted counts before the plan."""
    agreed = quotation or proposal
    lines = [Line(title, Payer(payer), fen) for title, payer, fen in sides_of(agreed.items)] if agreed else []
    if proposal and proposal.goods:
        title = _("Goods given: %(which)s", which=proposal.goods_note) if proposal.goods_note else _("Goods given")
        lines.append(Line(title[:MOST_TITLE], Payer.COMPANY, proposal.goods))
    return lines


def photos_of(prospect: Prospect, viewer: Any) -> list[File]:
    """Return the survey's photos: an application takes them along unless told not to."""
    return files_by_id(prospect.survey.photo_ids or [], viewer) if prospect.survey else []

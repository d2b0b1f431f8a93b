"""What a prospect needs before its next stage, said once for the model's refusal and for the page (C16, C17)."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.kernel.words import N_, say
from portal.prospecting.models import Contact, PitchPoint, Prospect, Stage, Track

# where a need is met: a part of the prospect's own form, a contact, or a survey
EDIT, CONTACT, SURVEY = "edit", "contact", "survey"


@dataclass(frozen=True)
class Need:
    """One thing a stage asks for, and whether it is there."""

    text: str
    missing: str
    met: bool
    where: str
    field: str = ""

    @property
    def label(self) -> str:
        return say(self.text)


def needs(prospect: Prospect, stage: Stage, contacts: Sequence[Contact]) -> list[Need]:
    """Return what a prospect must have to enter a stage of its track."""
    match prospect.track, stage:
        case Track.SUPERMARKET, Stage.DECISION_MAKER:
            return [decision_maker(prospect)]
        case _, Stage.PITCHED:
            return [spoken(contacts)]
        case _, Stage.INTERESTED:
            return [answered(contacts)]
        case _, Stage.TERMS_EXPLAINED:
            return [told(contacts)]
        case _, Stage.SHORTLISTED:
            return [surveyed(prospect), decision_maker(prospect)]
        case _, Stage.AGREED:
            return [reachable(prospect), person(prospect)]
    return []


def decision_maker(prospect: Prospect) -> Need:
    return Need(
        N_("Who really decides is known"),
        N_("The name of whoever really decides is missing."),
        bool(prospect.decision_maker),
        EDIT,
        "decision_maker",
    )


def surveyed(prospect: Prospect) -> Need:
    return Need(
        N_("The supermarket is surveyed"),
        N_("A survey of this supermarket is missing."),
        prospect.survey_id is not None,
        SURVEY,
        "survey_id",
    )


def reachable(prospect: Prospect) -> Need:
    return Need(N_("A phone number"), N_("The phone number is missing."), bool(prospect.phone), EDIT, "phone")


def person(prospect: Prospect) -> Need:
    return Need(
        N_("A contact person"),
        N_("The contact person's name is missing."),
        bool(prospect.contact_name),
        EDIT,
        "contact_name",
    )


def spoken(contacts: Sequence[Contact]) -> Need:
    return Need(
        N_("A contact is logged"),
        N_("No contact is logged yet: a pitch is a call, a visit or a message."),
        bool(contacts),
        CONTACT,
    )


def answered(contacts: Sequence[Contact]) -> Need:
    return Need(
        N_("A contact with its result"),
        N_("No contact says what came of it: write the result of one."),
        any(contact.result for contact in contacts),
        CONTACT,
    )


def told(contacts: Sequence[Contact]) -> Need:
    heard = {value for contact in contacts for value in contact.covered}
    return Need(
        N_("Requirements and benefits are explained"),
        N_("No contact says that the requirements and the benefits of a store were explained: tick them in one."),
        {PitchPoint.REQUIREMENTS.value, PitchPoint.BENEFITS.value} <= heard,
        CONTACT,
    )

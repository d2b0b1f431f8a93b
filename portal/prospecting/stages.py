"""What a prospect needs before its next stage, said once for the model's refusal and for the page (C16, C17)."""

from collections.abc import Callable
from dataclasses import dataclass

from portal.kernel.words import N_, say
from portal.prospecting.models import ConcernKind, IntentLevel, PitchPoint, Prospect, Stage, Track
from portal.prospecting.queries import Dossier, newest_proposal, result_of

# where a need is met: a part of the prospect's own form, a contact, a survey, or a part of its page by its name
EDIT, CONTACT, SURVEY, CONCERNS, PROPOSAL = "edit", "contact", "survey", "concerns", "proposal"
RESULT, INTENT = "result", "intent"


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


Ask = Callable[[Dossier], Need]


def needs(stage: Stage, known: Dossier) -> list[Need]:
    """Return what a prospect must have to enter a stage of its track."""
    return [ask(known) for ask in NEEDS.get((known.prospect.track, stage), ())]


def emptied(prospect: Prospect, facts: dict[str, object]) -> Need | None:
    """Return a need of the stages a prospect has passed that these particulars would take away again."""
    own, passed = Dossier(prospect), prospect.stages[1 : prospect.stages.index(prospect.stage) + 1]
    asked = [ask(own) for stage in passed for ask in NEEDS.get((prospect.track, stage), ()) if ask in OF_THE_FILE]
    return next((need for need in asked if need.field in facts and not facts[need.field]), None)


def decision_maker(known: Dossier) -> Need:
    return Need(
        N_("Who really decides is known"),
        N_("The name of whoever really decides is missing."),
        bool(known.prospect.decision_maker),
        EDIT,
        "decision_maker",
    )


def surveyed(known: Dossier) -> Need:
    return Need(
        N_("The supermarket is surveyed"),
        N_("A survey of this supermarket is missing."),
        known.prospect.survey_id is not None,
        SURVEY,
        "survey_id",
    )


def reachable(known: Dossier) -> Need:
    return Need(N_("A phone number"), N_("The phone number is missing."), bool(known.prospect.phone), EDIT, "phone")


def person(known: Dossier) -> Need:
    return Need(
        N_("A contact person"),
        N_("The contact person's name is missing."),
        bool(known.prospect.contact_name),
        EDIT,
        "contact_name",
    )


def spoken(known: Dossier) -> Need:
    return Need(
        N_("A contact is logged"),
        N_("No contact is logged yet: a pitch is a call, a visit or a message."),
        bool(known.contacts),
        CONTACT,
    )


def heard_the_story(known: Dossier) -> Need:
    return Need(
        N_("The business story is told"),
        N_("Nothing says that the company's business story was told: tick it in a contact, or write what was said."),
        PitchPoint.STORY in known.told,
        CONTACT,
    )


def heard_the_concept(known: Dossier) -> Need:
    return Need(
        N_("The idea of the shared channel is explained"),
        N_("Nothing says that the idea of the shared channel was explained: tick it in a contact, or write it down."),
        PitchPoint.CONCEPT in known.told,
        CONTACT,
    )


def answered(known: Dossier) -> Need:
    return Need(
        N_("A contact with its result"),
        N_("No contact says what came of it: write the result of one."),
        any(contact.result for contact in known.contacts),
        CONTACT,
    )


def wants_to(known: Dossier) -> Need:
    """The newest judgement of his intent holds (ADR 0025)."""
    return Need(
        N_("A firm intent"),
        N_("A firm intent is missing: judge that he wants to open, and write what he said or did."),
        known.prospect.intent == IntentLevel.FIRM,
        INTENT,
    )


def heard_the_terms(known: Dossier) -> Need:
    return Need(
        N_("Requirements and benefits are explained"),
        N_("No contact says that the requirements and the benefits of a store were explained: tick them in one."),
        {PitchPoint.REQUIREMENTS, PitchPoint.BENEFITS} <= known.told.keys(),
        CONTACT,
    )


def understood(known: Dossier) -> Need:
    return Need(
        N_("What he needs and what hurts is written down"),
        N_("A plan answers something: write down a need or a pain point first."),
        any(concern.kind != ConcernKind.DOUBT for concern in known.concerns),
        CONCERNS,
    )


def proposed(known: Dossier) -> Need:
    newest = newest_proposal(known.prospect, known.viewer)
    return Need(
        N_("A proposal says who pays what"),
        N_("The proposal is missing: write one with its lines of renovation."),
        newest is not None and bool(newest.lines),
        PROPOSAL,
    )


def convinced(known: Dossier) -> Need:
    return Need(
        N_("No doubt is left open"),
        N_("A doubt is still open: answer it and tick that this convinced him."),
        not any(concern.is_open_doubt for concern in known.concerns),
        CONCERNS,
    )


def settled(known: Dossier) -> Need:
    return Need(
        N_("The result is confirmed by both names"),
        N_("The confirmed result of the negotiation is missing: price, delivery and after-sales, signed by both."),
        result_of(known.prospect, known.viewer) is not None,
        RESULT,
    )


# What each stage asks for (C16). A further need is a function from what is known to a `Need`, and its name here;
# what `Dossier` does not hold it reads itself, for `known.viewer`.
NEEDS: dict[tuple[Track, Stage], tuple[Ask, ...]] = {
    (Track.PERSON, Stage.PITCHED): (spoken, heard_the_story),
    (Track.PERSON, Stage.INTERESTED): (answered, wants_to),
    (Track.PERSON, Stage.TERMS_EXPLAINED): (heard_the_terms,),
    (Track.PERSON, Stage.AGREED): (reachable, person, convinced, settled),
    (Track.SUPERMARKET, Stage.DECISION_MAKER): (decision_maker,),
    (Track.SUPERMARKET, Stage.PITCHED): (spoken, heard_the_concept),
    (Track.SUPERMARKET, Stage.SHORTLISTED): (surveyed, decision_maker),
    (Track.SUPERMARKET, Stage.PLANNED): (understood, proposed),
    (Track.SUPERMARKET, Stage.NEGOTIATING): (heard_the_terms,),
    (Track.SUPERMARKET, Stage.AGREED): (reachable, person, convinced, settled),
}
# needs that the prospect's own particulars meet: they may not be emptied once the stage is passed
OF_THE_FILE = (decision_maker, surveyed, reachable, person)

"""Facts of prospecting, one file a noun."""

from portal.prospecting.models.appointments import Appointment, AppointmentMove, AppointmentState
from portal.prospecting.models.cities import CITY_STEPS, CityFile, CityState, Tie, TieKind
from portal.prospecting.models.contacts import Contact, ContactKind, PitchPoint
from portal.prospecting.models.dossier import Concern, ConcernKind, Influencer, PitchNote, Relation, Stance
from portal.prospecting.models.market import (
    UNITS,
    CityFact,
    FactKind,
    Rival,
    RivalKind,
    RivalPrice,
    RivalStore,
    Segment,
)
from portal.prospecting.models.merging import Merger
from portal.prospecting.models.negotiation import NegotiationNote, NegotiationResult, NegotiationRound, Topic
from portal.prospecting.models.people import PIECES, Free, IntentLevel, Makeup, PersonFacts, Piece
from portal.prospecting.models.proposals import (
    MOST_OPENINGS,
    Line,
    LinkState,
    Measure,
    Outlook,
    Proposal,
    ProposalLink,
)
from portal.prospecting.models.prospects import STAGES, LossWhy, Prospect, Source, Stage, StageMove, Track
from portal.prospecting.models.screening import Criterion, Intent, Screening, ScreeningAnswer
from portal.prospecting.models.studies import SCALE, AnswerKind, Study, StudyAnswer, StudyForm, StudyKind, StudyQuestion
from portal.prospecting.models.surveys import WHOLE_HOUR, Freshness, Survey

__all__ = [
    "CITY_STEPS",
    "MOST_OPENINGS",
    "PIECES",
    "SCALE",
    "STAGES",
    "UNITS",
    "WHOLE_HOUR",
    "AnswerKind",
    "Appointment",
    "AppointmentMove",
    "AppointmentState",
    "CityFact",
    "CityFile",
    "CityState",
    "Concern",
    "ConcernKind",
    "Contact",
    "ContactKind",
    "Criterion",
    "FactKind",
    "Free",
    "Freshness",
    "Influencer",
    "Intent",
    "IntentLevel",
    "Line",
    "LinkState",
    "LossWhy",
    "Makeup",
    "Measure",
    "Merger",
    "NegotiationNote",
    "NegotiationResult",
    "NegotiationRound",
    "Outlook",
    "PersonFacts",
    "Piece",
    "PitchNote",
    "PitchPoint",
    "Proposal",
    "ProposalLink",
    "Prospect",
    "Relation",
    "Rival",
    "RivalKind",
    "RivalPrice",
    "RivalStore",
    "Screening",
    "ScreeningAnswer",
    "Segment",
    "Source",
    "Stage",
    "StageMove",
    "Stance",
    "Study",
    "StudyAnswer",
    "StudyForm",
    "StudyKind",
    "StudyQuestion",
    "Survey",
    "Tie",
    "TieKind",
    "Topic",
    "Track",
]

"""Facts of prospecting, one file a noun."""

from portal.prospecting.models.appointments import MEETINGS, Appointment, AppointmentMove, AppointmentState
from portal.prospecting.models.cities import CITY_STEPS, CityFile, CityState, Tie, TieKind
from portal.prospecting.models.contacts import Contact, ContactKind, PitchPoint
from portal.prospecting.models.days import DaySheet
from portal.prospecting.models.dossier import Concern, ConcernKind, Influencer, PitchNote, Relation, Stance
from portal.prospecting.models.feeds import CalendarFeed
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
from portal.prospecting.models.places import PlaceConsent
from portal.prospecting.models.proposals import (
    MOST_OPENINGS,
    Line,
    LinkState,
    Measure,
    Outlook,
    Proposal,
    ProposalLink,
    sides_of,
)
from portal.prospecting.models.prospects import STAGES, LossWhy, Prospect, Source, Stage, StageMove, Track
from portal.prospecting.models.quotations import Instalment, Part, PartKind, Quotation, QuotationState
from portal.prospecting.models.risks import (
    ENDS,
    FROM,
    HEAVIEST,
    Effect,
    Level,
    Likelihood,
    Risk,
    RiskEnd,
    RiskKind,
    RiskState,
)
from portal.prospecting.models.rival_offers import Ours, RivalOffer
from portal.prospecting.models.screening import Criterion, Intent, Screening, ScreeningAnswer
from portal.prospecting.models.studies import SCALE, AnswerKind, Study, StudyAnswer, StudyForm, StudyKind, StudyQuestion
from portal.prospecting.models.surveys import WHOLE_HOUR, Freshness, Survey

__all__ = [
    "CITY_STEPS",
    "ENDS",
    "FROM",
    "HEAVIEST",
    "MEETINGS",
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
    "CalendarFeed",
    "CityFact",
    "CityFile",
    "CityState",
    "Concern",
    "ConcernKind",
    "Contact",
    "ContactKind",
    "Criterion",
    "DaySheet",
    "Effect",
    "FactKind",
    "Free",
    "Freshness",
    "Influencer",
    "Instalment",
    "Intent",
    "IntentLevel",
    "Level",
    "Likelihood",
    "Line",
    "LinkState",
    "LossWhy",
    "Makeup",
    "Measure",
    "Merger",
    "NegotiationNote",
    "NegotiationResult",
    "NegotiationRound",
    "Ours",
    "Outlook",
    "Part",
    "PartKind",
    "PersonFacts",
    "Piece",
    "PitchNote",
    "PitchPoint",
    "PlaceConsent",
    "Proposal",
    "ProposalLink",
    "Prospect",
    "Quotation",
    "QuotationState",
    "Relation",
    "Risk",
    "RiskEnd",
    "RiskKind",
    "RiskState",
    "Rival",
    "RivalKind",
    "RivalOffer",
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
    "sides_of",
]

"""Forms of prospecting: the shape of input, one file a noun."""

from portal.prospecting.forms.appointments import (
    AppointmentFilters,
    AppointmentForm,
    CancellationForm,
    EditAppointmentForm,
    When,
)
from portal.prospecting.forms.basket import BasketForm
from portal.prospecting.forms.cities import CityFilters, CityForm, CityNoteForm, CityStateForm, TieForm
from portal.prospecting.forms.contacts import ContactForm, now_to_the_minute
from portal.prospecting.forms.dossier import AnswerForm, ConcernForm, InfluencerForm, PitchNoteForm, StanceForm
from portal.prospecting.forms.fields import HOURS, ClockField, InCity, MomentField, PhotosField, PointsField, segment
from portal.prospecting.forms.fit import DistanceForm, FitRuleForm, chosen_cities
from portal.prospecting.forms.funnel import FoundFilters, FunnelFilters, Shown
from portal.prospecting.forms.market import (
    FactFilters,
    FactForm,
    RivalFilters,
    RivalForm,
    RivalPriceForm,
    RivalStoreForm,
    SegmentForm,
    TieFilters,
)
from portal.prospecting.forms.merging import LookUpForm, MergerForm
from portal.prospecting.forms.negotiation import AimsForm, DealFilters, ResultForm, RoundForm, Settled
from portal.prospecting.forms.people import PeopleFilters, PersonForm
from portal.prospecting.forms.pool import AllHandedForm, ClaimForm, PaceForm, PoolFilters, ReturnForm
from portal.prospecting.forms.proposals import PlanDoorForm, PlanLinkForm, PriceListForm, ProposalFilters, ProposalForm
from portal.prospecting.forms.prospects import (
    AssignmentForm,
    EditProspectForm,
    LossForm,
    Only,
    ProspectFields,
    ProspectFilters,
    ProspectForm,
    ReasonForm,
    StageForm,
)
from portal.prospecting.forms.quotations import (
    AcceptanceForm,
    NotPaidForm,
    PaymentFilters,
    PaymentForm,
    PlanForm,
    QuotationFilters,
    QuotationForm,
    QuotationSourceForm,
)
from portal.prospecting.forms.risks import RiskClosureForm, RiskFilters, RiskForm, RiskReopeningForm
from portal.prospecting.forms.rival_offers import RivalOfferForm
from portal.prospecting.forms.screening import CriterionForm, IntentForm, screen_form
from portal.prospecting.forms.studies import QuestionForm, StudyFilters, StudyFormForm, StudyReasonForm, correct, fill
from portal.prospecting.forms.surveys import JudgementForm, SurveyFilters, SurveyForm, Trade, survey_form

__all__ = [
    "HOURS",
    "AcceptanceForm",
    "AimsForm",
    "AllHandedForm",
    "AnswerForm",
    "AppointmentFilters",
    "AppointmentForm",
    "AssignmentForm",
    "BasketForm",
    "CancellationForm",
    "CityFilters",
    "CityForm",
    "CityNoteForm",
    "CityStateForm",
    "ClaimForm",
    "ClockField",
    "ConcernForm",
    "ContactForm",
    "CriterionForm",
    "DealFilters",
    "DistanceForm",
    "EditAppointmentForm",
    "EditProspectForm",
    "FactFilters",
    "FactForm",
    "FitRuleForm",
    "FoundFilters",
    "FunnelFilters",
    "InCity",
    "InfluencerForm",
    "IntentForm",
    "JudgementForm",
    "LookUpForm",
    "LossForm",
    "MergerForm",
    "MomentField",
    "NotPaidForm",
    "Only",
    "PaceForm",
    "PaymentFilters",
    "PaymentForm",
    "PeopleFilters",
    "PersonForm",
    "PhotosField",
    "PitchNoteForm",
    "PlanDoorForm",
    "PlanForm",
    "PlanLinkForm",
    "PointsField",
    "PoolFilters",
    "PriceListForm",
    "ProposalFilters",
    "ProposalForm",
    "ProspectFields",
    "ProspectFilters",
    "ProspectForm",
    "QuestionForm",
    "QuotationFilters",
    "QuotationForm",
    "QuotationSourceForm",
    "ReasonForm",
    "ResultForm",
    "ReturnForm",
    "RiskClosureForm",
    "RiskFilters",
    "RiskForm",
    "RiskReopeningForm",
    "RivalFilters",
    "RivalForm",
    "RivalOfferForm",
    "RivalPriceForm",
    "RivalStoreForm",
    "RoundForm",
    "SegmentForm",
    "Settled",
    "Shown",
    "StageForm",
    "StanceForm",
    "StudyFilters",
    "StudyFormForm",
    "StudyReasonForm",
    "SurveyFilters",
    "SurveyForm",
    "TieFilters",
    "TieForm",
    "Trade",
    "When",
    "chosen_cities",
    "correct",
    "fill",
    "now_to_the_minute",
    "screen_form",
    "segment",
    "survey_form",
]

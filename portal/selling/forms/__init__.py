"""Forms of selling: the shape of input, one file a noun."""

from portal.selling.forms.benefits import BenefitForm, BirthdayForm, LevelsForm
from portal.selling.forms.credits import CreditForm
from portal.selling.forms.days import CountForm, ExcuseForm, NoSalesForm, ReportFilters, ReportWord, SealForm
from portal.selling.forms.devices import DeviceForm, DeviceWithdrawalForm, ReplacementForm
from portal.selling.forms.fields import offer_stores
from portal.selling.forms.holds import DropForm
from portal.selling.forms.members import (
    ConsentForm,
    CopyForm,
    CopyKind,
    MemberFilters,
    MemberForm,
    MemberSearchForm,
    MergeForm,
    NameForm,
    ReasonForm,
    RevealForm,
    Since,
)
from portal.selling.forms.orders import OrderFilters, PrintForm, Undone, YesNo
from portal.selling.forms.paper import PaperForm
from portal.selling.forms.points import AdjustForm, PointsForm
from portal.selling.forms.readings import ConclusionForm, HoldsKept, Kept, ReadingFilters, RulesForm
from portal.selling.forms.referrals import ReferralForm
from portal.selling.forms.returns import ReturnForm
from portal.selling.forms.shifts import CloseShiftForm, MoveForm, OpenShiftForm, ShiftFilters
from portal.selling.forms.till import ScaleForm, TillRulesForm

__all__ = [
    "AdjustForm",
    "BenefitForm",
    "BirthdayForm",
    "CloseShiftForm",
    "ConclusionForm",
    "ConsentForm",
    "CopyForm",
    "CopyKind",
    "CountForm",
    "CreditForm",
    "DeviceForm",
    "DeviceWithdrawalForm",
    "DropForm",
    "ExcuseForm",
    "HoldsKept",
    "Kept",
    "LevelsForm",
    "MemberFilters",
    "MemberForm",
    "MemberSearchForm",
    "MergeForm",
    "MoveForm",
    "NameForm",
    "NoSalesForm",
    "OpenShiftForm",
    "OrderFilters",
    "PaperForm",
    "PointsForm",
    "PrintForm",
    "ReadingFilters",
    "ReasonForm",
    "ReferralForm",
    "ReplacementForm",
    "ReportFilters",
    "ReportWord",
    "ReturnForm",
    "RevealForm",
    "RulesForm",
    "ScaleForm",
    "SealForm",
    "ShiftFilters",
    "Since",
    "TillRulesForm",
    "Undone",
    "YesNo",
    "offer_stores",
]

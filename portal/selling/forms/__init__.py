"""Forms of selling: the shape of input, one file a noun."""

from portal.selling.forms.days import ExcuseForm, NoSalesForm, ReportFilters, ReportWord, SealForm
from portal.selling.forms.fields import offer_stores
from portal.selling.forms.members import (
    ConsentForm,
    MemberFilters,
    MemberForm,
    MemberSearchForm,
    NameForm,
    ReasonForm,
    RevealForm,
    Since,
)
from portal.selling.forms.orders import OrderFilters, PrintForm, Undone, YesNo
from portal.selling.forms.readings import ConclusionForm, Kept, ReadingFilters, RulesForm

__all__ = [
    "ConclusionForm",
    "ConsentForm",
    "ExcuseForm",
    "Kept",
    "MemberFilters",
    "MemberForm",
    "MemberSearchForm",
    "NameForm",
    "NoSalesForm",
    "OrderFilters",
    "PrintForm",
    "ReadingFilters",
    "ReasonForm",
    "ReportFilters",
    "ReportWord",
    "RevealForm",
    "RulesForm",
    "SealForm",
    "Since",
    "Undone",
    "YesNo",
    "offer_stores",
]

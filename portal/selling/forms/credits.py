"""Forms of what is on account."""

from portal.kernel.forms import Form, MoneyField, needed
from portal.kernel.words import _l


class CreditForm(Form):
    limit = MoneyField(_l("May have on account"), [needed()], most=10**7)

"""The form of recommendations."""

from portal.kernel.forms import Form, PhoneField, needed
from portal.kernel.words import _l


class ReferralForm(Form):
    phone = PhoneField(_l("His whole number"), [needed()], render_kw={"type": "tel", "autocomplete": "off"})

"""The network's rules for its tills."""

from wtforms import BooleanField

from portal.kernel.forms import Form, NumberField, needed
from portal.kernel.words import _l
from portal.selling.till_rules import TillRules


class TillRulesForm(Form):
    clerk = NumberField(_l("A clerk takes off, percent"), [needed()], least=0, most=100)
    owner = NumberField(_l("A store's owner takes off, percent"), [needed()], least=0, most=100)
    only_enrolled = BooleanField(_l("Only enrolled tablets sell"))

    @property
    def rules(self) -> TillRules:
        return TillRules(int(self.clerk.data or 0), int(self.owner.data or 0), bool(self.only_enrolled.data))
